// SPDX-License-Identifier: GPL-2.0-or-later
// Claims: what evidence says in one of the schemes of names, of families that the database knows; the systems that are
// called just so, the nearest relative where there are none, and which claim decides.
import { compareRest, parseCpe } from "./cpe.js";
import { capture } from "./expression.js";
import { EXPRESSIONS, SCHEMES, VOLUME_SIZE, describeStatus, nameFamily } from "./rules.js";
import { compareVersions } from "./versions.js";

const LIKE = "os-release.id-like";
const MAX_LIKE = 8; // words that are looked up
const MAX_ANCESTORS = 512; // systems that a chain of derivations is followed through

// What evidence is worth: a label can be typed by anybody; a kernel, a loader and the words of menus are often a parent's;
// a name in the root folder is its own, but says no more than that it is there.
export const LABEL = 1;
export const HINT = 2;
export const MARK = 3;
export const CONTENT = 4;

export const WEIGHTS = [
  ["iso9660.", LABEL],
  ["joliet.", LABEL],
  ["udf.", LABEL],
  ["apple-volume.", HINT],
  ["bfs.", HINT],
  ["boot.", HINT],
  ["efi.", HINT],
  ["fstab.", LABEL],
  ["kernel.", HINT],
  ["loader-entry.", LABEL],
  ["modules.", HINT],
  [LIKE, HINT],
  ["release-folder.", HINT],
  ["sbat.", HINT],
  ["mark.", MARK],
  ["root.", MARK],
];

function weigh(key) {
  if (key === VOLUME_SIZE || EXPRESSIONS.some(([, evidence]) => evidence === key)) return LABEL;
  return WEIGHTS.find(([start]) => key.startsWith(start))?.[1] ?? CONTENT;
}

// The family of a name: an edition that has one of its own, else that of all. null: nobody is called so.
function makeClaim(rules, name) {
  const words = [nameFamily(name), name.variant ? nameFamily({ ...name, variant: null }) : null];
  const names = words.map((word) => rules.families.get(word)).find(Boolean);
  if (!names) return null;
  const claim = { scheme: name.scheme, evidence: name.evidence, version: name.version || null, names, cpe: null };
  if (name.scheme === "cpe") {
    claim.cpe = parseCpe(name.product);
    claim.version = claim.cpe?.[3] || claim.version;
  }
  return claim;
}

const getAny = (evidence, key) => {
  const number = key ? evidence.getNumber(key) : null;
  return (key && evidence.getText(key)) || (number === null ? null : String(number));
};

// Systems that images of Windows install, each once. A product before which stands no build is one of which none is known.
function* claimByImages(rules, evidence, [scheme, productKey, versionKey]) {
  const seen = new Set();
  let build = null;
  for (const { key, text } of evidence.items) {
    if (text === undefined) continue;
    if (key === versionKey) build = text;
    if (key !== productKey) continue;
    const name = { scheme, product: text, version: build, evidence: productKey };
    const word = `${text}:${build}`;
    build = null;
    if (!seen.has(word)) yield makeClaim(rules, name);
    seen.add(word);
  }
}

function* claimByScheme(rules, evidence, row) {
  const [scheme, productKey, versionKey, variantKey] = row;
  if (scheme === "windows" && evidence.items.filter(({ key }) => key === productKey).length > 1) {
    yield* claimByImages(rules, evidence, row);
    return;
  }
  const [product, version, variant] = [productKey, versionKey, variantKey].map((key) => getAny(evidence, key));
  if (product) yield makeClaim(rules, { scheme, product, version, variant, evidence: productKey });
}

// What a system that nobody knows says it is like, the nearest one first.
function* claimByLikeness(rules, evidence, claims) {
  const text = evidence.getText(LIKE);
  if (text === null || claims.some((claim) => claim.evidence === "os-release.id")) return;
  for (const product of text.split(" ").slice(0, MAX_LIKE))
    if (product) yield makeClaim(rules, { scheme: "os-release", product, evidence: LIKE });
}

// Holds a text against the expressions for @key, each once.
function* claimByExpressions(rules, key, evidence, text) {
  const start = `content:${key}:`;
  for (const word of rules.listWords(start)) {
    const expression = word.slice(start.length);
    const version = expression.startsWith("^") ? capture(expression, text) : null;
    if (version === null) continue;
    yield { scheme: "content", evidence, version: version || null, names: rules.families.get(word), cpe: null };
  }
}

