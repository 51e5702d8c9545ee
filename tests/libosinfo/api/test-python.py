#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""New calls from Python, on the database of this tree: what is borrowed, what is the caller's own, what a program
sees of it. Prints TAP."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap

try:
    import gi

    gi.require_version("Libosinfo", "1.0")
    from gi.repository import Libosinfo
except (ImportError, ValueError):
    print("1..0 # SKIP GObject introspection for Python is not there")
    sys.exit(0)

# scheme, name, short ids of the systems that are found, in this order
NAMES = [
    ("os-release", "fedora:44", ["fedora44"]),
    ("os-release", "fedora:41:silverblue", ["silverblue41"]),
    ("os-release", "debian:12", ["debian12"]),
    ("os-release", "alpine:3.20.3", ["alpinelinux3.20"]),
    ("cpe", "cpe:/o:canonical:ubuntu_linux:22.04", ["ubuntu22.04"]),
    ("cpe", "cpe:2.3:o:canonical:ubuntu_linux:22.04:*:*:*:lts:*:*:*", ["ubuntu22.04"]),
    ("libguestfs", "oraclelinux8.5", ["ol8.5"]),
    ("libguestfs", "rhel9.2", ["rhel9.2"]),
    ("windows", "server:26100", ["win2k25"]),
    ("windows", "client:26100", ["win11"]),
    ("endoflife.date", "alpine-linux/3.20", ["alpinelinux3.20"]),
    ("os-release", "fedora:9999", []),
    ("other", "fedora:44", []),
]


def main():
    tap = Tap()
    loader = Libosinfo.Loader()
    loader.process_default_path()
    db = loader.get_db()
    for scheme, name, expected in NAMES:
        found = db.find_os_by_identity(scheme, name)
        systems = [found.get_nth(number) for number in range(found.get_length())]
        tap.equal([system.get_short_id() for system in systems], expected, f"find_os_by_identity: {scheme} {name}")
        for system in systems:
            tap.equal(system is db.get_os(system.get_id()), True, f"find_os_by_identity: {name}: the database's own")
    parts = db.get_os("http://fedoraproject.org/fedora/44").get_parts("identity")
    names = [(parts.get_nth(number).get_param_value("scheme"), parts.get_nth(number).get_param_value("product"))
             for number in range(parts.get_length())]
    tap.equal(("os-release", "fedora") in names, True, "get_parts: names elsewhere")
    return tap.finish()


sys.exit(main())
