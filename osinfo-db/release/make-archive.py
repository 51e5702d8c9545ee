#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the archive of a release, osinfo-db-YYYYMMDD.tar.xz, in the folder named.

usage: make-archive.py FOLDER

version.py says which date. The same tree and date give the same bytes: entries sorted, owned by root,
one time stamp."""

import io
import lzma
import sys
import tarfile
import tempfile
from pathlib import Path

from translations import LICENCE, merge
from version import get_epoch, read_version


def write_archive(stream, top, folder, files, epoch, version):
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive:

        def add(name, content=None):
            entry = tarfile.TarInfo(f"{top}/{name}" if name else top)
            entry.mtime = epoch
            entry.uname = entry.gname = "root"
            if content is None:
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(entry)
            else:
                entry.mode, entry.size = 0o644, len(content)
                archive.addfile(entry, io.BytesIO(content))

        add("")
        known = set()
        for file in files:
            for parent in reversed(file.parents[:-1]):
                if parent not in known:
                    known.add(parent)
                    add(parent)
            add(file, Path(folder, file).read_bytes())
        add("LICENSE", LICENCE.read_bytes())
        add("VERSION", version.encode())


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: make-archive.py FOLDER")
    epoch, version = get_epoch(), read_version()
    top = f"osinfo-db-{version}"
    target = Path(sys.argv[1], top + ".tar.xz")
    partial = target.with_suffix(".part")
    with tempfile.TemporaryDirectory() as folder:
        files = merge(folder)
        with lzma.open(partial, "wb", preset=9) as stream:
            write_archive(stream, top, folder, files, epoch, version)
    partial.replace(target)
    print(target)


if __name__ == "__main__":
    main()
