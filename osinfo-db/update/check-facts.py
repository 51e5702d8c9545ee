#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Says which facts about the life of releases need a look: ends that have come or are missing, and what feeds of vendors
say otherwise. Proposes changes."""

import datetime
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import STATUS_FOUND, Problem, add_data_option, make_parser, parse_date, read_systems, run, write_text
from feed_formats import MAX_FEED
from feeds import FOLDER, Fetched, is_safe, read_feeds
from follow import Follower, Report, get_asked, get_family, is_over, read_known_date
from web import Later, Unreachable, add_web_options, check_bounds, get_host, make_web

# After so many requests in a row without an answer a host is left alone.
MAX_FAILURES = 3

EXAMPLES = (
    "--offline",
    "--report report.json --patch facts.patch",
    "--family ubuntu.com/ubuntu",
    "--fetched watch-cache/feeds --patch facts.patch",
)


class Asked:
    """Servers of vendors, and the folder where what they say is kept, if any."""

    is_live = True

    def __init__(self, web, folder):
        self.web = web
        self.folder = folder
        self.answers = {}
        self.failures = {}  # host -> how often in a row it did not answer

    def get(self, address):
        """The bytes of a feed, which is asked for once; a problem in a line."""
        if address not in self.answers:
            self.answers[address] = self.ask(address)
        return self.answers[address]

    def has(self, address):
        """Is there a file?"""
        if self.failures.get(get_host(address), 0) >= MAX_FAILURES:
            return False
        try:
            return self.web.ask("HEAD", address).code == 200
        except (Unreachable, Later):
            return False

    def ask(self, address):
        host = get_host(address)
        if self.failures.get(host, 0) >= MAX_FAILURES:
            raise Problem(f"not asked: its host did not answer {MAX_FAILURES} times")
        try:
            answer = self.web.ask("GET", address, limit=MAX_FEED + 1, may_follow=is_safe)
        except (Unreachable, Later) as error:
            self.failures[host] = self.failures.get(host, 0) + 1
            raise Problem(str(error)) from None
        self.failures[host] = 0
        if not is_safe(answer.url):
            raise Problem(f"is redirected to '{answer.url[:200]}', which is not https")
        if answer.code != 200:
            raise Problem(f"answers {answer.code}")
        if len(answer.body) > MAX_FEED:
            raise Problem(f"more than {MAX_FEED} bytes")
        if answer.length is not None and answer.length != len(answer.body):
            raise Problem(f"{len(answer.body)} bytes instead of {answer.length}")
        if self.folder is not None:
            self.folder.put(address, answer.body)
        return answer.body


def check_life(report, system, today, window, years):
    released, date = read_known_date(system, "release-date")
    ended, end = read_known_date(system, "eol-date")
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


def check_feed(report, follower, feed, family, today):
    for system in get_asked(feed, family, today):
        address = feed.address if system is None else feed.get_address(system)
        try:
            releases = feed.read(follower.source.get(address), address)
            follower.follow(feed, family, releases, system)
        except Problem as problem:
            report.add("feed", f"{address}: {problem}", place=feed.place)


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    parser.add_argument("--feeds", metavar="DIR", type=Path, default=FOLDER, help="the rows of vendors (default: osinfo-db/feeds of this tree)")
    parser.add_argument("--offline", action="store_true", help="ask no feeds")
    parser.add_argument("--save", metavar="DIR", type=Path, help="keep what feeds say, for apply-feed.py")
    parser.add_argument("--fetched", metavar="DIR", type=Path, help="ask no servers: take feeds that --save has kept")
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
    systems = list(read_systems(options.data).values())
    if options.family is not None and not any(options.family == f"{system.vendor}/{system.product}" for system in systems):
        raise Problem(f"no family '{options.family}'")
    products = [] if options.offline else read_feeds(options.feeds)
    report = Report(options.data)
    web = make_web(options)
    saved = Fetched(options.save) if options.save is not None else None
    source = Asked(web, saved) if options.fetched is None else Fetched(options.fetched)
    follower = Follower(report, today, source)
    for system in systems:
        if options.family in (None, f"{system.vendor}/{system.product}"):
            check_life(report, system, today, options.window, options.years)
    for product in products:
        if options.family in (None, product.family):
            family = get_family(systems, product)
            for system in family:
                if is_over(system, today):
                    follower.follow_archive(product, system)
            for feed in product.feeds:
                check_feed(report, follower, feed, family, today)

    if options.report is not None:
        content = {"program": "check-facts", "date": today.isoformat(), "counts": report.count(), "results": report.rows}
        write_text(options.report, json.dumps(content, ensure_ascii=False, indent=1) + "\n", overwrite=True)
    else:
        print("\n".join(report.get_lines()))
    if options.patch is not None:
        report.proposal.write(options.patch)
    return STATUS_FOUND if report.rows else 0


if __name__ == "__main__":
    run(main)
