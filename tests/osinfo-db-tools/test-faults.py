#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Imports that are killed, meet a full or a read-only disk, others like themselves, or readers: the old database or the
new one is there at any time, never a mixture. What is random starts from a fixed seed. Prints TAP.

usage: test-faults.py FOLDER-OF-PROGRAMS [OSINFO-QUERY]
       test-faults.py --disk FOLDER-OF-PROGRAMS FOLDER    (in a world of mounts of its own; called by the first)"""

import fcntl
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import STATE, ImportWorld, Tap, find_leftovers, is_one_line, make_database, read_files
from tools_case import share

N_KILLS = len(share(range(200)))
N_IMPORTS = len(share(range(100)))
VERSIONS = ("20260101", "20260201")
N_SYSTEMS = 60


def make_system(number, version):
    return (f'<libosinfo version="0.0.1"><os id="http://test.org/s/{number}"><short-id>s{number}</short-id>'
            f"<version>{version}</version></os></libosinfo>\n")


def make_files(version):
    """Systems that say which version of the database they are of; some are in one of them only."""
    own = range(100, 110) if version == VERSIONS[0] else range(200, 210)
    return {f"os/test.org/s-{number}.xml": make_system(number, version) for number in [*range(N_SYSTEMS), *own]}


def prepare(world, pad=0):
    """Archives of both versions, and what stands in the target after their import."""
    archives, wanted = {}, {}
    for version in VERSIONS:
        files = make_files(version)
        if pad:
            files["os/pad.ids"] = version[-1] * pad
        archives[version] = world.path(f"{version}.tar")
        archives[version].write_bytes(make_database(version, files))
        wanted[version] = {**files, "VERSION": version, "mine.ids": "mine"}
    return archives, wanted


def make_target(world, archive):
    target = world.path("above") / "osinfo"
    target.mkdir(parents=True)
    (target / "mine.ids").write_text("mine")
    status, output, errors = world.import_("--dir", target, archive)
    if status != 0:
        raise RuntimeError(errors)
    return target


def is_at_all_moments(found):
    return found["killed"] > N_KILLS // 3 and found["old"] > 5 and found["new"] > 5


def test_kills(tap, world):
    archives, wanted = prepare(world)
    target = make_target(world, archives[VERSIONS[0]])
    # how long an import takes that changes something
    durations = []
    for version in reversed(VERSIONS):
        start = time.monotonic()
        world.import_("--dir", target, "--allow-downgrade", archives[version])
        durations.append(time.monotonic() - start)
    duration = max(durations)
    source = random.Random(4)
    found = {"old": 0, "new": 0, "killed": 0, "mixed": 0}
    number = 0
    # on a machine whose speed changes it takes more of them
    while number < N_KILLS or (not is_at_all_moments(found) and number < 20 * N_KILLS):
        # how it goes back does not matter, how far this one comes does
        version = VERSIONS[1 - number % 2]
        before = read_files(target)
        process = world.start_import("--dir", target, "--allow-downgrade", archives[version])
        time.sleep(source.uniform(0, duration * 1.2))
        process.kill()
        process.communicate()
        was_killed = process.returncode == -9
        after = read_files(target)
        state = "mixed" if after not in wanted.values() else "old" if after == before else "new"
        found[state] += 1
        found["killed"] += was_killed
        duration *= 1.02 if state == "old" else 1 if was_killed else 0.95
        number += 1
    tap.equal(found["mixed"], 0, f"killed: the old or the new one after {N_KILLS} kills")
    tap.ok(is_at_all_moments(found), "killed: at all moments", found)
    for version in VERSIONS:
        tap.equal((world.import_("--dir", target, "--allow-downgrade", archives[version]), read_files(target)),
                  ((0, "", ""), wanted[version]), f"killed: the next import has a good record, {version}")
    tap.equal(find_leftovers(world), [], "killed: the next import cleans up")
    tap.equal((world.import_("--dir", target, "--rollback")[0], read_files(target)), (0, wanted[VERSIONS[0]]),
              "killed: the way back is there")
    tap.equal(len(list(world.path(STATE).glob("*/*.tar"))), 2, "killed: no archives pile up")


def test_parallel(tap, world):
    archives, wanted = prepare(world)
    target = make_target(world, archives[VERSIONS[0]])
    for number in range(5):
        processes = [world.start_import("--dir", target, "--allow-downgrade", archives[VERSIONS[index % 2]])
                     for index in range(8)]
        results = [(process.communicate(), process.returncode) for process in processes]
        tap.ok(all(result == ((b"", b""), 0) for result in results), f"parallel: all end well, round {number}", results)
        tap.ok(read_files(target) in wanted.values(), f"parallel: no mixture, round {number}")
    tap.equal(find_leftovers(world), [], "parallel: nothing is left")

    # others, whose records are elsewhere
    for number in range(5):
        processes = []
        for index in range(8):
            world.environment["OSINFO_DB_STATE_DIR"] = str(world.path(f"state-{index}"))
            processes.append(world.start_import("--dir", target, "--allow-downgrade", archives[VERSIONS[index % 2]]))
        results = [(process.communicate(), process.returncode) for process in processes]
        tap.ok(all(result == ((b"", b""), 0) for result in results), f"parallel: others end well, round {number}", results)
        common = {name: text for name, text in read_files(target).items() if name in wanted[VERSIONS[0]] and name in
                  wanted[VERSIONS[1]]}
        tap.ok(any(common == {name: wanted[version][name] for name in common} for version in VERSIONS)
               and len(common) == N_SYSTEMS + 2, f"parallel: no mixture with others, round {number}", common.keys())
    tap.equal(find_leftovers(world), [], "parallel: nothing is left of others")
    world.environment["OSINFO_DB_STATE_DIR"] = str(world.path(STATE))

    # the history's, then the one beside the target, which those of other histories meet
    for lock in (*world.path(STATE).glob("*/lock"), target.parent / ".osinfo-db-import-lock"):
        test_waiting(tap, world, target, archives, lock)
    tap.equal(find_leftovers(world), [], "parallel: nothing is left of who waited")


def test_waiting(tap, world, target, archives, lock):
    before = read_files(target)
    with open(lock, "a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        status, output, errors = world.import_("--dir", target, archives[VERSIONS[1]], OSINFO_DB_LOCK_TIMEOUT=0)
        tap.ok((status, output) == (1, "") and is_one_line(errors) and "another import" in errors
               and read_files(target) == before, f"parallel: waiting has an end, {lock.name}", status, errors)
        process = world.start_import("--dir", target, "--allow-downgrade", archives[VERSIONS[1]])
        time.sleep(0.3)
        waited = process.poll() is None
    tap.ok(waited and process.wait() == 0 and read_files(target)["VERSION"] == VERSIONS[1],
           f"parallel: waits its turn, {lock.name}")
    process.communicate()


def read_loop(world, query, target, end, counts):
    """What osinfo-query says, again and again."""
    environment = dict(world.environment, OSINFO_SYSTEM_DIR=str(target), OSINFO_USER_DIR=str(world.path("none")),
                       OSINFO_LOCAL_DIR=str(world.path("none")))
    expected = {version: sorted((f"s{Path(name).stem.split('-')[1]}", version) for name in make_files(version))
                for version in VERSIONS}
    while not end.is_set():
        run = subprocess.run([query, "os", "--fields=short-id,version", "--format=json"], env=environment,
                             capture_output=True, text=True)
        try:
            rows = sorted((row["short-id"], row["version"]) for row in json.loads(run.stdout or "[]"))
        except ValueError:
            rows = []
        is_whole = run.returncode == 0 and run.stderr == "" and rows in expected.values()
        counts["whole" if is_whole else "broken"] += 1
        if not is_whole and "example" not in counts:
            counts["example"] = (run.returncode, run.stderr, len(rows), {version for _, version in rows})


def test_readers(tap, world, query):
    if query is None:
        tap.skip("readers", "osinfo-query is not built")
        return
    archives, _ = prepare(world)
    target = make_target(world, archives[VERSIONS[0]])
    end = threading.Event()
    counts = {"whole": 0, "broken": 0}
    readers = [threading.Thread(target=read_loop, args=(world, query, target, end, counts)) for _ in range(2)]
    for reader in readers:
        reader.start()
    failures = []
    number = 0
    # where readers are slow it takes more of them
    while number < N_IMPORTS or (counts["whole"] < N_IMPORTS // 4 and number < 20 * N_IMPORTS):
        result = world.import_("--dir", target, "--allow-downgrade", archives[VERSIONS[1 - number % 2]])
        if result != (0, "", ""):
            failures.append(result)
        number += 1
    end.set()
    for reader in readers:
        reader.join()
    tap.equal(failures, [], f"readers: {N_IMPORTS} imports beside them")
    tap.ok(counts["broken"] == 0 and counts["whole"] >= N_IMPORTS // 4, "readers: always all of one version", counts)


def test_forbidden(tap, world):
    archives, wanted = prepare(world)
    target = make_target(world, archives[VERSIONS[0]])
    reason = world.why_not_nobody()
    if reason:
        tap.skip("forbidden", reason)
        return
    world.root.chmod(0o755)
    archives[VERSIONS[1]].chmod(0o644)
    state = world.path("nobody-state")
    state.mkdir()
    os.chown(state, 65534, 65534)
    world.environment["OSINFO_DB_STATE_DIR"] = str(state)
    before = read_files(target)
    for name in ("there", "not there"):
        folder = target if name == "there" else target.parent / "new" / "osinfo"
        process = world.start_import("--dir", folder, archives[VERSIONS[1]], user=65534, group=65534)
        output, errors = process.communicate()
        tap.ok((process.returncode, output) == (1, b"") and is_one_line(errors.decode()), f"forbidden: {name}", errors)
    tap.ok(read_files(target) == before and not find_leftovers(world) and not (target.parent / "new").exists(),
           "forbidden: nothing changes")


def test_disk(tap, world):
    """A full disk and one that may only be read; in a child, where mounts are nobody else's."""
    run = subprocess.run(
        ["unshare", "--mount", "--map-root-user", sys.executable, __file__, "--disk", world.folder, world.path("disk")],
        capture_output=True, text=True, env=world.environment)
    results = [line.split(" ", 1) for line in run.stdout.splitlines() if line.startswith(("good ", "bad "))]
    if run.returncode == 77 or "unshare" in run.stderr:
        tap.skip("disk", "mounts are not allowed here")
        return
    tap.ok(run.returncode == 0 and len(results) == 4, "disk: the child ends well", run.returncode, run.stdout, run.stderr)
    for outcome, name in results:
        tap.ok(outcome == "good", f"disk: {name}")


