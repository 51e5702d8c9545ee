// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers and texts in bytes. Texts come from anybody: what is not UTF-8 becomes U+FFFD, byte by byte.

export const le16 = (bytes, at = 0) => bytes[at] | (bytes[at + 1] << 8);
export const le32 = (bytes, at = 0) => (le16(bytes, at) | (le16(bytes, at + 2) << 16)) >>> 0;
// Exact up to 2^53, which no image reaches.
export const le64 = (bytes, at = 0) => le32(bytes, at) + le32(bytes, at + 4) * 2 ** 32;
export const be16 = (bytes, at = 0) => (bytes[at] << 8) | bytes[at + 1];
export const be32 = (bytes, at = 0) => ((be16(bytes, at) << 16) | be16(bytes, at + 2)) >>> 0;

const ENCODER = new TextEncoder();
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const countBytes = (text) => ENCODER.encode(text).length;

export function hasBytes(bytes, at, text) {
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

// Bytes of the character that begins at @at; 0: none does.
function measureCharacter(bytes, at) {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    try {
      if ([...STRICT.decode(bytes.subarray(at, at + length))].length === 1) return length;
    } catch {
      // perhaps it is longer
    }
  }
  return 0;
}

// UTF-8 as text. A NUL does not end it.
export function decode(bytes) {
  try {
    return STRICT.decode(bytes);
  } catch {
    let text = "";
    for (let at = 0; at < bytes.length; ) {
      const length = bytes[at] < 0x80 ? 1 : measureCharacter(bytes, at);
      text += length > 0 ? STRICT.decode(bytes.subarray(at, at + length)) : "\uFFFD";
      at += Math.max(length, 1);
    }
    return text;
  }
}

// Up to the first NUL.
export function decodeField(bytes) {
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}

const isCharacter = (code) => code < 0xd800 || code > 0xdfff;

// 16 bits a character, the highest byte first, up to the first NUL.
export function decodeUcs2(bytes) {
  let text = "";
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const code = be16(bytes, at);
    if (code === 0) break;
    text += isCharacter(code) ? String.fromCharCode(code) : "\uFFFD";
  }
  return text;
}

// 16 bits a unit, the lowest byte first.
export function decodeUtf16(bytes) {
  const text = new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes.subarray(0, bytes.length & ~1));
  return text.replaceAll("\0", "\uFFFD");
}

// The start of a text that has so many bytes in UTF-8, without the character that crosses the limit.
export function cutBytes(text, max) {
  if (text.length * 3 <= max || countBytes(text) <= max) return text;
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += countBytes(character);
    if (size > max) break;
    end += character.length;
  }
  return text.slice(0, end);
}

// What white space and case are to programs, whatever the language. Expressions would go through long blanks time and again.
const BLANKS = " \t\n\f\r";

export function chomp(text) {
  let end = text.length;
  while (end > 0 && BLANKS.includes(text[end - 1])) end--;
  return text.slice(0, end);
}

export function strip(text) {
  let start = 0;
  while (start < text.length && BLANKS.includes(text[start])) start++;
  return chomp(text.slice(start));
}

export const lower = (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
export const upper = (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
export const isSame = (a, b) => lower(a) === lower(b);
export const startsSame = (text, start) => isSame(text.slice(0, start.length), start);
