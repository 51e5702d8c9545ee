// SPDX-License-Identifier: GPL-2.0-or-later
// Asks what the catalogue's page asks, in Node: reads a JSON document from standard input, writes one to standard output.
// usage: node recognise.mjs FOLDER-OF-MODULES RULES
import * as fs from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, rulesPath] = process.argv.slice(2);
const load = (name) => import(new URL(name, pathToFileURL(`${folder}/`)));
const { answerLabel, detect } = await load("detect.js");
const { capture, compile, matches } = await load("expression.js");
const { Rules } = await load("rules.js");

const question = JSON.parse(fs.readFileSync(0, "utf8"));
const rules = new Rules(JSON.parse(fs.readFileSync(rulesPath, "utf8")));

// Expressions of the rules that JavaScript cannot carry out.
function listRefused() {
  const names = ["volume-id", "system-id", "publisher-id", "application-id", "l10n-language-regex"];
  const labels = rules.media.flatMap((entry) => names.map((name) => entry[name]).filter(Boolean));
  const content = rules.words.filter((word) => word.startsWith("content:")).map((word) => word.replace(/^content:[^:]*:/, ""));
  return [...new Set([...labels, ...content])].filter((expression) => compile(expression) === null);
}

// As a browser has it: nothing is read that is not asked for, where Node is new enough.
const open = async (path) => (fs.openAsBlob ? fs.openAsBlob(path) : new Blob([fs.readFileSync(path)]));

const answer = {
  refused: listRefused(),
  expressions: (question.expressions ?? []).map(([pattern, text]) => [matches(pattern, text), capture(pattern, text)]),
  labels: (question.labels ?? []).map((label) => answerLabel(rules, label)),
  images: [],
};

// Damaged copies of images: bytes that are others than they were, anywhere where something is read. Whatever it is, there is an
// answer, and soon.
async function damage(paths, count) {
  const wrong = [];
  let state = 1;
  const random = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (const path of paths) {
    const whole = new Uint8Array(fs.readFileSync(path));
    // hardly anything is in what is equal to its neighbours
    const places = [...whole.keys()].filter((at) => whole[at] !== 0 && at >= 0x8000);
    for (let number = 0; number < count; number++) {
      const bytes = whole.slice(0, number % 5 === 4 ? random(whole.length) : whole.length);
      for (let change = 0; change <= random(20); change++) {
        const at = places[random(places.length)];
        if (at < bytes.length) bytes[at] = random(3) === 0 ? 255 : random(256);
      }
      try {
        const { evidence, matches } = await detect(rules, new Blob([bytes]));
        if (evidence.some(({ value }) => /[\x00-\x1F\x7F-\x9F]/.test(value)) || !Array.isArray(matches)) wrong.push([path, number]);
      } catch (error) {
        wrong.push([path, number, String(error.stack)]);
      }
    }
  }
  return wrong;
}
answer.damaged = await damage(question.damage ?? [], question.count ?? 0);

for (const path of question.images ?? []) answer.images.push(await detect(rules, await open(path)));
process.stdout.write(JSON.stringify(answer));
