#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Says which facts about the life of releases need a look: ends that have come or are missing, and what feeds of vendors
say otherwise. Proposes changes."""

import datetime
import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    STATUS_FOUND,
    Problem,
    add_data_option,
    get_sort_key,
    make_line,
    make_parser,
    parse_date,
    read_systems,
    read_text,
    run,
    write_text,
)
from proposal import Proposal
from web import Later, Unreachable, add_web_options, check_bounds, get_host, make_web

EXAMPLES = (
    "--offline",
    "--report report.json --patch facts.patch",
    "--family ubuntu.com/ubuntu",
)
FEEDS = Path(__file__).resolve().parent / "feeds.tsv"
COLUMNS = ("family", "kind", "address", "expression", "end")
MAX_FEED = 4 << 20
MAX_EXPRESSION_TEXT = 1 << 20
MAX_RELEASES = 2000
VERSION = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")

FACTS = {
    "ended": "support has ended lately: was it prolonged?",
    "ends-soon": "support ends soon",
    "no-end": "no end of life, though the release is old",
    "still-prerelease": "released by its date, and marked as not released",
    "end-differs": "a feed has another end of life",
    "release-differs": "a feed has another release date",
    "new-release": "a feed has a release that the database lacks",
    "new-point-release": "addresses name an older point release than a feed",
    "feed": "a feed cannot be read",
}


class Release:
    """What a feed says of one: texts, dates as YYYY-MM-DD; None: nothing."""

    def __init__(self, version):
        self.version = version
        self.date = None
        self.end = None
        self.point = None
        self.codename = None


# Feeds: a function a kind, from the row and the bytes to releases


def get_date(value):
    if not isinstance(value, str):
        return None
    try:
        return parse_date(value).isoformat()
    except Problem:
        return None


def get_version(value):
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if len(text) <= 32 and VERSION.fullmatch(text) else None


def read_endoflife(row, content):
    """JSON as endoflife.date has it: an array of objects with cycle, releaseDate, eol, latest …"""
    try:
        cycles = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Problem("is not JSON") from None
    if not isinstance(cycles, list) or not all(isinstance(cycle, dict) for cycle in cycles):
        raise Problem("is not an array of objects")
    for cycle in cycles[:MAX_RELEASES]:
        version = get_version(cycle.get("cycle"))
        if version is None:
            continue
        release = Release(version)
        release.date = get_date(cycle.get("releaseDate"))
        release.end = get_date(cycle.get(row["end"] or "eol"))
        release.point = get_version(cycle.get("latest"))
        name = cycle.get("codename")
        release.codename = name if isinstance(name, str) and name.isprintable() and len(name) < 64 else None
        yield release


def read_listing(row, content):
    """A folder as a web server shows it: @expression finds versions in it, and the newest point release of each."""
    text = content[:MAX_EXPRESSION_TEXT].decode("utf-8", "replace")
    found = {}
    for match in re.compile(row["expression"]).finditer(text):
        groups = match.groupdict()
        point = get_version(groups.get("point"))
        version = get_version(groups.get("version", groups.get("point")))
        if version is None or len(found) > MAX_RELEASES:
            continue
        release = found.setdefault(version, Release(version))
        if point is not None and (release.point is None or get_sort_key(point) > get_sort_key(release.point)):
            release.point = point
    yield from found.values()


KINDS = {"endoflife": read_endoflife, "listing": read_listing}


def read_feeds(path):
    lines = read_text(path).split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise Problem(f"{path}:1: expected the columns {' '.join(COLUMNS)}")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        values = line.split("\t")
        if len(values) != len(COLUMNS):
            raise Problem(f"{path}:{number}: {len(values)} columns instead of {len(COLUMNS)}")
        row = dict(zip(COLUMNS, values)) | {"place": f"{path}:{number}"}
        if row["kind"] not in KINDS:
            raise Problem(f"{path}:{number}: '{row['kind']}' is no kind of feed: {', '.join(KINDS)}")
        if get_host(row["address"]) is None:
            raise Problem(f"{path}:{number}: '{row['address']}' is not an address of the web")
        try:
            groups = re.compile(row["expression"]).groupindex
        except re.error as error:
            raise Problem(f"{path}:{number}: expression '{row['expression']}': {error}") from None
        if row["kind"] == "listing" and "point" not in groups:
            raise Problem(f"{path}:{number}: the expression of a listing has a group (?P<point>…)")
        rows.append(row)
    return rows


# What is to be looked at


class Report:
    def __init__(self, data):
        self.rows = []
        self.proposal = Proposal(data)

    def add(self, fact, message, system=None, element=None, **more):
        row = {"fact": fact, "message": message, "os": None, "file": None, "line": None}
        if system is not None:
            row |= {"os": system.short_id, "file": str(system.file.path)}
            row["line"] = (element if element is not None else system.element).line
        self.rows.append(row | more)


def read_date(system, tag):
    """The element and its date; a date that is none is a problem."""
    element = system.element.find(tag)
    if element is None:
        return None, None
    try:
        return element, parse_date(element.text)
    except Problem as problem:
        raise Problem(f"{system.file.path}:{element.line}: {problem}") from None


def check_life(report, system, today, window, years):
    released, date = read_date(system, "release-date")
    ended, end = read_date(system, "eol-date")
    days = datetime.timedelta(window)
    if end is not None and today - days <= end < today:
        report.add("ended", f"on {end}", system, ended)
    if end is not None and today <= end <= today + days:
        report.add("ends-soon", f"on {end}", system, ended)
    is_old = date is not None and (today - date).days >= years * 365.25
    if end is None and is_old and system.status == "released" and not system.has_no_end():
        report.add("no-end", f"released {date}", system, released)
    if system.status == "prerelease" and system.is_numbered() and date is not None and date <= today:
        report.add("still-prerelease", f"released {date}", system, system.element.find("release-status"))


def compare_date(report, system, tag, fact, date, source):
    """A date of a feed against that of the database; "" means that nothing is said."""
    element, known = read_date(system, tag)
    if date is None or (known is not None and known.isoformat() == date):
        return
    message = f"{known or 'none'}, {date} by {source}"
    before = element if element is not None else system.element.find("release-date")
    is_proposed = False
    if element is not None:
        is_proposed = report.proposal.replace_text(system.file, element, date)
    elif before is not None:
        report.proposal.add_behind(system.file, before, make_line(2, tag, date))
        is_proposed = True
    report.add(fact, message, system, before, proposed=is_proposed, value=date)


def find_older_points(system, release):
    """Elements with addresses that name an older point release of this one, and which."""
    whole = re.compile(rf"(?<![0-9.]){re.escape(release.version)}(?:\.[0-9]+)+(?![0-9])")
    for kind in ("media", "tree", "image"):
        for element in system.element.find_all(kind, "url"):
            for text in sorted(set(whole.findall(element.text)), key=get_sort_key):
                same = text.count(".") == release.point.count(".")
                if same and get_sort_key(text) < get_sort_key(release.point):
                    yield element, text


def check_point(report, system, release, source):
    if release.point is None or release.point == release.version or not release.point.startswith(f"{release.version}."):
        return
    seen = set()
    for element, text in find_older_points(system, release):
        address = re.sub(rf"(?<![0-9.]){re.escape(text)}(?!\.?[0-9])", release.point, element.text)
        is_proposed = report.proposal.replace_text(system.file, element, address)
        if text not in seen:
            seen.add(text)
            report.add("new-point-release", f"{text} in addresses, {release.point} by {source}", system, element,
                       proposed=is_proposed, value=release.point)  # fmt: skip


def check_release(report, family, systems, release, row, today):
    same = [system for system in systems if system.version == release.version]
    source = row["address"]
    for system in same:
        compare_date(report, system, "release-date", "release-differs", release.date, source)
        compare_date(report, system, "eol-date", "end-differs", release.end, source)
        check_point(report, system, release, source)
    newest = max((get_sort_key(system.version) for system in systems), default=[])
    is_out = release.date is not None and release.date <= today.isoformat()
    if not same and is_out and get_sort_key(release.version) > newest:
        name = f" --codename '{release.codename}'" if release.codename else ""
        command = f"osinfo-db/update/new-release.py {family} {release.version} --date {release.date}{name}"
        report.add("new-release", f"{family} {release.version} of {release.date} by {source}: {command}", value=release.version)


def ask_feed(web, row):
    """The bytes of a feed; a problem in a line."""
    try:
        answer = web.ask("GET", row["address"], limit=MAX_FEED + 1)
    except (Unreachable, Later) as error:
        raise Problem(str(error)) from None
    if answer.code != 200:
        raise Problem(f"answers {answer.code}")
    if len(answer.body) > MAX_FEED:
        raise Problem(f"more than {MAX_FEED} bytes")
    if answer.length is not None and answer.length != len(answer.body):
        raise Problem(f"{len(answer.body)} bytes instead of {answer.length}")
    return answer.body


def check_feed(report, web, row, systems, today):
    try:
        releases = list(KINDS[row["kind"]](row, ask_feed(web, row)))
        if not releases:
            raise Problem("no release in it")
    except Problem as problem:
        report.add("feed", f"{row['address']}: {problem}", place=row["place"])
        return
    for release in releases:
        check_release(report, row["family"], systems, release, row, today)


def print_report(rows):
    for fact, meaning in FACTS.items():
        found = [row for row in rows if row["fact"] == fact]
        if found:
            print(f"{fact}: {meaning}")
        for row in found:
            place = f"{row['os']} ({Path(row['file']).name}:{row['line']}): " if row["os"] else ""
            print(f"  {place}{row['message']}")
    print(f"{len(rows)} facts to look at")


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    parser.add_argument("--feeds", metavar="FILE", type=Path, default=FEEDS, help="the table of feeds (default: feeds.tsv beside this program)")
    parser.add_argument("--offline", action="store_true", help="ask no feeds")
    parser.add_argument("--family", metavar="VENDOR/PRODUCT", help="just these systems")
    parser.add_argument("--report", metavar="FILE", type=Path, help="the report as JSON (default: a text on standard output)")
    parser.add_argument("--patch", metavar="FILE", type=Path, help="the proposed change, for git apply")
    parser.add_argument("--window", metavar="DAYS", type=int, default=30, help="how long before and after an end it is told (default: 30)")
    parser.add_argument("--years", metavar="N", type=int, default=5, help="how long a release may go without an end (default: 5)")
    parser.add_argument("--today", metavar="DATE", help="the day that it is (default: today)")
    add_web_options(parser)
    options = parser.parse_args()

    check_bounds(options, window=(0, 3650), years=(0, 100))
    today = parse_date(options.today) if options.today is not None else datetime.date.today()
    families = {}
    for system in read_systems(options.data).values():
        families.setdefault(f"{system.vendor}/{system.product}", []).append(system)
    if options.family is not None and options.family not in families:
        raise Problem(f"no family '{options.family}'")
    feeds = [] if options.offline else read_feeds(options.feeds)
    report = Report(options.data)
    web = make_web(options)
    for family, systems in families.items():
        if options.family in (None, family):
            for system in systems:
                check_life(report, system, today, options.window, options.years)
    for row in feeds:
        if options.family in (None, row["family"]):
            numbered = [system for system in families.get(row["family"], ()) if system.is_numbered()]
            check_feed(report, web, row, numbered, today)

    if options.report is not None:
        counts = {fact: sum(row["fact"] == fact for row in report.rows) for fact in FACTS}
        content = {"program": "check-facts", "date": today.isoformat(), "counts": counts, "results": report.rows}
        write_text(options.report, json.dumps(content, ensure_ascii=False, indent=1) + "\n", overwrite=True)
    else:
        print_report(report.rows)
    if options.patch is not None:
        report.proposal.write(options.patch)
    return STATUS_FOUND if report.rows else 0


if __name__ == "__main__":
    run(main)
