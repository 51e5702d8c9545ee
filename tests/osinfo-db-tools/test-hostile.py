#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Archives that mean harm: each is refused in one clear line, and nothing is written or left behind, inside the target
or outside. Prints TAP.

usage: test-hostile.py FOLDER-OF-PROGRAMS"""

import lzma
import os
import random
import resource
import subprocess
import sys
import tarfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import (STATE, ImportWorld, Tap, find_leftovers, is_one_line, make_archive, make_database, make_entry,
                         read_tree, xz)
from tools_case import share

MIB = 1 << 20
GNU, USTAR = tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT
GOOD = make_database("20260101", {"os/a.xml": "a" * 3000, "os/b.xml": "b"})


def declare(name, size):
    """A file that says it is large, and is not there."""
    return make_archive((make_entry(name, size=size)[0], b""), format=GNU)


def squeeze(block, times, head):
    """What is small until it is unpacked: @head, then a block again and again."""
    packer = lzma.LZMACompressor(preset=0)
    parts = [packer.compress(head)]
    parts += [packer.compress(block) for _ in range(times)]
    return b"".join(parts) + packer.flush()


def make_large_file(size):
    header = make_entry("t/large.xml", size=size)[0].tobuf(GNU)
    return squeeze(b"\0" * MIB, size // MIB + 1, header)


def make_large_total():
    """Streams one after another, of which those with content are the same."""
    header = make_entry("t/00000000.xml", size=60 * MIB)[0]
    content = xz(bytes(60 * MIB))
    parts = []
    for number in range(10):
        header.name = f"t/{number}.xml"
        parts += [xz(header.tobuf(GNU)), content]
    return b"".join(parts)


def make_many(kind):
    """Headers that differ in name and checksum only, which is what takes long to make."""
    name = {"files": "t/f{}.xml", "folders": "t/{}/", "same folder": "t/same/"}[kind]
    header = make_entry(name.format(0))[0].tobuf(USTAR)
    middle, end = header[100:148], header[156:]
    total = sum(middle + b" " * 8 + end)

    def make_header(name):
        return name.ljust(100, b"\0") + middle + b"%06o\0 " % (total + sum(name)) + end

    headers = (make_header(name.format(number).encode()) for number in range(120000))
    return xz(b"".join(headers) + bytes(1024))


def make_many_implied():
    """Few files, many folders above them that no entry speaks of."""
    entries = [(f"t/{number}/" + "/".join("abcdefghijklmn") + "/x.xml", b"") for number in range(8000)]
    return make_archive(*entries, format=GNU, pack=xz)


def damage(content, at, value=None):
    content = bytearray(content)
    content[at] = content[at] ^ 0xff if value is None else value
    return bytes(content)


def make_pax_name(name):
    """Any bytes as a name, through a pax header that says so."""
    record = b" path=" + name + b"\n"
    length = len(record) + 2
    while len(str(length).encode() + record) != length:
        length += 1
    text = str(length).encode() + record
    return make_archive(make_entry("x", text, kind=tarfile.XHDTYPE), ("t/plain.xml", "x"), format=USTAR)


PACKED = xz(GOOD)

# name, archive, words of the message
CASES = [
    ("up", make_archive("t/", ("t/../../evil.xml", "x")), "'t/../../evil.xml'"),
    ("up alone", make_archive("../"), "has a component . or .."),
    ("up first", make_archive(("../evil.xml", "x")), "has a component . or .."),
    ("up last", make_archive("t/", "t/.."), "has a component . or .."),
    ("up in the middle", make_archive("t/os/../../../evil/", ), "has a component . or .."),
    ("dot inside", make_archive("t/", ("t/./a.xml", "x")), "has a component . or .."),
    ("absolute", make_archive(("/tmp/evil.xml", "x")), "absolute"),
    ("absolute folder", make_archive(make_entry("/", kind=tarfile.DIRTYPE)), "absolute"),
    ("absolute after the top", make_archive(("t//tmp/evil.xml", "x")), "empty component"),
    ("empty in the middle", make_archive(("t/os//a.xml", "x")), "empty component"),
    ("empty name", make_archive(make_entry("", b"x")), "archive"),
    ("file on top", make_archive(("alone.xml", "x")), "not in a folder"),
    ("file as top", make_archive(("t", "x"), ("t/a.xml", "x")), "not in a folder"),
    ("symbolic link", make_archive("t/", make_entry("t/l", kind=tarfile.SYMTYPE, linkname="/etc")), "a link"),
    ("file through a link", make_archive("t/", make_entry("t/l", kind=tarfile.SYMTYPE, linkname="/tmp"),
                                         ("t/l/evil.xml", "x")), "a link"),
    ("hard link", make_archive("t/", make_entry("t/l.xml", kind=tarfile.LNKTYPE, linkname="/etc/passwd")), "a link"),
    ("hard link inside", make_archive("t/", ("t/a.xml", "a"), make_entry("t/l.xml", kind=tarfile.LNKTYPE, linkname="t/a.xml")),
     "a link"),
    ("character device", make_archive(make_entry("t/n", kind=tarfile.CHRTYPE)), "neither a file nor a folder"),
    ("block device", make_archive(make_entry("t/n", kind=tarfile.BLKTYPE)), "neither a file nor a folder"),
    ("pipe", make_archive(make_entry("t/n", kind=tarfile.FIFOTYPE)), "neither a file nor a folder"),
    ("not UTF-8", make_archive((os.fsdecode(b"t/\xff\xfe.xml"), "x"), format=USTAR), "not UTF-8"),
    ("not UTF-8, GNU", make_archive((os.fsdecode(b"t/" + b"\xc3" * 150), "x"), format=GNU), "not UTF-8"),
    ("not UTF-8, pax", make_pax_name(b"t/\xff.xml"), "archive"),
    ("line break", make_archive(("t/a\nb.xml", "x")), "control character"),
    ("terminal", make_archive(("t/\x1b[2Ja.xml", "x")), "control character"),
    ("C1 control", make_archive(("t/\x9b2J.xml", "x")), "control character"),
    ("up, pax", make_pax_name(b"t/../../evil.xml"), "has a component . or .."),
    ("two files", make_archive(("t/a.xml", "1"), ("t/a.xml", "2")), "duplicate name"),
    ("two files by two tops", make_archive(("t/a.xml", "1"), ("u/a.xml", "2")), "duplicate name"),
    ("file and folder", make_archive(("t/a", "1"), "t/a/"), "duplicate name"),
    ("folder and file", make_archive("t/a/", ("t/a", "1")), "duplicate name"),
    ("below a file", make_archive(("t/a", "1"), ("t/a/b.xml", "2")), "its folder is a file"),
    ("file above", make_archive(("t/a/b.xml", "2"), ("t/a", "1")), "duplicate name"),
    ("deep", make_archive(("t/" + "d/" * 16 + "a.xml", "x")), "too many levels"),
    ("very deep", make_archive(("t/" + "d/" * 2000 + "a.xml", "x")), "too"),
    ("long", make_archive(("t/" + "/".join(["n" * 250] * 5), "x")), "too long"),
    ("long component", make_archive(("t/" + "n" * 300, "x")), "too long"),
    ("says 65 MiB", declare("t/a.xml", 65 * MIB), "too large"),
    ("says 8 EiB", declare("t/a.xml", (1 << 63) - 1), "archive"),
    ("says 1 TiB", declare("t/a.xml", 1 << 40), "too large"),
    ("65 MiB", make_large_file(65 * MIB), "too large"),
    ("600 MiB together", make_large_total(), "too large"),
    ("many files", make_many("files"), "too many entries"),
    ("many folders", make_many("folders"), "too many entries"),
    ("the same folder again and again", make_many("same folder"), "too many entries"),
    ("many folders in names", make_many_implied(), "too many entries"),
    ("bad xz", damage(PACKED, len(PACKED) // 2), "archive"),
    ("bad xz header", damage(PACKED, 9), "archive"),
    ("cut xz", PACKED[:-40], "archive"),
    ("cut xz, in the middle", PACKED[:len(PACKED) // 2], "archive"),
    ("xz of nothing", xz(b""), "archive"),
    ("xz of something else", xz(b"no tar at all" * 100), "archive"),
    ("xz of random bytes", xz(random.Random(1).randbytes(4000)), "archive"),
    ("bad checksum", damage(GOOD, 20), "archive"),
    ("bad checksum later", damage(GOOD, GOOD.index(b"/os/b.xml")), "archive"),
    ("cut in a file", GOOD[:4000], "archive"),
    ("cut between entries", make_archive("t/", ("t/a.xml", "a" * 100), end=False), "truncated"),
    ("cut in a header", GOOD[:512 * 2 + 100], "archive"),
    ("random bytes", random.Random(2).randbytes(5000), "archive"),
    ("HTML", b"<!DOCTYPE html><html>" + b" " * 2000, "archive"),
    ("gzip", b"\x1f\x8b\x08\0" + bytes(100), "it is gzip"),
    ("bzip2", b"BZh91AY&SY" + bytes(100), "it is bzip2"),
    ("zip", b"PK\x03\x04" + bytes(100), "it is zip"),
    ("zstd", b"\x28\xb5\x2f\xfd" + bytes(100), "it is zstd"),
    ("ar", b"!<arch>\n" + bytes(100), "archive"),
    ("cpio", b"070701" + b"0" * 200, "archive"),
]


def limit_memory():
    if "OSINFO_SANITIZED" in os.environ:  # the address sanitizer reserves terabytes
        return
    resource.setrlimit(resource.RLIMIT_AS, (1500 * MIB, 1500 * MIB))


def look(world):
    return {str(path.relative_to(world.root)) for path in world.root.rglob("*")}


def test_case(tap, world, name, content, words):
    archive = world.path("archive.tar")
    archive.write_bytes(content)
    for target in (world.path("full"), world.path("missing/target")):
        before, tree = look(world), read_tree(target, True)
        run = world.start_import("--dir", target, archive, preexec_fn=limit_memory)
        output, errors = (text.decode("utf-8", "replace") for text in run.communicate())
        about = f"{name}, {target.name}"
        tap.ok(run.returncode == 1 and output == "", f"{about}: refused", run.returncode, output)
        tap.ok(is_one_line(errors) and words in errors and len(errors) < 1000, f"{about}: says why", errors)
        tap.ok(look(world) - {STATE} == before - {STATE} and read_tree(target, True) == tree, f"{about}: nothing changes",
               look(world) ^ before)
        tap.equal(world.import_("--dry-run", "--dir", target, archive)[0], 1, f"{about}: dry run")


def test_damage(tap, world):
    """Bytes changed at random: either what comes out is whole, or nothing comes out."""
    source = random.Random(20260101)
    target = world.path("damaged")
    wanted = None
    for number in share(range(150)):
        original = source.choice((GOOD, PACKED))
        content = original
        for _ in range(source.randint(1, 3)):
            content = damage(content, source.randrange(len(content)), source.randrange(256))
        world.path("archive.tar").write_bytes(content)
        before = read_tree(target)
        run = world.start_import("--dir", target, "--allow-downgrade", world.path("archive.tar"), preexec_fn=limit_memory)
        _, errors = run.communicate()
        wanted = before if run.returncode else None
        if run.returncode not in (0, 1) or (wanted is not None and read_tree(target) != wanted):
            tap.ok(False, f"damage {number}", run.returncode, errors)
            return
    tap.ok(True, "damage: all or nothing")
    tap.equal(find_leftovers(world), [], "damage: nothing is left")


def test_locale(tap, world):
    """A name in UTF-8 is what it is where the locale knows only ASCII."""
    archive = world.write_archive("locale.tar", "t/", ("t/é.xml", "e"))
    target = world.path("locale")
    status, _, errors = world.import_("--dir", target, archive, LC_ALL="C")
    tap.equal((status, errors, list(read_tree(target))), (0, "", ["é.xml"]), "locale: C")


def main():
    tap = Tap()
    world = ImportWorld(sys.argv[1])
    first = world.path("first.tar")
    first.write_bytes(GOOD)
    world.import_("--dir", world.path("full"), first)
    (world.path("full") / "mine.xml").write_text("mine")
    for case in share(CASES, 2):
        test_case(tap, world, *case)
    tap.equal(find_leftovers(world), [], "nothing is left")
    tap.ok(not Path("/tmp/evil.xml").exists(), "nothing is written elsewhere")
    test_damage(tap, world)
    test_locale(tap, world)
    return tap.finish()


sys.exit(main())
