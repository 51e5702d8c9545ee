#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs on a bad day: each call that reads a database fails once, in several ways. "I could not find out" is told, and is
never kept as "there is none": the next program, to which nothing happens, has all. Prints TAP.

usage: test-tools-failures.py FAULT-SHIM"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import IS_SANITIZED, Tap, World, find_program, preload, share, write_entity

SHIM = preload(sys.argv[1])

# What a call may answer that no file is to blame for.
PASSING = {
    "open": ("EIO", "EMFILE", "ENFILE", "ENOMEM", "ESTALE"),
    "stat": ("EIO", "ENOMEM", "ESTALE"),
    "access": ("EIO",),
    "read": ("EIO", "ENOMEM", "EAGAIN"),
    "readdir": ("EIO", "ENOMEM"),
}

# Where stores are kept: nothing of this is needed for an answer.
CACHE = {
    "open": ("EIO", "EMFILE", "ENOSPC"),
    "stat": ("EIO",),
    "read": ("EIO",),
    "readdir": ("EIO",),
    "write": ("EIO", "ENOSPC", "EDQUOT"),
    "mkdir": ("EROFS", "ENOSPC"),
    "rename": ("EIO", "EXDEV"),
    "chmod": ("EPERM",),
    "close": ("EIO", "EDQUOT"),
    "unlink": ("EIO",),
    "mmap": ("ENOMEM",),
}


class FailingWorld(World):
    def __init__(self):
        super().__init__()
        self.query = find_program("osinfo-query")
        self.compiler = find_program("osinfo-db-compile")
        self.log = self.path("log")
        for name in "ab":
            write_entity(self.path("system"), "os", f"http://test.org/{name}", f"<short-id>{name}</short-id>")
        write_entity(self.path("local"), "os", "http://test.org/c", "<short-id>c</short-id>")
        write_entity(self.path("user"), "os", "http://test.org/d", "<short-id>d</short-id>")
        for number in range(50):
            write_entity(self.path("large"), "os", f"http://test.org/{number}", f"<short-id>l{number}</short-id>")
        # what is younger is not kept
        time.sleep(2.1)
        self.whole = self.ask()
        self.large = self.ask(OSINFO_SYSTEM_DIR=self.path("large"))
        self.whole_for_all = self.ask(OSINFO_USER_DIR=self.path("none"))

    def forget(self):
        shutil.rmtree(self.path("cache"), ignore_errors=True)
        self.path("cache").mkdir()

    def ask(self, **variables):
        return self.run(self.query, "os", "-f", "short-id", **variables)

    def faulty(self, rule):
        self.log.unlink(missing_ok=True)
        return {"FAULT_SHIM": rule, "FAULT_SHIM_LOG": self.log, **SHIM}

    def count(self):
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    def count_calls(self, call, pattern, run):
        """How often a program makes a call for such paths."""
        self.forget()
        run(**self.faulty(f"{call} NOTE {pattern}"))
        return self.count()


def sweep(world, table, folders, run):
    """Each call fails once: yields a name for it, what came of it, and whether it happened."""
    for folder in folders:
        pattern = f"{world.path(folder)}*"
        for call, outcomes in table.items():
            for number in range(1, world.count_calls(call, pattern, run) + 1):
                for outcome in share(outcomes, len(outcomes)):
                    world.forget()
                    result = run(**world.faulty(f"{call}@{number} {outcome} {pattern}"))
                    yield f"{folder}: {call} {number} {outcome}", result, world.count() == 1


def test_query(tap, world):
    silent, forgotten, missed, total = [], [], [], 0
    for name, result, happened in sweep(world, PASSING, ("system", "local", "user"), world.ask):
        total += 1
        if not happened:
            missed.append(name)
        if result != world.whole and (result[2] == "" or result[0] is None or result[0] < 0):
            silent.append((name, result))
        if world.ask() != world.whole:
            forgotten.append(name)
    tap.ok(total > 50 and not missed, "database: all its calls failed once", total, *missed)
    tap.ok(not silent, "database: what is missing is told", *silent)
    tap.ok(not forgotten, "database: the next program has all", *forgotten)


def test_changing(tap, world):
    """A file that changes while it is read is asked for again, and told about where there is no end to it."""
    for number, is_over in (("@1", True), ("", False)):
        world.forget()
        result = world.ask(**world.faulty(f"open{number} EBUSY {world.path('system')}/*a.xml"))
        tap.ok(world.count() == 1 if is_over else world.count() > 1, f"changing: is read again, {number}", world.count())
        tap.ok((result == world.whole) == is_over and (result[2] == "") == is_over, f"changing: answer, {number}", result)
        tap.equal(world.ask(), world.whole, f"changing: the next program has all, {number}")


