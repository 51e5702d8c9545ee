#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the files of each medium of content.tsv as an input of fuzz-verdict, into a folder: TABLE FOLDER."""

import shutil
import sys
from pathlib import Path

table, folder = Path(sys.argv[1]), Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()
for line in table.read_text(encoding="utf-8").splitlines():
    if line and not line.startswith("#"):
        name, files = line.split("\t")[:2]
        (folder / name).write_text(files, encoding="utf-8")
