#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A database whose texts want to be markup, scripts, paths and addresses: no page is broken out of. What goes wrong while a
site is made is one line, and leaves the site as it was. What changed between releases is told. Prints TAP."""

import json
import shutil
import sys
import tarfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import catalogue_case as case
from catalogue_case import VERSION, equal

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<libosinfo version="0.0.1">\n'
ATOM = "{http://www.w3.org/2005/Atom}"

# Texts that have broken out of pages elsewhere.
HOSTILE = (
    '"><script src="//example.org/x.js"></script>',
    "'><img src=x onerror=alert(1)>",
    "</title></main></body><h1>none</h1>",
    "<!-- comment",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "]]><style>*{display:none}</style>",
    "{{7*7}} ${x} <%= y %>",
    "\u202enoitcerid\u202c \u0085 \u200b \ufffd",
    "../../../etc/passwd",
    "a" * 250,
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.org/\" onclick=\"alert(1)",
    "https://example.org/<b>",
    "//example.org/x",
    "file:///etc/passwd",
)


def format_os(number, text, address="https://example.org/x.iso", more=""):
    text, address = escape(text), escape(address, {'"': "&quot;"})
    attribute = escape(text, {'"': "&quot;"})
    return (
        f'{HEAD}  <os id="http://example.org/hostile/{number}">\n'
        f"    <short-id>{text}</short-id>\n    <short-id>hostile{number}</short-id>\n"
        f'    <name>{text}</name>\n    <name xml:lang="de">{text}</name>\n    <name xml:lang="&quot;&gt;x">{text}</name>\n'
        f"    <version>{text}</version>\n    <codename>{text}</codename>\n    <vendor>{text}</vendor>\n"
        f"    <family>{text}</family>\n    <distro>{text}</distro>\n"
        f"    <release-date>2020-01-01</release-date>\n    <eol-date>2030-01-01</eol-date>\n"
        f"    <lifecycle>\n      <source>{address}</source>\n      <source>{text}</source>\n"
        f'      <phase kind="extended" end="2035-01-01" name="{attribute}"/>\n    </lifecycle>\n'
        f'    <variant id="{attribute}">\n      <name>{text}</name>\n    </variant>\n'
        f'    <identity scheme="os-release"><product>{text}</product><version>{text}</version></identity>\n'
        f'    <media arch="{attribute}">\n      <variant id="{attribute}"/>\n      <url>{address}</url>\n'
        f"      <iso>\n        <volume-id>{text}</volume-id>\n      </iso>\n      <kernel>{text}</kernel>\n    </media>\n"
        f'    <image arch="x86_64" format="{attribute}">\n      <url>{address}</url>\n    </image>\n{more}'
        f"  </os>\n</libosinfo>\n"
    )


class World:
    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "database"
        self.site = folder / "site"
        self.make_database()
        self.good()

    def write(self, path, content):
        file = self.database / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def make_database(self):
        self.write("VERSION", VERSION)
        for number, text in enumerate(HOSTILE):
            self.write(f"os/example.org/hostile-{number}.xml", format_os(number, text, ADDRESSES[number % len(ADDRESSES)]))

    def make(self, *arguments, **options):
        return case.run(self.database, f"--output={self.site}", *arguments, **options)

    def good(self, *arguments):
        done = self.make(*arguments)
        equal((done.returncode, done.stdout, done.stderr), (0, "", ""), "what it said")

    def bad(self, words, *arguments, **options):
        """One line, and the site as it was."""
        before = read_tree(self.folder)
        done = self.make(*arguments, **options)
        equal(done.returncode, 1, "status")
        equal((done.stdout, done.stderr.count("\n")), ("", 1), done.stderr)
        assert words in done.stderr, done.stderr
        equal(read_tree(self.folder), before, "files")


def read_tree(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_breaks_out(world):
    look = case.SiteLook(world.site)
    equal(list(look.find_faults()), [], "faults")
    for page in look.pages.values():
        for name, attributes in page.tags:
            assert name not in ("img", "b"), (page.path, name)
            if name == "script":
                assert attributes["src"].removeprefix("../") in ("search.js", "supported.js", "recognise.js"), attributes
        if "hostile" not in page.path.name:
            continue
        equal(page.content.count("</body>"), 1, str(page.path))


def test_all_systems_are_there(world):
    index = json.loads((world.site / "api" / "index.json").read_text(encoding="utf-8"))
    equal(len(index["systems"]), len(HOSTILE), "systems")
    for system in index["systems"]:
        page = (world.site / system["page"]).resolve()
        assert page.is_relative_to((world.site / "os").resolve()) and page.is_file(), system["page"]
    rules = json.loads((world.site / "recognise" / "rules.json").read_text(encoding="utf-8"))
    for system in rules["systems"]:
        assert (world.site / "os" / f"{system.get('slug', system['short-id'])}.html").is_file(), system
    names = {system["name"] for system in index["systems"]}
    assert set(HOSTILE) - {HOSTILE[7]} <= names, set(HOSTILE) - names


def test_addresses_that_are_none_are_text(world):
    for page in case.SiteLook(world.site).pages.values():
        for element, address in page.list_links():
            assert not address.lower().startswith(("javascript:", "data:", "file:", "//")), (page.path, address)


def test_files_are_inside(world):
    equal([path for path in world.folder.iterdir() if path not in (world.database, world.site)], [], "files beside the site")


def test_two_with_one_short_id(world):
    path = "os/example.org/hostile-99.xml"
    world.write(path, format_os(99, HOSTILE[0]))
    world.bad("have the same short id")
    (world.database / path).unlink()


def test_no_version(world):
    (world.database / "VERSION").unlink()
    world.bad("--version")
    world.bad("not a version like", "--version=tomorrow")
    world.bad("not a version like", "--version=20261399")
    world.write("VERSION", VERSION)


def test_no_system(world):
    shutil.move(world.database / "os", world.folder / "kept")
    try:
        done = world.make()
        equal(done.returncode, 1, "status")
        equal(done.stderr.count("\n"), 1, done.stderr)
    finally:
        shutil.move(world.folder / "kept", world.database / "os")


def test_no_tools(world):
    world.bad("osinfo-show", f"--tools={world.folder}", environment={"PATH": "/nowhere", "OSINFO_TEST_TOOLS": ""})


def test_stopped(world):
    """While it asks: nothing is left beside the site, or of it."""
    before = read_tree(world.folder)
    tools = world.folder.parent / f"{world.folder.name}-tools"
    tools.mkdir()
    try:
        program = tools / "osinfo-show"
        program.write_text("#!/bin/sh\nkill -TERM $PPID\nexec sleep 1\n", encoding="ascii")
        program.chmod(0o755)
        done = world.make(f"--tools={tools}", environment={"OSINFO_TEST_TOOLS": ""})
    finally:
        shutil.rmtree(tools)
    equal((done.returncode, done.stderr), (1, "osinfo-catalogue: stopped by SIGTERM\n"))
    equal(read_tree(world.folder), before, "files")


def test_a_folder_of_others_stays(world):
    other = world.folder / "other"
    other.mkdir()
    (other / "precious").write_text("x", encoding="ascii")
    done = case.run(world.database, f"--output={other}")
    equal((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
    equal([path.name for path in other.iterdir()], ["precious"])
    shutil.rmtree(other)


def test_no_folder_above(world):
    done = case.run(world.database, f"--output={world.folder}/missing/site")
    equal((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
    assert "missing" in done.stderr, done.stderr


def test_no_archive(world):
    broken = world.folder / "osinfo-db-20250101.tar.xz"
    broken.write_bytes(b"\xfd7zXZ\x00 and no more")
    world.bad("osinfo-db-20250101.tar.xz", f"--earlier={broken}")
    renamed = broken.rename(world.folder / "old.tar.xz")
    world.bad("is not named like", f"--earlier={renamed}")
    renamed.unlink()


def pack(world, version):
    archive = world.folder.parent / f"osinfo-db-{version}.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(world.database, f"osinfo-db-{version}")
    return archive


def test_changes(world):
    before = read_tree(world.site)
    world.write("VERSION", "20260101")
    kept = (world.database / "os/example.org/hostile-1.xml").read_text(encoding="utf-8")
    world.write("os/example.org/hostile-1.xml", kept.replace("<eol-date>2030", "<eol-date>2029"))
    gone = "os/example.org/gone-1.xml"
    world.write(gone, format_os(0, "gone").replace("hostile/0", "gone/1").replace("hostile0", "gone1"))
    first = pack(world, "20260101")
    world.write("os/example.org/hostile-1.xml", kept)
    second = pack(world, "20260101.1")
    (world.database / gone).unlink()
    world.write("VERSION", VERSION)
    try:
        world.good(f"--earlier={second}", f"--earlier={first}")
    finally:
        first.unlink()
        second.unlink()
    equal(list(case.SiteLook(world.site).find_faults()), [], "faults")
    changes = json.loads((world.site / f"api/changes/{VERSION}.json").read_text(encoding="utf-8"))
    equal([(one["id"], one["fate"]) for one in changes["entities"]], [("http://example.org/gone/1", "removed")])
    page = (world.site / "changes/20260101.1.html").read_text(encoding="utf-8")
    assert "<del>2029-01-01</del> <ins>2030-01-01</ins>" in page, page
    index = json.loads((world.site / "api/index.json").read_text(encoding="utf-8"))
    system = next(one for one in index["systems"] if one["id"] == "http://example.org/hostile/1")
    assert "changes/20260101.1.html" in (world.site / system["page"]).read_text(encoding="utf-8")
    feed = ElementTree.parse(world.site / "changes/feed.xml").getroot()
    equal([entry.find(ATOM + "updated").text for entry in feed.iter(ATOM + "entry")], ["2026-11-29T00:00:00Z", "2026-01-01T00:00:01Z"])
    feeds = [ElementTree.parse(path).getroot() for path in (world.site / "families").glob("*.xml")]
    equal(sum(len(list(feed.iter(ATOM + "entry"))) for feed in feeds), 1, "entries of families")
    world.good()
    equal(read_tree(world.site), before, "the site without earlier releases")


def test_an_archive_is_a_database(world):
    before = read_tree(world.site)
    archive = pack(world, VERSION)
    try:
        done = case.run(archive, f"--output={world.site}")
    finally:
        archive.unlink()
    equal((done.returncode, done.stderr), (0, ""))
    equal(read_tree(world.site), before, "files")


if __name__ == "__main__":
    sys.exit(case.run_tests(dict(globals()), "catalogue-hostile", World))
