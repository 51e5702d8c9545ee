# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of the database, read and changed as text.

A file is kept as its lines. What expat finds in it is a tree of elements that know their lines, so that a
change touches just these and leaves layout and comments alone. Nothing here needs the library."""

import argparse
import datetime
import os
import re
import sys
import tempfile
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import facts

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
TABLES = ROOT / "tests" / "osinfo-db"

STATUS_FOUND = 1
STATUS_ERROR = 2

# What files may cost at most: far above what ours have.
MAX_FILE_SIZE = 4 << 20
MAX_DEPTH = 32

OS_ORDER = facts.get_order("os")

UNNUMBERED_STATUSES = ("rolling", "snapshot")


class Problem(Exception):
    """Something that ends a program, told in one line."""


class Element:
    def __init__(self, tag, attributes, line):
        self.tag = tag
        self.attributes = attributes
        self.line = line  # of the start tag, from 1
        self.end = line  # of the end tag
        self.text = ""  # in front of the first child
        self.children = []

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    def find_all(self, *path):
        found = [self]
        for tag in path:
            found = [child for element in found for child in element.children if child.tag == tag]
        return found

    def find(self, *path):
        found = self.find_all(*path)
        return found[0] if found else None

    def values(self, *path):
        return [element.text for element in self.find_all(*path)]

    def value(self, *path):
        element = self.find(*path)
        return None if element is None else element.text

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


class File:
    """An XML file: @lines, without their ends, and @root, which is about the lines as they were read."""

    def __init__(self, path, text=None):
        self.path = Path(path)
        if text is None:
            text = read_text(self.path)
        self.lines = text.split("\n")
        self.root = parse(text, self.path)

    def get_text(self):
        return "\n".join(self.lines)


def read_text(path, limit=MAX_FILE_SIZE):
    try:
        with open(path, "rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise Problem(f"cannot read '{path}': {error.strerror}") from None
    if len(content) > limit:
        raise Problem(f"'{path}' is too large: {limit} bytes at most")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(f"'{path}' is no UTF-8 text: {error.reason} at byte {error.start}") from None


def parse(text, path):
    parser = expat.ParserCreate()
    top = Element(None, {}, 0)
    open_elements = [top]

    def start(tag, attributes):
        if len(open_elements) > MAX_DEPTH:
            raise Problem(f"{path}:{parser.CurrentLineNumber}: elements are nested too deeply")
        element = Element(tag, attributes, parser.CurrentLineNumber)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_tag):
        open_elements.pop().end = parser.CurrentLineNumber

    def data(characters):
        if not open_elements[-1].children:
            open_elements[-1].text += characters

    def refuse(*_arguments):
        raise Problem(f"{path}:{parser.CurrentLineNumber}: a document type is not allowed")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise Problem(f"{path}:{error.lineno}: {expat.ErrorString(error.code)}") from None
    return top.children[0]


def write_text(path, text, overwrite=False):
    """A file appears whole or not at all."""
    path = Path(path)
    if path.exists() and not overwrite:
        raise Problem(f"'{path}' exists already")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise Problem(f"cannot write '{path}': {error.strerror}") from None


def make_line(depth, tag, text=None, attributes=()):
    """A line of a file; @depth counts the elements around it."""
    start = "".join([tag, *(f" {name}={quoteattr(value)}" for name, value in attributes)])
    body = f"<{start}/>" if text is None else f"<{start}>{escape(text)}</{tag}>"
    return "  " * depth + body


def get_key(element, entity_id):
    """What the path of an entity's file is made of, by the rule of schema/README.md, as libosinfo/facts/places.c has it."""
    vendor, slash, name = entity_id.removeprefix("http://").encode().partition(b"/")
    parts = (re.sub(rb"[^A-Za-z0-9._-]", b"-", part) for part in (vendor, name))
    return f"{element}/{slash.decode().join(part.decode() for part in parts)}"


def parse_place(path):
    """The key of a file below a database, and whether it extends another one."""
    folder, _, _ = path.rpartition("/")
    if folder.endswith(".d"):
        return folder.removesuffix(".d"), True
    return path.removesuffix(".xml"), False


