#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""unknown.py of osinfo-db/update: the file that it makes, how a new release moves the border, what it keeps and refuses; and that the
entries of the database are as it makes them, and fit labels to come. Prints TAP."""

import re
import shutil
import sys

sys.dont_write_bytecode = True
from update_case import HEAD, ROOT, UPDATE, Skip, equal, run_tests

sys.path.insert(0, str(UPDATE))
import unknown
from database import get_expressions, read_systems
from expressions import fits
from tables import LABELS, TREES, Table

COLUMNS = "\t".join(unknown.COLUMNS)
TABLES = ROOT / "tests" / "osinfo-db"


IBIS = HEAD + """  <os id="http://ibis.example/ibis/{0}">
    <short-id>ibis{0}</short-id>
    <name>Ibis Linux {0} LTS</name>
    <version>{0}</version>
    <vendor>Ibis &amp; Co</vendor>
    <family>linux</family>
    <distro>ibis</distro>
    <release-date>2026-0{0}-01</release-date>

    <media arch="x86_64" installer-script="false">
      <iso>
        <volume-id>^Ibis {0} x86_64$</volume-id>
      </iso>
      <kernel>boot/linux</kernel>
    </media>

    <media arch="aarch64" live="true">
      <iso>
        <volume-id>^Ibis {0} arm64$</volume-id>
      </iso>
      <kernel>boot/linux-6.12.arm</kernel>
      <initrd>boot/initrd.arm</initrd>
    </media>

    <resources arch="x86_64">
      <minimum>
        <n-cpus>{0}</n-cpus>
      </minimum>
    </resources>
  </os>
</libosinfo>
"""
IBIS_ROWS = (
    "ibis.example/ibis/unknown\t\t\tx86_64,aarch64=(arm|a)64\t\t^Ibis {newer} {arch}$\t^{newer}\t\t\t",
    "ibis.example/ibis/unknown\t\t\taarch64=arm64\tyes\t^Ibis Live {newer} {arch}$\t\t\t\t",
    "ibis.example/ibis/unknown\t\t\tx86_64\t\t\t\t^Ibis$\t^Full$\t^{newer}$",
)
IBIS_UNKNOWN = HEAD + """  <os id="http://ibis.example/ibis/unknown">
    <short-id>ibis-unknown</short-id>
    <name>Ibis Linux Unknown</name>
    <version>unknown</version>
    <vendor>Ibis &amp; Co</vendor>
    <family>linux</family>
    <distro>ibis</distro>
    <upgrades id="http://ibis.example/ibis/2"/>
    <derives-from id="http://ibis.example/ibis/2"/>
    <release-status>prerelease</release-status>
    <lifecycle>
      <phase kind="security" end="none"/>
    </lifecycle>

    <media arch="x86_64" installer-script="false">
      <iso>
        <volume-id>^Ibis ([3-9]|[1-9][0-9]) x86_64$</volume-id>
        <application-id>^([3-9]|[1-9][0-9])</application-id>
      </iso>
      <kernel>boot/linux</kernel>
    </media>

    <media arch="aarch64">
      <iso>
        <volume-id>^Ibis ([3-9]|[1-9][0-9]) (arm|a)64$</volume-id>
        <application-id>^([3-9]|[1-9][0-9])</application-id>
      </iso>
    </media>

    <media arch="aarch64" live="true">
      <iso>
        <volume-id>^Ibis Live ([3-9]|[1-9][0-9]) arm64$</volume-id>
      </iso>
      <initrd>boot/initrd.arm</initrd>
    </media>

    <tree arch="x86_64">
      <treeinfo>
        <family>^Ibis$</family>
        <variant>^Full$</variant>
        <version>^([3-9]|[1-9][0-9])$</version>
        <arch>^x86_64$</arch>
      </treeinfo>
    </tree>

    <resources arch="x86_64" inherit="true"/>
  </os>
