// SPDX-License-Identifier: GPL-2.0-or-later
// Which version a label tells that nobody knows: the first number in it that is none of a machine.

const MAX_LABEL_VERSION = 16; // bytes; what is longer is a number of something else, such as a day

// What has digits and is a machine, or the size of its words; longer ones first.
const LABEL_MACHINES = [
  "x86_64", "x86-64", "x86", "x64", "amd64", "aarch64", "arm64", "armv7", "i386", "i486", "i586",
  "i686", "ppc64le", "ppc64", "s390x", "s390", "riscv64", "ia64", "64bit", "64-bit", "32bit", "32-bit",
]; // prettier-ignore

const measureMachine = (text) =>
  LABEL_MACHINES.find((machine) => text.slice(0, machine.length).toLowerCase() === machine)?.length ?? 0;
const measureDigits = (text) => /^[0-9]*/.exec(text)[0].length;

// Numbers with points or lines between them.
function measureVersion(text) {
  let length = measureDigits(text);
  while (length > 0 && /^[._][0-9]/.test(text.slice(length)) && measureMachine(text.slice(length + 1)) === 0)
    length += 1 + measureDigits(text.slice(length + 1));
  return length;
}

// Such as "16.3" of "Install-Leap-16.3-x86_64"; null: there is none.
export function findLabelVersion(label) {
  for (let rest = label; rest !== ""; ) {
    const machine = measureMachine(rest);
    const version = machine === 0 ? measureVersion(rest) : 0;
    if (version > 0 && version <= MAX_LABEL_VERSION) return rest.slice(0, version).replaceAll("_", ".");
    rest = rest.slice(Math.max(machine, version, 1));
  }
  return null;
}
