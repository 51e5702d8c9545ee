#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the scripts of the database know of kinds and facts is what the library knows.

usage: test-facts.py PRINT-FACTS"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "osinfo-db"))
sys.path.insert(0, str(ROOT / "osinfo-db" / "release"))

import facts
import translations

CASES = {
    "media/expressions": (
        facts.get_expressions("media"),
        ("iso", ("volume-id", "system-id", "publisher-id", "application-id")),
    ),
    "tree/expressions": (facts.get_expressions("tree"), ("treeinfo", ("family", "variant", "version", "arch"))),
    "media/parameters": (facts.get_parameters("media")["volume-size"], "volume-size"),
    "tree/parameters": (facts.get_parameters("tree")["boot-iso"], "boot-iso"),
}


def main():
    checks = {name: found == expected for name, (found, expected) in CASES.items()}
    if len(sys.argv) > 1:
        printed = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout
        checks["facts.json is up to date (meson compile -C build facts)"] = (
            printed == (ROOT / "osinfo-db" / "facts.json").read_text(encoding="utf-8")
        )
    folders = {path.name for path in (ROOT / "data").iterdir() if path.is_dir()}
    checks["every folder of data/ is one of a kind"] = folders <= set(facts.FOLDERS)
    released = {str(path) for path in translations.find_files()}
    checks["every file of data/ is released"] = released == {
        str(path.relative_to(ROOT / "data")) for path in (ROOT / "data").rglob("*.xml")
    }
    print(f"1..{len(checks)}")
    for number, (name, is_good) in enumerate(checks.items(), 1):
        print(f"{'ok' if is_good else 'not ok'} {number} - {name}")
    return 0 if all(checks.values()) else 1


sys.exit(main())
