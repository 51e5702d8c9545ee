#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db/update/apply-feed.py: what the rows of this tree make of samples of vendors' feeds, on small databases; feeds that
are refused; samples that are damaged. Prints TAP."""

import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
UPDATE = ROOT / "osinfo-db" / "update"
FEEDS = ROOT / "osinfo-db" / "feeds"
SAMPLE_FILES = ROOT / "tests" / "files" / "feeds"
sys.path.insert(0, str(ROOT / "tests" / "common"))
from tools_case import HANG, Tap

from feed_samples import (
    ALPINE_3_23,
    DEBIAN_12,
    DEBIAN_13,
    FEDORA_44,
    LEAP_16_0,
    NOBLE,
    PROXMOX_9,
    QUESTING,
    REFUSED,
    ROCKY_9,
    ROCKY_10,
    SAMPLES,
    TODAY,
)

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<libosinfo version="0.0.1">
  <os id="http://{vendor}/{product}/{last}">
    <short-id>{short_id}</short-id>
    <name>{name}</name>
"""
END = "  </os>\n</libosinfo>\n"


class World:
    def __init__(self, *systems):
        self.holder = tempfile.TemporaryDirectory(prefix="osinfo-feeds-")
        self.root = Path(self.holder.name)
        self.data = self.root / "data"
        for family, version, codename, body in systems:
            vendor, product, *last = family.split("/")
            last = last[0] if last else version or "rolling"
            short_id = product if last == "rolling" else product + last
            name = f"{product.capitalize()} {version}".strip()
            text = HEAD.format(vendor=vendor, product=product, last=last, short_id=short_id, name=name)
            text += f"    <version>{version}</version>\n" if version else ""
            text += f"    <codename>{codename}</codename>\n" if codename else ""
            path = self.data / "os" / vendor / f"{product}-{last}.xml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + body + END, encoding="utf-8")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.holder.cleanup()

    def run(self, *arguments):
        """Exit status, standard output and standard error."""
        run = subprocess.run(
            ["/usr/bin/python3", UPDATE / "apply-feed.py", "--data", self.data, "--today", TODAY, *map(str, arguments)],
            cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=HANG, check=False,
        )  # fmt: skip
        return run.returncode, run.stdout, run.stderr

    def read(self):
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(self.data.rglob("*.xml"))}

    def write_feed(self, content):
        path = self.root / "feed"
        path.write_bytes(content)
        return path


def get_feed(sample):
    """VENDOR/PRODUCT/FEED of VENDOR-PRODUCT-FEED.csv: products and feeds may have hyphens, too."""
    import tomllib

    stem = sample.rpartition(".")[0]
    for path in FEEDS.glob("*.toml"):
        vendor = path.name.removesuffix(".toml")
        for product, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for row in table.get("feed", []) if vendor != "common" else []:
                name = row.get("name", row.get("like"))
                if stem == f"{vendor}-{product}-{name}":
                    return f"{vendor}/{product}/{name}"
    raise AssertionError(f"no feed for '{sample}'")


def test_samples(tap):
    """What each sample says is told, printed, written, and is all that there is to do."""
    for sample, systems, facts, changes in SAMPLES:
        with World(*systems) as world:
            feed, path = get_feed(sample), SAMPLE_FILES / sample
            before = world.read()
            wanted = {name: text for name, text in before.items()}
            for old, new in changes.items():
                tap.ok(any(old in text for text in before.values()), f"{sample}: '{old.strip()}' is there")
                wanted = {name: text.replace(old, new) for name, text in wanted.items()}
            status, output, errors = world.run(feed, "--feed", path, "--report", "report.json")
            report = json.loads((world.root / "report.json").read_text(encoding="utf-8"))
            rows = [(row["fact"], row["os"], row.get("value")) for row in report["results"]]
            tap.equal((rows, status, errors, world.read()), (facts, 1, "", before), f"{sample}: report")
            tap.equal((report["program"], report["date"], sum(report["counts"].values())), ("apply-feed", TODAY, len(facts)), f"{sample}: counts")
            tap.ok(output.endswith(f"{len(facts)} facts to look at\n"), f"{sample}: report as a text", output)

            status, output, errors = world.run(feed, "--feed", path)
            tap.equal((status, world.read(), output.startswith("diff --git a/data/os/")), (0, before, bool(changes)), f"{sample}: printed", errors)
            if shutil.which("git") is not None and changes:
                git = subprocess.run(["git", "apply"], input=output, cwd=world.root, capture_output=True, text=True, check=False,
                                     env=dict(os.environ, GIT_CEILING_DIRECTORIES=str(world.root.parent)))  # fmt: skip
                tap.equal((git.returncode, world.read()), (0, wanted), f"{sample}: git takes it", git.stderr)
                for name, text in before.items():
                    next(world.data.rglob(name)).write_text(text, encoding="utf-8")

            status, output, errors = world.run(feed, "--feed", path, "--write")
            tap.equal((status, errors, world.read()), (0, "", wanted), f"{sample}: written", output)
            tap.equal("\nSource: https://" in output, bool(changes), f"{sample}: where it is from", output)
            status, output, errors = world.run(feed, "--feed", path, "--write")
            is_done = "nothing to do" in output or any(fact in ("new-release", "not-listed") for fact, _, _ in facts)
            tap.equal((status, errors, world.read(), is_done), (0, "", wanted, True), f"{sample}: once more", output)


