# SPDX-License-Identifier: GPL-2.0-or-later
"""What the library makes of labels: Libosinfo through its introspection data."""

import os

import facts
from database import Problem

try:
    import gi

    gi.require_version("Libosinfo", "1.0")
    from gi.repository import GLib, Libosinfo
except (ImportError, ValueError) as error:
    hint = "install it or set GI_TYPELIB_PATH, see README.md"
    raise Problem(f"Libosinfo for Python is not there ({error}): {hint}") from None

NEW_ENTITIES = {"media": Libosinfo.Media.new, "tree": Libosinfo.Tree.new}


def load(data):
    # what files lack is the matter of report-missing, and would come between the lines of a report
    GLib.log_set_handler(None, GLib.LogLevelFlags.LEVEL_WARNING, lambda *_arguments: None, None)
    loader = Libosinfo.Loader()
    try:
        loader.process_path(str(data))
    except GLib.Error as error:
        raise Problem(f"cannot load '{data}': {error.message}") from None
    return loader.get_db()


def identify(database, kind, texts):
    """The entries that fit, best first: pairs of the system's id and the architecture."""
    entity = NEW_ENTITIES[kind]("label", None)
    parameters = facts.get_parameters(kind)
    for tag, text in texts.items():
        entity.set_param(parameters[tag], text)
    if kind == "media":
        found = database.identify_medialist(entity)
    else:
        found = database.identify_treelist(entity)
    return [
        (entry.get_os().get_id(), entry.get_architecture())
        for entry in (found.get_nth(number) for number in range(found.get_length()))
    ]


def read_texts(kind, entity):
    values = {tag: entity.get_param_value(name) for tag, name in facts.get_parameters(kind).items()}
    return {tag: value for tag, value in values.items() if value and (tag != "volume-size" or int(value) > 0)}


def read_media(path):
    """What an image says of itself, and whether a machine can start from it."""
    if not os.path.exists(path):
        raise Problem(f"cannot read '{path}': No such file or directory")
    try:
        media = Libosinfo.Media.create_from_location_with_flags(str(path), None, 0)
    except GLib.Error as error:
        raise Problem(f"cannot read '{path}': {error.message}") from None
    return read_texts("media", media), media.is_bootable()


def read_tree(text):
    """What a treeinfo says of its tree."""
    try:
        tree = Libosinfo.Tree.create_from_treeinfo(text, "http://localhost/")
    except GLib.Error as error:
        raise Problem(f"cannot read the treeinfo: {error.message}") from None
    return read_texts("tree", tree)
