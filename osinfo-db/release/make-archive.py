#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the archive of a release, osinfo-db-VERSION.tar.xz, in the folder named, and prints where it is. The same
database and version give the same bytes: entries sorted, owned by root, one time stamp."""

import argparse
import io
import lzma
import sys
import tarfile
import tempfile
from pathlib import Path

from translations import LICENCE, merge
from version import check_version, get_day, get_epoch, read_version

MEBIBYTE = 1 << 20


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


def compress(content):
    """At its best, with no more memory, which whoever unpacks it needs as well, than there is content."""
    size = min(max(1 << (len(content) - 1).bit_length(), MEBIBYTE), 64 * MEBIBYTE)
    return lzma.compress(content, filters=[{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": size}])


def list_files(database):
    """Those of a database that was released, relative to it, sorted, without what each archive gets anew."""
    files = {path.relative_to(database) for path in database.rglob("*") if path.is_file()}
    return sorted(files - {Path("LICENSE"), Path("VERSION")})


def make_archive(target, version, epoch, database):
    top = f"osinfo-db-{version}"
    path = target / (top + ".tar.xz")
    partial = path.with_suffix(".part")
    with tempfile.TemporaryDirectory() as merged:
        files = merge(merged) if database is None else list_files(database)
        content = io.BytesIO()
        write_archive(content, top, database or merged, files, epoch, version)
        partial.write_bytes(compress(content.getbuffer()))
    if path.exists() and path.read_bytes() != partial.read_bytes():
        partial.unlink()
        sys.exit(f"'{path}' is there already, with other bytes: --version names another one, or remove it")
    partial.replace(path)
    return path


def parse_arguments():
    parser = argparse.ArgumentParser(prog="make-archive.py", description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where it goes")
    parser.add_argument(
        "--version", help="YYYYMMDD, or YYYYMMDD.N for more of one day (the day of SOURCE_DATE_EPOCH, else of the last change)"
    )
    parser.add_argument("--database", metavar="FOLDER", type=Path, help="a database that was released, instead of this tree's")
    return parser.parse_args()


def main():
    options = parse_arguments()
    version = check_version(options.version) if options.version else read_version()
    epoch = get_day(version) if options.version else get_epoch()
    print(make_archive(options.folder, version, epoch, options.database))


if __name__ == "__main__":
    main()
