# SPDX-License-Identifier: GPL-2.0-or-later
"""Time lines: a bar for each release, from the day of release over standard support and security updates to extended
support. All in SVG without styles or scripts of its own; the tables that the bars stand in say the same in words."""

import datetime

from markup import join, tag

WIDTH = 1000
HEIGHT = 12
LAST_YEAR = 2040  # what goes on for longer ends at the edge
PHASES = (("standard-end", "standard"), ("security-end", "security"), ("extended-end", "extended"))


def parse_day(text):
    """YYYY, YYYY-MM or YYYY-MM-DD; None: it is none."""
    try:
        return datetime.date(*(map(int, (*text.split("-"), "1", "1")[:3])))
    except (AttributeError, TypeError, ValueError):
        return None


class Scale:
    """Whole years around all days of some records."""

    def __init__(self, records, today):
        days = [parse_day(record[key]) for record in records for key in ("release-date", *(key for key, _ in PHASES))]
        days = [day for day in days if day] + [today]
        self.first = min(days).year
        self.last = max(self.first + 1, min(max(days).year + 1, max(LAST_YEAR, today.year + 1)))
        self.start = datetime.date(self.first, 1, 1)
        self.days = (datetime.date(self.last, 1, 1) - self.start).days
        self.today = self.place(today)

    def place(self, day):
        return min(max(round((day - self.start).days * WIDTH / self.days), 0), WIDTH)

    def list_ticks(self):
        years = self.last - self.first
        step = next(step for step in (1, 2, 5, 10, 50) if years <= 9 * step)
        return [year for year in range(self.first, self.last + 1) if year % step == 0]


def list_parts(record, scale):
    """(start, end, class) of what is drawn."""
    start = parse_day(record["release-date"])
    if start is None:
        return []
    place = scale.place(start)
    parts = []
    for key, name in PHASES:
        end = record[key]
        if end == "none" and name != "extended":
            parts.append((place, WIDTH, f"{name} open"))
            place = WIDTH
        day = parse_day(end)
        if day is None or scale.place(day) <= place:
            continue
        parts.append((place, scale.place(day), name))
        place = scale.place(day)
    return parts or [(place, min(place + 4, WIDTH), "unknown")]


def draw(record, scale):
    rects = [
        tag("rect", class_=name, x=start, y="2", width=end - start, height=HEIGHT - 4) for start, end, name in list_parts(record, scale)
    ]  # fmt: skip
    return tag("svg", tag("use", href="#grid"), *rects, class_="bar", viewBox=f"0 0 {WIDTH} {HEIGHT}",
               preserveAspectRatio="none", aria_hidden="true")  # fmt: skip


def make_grid(scale):
    """Lines at years and on the day of the database; drawn once, and used in each bar."""
    lines = "".join(f"M{scale.place(datetime.date(year, 1, 1))} 0V{HEIGHT}" for year in scale.list_ticks())
    grid = tag("g", tag("path", class_="years", d=lines or "M0 0"), tag("path", class_="today", d=f"M{scale.today} 0V{HEIGHT}"), id="grid")
    return tag("svg", tag("defs", grid), class_="definitions", aria_hidden="true", width="0", height="0")


def make_axis(scale):
    """The years above the bars."""
    places = [(year, scale.place(datetime.date(year, 1, 1))) for year in scale.list_ticks()]
    words = [tag("text", str(year), x=place, y="28") for year, place in places if place <= WIDTH * 0.93]
    return tag("svg", *words, class_="axis", viewBox=f"0 0 {WIDTH} 34", aria_hidden="true")


def make_bar(records, today):
    """Of one system; "": nothing is known."""
    scale = Scale(records, today)
    if not list_parts(records[0], scale):
        return ""
    return join([make_grid(scale), make_axis(scale), draw(records[0], scale)])


def make_key():
    words = (("standard", "standard support"), ("security", "security updates"), ("extended", "extended support, often paid"))
    parts = [
        tag("li", tag("svg", tag("rect", class_=name, width="12", height="12"), class_="key", viewBox="0 0 12 12", aria_hidden="true"), text)
        for name, text in words
    ]  # fmt: skip
    return tag("ul", *parts, class_="keys")
