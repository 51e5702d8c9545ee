# SPDX-License-Identifier: GPL-2.0-or-later
"""Which day's state of the database this is: YYYYMMDD, and YYYYMMDD.1, .2 … for more releases of one day."""

import calendar
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# In a source archive, which is no repository.
VERSION_FILE = ROOT / "osinfo-db" / "VERSION"


def get_day(version):
    """The beginning of a version's day, in seconds since 1970."""
    return calendar.timegm(time.strptime(version.partition(".")[0], "%Y%m%d"))


def check_version(version):
    """Returns it, or ends the program."""
    try:
        if re.fullmatch(r"[0-9]{8}(\.[1-9][0-9]*)?", version):
            get_day(version)
            return version
    except ValueError:
        pass
    sys.exit(f"not a version like 20260320 or 20260320.1: '{version}'")


def list_folders():
    """What the database is made of."""
    rows = (ROOT / "release" / "pieces").read_text(encoding="utf-8").splitlines()
    return next(row.split("|")[3].split() for row in rows if row.startswith("osinfo-db |"))


def get_epoch():
    """Seconds since 1970: SOURCE_DATE_EPOCH, the day of a source archive, the last commit that changed the
    database, or now."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        if not given.isdecimal():
            sys.exit(f"SOURCE_DATE_EPOCH is not a number of seconds: '{given}'")
        return int(given)
    if VERSION_FILE.exists():
        return get_day(read_version())
    log = subprocess.run(
        ["git", "-C", ROOT, "log", "-1", "--format=%ct", "--", *list_folders()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
        check=False,
    )
    return int(log.stdout) if log.returncode == 0 and log.stdout.strip() else int(time.time())


def read_version():
    if VERSION_FILE.exists():
        return VERSION_FILE.read_text(encoding="ascii").strip()
    return time.strftime("%Y%m%d", time.gmtime(get_epoch()))
