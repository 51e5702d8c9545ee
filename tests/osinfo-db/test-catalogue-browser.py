#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue in Chromium: search, a system's page, time lines, other days, twenty images that are dropped on the page, keys,
three widths and both themes; nothing goes to the console, axe finds nothing serious. Prints TAP.

With OSINFO_SCREENSHOTS=FOLDER the pages are kept as pictures there."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import browser
import catalogue_case as case
import image_samples
from catalogue_case import Skip, equal

AXE = Path(__file__).parent / "npm" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")
TAB = "\ue004"
ENTER = "\ue007"
# A page of each kind, by a name for its picture.
PAGES = {
    "start": "index.html", "search": "index.html?q=debian+12", "system": "os/debian12.html", "windows": "os/win11.html",
    "long-system": "os/centos7.0.html", "family": "families/debian.html", "families": "families/index.html",
    "vendor": "vendors/Debian-Project.html", "device": "devices/pcisig.com-pci-1af4-1041.html", "devices": "devices/index.html",
    "supported": "supported/index.html", "changes": "changes/index.html", "recognise": "recognise/index.html",
    "about": "about.html",
}  # fmt: skip
# Images that are dropped: rows of content.tsv, and those of Windows.
IMAGES = (
    "debian-kernel", "ubuntu-server", "fedora-live", "antix-menu", "manjaro", "gentoo", "debian-dists", "ubuntu-before-2010",
    "void", "truenas-scale", "debian-live", "fedora-live-42", "ubuntu-desktop",
)  # fmt: skip


