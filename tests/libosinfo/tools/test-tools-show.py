#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-show from outside: help, errors, the record as text and JSON, its schema. Prints TAP.

usage: test-tools-show.py FOLDER-OF-SCHEMAS

The program is found in PATH, or named by OSINFO_SHOW."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import DATABASE, Tap, World, find_program, write_entity

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMAS = Path(sys.argv[1])

# arguments, status, what standard error says
ERRORS = [
    ([], 2, "osinfo-show: expecting names of systems, or --all\n"),
    (["--all", "base"], 2, "osinfo-show: expecting names of systems, or --all\n"),
    (["--all", "-s", "today"], 2, "osinfo-show: expecting names of systems, or --all\n"),
    (["nwe"], 1, "osinfo-show: there is no system 'nwe'; did you mean 'new' or 'newer'?\n"),
    (["nothing"], 1, "osinfo-show: there is no system 'nothing'\n"),
    ([""], 1, "osinfo-show: there is no system ''\n"),
    (["--", "-x"], 1, "osinfo-show: there is no system '-x'\n"),
    (["no\nthing"], 1, "osinfo-show: there is no system 'no thing'\n"),
]
BAD_OPTIONS = [
    (["--format=xml", "base"], "Invalid value 'xml'"),
    (["--bad"], "Unknown option --bad"),
    (["-s", "2026-02-30", "base"], "'2026-02-30' is not a date, expecting YYYY-MM-DD"),
    (["-s", "today", "-f", "json", "base"], "--supported-on has no other format"),
]

BASE = "http://test.org/base/1"
NEW = "http://test.org/base/2"

# What the system below says itself, or has from the one that it derives from.
EXPECTED = {
    "format-version": 1,
    "id": NEW,
    "short-id": "new",
    "short-ids": ["new", "newer"],
    "name": 'New "2"',
    "version": "2",
    "vendor": None,
    "release-date": "2020-01-01",
    "eol-date": "2030-06-30",
    "release-status": "released",
    "cloud-image-username": "user",
    "kernel-url-argument": None,
    "standard-end": "2030-06-30",
    "security-end": "2030-06-30",
    "extended-end": "none",
    "lifecycle": {
        "sources": ["a page"],
        "phases": [
            {"kind": "standard", "end": "2030-06-30", "paid": False, "name": None},
            {"kind": "security", "end": "2030-06-30", "paid": False, "name": None},
            {"kind": "extended", "end": "none", "paid": True, "name": "Long"},
        ],
    },
    "derives-from": [BASE],
    "upgrades": [],
    "clones": [],
    "resources": {
        "minimum": [{"id": f"{NEW}:0", "architecture": "x86_64", "n-cpus": 2, "cpu": None, "ram": 1073741824, "storage": 5}],
        "recommended": [],
        "maximum": [],
        "network-install": [],
    },
    "variants": [{"id": "v", "name": "V", "edition": ["One", "Two"]}],
    "trees": [],
    "devices": [{"id": "http://test.org/device/1", "name": "dev", "class": "net", "bus-type": "pci", "driver": None}],
    "scripts": [{"id": "http://test.org/script", "profile": "jeos", "expected-filename": "answers",
                 "injection-methods": ["cdrom", "initrd"]}],
    "drivers": [],
    "identities": [],
    "downloads": [],
    "signing-keys": [],
}