def test_compiler(tap, world):
    """The store of all users: a whole one, or that of before."""
    folder = world.path("compiled")

    def compile_(**variables):
        return world.run(world.compiler, "--dir", folder, OSINFO_USER_DIR=world.path("none"), **variables)

    compile_()
    [store] = folder.iterdir()
    before = store.read_bytes()
    odd, forgotten = [], []
    for name, (status, output, errors), _ in sweep(world, PASSING, ("system", "local"), compile_):
        if (status, output, errors.count("\n")) != (1, "", 1) and (status, output, errors) != (0, "", ""):
            odd.append((name, status, output, errors))
        if status != 0 and store.read_bytes() != before:
            forgotten.append(name)
        shutil.copytree(folder, world.path("cache") / "libosinfo")
        answer = world.ask(OSINFO_STORE="strict", OSINFO_USER_DIR=world.path("none"))
        if answer != world.whole_for_all or len(list(folder.iterdir())) != 1:
            forgotten.append((name, answer))
    tap.ok(not odd, "compiler: one line and status 1", *odd)
    tap.ok(not forgotten, "compiler: the old store stays, or the new one is whole", *forgotten)


def test_cache(tap, world):
    wrong, total = [], 0
    for name, result, _ in sweep(world, CACHE, ("cache",), world.ask):
        total += 1
        if result != world.whole or world.ask() != world.whole:
            wrong.append((name, result))
    # one that is there
    for call in ("open", "stat", "read", "mmap"):
        for number in range(1, 4):
            world.forget()
            world.ask()
            result = world.ask(**world.faulty(f"{call}@{number} EIO {world.path('cache')}*"))
            if result != world.whole or world.ask() != world.whole:
                wrong.append((f"{call} {number} of a store that is there", result))
    tap.ok(total > 10 and not wrong, "cache: the answer needs none of it", total, *wrong)


def test_signals(tap, world):
    """Nothing that the library does raises a signal in its host: a limit on the size of files, a store that is cut."""
    wrong = []
    for blocks in (0, 1, 2):
        world.forget()
        result = world.run("sh", "-c", f'ulimit -f {blocks}; exec "$0" os -f short-id', world.query,
                           OSINFO_SYSTEM_DIR=world.path("large"))
        if result != world.large:
            wrong.append((blocks, result[0], result[2]))
        if list(world.path("cache").glob("*/*")):
            wrong.append((blocks, "something is left"))
    tap.ok(not wrong, "signals: a limit on the size of files", *wrong)

    world.forget()
    world.ask()
    result = world.ask(**world.faulty(f"mmap SHRINK {world.path('cache')}*"))
    tap.equal(result, world.whole, "signals: a store that is cut while it is in use")


def test_ids(tap, world):
    """pci.ids and usb.ids of the host, where it has any: names of devices that a file mentions, and all others."""
    def ask(**variables):
        return world.run(world.query, "device", "-f", "id,product", **variables)

    world.path("user").joinpath("os", "test.org", "d.xml").write_text(
        '<libosinfo version="0.0.1"><os id="http://test.org/d"><short-id>d</short-id>'
        '<devices><device id="http://pcisig.com/pci/1af4/1000"/></devices></os></libosinfo>\n')
    time.sleep(2.1)
    world.forget()
    whole = ask()
    if whole[1].count("\n") < 100:
        tap.skip("ids files", "there are none on this host")
        return
    forgotten, silent = [], []
    for call, outcome in (("open", "EMFILE"), ("stat", "EIO"), ("read", "EIO"), ("mmap", "ENOMEM")):
        pattern = "anonymous" if call == "mmap" else "*/*.ids"
        for number in share(range(1, world.count_calls(call, pattern, ask) + 1)):
            world.forget()
            result = ask(**world.faulty(f"{call}@{number} {outcome} {pattern}"))
            if result != whole and result[2] == "":
                silent.append((call, number, result[0], result[1][-200:]))
            if ask() != whole:
                forgotten.append((call, number))
    tap.ok(not silent, "ids files: what is missing is told", *silent)
    tap.ok(not forgotten, "ids files: the next program has all", *forgotten)


def test_limits(tap, world):
    """Few descriptors, little memory: whatever comes of it, the next program has all."""
    forgotten, silent = [], []
    for limit in [f"-n {number}" for number in range(3, 14)] + [f"-v {kib}" for kib in range(20000, 60000, 2500)]:
        if IS_SANITIZED and limit.startswith("-v"):
            continue
        world.forget()
        result = world.run("sh", "-c", f'ulimit {limit}; exec "$0" os -f short-id', world.query)
        if result != world.whole and result[2] == "" and (result[0] or 0) == 0:
            silent.append((limit, result))
        if world.ask() != world.whole:
            forgotten.append(limit)
    tap.ok(not silent, "limits: what is missing is told", *silent)
    tap.ok(not forgotten, "limits: the next program has all", *forgotten)


def main():
    tap = Tap()
    if find_program("osinfo-query") is None or find_program("osinfo-db-compile") is None:
        print("1..0 # SKIP the programs are not built")
        return 0
    world = FailingWorld()
    tap.ok(world.whole[0] == 0 and world.whole[2] == "" and world.whole[1].count("\n") == 6, "the whole answer",
           world.whole)
    probe = subprocess.run(["true"], env=dict(os.environ, **SHIM), capture_output=True)
    if probe.returncode != 0 or probe.stderr:
        tap.skip("failures", "the shim cannot be loaded here")
        return tap.finish()
    for test in (test_query, test_changing, test_compiler, test_cache, test_limits, test_signals, test_ids):
        test(tap, world)
    return tap.finish()


sys.exit(main())
