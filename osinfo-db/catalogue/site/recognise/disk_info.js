// SPDX-License-Identifier: GPL-2.0-or-later
// .disk/info, of debian-cd, live-build, Ubuntu's cdimage and those who edit theirs: one line,
// NAME VERSION [LTS] "CODENAME" - [STATUS] ARCHITECTURE [KIND] DATE, or STATUS NAME VERSION KIND DATE.
// Proxmox puts variables of a shell there.
import { chomp, strip } from "./bytes.js";
import { readText } from "./files.js";

const MAX_SIZE = 4096; // bytes that are read
const MAX_WORDS = 64; // of a line
const WHERE = ".disk/info";

const ARCHITECTURES = [
  "aarch64", "alpha", "amd64", "arm64", "armel", "armhf", "e2k", "hppa", "i386", "i586", "i686", "ia64", "loong64",
  "mips", "mips64el", "mipsel", "powerpc", "ppc", "ppc64", "ppc64el", "ppc64le", "riscv64", "s390", "s390x", "sparc",
  "sparc64", "x86", "x86_64",
]; // prettier-ignore
const STATUSES = [
  "Alpha", "Beta", "Candidate", "Daily", "Final", "Multi-architecture", "Official", "RC", "Release", "Snapshot",
  "Unofficial",
]; // prettier-ignore
const VARIABLES = [
  ["PRODUCTLONG", "disk-info.name"],
  ["RELEASE", "disk-info.version"],
  ["ISORELEASE", "disk-info.build"],
];

const isArchitecture = (word) => word.split("/").every((part) => ARCHITECTURES.includes(part));
const isVersion = (word) => /^[0-9]/.test(word) || word === "testing" || word === "unstable" || word.includes("-DI-");
const isDate = (word) => /^\(?([0-9]{8}|[0-9]{4}-[0-9])/.test(word);
const split = (text) => text.split(/[ \t\r]+/).filter((word) => word !== "").slice(0, MAX_WORDS); // prettier-ignore

// How many words come before the first one that is wanted; all of them, when none is.
function countBefore(words, isWanted) {
  const at = words.findIndex(isWanted);
  return at < 0 ? words.length : at;
}

// Takes statuses off the front, without the word that announces several architectures.
function takeStatus(words) {
  const status = words.splice(0, countBefore(words, (word) => !STATUSES.includes(word)));
  if (status.at(-1) === "Multi-architecture") status.pop();
  return status;
}

// What stands behind name and version.
function readTail(add, words) {
  add("status", takeStatus(words));
  const before = countBefore(words, isArchitecture);
  const hasDate = words.length > 0 && isDate(words.at(-1));
  if (before < words.length) {
    words.splice(0, before);
    add("architecture", words.splice(0, 1));
  }
  if (hasDate && words.length > 0) add("date", [words.pop()]);
  add("kind", words);
}

// Name and version; gives what belongs to none of them.
function readHead(add, words) {
  const status = takeStatus(words);
  const name = words.splice(0, 1);
  name.push(...words.splice(0, countBefore(words, isVersion)));
  add("name", name);
  add("version", words.splice(0, 1));
  add("status", status);
  return words;
}

function readLine(line, evidence) {
  const add = (key, words) => evidence.addFound(`disk-info.${key}`, words.join(" "), WHERE);
  const quoted = /^([^"]*)"([^"]*)"([^]*)$/.exec(line);
  const plain = quoted ? null : /^([^]*?) - ([^]*)$/.exec(line);
  const head = quoted?.[1] ?? plain?.[1] ?? line;
  const rest = readHead(add, split(head));
  evidence.addFound("disk-info.codename", quoted?.[2], WHERE);
  const tail = quoted ? quoted[3].replace(/^[ \t]+/, "") : plain && `- ${plain[2]}`;
  readTail(add, tail === null ? rest : split(tail.replace(/^-/, "")));
}

function readVariables(lines, evidence) {
  let isFound = false;
  for (const [name, key] of VARIABLES) {
    for (const line of lines) {
      if (!line.startsWith(`${name}=`)) continue;
      const value = line.slice(name.length + 1);
      const quote = /^['"]/.exec(value)?.[0];
      evidence.addFound(key, quote ? value.slice(1).split(quote)[0] : value, WHERE);
      isFound = true;
    }
  }
  return isFound;
}

export async function readDiskInfo(files, evidence) {
  const text = strip((await readText(files, WHERE, MAX_SIZE)) ?? "");
  const lines = text.split("\n").map(chomp);
  if (text === "") return false;
  if (/^[A-Z_]+=/.test(lines[0])) return readVariables(lines, evidence);
  evidence.addFound("disk-info", lines[0], WHERE);
  readLine(lines[0], evidence);
  return true;
}
