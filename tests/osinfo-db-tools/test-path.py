#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-path: options, environment, help; the same paths as the established program's; the examples of its
page. Prints TAP.

usage: test-path.py FOLDER-OF-PROGRAMS MAN-FOLDER"""

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import ImportWorld, Tap, find_established
from man_examples import read_examples

HELP = """\
Usage:
  osinfo-db-path [OPTION…] - Report database locations

Help Options:
  -h, --help       Show help options

Application Options:
  --user           Report the user directory
  --local          Report the local directory
  --system         Report the system directory
  --dir=PATH       Report the custom directory
  --root=PATH      Report against root directory
  --version        Print the version and exit

"""

# arguments, environment beyond the world's (None: unset), the path, {} for the world
PATHS = [
    ([], {}, "{}/local" if os.geteuid() == 0 else "{}/user"),
    (["--user"], {}, "{}/user"),
    (["--local"], {}, "{}/local"),
    (["--system"], {}, "{}/system"),
    (["--user"], {"OSINFO_USER_DIR": None}, "{}/home/config/osinfo"),
    (["--user"], {"OSINFO_USER_DIR": None, "XDG_CONFIG_HOME": None}, "{}/home/.config/osinfo"),
    (["--user"], {"OSINFO_USER_DIR": "relative/x"}, "{}/relative/x"),
    (["--local"], {"OSINFO_LOCAL_DIR": "/srv/osinfo/"}, "/srv/osinfo"),
    (["--system"], {"OSINFO_DATA_DIR": "/not/this"}, "{}/system"),
    (["--dir", "x"], {}, "{}/x"),
    (["--dir=x/../y//z/"], {}, "{}/y/z"),
    (["--dir", "/x"], {}, "/x"),
    (["--dir", "."], {}, "{}"),
    (["--root", "/mnt", "--dir", "/x"], {}, "/mnt/x"),
    (["--root", "/mnt/", "--dir", "x"], {}, "/mnt/x"),
    (["--root", "mnt", "--dir", "x/"], {}, "{}/mnt/x"),
    (["--root", "", "--dir", "/x"], {}, "/x"),
    (["--root", "/", "--dir", "/x"], {}, "/x"),
    (["--root", "/mnt", "--dir", ""], {}, "/mnt"),
    (["--root", "/mnt", "--system"], {"OSINFO_SYSTEM_DIR": "/usr/share/osinfo"}, "/mnt/usr/share/osinfo"),
    (["--root", "/mnt", "--local"], {"OSINFO_LOCAL_DIR": "etc"}, "/mnt/etc"),
    (["--dir", "Datenträger"], {}, "{}/Datenträger"),
]

# Where the established program does something else on purpose or by its build: arguments, environment, our path
OWN_PATHS = [
    # a variable that is empty is like none
    (["--user"], {"OSINFO_USER_DIR": ""}, "{}/home/config/osinfo"),
    # what leads upwards ends at the root
    (["--root", "/mnt/image", "--dir", "../../x"], {}, "/mnt/image/x"),
]

ONLY_ONE = "Only one of --user, --local, --system & --dir can be used"
ERRORS = [
    (["--user", "--local"], ONLY_ONE),
    (["--user", "--system"], ONLY_ONE),
    (["--system", "--dir", "x"], ONLY_ONE),
    (["--local", "--dir=x"], ONLY_ONE),
    (["x"], "unexpected extra arguments"),
    (["--user", "--", "x"], "unexpected extra arguments"),
]
# the established program prints "(null)"
OWN_ERRORS = [
    (["--dir", ""], "--dir needs the path of a folder"),
    (["--dir=", "--root="], "--dir needs the path of a folder"),
]


def run(world, program, arguments, variables):
    kept = dict(world.environment)
    for name, value in variables.items():
        if value is None:
            world.environment.pop(name, None)
        else:
            world.environment[name] = value
    try:
        return world.run(program, *arguments)
    finally:
        world.environment = kept


def test_examples(tap, world, program, page):
    kept = dict(world.environment)
    world.environment["PATH"] = f"{program.parent}:{kept['PATH']}"
    examples = read_examples(page)
    tap.ok(len(examples) == 3, "the page has examples")
    for command, expected in examples:
        status, output, errors = world.run("sh", "-c", command)
        tap.equal((status, output, errors), (0, expected, ""), f"page: {command}")
    world.environment = kept


def main():
    program = Path(sys.argv[1]) / "osinfo-db-path"
    tap = Tap()
    world = ImportWorld(sys.argv[1])
    reason = find_established("osinfo-db-path")
    for arguments, variables, path in PATHS + OWN_PATHS:
        name = " ".join(arguments) + "".join(f" {key}={value}" for key, value in variables.items())
        expected = (0, path.format(world.root) + "\n", "")
        tap.equal(run(world, program, arguments, variables), expected, f"path: {name}")
        if (arguments, variables, path) in OWN_PATHS:
            continue
        if reason:
            tap.skip(f"established: {name}", reason)
        else:
            tap.equal(run(world, "/usr/bin/osinfo-db-path", arguments, variables), expected, f"established: {name}")
    for arguments, message in OWN_ERRORS:
        tap.equal(world.run(program, *arguments), (1, "", f"{program}: {message}\n"), f"error: {' '.join(arguments)}")
    for arguments, message in ERRORS:
        name = " ".join(arguments)
        tap.equal(world.run(program, *arguments), (1, "", f"{program}: {message}\n"), f"error: {name}")
        if reason:
            tap.skip(f"established error: {name}", reason)
        else:
            tap.equal(world.run("/usr/bin/osinfo-db-path", *arguments)[:2], (1, ""), f"established error: {name}")
    tap.equal(world.run(program, "--help"), (0, HELP, ""), "help")
    tap.equal(world.run(program, "--bad"),
              (1, "", f"{program}: error while parsing commandline options: Unknown option --bad\n\n{HELP}\n"),
              "bad option")
    status, output, errors = world.run(program, "--version")
    tap.ok((status, errors) == (0, "") and output.startswith("osinfo-db-path 2."), "version", output, errors)

    raw = world.run(program, "--dir", os.fsdecode(b"b\xff"), text=False)
    tap.equal(raw, (0, os.fsencode(world.root) + b"/b\xff\n", b""), "a path that is no UTF-8 is printed as it is")
    test_examples(tap, world, program, Path(sys.argv[2]) / "osinfo-db-path.1")
    return tap.finish()


sys.exit(main())
