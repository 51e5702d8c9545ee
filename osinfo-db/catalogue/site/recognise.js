// SPDX-License-Identifier: GPL-2.0-or-later
// The page "What is this ISO?": takes files, has them recognised, and tells the answer in words. All that reads and judges
// is in recognise/, and knows no page.
import { detect } from "./recognise/detect.js";
import { Rules } from "./recognise/rules.js";

const drop = document.getElementById("drop");
const input = document.getElementById("image");
const answers = document.getElementById("answers");
let rules = null; // a promise of them
let known = null; // the rules that an answer is of

const WORDS = {
  certain: "What is on it says so.",
  label: "Its label says so, and nothing on it says anything else.",
  ambiguous: "It may be any of these; nothing on it says which.",
  relative: "This release is not in the database; the nearest relative is shown.",
  family: "Only the family can be told.",
};

async function load() {
  rules ??= fetch("rules.json").then(async (answer) => {
    if (!answer.ok) throw new Error(`rules.json: ${answer.status}`);
    return new Rules(await answer.json());
  });
  return rules;
}

function make(name, ...children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

function linkSystem(os) {
  const link = make("a", os.name ?? os.id);
  const slug = known.systems[known.find(os.id)].slug ?? os["short-id"];
  link.href = `../os/${encodeURIComponent(slug)}.html`;
  return link;
}

function makeFacts(rows) {
  const list = make("dl");
  for (const [name, value] of rows) if (value) list.append(make("dt", name), make("dd", value));
  return list;
}

function makeTable(caption, names, rows) {
  const head = names.map((name) => Object.assign(make("th", name), { scope: "col" }));
  const body = rows.map((cells) => make("tr", ...cells.map((cell) => make("td", cell))));
  const table = make("table", make("caption", caption), make("thead", make("tr", ...head)), make("tbody", ...body));
  const box = make("div", table);
  Object.assign(box, { className: "wide", tabIndex: 0 });
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", caption);
  return box;
}

function describeMatch(match) {
  const part = make("div", make("h3", linkSystem(match.os)));
  part.append(
    makeFacts([
      ["How sure", `${match.confidence}: ${WORDS[match.confidence]}`],
      ["Architecture", match.architecture],
      ["Editions", match.editions.join(", ")],
      ["Variants", match.variants.map((variant) => variant.name ?? variant.id).join(", ")],
      ["Build", [match.build, match.update].filter(Boolean).join(".")],
      ["Languages", match.languages.join(", ")],
      ["Use", [match.installer && "installer", match.live && "live system"].filter(Boolean).join(", ")],
      ["Speaks for it", match.evidence.join(", ")],
      ["Speaks against it", match.against.join(", ")],
    ]),
  );
  return part;
}

function describeUnknown(found) {
  const parts = [make("p", "The database does not know what this is.")];
  const [best] = found.candidates;
  if (found.claimed)
    parts.push(make("p", `It claims to be ${[found.claimed.family, found.claimed.version].filter(Boolean).join(" ")}.`));
  if (best) parts.push(make("p", WORDS[best.confidence], " ", linkSystem(best.os)));
  return parts;
}

function describe(name, found) {
  const part = make("section", make("h2", name));
  part.className = "answer";
  if (found.error) part.append(make("p", `Not all of it could be read: ${found.error}.`));
  part.append(...(found.matches.length > 0 ? found.matches.map(describeMatch) : describeUnknown(found)));
  if (found.bootable !== null) part.append(make("p", found.bootable ? "A machine can start from it." : "No machine can start from it."));
  const rows = found.evidence.map(({ key, value, where }) => [make("code", key), value, where]);
  const more = make("details", make("summary", "What it says of itself"), makeTable("Evidence", ["Key", "Says", "Where"], rows));
  if (rows.length > 0) part.append(more);
  return part;
}

async function take(files) {
  answers.replaceChildren(make("p", "Reading…"));
  try {
    known = await load();
    const parts = [];
    for (const file of files) parts.push(describe(file.name, await detect(known, file)));
    answers.replaceChildren(...parts);
  } catch (error) {
    rules = null;
    answers.replaceChildren(make("p", `This did not work: ${error.message}`));
  }
  answers.dataset.done = String(files.length);
}

input.addEventListener("change", () => take([...input.files]));
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.add("over");
  });
}
document.addEventListener("dragleave", () => document.body.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer.files.length > 0) take([...event.dataTransfer.files]);
});
drop.hidden = false;
