#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""New calls from Python, on the database of this tree: what is borrowed, what is the caller's own, what a program
sees of it. Prints TAP."""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap, write_image

try:
    import gi

    gi.require_version("Libosinfo", "1.0")
    from gi.repository import GLib, Libosinfo
except (ImportError, ValueError):
    print("1..0 # SKIP GObject introspection for Python is not there")
    sys.exit(0)


def test_lifecycle(tap, db):
    kinds, support = Libosinfo.LifecyclePhaseKind, Libosinfo.Support
    system = db.get_os("http://microsoft.com/win/2k12")
    phases = [(phase.get_kind(), phase.get_end_date_string(), phase.get_name(), phase.is_paid())
              for phase in system.get_lifecycle()]
    expected = [(kinds.STANDARD, "2018-10-09", None, False), (kinds.SECURITY, "2023-10-10", None, False),
                (kinds.EXTENDED, "2026-10-13", "Extended Security Updates", True)]
    tap.equal(phases, expected, "get_lifecycle")
    for (year, month, day), answer in (((2012, 10, 29), support.NOT_YET), ((2018, 10, 9), support.STANDARD),
                                       ((2023, 10, 10), support.SECURITY), ((2026, 10, 13), support.EXTENDED),
                                       ((2026, 10, 14), support.ENDED)):
        date = GLib.Date.new_dmy(day, GLib.DateMonth(month), year)
        tap.equal(system.get_support_on(date), answer, f"get_support_on: {year}-{month}-{day}")
        tap.equal(system.is_supported_on(date), answer in (support.STANDARD, support.SECURITY),
                  f"is_supported_on: {year}-{month}-{day}")
    last = system.get_lifecycle()[2].get_end_date()
    tap.equal((last.get_year(), int(last.get_month()), last.get_day()), (2026, 10, 13), "get_end_date")
    rolling = db.get_os("http://archlinux.org/archlinux/rolling")
    ends = [phase.get_end_date() for phase in rolling.get_lifecycle()]
    tap.equal((ends, rolling.is_supported_on(date)), ([None, None], True), "an end that nobody announces")
    silent = db.get_os("http://freedos.org/freedos/1.3")
    tap.equal((len(silent.get_lifecycle()), silent.get_support_on(date)), (0, support.UNKNOWN), "nothing is known")


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


# label; then confidence, short id and entry of the best candidate, what is claimed, number of candidates
LABELS = [
    ("Debian 12.5.0 amd64 n", ("LABEL", "debian12", True, (None, None), 1)),
    ("Fedora-WS-Live-96-1-2", ("RELATIVE", "fedora44", True, ("fedora", "96"), 2)),
    ("SSS_X64FRE_EN-US_DV9", ("AMBIGUOUS", "win2k25", True, (None, None), 4)),
    ("CDROM", (None, None, None, (None, None), 0)),
]


def describe(identification):
    candidates = identification.get_candidates()
    best = candidates[0] if len(candidates) > 0 else None
    return (
        best and best.get_confidence().value_nick.upper(),
        best and best.get_os().get_short_id(),
        best and best.get_known_entry() is not None,
        (identification.get_claimed_family(), identification.get_claimed_version()),
        len(candidates),
    )


def test_identification(tap, db, folder):
    """What is read at a location, and what is told of a medium that has been read, is the same."""
    for label, expected in LABELS:
        path = str(folder / "image.iso")
        write_image(path, label, publisher="MICROSOFT CORPORATION" if label.startswith("SSS") else "")
        found = db.identify_location(path, None)
        tap.equal(describe(found), expected, f"identify_location: {label}")
        tap.equal(found.get_evidence_value("iso9660.volume-id"), label, f"evidence: {label}")
        evidence = [(item.get_key(), item.get_value(), item.get_where()) for item in found.get_evidence()]
        tap.equal(evidence[0], ("iso9660.volume-id", label, "primary volume descriptor"), f"get_evidence: {label}")
        media = Libosinfo.Media.create_from_location(path, None)
        explained = db.explain_media(media)
        tap.equal((describe(explained), explained.get_media() is media, media.get_os()), (expected, True, None),
                  f"explain_media: {label}")
        tap.equal(explained.get_languages(), found.get_languages(), f"get_languages: {label}")
    (folder / ".treeinfo").write_text("[general]\nfamily = Fedora\nversion = 41\narch = x86_64\n")
    tree = Libosinfo.Tree.create_from_location(folder.as_uri(), None)
    explained = db.explain_tree(tree)
    tap.equal((describe(explained)[:2], explained.get_architecture(), explained.get_tree() is tree),
              (("LABEL", "fedora41"), "x86_64", True), "explain_tree")


def main():
    tap = Tap()
    loader = Libosinfo.Loader()
    loader.process_default_path()
    db = loader.get_db()
    test_lifecycle(tap, db)
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
    with tempfile.TemporaryDirectory() as folder:
        test_identification(tap, db, Path(folder))
    return tap.finish()


sys.exit(main())
