#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The table of pieces names each file of the repository, and says what ARCHITECTURE.md says. Prints TAP."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "release"), str(SOURCE / "tests" / "common")]
from pieces import KEPT, list_names, read_rows
from tools_case import Tap


def git(source, *arguments, check=True):
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *identity, "-C", source, *arguments], capture_output=True, text=True, check=check, stdin=subprocess.DEVNULL
    )


def is_below(path, names):
    return any(path == name or path.startswith(name + "/") for name in names)


def check_table(tap, files):
    rows = read_rows()
    tap.equal(list_names(), ["libosinfo", "osinfo-db-tools", "osinfo-db"], "names")
    named = {path for row in rows.values() for path in row.get_paths()}
    tap.equal([path for path in files if not is_below(path, named)], [], "every file has a row")
    tap.equal([name for name in sorted(named) if not any(is_below(path, [name]) for path in files)], [], "every row has files")
    taken = {path for name, row in rows.items() if name != KEPT for path in row.get_paths()}
    kept = [path for path in files if is_below(path, rows[KEPT].get_paths()) and is_below(path, taken)]
    tap.equal(kept, ["release/pieces"], "what is in no archive")

    described = {}
    for name, folders in re.findall(r"^\| ([\w-]+) \| (`.*?`) \|", (SOURCE / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.M):
        described[name] = [folder.rstrip("/") for folder in re.findall(r"`([^`]+)`", folders)]
    tap.equal(described, {name: rows[name].folders for name in list_names()}, "ARCHITECTURE.md says the same")


def main():
    if shutil.which("git") is None or git(SOURCE, "rev-parse", "HEAD", check=False).returncode != 0:
        print("1..0 # SKIP no repository, or no git that reads it")
        return 0
    tap = Tap()
    files = git(SOURCE, "ls-tree", "-r", "--name-only", "--full-tree", "HEAD").stdout.splitlines()
    check_table(tap, files)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
