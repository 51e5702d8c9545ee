// SPDX-License-Identifier: GPL-2.0-or-later
// CPE names (NISTIR 7695), in URI form and in that of version 2.3, as eleven fields in the order of the latter: part,
// vendor, product, version, update, edition and what follows.
import { lower, startsSame } from "./bytes.js";

const MAX_LENGTH = 511; // bytes of a name
const UPDATE = 4;

// Any value, and none, are the same for us.
const clear = (field) => (field === "*" || field === "-" ? "" : lower(field));

function splitFormatted(text) {
  const fields = [...text.matchAll(/((?:\\[^]|[^\\:])*)(?::|$)/g)].map(([, field]) => field);
  return fields.map((field) => clear(field.replace(/\\([^])/g, "$1")));
}

const unescape = (field) =>
  clear(field.replace(/%([0-9A-Fa-f]{2})/g, (whole, digits) => String.fromCharCode(parseInt(digits, 16))));

// The sixth field is an edition, or "~edition~software edition~target software~target hardware~other".
function splitUri(text) {
  const parts = text.split(":");
  const fields = parts.slice(0, 5).map(unescape);
  const edition = parts[5] ?? "";
  while (fields.length < 5) fields.push("");
  if (!edition.startsWith("~")) return [...fields, unescape(edition)];
  const packed = edition.slice(1).split("~").map(unescape);
  return [...fields, packed[0] ?? "", "", ...packed.slice(1, 5)];
}

// null: it is none.
export function parseCpe(text) {
  if (text.length > MAX_LENGTH) return null;
  let fields = null;
  if (startsSame(text, "cpe:2.3:")) fields = splitFormatted(text.slice("cpe:2.3:".length));
  else if (startsSame(text, "cpe:/")) fields = splitUri(text.slice("cpe:/".length));
  else return null;
  fields = [...fields, ...Array(11).fill("")].slice(0, 11);
  return fields[0] && fields[1] && fields[2] ? fields : null;
}

// How well what follows the version agrees: 0 it differs, 1 one leaves something open, 2 it is the same.
export function compareRest(a, b) {
  let rest = 2;
  for (let i = UPDATE; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    if (a[i] && b[i]) return 0;
    rest = 1;
  }
  return rest;
}
