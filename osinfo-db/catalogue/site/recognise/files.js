// SPDX-License-Identifier: GPL-2.0-or-later
// Folders and files, whatever they are written down in. A file system has `root`, `list(folder)`, which gives
// { entries, damage } with what could be read of the names, and `open(file)`, which gives a source.
// A node has `kind`: FOLDER, FILE or OTHER.
import { decode, isSame, startsSame } from "./bytes.js";
import { FormatError } from "./source.js";

export const FOLDER = "folder";
export const FILE = "file";
export const OTHER = "other";

export const MAX_DEPTH = 16; // components of a path that is looked up
export const MAX_FOLDER = 1024 * 1024; // bytes of a folder; what comes behind is not seen
export const MAX_NAMES = 16384; // names of a folder, likewise
export const MAX_NAME = 255; // bytes of a name; a longer one is left out

export async function listFolder(files, folder) {
  if (folder.kind !== FOLDER) return { entries: [], damage: null };
  return files.list(folder);
}

// Without regard to case, but the exact name where both are there. null: there is none.
export async function findPath(files, path) {
  let node = files.root;
  const names = path.split("/").filter((name) => name !== "");
  if (names.length > MAX_DEPTH) return null;
  for (const [depth, name] of names.entries()) {
    const { entries, damage } = await listFolder(files, node);
    const found = entries.find((entry) => entry.name === name) ?? entries.find((entry) => isSame(entry.name, name));
    if (!found && damage) throw new FormatError(`'/${names.slice(0, depth).join("/")}': ${damage.message}`);
    if (!found) return null;
    node = found.node;
  }
  return node;
}

// The start of a file as bytes; null: there is none.
export async function readPath(files, path, max) {
  const node = await findPath(files, path);
  if (node?.kind !== FILE) return null;
  try {
    const source = await files.open(node);
    return await source.read(0, Math.min(source.size, max));
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`'${path}': ${error.message}`);
    throw error;
  }
}

// The same as text, up to the first NUL.
export async function readText(files, path, max) {
  const bytes = await readPath(files, path, max);
  if (bytes === null) return null;
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}

// Those of @paths whose first part is a name in the root: nothing else is worth looking up.
export async function choosePossible(files, paths) {
  const { entries } = await listFolder(files, files.root);
  return paths.filter((path) =>
    entries.some(
      ({ name }) => startsSame(path, name) && (path.length === name.length || path[name.length] === "/"),
    ),
  );
}

// Reads several things of which one may be damaged: asks for each, and tells the first damage at the end.
// @ask gives whether something was found; with @isEnough the first that is found is the last one asked for.
export async function askAll(things, ask, isEnough = false) {
  let isFound = false;
  let damage = null;
  for (const thing of things) {
    try {
      isFound = (await ask(thing)) || isFound;
      if (isFound && isEnough) return true;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      damage ??= error;
    }
  }
  if (damage) throw damage;
  return isFound;
}
