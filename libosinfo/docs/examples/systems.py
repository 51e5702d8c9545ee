#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists the operating systems of a family, oldest first, with the memory that each of them needs.

usage: systems.py FAMILY
"""

import sys

import gi

gi.require_version("Libosinfo", "1.0")
from gi.repository import GLib, Libosinfo


def load_database():
    loader = Libosinfo.Loader()
    loader.process_default_path()
    return loader.get_db()


def find_systems(db, family):
    wanted = Libosinfo.Filter()
    wanted.add_constraint(Libosinfo.OS_PROP_FAMILY, family)
    found = Libosinfo.List.new_filtered(db.get_os_list(), wanted)
    return [found.get_nth(position) for position in range(found.get_length())]


def get_memory(system):
    """The least memory that the system needs on any machine, as text."""
    needs = system.get_minimum_resources()
    sizes = [needs.get_nth(position).get_ram() for position in range(needs.get_length())]
    # -1 is "not known"
    sizes = [size for size in sizes if size > 0]
    return f"{min(sizes) // Libosinfo.MEBIBYTES} MiB" if sizes else "-"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: systems.py FAMILY")
    try:
        db = load_database()
    except GLib.Error as error:
        sys.exit(f"systems.py: {error.message}")
    systems = find_systems(db, sys.argv[1])
    systems.sort(key=lambda system: system.get_release_date_string() or "")
    for system in systems:
        released = system.get_release_date_string() or "-"
        print(f"{system.get_short_id():10} {released:10} {get_memory(system):>8}  {system.get_name()}")


main()
