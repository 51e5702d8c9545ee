#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Linked programs of the distribution with the library of the build tree: the established osinfo-query and osinfo-detect
give the same answers as with their own library, and programs that want many symbols, each of one version, start with
all of them bound. Prints TAP."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import (  # noqa: E402
    ESTABLISHED_DATABASE, Programs, Tap, compare, compare_medium, share, write_discs, write_trees,
)

QUERY = "/usr/bin/osinfo-query"
DETECT = "/usr/bin/osinfo-detect"

# Arguments; whether the key of the rows is all that is shown, and no row is without it, so that the sequence counts.
QUERIES = [
    (["os"], False),
    (["platform"], False),
    (["device"], False),
    (["deployment"], False),
    (["os", "vendor=Fedora Project"], False),
    (["os", "family=linux", "distro=debian", "-f", "short-id,version,family,distro"], False),
    (["os", "short-id=ubuntujammy"], True),
    (["os", "-f", "id,short-id,name,version,vendor,release-date,eol-date,codename,release-status,family,distro"], False),
    (["os", "--fields=short-id,version", "--sort=version"], False),
    (["os", "-s", "name", "-f", "name"], True),
    (["os", "-f", "short-id"], True),
    (["os", "-s", "family", "-f", "family"], False),
    (["os", "-s", "vendor", "-f", "vendor", "distro=opensuse"], True),
    (["--sort=id", "os", "--fields=id"], True),
    (["os", "release-status=rolling"], False),
    (["os", "version=9"], False),
    (["platform", "-f", "short-id,name", "vendor=qemu.org"], False),
    (["platform", "--sort=version", "-f", "version"], True),
    (["device", "class=net"], False),
    (["device", "bus-type=pci", "vendor=Red Hat, Inc.", "-f", "id,name,product"], False),
    (["device", "-s", "id", "-f", "id"], True),
    (["device", "id=http://pcisig.com/pci/1af4/1000"], True),
    (["device", "id=http://pcisig.com/pci/8086/2415"], True),
    (["deployment", "-f", "id"], True),
    # nothing found, and mistakes
    (["os", "short-id=none"], True),
    (["os", "short-id"], True),
    (["os", "colour=blue"], True),
    (["os", "-f", "colour"], True),
    (["os", "-s", "colour", "-f", "id"], False),
    (["systems"], True),
    (["--nonsense"], True),
    ([], True),
]

DISCS = [
    "fedora3", "fedora20", "fedora36", "silverblue35", "fedora-rawhide", "debian6", "debian9", "debian11", "win2k", "winxp",
    "win2k3", "winvista", "win7", "win2k8r2", "win8.1", "win2k12r2", "win10", "win2k19",
]  # fmt: skip
TREES = ["fedora10", "fedora20", "fedora30", "fedora36", "fedora-rawhide"]
# Paths are relative to a folder in which the discs are.
OTHER_DETECTIONS = [
    ["--format=plain", "fedora36.iso"],
    ["--format=env", "fedora36.iso"],
    ["-t", "tree", "--format=plain", "tree-fedora36"],
    ["--type=tree", "fedora36.iso"],
    ["absent.iso"],
    ["--type=tree", "absent"],
    ["--type=nonsense", "fedora36.iso"],
    ["--help"],
    [],
]


def by_line(text):
    """Rows that are equal in the key come in the order of a hash table in the established library."""
    return "\n".join(sorted(text.splitlines()))



def check_queries(tap, programs):
    programs.check_linked(tap, QUERY, "osinfo-query")
    cases = [(*query, programs.run_both([QUERY, *query[0]], OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE))
             for query in share(QUERIES)]
    for arguments, is_ordered, answers in cases:
        compare(tap, "osinfo-query " + " ".join(arguments), answers, str if is_ordered else by_line)


def check_detection(tap, programs):
    programs.check_linked(tap, DETECT, "osinfo-detect")
    samples = [(name, ["--type=media", path]) for name, path in write_discs(programs, DISCS).items()]
    samples += [(name, ["--type=tree", f"file://{path}"]) for name, path in write_trees(programs, TREES).items()]
    cases = []
    recognised = 0
    for name, arguments in share(samples):
        answers = programs.run_both([DETECT, *arguments], OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE)
        cases.append((f"osinfo-detect {arguments[0]}: {name}", arguments[1], answers))
    for name, where, answers in cases:
        status, output, _ = compare_medium(tap, name, answers, programs, where)
        recognised += status == 0 and "installer for OS" in output
    least = len(share(range(20)))
    tap.ok(recognised >= least, f"osinfo-detect: {recognised} media and trees are recognised, at least {least}")
    for arguments in share(OTHER_DETECTIONS):
        compare(tap, "osinfo-detect " + " ".join(arguments),
                programs.run_both([DETECT, *arguments], OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE))


# A program with its arguments: all its symbols are looked for before it starts.
PROGRAMS = [
    ["/usr/bin/gnome-boxes", "--version"],
    ["/usr/bin/virt-v2v", "--version"],
    ["/usr/bin/virt-v2v", "--machine-readable"],
]


def check_start(tap, programs):
    for command in PROGRAMS:
        name = " ".join([Path(command[0]).name, *command[1:]])
        reason = programs.find_reason_to_skip(command[0])
        if reason:
            tap.skip(f"{name}: all symbols are there", reason)
            continue
        programs.check_linked(tap, command[0], name)
        answers = programs.run_both(command, LD_BIND_NOW="1")
        status, output, _ = compare(tap, f"{name}: all symbols are there", answers)
        tap.ok(status == 0 and output, f"{name}: it starts with the established library")


def main():
    programs = Programs()
    reason = programs.find_reason_to_skip(QUERY) or programs.find_reason_to_skip(DETECT)
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    check_queries(tap, programs)
    check_detection(tap, programs)
    check_start(tap, programs)
    return tap.finish()


sys.exit(main())
