# SPDX-License-Identifier: LGPL-2.1-or-later
"""The table of pieces, for scripts."""

from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parents[1]

# Rows that are no pieces: what all archives share, what is in none.
SHARED = "shared"
KEPT = "kept"


class Row(NamedTuple):
    needs: list
    version_file: str
    folders: list
    tests: list

    def get_paths(self):
        return [*self.folders, *self.tests]


def read_rows(source=SOURCE):
    """Name -> Row, in the order of the table."""
    rows = {}
    for line in (source / "release" / "pieces").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, needs, version_file, folders, tests = (column.strip() for column in line.split("|"))
            rows[name] = Row(needs.split(), version_file, folders.split(), tests.split())
    return rows


def list_names(source=SOURCE):
    return [name for name in read_rows(source) if name not in (SHARED, KEPT)]
