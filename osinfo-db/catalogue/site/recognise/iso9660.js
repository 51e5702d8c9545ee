// SPDX-License-Identifier: GPL-2.0-or-later
// Volume descriptors of ISO 9660 (ECMA-119 8), its folders (6.8, 9.1) with the names of Rock Ridge (SUSP, RRIP 1.12) or
// Joliet, and what El Torito has a machine start from.
import { chomp, decode, decodeField, decodeUcs2, hasBytes, isSame, le16, le32 } from "./bytes.js";
import { FILE, FOLDER, MAX_FOLDER, MAX_NAME, MAX_NAMES, OTHER } from "./files.js";
import { FormatError, PiecesSource } from "./source.js";

export const SECTOR = 2048;
export const DESCRIPTORS = 16 * SECTOR; // offset of the first one
const MAX_DESCRIPTORS = 256;
const MAX_EXTENTS = 64; // pieces of a file; one with more is left out
const MAX_AREAS = 64; // sectors with long names that are read of a folder
const MAX_RECORD_AREAS = 8; // continuation areas of a record

// Key, offset and size of the texts of the primary descriptor (8.4).
const PRIMARY_TEXTS = [
  ["iso9660.volume-id", 40, 32],
  ["iso9660.system-id", 8, 32],
  ["iso9660.publisher-id", 318, 128],
  ["iso9660.application-id", 574, 128],
];

const readField = (bytes, at, size) => chomp(decodeField(bytes.subarray(at, at + size)));
const hasIdentifier = (descriptor, word) => hasBytes(descriptor, 1, word);

function readRoot(record, blockSize) {
  return { offset: (le32(record, 2) + record[1]) * blockSize, size: le32(record, 10) };
}

function readPrimary(volume, descriptor) {
  volume.primary = descriptor;
  volume.blockSize = le16(descriptor, 128);
  volume.size = le32(descriptor, 80) * volume.blockSize;
  volume.root = readRoot(descriptor.subarray(156), volume.blockSize);
}

// Joliet is what the escape sequences say (8.5.6).
function readSupplementary(volume, descriptor) {
  if (!hasBytes(descriptor, 88, "%/") || !"@CE".includes(String.fromCharCode(descriptor[90]))) return;
  volume.jolietId ||= chomp(decodeUcs2(descriptor.subarray(40, 72)));
  if (!volume.jolietRoot?.size) volume.jolietRoot = readRoot(descriptor.subarray(156), le16(descriptor, 128));
}

function readBootRecord(volume, descriptor) {
  if (volume.hasBootRecord || readField(descriptor, 7, 32) !== "EL TORITO SPECIFICATION") return;
  volume.hasBootRecord = true;
  if (descriptor.length >= 75) volume.catalogOffset = le32(descriptor, 71) * SECTOR;
}

// What follows the descriptors may announce UDF.
async function findUdf(source, number) {
  for (; number < MAX_DESCRIPTORS; number++) {
    const sector = await source.read(DESCRIPTORS + number * SECTOR, 7);
    if (sector.length < 7) return "";
    for (const word of ["NSR02", "NSR03"]) if (hasIdentifier(sector, word)) return word;
    if (!["BEA01", "BOOT2", "CD001"].some((word) => hasIdentifier(sector, word))) return "";
  }
  return "";
}

// null: it is none.
export async function readVolume(source) {
  const volume = { primary: null, jolietId: "", jolietRoot: null, hasBootRecord: false, catalogOffset: 0 };
  let number = 0;
  for (; number < MAX_DESCRIPTORS; number++) {
    const descriptor = await source.read(DESCRIPTORS + number * SECTOR, SECTOR);
    const size = descriptor.length;
    if (number === 0 && size === 0) return null;
    if (number === 0 && size < SECTOR) throw new FormatError("Primary volume descriptor was truncated");
    if (number === 0 && !hasIdentifier(descriptor, "CD001")) return null;
    volume.isCutOff = size < 39 && number === 1 && volume.primary !== null;
    if (size < 39 || !hasIdentifier(descriptor, "CD001") || descriptor[0] === 255) break;
    if (descriptor[0] === 0 && descriptor[6] === 1) readBootRecord(volume, descriptor);
    if (size < SECTOR) break;
    if (descriptor[0] === 2) readSupplementary(volume, descriptor);
    if (descriptor[0] === 1 && descriptor[6] === 1 && !volume.primary) readPrimary(volume, descriptor);
  }
  if (!volume.primary) throw new FormatError("No primary volume descriptor");
  volume.udf = await findUdf(source, number);
  return volume;
}

