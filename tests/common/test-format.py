#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""C files are as .clang-format says; what version 14 makes of it counts, others differ in tables. Prints TAP.

usage: test-format.py SOURCE-FOLDER"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from tools_case import Tap

VERSION = 14
PROGRAMS = [f"clang-format-{VERSION}", "clang-format"]
FOLDERS = ["common", "libosinfo", "osinfo-db", "osinfo-db-tools", "tests"]


def find_formatter():
    """A program of the version that counts, else what is in the way."""
    reason = "clang-format is not here"
    for program in filter(shutil.which, PROGRAMS):
        words = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"version (\d+)", words)
        if version and int(version[1]) == VERSION:
            return program, None
        reason = f"clang-format is not of version {VERSION}: {words.strip()}"
    return None, reason


def main():
    source = Path(sys.argv[1])
    program, reason = find_formatter()
    if not (source / ".clang-format").exists():
        reason = "this archive has no .clang-format"
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    for folder in FOLDERS:
        files = sorted(path for path in (source / folder).rglob("*.[ch]"))
        if not files:
            continue
        check = [program, "--dry-run", "-Werror", "--style=file", *files]
        result = subprocess.run(check, cwd=source, capture_output=True, text=True, check=False)
        places = [line for line in result.stderr.splitlines() if "error:" in line]
        tap.ok(result.returncode == 0, folder, *places, "clang-format -i FILE lays it out")
    return tap.finish()


sys.exit(main())
