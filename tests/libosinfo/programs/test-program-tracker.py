#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The desktop indexer's extractor with the library of the build tree and with the established one. It calls the library
inside a sandbox that ends the process for most system calls, with and without a store that is there already, and says
which system is on an image. Prints TAP."""

import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import ESTABLISHED_DATABASE, Programs, Tap, compare, share, write_discs  # noqa: E402

PROGRAM = "/usr/libexec/tracker-extract-3"
MODULE = "libextract-iso.so"
MODULES = Path("/usr/lib/x86_64-linux-gnu/tracker-miners-3.0/extract-modules")

DISCS = share(["fedora36", "silverblue35", "debian11", "win7", "win10", "winxp"])


def extract(programs, path, library=None, **variables):
    command = ["dbus-run-session", "--", PROGRAM, "--file", path, "--force-module", MODULE,
               "--mime", "application/x-cd-image", "--output-format", "turtle"]
    variables["OSINFO_SYSTEM_DIR"] = ESTABLISHED_DATABASE
    if library:
        return programs.run(library, command, **variables)
    return programs.run_both(command, **variables)


def without_bus(text):
    """Leaves out what the bus says of itself, with its process number."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("dbus-daemon["))


def check_all(tap, programs, discs, state, **variables):
    cases = [(name, extract(programs, path, **variables)) for name, path in discs.items()]
    for name, answers in cases:
        status, output, errors = compare(tap, f"{state}: {name}", answers, without_bus)
        if name in DISCS:
            tap.ok(status == 0 and "osinfo:id" in output, f"{state}: {name}: the established answer says what it is",
                   output, errors)


def main():
    programs = Programs()
    reason = programs.find_reason_to_skip(PROGRAM)
    if not reason and not shutil.which("dbus-run-session"):
        reason = "dbus-run-session is not installed"
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    programs.check_linked(tap, MODULES / MODULE, MODULE)
    discs = write_discs(programs, DISCS)

    # the folder of the cache is absent; it cannot be made in the sandbox, and nothing may depend on that
    absent = programs.path("no-cache")
    check_all(tap, programs, discs, "no store, no folder", XDG_CACHE_HOME=absent)
    tap.ok(not list(absent.glob("libosinfo/*")), "no store, no folder: none was written")
    empty = programs.path("empty-cache")
    (empty / "libosinfo").mkdir(parents=True)
    check_all(tap, programs, discs, "no store", XDG_CACHE_HOME=empty)
    tap.ok(not list(empty.glob("libosinfo/*")), "no store: none was written")

    # a program outside of the sandbox leaves one behind
    warm = programs.path("warm-cache")
    programs.run("ours", ["/usr/bin/osinfo-query", "os", "short-id=none"],
                  OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE, XDG_CACHE_HOME=warm)
    tap.ok(list(warm.glob("libosinfo/*.store")), "a store was written")
    check_all(tap, programs, discs, "a store", XDG_CACHE_HOME=warm)
    check_all(tap, programs, {"fedora36": discs["fedora36"]}, "only a store",
              XDG_CACHE_HOME=warm, OSINFO_STORE="strict")
    return tap.finish()


sys.exit(main())
