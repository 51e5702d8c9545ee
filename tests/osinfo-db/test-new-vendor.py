#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""new-vendor.py of osinfo-db/update, on a small database of systems that do not exist: the file and the word that it adds, that
it can run again, what it refuses. Prints TAP."""

import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
from update_case import (
    HEAD,
    HERON_3,
    HERON_4,
    Skip,
    equal,
    run_tests,
)

EGRET = HEAD + """  <os id="http://egret.example/egret/1.0">
    <short-id>egret1.0</short-id>
    <name>Egret &amp; more 1.0</name>
    <version>1.0</version>
    <vendor>Egret Project</vendor>
    <family>linux</family>
    <distro>egret</distro>
    <release-date>2026-03-01</release-date>
{}  </os>
</libosinfo>
"""
EGRET_PARTS = """
    <devices>
      <device id="http://pcisig.com/pci/1af4/1041"/>
    </devices>

    <firmware arch="x86_64" type="efi"/>

    <resources arch="all">
      <minimum>
        <n-cpus>4</n-cpus>
      </minimum>
    </resources>
"""
EGRET_ARGUMENTS = ("egret.example", "egret", "1.0", "--name", "Egret & more 1.0", "--vendor-name", "Egret Project", "--date", "2026-03-01")
EGRET_PATH = "egret.example/egret-1.0.xml"
EGRET_WORD = '  <note:known of="distro">egret</note:known>\n'


def test_vendor(world):
    before = world.schema.read_text(encoding="utf-8")
    output = world.run("new-vendor", *EGRET_ARGUMENTS)
    equal(world.read(EGRET_PATH), EGRET.format(""))
    after = world.schema.read_text(encoding="utf-8")
    equal(after.replace(EGRET_WORD, ""), before, "the rest of the schema")
    words = [line for line in after.splitlines() if 'known of="distro"' in line]
    equal(words, sorted(words), "words by the alphabet")
    assert "left to do:\n[ ] media: osinfo-db/update/add-medium.py --os egret1.0 --write IMAGE" in output, output
    # run again: what was written since stays
    path = world.data / "os" / EGRET_PATH
    path.write_text(EGRET.format("    <!-- more -->\n"), encoding="utf-8")
    output = world.run("new-vendor", *EGRET_ARGUMENTS)
    equal(output, f"{path}: is there already, and stays\n", "the second time")
    equal((world.read(EGRET_PATH), world.schema.read_text(encoding="utf-8")), (EGRET.format("    <!-- more -->\n"), after), "files")


def test_vendor_is_valid(world):
    if shutil.which("xmllint") is None:
        raise Skip("xmllint is not installed")
    world.run("new-vendor", *EGRET_ARGUMENTS, "--like", "heron4")
    world.run("new-vendor", "egret.example", "egret", "rolling", "--name", "Egret", "--vendor-name", "Egret Project")
    for name in (EGRET_PATH, "egret.example/egret-rolling.xml"):
        run = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--relaxng", world.schema, world.data / "os" / name], capture_output=True, text=True
        )
        equal(run.returncode, 0, run.stderr)


def test_vendor_like(world):
    heron = world.data / "os" / "example.org" / "heron-3.xml"
    parts = """    <devices>
      <device id="http://pcisig.com/pci/1af4/1041"/>
      <device id="http://pcisig.com/pci/1af4/1000"/>
    </devices>
    <firmware arch="x86_64" type="efi"/>
