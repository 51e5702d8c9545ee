#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What virt-install makes guests of: a virtio disk, network, random number generator and console, and q35, for every Linux
since 2019 and for the BSDs as far as their manual pages go; memory for what was released since 2015. The library is asked
as virt-install asks it, and by virt-install's own module where that is installed. Prints TAP."""

import os
import re
import sys
from pathlib import Path

import gi

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import Tap  # noqa: E402

gi.require_version("Libosinfo", "1.0")
from gi.repository import Libosinfo  # noqa: E402

VIRT_MANAGER = "/usr/share/virt-manager"
PCI = "http://pcisig.com/pci/1af4/"
Q35 = "http://qemu.org/chipset/x86/q35"

# A device as it was before VirtIO 1.0 and since; either will do.
DEVICES = {"disk": ("1001", "1042"), "network": ("1000", "1041"), "random": ("1005", "1044"), "console": ("1003", "1043")}
ALL = {*DEVICES, "q35"}

# What virt-install calls them.
QUESTIONS = {
    "disk": "supports_virtiodisk",
    "network": "supports_virtionet",
    "random": "supports_virtiorng",
    "console": "supports_virtioserial",
    "q35": "supports_chipset_q35",
}

# Linuxes since 2019, or without a date, of which no source says that they have these. The last four are older than that.
LACKING = {
    "asianux7.3": {"q35"},
    "gnomenightly": {"random", "console", "q35"},
    "hyperbola03": {"random", "console", "q35"},
    "slackwarearm15.0": {"random", "console", "q35"},
    "slackwarearm-current": {"random", "console", "q35"},
    "gnome-continuous-3.12": {"random", "console", "q35"},
    "gnome-continuous-3.14": {"random", "console", "q35"},
    "pclinuxos": ALL,
    "pureos8": ALL,
    "scientificlinux5.10": {"random", "console", "q35"},
}

# BSDs: what each release has, up to that of the next row. q35 comes with VirtIO 1.0.
BSDS = {
    "freebsd": {
        (1,): set(),
        (10, 0): {"disk", "network"},
        (11, 0): {"disk", "network", "random", "console"},
        (13, 0): ALL,
    },
    "openbsd": {
        (4, 2): set(),
        (5, 3): {"disk", "network"},
        (5, 5): {"disk", "network", "random"},
        (5, 9): {"disk", "network", "random", "console"},
        (6, 6): ALL,
    },
    "netbsd": {
        (0, 8): set(),
        (6, 0): {"disk", "network"},
        (8, 0): {"disk", "network", "random"},
        (10, 0): {"disk", "network", "random", "q35"},
        (10, 1): ALL,
    },
    "dragonflybsd": {
        (1, 0): set(),
        (3, 8): {"disk", "network"},
        (5, 4): {"disk", "network", "random"},
    },
}

# No figure was found, and no relative's would do.
WITHOUT_MEMORY = {"solaris11.3", "solaris11.4"}


def items(entities):
    return [entities.get_nth(i) for i in range(entities.get_length())]


def find_devices(system):
    """Those of ALL that a system has."""
    ids = {device.get_id() for device in items(system.get_all_devices())}
    found = {name for name, variants in DEVICES.items() if ids & {PCI + variant for variant in variants}}
    is_modern = "network" not in found or PCI + "1041" in ids
    return found | ({"q35"} if Q35 in ids and is_modern else set())


def find_architectures(system):
    """Those that there are media, trees or images for; that of most hosts where there are none, or they do not say."""
    parts = items(system.get_media_list()) + items(system.get_tree_list()) + items(system.get_image_list())
    return {part.get_architecture() for part in parts} - {"all"} or {"x86_64"}


def has_memory(system, architecture):
    resources = items(system.get_minimum_resources()) + items(system.get_recommended_resources())
    return any(one.get_architecture() in (architecture, "all") and one.get_ram() > 0 for one in resources)


def find_date(system):
    """That of its release; a release that has none is as old as what it is made of."""
    date = system.get_release_date_string()
    if date or system.get_release_status() != Libosinfo.ReleaseStatus.RELEASED:
        return date
    bases = system.get_related(Libosinfo.ProductRelationship.DERIVES_FROM)
    return next(filter(None, map(find_date, items(bases))), None)