def get_sort_key(version):
    """Numbers in a version count as numbers."""
    return [
        (1, int(word), "") if word.isdigit() else (0, 0, word)
        for word in re.findall(r"[0-9]+|[A-Za-z]+", version)
    ]


class System:
    """An os, with what extension files add to it."""

    def __init__(self, file, element):
        self.file = file
        self.element = element
        self.id = element.get("id", "")
        self.extensions = []
        self.parts = [(file, element)]
        self.short_ids = element.values("short-id")
        self.name = element.value("name") or self.id
        self.version = element.value("version") or ""
        self.status = element.value("release-status") or "released"
        self.release_date = element.value("release-date") or ""
        words = self.id.removeprefix("http://").split("/")
        self.vendor = words[0]
        self.product = words[1] if len(words) > 1 else ""

    @property
    def short_id(self):
        return self.short_ids[0] if self.short_ids else self.id

    def is_numbered(self):
        """One release, with a version, and not what stands for releases to come."""
        return (
            self.status not in UNNUMBERED_STATUSES
            and "unknown" not in self.version
            and any(character.isdigit() for character in self.version)
        )

    def has_no_end(self):
        """Its vendor announces none: that is not a gap."""
        phases = self.find_all("lifecycle", "phase")
        return any((phase.get("kind"), phase.get("end")) == ("security", "none") for phase in phases)

    def find_all(self, *path):
        parts = [self.element, *self.extensions]
        return [element for part in parts for element in part.find_all(*path)]

    def find_relations(self, *tags):
        return [element.get("id", "") for tag in tags for element in self.element.find_all(tag)]


def read_systems(data):
    """All systems of a database, by id, by vendor and family, releases by version, then the others."""
    folder = Path(data) / "os"
    if not folder.is_dir():
        raise Problem(f"'{data}' is no database: it has no folder 'os'")
    systems, extensions = {}, []
    for path in sorted(folder.rglob("*.xml")):
        file = File(path)
        for element in file.root.find_all("os"):
            if parse_place(str(path))[1]:
                extensions.append((file, element))
                continue
            system = System(file, element)
            if system.id in systems:
                raise Problem(f"{path}:{element.line}: '{system.id}' is also in '{systems[system.id].file.path}'")
            systems[system.id] = system
    for file, element in extensions:
        if element.get("id") in systems:
            systems[element.get("id")].extensions.append(element)
            systems[element.get("id")].parts.append((file, element))

    def get_key(item):
        one, system = item
        return system.vendor, system.product, not system.is_numbered(), get_sort_key(one)

    return dict(sorted(systems.items(), key=get_key))


def find_system(systems, name):
    """By id or by any short id."""
    for system in systems.values():
        if name == system.id or name in system.short_ids:
            return system
    raise Problem(f"no system is called '{name}'")


def get_expressions(element):
    """A media's or tree's expressions: tag -> element of the expression; empty if it is never recognised."""
    inner, tags = facts.get_expressions(element.tag)
    holder = element.find(inner)
    return {child.tag: child for child in (holder.children if holder else ()) if child.tag in tags}


def parse_date(text):
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        date = None
    if date is None or date.isoformat() != text:
        raise Problem(f"'{text}' is no date: write YYYY-MM-DD")
    return date


def make_parser(text, examples):
    """@examples: command lines, without the folder."""
    program = Path(sys.argv[0]).name
    return argparse.ArgumentParser(
        prog=program,
        description=text,
        epilog="examples:\n" + "\n".join(f"  osinfo-db/update/{program} {line}" for line in examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_data_option(parser):
    parser.add_argument(
        "--data", metavar="DIR", type=Path, default=DATA, help="the database (default: data/ of this tree)"
    )


def add_tables_option(parser):
    parser.add_argument(
        "--tables", metavar="DIR", type=Path, default=TABLES,
        help="folder of labels.tsv and treeinfo.tsv (default: tests/osinfo-db/ of this tree)",
    )  # fmt: skip


def run(main):
    """Ends the program with main()'s status; a problem is a line, a closed pipe is none."""
    try:
        status = main()
        sys.stdout.flush()
    except Problem as problem:
        print(f"{Path(sys.argv[0]).name}: {problem}", file=sys.stderr)
        status = STATUS_ERROR
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = STATUS_ERROR
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
