// SPDX-License-Identifier: GPL-2.0-or-later
// Small text files, by a row each that says what stands where in them. What is no such line is passed over, so a file is
// never wrong, but it may say nothing.
import { cutBytes, decode, hasBytes, strip } from "./bytes.js";
import { askAll, choosePossible, readPath } from "./files.js";

const MAX_SIZE = 16 * 1024; // bytes; of a longer file this much counts
const MAX_VALUE = 512; // bytes; a longer value is cut

// How a file is written: a line by its number; NAME=value, below [group] where the name is "group/NAME"; NAME: value;
// NAME, white space, value; a line that begins with NAME, whose rest counts up to a blank; NAME="value" anywhere; the string
// behind a key of a property list.
const LINE = "line";
const ASSIGNMENT = "assignment";
const HEADER = "header";
const WORD = "word";
const START = "start";
const QUOTED = "quoted";
const PROPERTY = "property";

const XS_REPOSITORY = [
  ["originator", "xs-repository.originator"],
  ["name", "xs-repository.name"],
  ["product", "xs-repository.product"],
  ["version", "xs-repository.version"],
  ["build", "xs-repository.build"],
];
const VERSION_FILE = [["1", "version-file.text"]];
const ARCHISO_NAME = [["NAME", "archiso.name"]];
const ARCHISO_VERSION = [["1", "archiso.version"]];

// Path, form, facts: name in the file, key of the evidence, how many values count where that is not one.
export const TEXT_FILES = [
  [".alpine-release", LINE, [["1", "alpine-release.text"]]],
  [".discinfo", LINE, [["2", "discinfo.release"], ["3", "discinfo.arch"]]],
  ["media.repo", ASSIGNMENT, [["InstallMedia/name", "media-repo.name"]]],
  ["coreos/kargs.json", QUOTED, [["default", "coreos-kargs.default"]]],
  ["XS-REPOSITORY", QUOTED, XS_REPOSITORY],
  ["packages.main/XS-REPOSITORY", QUOTED, XS_REPOSITORY],
  ["media.1/products", WORD, [["/", "suse-products.product", 4]]],
  ["media.1/media", LINE, [["1", "suse-media.name"], ["2", "suse-media.build"]]],
  ["content", WORD, [
    ["LABEL", "suse-content.label"], ["DISTRO", "suse-content.distro"], ["PRODUCT", "suse-content.product"],
    ["VERSION", "suse-content.version"], ["BASEARCHS", "suse-content.basearchs"], ["REPOID", "suse-content.repoid"],
  ]],
  [".cd-info", ASSIGNMENT, [
    ["PRODUCT", "cd-info.product"], ["PRODUCTLONG", "cd-info.product-long"], ["RELEASE", "cd-info.release"],
    ["ISORELEASE", "cd-info.iso-release"], ["ISONAME", "cd-info.iso-name"],
  ]],
  ["README.diskdefines", WORD, [["#define DISKNAME", "diskdefines.name"], ["#define ARCH", "diskdefines.arch"]]],
  ["Clonezilla-Live-Version", LINE, [["1", "clonezilla-live-version.text"]]],
  ["GParted-Live-Version", LINE, [["1", "gparted-live-version.text"]]],
  ["conf/bootid.txt", LINE, [["1", "bootid.text"]]],
  ["arch/grubenv", ASSIGNMENT, ARCHISO_NAME],
  ["blackarch/grubenv", ASSIGNMENT, ARCHISO_NAME],
  ["hyperbola/grubenv", ASSIGNMENT, ARCHISO_NAME],
  ["parabola/grubenv", ASSIGNMENT, ARCHISO_NAME],
  ["sysresccd/grubenv", ASSIGNMENT, ARCHISO_NAME],
  ["version.txt", LINE, [["1", "version-txt.text"]]],
  ["VERSION", LINE, VERSION_FILE],
  ["x86_64/VERSION", LINE, VERSION_FILE],
  ["i586/VERSION", LINE, VERSION_FILE],
  ["aarch64/VERSION", LINE, VERSION_FILE],
  ["boot.cfg", ASSIGNMENT, [
    ["banner", "boot-cfg.banner"], ["title", "boot-cfg.title"], ["build", "boot-cfg.build"],
    ["kernel", "boot-cfg.kernel"], ["kernelopt", "boot-cfg.kernelopt"],
  ]],
  ["bin/freebsd-version", ASSIGNMENT, [["USERLAND_VERSION", "freebsd-version.userland"]]],
  ["etc/fstab", START, [["/dev/iso9660/", "fstab.label"]]],
  ["etc/boot.conf", WORD, [["set image", "boot-conf.image"]]],
  ["etc/version", LINE, [["1", "etc-version.text"]]],
  ["usr/local/opnsense/version/core", QUOTED, [
    ["product_id", "opnsense-core.product-id"], ["product_name", "opnsense-core.product-name"],
    ["product_series", "opnsense-core.product-series"], ["product_nickname", "opnsense-core.product-nickname"],
    ["product_version", "opnsense-core.product-version"], ["product_arch", "opnsense-core.product-arch"],
  ]],
  ["System/Library/CoreServices/SystemVersion.plist", PROPERTY, [
    ["ProductName", "system-version.product-name"], ["ProductVersion", "system-version.product-version"],
    ["ProductBuildVersion", "system-version.build"],
  ]],
  [".volsetid", LINE, [["1", "volsetid.text"]]],
  ["reactos/unattend.inf", ASSIGNMENT, [["Unattend/Signature", "unattend-inf.signature"]]],
]; // prettier-ignore

