#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The machines that osinfo-profile describes to libvirt, and those that the distribution's virt-install makes of the same
systems with the same database and everything left to defaults: every difference stands in profile-differences.tsv with its
reason, and nothing that is none. Prints TAP.

usage: test-program-profile.py [--write]     (prints a new table instead, reasons that are known filled in)"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import HERE, TREE_DATABASE, Programs, Tap, share  # noqa: E402
from tools_case import find_program  # noqa: E402

PROGRAM = "/usr/bin/virt-install"
MODULE = ("/usr/share/virt-manager", "virtinst.virtinstall")
HOST = (
    f"__virtinst_test__test:///default,caps={HERE / 'capabilities.xml'},"
    f"domcaps={HERE / 'domain-capabilities.xml'},fakeuri=qemu:///system,predictable"
)
# The cases where it asks for a size are not about sizes.
GUEST = ["--name", "guest", "--check", "disk_size=off", "--print-xml", "--pxe", "--disk", "size=20", "--connect", HOST]
TABLE = HERE / "profile-differences.tsv"
COLUMNS = ["os", "setting", "virt-install", "profile", "reason"]

SYSTEMS = [
    "almalinux9", "alpinelinux3.20", "archlinux", "centos-stream10", "debian10", "debian11", "debian12", "debian13", "debian7",
    "fedora20", "fedora30", "fedora43", "fedora44", "freebsd12.4", "freebsd14.3", "gentoo", "haikur1beta4", "mageia9",
    "netbsd10.0", "nixos-25.05", "ol9.5", "openbsd7.7", "opensuse15.6", "opensusetumbleweed", "rhel10.0", "rhel5.11", "rhel6.10",
    "rhel7.9", "rhel8.10", "rhel9.6", "rocky9", "sle15sp6", "ubuntu14.04", "ubuntu22.04", "ubuntu24.04", "win10",
    "win11", "win2k12r2", "win2k16", "win2k22", "win2k3", "win2k8r2", "win7", "win8.1", "winvista", "winxp",
]  # fmt: skip


def text(element, path, attribute):
    found = element.find(path)
    return found.get(attribute) if found is not None and found.get(attribute) else "-"


def get_firmware(domain):
    return "efi" if domain.find("os").get("firmware") == "efi" or domain.find("os/loader[@type='pflash']") is not None else "bios"


def get_timers(domain):
    timers = domain.findall("clock/timer")
    return ",".join(sorted(f"{one.get('name')}:{one.get('tickpolicy') or one.get('present')}" for one in timers)) or "-"


def get_inputs(domain):
    pointers = [one for one in domain.findall("devices/input") if one.get("type") != "keyboard"]
    return ",".join(f"{one.get('type')}:{one.get('bus') or 'usb'}" for one in pointers) or "-"


def get_console(domain):
    console = domain.find("devices/console")
    return "-" if console is None else text(console, "target", "type").replace("-", "serial")


# What is compared, and where it stands in a domain.
SETTINGS = {
    "machine": lambda domain: re.sub(r"^(pc|q35)-.*|^-$", lambda found: found[1] or "pc", text(domain, "os/type", "machine")),
    "firmware": get_firmware,
    "memory": lambda domain: str(int(domain.find("memory").text) // 1024),
    "processors": lambda domain: domain.find("vcpu").text,
    "cpu": lambda domain: text(domain, "cpu", "mode"),
    "clock": lambda domain: text(domain, "clock", "offset"),
    "timers": get_timers,
    "enlightenments": lambda domain: ",".join(sorted(one.tag for one in domain.findall("features/hyperv/*"))) or "-",
    "smm": lambda domain: text(domain, "features/smm", "state"),
    "disk": lambda domain: text(domain, "devices/disk[@device='disk']/target", "bus"),
    "network": lambda domain: text(domain, "devices/interface/model", "type"),
    "video": lambda domain: text(domain, "devices/video/model", "type"),
    "sound": lambda domain: text(domain, "devices/sound", "model"),
    "input": get_inputs,
    "usb": lambda domain: text(domain, "devices/controller[@type='usb']", "model"),
    "tpm": lambda domain: text(domain, "devices/tpm", "model"),
    "agent": lambda domain: text(domain, "devices/channel/target[@name='org.qemu.guest_agent.0']", "name"),
    "rng": lambda domain: text(domain, "devices/rng", "model"),
    "balloon": lambda domain: text(domain, "devices/memballoon", "model"),
    "console": get_console,
}


def read_domain(output):
    return ElementTree.fromstring(re.search(r"<domain.*?</domain>", output, re.S).group())


def ask(programs, profile, system):
    """The two domains; a text instead where there is none."""
    variables = {"OSINFO_SYSTEM_DIR": TREE_DATABASE}
    made = programs.run_forked("ours", PROGRAM, *MODULE, [*GUEST, "--osinfo", system], **variables)
    said = programs.run("ours", [profile, "--format=libvirt", system], **variables)
    if made[0] != 0 or said[0] != 0:
        return made[2] + said[2]
    return read_domain(made[1]), read_domain(said[1])


def find_differences(programs, profile, systems):
    found, faults = {}, []
    for system in systems:
        domains = ask(programs, profile, system)
        if isinstance(domains, str):
            faults.append(f"{system}: {domains}")
            continue
        for setting, get in SETTINGS.items():
            values = tuple(get(domain) for domain in domains)
            if values[0] != values[1]:
                found[system, setting] = values
    return found, faults


def read_table():
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert rows[0] == COLUMNS, rows[0]
    return {(row[0], row[1]): row[2:] for row in rows[1:]}


def main():
    programs = Programs()
    profile = find_program("osinfo-profile")
    reason = programs.find_reason_to_skip(PROGRAM) if profile else "osinfo-profile is not built"
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    is_writing = sys.argv[1:] == ["--write"]
    systems = SYSTEMS if is_writing else share(SYSTEMS, 6)
    found, faults = find_differences(programs, profile, systems)
    programs.end()
    if is_writing:
        known = {(key[1], *row[:2]): row[2] for key, row in read_table().items()} if TABLE.exists() else {}
        for (system, setting), values in sorted(found.items()):
            print("\t".join([system, setting, *values, known.get((setting, *values), "")]))
        return 0
    tap = Tap()
    table = {key: row for key, row in read_table().items() if key[0] in systems}
    tap.equal(faults, [], f"{len(systems)} systems have a machine from each")
    unknown = [(*key, *values) for key, values in found.items() if tuple(table.get(key, ())[:2]) != values]
    tap.equal(unknown, [], "every difference stands in the table")
    tap.equal([key for key in table if key not in found], [], "everything in the table is a difference")
    tap.equal([key for key, row in table.items() if not row[2]], [], "every difference has a reason")
    tap.ok(len(SYSTEMS) >= 40, "forty systems are compared")
    return tap.finish()


sys.exit(main())
