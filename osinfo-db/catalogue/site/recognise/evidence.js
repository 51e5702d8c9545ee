// SPDX-License-Identifier: GPL-2.0-or-later
// What a medium says of itself: key, value, and where it stands. Keys are those that the rules of the database name.
import { cutBytes } from "./bytes.js";

export const MAX_TEXT = 4096; // bytes of a text; it is cut there
const MAX_ITEMS = 512; // what comes behind them is left out

// Fit to be shown: control characters of terminals become U+FFFD.
function clean(text) {
  const end = text.indexOf("\0");
  return cutBytes((end < 0 ? text : text.slice(0, end)).replace(/[\x01-\x1F\x7F-\x9F]/g, "\uFFFD"), MAX_TEXT);
}

export class Evidence {
  items = []; // { key, text, where } or { key, number, where }
  isBootable = null; // null: nothing was found that a machine could start from
  bootError = null; // why what it would start from could not be found
  volumeError = null; // why it is not a whole volume with a name

  addFound(key, text, where) {
    if (text && this.items.length < MAX_ITEMS) this.items.push({ key, text: clean(text), where: clean(where) });
  }

  addOnce(key, text, where) {
    if (text && !this.items.some((item) => item.key === key && item.text === text)) this.addFound(key, text, where);
  }

  addNumber(key, number, where) {
    if (this.items.length < MAX_ITEMS) this.items.push({ key, number, where });
  }

  // What a program says, or somebody who has but a label.
  addGiven(key, text) {
    this.items.push({ key, text, where: "given" });
  }

  #find(key) {
    return this.items.find((item) => item.key === key);
  }

  // The first value of a key; null: there is none.
  getText(key) {
    return this.#find(key)?.text ?? null;
  }

  getNumber(key) {
    return this.#find(key)?.number ?? null;
  }

  listTexts(key) {
    return this.items.filter((item) => item.key === key && item.text !== undefined).map((item) => item.text);
  }

  // The only value of a key; null also where there are several that differ.
  getAgreed(key) {
    const texts = new Set(this.listTexts(key));
    return texts.size === 1 ? [...texts][0] : null;
  }
}