// What these say leaves open which release it is.
export const ADDED_TEXT_FILES = [
  ["casper/install-sources.yaml", HEADER, [
    ["id", "install-sources.id", 8], ["variant", "install-sources.variant", 8], ["version", "install-sources.version"],
  ]],
  ["etc/platform", LINE, [["1", "etc-platform.text"]]],
  ["arch/version", LINE, ARCHISO_VERSION],
  ["blackarch/version", LINE, ARCHISO_VERSION],
  ["hyperbola/version", LINE, ARCHISO_VERSION],
  ["parabola/version", LINE, ARCHISO_VERSION],
  ["sysresccd/version", LINE, ARCHISO_VERSION],
  ["live/Tails.module", LINE, [["1", "tails-module.text"]]],
]; // prettier-ignore

export const DISTS_RELEASE = [null, HEADER, [
  ["Origin", "dists.origin"], ["Label", "dists.label"], ["Suite", "dists.suite"], ["Codename", "dists.codename"],
  ["Version", "dists.version"], ["Architectures", "dists.architectures"],
]]; // prettier-ignore

export const TREEINFO_BRANDING = [null, ASSIGNMENT, [
  ["branding/name", "treeinfo.branding-name"], ["branding/version", "treeinfo.branding-version"],
  ["platform/name", "treeinfo.platform-name"], ["platform/version", "treeinfo.platform-version"],
  ["system-v1/product_name", "treeinfo.product-name"], ["system-v1/product_version", "treeinfo.product-version"],
  ["system-v1/platform_version", "treeinfo.platform-version"],
]]; // prettier-ignore

// As shells do it, if both quotes are there.
const unquote = (text) => (/^"[^]*"$|^'[^]*'$/.test(text) && text.length >= 2 ? text.slice(1, -1) : text);

const isBlank = (character) => /^[ \t\n\f\r]$/.test(character ?? "");

// What a line has for a name, by the form of the file; null: nothing.
const TAKERS = {
  [LINE]: (name, line, place) => (place.number === Number(name) ? line : null),
  [ASSIGNMENT]: (name, line, place) => {
    const slash = name.indexOf("/");
    const word = slash < 0 ? name : name.slice(slash + 1);
    if (!line.startsWith(word) || (slash >= 0 && place.group !== name.slice(0, slash))) return null;
    const rest = strip(line.slice(word.length));
    return rest.startsWith("=") ? unquote(strip(rest.slice(1))) : null;
  },
  [HEADER]: (name, line) => {
    const text = line.startsWith("- ") ? strip(line.slice(2)) : line;
    return text.startsWith(`${name}:`) ? unquote(strip(text.slice(name.length + 1))) : null;
  },
  [WORD]: (name, line) => (line.startsWith(name) && isBlank(line[name.length]) ? line.slice(name.length) : null),
  [START]: (name, line) => (line.startsWith(name) ? /^[^ \t\n\f\r]*/.exec(line.slice(name.length))[0] : null),
};

