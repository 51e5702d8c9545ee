# SPDX-License-Identifier: GPL-2.0-or-later
"""The cases of test-oracle.py: what is asked of both sets of programs, and the worlds that it is asked in.

A world is the same folder each time, with cwd "work" in it. {W} in arguments and variables stands for its path, which is
without the slash in front in names of files below a --root."""

import functools
import gzip
import itertools
import lzma
import os
import shlex
import tarfile
from pathlib import Path
from typing import NamedTuple

from import_case import make_archive, make_database, make_entry, xz

SCHEMA = (Path(__file__).resolve().parents[2] / "schema" / "osinfo.rng").read_text()
VERSION = "20260320"
# Neither sorted nor the other way round, so that no file system lists them in order by chance.
NAMES = ("f", "b", "h", "d", "a", "g", "c", "e")
LOCATIONS = ("--user", "--local", "--system", "--dir=db")
DATABASE = "osinfo-db-" + VERSION


class Case(NamedTuple):
    program: str
    arguments: tuple
    variables: tuple = ()  # of pairs; None: unset
    world: tuple = ()  # names in WORLDS
    before: tuple = ()  # arguments of runs that come first
    stdin: str = ""  # name of a file in the world
    umask: int = 0o022

    def __str__(self):
        words = [self.program, shlex.join(self.arguments)]
        words += [f"{name}={'(unset)' if value is None else repr(value)}" for name, value in self.variables]
        words += [f"before:{shlex.join(one)}" for one in self.before]
        words += [f"[{name}]" for name in self.world]
        words += [f"<{self.stdin}"] if self.stdin else []
        words += [f"umask={self.umask:o}"] if self.umask != 0o022 else []
        return " ".join(words)


def document(name, more=""):
    return (f'<libosinfo version="0.0.1">\n<os id="http://e.org/{name}">\n<short-id>{name}</short-id>\n'
            f"<name>{name}</name>\n<vendor>v</vendor>\n{more}</os>\n</libosinfo>\n")


