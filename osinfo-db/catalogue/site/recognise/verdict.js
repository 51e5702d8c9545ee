// SPDX-License-Identifier: GPL-2.0-or-later
// From claims and labels to candidates: the best claim decides, and labels are held against it. Content goes before labels,
// which anybody can type, and both before hints. It is what libosinfo/recognise/verdict.c does, step by step.
import {
  CONTENT, LABEL, findBest, findNearestOfSeries, findUnknown, hasScheme, interpret, isBelow, isBeside, isHint, isMadeOf,
  isRival, isUnknown,
} from "./claims.js"; // prettier-ignore
import { findLabelVersion } from "./label_version.js";
import { architecturesMatch, compareNumbers, getArchitecture } from "./labels.js";
import { findOwnName } from "./own_name.js";

const LABEL_KEY = "iso9660.volume-id";
const OS_RELEASE_ID = "os-release.id";
const IMAGES_KEY = "windows.architecture";

// How sure it is, least first.
export const CONFIDENCES = ["family", "relative", "ambiguous", "label", "certain"];
const isAtMostRelative = (confidence) => confidence === "family" || confidence === "relative";

// A loader for 32 bits beside one for 64 is for firmware that has fewer bits than its processor. null: they are two.
function joinLoaders(a, b) {
  const pairs = [["i686", "x86_64"], ["armv7l", "aarch64"]]; // prettier-ignore
  return pairs.find((pair) => pair.includes(a) && pair.includes(b))?.[1] ?? null;
}

const START_KEY = "efi.architecture";
const WORD_KEYS = ["boot-conf.image", "version-file.text"];

// Names of databases, as the rows of facts/architecture.c have them.
const ARCHITECTURES = [
  "aarch64", "armv6l", "armv7l", "i686", "ia64", "loongarch64", "parisc", "parisc64", "ppc", "ppc64", "ppc64le", "riscv64",
  "s390", "s390x", "sparc", "sparc64", "x86_64",
]; // prettier-ignore

// The first word of a text that is a machine's; undefined: there is none.
const findWord = (text) =>
  text.split(/[ /,.:-]/).map((word) => getArchitecture(word)).find((name) => ARCHITECTURES.includes(name)); // prettier-ignore

// "amd64/i386" of Debian's .disk/info are two.
const getName = (text) => (/[/, ]/.test(text) ? null : getArchitecture(text));

// What is told of machines, and whether it is no more than what the medium starts from.
function findTold(evidence) {
  // the first that says something counts: what a system is made for, then what it starts from
  const keys = [IMAGES_KEY, "treeinfo.arch", "discinfo.arch", "disk-info.architecture", ...WORD_KEYS, START_KEY];
  for (const key of keys) {
    const read = WORD_KEYS.includes(key) ? findWord : getName;
    const names = evidence.listTexts(key).map(read).filter((name) => name !== undefined); // prettier-ignore
    if (names.length === 0) continue;
    const join = (a, b) => {
      if (a === null || b === null || a === b) return b === null ? null : a;
      return key === START_KEY ? joinLoaders(a, b) : null;
    };
    return { architecture: names.reduce(join), isStart: key === START_KEY };
  }
  return { architecture: null, isStart: false };
}

// Which machines a medium is for by what is on it; null: nothing says so, or it is for several.
export const findArchitecture = (evidence) => findTold(evidence).architecture;

// Where none is for these machines, labels tell the system alone. Who starts from 64 bits may be a system of 32.
function listSystems(labelled, evidence) {
  const { architecture, isStart } = findTold(evidence);
  const mayBe = ({ entry }) =>
    architecture === null || (isStart && joinLoaders(architecture, entry.architecture) !== null);
  return labelled.map((one) => (mayBe(one) ? one : { os: one.os, entry: null }));
}

