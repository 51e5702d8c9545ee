#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""borders.py of osinfo-db/update: which versions the expressions fit that it makes of those that are known, and what it cannot make.
Prints TAP."""

import re
import sys

sys.dont_write_bytecode = True
from update_case import UPDATE, equal, run_tests

sys.path.insert(0, str(UPDATE))
from borders import Series, fill
from database import Problem, System, parse


def make_series(versions, **options):
    """VERSION or VERSION@DATE each."""
    systems = []
    for word in versions.split():
        version, _, date = word.partition("@")
        date = f"<release-date>{date}</release-date>" if date else ""
        text = f'<os id="http://example.org/heron/{version}"><version>{version}</version>{date}</os>'
        systems.append(System(None, parse(text, "text")))
    return Series("example.org/heron", systems, **options)


# versions of releases, options, template, texts that fit, texts that do not
BORDERS = (
    ("44 45", {}, "{newer}", "46 49 50 99", "44 45 9 4 450 1 046 100"),
    ("7 8 9", {}, "{newer}", "10 11 99", "7 8 9 1 0 100"),
    ("98 99", {}, "{newer}", "100 101 999", "98 99 9 1000"),
    ("9.0 10.1", {}, "{newer}", "10.2 10.9 10.10 10.99 11 11.0 12.34 99", "10.0 10.1 9.9 10 10.1.1 1.5 11.0.0"),
    ("10.19", {}, "{newer}", "10.20 10.21 10.99", "10.19 10.2 10.1 10.100"),
    ("10.89", {}, "{newer}", "10.90 10.99", "10.89 10.9"),
    ("10.99", {}, "{newer}", "10.100 10.999", "10.99 10.10"),
    ("24.04 24.10 26.04", {}, "{newer}", "26.05 26.10 27.04 30.10", "26.04 26.03 26.00 26.4 24.10 25.10 26.040"),
    ("15.6 16.0 16.1 42.3", {"line": 16}, "{newer}", "16.2 17.0 17 41.1 43.1", "15.7 16.1 42.3 42.4 42"),
    ("9.8 10.1", {}, "{newer:-}", "10-2 11-0 11", "10-1 10.2 9-9"),
    ("10.1", {}, "{newer:[-_.]}", "10-2 10_2 10.2", "102 10-1"),
    ("8.3", {}, "{newer:}", "84 89 90 99", "83 82 8 100 91.1"),
    ("10.1 11.0", {}, "{newer:[._]?}", "111 11.1 120 12_0 199", "110 100 102 92 711 20 1100"),
    ("9.4", {}, "{newer:}", "95 100 190", "94 90 93 9 200"),
    ("8.9", {}, "{newer:}", "90 99", "89 810 80"),
    ("10", {}, "{newer}", "11 20", "10 10.1 11.0"),
    ("8 8.4 8.5 9", {}, "{newer}", "10", "9.1 8.6 9"),
    ("15 15.1 15.2", {}, "{newer:-SP}", "15-SP3 16 16-SP1", "15 15-SP2 15-SP0"),
    ("10.3 10-unknown unknown", {}, "{newer}", "11 11.0", "10.4 10.3"),
    ("9.8 10.3 9-unknown unknown", {}, "{newer}", "10.4 11.0", "9.9"),
    ("13.5@2025-03-11 14.5@2026-09-08 15.1@2026-06-16 12.4@2022-12-05", {}, "{branches}", "13.6 14.6 15.2 16.0", "12.5 13.5 14.5 15.1"),
    ("13.5@2025-03-11 14.5@2026-09-08 14-unknown 15.1@2026-06-16", {}, "{branches:_}", "13_6 15_2", "14_6"),
    ("14.5 15.1", {}, "{branches}", "15.2 16.0", "14.6"),
    ("8.4 8.5 9.0", {"line": 8}, r"8\.{after}", "8.6 8.10", "8.5 8.4 8.3 9.6"),
    ("4.6 4.7 7.3 8.0", {}, "(4 SP{other 4}|7 SP{after 7}|{newer})", "4.SP5 4.SP8 4.SP60 7.SP4 8.1 9".replace(".SP", "_SP"), "4_SP6 4_SP7 7_SP3 8.0 4_SP"),
    ("26.05 26.11", {"more": ("27.05",)}, "{newer}", "27.06 27.11 28.05", "26.11 27.05 27.04"),
    ("1 Snapshot 2.x 20b", {}, "{newer}", "2 3", "1 20b"),
    ("45", {}, "F{newer}[0-9]{2}-{arch}", "F4612-{arch}", "F46-{arch} F46123-{arch}"),
)

# what the words are about, a part of the message
WRONG_BORDERS = (
    ("", {}, "{newer}", "'example.org/heron' has no release"),
    ("testing", {}, "{newer}", "'example.org/heron' has no release"),
    ("8.1", {"line": 9}, "{newer}", "'example.org/heron' has no release 9"),
    ("8", {"line": 8}, "{after}", "'example.org/heron' has no release of which 8 is the first number of several"),
    ("8.1", {}, "{after 7}", "'example.org/heron' has no release of which 7 is the first number of several"),
    ("8.1", {}, "{other 7}", "'example.org/heron' has no release of which 7 is the first number of several"),
    ("8.1", {"more": ("9",)}, "{newer}", "'9' is not two numbers with a point between them"),
    ("8.1@2026", {}, "{branches}", "'2026' is no date: write YYYY-MM-DD"),
)


def test_borders(_world):
    for versions, options, template, right, wrong in BORDERS:
        expression = re.compile(fill(template, make_series(versions, **options)))
        for texts, is_right in ((right, True), (wrong, False)):
            for text in texts.split():
                found = bool(expression.fullmatch(text.replace("_SP", " SP")))
                equal(found, is_right, f"'{text}' for {template} of {versions}, {expression.pattern}")


def test_wrong_borders(_world):
    for versions, options, template, message in WRONG_BORDERS:
        try:
            fill(template, make_series(versions, **options))
        except Problem as problem:
            equal(str(problem), message)
        else:
            raise AssertionError(f"{template} of {versions} is taken")


if __name__ == "__main__":
    sys.exit(run_tests(dict(globals())))
