#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The desktop indexer's extractor with the library of the build tree and with the established one. It calls the library
inside a sandbox that ends the process for most system calls, with and without a store that is there already, and says
which system is on an image. Prints TAP."""

import os
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import ESTABLISHED_DATABASE, Programs, Tap, compare_medium, share, write_discs  # noqa: E402

MODULE = "libextract-iso.so"
# The program had another name before version 3.8, and no longer uses the library in 3.12.
PROGRAMS = {
    "/usr/libexec/tracker-extract-3": "tracker-miners-3.0",
    "/usr/libexec/localsearch-extractor-3": "localsearch-3.0",
}

DISCS = share(["fedora36", "silverblue35", "debian11", "win7", "win10", "winxp"])


def find_program():
    """The extractor and its module for images, None for what is not installed."""
    for program, folder in PROGRAMS.items():
        if os.access(program, os.X_OK):
            modules = sorted(Path("/usr").glob(f"lib*/{folder}/extract-modules/{MODULE}"))
            modules += sorted(Path("/usr").glob(f"lib/*/{folder}/extract-modules/{MODULE}"))
            return program, next(iter(modules), None)
    return next(iter(PROGRAMS)), None


def extract(programs, program, path, **variables):
    command = ["dbus-run-session", "--", program, "--file", path, "--force-module", MODULE,
               "--mime", "application/x-cd-image", "--output-format", "turtle"]
    # GStreamer would look for its plugins first, and that of cameras does not survive the sandbox on Debian 13
    return programs.run_both(command, OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE, LANG="C.UTF-8",
                             GST_PLUGIN_SYSTEM_PATH=programs.path("no-plugins"), **variables)


def without_bus(text):
    """Leaves out what the bus says of itself, with its process number."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("dbus-daemon["))


def check_all(tap, programs, program, discs, state, **variables):
    cases = [(name, extract(programs, program, path, **variables)) for name, path in discs.items()]
    for name, answers in cases:
        status, output, errors = compare_medium(tap, f"{state}: {name}", answers, programs, discs[name],
                                                known=without_bus)
        if name in DISCS:
            tap.ok(status == 0 and "osinfo:id" in output, f"{state}: {name}: the established answer says what it is",
                   output, errors)


def main():
    programs = Programs()
    program, module = find_program()
    reason = programs.find_reason_to_skip(program)
    if not reason and not module:
        reason = f"{program} has no {MODULE}, which is what uses the library"
    if not reason and not shutil.which("dbus-run-session"):
        reason = "dbus-run-session is not installed"
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    programs.check_linked(tap, module, MODULE)
    discs = write_discs(programs, DISCS)

    # the folder of the cache is absent; it cannot be made in the sandbox, and nothing may depend on that
    absent = programs.path("no-cache")
    check_all(tap, programs, program, discs, "no store, no folder", XDG_CACHE_HOME=absent)
    tap.ok(not list(absent.glob("libosinfo/*")), "no store, no folder: none was written")
    empty = programs.path("empty-cache")
    (empty / "libosinfo").mkdir(parents=True)
    check_all(tap, programs, program, discs, "no store", XDG_CACHE_HOME=empty)
    tap.ok(not list(empty.glob("libosinfo/*")), "no store: none was written")

    # a program outside of the sandbox leaves one behind
    warm = programs.path("warm-cache")
    programs.run("ours", ["/usr/bin/osinfo-query", "os", "short-id=none"],
                  OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE, XDG_CACHE_HOME=warm)
    tap.ok(list(warm.glob("libosinfo/*.store")), "a store was written")
    check_all(tap, programs, program, discs, "a store", XDG_CACHE_HOME=warm)
    check_all(tap, programs, program, {"fedora36": discs["fedora36"]}, "only a store",
              XDG_CACHE_HOME=warm, OSINFO_STORE="strict")
    return tap.finish()


sys.exit(main())