def report(is_good, name, *notes):
    print("good" if is_good else "bad", name, *([] if is_good else notes), flush=True)


def test_disk_inside(folder, disk):
    Path(disk).mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", disk], stderr=subprocess.DEVNULL).returncode:
        sys.exit(77)
    world = ImportWorld(folder)
    world.environment["OSINFO_DB_STATE_DIR"] = f"{disk}/state"
    archives, wanted = prepare(world, pad=100000)
    target = Path(disk, "osinfo")
    target.mkdir()
    (target / "mine.ids").write_text("mine")
    world.import_("--dir", target, archives[VERSIONS[0]])

    # each time somewhere else there is no room left
    found = {"done": 0, "full": 0}
    wrong = []
    filler = Path(disk, "filler")
    for room in range(0, 1200, 24):
        filler.unlink(missing_ok=True)
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with open(filler, "wb") as stream:
            stream.write(bytes(max(0, free - room * 1024)))
        before = read_files(target)
        version = VERSIONS[1] if before["VERSION"] == VERSIONS[0] else VERSIONS[0]
        status, _, errors = world.import_("--dir", target, "--allow-downgrade", archives[version])
        after = read_files(target)
        found["full" if status else "done"] += 1
        if (after != (before if status else wanted[version]) or list(Path(disk).rglob(".osinfo-db-import-*"))
                or (status and not is_one_line(errors))):
            wrong.append((room, status, errors, after == before))
    report(not wrong, "a full disk leaves the old database", wrong)
    report(found["done"] > 2 and found["full"] > 10, "it is full at many moments, and at last is not", found)

    filler.unlink()
    before = read_files(target)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    version = VERSIONS[1] if before["VERSION"] == VERSIONS[0] else VERSIONS[0]
    status, _, errors = world.import_("--dir", target, "--allow-downgrade", archives[version])
    report(status == 1 and errors.splitlines()[-1].startswith(f"{world.folder}/osinfo-db-import: cannot write")
           and read_files(target) == before, "a read-only disk", status, errors)
    status, _, errors = world.import_("--dir", target, "--dry-run", "--allow-downgrade", archives[version])
    report(status == 0, "a dry run writes nothing", status, errors)


def main():
    if sys.argv[1] == "--disk":
        test_disk_inside(*sys.argv[2:])
        return 0
    tap = Tap()
    test_kills(tap, ImportWorld(sys.argv[1]))
    test_parallel(tap, ImportWorld(sys.argv[1]))
    test_forbidden(tap, ImportWorld(sys.argv[1]))
    test_disk(tap, ImportWorld(sys.argv[1]))
    test_readers(tap, ImportWorld(sys.argv[1]), os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None)
    return tap.finish()


sys.exit(main())
