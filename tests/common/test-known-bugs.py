#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The table of faults in tests/README.md: each of the sixty has a line, what a line names is there, and what programs of the
established library's own are known to differ in has its reason. Prints TAP.

usage: test-known-bugs.py SOURCE-ROOT"""

import re
import sys
from pathlib import Path

N_FAULTS = 60


def read_lines(readme):
    """The numbers and the names of tests of each line of the table."""
    text = readme.read_text(encoding="utf-8")
    table = text[text.index("## Faults of the established library") :]
    for line in table[: table.index("\n## ", 1)].splitlines():
        cells = line.split(" | ")
        if line.startswith("| ") and len(cells) == 3 and "`" in cells[2]:
            yield re.findall(r"KB-(\d+)", cells[0]), re.findall(r"`([^`]+)`", cells[2])


def read_sources(folder):
    paths = (path for path in folder.rglob("*") if path.suffix in (".c", ".py", ".build"))
    return {path: path.read_text(encoding="utf-8") for path in paths if path.resolve() != Path(__file__).resolve()}


def is_there(name, everything):
    """A test of Meson; /PROGRAM/…/CASE: the beginning stands in a source, and the last word, as such or in a table."""
    if not name.startswith("/"):
        return re.search(rf"['\"]{re.escape(name.removeprefix('db-tools-'))}['\"]", everything) is not None
    words = name.split("/")[1:]
    last = words[-1]
    if f'"{name}' in everything:
        return True
    return f'"/{words[0]}/' in everything and (len(words) == 1 or f'"{last}"' in everything or f"/{last}" in everything)


def main():
    root = Path(sys.argv[1])
    sources = read_sources(root / "tests")
    everything = "\n".join(sources.values())
    lines = list(read_lines(root / "tests" / "README.md"))
    number = 0
    failed = False
    cited = {int(one) for numbers, _names in lines for one in numbers}
    for fault in range(1, N_FAULTS + 1):
        number += 1
        failed |= fault not in cited
        print(f"{'ok' if fault in cited else 'not ok'} {number} - KB-{fault} has a line")
    for name in sorted({name for _numbers, names in lines for name in names if name.startswith("/") or re.fullmatch(r"[a-z-]+", name)}):
        number += 1
        good = is_there(name, everything)
        failed |= not good
        print(f"{'ok' if good else 'not ok'} {number} - {name} is there")
    print(f"1..{number}")
    return int(failed)


sys.exit(main())
