// SPDX-License-Identifier: GPL-2.0-or-later
// What media of Windows Vista and later install: by the images in "sources", or what lies beside. Texts that people see
// decide nothing.
import { chomp, cutBytes, decode, decodeUtf16, hasBytes, isSame, lower, startsSame, strip, upper } from "./bytes.js";
import { FILE, FOLDER, listFolder } from "./files.js";
import { FormatError } from "./source.js";
import { nameArchitecture, readWim } from "./wim.js";

const MAX_INSTALL_FILES = 4; // of a folder
const MAX_TEXT_FILE = 16 * 1024; // bytes of a small file
const MAX_LINES = 64; // of a section
const MAX_LINE = 256; // bytes of a line; it is cut there

// Folders that have "sources" in them.
const TREES = ["", "x64", "x86", "arm64"];

// Names of Microsoft.
const ARCHITECTURES = {
  x86: "i686", i386: "i686", amd64: "x86_64", x64: "x86_64", arm64: "aarch64", ia64: "ia64", arm: "armv7l",
}; // prettier-ignore

const findArchitecture = (name) => (name ? (ARCHITECTURES[lower(name)] ?? null) : null);

// The product of an image, by what it begins with: member, start, product.
const PRODUCTS = [
  ["installationType", "WindowsPE", "pe"],
  ["installationType", "Server", "server"],
  ["installationType", "Nano", "server"],
  ["installationType", "Client", "client"],
  ["edition", "WindowsPE", "pe"],
  ["productType", "Server", "server"],
  ["productType", "Lanman", "server"],
  ["productType", "WinNT", "client"],
  ["edition", "Server", "server"],
  ["flags", "Server", "server"],
];

function findProduct(image) {
  const row = PRODUCTS.find(([member, start]) => image[member] && startsSame(image[member], start));
  return row?.[2] ?? (image.edition ? "client" : null);
}

const hasBuild = (image) => image.build > 0 && image.major > 0;

function makeSystem(image, isBoot) {
  const system = { version: null, build: null, product: isBoot ? "pe" : findProduct(image) };
  if (hasBuild(image)) {
    system.version = `${image.major}.${Math.max(image.minor ?? -1, 0)}`;
    system.build = String(image.build);
  }
  return system;
}

// Version, build, product in the order that tells which of them belong together, once for each system.
function addSystem(evidence, systems, system, where) {
  const key = JSON.stringify(system);
  if (systems.has(key)) return;
  systems.add(key);
  evidence.addFound("windows.version", system.version, where);
  evidence.addFound("windows.build", system.build, where);
  evidence.addFound("windows.product", system.product, where);
}

function addImage(evidence, image, where) {
  const add = (key, text) => evidence.addOnce(`windows.${key}`, text, where);
  if (hasBuild(image) && image.update > 0) add("update", String(image.update));
  if (image.servicePack > 0) add("service-pack", String(image.servicePack));
  add("branch", image.branch);
  add("architecture", nameArchitecture(image.architecture));
  for (const language of [image.language, ...image.languages]) add("language", language);
  add("name", image.name);
}

const isForEvaluation = (image) => image.edition?.endsWith("Eval") || image.flags?.includes("Eval");

// false: the images say nothing.
function addImages(evidence, images, isBoot, systems, where) {
  const made = images.map((image) => ({ image, system: makeSystem(image, isBoot) }));
  const isAllPe = made.every(({ system }) => system.product === "pe");
  // what starts Windows stands beside what is installed
  const counted = made.filter(({ system }) => isAllPe || system.product !== "pe");
  for (const { image, system } of counted) {
    addSystem(evidence, systems, system, where);
    addImage(evidence, image, where);
    if (isAllPe) continue;
    evidence.addOnce("windows.edition", image.edition ?? image.flags, where);
    evidence.addOnce("windows.installation-type", image.installationType, where);
  }
  if (counted.length > 0 && counted.every(({ image }) => isForEvaluation(image)))
    evidence.addOnce("windows.is-evaluation", "true", where);
  return counted.length > 0;
}

export function decodeText(bytes) {
  let text;
  if (hasBytes(bytes, 0, "\xFF\xFE")) text = decodeUtf16(bytes.subarray(2));
  else text = decode(hasBytes(bytes, 0, "\xEF\xBB\xBF") ? bytes.subarray(3) : bytes);
  return text.split("\0")[0];
}

// Lines of a section of an .ini file, without blanks and comments.
export function readSection(text, section) {
  const lines = [];
  let isInside = false;
  for (const raw of text.split(/[\r\n]+/)) {
    const line = strip(cutBytes(raw, MAX_LINE));
    if (lines.length >= MAX_LINES) break;
    if (line.startsWith("[")) isInside = startsSame(line.slice(1), `${section}]`);
    else if (isInside && line !== "" && !line.startsWith(";")) lines.push(line);
  }
  return lines;
}

export function findValue(lines, key) {
  for (const line of lines) {
    const [, value] = (startsSame(line, key) && /^[ \t]*=[ \t"]*([^"]*)/.exec(line.slice(key.length))) || [];
    if (value !== undefined) return chomp(value);
  }
  return null;
}

export async function readTextOf(files, node, max = MAX_TEXT_FILE) {
  if (node?.kind !== FILE) return null;
  const source = await files.open(node);
  return decodeText(await source.read(0, Math.min(source.size, max)));
}

const INSTALL_FILE = /^install.*\.(wim|esd|swm)$/s;

