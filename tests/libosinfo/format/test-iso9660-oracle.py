#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Trees of ISO 9660 images that genisoimage and xorriso make: names and bytes are those that went in, and
those that isoinfo sees. Prints TAP.

usage: test-iso9660-oracle.py LIST-FILES TESTS-FOLDER"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(sys.argv[2]) / "common"))
from tools_case import Tap, HANG

LONG = "-long-name-" + "0123456789" * 23  # more than a directory record holds
FILES = {
    ".disk/info": b"Debian GNU/Linux 13.1.0",
    ".treeinfo": b"[general]\n",
    "README.TXT": b"read me\n",
    "Sources/Install.wim": b"MSWIM\0\0\0" + b"x" * 70000,
    "empty": b"",
    "name with spaces.tar.gz": b"spaces",
    "semi;1": b"semicolon",
    "Gr\u00fcn/\u2602.txt": b"umbrella",
    "no.extension.": b"full stop",
    f"long/a{LONG}": b"long",
    f"long/b{LONG}2": b"longer",
    "1/2/3/4/5/6/7/8/9/10/deep.txt": b"deep",
    "sector": b"s" * 2048,
} | {f"many/file-{n:03}-with-quite-a-long-name-{'x' * 40}": str(n).encode() for n in range(300)}
LINK = "link-to-readme"

# Characters and lengths that Joliet and plain names cannot have, or that the two programs treat differently.
SHORT = {name: data for name, data in FILES.items() if "long/" not in name and "/9/" not in name and ";" not in name}

PROGRAMS = {
    "genisoimage": ["genisoimage", "-quiet", "-input-charset", "utf-8"],
    "xorriso": ["xorriso", "-as", "mkisofs", "-quiet", "-input-charset", "utf-8", "-output-charset", "utf-8"],
}


def run(command, **options):
    return subprocess.run(command, capture_output=True, check=False, timeout=HANG, **options)


def make_tree(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    os.symlink("README.TXT", folder / LINK)


def expect(files):
    """path -> (size, checksum) of files, None of folders, "other" of the link."""
    found = {"/" + LINK: "other"}
    for name, data in files.items():
        found["/" + name] = (len(data), hashlib.sha256(data).hexdigest())
        for parent in list(Path(name).parents)[:-1]:
            found["/" + str(parent)] = None
    return found


def list_files(program, names, image):
    """What our reader sees, likewise, and what it complains of."""
    result = run([program, names, image])
    found = {}
    for line in result.stdout.decode().splitlines():
        kind, size, checksum, path = line.split(" ", 3)
        found[path] = (int(size), checksum) if kind == "file" else "other" if kind == "other" else None
    return found, result.stderr.decode()


def compare(tap, found, expected, name):
    found, complaints = found
    missing = [path for path in expected if path not in found]
    added = [path for path in found if path not in expected]
    other = [path for path in expected if path in found and found[path] != expected[path]]
    tap.ok(not (missing or added or other or complaints), name, f"missing: {missing[:5]}", f"added: {added[:5]}",
           f"others: {[(path, found[path], expected[path]) for path in other[:5]]}", complaints)


def make_image(tap, program, options, world, tree, name):
    image = world / "image.iso"
    made = run([*PROGRAMS[program], *options, "-o", image, world / tree])
    if made.returncode != 0:
        tap.ok(False, name, made.stderr.decode())
    return image if made.returncode == 0 else None


def test_rock_ridge(tap, program, world, lister):
    for options in (["-R"], ["-R", "-J", "-joliet-long"], ["-R", "-iso-level", "3"], ["-R", "-D"]):
        name = f"{program} {' '.join(options)}"
        image = make_image(tap, program, options, world, "tree", name)
        if image is None:
            continue
        found, complaints = list_files(lister, "iso9660", image)
        # where genisoimage puts folders that lie too deep, beside their place
        found = {path: what for path, what in found.items() if not path.startswith("/rr_moved")}
        compare(tap, (found, complaints), expect(FILES), name)


def test_joliet(tap, program, world, lister):
    """Of links genisoimage makes nothing, and xorriso what they are: it writes Rock Ridge in any case."""
    name = f"{program} -J"
    image = make_image(tap, program, ["-J", "-joliet-long"], world, "short", name)
    if image is None:
        return
    found, complaints = list_files(lister, "iso9660", image)
    expected = expect(SHORT)
    compare(tap, (found, complaints), {path: expected[path] for path in expected if path != "/" + LINK or path in found},
            name)


def list_isoinfo(image):
    """Paths of the plain tree, without versions and final full stops."""
    lines = run(["isoinfo", "-f", "-i", image]).stdout.decode(errors="replace").splitlines()
    return {"/".join(part.split(";")[0].removesuffix(".") for part in line.split("/")) for line in lines}


def test_plain(tap, program, world, lister):
    if shutil.which("isoinfo") is None:
        tap.skip(f"{program}, plain names", "isoinfo is not installed")
        return
    for options in ([], ["-R", "-J", "-joliet-long"], ["-l"], ["-iso-level", "3"]):
        name = f"{program} {' '.join(options)}, plain names"
        image = make_image(tap, program, options, world, "short", name)
        if image is None:
            continue
        found, complaints = list_files(lister, "plain", image)
        tap.equal(set(found), list_isoinfo(image), name, complaints)
        sums = sorted(what for what in found.values() if isinstance(what, tuple) and what[0] > 0)
        tap.equal(sums, sorted(what for what in expect(SHORT).values() if isinstance(what, tuple) and what[0] > 0),
                  f"{name}: bytes")


def main():
    tap = Tap()
    lister = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder)
        make_tree(world / "tree", FILES)
        make_tree(world / "short", SHORT)
        for program in PROGRAMS:
            if shutil.which(program) is None:
                tap.skip(program, "not installed")
                continue
            test_rock_ridge(tap, program, world, lister)
            test_joliet(tap, program, world, lister)
            test_plain(tap, program, world, lister)
    tap.finish()


if __name__ == "__main__":
    main()