def test_refused(tap):
    """One line that says what and where; nothing is written, and nothing is in a report but that."""
    for name, feed, content, message in REFUSED:
        with World(DEBIAN_12, DEBIAN_13, ROCKY_9, ROCKY_10, ALPINE_3_23, LEAP_16_0, FEDORA_44, PROXMOX_9) as world:
            before = world.read()
            by_hand = feed.endswith("/by-hand")
            path = world.write_feed(b"" if by_hand else content)
            arguments = [feed.removesuffix("/by-hand"), *content.decode().split(), "--source", "https://example.org/"] if by_hand else [feed, "--feed", path]
            status, output, errors = world.run(*arguments, "--write")
            is_line = errors.startswith("apply-feed.py: ") and errors.count("\n") == 1 and len(errors) < 400
            tap.ok((status, output) == (2, "") and is_line, f"refused: {name}", status, output, errors)
            tap.ok(message is None or message in errors, f"refused: {name}: message", errors, message)
            tap.equal(world.read(), before, f"refused: {name}: nothing is written")


def test_earlier(tap):
    """An end that is earlier is taken when a keeper says so."""
    with World(DEBIAN_12) as world:
        arguments = ("debian.org/debian", "--end", "12=2028-06-01", "--source", "https://www.debian.org/News/", "--write")
        tap.equal(world.run(*arguments)[0], 2, "earlier: not by itself")
        status, output, errors = world.run(*arguments, "--earlier")
        tap.ok(status == 0 and "<eol-date>2028-06-01<" in world.read()["debian-12.xml"], "earlier: taken", output, errors)


# Systems that nobody supports any longer, and where their addresses lead then, all by the rows of this tree.
ARCHIVED = (
    (FEDORA_44, "44", {"download.fedoraproject.org/pub/fedora/": "archives.fedoraproject.org/pub/archive/fedora/",
                       "download.fedoraproject.org/pub/fedora-secondary/": "archives.fedoraproject.org/pub/archive/fedora-secondary/"}),
    (QUESTING, "25.10", {"cdimage.ubuntu.com/releases/questing/release/": "old-releases.ubuntu.com/releases/25.10/"}),
)  # fmt: skip


def test_archive(tap):
    for system, version, changes in ARCHIVED:
        with World(system) as world:
            [(name, wanted)] = world.read().items()
            for old, new in changes.items():
                wanted = wanted.replace(old, new)
            for number in range(2):
                status, output, errors = world.run(system[0], "--archive", version, "--write", "--today", "2030-01-01")
                tap.equal((status, errors, world.read()), (0, "", {name: wanted}), f"archive: {system[0]}: {number}", output)


def test_labels(tap):
    """Labels that the rows promise are recognised, or the point release is not taken."""
    family, version, codename, body = DEBIAN_12
    with World((family, version, codename, body.replace(r"^d-live 12\.[0-9.]+", r"^d-live 12\.1[0-5][0-9.]+"))) as world:
        status, _, errors = world.run("debian.org/debian", "--point", "12=12.16.0", "--source", "https://example.org/", "--write")
        expected = "apply-feed.py: refused, debian12: no expression fits the label: debian.org/debian: 'd-live 12.16.0 gn amd64'\n"
        tap.equal((status, errors), (2, expected), "label: not recognised")


