# SPDX-License-Identifier: GPL-2.0-or-later
"""Which systems get security updates on a day: that of the database, and the first one of each quarter around it. With
JavaScript any other day can be chosen."""

import datetime

from frame import add_long_page
from markup import row, table, tag
from systems import format_end
from timeline import parse_day

QUARTERS_BEFORE = 4
QUARTERS_AFTER = 16


def is_supported(record, day):
    """Everybody gets security updates on that day, without a fee: it is released by then, and they have not ended."""
    released = parse_day(record["release-date"])
    end = record["security-end"]
    if released is None or released > day or end is None or record["release-status"] in ("prerelease", "snapshot"):
        return False
    last = parse_day(end)
    return end == "none" or (last is not None and day <= last)


def list_days(today):
    first = datetime.date(today.year, today.month - (today.month - 1) % 3, 1)
    months = [first.year * 12 + first.month - 1 + 3 * step for step in range(-QUARTERS_BEFORE, QUARTERS_AFTER + 1)]
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in months]


def add_support(catalogue):
    today = catalogue.database.day
    days = list_days(today)
    pages = {day: f"{day}.html" for day in days if day != today} | {today: "index.html"}
    for day in sorted(pages):
        add_day(catalogue, day, pages, today)


def add_day(catalogue, day, pages, today):
    records = [record for record in catalogue.database.systems if is_supported(record, day)]
    records.sort(key=lambda record: (record["security-end"], record["id"]))
    rows = [
        row(tag("a", record["name"] or record["id"], href=f"../os/{catalogue.get_slug(record)}.html"), format_end(record["security-end"]))
        for record in records
    ]  # fmt: skip
    others = [
        tag("li", tag("a", f"{other}, day of the database" if other == today else str(other), href=path, aria_current="page" if other == day else None))
        for other, path in sorted(pages.items())
    ]  # fmt: skip
    choice = tag("p", tag("label", "Another day", for_="day"), " ", tag("input", id="day", type="date", value=str(day)),
                 id="choice", hidden=True)  # fmt: skip
    add_long_page(
        catalogue.site, f"supported/{pages[day]}", f"Supported on {day}",
        lambda rows: tag("div", tag("p", f"{len(records)} systems. Those whose updates end first come first."),
                         table(f"Systems that get security updates on {day}", ("System", "Last day"), rows), id="found"),
        rows, choice,
        tag("details", tag("summary", "Other days"), tag("nav", tag("ul", *others, class_="days"), aria_label="Days")),
        scripts=("supported.js",), source=[("api/index.json", "JSON")],
    )  # fmt: skip
