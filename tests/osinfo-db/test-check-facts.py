#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db/update/check-facts.py on a small database, with feeds from a server that plays vendors: ends that have come, what
feeds say otherwise, what is proposed; feeds that are not what they should be. Prints TAP."""

import json
import shutil
import sys

from vendors import UPDATE, Page, Vendors
from tools_case import Tap

ENDOFLIFE = 'partial = true\nformat = "json"\nversion = "cycle"\ncodename = "codename"\ndate = "releaseDate"\nend = "eol"\npoint = "latest"\n'
PRODUCT = '[heron]\naddresses = ["https://example.org/4/heron-{point}-*.iso", "https://example.org/{point}/heron-{point}-*.iso"]\n'
QUICK = ("--delay", "0", "--timeout", "60", "--retries", "0", "--report", "report.json", "--patch", "proposal.patch")
# What it is today in all cases.
TODAY = ("--today", "2026-06-15")


def release(date=None, end=None, status=None, more=""):
    lines = [f"    <{tag}>{text}</{tag}>\n" for tag, text in (("release-date", date), ("eol-date", end), ("release-status", status)) if text]
    return "".join(lines) + more


# Name, dates and status of a release, and the facts that are told of it: fact and line.
LIVES = (
    ("the day before its end", release("2020-01-01", "2026-06-16"), [("ends-soon", 10)]),
    ("the day of its end", release("2020-01-01", "2026-06-15"), [("ends-soon", 10)]),
    ("the day after", release("2020-01-01", "2026-06-14"), [("ended", 10)]),
    ("a month after", release("2020-01-01", "2026-05-16"), [("ended", 10)]),
    ("more than a month after", release("2020-01-01", "2026-05-15"), []),
    ("more than a month before", release("2020-01-01", "2026-07-16"), []),
    ("old, without an end", release("2021-06-14"), [("no-end", 9)]),
    ("old, and none is announced", release("2021-06-14", more='    <lifecycle><phase kind="security" end="none"/></lifecycle>\n'), []),
    ("old, and one phase has none", release("2021-06-14", more='    <lifecycle><phase kind="standard" end="none"/></lifecycle>\n'), [("no-end", 9)]),
    ("not so old", release("2021-06-17"), []),
    ("rolling", release("2001-01-01", status="rolling"), []),
    ("released, and marked otherwise", release("2026-06-15", status="prerelease"), [("still-prerelease", 10)]),
    ("not yet released", release("2026-06-16", status="prerelease"), []),
    ("no date at all", "", []),
)


def write_rows(vendors, *rows, product=PRODUCT):
    """@rows: the path of an address, and the rest of the row."""
    folder = vendors.root / "feeds"
    folder.mkdir(exist_ok=True)
    text = "".join(
        f'[[heron.feed]]\nname = "feed{number}"\naddress = "{vendors.address}/{path}"\n{more}' for number, (path, more) in enumerate(rows)
    )
    (folder / "example.org.toml").write_text(product + text, encoding="utf-8")


def get_facts(vendors):
    return [(row["fact"], row["line"]) for row in vendors.read_report()["results"]]


def test_lives(tap):
    for name, content, expected in LIVES:
        with Vendors() as vendors:
            path = vendors.write("4", content)
            status, output, errors = vendors.run("check-facts.py", "--offline", *QUICK, *TODAY)
            tap.equal((get_facts(vendors), status, output, errors), (expected, int(bool(expected)), "", ""), f"life: {name}")
            report = vendors.read_report()
            tap.ok(all((row["os"], row["file"]) == ("heron4", str(path)) for row in report["results"]), f"life: {name}: place")
            tap.equal((report["program"], report["date"], sum(report["counts"].values())),
                      ("check-facts", "2026-06-15", len(expected)), f"life: {name}: report")  # fmt: skip
            tap.equal(vendors.requests, [], f"life: {name}: nobody is asked")
    with Vendors() as vendors:
        vendors.write("4", release("2020-01-01", "2026-02-30"))
        status, _, errors = vendors.run("check-facts.py", "--offline", *QUICK, *TODAY)
        tap.ok(status == 2 and errors.endswith("heron-4.xml:10: '2026-02-30' is no date: write YYYY-MM-DD\n"), "life: no date", errors)


def cycle(name, **more):
    return {"cycle": name} | {key.replace("_", "-"): value for key, value in more.items()}


MEDIA = """    <media arch="x86_64">
      <url>https://example.org/4/heron-4.1.0-a.iso</url>
    </media>
    <media arch="i686">
      <url>https://example.org/4.1.0/heron-4.1.0-b.iso</url>
    </media>
    <media arch="i686">
      <url>https://example.org/44.1.0/heron-4.2.0-4.1.iso</url>
    </media>
