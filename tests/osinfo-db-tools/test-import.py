#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-import: sources, what stays and what goes, versions, going back, rights, records; the same folders and
statuses as the established program's; the examples of its page. Prints TAP.

usage: test-import.py FOLDER-OF-PROGRAMS MAN-FOLDER STATE-FOLDER      (/var/lib, as it was built)"""

import bz2
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import (ImportWorld, SameFiles, STATE, Tap, find_established, find_leftovers, is_one_line, make_archive,
                         make_database, make_entry, read_files, read_tree, xz)
from man_examples import read_examples

HERON = "os/example.org/heron-4.xml"
CRANE = "os/example.org/crane-1.xml"
FILES = {HERON: "<heron/>", CRANE: "<crane/>", "schema/osinfo.rng": "<grammar/>", "os/example.org/crane-1.d/a.xml": "<a/>"}
OLD, NEW, NEWEST = "20260101", "20260201", "20260301"


def make_zip():
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w") as archive:
        archive.writestr("t/a.xml", "x")
    return text.getvalue()


# Archives that are what they are to the established program too: name, bytes, our status, what stands in the folder then.
SAME = [
    ("plain", make_database(NEW, FILES), 0, None),
    ("xz", make_database(NEW, FILES, pack=xz), 0, None),
    ("ustar", make_database(NEW, FILES, format=tarfile.USTAR_FORMAT), 0, None),
    ("gnu", make_database(NEW, FILES, format=tarfile.GNU_FORMAT), 0, None),
    ("long-names", make_database(NEW, {"os/" + "d" * 120 + "/" + "n" * 120 + ".xml": "x"}), 0, None),
    ("no-version", make_database("", FILES, top="x"), 0, None),
    ("dot-on-top", make_archive("./", "./os/", ("./os/a.xml", "a")), 0, None),
    ("several-tops", make_archive("a/", ("a/1.xml", "1"), "b/", ("b/2.xml", "2")), 0, None),
    ("empty-file", make_archive("t/", "t/os/", ("t/os/mask.xml", "")), 0, None),
    ("empty-folder", make_archive("t/", "t/os/", ("t/a.xml", "a")), 0, None),
    ("other-names", make_archive("t/", ("t/README", "r"), ("t/é.xml", "e")), 0, None),
    ("rights-and-times", make_archive("t/", make_entry("t/a.xml", b"a", mode=0o4777, mtime=1, uid=12, uname="bin")), 0, None),
    ("no-files", make_archive(), 0, {}),
    ("gzip", make_database(NEW, FILES, pack=gzip.compress), 1, {}),
    ("bzip2", make_database(NEW, FILES, pack=bz2.compress), 1, {}),
    ("zip", make_zip(), 1, {}),
    ("no-archive", b"<libosinfo/>" * 100, 1, {}),
    ("zero-bytes", b"", 1, {}),
    ("symbolic-link", make_archive("t/", make_entry("t/l.xml", kind=tarfile.SYMTYPE, linkname="/etc/passwd")), 1, None),
    ("device", make_archive("t/", make_entry("t/n.xml", kind=tarfile.CHRTYPE, devmajor=1, devminor=3)), 1, None),
    ("fifo", make_archive("t/", make_entry("t/f.xml", kind=tarfile.FIFOTYPE)), 1, None),
]


def test_same(tap, world):
    reason = find_established("osinfo-db-import")
    for name, content, status, tree in SAME:
        archive = world.path(name + ".tar")
        archive.write_bytes(content)
        ours, theirs = world.path("ours-" + name), world.path("theirs-" + name)
        found = world.import_("--dir", ours, archive)
        tap.ok(found[0] == status and found[1] == "", f"same: {name}: status", found)
        tap.ok(status == 0 or is_one_line(found[2]), f"same: {name}: one line", found[2])
        if tree is not None:
            tap.equal(read_tree(ours), tree, f"same: {name}: folder")
        if status != 0:
            tap.ok(not ours.exists(), f"same: {name}: nothing is made")
        if reason:
            tap.skip(f"same: {name}: established", reason)
            continue
        theirs.mkdir()
        established = world.run_established("osinfo-db-import", "--dir", theirs, archive)
        tap.equal(established[0], status, f"same: {name}: established status", established)
        if status == 0:
            tap.equal(read_tree(ours, True), read_tree(theirs, True), f"same: {name}: established folder")
    tap.equal(find_leftovers(world), [], "same: nothing is left")


def test_sources(tap, world):
    archive = world.write_archive("source.tar.xz", "t/", ("t/a.xml", "a"), pack=xz)
    for name, argument in [("path", archive), ("relative path", "source.tar.xz"), ("file:", archive.as_uri())]:
        folder = world.path("from " + name)
        tap.equal((world.import_("--dir", folder, argument), read_files(folder)), ((0, "", ""), {"a.xml": "a"}),
                  f"source: {name}")
    for arguments in ([], ["-"]):
        folder = world.path(f"from input {arguments}")
        run = subprocess.run([world.folder / "osinfo-db-import", "--dir", folder, *arguments],
                             input=archive.read_bytes(), env=world.environment, capture_output=True)
        tap.equal((run.returncode, run.stdout, run.stderr, read_files(folder)), (0, b"", b"", {"a.xml": "a"}),
                  f"source: standard input {arguments}")
    folder = world.path("none")
    for arguments, text in [
        (["absent.tar"], "cannot open archive absent.tar: No such file or directory"),
        (["."], "cannot read archive .: Is a directory"),
        (["ftp://e.org/a.tar"], "cannot open archive ftp://e.org/a.tar: files can be fetched from http: and https: only"),
        (["a", "b"], "expected path to one archive file to import"),
        (["--latest", "--nightly"], "--latest and --nightly are mutually exclusive"),
        (["--exit-code", "a"], "--exit-code needs --latest"),
        (["--rollback", "a"], "--rollback cannot be combined with an archive, --latest or --nightly"),
        (["--rollback"], f"there is no earlier import into '{folder}' to go back to"),
        (["--user", archive], "Only one of --user, --local, --system & --dir can be used"),
    ]:
        tap.equal(world.import_("--dir", folder, *arguments), (1, "", f"{world.folder}/osinfo-db-import: {text}\n"),
                  f"error: {' '.join(map(str, arguments))}")
    tap.ok(not folder.exists(), "error: nothing is made")
    status, output, _ = world.import_("--version")
    tap.ok(status == 0 and output.startswith("osinfo-db-import 2."), "version")
    status, output, _ = world.import_("--help")
    tap.ok(status == 0 and all(option in output for option in (
        "-v, --verbose", "--user", "--local", "--system", "--dir=PATH", "--root=PATH", "--latest", "--nightly",
        "--rollback", "--dry-run", "--allow-downgrade", "--require-signature")), "help", output)

    default = world.path("local" if os.geteuid() == 0 else "user")
    tap.equal((world.import_(archive), read_files(default)), ((0, "", ""), {"a.xml": "a"}), "source: default folder")
    tap.equal(world.import_("-v", "--dir", world.path("verbose"), archive)[1].splitlines()[1:],
              [f"{world.folder}/osinfo-db-import: {line}" for line in ("d t/", "r t/a.xml")], "verbose")


def test_ownership(tap, world):
    folder = world.path("owned")
    (folder / "os/mine.org").mkdir(parents=True)
    (folder / "os/mine.org/mine-1.xml").write_text("mine")
    (folder / "os/mask.xml").symlink_to("/dev/null")
    (folder / "hidden/empty").mkdir(parents=True)
    (folder / "os/example.org").mkdir()
    (folder / CRANE).write_text("mine before")
    own = {"os/mine.org/mine-1.xml": "mine", "os/mask.xml": "/dev/null"}
    old = world.path("old.tar")
    old.write_bytes(make_database(OLD, {**FILES, "os/gone.org/gone-1.xml": "gone", "os/gone.org/gone-2.xml": "gone too",
                                        "os/mine.org/theirs.xml": "theirs"}))
    new = world.path("new.tar")
    new.write_bytes(make_database(NEW, {HERON: "<heron new/>", "platform/p.xml": "p"}))

    kept = SameFiles(folder, ["os/mine.org/mine-1.xml"])
    tap.equal(world.import_("--dir", folder, old), (0, "", ""), "owned: first import")
    tap.equal(read_files(folder), {**FILES, "VERSION": OLD, "os/gone.org/gone-1.xml": "gone",
                                   "os/gone.org/gone-2.xml": "gone too", "os/mine.org/theirs.xml": "theirs", **own},
              "owned: files of others stay, those of the archive replace theirs")
    tap.equal(kept.find(), {"os/mine.org/mine-1.xml"}, "owned: what stays is the same file")
    (folder / "os/gone.org/gone-2.xml").write_text("edited")
    (folder / "os/example.org/later-1.xml").write_text("later")
    edited = {"os/gone.org/gone-2.xml": "edited", "os/example.org/later-1.xml": "later"}

    before = read_tree(folder)
    expected = "".join(sorted([
        "added platform/p.xml\n", f"changed {HERON}\n", "changed VERSION\n", f"removed {CRANE}\n",
        "removed os/example.org/crane-1.d/a.xml\n", "removed os/gone.org/gone-1.xml\n",
        "removed os/mine.org/theirs.xml\n", "removed schema/osinfo.rng\n"], key=lambda line: line.split()[1]))
    tap.equal(world.import_("--dir", folder, "--dry-run", new), (0, expected, ""), "dry run: what would happen")
    tap.equal(read_tree(folder), before, "dry run: nothing happens")

    status, output, errors = world.import_("-v", "--dir", folder, new)
    removed = sorted(line.split(": removed ")[1] for line in output.splitlines() if ": removed " in line)
    tap.equal((status, removed), (0, sorted([
        CRANE, "os/example.org/crane-1.d", "os/example.org/crane-1.d/a.xml", "os/gone.org/gone-1.xml",
        "os/mine.org/theirs.xml", "schema", "schema/osinfo.rng"])), "owned: -v tells what is removed", output, errors)
    tap.equal(read_files(folder), {HERON: "<heron new/>", "platform/p.xml": "p", "VERSION": NEW, **own, **edited},
              "owned: what an import put there goes, unless somebody changed it")
    tap.ok((folder / "hidden/empty").is_dir() and not (folder / "schema").exists()
           and not (folder / "os/example.org/crane-1.d").exists(), "owned: folders likewise")
    tap.equal(world.import_("--dir", folder, "--dry-run", new), (0, "", ""), "dry run: nothing to do")

    shutil.rmtree(world.path(STATE))
    newest = world.write_archive("newest.tar", "t/", ("t/VERSION", NEWEST))
    files = read_files(folder)
    tap.equal((world.import_("--dir", folder, newest), read_files(folder)), ((0, "", ""), {**files, "VERSION": NEWEST}),
              "owned: without its record nothing is removed")
    for damage in (b"", b"nonsense\n", b"osinfo-db-tools-record 1\nfile x\nodd\n", b"\xff\0" * 1000):
        [record] = world.path(STATE).glob("*/record")
        record.write_bytes(damage)
        world.path("again.tar").write_bytes(make_archive("t/", ("t/VERSION", NEWEST + "1")))
        tap.equal((world.import_("--dir", folder, world.path("again.tar"), "--allow-downgrade")[0],
                   set(read_files(folder))), (0, set(files)), f"owned: a damaged record is none: {damage[:20]}")
    tap.equal(find_leftovers(world), [], "owned: nothing is left")


def test_unchanged(tap, world):
    """A file that an archive does not change stays the same file on the disk, unless its rights are others."""
    folder = world.path("unchanged")
    archive = world.path("unchanged.tar")
    archive.write_bytes(make_database(OLD, FILES))
    world.import_("--dir", folder, archive)
    (folder / CRANE).chmod(0o600)
    before = SameFiles(folder, FILES)
    archive.write_bytes(make_database(NEW, {**FILES, "schema/osinfo.rng": "<grammar />"}))
    tap.equal(world.import_("--dir", folder, archive), (0, "", ""), "unchanged: import")
    after = {name: (folder / name).stat() for name in FILES}
    tap.equal(before.find(), {HERON, "os/example.org/crane-1.d/a.xml"}, "unchanged: the same files")
    tap.equal({(status.st_mode & 0o7777, status.st_nlink) for status in after.values()}, {(0o644, 1)}, "unchanged: as new ones are")
    tap.equal(read_files(folder), {**FILES, "schema/osinfo.rng": "<grammar />", "VERSION": NEW}, "unchanged: content")
    before = SameFiles(folder, [HERON])
    archive.write_bytes(make_database(NEWEST, {**FILES, HERON: "<HERON/>"}))
    tap.equal((world.import_("--dir", folder, archive)[0], (folder / HERON).read_text(), before.find()),
              (0, "<HERON/>", set()), "unchanged: not one of the same size")


SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="libosinfo"><attribute name="version"/>
</element></start></grammar>"""
GOOD, BAD, BROKEN = '<libosinfo version="1"/>', '<libosinfo\n  versoin="1"/>', "<libosinfo>"