export function addVolume(volume, evidence) {
  const where = "primary volume descriptor";
  for (const [key, at, size] of PRIMARY_TEXTS) evidence.addFound(key, readField(volume.primary, at, size), where);
  evidence.addNumber("iso9660.volume-size", volume.size, where);
  evidence.addFound("joliet.volume-id", volume.jolietId, "supplementary volume descriptor");
  evidence.addFound("udf.standard-id", volume.udf, "volume recognition sequence");
  if (readField(volume.primary, 40, 32) === "")
    evidence.volumeError = "Insufficient metadata on installation media";
  else if (volume.isCutOff) evidence.volumeError = "Supplementary volume descriptor was truncated";
}

// El Torito (figures 2 to 6): a validation entry, the default entry, sections of entries, each of 32 bytes.

const PLATFORMS = [[0, "bios"], [1, "powerpc"], [2, "mac"], [0xef, "efi"]]; // prettier-ignore
const nameOfPlatform = (number) => PLATFORMS.find(([known]) => known === number)?.[1] ?? "other";

function isValidation(entry) {
  let sum = 0;
  for (let i = 0; i < 32; i += 2) sum += le16(entry, i);
  return entry[0] === 1 && entry[30] === 0x55 && entry[31] === 0xaa && (sum & 0xffff) === 0;
}

function readCatalog(bytes) {
  const catalog = { platforms: new Set(), bootable: 0, isComplete: false };
  const end = Math.floor(bytes.length / 32) * 32;
  const count = (at, platform) => {
    if (bytes[at] !== 0x88) return;
    catalog.bootable++;
    catalog.platforms.add(nameOfPlatform(platform));
  };
  if (bytes.length < 64 || !isValidation(bytes)) return catalog;
  count(32, bytes[1]);
  let at = 64;
  let isLast = false;
  while (!isLast && at < end && (bytes[at] === 0x90 || bytes[at] === 0x91)) {
    const platform = bytes[at + 1];
    let remaining = le16(bytes, at + 2);
    isLast = bytes[at] === 0x91;
    for (at += 32; at < end; at += 32) {
      if (bytes[at] === 0x44) continue;
      if (remaining === 0) break;
      count(at, platform);
      remaining--;
    }
    if (remaining > 0) isLast = false;
  }
  catalog.isComplete = isLast || at < end;
  return catalog;
}

// A boot record makes a medium bootable, unless a whole catalogue says that nothing is.
export async function addElTorito(source, volume, evidence) {
  if (!volume.hasBootRecord) return;
  const bytes = volume.catalogOffset ? await source.read(volume.catalogOffset, SECTOR) : new Uint8Array(0);
  const catalog = readCatalog(bytes);
  evidence.isBootable = !(catalog.isComplete && catalog.bootable === 0);
  const order = ["bios", "powerpc", "mac", "efi", "other"];
  const words = order.filter((word) => catalog.platforms.has(word)).join(" ");
  evidence.addFound("el-torito.platforms", words, "boot catalogue");
}

// Machines of IBM start from ppc/bootinfo.txt.
export async function addChrp(source, volume, evidence) {
  if (evidence.isBootable !== null) return;
  const files = new Iso9660Files(source, volume);
  const find = async (folder, wanted, kind) => {
    const { entries, damage } = await files.list(folder);
    const found = entries.find(({ name, node }) => node.kind === kind && isSame(name, wanted));
    if (!found && damage) evidence.bootError = `No "${wanted}" directory record extent`;
    return found?.node;
  };
  const folder = await find(files.root, "ppc", FOLDER);
  if (folder && (await find(folder, "bootinfo.txt", FILE))) evidence.isBootable = true;
}

// Rock Ridge: entries of signature, length and version behind a record's name.

function* walkEntries(area) {
  for (let at = 0; area.length - at >= 4; ) {
    const length = area[at + 2];
    if (length < 4 || length > area.length - at || hasBytes(area, at, "ST")) return;
    yield area.subarray(at, at + length);
    at += length;
  }
}

