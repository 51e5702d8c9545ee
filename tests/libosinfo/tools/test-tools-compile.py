#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-compile from outside: what it writes is enough to answer without the files' help. Prints
TAP. The program is found in PATH, or named by OSINFO_DB_COMPILE."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap, World, find_program, write_entity

VERSION = (Path(__file__).resolve().parents[3] / "libosinfo" / "VERSION").read_text().strip()

HELP = """\
Usage:
  osinfo-db-compile [OPTION…] - Compile the OS info database for all users

Help Options:
  -h, --help        Show help options

Application Options:
  --dir=PATH        Write into this folder
  -v, --verbose     Print the name of the file that was written
  --version         Print the version and exit

"""


def main():
    compiler = find_program("osinfo-db-compile")
    if compiler is None:
        print("1..0 # SKIP osinfo-db-compile is not built")
        return 0
    tap = Tap()
    world = World()
    write_entity(world.path("system"), "os", "http://test.org/a", "<short-id>a</short-id>")

    tap.equal(world.run(compiler, "--help"), (0, HELP, ""), "help")
    tap.equal(world.run(compiler, "--bad"),
              (1, "", "Error while parsing commandline options: Unknown option --bad\n" + HELP + "\n"),
              "bad option")
    for name in ("osinfo-db-compile", "osinfo-detect", "osinfo-download", "osinfo-install-script", "osinfo-query"):
        tap.equal(world.run(find_program(name), "--version"), (0, f"{name} {VERSION}\n", ""), f"version of {name}")
    world.path("system/VERSION").write_text("99990101.2\n")
    tap.equal(world.run(find_program("osinfo-query"), "--version"),
              (0, f"osinfo-query {VERSION}\nosinfo-db 99990101.2, 0 days old\n", ""), "version and age of the database")
    world.path("system/VERSION").write_text("nightly\n")
    tap.equal(world.run(find_program("osinfo-detect"), "--version"),
              (0, f"osinfo-detect {VERSION}\nosinfo-db nightly\n", ""), "version of a database that is no day")
    tap.equal(world.run(compiler, "x"), (1, "", f"{compiler}: unexpected extra arguments\n"), "argument")

    folder = world.path("compiled")
    status, output, errors = world.run(compiler, "--dir", folder)
    files = list(folder.iterdir()) if folder.is_dir() else []
    tap.equal((status, output, errors, len(files)), (0, "", "", 1), "writes one file and says nothing")
    tap.equal(world.run(compiler, "-v", "--dir", folder), (0, f"{files[0] if files else ''}\n", ""),
              "-v tells the file")

    local, user = world.path("local"), world.path("own")
    write_entity(user, "os", "http://test.org/u", "<short-id>u</short-id>")
    for name in ("empty", "only-devices", "not-xml"):
        world.path(name).mkdir()
    write_entity(world.path("only-devices"), "device", "http://test.org/d", "<name>d</name>")
    (world.path("not-xml") / "os" / "test.org").mkdir(parents=True)
    (world.path("not-xml") / "os" / "test.org" / "a.txt").write_text("text\n")
    (world.path("loop") / "os").mkdir(parents=True)
    (world.path("loop") / "os" / "loop").symlink_to(".")
    for name in ("absent", "empty", "only-devices", "not-xml", "loop"):
        folder_of_none = world.path(name)
        word = (f"There is no OS data in '{folder_of_none}' or '{local}'; "
                "install osinfo-db, or run 'osinfo-db-import --latest'\n")
        found = world.run(compiler, "--dir", world.path("compiled-none"), OSINFO_SYSTEM_DIR=folder_of_none,
                          OSINFO_USER_DIR=user)
        tap.equal(found, (0, "", word), f"no database: {name}")
    write_entity(local, "platform", "http://test.org/p", "<short-id>p</short-id>")
    tap.equal(world.run(compiler, "--dir", world.path("compiled-none"), OSINFO_SYSTEM_DIR=world.path("absent")),
              (0, "", ""), "no database: the administrator's is one")

    occupied = world.path("occupied")
    occupied.write_text("no folder\n")
    status, output, errors = world.run(compiler, "--dir", occupied)
    tap.ok((status, output) == (1, "") and errors.startswith("Error compiling OS data: ")
           and errors.count("\n") == 1, "folder that cannot be", errors)
    status, output, errors = world.run(compiler, "--dir", folder, OSINFO_MODULE_DIR=world.path("home"))
    tap.ok((status, output) == (1, "") and errors.startswith("Error compiling OS data: "),
           "compile module is missing", errors)

    # What is in the user's cache is found in the same way. It serves users without a folder of their own.
    query = find_program("osinfo-query")
    if query is None:
        tap.skip("the result is used", "osinfo-query is not built")
    else:
        cache = world.path("cache") / "libosinfo"
        world.run(compiler, "--dir", cache)
        status, output, errors = world.run(query, "os", "-f", "short-id", OSINFO_STORE="strict",
                                           OSINFO_USER_DIR=world.path("absent"))
        tap.ok(status == 0 and " a " in output, "the result is used", output, errors)
    return tap.finish()


sys.exit(main())
