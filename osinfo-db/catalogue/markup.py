# SPDX-License-Identifier: GPL-2.0-or-later
"""HTML that whatever stands in a database cannot break out of: all that is no Markup is escaped where it is put in. End
tags that HTML lets anybody leave out are left out, so that pages stay small."""

import re
from html import escape

# Elements without an end tag: some have none, of others it follows from what comes next, wherever they stand (HTML, 13.1.2.4).
WITHOUT_END = frozenset(("br", "input", "link", "meta", "rect", "use", "li", "dt", "dd", "tr", "th", "td", "option"))
FOREIGN = frozenset(("rect", "use", "path"))

# What no page may have: controls, surrogates, what is no character.
NO_CHARACTERS = "".join(chr(plane << 16 | code) for plane in range(17) for code in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{NO_CHARACTERS}]")
ADDRESS = re.compile(r"(https?|ftp)://[^\s<>\"'\\]+", re.ASCII)


class Markup(str):
    """Text that is HTML."""

    __slots__ = ()

    def __add__(self, other):
        return Markup(str.__add__(self, put(other)))


def put(value):
    """Text as HTML; what is HTML stays."""
    if isinstance(value, Markup):
        return value
    return Markup(escape(FORBIDDEN.sub("\ufffd", str(value)), quote=True))


def join(parts, separator=""):
    return Markup(put(separator).join(map(put, parts)))


def tag(element, *children, **attributes):
    """An element. Names of attributes: class_ is class, aria_label is aria-label; None and False leave one out."""
    words = [element]
    for key, value in attributes.items():
        key = key.rstrip("_").replace("_", "-")
        if value is True:
            words.append(key)
        elif value is not None and value is not False:
            words.append(f'{key}="{put(value)}"')
    inner = "".join(map(put, children))
    start = " ".join(words)
    if element in FOREIGN:
        return Markup(f"<{start}/>")
    return Markup(f"<{start}>{inner}" if element in WITHOUT_END else f"<{start}>{inner}</{element}>")


def link(address, text=None):
    """An address that the database has; only those of web and FTP servers can be followed."""
    text = address if text is None else text
    if ADDRESS.fullmatch(address):
        return tag("a", text, href=address, rel="noreferrer")
    return put(text)


def code(text):
    return tag("code", text)


def listing(items):
    return tag("ul", *(tag("li", item) for item in items))


def facts(rows):
    """A description list of those (name, value) that have a value."""
    return tag("dl", *(tag("dt", name) + tag("dd", value) for name, value in rows if value not in (None, "")))


def heading_row(*names):
    return tag("tr", *(tag("th", name, scope="col") for name in names))


def row(head, *cells):
    """The first cell is the row's heading."""
    return tag("tr", tag("th", head, scope="row"), *(tag("td", cell) for cell in cells))


def table(caption, names, rows, class_=None):
    """In a box of its own, so that phones can move it sideways; whoever has but a keyboard, too."""
    inner = tag("table", tag("caption", caption), tag("thead", heading_row(*names)), tag("tbody", *rows))
    return tag("div", inner, class_=f"wide {class_}" if class_ else "wide", tabindex="0", role="region", aria_label=caption)