def test_validate(tap, world):
    """Content that the schema does not allow is refused, if that is asked for."""
    target = world.path("validate")
    system = world.path("system")
    cases = {
        "good": ({"os/a.xml": GOOD, "schema/osinfo.rng": SCHEMA}, None),
        "mask": ({"os/a.xml": GOOD, "os/b.xml": "", "schema/osinfo.rng": SCHEMA}, None),
        "other names": ({"os/a.xml": GOOD, "os/b.txt": BAD, "schema/osinfo.rng": SCHEMA}, None),
        "bad": ({"os/a.xml": GOOD, "os/b.xml": BAD, "schema/osinfo.rng": SCHEMA}, "os/b.xml:2 "),
        "not XML": ({"os/a.xml": GOOD, "os/b.xml": BROKEN, "schema/osinfo.rng": SCHEMA}, "os/b.xml:1 "),
        "no schema": ({"os/a.xml": GOOD}, "schema/osinfo.rng"),
        "odd schema": ({"os/a.xml": GOOD, "schema/osinfo.rng": "<grammar/>"}, "schema/osinfo.rng"),
    }
    for name, (files, words) in cases.items():
        archive = world.path("validate.tar")
        archive.write_bytes(make_database(OLD, files))
        status, output, errors = world.import_("--validate", "--dir", target, archive, OSINFO_SYSTEM_DIR=str(system))
        if words is None:
            tap.equal((status, output, errors, read_files(target)), (0, "", "", {**files, "VERSION": OLD}), f"validate: {name}")
            shutil.rmtree(target)
        else:
            tap.ok(status == 1 and output == "" and words in errors and not target.exists(), f"validate: {name}", errors)
            tap.equal(world.import_("--dir", target, archive), (0, "", ""), f"validate: {name}, not asked for")
            shutil.rmtree(target)
    (system / "schema").mkdir(parents=True)
    (system / "schema/osinfo.rng").write_text(SCHEMA)
    for name, text in (("good", GOOD), ("bad", BAD)):
        archive = world.write_archive("validate.tar", "t/", ("t/a.xml", text))
        status, output, errors = world.import_("--validate", "--dir", target, archive, OSINFO_SYSTEM_DIR=str(system))
        tap.equal((status, target.exists()), (0, True) if text == GOOD else (1, True), f"validate: {name}, by the system's", errors)
        tap.equal(read_files(target), {"a.xml": GOOD}, f"validate: {name} stands there")
    tap.equal(find_leftovers(world), [], "validate: nothing is left")


