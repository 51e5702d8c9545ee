# SPDX-License-Identifier: GPL-2.0-or-later
"""What the database can state, as the library has it: facts.json is made from libosinfo/facts/ by
`meson compile -C build facts`, and a test says when it is out of date."""

import json
from pathlib import Path

KINDS = json.loads((Path(__file__).parent / "facts.json").read_text(encoding="utf-8"))["kinds"]

# The top folders of a database: the kinds that stand alone, by their elements.
FOLDERS = tuple(kind["element"] for kind in KINDS if kind.get("stands-alone"))


def get_evidence(element):
    """What a part, <media> or <tree>, tells of real media: rows, expressions first."""
    rows = [row for kind in KINDS if kind["element"] == element for row in kind["fields"] if "evidence" in row]
    return sorted(rows, key=lambda row: (not row.get("expression", False), "/" not in row["path"]))


def get_expressions(element):
    """The container of the expressions that recognise a part, and their elements in it."""
    paths = [row["path"].split("/") for row in get_evidence(element) if row.get("expression")]
    return paths[0][0], tuple(path[-1] for path in paths)


def get_parameters(element):
    """The last element of the path of each text -> the parameter in which the library keeps it."""
    return {row["path"].split("/")[-1]: row["parameter"] for row in get_evidence(element)}
