# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the catalogue share: running the program, and looking at what it wrote without trusting it."""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
FOLDER = ROOT / "osinfo-db" / "catalogue"
PROGRAM = FOLDER / "osinfo-catalogue"
VERSION = "20261129"
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s=>/]+(?:=\"[^\"]*\")?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([^\s=>/\"]+)(?:=\"([^\"]*)\")?")
LINKS = ("href", "src", "action")


def run(*arguments, **options):
    """The program, with the tools that Meson has built."""
    environment = dict(os.environ, **options.pop("environment", {}))
    tools = [f"--tools={folder}" for folder in environment.get("OSINFO_TEST_TOOLS", "").split(os.pathsep) if folder]
    return subprocess.run(
        [sys.executable, PROGRAM, *tools, *map(str, arguments)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **options,
    )  # fmt: skip


class Page:
    """A page as browsers read it: what is no tag is text."""

    def __init__(self, path):
        self.path = path
        self.content = path.read_text(encoding="utf-8")
        self.tags = [(name.lower(), read_attributes(rest)) for end, name, rest in TAG.findall(self.content) if not end]
        self.ids = [attributes["id"] for _, attributes in self.tags if "id" in attributes]
        # what looks like a tag and is none
        self.strays = re.findall(r"<(?![a-zA-Z/!])", TAG.sub("", self.content))

    def list_links(self):
        for name, attributes in self.tags:
            for key in LINKS:
                if key in attributes:
                    yield name, attributes[key]


def read_attributes(text):
    return {name.lower(): html.unescape(value) for name, value in ATTRIBUTE.findall(text)}


class SiteLook:
    """All pages of a site."""

    def __init__(self, folder):
        self.folder = folder
        self.pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}

    def find_faults(self):
        """What is wrong with any page; each as a line."""
        for page in self.pages.values():
            name = page.path.relative_to(self.folder)
            for fault in (*self.find_link_faults(page), *find_page_faults(page)):
                yield f"{name}: {fault}"

    def find_link_faults(self, page):
        for element, address in page.list_links():
            parts = urlsplit(address)
            if parts.scheme in ("http", "https", "ftp"):
                if element != "a":
                    yield f"<{element}> loads {address}"
                continue
            if parts.scheme:
                yield f"leads to {address}"
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            if not target.is_relative_to(self.folder.resolve()) or not target.is_file():
                yield f"leads nowhere: {address}"
            elif parts.fragment and parts.fragment not in (self.pages[target].ids if target in self.pages else ()):
                # a part of a drawing stands in the page itself
                yield f"no such place: {address}"


def find_page_faults(page):
    metas = [attributes for name, attributes in page.tags if name == "meta"]
    policy = next((meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy"), "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"its policy is '{policy}'"
    for name, attributes in page.tags:
        if name in ("style", "iframe", "object", "embed", "base") or (name == "script" and "src" not in attributes):
            yield f"has <{name}>"
        for key in attributes:
            if key == "style" or key.startswith("on"):
                yield f"<{name}> has {key}"
    if len(page.ids) != len(set(page.ids)):
        yield "an id is there twice"
    if page.strays:
        yield f"a stray {page.strays[0]!r}"
    if len(page.content.encode()) > 50_000:
        yield "is too long"
    if not any(address.endswith("licence.txt") for _, address in page.list_links()):
        yield "does not name its licence"
    if page.content.count("<h1>") != 1 or 'lang="en"' not in page.content[:40]:
        yield "has not one heading, or no language"


def find_tidy():
    return shutil.which("tidy")


def tidy(paths):
    """Lines of tidy, which knows neither all attributes of ARIA nor that elements may be empty."""
    harmless = ("proprietary attribute \"aria-current\"", "trimming empty", "is not approved by W3C")
    faults = []
    for path in paths:
        done = subprocess.run([find_tidy(), "-e", "-q", "-utf8", path], stderr=subprocess.PIPE, encoding="utf-8")
        lines = [line for line in done.stderr.splitlines() if line.strip() and not any(word in line for word in harmless)]
        faults += [f"{path.name}: {line}" for line in lines]
    return faults


def copy_site(folder):
    """The site's scripts with a mark that they are modules, as a page says of them: Node before version 20.19 does not look."""
    site = folder / "modules"
    shutil.copytree(FOLDER / "site", site)
    (site / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return site


class Skip(Exception):
    """Why a test cannot be run here."""


def equal(found, expected, what="text"):
    assert found == expected, f"{what}: expected {expected!r}, found {found!r}"


def run_tests(members, area, make_world, end_world=lambda world: None):
    """All functions test_… of a program, on the world that @make_world makes of a folder; prints TAP."""
    tests = [(name, value) for name, value in members.items() if name.startswith("test_")]
    failed = False
    print(f"1..{len(tests)}")
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        for number, (name, test) in enumerate(tests, start=1):
            title = f"{number} - /{area}/{name.removeprefix('test_').replace('_', '-')}"
            try:
                test(world)
                print(f"ok {title}", flush=True)
            except Skip as reason:
                print(f"ok {title} # SKIP {reason}", flush=True)
            except Exception:
                failed = True
                print(f"not ok {title}")
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
        end_world(world)
    return int(failed)