def make_database(folder):
    write_entity(folder, "os", BASE,
                 "<short-id>base</short-id><name>Base</name><cloud-image-username>user</cloud-image-username>"
                 '<firmware arch="x86_64" type="efi" status="required"/>'
                 '<devices><device id="http://test.org/device/1"/></devices>'
                 '<resources arch="x86_64"><minimum><storage>5</storage></minimum></resources>')
    write_entity(folder, "os", NEW,
                 '<short-id>new</short-id><short-id>newer</short-id><name>New "2"</name><version>2</version>'
                 f'<derives-from id="{BASE}"/><release-date>2020-01-01</release-date><eol-date>2030-06-30</eol-date>'
                 '<lifecycle><source>a page</source><phase kind="extended" end="none" paid="true" name="Long"/></lifecycle>'
                 '<variant id="v"><name>V</name><edition>One</edition><edition>Two</edition></variant>'
                 '<machine arch="x86_64"><type>q35</type><tpm status="required" version="2.0"/>'
                 "<cpu><level>x86-64-v2</level><feature>sse4.2</feature><unfit>Conroe</unfit></cpu>"
                 '<clock base="localtime"><timer>hpet:no</timer></clock><enlightenment>relaxed</enlightenment>'
                 "<first-boot>sysprep</first-boot><hotplug>cpu</hotplug><hotplug>net</hotplug></machine>"
                 '<media arch="x86_64" live="true"><variant id="v"/><url>http://x/y</url><iso><volume-id>^A\\.B$</volume-id></iso>'
                 '<installer><script id="http://test.org/script"/></installer></media>'
                 '<image arch="aarch64" format="qcow2" cloud-init="true"><url>http://x/z</url></image>'
                 '<resources arch="x86_64" inherit="true"><minimum><n-cpus>2</n-cpus><ram>1073741824</ram></minimum></resources>'
                 '<installer><script id="http://test.org/script"/></installer>')
    write_entity(folder, "device", "http://test.org/device/1", "<name>dev</name><class>net</class><bus-type>pci</bus-type>")
    write_entity(folder, "install-script", "http://test.org/script",
                 "<profile>jeos</profile><expected-filename>answers</expected-filename>"
                 "<injection-method>cdrom</injection-method><injection-method>initrd</injection-method>")


def test_errors(tap, world, show):
    for arguments, status, text in ERRORS:
        found = world.run(show, *arguments)
        tap.equal((found[0], found[1], found[2].rpartition("/")[2]), (status, "", text), f"error: {arguments}")
    for arguments, text in BAD_OPTIONS:
        status, output, errors = world.run(show, *arguments)
        tap.ok((status, output) == (2, "") and text in errors, f"error: {arguments}", errors)
    status, output, errors = world.run(show, "nothing", "base")
    tap.ok(status == 1 and "http://test.org/base/1" in output and "'nothing'" in errors, "error: the others are shown", output)
    tap.equal(world.run(show, "--format=json", "nothing")[:2], (1, "[]\n"), "error: an array without records")
    tap.equal(world.run("/bin/sh", "-c", f'"{show}" base >/dev/full')[:2], (2, ""), "error: output that cannot be written")


def test_record(tap, world, show):
    status, output, errors = world.run(show, "--format=jsonl", "new")
    tap.equal((status, errors, output.count("\n")), (0, "", 1), "record: a line")
    record = json.loads(output)
    for key, value in EXPECTED.items():
        tap.equal(record.get(key, "absent"), value, f"record: {key}")
    medium = record["media"][0]
    tap.equal({key: medium[key] for key in ("architecture", "live", "installer", "installer-reboots", "variant", "url", "volume-id",
                                            "scripts", "bootable", "volume-size", "system-id")},
              {"architecture": "x86_64", "live": True, "installer": True, "installer-reboots": 1, "variant": ["v"],
               "url": "http://x/y", "volume-id": "^A\\.B$", "scripts": ["http://test.org/script"], "bootable": None,
               "volume-size": None, "system-id": None}, "record: a medium")
    tap.equal([(x["architecture"], x["format"], x["cloud-init"]) for x in record["images"]], [("aarch64", "qcow2", True)], "record: an image")
    tap.equal([(x["architecture"], x["efi"], x["secure-boot"]) for x in record["machines"]],
              [("aarch64", "required", "unknown"), ("x86_64", "required", "unknown")], "record: machines")
    tap.equal([(x["architecture"], x["type"], x["supported"]) for x in record["firmware"]], [("x86_64", "efi", True)], "record: firmware")
    tap.equal(world.run(show, "--format=jsonl", NEW)[1], output, "record: by id")
    tap.equal(world.run(show, "--format=jsonl", "newer")[1], output, "record: by another short id")
    status, both, _ = world.run(show, "--format=json", "new", "base")
    tap.equal((status, [x["id"] for x in json.loads(both)], json.loads(both)[0]), (0, [NEW, BASE], record), "record: an array")
    everything = world.run(show, "--all", "--format=json")[1]
    tap.equal([x["short-id"] for x in json.loads(everything)], ["base", "new"], "record: all systems")