def is_since(system, year):
    """Released since then, or at a time that is not known. Entries for releases to come are a matter of lint."""
    date = find_date(system)
    return not system.get_short_id().endswith("unknown") and (date is None or int(date[:4]) >= year)


def describe(devices):
    return ", ".join(sorted(devices)) or "nothing"


def check_linux(tap, systems):
    found = [one for one in systems if one.get_family() == "linux" and is_since(one, 2019)]
    faults = []
    for system in found:
        lacking = ALL - find_devices(system)
        expected = LACKING.get(system.get_short_id(), set())
        if lacking != expected:
            faults.append(f"{system.get_short_id()} lacks {describe(lacking)}; expected {describe(expected)}")
    tap.ok(not faults, f"{len(found)} Linuxes since 2019 have what modern guests have", *faults)
    tap.ok(len(found) > 300, f"{len(found)} are all there are")
    gone = LACKING.keys() - {one.get_short_id() for one in found}
    tap.ok(not gone, "those that lack something are among them", *sorted(gone))
    return found


def check_bsds(tap, systems):
    checked = []
    for distribution, rows in BSDS.items():
        faults = []
        releases = [one for one in systems if one.get_distro() == distribution and is_since(one, 1990)]
        for system in releases:
            version = tuple(map(int, re.findall(r"\d+", system.get_version())))
            expected = rows[max(first for first in rows if first <= version)]
            found = find_devices(system)
            if found != expected:
                faults.append(f"{system.get_short_id()} has {describe(found)}; expected {describe(expected)}")
        tap.ok(not faults, f"{len(releases)} releases of {distribution} have what their manual pages say", *faults)
        tap.ok(len(releases) > 20, f"{len(releases)} are all there are")
        checked += releases
    heirs = [one for one in systems if one.get_family() == "freebsd" and one.get_distro() != "freebsd"]
    heirs = [one for one in heirs if not one.get_short_id().endswith("-unknown")]
    poor = [one.get_short_id() for one in heirs if find_devices(one) != ALL]
    tap.ok(heirs and not poor, "what is made of FreeBSD has what FreeBSD has", *poor)
    return checked + heirs


def check_memory(tap, systems):
    found = [one for one in systems if is_since(one, 2015)]
    faults = []
    for system in found:
        lacking = [one for one in sorted(find_architectures(system)) if not has_memory(system, one)]
        if bool(lacking) != (system.get_short_id() in WITHOUT_MEMORY):
            faults.append(f"{system.get_short_id()} says no memory for: {', '.join(lacking) or 'nothing, but should'}")
    tap.ok(not faults, f"{len(found)} systems since 2015 say how much memory they want", *faults)
    tap.ok(len(found) > 600, f"{len(found)} are all there are")
    return found


def check_program(tap, systems, sized):
    """The same answers from virt-install's module. It takes what upgrades RHEL 6 to have a console, whatever is said of it."""
    sys.path.insert(0, VIRT_MANAGER)
    try:
        from virtinst import OSDB
    except ImportError as error:
        tap.skip("virt-install's module says the same", error)
        return
    faults = []
    for system in systems:
        variant = OSDB.lookup_os(system.get_short_id())
        found = {name for name, question in QUESTIONS.items() if getattr(variant, question)()}
        if found - {"console"} != find_devices(system) - {"console"} or not find_devices(system) <= found:
            faults.append(f"{system.get_short_id()} has {describe(found)}")
    tap.ok(not faults, "virt-install's module finds the same devices", *faults)
    asked = [
        f"{one.get_short_id()} on {architecture}" for one in sized if one.get_short_id() not in WITHOUT_MEMORY
        for architecture in sorted(find_architectures(one))
        if not OSDB.lookup_os(one.get_short_id()).get_recommended_resources().get_recommended_ram(architecture)
    ]  # fmt: skip
    tap.ok(not asked, "virt-install never asks for memory", *asked)


def main():
    loader = Libosinfo.Loader()
    loader.process_path(os.environ["OSINFO_TEST_DATABASE"])
    database = loader.get_db()
    systems = items(database.get_os_list())
    tap = Tap()
    asked = check_linux(tap, systems) + check_bsds(tap, systems)
    sized = check_memory(tap, systems)
    check_program(tap, asked, sized)
    return tap.finish()


sys.exit(main())
