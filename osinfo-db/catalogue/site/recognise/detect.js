// SPDX-License-Identifier: GPL-2.0-or-later
// What is on a medium: the answer of osinfo-detect --format=json, by the same rules.
import { upper } from "./bytes.js";
import { readMedium } from "./contents.js";
import { Evidence } from "./evidence.js";
import { capture } from "./expression.js";
import { architecturesMatch, findLabelled } from "./labels.js";
import { EXPRESSIONS, VOLUME_SIZE } from "./rules.js";
import { BlobSource, BudgetError, FormatError } from "./source.js";
import { CONFIDENCES, findArchitecture, makeVerdict } from "./verdict.js";

const BUILD = "windows.build";
const UPDATE = "windows.update";

const VARIANTS_MOST = 4; // what editions can say at most

const unique = (texts) => [...new Set(texts)];

// "en-us" is "en_US" in databases; a script, which has four letters, is no region.
function convertLanguage(found) {
  const [, language, region] = /^([^-]*)-(.*)$/s.exec(found) ?? [];
  if (language === undefined) return found;
  return `${language}_${region.length === 2 ? upper(region) : region}`;
}

class Answer {
  constructor(rules, evidence) {
    this.rules = rules;
    this.evidence = evidence;
    this.verdict = makeVerdict(rules, evidence, findLabelled(rules, evidence));
    this.architecture = findArchitecture(evidence);
  }

  // How well the variants of an entry meet the editions that were told; greater is better.
  #rateVariants({ variants = [] }, { editions = {} }) {
    if (variants.length === 0) return 2;
    const told = ["windows.edition", "windows.installation-type"].flatMap((key) => this.evidence.listTexts(key));
    const alike = told.map((text) => text.toLowerCase());
    const isTold = (id) => Object.hasOwn(editions, id) && editions[id].some((name) => alike.includes(name.toLowerCase()));
    const count = unique(this.evidence.listTexts("windows.edition")).length;
    if (count === 0 || !variants.some(isTold)) return 0;
    return count === 1 ? 3 : 1;
  }

  // The entry of the known system that says most of the medium: the one whose label matches, or else the first one for its
  // machines, and for its editions where they tell media apart.
  #findTypical({ entry, knownOs }) {
    if (entry || knownOs === null) return entry;
    const system = this.rules.systems[knownOs];
    const wanted = this.architecture ?? this.evidence.getText("windows.architecture");
    // one for just these machines goes before those for all
    const rate = (one) =>
      this.#rateVariants(one, system) + (wanted !== null && one.architecture !== "all" ? VARIANTS_MOST : 0);
    const fitting = system.media.filter((one) => architecturesMatch(wanted, one.architecture));
    return fitting.reduce((best, one) => (best === null || rate(one) > rate(best) ? one : best), null);
  }

  // Those that the medium says itself, the one that its label tells, or else those of the entry.
  #listLanguages(entry) {
    const found = unique(this.evidence.listTexts("windows.language").map(convertLanguage));
    const expression = entry?.["l10n-language-regex"];
    if (found.length > 0 || !entry) return found;
    if (expression === undefined) return entry["l10n-language"] ?? [];
    const label = this.evidence.getText("iso9660.volume-id");
    const raw = label === null ? null : capture(expression, label);
    const map = this.rules.maps[entry["l10n-language-map"]];
    return raw === null ? [] : [map?.[raw] ?? raw];
  }

  #describeSystem(os) {
    const system = os === null ? null : this.rules.systems[os];
    if (!system) return null;
    const { id, name = null, family = null, distro = null } = system;
    return { id, "short-id": system["short-id"], name, family, distro };
  }

  #getBuild(key) {
    return this.evidence.getAgreed("windows.product") === "pe" ? null : this.evidence.getAgreed(key);
  }

  // What entries are held against comes first; what is said twice is told where it was said first.
  #listEvidence() {
    const { items } = this.evidence;
    const rows = [...EXPRESSIONS.map(([, key]) => key), VOLUME_SIZE];
    const first = rows.map((row) => items.find(({ key }) => key === row)).filter(Boolean);
    const rest = items.filter(({ key }) => !rows.includes(key));
    return [...first, ...rest].map(({ key, text, number }) => {
      const { where } = items.find((item) => item.key === key && item.text === text && item.number === number);
      return { key, value: text ?? String(number), where };
    });
  }

  #describeMatch(candidate, typical) {
    const isRelease = CONFIDENCES.indexOf(candidate.confidence) >= CONFIDENCES.indexOf("label");
    const entry = candidate.knownOs === null ? null : typical;
    if (!entry && !isRelease) return null;
    const os = entry ? entry.os : candidate.os;
    const system = this.rules.systems[os];
    const found = unique(this.evidence.listTexts("windows.edition"));
    const editions = found.length > 0 ? found : (candidate.entry?.variants ?? []);
    const names = system.variants ?? {};
    return {
      os: this.#describeSystem(os),
      media: entry?.id ?? null,
      architecture: entry ? (entry.architecture ?? null) : this.architecture,
      installer: entry ? entry.installer !== false : null,
      live: entry ? entry.live === true : null,
      variants: (entry?.variants ?? []).filter((id) => Object.hasOwn(names, id)).map((id) => ({ id, name: names[id] })),
      languages: this.#listLanguages(typical),
      confidence: candidate.confidence,
      family: system.family ?? null,
      distro: system.distro ?? null,
      edition: editions.length === 1 ? editions[0] : null,
      editions,
      build: this.#getBuild(BUILD),
      update: this.#getBuild(UPDATE),
      evidence: [...candidate.supportedBy],
      against: [...candidate.contradictedBy],
    };
  }

  describe() {
    const { candidates, claimed } = this.verdict;
    const typical = candidates.map((candidate) => this.#findTypical(candidate));
    const best = candidates[0];
    const values = Object.fromEntries(EXPRESSIONS.map(([name, key]) => [name, this.evidence.getText(key)]));
    return {
      ...values,
      "volume-size": this.evidence.getNumber(VOLUME_SIZE),
      architecture: this.architecture,
      languages: this.#listLanguages(typical[0] ?? null),
      claimed,
      nearest: best?.confidence === "relative" ? this.#describeSystem(best.os) : null,
      evidence: this.#listEvidence(),
      matches: candidates.map((candidate, i) => this.#describeMatch(candidate, typical[i])).filter(Boolean),
      candidates: candidates.map(({ os, confidence }) => ({ os: this.#describeSystem(os), confidence })),
    };
  }
}

// What evidence comes to.
export const answer = (rules, evidence) => new Answer(rules, evidence).describe();

// What a label alone comes to: texts of the descriptor by their names, "volume-size" as a number.
export function answerLabel(rules, label) {
  const evidence = new Evidence();
  for (const [name, key] of EXPRESSIONS) if (label[name]) evidence.addGiven(key, label[name]);
  if (label["volume-size"]) evidence.addNumber(VOLUME_SIZE, label["volume-size"], "given");
  return answer(rules, evidence);
}

// Of a file, or whatever has size and slice() as a Blob has them.
export async function detect(rules, blob) {
  const evidence = new Evidence();
  let error = null;
  try {
    await readMedium(new BlobSource(blob), evidence);
    error = evidence.volumeError;
  } catch (cause) {
    if (!(cause instanceof FormatError) && !(cause instanceof BudgetError)) throw cause;
    error = cause.message;
  }
  const isBootable = evidence.bootError || (error && error !== evidence.volumeError) ? null : evidence.isBootable === true;
  return { bootable: isBootable, error: error ?? evidence.bootError, ...answer(rules, evidence) };
}
