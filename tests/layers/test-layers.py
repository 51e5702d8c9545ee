#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The built objects keep to the table of ARCHITECTURE.md that says who may use whom, by their symbols and by what
their sources include; no files of several folders use one another in a circle. Prints TAP.

usage: test-layers.py SOURCE-FOLDER BUILD-FOLDER NM"""

import fnmatch
import json
import os
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import Tap, list_folders

PIECES = ("common", "libosinfo", "osinfo-db-tools")
HEADING = "## Who may use whom\n"
CALLS = "libosinfo.syms"


def read_table(text):
    """Rows `folder` | `folders that it may use`, from below: what each may use, with what these may use.
    A folder without a row belongs to the next one above it that has one."""
    section = text.split(HEADING, 1)[1].split("\n## ", 1)[0]
    table, problems = {}, []
    for row in re.findall(r"^\| `([^`]+)` \|(?:[^|]*\|)?([^|]*)\|$", section, re.MULTILINE):
        folder, allowed = row[0], set()
        for other in re.findall(r"`([^`]+)`", row[1]):
            if other == CALLS:
                allowed.add(other)
            elif other in table:
                allowed |= table[other] | {other}
            else:
                problems.append(f"{folder} may use {other}, which has no row above")
        table[folder] = allowed
    return table, problems


def find_room(table, path):
    """The folder whose row decides for a file."""
    folder = os.path.dirname(path)
    while folder and folder not in table:
        folder = os.path.dirname(folder)
    return folder or None


def find_piece(path):
    return path.split("/")[0]


class Sources:
    """What each file defines and uses; a name that several files define is that of the user's piece, then common's."""

    def __init__(self, objects, exported=()):
        self.objects = objects
        self.exported = re.compile("|".join(map(fnmatch.translate, exported)) or "(?!)")
        self.definers = {}
        for path, (defined, _) in objects.items():
            for name in defined:
                self.definers.setdefault(name, []).append(path)

    def find_definer(self, user, name):
        paths = self.definers.get(name, [])
        for piece in (find_piece(user), "common"):
            for path in paths:
                if find_piece(path) == piece:
                    return path
        return paths[0] if paths else None

    def walk(self):
        """Triples: a file, a name that it uses, the file that has it."""
        for user, (defined, used) in sorted(self.objects.items()):
            for name in sorted(used - defined):
                definer = self.find_definer(user, name)
                if definer is not None and definer != user:
                    yield user, name, definer


def check_arrows(table, sources):
    """What goes where the table does not let it go."""
    problems = {f"{path}: no row of the table is about its folder"
                for path in sources.objects if find_room(table, path) is None}
    for user, name, definer in sources.walk():
        room, other = find_room(table, user), find_room(table, definer)
        if None in (room, other) or room == other or other in table[room]:
            continue
        if CALLS in table[room] and sources.exported.match(name):
            continue
        problems.add(f"{user} uses {name} of {definer}")
    return sorted(problems)


def find_circles(sources):
    """Sets of files that can all be reached from one another."""
    targets = {path: set() for path in sources.objects}
    for user, _, definer in sources.walk():
        targets[user].add(definer)

    def reach(start):
        seen, rest = set(), [start]
        while rest:
            for path in targets[rest.pop()] - seen:
                seen.add(path)
                rest.append(path)
        return seen

    reached = {path: reach(path) for path in targets}
    return {frozenset(other for other in reached[path] if path in reached[other])
            for path in targets if path in reached[path]}


def check_circles(sources):
    problems = []
    for circle in find_circles(sources):
        if len({os.path.dirname(path) for path in circle}) > 1:
            problems += [f"{user} uses {name} of {definer}, in a circle" for user, name, definer in sources.walk()
                         if user in circle and definer in circle and os.path.dirname(user) != os.path.dirname(definer)]
    return sorted(problems)


def list_objects(source, build):
    """Files of the pieces and their objects; where a file is built several times the first object that is there."""
    entries = json.loads((build / "compile_commands.json").read_text())
    objects = {}
    for entry in entries:
        path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), source)
        # headers that are read once are compiled, too
        if find_piece(path) in PIECES and path.endswith(".c"):
            objects.setdefault(path, []).append(build / entry["output"])
    return {path: next((one for one in built if one.exists()), None) for path, built in objects.items()}


def read_symbols(nm, objects):
    """What each file defines and uses; nm is asked once for all objects."""
    files = {str(path): name for name, path in objects.items()}
    output = subprocess.run([*nm, "-A", "-P", *files], capture_output=True, text=True, check=True).stdout
    symbols = {name: (set(), set()) for name in objects}
    for line in output.splitlines():
        path, name, kind = line.split()[:3]
        defined, used = symbols[files[path.removesuffix(":")]]
        if kind == "U":
            used.add(name)
        elif kind.isupper():
            defined.add(name)
    return symbols


def read_includes(source, path):
    """Headers of the pieces that a file names, by their folder below the piece's or common's."""
    used = set()
    for name in re.findall(r'^#include "([^"]+)"', (source / path).read_text(encoding="utf-8"), re.MULTILINE):
        for base in (os.path.dirname(path), find_piece(path), ""):
            if (source / base / name).exists():
                used.add(os.path.normpath(os.path.join(base, name)))
                break
    return used


def add_includes(source, symbols):
    """Headers are files, too, and each defines its own name."""
    files = dict(symbols)
    for piece in PIECES:
        files.update({str(path.relative_to(source)): (set(), set()) for path in (source / piece).rglob("*.h")})
    return {path: (defined | {path}, used | read_includes(source, path)) for path, (defined, used) in files.items()}


def check_itself(tap):
    table, problems = read_table(
        HEADING + "| folder | may use |\n| `low` | |\n| `middle` | `low`, calls |\n| `top` | `middle` |\n"
        "| `tools` | calls of `libosinfo.syms` |\n\n## More\n| `other` | `low` |\n"
    )
    tap.equal((table, problems), ({"low": set(), "middle": {"low"}, "top": {"middle", "low"}, "tools": {CALLS}}, []),
              "itself/table")
    tap.equal(read_table(HEADING + "| `low` | `top` |\n| `top` | `low` |\n")[1], ["low may use top, which has no row above"],
              "itself/table-that-goes-up")

    def check(**objects):
        named = {path.replace("_", "/") + ".c": (set(own), set(used)) for path, (own, used) in objects.items()}
        sources = Sources(named, exported=["osinfo_call", "osinfo_new_*"])
        return check_arrows(table, sources) + check_circles(sources)

    tap.equal(check(low_a=(["one"], []), top_b=(["two"], ["one", "printf"])), [], "itself/down")
    tap.equal(check(low_a=(["one"], ["two"]), top_b=(["two"], [])), ["low/a.c uses two of top/b.c"], "itself/up")
    tap.equal(check(low_deep_a=(["one"], ["two"]), top_b=(["two"], [])), ["low/deep/a.c uses two of top/b.c"],
              "itself/up-from-a-folder-below")
    calls = ["osinfo_call", "osinfo_new_call", "osinfo_call_inner", "inner"]
    tap.equal(check(low_a=(calls, []), tools_b=([], calls)),
              ["tools/b.c uses inner of low/a.c", "tools/b.c uses osinfo_call_inner of low/a.c"], "itself/public-calls-only")
    tap.equal(check(cellar_a=(["one"], [])), ["cellar/a.c: no row of the table is about its folder"], "itself/no-row")
    tap.equal(check(low_a=(["one"], ["two"]), low_b=(["two"], ["one"])), [], "itself/circle-in-a-folder")
    tap.equal(check(low_a=(["one"], ["two"]), low_deep_b=(["two"], ["three"]), low_c=(["three"], ["one"])),
              ["low/a.c uses two of low/deep/b.c, in a circle", "low/deep/b.c uses three of low/c.c, in a circle"],
              "itself/circle-over-folders")


def check_tree(tap, source, build, nm):
    table, problems = read_table((source / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    tap.equal(problems, [], "table")
    # an archive of one piece has not all
    here = list_folders(source)
    table_folders = {folder for folder in table if any(f"{folder}/".startswith(known + "/") for known in here)}
    tap.equal([folder for folder in sorted(table_folders) if not (source / folder).is_dir()], [], "folders-are-there")

    objects = list_objects(source, build)
    tap.equal([path for path, built in objects.items() if built is None], [], "objects-are-built")
    symbols = read_symbols(nm, objects)
    tap.equal([path for path in symbols if not symbols[path][0]], [], "objects-have-symbols")

    # what is mapped ends the program by SIGBUS when somebody cuts the file
    tap.equal([path for path in symbols if symbols[path][1] & {"g_mapped_file_new", "g_mapped_file_new_from_fd"}], [],
              "no-file-is-mapped")

    exports = source / "libosinfo" / "libosinfo.syms"
    exported = re.findall(r"^\s*(osinfo_[\w*]+);", exports.read_text(), re.MULTILINE) if exports.exists() else []
    sources = Sources(add_includes(source, symbols), exported)
    for name, problems in (("arrows", check_arrows(table, sources)), ("circles", check_circles(sources))):
        tap.ok(not problems, name, *problems)


def main():
    tap = Tap()
    check_itself(tap)
    check_tree(tap, Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
