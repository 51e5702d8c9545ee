// SPDX-License-Identifier: GPL-2.0-or-later
// Reads what a medium says of itself: descriptors, then the root folder, whose names choose who is asked about files.
// What tells which system it is comes before what gives but a hint of it.
import { be16, be32, chomp, decodeField, hasBytes, le32, lower } from "./bytes.js";
import { readBootMenus, readKernels, readEfiBoot, readEfiPrograms } from "./boot.js";
import { readDiskInfo } from "./disk_info.js";
import { listFolder } from "./files.js";
import { Iso9660Files, addChrp, addElTorito, addVolume, readVolume } from "./iso9660.js";
import { readAnnounce, readDists, readHiddenMarks, readMarks, readReleaseFolder, readRootNames } from "./names.js";
import { BudgetError, FormatError } from "./source.js";
import { readAddedTextFiles, readTextFiles } from "./text_files.js";
import { readTreeinfo } from "./treeinfo.js";
import { UdfFiles, readUdf } from "./udf.js";
import { readWindows } from "./windows.js";
import { readWindowsLegacy } from "./windows_legacy.js";

const TELLS = "tells"; // which system it is
const HINTS = "hints"; // what may be a parent's; asked where nothing has told
const ADDS = "adds"; // something of a system that others tell

// A name in the root, and who is asked where it is. Live images would have to be unpacked, which is left to the library.
// "*" at the end is anything that follows, "#" one digit or more.
export const ROWS = [
  ["sources", readWindows, TELLS],
  ["x64", readWindows, TELLS],
  ["x86", readWindows, TELLS],
  ["arm64", readWindows, TELLS],
  ["provenance", readWindows, TELLS],
  ["i386", readWindowsLegacy, TELLS],
  ["amd64", readWindowsLegacy, TELLS],
  ["ia64", readWindowsLegacy, TELLS],
  ["win51*", readWindowsLegacy, TELLS],
  ["cdrom_*", readWindowsLegacy, TELLS],
  ["win9*", readWindowsLegacy, TELLS],
  [".disk", readDiskInfo, TELLS],
  [".treeinf*", readTreeinfo, TELLS],
  ["treeinfo", readTreeinfo, TELLS],
  ["*", readTextFiles, TELLS],
  ["usr", readMarks, TELLS],
  ["FreeNAS-*", readMarks, TELLS],
  ["TrueNAS-*", readMarks, TELLS],
  ["ANNOUNCE.*", readAnnounce, TELLS],
  ["#.#", readReleaseFolder, TELLS],
  ["EFI", readEfiBoot, ADDS],
  ["casper", readAddedTextFiles, ADDS],
  ["etc", readAddedTextFiles, ADDS],
  ["live", readAddedTextFiles, ADDS],
  ["arch", readAddedTextFiles, ADDS],
  ["blackarch", readAddedTextFiles, ADDS],
  ["hyperbola", readAddedTextFiles, ADDS],
  ["parabola", readAddedTextFiles, ADDS],
  ["sysresccd", readAddedTextFiles, ADDS],

  ["*", readRootNames, HINTS],
  ["isolinux", readHiddenMarks, HINTS],
  ["dists", readDists, HINTS],
  ["*", readBootMenus, HINTS],
  ["*", readKernels, HINTS],
  ["EFI", readEfiPrograms, HINTS],
];

function matchesName(pattern, name) {
  const escaped = lower(pattern).replace(/[.]/g, "\\.").replaceAll("#", "[0-9]+").replace(/\*$/, "[^]*");
  return new RegExp(`^${escaped}$`).test(lower(name));
}

class Search {
  isTold = false;

  constructor(evidence) {
    this.evidence = evidence;
  }

  // What goes wrong is evidence. false: more would cost too much, so that nothing else is asked.
  keep(error, where) {
    const isDamage = error instanceof FormatError;
    if (!isDamage && !(error instanceof BudgetError)) throw error;
    this.evidence.addFound(isDamage ? "content.damage" : "content.unread", error.message, where);
    return isDamage;
  }

  async attempt(where, what) {
    try {
      await what();
      return true;
    } catch (error) {
      return this.keep(error, where);
    }
  }

  #isNeedless(weight) {
    if (!this.isTold || weight === TELLS) return false;
    return weight === HINTS || this.evidence.getText("windows.architecture") !== null;
  }

  async readFiles(files) {
    const { entries, damage } = await listFolder(files, files.root);
    const asked = new Set();
    if (damage && !this.keep(damage, "/")) return;
    for (const [name, read, weight] of ROWS) {
      if (asked.has(read) || !entries.some((entry) => matchesName(name, entry.name))) continue;
      if (this.#isNeedless(weight)) continue;
      asked.add(read);
      const goesOn = await this.attempt(name, async () => {
        if ((await read(files, this.evidence)) && weight === TELLS) this.isTold = true;
      });
      if (!goesOn) return;
    }
  }
}