def test_fetched(tap):
    """A folder with feeds and lists of checksums: an address that the list of its folder lacks stays as it is."""
    archive = "cdimage.debian.org%2Fcdimage%2Farchive%2F"
    digest = "0" * 64
    with World(DEBIAN_12, DEBIAN_13) as world:
        folder = world.root / "fetched"
        folder.mkdir()
        (folder / archive).write_bytes((SAMPLE_FILES / "debian.org-debian-images.html").read_bytes())
        sums = f"-----BEGIN PGP SIGNED MESSAGE-----\n\n{digest}  debian-12.16.0-amd64-netinst.iso\n{digest} *debian-12.16.0-amd64-xfce.iso\n"
        (folder / f"{archive}12.16.0%2Famd64%2Fiso-cd%2FSHA256SUMS").write_text(sums, encoding="utf-8")
        other = f"SHA256 (debian-12.16.0-amd64-DVD-2.iso) = {digest}\n"
        (folder / f"{archive}12.16.0%2Famd64%2Fiso-dvd%2FSHA256SUMS").write_text(other, encoding="utf-8")
        status, output, errors = world.run("--fetched", folder, "--write")
        text = world.read()["debian-12.xml"]
        found = [name in text for name in ("debian-12.16.0-amd64-netinst", "debian-12.15.0-amd64-DVD-1", "debian-live-12.16.0-amd64")]
        tap.equal((status, errors, found), (0, "", [True, True, True]), "fetched: what is listed, or cannot be known", output)
        tap.ok("/12.16.0/amd64/iso-dvd/ has 1 files and no 'debian-12.16.0-amd64-DVD-1.iso'" in output, "fetched: what is not listed", output)
        (folder / archive).write_bytes(b"moved")
        tap.equal(world.run("--fetched", folder)[::2], (2, "apply-feed.py: refused, debian.org/debian/images: no release in it\n"), "fetched: a bad one")


ERRORS = (
    ((), "say what to follow: --feed, --fetched, or by hand --point, --date, --end, --archive"),
    (("debian.org", "--feed", "feed"), "'debian.org' is not one feed, but: debian.org/debian/archive, debian.org/debian/distro-info, debian.org/debian/images"),
    (("debian.org/debian/rss", "--feed", "feed"), f"no feed 'debian.org/debian/rss' in '{FEEDS}'"),
    (("example.org", "--feed", "feed"), f"'{FEEDS}' has no example.org.toml"),
    (("../feeds/debian.org", "--feed", "feed"), "'../feeds/debian.org': expected VENDOR, VENDOR/PRODUCT or VENDOR/PRODUCT/FEED"),
    (("debian.org/debian/images", "--feed", "none"), "refused, debian.org/debian/images: cannot read 'none': No such file or directory"),
    (("--fetched", "none"), "'none' is not a folder: check-facts.py --save makes one"),
    (("debian.org/debian/images", "--feed", "feed", "--report", "r", "--write"), "--report changes nothing, so it cannot go with --write"),
    (("debian.org", "--point", "12"), "--point 12: expected VERSION=VALUE"),
    (("debian.org", "--point", "12=12.16.0"), "--point, --date and --end need --source: the address that says so, by https"),
    (("debian.org", "--point", "12=12.16.0", "--source", "http://example.org/"), "--point, --date and --end need --source: the address that says so, by https"),
    (("debian.org", "--point", "12=12.16.0", "--point", "12=12.17.0", "--source", "https://example.org/"), "--point: two values for 12"),
    (("debian.org", "--point", "15=15.1.0", "--source", "https://example.org/"), "no debian.org/debian 15 in the database: new-release.py makes it"),
    (("debian.org", "--point", "12=12.16", "--source", "https://example.org/"),
     "refused, debian12: debian.org/debian: no address names a point release that is written like 12.16"),
    (("debian.org", "--archive", "12"), "refused, debian12: is supported by its dates"),
    (("debian.org", "--archive", "15"), "no debian.org/debian 15 in the database"),
    (("debian.org", "--archive", "12", "--today", "2040-01-01"), f"{FEEDS}/debian.org.toml: debian: no 'archive' says where addresses lead then"),
    (("debian.org", "--end", "12=2028", "--source", "https://example.org/"), "'2028' is no date"),
    (("proxmox.com", "--point", "9=9.3-1", "--source", "https://example.org/"), None),
)  # fmt: skip


def test_errors(tap):
    with World(DEBIAN_12, DEBIAN_13, NOBLE) as world:
        world.write_feed(b"")
        before = world.read()
        for arguments, message in ERRORS:
            status, output, errors = world.run(*arguments)
            is_line = errors.startswith("apply-feed.py: ") and errors.count("\n") == 1
            tap.ok((status, output) == (2, "") and is_line and message in (None, errors.strip().removeprefix("apply-feed.py: ")),
                   f"error {arguments}", status, errors, message)  # fmt: skip
        tap.equal(world.read(), before, "errors: nothing is written")


