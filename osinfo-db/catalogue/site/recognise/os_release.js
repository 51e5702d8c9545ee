// SPDX-License-Identifier: GPL-2.0-or-later
// An os-release file: assignments that a shell can read. What stands behind a blank belongs to the value, since remasters
// forget the quotes; a quotation that is not closed on its line makes it void.
import { decode, hasBytes } from "./bytes.js";

const MAX_SIZE = 64 * 1024; // bytes; what comes behind is not seen

// In the order of their evidence.
export const VARIABLES = [
  "ID", "ID_LIKE", "VERSION_ID", "VARIANT_ID", "VERSION_CODENAME", "NAME", "PRETTY_NAME", "VERSION", "IMAGE_ID",
  "IMAGE_VERSION", "BUILD_ID", "CPE_NAME",
]; // prettier-ignore

// null: a quotation is not closed.
function unquote(text) {
  // one way to read each text: what could be read in several would be tried in all of them
  const pattern = /"((?:\\["$`\\]|\\(?!["$`\\])|[^"\\])*)"|'([^']*)'|(["'])|(#)|\\([^])|([^])/y;
  let value = "";
  let kept = 0; // characters up to the last one that is no bare blank
  while (pattern.lastIndex < text.length) {
    const [whole, double, single, open, comment, escaped] = pattern.exec(text);
    if (open) return null;
    if (comment && value.length > kept) break;
    value += double?.replace(/\\(["$`\\])/g, "$1") ?? single ?? escaped ?? whole;
    if (!/^[ \t\r]$/.test(whole)) kept = value.length;
  }
  return value.slice(0, kept);
}

export function readOsRelease(bytes, where, evidence) {
  const values = new Map();
  const text = decode(bytes.subarray(hasBytes(bytes, 0, "\xEF\xBB\xBF") ? 3 : 0, MAX_SIZE));
  for (const line of text.split("\n")) {
    const [, name, value] = /^[ \t\r]*(?:export [ \t\r]*)?([A-Z_]+)=([^]*)$/.exec(line) ?? [];
    // a NUL would hide the rest
    if (!VARIABLES.includes(name) || line.includes("\0")) continue;
    const plain = unquote(value);
    if (plain !== null) values.set(name, plain);
  }
  for (const name of VARIABLES)
    evidence.addFound(`os-release.${name.toLowerCase().replaceAll("_", "-")}`, values.get(name), where);
  return [...values.values()].some((value) => value !== "");
}
