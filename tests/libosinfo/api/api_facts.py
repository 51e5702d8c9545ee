# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an interface offers, as facts that can be compared: read from api.tsv, or from a GIR file.

A function's value is written 'TYPE TRANSFER', for an argument followed by what it allows: nullable, out,
optional, caller-allocates, scope=…, closure=….
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

CORE = "{http://www.gtk.org/introspection/core/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"
GLIB = "{http://www.gtk.org/introspection/glib/1.0}"


@dataclass
class Function:
    """One callable; `version` is the node of the export map, or what the documentation says."""

    symbol: str
    owner: str
    name: str
    version: str
    kind: str  # method, constructor, function
    marks: frozenset  # throws, deprecated, get-property=…, set-property=…
    returns: str
    arguments: list
    prototype: str = ""
    doc: str = ""


@dataclass
class Type:
    """A class or an enumeration with the function that makes its GType."""

    name: str
    is_a: str  # parent and perhaps "abstract" of a class; enum or flags and perhaps an error domain
    get_type: str
    version: str
    macros: list = field(default_factory=list)


@dataclass
class Facts:
    types: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)  # constant in C: [enumeration.name, value, nick]
    constants: dict = field(default_factory=dict)  # macro: value
    properties: dict = field(default_factory=dict)  # class:name: flags, type, transfer
    paramspecs: dict = field(default_factory=dict)  # class:name: GType, flags, default, range, nick
    functions: dict = field(default_factory=dict)  # symbol: Function
    undocumented: list = field(default_factory=list)


def _without(*values):
    return " ".join(value for value in values if value != "-")


def read_table(path):
    """The table of what libosinfo 1.13 offers. Its header says what the columns are."""
    facts = Facts()
    prefixes = {}
    rows = []
    with open(path, encoding="utf-8") as table:
        for line in table:
            if not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
    for what, *row in rows:
        if what == "class":
            name, parent, abstract, get_type, version, macro = row
            facts.types[name] = Type(name, _without(parent, abstract), get_type, version, [(macro, get_type)])
        elif what == "enum":
            name, kind, get_type, version, macro, domain, domain_macro = row
            facts.types[name] = Type(name, _without(kind, domain), get_type, version, [(macro, get_type)])
            if domain_macro != "-":
                quark = get_type.removesuffix("get_type") + "quark"
                facts.types[name].macros.append((domain_macro, quark))
        elif what == "member":
            name, constant, value, nick = row
            facts.members[constant] = [name, value, nick]
        elif what == "constant":
            facts.constants[row[0]] = row[1]
        elif what == "property":
            name, gtype, flags, default, range_, nick, type_, transfer = row
            facts.properties[name] = [flags, type_, transfer]
            facts.paramspecs[name] = [gtype, flags, default, range_, nick]
        elif what == "function":
            owner, symbol, version, kind, returns, arguments, prototype = row
            prefix = facts.types[owner].get_type.removesuffix("get_type")
            kind, *marks = kind.split()
            facts.functions[symbol] = Function(
                symbol,
                owner,
                symbol.removeprefix(prefix),
                version,
                kind,
                frozenset(marks),
                returns,
                [] if arguments == "-" else arguments.split("; "),
                prototype,
            )
        else:
            raise ValueError(f"{path}: unknown kind of row '{what}'")
    return facts


def _type_name(node):
    """utf8, GLib.List<utf8>, array<guint>; … for arguments that C takes by va_list."""
    for child in node:
        if child.tag in (CORE + "type", CORE + "array"):
            inner = [_type_name([part]) for part in child if part.tag in (CORE + "type", CORE + "array")]
            name = "array" if child.tag == CORE + "array" else child.get("name")
            return name + (f"<{','.join(inner)}>" if inner else "")
        if child.tag == CORE + "varargs":
            return "..."
    return "?"


def _value(node):
    words = [_type_name(node), node.get("transfer-ownership", "none")]
    is_out = node.get("direction") in ("out", "inout")
    if node.get("nullable") == "1" or (node.get("allow-none") == "1" and not is_out):
        words.append("nullable")
    if is_out:
        words.append(node.get("direction"))
    if node.get("optional") == "1" or (node.get("allow-none") == "1" and is_out):
        words.append("optional")
    if node.get("caller-allocates") == "1":
        words.append("caller-allocates")
    # scanners differ in whether they name the closure at the data as well; the callback's mark counts
    words += [f"{key}={node.get(key)}" for key in ("scope", "closure") if node.get("scope") and node.get(key)]
    return " ".join(words)


def _doc(node):
    doc = node.find(CORE + "doc")
    return "".join(doc.itertext()) if doc is not None else ""


def _read_function(node, owner):
    marks = set()
    if node.get("throws") == "1":
        marks.add("throws")
    if node.get("deprecated") == "1":
        marks.add("deprecated")
    for way in ("get-property", "set-property"):
        if node.get(GLIB + way):
            marks.add(f"{way}={node.get(GLIB + way)}")
    arguments = []
    for part in node.findall(f"{CORE}parameters/*"):
        mark = "self " if part.tag == CORE + "instance-parameter" else ""
        arguments.append(f"{mark}{part.get('name')}: {_value(part)}")
    returned = node.find(CORE + "return-value")
    return Function(
        node.get(C + "identifier"),
        owner,
        node.get("name"),
        node.get("version", ""),
        node.tag.removeprefix(CORE),
        frozenset(marks),
        _value(returned),
        arguments,
        doc=_doc(returned),
    )


