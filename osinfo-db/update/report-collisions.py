#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists the systems that are found for the same label or treeinfo.

Texts are made from every expression of the database, the same ones on every run, and all rows of the tables are
added; the library says which systems each of them is. Pairs that a row of the tables accepts are known. Exit status
1 with --strict if there is a pair that is not."""

import json
import sys
from itertools import combinations
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    STATUS_FOUND,
    add_data_option,
    add_tables_option,
    find_system,
    get_expressions,
    make_parser,
    read_systems,
    run,
)
from expressions import make_samples
from tables import LABELS, TREES, Table

EXAMPLES = ("", "--strict", "--os debian13 --format json")
KINDS = {"media": LABELS, "tree": TREES}


def make_texts(element):
    """What media or trees that fit the entry may say of themselves; all samples of each of its expressions occur."""
    samples = {tag: make_samples(one.text) for tag, one in get_expressions(element).items()}
    if not samples or not all(samples.values()):
        return
    size = element.find("iso", "volume-size")
    for number in range(max(map(len, samples.values()))):
        texts = {tag: some[number % len(some)] for tag, some in samples.items()}
        if size is not None:
            texts["volume-size"] = size.text
        yield texts


def find_unsampled(systems):
    """Entries with an expression for which no text was found."""
    for system in systems.values():
        for kind in KINDS:
            for element in system.find_all(kind):
                for one in get_expressions(element).values():
                    if not make_samples(one.text):
                        yield system, one


class Pairs:
    """@found: (kind, short id, short id) -> the first text that is both, and where it is from."""

    def __init__(self, systems):
        self.systems = systems
        self.found = {}
        self.known = set()
        self.seen = set()
        self.order = {one: number for number, one in enumerate(systems)}

    def get_pair(self, kind, ids):
        return (kind, *(self.systems[one].short_id for one in ids))

    def add_known(self, kind, names):
        ids = sorted((find_system(self.systems, name).id for name in names), key=self.order.__getitem__)
        self.known.update(self.get_pair(kind, pair) for pair in combinations(ids, 2))

    def add(self, identify, kind, texts, source):
        key = (kind, tuple(sorted(texts.items())))
        if key in self.seen:
            return
        self.seen.add(key)
        ids = {one for one, _architecture in identify(kind, texts)} & self.systems.keys()
        if len(ids) < 2:
            return
        for pair in combinations(sorted(ids, key=self.order.__getitem__), 2):
            self.found.setdefault(self.get_pair(kind, pair), (texts, source))


def collect(systems, tables, identify):
    pairs = Pairs(systems)
    # rows first: a real label is a better example
    for kind, table in tables.items():
        for row, line in zip(table.rows, table.lines):
            accepted = [name for name in row["accept"].split(",") if name]
            if accepted:
                pairs.add_known(kind, [row["os"], *accepted])
            pairs.add(identify, kind, table.get_texts(row), f"{table.path.name}:{line}")
    for system in systems.values():
        for kind in KINDS:
            for element in system.find_all(kind):
                for texts in make_texts(element):
                    pairs.add(identify, kind, texts, system.short_id)
    return pairs


def make_report(pairs):
    rows = [
        {"kind": key[0], "systems": list(key[1:]), "known": key in pairs.known, "example": texts, "from": source}
        for key, (texts, source) in pairs.found.items()
    ]
    return sorted(rows, key=lambda row: (row["known"], row["kind"], row["systems"]))


def show(row):
    example = " ".join(f"{tag}={text!r}" for tag, text in row["example"].items())
    return f"  {row['systems'][0]} {row['systems'][1]}: {example} (from {row['from']})"


def print_text(rows, unsampled, n_texts):
    for is_known, heading in ((False, "unknown pairs"), (True, "known pairs")):
        for kind in KINDS:
            chosen = [row for row in rows if row["known"] == is_known and row["kind"] == kind]
            if chosen:
                print(f"{heading}, {kind}:", *map(show, chosen), sep="\n")
    if unsampled:
        print("expressions for which no text was found:")
        for system, one in unsampled:
            print(f"  {system.short_id} ({system.file.path.name}:{one.line}): {one.text}")
    n_known = sum(row["known"] for row in rows)
    print(f"{n_texts} texts: {len(rows) - n_known} unknown pairs, {n_known} known")


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    add_tables_option(parser)
    parser.add_argument("--os", metavar="SHORT-ID", help="only pairs with this system")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 if there is an unknown pair")
    options = parser.parse_args()

    systems = read_systems(options.data)
    only = find_system(systems, options.os).short_id if options.os is not None else None
    tables = {kind: Table(options.tables, name) for kind, name in KINDS.items()}
    import recognition

    database = recognition.load(options.data)
    pairs = collect(systems, tables, lambda kind, texts: recognition.identify(database, kind, texts))
    rows = [row for row in make_report(pairs) if only is None or only in row["systems"]]
    unsampled = [found for found in find_unsampled(systems) if only in (None, found[0].short_id)]
    if options.format == "json":
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print_text(rows, unsampled, len(pairs.seen))
    return STATUS_FOUND if options.strict and not all(row["known"] for row in rows) else 0


if __name__ == "__main__":
    run(main)
