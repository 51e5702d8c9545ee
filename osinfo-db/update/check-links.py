#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks the servers whether the addresses of the database lead to what they promise, politely, and proposes changes."""

import collections
import concurrent.futures
import datetime
import json
import sys
import threading
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    STATUS_FOUND,
    Problem,
    add_data_option,
    find_system,
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
    "--cache links.json --report report.json --patch links.patch",
    "--os debian13 --all",
    "--host cdimage.debian.org --delay 2",
)

# What an address can turn out to be: whether somebody should look, and what it means.
STATUSES = {
    "ok": (False, "leads to a file"),
    "unchanged": (False, "is as it was the last time"),
    "moved": (True, "has moved for good"),
    "gone": (True, "is gone"),
    "refused": (True, "is not for everybody"),
    "wrong": (True, "leads to something else"),
    "shorter": (True, "leads to less than there must be"),
    "failing": (True, "the server fails"),
    "unreachable": (True, "no answer"),
    "later": (False, "the server is busy, the next run asks again"),
    "skipped": (False, "was not asked"),
}

# An address that is gone is proposed to be removed once that was so for a while, not after one bad day.
GONE_DAYS = 14
# A host that never answers is left alone for the rest of the run.
MAX_FAILURES = 5
MAX_PARALLEL = 64
SAVE_SECONDS = 60
PROBE = {"Range": "bytes=0-511"}
HTML = (b"<!doctype html", b"<html", b"<head", b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!doctype html")


class Place:
    """Where an address stands: @element has it as its text, unless it was put together."""

    def __init__(self, system, file, element, role, is_file, size=None):
        self.system = system
        self.file = file
        self.element = element
        self.role = role
        self.is_file = is_file
        self.size = size  # bytes that there must be at least

    def describe(self):
        return {
            "os": self.system.short_id,
            "file": str(self.file.path),
            "line": self.element.line,
            "role": self.role,
        }


def join(folder, name):
    return folder.rstrip("/") + "/" + name.lstrip("/")


def get_number(text):
    """None: it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def find_places(system):
    """Every address of a system, with its place."""
    for file, element in system.parts:
        for kind in ("media", "tree", "image"):
            for part in element.find_all(kind):
                url = part.find("url")
                if url is None:
                    continue
                yield url.text, Place(system, file, url, kind, kind != "tree", get_number(part.value("iso", "volume-size")))
                paths = [path for tag in ("kernel", "initrd", "boot-iso") for path in part.find_all(tag)]
                for path in paths if kind == "tree" else ():
                    yield join(url.text, path.text), Place(system, file, path, f"tree/{path.tag}", True)
        for driver in element.find_all("driver"):
            for name in driver.find_all("file"):
                yield join(driver.get("location", ""), name.text), Place(system, file, name, "driver/file", True)


def collect(systems, only, hosts):
    """Address -> places, in the order of the database."""
    places = {}
    for system in systems.values():
        if only not in (None, system):
            continue
        for url, place in find_places(system):
            host = get_host(url)
            if not hosts or (host is not None and host[1] in hosts):
                places.setdefault(url, []).append(place)
    return places


class Cache:
    """What earlier runs found: address -> a dictionary."""

    MEMBERS = ("checked", "status", "code", "etag", "modified", "length", "target", "message", "since")

    def __init__(self, path):
        self.path = path
        self.entries = {}
        if path is None or not path.exists():
            return
        try:
            content = json.loads(read_text(path, 64 << 20))
            for url, entry in content["addresses"].items():
                datetime.date.fromisoformat(entry["checked"])
                datetime.date.fromisoformat(entry["since"])
                if entry["status"] not in STATUSES:
                    raise ValueError(entry["status"])
                self.entries[url] = {name: entry.get(name) for name in self.MEMBERS}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Problem(f"'{path}' is not what this program wrote: remove it") from None

    def save(self):
        if self.path is not None:
            text = json.dumps({"addresses": self.entries}, ensure_ascii=False, indent=1, sort_keys=True)
            write_text(self.path, text + "\n", overwrite=True)


def is_html(answer):
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    start = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(HTML) or (not answer.body and kind in ("text/html", "application/xhtml+xml"))


class Checker:
    def __init__(self, web, places, cache, options):
        self.web = web
        self.places = places
        self.cache = cache
        self.today = options.today.isoformat()
        self.max_age = options.max_age
        self.deadline = time.monotonic() + options.max_time * 60
        self.results = {}
        self.lock = threading.Lock()
        self.saved = time.monotonic()

    def is_fresh(self, url):
        """Was it right not long ago?"""
        entry = self.cache.entries.get(url)
        if entry is None or entry["status"] not in ("ok", "unchanged"):
            return False
        age = datetime.date.fromisoformat(self.today) - datetime.date.fromisoformat(entry["checked"])
        return 0 <= age.days < self.max_age

    def judge_file(self, url, answer, places, entry):
        """What an answer of 200 or 206 says of what must be a file."""
        if any(place.is_file for place in places) and is_html(answer):
            return "wrong", "a page of HTML where a file must be"
        length = answer.length
        if length == 0:
            return "shorter", "an empty file"
        least = max((place.size or 0 for place in places), default=0)
        if length is not None and length < least:
            return "shorter", f"{length} bytes, and the volume alone has {least}"
        if length is not None and entry and entry["length"] and self.has_shrunk(length, answer, entry):
            return "shorter", f"{length} bytes, {entry['length']} before"
        if answer.hops and answer.url.startswith("http:") and url.startswith("https:"):
            return "wrong", f"is redirected to '{answer.url}', without https"
        if answer.is_moved:
            return "moved", f"to '{answer.url}'"
        return "ok", None

    @staticmethod
    def has_shrunk(length, answer, entry):
        """A later one, of what is made anew each day, may be somewhat shorter."""
        try:
            is_later = parsedate_to_datetime(answer.headers["Last-Modified"]) > parsedate_to_datetime(entry["modified"])
        except (TypeError, ValueError):
            is_later = False
        return length < (entry["length"] // 2 if is_later else entry["length"])

    def ask(self, url, places, entry):
        """Status, message and answer of an address."""
        conditions = {}
        if entry and entry["status"] in ("ok", "unchanged"):
            if entry["etag"]:
                conditions["If-None-Match"] = entry["etag"]
            if entry["modified"]:
                conditions["If-Modified-Since"] = entry["modified"]
        answer = self.web.ask("HEAD", url, conditions)
        if answer.code == 304:
            return "unchanged", None, answer
        # some servers do not know HEAD, or answer anything to it; a part of the file is asked for then
        is_file = any(place.is_file for place in places)
        if answer.code >= 400 or answer.length is None or (is_file and is_html(answer)):
            told = answer.length
            answer = self.web.ask("GET", url, PROBE)
            if is_file and answer.code in (200, 206) and None not in (told, answer.length) and told != answer.length:
                return "wrong", f"{told} bytes for HEAD, {answer.length} for GET", answer
        if answer.code in (200, 206):
            return *self.judge_file(url, answer, places, entry), answer
        if answer.code == 416:
            return "shorter", "an empty file", answer
        if answer.code in (404, 410):
            return "gone", f"answers {answer.code}", answer
        if 400 <= answer.code < 500:
            return "refused", f"answers {answer.code}", answer
        return "failing", f"answers {answer.code}", answer

    def check(self, url):
        places, entry = self.places[url], self.cache.entries.get(url)
        host = get_host(url)
        if host is None:
            return "skipped", "an address that this program does not ask", None
        if time.monotonic() > self.deadline:
            return "skipped", "the time was over", None
        state = self.web.get_state(host)
        if state.failures >= MAX_FAILURES:
            return "unreachable", f"the host did not answer {MAX_FAILURES} times before", None
        try:
            if not self.web.may_ask(url):
                return "skipped", "robots.txt of the host forbids it", None
            found = self.ask(url, places, entry)
            state.failures = 0
            return found
        except Unreachable as error:
            state.failures += 1
            return "unreachable", str(error), None
        except Later as error:
            return "later", str(error), None

    def note(self, url, status, message, answer):
        """Into the results, and into the cache what the next run needs."""
        with self.lock:
            self.results[url] = (status, message, answer)
            old = self.cache.entries.get(url)
            if status in ("later", "skipped"):
                return
            is_same = old is not None and STATUSES[old["status"]][0] == STATUSES[status][0]
            entry = dict.fromkeys(Cache.MEMBERS)
            entry |= {"checked": self.today, "status": status, "message": message}
            entry["since"] = old["since"] if is_same else self.today
            if old is not None and status in ("unchanged", "shorter", "unreachable", "failing", "gone", "wrong", "refused"):
                # what it was when it was right stays the measure
                entry |= {name: old[name] for name in ("etag", "modified", "length")}
            if answer is not None:
                entry["code"] = answer.code
                if status in ("ok", "moved"):
                    entry["etag"] = answer.headers.get("ETag")
                    entry["modified"] = answer.headers.get("Last-Modified")
                    entry["length"] = answer.length
                if answer.hops:
                    entry["target"] = answer.url
            self.cache.entries[url] = entry
            if time.monotonic() - self.saved > SAVE_SECONDS:
                self.saved = time.monotonic()
                self.cache.save()

    def run(self, n_parallel, progress):
        """Hosts side by side, addresses of one host one after the other."""
        hosts = collections.defaultdict(list)
        for url in self.places:
            if self.is_fresh(url):
                self.results[url] = ("unchanged", "asked not long ago", None)
            else:
                hosts[get_host(url)].append(url)

        def work(urls):
            for url in urls:
                self.note(url, *self.check(url))
                progress(len(self.results), len(self.places))

        # the longest first, or it is the last one to end
        ordered = sorted(hosts.values(), key=len, reverse=True)
        with concurrent.futures.ThreadPoolExecutor(max_workers=n_parallel) as pool:
            futures = [pool.submit(work, urls) for urls in ordered]
            try:
                for future in futures:
                    future.result()
            except BaseException:
                self.deadline = 0
                pool.shutdown(cancel_futures=True)
                self.cache.save()
                raise

    def forget_others(self):
        """Addresses that the database has no longer."""
        for url in set(self.cache.entries) - set(self.places):
            del self.cache.entries[url]

    def propose(self, data):
        """Moved for good: the new address. Gone for a while: no address."""
        proposal = Proposal(data)
        left = []
        for url, places in self.places.items():
            status, _, answer = self.results[url]
            entry = self.cache.entries.get(url)
            for place in places:
                element, file = place.element, place.file
                if element.tag != "url":
                    continue
                if status == "moved":
                    done = proposal.replace_text(file, element, answer.url)
                elif status == "gone" and self.is_long_gone(entry):
                    done = proposal.remove(file, element)
                else:
                    continue
                if not done:
                    left.append(f"{file.path}:{element.line}: to be changed by hand")
        return proposal, left

    def is_long_gone(self, entry):
        age = datetime.date.fromisoformat(self.today) - datetime.date.fromisoformat(entry["since"])
        return age.days >= GONE_DAYS

    def make_report(self, show_all):
        """What the README describes."""
        counts = collections.Counter(status for status, _, _ in self.results.values())
        rows = []
        for url, places in self.places.items():
            status, message, answer = self.results[url]
            if not (show_all or STATUSES[status][0] or status == "later"):
                continue
            entry = self.cache.entries.get(url) or {}
            rows.append(
                {
                    "url": url,
                    "status": status,
                    "message": message,
                    "code": answer.code if answer is not None else None,
                    "target": answer.url if answer is not None and answer.hops else None,
                    "since": entry.get("since"),
                    "places": [place.describe() for place in places],
                }
            )
        return {
            "program": "check-links",
            "date": self.today,
            "addresses": len(self.places),
            "requests": self.web.n_requests,
            "counts": {status: counts[status] for status in STATUSES},
            "results": rows,
        }


def print_report(report):
    for status, (_, meaning) in STATUSES.items():
        rows = [row for row in report["results"] if row["status"] == status]
        if rows:
            print(f"{status}: {meaning}")
        for row in rows:
            print(f"  {row['url']}" + (f": {row['message']}" if row["message"] else ""))
            for place in row["places"]:
                print(f"    {place['os']} ({Path(place['file']).name}:{place['line']})")
    counts = ", ".join(f"{count} {status}" for status, count in report["counts"].items() if count)
    print(f"{report['addresses']} addresses, {report['requests']} requests: {counts or 'nothing to ask'}")


def make_progress(is_wanted):
    last = 0.0

    def show(n_done, n_all):
        nonlocal last
        if is_wanted and (time.monotonic() - last > 1 or n_done == n_all):
            last = time.monotonic()
            print(f"\r{n_done} of {n_all}", end="\n" if n_done == n_all else "", file=sys.stderr, flush=True)

    return show


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    parser.add_argument("--cache", metavar="FILE", type=Path, help="what earlier runs found; written again")
    parser.add_argument("--report", metavar="FILE", type=Path, help="the report as JSON (default: a text on standard output)")
    parser.add_argument("--patch", metavar="FILE", type=Path, help="the proposed change, for git apply")
    parser.add_argument("--all", action="store_true", help="report also what is right")
    parser.add_argument("--os", metavar="SHORT-ID", help="just this system")
    parser.add_argument("--host", metavar="NAME", action="append", help="just this host; may be repeated")
    parser.add_argument("--max-age", metavar="DAYS", type=int, default=6, help="what was right so long ago is not asked again (default: 6)")
    parser.add_argument("--max-time", metavar="MINUTES", type=float, default=120.0, help="for all of it (default: 120)")
    parser.add_argument("--parallel", metavar="N", type=int, default=8, help="hosts at a time (default: 8)")
    parser.add_argument("--today", metavar="DATE", help="the day that it is (default: today)")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_web_options(parser)
    options = parser.parse_args()

    check_bounds(options, max_age=(0, 3650), max_time=(0.01, 1440), parallel=(1, MAX_PARALLEL))
    options.today = parse_date(options.today) if options.today is not None else datetime.date.today()
    systems = read_systems(options.data)
    only = find_system(systems, options.os) if options.os is not None else None
    places = collect(systems, only, options.host)
    cache = Cache(options.cache)
    web = make_web(options)
    checker = Checker(web, places, cache, options)
    checker.run(options.parallel, make_progress(not options.quiet and sys.stderr.isatty()))
    if only is None and not options.host:
        checker.forget_others()
    cache.save()

    report = checker.make_report(options.all)
    proposal, left = checker.propose(options.data)
    report["by_hand"] = left
    if options.report is not None:
        write_text(options.report, json.dumps(report, ensure_ascii=False, indent=1) + "\n", overwrite=True)
    else:
        print_report(report)
    if options.patch is not None:
        proposal.write(options.patch)
    return STATUS_FOUND if any(STATUSES[status][0] for status, _, _ in checker.results.values()) else 0


if __name__ == "__main__":
    run(main)
