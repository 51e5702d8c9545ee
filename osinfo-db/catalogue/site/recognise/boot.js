// SPDX-License-Identifier: GPL-2.0-or-later
// What a machine would start: menus of boot loaders, kernels for x86 (Linux, Documentation/arch/x86/boot.rst), programs
// of UEFI ("PE Format", Microsoft) with the sections that boot loaders and unified kernels have for those who look.
import { chomp, countBytes, decodeField, hasBytes, isSame, le16, le32, lower, startsSame, strip } from "./bytes.js";
import { FILE, FOLDER, askAll, choosePossible, findPath, listFolder, readText } from "./files.js";
import { readOsRelease } from "./os_release.js";
import { FormatError } from "./source.js";

// Menus, in the order in which they are read.
export const MENU_PATHS = [
  "boot/grub/grub.cfg",
  "boot/grub2/grub.cfg",
  "isolinux/isolinux.cfg",
  "boot/grub/loopback.cfg",
  "EFI/BOOT/grub.cfg",
  "isolinux/live.cfg",
  "isolinux/txt.cfg",
  "boot/grub/kernels.cfg",
  "boot/isolinux/isolinux.cfg",
  "boot/syslinux/syslinux.cfg",
  "boot/x86_64/loader/isolinux.cfg",
  "syslinux/syslinux.cfg",
  "loader/entries",
];
const MAX_MENU_SIZE = 16 * 1024; // bytes of a menu
const MAX_MENUS = 4; // that are read
const MAX_FACTS = 3; // of each kind in a menu
const MAX_VALUE = 256; // bytes; a longer value says nothing

// What a word begins with, and what that starts.
export const FRAMEWORK_WORDS = [
  ["/casper/", "casper"],
  ["/live/vmlinuz", "live-boot"],
  ["/antiX/", "antix"],
  ["/slax/", "slax"],
  ["alpine_dev=", "alpine"],
  ["archisobasedir=", "archiso"],
  ["archisodevice=", "archiso"],
  ["archisolabel=", "archiso"],
  ["archisosearchuuid=", "archiso"],
  ["boot=casper", "casper"],
  ["boot=live", "live-boot"],
  ["coreos.liveiso=", "coreos"],
  ["inst.stage2=", "anaconda"],
  ["install=cd:", "linuxrc"],
  ["install=hd:", "linuxrc"],
  ["kdeosisobasedir=", "kdeosiso"],
  ["livecd=livecd", "livecd"],
  ["livemedia=", "liveslak"],
  ["misobasedir=", "miso"],
  ["misolabel=", "miso"],
  ["modloop=", "alpine"],
  ["parabolaisobasedir=", "parabolaiso"],
  ["parabolaisolabel=", "parabolaiso"],
  ["rd.live.dir=", "dracut-live"],
  ["rd.live.image", "dracut-live"],
  ["rd.live.squashimg=", "dracut-live"],
  ["root=live:", "dracut-live"],
  ["runweasel", "weasel"],
  ["SLACK_KERNEL=", "slackware"],
];

// What stands in front of a value.
export const VALUE_WORDS = [
  ["archisobasedir=", "boot.base-folder"],
  ["archisolabel=", "boot.label"],
  ["coreos.liveiso=", "boot.label"],
  ["inst.stage2=hd:LABEL=", "boot.label"],
  ["kdeosisobasedir=", "boot.base-folder"],
  ["misobasedir=", "boot.base-folder"],
  ["misolabel=", "boot.label"],
  ["parabolaisobasedir=", "boot.base-folder"],
  ["parabolaisolabel=", "boot.label"],
  ["rd.live.dir=", "boot.base-folder"],
  ["root=live:CDLABEL=", "boot.label"],
  ["root=live:LABEL=", "boot.label"],
];

const TITLE_WORDS = ["menuentry ", "menu label ", "menu title ", "title "];

class Menu {
  hasFramework = false;
  #facts = new Map(); // key -> values

  constructor(evidence, where) {
    this.evidence = evidence;
    this.where = where;
  }