"""
KNOWN = release("2023-01-01", "2029-01-01", more=MEDIA)
# Name, what the feed has of releases, the facts, and what the patch does: text -> text.
FEEDS = (
    ("all as it is", [cycle("4", releaseDate="2023-01-01", eol="2029-01-01", latest="4.1.0")], [], {}),
    ("nothing said", [cycle("4")], [], {}),
    ("no dates", [cycle("4", releaseDate=True, eol=False, latest=None)], [], {}),
    ("dates that are none", [cycle("4", releaseDate="2023-02-30", eol="2031-01-01")], [("feed", None)], {}),
    ("an earlier end", [cycle("4", eol="2028-06-30")], [("backwards", 10)], {}),
    ("another end", [cycle("4", eol="2030-06-30")], [("end-differs", 10)], {"2029-01-01": "2030-06-30"}),
    ("another date", [cycle("4", releaseDate="2023-01-02")], [("release-differs", 9)], {"2023-01-01": "2023-01-02"}),
    ("a newer point release", [cycle("4", latest="4.2.0")], [("new-point-release", 12)], {
        "/4/heron-4.1.0-a": "/4/heron-4.2.0-a", "/4.1.0/heron-4.1.0-b": "/4.2.0/heron-4.2.0-b"}),
    ("an older one", [cycle("4", latest="4.0.9")], [("backwards", 12)], {}),
    ("4.10 is after 4.9", [cycle("4", latest="4.1.10")], [("new-point-release", 12)], {
        "/4/heron-4.1.0-a": "/4/heron-4.1.10-a", "/4.1.0/heron-4.1.0-b": "/4.1.10/heron-4.1.10-b"}),
    ("that of another release", [cycle("4", latest="44.2.0")], [("feed", 12)], {}),
    ("a new release", [cycle("5", releaseDate="2026-06-15", codename="Cedar")], [("new-release", None)], {}),
    ("one to come", [cycle("5", releaseDate="2026-06-16")], [], {}),
    ("one without a date", [cycle("5")], [], {}),
    ("an old one that nobody wants", [cycle("3", releaseDate="2020-01-01")], [], {}),
    ("versions that are none", [cycle("4"), cycle("5; rm -rf /", releaseDate="2026-01-01"), cycle("../6", releaseDate="2026-01-01"), cycle(None),
                                cycle(7.1, releaseDate="2026-01-01"), cycle("8" * 40, releaseDate="2026-01-01")], [("feed", None)], {}),
    ("no versions", [cycle("4"), cycle(None, releaseDate="2026-01-01"), cycle("", releaseDate="2026-01-01")], [], {}),
)  # fmt: skip


def test_feeds(tap):
    for name, cycles, expected, changes in FEEDS:
        with Vendors() as vendors:
            path = vendors.write("4", KNOWN)
            before = path.read_text(encoding="utf-8")
            write_rows(vendors, ("heron.json", ENDOFLIFE))
            vendors.pages["/heron.json"] = Page(body=json.dumps(cycles).encode(), kind="application/json")
            status, output, errors = vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
            tap.equal((get_facts(vendors), status, output, errors), (expected, int(bool(expected)), "", ""), f"feed: {name}")
            wanted = before
            for old, new in changes.items():
                wanted = wanted.replace(old, new)
            if not changes:
                tap.equal((vendors.root / "proposal.patch").read_text(encoding="utf-8"), "", f"feed: {name}: nothing is proposed")
            elif shutil.which("git") is not None:
                vendors.apply(tap, f"feed: {name}: git takes the patch")
            if not changes or shutil.which("git") is not None:
                tap.equal(path.read_text(encoding="utf-8"), wanted, f"feed: {name}: what it does")
            if name == "a new release":
                [row] = vendors.read_report()["results"]
                command = "osinfo-db/update/new-release.py example.org/heron 5 --date 2026-06-15 --codename 'Cedar'"
                tap.ok(row["message"].endswith(command), f"feed: {name}: what to do", row)


def test_end_is_added(tap):
    """An end that the database lacks stands behind the date of the release; another member can be the end."""
    with Vendors() as vendors:
        path = vendors.write("4", release("2023-01-01", more=MEDIA))
        before = path.read_text(encoding="utf-8")
        write_rows(vendors, ("h", ENDOFLIFE.replace('"eol"', '"extendedSupport"')))
        vendors.pages["/h"] = Page(body=json.dumps([cycle("4", eol="2026-01-01", extendedSupport="2033-03-03")]).encode())
        vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
        tap.equal(get_facts(vendors), [("end-differs", 9)], "end: none, and one by the feed")
        if shutil.which("git") is not None:
            vendors.apply(tap, "end: git takes the patch")
            line = "    <release-date>2023-01-01</release-date>\n"
            tap.equal(path.read_text(encoding="utf-8"), before.replace(line, line + "    <eol-date>2033-03-03</eol-date>\n"), "end: added")


def test_listing(tap):
    expression = r'href="(?P<point>(?P<version>[0-9]+)\.[0-9]+\.[0-9]+)/"'
    listing = "".join(f'<a href="{name}/">{name}/</a>\n' for name in ("3.9.0", "4.0.0", "4.9.0", "4.10.0", "4.2.0", "latest", "5.0.0"))
    with Vendors() as vendors:
        vendors.write("4", KNOWN)
        write_rows(vendors, ("cd/", f"# a comment\nformat = \"text\"\nexpression = '{expression}'\nversion = \"version\"\npoint = \"point\"\n"))
        vendors.pages["/cd/"] = Page(body=listing.encode(), kind="text/html")
        vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
        rows = vendors.read_report()["results"]
        tap.equal([(row["fact"], row["value"]) for row in rows], [("new-point-release", "4.10.0")], "listing: the newest", rows)
        write_rows(vendors, ("cd/", f"format = \"text\"\nexpression = '{expression}'\nversion = \"version\"\npoint = \"point\"\n"),
                   product=PRODUCT + 'checksums = "{folder}SHA256SUMS"\n')  # fmt: skip
        vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
        rows = vendors.read_report()["results"]
        tap.equal([(row["fact"], row.get("proposed")) for row in rows], [("not-listed", None)] * 2 + [("new-point-release", False)],
                  "listing: no list of checksums, no new address", rows)  # fmt: skip


# What two feeds say of one release, which facts are proposed, and what becomes of it: text -> text.
LIFECYCLE = "    <lifecycle>\n      <source>a list</source>\n    </lifecycle>\n"
PHASE = '      <phase kind="standard" end="2028-01-01"/>\n'
TWO = (
    ("the same", KNOWN, dict(eol="2030-06-30", latest="4.2.0"), dict(eol="2030-06-30", latest="4.2.0"), [True] * 4,
     {"2029-01-01": "2030-06-30", "/4/heron-4.1.0-a": "/4/heron-4.2.0-a", "/4.1.0/heron-4.1.0-b": "/4.2.0/heron-4.2.0-b"}),
    ("different ends", KNOWN, dict(eol="2030-06-30"), dict(eol="2031-06-30"), [True, False], {"2029-01-01": "2030-06-30"}),
    ("an end that was not known", release("2023-01-01"), dict(eol="2030-06-30"), dict(eol="2030-06-30"), [True, True],
     {"<release-date>2023-01-01</release-date>\n": "<release-date>2023-01-01</release-date>\n    <eol-date>2030-06-30</eol-date>\n"}),
    ("two of these", release("2023-01-01"), dict(eol="2030-06-30"), dict(eol="2031-06-30"), [True, False],
     {"<release-date>2023-01-01</release-date>\n": "<release-date>2023-01-01</release-date>\n    <eol-date>2030-06-30</eol-date>\n"}),
    ("a phase", release("2023-01-01", "2029-01-01", more=LIFECYCLE), dict(support="2028-01-01"), dict(support="2028-01-01"), [True, True],
     {"      <source>a list</source>\n": f"      <source>a list</source>\n      <source>https://example.org/life</source>\n{PHASE}"}),
    ("two ends of it", release("2023-01-01", "2029-01-01", more=LIFECYCLE), dict(support="2028-01-01"), dict(support="2028-02-01"), [True, False],
     {"      <source>a list</source>\n": f"      <source>a list</source>\n      <source>https://example.org/life</source>\n{PHASE}"}),
)  # fmt: skip


def test_two(tap):
    """What the first feed says is proposed, and nothing twice."""
    for name, content, one, two, proposed, changes in TWO:
        with Vendors() as vendors:
            path = vendors.write("4", content)
            wanted = path.read_text(encoding="utf-8")
            for old, new in changes.items():
                wanted = wanted.replace(old, new)
            more = 'source = "https://example.org/life"\nphases = [{ kind = "standard", member = "support" }]\n'
            write_rows(vendors, ("one", ENDOFLIFE + more), ("two", ENDOFLIFE + more))
            vendors.pages |= {f"/{page}": Page(body=json.dumps([cycle("4", **said)]).encode()) for page, said in (("one", one), ("two", two))}
            vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
            rows = vendors.read_report()["results"]
            tap.equal([row["proposed"] for row in rows], proposed, f"two feeds: {name}", rows)
            if shutil.which("git") is not None:
                vendors.apply(tap, f"two feeds: {name}: git takes the patch")
                tap.equal(path.read_text(encoding="utf-8"), wanted, f"two feeds: {name}: what it does")


# What is said of the end of a release, and whether its addresses are asked for in the archive.
OVER = (
    ("the day of its end", release("2020-01-01", "2026-06-15"), False),
    ("the day after", release("2020-01-01", "2026-06-14"), True),
    ("who pays has it for longer", release("2020-01-01", "2026-01-01", more='    <lifecycle><phase kind="extended" end="2026-06-15" name="X"/></lifecycle>\n'), False),
    ("nobody has", release("2020-01-01", "2026-01-01", more='    <lifecycle><phase kind="extended" end="2026-06-14" name="X"/></lifecycle>\n'), True),
    ("none is announced", release("2020-01-01", more='    <lifecycle><phase kind="security" end="none"/></lifecycle>\n'), False),
    ("no end is known", release("2020-01-01"), False),
)  # fmt: skip


def test_archive(tap):
    """Addresses of releases that are over lead to the archive as soon as it has them."""
    for name, content, is_over in OVER:
        for is_there in (True, False):
            with Vendors() as vendors:
                path = vendors.write("4", content + MEDIA.replace("https://example.org/4/", f"{vendors.address}/live/4/"))
                before = path.read_text(encoding="utf-8")
                old, new = f"{vendors.address}/live/*", f"{vendors.address}/old/{{version}}/*"
                write_rows(vendors, product=f'[heron]\narchive = [{{ from = "{old}", to = "{new}" }}]\n')
                vendors.pages |= {"/old/4/4/heron-4.1.0-a.iso": Page()} if is_there else {}
                vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
                rows = [row for row in vendors.read_report()["results"] if row["fact"] == "archive"]
                expected = [(f"{vendors.address}/old/4/4/heron-4.1.0-a.iso", is_there)] if is_over else []
                tap.equal([(row["value"], row["proposed"]) for row in rows], expected, f"archive: {name}: {is_there}")
                if is_over and is_there and shutil.which("git") is not None:
                    vendors.apply(tap, f"archive: {name}: git takes the patch")
                    tap.equal(path.read_text(encoding="utf-8"), before.replace("/live/", "/old/4/"), f"archive: {name}: what it does")


def test_saved(tap):
    """What a run has kept is what the next one takes without asking, and apply-feed.py."""
    with Vendors() as vendors:
        path = vendors.write("4", KNOWN)
        write_rows(vendors, ("h{version}", ENDOFLIFE), ("gone", ENDOFLIFE))
        vendors.pages["/h4"] = Page(body=json.dumps([cycle("4", eol="2030-06-30")]).encode())
        vendors.run("check-facts.py", "--feeds", "feeds", "--save", "kept", *QUICK, *TODAY)
        facts = get_facts(vendors)
        tap.equal(facts, [("end-differs", 10), ("feed", None)], "saved: asked")
        n_requests = len(vendors.requests)
        vendors.run("check-facts.py", "--feeds", "feeds", "--fetched", "kept", *QUICK, *TODAY)
        tap.equal((get_facts(vendors), len(vendors.requests)), (facts, n_requests), "saved: not asked again")
        tap.equal(len(list((vendors.root / "kept").iterdir())), 1, "saved: what was answered")
        result = vendors.run("apply-feed.py", "--feeds", "feeds", "--fetched", "kept", "--write", *TODAY)
        tap.ok(result[0] == 0 and "<eol-date>2030-06-30<" in path.read_text(encoding="utf-8"), "saved: applied", *result)
        write_rows(vendors, ("h4", ENDOFLIFE), ("h5", ENDOFLIFE))
        vendors.pages["/h5"] = Page(302, b"", headers={"Location": "ftp://example.org/h5"})
        vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
        tap.ok(any("is redirected to 'ftp:" in row["message"] for row in vendors.read_report()["results"]), "saved: not led away from the web")
        vendors.pages["/h5"] = Page(302, b"", headers={"Location": f"http://localhost:{vendors.port}/aside"})
        vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
        tap.ok(any("which is not https" in row["message"] for row in vendors.read_report()["results"]), "saved: nor away from https")
        tap.ok(not any("/aside" in str(request) for request in vendors.requests), "saved: nobody is asked there")


def test_dead_host(tap):
    """A host that does not answer is not asked for each feed that it has."""
    with Vendors() as vendors:
        vendors.write("4", KNOWN)
        write_rows(vendors, *((f"dead{number}", ENDOFLIFE) for number in range(6)))
        vendors.pages |= {f"/dead{number}": Page(act=vendors.say(b"")) for number in range(6)}
        vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
        messages = [row["message"].partition(": ")[2] for row in vendors.read_report()["results"]]
        tap.equal((len(vendors.requests), messages[3:]), (3, ["not asked: its host did not answer 3 times"] * 3), "dead host", messages)


# Feeds that are none: the page, and what is said.
BAD_FEEDS = (
    ("gone", Page(404, b""), "answers 404"),
    ("html", Page(body=b"<!DOCTYPE html>", kind="text/html"), "is not JSON"),
    ("latin", Page(body=b'["\xe9"]'), "is not UTF-8: byte 2"),
    ("deep", Page(body=b"[" * 100_000), "is not JSON"),
    ("an object", Page(body=b'{"message": "rate limit"}'), "expected objects, found something else"),
    ("numbers", Page(body=b"[1, 2]"), "expected objects, found something else"),
    ("nothing", Page(body=b"[]"), "no release in it"),
    ("cut", Page(body=b"[", length=1000), None),
    ("large", Page(body=b" " * ((8 << 20) + 1)), f"more than {8 << 20} bytes"),
    ("busy", Page(429, b"", headers={"Retry-After": "9999"}), "asks to come back in 9999 seconds"),
)


def test_bad_feeds(tap):
    """What is wrong with one feed is told, and the others are asked."""
    for name, page, message in BAD_FEEDS:
        with Vendors() as vendors:
            vendors.write("4", KNOWN)
            write_rows(vendors, ("bad", ENDOFLIFE), ("good", ENDOFLIFE))
            vendors.pages |= {"/bad": page, "/good": Page(body=json.dumps([cycle("4", eol="2030-06-30")]).encode())}
            status, output, errors = vendors.run("check-facts.py", "--feeds", "feeds", *QUICK, *TODAY)
            [bad, good] = vendors.read_report()["results"]
            tap.ok((status, output, errors) == (1, "", "") and (bad["fact"], good["fact"]) == ("feed", "end-differs"), f"bad feed: {name}", errors)
            expected = f"{vendors.address}/bad: {message or ''}"
            is_right = bad["message"] == expected if message else bad["message"].startswith(expected)
            tap.ok(is_right and "\n" not in bad["message"] and bad["place"] == "feeds/example.org.toml: heron: feed 'feed0'", f"bad feed: {name}: message", bad)


FEED = '[[heron.feed]]\nname = "a"\naddress = "https://e.org/"\nformat = "json"\nversion = "cycle"\n'
TEXT = '[[heron.feed]]\nname = "a"\naddress = "https://e.org/"\nformat = "text"\nversion = "version"\n'
# Rows that are none, and what is said of them, behind the name of the file.
ERRORS = (
    ("[heron", None),
    ("a = 1\n", ": a: expected a table"),
    ("[heron]\nfeeds = 1\n", ": heron: 'feeds' is not known: addresses, archive, checksums, except, feed, labels"),
    (FEED + "adress = 1\n", ": heron: feed 'a': 'adress' is not known: "),
    (FEED.replace('"json"', '"atom"'), ": heron: feed 'a': 'atom' is no format: json, yaml, fields, csv, text"),
    (FEED.replace("https://e.org/", "file:///etc/passwd"), ": heron: feed 'a': 'file:///etc/passwd' is not an address by https"),
    (FEED.replace("https", "http"), ": heron: feed 'a': 'http://e.org/' is not an address by https"),
    (FEED.replace("e.org/", "e.org/{arch}"), ": heron: feed 'a': '{arch}' is not known: version, codename"),
    (FEED.replace('version = "cycle"', 'date = "x"'), ": heron: feed 'a': neither 'version' nor 'codename' tells of which release it is"),
    (FEED + 'like = "rss"\n', ": heron: feed: expected a table, like one of common.toml"),
    (FEED + "only = 1\n", ": heron: feed 'a': 'only': expected a table"),
    (FEED + "only = { x = 1 }\n", ": heron: feed 'a': expression '1': "),
    (FEED + "records = 1\n", ": heron: feed 'a': 'records': expected a text"),
    (FEED + "partial = 'no'\n", ": heron: feed 'a': 'partial': expected true or false"),
    (FEED + "phases = [1]\n", ": heron: feed 'a': phases: expected a table whose kind is 'standard' or 'extended'"),
    (FEED.replace('name = "a"', "name = 1"), "feed '1': 'name': expected a text"),
    ("[heron]\nfeed = 1\n", ": heron: 'feed': expected a list"),
    ("[heron]\nfeed = [1]\n", ": heron: feed: expected a table, like one of common.toml"),
    ("[heron]\naddresses = [1]\n", ": heron: expected a text"),
    ("[heron]\nexcept = { 4 = ['eol'] }\n", ": heron: except: expected lists of date, end, extended, point, standard"),
    ("[heron]\nexcept = { 4 = [['end']] }\n", ": heron: except: expected lists of date, end, extended, point, standard"),
    (FEED + FEED, ": heron: two feeds have one name"),
    (FEED + 'point = "latest"\n', ": heron: a feed has a 'point', and no 'addresses' have it"),
    (FEED + "date = { member = 'x', take = '([0-9' }\n", ": heron: feed 'a': date: expression '([0-9': "),
    (FEED + "date = { member = 'x', take = '[0-9]' }\n", ": heron: feed 'a': date: expected 'member' or 'is', one group in 'take', one {} in 'write'"),
    (FEED + "date = { member = 1 }\n", ": heron: feed 'a': date: expected a member, or a table of texts"),
    (FEED + "expression = 'x'\n", ": heron: feed 'a': 'expression' and the format 'text' belong together"),
    (TEXT, ": heron: feed 'a': 'expression' and the format 'text' belong together"),
    (TEXT + "expression = '(x'\n", ": heron: feed 'a': expression '(x': "),
    (FEED + "phases = [{ kind = 'paid', member = 'x' }]\n", ": heron: feed 'a': phases: expected a table whose kind is 'standard' or 'extended'"),
    (FEED + "phases = [{ kind = 'extended', member = 'x' }]\n", ": heron: feed 'a': phases: an extended phase has a name"),
    ("[heron]\naddresses = ['http://e.org/{point}']\n", ": heron: 'http://e.org/{point}' is not an address by https with '{point}'"),
    ("[heron]\naddresses = ['https://e.org/']\n", ": heron: 'https://e.org/' is not an address by https with '{point}'"),
    ("[heron]\narchive = ['https://e.org/*']\n", ": heron: archive: expected tables with 'from' and 'to'"),
    ("[heron]\narchive = [{ from = 'https://e.org/*', to = 'ftp://e.org/*' }]\n", ": heron: 'ftp://e.org/*' is not an address by https with '*'"),
    ("[heron]\narchive = [{ from = 'https://e.org/', to = 'https://e.org/*' }]\n", ": heron: 'https://e.org/' is not an address by https with '*'"),
    ("[heron]\nchecksums = 'https://e.org/SUMS'\n", ": heron: checksums stand in the '{folder}' of the file"),
    ("[heron]\nlabels = ['{arch}']\n", ": heron: '{arch}' is not known: point, version, codename"),
)  # fmt: skip


def test_errors(tap):
    with Vendors() as vendors:
        vendors.write("4", KNOWN)
        (vendors.root / "feeds").mkdir()
        for text, message in ERRORS:
            (vendors.root / "feeds" / "example.org.toml").write_text(text, encoding="utf-8")
            status, output, errors = vendors.run("check-facts.py", "--feeds", "feeds")
            is_line = errors.startswith("check-facts.py: feeds/example.org.toml: ") and errors.count("\n") == 1
            tap.ok((status, output) == (2, "") and is_line and (message or "") in errors, f"error {text!a}", errors)
        for arguments, message in ((("--family", "a/b"), "no family 'a/b'"), (("--years", "-1"), "--years -1: 0 to 100"),
                                   (("--today", "x"), "'x' is no date: write YYYY-MM-DD")):  # fmt: skip
            tap.equal(vendors.run("check-facts.py", "--offline", *arguments), (2, "", f"check-facts.py: {message}\n"), f"error {arguments}")
        status, output, _ = vendors.run("check-facts.py", "--offline", "--today", "2028-12-31")
        tap.equal((status, output), (1, "ends-soon: support ends soon\n  heron4 (heron-4.xml:10): on 2029-01-01\n1 facts to look at\n"), "as a text")


def main():
    tap = Tap()
    for test in (test_lives, test_feeds, test_two, test_end_is_added, test_listing, test_archive, test_dead_host, test_saved, test_bad_feeds, test_errors):
        test(tap)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
