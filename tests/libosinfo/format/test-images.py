#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""squashfs and EROFS as mksquashfs and mkfs.erofs write them: names and bytes are those of the folder that went in,
damaged images are refused or read, within their limits. Prints TAP.

usage: test-images.py HELPER"""

import hashlib
import random
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import HANG, Tap, World, share

HELPER = Path(sys.argv[1]).resolve()
OS_RELEASE = 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n'

# What is found, however large the image is.
MOST_READS = 40

SQUASHFS = [
    ("gzip", ["-comp", "gzip"]),
    ("gzip-smallest-blocks", ["-comp", "gzip", "-b", "4096"]),
    ("gzip-largest-blocks", ["-comp", "gzip", "-b", "1M"]),
    ("gzip-nothing-compressed", ["-comp", "gzip", "-noI", "-noD", "-noF", "-noX"]),
    ("gzip-no-fragments", ["-comp", "gzip", "-no-fragments"]),
    ("gzip-all-in-fragments", ["-comp", "gzip", "-always-use-fragments"]),
    ("gzip-with-options", ["-comp", "gzip", "-Xcompression-level", "1"]),
    ("xz", ["-comp", "xz"]),
    ("xz-with-filter", ["-comp", "xz", "-Xbcj", "x86", "-b", "1M"]),
    ("zstd", ["-comp", "zstd"]),
    ("zstd-smallest-blocks", ["-comp", "zstd", "-b", "4096"]),
    ("lz4", ["-comp", "lz4"]),
    ("lz4-high", ["-comp", "lz4", "-Xhc"]),
]
SQUASHFS_REFUSED = [("lzma", "squashfs: compression 2 lzma is not supported"), ("lzo", "squashfs: compression 3 lzo is not supported")]

EROFS = [
    ("plain", []),
    ("plain-not-inline", ["-Enoinline_data"]),
    ("long-inodes", ["-Eforce-inode-extended"]),
    ("short-inodes", ["-Eforce-inode-compact"]),
    ("lz4", ["-zlz4"]),
    ("lz4-high", ["-zlz4hc,12"]),
    ("lz4-several-blocks", ["-zlz4hc", "-C65536"]),
    ("lz4-full-index", ["-zlz4", "-Elegacy-compress"]),
    ("lz4-ends-inline", ["-zlz4", "-Eztailpacking"]),
    ("lz4-ends-inline-full-index", ["-zlz4", "-Eztailpacking,legacy-compress"]),
    ("lz4-fragments", ["-zlz4", "-Efragments"]),
    ("lz4-fragments-several-blocks", ["-zlz4hc", "-C65536", "-Efragments"]),
    ("lz4-all-in-fragments", ["-zlz4hc", "-C65536", "-Eall-fragments"]),
    ("lz4-deduplicated", ["-zlz4", "-Ededupe"]),
    ("lzma", ["-zlzma"]),
    ("lzma-several-blocks", ["-zlzma,6", "-C1048576", "-Eall-fragments,dedupe"]),
    ("deflate", ["-zdeflate", "-C65536"]),
    ("zstd", ["-zzstd", "-C65536", "-Eztailpacking"]),
    ("zstd-as-fedora", ["-zzstd,level=12", "-C1048576", "-Eall-fragments,dedupe"]),
    ("small-blocks", ["-b1024"]),
    ("lz4-small-blocks", ["-zlz4hc", "-C8192", "-b1024"]),
    ("two-ways", ["-zlz4:lzma", "-C65536"]),
    ("folders-too", ["-zlz4", "--zD"]),
]


def make_tree(root):
    """A root file system, with all that makes a difference: sizes around those of blocks, holes, what does not shrink."""
    noise = random.Random(1)
    words = [noise.randbytes(3).hex() for _ in range(300)]
    text = " ".join(noise.choice(words) for _ in range(150000)).encode()
    files = {
        "usr/lib/os-release": OS_RELEASE.encode(),
        "data/empty": b"",
        "data/one": b"x",
        "data/noise": noise.randbytes(200001),
        "data/text": text,
        "data/same": b"a" * 1300000,
        "data/hole": noise.randbytes(5000) + bytes(600000) + text[:7000],
        "data/mixed": b"".join(noise.choice([text[i : i + 3000], noise.randbytes(3000), bytes(3000)]) for i in range(0, 400000, 3000)),
        "data/twice": text[1000:300000] + text[1000:300000],
        "data/Größe und mehr": b"umlaut",
    }
    for size in (4095, 4096, 4097, 8192, 131071, 131072, 131073, 262144, 1048576):
        files[f"sizes/{size}"] = (2 * text)[size // 3 :][:size]
    for number in range(400):
        files[f"many/{'name' * 20}-{number}"] = str(number).encode() * (number % 7)
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (root / "etc").mkdir()
    (root / "etc" / "os-release").symlink_to("../usr/lib/os-release")
    (root / "nothing").mkdir()


def ask(world, *arguments):
    return world.run(HELPER, *arguments, text=False)


def describe(root):
    """What a walk prints, in any order."""
    lines = []
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if path.is_symlink():
            lines.append(f"link {name} {path.readlink()}")
        elif path.is_dir():
            lines.append(f"folder {name}")
        else:
            content = path.read_bytes()
            lines.append(f"file {name} {len(content)} {hashlib.sha256(content).hexdigest()}")
    return sorted(lines)


def check_image(tap, world, label, image, walked, expected):
    status, out, errors = walked
    found = out.decode().splitlines()
    tap.equal((status, errors, len(found)), (0, b"", len(expected)), f"{label}: walk")
    tap.equal([row for row in zip(sorted(found), expected) if row[0] != row[1]][:5], [], f"{label}: names and bytes")

    status, out, errors = ask(world, MOST_READS, image, "USR/lib/os-RELEASE")
    tap.equal((status, out), (0, OS_RELEASE.encode()), f"{label}: os-release costs few reads", errors)
    missing = [ask(world, MOST_READS, image, path)[0] for path in ("usr/lib/none", "none/os-release", "etc/os-release", "usr/lib")]
    tap.equal(missing, [2, 2, 2, 2], f"{label}: what is no file is not there")


def check_damaged(tap, world, label, image):
    """Bytes are changed where tables are: what is said is one line, and the end comes soon."""
    noise = random.Random(2)
    good = image.read_bytes()
    copy = world.path("damaged")
    problems = []
    for number in range(6):
        damaged = bytearray(good)
        # what an image starts with, and what squashfs ends with
        for place in (noise.randrange(160), 1024 + noise.randrange(3000), len(good) - 1 - noise.randrange(40000)):
            damaged[place] = noise.choice([0, 255, noise.randrange(256)])
        copy.write_bytes(damaged if number % 3 else damaged[: noise.randrange(len(damaged))])
        status, _, errors = ask(world, 3000, copy)
        if status not in (0, 1, 2) or (status == 1) != (errors.count(b"\n") == 1):
            problems.append(f"{number}: {status} {errors}")
    tap.equal(problems, [], f"{label}: damaged copies")


def make(tap, label, program, *arguments):
    if shutil.which(program) is None:
        tap.skip(label, f"{program} is not installed")
        return False
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=HANG, check=False)
    if run.returncode != 0:
        words = (run.stderr.strip() or run.stdout.strip() or "fails").splitlines()
        tap.skip(label, f"this {program} cannot: {words[0]}")
    return run.returncode == 0


def check_oracle(tap, label, folder, expected, program, *arguments):
    """Another program unpacks the same names and bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    if make(tap, f"{label}: {program}", program, *arguments):
        tap.equal(describe(folder), expected, f"{label}: names and bytes are those of {program}")


