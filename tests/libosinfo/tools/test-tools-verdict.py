#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What osinfo-detect says of its verdicts: how sure it is and why, of releases that the database does not know,
and of media that say one thing on their label and another one inside. Prints TAP.

The program is found in PATH, or named by OSINFO_DETECT. Media with files are made by xorriso."""

import csv
import functools
import http.server
import io
import json
import re
import os
import pwd
import shutil
import socket
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import WITHOUT_LEAKS, Tap, World, find_program, make_image, run_xorriso, write_entity, write_image

BOOTABLE = "Media is bootable.\n"
ONE_2 = "Media is an installer for OS 'System One 2 (x86_64)'\n"
ONE_UNKNOWN = "Media is an installer for OS 'System One (x86_64)'\n"
RELATIVE = "System One 7 is not in the database; nearest relative: System One 3\n"

MENU = 'menuentry "Three 1" {\n  linux /vmlinuz quiet\n}\n'

TREE_2 = "Tree is an installer for OS 'System One 2 (x86_64)'\n"
MACHINES = "ok: It says which machines it is for: x86_64.\n"

# label, what .disk/info says, and the boot menu, if they are there
MEDIA = {
    "certain": ("One 2", 'One 2.1 "Two" - Official amd64 DVD 20260101'),
    "content": ("CDROM", 'One 2.1 "Two" - Official amd64 DVD 20260101'),
    "disagree": ("Two 1", 'One 2.1 "Two" - Official amd64 DVD 20260101'),
    "label": ("One 2",),
    "label-to-come": ("One2",),
    "unlisted": ("CDROM", "Two 2.0 - Official arm64 DVD 20260101"),
    "hint": ("CDROM", None, MENU),
    "ambiguous": ("Shared",),
    "relative": ("One 7",),
    "relative-content": ("CDROM", "One 7.0 - Official amd64 DVD 20260101"),
    "relative-other": ("CDROM", "Two 7.0 - Official amd64 DVD 20260101"),
    "family": ("One",),
    "shared": ("Shared", 'Two 1.0 - Official amd64 DVD 20260101'),
    "unknown": ("CDROM",),
    "unknown-content": ("CDROM", "Nobody 1.0 - Official amd64 DVD 20260101"),
}

# arguments, status, standard output; those with an image that could not be made are skipped
CASES = [
    (["certain.iso"], 0, BOOTABLE + ONE_2),
    (["label.iso"], 0, BOOTABLE + ONE_2),
    (["disagree.iso"], 0, BOOTABLE + ONE_2),
    (["content.iso", "--strict"], 0, BOOTABLE + ONE_2),
    (["ambiguous.iso", "--strict"], 0, BOOTABLE + "Media is an installer for OS 'System Two 1 (x86_64)'\n"),
    (["unknown.iso", "--strict", "--nearest"], 1, BOOTABLE),
    (["family.iso", "--strict", "--nearest"], 1, BOOTABLE + ONE_UNKNOWN),
    # a system that is known, but no such medium of it
    (["unlisted.iso", "--strict", "--all"], 0, BOOTABLE +
     "#1: Media is of OS 'The Second', of which the database has no such media\n"),
    # what a menu says may be a parent's
    (["hint.iso", "--strict"], 1, BOOTABLE +
     "The system is not in the database; nearest relative: System Three\n"),
    # a release that is not in the database: with an entry for releases to come, and without
    (["relative.iso"], 0, BOOTABLE + ONE_UNKNOWN + RELATIVE),
    (["relative.iso", "--all"], 0, BOOTABLE + "#1: " + ONE_UNKNOWN + RELATIVE),
    (["relative.iso", "--strict"], 1, BOOTABLE + ONE_UNKNOWN + RELATIVE),
    (["relative.iso", "--strict", "--nearest"], 0, BOOTABLE + ONE_UNKNOWN + RELATIVE),
    (["relative-content.iso"], 0, BOOTABLE + ONE_UNKNOWN +
     "System One 7.0 is not in the database; nearest relative: System One 3\n"),
    (["relative-other.iso", "--strict"], 1, BOOTABLE +
     "Version 7.0 is not in the database; nearest relative: The Second\n"),
    (["relative-other.iso", "--strict", "--nearest"], 0, BOOTABLE +
     "Version 7.0 is not in the database; nearest relative: The Second\n"),
    (["not-bootable.iso", "--nearest", "--strict"], 1, "Media is not bootable.\n"),
    # what is not whole: the folder, the descriptors
    (["folder-cut.iso", "--strict"], 0, BOOTABLE + ONE_2),
    # trees
    (["--type=tree", "tree-2", "--strict"], 0, TREE_2),
    (["--type=tree", "tree-7"], 0, RELATIVE),
    (["--type=tree", "tree-7", "--strict"], 1, RELATIVE),
    (["--type=tree", "tree-7", "--strict", "--nearest"], 0, RELATIVE),
    (["--type=tree", "tree-two", "--strict", "--nearest"], 1, ""),
    (["--type=tree", "tree-2", "--check"], 0, TREE_2 + "ok: It is recognised as System One 2.\n" + MACHINES),
    (["--type=tree", "tree-7", "--check"], 1, RELATIVE + "missing: " + RELATIVE + MACHINES),
    (["--type=tree", "tree-two", "--check"], 1, "missing: Nothing of it is known to the database.\n" + MACHINES),
    # of several the gravest counts
    (["label.iso", "relative.iso", "--strict"], 1, None),
    (["label.iso", "relative.iso", "--strict", "--nearest"], 0, None),
    (["label.iso", "unknown.iso", "--check"], 1, None),
]


def make_database(folder):
    entry = '<media arch="x86_64"><iso><volume-id>{}</volume-id></iso></media>'
    system = "<short-id>{0}</short-id><name>{1}</name><version>{2}</version><family>linux</family><distro>{3}</distro>"
    disk_info = '<identity scheme="disk-info"><product>{}</product><version>{}</version></identity>'
    for number in (1, 2, 3):
        write_entity(folder, "os", f"http://test.org/one/{number}", system.format(
            f"one{number}", f"System One {number}", number, "one") + f"<release-date>202{number}-01-01</release-date>"
            + disk_info.format("One", f"{number}.*") + f'<identity scheme="treeinfo"><product>One</product><version>{number}'
            "</version></identity>"
            + '<identity scheme="content"><version>{}</version><expression evidence="iso9660.volume-id">'
              "^One ?([0-9]*)$</expression></identity>".format(number) + entry.format(f"^One {number}$")
            + '<tree arch="x86_64"><treeinfo><family>^One$</family><version>^{}$</version></treeinfo></tree>'.format(number))
    write_entity(folder, "os", "http://test.org/one/unknown", system.format("one-unknown", "System One", "unknown", "one")
                 + entry.format("^One(?! [123]$)"))
    for number, name in ((1, "System Two 1"), (2, "The Second")):
        write_entity(folder, "os", f"http://test.org/two/{number}", system.format(f"two{number}", name, number, "two")
                     + f"<release-date>202{number}-02-01</release-date>" + disk_info.format("Two", f"{number}.*")
                     + entry.format(f"^Two {number}$") + (entry.format("^Shared$") if number == 1 else ""))
    write_entity(folder, "os", "http://test.org/three/1", system.format("three1", "System Three", 1, "three")
                 + '<release-date>2019-01-01</release-date><identity scheme="content"><version>1</version>'
                   '<expression evidence="boot.title">^Three ([0-9]+)$</expression></identity>'
                 + entry.format("^Shared$"))


def write_medium(world, name, label, disk_info=None, menu=None):
    """Nothing if it has files, and there is no xorriso."""
    image = world.path(name + ".iso")
    if disk_info is None and menu is None:
        write_image(image, label)
        return
    if shutil.which("xorriso") is None:
        return
    folder = world.path(name)
    for path, text in ((".disk/info", disk_info), ("boot/grub/grub.cfg", menu)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            (folder / path).write_text(text + "\n")
    (folder / "boot.img").write_bytes(bytes(4096))
    run_xorriso("-R", "-V", label, "-b", "boot.img", "-no-emul-boot", "-o", image, folder)


def without_notes(found):
    """That a medium is unknown stands on standard error; test-tools-detect.py has when."""
    status, output, errors = found
    return status, output, re.sub(r"^.*: the database does not know the (?:medium|tree)\n", "", errors, flags=re.MULTILINE)


def test_cases(tap, world, detect):
    for arguments, status, output in CASES:
        missing = [name for name in arguments if name.endswith(".iso") and not world.path(name).exists()]
        if missing:
            tap.skip(f"case: {arguments}", "xorriso is not installed")
        else:
            found = without_notes(world.run(detect, *arguments))
            tap.equal(found, (status, found[1] if output is None else output, ""), f"case: {arguments}")


def read_json(world, detect, *arguments):
    status, output, errors = world.run(detect, "--format=json", *arguments)
    return json.loads(output)


def test_nearest(tap, world, detect):
    """What stands for a release that is not in the database, and what a guest of it should have."""
    (item,) = read_json(world, detect, "relative.iso")
    tap.equal([match["os"]["short-id"] for match in item["matches"]], ["one-unknown"], "nearest: not without the option")
    (item,) = read_json(world, detect, "--nearest", "--defaults", "relative.iso")
    (match,) = item["matches"]
    tap.equal((match["os"]["short-id"], match["defaults"]["version"], match["media"]),
              ("one3", "3", "http://test.org/one/unknown:0"), "nearest: the relative")
    if world.path("relative-other.iso").exists():
        (item,) = read_json(world, detect, "--nearest", "relative-other.iso")
        (match,) = item["matches"]
        tap.equal((match["os"]["short-id"], match["media"], match["architecture"], match["installer"], match["live"]),
                  ("two2", None, "x86_64", None, None), "nearest: without an entry")
        _, output, _ = world.run(detect, "--nearest", "--defaults", "relative-other.iso")
        tap.ok("short id: two2\n" in output, "nearest: defaults without an entry", output)


# short id of the best match, its confidence, keys for and against it; what the medium claims, the nearest relative
VERDICTS = {
    "certain": ("one2", "certain", ["disk-info.name", "iso9660.volume-id"], [], ("one", "2.1"), None),
    "content": ("one2", "certain", ["disk-info.name"], [], ("one", "2.1"), None),
    "disagree": ("one2", "certain", ["disk-info.name"], ["iso9660.volume-id"], ("one", "2.1"), None),
    "label": ("one2", "label", ["iso9660.volume-id"], [], None, None),
    "ambiguous": ("two1", "ambiguous", ["iso9660.volume-id"], [], None, None),
    "relative": ("one-unknown", "relative", ["iso9660.volume-id"], [], ("one", "7"), "one3"),
    "relative-content": ("one-unknown", "relative", ["disk-info.name"], [], ("one", "7.0"), "one3"),
    "relative-other": (None, None, None, None, ("two", "7.0"), "two2"),
    "label-to-come": ("one-unknown", "label", ["iso9660.volume-id"], [], ("one", "2"), None),
    "unlisted": ("two2", "certain", ["disk-info.name"], [], ("two", "2.0"), None),
    "hint": (None, None, None, None, ("three", "1"), "three1"),
    "shared": ("two1", "certain", ["disk-info.name", "iso9660.volume-id"], [], ("two", "1.0"), None),
    "family": ("one-unknown", "family", ["iso9660.volume-id"], [], ("one", None), None),
    "unknown": (None, None, None, None, None, None),
    "unknown-content": (None, None, None, None, ("Nobody", "1.0"), None),
}


def describe(item):
    match = item["matches"][0] if item["matches"] else None
    claimed = item["claimed"]
    return (
        *((match["os"]["short-id"], match["confidence"], match["evidence"], match["against"]) if match else [None] * 4),
        (claimed["family"], claimed["version"]) if claimed else None,
        item["nearest"] and item["nearest"]["short-id"],
    )


def test_formats(tap, world, detect):
    """JSON and CSV say the same."""
    for name, expected in VERDICTS.items():
        if not world.path(name + ".iso").exists():
            tap.skip(f"formats: {name}", "xorriso is not installed")
            continue
        (item,) = read_json(world, detect, name + ".iso")
        tap.equal(describe(item), expected, f"json: {name}")
        keys = {piece["key"] for piece in item["evidence"]}
        tap.ok(all(piece["value"] and piece["where"] for piece in item["evidence"])
               and keys >= set(expected[2] or []) | set(expected[3] or []), f"json: evidence of {name}", item["evidence"])
        _, output, _ = world.run(detect, "--format=csv", name + ".iso", text=False)
        (row,) = csv.DictReader(io.StringIO(output.decode(), newline=""))
        tap.equal([row[key] for key in ("short-id", "confidence", "evidence", "claimed-family", "claimed-version",
                                        "nearest", "found-architecture")],
                  [expected[0] or "", expected[1] or "", ";".join(expected[2] or []),
                   *([word or "" for word in expected[4] or ("", "")]), expected[5] or "",
                   item["architecture"] or ""], f"csv: {name}")
        machines = "aarch64" if name == "unlisted" else "x86_64" if any(MEDIA[name][1:2]) else None
        tap.equal(item["architecture"], machines, f"json: architecture of {name}")


# What --explain says behind the evidence; the report of an unknown release is looked at by itself
EXPLANATIONS = {
    "certain": """\
