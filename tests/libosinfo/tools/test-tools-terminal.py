#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the programs of the library show of texts from outside, on a terminal and in CSV and JSON: names of a database, labels of
media, names of files, arguments. Nothing that a terminal obeys, no line that is not theirs, UTF-8. Prints TAP.

The programs are found in PATH, or named by OSINFO_QUERY and so on."""

import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap, World, find_program, write_entity, write_image

# Valid in XML: a C1 control, line breaks, a tabulator, a paragraph, text turned around. FORGED must never begin a line.
HOSTILE = "x\u009b2J&#10;FORGED&#13;&#9;\u2029y\u202ez\u0085\u007f"
PROFILE = HOSTILE.replace("&#10;", "\n").replace("&#13;", "\r").replace("&#9;", "\t")
NAMES = (b"esc\x1b[31m.xml", b"line\nFORGED.xml", b"latin\xe9.xml", "c1\u009b2J.xml".encode())
TEMPLATE = """<template><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">
<xsl:output method="text"/><xsl:template match="/install-script-config">made</xsl:template></xsl:stylesheet></template>"""


def is_hidden(letter):
    return (
        ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 or letter in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )  # fmt: skip


def find_faults(output):
    try:
        text = output.decode()
    except UnicodeDecodeError as error:
        return [f"not UTF-8: {error}"]
    lines = text.split("\n")
    faults = [f"line {number}: {line!r}" for number, line in enumerate(lines, start=1) if any(map(is_hidden, line))]
    return faults + [f"forged: {line!r}" for line in lines if line.lstrip().startswith("FORGED")]


def make_hostile_database(folder):
    write_entity(
        folder, "os", "http://e.org/hostile",
        f"<short-id>{HOSTILE}</short-id><short-id>hostile</short-id><name>{HOSTILE}</name><version>{HOSTILE}</version>"
        f"<vendor>{HOSTILE}</vendor><family>{HOSTILE}</family><distro>{HOSTILE}</distro><codename>{HOSTILE}</codename>"
        f'<variant id="a"><name>{HOSTILE}</name></variant><variant id="b"><name>{HOSTILE}</name></variant>'
        f'<media arch="{HOSTILE}"><variant id="a"/><variant id="b"/><iso><volume-id>^HOSTILE</volume-id></iso>'
        f"<kernel>{HOSTILE}</kernel></media>"
        f'<installer><script id="http://e.org/script"/></installer>'
        f'<resources arch="all"><minimum><ram>1</ram></minimum></resources>',
    )  # fmt: skip
    for kind in ("platform", "deployment", "device"):
        links = '<os id="http://e.org/hostile"/><platform id="http://e.org/p"/>' if kind == "deployment" else ""
        entity = "http://e.org/p" if kind == "platform" else f"http://e.org/{kind}"
        write_entity(folder, kind, entity, f"<name>{HOSTILE}</name><vendor>{HOSTILE}</vendor><short-id>{HOSTILE}</short-id>{links}")
    write_entity(
        folder, "install-script", "http://e.org/script",
        f'<profile>{HOSTILE}</profile><expected-filename>{HOSTILE}</expected-filename><config><param name="{HOSTILE}" policy="optional"/>'
        f"</config>{TEMPLATE}",
    )  # fmt: skip


def spoil(folder):
    """Files that are left out, of names that are no joke."""
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), b"os", b"e.org", name), "wb") as stream:
            stream.write(b"<libosinfo><os\x1b\xff")


def check(tap, world, title, program, *arguments, is_json=False, status=0):
    found, output, errors = world.run(program, *arguments, text=False)
    tap.equal(find_faults(output) + find_faults(errors), [], f"{title}: what is shown")
    tap.ok(found == status, f"{title}: status", found, output, errors)
    if is_json:
        tap.ok(isinstance(json.loads(output), list), f"{title}: JSON")
    return output, errors


def test_query(tap, world, query):
    for kind, entity in (("os", "hostile"), ("platform", "p"), ("deployment", "deployment"), ("device", "device")):
        only = f"id=http://e.org/{entity}"  # devices of this machine are many
        output, _ = check(tap, world, f"query {kind}", query, kind, only)
        tap.equal(output.count(b"\n"), 3, f"query {kind}: lines")
        check(tap, world, f"query {kind} as JSON", query, kind, only, "--format=json", is_json=True)
        output, _ = check(tap, world, f"query {kind} as CSV", query, kind, only, "--format=csv")
        tap.equal(output.count(b"\n"), 2, f"query {kind} as CSV: lines")
        _, output, _ = world.run(query, kind, only, "--format=tsv", "--no-header", text=False)
        tap.equal((find_faults(output.replace(b"\t", b" ")), output.count(b"\n")), ([], 1), f"query {kind} as TSV")
    for kind in ("media", "variant", "script"):
        check(tap, world, f"query {kind}", query, kind)
        check(tap, world, f"query {kind} as JSON", query, kind, "--format=json", is_json=True)
    check(tap, world, "query: all columns", query, "os", "-f", "short-id,name,version,family,vendor,distro,codename,id")
    for arguments in (["\x1b[31m\nFORGED"], ["os", "-f", "a\u009b\nFORGED"], ["os", "\u009b\nFORGED=1"], ["os", "--format=\x1b\nFORGED"],
                      ["--\x1b\nFORGED"]):
        check(tap, world, f"query {arguments!a}", query, *arguments, status=1)


def test_detect(tap, world, detect):
    image = write_image(world.path("hostile.iso"), "HOSTILE", "\u009b\u202e")
    odd = [os.path.join(os.fsencode(world.root), name) for name in (b"odd\x1b[31m.iso", b"odd\nFORGED.iso", b"odd\xe9.iso")]
    for path in odd:
        write_image(path.decode("utf-8", "surrogateescape"), "HOSTILE")
    names = [os.fsdecode(path) for path in odd]
    check(tap, world, "detect", detect, image)
    check(tap, world, "detect: several", detect, *names)
    check(tap, world, "detect -a", detect, "-a", *names)
    for format_ in ("json", "csv"):
        check(tap, world, f"detect as {format_}", detect, "--format", format_, *names, is_json=format_ == "json")
    for name in ("no\x1b[31m\nFORGED", "no\u009b2J", os.fsdecode(b"no\xe9")):
        found, output, errors = world.run(detect, name, text=False)
        tap.equal(find_faults(output) + find_faults(errors), [], f"detect {name!a}: what is shown")
        tap.ok(found != 0, f"detect {name!a}: status", found)


def test_show(tap, world, show):
    check(tap, world, "show", show, "hostile")
    check(tap, world, "show as JSON", show, "hostile", "--format=json", is_json=True)
    check(tap, world, "show: an unknown name", show, "\x1b[31m\nFORGED", status=1)


def test_install_script(tap, world, install):
    for arguments in (["--list-profiles", "hostile"], ["--list-config", "-p", PROFILE, "hostile"], ["--list-injection-methods", "-p", PROFILE, "hostile"]):
        check(tap, world, f"install-script {arguments!a}", install, *arguments)
        check(tap, world, f"install-script {arguments!a} as JSON", install, "--format=json", *arguments, is_json=True)
    for arguments in (["\x1b[31m\nFORGED"], ["-p", "\u009b\nFORGED", "hostile"], ["-c", "\x1b\nFORGED", "hostile"],
                      ["-f", "\x1b\nFORGED", "hostile"], ["--\x1b\nFORGED"]):
        found, output, errors = world.run(install, *arguments, text=False)
        tap.equal(find_faults(output) + find_faults(errors), [], f"install-script {arguments!a}: what is shown")
        tap.ok(found != 0, f"install-script {arguments!a}: status", found, output, errors)
    check(tap, world, "install-script: a name that is printed", install, "-d", world.root, "-p", PROFILE, "hostile")


def test_problems(tap, world, programs):
    """A line for each file that is left out."""
    spoil(world.path("system"))
    for program, *arguments in (
        [programs["osinfo-query"], "os"], [programs["osinfo-detect"], world.path("hostile.iso")],
        [programs["osinfo-install-script"], "--list-profiles", "hostile"],
    ):  # fmt: skip
        _, errors = check(tap, world, f"problems: {Path(program).name}", program, *arguments)
        tap.equal(errors.count(b"\n"), len(NAMES), f"problems: {Path(program).name}: lines", errors)
    found, output, errors = world.run(programs["osinfo-db-compile"], "--system", text=False)
    tap.equal(find_faults(output) + find_faults(errors), [], "problems: osinfo-db-compile: what is shown", found)


def main():
    programs = {name: find_program(name) for name in ("osinfo-query", "osinfo-detect", "osinfo-install-script", "osinfo-db-compile", "osinfo-show")}
    if None in programs.values():
        print("1..0 # SKIP not all programs are built")
        return 0
    tap = Tap()
    world = World()
    make_hostile_database(world.path("system"))
    test_query(tap, world, programs["osinfo-query"])
    test_detect(tap, world, programs["osinfo-detect"])
    test_show(tap, world, programs["osinfo-show"])
    test_install_script(tap, world, programs["osinfo-install-script"])
    test_problems(tap, world, programs)
    return tap.finish()


sys.exit(main())
