// SPDX-License-Identifier: GPL-2.0-or-later
// Names of folders and files as facts. Which name means which system is told by the rules of the database.
import { startsSame } from "./bytes.js";
import { FILE, FOLDER, askAll, choosePossible, findPath, listFolder, readPath } from "./files.js";
import { DISTS_RELEASE, parseTextFile } from "./text_files.js";

const MAX_FACTS = 8; // names of a folder that become evidence
const MAX_ROOT_NAMES = 64; // likewise, of the root
const MAX_RELEASE = 1024; // bytes of dists/NAME/Release; checksums follow behind

// Files and folders that one system alone has, beside all that it has from its parent.
export const MARKS = [
  "FreeNAS-MANIFEST",
  "TrueNAS-MANIFEST",
  "usr/freebsd-dist/cloninst.sh",
  "usr/midnightbsd-dist",
];
// Likewise, but in folders that many media have.
export const HIDDEN_MARKS = ["isolinux/fdboot.img"];

// The names of a folder that fit.
async function listNames(files, path, fits, max) {
  const folder = await findPath(files, path);
  if (!folder) return [];
  const { entries, damage } = await listFolder(files, folder);
  const names = entries.filter(fits).map(({ name }) => name);
  if (names.length === 0 && damage) throw damage;
  return names.slice(0, max);
}

const isFolder = ({ node }) => node.kind === FOLDER;

export async function readReleaseFolder(files, evidence) {
  const fits = ({ name, node }) => node.kind === FOLDER && /^[0-9]+\.[0-9]+$/.test(name);
  const [release] = await listNames(files, "", fits, 1);
  if (release === undefined) return false;
  evidence.addFound("release-folder.name", release, "/");
  for (const name of await listNames(files, release, isFolder, MAX_FACTS))
    evidence.addFound("release-folder.below", name, release);
  return true;
}

// Names of DOS have one point.
export async function readAnnounce(files, evidence) {
  const fits = ({ name, node }) =>
    node.kind === FILE && startsSame(name, "ANNOUNCE.") && /^[0-9]/.test(name.slice("ANNOUNCE.".length));
  const [name] = await listNames(files, "", fits, 1);
  if (name === undefined) return false;
  evidence.addFound("announce.version", name.slice("ANNOUNCE.".length).replaceAll("_", "."), name);
  return true;
}

// Such as dists/stable: links are no folders.
export async function readDists(files, evidence) {
  const [name] = await listNames(files, "dists", isFolder, 1);
  const path = `dists/${name}/Release`;
  const bytes = name === undefined ? null : await readPath(files, path, MAX_RELEASE);
  return bytes !== null && parseTextFile(DISTS_RELEASE, bytes, bytes.length < MAX_RELEASE, path, evidence);
}

export async function readRootNames(files, evidence) {
  const names = await listNames(files, "", () => true, MAX_ROOT_NAMES);
  for (const name of names) evidence.addFound("root.name", name, "/");
  return names.length > 0;
}

async function readPaths(paths, files, evidence) {
  return askAll(await choosePossible(files, paths), async (path) => {
    if (!(await findPath(files, path))) return false;
    evidence.addFound("mark.path", path, path);
    return true;
  });
}

export const readMarks = (files, evidence) => readPaths(MARKS, files, evidence);
export const readHiddenMarks = (files, evidence) => readPaths(HIDDEN_MARKS, files, evidence);
