// SPDX-License-Identifier: GPL-2.0-or-later
// UDF 1.02 to 2.01 as installation media have it (ECMA-167, parts 3 and 4): the volume, folders, files. Sectors and
// blocks have 2048 bytes. Places are { block, partition }.
import { chomp, be16, countBytes, hasBytes, le16, le32, le64 } from "./bytes.js";
import { FILE, FOLDER, MAX_FOLDER, MAX_NAME, MAX_NAMES } from "./files.js";
import { DESCRIPTORS, SECTOR } from "./iso9660.js";
import { FormatError, PiecesSource } from "./source.js";

const MAX_RECOGNITION = 64; // sectors in which UDF is announced
const MAX_DESCRIPTORS = 64; // sectors that describe the volume
const MAX_PARTITIONS = 4; // of a volume
const MAX_EXTENTS = 64; // pieces of a file
const MAX_CHAIN = 16; // blocks behind each other that say where these are

// Numbers of tags (3/7.2, 4/7.2).
const ANCHOR = 2;
const PARTITION = 5;
const LOGICAL_VOLUME = 6;
const TERMINATING = 8;
const FILE_SET = 256;
const FILE_IDENTIFIER = 257;
const ALLOCATION_EXTENT = 258;
const FILE_ENTRY = 261;
const EXTENDED_FILE_ENTRY = 266;

function hasTag(bytes, tag) {
  let sum = 0;
  for (let i = 0; i < 16; i++) sum += i === 4 ? 0 : bytes[i];
  return (sum & 0xff) === bytes[4] && le16(bytes) === tag;
}

// That of ITU-T V.41.
function cyclicSum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1;
    sum &= 0xffff;
  }
  return sum;
}

function hasTagAt(block, tag, location) {
  const size = le16(block, 10);
  return (
    hasTag(block, tag) &&
    le32(block, 12) === location &&
    (size === 0 || size > SECTOR - 16 || cyclicSum(block.subarray(16, 16 + size)) === le16(block, 8))
  );
}

// The first byte says how many bytes a character has (UDF 2.1.1); null: it is no text.
function readText(bytes) {
  const step = bytes[0] === 16 ? 2 : 1;
  let text = "";
  if (bytes.length === 0 || (bytes[0] !== 8 && bytes[0] !== 16)) return null;
  for (let at = 1; at + step <= bytes.length; at += step) {
    const code = step === 1 ? bytes[at] : be16(bytes, at);
    if (code === 0) break;
    text += code >= 0xd800 && code <= 0xdfff ? "\uFFFD" : String.fromCharCode(code);
  }
  return text;
}

async function isAnnounced(source) {
  for (let i = 0; i < MAX_RECOGNITION; i++) {
    const sector = await source.read(DESCRIPTORS + i * SECTOR, 7);
    if (sector.length < 7) return false;
    if (hasBytes(sector, 1, "NSR02") || hasBytes(sector, 1, "NSR03")) return true;
    if (!["CD001", "BEA01", "BOOT2", "CDW02"].some((word) => hasBytes(sector, 1, word))) return false;
  }
  return false;
}

// Where the descriptors are, and a copy of them.
async function findAnchor(source) {
  const count = Math.floor(source.size / SECTOR);
  const sectors = count > 512 ? [256, count - 1, count - 257] : [256];
  for (const sector of sectors) {
    const anchor = await source.read(sector * SECTOR, 32);
    if (anchor.length < 32 || !hasTag(anchor, ANCHOR) || le32(anchor, 12) !== sector) continue;
    return [0, 8].map((at) => ({ size: le32(anchor, 16 + at), offset: le32(anchor, 20 + at) * SECTOR }));
  }
  return null;
}

