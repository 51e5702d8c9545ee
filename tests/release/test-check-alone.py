#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""release/check-alone fails when the table of pieces lacks what a piece needs, and when a command of a README.md fails, at the
step that shows it. Prints TAP."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from release_case import SOURCE, clone, find_problem, git

sys.path.insert(0, str(SOURCE / "tests" / "common"))
from tools_case import Tap

# piece, what its row lacks, the step that fails, what is said
CASES = [
    ("libosinfo", "common", "setup", 'Unknown variable "cc"'),
    ("osinfo-db-tools", "libosinfo/facts", "setup", "../libosinfo does not exist"),
    ("osinfo-db", "data", "nothing-is-missing", "share/osinfo/os/"),
    ("osinfo-db", "schema", "install", "osinfo.rng"),
    ("osinfo-db", "osinfo-db", "archive", "osinfo-db/README.md"),
]


def remove(text, piece, folder):
    """The table without a folder in the row of a piece."""
    row = re.search(rf"^{piece} \|.*$", text, re.MULTILINE)[0]
    columns = row.split("|")
    columns[3] = f" {' '.join(name for name in columns[3].split() if name != folder)} "
    return text.replace(row, "|".join(columns))


# what README.md of the database says instead, the step that fails, what is said
COMMANDS = [
    ("make run", "make walk", "make-walk", "No rule to make target 'walk'"),
    ("make check", "make run && false", "make-run-false", "osinfo-db-"),
    ("    make check", "make check", "two-commands", "1"),
]


def check(tap, name, copy, *arguments):
    """Its first failure has to be that of the step, with these words."""
    *arguments, step, words = arguments
    run = subprocess.run(
        [copy / "release" / "check-alone", "--quick", *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    first = re.search(r"^not ok \d+ (\S+)\n((?:#.*\n)*)", run.stdout, re.MULTILINE)
    good = run.returncode == 1 and first is not None and first[1] == step and words in first[2]
    tap.ok(good, name, run.stdout, run.stderr)


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
            copy = clone(folder, f"copy-{number}", lambda text: remove(text, piece, lacking), few=True)
            installed = f"--installed={folder / 'nothing'}"
            check(tap, f"{piece} without {lacking}", copy, "--no-tests", installed, piece, f"{piece}/{step}", words)
        for number, (told, instead, step, words) in enumerate(COMMANDS):
            copy = clone(folder, f"readme-{number}", few=True)
            page = copy / "osinfo-db" / "README.md"
            text = page.read_text(encoding="utf-8").replace(told, instead).replace("    make check", "    true")
            page.write_text(text, encoding="utf-8")
            git(copy, "commit", "--quiet", "--all", "--message=x")
            check(tap, f"README.md says '{instead}'", copy, "osinfo-db", f"osinfo-db/{step}", words)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
