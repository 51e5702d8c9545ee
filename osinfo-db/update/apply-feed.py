#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Brings the database up to what a feed of a vendor says: dates, states, addresses of point releases. The feed is a file; nobody
is asked for it here. Prints the change, or writes it."""

import datetime
import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import STATUS_FOUND, Problem, add_data_option, make_parser, parse_date, read_systems, run, write_text
from feeds import FOLDER, READERS, Fetched, Release, is_safe, read_bytes, read_feeds
from follow import REFUSED, Follower, Report, get_asked, get_family, is_over, is_same

EXAMPLES = (
    "debian.org/debian/distro-info --feed debian.csv",
    "debian.org --fetched watch-cache/feeds --write",
    "debian.org/debian --point 13=13.9.0 --source https://www.debian.org/News/2027/20270116 --write",
    "--fetched watch-cache/feeds --report report.json",
)
BY_HAND = ("point", "date", "end")


class ByHand:
    """A feed that a keeper types in."""

    is_partial = True
    is_by_hand = True
    has_majors = False
    identity = None

    def __init__(self, product, address):
        self.product = product
        self.address = self.source = address
        self.path = product.family
        self.place = "--source"

    @staticmethod
    def is_asked_per_release():
        return False


def split_word(fact, text):
    """VERSION=VALUE of an option."""
    version, equals, value = text.partition("=")
    if not equals:
        raise Problem(f"--{fact} {text}: expected VERSION=VALUE")
    return READERS["version"](version), READERS[fact](value)


def read_by_hand(options):
    releases = {}
    for fact in BY_HAND:
        for text in getattr(options, fact):
            version, value = split_word(fact, text)
            release = releases.setdefault(version, Release(version))
            if getattr(release, fact) not in (None, value):
                raise Problem(f"--{fact}: two values for {version}")
            setattr(release, fact, value)
    return list(releases.values())


def find_rows(options):
    """The products and feeds that VENDOR, VENDOR/PRODUCT or VENDOR/PRODUCT/FEED means; all of them if nothing is named."""
    vendor, *words = options.what.split("/") if options.what else (None,)
    if options.what and (len(words) > 2 or not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", vendor)):
        raise Problem(f"'{options.what}': expected VENDOR, VENDOR/PRODUCT or VENDOR/PRODUCT/FEED")
    products = read_feeds(options.feeds, vendor)
    if words:
        products = [product for product in products if product.family == f"{vendor}/{words[0]}"]
    feeds = [feed for product in products for feed in product.feeds if len(words) < 2 or feed.name == words[1]]
    if not products or (len(words) == 2 and not feeds):
        raise Problem(f"no feed '{options.what}' in '{options.feeds}'")
    return products, feeds


def pick(rows, what, options):
    if len(rows) != 1:
        paths = ", ".join(sorted(getattr(row, "path", None) or row.family for row in rows)) or "none"
        raise Problem(f"'{options.what or ''}' is not one {what}, but: {paths}")
    return rows[0]


def collect(options, products, feeds, systems, source, today):
    """What there is to follow: feed, family, the system asked for, and a function that returns the releases."""
    if options.feed is not None:
        feed = pick(feeds, "feed", options)
        family = get_family(systems, feed.product)
        if not family:
            raise Problem(f"'{options.data}' has no system of {feed.product.family}")
        yield feed, family, None, lambda: feed.read(read_bytes(options.feed))
    elif options.fetched is not None:
        for feed in feeds:
            family = get_family(systems, feed.product)
            for system in get_asked(feed, family, today):
                address = feed.address if system is None else feed.get_address(system)
                if options.what is None and not source.get_path(address).exists():
                    continue
                yield feed, family, system, lambda feed=feed, address=address: feed.read(source.get(address), address)
    else:
        product = pick(products, "product", options)
        releases = read_by_hand(options)
        if not releases:
            return
        if options.source is None or not is_safe(options.source):
            raise Problem("--point, --date and --end need --source: the address that says so, by https")
        family = get_family(systems, product)
        feed = ByHand(product, options.source)
        for release in releases:
            if not any(is_same(feed, system, release) for system in family):
                raise Problem(f"no {product.family} {release.version} in the database: new-release.py makes it")
        yield feed, family, None, lambda: releases


def follow_all(options, report, follower, work):
    """Returns the addresses of the feeds that change something. A feed that is refused ends it, unless all are to be told of."""
    sources = []
    for feed, family, system, read in work:
        before = len(report.rows)
        try:
            follower.follow(feed, family, read(), system)
        except Problem as problem:
            report.add("feed", f"{feed.path}: {problem}", place=feed.place)
        refused = [row for row in report.rows[before:] if row["fact"] in REFUSED]
        if refused and options.report is None:
            more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
            place = f"{refused[0]['os']}: " if refused[0]["os"] else ""
            said = "no expression fits the label: " if refused[0]["fact"] == "label" else ""
            raise Problem(f"refused, {place}{said}{refused[0]['message']}{more}")
        if any(row.get("proposed") for row in report.rows[before:]):
            sources.append(feed.source if not feed.is_asked_per_release() else feed.get_address(system) if system else feed.address)
    return list(dict.fromkeys(sources))


def move_all(options, products, follower, systems):
    for version in options.archive:
        product = pick(products, "product", options)
        same = [system for system in get_family(systems, product) if system.version == version]
        if not same:
            raise Problem(f"no {product.family} {version} in the database")
        for system in same:
            if not is_over(system, follower.today):
                raise Problem(f"refused, {system.short_id}: is supported by its dates")
            if not follower.follow_archive(product, system, is_certain=True) and not product.archive:
                raise Problem(f"{product.place}: no 'archive' says where addresses lead then")


def write_report(options, report, today):
    """"Older than its feed", for machines and for people."""
    content = {"program": "apply-feed", "date": today.isoformat(), "counts": report.count(), "results": report.rows}
    write_text(options.report, json.dumps(content, ensure_ascii=False, indent=1) + "\n", overwrite=True)
    print("\n".join(report.get_lines()))
    return STATUS_FOUND if report.rows else 0


def main():
    parser = make_parser(__doc__, EXAMPLES)
    parser.add_argument("what", metavar="VENDOR[/PRODUCT[/FEED]]", nargs="?", help="as in osinfo-db/feeds; with --fetched: default all")
    given = parser.add_mutually_exclusive_group()
    given.add_argument("--feed", metavar="FILE", type=Path, help="what the vendor says")
    given.add_argument("--fetched", metavar="DIR", type=Path, help="a folder that check-facts.py --save has filled")
    for fact, text in zip(BY_HAND, ("the newest point release, as addresses have it", "the day of the release", "the end of updates for all")):
        parser.add_argument(f"--{fact}", metavar="VERSION=VALUE", action="append", default=[], help=f"by hand: {text}")
    parser.add_argument("--archive", metavar="VERSION", action="append", default=[], help="by hand: addresses lead to the vendor's archive")
    parser.add_argument("--source", metavar="ADDRESS", help="where that is said")
    parser.add_argument("--write", action="store_true", help="write the change (default: print it)")
    parser.add_argument("--report", metavar="FILE", type=Path, help="say what is older than its feed, as JSON and as a text; change nothing")
    parser.add_argument("--earlier", action="store_true", help="take ends that are earlier than those of the database")
    parser.add_argument("--feeds", metavar="DIR", type=Path, default=FOLDER, help="the rows of vendors (default: osinfo-db/feeds of this tree)")
    parser.add_argument("--today", metavar="DATE", help="the day that it is (default: today)")
    add_data_option(parser)
    options = parser.parse_args()

    is_by_hand = any(getattr(options, fact) for fact in (*BY_HAND, "archive"))
    if is_by_hand == (options.feed is not None or options.fetched is not None):
        raise Problem("say what to follow: --feed, --fetched, or by hand --point, --date, --end, --archive")
    if options.report is not None and options.write:
        raise Problem("--report changes nothing, so it cannot go with --write")
    today = parse_date(options.today) if options.today is not None else datetime.date.today()
    products, feeds = find_rows(options)
    systems = list(read_systems(options.data).values())
    if options.fetched is not None and not options.fetched.is_dir():
        raise Problem(f"'{options.fetched}' is not a folder: check-facts.py --save makes one")
    source = Fetched(options.fetched) if options.fetched is not None else None
    report = Report(options.data)
    follower = Follower(report, today, source, options.earlier)
    work = collect(options, products, feeds, systems, source, today)
    sources = follow_all(options, report, follower, work)
    move_all(options, products, follower, systems)
    if options.report is not None:
        return write_report(options, report, today)

    stream = sys.stdout if options.write else sys.stderr
    print("\n".join(report.get_lines()) if report.rows else "nothing to do: the database says what the feed says", file=stream)
    if options.write:
        for path in report.proposal.write_files():
            print(f"{path}: changed", file=stream)
    else:
        sys.stdout.write(report.proposal.make_patch())
    for address in sources:
        print(f"Source: {address}", file=stream)
    return 0


if __name__ == "__main__":
    run(main)
