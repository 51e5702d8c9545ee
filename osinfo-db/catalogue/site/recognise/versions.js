// SPDX-License-Identifier: GPL-2.0-or-later
// Versions in the order of their numbers: 9.9, 9.10.

const takeNumber = (text) => {
  const digits = /^[0-9]*/.exec(text)[0];
  return [digits.replace(/^0+/, ""), text.slice(digits.length)];
};

// Negative: @a comes first.
export function compareVersions(a, b) {
  while (a !== "" && b !== "") {
    let order;
    if (/^[0-9]/.test(a) && /^[0-9]/.test(b)) {
      const [first, restA] = takeNumber(a);
      const [second, restB] = takeNumber(b);
      order = first.length - second.length || (first < second ? -1 : Number(first > second));
      [a, b] = [restA, restB];
    } else {
      order = a.charCodeAt(0) - b.charCodeAt(0);
      [a, b] = [a.slice(1), b.slice(1)];
    }
    if (order !== 0) return order;
  }
  return (a.charCodeAt(0) || 0) - (b.charCodeAt(0) || 0);
}
