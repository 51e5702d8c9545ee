#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue of this tree's database: every page is small, valid, leads somewhere and loads nothing from elsewhere; JSON is
as its schemas say, feeds are Atom; the same database gives the same bytes. Prints TAP."""

import filecmp
import json
import os
import sys
from xml.etree import ElementTree

import catalogue_case as case
from catalogue_case import Skip, equal

ATOM = "{http://www.w3.org/2005/Atom}"
EPOCH = {"SOURCE_DATE_EPOCH": "1774000000"}
# One page of each kind.
KINDS = (
    "index.html", "about.html", "recognise/index.html", "families/index.html", "families/rhel.html", "vendors/index.html",
    "devices/index.html", "supported/index.html", "changes/index.html", "os/debian12.html", "os/win11.html",
    "os/centos7.0.html", "os/fedora-rawhide.html",
)  # fmt: skip


class World:
    """The site, and what is on it."""

    def __init__(self, folder):
        self.folder = folder
        self.site = folder / "site"
        self.make(self.site)
        self.look = case.SiteLook(self.site)

    def make(self, site):
        done = case.run(case.ROOT / "data", f"--output={site}", environment=EPOCH)
        assert done.returncode == 0, done.stderr

    def read(self, path):
        return (self.site / path).read_text(encoding="utf-8")

    def read_json(self, path):
        return json.loads(self.read(path))


def test_pages_are_sound(world):
    assert len(world.look.pages) > 1500, len(world.look.pages)
    equal(list(world.look.find_faults())[:20], [], "faults")


def test_same_bytes(world):
    def walk(comparison):
        yield from comparison.left_only + comparison.right_only + comparison.diff_files + comparison.funny_files
        for inner in comparison.subdirs.values():
            yield from walk(inner)

    again = world.folder / "again"
    world.make(again)
    filecmp.clear_cache()
    equal(list(walk(filecmp.dircmp(world.site, again))), [], "files that differ")


def test_first_page_is_small(world):
    loaded = ["index.html", "style.css", "search.js", "find.js", "recognise/versions.js", "icon.svg"]
    size = sum((world.site / name).stat().st_size for name in loaded)
    assert size < 100_000, size


def test_html_is_valid(world):
    if not case.find_tidy():
        raise Skip("tidy is not installed")
    pages = list(world.look.pages) if os.environ.get("OSINFO_TESTS") == "whole" else [world.site / name for name in KINDS]
    equal(case.tidy(pages)[:20], [], "what tidy says")


def test_all_systems_have_pages(world):
    systems = world.read_json("api/index.json")["systems"]
    assert len(systems) > 1200, len(systems)
    for system in systems:
        assert (world.site / system["page"]).is_file(), system["page"]
        equal(world.read_json(system["json"])["id"], system["id"])
    debian = next(system for system in systems if system["short-id"] == "debian12")
    equal((debian["page"], debian["security-end"]), ("os/debian12.html", "2028-06-30"))


def test_a_system(world):
    page = world.read("os/debian12.html")
    for text in (
        "Debian 12", "bookworm", "2028-06-30", "Freexian ELTS", "debian-12.15.0-amd64-netinst.iso", "preseed.cfg",
        "^Debian (12(\\.[0-9]+){1,3}[a-z]?|bookworm(-[^ ]+)?) (amd64|M-A) n$", "grub\\.debian", "virtio1.0-net", "1 GiB",
        "../xml/os/debian.org/debian-12.xml", "../api/os/debian12.json", "../families/debian.html",
    ):  # fmt: skip
        assert text in page, text


def test_names_in_other_languages(world):
    text = '<span lang="de">Allgemeines Linux 2022</span>'
    assert text in world.read("os/linux2022.html"), text


def test_time_line(world):
    page = world.read("families/debian.html")
    for text in ('<svg class="bar"', *(f'<rect class="{phase}"' for phase in ("standard", "security", "extended"))):
        assert text in page, text


def test_supported_on_a_day(world):
    index = {system["page"]: system for system in world.read_json("api/index.json")["systems"]}
    pages = [path for path in (world.site / "supported").glob("*.html") if "Supported on" in path.read_text(encoding="utf-8")]
    assert len(pages) > 20, len(pages)
    for path in pages:
        day = path.read_text(encoding="utf-8").split("<h1>Supported on ")[1][:10]
        linked = {address.removeprefix("../") for _, address in world.look.pages[path].list_links() if address.startswith("../os/")}
        for name in linked:
            assert index[name]["release-date"] <= day <= index[name]["security-end"], (day, name)
    day = world.read_json("api/index.json")["database"]
    assert "../os/debian13.html" in world.read("supported/index.html"), day


def test_source_is_there(world):
    sources = {path.relative_to(case.ROOT / "data") for path in (case.ROOT / "data" / "os").rglob("*.xml")}
    copies = {path.relative_to(world.site / "xml") for path in (world.site / "xml" / "os").rglob("*.xml")}
    equal(sorted(sources ^ copies), [], "files")


def test_feeds(world):
    feeds = [*(world.site / "changes").glob("*.xml"), *(world.site / "families").glob("*.xml")]
    assert len(feeds) > 100, len(feeds)
    for feed in feeds:
        root = ElementTree.parse(feed).getroot()
        equal(root.tag, ATOM + "feed")
        assert root.find(ATOM + "updated") is not None, feed


def test_json_obeys_schemas(world):
    try:
        import jsonschema
    except ImportError:
        raise Skip("there is no python3-jsonschema") from None
    lists = world.read_json("api/schema.json")
    for path in ("api/index.json", "api/devices.json", "api/families/debian.json"):
        jsonschema.validate(world.read_json(path), lists)
    records = world.read_json("api/os.schema.json")
    for name in ("debian12", "win11", "fedora-rawhide", "centos7.0"):
        jsonschema.validate([world.read_json(f"api/os/{name}.json")], records)


def test_scripts_take_data_for_text(world):
    for path in world.site.rglob("*.js"):
        content = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in content, (path.name, word)


if __name__ == "__main__":
    sys.exit(case.run_tests(dict(globals()), "catalogue", World))