// The bytes to skip at the start of all other areas; -1: there is no Rock Ridge.
function findRockRidge(area) {
  let skip = -1;
  for (const entry of walkEntries(area)) {
    if (skip < 0) {
      if (!hasBytes(entry, 0, "SP") || entry[2] < 7 || entry[4] !== 0xbe || entry[5] !== 0xef) return -1;
      skip = entry[6];
    } else if (["PX", "RR", "CE"].some((word) => hasBytes(entry, 0, word))) {
      return skip;
    }
  }
  return -1;
}

class RockRidge {
  name = []; // bytes
  hasName = false;
  nameGoesOn = false;
  isTooLong = false;
  mode = 0;
  child = 0;
  isMoved = false;
  isPacked = false;
  next = null;

  read(area) {
    this.next = null;
    for (const entry of walkEntries(area)) this.#readEntry(String.fromCharCode(entry[0], entry[1]), entry);
  }

  #readEntry(signature, entry) {
    if (signature === "NM" && entry.length >= 5) this.#readName(entry);
    else if (signature === "PX" && entry.length >= 12) this.mode = le32(entry, 4);
    else if (signature === "CL" && entry.length >= 12) this.child = le32(entry, 4);
    else if (signature === "RE") this.isMoved = true;
    else if (signature === "ZF") this.isPacked = true;
    else if (signature === "CE" && entry.length >= 28)
      this.next = { block: le32(entry, 4), offset: le32(entry, 12), size: le32(entry, 20) };
  }

  #readName(entry) {
    if (this.hasName && !this.nameGoesOn) return;
    this.hasName = true;
    this.nameGoesOn = (entry[4] & 1) !== 0;
    if ((entry[4] & 6) !== 0) return;
    if (this.name.length + entry.length - 5 > MAX_NAME) this.isTooLong = true;
    else this.name.push(...entry.subarray(5));
  }

  isIncomplete() {
    return this.next?.size > 0 && !this.isTooLong && (!this.hasName || this.nameGoesOn || this.mode === 0);
  }
}

// Folders.

const RECORD_NAME = 33; // bytes of a record before the name
const isFolder = (record) => (record[25] & 2) !== 0;
const isHereOrAbove = (record) => record[32] === 1 && record[RECORD_NAME] <= 1;

// What cannot be a record is padding: they go on in the next sector.
function* walkRecords(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const toSectorEnd = SECTOR - (at % SECTOR);
    const length = bytes[at];
    if (length <= RECORD_NAME || length > Math.min(bytes.length - at, toSectorEnd)) {
      at += toSectorEnd;
      continue;
    }
    const record = bytes.subarray(at, at + length);
    at += length;
    if (RECORD_NAME + record[32] <= length) yield record;
  }
}

function getSystemUse(record, skip) {
  const start = RECORD_NAME + record[32];
  return record.subarray(Math.min(start + (start % 2) + skip, record.length));
}

export class Iso9660Files {
  #source;
  #blockSize;
  #skip = -1; // of Rock Ridge; -1: there is none
  #isJoliet = false;
  #isGuessed = false;
  #listed = new Map();

  // Without open(): plain names.
  constructor(source, volume) {
    this.#source = source;
    this.#blockSize = volume.blockSize;
    this.root = { kind: FOLDER, ...volume.root };
  }