Candidates:
  System One 2 (http://test.org/one/2): certain
    for: disk-info.name, iso9660.volume-id
Decision:
  Content decides: it is this system's alone.
""",
    "content": """\
Candidates:
  System One 2 (http://test.org/one/2): certain
    for: disk-info.name
Decision:
  Content decides: it is this system's alone.
  The label 'CDROM' is no system's.
""",
    "disagree": """\
Candidates:
  System One 2 (http://test.org/one/2): certain
    for: disk-info.name
    against: iso9660.volume-id
Decision:
  Content decides: it is this system's alone.
  The label 'Two 1' is that of another system (System Two 1); content goes before labels, which anybody can type.
""",
    "label": """\
Candidates:
  System One 2 (http://test.org/one/2): label
    for: iso9660.volume-id
Decision:
  The label decides: it is this system's alone, and content does not say which release it is.
Needed to be certain:
  System One 2:
    disk-info.name=One, disk-info.version=2.*
    treeinfo.family=One, treeinfo.version=2
""",
    "ambiguous": """\
Candidates:
  System Two 1 (http://test.org/two/1): ambiguous
    for: iso9660.volume-id
  System Three (http://test.org/three/1): ambiguous
    for: iso9660.volume-id
Decision:
  Nothing decides: it can be any of these systems.
Needed to be certain:
  System Two 1:
    disk-info.name=Two, disk-info.version=1.*
""",
    "relative": f"""\
Candidates:
  System One 3 (http://test.org/one/3): relative
    for: iso9660.volume-id
Decision:
  {RELATIVE.strip()}
Needed to be certain:
  an entry for this release in the database
""",
    "relative-other": """\
Candidates:
  The Second (http://test.org/two/2): relative
    for: disk-info.name
Decision:
  Version 7.0 is not in the database; nearest relative: The Second
  The label 'CDROM' is no system's.
Needed to be certain:
  an entry for this release in the database
""",
    "label-to-come": """\
Candidates:
  System One 2 (http://test.org/one/2): label
    for: iso9660.volume-id
Decision:
  The label decides: it is this system's alone, and content does not say which release it is.
Needed to be certain:
  System One 2:
    disk-info.name=One, disk-info.version=2.*
    treeinfo.family=One, treeinfo.version=2
""",
    "hint": """\
Candidates:
  System Three (http://test.org/three/1): relative
    for: boot.title
Decision:
  The system is not in the database; nearest relative: System Three
  The label 'CDROM' is no system's.
Needed to be certain:
  an entry for this release in the database
""",
    "family": """\
Candidates:
  System One 3 (http://test.org/one/3): family
    for: iso9660.volume-id
Decision:
  The family is known; nothing says which release it is.
Needed to be certain:
  a version, on the label or in a file that osinfo-detect(1) names
""",
    "unknown": """\
Decision:
  Nothing of it is known to the database.
  The label 'CDROM' is no system's.
Needed to be certain:
  a label or a file that the database knows; osinfo-detect(1) names the files that are looked at
""",
}
REPORT = "Report for those who keep the database, without paths and names of users or machines:\n"
WITHOUT_REPORT = {"certain", "content", "disagree", "label", "label-to-come", "ambiguous"}


def test_explanations(tap, world, detect):
    for name, expected in EXPLANATIONS.items():
        if not world.path(name + ".iso").exists():
            tap.skip(f"explain: {name}", "xorriso is not installed")
            continue
        plain = world.run(detect, name + ".iso")[1]
        status, output, errors = world.run(detect, "--explain", name + ".iso")
        said, _, report = output.removeprefix(plain).partition(REPORT)
        evidence, heading, rest = said.partition("Candidates:\n" if "Candidates:" in expected else "Decision:\n")
        tap.equal((status, errors, output.startswith(plain), heading + rest), (0, "", True, expected), f"explain: {name}")
        tap.equal(evidence.splitlines()[:2],
                  ["Evidence:", f"  iso9660.volume-id: {MEDIA[name][0]} (primary volume descriptor)"],
                  f"explain: evidence of {name}")
        tap.equal(bool(report), name not in WITHOUT_REPORT, f"explain: report of {name}")


NO_FILE = "missing: No file says which release it is; osinfo-detect(1) names the files that are looked at.\n"
NO_MACHINES = "missing: No file says which machines it is for.\n"
STARTS = "ok: A machine can start from it.\n"
STARTS_BIOS = "ok: A machine can start from it (bios).\n"
SAYS_ONE = "ok: Content says which system it is: disk-info.name is 'One'.\n"
SHARED = "The label 'Shared' is that of several systems"

# what --check says, its status, and that with --strict
CHECKS = {
    "certain": ("ok: It is recognised as System One 2.\n" + STARTS_BIOS +
                "ok: The label 'One 2' is that of System One 2.\n" + SAYS_ONE + MACHINES, 0, 0),
    "content": ("ok: It is recognised as System One 2.\n" + STARTS_BIOS +
                "missing: The label 'CDROM' is no system's.\n    ^One 2$\n" + SAYS_ONE + MACHINES, 0, 1),
    "disagree": ("ok: It is recognised as System One 2.\n" + STARTS_BIOS +
                 "wrong: The label 'Two 1' is that of another system (System Two 1); content goes before labels, "
                 "which anybody can type.\n    ^One 2$\n" + SAYS_ONE + MACHINES, 0, 1),
    "shared": ("ok: It is recognised as System Two 1.\n" + STARTS_BIOS +
               f"ok: {SHARED}, between which content decides: System Two 1, System Three.\n"
               + SAYS_ONE.replace("One", "Two") + MACHINES, 0, 0),
    "unlisted": ("ok: It is recognised as The Second.\n" + STARTS_BIOS + "missing: The label 'CDROM' is no system's.\n"
                 + SAYS_ONE.replace("One", "Two") + MACHINES.replace("x86_64", "aarch64"), 0, 1),
    "label": ("ok: It is recognised as System One 2.\n" + STARTS + "ok: The label 'One 2' is that of System One 2.\n"
              + NO_FILE + "    disk-info.name=One, disk-info.version=2.*\n    treeinfo.family=One, treeinfo.version=2\n" + NO_MACHINES, 0, 1),
    "ambiguous": ("missing: Nothing decides between several systems; see --explain.\n" + STARTS +
                  f"missing: {SHARED}: System Two 1, System Three.\n" + NO_FILE + NO_MACHINES, 1, 1),
    "relative": ("missing: " + RELATIVE + STARTS + "ok: The label 'One 7' is that of System One.\n"
                 + NO_FILE + NO_MACHINES, 1, 1),
    "relative-other": ("missing: Version 7.0 is not in the database; nearest relative: The Second\n" + STARTS_BIOS +
                       "missing: The label 'CDROM' is no system's.\n"
                       "ok: Content says which system it is: disk-info.name is 'Two'.\n" + MACHINES, 1, 1),
    "family": ("missing: The family is known; nothing says which release it is.\n" + STARTS +
               "ok: The label 'One' is that of System One.\n" + NO_FILE + NO_MACHINES, 1, 1),
    "unknown": ("missing: Nothing of it is known to the database.\n" + STARTS +
                "missing: The label 'CDROM' is no system's.\n" + NO_FILE + NO_MACHINES, 1, 1),
    "folder-cut": ("ok: It is recognised as System One 2.\n" + STARTS + "ok: The label 'One 2' is that of System One 2.\n"
                   + NO_FILE + "    disk-info.name=One, disk-info.version=2.*\n    treeinfo.family=One, treeinfo.version=2\n"
                   + NO_MACHINES + "wrong: '/' could not be looked into: a folder is cut off\n", 0, 1),
    "not-bootable": ("missing: " + RELATIVE + "missing: No machine can start from it.\n"
                     "ok: The label 'One 7' is that of System One.\n" + NO_FILE + NO_MACHINES, 1, 1),
}
WORDS = ["release", "bootable", "label", "content", "architecture"]


def test_checks(tap, world, detect):
    for name, (expected, status, strict_status) in CHECKS.items():
        image = name + ".iso"
        if not world.path(image).exists():
            tap.skip(f"check: {name}", "xorriso is not installed")
            continue
        plain = world.run(detect, image)[1]
        tap.equal(world.run(detect, "--check", image), (status, plain + expected, ""), f"check: {name}")
        tap.equal(world.run(detect, "--check", "--strict", image)[0], strict_status, f"check: {name}, strictly")
        found, output, _ = world.run(detect, "--check", "--format=json", image)
        (item,) = json.loads(output)
        lines = [line for line in expected.splitlines() if not line.startswith("    ")]
        tap.equal((found, [f"{check['state']}: {check['text']}" for check in item["checks"]],
                   [check["check"] for check in item["checks"]]),
                  (status, lines, WORDS + ["damage"] * (len(lines) - len(WORDS))), f"check: {name} as JSON")


def test_report(tap, world, detect):
    """Nothing of whoever sends it or made the medium."""
    user, host = pwd.getpwuid(os.getuid()).pw_name, socket.gethostname().partition(".")[0]
    # long words cost no more than their length, also beside what looks like an address
    write_image(world.path("long.iso"), "NEW 1", "", "x" * 120 + " @", "a@" + "b" * 100)
    report = world.run(detect, "--explain", "long.iso")[1].partition(REPORT)[2]
    tap.ok("x" * 120 + " @\n" in report and "iso9660.application-id: (removed)\n" in report, "report: long words", report)
    write_image(world.path("personal.iso"), "NEW 1", f"by {user} on {host}",
                f"made by {user}@{host} and Jane.Doe@example.org in /home/jane/iso", f"({user.upper()}) {host}-tool-1.0")
    status, output, _ = world.run(detect, "--explain", "personal.iso")
    report = output.partition(REPORT)[2]
    lines = dict(line.split(": ", 1) for line in report.splitlines())
    tap.equal((status, lines["type"], lines["bootable"], lines["iso9660.volume-id"]), (0, "media", "true", "NEW 1"),
              "report: what it holds")
    tap.equal(lines["iso9660.publisher-id"], "made by (removed) and (removed) in /home/(removed)/iso",
              "report: without addresses and folders of users")
    for word in (user, host):
        if len(word) >= 3 and word not in "media bootable iso9660":
            tap.ok(word.lower() not in report.lower().replace("osinfo-detect", ""), f"report: without '{word}'", report)
    tap.ok(str(world.root) not in report and "personal.iso" not in report, "report: without the path", report)
    # a label is kept whatever the machine is called: words of systems are nobody's name
    lines = dict(line.split(": ", 1) for line in
                 world.run(detect, "--explain", "relative.iso")[1].partition(REPORT)[2].splitlines())
    tap.equal((lines["claimed-family"], lines["claimed-version"], lines["nearest"], lines["iso9660.volume-id"]),
              ("one", "7", "one3", "One 7"), "report: of a relative")


def test_unread(tap, world, detect):
    """What cannot be read has no explanation; what is damaged has one of what could be read."""
    (world.path("text.iso")).write_bytes(b"text\n")
    (world.path("cut.iso")).write_bytes(make_image("One 2", bootable=False)[:34820])
    (world.path("empty")).mkdir()
    for name in ("text.iso", "absent.iso", "/dev/null", "empty"):
        status, output, errors = world.run(detect, "--explain", name)
        tap.equal((status, "Evidence" in output, errors.count("\n")), (253, False, 1), f"explain: {name}")
        status, output, errors = world.run(detect, "--check", name)
        tap.equal((status, "missing" in output, errors.count("\n")), (253, False, 1), f"check: {name}")
    tap.equal(world.run(detect, "--check", "cut.iso")[0], 253, "check: a medium that is cut off")
    status, output, errors = world.run(detect, "--explain", "cut.iso")
    tap.ok(status == 253 and "  System One 2 (http://test.org/one/2): label\n" in output and errors.count("\n") == 1,
           "explain: a medium that is cut off", status, output, errors)
    status, output, errors = world.run(detect, "--explain", "not-bootable.iso")
    tap.ok(status == 0 and output.startswith("Media is not bootable.\nEvidence:\n") and "relative" in output,
           "explain: a medium that is not bootable", output)
    status, output, errors = world.run(detect, "--explain", "--type=tree", "tree-2")
    tap.ok(status == 0 and "  treeinfo.family: One (treeinfo file)\n" in output
           and "Decision:\n  The treeinfo file decides: it is this system's alone.\n" in output and "Needed" not in output,
           "explain: a tree", output)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_server(tap, world, detect):
    """Files of media on servers are left alone where the label decides: what was not read is not missing."""
    handler = functools.partial(QuietHandler, directory=str(world.root))
    unread = "Files were not looked into, since the medium is on a server."
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        for option, lines in (
            ("--check", ["ok: It is recognised as System One 2.", STARTS.strip(),
                         "ok: The label 'One 2' is that of System One 2.", "missing: " + unread]),
            ("--explain", ["Decision:", "  The label decides: it is this system's alone, and content does not say "
                           "which release it is.", "  " + unread, "Needed to be certain:"])):
            status, output, errors = world.run(detect, option, address + "label.iso", **WITHOUT_LEAKS)
            tap.ok(status == 0 and "\n".join(lines) in output and errors == "", f"server: {option}", status, output, errors)
        server.shutdown()
    status, output, errors = world.run(detect, "--explain", "--check", address + "label.iso", **WITHOUT_LEAKS)
    tap.ok(status == 253 and output == "" and errors.count("\n") == 1, "server: gone", status, output, errors)


def main():
    detect = find_program("osinfo-detect")
    if detect is None:
        print("1..0 # SKIP osinfo-detect is not built")
        return 0
    tap = Tap()
    world = World()
    make_database(world.path("system"))
    for name, parts in MEDIA.items():
        write_medium(world, name, *parts)
    write_image(world.path("not-bootable.iso"), "One 7", bootable=False)
    world.path("folder-cut.iso").write_bytes(make_image("One 2")[:38000])
    for name, family, version in (("tree-2", "One", 2), ("tree-7", "One", 7), ("tree-two", "Two", 1)):
        world.path(name).mkdir()
        (world.path(name) / ".treeinfo").write_text(f"[general]\nfamily = {family}\nversion = {version}\narch = x86_64\n")
    test_cases(tap, world, detect)
    test_nearest(tap, world, detect)
    test_formats(tap, world, detect)
    test_explanations(tap, world, detect)
    test_checks(tap, world, detect)
    test_report(tap, world, detect)
    test_unread(tap, world, detect)
    test_server(tap, world, detect)
    return tap.finish()


sys.exit(main())