# arguments, status, lines
SUPPORT = [
    (["2030-06-30", "new"], 0, ["new: standard"]),
    (["2030-07-01", "new"], 1, ["new: extended"]),
    (["2019-12-31", "new"], 1, ["new: not-yet"]),
    (["today", "base"], 1, ["base: unknown"]),
    (["2025-01-01", "newer", "base"], 1, ["new: standard", "base: unknown"]),
    (["2025-01-01", "nothing"], 1, []),
    (["2025-01-01", "base-latest"], 0, ["new: standard"]),
]


def test_support(tap, world, show):
    for arguments, status, lines in SUPPORT:
        found = world.run(show, "--supported-on", *arguments)
        tap.equal((found[0], found[1].splitlines()), (status, lines), f"support: {arguments}")


def test_text(tap, world, show):
    status, output, errors = world.run(show, "new", "base")
    tap.equal((status, errors), (0, ""), "text: status")
    for line in ("ID:                 http://test.org/base/2", "Short ID:           new, newer", "Cloud user:         user",
                 "Derives from:       base", "  extended: none, Long, paid", "  minimum: x86_64, n-cpus 2, ram 1073741824, storage 5",
                 "  x86_64, efi required, tpm required, tpm-version 2.0, cpu-level x86-64-v2, clock localtime, types q35, "
                 "cpu-features sse4.2, unfit-cpus Conroe, timers hpet:no, enlightenments relaxed, first-boot sysprep, hotplug cpu net",
                 "  net: dev", "  jeos: answers", "  x86_64, live true, variant v, url http://x/y, volume-id ^A\\.B$"):
        tap.ok(line in output.splitlines(), f"text: {line}", output)


def close(schema):
    """The same, in which nothing is allowed that is not named."""
    if isinstance(schema, dict):
        closed = {key: close(value) for key, value in schema.items()}
        return dict(closed, additionalProperties=False) if "properties" in schema else closed
    return [close(item) for item in schema] if isinstance(schema, list) else schema


def test_schema(tap, world, show):
    schema = json.loads((SCHEMAS / "osinfo-show.schema.json").read_text())
    if jsonschema is None:
        tap.skip("schema", "python3-jsonschema is not installed")
        return
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(close(schema))
    databases = {"own": world.path("system"), **({"tree": DATABASE} if (DATABASE / "os").is_dir() else {})}
    for name, database in databases.items():
        status, output, errors = world.run(show, "--all", "--format=json", OSINFO_SYSTEM_DIR=database)
        records = json.loads(output)
        tap.ok(status == 0 and records, f"schema: records of the database: {name}", errors)
        faults = [(x["id"], error.message, list(error.path)) for x in records[:: 1 if len(records) < 50 else 9]
                  for error in validator.iter_errors([x])]
        tap.equal(faults[:3], [], f"schema: every ninth record of the database: {name}")
    for change in ({"format-version": 2}, {"short-ids": None}, {"eol-date": "soon"}, {"release-status": "new"}, {"media": [{}]}):
        record = json.loads(world.run(show, "--format=jsonl", "new")[1])
        tap.ok(not validator.is_valid([record | change]), f"schema: refuses {change}")


def main():
    show = find_program("osinfo-show")
    if show is None:
        print("1..0 # SKIP osinfo-show is not built")
        return 0
    tap = Tap()
    world = World()
    make_database(world.path("system"))
    test_errors(tap, world, show)
    test_record(tap, world, show)
    test_support(tap, world, show)
    test_text(tap, world, show)
    test_schema(tap, world, show)
    return tap.finish()


sys.exit(main())
