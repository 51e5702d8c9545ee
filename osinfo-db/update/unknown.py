#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the entries for releases to come, http://VENDOR/SERIES/unknown and …/15-unknown, from the newest release.

unknown.tsv says how a family names its media and trees; which versions these entries stand for follows from the
releases that the database has. Relations, media, trees and resources are made anew, all else in a file stays."""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from borders import Series, fill
from database import (
    STATUS_FOUND,
    Problem,
    add_data_option,
    get_key,
    make_line,
    make_parser,
    read_systems,
    read_text,
    run,
    write_text,
)

EXAMPLES = ("", "--check")
TABLE = Path(__file__).resolve().parent / "unknown.tsv"
ENTRY = re.compile(r"[^/]+/[^/]+/(?:([0-9]+)-)?unknown")
COLUMNS = ("os", "line", "known", "arch", "live", "volume", "application", "family", "variant", "version")

MADE = ("upgrades", "derives-from", "media", "tree", "resources")
# What is made stands between these, what stays keeps its order.
FIRST = ("short-id", "name", "version", "codename", "vendor", "family", "distro")
LAST = ("media", "tree", "image", "resources", "installer", "driver")
# A path that names a build is of that alone.
OF_BUILD = re.compile(r"[0-9]\.[0-9]")

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- SPDX-License-Identifier: GPL-2.0-or-later -->\n<libosinfo version="0.0.1">\n'


def read_rows(table):
    """The rows of each entry, in their order. What concerns an entry as a whole stands in its first row."""
    rows = {}
    for number, line in enumerate(read_text(table).rstrip("\n").split("\n"), start=1):
        values = line.split("\t")
        if len(values) != len(COLUMNS):
            raise Problem(f"{table.name}:{number}: {len(values)} columns instead of {len(COLUMNS)}")
        row = dict(zip(COLUMNS, values))
        if number == 1:
            continue
        if not ENTRY.fullmatch(row["os"]) or not re.fullmatch("[0-9]*", row["line"]):
            raise Problem(f"{table.name}:{number}: expected VENDOR/SERIES/unknown, or …/15-unknown, and a number as line")
        rows.setdefault(row["os"], []).append(row)
    return rows


def list_architectures(row):
    """Pairs of an architecture and its word in names; none where the entry has no parts."""
    return [tuple((one.split("=") * 2)[:2]) for one in row["arch"].split(",") if one]


def get_place(tag):
    """Of an element among those of a system."""
    if tag in FIRST:
        return 0
    return 1 + MADE.index(tag) if tag in MADE[:2] else 4 + LAST.index(tag) if tag in LAST else 3


class Entry:
    def __init__(self, name, rows, systems):
        self.id = "http://" + name
        self.rows = rows
        vendor, product, version = name.split("/")
        of_series = [one for one in systems.values() if (one.vendor, one.product) == (vendor, product)]
        line = ENTRY.fullmatch(name)[1] or rows[0]["line"]
        self.version = version
        self.product = product
        self.series = Series(f"{vendor}/{product}", of_series, int(line) if line else None, rows[0]["known"].split())
        self.newest = self.series.find_newest()
        self.system = systems.get(self.id)

    def find_like(self, tag, architecture, is_live):
        """The part of the newest release that the new one is like."""
        parts = [one for one in self.newest.find_all(tag) if architecture in (one.get("arch"), "all")]
        parts = [one for one in parts if tag == "tree" or (one.get("live") == "true") == is_live]
        return min(parts, key=lambda one: one.get("arch") != architecture, default=None)

    def make_part(self, row, architecture, word):
        tag, inner = ("tree", "treeinfo") if row["family"] else ("media", "iso")
        like = self.find_like(tag, architecture, row["live"] == "yes")
        attributes = {"arch": architecture} | ({"live": "true"} if row["live"] else {})
        attributes |= {name: value for name, value in (like.attributes if like else {}).items() if name == "installer-script"}
        elements = {"volume-id": row["volume"], "application-id": row["application"]}
        if tag == "tree":
            elements = {name: row[name] for name in ("family", "variant", "version")} | {"arch": "^{arch}$"}
        lines = [make_line(2, tag, "", attributes.items()).removesuffix(f"</{tag}>")]
        if tag == "media" and row["variant"]:
            lines.append(make_line(3, "variant", attributes=[("id", row["variant"])]))
        expressions = [(name, fill(text.replace("{arch}", word), self.series)) for name, text in elements.items() if text]
        if expressions:
            lines += [f"      <{inner}>", *(make_line(4, *one) for one in expressions), f"      </{inner}>"]
        paths = [(name, like.value(name)) for name in ("kernel", "initrd")] if like else []
        lines += [make_line(3, *one) for one in paths if one[1] and not OF_BUILD.search(one[1])]
        return tag, [*lines, f"    </{tag}>"]

    def make_parts(self):
        """Tag and lines of all that is made; in front of a part stands a blank line, and of the first resources."""
        parts = [(tag, [make_line(2, tag, attributes=[("id", self.newest.id)])]) for tag in MADE[:2]]
        for row in self.rows:
            for tag, lines in (self.make_part(row, *one) for one in list_architectures(row)):
                parts.append((tag, ["", *lines]))
        architectures = [one.get("arch") for one in self.newest.find_all("resources")]
        for number, one in enumerate(dict.fromkeys(architectures)):
            line = make_line(2, "resources", attributes=[("arch", one), ("inherit", "true")])
            parts.append(("resources", [line] if number else ["", line]))
        return parts

    def list_kept(self):
        """Tag and lines of what stays, with the comments and blank lines in front of it."""
        file, element = self.system.parts[0]
        kept, line = [], element.line
        for child in element.children:
            kept.append((child.tag, file.lines[line : child.end]))
            line = child.end
        has_own_resources = not self.newest.find_all("resources")
        return [one for one in kept if one[0] not in MADE or one[0] == "resources" and has_own_resources]

    def list_first(self):
        """What a new entry says."""
        words = re.sub(rf"(?<![0-9]){re.escape(self.newest.version)}(?![0-9]).*", "", self.newest.name).strip()
        main = "".join(re.findall("^[0-9]+-", self.version))
        texts = [
            ("short-id", f"{self.product}{main.removesuffix('-')}-unknown"),
            ("name", f"{words} {main.replace('-', ' ')}Unknown"),
            ("version", self.version),
        ]
        texts += [(tag, self.newest.element.value(tag)) for tag in ("vendor", "family", "distro")]
        first = [(tag, [make_line(2, tag, text)]) for tag, text in texts if text]
        phase = make_line(3, "phase", attributes=[("kind", "security"), ("end", "none")])
        lifecycle = ["    <lifecycle>", phase, "    </lifecycle>"]
        return [*first, ("release-status", [make_line(2, "release-status", "prerelease")]), ("lifecycle", lifecycle)]

    def make_text(self):
        parts = (self.list_kept() if self.system else self.list_first()) + self.make_parts()
        parts.sort(key=lambda part: get_place(part[0]))
        if self.system:
            file, element = self.system.parts[0]
            lines = file.lines[: element.line]
            rest = file.lines[element.end - 1 :]
        else:
            lines = [*HEAD.split("\n")[:-1], f'  <os id="{self.id}">']
            rest = ["  </os>", "</libosinfo>", ""]
        for _tag, part in parts:
            lines += part
        return "\n".join(lines + rest)


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    parser.add_argument("--table", metavar="FILE", type=Path, default=TABLE, help="names of media and trees (default: unknown.tsv)")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with status 1 if a file differs")
    options = parser.parse_args()

    systems = read_systems(options.data)
    differing = []
    for name, rows in read_rows(options.table).items():
        entry = Entry(name, rows, systems)
        path = entry.system.file.path if entry.system else options.data / (get_key("os", entry.id) + ".xml")
        text = entry.make_text()
        if entry.system and text == read_text(path):
            continue
        differing.append(path)
        if not options.check:
            write_text(path, text, overwrite=True)
    for path in differing:
        print(f"{path}: " + ("is not what releases and table say; unknown.py mends it" if options.check else "changed"))
    return STATUS_FOUND if options.check and differing else 0


if __name__ == "__main__":
    run(main)
