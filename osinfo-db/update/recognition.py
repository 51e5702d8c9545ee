# SPDX-License-Identifier: GPL-2.0-or-later
"""What the library makes of labels: Libosinfo through its introspection data."""

import os

from database import Problem

try:
    import gi

    gi.require_version("Libosinfo", "1.0")
    from gi.repository import GLib, Libosinfo
except (ImportError, ValueError) as error:
    hint = "install it or set GI_TYPELIB_PATH, see README.md"
    raise Problem(f"Libosinfo for Python is not there ({error}): {hint}") from None

KINDS = {
    "media": {
        "new": Libosinfo.Media.new,
        "parameters": {
            "volume-id": Libosinfo.MEDIA_PROP_VOLUME_ID,
            "system-id": Libosinfo.MEDIA_PROP_SYSTEM_ID,
            "publisher-id": Libosinfo.MEDIA_PROP_PUBLISHER_ID,
            "application-id": Libosinfo.MEDIA_PROP_APPLICATION_ID,
            "volume-size": Libosinfo.MEDIA_PROP_VOLUME_SIZE,
        },
    },
    "tree": {
        "new": Libosinfo.Tree.new,
        "parameters": {
            "family": Libosinfo.TREE_PROP_TREEINFO_FAMILY,
            "variant": Libosinfo.TREE_PROP_TREEINFO_VARIANT,
            "version": Libosinfo.TREE_PROP_TREEINFO_VERSION,
            "arch": Libosinfo.TREE_PROP_TREEINFO_ARCH,
            "kernel": Libosinfo.TREE_PROP_KERNEL,
            "initrd": Libosinfo.TREE_PROP_INITRD,
            "boot-iso": Libosinfo.TREE_PROP_BOOT_ISO,
        },
    },
}


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
    entity = KINDS[kind]["new"]("label", None)
    parameters = KINDS[kind]["parameters"]
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
    values = {tag: entity.get_param_value(name) for tag, name in KINDS[kind]["parameters"].items()}
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