// Files of images, and the small ones. Of a file that is split the first part does, which has the shortest name.
function sortOut(entries) {
  const folder = { installs: [], small: {} };
  const names = ["boot.wim", "ei.cfg", "lang.ini", "idwbinfo.txt"];
  for (const { name, node } of entries) {
    const known = lower(name);
    if (node.kind !== FILE) continue;
    if (INSTALL_FILE.test(known)) {
      const other = folder.installs.findIndex((install) => install.name.endsWith(".swm"));
      if (!known.endsWith(".swm") || other < 0) {
        if (folder.installs.length < MAX_INSTALL_FILES) folder.installs.push({ name: known, node });
      } else if (known.length < folder.installs[other].name.length) {
        folder.installs[other] = { name: known, node };
      }
    } else if (names.includes(known)) {
      folder.small[known] ??= node;
    }
  }
  return folder;
}

class Reading {
  wims = 0; // that said something
  damage = null;
  #systems = new Set();

  constructor(files, evidence) {
    this.files = files;
    this.evidence = evidence;
  }

  // Damage ends nothing.
  async #attempt(where, what) {
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.damage ??= where ? new FormatError(`${where}: ${error.message}`) : error;
      return null;
    }
  }

  async #readWim(path, { name, node }, isBoot) {
    const where = `${path}/${name}`;
    const images = await this.#attempt(where, async () => {
      const found = await readWim(await this.files.open(node));
      if (!found) throw new FormatError("not a WIM file");
      return found;
    });
    if (images && addImages(this.evidence, images, isBoot, this.#systems, where)) this.wims++;
  }

  async #readSmall(path, folder, name, read) {
    const where = `${path}/${name}`;
    const text = await this.#attempt(where, () => readTextOf(this.files, folder.small[name]));
    if (text !== null) read((key, value) => this.evidence.addOnce(`windows.${key}`, value, where), text);
  }

  async #readFolder(path, node) {
    const { entries, damage } = await listFolder(this.files, node);
    const folder = sortOut(entries);
    const before = this.wims;
    if (damage) this.damage ??= new FormatError(`${path}: ${damage.message}`);
    for (const install of folder.installs) await this.#readWim(path, install, false);
    const boot = folder.small["boot.wim"];
    if (folder.installs.length === 0 && !boot) return;
    if (folder.installs.length === 0) await this.#readWim(path, { name: "boot.wim", node: boot }, true);
    await this.#readSmall(path, folder, "ei.cfg", (add, text) => this.#readEi(add, text));
    if (this.wims > before) return;
    await this.#readSmall(path, folder, "lang.ini", readLanguages);
    await this.#readSmall(path, folder, "idwbinfo.txt", readBuildInfo);
  }

  // "_Default" is no channel, but makes Setup ask for one.
  #readEi(add, text) {
    const [channel] = readSection(text, "Channel");
    if (channel !== undefined && !channel.startsWith("_")) add("channel", channel);
    else if (readSection(text, "VL")[0] === "1") add("channel", "Volume");
    if (this.wims === 0) add("edition", readSection(text, "EditionID")[0]);
  }

  // "26200.9168.amd64fre.25h2_ge_release_svc_refresh.260809-0632.en-US" is one of its texts.
  async #readProvenance(folder) {
    const where = "provenance/provenance.json";
    const { entries } = await listFolder(this.files, folder);
    const node = entries.find(({ name }) => isSame(name, "provenance.json"))?.node;
    const text = (await this.#attempt(where, () => readTextOf(this.files, node))) ?? "";
    for (const word of text.split('"')) {
      const parts = word.split(".");
      if (parts.length !== 6 || !/^[0-9]{4,}$/.test(parts[0]) || !/^[0-9]*$/.test(parts[1])) continue;
      if (!parts[2].includes("fre")) continue;
      const add = (key, value) => this.evidence.addOnce(`windows.${key}`, value, where);
      add("build", parts[0]);
      add("update", parts[1]);
      add("architecture", findArchitecture(parts[2].split("fre")[0]));
      add("branch", parts[3]);
      add("language", parts[5]);
      return;
    }
  }

  async readTrees() {
    const { entries, damage } = await listFolder(this.files, this.files.root);
    const findIn = (list, wanted) => list.find(({ name }) => isSame(name, wanted))?.node;
    if (damage) this.damage ??= damage;
    for (const tree of TREES) {
      const node = findIn(entries, tree || "sources");
      if (node?.kind !== FOLDER) continue;
      if (tree === "") {
        await this.#readFolder("sources", node);
        continue;
      }
      const inside = await listFolder(this.files, node);
      const sources = findIn(inside.entries, "sources");
      if (inside.damage) this.damage ??= new FormatError(`${tree}: ${inside.damage.message}`);
      if (sources) await this.#readFolder(`${tree}/sources`, sources);
    }
    const provenance = findIn(entries, "provenance");
    if (this.wims === 0 && provenance) await this.#readProvenance(provenance);
  }
}

// "de-de" is "de-DE" everywhere else.
function readLanguages(add, text) {
  for (const line of readSection(text, "Available UI Languages")) {
    const [word] = /^[^= \t]*/.exec(line);
    const language = /^..-..$/.test(word) ? word.slice(0, 3) + upper(word.slice(3)) : word;
    if (language.length >= 2) add("language", language);
  }
}

function readBuildInfo(add, text) {
  const lines = readSection(text, "BUILDINFO");
  add("architecture", findArchitecture(findValue(lines, "BuildArch")));
  add("branch", findValue(lines, "BuildBranch"));
}

export async function readWindows(files, evidence) {
  const reading = new Reading(files, evidence);
  const before = evidence.items.length;
  await reading.readTrees();
  if (reading.damage && reading.wims === 0) throw reading.damage;
  return evidence.items.length > before;
}