// Entries for these machines, or systems when there are none.
function filterByArchitecture(labelled, evidence) {
  const architecture = findArchitecture(evidence);
  const machines = architecture ? [architecture] : evidence.listTexts(IMAGES_KEY);
  const fitting = new Set();
  for (const machine of machines)
    for (const one of labelled) if (architecturesMatch(machine, one.entry.architecture)) fitting.add(one);
  return fitting.size > 0 ? [...fitting] : listSystems(labelled, evidence);
}

class Court {
  candidates = [];
  isClaim = false; // what the best one says is what the medium claims to be
  own = null; // the name of a system that is not known
  isDenied = false; // what it calls itself is said of none of those that its label means

  constructor(rules, evidence, labelled) {
    this.rules = rules;
    this.evidence = evidence;
    this.labelled = filterByArchitecture(labelled, evidence);
    this.said = interpret(rules, evidence);
    this.best = findBest(rules, this.said);
  }

  #system(os) {
    return this.rules.systems[os];
  }

  // Another system is on the medium, too, known or not.
  #hasSeveral() {
    return this.said.some(
      (said) =>
        isBeside(said, this.best) &&
        (said.systems.length === 0 || !this.best.systems.includes(said.systems[0])),
    );
  }

  // Systems beside each other do not speak against one another.
  #isOneOfSeveral(said) {
    return this.best !== null && (said === this.best || isBeside(said, this.best)) && this.#hasSeveral();
  }

  // Systems that all of the weight of the best one name, where that leaves any.
  #narrow() {
    let systems = this.best.systems;
    for (const said of this.said) {
      if (systems.length <= 1) break;
      const common = systems.filter((os) => said.systems.includes(os));
      if (common.length > 0) systems = common;
    }
    return systems;
  }

  // What was said of the system itself, and of others that it is not made of.
  #addReasons(candidate, os) {
    const { distro } = this.#system(os);
    const isRelative = isAtMostRelative(candidate.confidence);
    for (const said of this.said) {
      const isFamily = distro && said.distro === distro;
      if (said.systems.includes(os) || (isFamily && (isRelative || said.claim.version === null)))
        candidate.supportedBy.add(said.claim.evidence);
      else if (
        said.distro && !isHint(said) && !isMadeOf(this.rules, os, said.distro) && !this.#isOneOfSeveral(said)
      ) // prettier-ignore
        candidate.contradictedBy.add(said.claim.evidence);
    }
  }

  #add(os, entry, confidence) {
    const candidate = { os, entry, knownOs: os, confidence, supportedBy: new Set(), contradictedBy: new Set() };
    this.candidates.push(candidate);
    return candidate;
  }

  // One whose label matches.
  #addLabelled({ os, entry }, confidence) {
    const candidate = this.#add(os, entry, confidence);
    if (confidence === "certain") this.#addReasons(candidate, os);
    candidate.supportedBy.add(LABEL_KEY);
    if (confidence !== "certain") this.#addReasons(candidate, os);
  }

  // One that content alone speaks for.
  #addSystem(os, confidence) {
    const candidate = this.#add(os, null, confidence);
    this.#addReasons(candidate, os);
    if (this.labelled.length > 0) candidate.contradictedBy.add(LABEL_KEY);
  }

  #countSystems(isMeant) {
    return new Set(this.labelled.filter(isMeant).map(({ os }) => os)).size;
  }

  // false: there are none.
  #addLabels(isMeant, one) {
    const confidence = this.#countSystems(isMeant) > 1 ? "ambiguous" : one;
    const meant = this.labelled.filter(isMeant);
    for (const labelled of meant) this.#addLabelled(labelled, confidence);
    return meant.length > 0;
  }

  #areAll(isMeant) {
    const count = this.#countSystems(isMeant);
    return count > 0 && count === this.#countSystems(() => true);
  }

  #isMadeOfBest = ({ os }) => isMadeOf(this.rules, os, this.best.distro);
  #isUnknown = ({ os }) => isUnknown(this.rules, os);

  // The label names a release of the family that is as exact as content says. Windows for clients and for servers are one
  // family, but no label of the one can be of the other.
  #isOfBestVersion = ({ os }) => {
    const { version, distro } = this.#system(os);
    const { claim } = this.best;
    const isOfProduct = claim.scheme !== "windows" || claim.names.some((name) => name.os === os);
    const agrees = () => Boolean(version) && (isBelow(version, claim.version) || isBelow(claim.version, version));
    return (distro ?? null) === this.best.distro && isOfProduct && (claim.version === null || agrees());
  };

  // A label can name a release that is known and still be none of its entries', of other machines for example.
  #getRelativeConfidence() {
    const { best } = this;
    // a version is that of what it was made of, where it has a name of its own
    if (this.own !== null || isUnknown(this.rules, best.nearest)) return "family";
    if (best.weight === LABEL && best.systems.includes(best.nearest))
      return best.systems.length > 1 ? "ambiguous" : "label";
    return best.claim.version !== null ? "relative" : "family";
  }

  #addOneRelative(entry, knownOs) {
    const candidate = this.#add(this.best.nearest, entry, this.#getRelativeConfidence());
    candidate.knownOs = knownOs;
    this.#addReasons(candidate, this.best.nearest);
    return candidate;
  }

  // The entry for releases to come, for whoever asks for a system only.
  #getToCome() {
    const { best } = this;
    if (isHint(best) || this.own !== null || best.systems.includes(best.nearest)) return null;
    return findUnknown(this.rules, best.nearest, best.claim.version);
  }

  // Other systems that are called so.
  #addNamesakes() {
    for (const os of this.best.systems) {
      if (os === this.best.nearest) continue;
      const candidate = this.#add(os, null, "ambiguous");
      candidate.knownOs = null;
      this.#addReasons(candidate, os);
    }
  }

  // The nearest relative of what was claimed: for each entry whose label matches, or once.
  #addRelative() {
    this.isClaim = true;
    for (const { os, entry } of this.labelled) {
      if (!isUnknown(this.rules, os) || (this.#system(os).distro ?? null) !== this.best.distro) continue;
      this.#addOneRelative(entry, os).supportedBy.add(LABEL_KEY);
    }
    if (this.candidates.length > 0) return;
    const candidate = this.#addOneRelative(null, this.#getToCome());
    if ((this.labelled.length > 0 || this.isDenied) && !candidate.supportedBy.has(LABEL_KEY))
      candidate.contradictedBy.add(LABEL_KEY);
    if (candidate.confidence === "ambiguous") this.#addNamesakes();
  }

  // Several systems are on the medium: none of them is the answer.
  #judgeSeveral() {
    const named = new Set(this.best.systems);
    for (const said of this.said) if (isBeside(said, this.best)) for (const os of said.systems) named.add(os);
    for (const os of named)
      if (!this.#addLabels((labelled) => labelled.os === os, "ambiguous")) this.#addSystem(os, "ambiguous");
  }

  // The label decides, where it is that of one of them; or nothing does, least of all which file was read first.
  #judgeRivals(systems, rivals) {
    const all = [...systems, ...rivals].sort(compareNumbers(this.rules));
    this.isClaim = false;
    if (this.#addLabels(({ os }) => all.includes(os), "label")) return;
    for (const os of all) this.#addSystem(os, "ambiguous");
  }

  // Content names systems.
  #judgeContent() {
    const systems = this.#narrow();
    const rivals = new Set();
    for (const said of this.said)
      if (isRival(this.rules, this.said, said, this.best)) for (const os of said.systems) rivals.add(os);
    this.isClaim = true;
    if (this.#hasSeveral()) this.#judgeSeveral();
    else if (rivals.size > 0) this.#judgeRivals(systems, rivals);
    else if (
      !this.#addLabels(({ os }) => systems.includes(os), "certain") && !this.#addLabels(this.#isMadeOfBest, "label")
    ) // prettier-ignore
      for (const os of systems) this.#addSystem(os, systems.length > 1 ? "ambiguous" : "certain");
  }

  // Content names a family, and a version that is not known perhaps.
  #judgeFamily() {
    this.isClaim = true;
    if (!this.#addLabels(this.#isOfBestVersion, "label") && !this.#addLabels(this.#isMadeOfBest, "label"))
      this.#addRelative();
  }

  // No more is said than by a label that the entry for releases to come of a series has: then that is a claim. false: the
  // series has no release.
  #claimToCome() {
    const label = this.evidence.getText(LABEL_KEY);
    const version = label === null ? null : findLabelVersion(label);
    const nearest = findNearestOfSeries(this.rules, this.labelled[0].os, version);
    if (nearest === null) return false;
    const claim = { scheme: "content", evidence: LABEL_KEY, version, names: [], cpe: null };
    this.best = { claim, systems: [], nearest, distro: this.#system(nearest).distro ?? null, weight: LABEL };
    this.said.push(this.best);
    return true;
  }

  // Only the label says something, or hints do: then the family that they name is the label's, of several.
  #judgeLabel() {
    const { best } = this;
    const areUnknown = this.#areAll(this.#isUnknown);
    const isHinted = ({ os }) =>
      best.systems.includes(os) || (this.#system(os).distro ?? null) === best.distro;
    if (areUnknown && (!best || isHint(best)) && this.#claimToCome()) this.#addRelative();
    else if (best && (this.labelled.length === 0 || (areUnknown && best.weight === LABEL)))
      this.#addRelative();
    else if (!best || !isHint(best) || !this.#addLabels(isHinted, "label")) this.#addLabels(() => true, "label");
  }

  // Does somebody know the system by the file that @key is of? What it is like is another one.
  #isKnownBy(key) {
    const start = key.slice(0, key.indexOf(".") + 1);
    return this.said.some(
      ({ claim }) => claim.evidence.startsWith(start) && claim.evidence !== "os-release.id-like",
    );
  }

  // The label means systems that call themselves otherwise, or what the medium was made of.
  #isOneDenied = ({ os }) => {
    if (this.own.isProduct) return this.best !== null && (this.#system(os).distro ?? null) === this.best.distro;
    return this.own.key === OS_RELEASE_ID && hasScheme(this.rules, os, "os-release");
  };

  // A system that is not known has a name of its own: what else is said is said of its parent.
  #hearOwnName() {
    const own = findOwnName(this.evidence);
    if (own === null || this.#isKnownBy(own.key)) return;
    if (this.best?.weight === CONTENT && !own.isProduct) return;
    this.own = own;
    this.isDenied = this.#areAll(this.#isOneDenied);
  }

  // A label is of no use where a system says itself that it is another one.
  #hasParent() {
    return this.best !== null && (this.best.weight !== LABEL || this.own.key !== OS_RELEASE_ID);
  }

  judge() {
    const isContent = this.best?.weight === CONTENT;
    if (this.labelled.length === 0 || isContent || this.evidence.getText(OS_RELEASE_ID) !== null) this.#hearOwnName();
    if (this.own !== null && (this.isDenied || this.labelled.length === 0)) {
      this.labelled = [];
      if (this.#hasParent()) this.#addRelative();
    } else if (this.own !== null || !isContent) {
      this.#judgeLabel();
    } else if (this.best.systems.length > 0) {
      this.#judgeContent();
    } else {
      this.#judgeFamily();
    }
  }

  // What the medium claims to be, where that decided or nothing did.
  getClaim() {
    if (this.own !== null && this.labelled.length === 0) return { family: this.own.name, version: this.own.version };
    if (!this.isClaim || !this.best.distro) return null;
    return { family: this.best.distro, version: this.best.claim.version };
  }
}

// Candidates, best first, and what the medium claims to be.
export function makeVerdict(rules, evidence, labelled) {
  const court = new Court(rules, evidence, labelled);
  court.judge();
  return { candidates: court.candidates, claimed: court.getClaim() };
}
