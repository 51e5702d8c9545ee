#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Options of manual pages and of programs are the same ones, long and short (KB-60). Prints TAP.

usage: test-pages.py FOLDER-OF-PROGRAMS MAN-FOLDER"""

import re
import subprocess
import sys
from pathlib import Path


def read_help(program):
    """Standard output or error: the established programs answer on both."""
    run = subprocess.run([program, "--help"], capture_output=True, encoding="utf-8", env={"LC_ALL": "C.UTF-8"})
    return run.stdout + run.stderr


def read_options(text):
    found = set()
    for line in text.splitlines():
        match = re.match(r"\s+(?:-(\w), )?--([a-z][a-z-]*)", line)
        if match:
            found |= {word for word in match.groups() if word}
    return found


def read_page(path):
    """What the synopsis and the list of options name, and what is named in passing."""
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith((".It Fl", ".Op Fl", ".Fl", ".It Fl")):
            found |= set(re.findall(r"\bFl -?([A-Za-z0-9][a-z-]*)", line))
    return found


def main():
    programs, pages = map(Path, sys.argv[1:])
    number = 0
    failed = False
    for page in sorted(pages.glob("osinfo-*.1*")):
        name = page.name.split(".1")[0]
        number += 1
        options = read_options(read_help(programs / name))
        named = read_page(page)
        # the page may name programs' options of other programs' examples by .Ql only
        wrong = sorted(named - options), sorted(options - named - {"help", "h", "version", "verbose", "v"})
        failed |= wrong != ([], []) or not options
        print(f"{'ok' if wrong == ([], []) and options else 'not ok'} {number} - {name}: {len(options)} options")
        if wrong != ([], []):
            print(f"# only in the page: {wrong[0]}; only in the program: {wrong[1]}")
    print(f"1..{number}")
    return int(failed or number == 0)


sys.exit(main())
