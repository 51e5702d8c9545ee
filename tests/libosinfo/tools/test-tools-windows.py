#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-detect and images that are laid out as Windows media are (windows_samples.py): JSON tells system, edition, build,
update, architecture and language of each, by its own label and by that of another system. Prints TAP.

The program is found in PATH, or named by OSINFO_DETECT."""

import json
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import DATABASE, Tap, World, find_program
from windows_samples import CONSUMER, MISSING, make_samples, write_label

OTHERS = ("Fedora-S-dvd-x86_64-41", "GRMCPRXFRER_EN_DVD", "CCCOMA_X64FRE_EN-US_DV9", "SSS_X64FRE_EN-US_DV9", "CDROM")

SERVER = [("win2k25", "x86_64", ["ServerStandard"], "26100", "1742", ["en_US"])]
BOTH = [("win10", machine, ["Professional"], "19045", "2006", ["en_US"]) for machine in ("x86_64", "i686")]

# image -> system, architecture, editions, build, update, languages of each match
EXPECTED = {
    "server2025": SERVER,
    "server2025-both-trees": SERVER,
    "server2025-remaster": SERVER,
    "server2025-udf-only": SERVER,
    "win11-25h2-arm64-de": [("win11", "aarch64", list(CONSUMER), "26200", "9168", ["de_DE"])],
    "win10-ltsc-swm": [("win10", "x86_64", ["EnterpriseS", "EnterpriseSN"], "19044", "1288", ["fr_FR"])],
    "win10-both": BOTH,
    "starter": [],
}


def detect(world, paths):
    """Of each medium the matches, and how sure they are."""
    output = world.run(find_program("osinfo-detect"), "--all", "--format=json", *paths, OSINFO_SYSTEM_DIR=DATABASE)[1]
    answers = []
    for medium in json.loads(output):
        facts = [
            (match["os"]["short-id"], match["architecture"], match["editions"], match["build"], match["update"], match["languages"])
            for match in medium["matches"]
        ]
        answers.append((facts, {match["confidence"] for match in medium["matches"]}))
    return answers


def main():
    if MISSING:
        print(f"1..0 # SKIP {MISSING} not installed")
        return 0
    tap = Tap()
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        samples = make_samples(Path(folder))
        tap.equal(set(samples), set(EXPECTED), "each sample is tried")
        for name, answer in zip(samples, detect(world, samples.values())):
            tap.equal(answer, (EXPECTED[name], {"certain"} if EXPECTED[name] else set()), name)
        called = {}
        for number, (name, path) in enumerate(samples.items()):
            if name in ("server2025-udf-only", "starter"):
                continue  # has no such label, or nothing else
            for label in (OTHERS[number % len(OTHERS)], OTHERS[(number + 2) % len(OTHERS)]):
                other = Path(folder) / f"{name}-{label}.iso"
                write_label(path, other, label)
                called[other] = name
        for path, (facts, confidence) in zip(called, detect(world, called)):
            # where no label is of the system, there is one match for all machines
            tap.equal((facts[:1], confidence), (EXPECTED[called[path]][:1], {"certain"}), path.stem)
    return tap.finish()


sys.exit(main())
