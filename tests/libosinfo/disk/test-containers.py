#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Disks as qemu-img writes them, in each container and with each table: the bytes of each partition are those that went in.
Prints TAP.

usage: test-containers.py HELPER"""

import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from disk_case import MIB, ask, get_sum, make_content, make_disk, run
from tools_case import Tap, World, share

HELPER = Path(sys.argv[1]).resolve()
SIZE = 24 * MIB

# name, format and options of qemu-img, what we call it
CONTAINERS = [
    ("raw", ["-O", "raw"], "raw"),
    ("qcow2", ["-O", "qcow2"], "qcow2"),
    ("qcow2-version-2", ["-O", "qcow2", "-o", "compat=0.10"], "qcow2"),
    ("qcow2-smallest-clusters", ["-O", "qcow2", "-o", "cluster_size=512"], "qcow2"),
    ("qcow2-largest-clusters", ["-O", "qcow2", "-o", "cluster_size=2M"], "qcow2"),
    ("qcow2-preallocated", ["-O", "qcow2", "-o", "preallocation=metadata"], "qcow2"),
    ("qcow2-zlib", ["-c", "-O", "qcow2"], "qcow2"),
    ("qcow2-zlib-small-clusters", ["-c", "-O", "qcow2", "-o", "cluster_size=4k"], "qcow2"),
    ("qcow2-zlib-version-2", ["-c", "-O", "qcow2", "-o", "compat=0.10"], "qcow2"),
    ("qcow2-zstd", ["-c", "-O", "qcow2", "-o", "compression_type=zstd"], "qcow2"),
    ("qcow2-extended", ["-O", "qcow2", "-o", "extended_l2=on,cluster_size=128k"], "qcow2"),
    ("qcow2-extended-zlib", ["-c", "-O", "qcow2", "-o", "extended_l2=on"], "qcow2"),
    ("vmdk-sparse", ["-O", "vmdk"], "vmdk"),
    ("vmdk-streamed", ["-O", "vmdk", "-o", "subformat=streamOptimized"], "vmdk"),
    ("vmdk-zeroed-grains", ["-O", "vmdk", "-o", "zeroed_grain=on"], "vmdk"),
    ("vhd-dynamic", ["-O", "vpc", "-o", "force_size=on"], "vhd"),
    ("vhd-fixed", ["-O", "vpc", "-o", "subformat=fixed,force_size=on"], "vhd"),
    ("vhdx", ["-O", "vhdx"], "vhdx"),
    ("vhdx-fixed", ["-O", "vhdx", "-o", "subformat=fixed"], "vhdx"),
    ("vhdx-small-blocks", ["-O", "vhdx", "-o", "block_size=1M"], "vhdx"),
    ("vdi", ["-O", "vdi"], "vdi"),
    ("vdi-fixed", ["-O", "vdi", "-o", "static=on"], "vdi"),
]

GPT = """
start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, name="BIOS"
start=4096, size=8192, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name="ESP"
start=12288, size=20480, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name="Größe"
"""
MBR = """
start=2048, size=4096, type=83
start=8192, size=36864, type=5
start=10240, size=4096, type=8e
start=16384, size=8192, type=7
start=32768, size=10240, type=83
"""
GPT_LEAVES = [
    ("partition 1", 2048, 2048, "bios-boot", "", "BIOS"),
    ("partition 2", 4096, 8192, "esp", "", "ESP"),
    ("partition 3", 12288, 20480, "root", "x86_64", "Größe"),
]
MBR_LEAVES = [
    ("partition 1", 2048, 4096, "linux-data", "", ""),
    ("partition 5", 10240, 4096, "lvm", "", ""),
    ("partition 6", 16384, 8192, "basic-data", "", ""),
    ("partition 7", 32768, 10240, "linux-data", "", ""),
]


def describe(data, table, layer, leaves):
    prefix = "" if layer == "raw" else f"{layer}, "
    return [
        (table, first * 512, count * 512, get_sum(data[first * 512 : (first + count) * 512]),
         f"{prefix}{table} {name}", role, architecture, label)
        for name, first, count, role, architecture, label in leaves
    ]  # fmt: skip


def check_tables(tap, world, disks):
    for table, (path, data, leaves) in disks.items():
        for name, options, layer in CONTAINERS if table == "gpt" else share(CONTAINERS):
            image = world.path(f"{table}-{name}.img")
            run("qemu-img", "convert", "-f", "raw", *options, path, image)
            answer = ask(world, HELPER, image)
            found = [(l.layer, l.offset, l.size, l.sum, l.path, l.role, l.architecture, l.label) for l in answer.leaves]
            tap.equal((answer.status, answer.errors, answer.format), (0, "", layer), f"{table}/{name}: container")
            tap.equal(found, describe(data, table, layer, leaves), f"{table}/{name}: partitions")
            tap.ok(answer.reads < 4096, f"{table}/{name}: reads", answer.reads)
            image.unlink()


def check_plain(tap, world):
    """No table: the disk as a whole, of a size that is no multiple of anything."""
    data = bytes(70000) + make_content(3 * MIB + 512 - 70000, 7)
    path = world.path("plain.raw")
    path.write_bytes(data)
    for name, options, layer in CONTAINERS:
        image = world.path(f"plain-{name}.img")
        run("qemu-img", "convert", "-f", "raw", *options, path, image)
        found = ask(world, HELPER, image)
        back = world.path("back.raw")
        # the footer of a fixed one is behind its bytes, and not looked for
        run("qemu-img", "convert", "-f", options[options.index("-O") + 1], "-O", "raw", image, back)
        expected = back.read_bytes()
        tap.equal([(l.layer, l.size, l.sum) for l in found.leaves], [(layer, len(expected), get_sum(expected))], f"plain/{name}")


def check_named_files(tap, world, disk):
    """Files that an image names are opened where that is allowed, and only then."""
    path, data, leaves = disk
    base, middle, top = world.path("base.qcow2"), world.path("middle.qcow2"), world.path("top.qcow2")
    run("qemu-img", "convert", "-f", "raw", "-c", "-O", "qcow2", path, base)
    run("qemu-img", "create", "-f", "qcow2", "-F", "qcow2", "-b", "base.qcow2", middle)
    run("qemu-img", "create", "-f", "qcow2", "-F", "qcow2", "-b", middle, top)
    run("qemu-io", "-c", "write -P 65 7340032 70000", middle)
    changed = bytearray(data)
    changed[7340032 : 7340032 + 70000] = b"A" * 70000
    expected = describe(bytes(changed), "gpt", "qcow2", leaves)
    answer = ask(world, HELPER, "--files", top)
    found = [(l.layer, l.offset, l.size, l.sum, l.path, l.role, l.architecture, l.label) for l in answer.leaves]
    tap.equal((answer.errors, found), ("", expected), "backing files: allowed")
    tap.ok(f"disk.names-file={middle} @ qcow2" in answer.said, "backing files: named", answer.said)
    answer = ask(world, HELPER, top)
    tap.equal(answer.leaves, [], "backing files: not allowed")
    tap.ok(f"a part of the disk is in another file, '{middle}', which is not opened" in answer.unread[0],
           "backing files: why", answer.unread)  # fmt: skip
    run("qemu-img", "rebase", "-u", "-F", "qcow2", "-b", "top.qcow2", middle)
    answer = ask(world, HELPER, "--files", top)
    tap.ok("more than 8 files name one another" in answer.unread[0], "backing files: a ring", answer.unread)
    run("qemu-img", "rebase", "-u", "-F", "raw", "-b", "nbd://localhost/x", middle)
    answer = ask(world, HELPER, "--files", middle)
    tap.ok("'nbd://localhost/x', which it names, is not a local file" in answer.unread[0], "backing files: address", answer.unread)
    run("qemu-img", "rebase", "-u", "-F", "raw", "-b", "gone.raw", middle)
    answer = ask(world, HELPER, "--files", middle)
    tap.ok(answer.status == 1 and "gone.raw" in answer.errors, "backing files: missing", answer)

    for kind in ("monolithicFlat", "twoGbMaxExtentFlat", "twoGbMaxExtentSparse"):
        image = world.path(f"{kind}.vmdk")
        run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", f"subformat={kind}", path, image)
        answer = ask(world, HELPER, "--files", image)
        found = [(l.layer, l.offset, l.size, l.sum, l.path, l.role, l.architecture, l.label) for l in answer.leaves]
        tap.equal((answer.errors, found), ("", describe(data, "gpt", "vmdk", leaves)), f"{kind}: allowed")
        answer = ask(world, HELPER, image)
        tap.ok(answer.leaves == [] and "which is not opened" in answer.unread[0], f"{kind}: not allowed", answer)
    # as a raw backing file: a qcow2 in it is what a guest has written
    guest = world.path("guest.qcow2")
    run("qemu-img", "create", "-f", "qcow2", "-F", "raw", "-b", base, guest)
    answer = ask(world, HELPER, "--files", guest)
    size = base.stat().st_size
    tap.equal([(l.layer, l.size) for l in answer.leaves], [("qcow2", (size + 511) // 512 * 512)], "backing files: raw stays raw")


def check_refused(tap, world, disk):
    path = disk[0]
    raw = world.path("data.raw")
    shutil.copy(path, raw)

    def make(name, *command):
        image = world.path(name)
        run(*command, image)
        return ask(world, HELPER, image)

    def why(answer):
        return (answer.leaves, answer.status, answer.unread[0].split(" | ")[-1] if answer.unread else answer.errors)

    # crypt_method; qemu-img measures time for LUKS, and fails where that is too short or too noisy
    for method, word in ((2, "LUKS"), (1, "AES")):
        image = world.path(f"encrypted-{method}.qcow2")
        run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", path, image)
        data = bytearray(image.read_bytes())
        data[35] = method
        image.write_bytes(data)
        tap.equal(why(ask(world, HELPER, image)), ([], 0, f"qcow2: the disk is encrypted ({word})"), f"refused/encrypted: {word}")
    answer = make("external.qcow2", "qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-o", f"data_file={raw}", path)
    tap.equal(why(answer), ([], 0, "qcow2: the disk is in another file (external data file)"), "refused/external-data")
    image = world.path("unknown.qcow2")
    run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", path, image)
    data = bytearray(image.read_bytes())
    data[72 + 6] = 0x10
    image.write_bytes(data)
    tap.equal(why(ask(world, HELPER, image)), ([], 0, "qcow2: unknown feature, bit 12"), "refused/unknown-feature")
    data[72 + 6], data[7] = 0, 9
    image.write_bytes(data)
    tap.equal(why(ask(world, HELPER, image)), ([], 0, "qcow2: version 9 is not supported"), "refused/unknown-version")
    data[7], data[23] = 3, 22
    image.write_bytes(data)
    tap.equal(why(ask(world, HELPER, image)), ([], 0, "qcow2: invalid size of a cluster"), "refused/clusters")
    answer = ask(world, HELPER, "--raw", image)
    tap.equal([(l.layer, l.size) for l in answer.leaves], [("raw", len(data))], "raw, whatever it looks like")
    answer = make("old.qed", "qemu-img", "convert", "-f", "raw", "-O", "qed", path)
    tap.equal(why(answer), ([], 0, "qed: images of this format are not read"), "refused/qed")
    answer = make("old.qcow", "qemu-img", "convert", "-f", "raw", "-O", "qcow", path)
    tap.equal(why(answer), ([], 0, "qcow2: version 1 is not supported"), "refused/qcow")


def main():
    tap = Tap()
    world = World()
    if tap.lacks("containers", "qemu-img", "sfdisk"):
        return tap.finish()
    disks = {}
    for name, script, label, leaves in (("gpt", GPT, "gpt", GPT_LEAVES), ("mbr", MBR, "dos", MBR_LEAVES)):
        path = world.path(f"{name}.raw")
        disks[name] = (path, make_disk(path, SIZE, script, label), leaves)
    check_tables(tap, world, disks)
    check_plain(tap, world)
    check_named_files(tap, world, disks["gpt"])
    check_refused(tap, world, disks["gpt"])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
