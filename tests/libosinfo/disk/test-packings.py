#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Disks that are compressed as a whole or in an archive: the bytes of each partition are those that went in, as far as the
budget goes, and what is behind it gives an advice. Prints TAP.

usage: test-packings.py HELPER"""

import subprocess
import sys
import tarfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from disk_case import MIB, ask, get_sum, make_content, make_disk, run
from tools_case import Tap, World

HELPER = Path(sys.argv[1]).resolve()
GPT = """
start=2048, size=8192, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B
start=12288, size=4096, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709
"""
LEAVES = [(2048 * 512, 8192 * 512), (12288 * 512, 4096 * 512)]
PACKINGS = [
    ("xz-blocks", ["xz", "-0", "-T2", "--block-size=1MiB"], "xz"),
    ("xz-one-block", ["xz", "-0", "-T1"], "xz"),
    ("xz-crc32", ["xz", "-0", "-T1", "--check=crc32", "--block-size=3000000"], "xz"),
    ("xz-with-filter", ["xz", "-T1", "--x86", "--lzma2=preset=0", "--block-size=5MiB"], "xz"),
    ("gzip", ["gzip", "-1", "-n"], "gzip"),
    ("zstd", ["zstd", "-q", "-3"], "zstd"),
    ("zstd-long", ["zstd", "-q", "-1", "--long=24"], "zstd"),
    ("bzip2", ["bzip2", "-1"], "bzip2"),
]


def pack(command, data):
    return subprocess.run([*command, "-c"], input=data, capture_output=True, check=True).stdout


def list_leaves(answer):
    return [(leaf.layer, leaf.offset, leaf.size, leaf.sum, leaf.path) for leaf in answer.leaves]


def expect(data, prefix):
    return [("gpt", start, size, get_sum(data[start : start + size]), f"{prefix}gpt partition {number}")
            for number, (start, size) in enumerate(LEAVES, 1)]  # fmt: skip


def check_packings(tap, world, path, data):
    image = world.path("image")
    for name, command, layer in PACKINGS:
        image.write_bytes(pack(command, data))
        answer = ask(world, HELPER, image)
        tap.equal((answer.errors, answer.format, list_leaves(answer)), ("", layer, expect(data, f"{layer}, ")), f"packed/{name}")
    # several streams behind each other, and zeros
    half = len(data) // 2
    for name, command, layer in (PACKINGS[1], *PACKINGS[4:6], PACKINGS[7]):
        image.write_bytes(pack(command, data[:half]) + pack(command, data[half:]) + bytes(4096))
        tap.equal(list_leaves(ask(world, HELPER, image)), expect(data, f"{layer}, "), f"packed/{name} in two streams")
    inner = world.path("inner.qcow2")
    run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", path, inner)
    image.write_bytes(pack(["xz", "-0", "-T1"], inner.read_bytes()))
    answer = ask(world, HELPER, image)
    tap.equal((answer.format, list_leaves(answer)), ("xz", expect(data, "xz, qcow2, ")), "packed/qcow2 in xz")
    image.write_bytes(pack(["gzip", "-1"], pack(["xz", "-0"], data)))
    tap.equal(list_leaves(ask(world, HELPER, image)), expect(data, "gzip, xz, "), "packed/xz in gzip")
    text = data
    for _ in range(9):
        text = pack(["gzip", "-1"], text)
    image.write_bytes(text)
    tap.equal([leaf.path for leaf in ask(world, HELPER, image).leaves], [", ".join(["gzip"] * 8)], "packed/nine times: eight are opened")


def check_damage(tap, world, data):
    """What is there before the damage is read, and the rest is told of."""
    image = world.path("damaged")
    for name, command, layer in PACKINGS:
        packed = pack(command, data)
        image.write_bytes(packed[: len(packed) // 2])
        answer = ask(world, HELPER, image)
        tap.ok(answer.status == 1 and answer.errors.startswith(f"{layer}: invalid"), f"damaged/{name}: cut off", answer)
        noise = bytearray(packed)
        noise[40:100] = b"\xff" * 60
        image.write_bytes(noise)
        answer = ask(world, HELPER, image)
        tap.ok(any(": invalid" in text for text in [answer.errors, *answer.unread]), f"damaged/{name}: at the start", answer)


def check_budget(tap, world):
    """A partition that begins behind the budget: the first one is read, and the second one is not looked for in vain."""
    size = 72 * MIB
    script = "start=2048, size=4096, type=L\nstart=140000, size=4096, type=L\n"
    path = world.path("large.raw")
    data = make_disk(path, size, script, "gpt")
    image = world.path("large.zst")
    image.write_bytes(pack(["zstd", "-q", "-1"], data))
    answer = ask(world, HELPER, image)
    why = "zstd: what is needed is too far inside of it: unpack it first"
    tap.equal([leaf.path for leaf in answer.leaves], ["zstd, gpt partition 1"], "budget/a stream: first partition")
    tap.equal(answer.unread, [f"gpt | zstd, gpt partition 2 |  | {answer.unread[0].split(' | ')[3]} | {why}"], "budget/a stream: second partition")
    tap.ok(f"disk.unread={why} @ zstd, gpt partition 2" in answer.said, "budget/a stream: told", answer.said)
    image.write_bytes(pack(["xz", "-0", "-T2", "--block-size=4MiB"], data))
    answer = ask(world, HELPER, image)
    tap.equal([leaf.path for leaf in answer.leaves], ["xz, gpt partition 1", "xz, gpt partition 2"], "budget/blocks: both")


def check_archives(tap, world, path, data):
    image = world.path("image.tar")
    inner = world.path("disk.vmdk")
    run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=streamOptimized", path, inner)
    for name, kind in (("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT)):
        for long in ("", "a-folder-with-a-long-name/" * (5 if kind != tarfile.USTAR_FORMAT else 3)):
            with tarfile.open(image, "w", format=kind) as archive:
                ovf = world.path("machine.ovf")
                ovf.write_text("<Envelope/>")
                archive.add(ovf, f"{long}machine.ovf")
                archive.add(inner, f"{long}disk-Größe.vmdk")
                archive.add(ovf, "more")
            answer = ask(world, HELPER, image)
            where = f"tar {long}disk-Größe.vmdk, vmdk, "
            tap.equal((answer.errors, list_leaves(answer)), ("", expect(data, where)), f"archive/{name}{', long name' if long else ''}")
            tap.ok(f"disk.member={long}machine.ovf @ tar" in answer.said, f"archive/{name}: members", answer.said)
    run("tar", "-cJf", image, "--format=gnu", "-C", path.parent, path.name)
    answer = ask(world, HELPER, image)
    tap.equal(list_leaves(answer), expect(data, f"xz, tar {path.name}, "), "archive/tar.xz")
    run("cp", "--sparse=always", path, path.with_suffix(".holes"))
    path.with_suffix(".holes").rename(path)
    run("tar", "-cSf", image, "--format=gnu", "-C", path.parent, path.name)
    answer = ask(world, HELPER, image)
    sparse = f"tar: member '{path.name}' is stored with holes: unpack it first"
    tap.ok(answer.leaves == [] and sparse in answer.unread[0], "archive/sparse, GNU", answer)
    run("tar", "-cSf", image, "--format=posix", "-C", path.parent, path.name)
    answer = ask(world, HELPER, image)
    tap.ok(answer.leaves == [] and "is stored with holes" in answer.unread[0], "archive/sparse, POSIX", answer)
    run("tar", "-cf", image, "-C", ovf.parent, ovf.name)
    answer = ask(world, HELPER, image)
    tap.ok("there is no disk among its first members" in answer.unread[0], "archive/no disk", answer)


def main():
    tap = Tap()
    world = World()
    if tap.lacks("packings", "bzip2", "qemu-img", "sfdisk", "xz", "zstd"):
        return tap.finish()
    path = world.path("disk.raw")
    data = make_disk(path, 9 * MIB, GPT, "gpt")
    check_packings(tap, world, path, data)
    check_damage(tap, world, data)
    check_budget(tap, world)
    check_archives(tap, world, path, data)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