// Be's file system lies in a partition beside ISO 9660, on media that have hardly a file.
async function readBfs(source, evidence) {
  const table = await source.read(0, 512);
  if (table[510] !== 0x55 || table[511] !== 0xaa) return;
  for (let at = 446; at < 510; at += 16) {
    const first = le32(table, at + 8);
    if (table[at + 4] !== 0xeb || first === 0) continue;
    const sector = await source.read((first + 1) * 512, 512);
    const isVolume =
      hasBytes(sector, 32, "1SFBEGIB") && le32(sector, 68) === 0xdd121031 && le32(sector, 112) === 0x15b6830e;
    if (isVolume) evidence.addFound("bfs.volume-name", decodeField(sector.subarray(0, 32)), "partition table");
    return;
  }
}

const PLAIN_KEYS = ["iso9660.", "joliet.", "udf.", "el-torito.", "efi.", "root."];
const isBare = (evidence) =>
  evidence.items.every(({ key }) => PLAIN_KEYS.some((start) => key.startsWith(start)));

// Where UDF shares a medium with ISO 9660, the latter has a README, or files of wrong sizes.
async function openFiles(source, volume, search) {
  const { evidence } = search;
  let files = null;
  let goesOn = true;
  if (!volume || evidence.getText("udf.standard-id") !== null) {
    goesOn = await search.attempt("/", async () => {
      const udf = await readUdf(source);
      files = udf ? await UdfFiles.open(source, udf) : null;
      if (udf && evidence.getText("udf.volume-id") === null)
        evidence.addFound("udf.volume-id", udf.id, "logical volume descriptor");
    });
  }
  if (goesOn && !files && volume)
    await search.attempt("/", async () => (files = await Iso9660Files.open(source, volume)));
  return files;
}

// Volumes of Apple's, which are no discs.
async function readAppleVolume(source, evidence) {
  const start = await source.read(0, 2048);
  const isBlock = (size) => size >= 512 && size <= 65536 && (size & (size - 1)) === 0;
  const has = (at, mark) => hasBytes(start, at, mark);
  if (start.length < 2048) return;
  const block = be16(start, 2);
  if (has(0, "ER") && isBlock(block)) {
    const map = await source.read(0, block * 16);
    for (let at = block; at + block <= map.length && hasBytes(map, at, "PM"); at += block) {
      evidence.addFound("apple-volume.partition", decodeField(map.subarray(at + 48, at + 80)), "partition map");
      if (at / block >= be32(map, at + 4)) break;
    }
  }
  let kind = null;
  if (has(32, "NXSB") && isBlock(le32(start, 36))) kind = "apfs";
  else if (has(1024, "H+") && be16(start, 1026) === 4 && isBlock(be32(start, 1064))) kind = "hfs+";
  else if (has(1024, "HX") && be16(start, 1026) === 5 && isBlock(be32(start, 1064))) kind = "hfsx";
  else if (has(1024, "BD") && be32(start, 1044) >= 512 && be32(start, 1044) % 512 === 0)
    kind = has(1148, "H+") ? "hfs+" : "hfs";
  evidence.addFound("apple-volume.kind", kind, "volume header");
  if (evidence.items.length > 0) evidence.volumeError = "No primary volume descriptor";
}

async function readVolumes(source, evidence) {
  const volume = await readVolume(source);
  if (volume) {
    addVolume(volume, evidence);
    await addElTorito(source, volume, evidence);
    await addChrp(source, volume, evidence);
    return volume;
  }
  const udf = await readUdf(source);
  if (udf) {
    evidence.addFound("udf.volume-id", udf.id, "logical volume descriptor");
    if (chomp(udf.id) === "") evidence.volumeError = "Insufficient metadata on installation media";
    return null;
  }
  await readAppleVolume(source, evidence);
  if (evidence.items.length === 0) throw new FormatError("No volume descriptors");
  return null;
}

// Adds all that the medium says. Throws FormatError when it is none.
export async function readMedium(source, evidence) {
  const volume = await readVolumes(source, evidence);
  const search = new Search(evidence);
  // what is on media with UDF alone as their label is what those with both have for ISO 9660
  if (!volume) evidence.addFound("iso9660.volume-id", evidence.getText("udf.volume-id"), "logical volume descriptor");
  const files = await openFiles(source, volume, search);
  if (!files) return;
  await search.readFiles(files);
  if (isBare(evidence)) await search.attempt("partition table", () => readBfs(source, evidence));
}