def test_conflicts(tap, world):
    archive = world.write_archive("conflict.tar", "t/", "t/os/", ("t/os/a.xml", "new"), ("t/os/b.xml", "b"))
    elsewhere = world.path("elsewhere")
    elsewhere.mkdir()

    def link_folder(folder):
        (folder / "os").symlink_to(elsewhere)

    def file_for_folder(folder):
        (folder / "os").write_text("file")

    def folder_for_file(folder):
        (folder / "os/a.xml").mkdir(parents=True)

    def pipe(folder):
        os.mkfifo(folder / "pipe")

    for name, prepare, text in [
        ("linked folder", link_folder, "'os': a symbolic link is there, and the archive has a folder"),
        ("file for folder", file_for_folder, "'os': a file is there, and the archive has a folder"),
        ("folder for file", folder_for_file, "'os/a.xml': a folder is there, and the archive has a file"),
        ("pipe", pipe, "'pipe': it is neither a file nor a folder nor a symbolic link"),
    ]:
        folder = world.path("conflict " + name)
        folder.mkdir()
        prepare(folder)
        names = sorted(map(str, folder.rglob("*")))
        tap.equal(world.import_("--dir", folder, archive), (1, "", f"{world.folder}/osinfo-db-import: {text}\n"),
                  f"conflict: {name}")
        tap.equal((sorted(map(str, folder.rglob("*"))), list(elsewhere.iterdir())), (names, []),
                  f"conflict: {name}: nothing changes")
    folder = world.path("linked file")
    (folder / "os").mkdir(parents=True)
    (elsewhere / "a.xml").write_text("precious")
    (folder / "os/a.xml").symlink_to(elsewhere / "a.xml")
    tap.equal((world.import_("--dir", folder, archive)[0], read_files(folder), (elsewhere / "a.xml").read_text()),
              (0, {"os/a.xml": "new", "os/b.xml": "b"}, "precious"), "conflict: a linked file is replaced, not followed")
    target = world.path("real")
    target.mkdir()
    world.path("linked-target").symlink_to("real")
    tap.equal((world.import_("--dir", world.path("linked-target"), archive)[0], set(read_files(target)),
               world.path("linked-target").is_symlink()), (0, {"os/a.xml", "os/b.xml"}, True),
              "conflict: a target that is a link is followed")
    world.path("dangling").symlink_to("nowhere")
    status, _, errors = world.import_("--dir", world.path("dangling"), archive)
    tap.ok(status == 1 and is_one_line(errors), "conflict: a target that leads nowhere", errors)
    world.path("a-file").write_text("x")
    status, _, errors = world.import_("--dir", world.path("a-file"), archive)
    tap.ok(status == 1 and is_one_line(errors), "conflict: a target that is a file", errors)


