#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables and volumes: damaged ones with a copy, ones in one another, what is named and not opened, and what must not be taken
for a table. Prints TAP.

usage: test-tables.py HELPER"""

import struct
import sys
import uuid
import zlib
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from disk_case import MIB, ask, get_sum, make_content, run
from tools_case import Tap, World

HELPER = Path(sys.argv[1]).resolve()
ROOT = uuid.UUID("b921b045-1df0-41c3-af44-4c6f280d3fae")
DATA = uuid.UUID("0fc63daf-8483-4772-8e79-3d69d8477de4")


def read(world, data, *options):
    path = world.path("image")
    path.write_bytes(data)
    return ask(world, HELPER, *options, path)


def list_leaves(answer):
    return [(leaf.path, leaf.offset, leaf.size, leaf.sum) for leaf in answer.leaves]


# GPT


def make_gpt(size, sector, partitions, n_entries=128):
    """Both copies; partitions are (first, last, type, name), in sectors."""
    image = bytearray(size)
    entries = bytearray(128 * n_entries)
    for number, (first, last, kind, name) in enumerate(partitions):
        entry = kind.bytes_le + uuid.UUID(int=number + 1).bytes_le + struct.pack("<QQQ", first, last, 0) + name.encode("utf-16-le")
        entries[128 * number : 128 * number + len(entry)] = entry
    last, length = size // sector - 1, -(-len(entries) // sector)

    def header(own, other, place):
        text = struct.pack("<8sIIIIQQQQ16sQIII", b"EFI PART", 0x10000, 92, 0, 0, own, other, 2 + length, last - length - 1,
                           uuid.UUID(int=77).bytes_le, place, n_entries, 128, zlib.crc32(entries))  # fmt: skip
        return text[:16] + struct.pack("<I", zlib.crc32(text)) + text[20:]

    for own, other, place in ((1, last, 2), (last, 1, last - length)):
        image[own * sector : own * sector + 92] = header(own, other, place)
        image[place * sector : place * sector + len(entries)] = entries
    image[446:462] = struct.pack("<BBBBBBBBII", 0, 0, 2, 0, 0xEE, 0xFF, 0xFF, 0xFF, 1, last)
    image[510:512] = b"\x55\xaa"
    return image


def check_gpt(tap, world):
    for sector in (512, 4096):
        image = make_gpt(4 * MIB, sector, [(128, 191, ROOT, "root"), (256, 319, DATA, "data")])
        for first in (128, 256):
            image[first * sector + 70000 : first * sector + 80000] = make_content(10000, first)
        expected = [(f"gpt partition {number}", first * sector, 64 * sector, get_sum(image[first * sector : (first + 64) * sector]))
                    for number, first in enumerate((128, 256), 1)]  # fmt: skip
        answer = read(world, image)
        tap.equal(list_leaves(answer), expected, f"gpt/{sector}")
        tap.equal([(leaf.role, leaf.architecture, leaf.label) for leaf in answer.leaves],
                  [("root", "aarch64", "root"), ("linux-data", "", "data")], f"gpt/{sector}: what types say")  # fmt: skip
        told = "disk.unread=gpt: the first table is damaged, its copy at the end was read @ gpt"
        for name, place, length in (("header", sector + 30, 1), ("entry", 2 * sector + 40, 1), ("both", sector, 2000), ("mark", sector, 8)):
            damaged = bytearray(image)
            damaged[place : place + length] = bytes(byte ^ 0x55 for byte in damaged[place : place + length])
            answer = read(world, damaged)
            tap.equal((list_leaves(answer), told in answer.said), (expected, True), f"gpt/{sector}: {name} damaged, copy read")
            damaged[-sector:] = bytes(sector)
            answer = read(world, damaged)
            why = answer.unread[0].split(" | ")[-1] if answer.unread else ""
            tap.ok(answer.leaves == [] and why.startswith("gpt: invalid "), f"gpt/{sector}: {name} damaged, no copy", answer)
        cut = image[: 300 * sector]
        tap.equal([leaf.path for leaf in read(world, cut).leaves], ["gpt partition 1", "gpt partition 2"], f"gpt/{sector}: cut off")
    for name, first, last in (("backwards", 300, 200), ("behind all numbers", 100, (1 << 63) + 5), ("at 0", 0, 100)):
        answer = read(world, make_gpt(MIB, 512, [(first, last, DATA, "x"), (500, 600, DATA, "good")]))
        tap.equal([leaf.label for leaf in answer.leaves], ["good"], f"gpt/a partition {name}")
    answer = read(world, make_gpt(MIB, 512, []))
    tap.equal(answer.unread, ["gpt | gpt |  |  | gpt: there is nothing in it"], "gpt/no partition")
    answer = read(world, make_gpt(8 * MIB, 512, [(4096 + i, 4096 + i, DATA, str(i)) for i in range(300)], 512))
    tap.equal(len(answer.leaves), 256, "gpt/many: 256 are seen")


# MBR, BSD


def entry(kind, first, count, status=0):
    return struct.pack("<BBBBBBBBII", status, 0, 0, 0, kind, 0, 0, 0, first, count)


def sector_with(*entries):
    return bytes(446) + b"".join(entries).ljust(64, b"\0") + b"\x55\xaa"


def check_mbr(tap, world):
    def paths(image):
        return [leaf.path for leaf in read(world, image).leaves]

    image = bytearray(MIB)
    image[:512] = sector_with(entry(5, 100, 1000), entry(0x83, 1500, 100))
    image[100 * 512 : 101 * 512] = sector_with(entry(0x83, 10, 20), entry(5, 0, 1000))
    tap.equal(paths(image), ["mbr partition 5", "mbr partition 2"], "mbr/a chain that ends with 0")
    image[100 * 512 : 101 * 512] = sector_with(entry(0x83, 10, 20), entry(5, 200, 1000))
    image[300 * 512 : 301 * 512] = sector_with(entry(0x83, 10, 20), entry(5, 200, 1000))
    tap.equal(paths(image), ["mbr partition 5", "mbr partition 6", "mbr partition 2"], "mbr/a chain to itself")
    image[300 * 512 : 301 * 512] = sector_with(entry(0x83, 10, 20), entry(5, 100, 1000))
    tap.ok(len(paths(image)) <= 70, "mbr/a chain back and forth")
    for name, first in (("a status of 0x42", entry(0x83, 100, 10, 0x42)), ("a start behind the end", entry(0x83, 99999, 10)),
                        ("no sectors", entry(0x83, 100, 0)), ("nothing", b"")):  # fmt: skip
        image[:512] = sector_with(first)
        tap.equal(paths(image), ["raw"], f"mbr/{name}: no table")
    for name, options in (("FAT", ["mkfs.vfat"]), ("ext4", ["mkfs.ext4", "-q", "-F"])):
        if tap.lacks(f"no table/{name}", options[0]):
            continue
        path = world.path("fs")
        path.write_bytes(bytes(4 * MIB))
        run(*options, path)
        data = bytearray(path.read_bytes())
        tap.equal(paths(data), ["raw"], f"no table/{name}")
    disc = bytearray(MIB)
    disc[:512] = sector_with(entry(0x17, 64, 1000, 0x80))
    disc[32768:32775] = b"\x01CD001\x01"
    tap.equal(paths(disc), ["raw"], "no table/a disc that starts from a stick, too")


def make_label(parts, version=0, sector=512):
    label = bytearray(148 + 16 * len(parts))
    struct.pack_into("<I", label, 0, 0x82564557)
    struct.pack_into("<I", label, 40, sector)
    struct.pack_into("<H", label, 114, version)
    struct.pack_into("<IHH", label, 132, 0x82564557, 0, len(parts))
    for number, (first, count, kind) in enumerate(parts):
        struct.pack_into("<IIHHB", label, 148 + 16 * number, count & 0xFFFFFFFF, first & 0xFFFFFFFF,
                         first >> 32 if version else 0, count >> 32 if version else 0, kind)  # fmt: skip
    total = 0
    for number in range(0, len(label), 2):
        total ^= struct.unpack_from("<H", label, number)[0]
    struct.pack_into("<H", label, 136, total)
    return bytes(label)


def check_bsd(tap, world):
    def ask_label(parts, start=0, **keywords):
        image = bytearray(MIB)
        label = make_label(parts, **keywords)
        if start:
            image[:512] = sector_with(entry(0xA5, start, 1900))
        image[start * 512 + 512 : start * 512 + 512 + len(label)] = label
        return [(leaf.path, leaf.offset, leaf.size, leaf.role) for leaf in read(world, image).leaves]

    plain = [(16, 100, 7), (200, 50, 1), (0, 1900, 0), (300, 70, 27)]
    tap.equal(ask_label(plain), [("bsd partition a", 8192, 51200, "bsd-ffs"), ("bsd partition b", 102400, 25600, "swap"),
                                 ("bsd partition d", 153600, 35840, "freebsd-zfs")], "bsd/whole disk")  # fmt: skip
    tap.equal([row[1] for row in ask_label(plain, start=64)], [8192, 102400, 153600], "bsd/counted from the partition")
    moved = [(first + 64, count, kind) for first, count, kind in plain]
    tap.equal([row[1] for row in ask_label(moved, start=64)], [8192, 102400, 153600], "bsd/counted from the disk")
    tap.equal(ask_label([(16, 100 + (1 << 33), 7)], version=1)[0][2], MIB - 8192, "bsd/OpenBSD's wide numbers")
    answer = read(world, bytes(512) + make_label(plain)[:-1] + b"\1" + bytes(4096))
    tap.ok("bsd: invalid label" in answer.unread[0], "bsd/wrong sum", answer)


# LVM


def make_crc(data, start=0xF597A6CF):
    """LVM starts with another number, and turns nothing at the end."""
    return zlib.crc32(data, start ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def make_lvm(volumes, here="pv0", wrap=False, group="vg"):
    ids = "abcdef-0123-4567-89ab-cdef-0123-456789"
    text = f"""{group} {{
id = "x"
status = ["RESIZEABLE", "READ", "WRITE"] # a comment {{
extent_size = 128
physical_volumes {{
pv0 {{
id = "{ids if here == 'pv0' else ids[::-1]}"
pe_start = 2048
}}
pv1 {{
id = "{ids if here == 'pv1' else ids[::-1]}"
pe_start = 2048
}}
}}
logical_volumes {{
{volumes}
}}
}}
"""
    data = text.encode() + b"\0"
    image = bytearray(4 * MIB)
    label = struct.pack("<8sQII8s", b"LABELONE", 1, 0, 32, b"LVM2 001") + ids.replace("-", "").encode() + struct.pack("<Q", len(image))
    label += struct.pack("<QQQQ", MIB, 0, 0, 0) + struct.pack("<QQQQ", 4096, 65536, 0, 0)
    image[512 : 512 + len(label)] = label
    offset = 65536 - 100 if wrap else 512
    head = b" LVM2 x[5A%r0N*>" + struct.pack("<IQQ", 1, 4096, 65536) + struct.pack("<QQII", offset, len(data), make_crc(data), 0)
    image[4100 : 4100 + len(head)] = head
    first = min(len(data), 65536 - offset)
    image[4096 + offset : 4096 + offset + first] = data[:first]
    image[4096 + 512 : 4096 + 512 + len(data) - first] = data[first:] if first < len(data) else b""
    image[MIB + 70000 : 4 * MIB] = make_content(3 * MIB - 70000, 3)
    return image


def volume(name, *segments, visible=True):
    lines = [f'{name} {{\nid = "{name}-id"\nstatus = ["READ", {chr(34) + "VISIBLE" + chr(34) if visible else chr(34) + "X" + chr(34)}]',
             f"segment_count = {len(segments)}"]  # fmt: skip
    for number, (start, count, kind, rest) in enumerate(segments, 1):
        lines.append(f'segment{number} {{\nstart_extent = {start}\nextent_count = {count}\ntype = "{kind}"\n{rest}\n}}')
    return "\n".join(lines) + "\n}\n"


def linear(place, physical="pv0"):
    return f'stripe_count = 1\nstripes = [\n"{physical}", {place}\n]'


def check_lvm(tap, world):
    two = volume("root", (0, 4, "striped", linear(10)), (4, 2, "striped", linear(2)))
    more = two + volume("thin", (0, 4, "thin", "")) + volume("far", (0, 1, "striped", linear(0, "pv1")))
    more += volume("hidden", (0, 1, "striped", linear(0)), visible=False)
    more += volume("wide", (0, 2, "striped", 'stripe_count = 2\nstripes = ["pv0", 0, "pv1", 0]'))
    extent = 65536
    for name, wrap in (("in one piece", False), ("that goes on at the start", True)):
        image = make_lvm(more, wrap=wrap)
        bytes_of = image[MIB + 10 * extent : MIB + 14 * extent] + image[MIB + 2 * extent : MIB + 4 * extent]
        answer = read(world, image)
        tap.equal(list_leaves(answer), [("lvm2 vg/root", 0, 6 * extent, get_sum(bytes_of))], f"lvm/metadata {name}")
        why = {line.split(" | ")[1]: line.split(" | ")[-1] for line in answer.unread}
        tap.equal(why, {
            "lvm2 vg/thin": "lvm2: volume 'vg/thin' is not read: thin",
            "lvm2 vg/far": "lvm2: volume 'vg/far' is not read: a part of it is on another disk",
            "lvm2 vg/wide": "lvm2: volume 'vg/wide' is not read: it is striped over several disks",
        }, f"lvm/metadata {name}: what is not read")  # fmt: skip
    image = make_lvm(two)
    image[4096 + 700] ^= 1
    tap.ok("lvm2: invalid checksum" in read(world, image).unread[0], "lvm/damaged metadata")
    tap.ok("group 'vg' has no volumes" in read(world, make_lvm("")).unread[0], "lvm/no volumes")
    for name, text in (("unbalanced", "a {\n"), ("a text without an end", 'a = "x'), ("too deep", "a {" * 40), ("no name", "= 3")):
        answer = read(world, make_lvm(text))
        tap.ok(any("lvm2:" in line for line in answer.unread), f"lvm/{name}", answer)
    # a volume that is the disk which it is on
    ring = make_lvm(volume("ring", (0, 48, "striped", linear(0))))
    ring[MIB : MIB + 4096 + 65536] = ring[: 4096 + 65536]
    answer = read(world, ring)
    tap.ok(max((leaf.path.count("lvm2") for leaf in answer.leaves), default=0) <= 8, "lvm/a volume in itself", answer)


# What is named


def check_named(tap, world):
    def name(data):
        answer = read(world, data)
        return (answer.unread or ["nothing"])[0].split(" | ")

    def make(size, *command, before=None):
        path = world.path("made")
        path.write_bytes(bytes(size))
        run(*command, path, *(before or []))
        return path.read_bytes()

    data = make(MIB, "mkswap", "-q", "-L", "more", "-U", "12345678-1234-4234-8234-123456789abc")
    tap.equal(name(data)[:4], ["swap", "swap", "more", "12345678-1234-4234-8234-123456789abc"], "named/swap")
    data = bytearray(8192)
    data[:8], data[24:28], data[168:204] = b"LUKS\xba\xbe\0\2", b"disk", b"8007A6DF-576c-4e9a-b771-0aa742324478"
    tap.equal(name(data), ["luks2", "luks2", "disk", "8007a6df-576c-4e9a-b771-0aa742324478",
                           "luks2: encrypted, it cannot be read without its key"], "named/LUKS 2")  # fmt: skip
    data[7], data[24:28] = 1, bytes(4)
    tap.equal(name(data)[:2], ["luks1", "luks1"], "named/LUKS 1")
    data = bytearray(8192)
    data[:11] = b"\xeb\x58\x90-FVE-FS-"
    tap.equal(name(data)[0], "bitlocker", "named/BitLocker")
    marks = [("apfs", 32, b"NXSB"), ("hfsplus", 1024, b"H+\0\4"), ("bcachefs", 4120, bytes.fromhex("c68573f666ce90a9d96a60cf803df7ef")),
             ("f2fs", 1024, b"\x10\x20\xf5\xf2"), ("jfs", 32768, b"JFS1"), ("reiserfs", 65588, b"ReIsEr2Fs"), ("stratis", 516, b"!Stra0tis\x86\xff\x02^\x41rh")]  # fmt: skip
    for expected, place, mark in marks:
        data = bytearray(100000)
        data[place : place + len(mark)] = mark
        tap.equal(name(data)[0], expected, f"named/{expected}")

    def pair(word, kind, value):
        padded = word.encode().ljust(-(-len(word) // 4) * 4, b"\0")
        body = struct.pack(">I", len(word)) + padded + struct.pack(">II", kind, 1) + value
        return struct.pack(">II", len(body) + 8, 0) + body

    pairs = pair("version", 8, struct.pack(">Q", 5000)) + pair("name", 9, struct.pack(">I", 5) + b"zroot\0\0\0")
    pairs += pair("pool_guid", 8, struct.pack(">Q", 1 << 63)) + bytes(8)
    data = bytearray(300000)
    data[16384 : 16384 + 12 + len(pairs)] = b"\1\1\0\0" + struct.pack(">II", 0, 1) + pairs
    tap.equal(name(data)[:4], ["zfs", "zfs", "zroot", str(1 << 63)], "named/ZFS")

    def make_raid(level, disks, at):
        raid = bytearray(MIB)
        head = struct.pack("<II", 0xA92B4EFC, 1) + bytes(8) + uuid.UUID(int=5).bytes + b"host:0".ljust(32, b"\0")
        raid[at : at + len(head)] = head
        struct.pack_into("<i", raid, at + 72, level)
        struct.pack_into("<Q", raid, at + 80, 1000)
        struct.pack_into("<I", raid, at + 92, disks)
        struct.pack_into("<Q", raid, at + 128, 128)
        raid[65536 + 66000 : 65536 + 500000] = make_content(434000, 1)
        return raid

    for at in (0, 4096, MIB - 8192):
        raid = make_raid(1, 2, at)
        expected = [("mdraid", 65536, 512000, get_sum(raid[65536 : 65536 + 512000]))]
        tap.equal(list_leaves(read(world, raid)), expected, f"mdraid/a mirror, superblock at {at}")
    tap.equal(name(make_raid(5, 3, 4096)), ["mdraid", "mdraid", "host:0", str(uuid.UUID(int=5)),
                                            "mdraid: one of 3 disks of a RAID of level 5"], "mdraid/level 5")  # fmt: skip
    data = bytearray(4096)
    data[:4] = b"PK\3\4"
    tap.ok("unpack it first" in name(data)[-1], "named/zip")


def main():
    tap = Tap()
    world = World()
    check_gpt(tap, world)
    check_mbr(tap, world)
    check_bsd(tap, world)
    check_lvm(tap, world)
    check_named(tap, world)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