def _flags(node):
    flags = ["readable"] if node.get("readable", "1") == "1" else []
    flags += ["writable"] if node.get("writable") == "1" else []
    flags += [way for way in ("construct", "construct-only") if node.get(way) == "1"]
    return "+".join(flags)


def read_gir(path):
    """What a GIR file says; functions under namespaces that moved into a type are found there only."""
    facts = Facts()
    space = ET.parse(path).getroot().find(CORE + "namespace")
    for node in space:
        kind, name = node.tag.removeprefix(CORE), node.get("name")
        if kind == "class":
            parent = _without(node.get("parent"), "abstract" if node.get("abstract") == "1" else "-")
        elif kind in ("enumeration", "bitfield"):
            parent = _without(
                {"enumeration": "enum", "bitfield": "flags"}[kind], node.get(GLIB + "error-domain", "-")
            )
        elif kind == "constant":
            facts.constants[node.get(C + "type")] = node.get("value")
        elif kind == "function" and node.get("moved-to") is None:
            facts.functions[node.get(C + "identifier")] = _read_function(node, "")
        if kind in ("class", "enumeration", "bitfield", "constant") and not _doc(node):
            facts.undocumented.append(name)
        if kind not in ("class", "enumeration", "bitfield"):
            continue
        facts.types[name] = Type(name, parent, node.get(GLIB + "get-type"), node.get("version", ""))
        for child in node:
            part = child.tag.removeprefix(CORE)
            if part == "member":
                facts.members[child.get(C + "identifier")] = [
                    f"{name}.{child.get('name')}",
                    child.get("value"),
                    child.get(GLIB + "nick"),
                ]
            elif part == "property":
                facts.properties[f"{name}:{child.get('name')}"] = [
                    _flags(child),
                    _type_name(child),
                    child.get("transfer-ownership", "none"),
                ]
            elif part in ("constructor", "function", "method"):
                facts.functions[child.get(C + "identifier")] = _read_function(child, name)
            if part in ("member", "property", "constructor", "function", "method") and not _doc(child):
                facts.undocumented.append(f"{name}.{child.get('name')}")
    return facts


def _compare_value(expected, found, allowed):
    """What is wrong with a value; `allowed` are marks that may be there without being expected."""
    type_, transfer, *marks = expected.split()
    found_type, found_transfer, *found_marks = found.split()
    if (type_, transfer) != (found_type, found_transfer):
        return f"is {found}, not {expected}"
    missing = set(marks) - set(found_marks)
    added = set(found_marks) - set(marks) - allowed
    return f"is {found}, not {expected}" if missing or added else None


def _compare_function(expected, found):
    for what in ("owner", "name", "kind"):
        if getattr(expected, what) != getattr(found, what):
            yield f"{what} is {getattr(found, what)}, not {getattr(expected, what)}"
    # what belongs to which property is new in GIR files; ours may say more of it
    new_marks = {mark for mark in found.marks if "-property=" in mark}
    if expected.marks - found.marks or found.marks - expected.marks - new_marks:
        yield f"is {sorted(found.marks)}, not {sorted(expected.marks)}"
    problem = _compare_value(expected.returns, found.returns, {"nullable"})
    if problem:
        yield "returned value " + problem
    if len(expected.arguments) != len(found.arguments):
        yield f"has {len(found.arguments)} arguments, not {len(expected.arguments)}"
        return
    for one, other in zip(expected.arguments, found.arguments):
        name, value = one.split(": ")
        found_name, found_value = other.split(": ")
        # NULL that was not to be given may be allowed; an array that comes back may be nothing
        problem = _compare_value(value, found_value, {"nullable", "optional"})
        if name != found_name:
            yield f"argument is called {found_name}, not {name}"
        elif problem:
            yield f"argument {name} {problem}"


def compare(expected, found):
    """Says what is missing in `found`, other than expected, or stricter. More is not a difference."""
    differences = {"types": [], "members": [], "constants": [], "properties": [], "functions": []}
    for name, type_ in expected.types.items():
        other = found.types.get(name)
        if other is None:
            differences["types"].append(f"{name} is missing")
        elif (type_.is_a, type_.get_type) != (other.is_a, other.get_type):
            differences["types"].append(
                f"{name} is {other.is_a} by {other.get_type}, not {type_.is_a} by {type_.get_type}"
            )
    for what in ("members", "constants", "properties"):
        for name, value in getattr(expected, what).items():
            other = getattr(found, what).get(name)
            if other is None:
                differences[what].append(f"{name} is missing")
            elif value != other:
                differences[what].append(f"{name} is {other}, not {value}")
    for symbol, function in expected.functions.items():
        other = found.functions.get(symbol)
        if other is None:
            differences["functions"].append(f"{symbol} is missing")
        else:
            differences["functions"] += [f"{symbol}: {text}" for text in _compare_function(function, other)]
    return differences
