// SPDX-License-Identifier: GPL-2.0-or-later
// Ranges of bytes of a file that stays where it is. A source has `size` and `read(offset, size)`, which gives fewer
// bytes only where the source ends.

// Something on the medium is not as its format wants it; others may be.
export class FormatError extends Error {}

// More would have to be read than anybody should wait for.
export class BudgetError extends Error {}

const BLOCK_SIZE = 32 * 1024; // bytes that are read at a time
const MAX_BYTES = 8 * 1024 * 1024; // of a medium; a WIM file's XML counts, too

// A file of the browser, or whatever has size and slice() as a Blob has them. Blocks that were read are kept.
export class BlobSource {
  #blob;
  #blocks = new Map();
  #left = MAX_BYTES;

  constructor(blob) {
    this.#blob = blob;
    this.size = blob.size;
  }

  // Reads whole blocks, those side by side at once.
  async #fetch(first, last) {
    const start = first * BLOCK_SIZE;
    const end = Math.min((last + 1) * BLOCK_SIZE, this.size);
    if (end - start > this.#left) throw new BudgetError(`the limit of ${MAX_BYTES} bytes is reached`);
    this.#left -= end - start;
    const bytes = new Uint8Array(await this.#blob.slice(start, end).arrayBuffer());
    for (let block = first; block <= last; block++) {
      const at = (block - first) * BLOCK_SIZE;
      this.#blocks.set(block, bytes.subarray(at, Math.min(at + BLOCK_SIZE, bytes.length)));
    }
  }

  async read(offset, size) {
    const end = Math.min(offset + size, this.size);
    if (!(offset < end)) return new Uint8Array(0);
    const first = Math.floor(offset / BLOCK_SIZE);
    const last = Math.floor((end - 1) / BLOCK_SIZE);
    for (let block = first; block <= last; block++) {
      if (this.#blocks.has(block)) continue;
      let until = block;
      while (until < last && !this.#blocks.has(until + 1)) until++;
      await this.#fetch(block, until);
      block = until;
    }
    const bytes = new Uint8Array(end - offset);
    for (let block = first; block <= last; block++) {
      const start = block * BLOCK_SIZE;
      const from = Math.max(offset, start);
      const part = this.#blocks.get(block).subarray(from - start, end - start);
      bytes.set(part, from - offset);
    }
    return bytes;
  }
}

// Pieces of another source, each { offset, size }, as one. Without an offset a piece is zeros.
export class PiecesSource {
  #below;
  #pieces;

  constructor(below, pieces) {
    this.#below = below;
    this.#pieces = pieces;
    this.size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  }

  async read(offset, size) {
    const bytes = new Uint8Array(Math.max(0, Math.min(size, this.size - offset)));
    let start = 0;
    for (const piece of this.#pieces) {
      const from = Math.max(offset, start);
      const end = Math.min(offset + bytes.length, start + piece.size);
      start += piece.size;
      if (from >= end || piece.offset === null) continue;
      const part = await this.#below.read(piece.offset + from - (start - piece.size), end - from);
      bytes.set(part, from - offset);
      if (part.length < end - from) return bytes.subarray(0, from - offset + part.length);
    }
    return bytes;
  }
}