# installed, in the archive, status of an import without --allow-downgrade
VERSIONS = [
    ("20260101", "20260102", 0), ("20260101", "20260101", 0), ("20260102", "20260101", 1),
    ("20260101\n", "20260101", 0), (" 20260102 \n", "20260101", 1), ("99991231", "100000101", 0),
    ("100000101", "99991231", 1), ("20260101-1", "20260101", 1), ("20260101-2", "20260101-10", 0),
    ("0.20260101", "20260101", 0), ("020260101", "20260101", 0), (None, "1", 0), ("20260101", None, 0), ("", "1", 0),
]


def test_versions(tap, world):
    for number, (installed, version, expected) in enumerate(VERSIONS):
        folder = world.path(f"version-{number}")
        folder.mkdir()
        if installed is not None:
            (folder / "VERSION").write_text(installed)
        files = [("t/VERSION", version)] if version is not None else [("t/a.xml", "a")]
        archive = world.write_archive("version.tar", "t/", *files)
        before = read_tree(folder)
        status, output, errors = world.import_("--dir", folder, archive)
        tap.ok(status == expected and output == "" and (not expected or is_one_line(errors) and version in errors
                                                        and "--allow-downgrade" in errors),
               f"version: {installed!r} to {version!r}", status, errors)
        if expected:
            tap.equal(read_tree(folder), before, f"version: {version!r}: nothing changes")
            tap.equal((world.import_("--dir", folder, archive, "--allow-downgrade"), read_files(folder)),
                      ((0, "", ""), {"VERSION": version}), f"version: {version!r} is allowed")


