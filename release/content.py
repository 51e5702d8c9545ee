# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the archive of a database says, whatever its version, and the archive unpacked."""

import hashlib
import tarfile
from pathlib import PurePosixPath

from signing import Failure


def read_files(archive):
    """(path below the top folder, bytes) of each file but VERSION."""
    try:
        with tarfile.open(archive, "r:xz") as tar:
            for entry in tar:
                name = entry.name.partition("/")[2]
                if entry.isfile() and name != "VERSION":
                    yield name, tar.extractfile(entry).read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Failure(f"cannot read '{archive}': {error}") from None


def get_content(archive):
    """The same for two archives that differ in version and times only."""
    whole = hashlib.sha256()
    for name, content in sorted(read_files(archive)):
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def unpack(archive, folder):
    for name, content in read_files(archive):
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise Failure(f"'{archive}' has a file outside of it: '{name}'")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