// Of several descriptors of the same thing that with the greatest number counts (3/8.4.3).
async function readDescriptors(source, extent) {
  const found = { partitions: new Map(), volume: null };
  const size = Math.min(extent.size, MAX_DESCRIPTORS * SECTOR);
  for (let at = 0; at + SECTOR <= size; at += SECTOR) {
    const descriptor = await source.read(extent.offset + at, SECTOR);
    const tag = le16(descriptor);
    if (descriptor.length < SECTOR || tag === 0) break;
    if (!hasTagAt(descriptor, tag, (extent.offset + at) / SECTOR) || tag === TERMINATING) break;
    const sequence = le32(descriptor, 16);
    if (tag === PARTITION) {
      const number = le16(descriptor, 22);
      const known = found.partitions.get(number);
      if (known ? known.sequence <= sequence : found.partitions.size < 2 * MAX_PARTITIONS)
        found.partitions.set(number, { sequence, start: le32(descriptor, 188), count: le32(descriptor, 192) });
    }
    if (tag === LOGICAL_VOLUME && (!found.volume || sequence >= le32(found.volume, 16))) found.volume = descriptor;
  }
  return found;
}

// null: it is not whole, or of a kind that is not read.
function makeVolume({ partitions, volume }) {
  if (!volume || le32(volume, 212) !== SECTOR) return null;
  const count = le32(volume, 268);
  const mapped = [];
  if (count === 0 || count > MAX_PARTITIONS || le32(volume, 264) < count * 6) return null;
  for (let i = 0; i < count; i++) {
    const map = volume.subarray(440 + i * 6);
    const partition = partitions.get(le16(map, 4));
    if (map[0] !== 1 || map[1] !== 6 || !partition) return null;
    mapped.push(partition);
  }
  const length = volume[84 + 127];
  const id = length < 128 ? (readText(volume.subarray(84, 84 + length)) ?? "") : "";
  return { id: chomp(id), partitions: mapped, fileSet: { block: le32(volume, 252), partition: le16(volume, 256) } };
}

// null: there is none.
export async function readUdf(source) {
  const extents = (await isAnnounced(source)) ? await findAnchor(source) : null;
  if (!extents) return null;
  for (const extent of extents) {
    const volume = makeVolume(await readDescriptors(source, extent));
    if (volume) return volume;
  }
  throw new FormatError("the UDF volume is damaged, or of a kind that is not read");
}

const readPlace = (bytes, at) => ({ block: le32(bytes, at), partition: le16(bytes, at + 4) });

export class UdfFiles {
  #source;
  #volume;
  #listed = new Map();

  constructor(source, volume) {
    this.#source = source;
    this.#volume = volume;
  }

  static async open(source, volume) {
    const self = new UdfFiles(source, volume);
    const { block } = await self.#readBlock(volume.fileSet);
    if (!hasTagAt(block, FILE_SET, volume.fileSet.block)) throw new FormatError("the UDF volume has no file set");
    self.root = { kind: FOLDER, place: readPlace(block, 404) };
    return self;
  }

