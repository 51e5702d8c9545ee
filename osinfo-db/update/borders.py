# SPDX-License-Identifier: GPL-2.0-or-later
"""Expressions for the versions of a series that nobody has seen yet: above all that are known, or missing among them.

What counts of a version are its first two numbers. A release whose version is one number stands for all of its line,
unless there is another one with 1 behind it (SLE 15 and 15.1): then it is the first of them. Behind 10 comes 11, and
behind 8.1 come 8.2, 9 and 9.0."""

import datetime
import re

from database import Problem, parse_date

# Of a line that is older than that nothing more is to come, as far as can be told from the days of releases.
LIFE = datetime.timedelta(days=3 * 365)


def join(parts):
    return parts[0] if len(parts) == 1 else "(" + "|".join(parts) + ")"


def make_above(number, width=0):
    """For the numbers above one, of as many digits or of two; of more where hardly any are left. @width: all have that many."""
    digits = str(number).zfill(width)
    parts = []
    for place in reversed(range(len(digits))):
        if digits[place] != "9":
            first = int(digits[place]) + 1
            parts.append(digits[:place] + ("9" if first == 9 else f"[{first}-9]") + "[0-9]" * (len(digits) - place - 1))
    if not width and (len(digits) == 1 or digits[0] == "9"):
        parts.append("[1-9]" + "[0-9]" * len(digits))
    if not parts:
        raise Problem(f"no number of {width} digits is above {number}")
    return join(parts)


def make_other(numbers):
    """For the numbers that are not among those."""
    known = "|".join(map(str, sorted(numbers)))
    return f"(?!({known})(?![0-9]))[0-9]{{1,2}}"


class Release:
    def __init__(self, system):
        words = system.version.split(".")
        self.system = system
        self.main = int(words[0])
        self.minor = int(words[1]) if len(words) > 1 else None
        # digits of the second number, where all have as many: 04 and 10
        self.width = len(words[1]) if re.match("0[0-9]", "".join(words[1:2])) else 0
        self.date = system.release_date


class Series:
    """The releases of a series whose versions are numbers and points; @line: those alone that begin with that number."""

    def __init__(self, name, systems, line=None, more=()):
        """@systems: of the series; @more: versions that somebody claims who has another one."""
        self.name = name
        self.line = line
        numbered = [one for one in systems if re.fullmatch(r"[0-9]+(\.[0-9]+)*", one.version)]
        self.releases = [Release(one) for one in numbered]
        self.width = max((one.width for one in self.releases), default=0)
        # main versions that have an entry of their own for what is to come of them
        entries = (re.fullmatch(r".*/([0-9]+)-unknown", one.id) for one in systems)
        self.apart = {int(entry[1]) for entry in entries if entry}
        self.minors = {}
        for one in self.releases:
            self.minors.setdefault(one.main, set()).add(one.minor)
        for version in more:
            numbers = re.fullmatch(r"([0-9]+)\.([0-9]+)", version)
            if not numbers:
                raise Problem(f"'{version}' is not two numbers with a point between them")
            self.minors.setdefault(int(numbers[1]), set()).add(int(numbers[2]))
        for one in self.releases:
            if one.minor is None and 1 in self.minors[one.main]:
                one.minor = 0
        for minors in self.minors.values():
            if {None, 1} <= minors:
                minors.discard(None)
                minors.add(0)
        if not self.releases or line is not None and line not in self.minors:
            raise Problem(f"'{name}' has no release" + ("" if line is None else f" {line}"))

    @property
    def main(self):
        return max(self.minors) if self.line is None else self.line

    def find_newest(self):
        """What stands for a whole line is newer than all in it."""
        main = self.line if self.line is not None else max(one.main for one in self.releases)
        of_line = [one for one in self.releases if one.main == main]
        return max(of_line, key=lambda one: (one.minor is None, one.minor or 0)).system

    def list_lines(self):
        """Main versions of which more may come: their last release is not years older than the last of all."""
        last = {}
        for one in self.releases:
            if one.date:
                last[one.main] = max(last.get(one.main, one.date), one.date)
        days = {main: parse_date(date) for main, date in last.items()}
        newest = max(days.values(), default=None)
        return [main for main in sorted(self.minors) if main == self.main or main in days and newest - days[main] < LIFE]

    def get_minors(self, line):
        line = self.line if line is None else line
        minors = self.minors.get(line, {None})
        if None in minors:
            raise Problem(f"'{self.name}' has no release of which {line} is the first number of several")
        return minors

    def make_after(self, line=None):
        """For the second number, behind the last of a line."""
        return make_above(max(self.get_minors(line)), self.width)

    def make_other(self, line=None):
        """For the second number, where it is not that of a release of a line."""
        return make_other(self.get_minors(line))

    def make_newer(self, separator, lines=None):
        """For versions above all; with @lines also for the next ones of other lines."""
        if not separator or separator.endswith("?"):
            return self.make_joined(separator, lines or [self.main])
        parts = [f"{line}{separator}{self.make_after(line)}" for line in lines or [self.main] if self.goes_on(line)]
        above = sorted(main for main in self.minors if main > self.main)
        guard = f"(?!({'|'.join(map(str, above))})(?![0-9]))" if above else ""
        minor = "[0-9]" * self.width or "[0-9]+"
        main = guard + make_above(self.main)
        parts.append(main if self.minors[self.main] == {None} else f"{main}({separator}{minor})?")
        return join(parts)

    def goes_on(self, line):
        """Is the next release of a line one of this entry's?"""
        return line <= self.main and line not in self.apart and None not in self.minors[line]

    def make_joined(self, separator, lines):
        """The same where nothing need be between the numbers: 120 is 12.0, and 711 an old 7.1.1. So only the next main
        versions count that begin as the last one does, with a digit behind them."""
        last = {line: max(self.minors[line]) for line in lines if self.goes_on(line)}
        parts = [f"{line}{separator}{make_above(minor, 1)}" for line, minor in last.items() if minor < 9]
        head, digit = divmod(self.main, 10)
        main = f"{head or ''}{make_above(digit, 1)}" if digit < 9 else f"{head + 1}[0-9]"
        parts.append(f"{main}{separator}[0-9]")
        return join(parts)


PLACE = re.compile(r"\{(newer|branches|after|other)(?: ([0-9]+))?(?::([^{}]*))?\}")


def fill(text, series):
    """A template with its places filled in: {newer}, {branches} for whole versions, {after 15}, {other 15} for second
    numbers; behind a colon stands what is between the numbers, a point if nothing is said."""

    def get_border(match):
        word, line, separator = match[1], int(match[2]) if match[2] else None, match[3]
        separator = r"\." if separator is None else separator
        if word == "after":
            return series.make_after(line)
        if word == "other":
            return series.make_other(line)
        return series.make_newer(separator, series.list_lines() if word == "branches" else None)

    return PLACE.sub(get_border, text)