  static async open(source, volume) {
    const self = new Iso9660Files(source, volume);
    const bytes = await source.read(self.root.offset, Math.min(self.root.size, SECTOR));
    const first = walkRecords(bytes).next().value;
    if (first && isHereOrAbove(first)) self.#skip = findRockRidge(getSystemUse(first, 0));
    self.#isJoliet = self.#skip < 0 && volume.jolietRoot?.size > 0;
    self.#isGuessed = self.#skip < 0 && !self.#isJoliet;
    if (self.#isJoliet) self.root = { kind: FOLDER, ...volume.jolietRoot };
    return self;
  }

  async #readRockRidge(record, visit) {
    const found = new RockRidge();
    found.read(getSystemUse(record, this.#skip));
    for (let i = 0; i < MAX_RECORD_AREAS && found.isIncomplete(); i++) {
      const { block, offset, size } = found.next;
      const at = block * this.#blockSize + offset;
      visit.areaSize += size;
      if ((at % SECTOR) + size > SECTOR || visit.areaSize > MAX_AREAS * SECTOR) break;
      const area = await this.#source.read(at, size);
      if (area.length < size) break;
      found.read(area);
    }
    return found;
  }

  // null: the record has no name that could be found again.
  #getName(record, rockRidge) {
    const bytes = record.subarray(RECORD_NAME, RECORD_NAME + record[32]);
    let name;
    if (rockRidge.isTooLong || rockRidge.nameGoesOn) return null;
    if (rockRidge.name.length > 0) {
      if (rockRidge.name.includes(0)) return null;
      name = decode(Uint8Array.from(rockRidge.name));
    } else if (this.#isJoliet) {
      name = decodeUcs2(bytes.subarray(0, bytes.length & ~1)).replace(/;[0-9]+$/, "");
    } else {
      name = decodeField(bytes).replace(/;.*$/s, "").replace(/\.$/, "");
      if (this.#isGuessed) name = name.replace(/^_/, ".");
    }
    return name === "" || name.includes("/") || name === "." || name === ".." ? null : name;
  }

  #getKind(record, rockRidge) {
    const kind = rockRidge.mode & 0o170000;
    if (isFolder(record) || rockRidge.child !== 0) return FOLDER;
    if ((kind !== 0 && kind !== 0o100000) || rockRidge.isPacked || record[26] !== 0) return OTHER;
    return FILE;
  }

  // null: it has no name, or is left out.
  async #makeEntry(record, pieces, visit) {
    const rockRidge = this.#skip >= 0 ? await this.#readRockRidge(record, visit) : new RockRidge();
    const name = rockRidge.isMoved ? null : this.#getName(record, rockRidge);
    if (name === null || pieces.length > MAX_EXTENTS) return null;
    const node = { kind: this.#getKind(record, rockRidge), pieces, offset: pieces[0].offset };
    node.size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    if (rockRidge.child !== 0) Object.assign(node, { offset: rockRidge.child * this.#blockSize, size: null });
    return { name, node };
  }

  // Of a folder that lay too deep only the place is told; its own first record has the size.
  async #findSize(offset) {
    const record = await this.#source.read(offset, RECORD_NAME + 1);
    if (record.length <= RECORD_NAME || !isFolder(record) || !isHereOrAbove(record))
      throw new FormatError("a folder is not where it should be");
    return le32(record, 10);
  }

  async #readFolder(folder) {
    const size = Math.min(folder.size ?? (await this.#findSize(folder.offset)), MAX_FOLDER);
    const bytes = await this.#source.read(folder.offset, size);
    const visit = { areaSize: 0 };
    const entries = [];
    let pieces = [];
    let last = null;
    for (const record of walkRecords(bytes)) {
      if (isHereOrAbove(record) || (record[25] & 4) !== 0) continue;
      if (!last || decodeBytes(last) !== decodeBytes(record)) pieces = [];
      addPiece(pieces, { offset: (le32(record, 2) + record[1]) * this.#blockSize, size: le32(record, 10) });
      last = record;
      if ((record[25] & 0x80) !== 0) continue;
      const entry = await this.#makeEntry(record, pieces, visit);
      last = null;
      if (entry) entries.push(entry);
      if (entries.length === MAX_NAMES) return { entries, damage: null };
    }
    return { entries, damage: bytes.length < size ? new FormatError("a folder is cut off") : null };
  }

  async list(folder) {
    if (!this.#listed.has(folder.offset)) {
      let listed;
      try {
        listed = await this.#readFolder(folder);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        listed = { entries: [], damage: error };
      }
      this.#listed.set(folder.offset, listed);
    }
    return this.#listed.get(folder.offset);
  }

  async open(file) {
    if (file.size > 0 && file.offset >= this.#source.size)
      throw new FormatError("a file lies behind the end of the image");
    return new PiecesSource(this.#source, file.pieces);
  }
}

// The name of a record, to compare it.
const decodeBytes = (record) => String.fromCharCode(...record.subarray(RECORD_NAME, RECORD_NAME + record[32]));

// Neighbours are one.
function addPiece(pieces, piece) {
  const last = pieces.at(-1);
  if (last && last.offset + last.size === piece.offset) last.size += piece.size;
  else pieces.push(piece);
}
