#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists what the database does not say, and what in it leads nowhere."""

import datetime
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    File,
    Problem,
    add_data_option,
    add_tables_option,
    find_system,
    get_expressions,
    make_parser,
    parse_date,
    read_systems,
    run,
)
from expressions import fits
from tables import LABELS, TREES, Table

EXAMPLES = ("", "--today 2026-11-23 --years 3", "--only dead-relation --format json", "--os debian13")
RELATIONS = ("upgrades", "derives-from", "clones")
INHERITING = ("derives-from", "clones")
ENTRIES = ("media", "tree", "image")
KINDS = {"media": LABELS, "tree": TREES}


class Database:
    def __init__(self, data, tables, today, years):
        self.systems = read_systems(data)
        self.tables = {kind: Table(tables, name) for kind, name in KINDS.items()}
        self.today = today
        self.years = years
        self.scripts = {
            element.get("id")
            for path in (Path(data) / "install-script").rglob("*.xml")
            for element in File(path).root.find_all("install-script")
        }
        self.texts = {}
        for kind, table in self.tables.items():
            for row in table.rows:
                for name in (row["os"], *row["accept"].split(",")):
                    self.texts.setdefault((kind, name), []).append(table.get_texts(row))

    def has_inherited(self, system, tag):
        """Does the system, or one that it takes over from, have an element?"""
        seen, waiting = set(), [system.id]
        while waiting:
            one = waiting.pop()
            if one in seen or one not in self.systems:
                continue
            seen.add(one)
            if self.systems[one].find_all(tag):
                return True
            waiting += self.systems[one].find_relations(*INHERITING)
        return False


# One function a gap: yields line and detail, each once a system.


def add_years(date, years):
    """The same day; 28 February for the 29th."""
    try:
        return date.replace(year=date.year + years)
    except ValueError:
        return date.replace(year=date.year + years, day=28)


def find_no_end_of_life(database, system):
    element = system.element.find("release-date")
    if element is None or system.element.find("eol-date") or system.has_no_end() or system.status != "released":
        return
    try:
        date = datetime.date.fromisoformat(element.text)
    except ValueError:
        raise Problem(f"{system.file.path}:{element.line}: '{element.text}' is no date") from None
    if add_years(date, database.years) <= database.today:
        yield element.line, f"released {element.text}"


def find_no_entries(_database, system):
    if not any(system.find_all(kind) for kind in ENTRIES):
        yield system.element.line, "no media, no tree, no image"


def find_no_resources(database, system):
    if not database.has_inherited(system, "resources"):
        yield system.element.line, "no resources, not inherited either"


def find_unused_variants(_database, system):
    used = {element.get("id") for kind in ENTRIES for element in system.find_all(kind, "variant")}
    for element in system.find_all("variant"):
        if element.get("id") not in used:
            yield element.line, f"variant {element.get('id')}"


def find_dead_relations(database, system):
    for tag in RELATIONS:
        for element in system.element.find_all(tag):
            if element.get("id") not in database.systems:
                yield element.line, f"{tag} {element.get('id')}"
            elif element.get("id") == system.id:
                yield element.line, f"{tag} itself"
    variants = {element.get("id") for element in system.find_all("variant")}
    for kind in ENTRIES:
        for element in system.find_all(kind, "variant"):
            if element.get("id") not in variants:
                yield element.line, f"{kind} of variant {element.get('id')}"
    # a database without scripts is one whose scripts are elsewhere
    if database.scripts:
        for path in (("installer", "script"), ("media", "installer", "script")):
            for element in system.find_all(*path):
                if element.get("id") not in database.scripts:
                    yield element.line, f"script {element.get('id')}"


def find_no_firmware(database, system):
    if not database.has_inherited(system, "firmware"):
        yield system.element.line, "no firmware, not inherited either"


def find_no_expression(_database, system):
    for number, element in enumerate(system.find_all("media")):
        if not get_expressions(element):
            yield element.line, f"media {number} ({element.get('arch')})"


def find_never_matched(database, system):
    for kind in KINDS:
        texts = [one for name in system.short_ids for one in database.texts.get((kind, name), ())]
        for number, element in enumerate(system.find_all(kind)):
            expressions = {tag: one.text for tag, one in get_expressions(element).items()}
            size = element.find("iso", "volume-size")
            fitting = (
                one for one in texts if size is None or one.get("volume-size") == size.text
            )
            if expressions and not any(fits(expressions, one) for one in fitting):
                yield element.line, f"{kind} {number} ({element.get('arch')}) {' '.join(expressions.values())}"


GAPS = {
    "dead-relation": ("relations that lead nowhere", find_dead_relations),
    "no-end-of-life": ("no end of life years after the release", find_no_end_of_life),
    "no-entries": ("no media, no tree, no image", find_no_entries),
    "no-resources": ("no resources", find_no_resources),
    "no-firmware": ("no firmware", find_no_firmware),
    "unused-variant": ("variants that nothing refers to", find_unused_variants),
    "no-expression": ("media without an expression", find_no_expression),
    "never-matched": ("expressions that no row of the tables fits", find_never_matched),
}


def find_gaps(database, names, only):
    for name in names:
        for system in database.systems.values():
            if only in (None, system):
                for line, detail in GAPS[name][1](database, system):
                    path = str(system.file.path)
                    yield {"gap": name, "os": system.short_id, "file": path, "line": line, "detail": detail}


def print_text(gaps, names):
    by_name = {name: [gap for gap in gaps if gap["gap"] == name] for name in names}
    for name, found in by_name.items():
        if found:
            print(f"{name}: {GAPS[name][0]}")
            for gap in found:
                print(f"  {gap['os']} ({Path(gap['file']).name}:{gap['line']}): {gap['detail']}")
            print()
    for name, found in by_name.items():
        print(f"{len(found):6} {name} in {len({gap['os'] for gap in found})} systems")


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    add_tables_option(parser)
    parser.add_argument("--today", metavar="DATE", help="the day to count from (default: today)")
    parser.add_argument(
        "--years", metavar="N", type=int, default=5, help="how long a release may go without a date of its end (default: 5)"
    )
    parser.add_argument(
        "--only", metavar="GAP", action="append", choices=GAPS, help=f"just this; may be repeated: {', '.join(GAPS)}"
    )
    parser.add_argument("--os", metavar="SHORT-ID", help="just this system")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()

    if not 0 <= options.years <= 100:
        raise Problem(f"--years {options.years}: 0 to 100")
    today = parse_date(options.today) if options.today is not None else datetime.date.today()
    database = Database(options.data, options.tables, today, options.years)
    only = find_system(database.systems, options.os) if options.os is not None else None
    names = [name for name in GAPS if options.only is None or name in options.only]
    gaps = list(find_gaps(database, names, only))
    if options.format == "json":
        json.dump(gaps, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print_text(gaps, names)
    return 0


if __name__ == "__main__":
    run(main)