def test_rollback(tap, world):
    folder = world.path("rolled")
    trees = {}
    for version, name in ((OLD, HERON), (NEW, CRANE)):
        archive = world.path(version + ".tar.xz")
        archive.write_bytes(make_database(version, {name: name}, pack=xz))
        world.import_("--dir", folder, archive)
        trees[version] = read_files(folder)
        if version == OLD:
            tap.equal(world.import_("--dir", folder, "--rollback")[0], 1, "rollback: not after the first import")
    tap.equal(world.import_("--dir", folder, "--rollback", "--dry-run"),
              (0, f"changed VERSION\nremoved {CRANE}\nadded {HERON}\n", ""), "rollback: dry run")
    for version in (OLD, NEW, OLD):
        tap.equal((world.import_("--dir", folder, "--rollback"), read_files(folder)), ((0, "", ""), trees[version]),
                  f"rollback: to {version}")
    world.import_("--dir", folder, world.path(OLD + ".tar.xz"))
    tap.equal((world.import_("--dir", folder, "--rollback")[0], read_files(folder)), (0, trees[NEW]),
              "rollback: the same archive again counts once")
    third = world.path("third.tar")
    third.write_bytes(make_database(NEWEST, {HERON: "3"}))
    world.import_("--dir", folder, third)
    archives = {path.name for path in world.path(STATE).glob("*/*.tar")}
    wanted = {hashlib.sha256(path.read_bytes()).hexdigest() + ".tar" for path in (world.path(NEW + ".tar.xz"), third)}
    tap.ok(wanted <= archives, "rollback: two archives are kept", archives, wanted)


