// SPDX-License-Identifier: GPL-2.0-or-later
// Which Windows a medium from before Vista installs: marks in the root, folders, .inf files.
import { isSame, startsSame, strip } from "./bytes.js";
import { FOLDER, listFolder } from "./files.js";
import { findValue, readSection, readTextOf } from "./windows.js";

const MAX_SETUP_FILE = 512 * 1024; // bytes of TXTSETUP.SIF, which says it in its middle

// Empty files in the root, followed by nothing or by a service pack: name, version, product, edition, architecture.
const MARKS = [
  ["WIN51IC", "5.1", "client", "Home", "i686"],
  ["WIN51IP", "5.1", "client", "Professional", "i686"],
  ["WIN51IS", "5.2", "server", "ServerStandard", "i686"],
  ["WIN51IA", "5.2", "server", "ServerEnterprise", "i686"],
  ["WIN51IB", "5.2", "server", "ServerWeb", "i686"],
  ["WIN51ID", "5.2", "server", "ServerDatacenter", "i686"],
  ["WIN51IL", "5.2", "server", "ServerSmallBusiness", "i686"],
  ["WIN51AP", "5.2", "client", "Professional", "x86_64"],
  ["WIN51AS", "5.2", "server", "ServerStandard", "x86_64"],
  ["WIN51AA", "5.2", "server", "ServerEnterprise", "x86_64"],
  ["WIN51AD", "5.2", "server", "ServerDatacenter", "x86_64"],
  ["WIN51MP", null, "client", "Professional", "ia64"],
  ["WIN51MA", "5.2", "server", "ServerEnterprise", "ia64"],
  ["WIN51MD", "5.2", "server", "ServerDatacenter", "ia64"],
  ["CDROM_IP.5", "5.0", "client", "Professional", null],
  ["CDROM_IS.5", "5.0", "server", "Server", null],
  ["CDROM_IA.5", "5.0", "server", "AdvancedServer", null],
  ["CDROM_ID.5", "5.0", "server", "DatacenterServer", null],
  ["CDROM_W.40", "4.0", "client", "Workstation", null],
  ["CDROM_S.40", "4.0", "server", "Server", null],
  ["CDROM_TS.40", "4.0", "server", "TerminalServer", null],
];

// Versions of which all releases have one build.
const BUILDS = {
  "3.50": "807", 3.51: "1057", "4.0": "1381", "5.0": "2195", 5.1: "2600", 5.2: "3790", "4.90": "3000",
}; // prettier-ignore

// The last number of a driver's version tells the service pack.
const SERVICE_PACKS = [
  ["5.0", "1620", "1"], ["5.0", "5438", "3"], ["5.0", "6717", "4"], ["5.1", "1105", "1"],
  ["5.1", "2180", "2"], ["5.1", "5512", "3"], ["5.2", "1830", "1"], ["5.2", "3959", "2"],
]; // prettier-ignore

const SETUP_FOLDERS = [["AMD64", "x86_64"], ["IA64", "ia64"], ["I386", "i686"]]; // prettier-ignore
const DOS_FOLDERS = [["WIN95", "4.00"], ["WIN98", "4.10"], ["WIN9X", "4.90"]]; // prettier-ignore

class Legacy {
  // of each fact the first word counts
  set(fact, text) {
    if (text) this[fact] ??= text;
  }

  takeMarks(entries) {
    for (const { name, node } of entries) {
      if (node.kind === FOLDER) continue;
      for (const [mark, version, product, edition, architecture] of MARKS) {
        const rest = name.slice(mark.length);
        if (!startsSame(name, mark) || (rest !== "" && !startsSame(rest, ".SP"))) continue;
        this.isMark = true;
        for (const [fact, text] of Object.entries({ version, product, edition, architecture, where: name }))
          this.set(fact, text);
        this.set("servicePack", rest.slice(3));
      }
    }
  }

  // DriverVer=07/01/2001,5.1.2600.2180
  #readHivesys(text, where) {
    const value = findValue(readSection(text, "Version"), "DriverVer") ?? "";
    const comma = value.indexOf(",");
    const parts = comma < 0 ? [] : value.slice(comma + 1).split(".");
    if (parts.length < 4) return;
    const version = `${strip(parts[0])}.${parts[1]}`;
    const last = strip(parts.slice(3).join("."));
    if (!this.version) this.where = where;
    this.set("version", version);
    this.set("servicePack", SERVICE_PACKS.find((row) => row[0] === version && row[1] === last)?.[2]);
  }

  #takeProductType(type) {
    if (type) this.set("product", type === "0" ? "client" : "server");
  }

  #readSetup(text, where) {
    const lines = readSection(text, "SetupData");
    const [major, minor] = ["MajorVersion", "MinorVersion"].map((key) => findValue(lines, key));
    const identifier = findValue(lines, "LoadIdentifier");
    if (major !== null && minor !== null) this.set("version", `${major}.${minor}`);
    if (identifier !== null) {
      const number = /[0-9][0-9.]*/.exec(identifier)?.[0] ?? "";
      if (number.includes(".")) this.set("version", number);
      if (!identifier.startsWith("%")) this.set("name", identifier);
    }
    this.#takeProductType(findValue(lines, "ProductType"));
    if (this.version) this.set("where", where);
  }

  // TXTSETUP.SIF is large: it is read where nothing else says which Windows it is.
  async readFolder(files, name, node) {
    const { entries } = await listFolder(files, node);
    const read = (file, max) => readTextOf(files, entries.find((entry) => isSame(entry.name, file))?.node, max);
    const hivesys = await read("HIVESYS.INF");
    const prodspec = await read("PRODSPEC.INI");
    if (hivesys !== null) this.#readHivesys(hivesys, `${name}/HIVESYS.INF`);
    if (prodspec !== null) {
      const lines = readSection(prodspec, "Product Specification");
      this.set("name", findValue(lines, "Product"));
      this.#takeProductType(findValue(lines, "ProductType"));
    }
    if (this.version && this.product) return;
    const setup = await read("TXTSETUP.SIF", MAX_SETUP_FILE);
    if (setup !== null) this.#readSetup(setup, `${name}/TXTSETUP.SIF`);
  }

  // A client or server of no build could be any of them: that is not told.
  addTo(evidence) {
    const build = BUILDS[this.version];
    const facts = {
      version: this.version, build, product: build && this.product, "service-pack": this.servicePack,
      architecture: this.architecture, edition: this.edition, name: this.name,
    }; // prettier-ignore
    for (const [key, text] of Object.entries(facts)) evidence.addOnce(`windows.${key}`, text, this.where);
  }
}

export async function readWindowsLegacy(files, evidence) {
  const { entries } = await listFolder(files, files.root);
  const self = new Legacy();
  const find = (wanted) => entries.find(({ name, node }) => node.kind === FOLDER && isSame(name, wanted))?.node;
  self.takeMarks(entries);
  for (const [name, architecture] of SETUP_FOLDERS) {
    const node = find(name);
    if (!node) continue;
    await self.readFolder(files, name, node);
    if (!self.where) continue;
    self.set("architecture", architecture);
    break;
  }
  const there = DOS_FOLDERS.filter(([name]) => find(name));
  if (there.length === 1 && !self.isMark && !find("I386")) {
    const [[where, version]] = there;
    for (const [fact, text] of Object.entries({ version, product: "client", architecture: "i686", where }))
      self.set(fact, text);
  }
  // XP has no other product
  if (self.version === "5.1") self.set("product", "client");
  if (self.where) self.addTo(evidence);
  return Boolean(self.where);
}
