// SPDX-License-Identifier: GPL-2.0-or-later
// Finds systems by words as osinfo-query --search and osinfo_db_search_os() do: case, accents, order and what stands between
// words make no difference; the beginning of a word will do, of a version its first numbers. Words that are almost those of a
// system count where nothing else is found.
import { compareVersions } from "./recognise/versions.js";

const MAX_TEXT = 256; // bytes of a text that are looked at
const MAX_WORDS = 24; // likewise

// What a word is worth that is found so.
const EXACT = 100;
const SERIES = 90; // "9" of "9.4"
const START = 80; // "win" of "windows"
const POINT = 60; // "12.5", of which there is "12"
const INSIDE = 40; // "suse" of "opensuse"
const ALIKE = 30;
const COVERAGE = 10; // how much of a name was asked for

// Letters of a word that may stand inside of another one, and of one in which a letter, or two, may be wrong.
const MIN_INSIDE = 4;
const MIN_ALIKE = 4;
const MIN_ALIKE_TWICE = 8;

// Texts that are looked into: how much finding a word there is worth, in percent; whether they are a name.
export const FIELDS = {
  "short-ids": [100, true],
  names: [98, true],
  codename: [98, true],
  version: [95, false],
  distro: [95, false],
  vendor: [60, false],
  family: [50, false],
  variants: [75, false],
};

// Words that say little: what lacks them is found, too.
const FILLERS = new Set(["edition", "gnu", "iso", "linux", "operating", "os", "release", "system", "the", "version"]);

// Letters that are no other letter with a mark.
const PLAIN = { ß: "ss", æ: "ae", ð: "d", ø: "o", þ: "th", đ: "d", ı: "i", ł: "l", œ: "oe" };

const ENCODER = new TextEncoder();

// Letters without marks and case; "": it is no letter.
function fold(character) {
  const base = character.normalize("NFD").replace(/(?!^)\p{M}+/gu, "").toLowerCase();
  return PLAIN[base] ?? base;
}

// { text, isNumber }: letters and numbers, which may have points in them, are words of their own.
export function splitWords(text) {
  const words = [];
  const characters = [...text];
  let last = null; // the word that goes on
  let size = 0;
  const add = (letters, isNumber) => {
    if (last?.isNumber !== isNumber) {
      if (words.length === MAX_WORDS) return false;
      last = { text: "", isNumber };
      words.push(last);
    }
    last.text += letters;
    return true;
  };
  for (const [i, character] of characters.entries()) {
    size += ENCODER.encode(character).length;
    if (size > MAX_TEXT) break;
    const isPoint = character === "." && last?.isNumber && /^[0-9]$/.test(characters[i + 1] ?? "");
    if (/^[0-9]$/.test(character) || isPoint) {
      if (!add(character, true)) break;
    } else if (/^[\p{L}\p{N}]$/u.test(character)) {
      if (!add(fold(character), false)) break;
    } else if (!/^\p{M}$/u.test(character)) {
      last = null;
    }
  }
  return words;
}

const isPoint = (longer, shorter) => longer.startsWith(`${shorter}.`);

function compareNumbers(a, b) {
  if (a === b) return EXACT;
  if (isPoint(b, a)) return SERIES;
  // of "12" and "12.5" the latter is nearer to 12.5.1
  return isPoint(a, b) ? Math.min(POINT + b.length, SERIES - 1) : 0;
}

// Letters that must be put in, left out, changed, or have changed places; more than @max counts as one more.
export function getDistance(a, b, max) {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before = null;
  let last = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
    if (Math.min(...now) > max) return max + 1;
    before = last;
    last = now;
  }
  return Math.min(last[b.length], max + 1);
}

function compareLetters(a, b, takesLikeness) {
  if (b.startsWith(a)) return a.length === b.length ? EXACT : START;
  if (!takesLikeness || a.length < MIN_ALIKE) return 0;
  const max = a.length >= MIN_ALIKE_TWICE ? 2 : 1;
  return getDistance(a, b, max) <= max ? ALIKE : 0;
}