// What stands in quotes behind @name and "=" or ":".
function* findQuoted(text, name) {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at)) {
    const isStart = !/[A-Za-z0-9_-]/.test(text[at - 1] ?? " ");
    at += name.length;
    const [, double, single] =
      (isStart && /^"?[ \t\r\n]*[=:][ \t\r\n]*(?:"([^"]*)"|'([^']*)')/.exec(text.slice(at))) || [];
    if (double !== undefined || single !== undefined) yield double ?? single;
  }
}

function* findProperty(text, name) {
  const key = `<key>${name}</key>`;
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at)) {
    at += key.length;
    const value = /^[ \t\r\n]*<string>([^<]*)/.exec(text.slice(at));
    if (value !== null) yield value[1];
  }
}

// What finds values anywhere in a text.
const FINDERS = { [QUOTED]: findQuoted, [PROPERTY]: findProperty };

class Facts {
  isAdded = false;
  #counts = new Map();

  constructor(evidence, where) {
    this.evidence = evidence;
    this.where = where;
  }

  add([name, key, several = 1], value) {
    const text = strip(value);
    const count = this.#counts.get(name + key) ?? 0;
    if (text === "" || count >= several) return;
    this.#counts.set(name + key, count + 1);
    this.evidence.addFound(key, cutBytes(text, MAX_VALUE), this.where);
    this.isAdded = true;
  }
}

function readLines(form, names, text, isWhole, facts) {
  const place = { number: 0, group: null };
  const lines = text.split("\n");
  // the last line is not all there, or there is none behind the last line break
  if (!isWhole || text.endsWith("\n")) lines.pop();
  for (const raw of lines) {
    const line = strip(raw);
    place.number++;
    if (/^\[[^]+\]$/.test(line)) place.group = line.slice(1, -1);
    for (const fact of line === "" ? [] : names) {
      const value = TAKERS[form](fact[0], line, place);
      if (value !== null) facts.add(fact, value);
    }
  }
}

// That of XML has a version of its own.
const skipDeclaration = (text) =>
  text.startsWith("<?xml") && text.includes("?>") ? text.slice(text.indexOf("?>") + 2) : text;

// Whether something was added. A file with NULs in it is no text, but programs fill blocks up with them.
export function parseTextFile([, form, names], bytes, isWhole, where, evidence) {
  const facts = new Facts(evidence, where);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const content = bytes.subarray(hasBytes(bytes, 0, "\xEF\xBB\xBF") ? 3 : 0, end);
  if (end === 0 || content.includes(0)) return false;
  const text = decode(content);
  const find = FINDERS[form];
  if (!find) readLines(form, names, text, isWhole, facts);
  else for (const fact of names) for (const value of find(skipDeclaration(text), fact[0])) facts.add(fact, value);
  return facts.isAdded;
}

async function readRows(rows, files, evidence) {
  const paths = await choosePossible(files, rows.map(([path]) => path)); // prettier-ignore
  return askAll(rows.filter(([path]) => paths.includes(path)), async (row) => {
    // one byte more shows that there is more
    const bytes = await readPath(files, row[0], MAX_SIZE + 1);
    if (bytes === null) return false;
    return parseTextFile(row, bytes.subarray(0, MAX_SIZE), bytes.length <= MAX_SIZE, row[0], evidence);
  }); // prettier-ignore
}

export const readTextFiles = (files, evidence) => readRows(TEXT_FILES, files, evidence);
export const readAddedTextFiles = (files, evidence) => readRows(ADDED_TEXT_FILES, files, evidence);