def write(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def write_database(folder, label, names=("a",)):
    for name in names:
        write(folder / f"os/e.org/{label}{name}.xml", document(label + name))


def write_schema(folder, text=SCHEMA):
    write(folder / "schema/osinfo.rng", text)


FILES = {"os/e.org/a.xml": document("a"), "os/e.org/b.d/x.xml": "<x/>", "schema/osinfo.rng": "<grammar/>", "pci.ids": "i"}
ARCHIVES = {
    "plain.tar": lambda: make_database(VERSION, FILES),
    "x.tar.xz": lambda: make_database(VERSION, FILES, pack=xz),
    "lzma.tar": lambda: make_database(VERSION, FILES, pack=lambda text: lzma.compress(text, lzma.FORMAT_ALONE)),
    "gzip.tar": lambda: gzip.compress(make_database(VERSION, FILES), mtime=0),
    "older.tar": lambda: make_database("20250101", {"os/e.org/a.xml": "older", "os/e.org/gone.xml": "gone"}),
    "ustar.tar": lambda: make_database(VERSION, FILES, format=tarfile.USTAR_FORMAT),
    "gnu.tar": lambda: make_database(VERSION, FILES, format=tarfile.GNU_FORMAT),
    "no-version.tar": lambda: make_database("", FILES, top="x"),
    "no-files.tar": lambda: make_archive(),
    "only-folders.tar": lambda: make_archive("t/", "t/os/"),
    "several-tops.tar": lambda: make_archive("a/", ("a/1.xml", "1"), "b/", ("b/2.xml", "2")),
    "dot.tar": lambda: make_archive("./", "./os/", ("./os/a.xml", "a")),
    "modes.tar": lambda: make_archive("t/", make_entry("t/a.xml", b"a", mode=0o4777, mtime=1, uid=12, uname="bin"),
                                      make_entry("t/d/", mode=0o700), ("t/d/b.xml", "b")),
    "utf8.tar": lambda: make_archive("t/", ("t/é.xml", "e")),
    "other-names.tar": lambda: make_archive("t/", ("t/README", "r"), ("t/x.xml~", "x"), ("t/.hidden.xml", "h")),
    "no-parents.tar": lambda: make_archive("t/", ("t/os/e.org/a.xml", "a")),
    "twice.tar": lambda: make_archive("t/", ("t/a.xml", "1"), ("t/a.xml", "2")),
    "up.tar": lambda: make_archive("t/", ("t/a.xml", "a"), ("t/../evil.xml", "x")),
    "no-top.tar": lambda: make_archive(("a.xml", "a")),
    "symlink.tar": lambda: make_archive("t/", make_entry("t/l.xml", kind=tarfile.SYMTYPE, linkname="/etc/passwd")),
    "hardlink.tar": lambda: make_archive("t/", ("t/a.xml", "a"), make_entry("t/l.xml", kind=tarfile.LNKTYPE, linkname="t/a.xml")),
    "device.tar": lambda: make_archive("t/", make_entry("t/n.xml", kind=tarfile.CHRTYPE, devmajor=1, devminor=3)),
    "fifo.tar": lambda: make_archive("t/", make_entry("t/f.xml", kind=tarfile.FIFOTYPE)),
    "cut.tar": lambda: make_database(VERSION, FILES)[:2000],
    "cut-at-an-entry.tar": lambda: make_database(VERSION, FILES, end=False),
    "cut.tar.xz": lambda: make_database(VERSION, FILES, pack=xz)[:-40],
    "no-archive.tar": lambda: b"<libosinfo/>" * 100,
    "zero-bytes.tar": lambda: b"",
    "file-for-folder.tar": lambda: make_archive("t/", ("t/os", "x")),
}


@functools.cache
def read_archive(name):
    return ARCHIVES[name]()


# Each gets the world's folder and "work/db" in it.
WORLDS = {
    # databases in all places, each told from the others by its file
    "places": lambda w, d: [write_database(folder, label) for label, folder in {
        "user": w / "user", "local": w / "local", "system": w / "system", "db": d, "up": w / "db", "home": w / "home/config/osinfo",
        "rel": w / "work/rel", "image-db": w / "work/image/db", "image-user": w / f"work/image{w}/user",
        "image-local": w / f"work/image{w}/local", "image-system": w / f"work/image{w}/system",
        "image-rel": w / "work/image/rel", "image-db-abs": w / f"work/image{w}/work/db"}.items()],
    "many": lambda w, d: write_database(d, "many-", NAMES),
    "absolute-archive": lambda w, d: write(w / "work/absolute.tar", make_archive("t/", (f"t/{w}/evil.xml", "x"))),
    "terms": lambda w, d: write(w / "work/terms", "terms\n"),
    # what is exported
    "hidden-file": lambda w, d: write(d / "os/.x.xml", "x"),
    "hidden-folder": lambda w, d: write(d / ".git/x.xml", "x"),
    "hidden-other": lambda w, d: write(d / "os/.x", "x"),
    "backup": lambda w, d: write(d / "os/x.xml~", "x"),
    "other-names": lambda w, d: [write(d / name, "x") for name in ("README", "VERSION", "LICENSE", "x.ids", "os/x.XML", "os/xml")],
    "empty-folder": lambda w, d: (d / "empty").mkdir(parents=True),
    "folder.xml": lambda w, d: (d / "os/folder.xml").mkdir(parents=True),
    "mask": lambda w, d: write(d / "os/mask.xml"),
    "null-mask": lambda w, d: (d / "os/mask.xml").symlink_to("/dev/null"),
    "link": lambda w, d: (d / "os/link.xml").symlink_to("e.org/many-a.xml"),
    "folder-link": lambda w, d: (d / "os/link").symlink_to("e.org"),
    "loop": lambda w, d: (d / "os/loop").symlink_to("."),
    "dangling": lambda w, d: (d / "os/dangling.xml").symlink_to("nowhere"),
    "dangling-other": lambda w, d: (d / "os/dangling").symlink_to("nowhere"),
    "fifo": lambda w, d: os.mkfifo(d / "os/fifo.xml"),
    "fifo-other": lambda w, d: os.mkfifo(d / "os/fifo"),
    "modes": lambda w, d: [(d / "os").chmod(0o700), (d / "os/e.org/many-b.xml").chmod(0o4777)],
    "unreadable-file": lambda w, d: (d / "os/e.org/many-b.xml").chmod(0),
    "unreadable-folder": lambda w, d: (d / "os/e.org").chmod(0),
    "no-utf8": lambda w, d: write(d / "os" / os.fsdecode(b"\xff.xml"), "x"),
    "utf8": lambda w, d: write(d / "os/é.xml", "x"),
    "long-name": lambda w, d: write(d / ("os/" + "n" * 200 + ".xml"), "x"),
    # where to
    "old-archive": lambda w, d: [write(w / "work/out.tar.xz", "old"), (w / "work/out.tar.xz").chmod(0o600)],
    "read-only-archive": lambda w, d: [write(w / "work/out.tar.xz", "old"), (w / "work/out.tar.xz").chmod(0o400)],
    "archive-link": lambda w, d: [write(w / "work/old", "old"), (w / "work/out.tar.xz").symlink_to("old")],
    "dangling-archive-link": lambda w, d: (w / "work/out.tar.xz").symlink_to("nowhere"),
    "circle": lambda w, d: (w / "work/out.tar.xz").symlink_to("out.tar.xz"),
    "read-only-cwd": lambda w, d: (w / "work").chmod(0o555),
    # the folder itself
    "is-a-file": lambda w, d: write(d, "x"),
    "is-empty": lambda w, d: d.mkdir(),
    "is-a-link": lambda w, d: [write_database(w / "work/real", "many-", NAMES), d.symlink_to("real")],
    "is-a-dangling-link": lambda w, d: d.symlink_to("nowhere"),
    "is-read-only": lambda w, d: [d.mkdir(), d.chmod(0o555)],
    "is-private": lambda w, d: [d.mkdir(), d.chmod(0o700)],
    # what an import meets
    "others-files": lambda w, d: [write(d / "os/e.org/mine.xml", "mine"), write(d / "os/e.org/a.xml", "mine before"),
                                  (d / "os/mask.xml").symlink_to("/dev/null"), (d / "hidden/empty").mkdir(parents=True)],
    "link-for-file": lambda w, d: [write(w / "work/outside", "outside"), write(d / "os/e.org/x", ""),
                                   (d / "os/e.org/a.xml").symlink_to("../../../outside")],
    "link-for-folder": lambda w, d: [(w / "work/outside").mkdir(), d.mkdir(), (d / "os").symlink_to("../outside")],
    "folder-for-file": lambda w, d: (d / "os/e.org/a.xml").mkdir(parents=True),
    "newer-version": lambda w, d: [write(d / "VERSION", "20990101"), write(d / "os/e.org/x.xml", "x")],
    # what is validated, beside a schema
    "schema": lambda w, d: write_schema(d),
    "schema-of-user": lambda w, d: write_schema(w / "user"),
    "schema-of-local": lambda w, d: write_schema(w / "local"),
    "schema-of-system": lambda w, d: write_schema(w / "system"),
    "schema-of-home": lambda w, d: write_schema(w / "home/config/osinfo"),
    "schema-below-root": lambda w, d: write_schema(w / f"work/image{w}/system"),
    "strict-schema-of-user": lambda w, d: write_schema(w / "user", STRICT),
    "strict-schema-of-local": lambda w, d: write_schema(w / "local", STRICT),
    "strict-schema-of-system": lambda w, d: write_schema(w / "system", STRICT),
    "no-schema": lambda w, d: write_schema(w / "user", "<x/>"),
    "malformed-schema": lambda w, d: write_schema(w / "user", "<grammar>"),
    "good": lambda w, d: write(d / "os/e.org/good.xml", document("good")),
    "bad": lambda w, d: write(d / "os/e.org/bad.xml", document("bad", "<nonsense/>\n")),
    "bad-attribute": lambda w, d: write(d / "os/e.org/bad.xml", document("bad").replace("<name>", "<name x='1'>")),
    "bad-root": lambda w, d: write(d / "os/e.org/bad.xml", "<other/>"),
    "malformed": lambda w, d: write(d / "os/e.org/malformed.xml", "<libosinfo>\n<os>\n</libosinfo>\n"),
    "no-xml": lambda w, d: write(d / "os/e.org/no.xml", "no XML\n"),
    "blank": lambda w, d: write(d / "os/e.org/blank.xml", " \n"),
    "no-xml-other": lambda w, d: write(d / "os/README", "no XML\n"),
    "bad-hidden": lambda w, d: write(d / ".h/.bad.xml", document("bad", "<nonsense/>\n")),
    "bad-blank-in-name": lambda w, d: write(d / "os/a b é.xml", document("bad", "<nonsense/>\n")),
    "latin1": lambda w, d: write(d / "os/l.xml", '<?xml version="1.0" encoding="ISO-8859-1"?>\n'.encode() + document("l", "").encode()),
    "unreadable-good": lambda w, d: (d / "os/e.org/good.xml").chmod(0),
    "good-is-linked": lambda w, d: (d / "os/link.xml").symlink_to("e.org/good.xml"),
    "os-null": lambda w, d: [(d / "os").mkdir(parents=True), (d / "os/mask.xml").symlink_to("/dev/null")],
    "os-null-other": lambda w, d: [(d / "os").mkdir(parents=True), (d / "os/mask").symlink_to("/dev/null")],
    "os-dangling": lambda w, d: [(d / "os").mkdir(parents=True), (d / "os/dangling.xml").symlink_to("nowhere")],
    "os-fifo": lambda w, d: [(d / "os").mkdir(parents=True), os.mkfifo(d / "os/fifo.xml")],
    "os-fifo-other": lambda w, d: [(d / "os").mkdir(parents=True), os.mkfifo(d / "os/fifo")],
}
# A schema that no file of ours is right by.
STRICT = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="strict"><empty/></element></start></grammar>'


def build(case, root):
    """Makes the case's world: what it says, and the archives that its arguments name."""
    for name in case.world:
        WORLDS[name](root, root / "work/db")
    for word in {*case.arguments, *itertools.chain(*case.before), case.stdin}:
        name = word.rpartition("/")[2]
        if name in ARCHIVES:
            write(root / "work" / name, read_archive(name))


def make(program, *arguments, world="", before=(), stdin="", umask=0o022, **variables):
    return Case(program, tuple(arguments), tuple(variables.items()), tuple(world.split()), tuple(map(tuple, before)), stdin, umask)


def roots():
    return [], ["--root", "image"], ["--root", "{W}/work/image/"], ["--root", "absent"], ["--root="]


def common_cases(program, *more):
    """What all programs have in common: options that are wrong, or too many. @more: arguments that make a call complete."""
    for words in (["--bad"], ["-x"], ["--bad", "x"], ["--dir"], ["--root"], ["--user=1"], ["--use"], ["--help"], ["-h"], ["-?"],
                  ["--help-all"], ["--help", "--bad"], ["--verbose=1"], ["-vx"]):
        yield make(program, *words)
    for one, other in itertools.combinations(LOCATIONS, 2):
        yield make(program, one, other, *more, world="places")
    yield make(program, "--dir=db", "--user", *more, world="places")
    yield make(program, "--user", "--local", "--system", "--dir=db", *more, world="places")
    yield make(program, "--user", "--local", "--root=image", *more, world="places")


def path_cases():
    yield from common_cases("path")
    folders = ["x", "/x", "x/", "/x//", "./x/../y", ".", "..", "../../x", "/", "/../x", "é", "absent/x", "file:///x", "~", "-"]
    for root in ([], *(["--root", root] for root in ("", "/", "image", "/mnt", "/mnt/", "image/", "../image", "absent", "."))):
        for location in ([], ["--user"], ["--local"], ["--system"], *(["--dir", folder] for folder in folders)):
            yield make("path", *root, *location)
    for location in ("user", "local", "system"):
        for value in (None, "", "rel", "rel/", "/abs/", "/a/../b", "."):
            for root in ([], ["--root", "image"], ["--root", "/mnt/"]):
                yield make("path", "--" + location, *root, **{f"OSINFO_{location.upper()}_DIR": value})
    for home, config in itertools.product((None, "", "rel", "/abs"), (None, "", "rel", "/abs/")):
        if home is not None:  # the other is the host's
            yield make("path", "--user", OSINFO_USER_DIR=None, HOME=home, XDG_CONFIG_HOME=config)
    yield make("path", "--system", OSINFO_DATA_DIR="/not/this")
    for words in (["x"], ["x", "y"], ["-"], ["--"], ["--", "x"], ["--user", "--"], ["--user", "--", "x"], ["x", "--user"],
                  ["x", "--", "y"], ["--", "--"], [""], ["--version"], ["--dir="], ["--dir=a", "--dir=b"], ["--user", "--user"],
                  ["--root=a", "--root=b", "--user"], ["-v"], ["--dir", os.fsdecode(b"\xff")], ["--dir", "a\nb"]):
        yield make("path", *words)


def export_cases():
    version = ("--version", VERSION)
    folders = (["--user"], ["--local"], ["--system"], *(["--dir", folder] for folder in (
        "db", "db/", "{W}/work/db", "../db", "absent", "")))
    yield from common_cases("export", "out.tar.xz")
    for root, location in itertools.product(roots(), ([], *folders)):
        yield make("export", *root, *location, *version, "out.tar.xz", world="places")
    for location in ("user", "local", "system"):
        for value in (None, "", "rel", "rel/"):
            if value or location == "user":  # the others are the host's
                yield make("export", "--" + location, *version, "out.tar.xz", world="places", **{f"OSINFO_{location.upper()}_DIR": value})

    def export(*arguments, world="", **more):
        return make("export", "--dir=db", *arguments, world=f"many {world}", **more)

    for words in ([], ["-"], ["{W}/out.tar.xz"], ["./out.tar.xz"], ["absent/out.tar.xz"], ["image"], ["image/"], ["x", "y"], ["-", "-"],
                  ["file:///x.tar.xz"], [""], ["-v", "out.tar.xz"], ["-v", "-"], ["--verbose"], ["--", "out.tar.xz"], ["out.tar.xz", "--"],
                  ["out.tar.xz", "-v"], ["--", "-v"], ["out.gz"], ["/dev/full"], ["/dev/null"], ["db/os/x.xml"],
                  ["--license", "terms", "out.tar.xz"], ["-v", "--license=terms", "-"], ["--license", "absent", "out.tar.xz"],
                  ["--license", "image", "out.tar.xz"], ["--license=", "out.tar.xz"], ["--license", "/dev/null", "out.tar.xz"], ["--license"]):
        yield export(*version, *words, world="terms")
    for value in ("1", "1.0", "é", "20260230", "0", "x y", ".", "-", "", "a/b", "../x"):
        yield export("--version=" + value, "out.tar.xz")
    yield export("--version=7")
    yield export("--version=1", "--version=2", "out.tar.xz")
    yield export("--version")
    yield export()
    yield export("out.tar.xz")
    for value in ("0", "", "bad"):
        yield export(*version, "out.tar.xz", SOURCE_DATE_EPOCH=value)
    yield export("out.tar.xz", SOURCE_DATE_EPOCH="1700000000")
    yield export(*version, "out.tar.xz", umask=0o077)
    for world in ("hidden-file", "hidden-folder", "hidden-other", "backup", "other-names", "empty-folder", "folder.xml", "mask", "null-mask",
                  "link", "folder-link", "loop", "dangling", "dangling-other", "fifo", "fifo-other", "modes", "unreadable-file",
                  "unreadable-folder", "no-utf8", "utf8", "long-name", "old-archive", "read-only-archive", "archive-link",
                  "dangling-archive-link", "read-only-cwd", "old-archive read-only-cwd", "circle"):
        yield export(*version, "out.tar.xz", world=world)
    for world in ("is-a-file", "is-empty", "is-a-link", "is-a-dangling-link"):
        yield make("export", "--dir=db", *version, "out.tar.xz", world=world)


def import_cases():
    yield from common_cases("import", "x.tar.xz")
    folders = (["--user"], ["--local"], ["--system"], *(["--dir", folder] for folder in (
        "db", "db/", "{W}/work/db", "../db", "absent/db", "a/b/c/", "")))
    for root, location in itertools.product(roots(), ([], *folders)):
        yield make("import", *root, *location, "x.tar.xz")
        if location in ([], ["--user"], ["--dir", "db"]):
            yield make("import", *root, *location, "x.tar.xz", world="places")
    for location in ("user", "local", "system"):
        for value in (None, "", "rel", "rel/"):
            if value or location == "user":
                yield make("import", "--" + location, "x.tar.xz", **{f"OSINFO_{location.upper()}_DIR": value})
    yield make("import", "--user", "x.tar.xz", OSINFO_USER_DIR=None, XDG_CONFIG_HOME=None)

    def import_(*arguments, **more):
        return make("import", "--dir=db", *arguments, **more)

    for name in ARCHIVES:
        yield import_(name)
        yield import_("-v", name)
    yield import_("absolute.tar", world="absolute-archive")
    for stdin in ("x.tar.xz", "plain.tar", "no-archive.tar", "zero-bytes.tar", ""):
        for words in ([], ["-"], ["-v"]):
            yield import_(*words, stdin=stdin)
    for words in (["{W}/work/x.tar.xz"], ["./x.tar.xz"], ["file://{W}/work/x.tar.xz"], ["FILE://{W}/work/x.tar.xz"], ["absent.tar"],
                  ["file:///absent.tar"], ["image"], ["image/"], [""], ["x", "y"], ["-", "-"], ["--", "x.tar.xz"], ["x.tar.xz", "--"],
                  ["x.tar.xz", "-v"], ["ftp://e.org/x.tar"], ["sftp://e.org/x.tar"], ["bad-scheme://x"], ["--latest", "--nightly"],
                  ["--version"], ["--dry-run", "x.tar.xz"], ["/dev/null"]):
        yield import_(*words)
    for world in ("is-a-file", "is-empty", "is-a-link", "is-a-dangling-link", "is-read-only", "is-private", "others-files", "link-for-file",
                  "link-for-folder", "folder-for-file", "newer-version", "read-only-cwd", "is-empty read-only-cwd"):
        yield import_("x.tar.xz", world=world)
    yield import_("x.tar.xz", umask=0o077)
    yield import_("x.tar.xz", before=[["--dir=db", "x.tar.xz"]])
    yield import_("x.tar.xz", before=[["--dir=db", "older.tar"]])
    yield import_("older.tar", before=[["--dir=db", "x.tar.xz"]])
    yield import_("no-files.tar", before=[["--dir=db", "x.tar.xz"]])
    yield import_("file-for-folder.tar", before=[["--dir=db", "x.tar.xz"]])
    yield import_("no-archive.tar", before=[["--dir=db", "x.tar.xz"]])


def validate_cases():
    yield from common_cases("validate")
    good = "places schema-of-system"
    folders = (["--user"], ["--local"], ["--system"], *(["--dir", folder] for folder in (
        "db", "db/", "{W}/work/db", "../db", "absent", "")))
    for root, location in itertools.product(roots(), ([], *folders)):
        yield make("validate", *root, *location, world=good + (" schema-below-root" if "image" in "".join(root) else ""))
    for location in ("user", "local", "system"):
        for value in (None, "", "rel", "rel/"):
            if value or location == "user":
                yield make("validate", "--" + location, world="places schema-of-home schema-of-system schema-of-local",
                           **{f"OSINFO_{location.upper()}_DIR": value})
    for location in ([], ["--user"], ["--local"], ["--system"], ["--dir=db"]):
        for world in ("", "schema", "schema-of-user", "schema-of-local", "schema-of-system", "schema-below-root",
                      "strict-schema-of-user schema-of-local", "strict-schema-of-local schema-of-system", "strict-schema-of-user schema",
                      "strict-schema-of-system schema", "strict-schema-of-system schema-of-local", "strict-schema-of-local schema-of-user"):
            yield make("validate", *location, world=f"places {world}")

    def validate(*arguments, world):
        return make("validate", *arguments, world=f"schema-of-system {world}")

    contents = ("good", "bad", "bad-attribute", "bad-root", "malformed", "no-xml", "blank", "latin1", "good no-xml-other", "good bad-hidden",
                "bad-blank-in-name", "good empty-folder", "good folder.xml", "mask", "os-null", "os-null-other", "os-dangling", "os-fifo",
                "os-fifo-other", "good loop", "good dangling-other", "good good-is-linked", "good unreadable-good", "good bad", "bad malformed",
                "is-empty", "is-a-file", "is-a-link", "is-a-dangling-link", "good backup", "schema good bad")
    for world in contents:
        yield validate("--dir=db", world=world)
    for world in ("good", "bad", "malformed", "is-empty"):
        yield validate("--dir=db", "-v", world=world)
        yield validate("--verbose", "--dir", "db/", world=world)
        yield validate("db", world=world)
        yield validate("db/os", world=world)
        yield validate("file://{W}/work/db", world=world)
    yield validate("db/os/e.org/good.xml", world="good places")
    yield validate("db/os/e.org/bad.xml", world="bad places")
    yield validate("db/os/e.org/good.xml", "db/os/e.org/bad.xml", world="good bad places")
    for world in ("no-schema", "malformed-schema"):
        yield make("validate", "--dir=db", world=f"{world} good")
    for words in (["absent.xml"], ["--", "absent.xml"], ["ftp://e.org/x.xml"], ["--user", "db"], ["db", "--system"], ["--dir=db", "db"],
                  ["--root=image", "db"], ["--version"], ["--"]):
        yield validate(*words, world="good places")


def all_cases():
    for cases in (path_cases, export_cases, import_cases, validate_cases):
        yield from dict.fromkeys(cases())
