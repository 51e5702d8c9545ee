#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Installs the database, as it is released, below MESON_INSTALL_DESTDIR_PREFIX.

usage: install-data.py FOLDER      the folder of the database, absolute or below the prefix"""

import os
import shutil
import sys
from pathlib import Path

from translations import LICENCE, merge
from version import read_version

folder = Path(sys.argv[1])
if folder.is_absolute():
    folder = Path(os.environ.get("DESTDIR", "") + str(folder))
else:
    folder = Path(os.environ["MESON_INSTALL_DESTDIR_PREFIX"], folder)
folder.mkdir(parents=True, exist_ok=True)
merge(folder)
shutil.copyfile(LICENCE, folder / "LICENSE")
(folder / "VERSION").write_text(read_version(), encoding="ascii")
