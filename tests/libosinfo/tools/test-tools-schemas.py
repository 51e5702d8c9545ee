#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What programs print as JSON is what the installed schemas say, and nothing that they do not name. Prints TAP.

usage: test-tools-schemas.py FOLDER-OF-SCHEMAS"""

import copy
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap, World, find_program, write_entity, write_image

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMAS = Path(sys.argv[1])

# program, arguments
ANSWERS = [
    ("osinfo-query", ["os"]),
    ("osinfo-query", ["os", "-f", "short-id,family,release-date,security-end,media,variant,phase"]),
    ("osinfo-query", ["os", "-f", "short-id", "--name-in=birds,os-release"]),
    ("osinfo-query", ["platform"]),
    ("osinfo-query", ["device", "vendor-id=test"]),
    ("osinfo-query", ["deployment"]),
    *(("osinfo-query", [kind]) for kind in ("media", "tree", "image", "resources", "script", "variant", "firmware", "driver")),
    ("osinfo-query", ["media", "-f", "os,os.version,live,installer-reboots,volume-size,variant,l10n-language,bootable"]),
    ("osinfo-query", ["script", "-f", "os,needs-internet,injection-method,profile"]),
    ("osinfo-query", ["os", "version=none"]),
    ("osinfo-show", ["--all"]),
    ("osinfo-show", ["one"]),
    ("osinfo-detect", ["one.iso"]),
    ("osinfo-detect", ["--all", "--defaults", "--check", "one.iso", "unknown.iso", "absent.iso", "junk.iso", "not-bootable.iso"]),
    ("osinfo-detect", ["-t", "tree", "--defaults", "tree", "absent"]),
    ("osinfo-install-script", ["--list-config", "one"]),
    ("osinfo-install-script", ["--list-profiles", "one"]),
]


def make_world(world):
    folder = world.path("system")
    write_entity(folder, "os", "http://e.org/one/1",
                 "<short-id>one</short-id><name>One</name><version>1</version><family>linux</family><distro>one</distro>"
                 "<release-date>2020-01-01</release-date><eol-date>2030-06-30</eol-date><lifecycle><source>s</source>"
                 '<phase kind="extended" end="2031-06-30" paid="true" name="Long"/></lifecycle>'
                 '<variant id="v"><name>V</name></variant><firmware arch="x86_64" type="efi"/><machine arch="x86_64"><type>q35</type></machine>'
                 '<media arch="x86_64" live="true"><variant id="v"/><url>http://x/y</url><iso><volume-id>^ONE</volume-id></iso></media>'
                 '<tree arch="x86_64"><treeinfo><family>^One$</family></treeinfo></tree>'
                 '<image arch="aarch64" format="qcow2"><url>http://x/z</url></image>'
                 '<driver arch="all" location="l" signed="true"><file>f</file></driver>'
                 '<devices><device id="http://e.org/device/1"/></devices>'
                 '<resources arch="all"><minimum><ram>1</ram></minimum></resources>'
                 '<installer><script id="http://e.org/script"/></installer>')
    write_entity(folder, "platform", "http://e.org/platform", "<short-id>p</short-id><name>P</name>")
    write_entity(folder, "device", "http://e.org/device/1", "<name>d</name><vendor-id>test</vendor-id><class>net</class>")
    write_entity(folder, "deployment", "http://e.org/deployment", '<os id="http://e.org/one/1"/><platform id="http://e.org/platform"/>')
    write_entity(folder, "install-script", "http://e.org/script",
                 "<profile>jeos</profile><expected-filename>f</expected-filename><injection-method>disk</injection-method>"
                 '<config><param name="hostname" policy="optional"/></config>')
    write_entity(folder, "scheme", "http://e.org/birds",
                 '<short-id>birds</short-id><word arch="x86_64" text="-"/><naming match="nearest"><name>any*</name></naming>'
                 '<naming os="http://e.org/one/1" arch="x86_64"><name>bird{arch}1</name></naming>')
    write_image(world.root / "one.iso", "ONE")
    write_image(world.root / "unknown.iso", "SOMETHING")
    write_image(world.root / "not-bootable.iso", "ONE", bootable=False)
    (world.root / "junk.iso").write_text("junk")
    (world.root / "tree").mkdir()
    (world.root / "tree" / ".treeinfo").write_text("[general]\nfamily=One\nversion=1\narch=x86_64\n")


def close(schema):
    """The same, in which nothing is allowed that is not named."""
    if isinstance(schema, dict):
        closed = {key: close(value) for key, value in schema.items()}
        return dict(closed, additionalProperties=False) if "properties" in schema else closed
    return [close(item) for item in schema] if isinstance(schema, list) else schema


def spoil(item):
    """The same with one member more, one less, and one of another type."""
    more = copy.deepcopy(item)
    more["no-such-member"] = 1
    yield "a member more", more
    for key in list(item)[:1]:
        other = copy.deepcopy(item)
        other[key] = {"a": 1}
        yield f"another type of {key}", other


def main():
    if jsonschema is None:
        print("1..0 # SKIP python3-jsonschema is not installed")
        return 0
    tap = Tap()
    world = World()
    make_world(world)
    validators = {}
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        schema = json.loads(path.read_text())
        name = path.name.removesuffix(".schema.json")
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[name] = jsonschema.Draft202012Validator(close(schema)), jsonschema.Draft202012Validator(schema)
        tap.ok(schema["$schema"].endswith("draft/2020-12/schema") and schema["$id"] == f"urn:osinfo:schema:{name}:1"
               and "Format version 1: " in schema["description"], f"{name}: version and stability")
    tap.equal(set(validators) >= {program for program, _ in ANSWERS}, True, "each program that prints JSON has a schema")
    for program, arguments in ANSWERS:
        status, output, errors = world.run(find_program(program), "--format=json", *arguments)
        answer = json.loads(output)
        strict, installed = validators[program]
        faults = [f"{list(error.path)}: {error.message[:300]}" for error in strict.iter_errors(answer)]
        tap.equal(faults[:3], [], f"{program} {arguments}", errors)
        if "none" not in arguments[-1]:
            tap.ok(answer, f"{program} {arguments}: there is an answer", status, errors)
        for name, spoiled in spoil(answer[0]) if answer else ():
            tap.ok(not strict.is_valid([spoiled]), f"{program} {arguments}: refuses {name}")
        tap.ok(installed.is_valid(answer), f"{program} {arguments}: the installed schema")
    return tap.finish()


sys.exit(main())
