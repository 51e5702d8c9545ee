// SPDX-License-Identifier: GPL-2.0-or-later
// What the database knows, made fit to be asked: systems, entries for media with their expressions, and what systems are
// called elsewhere. It comes from recognise/rules.json, which the generator of this site writes. Systems are numbers here.
import { parseCpe } from "./cpe.js";
import { compareVersions } from "./versions.js";

// Schemes of names: what says product, version and variant (libosinfo/facts/identity.c).
export const SCHEMES = [
  ["cpe", "os-release.cpe-name"],
  ["disk-info", "disk-info.name", "disk-info.version"],
  ["os-release", "os-release.id", "os-release.version-id", "os-release.variant-id"],
  ["treeinfo", "treeinfo.family", "treeinfo.version", "treeinfo.variant"],
  ["windows", "windows.product", "windows.build", "windows.edition"],
];

// Of an entry: the parameter, and the evidence that it is held against.
export const EXPRESSIONS = [
  ["volume-id", "iso9660.volume-id"],
  ["system-id", "iso9660.system-id"],
  ["publisher-id", "iso9660.publisher-id"],
  ["application-id", "iso9660.application-id"],
];
export const VOLUME_SIZE = "iso9660.volume-size";

// The word for all names that differ in their version alone; null: it is no name of that scheme.
export function nameFamily({ scheme, product, variant, evidence, expression }) {
  if (scheme === "content") return evidence && expression ? `${scheme}:${evidence}:${expression}` : null;
  if (!product) return null;
  if (scheme === "cpe") {
    const cpe = parseCpe(product);
    return cpe && [scheme, ...cpe.slice(0, 3)].join(":");
  }
  return variant ? `${scheme}:${product}:${variant}` : `${scheme}:${product}`;
}

// Of a version that is listed: "44" is just this one, "3.20.*" this one and all below it, "*" any.
function reach(version) {
  if (version === "*") return { isAny: true, version: null };
  if (version.endsWith(".*")) return { isBelow: true, version: version.slice(0, -2) };
  return { version };
}

// Is it one that answers only where no released one does?
export const describeStatus = (status) => ({
  isAside: status === "prerelease" || status === "snapshot",
  isRolling: status === "rolling",
});

export class Rules {
  families = new Map(); // word -> names, oldest version first
  #byId = new Map();

  constructor(data) {
    this.systems = data.systems;
    this.maps = data.maps;
    this.systems.forEach((system, number) => this.#byId.set(system.id, number));
    for (const system of this.systems) system.parents = system.parents.map((id) => this.#byId.get(id));
    this.media = this.systems.flatMap((system, os) => system.media.map((entry) => Object.assign(entry, { os })));
    this.systems.forEach((system, os) => system.identities.forEach((name) => this.#addName(os, name)));
    for (const names of this.families.values())
      names.sort((a, b) => compareVersions(a.version ?? "", b.version ?? "") || a.order - b.order);
    // as strcmp() has them; names are ASCII
    this.words = [...this.families.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  #order = 0;

  #addName(os, identity) {
    const word = nameFamily(identity);
    const status = this.systems[os]["release-status"];
    if (word === null) return;
    const base = {
      os,
      scheme: identity.scheme,
      order: this.#order++,
      ...describeStatus(status),
    };
    const names = this.families.get(word) ?? [];
    this.families.set(word, names);
    if (identity.scheme === "cpe") {
      const cpe = parseCpe(identity.product);
      names.push({ ...base, cpe, version: cpe[3] || null });
      return;
    }
    for (const version of identity.preview ?? []) names.push({ ...base, isPreview: true, ...reach(version) });
    for (const version of identity.version ?? []) names.push({ ...base, ...reach(version) });
    if (!identity.version?.length && !identity.preview?.length) names.push({ ...base, version: null });
  }

  find(id) {
    return this.#byId.get(id) ?? null;
  }

  // Words of families that begin so, in their order.
  listWords(start) {
    return this.words.filter((word) => word.startsWith(start));
  }
}
