# SPDX-License-Identifier: GPL-2.0-or-later
"""What vendors write their releases down in: a function a format, from bytes to records. What a record means is the matter of
the rows in osinfo-db/feeds, which feeds.py reads."""

import csv
import json
import re

from database import Problem

MAX_FEED = 8 << 20
MAX_RECORDS = 50_000
MAX_LINE = 64 << 10
MAX_VALUE = 1024
SCALARS = (str, int, float, bool, type(None))


def show(text):
    """The beginning of what a feed says, for a message of one line."""
    return "".join(character if character.isprintable() else "?" for character in text[:60])


def decode(content):
    if len(content) > MAX_FEED:
        raise Problem(f"more than {MAX_FEED} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(f"is not UTF-8: byte {error.start}") from None
    if "\0" in text:
        raise Problem("is not a text")
    return text


def split_lines(text):
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise Problem(f"line {number}: more than {MAX_LINE} characters")
        yield number, line.rstrip("\r")


def split_path(path):
    return path.split(".") if path else []


# JSON


def refuse_twice(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in members if names.count(name) > 1)
        raise Problem(f"says '{show(twice)}' twice in an object")
    return members


def walk(value, path, inherited):
    """The objects at @path, '*' being all there are; each has the plain members of those around it, too."""
    if isinstance(value, dict):
        inherited = inherited | {name: member for name, member in value.items() if isinstance(member, SCALARS)}
    if not path:
        if not isinstance(value, dict):
            raise Problem("expected objects, found something else")
        yield inherited | value
    elif path[0] != "*":
        if not isinstance(value, dict) or path[0] not in value:
            raise Problem(f"has no member '{path[0]}'")
        yield from walk(value[path[0]], path[1:], inherited)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item, path[1:], inherited)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from walk(item, path[1:], inherited | {"@": name})
    else:
        raise Problem("expected an array or an object, found something else")


def read_json(feed, text):
    try:
        value = json.loads(text, object_pairs_hook=refuse_twice)
        yield from walk(value, split_path(feed.records or "*"), {})
    except (ValueError, RecursionError):
        raise Problem("is not JSON") from None


# Texts


def read_yaml(feed, text):
    """Of YAML a list of mappings with plain values, below the key @records if there is one; what is nested in them and texts of
    several lines are passed over."""
    is_inside = feed.records is None
    dash = inner = record = None
    for number, line in split_lines(text):
        stripped = line.strip()
        if not stripped or stripped.startswith("#") or stripped in ("---", "..."):
            continue
        if line.lstrip(" ").startswith("\t"):
            raise Problem(f"line {number}: a tab in front of YAML")
        indent = len(line) - len(line.lstrip(" "))
        is_item = stripped == "-" or stripped.startswith("- ")
        if indent == 0 and not is_item and feed.records is not None:
            is_inside = stripped == f"{feed.records}:"
            dash = inner = None
            continue
        if not is_inside:
            continue
        if is_item and (dash is None or indent == dash):
            if record:
                yield record
            dash, inner, record = indent, None, {}
            rest = stripped[1:].lstrip()
            if not rest:
                continue
            indent, stripped = len(line) - len(rest), rest
        if record is None or indent <= dash:
            raise Problem(f"line {number}: expected an item of a list")
        inner = indent if inner is None else inner
        if indent != inner:
            continue
        found = re.fullmatch(r"""(?:'([^']*)'|"([^"]*)"|([^\s'"#&*!|>%@`{\[][^:]*?))\s*:(?:\s+(.*))?""", stripped)
        if not found:
            raise Problem(f"line {number}: expected 'key: value'")
        key = next(group for group in found.groups()[:3] if group is not None)
        if key in record:
            raise Problem(f"line {number}: says '{show(key)}' twice")
        record[key] = read_plain(found[4] or "", number)
    if record:
        yield record


def read_plain(value, number):
    """A value of YAML; of what is no plain one nothing is taken."""
    quoted = re.fullmatch(r"""(?:"([^"\\]*)"|'([^']*)')\s*(?:#.*)?""", value)
    if quoted:
        return quoted[1] if quoted[1] is not None else quoted[2]
    if value[:1] in ("&", "*", "!", '"', "'"):
        raise Problem(f"line {number}: '{show(value)}' is more than a plain value")
    if value[:1] in ("|", ">", "{", "["):
        return None
    plain = re.sub(r"\s+#.*", "", value).strip()
    return None if plain in ("", "~", "null", "true", "false") else plain


def read_fields(feed, text):
    """Paragraphs of 'Field: value', as archives of Debian and Ubuntu's upgrader have them; lines that go on are passed over."""
    record = {}
    for number, line in split_lines(text):
        if not line.strip():
            if record:
                yield record
            record = {}
        elif line[0] not in " \t#":
            name, colon, value = line.partition(":")
            if not colon or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
                raise Problem(f"line {number}: expected 'Field: value'")
            if name in record:
                raise Problem(f"line {number}: says '{show(name)}' twice")
            record[name] = value.strip()
    if record:
        yield record


def read_csv(feed, text):
    """A table with a line of names on top."""
    lines = [line for _, line in split_lines(text)]
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error as error:
        raise Problem(f"is not a table: {error}") from None
    names = rows[0] if rows else []
    if len(set(names)) < len(names) or not any(names):
        raise Problem("line 1: expected the names of columns")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(names):
            raise Problem(f"line {number}: {len(row)} columns instead of {len(names)}")
        if any(row):
            yield dict(zip(names, row))


def read_text(feed, text):
    """A folder as a web server shows it, a page, a list of checksums: the groups of @expression, wherever it fits a line."""
    for _, line in split_lines(text):
        for found in feed.expression.finditer(line):
            yield found.groupdict()


FORMATS = {"json": read_json, "yaml": read_yaml, "fields": read_fields, "csv": read_csv, "text": read_text}


def read_records(feed, content):
    records = []
    for record in FORMATS[feed.format](feed, decode(content)):
        if len(records) == MAX_RECORDS:
            raise Problem(f"more than {MAX_RECORDS} records")
        records.append(record)
    return records


# Checksums

SUMS = re.compile(r"([0-9A-Fa-f]{32,128}) [ *](?:\./)?(\S+)|[A-Z0-9-]+ \((\S+)\) = ([0-9A-Fa-f]{32,128})")


def read_checksums(content):
    """The names of files in a list as sha256sum or a BSD writes it; whatever else is in there (a signature) is passed over."""
    found = (SUMS.fullmatch(line) for _, line in split_lines(decode(content)) if len(line) <= MAX_VALUE)
    return {match[2] or match[3] for match in found if match}
