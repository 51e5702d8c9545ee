#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""An import during which one call fails, for each call that it makes: it ends with the new database and all that others
put there, or with the old one and a line that says why. What it could not find out it never takes for "there is none":
the next import, to which nothing happens, knows what is its own. Prints TAP.

usage: test-import-faults.py FOLDER-OF-PROGRAMS FAULT-SHIM"""

import re
import shutil
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import STATE, ImportWorld, Tap, is_one_line, make_database, read_tree
from tools_case import preload, share

OLD, NEW = "20260101", "20260201"
# the new one lacks a file, has others, and of one another content
FILES = {
    OLD: {"os/a.org/a-1.xml": "<a/>", "os/a.org/a-2.xml": "<a/>", "os/b.org/b-1.xml": "<b/>", "os/gone.org/c.xml": "<c/>"},
    NEW: {"os/a.org/a-1.xml": "<a/>", "os/a.org/a-2.xml": "<A/>", "os/b.org/b-2.xml": "<b/>"},
}
OWN = {"own.xml": b"own", "os/a.org/own.xml": b"own", "os/own.org/o.xml": b"own", "link": "own.xml"}
CALLS = ("access", "close", "link", "mkdir", "open", "read", "readdir", "readlink", "rename", "stat", "sync", "truncate",
         "unlink", "write")
RANDOM = re.compile(r"(\.osinfo-db-import-|record\.)\w+")


def make_target(world):
    target = world.path("above") / "osinfo"
    for name, content in OWN.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(content) if name == "link" else path.write_bytes(content)
    archives = {}
    for version, files in FILES.items():
        archives[version] = world.path(f"{version}.tar")
        archives[version].write_bytes(make_database(version, files))
    status, _, errors = world.import_("--dir", target, archives[OLD])
    if status != 0:
        raise RuntimeError(errors)
    return target, archives


def expect(version):
    files = {**{name: content.encode() for name, content in FILES[version].items()}, **OWN, "VERSION": version.encode()}
    folders = {str(parent): None for name in files for parent in Path(name).parents if str(parent) != "."}
    return {**files, **folders}


class Runs:
    """The same import again and again, each time from the same state of target and history."""

    def __init__(self, world, shim):
        self.world = world
        self.shim = preload(shim)
        self.log = world.path("log")
        self.target, self.archives = make_target(world)
        self.saved = world.path("saved")
        self.saved.mkdir()
        for name in ("above", STATE):
            shutil.copytree(world.path(name), self.saved / name, symlinks=True)

    def reset(self):
        for name in ("above", STATE):
            shutil.rmtree(self.world.path(name), ignore_errors=True)
            shutil.copytree(self.saved / name, self.world.path(name), symlinks=True)
        self.log.unlink(missing_ok=True)

    def run(self, *rules):
        return self.world.import_("--dir", self.target, self.archives[NEW], **self.shim,
                                  FAULT_SHIM="\n".join(rules), FAULT_SHIM_LOG=self.log)

    def list_faults(self):
        """A rule for each call, by the name of what it is about and its number there."""
        self.reset()
        self.run(*(f"{call} NOTE {self.world.root}/*" for call in CALLS))
        seen = Counter()
        for line in self.log.read_text().splitlines():
            call, _, path = line.split(" ", 2)
            seen[call, RANDOM.sub(r"\1*", path)] += 1
        return [f"{call}@{number} EIO {path}" for (call, path), count in seen.items() for number in range(1, count + 1)]


def judge(runs, rule):
    """What is wrong after an import with this fault, and one without; None: nothing."""
    runs.reset()
    status, output, errors = runs.run(rule)
    if not runs.log.exists():
        return None
    found = read_tree(runs.target)
    if status == 0 and found != expect(NEW):
        return f"it says that it is done: {sorted(found)}"
    if status != 0 and found not in (expect(OLD), expect(NEW)):
        return f"neither the old database nor the new one: {sorted(found)}"
    if status not in (0, 1) or output or (status == 1 and not errors.splitlines()[-1:]):
        return f"status {status}: {output}{errors}"
    if errors and not all(is_one_line(line + "\n") for line in errors.splitlines()):
        return errors
    status, output, errors = runs.world.import_("--dir", runs.target, runs.archives[NEW])
    if (status, output, errors) != (0, "", "") or read_tree(runs.target) != expect(NEW):
        return f"the next import: {status} {errors}{sorted(read_tree(runs.target))}"
    return None


def main():
    tap = Tap()
    runs = Runs(ImportWorld(sys.argv[1]), sys.argv[2])
    faults = runs.list_faults()
    tap.ok(len(faults) > 100, "there are many calls that may fail", len(faults))
    status, _, errors = runs.run()
    tap.ok(status == 0 and read_tree(runs.target) == expect(NEW), "without a fault", errors)
    for call in CALLS:
        rules = [rule for rule in faults if rule.startswith(call + "@")]
        wrong = {rule: judge(runs, rule) for rule in share(rules)}
        wrong = {rule: words for rule, words in wrong.items() if words is not None}
        tap.ok(not wrong, f"{call} fails", *(f"{rule}: {words}" for rule, words in wrong.items()))
    return tap.finish()


sys.exit(main())
