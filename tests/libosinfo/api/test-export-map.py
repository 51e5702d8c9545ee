#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The export map is what the documentation says: made again from the releases in the introspection data
("Since:"), it is the file in the tree to the letter; and the library exports what is documented, each under its
release. Prints TAP.

usage: test-export-map.py BUILT_GIR EXPORT_MAP LIBRARY
       test-export-map.py --print BUILT_GIR              (prints the map)
"""

import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]
import api_facts
from tools_case import Tap

HEADER = """\
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the library exports, by the release that brought it; the names of nodes never change. The
 * release under work takes what is in no older one. */
"""

UNDER_WORK = (HERE.parents[2] / "libosinfo" / "VERSION").read_text(encoding="ascii").strip()

# Enumerations that are older than their types.
EXCEPTIONS = {
    "osinfo_media_error_get_type": "0.2.2",
    "osinfo_product_relationship_get_type": "0.2.2",
}


def get_nodes(facts):
    """Symbols with the node that each belongs to. A type's function came with the type."""
    nodes = {symbol: function.version for symbol, function in facts.functions.items()}
    nodes.update({type_.get_type: type_.version for type_ in facts.types.values()})
    return nodes | EXCEPTIONS


def make_map(nodes):
    text = HEADER
    before = ""
    for node in sorted({*nodes.values(), UNDER_WORK}, key=lambda node: [int(part) for part in node.split(".")]):
        text += ("" if not before else "\n") + f"LIBOSINFO_{node} {{\nglobal:\n"
        symbols = ["osinfo_*"] if node == UNDER_WORK else sorted(one for one in nodes if nodes[one] == node)
        text += "".join(f"    {symbol};\n" for symbol in symbols)
        text += "\nlocal:\n    *;\n" if not before else ""
        text += f"}}{' LIBOSINFO_' + before if before else ''};\n"
        before = node
    return text


def get_exports(library):
    """What a shared library defines, with version nodes."""
    listing = subprocess.run(
        ["nm", "--dynamic", "--defined-only", "--with-symbol-versions", library],
        check=True, capture_output=True, text=True,
    ).stdout
    symbols = [line.split()[-1] for line in listing.splitlines() if line.split()[1] != "A"]
    return set(symbols)


def differ(expected, found):
    return [f"missing: {one}" for one in sorted(expected - found)] + [
        f"not expected: {one}" for one in sorted(found - expected)
    ]


def main():
    if sys.argv[1] == "--print":
        print(make_map(get_nodes(api_facts.read_gir(sys.argv[2]))), end="")
        return 0
    gir, map_path, library = sys.argv[1:]
    facts = api_facts.read_gir(gir)
    table = api_facts.read_table(HERE / "api.tsv")
    tap = Tap()

    unsaid = [symbol for symbol, node in get_nodes(facts).items() if not re.fullmatch(r"\d+\.\d+\.\d+", node)]
    if not tap.ok(not unsaid, "every symbol says since when it is", *unsaid):
        return tap.finish()
    nodes = get_nodes(facts)
    said = {type_.get_type: type_.version for type_ in facts.types.values()}
    unused = [symbol for symbol, node in EXCEPTIONS.items() if said.get(symbol, node) == node]
    tap.ok(not unused, "exceptions are needed", *unused)

    made, stored = make_map(nodes), Path(map_path).read_text(encoding="utf-8")
    tap.ok(made == stored, "the map is made of the documentation",
           *differ(set(made.splitlines()), set(stored.splitlines())),
           f"test-export-map.py --print {gir} prints what the map should be")

    kept = {function.symbol: function.version for function in table.functions.values()}
    kept.update({type_.get_type: type_.version for type_ in table.types.values()})
    wrong = [f"{symbol} is in {nodes.get(symbol)}, not {node}" for symbol, node in sorted(kept.items())
             if nodes.get(symbol) != node]
    tap.ok(len(kept) == 463 and not wrong, "old symbols are in their nodes", *wrong)

    new = sorted(symbol for symbol in nodes.keys() - kept.keys() if int(nodes[symbol].split(".")[0]) < 2)
    tap.ok(not new, "new symbols are in new nodes", *new)

    expected = {f"{symbol}@@LIBOSINFO_{node}" for symbol, node in nodes.items()}
    problems = differ(expected, get_exports(library))
    tap.ok(not problems, "the library exports the map, and no more", *problems)
    return tap.finish()


sys.exit(main())
