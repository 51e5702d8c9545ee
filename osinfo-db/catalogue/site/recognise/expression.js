// SPDX-License-Identifier: GPL-2.0-or-later
// The database's regular expressions are those of PCRE, as GRegex compiles them; browsers have others. Here one becomes
// the other, or is refused: an expression that this page cannot carry out matches nothing.
import { countBytes } from "./bytes.js";
import { MAX_TEXT } from "./evidence.js";

// Letters of all scripts count for these, as in GRegex.
const CLASSES = {
  d: "\\p{Nd}", D: "\\P{Nd}", w: "[\\p{L}\\p{N}_]", W: "[^\\p{L}\\p{N}_]",
  s: "[\\p{Z}\\t-\\r\\x85]", S: "[^\\p{Z}\\t-\\r\\x85]", h: "[\\p{Zs}\\t\\u180E]",
}; // prettier-ignore
const INSIDE = { d: "\\p{Nd}", w: "\\p{L}\\p{N}_", s: "\\p{Z}\\t-\\r\\x85" };
const POSIX = {
  alpha: "\\p{L}", digit: "\\p{Nd}", alnum: "\\p{L}\\p{N}", upper: "\\p{Lu}", lower: "\\p{Ll}",
  space: "\\p{Z}\\t-\\r\\x85", xdigit: "0-9A-Fa-f", punct: "\\p{P}\\$+<=>\\^`\\|~",
}; // prettier-ignore
const WORD = "[\\p{L}\\p{N}_]";
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const CONTROLS = { t: "\\t", n: "\\n", r: "\\r", f: "\\f", a: "\\x07", e: "\\x1B" };

// One character, written so that it means nothing else; a hyphen does so in classes only.
const quote = (character) => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);
const quoteInside = (character) => (character === "-" ? "\\-" : quote(character));

class Translator {
  #at = 0;
  #out = "";

  constructor(pattern) {
    this.pattern = pattern;
  }

  #refuse(what) {
    throw new SyntaxError(`${what} at ${this.#at}`);
  }

  #take(expression) {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.pattern);
    if (found) this.#at += found[0].length;
    return found;
  }

  // Behind a backslash.
  #escape(table, isOutside) {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? 0x5c);
    const [hex] = this.#take(/x[0-9A-Fa-f]{2}/y) ?? [];
    if (hex) return `\\${hex}`;
    this.#at += character.length;
    if (Object.hasOwn(table, character)) return table[character];
    if (Object.hasOwn(CONTROLS, character)) return CONTROLS[character];
    if (character === "b" && isOutside) return BOUNDARY;
    if (character === "A" && isOutside) return "^";
    if (character === "z" && isOutside) return "$";
    if (/^[0-9A-Za-z]$/.test(character)) this.#refuse(`\\${character}`);
    return isOutside ? quote(character) : quoteInside(character);
  }

  #class() {
    let out = this.#take(/\^/y) ? "[^" : "[";
    for (let isFirst = true; isFirst || this.pattern[this.#at] !== "]"; isFirst = false) {
      const [, negated, name] = this.#take(/\[:(\^?)([a-z]+):\]/y) ?? [];
      if (name !== undefined) {
        if (negated || !Object.hasOwn(POSIX, name)) this.#refuse(`[:${name}:]`);
        out += POSIX[name];
      } else if (this.#take(/\\/y)) {
        out += this.#escape(INSIDE, false);
      } else if (!isFirst && this.#take(/-(?=[^\]])/y)) {
        out += "-";
      } else {
        const character = String.fromCodePoint(this.pattern.codePointAt(this.#at) ?? this.#refuse("["));
        this.#at += character.length;
        out += quoteInside(character);
      }
    }
    this.#at++;
    return `${out}]`;
  }

  translate() {
    while (this.#at < this.pattern.length) {
      if (this.#take(/\\/y)) this.#out += this.#escape(CLASSES, true);
      else if (this.#take(/\[/y)) this.#out += this.#class();
      else if (this.#take(/\(\?[^:=!]/y)) this.#refuse("(?");
      else if (this.#take(/\(\*/y)) this.#refuse("(*");
      else if (this.#take(/[*+?}]\+/y)) this.#refuse("possessive quantifier");
      else this.#step();
    }
    return this.#out;
  }

  #step() {
    const [quantifier] = this.#take(/\{[0-9]+(,[0-9]*)?\}/y) ?? [];
    const [other] = quantifier ? [] : (this.#take(/\(\?[:=!]|[()|*+?^$.]/y) ?? []);
    if (other === ".") this.#out += "[^\\n-\\r\\x85\\u2028\\u2029]";
    else this.#out += quantifier ?? other ?? this.#literal();
  }

  #literal() {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.#at));
    this.#at += character.length;
    return quote(character);
  }
}

export function translate(pattern) {
  return new Translator(pattern).translate();
}

// Letters that a text must begin with, which most expressions tell: nearly all are refused by them.
function findStart(pattern) {
  const [, letters, next] = /^\^([A-Za-z0-9 _-]*)(.?)/s.exec(pattern) ?? [, "", ""];
  const groups = pattern.replace(/\\.|\[\^?\]?[^\]]*\]/gs, "x");
  // an alternative that is in no group begins otherwise
  if (/\|(?![^(]*\))/.test(groups)) return "";
  return /[?*{]/.test(next) ? letters.slice(0, -1) : letters;
}

const compiled = new Map();

// { expression, start }; without an expression where it cannot be carried out.
function prepare(pattern) {
  let prepared = compiled.get(pattern);
  if (prepared === undefined) {
    prepared = { expression: null, start: findStart(pattern) };
    compiled.set(pattern, prepared);
  }
  return prepared;
}

// null: it cannot be carried out.
export function compile(pattern) {
  const prepared = prepare(pattern);
  if (prepared.expression === null) {
    try {
      prepared.expression = new RegExp(translate(pattern), "u");
    } catch {
      prepared.expression = false;
    }
  }
  return prepared.expression || null;
}

const isAsked = (text) => text.length <= MAX_TEXT && (text.length * 3 <= MAX_TEXT || countBytes(text) <= MAX_TEXT);

export function matches(pattern, text) {
  return text.startsWith(prepare(pattern).start) && isAsked(text) && (compile(pattern)?.test(text) ?? false);
}

// At the start of the text: its first group, "" without one; null: it does not match.
export function capture(pattern, text) {
  const found = text.startsWith(prepare(pattern).start) && isAsked(text) ? compile(pattern)?.exec(text) : null;
  return found && found.index === 0 ? (found[1] ?? "") : null;
}
