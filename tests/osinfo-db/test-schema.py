#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every file of data/ obeys schema/osinfo.rng, and so do the samples good-*.xml of
tests/files/schema; each of its bad-*.xml is refused. Prints TAP, needs the program xmllint."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FILES_A_CALL = 500


def source_root():
    root = os.environ.get("MESON_SOURCE_ROOT")
    return Path(root) if root else Path(__file__).resolve().parents[2]


def find_faults(schema, files):
    """Returns a dictionary: file that is refused -> the lines that xmllint says about it."""
    faults = {}
    for start in range(0, len(files), FILES_A_CALL):
        part = [str(file) for file in files[start : start + FILES_A_CALL]]
        run = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--relaxng", str(schema), *part],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        lines = run.stderr.splitlines()
        accepted = {line.removesuffix(" validates") for line in lines if line.endswith(" validates")}
        for file in part:
            if file not in accepted:
                faults[Path(file)] = [line for line in lines if line.startswith(file + ":")]
        if run.returncode not in (0, 1, 3):
            sys.exit(f"Bail out! xmllint ended with {run.returncode}: {run.stderr}")
    return faults


def main():
    if shutil.which("xmllint") is None:
        print("1..0 # SKIP xmllint is not installed")
        return 0

    root = source_root()
    schema = root / "schema" / "osinfo.rng"
    data = sorted((root / "data").rglob("*.xml"))
    samples = sorted((root / "tests" / "files" / "schema").glob("*.xml"))
    good = [file for file in samples if file.name.startswith("good-")]
    bad = [file for file in samples if file.name.startswith("bad-")]
    if not (data and good and bad):
        print("Bail out! no data or no samples found")
        return 1

    faults = find_faults(schema, data + good + bad)
    failed = False
    print(f"1..{len(data) + len(good) + len(bad)}")
    for number, file in enumerate(data + good + bad, start=1):
        name = file.relative_to(root)
        right = (file in faults) == (file in bad)
        failed |= not right
        print(f"{'ok' if right else 'not ok'} {number} - {name}{' is refused' if file in bad else ''}")
        if not right:
            for line in faults.get(file, []):
                print(f"# {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
