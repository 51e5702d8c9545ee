#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""File systems of disks as their own programs write them: names, links and bytes are those of the folder that went in, a file is
found in few reads, damaged images are refused or read, within their limits. Prints TAP.

usage: test-disk-file-systems.py HELPER"""

import ctypes
import ctypes.util
import hashlib
import os
import random
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import HANG, Tap, World, share

os.environ["PATH"] += ":/usr/sbin:/sbin"
HELPER = Path(sys.argv[1]).resolve()
OS_RELEASE = 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n'
MEBIBYTE = 1 << 20
MANY = 1200

# What is found, however large the image is: reads of the disk below.
MOST_READS = 24

EXT = [
    ("ext4", ["-t", "ext4"]),
    ("ext4-1k", ["-t", "ext4", "-b", "1024"]),
    ("ext4-2k-128", ["-t", "ext4", "-b", "2048", "-I", "128"]),
    ("ext4-32-bit", ["-t", "ext4", "-O", "^64bit,^metadata_csum"]),
    ("ext4-inline", ["-t", "ext4", "-O", "inline_data", "-I", "512"]),
    ("ext4-meta-bg", ["-t", "ext4", "-b", "1024", "-O", "meta_bg,^resize_inode", "-g", "1024"]),
    ("ext4-bigalloc", ["-t", "ext4", "-O", "bigalloc"]),
    ("ext4-sparse-super2", ["-t", "ext4", "-O", "sparse_super2"]),
    ("ext3", ["-t", "ext3"]),
    ("ext3-1k", ["-t", "ext3", "-b", "1024"]),
    ("ext2", ["-t", "ext2"]),
    ("ext2-no-kinds", ["-t", "ext2", "-O", "^filetype"]),
    ("ext2-first-revision", ["-t", "ext2", "-r", "0", "-O", "none"]),
]
HASHES = ["legacy", "half_md4", "tea"]
XFS = [
    ("xfs", []),
    ("xfs-1k", ["-b", "size=1024"]),
    ("xfs-large-folders", ["-n", "size=16384"]),
    ("xfs-large-inodes", ["-i", "size=2048"]),
    ("xfs-v4", ["-m", "crc=0,finobt=0,reflink=0"]),
    ("xfs-v4-no-kinds", ["-m", "crc=0,finobt=0,reflink=0", "-n", "ftype=0"]),
    ("xfs-v4-512", ["-m", "crc=0,finobt=0,reflink=0", "-b", "size=512"]),
    ("xfs-large-counts", ["-i", "nrext64=1"]),
]
BTRFS = [
    ("btrfs", []),
    ("btrfs-4k-nodes", ["--nodesize", "4096"]),
    ("btrfs-64k-nodes", ["--nodesize", "65536"]),
    ("btrfs-mixed", ["--mixed", "--nodesize", "4096"]),
    ("btrfs-dup", ["--data", "dup", "--metadata", "dup"]),
    ("btrfs-no-holes", ["-O", "no-holes"]),
    ("btrfs-holes", ["-O", "^no-holes"]),
]


def make_tree(root):
    """A root file system with all that makes a difference: sizes around those of blocks, holes, long names and links."""
    noise = random.Random(1)
    files = {
        "usr/lib/os-release": OS_RELEASE.encode(),
        "data/empty": b"",
        "data/one": b"x",
        "data/fits-inode": b"short" * 20,
        "data/noise": noise.randbytes(300001),
        "data/hole": noise.randbytes(5000) + bytes(600000) + noise.randbytes(7000),
        "data/large": noise.randbytes(2 * MEBIBYTE + 12345),
        "data/Größe und mehr": b"umlaut",
        "data/" + "n" * 255: b"longest",
    }
    for size in (511, 512, 513, 1023, 1024, 1025, 4095, 4096, 4097, 8192, 65536, 131072, 262144):
        files[f"sizes/{size}"] = noise.randbytes(size)
    for number in range(MANY):
        files[f"many/{'name' * (number % 9)}-{number}"] = str(number).encode()
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    links = {
        "etc/os-release": "../usr/lib/os-release",
        "etc/absolute": "/usr/lib/os-release",
        "bin": "usr/bin",
        "data/long-link": "/" + "x" * 58 + "/../usr/lib/os-release",
        "data/longer-link": "../" * 100 + "usr/lib/os-release",
        "data/longest-link": "../data/" * 48 + "one",
    }
    (root / "etc").mkdir()
    for path, target in links.items():
        (root / path).symlink_to(target)
    (root / "nothing").mkdir()


def describe(root):
    """What a walk prints, in any order."""
    lines = []
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if path.is_symlink():
            lines.append(f"link {name} {os.readlink(path)}")
        elif path.is_dir():
            lines.append(f"folder {name}")
        else:
            content = path.read_bytes()
            lines.append(f"file {name} {len(content)} {hashlib.sha256(content).hexdigest()}")
    return sorted(lines)


def ask(world, *arguments):
    return world.run(HELPER, *arguments, text=False)


def walk(world, image):
    """What is in an image, what its program adds aside."""
    status, out, errors = ask(world, 10000000, image)
    return status, sorted(line for line in out.decode().splitlines() if line != "folder lost+found"), errors


def check_walk(tap, world, label, image, expected):
    status, found, errors = walk(world, image)
    tap.equal((status, errors, len(found)), (0, b"", len(expected)), f"{label}: walk")
    tap.equal([row for row in zip(found, expected) if row[0] != row[1]][:5], [], f"{label}: names and bytes")


def check_found(tap, world, label, image, root):
    """By path: links inside of the image are followed, nothing leads out of it."""
    for path in ("usr/lib/os-release", "etc/os-release", "etc/absolute", "data/longer-link"):
        status, out, errors = ask(world, MOST_READS, image, path)
        tap.equal((status, out), (0, OS_RELEASE.encode()), f"{label}: {path} costs few reads", errors)
    status, out, errors = ask(world, 1000000, image, "data/longest-link")
    tap.equal((status, out, errors), (0, b"x", b""), f"{label}: a link that is long")
    missing = ["usr/lib/none", "usr/lib/OS-RELEASE", "none/os-release", "usr/lib", "bin/sh", "many/name-0", "data/long-link"]
    statuses = [ask(world, 1000000, image, path)[0] for path in missing]
    tap.equal(statuses, [2] * len(missing), f"{label}: what is no file is not there")
    names = sorted((root / "many").iterdir())
    status, out, errors = ask(world, 10000000, image, *(path.relative_to(root) for path in names))
    tap.equal((status, errors), (0, b""), f"{label}: all names of a large folder are found")
    tap.equal(out, b"".join(path.read_bytes() for path in names), f"{label}: and are the right ones")


def check_damaged(tap, world, label, image, places):
    """Bytes are changed where tables are, or the end is missing: what is said is one line, and the end comes soon."""
    noise = random.Random(2)
    problems = []
    for number in range(8):
        kept = {}
        with open(image, "r+b") as file:
            for start, size in places * 3:
                place = start + noise.randrange(size)
                file.seek(place)
                kept.setdefault(place, file.read(1))
                file.seek(place)
                file.write(bytes([noise.choice([0, 255, noise.randrange(256)])]))
        if number == 7:
            os.truncate(image, 65536 + noise.randrange(200000))
        status, _, errors = ask(world, 3000, image, "etc/os-release", "data/noise")
        if status not in (0, 1, 2) or (status == 1) != (errors.count(b"\n") == 1):
            problems.append(f"{number}: {status} {errors}")
        with open(image, "r+b") as file:
            for place, byte in kept.items():
                file.seek(place)
                file.write(byte)
    tap.equal(problems, [], f"{label}: damaged copies")


def make(tap, label, program, *arguments, **options):
    if shutil.which(program) is None:
        tap.skip(label, f"{program} is not installed")
        return False
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=HANG, check=False, **options)
    if run.returncode != 0:
        words = (run.stderr.strip() or run.stdout.strip() or "fails").splitlines()
        tap.skip(label, f"this {program} cannot: {words[0]}")
    return run.returncode == 0


def new_image(world, size):
    image = world.path("image")
    image.unlink(missing_ok=True)
    with open(image, "wb") as file:
        file.truncate(size)
    return image


def check_ext(tap, world, root, expected):
    for label, options in share(EXT):
        image = new_image(world, 48 * MEBIBYTE)
        if not make(tap, label, "mkfs.ext4", "-q", "-F", "-m", "0", "-N", "4000", *options, "-d", root, image):
            continue
        check_walk(tap, world, label, image, expected)
        check_found(tap, world, label, image, root)
        out = world.path("dumped")
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        # of files in their inodes it writes 60 bytes, whatever their size is
        if "inline" not in label and make(tap, f"{label}: debugfs", "debugfs", "-R", f"rdump / {out}", image):
            shutil.rmtree(out / "lost+found", ignore_errors=True)
            found = walk(world, image)[1]
            tap.ok(describe(out) == found, f"{label}: names and bytes are those of debugfs")
        check_damaged(tap, world, label, image, [(1024, 400), (4096, 8192)])
    for name in share(HASHES):
        image = new_image(world, 48 * MEBIBYTE)
        label = f"ext4-{name}"
        if not make(tap, label, "mkfs.ext4", "-q", "-F", "-b", "1024", "-N", "4000", "-d", root, image):
            continue
        if not make(tap, label, "tune2fs", "-E", f"hash_alg={name}", image):
            continue
        # builds indexes; its status says that it did
        subprocess.run(["e2fsck", "-fyD", image], capture_output=True, timeout=HANG, check=False)
        shown = subprocess.run(["debugfs", "-R", "htree_dump /many", image], capture_output=True, text=True, check=False).stdout
        tap.ok("Root node dump" in shown, f"{label}: there is an index", shown[:200])
        check_walk(tap, world, label, image, expected)
        check_found(tap, world, label, image, root)


def write_prototype(root, path):
    """What mkfs.xfs makes a file system of: a name, its mode and owner, then what it is or holds."""
    lines = ["/dev/null", "0 0", "d--755 0 0"]

    def add(folder):
        for entry in sorted(folder.iterdir()):
            name = entry.name.replace(" ", "_")
            if entry.is_symlink():
                lines.append(f"{name} l--777 0 0 {os.readlink(entry)}")
            elif entry.is_dir():
                lines.append(f"{name} d--755 0 0")
                add(entry)
            else:
                lines.append(f"{name} ---644 0 0 {entry}")
        lines.append("$")

    add(root)
    path.write_text("\n".join(lines) + "\n")


def check_xfs(tap, world, root):
    # a prototype's texts have no blanks, and are short
    tree = world.path("xfs-root")
    shutil.copytree(root, tree, symlinks=True)
    (tree / "data" / "Größe und mehr").rename(tree / "data" / "Größe_und_mehr")
    expected = describe(tree)
    prototype = world.path("prototype")
    write_prototype(tree, prototype)
    for label, options in share(XFS):
        image = new_image(world, 320 * MEBIBYTE)
        if not make(tap, label, "mkfs.xfs", "-q", "-f", *options, "-p", prototype, image):
            continue
        check_walk(tap, world, label, image, expected)
        check_found(tap, world, label, image, tree)
        check_blocks(tap, world, label, image, tree)
        check_damaged(tap, world, label, image, [(0, 256), (32768, 65536)])


def check_blocks(tap, world, label, image, tree):
    """xfs_db says where the blocks of a file are."""
    script = ["-c", "path /data/noise", "-c", "bmap", "-c", "sb 0", "-c", "p blocksize agblocks"]
    if not make(tap, f"{label}: xfs_db", "xfs_db", "-r", "-c", "help quit", image):
        return
    shown = subprocess.run(["xfs_db", "-r", *script, image], capture_output=True, text=True, timeout=HANG, check=False).stdout
    sizes = dict(line.split(" = ") for line in shown.splitlines() if " = " in line)
    content = bytearray()
    for line in shown.splitlines():
        if "startblock" in line:
            words = line.split()
            group, block = (int(part) for part in words[5].strip("()").split("/"))
            start = (group * int(sizes["agblocks"]) + block) * int(sizes["blocksize"])
            with open(image, "rb") as file:
                file.seek(start)
                content += file.read(int(words[7]) * int(sizes["blocksize"]))
    size = (tree / "data" / "noise").stat().st_size
    status, out, _ = ask(world, 1000000, image, "data/noise")
    tap.equal((status, out), (0, bytes(content[:size][:65536])), f"{label}: bytes are those of xfs_db", shown)


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


def pack_lzo(data, sector=4096):
    """As btrfs has it: the size of all, then of each part, which is never across the end of a sector."""
    library = ctypes.CDLL(ctypes.util.find_library("lzo2") or "liblzo2.so.2")
    work = ctypes.create_string_buffer(1 << 20)
    out = bytearray(4)
    for start in range(0, len(data), sector):
        part = data[start : start + sector]
        packed = ctypes.create_string_buffer(len(part) + len(part) // 16 + 67)
        size = ctypes.c_size_t(0)
        if library.lzo1x_1_compress(part, len(part), packed, ctypes.byref(size), work) != 0:
            raise ValueError("lzo")
        if sector - len(out) % sector < 4:
            out += bytes(sector - len(out) % sector)
        out += struct.pack("<I", size.value) + packed.raw[: size.value]
    out[:4] = struct.pack("<I", len(out))
    return bytes(out)


def pack_zstd(data):
    return subprocess.run(["zstd", "-q", "-c", "--no-check"], input=data, capture_output=True, check=True).stdout


PACKERS = {"zlib": (1, zlib.compress), "lzo": (2, pack_lzo), "zstd": (3, pack_zstd)}


class Btrfs:
    """As much of it as compressing the files of an image takes, that this mkfs.btrfs has only stored."""

    def __init__(self, path):
        self.image = bytearray(path.read_bytes())
        above = self.image[65536 : 65536 + 4096]
        self.node_size = struct.unpack_from("<I", above, 148)[0]
        self.chunks = []
        size, at = struct.unpack_from("<I", above, 160)[0], 811
        while at < 811 + size:
            at += self.add_chunk(above, struct.unpack_from("<Q", above, at + 9)[0], at + 17) + 17
        for _, data in list(self.items(struct.unpack_from("<Q", above, 88)[0])):
            key, offset = data
            if key[1] == 228:
                self.add_chunk(self.image, key[2], offset)
        self.roots = struct.unpack_from("<Q", above, 80)[0]

    def add_chunk(self, data, start, at):
        size, stripes = struct.unpack_from("<Q", data, at)[0], struct.unpack_from("<H", data, at + 44)[0]
        places = [struct.unpack_from("<Q", data, at + 48 + 32 * number + 8)[0] for number in range(stripes)]
        self.chunks.append((start, size, places))
        return 48 + 32 * stripes

    def places(self, address):
        for start, size, places in self.chunks:
            if start <= address < start + size:
                return [place + address - start for place in places]
        raise KeyError(address)

    def items(self, address):
        """(address of the leaf, (key, place of the item)) of all items below."""
        node = self.places(address)[0]
        count, level = struct.unpack_from("<I", self.image, node + 96)[0], self.image[node + 100]
        for number in range(count):
            if level > 0:
                yield from self.items(struct.unpack_from("<Q", self.image, node + 101 + 33 * number + 17)[0])
            else:
                at = node + 101 + 25 * number
                key = struct.unpack_from("<QBQ", self.image, at)
                yield address, (key, node + 101 + struct.unpack_from("<I", self.image, at + 17)[0])

    def compress(self, method, pack):
        """All pieces of up to 128 KiB that get smaller; how many were in an item, and elsewhere."""
        done, leaves = [0, 0], set()
        tree = next(place for _, (key, place) in self.items(self.roots) if key[:2] == (5, 132))
        for leaf, (key, item) in list(self.items(struct.unpack_from("<Q", self.image, tree + 176)[0])):
            if key[1] != 108:
                continue
            size, inlined = struct.unpack_from("<Q", self.image, item + 8)[0], self.image[item + 20] == 0
            address = None if inlined else struct.unpack_from("<Q", self.image, item + 21)[0]
            if address == 0 or size > 131072 or size < 64:
                continue
            places = [item + 21] if inlined else self.places(address)
            packed = pack(bytes(self.image[places[0] : places[0] + size]))
            room = (len(packed) + 4095) // 4096 * 4096
            if len(packed) >= size or (not inlined and room >= size):
                continue
            for place in places:
                self.image[place : place + size] = packed + bytes(size - len(packed))
            self.image[item + 16] = method
            if not inlined:
                struct.pack_into("<Q", self.image, item + 29, room)
            leaves.add(leaf)
            done[not inlined] += 1
        for leaf in leaves:
            first = self.places(leaf)[0]
            node = bytes(self.image[first + 32 : first + self.node_size])
            for place in self.places(leaf):
                self.image[place : place + self.node_size] = struct.pack("<I", crc32c(node)) + bytes(28) + node
        return done


def check_restored(tap, world, label, image, expected):
    """btrfs unpacks the same; it follows no links, and leaves out folders without files."""
    out = world.path("restored")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    if make(tap, f"{label}: btrfs restore", "btrfs", "restore", "-S", image, out):
        found = describe(out)
        wanted = [line for line in expected if line != "folder nothing"]
        tap.equal([row for row in zip([line for line in found if line != "folder nothing"], wanted) if row[0] != row[1]][:3], [], f"{label}: names and bytes are those of btrfs")


def check_btrfs(tap, world, root, expected):
    for label, options in share(BTRFS):
        image = new_image(world, 160 * MEBIBYTE)
        if not make(tap, label, "mkfs.btrfs", "-q", "-f", *options, "--rootdir", root, image):
            continue
        check_walk(tap, world, label, image, expected)
        check_found(tap, world, label, image, root)
        check_restored(tap, world, label, image, expected)
        check_damaged(tap, world, label, image, [(65536, 2048), (MEBIBYTE, 24 * MEBIBYTE)])
    tree = world.path("packable")
    make_packable_tree(tree)
    expected = describe(tree)
    for name, (method, pack) in PACKERS.items():
        label = f"btrfs-{name}"
        image = new_image(world, 160 * MEBIBYTE)
        if not make(tap, label, "mkfs.btrfs", "-q", "-f", "--nodesize", "4096", "--rootdir", tree, image):
            continue
        try:
            volume = Btrfs(image)
            done = volume.compress(method, pack)
        except (OSError, subprocess.CalledProcessError) as problem:
            tap.skip(label, f"nothing here packs it: {problem}")
            continue
        image.write_bytes(volume.image)
        tap.ok(min(done) > 2, f"{label}: files are compressed, in items and elsewhere", str(done))
        status, found, errors = walk(world, image)
        if status == 1 and b"this build of libosinfo cannot decompress" in errors:
            tap.skip(label, "this build does not have it")
            continue
        tap.equal((status, errors), (0, b""), f"{label}: walk")
        tap.equal([row for row in zip(found, expected) if row[0] != row[1]][:3], [], f"{label}: names and bytes")
        check_restored(tap, world, label, image, expected)


UFS = [
    ("ufs2", ["version=2"]),
    ("ufs2-small-blocks", ["version=2,bsize=4096,fsize=512"]),
    ("ufs2-large-blocks", ["version=2,bsize=65536,fsize=8192"]),
    ("ufs1", ["version=1"]),
]


def check_ufs(tap, world, root, expected):
    for label, options in share(UFS):
        image = new_image(world, 0)
        if not make(tap, label, "makefs", "-t", "ffs", "-s", "48m", "-o", options[0], image, root):
            continue
        check_walk(tap, world, label, image, expected)
        check_found(tap, world, label, image, root)
        check_damaged(tap, world, label, image, [(65536 if "2" in label else 8192, 1400), (131072, MEBIBYTE)])


FAT = [
    ("fat32", ["-F", "32", "-s", "1"], 48),
    ("fat32-large-clusters", ["-F", "32", "-s", "8"], 300),
    ("fat16", ["-F", "16"], 40),
    ("fat12", ["-F", "12", "-s", "16"], 30),
]


def check_fat(tap, world, root):
    """Names are found whatever their case is; what mtools writes, it reads."""
    tree = world.path("fat-root")
    shutil.copytree(root, tree, symlinks=True)
    for path in list(tree.rglob("*")):
        if path.is_symlink() or len(path.name) > 200:
            path.unlink()
    for name in ("SHORT.TXT", "lower.txt", "Mixed.Txt", "UPPER.low", "lower.UP", "no-ending", "two.points.txt", ".hidden"):
        (tree / "data" / name).write_text(name)
    expected = describe(tree)
    for label, options, size in share(FAT):
        image = new_image(world, size * MEBIBYTE)
        if not make(tap, label, "mkfs.vfat", *options, image):
            continue
        if not make(tap, label, "mcopy", "-s", "-Q", "-i", image, *sorted(tree.iterdir()), "::/"):
            continue
        check_walk(tap, world, label, image, expected)
        for path in ("usr/lib/os-release", "USR/LIB/OS-RELEASE"):
            status, out, errors = ask(world, MOST_READS, image, path)
            tap.equal((status, out), (0, OS_RELEASE.encode()), f"{label}: {path} costs few reads", errors)
        check_damaged(tap, world, label, image, [(11, 60), (16384, 65536)])


def call(*command):
    return subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=HANG, text=True).stdout


def copy_without_links(root, tree):
    """For file systems that have none. Returns the copy."""
    shutil.copytree(root, tree, symlinks=True)
    for path in list(tree.rglob("*")):
        if path.is_symlink():
            path.unlink()
    return tree


def fill(tree, mount):
    """Copies a tree to where a file system is mounted, and puts two files beside it that are in pieces."""
    shutil.copytree(tree, mount, dirs_exist_ok=True)
    with open(mount / "first", "wb") as first, open(mount / "second", "wb") as second:
        for number in range(300):
            for file in (first, second):
                file.write(bytes([number % 251]) * 5000)
                file.flush()
                os.fsync(file.fileno())
    for name in ("first", "second"):
        (tree / name).write_bytes(b"".join(bytes([number % 251]) * 5000 for number in range(300)))


def make_ntfs(world, tree, image, options):
    """Folders are made by who may mount it."""
    mount = world.path("mount")
    mount.mkdir(exist_ok=True)
    call("mkntfs", "-q", "-F", *options, image)
    call("ntfs-3g", image, mount)
    try:
        fill(tree, mount)
    finally:
        call("fusermount", "-u", mount)


NTFS = [("ntfs", []), ("ntfs-small-clusters", ["-c", "512"]), ("ntfs-large-clusters", ["-c", "65536"]), ("ntfs-4k-sectors", ["-s", "4096"])]


def check_ntfs(tap, world, root):
    for number, (label, options) in enumerate(share(NTFS)):
        tree = copy_without_links(root, world.path(f"ntfs-root-{number}"))
        image = new_image(world, 96 * MEBIBYTE)
        try:
            make_ntfs(world, tree, image, options)
        except (OSError, subprocess.CalledProcessError) as problem:
            tap.skip(label, f"no NTFS can be made here: {problem}")
            continue
        check_walk(tap, world, label, image, describe(tree))
        names = sorted((tree / "many").iterdir())
        status, out, errors = ask(world, 10000000, image, *(f"MANY/{path.name.upper()}" for path in names))
        tap.equal((status, errors, out == b"".join(path.read_bytes() for path in names)), (0, b"", True), f"{label}: all names of a large folder are found")
        if shutil.which("ntfscat"):
            other = subprocess.run(["ntfscat", image, "data/large"], capture_output=True, timeout=HANG, check=False).stdout
            tap.ok(other == (tree / "data" / "large").read_bytes(), f"{label}: ntfscat reads the same")
        check_damaged(tap, world, label, image, [(0, 80), (16384, 65536), (4 * MEBIBYTE, 65536)])


def make_exfat(world, tree, image, options):
    """Likewise; its program wants a block device."""
    mount = world.path("mount")
    mount.mkdir(exist_ok=True)
    call("mkfs.exfat", "-L", "Größe", *options, image)
    device = call("losetup", "--show", "-f", image).strip()
    try:
        call("mount.exfat-fuse", device, mount)
        try:
            fill(tree, mount)
            # as long as it is said to be, and most of it never written
            os.truncate(mount / "second", 5000000)
        finally:
            call("umount", mount)
    finally:
        call("losetup", "-d", device)
    os.truncate(tree / "second", 5000000)


EXFAT = [("exfat", ["-c", "4K"]), ("exfat-small-clusters", ["-c", "512"]), ("exfat-large-clusters", ["-c", "128K"])]


def check_exfat(tap, world, root):
    for number, (label, options) in enumerate(share(EXFAT)):
        tree = copy_without_links(root, world.path(f"exfat-root-{number}"))
        image = new_image(world, 300 * MEBIBYTE)
        try:
            make_exfat(world, tree, image, options)
        except (OSError, subprocess.CalledProcessError) as problem:
            tap.skip(label, f"no exFAT can be made here: {problem}")
            continue
        check_walk(tap, world, label, image, describe(tree))
        for path in ("usr/lib/os-release", "USR/LIB/OS-RELEASE"):
            status, out, errors = ask(world, MOST_READS, image, path)
            tap.equal((status, out), (0, OS_RELEASE.encode()), f"{label}: {path} costs few reads", errors)
        check_damaged(tap, world, label, image, [(64, 50), (MEBIBYTE, 65536), (2 * MEBIBYTE, 65536)])


def make_packable_tree(tree):
    noise = random.Random(3)
    words = [noise.randbytes(3).hex() for _ in range(300)]
    text = " ".join(noise.choice(words) for _ in range(40000)).encode()
    (tree / "usr").mkdir(parents=True)
    for size in (64, 100, 637, 1500, 2000, 3000, 4097, 10000, 65536, 100000, 131072, 200000):
        (tree / "usr" / str(size)).write_bytes(text[size % 1000 :][:size])
    (tree / "usr" / "same").write_bytes(b"a" * 120000)
    (tree / "usr" / "mixed").write_bytes(text[:30000] + noise.randbytes(3000) + bytes(50000) + text[:20000])


def main():
    tap = Tap()
    world = World()
    root = world.path("root")
    make_tree(root)
    expected = describe(root)
    check_ext(tap, world, root, expected)
    check_xfs(tap, world, root)
    check_btrfs(tap, world, root, expected)
    check_ufs(tap, world, root, expected)
    check_fat(tap, world, root)
    check_exfat(tap, world, root)
    check_ntfs(tap, world, root)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
