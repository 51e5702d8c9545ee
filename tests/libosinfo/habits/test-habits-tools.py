#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How scripts and services call the programs and take their output apart, and what configure scripts ask. Prints TAP.

usage: test-habits-tools.py [FOLDER]      (with the build's libosinfo-1.0.pc)"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]
from habits import check_lines
from habits_database import make_database
from tools_case import DATABASE as DATA
from tools_case import Tap, World, write_image


# arguments, short ids in the rows
CONDITIONS = [
    (["os", "short-id=penguin2"], ["penguin2"]),
    (["os", "vendor=Example Project"], ["penguin1", "penguin2", "penguin3"]),
    (["os", "vendor=Example Project", "--fields=short-id,version"], ["penguin1", "penguin2", "penguin3"]),
    (["--fields=short-id,version", "os", "vendor=Example Project"], ["penguin1", "penguin2", "penguin3"]),
    (["os", "--fields=short-id,version", "vendor=Example Project", "--sort=version"], ["penguin1", "penguin2", "penguin3"]),
    (["os", "family=linux", "distro=auk"], ["auk2"]),
]

# arguments, status, is there a table
STATUS = [
    (["os", "short-id=nothing"], 1, True),
    (["os", "short-id=penguin2"], 0, True),
    (["os", "nothing=penguin2"], 1, False),
    (["nothing"], 1, False),
    ([], 1, False),
    (["os", "--sort=nothing"], 0, True),
    (["platform"], 0, True),
    (["device"], 0, True),
    (["deployment"], 0, True),
]


def rows(output):
    """As a service in Go does it: everything behind the dashes, split at bars, with the exact count of columns."""
    title, dashes, *lines = output.splitlines()
    columns = [cell.strip() for cell in title.split("|")]
    assert set(dashes) == {"-", "+"} or set(dashes) == {"-"}, dashes
    found = [[cell.strip() for cell in line.split("|")] for line in lines]
    assert all(len(row) == len(columns) for row in found), output
    return columns, found


def test_query(tap, world):
    for arguments, short_ids in CONDITIONS:
        status, output, errors = world.run("osinfo-query", *arguments)
        _, found = rows(output)
        tap.equal((status, [row[0] for row in found], errors), (0, short_ids, ""), f"/habits/scripts/query {arguments}")
    for arguments, expected, has_table in STATUS:
        status, output, errors = world.run("osinfo-query", *arguments)
        tap.equal((status, output != "", errors != ""), (expected, has_table, not has_table),
                  f"/habits/scripts/status {arguments}")

    columns, found = rows(world.run("osinfo-query", "os", "-f", "short-id,name,version")[1])
    tap.equal(columns, ["Short ID", "Name", "Version"], "/habits/services/titles")
    tap.ok(["penguin2", "Penguin 2", "2"] in found, "/habits/services/row", found)
    columns, _ = rows(world.run("osinfo-query", "os")[1])
    tap.equal(columns, ["Short ID", "Name", "Version", "ID"], "/habits/services/default-columns")
    tail = world.run("/bin/sh", "-c", "osinfo-query os --fields=short-id | tail -n +3 | head -n 1")
    tap.equal((tail[0], tail[1].strip() != "", tail[2]), (0, True, ""), "/habits/cockpit/tail")
    grep = world.run("/bin/sh", "-c", "osinfo-query os | grep -w penguin-even || osinfo-query os | grep -qw penguin2")
    tap.equal(grep[0], 0, "/habits/scripts/grep")
    unsorted = [row[0] for row in rows(world.run("osinfo-query", "os", "--sort=nothing")[1])[1]]
    ordinary = [row[0] for row in rows(world.run("osinfo-query", "os")[1])[1]]
    tap.equal(sorted(unsorted), sorted(ordinary), "/habits/scripts/unknown-sort-column")


def test_detect(tap, world):
    image = write_image(world.path("x.iso"), "PENGUIN_3_7")
    data = write_image(world.path("data.iso"), "PENGUIN_3_7", bootable=False)
    tree = world.path("tree")
    tree.mkdir()
    (tree / ".treeinfo").write_text("[general]\nfamily = Penguin\nversion = 3\narch = aarch64\n")
    for arguments in ([image], ["--type=media", image], ["--format=plain", image],
                      ["--type=tree", f"file://{tree}"], ["--type=tree", "--format=plain", f"file://{tree}"]):
        status, output, errors = world.run("osinfo-detect", *arguments)
        tap.ok((status, errors) == (0, "") and "installer for OS 'Penguin Server 3" in output, f"/habits/scripts/detect {arguments}",
               status, output, errors)
    for arguments in (["--format=env", image], ["--type=nothing", image], []):
        status, output, errors = world.run("osinfo-detect", *arguments)
        tap.ok(status != 0 and output == "" and errors != "", f"/habits/scripts/detect-refuses {arguments}",
               status, output, errors)
    status, output, errors = world.run("osinfo-detect", data)
    tap.ok(status == 0 and "bootable" in output, "/habits/scripts/detect-not-bootable", status, output, errors)
    status, output, errors = world.run("osinfo-detect", world.path("absent.iso"))
    tap.ok(status != 0 and output == "" and errors.count("\n") == 1, "/habits/services/detect-absent", status, output, errors)


def test_compile(tap, world):
    for folder, warnings in ((world.path("system"), []), (DATA, [])):
        status, _, errors = world.run("osinfo-db-compile", f"--dir={world.path('cache')}", OSINFO_SYSTEM_DIR=folder)
        tap.equal((status, check_lines(errors, [])), (0, None), f"/habits/packages/compile {folder.name}")
        status, _, errors = world.run("osinfo-query", "os", OSINFO_SYSTEM_DIR=folder)
        tap.equal((status, check_lines(errors, warnings)), (0, None), f"/habits/stock-database/query {folder.name}")


def test_pkg_config(tap, folder):
    name = "/habits/virt-v2v/pkg-config"
    if folder is None or shutil.which("pkg-config") is None:
        tap.skip(name, "no pkg-config, or nothing for it to read")
        return
    environment = dict(os.environ, PKG_CONFIG_PATH=folder)
    for version, status in (("1.10.0", 0), ("0.0.5", 0), ("1000", 1)):
        run = subprocess.run(["pkg-config", f"--atleast-version={version}", "libosinfo-1.0"], env=environment)
        tap.equal(run.returncode, status, f"{name} {version}")
    libraries = subprocess.run(["pkg-config", "--libs", "libosinfo-1.0"], env=environment, capture_output=True, text=True)
    tap.ok("-losinfo-1.0" in libraries.stdout.split(), f"{name} --libs", libraries.stdout)


def main():
    tap = Tap()
    world = World()
    make_database(world.path("system"))
    test_query(tap, world)
    test_detect(tap, world)
    test_compile(tap, world)
    test_pkg_config(tap, sys.argv[1] if len(sys.argv) > 1 else None)
    return tap.finish()


sys.exit(main())