def check(tap, world, label, image, expected):
    walked = ask(world, 1000000, image)
    # what this build lacks is an error that says so
    if walked[0] == 1 and b"this build of libosinfo cannot decompress" in walked[2]:
        tap.skip(label, "this build does not have it")
        return
    check_image(tap, world, label, image, walked, expected)
    check_damaged(tap, world, label, image)


def main():
    tap = Tap()
    world = World()
    root = world.path("root")
    make_tree(root)
    expected = describe(root)
    image = world.path("image")
    unpacked = world.path("unpacked")
    squashfs = [root, image, "-noappend", "-no-progress", "-quiet"]

    for label, options in share(SQUASHFS, 3):
        label = f"squashfs/{label}"
        image.unlink(missing_ok=True)
        if make(tap, label, "mksquashfs", *squashfs, *options):
            check(tap, world, label, image, expected)
            arguments = ("-no-progress", "-quiet", "-no-xattrs", "-dest", unpacked, image)
            check_oracle(tap, label, unpacked, expected, "unsquashfs", *arguments)
    for name, words in SQUASHFS_REFUSED:
        image.unlink(missing_ok=True)
        if make(tap, f"squashfs/{name}", "mksquashfs", *squashfs, "-comp", name):
            tap.equal(ask(world, 9, image), (1, b"", words.encode() + b"\n"), f"squashfs/{name}: refused")
    for label, options in share(EROFS, 3):
        label = f"erofs/{label}"
        image.unlink(missing_ok=True)
        if make(tap, label, "mkfs.erofs", "-T0", *options, image, root):
            check(tap, world, label, image, expected)
            arguments = (f"--extract={unpacked}", "--no-preserve", image)
            check_oracle(tap, label, unpacked, expected, "fsck.erofs", *arguments)
    image.unlink(missing_ok=True)
    if make(tap, "erofs/chunks", "mkfs.erofs", "-T0", "--chunksize=4096", image, root):
        words = b"erofs: files of format 0x8 are not supported\n"
        tap.equal(ask(world, 1000000, image)[::2], (1, words), "erofs/chunks: refused")
        with open(image, "r+b") as file:
            file.seek(1024 + 80)
            file.write(b"\x80\x01\x00\x00")
        words = b"erofs: features 0x180 are not supported\n"
        tap.equal(ask(world, 1000000, image), (1, b"", words), "erofs/newer-features: refused")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
