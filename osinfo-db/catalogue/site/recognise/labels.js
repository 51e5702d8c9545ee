// SPDX-License-Identifier: GPL-2.0-or-later
// Holds what a medium says against the entries of the database, and puts those that match in order.
import { matches } from "./expression.js";
import { EXPRESSIONS, VOLUME_SIZE } from "./rules.js";

// Names of one architecture; the last ones stand on media, not in databases.
export const ALIASES = [
  ["i686", "i386", false],
  ["i686", "i486", false],
  ["i686", "i586", false],
  ["i686", "ia32", true],
  ["armv7l", "armhfp", false],
  ["aarch64", "arm64", true],
  ["aarch64", "aa64", true],
  ["ppc64le", "ppc64el", true],
  ["x86_64", "x86_64_v2", false],
  ["x86_64", "x86_64_v3", false],
  ["x86_64", "x86_64_v4", false],
  ["x86_64", "amd64", true],
  ["x86_64", "x64", true],
];

export function getArchitecture(name, isOnMedia = true) {
  const row = ALIASES.find(([, other, onMedia]) => other === name && (isOnMedia || !onMedia));
  return row ? row[0] : name;
}

// Nothing said, on either side, excludes nothing.
export function architecturesMatch(found, wanted) {
  if (!found || !wanted || found === "all" || wanted === "all") return true;
  return getArchitecture(found, false) === getArchitecture(wanted, false);
}

// An entry that says nothing about a field does not care; one that does needs a text that matches.
function entryMatches(entry, texts, size) {
  let agreed = 0;
  if (entry["volume-size"] > 0) {
    if (entry["volume-size"] !== size) return false;
    agreed++;
  }
  for (const [parameter] of EXPRESSIONS) {
    if (entry[parameter] === undefined) continue;
    if (texts[parameter] === null) return false;
    agreed++;
  }
  if (agreed === 0) return false;
  return EXPRESSIONS.every(
    ([parameter]) => entry[parameter] === undefined || matches(entry[parameter], texts[parameter]),
  );
}

// An entry for any architecture, and any medium of a system without releases, gives way to what is known more exactly.
const isFallback = (entry, system) => entry.architecture === "all" || system["release-status"] === "rolling";

function compareSystems(a, b) {
  const [first, second] = [a["release-date"] ?? "", b["release-date"] ?? ""];
  if (first !== second) return first > second ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

export const compareNumbers = (rules) => (a, b) => compareSystems(rules.systems[a], rules.systems[b]);

// Best first: those for an exact architecture, with a size, of the newest release, with the longest expression.
function rank(rules, entries) {
  const found = entries.map((entry, position) => ({
    entry,
    os: entry.os,
    position,
    isFallback: isFallback(entry, rules.systems[entry.os]),
    hasSize: entry["volume-size"] > 0,
    length: (entry["volume-id"] ?? "").length,
  }));
  const compare = (a, b) =>
    a.isFallback - b.isFallback ||
    b.hasSize - a.hasSize ||
    (a.os === b.os ? 0 : compareNumbers(rules)(a.os, b.os)) ||
    b.length - a.length ||
    a.position - b.position;
  found.sort(compare);
  return found.filter((one) => !one.isFallback || !found.some((other) => other.os === one.os && !other.isFallback));
}

// Entries whose labels match, ranked: { entry, os }.
export function findLabelled(rules, evidence) {
  const texts = Object.fromEntries(EXPRESSIONS.map(([parameter, key]) => [parameter, evidence.getText(key)]));
  const size = evidence.getNumber(VOLUME_SIZE);
  const architecture = evidence.getText("architecture");
  return rank(
    rules,
    rules.media.filter(
      (entry) => architecturesMatch(architecture, entry.architecture) && entryMatches(entry, texts, size),
    ),
  );
}