</libosinfo>
"""


def make_ibis(world, *rows):
    for version in (1, 2):
        world.write(f"ibis.example/ibis-{version}.xml", IBIS.format(version))
    table = world.folder / "unknown.tsv"
    table.write_text("\n".join((COLUMNS, *(rows or IBIS_ROWS), "")), encoding="utf-8")
    return "--table", table


def test_new_entry(world):
    table = make_ibis(world)
    path = world.data / "os" / "ibis.example" / "ibis-unknown.xml"
    equal(world.run("unknown", *table, "--check", status=1), f"{path}: is not what releases and table say; unknown.py mends it\n")
    assert not path.exists()
    equal(world.run("unknown", *table), f"{path}: changed\n")
    equal(world.read("ibis.example/ibis-unknown.xml"), IBIS_UNKNOWN)
    equal(world.run("unknown", *table), "", "the second time")
    equal(world.run("unknown", *table, "--check"), "", "differences")


def test_new_release(world):
    """The border moves, and nothing else; what is said by hand stays where it is."""
    table = make_ibis(world)
    world.run("unknown", *table)
    by_hand = IBIS_UNKNOWN.replace("Ibis Linux Unknown", "Ibis of tomorrow").replace(
        "    </lifecycle>\n", "    </lifecycle>\n    <!-- as before -->\n    <kernel-url-argument>where</kernel-url-argument>\n"
    )
    by_hand = by_hand.replace("  <os ", "  <!-- a stand-in -->\n  <os ").replace(
        "  </os>", '\n    <installer>\n      <script id="http://ibis.example/script"/>\n    </installer>\n  </os>'
    )
    world.write("ibis.example/ibis-unknown.xml", by_hand)
    equal(world.run("unknown", *table, "--check"), "", "differences")
    world.write("ibis.example/ibis-3.xml", IBIS.format(3))
    world.run("unknown", *table)
    expected = by_hand.replace("[3-9]|", "[4-9]|").replace("ibis/2", "ibis/3")
    equal(world.read("ibis.example/ibis-unknown.xml"), expected)


def test_entry_of_a_line(world):
    """Without names it follows the last of its line, and the other one leaves the line to it."""
    table = make_ibis(world, "ibis.example/ibis/1-unknown" + "\t" * 9, "ibis.example/ibis/unknown" + "\t" * 9)
    for version in ("1.1", "1.2"):
        text = IBIS.format(1).replace("/ibis/1", f"/ibis/{version}").replace("<version>1", f"<version>{version}")
        world.write(f"ibis.example/ibis-{version}.xml", text)
    world.run("unknown", *table)
    text = world.read("ibis.example/ibis-1-unknown.xml")
    assert '<derives-from id="http://ibis.example/ibis/1.2"/>' in text, text
    assert "<short-id>ibis1-unknown</short-id>" in text and "<version>1-unknown</version>" in text, text
    assert "<media" not in text, text
    assert '<derives-from id="http://ibis.example/ibis/2"/>' in world.read("ibis.example/ibis-unknown.xml")


def test_resources_of_its_own(world):
    """They stay where the newest release has none."""
    table = make_ibis(world)
    for version in (1, 2):
        text = IBIS.format(version)
        world.write(f"ibis.example/ibis-{version}.xml", text[: text.index("\n    <resources")] + "  </os>\n</libosinfo>\n")
    world.run("unknown", *table)
    text = world.read("ibis.example/ibis-unknown.xml")
    assert "<resources" not in text, text
    own = IBIS.format(2)
    own = own[own.index("    <resources") : own.index("  </os>")]
    world.write("ibis.example/ibis-unknown.xml", text.replace("  </os>", "\n" + own + "  </os>"))
    equal(world.run("unknown", *table, "--check"), "", "differences")


TABLE_ERRORS = (
    ("ibis.example/ibis/unknown", "unknown.tsv:2: 1 columns instead of 10"),
    ("ibis.example/ibis" + "\t" * 9, "unknown.tsv:2: expected VENDOR/SERIES/unknown, or …/15-unknown, and a number as line"),
    ("ibis.example/ibis/2" + "\t" * 9, "unknown.tsv:2: expected VENDOR/SERIES/unknown, or …/15-unknown, and a number as line"),
    ("a/../../unknown" + "\t" * 9, "unknown.tsv:2: expected VENDOR/SERIES/unknown, or …/15-unknown, and a number as line"),
    ("ibis.example/ibis/unknown\tx" + "\t" * 8, "unknown.tsv:2: expected VENDOR/SERIES/unknown, or …/15-unknown, and a number as line"),
    ("ibis.example/heron/unknown" + "\t" * 9, "'ibis.example/heron' has no release"),
    ("ibis.example/ibis/3-unknown" + "\t" * 9, "'ibis.example/ibis' has no release 3"),
    (IBIS_ROWS[0].replace("{newer}", "{after 2}"), "'ibis.example/ibis' has no release of which 2 is the first number of several"),
)


def test_table_errors(world):
    for row, message in TABLE_ERRORS:
        world.fails("unknown", *make_ibis(world, row), says=message)
    table = make_ibis(world)
    table[1].unlink()
    world.fails("unknown", *table, says=f"cannot read '{table[1]}': No such file or directory")


def test_database(world):
    """The entries of the database are what the script makes."""
    if not (ROOT / "data").is_dir():
        raise Skip("there is no database")
    shutil.rmtree(world.data)
    shutil.copytree(ROOT / "data" / "os", world.data / "os")
    equal(world.run("unknown", "--check"), "", "differences")


def list_entries():
    if not (ROOT / "data").is_dir():
        raise Skip("there is no database")
    systems = read_systems(ROOT / "data")
    return [unknown.Entry(*row, systems) for row in unknown.read_rows(unknown.TABLE).items()]


def move_version(entry, text):
    """The label or version of the newest release, as the next one would have it."""
    main, minor = (entry.newest.version.split(".") + [""])[:2]
    if entry.version != "unknown":
        step = main + rf"(\.|[-_ ]|[-_ ]SP){minor}(?![0-9])"
        return re.sub(r"(?<![0-9])" + step, rf"{main}\g<1>{int(minor) + 1}" if minor else r"\g<0>", text)
    step = rf"(?<![0-9]){main}(?=[^0-9]|$)(?!\.[0-9]{{4}})"
    if minor and entry.series.minors[int(main)] != {None}:
        step = rf"(?<![0-9]){main}(?=([-_. ]|[-_ ]SP|){minor}(?![0-9]))"
    return re.sub(step, str(int(main) + 1), text)


def check_rows(name, tag, columns, architectures):
    n_moved = 0
    rows = Table(TABLES, name)
    for entry in list_entries():
        parts = [(one.get("arch"), get_expressions(one)) for one in entry.system.find_all(tag)]
        parts = [(one, {word: element.text for word, element in texts.items()}) for one, texts in parts if texts]
        for row in rows.rows if parts else ():
            old = rows.get_texts(row)
            new = {word: move_version(entry, text) if word in columns else text for word, text in old.items()}
            if row["os"] not in entry.newest.short_ids or new == old:
                continue
            n_moved += 1
            found = {one for one, texts in parts if fits(texts, new)}
            wanted = set(row[architectures].split(","))
            assert wanted <= found or "all" in found, f"{new} is not found for {wanted - found} of {entry.id}"
            was_found = [one for one, texts in parts if fits(texts, old)]
            assert not was_found, f"{old} is found for {was_found} of {entry.id}"
    return n_moved


def test_labels_to_come(_world):
    """What media of the newest release are called, with the next version, is an entry's, and never with the version that they have."""
    n_labels = check_rows(LABELS, "media", ("volume-id", "application-id"), "arch")
    assert n_labels > 100, n_labels


def test_trees_to_come(_world):
    n_trees = check_rows(TREES, "tree", ("version",), "architecture")
    assert n_trees > 15, n_trees


if __name__ == "__main__":
    sys.exit(run_tests(dict(globals())))