class World:
    def __init__(self, folder):
        self.folder = folder
        self.site = folder / "site"
        self.browser = None
        self.shown = None

    def open(self, path):
        """The page, once the browser is there."""
        missing = browser.find_missing()
        if missing:
            raise Skip(f"{missing} is not installed")
        if self.browser is None:
            done = case.run(case.ROOT / "data", f"--output={self.site}", f"--version={case.VERSION}", f"--changes=1")
            assert done.returncode == 0, done.stderr
            self.server = browser.Server(self.site)
            (self.folder / "browser").mkdir()
            self.browser = browser.Browser(self.folder / "browser")
        self.browser.go(f"{self.server.address}/{path}")
        return self.browser

    def close(self):
        if self.browser is not None:
            self.browser.close()
            self.server.close()

    def keep(self, name):
        folder = os.environ.get("OSINFO_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(folder, f"{name}.png").write_bytes(base64.b64decode(self.browser.shoot()))


def wait_for_results(page):
    page.wait("return document.querySelector('#results p') !== null;")
    return page.run("return [...document.querySelectorAll('#results a')].map((link) => link.textContent);")


def test_search(world):
    page = world.open("index.html")
    page.type("#q", "bookworm debian")
    page.wait("return document.querySelector('#results a')?.textContent === 'Debian 12';")
    page.press(ENTER)
    equal(page.run("return location.search;"), "?q=bookworm%20debian")
    for words, expected in {"DEBIAN 12": "Debian 12", "win11": "Microsoft Windows 11", "allgemeines linux 2022": "Generic Linux 2022",
                            "ubuntu noble": "Ubuntu 24.04 LTS"}.items():  # fmt: skip
        page.go(f"{world.server.address}/index.html?q={words.replace(' ', '+')}")
        found = wait_for_results(page)
        assert found and found[0].startswith(expected.removesuffix(" LTS")), (words, found[:3])
    page.run("document.querySelector('#results a').click();")
    page.wait("return document.querySelector('h1')?.textContent.startsWith('Ubuntu 24.04');")


def test_search_that_finds_nothing(world):
    """Words that are almost those of a system; words that are none; words that want to be markup."""
    page = world.open("index.html?q=debain+bookwrm")
    equal(wait_for_results(page)[:1], ["Debian 12"], "what was meant")
    assert "None is called just so" in page.run("return document.getElementById('results').textContent;")
    for words in ("zzzzqqqq", "%3Cimg+src%3Dx+onerror%3Dalert(1)%3E"):
        page.go(f"{world.server.address}/index.html?q={words}")
        page.wait("return document.querySelector('#results p')?.textContent === '0 systems';")
        equal(page.run("return document.querySelectorAll('img').length;"), 0, "pictures")


def test_search_from_another_page(world):
    page = world.open("os/debian12.html")
    page.type("#q", "fedora 44")
    page.press(ENTER)
    page.wait("return location.pathname === '/index.html' && document.querySelector('#results a') !== null;")
    assert any("Fedora Linux 44" in name for name in wait_for_results(page))


def test_a_system(world):
    page = world.open("os/debian12.html")
    equal(page.run("return document.querySelector('h1').textContent;"), "Debian 12")
    headings = page.run("return [...document.querySelectorAll('h2')].map((heading) => heading.textContent);")
    assert {"Lifecycle", "Resources", "Media", "Devices", "Names elsewhere"} <= set(headings), headings
    equal(page.run("return [...document.querySelectorAll('nav.contents a')].every((link) => document.querySelector(link.hash));"), True)


def test_time_line(world):
    """Bars are where the days are: what is supported on the day of the database crosses its line."""
    page = world.open("families/debian.html")
    bars = page.run(
        "return [...document.querySelectorAll('tbody tr')].map((row) => [row.cells[0].textContent,"
        " [...row.querySelectorAll('rect')].map((rect) => [rect.getAttribute('class'), rect.getBoundingClientRect().left,"
        " rect.getBoundingClientRect().right])]);"
    )
    today = page.run("return document.querySelector('svg.bar').getBoundingClientRect().left +"
                     " document.querySelector('svg.bar').getBoundingClientRect().width *"
                     " Number(/M([0-9]+)/.exec(document.querySelector('.today').getAttribute('d'))[1]) / 1000;")  # fmt: skip
    parts = {name: {kind: (left, right) for kind, left, right in rects} for name, rects in bars}
    assert len(parts) > 10, parts
    left, right = parts["Debian 12"]["security"]
    assert left < today < right, (left, today, right)
    assert parts["Debian 10"]["security"][1] < today, parts["Debian 10"]
    assert parts["Debian 13"]["standard"][0] > parts["Debian 12"]["standard"][0]


def test_other_days(world):
    page = world.open("supported/index.html")
    static = page.run("return [...document.querySelectorAll('#found tbody a')].map((link) => link.textContent);")
    page.run("const day = document.getElementById('day'); day.value = arguments[0]; day.dispatchEvent(new Event('change'));", "2012-01-01")
    page.wait("return document.querySelector('h1').textContent === 'Supported on 2012-01-01';")
    names = page.run("return [...document.querySelectorAll('#found tbody a')].map((link) => link.textContent);")
    assert any("Debian GNU/Linux 5.0" in name or "Debian 6.0" in name for name in names), names
    page.run("const day = document.getElementById('day'); day.value = arguments[0]; day.dispatchEvent(new Event('change'));", "2026-11-29")
    page.wait("return document.querySelector('h1').textContent === 'Supported on 2026-11-29';")
    again = page.run("return [...document.querySelectorAll('#found tbody a')].map((link) => link.textContent);")
    equal(sorted(again), sorted(static), "systems with and without a script")


def make_images(world):
    if image_samples.MISSING or not image_samples.TABLE.exists():
        raise Skip("images cannot be made here")
    folder = world.folder / "images"
    folder.mkdir()
    rows = dict(image_samples.read_rows())
    paths = {}
    for name in IMAGES:
        paths[name] = folder / f"{name}.iso"
        image_samples.make_image(folder, name, rows[name], "-R", paths[name])
    paths |= image_samples.make_windows_images(folder)
    return dict(list(paths.items())[:20])


def test_twenty_images_are_dropped(world):
    """Dropped as from a desktop; what the page tells is what osinfo-detect says."""
    page = world.open("recognise/index.html")
    paths = make_images(world)
    equal(len(paths), 20, "images")
    done = subprocess.run([shutil.which("osinfo-detect"), "--all", "--format=json", *paths.values()], stdout=subprocess.PIPE)
    expected = json.loads(done.stdout)
    page.drop(paths.values())
    page.wait("return document.getElementById('answers').dataset.done === '20';")
    told = page.run("""
        return [...document.querySelectorAll('.answer')].map((answer) => [
            answer.querySelector('h2').textContent,
            [...answer.querySelectorAll('h3 a')].map((link) => link.getAttribute('href')),
            [...answer.querySelectorAll('h3 + dl')].map((list) => list.querySelector('dd').textContent.split(':')[0]),
            answer.textContent,
        ]);""")  # fmt: skip
    equal(len(told), 20, "answers")
    for (name, path), wanted, (title, links, words, text) in zip(paths.items(), expected, told):
        equal(title, path.name)
        equal(links, [f"../os/{match['os']['short-id']}.html" for match in wanted["matches"]], name)
        equal(words, [match["confidence"] for match in wanted["matches"]], name)
        for match in wanted["matches"]:
            for value in (match["architecture"], match["build"], *match["languages"], *match["editions"], *match["evidence"]):
                assert value is None or value in text, (name, value, text)
        if not wanted["matches"] and wanted["claimed"]:
            assert f"It claims to be {wanted['claimed']['family']}" in text, (name, text)
    world.keep("recognised")


def test_an_image_is_chosen(world):
    page = world.open("recognise/index.html")
    path = world.folder / "broken.iso"
    path.write_bytes(b"nothing of that kind")
    page.type("#image", str(path))
    page.wait("return document.getElementById('answers').dataset.done === '1';")
    text = page.run("return document.getElementById('answers').textContent;")
    assert "broken.iso" in text and "No volume descriptors" in text and "does not know what this is" in text, text


def test_keys_alone(world):
    """The first thing that keys lead to skips the menu; what has the focus is seen."""
    page = world.open("os/debian12.html")
    page.press(TAB)
    equal(page.run("return document.activeElement.textContent;"), "Skip to content")
    assert page.run("return document.activeElement.getBoundingClientRect().left;") >= 0
    page.press(ENTER)
    page.wait("return location.hash === '#main';")
    seen = []
    for _ in range(4):
        page.press(TAB)
        seen.append(page.run("const now = document.activeElement; return [now.tagName, getComputedStyle(now).outlineStyle];"))
    assert all(style == "solid" for _, style in seen), seen
    world.open("index.html")
    order = []
    for _ in range(12):
        page.press(TAB)
        order.append(page.run("return document.activeElement.id || document.activeElement.textContent;"))
    assert "q" in order and order.index("q") > order.index("About"), order


def test_without_scripts(world):
    page = world.open("about.html")
    page.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        for path in ("families/debian.html", "os/debian12.html", "supported/index.html"):
            page.go(f"{world.server.address}/{path}")
            nodes = page.tell("DOM.getDocument", depth=-1)["root"]
            assert json.dumps(nodes).count('"TR"') > 5, path
    finally:
        page.tell("Emulation.setScriptExecutionDisabled", value=False)


def test_widths_and_themes(world):
    """Nothing sticks out sideways, on a phone neither."""
    page = world.open("index.html")
    for name, path in PAGES.items():
        page.go(f"{world.server.address}/{path}")
        if "?q=" in path:
            wait_for_results(page)
        for width in WIDTHS:
            for theme in THEMES:
                page.show_as(width, theme=theme)
                extent = page.run("return document.documentElement.scrollWidth;")
                assert extent <= width, f"{path} has a width of {extent} on a screen of {width}"
                back = page.run("return getComputedStyle(document.body).backgroundColor;")
                equal(back, {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 22, 26)"}[theme], f"{path}, {theme}")
                world.keep(f"{name}-{width}-{theme}")
    page.show_as(1280)


def find_barriers(page, name):
    """What axe finds on the page as it is now. The policy of pages keeps scripts of others out: this one is told to the browser, as
    a debugger does."""
    page.tell("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))
    result = page.ask("POST", "/execute/async", {
        "script": "const done = arguments[arguments.length - 1]; axe.run().then(done, (error) => done(String(error)));", "args": [],
    })  # fmt: skip
    assert isinstance(result, dict), result
    serious = [fault for fault in result["violations"] if fault["impact"] in ("serious", "critical", "moderate")]
    return [(name, fault["id"], fault["impact"], fault["nodes"][0]["html"][:200]) for fault in serious]


def test_accessibility(world):
    if not AXE.exists():
        raise Skip("axe-core is not installed: .ci/needs --tests does")
    page = world.open("index.html")
    faults = []
    for name, path in PAGES.items():
        # colours are the same on all pages
        for theme in THEMES if name in ("search", "system", "family") else THEMES[:1]:
            page.show_as(1280, theme=theme)
            page.go(f"{world.server.address}/{path}")
            if "?q=" in path:
                wait_for_results(page)
            faults += find_barriers(page, f"{path}, {theme}")
    image = world.folder / "plain.iso"
    descriptor = bytearray(2048)
    descriptor[0:7], descriptor[40:72], descriptor[128:130] = b"\x01CD001\x01", b"Debian 12.5.0 amd64 n".ljust(32), b"\x00\x08"
    image.write_bytes(bytes(16 * 2048) + descriptor + b"\xffCD001\x01" + bytes(4096))
    page.go(f"{world.server.address}/recognise/index.html")
    page.type("#image", str(image))
    page.wait("return document.getElementById('answers').dataset.done === '1';")
    equal(page.run("return document.querySelector('.answer h3 a').textContent;"), "Debian 12")
    page.run("document.querySelector('.answer details').open = true;")
    world.keep("answer")
    faults += find_barriers(page, "an answer")
    page.show_as(1280)
    equal(faults, [], "what axe finds")


def test_console_is_empty(world):
    """Of all pages that the tests before have opened."""
    page = world.open("index.html")
    equal(page.read_log(), [], "console")


def main():
    worlds = []

    def make_world(folder):
        worlds.append(World(folder))
        return worlds[0]

    try:
        return case.run_tests(dict(globals()), "catalogue-browser", make_world, lambda world: world.close())
    finally:
        for world in worlds:
            if world.browser is not None and world.browser.driver.poll() is None:
                world.browser.driver.terminate()


if __name__ == "__main__":
    sys.exit(main())
