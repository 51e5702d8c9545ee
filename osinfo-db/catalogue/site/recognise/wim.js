// SPDX-License-Identifier: GPL-2.0-or-later
// What a WIM file (.wim, .esd, .swm) says of the images in it: its header (Microsoft, "Windows Imaging File Format") and
// its XML. People edit that, so it takes what it finds: a tag that is not closed must not hide the rest.
import { cutBytes, decodeUtf16, hasBytes, le32, le64, strip, upper } from "./bytes.js";
import { FormatError } from "./source.js";

const HEADER_SIZE = 208;
const MAX_XML = 4 * 1024 * 1024; // bytes
const MAX_IMAGES = 64; // that are kept, and languages of each
const MAX_TEXT = 256; // bytes of a text; it is cut there
const MAX_DEPTH = 8; // elements within each other

// Paths below IMAGE.
const TEXTS = {
  "WINDOWS/VERSION/BRANCH": "branch",
  "WINDOWS/INSTALLATIONTYPE": "installationType",
  "WINDOWS/PRODUCTTYPE": "productType",
  "WINDOWS/EDITIONID": "edition",
  "WINDOWS/LANGUAGES/DEFAULT": "language",
  FLAGS: "flags",
  NAME: "name",
};
const NUMBERS = {
  "WINDOWS/ARCH": "architecture",
  "WINDOWS/VERSION/MAJOR": "major",
  "WINDOWS/VERSION/MINOR": "minor",
  "WINDOWS/VERSION/BUILD": "build",
  "WINDOWS/VERSION/SPBUILD": "update",
  "WINDOWS/VERSION/SPLEVEL": "servicePack",
};
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
const ARCHITECTURES = {
  0: "i686", 3: "ppc", 5: "armv7l", 6: "ia64", 9: "x86_64", 10: "i686", 12: "aarch64", 13: "armv7l", 14: "i686",
}; // prettier-ignore

export const nameArchitecture = (number) => ARCHITECTURES[number] ?? null;

// Decimal, or hexadecimal behind "0x"; at most 32 bits.
function parseNumber(text) {
  const number = /^0x[0-9a-f]+$/i.test(text) || /^[0-9]+$/.test(text) ? Number(text) : -1;
  return number <= 0xffffffff ? number : -1;
}

class Scanner {
  images = [];
  #names = []; // of the elements that are open, upper case
  #text = "";

  #isInImage() {
    return this.#names[0] === "WIM" && this.#names[1] === "IMAGE";
  }

  // Of the first element of a name the value counts.
  #takeValue() {
    const text = strip(this.#text);
    const image = this.images.at(-1);
    const path = this.#names.slice(2).join("/");
    if (text === "" || !image || !this.#isInImage() || this.#names.length > MAX_DEPTH) return;
    if (Object.hasOwn(TEXTS, path)) image[TEXTS[path]] ??= text;
    if (Object.hasOwn(NUMBERS, path) && (image[NUMBERS[path]] ?? -1) < 0) image[NUMBERS[path]] = parseNumber(text);
    if (path === "WINDOWS/LANGUAGES/LANGUAGE" && image.languages.length < MAX_IMAGES) image.languages.push(text);
  }

  #open(name) {
    this.#text = "";
    this.#names.push(upper(name).slice(0, 24));
    if (this.#names.length !== 2 || !this.#isInImage()) return;
    if (this.images.length < MAX_IMAGES) this.images.push({ languages: [] });
    else this.#names[1] = "";
  }

  // Closes all that was left open inside; an end without a beginning is not there.
  #close(name) {
    const wanted = upper(name).slice(0, 24);
    this.#takeValue();
    this.#text = "";
    if (this.#names.length > MAX_DEPTH) {
      this.#names.pop();
      return;
    }
    for (let level = this.#names.length; level > 0; level--) {
      const open = this.#names[level - 1];
      if (open === wanted || (level === 2 && open === "" && wanted === "IMAGE")) {
        this.#names.length = level - 1;
        return;
      }
    }
  }

  #append(text) {
    this.#text = cutBytes(this.#text + text.slice(0, MAX_TEXT), MAX_TEXT);
  }

  // @at is behind "<"; gives where to go on.
  #readTag(xml, at) {
    const [tag, slash, name, rest] = /^(\/?)([^ \t\r\n/><]*)([^><]*)/.exec(xml.slice(at, at + 4096));
    const end = at + tag.length;
    if (name === "") return end;
    if (slash) {
      this.#close(name);
    } else {
      this.#open(name);
      if (rest.endsWith("/")) this.#close(name);
    }
    return xml[end] === ">" ? end + 1 : end;
  }

  #readMarkup(xml, at) {
    const skip = (end) => {
      const found = xml.indexOf(end, at);
      return found < 0 ? xml.length : found + end.length;
    };
    if (xml.startsWith("<![CDATA[", at)) {
      const end = skip("]]>");
      if (end < xml.length) this.#append(xml.slice(at + 9, end - 3));
      return end;
    }
    if (xml.startsWith("<!--", at)) return skip("-->");
    if (xml[at + 1] === "?") return skip("?>");
    return xml[at + 1] === "!" ? skip(">") : this.#readTag(xml, at + 1);
  }

  scan(xml) {
    for (let at = 0; at < xml.length; ) {
      if (xml[at] === "<") {
        at = this.#readMarkup(xml, at);
      } else if (xml[at] === "&") {
        const entity = Object.keys(ENTITIES).find((known) => xml.startsWith(known, at));
        this.#append(entity ? ENTITIES[entity] : "&");
        at += entity ? entity.length : 1;
      } else {
        const rest = /[<&]/g;
        rest.lastIndex = at;
        const end = rest.exec(xml)?.index ?? xml.length;
        this.#append(xml.slice(at, end));
        at = end;
      }
    }
    return this.images;
  }
}

const hasMagic = (bytes) => hasBytes(bytes, 0, "MSWIM\0\0\0") || hasBytes(bytes, 0, "WLPWM\0\0\0");

// The header that counts; of a pipable file it is the last thing in it. null: it is no WIM file.
async function readHeader(source) {
  let header = await source.read(0, HEADER_SIZE);
  if (!hasMagic(header)) return null;
  if (header.length === HEADER_SIZE && hasBytes(header, 0, "WLPWM") && source.size >= 2 * HEADER_SIZE)
    header = await source.read(source.size - HEADER_SIZE, HEADER_SIZE);
  if (header.length < HEADER_SIZE) throw new FormatError("the header of the WIM file is cut off");
  return header;
}

// The images; null: it is no WIM file.
export async function readWim(source) {
  const header = await readHeader(source);
  if (!header) return null;
  const size = le32(header, 72) + (le32(header, 76) & 0xffffff) * 2 ** 32;
  const offset = le64(header, 80);
  if (!hasMagic(header) || le32(header, 8) < HEADER_SIZE)
    throw new FormatError("the WIM file has an invalid header");
  if (size === 0) throw new FormatError("the WIM file does not describe its images");
  if ((header[79] & 28) !== 0 || le64(header, 88) !== size) throw new FormatError("the XML of the WIM file is packed");
  if (size < 4 || size % 2 !== 0 || size > MAX_XML)
    throw new FormatError("the XML of the WIM file has an invalid size");
  if (offset < 8 || offset + size > source.size) throw new FormatError("the XML of the WIM file is not in it");
  const bytes = await source.read(offset, size);
  if (bytes.length < size) throw new FormatError("the XML of the WIM file is cut off");
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) throw new FormatError("the XML of the WIM file is not UTF-16");
  return new Scanner().scan(decodeUtf16(bytes.subarray(2)));
}
