#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls for disks from Python: a location, a stream of the program's own, what is no disk. Prints TAP."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
import disk_samples as disks
from tools_case import Tap, write_image

try:
    import gi

    gi.require_version("Libosinfo", "1.0")
    from gi.repository import Gio, GLib, Libosinfo
except (ImportError, ValueError):
    print("1..0 # SKIP GObject introspection for Python is not there")
    sys.exit(0)

if shutil.which("mkfs.ext4") is None:
    print("1..0 # SKIP mkfs.ext4 is not installed")
    sys.exit(0)


def describe(found):
    best = found.get_candidates().get_item(0)
    return (found.get_kind().value_nick, best.get_os().get_short_id(), best.get_confidence().value_nick, best.get_architecture(),
            found.get_format(), list(found.get_layers()))


def fails(call, *arguments):
    try:
        call(*arguments)
    except GLib.Error as error:
        return error.domain, error.message
    return None


def main():
    tap = Tap()
    loader = Libosinfo.Loader()
    loader.process_default_path()
    db = loader.get_db()
    with tempfile.TemporaryDirectory(prefix="osinfo-disks-") as folder:
        folder = Path(folder)
        root, image = folder / "root", folder / "debian-12-genericcloud-arm64.qcow2"
        text = 'ID=debian\nVERSION_ID="12"\n'
        disks.write_root(root, disks.linux_root(text, "aarch64"))
        disks.make_ext4(root, image)
        expected = ("image", "debian12", "certain", "aarch64", "raw", ["raw", "ext4"])
        found = db.identify_location(str(image), None)
        tap.equal(describe(found), expected, "identify_location")
        tap.equal((found.get_media(), found.get_tree()), (None, None), "it is neither a medium nor a tree")
        candidate = found.get_candidates().get_item(0)
        url = "https://cloud.debian.org/images/cloud/bookworm/latest/debian-12-genericcloud-arm64.qcow2"
        tap.equal(candidate.get_image().get_url() if candidate.get_image() else None, url, "the image of that name")
        tap.equal(found.get_evidence_value("os-release.version-id"), "12", "evidence")
        tap.equal(describe(db.identify_image(str(image), None)), expected, "identify_image")
        stream = Gio.File.new_for_path(str(image)).read(None)
        tap.equal(describe(db.identify_stream(stream, None)), expected, "identify_stream: a file")
        memory = Gio.MemoryInputStream.new_from_bytes(GLib.Bytes.new(image.read_bytes()))
        tap.equal(describe(db.identify_stream(memory, None)), expected, "identify_stream: memory")
        packed = Gio.ConverterInputStream.new(memory, Gio.ZlibDecompressor.new(Gio.ZlibCompressorFormat.GZIP))
        tap.equal(fails(db.identify_stream, packed, None), ("g-io-error-quark", "the stream cannot seek"), "identify_stream: one that cannot seek")

        # old calls know no disks, and say what they said
        old = fails(Libosinfo.Media.create_from_location, str(image), None)
        tap.equal(old[1] if old else None, "No volume descriptors", "create_from_location")
        noise = folder / "noise"
        noise.write_bytes(bytes(range(256)) * 400)
        tap.equal(fails(db.identify_location, str(noise), None)[1], "No volume descriptors", "what is no disk either has the error of a medium")
        tap.equal(fails(db.identify_image, str(noise), None)[1], "Neither partitions nor a file system that is known", "identify_image: no disk")
        iso = folder / "label.iso"
        write_image(iso, "Fedora-WS-Live-41-1-4")
        tap.equal(db.identify_location(str(iso), None).get_kind().value_nick, "media", "a medium stays one")
        tree = folder / "tree"
        tree.mkdir()
        (tree / ".treeinfo").write_text("[general]\nfamily = Fedora\nversion = 41\narch = x86_64\n")
        tap.equal(db.identify_location(tree.as_uri(), None).get_kind().value_nick, "tree", "a tree stays one")
        cancellable = Gio.Cancellable()
        cancellable.cancel()
        tap.equal(fails(db.identify_stream, memory, cancellable)[0], "g-io-error-quark", "cancelled")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