def test_root(tap, world):
    archive = world.write_archive("root.tar", "t/", ("t/VERSION", "1"), ("t/a.xml", "a"))
    newer = world.write_archive("root-newer.tar", "t/", ("t/VERSION", "2"))
    root = world.path("package")
    for number in range(2):
        tap.equal(world.import_("--root", root, "--dir", "/usr/share/osinfo", archive), (0, "", ""), "root: package")
    tap.equal(read_files(root), {"usr/share/osinfo/VERSION": "1", "usr/share/osinfo/a.xml": "a"},
              "root: nothing but the database is in a package")
    tap.equal((world.import_("--root", root, "--dir", "/usr/share/osinfo", newer)[0], read_files(root)),
              (0, {"usr/share/osinfo/VERSION": "2", "usr/share/osinfo/a.xml": "a"}), "root: without a record nothing goes")

    root = world.path("image")
    (root / sys.argv[3].lstrip("/")).mkdir(parents=True)
    for one in (archive, newer):
        tap.equal(world.import_("--root", root, "--system", one, OSINFO_SYSTEM_DIR="/db")[0], 0, "root: whole system")
    tap.equal(read_files(root / "db"), {"VERSION": "2"}, "root: a system has its record in itself")
    moved = world.path("moved")
    root.rename(moved)
    tap.equal((world.import_("--root", moved, "--dir", "db", "--rollback")[0], read_files(moved / "db")),
              (0, {"VERSION": "1", "a.xml": "a"}), "root: the record moves with it")
    outside = world.path("outside")
    outside.mkdir()
    (moved / "share").symlink_to(outside)
    status, _, errors = world.import_("--root", moved, "--dir", "/share/osinfo", archive)
    tap.ok(status == 1 and is_one_line(errors) and not list(outside.iterdir()), "root: links must not lead out", errors)
    tap.ok(not world.path(STATE).exists() or not any(
        "package" in path.read_text() or "image" in path.read_text() for path in world.path(STATE).glob("*/record")),
        "root: no record is kept outside")


def test_rights(tap, world):
    archive = world.write_archive("rights.tar", "t/", "t/os/", ("t/os/a.xml", "a"))
    folder = world.path("with rights")
    (folder / "os").mkdir(parents=True)
    folder.chmod(0o2775)
    (folder / "os").chmod(0o750)
    (folder / "mine.xml").write_text("mine")
    (folder / "mine.xml").chmod(0o640)
    if os.geteuid() == 0:
        os.chown(folder, 12, 34)
        os.chown(folder / "mine.xml", 56, 78)
    rights = [(path.stat().st_mode, path.stat().st_uid, path.stat().st_gid, path.stat().st_mtime_ns if path.is_file() else 0)
              for path in (folder, folder / "os", folder / "mine.xml")]
    tap.equal(world.import_("--dir", folder, archive)[0], 0, "rights: import")
    tap.equal([(path.stat().st_mode, path.stat().st_uid, path.stat().st_gid, path.stat().st_mtime_ns if path.is_file() else 0)
               for path in (folder, folder / "os", folder / "mine.xml")], rights, "rights: those of what was there stay")