def damage(choice, content):
    """A few changes of a sample: bytes, words, parts that are gone or there twice."""
    content = bytearray(content)
    for _ in range(choice.randint(1, 6)):
        place, kind = choice.randrange(len(content) + 1), choice.randrange(4)
        if kind == 0:
            content[place : place + 1] = bytes([choice.randrange(256)])
        elif kind == 1:
            content[place:place] = choice.choice(WORDS)
        elif kind == 2:
            del content[place : place + choice.randint(1, 40)]
        else:
            start = choice.randrange(len(content) + 1)
            content[place:place] = content[start : start + choice.randint(1, 80)]
    return bytes(content)


WORDS = (b'"', b"{", b"[", b"\n", b"- ", b": ", b"\0", b"9999999999", b"\xff", b"2031-01-01", b'<a href="', b"null", b"1e999", b"\\u0000", b"\\ud800", b"\r")
N_DAMAGED = 100


def test_damaged(tap):
    """Samples with bytes changed at random: what is not refused is followed, and messages are lines of text."""
    sys.path.insert(0, str(UPDATE))
    import database
    import feeds
    import follow

    systems = list(database.read_systems(ROOT / "data").values())
    rows = {feed.path: feed for product in feeds.read_feeds(FEEDS) for feed in product.feeds}
    choice = random.Random(12)
    for sample, _, _, _ in SAMPLES:
        feed, content, bad = rows[get_feed(sample)], (SAMPLE_FILES / sample).read_bytes(), []
        family = follow.get_family(systems, feed.product)
        for number in range(N_DAMAGED):
            report = follow.Report(ROOT / "data")
            try:
                releases = feed.read(damage(choice, content))
                follow.Follower(report, datetime.date.fromisoformat(TODAY)).follow(feed, family, releases)
                report.proposal.make_patch()
                messages = [row["message"] for row in report.rows]
            except feeds.Problem as problem:
                messages = [str(problem)]
            bad += [(number, message) for message in messages if "\n" in message or not message.isprintable()]
        tap.equal(bad, [], f"{sample}: damaged")


def test_rows(tap):
    """The rows of this tree: of families that there are, by https, and templates that addresses follow."""
    sys.path.insert(0, str(UPDATE))
    import database
    import feeds
    import follow

    systems = list(database.read_systems(ROOT / "data").values())
    for product in feeds.read_feeds(FEEDS):
        family = follow.get_family(systems, product)
        addresses = [(system, element.text) for system in family for _, element in follow.find_addresses(system)]
        for template in product.addresses:
            is_used = any(
                follow.make_expression(template, system, point).fullmatch(address)
                for system, address in addresses
                for point in set(re.findall(r"[0-9]+(?:[.-][0-9]+)*", address)) | set(re.findall(r"[0-9]+(?:\.[0-9]+)*", address))
            )
            tap.ok(is_used, f"rows: {product.family}: addresses follow '{template}'")
        supported = [system for system in family if follow.is_supported(system, datetime.date.fromisoformat(TODAY))]
        for system in supported if product.labels else ():
            points = {follow.put_point([follow.make_expression(template, system, shape)], address, shape)[0]
                      for template in product.addresses for owner, address in addresses if owner is system
                      for shape in re.findall(r"[0-9]+(?:\.[0-9]+)+", address)}  # fmt: skip
            points -= {None, system.version}
            points |= {re.sub(r"[0-9]+(?=(\.0)?$)", lambda found: str(int(found[0]) + 1), point, count=1) for point in points}
            expressions = [element.text for element in system.find_all("media", "iso", "volume-id")]
            for point in sorted(points):
                labels = [feeds.fill(label, feeds.get_words(system) | {"point": point}) for label in product.labels]
                lost = [label for label in labels if not any(re.search(expression, label) for expression in expressions)]
                tap.equal(lost, [], f"rows: {product.family}: labels of {point}")
        for _, new in product.archive:
            is_used = any(follow.make_expression(new, system).fullmatch(address) for system, address in addresses)
            tap.ok(is_used, f"rows: {product.family}: addresses follow '{new}'")
        for feed in product.feeds:
            tap.ok(feed.address.startswith("https://") and feed.source.startswith("https://"), f"rows: {feed.path}: by https", feed.address)


def main():
    tap = Tap()
    for test in (test_samples, test_refused, test_earlier, test_archive, test_labels, test_fetched, test_errors, test_damaged, test_rows):
        test(tap)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
