#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a build needs is looked for when it is configured: what is missing is named there, and what is not needed is not
asked for. Prints TAP.

usage: test-configure.py MESON..."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from release_case import SOURCE, clone, find_problem, git

sys.path[:0] = [str(SOURCE / "release"), str(SOURCE / "tests" / "common")]
from pieces import SHARED, read_rows
from tools_case import Tap

COMPILERS = ("c89", "c99", "cc", "ccache", "clang", "gcc", "nm", "*-gcc", "*-gcc-[0-9]*", "clang-[0-9]*", "gcc-[0-9]*")

# name, the piece that is there (None: all), programs that are not, options, what is said of an error (None: none)
CASES = [
    ("the database without a compiler", "osinfo-db", COMPILERS, [], None),
    ("the database without gettext", "osinfo-db", ["msgfmt"], [], "'msgfmt' not found"),
    ("the library without gettext", "libosinfo", ["msgfmt"], [], "'msgfmt' not found"),
    ("pages without introspection", None, [], ["-Dintrospection=false", "-Ddocs=enabled"], "made of the introspection data"),
    ("sources that are joined", None, [], ["--unity=on", "-Ddocs=disabled"], None),
    ("Vala without introspection", None, [], ["-Dintrospection=false", "-Dvala=enabled"], "made of the introspection data"),
]  # fmt: skip


def hide(folder, patterns):
    """A folder of links to all programs but those."""
    folder.mkdir()
    for place in os.environ["PATH"].split(":"):
        for program in Path(place).glob("*"):
            if not any(program.match(pattern) for pattern in patterns) and not (folder / program.name).is_symlink():
                (folder / program.name).symlink_to(program)
    return folder


def leave_one_piece(copy, piece):
    rows = read_rows()
    kept = [*rows[piece].get_paths(), *rows[SHARED].get_paths()]
    git(copy, "rm", "-r", "--quiet", "--", ".", *(f":(exclude){path}" for path in kept))


def get_version(build):
    run = subprocess.run([*sys.argv[1:], "introspect", "--projectinfo", build], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)["version"]


def find_version(copy, piece):
    """That of the piece; of all of them the library's. An archive of the database has a file of it, a clone has none."""
    path = copy / (piece or "libosinfo") / "VERSION"
    return path.read_text(encoding="ascii").strip() if path.exists() else "undefined"


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="osinfo-configure-") as folder:
        folder = Path(folder)
        for number, (name, piece, hidden, options, words) in enumerate(CASES):
            copy = clone(folder, f"copy-{number}")
            if piece is not None:
                leave_one_piece(copy, piece)
            environment = {**os.environ, "PATH": str(hide(folder / f"programs-{number}", hidden))}
            environment.pop("CC", None)
            run = subprocess.run(
                [*sys.argv[1:], "setup", *options, folder / f"build-{number}"], cwd=copy, env=environment,
                capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            good = run.returncode == 0 if words is None else run.returncode != 0 and words in run.stdout
            tap.ok(good, name, run.stdout, run.stderr)
            if words is None:
                tap.equal(get_version(folder / f"build-{number}"), find_version(copy, piece), name + ": version of the project")
            if "--unity=on" in options:
                files = [*(folder / f"build-{number}").rglob("*-unity*.c")]
                joined = [file for file in files if file.read_text(encoding="utf-8").count("#include") > 1]
                tap.equal(joined, [], name + ": static names of two files do not meet")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