def test_replaced_one_by_one(tap, world):
    """Where the folder above may not be written."""
    reason = world.why_not_nobody()
    if reason:
        tap.skip("one by one", reason)
        return
    base = world.path("shared")
    folder = base / "osinfo"
    folder.mkdir(parents=True)
    state = world.path("nobody-state")
    state.mkdir()
    for path in (folder, state):
        os.chown(path, 65534, 65534)
    for path in (world.root, base):
        path.chmod(0o755)
    (folder / "mine.xml").write_text("mine")
    (folder / ".osinfo-db-import-12345678").write_text("left behind")
    for version, name in ((OLD, HERON), (NEW, CRANE)):
        archive = world.path(version + ".tar.xz")
        archive.write_bytes(make_database(version, {name: name}, pack=xz))
        archive.chmod(0o644)
        run = subprocess.run([world.folder / "osinfo-db-import", "--dir", folder, archive], user=65534, group=65534,
                             env=dict(world.environment, OSINFO_DB_STATE_DIR=str(state), TMPDIR="/tmp"), capture_output=True)
        tap.equal((run.returncode, run.stdout, run.stderr, read_files(folder)),
                  (0, b"", b"", {"mine.xml": "mine", name: name, "VERSION": version}), f"one by one: {version}")
    run = subprocess.run([world.folder / "osinfo-db-import", "--dir", folder, "--rollback"], user=65534, group=65534,
                         env=dict(world.environment, OSINFO_DB_STATE_DIR=str(state)), capture_output=True)
    tap.equal((run.returncode, read_files(folder)), (0, {"mine.xml": "mine", HERON: HERON, "VERSION": OLD}),
              "one by one: rollback", run.stderr)
    run = subprocess.run([world.folder / "osinfo-db-import", "--dir", folder, world.path(NEW + ".tar.xz")], user=65534,
                         group=65534, env=dict(world.environment, OSINFO_DB_STATE_DIR="/proc/none"), capture_output=True, text=True)
    tap.ok(run.returncode == 0 and is_one_line(run.stderr) and "warning: no record" in run.stderr
           and set(read_files(folder)) == {"mine.xml", HERON, CRANE, "VERSION"}, "without a place for the record", run.stderr)


def test_mount_point(tap, world):
    folder = world.path("mounted")
    folder.mkdir()
    world.path("m1.tar").write_bytes(make_database(OLD, {HERON: "1"}))
    world.path("m2.tar").write_bytes(make_database(NEW, {CRANE: "2"}))
    program = world.folder / "osinfo-db-import"
    for name, mount in (("tmpfs", f"mount -t tmpfs none {folder}"), ("bind", f"mount --bind {world.path('bound')} {folder}")):
        world.path("bound").mkdir(exist_ok=True)
        script = (f"{mount} || exit 77; echo mine >{folder}/mine.xml; {program} --dir {folder} m1.tar && "
                  f"{program} --dir {folder} m2.tar && cd {folder} && find . -type f | sort && ls -A {world.root}")
        status, output, errors = world.run("unshare", "--mount", "--map-root-user", "sh", "-c", script)
        if status == 77 or "unshare" in errors:
            tap.skip(f"mount point: {name}", "mounts are not allowed here")
            continue
        tap.ok(status == 0 and output.startswith(f"./VERSION\n./mine.xml\n./{CRANE}\n") and errors == ""
               and ".osinfo-db-import" not in output, f"mount point: {name}", status, output, errors)
        shutil.rmtree(world.path(STATE), ignore_errors=True)


def test_leftovers(tap, world):
    archive = world.write_archive("left.tar", "t/", ("t/a.xml", "a"))
    above = world.path("above")
    killed = [above / f".osinfo-db-import-0000000{number}" for number in range(2)]
    for path in killed:
        (path / "os/deep").mkdir(parents=True)
        (path / "os/deep/x.xml").write_text("x")
    (above / ".osinfo-db-import-lock").write_text("")
    tap.equal(world.import_("--dir", above / "db", archive)[0], 0, "leftovers: import")
    tap.equal(find_leftovers(world), [], "leftovers: what killed imports left goes")


def test_compile(tap, world):
    archive = world.write_archive("compiled.tar", "t/", ("t/a.xml", "a"))
    programs = world.path("programs")
    programs.mkdir()
    shutil.copy2(world.folder / "osinfo-db-import", programs)
    # the library of the build tree is found beside the program otherwise
    library = world.folder.resolve().parent / "libosinfo"
    world.environment["LD_LIBRARY_PATH"] = f"{library}:{world.environment.get('LD_LIBRARY_PATH', '')}"
    called = world.path("called")
    compiler = programs / "osinfo-db-compile"
    compiler.write_text(f"#!/bin/sh\necho called >>{called}\n")
    compiler.chmod(0o755)
    kept, world.folder = world.folder, programs
    root = os.geteuid() == 0
    for arguments, expected in ((["--local"], root), (["--system"], root), (["--dir", world.path("local")], root),
                                (["--user"], False), (["--dir", world.path("other")], False),
                                (["--root", world.path("r"), "--local"], False)):
        called.unlink(missing_ok=True)
        result = world.import_(*arguments, archive)
        tap.equal((result, called.exists()), ((0, "", ""), expected), f"compile: {' '.join(map(str, arguments))}")
    if root:
        compiler.write_text("#!/bin/sh\necho 'no space' >&2\nexit 1\n")
        status, output, errors = world.import_("--local", archive)
        tap.ok((status, output) == (0, "") and is_one_line(errors) and "no space" in errors, "compile: failure is a warning",
               errors)
        compiler.rename(programs / "elsewhere")
        found = world.path("in-path")
        found.mkdir()
        (found / "osinfo-db-compile").write_text(f"#!/bin/sh\necho called >>{called}\n")
        (found / "osinfo-db-compile").chmod(0o755)
        called.unlink(missing_ok=True)
        world.import_("--local", archive, PATH=f"{found}:/usr/bin:/bin")
        tap.ok(called.exists(), "compile: found where programs are")
    world.folder = kept


