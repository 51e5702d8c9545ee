#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes osinfo-db/po/osinfo-db.pot: the texts of the database that can be translated."""

import os
import subprocess

from translations import PO, ROOT, find_files

subprocess.run(
    [
        "xgettext",
        "--from-code=UTF-8",
        "--package-name=osinfo-db",
        "--sort-output",
        "--output=" + str(PO / "osinfo-db.pot"),
        *(str(file) for file in find_files()),
    ],
    cwd=ROOT / "data",
    env=dict(os.environ, GETTEXTDATADIRS=str(PO), LC_ALL="C.UTF-8"),
    check=True,
)
