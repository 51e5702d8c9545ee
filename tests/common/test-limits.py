#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""LIMITS.md says what the sources say: each bound is there with its value, and each bound of the sources is named.
Prints TAP.

usage: test-limits.py SOURCE-FOLDER"""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from tools_case import Tap, list_folders

UNITS = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "ms": 1}
PIECES = ("common", "libosinfo", "osinfo-db-tools")
ROW = re.compile(r"^\| .* \| (\d+)(?: (\w+))? \| `([^`]+)` `(\w+)` \|$", re.MULTILINE)
DEFINE = re.compile(r"^#define (\w+)[ \t]+([^\n\\]+)$", re.MULTILINE)
BOUND = re.compile(r"MAX_|_MAX\b|LIMIT|TIMEOUT")

# Bounds of what is our own: how wide a bar is, how many kinds of evidence there are.
OWN = {
    ("libosinfo/facts/fields.h", "FIELD_MAX_EVIDENCE"),
    ("common/progress.c", "MAX_BAR"),
    ("common/progress.c", "MAX_LABEL"),
    ("common/progress.c", "MAX_WIDTH"),
}


def evaluate(text):
    """The number of a definition; None: it is none."""
    text = re.sub(r"/\*.*?\*/|/\*.*", "", text)
    text = re.sub(r"G_GU?INT64_CONSTANT|G_USEC_PER_SEC", lambda m: "1000000" if "USEC" in m[0] else "", text).strip()
    return eval(text) if re.fullmatch(r"[\d\s()*+<-]+", text) else None


def read_definitions(source):
    """(path, name) -> number."""
    found = {}
    for piece in PIECES:
        for path in sorted((source / piece).rglob("*.[ch]")):
            for name, value in DEFINE.findall(path.read_text()):
                if BOUND.search(name) and evaluate(value) is not None:
                    found[str(path.relative_to(source)), name] = evaluate(value)
    return found


def main():
    tap = Tap()
    source = Path(sys.argv[1])
    definitions = read_definitions(source)
    rows = ROW.findall((source / "LIMITS.md").read_text())
    here = list_folders(source)
    named = set()

    tap.ok(len(rows) > 20, "the page has rows", len(rows))
    for number, unit, path, name in rows:
        named.add((path, name))
        if not any(path.startswith(folder + "/") for folder in here):
            continue  # another piece's
        tap.equal(definitions.get((path, name)), int(number) * UNITS[unit], f"{path}: {name}")
    for path, name in sorted(set(definitions) - named - OWN):
        tap.ok(False, f"{path}: {name} is not in LIMITS.md", definitions[path, name])
    tap.finish()


if __name__ == "__main__":
    main()
