#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The scripts that the distribution's Cockpit runs on a host to know systems and media, with the library of the build tree
and with the established one. They are taken out of the page as it is installed. Prints TAP."""

import gzip
import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import (  # noqa: E402
    ESTABLISHED_DATABASE, TREE_DATABASE, Programs, Tap, compare_medium, share, write_discs, write_trees,
)

PAGE = Path("/usr/share/cockpit/machines/index.js.gz")
PYTHON = "/usr/bin/python3"

DISCS = ["fedora20", "fedora36", "silverblue35", "debian9", "debian11", "winxp", "win7", "win10", "win2k19"]
TREES = ["fedora10", "fedora20", "fedora36", "fedora-rawhide"]

# A template literal of the page that is a program.
SCRIPT = re.compile(r"`(#!/usr/bin/python3\n(?:[^`\\]|\\.)*)`", re.DOTALL)


def extract_scripts(folder):
    """Writes the two scripts; None for what is not in the page."""
    found = {}
    for text in SCRIPT.findall(gzip.decompress(PAGE.read_bytes()).decode("utf-8")):
        text = re.sub(r"\\(.)", r"\1", text)
        for name, mark in (("getOSList", "get_os_list()"), ("autoDetectOS", "identify_media(")):
            if mark in text:
                found[name] = folder / f"{name}.py"
                found[name].write_text(text, encoding="utf-8")
    return found.get("getOSList"), found.get("autoDetectOS")


def read_systems(text):
    """By id, since the list of systems is in the order of a hash table; so are the scripts of one."""
    systems = json.loads(text)
    for system in systems:
        system["profiles"].sort(key=str)  # None: the script is not defined
        for medium in system["medias"].values():
            medium["profiles"].sort(key=str)  # None: the script is not defined
    return {system["id"]: system for system in systems}


def check_list(tap, programs, script, label, database):
    ours, established = [answer.result() for answer in programs.run_both([PYTHON, script], OSINFO_SYSTEM_DIR=database)]
    if not tap.equal((ours[0], established[0]), (0, 0), f"{label}: list: status", ours[2], established[2]):
        return
    if database == ESTABLISHED_DATABASE:
        tap.equal(ours[2], established[2], f"{label}: list: nothing on standard error")
    ours, established = read_systems(ours[1]), read_systems(established[1])
    tap.ok(len(established) > 50, f"{label}: list: {len(established)} systems, more than 50")
    differing = [f"{key}: {field}: {ours.get(key, {}).get(field)!r} != {established.get(key, {}).get(field)!r}"
                 for key in sorted(ours.keys() | established.keys())
                 for field in ("id", *established.get(key, ()))
                 if ours.get(key, {}).get(field) != established.get(key, {}).get(field)]
    tap.ok(not differing, f"{label}: list: the same systems", f"{len(differing)} differences", *differing[:20])


def main():
    programs = Programs()
    reason = programs.find_reason_to_skip(PYTHON)
    if not reason and not PAGE.exists():
        reason = f"{PAGE} is not installed"
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    programs.check_binding(tap)
    list_script, detect_script = extract_scripts(programs.world.root)
    if not tap.ok(list_script and detect_script, "the page has the two scripts"):
        return tap.finish()
    check_list(tap, programs, list_script, "established database", ESTABLISHED_DATABASE)
    check_list(tap, programs, list_script, "database of this tree", TREE_DATABASE)

    samples = {**write_discs(programs, DISCS)}
    samples.update({f"tree {name}": f"file://{path}" for name, path in write_trees(programs, TREES).items()})
    samples["absent disc"] = programs.path("absent.iso")
    samples["absent tree"] = f"file://{programs.path('absent')}"
    cases = [(name, where, programs.run_both([PYTHON, detect_script, where], OSINFO_SYSTEM_DIR=ESTABLISHED_DATABASE))
             for name, where in share(samples.items(), 2)]
    recognised = 0
    for name, where, answers in cases:
        status, output, _ = compare_medium(tap, f"detection: {name}", answers, programs, where)
        recognised += status == 0 and json.loads(output) != {}
    least = len(share(range(12), 2))
    tap.ok(recognised >= least, f"detection: {recognised} are recognised, at least {least}")
    return tap.finish()


sys.exit(main())
