#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts what the database says of machines: for each fact the systems that state or inherit it, those of which somebody
looked and did not find out, and those of which nobody says anything. With --fact these are listed."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import Problem, add_data_option, make_parser, parse_date, read_systems, run

EXAMPLES = ("", "--since 2015-01-01 --arch aarch64", "--fact secure-boot", "--format json")
INHERITING = ("derives-from", "clones")
PARTS = ("media", "tree", "image", "resources")
ALL = "all"
UNKNOWN = "unknown"
PC = ("i686", "x86_64")

# A fact: where below <machine> it stands; of <firmware>, its type.
FACTS = {
    "bios": None,
    "efi": None,
    "type": ("type",),
    "secure-boot": ("secure-boot",),
    "tpm": ("tpm",),
    "cpu-level": ("cpu", "level"),
    "cpu-feature": ("cpu", "feature"),
    "unfit-cpu": ("cpu", "unfit"),
    "clock": ("clock",),
    "timer": ("clock", "timer"),
    "enlightenment": ("enlightenment",),
    "first-boot": ("first-boot",),
    "hotplug": ("hotplug",),
}
STATES = ("stated", UNKNOWN, "nothing")


class Coverage:
    def __init__(self, systems):
        self.systems = systems

    def walk(self, system):
        """The system, then what it inherits from, the nearest first."""
        seen, waiting = set(), [system.id]
        while waiting:
            one = waiting.pop(0)
            if one in seen or one not in self.systems:
                continue
            seen.add(one)
            yield self.systems[one]
            waiting += self.systems[one].find_relations(*INHERITING)

    def get_architectures(self, system):
        for one in self.walk(system):
            found = {element.get("arch") for tag in PARTS for element in one.find_all(tag)} - {None, "", ALL}
            if found:
                return sorted(found)
        return list(PC)

    def get_state(self, system, fact, architecture):
        """What the nearest statement comes to."""
        for one in self.walk(system):
            if FACTS[fact] is None:
                found = [
                    element
                    for element in one.find_all("firmware")
                    if (element.get("type"), element.get("arch")) == (fact, architecture)
                ]
            else:
                machines = one.find_all("machine")
                found = [
                    element
                    for wanted in ((architecture,), (ALL, "", None))
                    for machine in machines
                    if machine.get("arch") in wanted
                    for element in machine.find_all(*FACTS[fact])
                ]
            if found:
                return UNKNOWN if found[0].get("status") == UNKNOWN else "stated"
        return "nothing"


def is_chosen(system, since):
    return not since or (system.release_date or "9999") >= since


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    parser.add_argument("--since", metavar="DATE", help="systems released since then, or without a date (default: all)")
    parser.add_argument("--arch", metavar="ARCH", help="just this architecture")
    parser.add_argument("--fact", choices=FACTS, help="list the systems of which this is not stated")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()

    since = parse_date(options.since).isoformat() if options.since is not None else None
    coverage = Coverage(read_systems(options.data))
    rows = []
    for system in coverage.systems.values():
        if not is_chosen(system, since):
            continue
        for architecture in coverage.get_architectures(system):
            if options.arch in (None, architecture):
                for fact in FACTS if options.fact is None else (options.fact,):
                    # other machines have no firmware of a PC to choose from
                    if FACTS[fact] is not None or architecture in PC:
                        rows.append((fact, system, architecture, coverage.get_state(system, fact, architecture)))
    if options.arch is not None and not rows:
        raise Problem(f"no system runs on '{options.arch}'")

    counts = {fact: dict.fromkeys(STATES, 0) for fact in FACTS if options.fact in (None, fact)}
    for fact, _system, _architecture, state in rows:
        counts[fact][state] += 1
    gaps = [
        {"fact": fact, "os": system.short_id, "arch": architecture, "state": state}
        for fact, system, architecture, state in rows
        if options.fact is not None and state != "stated"
    ]
    if options.format == "json":
        json.dump({"counts": counts, "gaps": gaps}, sys.stdout, indent=1)
        print()
        return 0
    for gap in gaps:
        print(f"{gap['os']} on {gap['arch']}: {gap['state']}")
    print(f"{'fact':14}" + "".join(f"{state:>9}" for state in STATES))
    for fact, states in counts.items():
        print(f"{fact:14}" + "".join(f"{states[state]:9}" for state in STATES))
    return 0


if __name__ == "__main__":
    run(main)
