# SPDX-License-Identifier: GPL-2.0-or-later
"""What the database can state, as its schema says it. The library has its own rows, in libosinfo/facts/; a test
holds the two against each other."""

from pathlib import Path
from xml.etree import ElementTree

SCHEMA = Path(__file__).resolve().parents[1] / "schema" / "osinfo.rng"
NAMESPACE = "{http://relaxng.org/ns/structure/1.0}"
NOTES = "{urn:osinfo:notes}"
GROUPS = ("choice", "group", "interleave", "oneOrMore", "optional", "zeroOrMore")

# Where a part says how it is recognised.
HOLDERS = {"media": "iso", "tree": "treeinfo"}

GRAMMAR = ElementTree.parse(SCHEMA).getroot()
DEFINITIONS = {one.get("name"): one for one in GRAMMAR.iterfind(f"{NAMESPACE}define")}


def walk(pattern):
    """The elements that stand directly below a pattern, in its order."""
    for child in pattern:
        tag = child.tag.removeprefix(NAMESPACE)
        if tag == "element":
            yield child
        elif tag == "ref":
            yield from walk(DEFINITIONS[child.get("name")])
        elif tag in GROUPS:
            yield from walk(child)


def find_element(*path):
    """The element that a path of the schema's names leads to, from one of a file's."""
    found = next(walk(GRAMMAR.find(f"{NAMESPACE}start")))
    for name in path:
        found = next(one for one in walk(found) if one.get("name") == name)
    return found


def get_order(*path):
    """Names of the elements below the one that a path leads to, in the order of the schema."""
    return tuple(dict.fromkeys(one.get("name") for one in walk(find_element(*path))))


def get_dated(*path):
    """Names of the elements below that state a date, be it deep in them."""
    dated = []
    for one in walk(find_element(*path)):
        types = {ref.get("name") for ref in one.iter(f"{NAMESPACE}ref")}
        if "type.date" in types or get_dated(*path, one.get("name")):
            dated.append(one.get("name"))
    return tuple(dict.fromkeys(dated))


# The top folders of a database: the kinds that stand alone, by their elements.
FOLDERS = get_order()


def list_plain(element, type_):
    """Names of elements that have nothing but a text, or a value of a type."""
    return tuple(
        one.get("name")
        for one in walk(element)
        if [child.tag.removeprefix(NAMESPACE) for child in one] in (["text"], ["ref"])
        and (one[0].get("name") or "text") == type_
    )


def get_expressions(kind):
    """The container of the expressions that recognise a part, <media> or <tree>, and their elements in it."""
    return HOLDERS[kind], list_plain(find_element("os", kind, HOLDERS[kind]), "text")


def get_parameters(kind):
    """Elements of a part's texts and numbers that real media can say -> the library's parameters for them."""
    part = find_element("os", kind)
    holder = find_element("os", kind, HOLDERS[kind])
    prefix = "treeinfo-" if kind == "tree" else ""
    parameters = {tag: prefix + tag for tag in get_expressions(kind)[1] + list_plain(holder, "type.num")}
    return parameters | {tag: tag for tag in list_plain(part, "text")}


def get_known(element):
    """The words that are known for an element, by the notes of the schema."""
    return [one.text for one in GRAMMAR.iterfind(f"{NOTES}known") if one.get("of") == element]