// Expressions for several pieces of evidence, KEY+KEY…, are held against all texts with blanks between.
function* claimBySeveral(rules, { key, text }, evidence) {
  const start = `content:${key}+`;
  const others = rules.listWords(start).map((word) => word.slice(start.length).split(":")[0]);
  for (const other of new Set(others)) {
    const texts = other.split("+").map((name) => evidence.getText(name));
    if (!texts.includes(null)) yield* claimByExpressions(rules, `${key}+${other}`, key, [text, ...texts].join(" "));
  }
}

// What menus and /etc/fstab have is the label that the medium was made with.
const getRules = (key) => (key === "boot.label" || key === "fstab.label" ? "iso9660.volume-id" : key);

function findClaims(rules, evidence) {
  const claims = SCHEMES.flatMap((row) => [...claimByScheme(rules, evidence, row)]).filter(Boolean);
  claims.push(...[...claimByLikeness(rules, evidence, claims)].filter(Boolean));
  for (const item of evidence.items) {
    if (item.text === undefined) continue;
    claims.push(...claimByExpressions(rules, getRules(item.key), item.key, item.text));
    claims.push(...claimBySeveral(rules, item, evidence));
  }
  return claims;
}

// Is @version @start, or does it begin with it and a point?
export const isBelow = (version, start) => version === start || version.startsWith(`${start}.`);

// How well a name's version meets a claim; greater is better, 0: not at all.
function rateVersion(claim, name) {
  if (name.isPreview) return 0;
  if (name.isAny) return 1;
  if (claim.version === null || name.version === null) return claim.version === name.version ? Infinity : 0;
  if (name.version === claim.version) return Infinity;
  return name.isBelow && isBelow(claim.version, name.version) ? 1 + name.version.length : 0;
}

function rate(claim, name) {
  const rated = rateVersion(claim, name);
  return rated > 0 && claim.cpe ? (name.cpe ? compareRest(name.cpe, claim.cpe) : 0) : rated;
}

// Does it stand for the releases of its series that are not known?
export function isUnknown(rules, os) {
  const { id } = rules.systems[os];
  return getSeries(id) !== null && /(^|\/|-)unknown$/.test(id);
}

// Systems of one series have the same id but for its last step; what stands right behind the vendor is in none.
function getSeries(id) {
  const [, series] = /^((?:[^:]*:\/\/)?[^/]*\/.*)\/[^/]*$/.exec(id) ?? [];
  return series ?? null;
}

function findSystems(rules, claim) {
  const rates = claim.names.map((name) => rate(claim, name));
  const best = Math.max(...rates, 1);
  const found = claim.names.filter((name, i) => rates[i] === best).map((name) => name.os);
  return [...new Set(found)].filter((os) => !isUnknown(rules, os));
}

const getRelease = (system) => (/^[0-9][0-9A-Za-z.]*$/.test(system.version ?? "") ? system.version : "");

// Is @a a nearer relative than @b?
function isNearer(rules, a, b) {
  if (b === null || Boolean(a.isAside) !== Boolean(b.isAside)) return b === null || b.isAside;
  if ((a.version === null) !== (b.version === null)) return a.version !== null;
  if (a.isAbove !== b.isAbove) return b.isAbove;
  const order = a.version === null ? 0 : compareVersions(a.version, b.version);
  if (order !== 0) return a.isAbove ? order < 0 : order > 0;
  if (a.isRolling !== b.isRolling) return b.isRolling;
  return compareVersions(getRelease(rules.systems[a.os]), getRelease(rules.systems[b.os])) > 0;
}

// The released system with the greatest version that is not above the claimed one; when all are above it the smallest.
function findNearest(rules, claim) {
  let best = null;
  for (const name of claim.names) {
    const isAbove =
      name.version !== null && claim.version !== null && compareVersions(name.version, claim.version) > 0;
    const relative = { ...name, isAbove };
    if (isNearer(rules, relative, best)) best = relative;
  }
  return best.os;
}