  #addFact(key, text) {
    const known = this.#facts.get(key) ?? new Set();
    this.#facts.set(key, known);
    if (known.has(text) || known.size >= MAX_FACTS) return;
    known.add(text);
    this.evidence.addFound(key, text, this.where);
  }

  // What the boot loader fills in says nothing. Labels are written as udev does it: "\x20" is a space.
  #addValue(key, value) {
    if (value === "" || countBytes(value) > MAX_VALUE || /[$%]/.test(value)) return;
    const unescape = (whole, digits) => String.fromCharCode(parseInt(digits, 16));
    this.#addFact(key, value.replace(/\\x([0-9A-Fa-f]{2})/g, unescape));
  }

  #readWord(word) {
    for (const [start, framework] of FRAMEWORK_WORDS) {
      if (!word.startsWith(start)) continue;
      this.#addFact("boot.framework", framework);
      this.hasFramework = true;
    }
    for (const [start, key] of VALUE_WORDS)
      if (word.startsWith(start)) this.#addValue(key, word.slice(start.length).split(":")[0]);
  }

  // In quotes, or the rest of the line without the mark of a key.
  #readTitle(text) {
    const [, double, single, rest] = /^[ \t\f\r]*(?:"([^"]*)|'([^']*)|([^]*))/.exec(text);
    this.#addValue("boot.title", chomp((double ?? single ?? rest).replaceAll("^", "")));
  }

  readLine(raw) {
    const line = raw.replace(/^[ \t\f\r]+/, "");
    for (const word of TITLE_WORDS)
      if (line.length > word.length && startsSame(line, word)) this.#readTitle(line.slice(word.length));
    for (const word of line.split(/[ \t\r"']/)) if (countBytes(word) >= 6) this.#readWord(word);
  }
}

// The path itself, or that of the first entry of systemd-boot below it.
async function findMenu(files, path) {
  const node = await findPath(files, path);
  if (node?.kind !== FOLDER) return node ? path : null;
  const { entries } = await listFolder(files, node);
  const entry = entries.find(({ name, node }) => node.kind === FILE && lower(name).endsWith(".conf"));
  return entry ? `${path}/${entry.name}` : null;
}

// Up to the first menu that starts something known.
export async function readBootMenus(files, evidence) {
  let count = 0;
  const read = async (path) => {
    if (count >= MAX_MENUS) return false;
    const where = await findMenu(files, path);
    const text = where === null ? null : await readText(files, where, MAX_MENU_SIZE);
    if (text === null) return false;
    count++;
    const menu = new Menu(evidence, where);
    for (const line of text.split("\n")) menu.readLine(line);
    return menu.hasFramework;
  };
  return askAll(await choosePossible(files, MENU_PATHS), read, true);
}

// Kernels: a folder, and what the name of the file begins with; a path without names is the file itself.
export const KERNELS = [
  ["install.amd", ["vmlinuz"]],
  ["install.386", ["vmlinuz"]],
  ["install", ["vmlinuz"]],
  ["live", ["vmlinuz"]],
  ["casper", ["vmlinuz"]],
  ["images/pxeboot", ["vmlinuz"]],
  ["arch/boot/x86_64", ["vmlinuz"]],
  ["blackarch/boot/x86_64", ["vmlinuz"]],
  ["hyperbola/boot/x86_64", ["vmlinuz"]],
  ["parabola/boot/x86_64", ["vmlinuz"]],
  ["sysresccd/boot/x86_64", ["vmlinuz"]],
  ["kdeos/boot/x86_64", ["kdeosiso"]],
  ["antiX", ["vmlinuz"]],
  ["slax/boot", ["vmlinuz"]],
  ["kernels/huge.s", ["bzImage"]],
  ["kernels/generic.s", ["bzImage"]],
  ["boot/x86_64/loader", ["linux"]],
  ["boot/i386/loader", ["linux"]],
  ["boot", ["vmlinuz", "bzImage", "linux26", "gentoo", "kernel"]],
  ["isolinux/x86_64", ["vmlinuz"]],
  ["isolinux", ["vmlinuz"]],
  ["boot/isolinux", ["linux"]],
  ["syslinux/alt0", ["vmlinuz", "full.cz"]],
  ["vmlinuz", []],
  ["kernel", []],
];
const MAX_KERNELS = 4; // files that are opened
const MAX_VERSION_TEXT = 256; // bytes

async function readKernel(source, where, evidence) {
  const header = await source.read(0x202, 0x36);
  if (header.length < 0x36 || !hasBytes(header, 0, "HdrS")) return;
  const [protocol, text, flags] = [0x206, 0x20e, 0x236].map((at) => le16(header, at - 0x202));
  if (protocol >= 0x20c) evidence.addFound("kernel.is-64-bit", flags & 1 ? "true" : "false", where);
  if (protocol < 0x200 || text === 0) return;
  const bytes = await source.read(0x200 + text, MAX_VERSION_TEXT);
  if (bytes.length === 0) throw new FormatError("the version text of the kernel is cut off");
  const version = chomp(decodeField(bytes));
  evidence.addFound("kernel.version-text", version, where);
  // a release begins with a number; other programs have that header, too
  if (/^[0-9]/.test(version)) evidence.addFound("kernel.release", version.split(/[ \t]/)[0], where);
}

export async function readKernels(files, evidence) {
  const possible = await choosePossible(files, KERNELS.map(([path]) => path)); // prettier-ignore
  let tries = 0;
  const read = async ([path, names]) => {
    if (tries >= MAX_KERNELS) return false;
    let node = await findPath(files, path);
    let where = path;
    if (node?.kind === FOLDER) {
      const { entries, damage } = await listFolder(files, node);
      const isKernel = ({ name, node }) => node.kind === FILE && names.some((start) => startsSame(name, start));
      const found = entries.find(isKernel);
      if (!found && damage) throw damage;
      node = found?.node;
      where = `${path}/${found?.name}`;
    }
    if (node?.kind !== FILE) return false;
    tries++;
    await readKernel(await files.open(node), where, evidence);
    return evidence.getText("kernel.release") !== null;
  };
  return askAll(KERNELS.filter(([path]) => possible.includes(path)), read, true); // prettier-ignore
}

// Programs of UEFI: what stands between BOOT and .EFI, the architecture, machines of headers.
export const MACHINES = [
  ["IA32", "i686", [0x014c]],
  ["X64", "x86_64", [0x8664]],
  ["ARM", "armv7l", [0x01c0, 0x01c2, 0x01c4]],
  ["AA64", "aarch64", [0xaa64]],
  ["IA64", "ia64", [0x0200]],
  ["RISCV32", "riscv32", [0x5032]],
  ["RISCV64", "riscv64", [0x5064]],
  ["RISCV128", "riscv128", [0x5128]],
  ["LOONGARCH32", "loongarch32", [0x6232]],
  ["LOONGARCH64", "loongarch64", [0x6264]],
];
const MAX_LOADERS = 16; // of which architectures are told
const MAX_PROGRAMS = 2; // that are opened
const MAX_SECTIONS = 96;
const MAX_HEADER = 64 * 1024; // bytes before the header
const MAX_SECTION = 16 * 1024; // bytes of a section that are read
const MAX_SBAT_LINES = 16;

// Files that end with .EFI; what is there of a damaged folder counts.
async function listPrograms(files, path) {
  const folder = await findPath(files, path);
  if (!folder) return { programs: [], damage: null };
  const { entries, damage } = await listFolder(files, folder);
  const programs = entries.filter(({ name, node }) => node.kind === FILE && lower(name).endsWith(".efi"));
  return { programs: programs.slice(0, MAX_LOADERS), damage: programs.length < MAX_LOADERS ? damage : null };
}

// The machine, and the table of sections; null: it is no program.
async function readProgram(source) {
  let start = await source.read(0, 1024);
  const need = async (size) => {
    if (start.length < size) start = await source.read(0, size);
    return start.length >= size;
  };
  if (start.length < 97 || !hasBytes(start, 0, "MZ")) return null;
  const header = le32(start, 0x3c);
  if (header > MAX_HEADER || !(await need(header + 24)) || !hasBytes(start, header, "PE\0\0")) return null;
  const count = le16(start, header + 6);
  const table = header + 24 + le16(start, header + 20);
  if (count > MAX_SECTIONS) throw new FormatError("a program has too many sections");
  if (!(await need(table + count * 40))) throw new FormatError("the table of a program's sections is cut off");
  const sections = [];
  for (let at = table; at < table + count * 40; at += 40) {
    const inMemory = le32(start, at + 8);
    const size = le32(start, at + 16);
    const name = decodeField(start.subarray(at, at + 8));
    sections.push({ name, offset: le32(start, at + 20), size: inMemory ? Math.min(size, inMemory) : size });
  }
  return { machine: le16(start, header + 4), sections };
}

async function findArchitecture(files, { name, node }) {
  const [, word] = /^boot(.+)\.efi$/s.exec(lower(name)) ?? [];
  if (word === undefined) return null;
  const known = MACHINES.find(([loader]) => isSame(loader, word));
  // where long names are cut, the header says which
  if (known || !name.includes("~")) return known?.[1] ?? null;
  const program = await readProgram(await files.open(node));
  return MACHINES.find(([, , machines]) => machines.includes(program?.machine))?.[1] ?? null;
}

export async function readEfiBoot(files, evidence) {
  const { programs, damage } = await listPrograms(files, "EFI/BOOT");
  const isFound = await askAll(programs, async (program) => {
    const architecture = await findArchitecture(files, program);
    const before = evidence.items.length;
    evidence.addOnce("efi.architecture", architecture, `EFI/BOOT/${program.name}`);
    return evidence.items.length > before;
  });
  if (damage) throw damage;
  return isFound;
}

// Only lines of vendors, "grub.debian": what has no full stop is the program's own line, or the format's.
function addSbat(text, where, evidence) {
  let isAdded = false;
  for (const line of text.split("\n").slice(0, MAX_SBAT_LINES)) {
    const fields = chomp(line).split(",");
    if (!/^[^.,]*\./.test(line) || fields.length < 5) continue;
    evidence.addFound("sbat.component", fields[0], where);
    evidence.addFound("sbat.vendor", fields[2], where);
    evidence.addFound("sbat.version", fields[4], where);
    isAdded = true;
  }
  return isAdded;
}

function addUname(text, where, evidence) {
  evidence.addFound("kernel.release", strip(text), where);
  return strip(text) !== "";
}

const SECTIONS = [
  [".osrel", (bytes, where, evidence) => readOsRelease(bytes, where, evidence)],
  [".sbat", (bytes, where, evidence) => addSbat(decodeField(bytes), where, evidence)],
  [".uname", (bytes, where, evidence) => addUname(decodeField(bytes), where, evidence)],
];

async function addSections(source, program, where, evidence) {
  let isFound = false;
  for (const [name, add] of SECTIONS) {
    const section = program.sections.find((known) => known.name === name);
    if (!section) continue;
    const size = Math.min(section.size, MAX_SECTION);
    const bytes = await source.read(section.offset, size);
    if (bytes.length < size) throw new FormatError(`the section ${name} is cut off`);
    isFound = add(bytes, where, evidence) || isFound;
  }
  return isFound;
}

// Boot managers name the vendor, what they are started from often somebody else.
const isBootManager = ({ name }) => startsSame(name, "grub") || startsSame(name, "systemd");

export async function readEfiPrograms(files, evidence) {
  let count = 0;
  return askAll(["EFI/Linux", "EFI/BOOT"], async (folder) => {
    const { programs, damage } = await listPrograms(files, folder);
    const ordered = [...programs.filter(isBootManager), ...programs.filter((one) => !isBootManager(one))];
    const isFound = await askAll(ordered, async ({ name, node }) => {
      if (count >= MAX_PROGRAMS) return false;
      count++;
      const source = await files.open(node);
      const program = await readProgram(source);
      return program !== null && addSections(source, program, `${folder}/${name}`, evidence);
    });
    if (damage) throw damage;
    return isFound;
  });
}
