// SPDX-License-Identifier: GPL-2.0-or-later
// Asks what the first page of the catalogue asks, in Node: texts from standard input as JSON, ids of what is found, the best first.
// usage: node search.mjs FIND.JS SEARCH.JSON
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, index] = process.argv.slice(2);
const { find, prepare } = await import(pathToFileURL(module));
const systems = JSON.parse(readFileSync(index, "utf8")).map(prepare);
const answers = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const { found, isGuess } = find(systems, text);
  return { ids: found.map((system) => system.id), isGuess };
});
process.stdout.write(JSON.stringify(answers));