def test_latest(tap, world):
    server = world.path("server")
    server.mkdir()
    archive = server / f"osinfo-db-{NEW}.tar.xz"
    archive.write_bytes(make_database(NEW, FILES, pack=xz))
    for name in ("latest", "nightly"):
        (server / f"{name}.json").write_text(json.dumps(
            {"version": 1, "release": {"version": NEW + "\n", "archive": archive.name}}))
    url = server.as_uri()
    for installed, is_imported in ((None, True), (OLD, True), (NEW, False), (NEW + "\n", False), (NEWEST, False), ("100000101", False)):
        folder = world.path(f"latest-{installed}")
        folder.mkdir()
        if installed:
            (folder / "VERSION").write_text(installed)
        status, output, errors = world.import_("--latest", "--no-require-signature", "--dir", folder, OSINFO_DB_URL=url)
        tap.equal((status, output, (folder / HERON).exists()), (0, "", is_imported), f"latest: over {installed!r}", errors)
    nightly = ("--nightly", "--no-require-signature", "--url", url)
    status, _, errors = world.import_(*nightly, "--dir", world.path(f"latest-{NEWEST}"))
    tap.ok(status == 1 and "--allow-downgrade" in errors, "nightly: not when it is older", errors)
    tap.equal(world.import_(*nightly, "--dir", world.path(f"latest-{NEW}"))[0], 0, "nightly")
    tap.ok((world.path(f"latest-{NEW}") / HERON).exists(), "nightly: is imported whatever its version")
    folder = world.path("signed")
    for option in ("--latest", "--nightly"):
        status, _, errors = world.import_(option, "--dir", folder, OSINFO_DB_URL=url)
        tap.ok(status == 1 and is_one_line(errors) and "osinfo-db-tools/keys'" in errors
               and "--no-require-signature" not in errors and not folder.exists(),
               f"signature: required by {option}, and none is there", errors)
    status, _, errors = world.import_("--require-signature", "--dir", folder, archive)
    tap.ok(status == 1 and is_one_line(errors) and not folder.exists(), "signature: required of a file", errors)
    status, _, errors = world.import_("--latest", "--dir", folder, OSINFO_DB_URL=world.path("no-server").as_uri())
    tap.ok(status == 1 and is_one_line(errors) and not folder.exists(), "latest: no server", errors)


def test_examples(tap, world, page):
    for version in ("20260320", "20260714"):
        world.path(f"osinfo-db-{version}.tar").write_bytes(make_archive(
            f"osinfo-db-{version}/", (f"osinfo-db-{version}/VERSION", version),
            (f"osinfo-db-{version}/os/example.org/heron-4.xml", "<heron/>")))
    kept = dict(world.environment)
    world.environment["PATH"] = f"{world.folder}:{kept['PATH']}"
    examples = read_examples(page)
    tap.ok(len(examples) == 6, "page: has examples")
    for command, expected in examples:
        tap.equal([part.strip() if part else part for part in map(str, world.run("sh", "-c", command))],
                  ["0", expected.strip(), ""], f"page: {command}")
    world.environment = kept


def main():
    tap = Tap()
    os.umask(0o022)
    for test in (test_same, test_sources, test_ownership, test_unchanged, test_validate, test_conflicts, test_versions, test_rollback, test_root,
                 test_rights, test_replaced_one_by_one, test_mount_point, test_leftovers, test_compile, test_latest):
        test(tap, ImportWorld(sys.argv[1]))
    test_examples(tap, ImportWorld(sys.argv[1]), Path(sys.argv[2]) / "osinfo-db-import.1")
    return tap.finish()


sys.exit(main())