"""
    heron.write_text(HERON_3.replace("  </os>", parts + "  </os>"), encoding="utf-8")
    heron = world.data / "os" / "example.org" / "heron-4.xml"
    without = '    <devices>\n      <device id="http://pcisig.com/pci/1af4/1000" supported="false"/>\n    </devices>\n'
    heron.write_text(HERON_4.replace("  </os>", without + "  </os>"), encoding="utf-8")
    output = world.run("new-vendor", *EGRET_ARGUMENTS, "--like", "heron4")
    equal(world.read(EGRET_PATH), EGRET.format(EGRET_PARTS))
    assert "[ ] resources: what the vendor asks for, where those of heron4 stand now\n" in output, output


def test_vendor_dry_run(world):
    before = world.schema.read_text(encoding="utf-8")
    equal(world.run("new-vendor", *EGRET_ARGUMENTS, "--dry-run"), EGRET.format(""))
    assert "would be made" in world.errors and "<distro> 'egret' would be added" in world.errors, world.errors
    assert not (world.data / "os" / "egret.example").exists()
    equal(world.schema.read_text(encoding="utf-8"), before, "schema")


def test_vendor_rolling(world):
    world.run("new-vendor", "egret.example", "egret", "rolling", "--name", "Egret", "--vendor-name", "Egret Project", "--distro", "debian")
    text = world.read("egret.example/egret-rolling.xml")
    assert "<release-status>rolling</release-status>" in text and "<version>" not in text and "<short-id>egret</short-id>" in text, text
    assert "egret" not in world.schema.read_text(encoding="utf-8")


def test_vendor_notes(world):
    world.run("new-vendor", "example.org", "ibis", "1", "--name", "Ibis", "--vendor-name", "Example", "--date", "2026-01-01")
    equal(world.errors, "note: a product 'ibis' is also that of example.com\nnote: other files of example.org call it Example Project\n")


VENDOR_ERRORS = (
    ({0: "example"}, "VENDOR 'example': expected the vendor's domain, such as example.org"),
    ({0: "http://egret.example"}, "VENDOR 'http://egret.example': expected the vendor's domain, such as example.org"),
    ({0: "../egret.example"}, "VENDOR '../egret.example': expected the vendor's domain, such as example.org"),
    ({0: "Egret.example"}, "VENDOR 'Egret.example': expected the vendor's domain, such as example.org"),
    ({0: "egret.example\n"}, "VENDOR 'egret.example ': expected the vendor's domain, such as example.org"),
    ({1: "Egret"}, "PRODUCT 'Egret': expected lower case letters, digits and '-', such as heron"),
    ({1: "e/g"}, "PRODUCT 'e/g': expected lower case letters, digits and '-', such as heron"),
    ({1: ""}, "PRODUCT '': expected lower case letters, digits and '-', such as heron"),
    ({1: "e" * 40}, f"PRODUCT '{'e' * 32}': expected lower case letters, digits and '-', such as heron"),
    ({2: "one"}, "VERSION 'one': expected 'rolling', or the version as the vendor writes it, such as 4 or 26.10"),
    ({2: "1 0"}, "VERSION '1 0': expected 'rolling', or the version as the vendor writes it, such as 4 or 26.10"),
    ({4: ""}, "--name: a name of up to 80 characters, without blanks around it"),
    ({4: " Egret"}, "--name: a name of up to 80 characters, without blanks around it"),
    ({4: "Egret\x1b[2J"}, "--name: a name of up to 80 characters, without blanks around it"),
    ({6: "x" * 81}, "--vendor-name: a name of up to 80 characters, without blanks around it"),
    ({8: "2026-02-30"}, "'2026-02-30' is no date: write YYYY-MM-DD"),
    ({"more": ("--distro", "debain")}, "<distro> 'debain' is not known: is it 'debian'? If it is another one: --new-word debain"),
    ({"more": ("--family", "lunix")}, "<family> 'lunix' is not known: is it 'linux'? If it is another one: --new-word lunix"),
    ({"more": ("--distro", "a b")}, "--distro 'a b': expected lower case letters, digits and '-'"),
    ({"more": ("--like", "finch1")}, "no system is called 'finch1'"),
    ({1: "heron", 2: "4", "more": ("--new-word", "heron")}, "short id 'heron4' is that of http://example.org/heron/4: 'DATA/os/example.org/heron-4.xml'"),
)


def test_vendor_errors(world):
    for changes, message in VENDOR_ERRORS:
        arguments = [changes.get(number, argument) for number, argument in enumerate(EGRET_ARGUMENTS)]
        world.fails("new-vendor", *arguments, *changes.get("more", ()), says=message)
    world.fails("new-vendor", *EGRET_ARGUMENTS[:-2], says="--date: the day of the release")
    world.run("new-vendor", *EGRET_ARGUMENTS, "--distro", "debain", "--new-word", "debain")
    assert '<note:known of="distro">debain</note:known>' in world.schema.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
