#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""release/check-alone fails when the table of pieces lacks what a piece needs, at the step that shows it. Prints TAP."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from release_case import SOURCE, clone, find_problem

sys.path.insert(0, str(SOURCE / "tests" / "common"))
from tools_case import Tap

# piece, what its row lacks, the step that fails, what is said
CASES = [
    ("libosinfo", "common", "setup", "descriptor.c"),
    ("osinfo-db-tools", "libosinfo/facts", "setup", "../libosinfo does not exist"),
    ("osinfo-db", "data", "nothing-is-missing", "share/osinfo/os/"),
    ("osinfo-db", "schema", "install", "osinfo.rng"),
    ("osinfo-db", "osinfo-db", "archive", "osinfo-db/VERSION"),
]


def remove(text, piece, folder):
    """The table without a folder in the row of a piece."""
    row = re.search(rf"^{piece} \|.*$", text, re.MULTILINE)[0]
    columns = row.split("|")
    columns[3] = f" {' '.join(name for name in columns[3].split() if name != folder)} "
    return text.replace(row, "|".join(columns))


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="osinfo-alone-") as folder:
        folder = Path(folder)
        (folder / "nothing").mkdir()
        for number, (piece, lacking, step, words) in enumerate(CASES):
            copy = clone(folder, f"copy-{number}", lambda text: remove(text, piece, lacking))
            run = subprocess.run(
                [copy / "release" / "check-alone", "--quick", "--no-tests", f"--installed={folder / 'nothing'}", piece],
                capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            first = re.search(r"^not ok \d+ (\S+)\n((?:#.*\n)*)", run.stdout, re.MULTILINE)
            good = run.returncode == 1 and first is not None and first[1] == f"{piece}/{step}" and words in first[2]
            tap.ok(good, f"{piece} without {lacking}", run.stdout, run.stderr)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
