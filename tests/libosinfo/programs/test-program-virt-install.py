#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The distribution's virt-install with the library of the build tree and with the established one: the list of
systems, the guests that it makes of them with everything left to defaults, what it recognises of images, discs
and trees, its errors. The texts are equal, byte by byte. Prints TAP."""

import re
import shutil
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import (  # noqa: E402
    ESTABLISHED_DATABASE, HERE, IS_WHOLE, TREE_DATABASE, Programs, Tap, compare, run_xorriso, write_discs, write_trees,
)

PROGRAM = "/usr/bin/virt-install"
MODULE = ("/usr/share/virt-manager", "virtinst.virtinstall")
LOADED = "virtinst.OSDB._os_loader"

# The program's own means against hosts that are not there: libvirt's test driver, with what a PC with KVM says of
# itself, and ids and addresses that are the same on each run.
HOST = (
    f"__virtinst_test__test:///default,caps={HERE / 'capabilities.xml'},"
    f"domcaps={HERE / 'domain-capabilities.xml'},fakeuri=qemu:///system,predictable"
)
# Where a kernel is copied, it goes to the user's folders; defaults for the whole system are more.
USER_HOST = HOST.replace("qemu:///system", "qemu:///session")
GUEST = ["--name", "guest", "--check", "disk_size=off", "--print-xml", "--connect"]

# Families apart. A guest gets its memory, disk, firmware, video, sound, TPM, clock … from the database.
WITH_RESOURCES = [
    "fedora12", "fedora36", "fedora-rawhide", "silverblue35", "fedora-coreos-stable", "rhel5.0", "rhel7.0", "rhel9.1",
    "centos6.0", "centos-stream9", "almalinux9", "ol8.5", "debian7", "debian11", "debiantesting", "ubuntu10.04",
    "ubuntu22.04", "opensuse13.2", "opensusetumbleweed", "sle15sp3", "sles11sp4", "sled12", "win2k", "winxp", "win2k3",
    "winvista", "win7", "win8.1", "win10", "win11", "win2k8r2", "win2k12r2", "win2k22", "macosx10.7", "solaris10",
    "android-x86-9.0", "alpinelinux3.17", "archlinux", "gentoo", "haikunightly", "freebsd13.1", "openbsd7.0", "netbsd9.0",
    "mageia8", "nixos-22.05", "guix-latest", "linux2016", "linux2022", "voidlinux",
]  # fmt: skip
# Systems of which the database says no sizes, or which are not a system at all.
WITHOUT_RESOURCES = [
    "msdos6.22", "netware6", "win98", "freedos1.2", "generic", "unknown", "winnt4.0", "slackware14.2", "cirros0.5.2",
    "opensolaris2009.06",
]  # fmt: skip
SIZES = ["--memory", "1000", "--disk", "size=3"]
# Enough of a database of which most is held against labels elsewhere.
FEW = ["fedora12", "fedora36", "rhel9.1", "debian11", "winxp", "win7", "win11", "win2k22", "generic"]
# A short id is not all that names a system.
OTHER_NAMES = [
    "http://fedoraproject.org/fedora/36", "http://microsoft.com/win/11", "id=http://debian.org/debian/11", "debianbullseye",
    "name=rhel9.1", "short-id=win10", "ubuntu-lts-latest", "nonsense", "http://fedoraproject.org/nothing/1", "",
]  # fmt: skip
OTHER_GUESTS = [
    ["--osinfo", "fedora36", "--pxe", "--arch", "i686"],
    ["--osinfo", "fedora36", "--pxe", "--arch", "aarch64"],
    ["--osinfo", "win11", "--pxe", "--boot", "uefi"],
    ["--osinfo", "win10", "--pxe", "--boot", "uefi", "--tpm", "default"],
    ["--osinfo", "rhel6.10", "--pxe", "--boot", "uefi"],
    ["--osinfo", "rhel7.0", "--pxe", "--machine", "pc"],
    ["--osinfo", "win2k19", "--pxe", "--machine", "pc", "--controller", "scsi", "--disk", "size=1,bus=scsi"],
    ["--osinfo", "debian11", "--import", "--disk", "none", "--network", "none"],
    ["--osinfo", "win7", "--import", "--disk", "none", "--graphics", "vnc", "--sound", "default"],
    ["--pxe"],
    ["--osinfo", "detect=on,require=on", "--pxe"],
    ["--osinfo", "detect=off,require=off", "--pxe", *SIZES],
]
# The tree that is asked for stands in the error, since there is no network.
INSTALL_SOURCES = ["fedora36", "fedora-rawhide", "debian11", "rhel9.1", "centos-stream9", "win10", "msdos6.22", "nonsense"]

# What a guest says of its system.
FOUND_SYSTEM = re.compile('<libosinfo:os id="([^"]*)"')

# Systems whose media are tried.
DISCS = [
    "fedora3", "fedora20", "fedora36", "silverblue35", "fedora-rawhide", "debian6", "debian9", "debian11", "win2k", "winxp",
    "win2k3", "winvista", "win7", "win2k8r2", "win8.1", "win2k12r2", "win10", "win2k19",
]  # fmt: skip
TREES = ["fedora10", "fedora20", "fedora30", "fedora36", "fedora-rawhide"]


def write_tree_disc(path, folder, label):
    """The same as an image whose files can be read."""
    run_xorriso("-R", "-J", "-V", label, "-o", path, folder)
    return path


# Without all of them: every sixth, and what is looked at more closely.
PART = 1 if IS_WHOLE else 6
ALWAYS = ("disc fedora36", "tree fedora36", "disc unknown")


class Cases:
    """Names and answers to come; all are asked for before the first is looked at."""

    def __init__(self, programs, label, database):
        self.programs = programs
        self.label = label
        self.database = database
        self.cases = []
        self.number = 0

    def submit(self, library, arguments):
        return self.programs.pool.submit(
            self.programs.run_forked, library, PROGRAM, *MODULE, arguments, LOADED, OSINFO_SYSTEM_DIR=self.database)

    def add(self, name, *arguments, disc=None):
        self.number += 1
        if self.number % PART != 0 and name not in ALWAYS:
            return
        answers = [self.submit(library, arguments) for library in ("ours", "established")]
        self.cases.append((f"{self.label}: {name}", answers, disc))

    def add_guest(self, name, *arguments, host=HOST, disc=None):
        self.add(name, *GUEST, host, *arguments, disc=disc)

    def compare(self, tap):
        return {name: compare(tap, name, self.without_ties(answers, disc) if disc else answers, without_chance)
                for name, answers, disc in self.cases}

    def without_ties(self, answers, disc):
        """Where several systems are equally right, the established answer is that for the one that ours found."""
        ours, established = [set(FOUND_SYSTEM.findall(answer.result()[1])) for answer in answers]
        for group in self.programs.find_ties(disc, self.database) if ours != established else []:
            ids = {row[0]: row[3] for row in group}
            if len(ours) == len(established) == 1 and ours | established <= ids.keys():
                arguments = [*GUEST, USER_HOST, "--cdrom", disc, "--osinfo", ids[min(ours)]]
                return answers[0], self.submit("established", arguments)
        return answers


def without_chance(text):
    """Leaves out names of temporary files, and what the established library alone says of references to nothing."""
    text = re.sub(r"\n\*\* \(process:\d+\): WARNING \*\*: \S+: Entity \S+ referenced but not defined\n", "", text)
    return re.sub(r"/virtinst-\w{8}-", "/virtinst-RANDOM-", text)


def ask(programs, label, database):
    """Asks for everything."""
    cases = Cases(programs, label, database)
    cases.add("--osinfo list", "--osinfo", "list")
    for system in WITH_RESOURCES:
        cases.add_guest(f"guest of {system}", "--osinfo", system, "--pxe")
    for system in WITHOUT_RESOURCES:
        cases.add_guest(f"guest of {system}", "--osinfo", system, "--pxe", *SIZES)
    for name in OTHER_NAMES:
        cases.add_guest(f"guest of '{name}'", "--osinfo", name, "--pxe")
    for arguments in OTHER_GUESTS:
        cases.add_guest("guest: " + " ".join(arguments), *arguments)
    cases.add_guest("guest with --cloud-init", "--osinfo", "ubuntu22.04", "--import", "--cloud-init", "disable=on", host=USER_HOST)
    for system in INSTALL_SOURCES:
        cases.add_guest(f"--install {system}", "--install", system, host=USER_HOST)
    return cases


def ask_few(programs, label, database):
    cases = Cases(programs, label, database)
    cases.add("--osinfo list", "--osinfo", "list")
    for system in FEW:
        cases.add_guest(f"guest of {system}", "--osinfo", system, "--pxe", *SIZES)
    return cases


def ask_about_samples(cases, programs, discs, trees):
    for name, path in discs.items():
        cases.add_guest(f"disc {name}", "--cdrom", path, "--osinfo", "detect=on,require=on", host=USER_HOST, disc=path)
    for name, path in trees.items():
        cases.add_guest(f"tree {name}", "--location", path, "--osinfo", "detect=on,require=on", host=USER_HOST)
    if shutil.which("xorriso"):
        path = programs.path("with-kernel.iso")
        if not path.exists():
            write_tree_disc(path, trees["fedora36"], "Fedora-S-dvd-x86_64-36")
        cases.add_guest("disc with a kernel", "--location", path, "--osinfo", "detect=on,require=on", host=USER_HOST)


def check_answers(tap, answers, label, least):
    """The comparison is about something: guests have been made, and what is known was recognised."""
    made = sum(status == 0 and "<libosinfo:os id=" in output for status, output, _ in answers.values())
    tap.ok(made >= least, f"{label}: {made} guests of a system were made, at least {least}")
    found = answers[f"{label}: disc fedora36"][1] + answers[f"{label}: tree fedora36"][1]
    tap.ok(found.count('"http://fedoraproject.org/fedora/36"') >= 2, f"{label}: discs and trees are recognised", found)
    unknown = answers[f"{label}: disc unknown"]
    tap.ok(unknown[0] == 1 and "--osinfo" in unknown[2], f"{label}: what is unknown is an error", unknown)


def main():
    programs = Programs()
    reason = programs.find_reason_to_skip(PROGRAM)
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    started = time.monotonic()
    programs.check_binding(tap)
    discs, trees = write_discs(programs, DISCS), write_trees(programs, TREES)

    label = "established database"
    cases = ask(programs, label, ESTABLISHED_DATABASE)
    ask_about_samples(cases, programs, discs, trees)
    check_answers(tap, cases.compare(tap), label, 80 // PART)

    label = "database of this tree"
    cases = ask_few(programs, label, TREE_DATABASE)
    few_discs = {name: discs[name] for name in ("fedora36", "debian11", "win10", "win7", "unknown")}
    few_trees = {name: trees[name] for name in ("fedora36", "fedora20")}
    ask_about_samples(cases, programs, few_discs, few_trees)
    check_answers(tap, cases.compare(tap), label, 12 // PART)
    programs.end()
    print(f"# {time.monotonic() - started:.0f} s")
    return tap.finish()


sys.exit(main())
