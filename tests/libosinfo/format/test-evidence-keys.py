#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""libosinfo/format/README.md says what the sources say: each key of it is one, and of a source that it has, no key is
missing. Prints TAP.

usage: test-evidence-keys.py SOURCE-FOLDER"""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap

ROW = re.compile(r"^\| `([a-z0-9-]+\.[a-z0-9-]+)` \| .* \| .* \|$", re.MULTILINE)
LITERAL = re.compile(r'"([a-z0-9-]+\.[a-z0-9-]+)"')
# Names of files that look like keys.
FILES = {"boot.cfg", "boot.iso", "boot.wim"}


def main():
    tap = Tap()
    library = Path(sys.argv[1]) / "libosinfo"
    keys = ROW.findall((library / "format/README.md").read_text())
    sources = {key.partition(".")[0] for key in keys}
    found = set()

    for path in sorted([*library.glob("format/*.[ch]"), *library.glob("disk/*.[ch]")]):
        found.update(LITERAL.findall(path.read_text()))
    found -= FILES
    tap.equal(sorted({key for key in keys if keys.count(key) > 1}), [], "each key has one row")
    tap.equal(sorted(set(keys) - found), [], "keys of the page are in the sources")
    tap.equal(
        sorted(key for key in found - set(keys) if key.partition(".")[0] in sources), [], "keys of the sources are in the page"
    )
    tap.finish()


if __name__ == "__main__":
    main()
