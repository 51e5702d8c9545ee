#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples of README.md print what stands there, one after the other, in a folder with sample.iso. Prints TAP.

usage: test-readme.py README"""

import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "common"))
from tools_case import DATABASE, Tap, World

MAKE_SAMPLE = HERE.parents[1] / "isodata" / "make-sample.sh"
LABEL = "Debian 12.5.0 amd64 n"


def read_examples(text):
    """Pairs of a command and what it prints; a command goes on while a quotation mark is open."""
    command, output, found = None, [], []
    for line in text.splitlines():
        if not line.startswith("    "):
            if command is not None:
                found.append((command, "".join(output)))
            command, output = None, []
            continue
        line = line[4:]
        if command is not None and command.count('"') % 2 == 1:
            command += "\n" + line
        elif line.startswith("$ "):
            if command is not None:
                found.append((command, "".join(output)))
            command, output = line[2:], []
        elif command is not None:
            output.append(line + "\n")
    return found


def main():
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    if "## Examples" not in text:
        print("1..0 # SKIP an archive has a README of its own")
        return 0
    tap = Tap()
    world = World()
    world.environment["OSINFO_SYSTEM_DIR"] = str(DATABASE)
    sample = subprocess.run([MAKE_SAMPLE, world.path("sample.iso"), LABEL], check=False, capture_output=True)
    gi = world.run("/usr/bin/python3", "-c", "import gi; gi.require_version('Libosinfo', '1.0'); from gi.repository import Libosinfo")
    examples = read_examples(text.partition("## Examples")[2])
    tap.ok(len(examples) >= 5, "there are examples", examples)
    for command, expected in examples:
        name = command.splitlines()[0]
        if "sample.iso" in command and sample.returncode != 0:
            tap.skip(name, "no sample can be made")
        elif "python3" in command and gi[0] != 0:
            tap.skip(name, "Libosinfo for Python is not there")
        else:
            status, output, errors = world.run("sh", "-c", command)
            tap.equal((status, output), (0, expected), name, errors)
    return tap.finish()


sys.exit(main())
