#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The introspection data against api.tsv and against the established library's own: nothing is missing,
nothing is stricter. Then against itself: what it says of NULL, properties and documentation. Prints TAP.

usage: test-gir.py BUILT_GIR
"""

import sys
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]
import api_facts
from tools_case import Tap

ESTABLISHED = Path("/usr/share/gir-1.0/Libosinfo-1.0.gir")

# The established property is a text that can be neither read nor written; ours is the boolean of the getter.
CORRECTED = {"Image:cloud-init": ["readable+writable", "gboolean", "none"]}
CORRECTED_SPECS = {"Image:cloud-init": ["gboolean", "readable+writable", "FALSE", "-", "CloudInit"]}

# The established data names scripts as elements; what comes back are parameters.
CORRECTED_RETURNS = {"osinfo_install_script_get_config_param_list": "GLib.List<InstallConfigParam> container"}

# What says which release it is.
VERSION = {f"OSINFO_{part}_VERSION" for part in ("MAJOR", "MINOR", "MICRO")}


def check_offer(tap, name, expected, found):
    for part, value in CORRECTED.items():
        expected.properties[part] = value
    for symbol, value in CORRECTED_RETURNS.items():
        expected.functions[symbol].returns = value
    for part in VERSION:
        expected.constants.pop(part, None)
    for subject, differences in api_facts.compare(expected, found).items():
        tap.ok(getattr(expected, subject) and not differences, f"{name} {subject}", *differences)


def check_null(tap, facts):
    """A value that may be NULL says so to programs and to people. With an error, or after a critical
    message, NULL is no answer."""
    differences = []
    for symbol, function in sorted(facts.functions.items()):
        if "throws" in function.marks or "critical message" in function.doc:
            continue
        told, marked = "%NULL" in function.doc, "nullable" in function.returns.split()
        if told != marked:
            differences.append(f"{symbol}: told {told}, marked {marked}")
    tap.ok(not differences, "null told and marked", *differences)


class Maker:
    """Makes objects that nothing is known of, by the constructors that the data names."""

    def __init__(self, space, facts):
        self.space = space
        self.constructors = {
            function.owner: function
            for function in facts.functions.values()
            if function.kind == "constructor" and function.name == "new"
        }

    def argument(self, text):
        """A value for an argument; raises LookupError where there is none to be had."""
        type_, _, *marks = text.split(": ")[1].split()
        if type_ == "utf8":
            return "http://example.org/nothing"
        if "nullable" in marks:
            return None
        return self.make(type_)

    def make(self, name):
        constructor = self.constructors[name]
        arguments = [self.argument(text) for text in constructor.arguments]
        return getattr(self.space, name).new(*arguments)


def check_answers(tap, space, facts):
    """Asks objects that know nothing: what answers None must be marked."""
    maker = Maker(space, facts)
    wrong, asked, empty = [], set(), set()
    for symbol, function in sorted(facts.functions.items()):
        type_, _, *marks = function.returns.split()
        is_question = function.kind == "method" and "throws" not in function.marks and type_ != "none"
        if not is_question or not function.arguments or any(" out" in text for text in function.arguments):
            continue
        try:
            arguments = [maker.argument(text) for text in function.arguments[1:]]
            owner = maker.make(function.owner)
        except LookupError:
            continue
        asked.add(symbol)
        if getattr(owner, function.name)(*arguments) is None:
            empty.add(symbol)
            if "nullable" not in marks:
                wrong.append(f"{symbol} answered None")
    # were it few, objects would not be made any more
    tap.ok(not wrong and len(asked) > 120 and len(empty) > 40, "null answered",
           *wrong, f"asked {len(asked)}, {len(empty)} of them without an answer")


def describe(spec):
    """A property as api.tsv has it."""
    flags = [("readable", 1), ("writable", 2), ("construct", 4), ("construct-only", 8)]
    # PyGObject before 3.52 has the attribute for all types, later ones the method; those before say nothing of GType
    default = spec.get_default_value() if hasattr(spec, "get_default_value") else spec.default_value
    if spec.value_type.name == "GType":
        default = None
    if hasattr(default, "value_nick"):
        default = default.value_nick
    elif hasattr(default, "first_value_name"):
        default = default.first_value_name
    elif isinstance(default, bool):
        default = str(default).upper()
    elif default is None:
        default = "NULL"
    is_number = spec.value_type.name in ("gint", "gint64", "guint", "guint64")
    return [
        spec.value_type.name,
        "+".join(name for name, bit in flags if int(spec.flags) & bit and (bit != 4 or not int(spec.flags) & 8)),
        str(default),
        f"{spec.minimum}..{spec.maximum}" if is_number else "-",
        spec.nick,
    ]


def is_within(range_, wider):
    """All that may be set in the one may be set in the other."""
    if "-" in (range_, wider):
        return range_ == wider
    (low, high), (lower, higher) = (map(int, text.split("..")) for text in (range_, wider))
    return lower <= low and high <= higher


def check_properties(tap, space, expected):
    differences = []
    for name, value in (expected.paramspecs | CORRECTED_SPECS).items():
        owner, _, property_ = name.partition(":")
        specs = getattr(space, owner).list_properties() if hasattr(space, owner) else []
        found = [describe(spec) for spec in specs if spec.name == property_]
        if len(found) != 1:
            differences.append(f"{name} is missing")
            continue
        *same, range_, nick = value
        *found_same, found_range, found_nick = found[0]
        if same + [nick] != found_same + [found_nick] or not is_within(range_, found_range):
            differences.append(f"{name} is {found[0]}, not {value}")
    tap.ok(not differences, "properties at run time", *differences)


def main():
    tap = Tap()
    facts = api_facts.read_gir(sys.argv[1])
    table = api_facts.read_table(HERE / "api.tsv")
    check_offer(tap, "table", table, facts)
    if ESTABLISHED.exists():
        check_offer(tap, "established", api_facts.read_gir(ESTABLISHED), facts)
    else:
        tap.skip("established", f"{ESTABLISHED} is not there")
    tap.ok(not facts.undocumented, "documented", *facts.undocumented)
    check_null(tap, facts)
    try:
        import gi

        gi.require_version("Libosinfo", "1.0")
        from gi.repository import Libosinfo
    except ImportError as error:
        tap.skip("null answered", error)
        tap.skip("properties at run time", error)
        return tap.finish()
    warnings.simplefilter("ignore", DeprecationWarning)
    check_answers(tap, Libosinfo, facts)
    check_properties(tap, Libosinfo, table)
    return tap.finish()


sys.exit(main())
