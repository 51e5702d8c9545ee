#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the scripts of the database know of kinds and facts, which is from the schema, and of the layout, is what the
library knows.

usage: test-facts.py PRINT-FACTS"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "osinfo-db"))
sys.path.insert(0, str(ROOT / "osinfo-db" / "release"))
sys.path.insert(0, str(ROOT / "osinfo-db" / "update"))

import database
import facts
import translations

COLUMNS = ("element", "parameter", "path", "use", "evidence")
CASES = {
    "media/expressions": (
        facts.get_expressions("media"),
        ("iso", ("volume-id", "system-id", "publisher-id", "application-id")),
    ),
    "tree/expressions": (facts.get_expressions("tree"), ("treeinfo", ("family", "variant", "version", "arch"))),
    "media/parameters": (facts.get_parameters("media")["volume-size"], "volume-size"),
    "os/order": (facts.get_order("os")[-3:], ("resources", "installer", "driver")),
    "os/dates": (facts.get_dated("os"), ("release-date", "eol-date", "lifecycle")),
    "tree/parameters": (facts.get_parameters("tree")["boot-iso"], "boot-iso"),
}


def compare(program):
    """The rows of the library, against the schema's elements."""
    printed = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    rows = [dict(zip(COLUMNS, line.split("\t"))) for line in printed.splitlines()]
    for kind in facts.HOLDERS:
        said = [row for row in rows if row["element"] == kind and row["evidence"]]
        expressions = tuple(row["path"] for row in said if row["use"] == "expression")
        holder, tags = facts.get_expressions(kind)
        yield f"{kind}: rows match what the schema has texts for", expressions == tuple(f"{holder}/{tag}" for tag in tags)
        parameters = facts.get_parameters(kind)
        found = {row["parameter"]: parameters.get(row["path"].split("/")[-1]) for row in said}
        yield f"{kind}: evidence has its parameter", found and all(key == value for key, value in found.items())
    folders = [row["element"] for row in rows if row["parameter"] == "id"][: len(facts.FOLDERS)]
    yield "top folders are kinds that stand alone", tuple(folders) == facts.FOLDERS


def compare_places():
    """The table that the library's test of facts/places.c reads."""
    for line in (ROOT / "tests" / "files" / "places.tsv").read_text(encoding="utf-8").splitlines():
        what, kind, given, key = line.split("\t")
        if what == "id":
            yield f"place of {kind} '{given}'", database.get_key(kind, given) == key
        else:
            yield f"file '{given}'", database.parse_place(given) == (key, kind == "extension")


def main():
    checks = {name: found == expected for name, (found, expected) in CASES.items()}
    checks.update(compare_places())
    if len(sys.argv) > 1:
        checks.update(compare(sys.argv[1]))
    folders = {path.name for path in (ROOT / "data").iterdir() if path.is_dir()}
    checks["every folder of data/ is one of a kind"] = folders <= set(facts.FOLDERS)
    released = {str(path) for path in translations.find_files()}
    checks["every file of data/ is released"] = released == {
        str(path.relative_to(ROOT / "data")) for path in (ROOT / "data").rglob("*.xml")
    }
    print(f"1..{len(checks)}")
    for number, (name, is_good) in enumerate(checks.items(), 1):
        print(f"{'ok' if is_good else 'not ok'} {number} - {name}")
    return 0 if all(checks.values()) else 1


sys.exit(main())
