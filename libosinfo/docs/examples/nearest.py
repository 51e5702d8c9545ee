#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Names a system to make a virtual machine like, for an image or an installation tree: the one that is on it, or
the nearest relative of a release that the database does not know.

usage: nearest.py LOCATION
"""

import sys

import gi

gi.require_version("Libosinfo", "1.0")
from gi.repository import GLib, Libosinfo


def load_database():
    loader = Libosinfo.Loader()
    loader.process_default_path()
    return loader.get_db()


def describe(identification):
    candidates = identification.get_candidates()
    if len(candidates) == 0:
        label = identification.get_evidence_value("iso9660.volume-id")
        return f"nothing is known of '{label}'"
    best = candidates[0]
    name = best.get_os().get_name()
    if best.get_confidence() == Libosinfo.Confidence.RELATIVE:
        claim = f"{identification.get_claimed_family()} {identification.get_claimed_version()}"
        return f"{name}, since {claim} is not known"
    if best.get_confidence() == Libosinfo.Confidence.AMBIGUOUS:
        return f"{name}, or one of {len(candidates) - 1} others"
    return name


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: nearest.py LOCATION")
    try:
        identification = load_database().identify_location(sys.argv[1], None)
    except GLib.Error as error:
        sys.exit(f"nearest.py: {error.message}")
    print(describe(identification))


main()
