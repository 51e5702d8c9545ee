// SPDX-License-Identifier: GPL-2.0-or-later
// Finds systems by the words that people use, in any order: names in all languages of the database, versions, code names,
// short ids, vendors. Case and accents make no difference. The list of systems is read when somebody searches.

const MAX_RESULTS = 50;
const form = document.querySelector("main form[role=search]");
const input = form.querySelector("input");
const results = document.getElementById("results");
let systems = null;

const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();

const splitWords = (text) => fold(text).split(/[^\p{L}\p{N}.]+/u).filter(Boolean); // prettier-ignore

// slug, name, version, other texts, day of release, last day of updates, status
function prepare([slug, name, version, others, released, end, status]) {
  const texts = [name, ...others, version].map(fold);
  return { slug, name, released, end, status, texts, words: texts.flatMap(splitWords) };
}

async function load() {
  systems ??= fetch("search.json").then(async (answer) => {
    if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
    return (await answer.json()).map(prepare);
  });
  return systems;
}

// How well a word is met, 0: not at all. "debian12" is met by "debian" and "12" likewise.
function rateWord(system, word) {
  if (system.texts.includes(word)) return 8;
  if (system.words.includes(word)) return 6;
  if (system.texts.some((text) => text.startsWith(word))) return 4;
  if (system.words.some((one) => one.startsWith(word))) return 3;
  return system.texts.some((text) => text.includes(word)) ? 1 : 0;
}

function rate(system, query, words) {
  const rates = words.map((word) => rateWord(system, word));
  if (rates.includes(0)) return 0;
  const whole = system.texts.includes(query) ? 100 : 0;
  return whole + rates.reduce((sum, one) => sum + one, 0) / words.length;
}

// Letters that must be put in, left out or changed; more than @most counts as one more.
function countEdits(a, b, most) {
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length];
}

// The word that was meant perhaps; null: none is near.
function findNear(list, word) {
  const most = word.length > 5 ? 2 : 1;
  let best = { word: null, edits: most + 1 };
  for (const known of new Set(list.flatMap((system) => system.words))) {
    if (Math.abs(known.length - word.length) > most) continue;
    const edits = countEdits(word, known, most);
    if (edits < best.edits) best = { word: known, edits };
  }
  return best.word;
}

export function find(list, text) {
  const words = splitWords(text);
  const query = words.join(" ");
  const rated = list.map((system) => ({ system, rate: words.length ? rate(system, query, words) : 0 }));
  const found = rated.filter((one) => one.rate > 0);
  found.sort((a, b) => b.rate - a.rate || (b.system.released ?? "").localeCompare(a.system.released ?? ""));
  const isMet = (word) => list.some((system) => rateWord(system, word) > 0);
  const meant = found.length > 0 ? null : words.map((word) => (isMet(word) ? word : findNear(list, word)));
  const isNear = meant?.length > 0 && !meant.includes(null) && meant.join(" ") !== query;
  return { found: found.map((one) => one.system), meant: isNear ? meant.join(" ") : null };
}

function make(name, text, attributes = {}) {
  const element = Object.assign(document.createElement(name), attributes);
  if (text !== undefined) element.textContent = text;
  return element;
}

function describe(system) {
  const end = { null: "", none: ", updates without an end" }[String(system.end)] ?? `, updates until ${system.end}`;
  return `${system.released ? ` released ${system.released}` : ""}${end}`;
}

function show({ found, meant }, text) {
  const parts = [];
  if (text.trim() !== "") {
    const count = found.length === 1 ? "1 system" : `${found.length} systems`;
    parts.push(make("p", found.length > MAX_RESULTS ? `${count}, the first ${MAX_RESULTS} are:` : count));
  }
  if (meant) {
    const line = make("p", "Did you mean ");
    line.append(make("a", meant, { href: `?q=${encodeURIComponent(meant)}` }), "?");
    parts.push(line);
  }
  const list = make("ul");
  for (const system of found.slice(0, MAX_RESULTS)) {
    const item = make("li");
    item.append(make("a", system.name, { href: `os/${encodeURIComponent(system.slug)}.html` }), describe(system));
    list.append(item);
  }
  if (found.length > 0) parts.push(list);
  results.replaceChildren(...parts);
}

let asked = 0;

async function search() {
  const text = input.value;
  const number = ++asked;
  try {
    const list = await load();
    if (number === asked) show(find(list, text), text);
  } catch (error) {
    systems = null;
    results.replaceChildren(make("p", `The list of systems could not be read: ${error.message}`));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", input.value ? `?q=${encodeURIComponent(input.value)}` : location.pathname);
  search();
});
input.addEventListener("input", search);
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) search();
