// SPDX-License-Identifier: GPL-2.0-or-later
// Search on the first page. The list of systems is read when somebody searches; find.js finds.
import { find, prepare } from "./find.js";

const MAX_RESULTS = 50;
const form = document.querySelector("main form[role=search]");
const input = form.querySelector("input");
const results = document.getElementById("results");
let systems = null;

async function load() {
  systems ??= fetch("search.json").then(async (answer) => {
    if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
    return (await answer.json()).map(prepare);
  });
  return systems;
}

function make(name, text, attributes = {}) {
  const element = Object.assign(document.createElement(name), attributes);
  if (text !== undefined) element.textContent = text;
  return element;
}

function describe(system) {
  const released = system["release-date"] ? ` released ${system["release-date"]}` : "";
  const end = system["security-end"];
  if (!end) return released;
  return `${released}, updates ${end === "none" ? "without an end that is announced" : `until ${end}`}`;
}

function show({ found, isGuess }) {
  const count = found.length === 1 ? "1 system" : `${found.length} systems`;
  const words = found.length > MAX_RESULTS ? `${count}, the first ${MAX_RESULTS} are:` : count;
  const list = make("ul");
  for (const system of found.slice(0, MAX_RESULTS)) {
    const item = make("li");
    item.append(make("a", system.names[0] ?? system.id, { href: `os/${encodeURIComponent(system.slug)}.html` }), describe(system));
    list.append(item);
  }
  results.replaceChildren(make("p", isGuess && found.length > 0 ? `None is called just so. Did you mean one of these ${count}?` : words));
  if (found.length > 0) results.append(list);
}

let asked = 0;

async function search() {
  const text = input.value;
  const number = ++asked;
  try {
    const list = await load();
    if (number !== asked) return;
    if (text.trim() === "") results.replaceChildren();
    else show(find(list, text));
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
