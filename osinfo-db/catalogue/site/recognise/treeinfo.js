// SPDX-License-Identifier: GPL-2.0-or-later
// .treeinfo on a medium: a key file. Of its two generations, both in one file nowadays, the older one comes first, since
// the expressions of the database are written for that.
import { decode, strip } from "./bytes.js";
import { readPath } from "./files.js";
import { FormatError } from "./source.js";
import { TREEINFO_BRANDING, parseTextFile } from "./text_files.js";

const MAX_SIZE = 64 * 1024; // bytes that are read
// Names of 8 characters and 3 have no room for the whole one.
const PATHS = [".treeinfo", "treeinfo", ".treeinf"];

// Key, then group and key of the newer generation.
const GENERAL = [["family", "release", "name"], ["variant"], ["version", "release", "version"], ["arch", "tree", "arch"]]; // prettier-ignore
const IMAGES = [["kernel"], ["initrd"], ["boot.iso"]];

const ESCAPES = { s: " ", n: "\n", t: "\t", r: "\r", "\\": "\\" };

// Group -> key -> value, of the groups that tell whose file it is; the last of several equal keys counts.
// Most of a file are checksums.
function parseTelling(text) {
  const groups = new Map();
  let isTelling = false;
  let keys = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("[")) isTelling = /^\[(general|release|tree)\]/.test(line);
    if (!isTelling) continue;
    const trimmed = line.replace(/^[ \t\f\r]+/, "");
    const group = /^\[([^[\]\x00-\x1F\x7F]+)\][ \t\r\f]*$/.exec(trimmed);
    const sign = trimmed.indexOf("=");
    const key = strip(trimmed.slice(0, Math.max(sign, 0)));
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    if (group) {
      if (!groups.has(group[1])) groups.set(group[1], new Map());
      keys = groups.get(group[1]);
    } else if (key !== "" && !/[[\]]/.test(key) && keys) {
      keys.set(key, strip(trimmed.slice(sign + 1)));
    } else {
      throw new FormatError("a line is no key, value or group");
    }
  }
  return groups;
}

function getValue(groups, group, key) {
  const value = groups.get(group)?.get(key) ?? "";
  const plain = value.replace(/\\([^])/g, (whole, letter) => ESCAPES[letter] ?? whole);
  return strip(plain) === "" ? null : plain;
}

function readKeys(groups) {
  const found = new Map();
  for (const [key, group, name] of GENERAL)
    found.set(key, getValue(groups, "general", key) ?? (group ? getValue(groups, group, name) : null));
  if (found.get("variant") === null) {
    // which of several is the tree's own, the list does not say
    const variants = getValue(groups, "tree", "variants");
    if (variants !== null && !variants.includes(",")) found.set("variant", variants);
  }
  for (const [key] of IMAGES) found.set(key, getValue(groups, `images-${found.get("arch")}`, key));
  return found;
}

// What counts of a file that is cut are its whole lines.
function takeWhole(bytes) {
  if (bytes.length < MAX_SIZE) return bytes;
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}

async function readOne(files, path, evidence) {
  const bytes = await readPath(files, path, MAX_SIZE);
  if (bytes === null) return null;
  const text = decode(takeWhole(bytes));
  const hasBranding = parseTextFile(TREEINFO_BRANDING, bytes, bytes.length < MAX_SIZE, path, evidence) || null;
  if (!/^\[(general|release|tree)\]/m.test(text)) return hasBranding;
  let keys;
  try {
    keys = readKeys(parseTelling(text));
  } catch (error) {
    throw new FormatError(`${path} is no key file: ${error.message}`);
  }
  for (const [key, value] of keys) evidence.addFound(`treeinfo.${key.replace(".", "-")}`, value, path);
  return keys.get("family") !== null || keys.get("version") !== null || hasBranding;
}

export async function readTreeinfo(files, evidence) {
  for (const path of PATHS) {
    const found = await readOne(files, path, evidence);
    if (found !== null) return found;
  }
  return false;
}