// The same of all systems in the series of @unknown, which is its entry for releases to come; null: there is none.
export function findNearestOfSeries(rules, unknown, version) {
  const series = getSeries(rules.systems[unknown].id);
  let best = null;
  rules.systems.forEach((system, os) => {
    if (getSeries(system.id) !== series || isUnknown(rules, os)) return;
    const own = getRelease(system) || null;
    const relative = {
      os,
      version: own,
      ...describeStatus(system["release-status"]),
      isAbove: own !== null && version !== null && compareVersions(own, version) > 0,
    };
    if (isNearer(rules, relative, best)) best = relative;
  });
  return best?.os ?? null;
}

// The entry for releases to come of the series of a system; null: there is none.
export function findUnknown(rules, os, version) {
  const series = getSeries(rules.systems[os].id);
  if (series === null) return null;
  const major = /^[0-9][0-9A-Za-z.]*$/.test(version ?? "") ? version.split(".")[0] : null;
  return (major !== null ? rules.find(`${series}/${major}-unknown`) : null) ?? rules.find(`${series}/unknown`);
}

export const hasScheme = (rules, os, scheme) => rules.systems[os].identities.some((name) => name.scheme === scheme);

// Was the system made of one of @distro?
export function isMadeOf(rules, os, distro) {
  if (!distro || rules.systems[os].distro === distro) return false;
  const queue = [os];
  for (let next = 0; next < queue.length && next < MAX_ANCESTORS; next++) {
    const system = rules.systems[queue[next]];
    if (system.distro === distro) return true;
    for (const parent of system.parents) if (parent !== undefined && !queue.includes(parent)) queue.push(parent);
  }
  return false;
}

// What the claims of a medium mean: { claim, systems, nearest, distro, weight }.
export function interpret(rules, evidence) {
  return findClaims(rules, evidence).map((claim) => {
    const nearest = findNearest(rules, claim);
    return {
      claim,
      systems: findSystems(rules, claim),
      nearest,
      distro: rules.systems[nearest].distro ?? null,
      weight: weigh(claim.evidence),
    };
  });
}

const saidIsMadeOf = (rules, said, other) => isMadeOf(rules, said.nearest, other.distro);

// It gives less than content, and may be what a parent left behind.
export const isHint = (said) => said.weight === HINT || said.weight === MARK;

const isKnownContent = (said) => said.weight === CONTENT && said.systems.length > 0;

// A mark of what was made of the system that content names: all of that may be in it.
const isMarkOfDerivative = (rules, said, content) =>
  said.weight === MARK && content.weight === CONTENT && saidIsMadeOf(rules, said, content);

// Does @said decide, rather than what did so far?
function decides(rules, said, best) {
  if (best === null || isMarkOfDerivative(rules, said, best)) return true;
  if (said.weight !== best.weight) return said.weight > best.weight && !isMarkOfDerivative(rules, best, said);
  const [version, bestVersion] = [said.claim.version !== null, best.claim.version !== null];
  // a framework serves many; who names a release knows better
  if (said.weight === HINT && version !== bestVersion) return version;
  // of families that are no relatives the one that is known to the release
  if (said.distro !== best.distro)
    return (
      saidIsMadeOf(rules, said, best) ||
      (isKnownContent(said) && best.systems.length === 0 && !saidIsMadeOf(rules, best, said))
    );
  if (said.systems.length === 0 || best.systems.length === 0)
    return best.systems.length === 0 && (said.systems.length > 0 || (!bestVersion && version));
  return said.systems.length < best.systems.length;
}

export function findBest(rules, all) {
  return all.reduce((best, said) => (decides(rules, said, best) ? said : best), null);
}

// Does it tell of another system on the same medium?
export const isBeside = (said, best) =>
  said !== best && said.claim.scheme === "windows" && best.claim.scheme === "windows";

// Is it content that names another known system than content does that decides, of a family that is none of its relatives?
export function isRival(rules, all, said, best) {
  const isParent = () => all.some((other) => isKnownContent(other) && saidIsMadeOf(rules, other, said));
  return (
    isKnownContent(said) &&
    isKnownContent(best) &&
    said.distro !== best.distro &&
    !saidIsMadeOf(rules, said, best) &&
    !saidIsMadeOf(rules, best, said) &&
    !isParent()
  );
}