  #locate(place, size, message) {
    const partition = this.#volume.partitions[place.partition];
    if (!partition || place.block > partition.count || size > (partition.count - place.block) * SECTOR)
      throw new FormatError(message);
    return (partition.start + place.block) * SECTOR;
  }

  async #readBlock(place) {
    const offset = this.#locate(place, SECTOR, "a block is not in its partition");
    const block = await this.#source.read(offset, SECTOR);
    if (block.length < SECTOR) throw new FormatError("a block is cut off");
    return { block, offset };
  }

  // Checks an entry (4/14.9, 4/14.17) and gives where it says where its bytes are.
  #findExtents(block, place) {
    const isExtended = hasTagAt(block, EXTENDED_FILE_ENTRY, place.block);
    const start = isExtended ? 216 : 176;
    const attributes = le32(block, start - 8);
    const size = le32(block, start - 4);
    if (!isExtended && !hasTagAt(block, FILE_ENTRY, place.block))
      throw new FormatError("a file or folder has no entry");
    if (le16(block, 20) !== 4) throw new FormatError("a file has more than one entry");
    if (attributes > SECTOR - start || size > SECTOR - start - attributes)
      throw new FormatError("an entry is longer than its block");
    return [start + attributes, start + attributes + size];
  }

  async #readEntry(node) {
    const { block, offset } = await this.#readBlock(node.place);
    const [at, end] = this.#findExtents(block, node.place);
    const file = { kind: block[27], size: le64(block, 56), covered: 0, pieces: [] };
    const where = block[34] & 7;
    if (where === 3) addPiece(file, offset + at, end - at);
    else if (where < 2) await this.#addExtents(file, block, at, end, where === 1, node.place.partition);
    else throw new FormatError("an entry does not say where its file is");
    return file;
  }

  // The upper bits of a size are its kind (4/14.14.1.1): 0 recorded, 1 and 2 zeros, 3 the extents go on there.
  async #addExtents(file, block, at, end, isLong, partition) {
    const step = isLong ? 16 : 8;
    let chained = 0;
    while (file.covered < file.size && end - at >= step) {
      const size = le32(block, at) & 0x3fffffff;
      const kind = le32(block, at) >>> 30;
      const place = isLong ? readPlace(block, at + 4) : { block: le32(block, at + 4), partition };
      at += step;
      if (size === 0) return;
      if (kind === 3) {
        if (chained++ === MAX_CHAIN) throw new FormatError("what says where a file is does not end");
        ({ block } = await this.#readBlock(place));
        const length = le32(block, 20);
        if (!hasTagAt(block, ALLOCATION_EXTENT, place.block) || length > SECTOR - 24)
          throw new FormatError("where a file is stands in an invalid block");
        [at, end] = [24, 24 + length];
        continue;
      }
      addPiece(file, kind === 0 ? this.#locate(place, size, "a file is not in its partition") : null, size);
      if (file.pieces.length > MAX_EXTENTS) throw new FormatError("a file lies in too many pieces");
    }
  }

  async #readFolder(folder) {
    const file = await this.#readEntry(folder);
    if (file.kind !== 4) throw new FormatError("what should be a folder is none");
    const wanted = Math.min(file.size, MAX_FOLDER);
    const bytes = await new PiecesSource(this.#source, file.pieces).read(0, wanted);
    const entries = [];
    let at = 0;
    while (at < wanted && entries.length < MAX_NAMES) {
      const start = at + 38 + (at + 38 <= bytes.length ? le16(bytes, at + 36) : 0);
      const end = start + (bytes[at + 19] ?? 0);
      if (at + 38 > bytes.length) break;
      if (!hasTag(bytes.subarray(at), FILE_IDENTIFIER))
        return { entries, damage: new FormatError("a folder holds something else than names") };
      if (end > bytes.length) break;
      const entry = readIdentifier(bytes.subarray(at, start), bytes.subarray(start, end));
      if (entry) entries.push(entry);
      at += Math.ceil((end - at) / 4) * 4;
    }
    const isAll = at >= wanted || bytes.length === MAX_FOLDER || entries.length === MAX_NAMES;
    return { entries, damage: isAll ? null : new FormatError("a folder is cut off") };
  }

  async list(folder) {
    const key = `${folder.place.partition}:${folder.place.block}`;
    if (!this.#listed.has(key)) {
      try {
        this.#listed.set(key, await this.#readFolder(folder));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        this.#listed.set(key, { entries: [], damage: error });
      }
    }
    return this.#listed.get(key);
  }

  async open(node) {
    const file = await this.#readEntry(node);
    if (file.kind !== 5 && file.kind !== 249) throw new FormatError("what should be a file is none");
    return new PiecesSource(this.#source, file.pieces);
  }
}

// A file identifier (4/14.4); null: it is deleted, the folder above, or has no name.
function readIdentifier(identifier, nameBytes) {
  const bits = identifier[18];
  const name = readText(nameBytes);
  if ((bits & 12) !== 0 || le32(identifier, 20) === 0) return null;
  if (!name || countBytes(name) > MAX_NAME) return null;
  return { name, node: { kind: bits & 2 ? FOLDER : FILE, place: readPlace(identifier, 24) } };
}

// What is behind the end of the file does not count; neighbours are one.
function addPiece(file, offset, size) {
  const counted = Math.min(size, file.size - file.covered);
  const last = file.pieces.at(-1);
  file.covered += counted;
  if (counted === 0) return;
  const isNext =
    last && (offset === null ? last.offset === null : last.offset !== null && last.offset + last.size === offset);
  if (isNext) last.size += counted;
  else file.pieces.push({ offset, size: counted });
}