// How well a word is found among those of a text, and which one it is; -1: none.
function findWord(word, text, takesLikeness) {
  let best = 0;
  let found = -1;
  for (const [i, other] of text.words.entries()) {
    if (other.isNumber !== word.isNumber) continue;
    const worth = word.isNumber
      ? compareNumbers(word.text, other.text)
      : compareLetters(word.text, other.text, takesLikeness);
    if (worth > best) [best, found] = [worth, i];
    if (best === EXACT) break;
  }
  if (best === 0 && !word.isNumber && word.text.length >= MIN_INSIDE && text.letters.includes(word.text)) best = INSIDE;
  return [best, found];
}

const joinWords = (words) => words.map((word) => word.text).join("");

// How well a system answers, 0: not at all; how many kinds of its names say something.
function grade(system, wanted, takesLikeness) {
  const best = wanted.map(() => 0);
  const keys = new Set();
  const letters = joinWords(wanted);
  let isWhole = false;
  let coverage = 0;
  for (const text of system.texts) {
    const asked = new Set();
    let sum = 0;
    for (const [i, word] of wanted.entries()) {
      const [worth, found] = findWord(word, text, takesLikeness);
      const weighed = Math.floor((worth * text.weight) / 100);
      sum += weighed;
      best[i] = Math.max(best[i], weighed);
      if (found >= 0) asked.add(found);
    }
    if (!text.isName || text.words.length === 0) continue;
    coverage = Math.max(coverage, Math.floor((100 * asked.size) / text.words.length));
    isWhole ||= text.letters === letters && letters !== "";
    if (sum > 0) keys.add(text.kind);
  }
  const isMissing = best.some((worth, i) => worth === 0 && !FILLERS.has(wanted[i].text));
  if (isMissing || best.every((worth) => worth === 0)) return { score: 0, keys: 0 };
  if (isWhole) return { score: 100, keys: keys.size };
  const mean = Math.floor(best.reduce((sum, worth) => sum + worth, 0) / wanted.length);
  return { score: Math.max(1, Math.floor((mean * (100 - COVERAGE - 1) + coverage * COVERAGE) / 100)), keys: keys.size };
}

// A row of search.json, taken apart once.
export function prepare(row) {
  const texts = [];
  for (const [kind, [weight, isName]] of Object.entries(FIELDS)) {
    for (const text of [row[kind]].flat()) {
      if (!text) continue;
      const words = splitWords(text);
      texts.push({ kind, weight, isName, words, letters: joinWords(words) });
    }
  }
  return { ...row, texts };
}

const isAside = (system) => system["release-status"] === "prerelease" || system["release-status"] === "snapshot";
const isToCome = (system) => (system.version ?? "").endsWith("unknown");

function compareFound(a, b) {
  const [first, second] = [a.system["release-date"] ?? "", b.system["release-date"] ?? ""];
  return (
    b.score - a.score ||
    b.keys - a.keys ||
    isAside(a.system) - isAside(b.system) ||
    (first === second ? 0 : first > second ? -1 : 1) ||
    compareVersions(b.system.version ?? "", a.system.version ?? "") ||
    (a.system.id < b.system.id ? -1 : 1)
  );
}

function findAll(systems, wanted, takesLikeness) {
  const found = [];
  const asksForUnknown = wanted.some((word) => word.text === "unknown");
  for (const system of systems) {
    let { score, keys } = grade(system, wanted, takesLikeness);
    // "Fedora" is the name of the entry for its releases to come, which nobody looks for
    if (score > 0 && isToCome(system) && !asksForUnknown) score = Math.floor((score + 3) / 4);
    if (score > 0) found.push({ system, score, keys });
  }
  return found.sort(compareFound).map((one) => one.system);
}

// The best first; isGuess: some words are only almost those of the systems.
export function find(systems, text) {
  const wanted = splitWords(text);
  if (wanted.length === 0) return { found: [], isGuess: false };
  const found = findAll(systems, wanted, false);
  return found.length > 0 ? { found, isGuess: false } : { found: findAll(systems, wanted, true), isGuess: true };
}
