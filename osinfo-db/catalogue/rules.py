# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page "What is this ISO?" needs of the database: recognise/rules.json. Systems are in the order of their ids, as
the library has them, since that decides where all else is equal; what is null or empty is left out."""

SYSTEM = ("id", "short-id", "name", "family", "distro", "version", "release-status", "release-date")
MEDIA = (
    "id", "architecture", "volume-id", "system-id", "publisher-id", "application-id", "volume-size", "l10n-language",
    "l10n-language-regex", "l10n-language-map",
)  # fmt: skip
IDENTITY = ("scheme", "product", "version", "preview", "variant", "evidence", "expression")

# Names that recognition never asks for: nothing on a medium says them.
UNASKED = ("endoflife.date", "libguestfs")


def pick(record, names):
    return {name: record[name] for name in names if record.get(name) not in (None, [], "")}


def make_media(media):
    entry = pick(media, MEDIA)
    if media["variant"]:
        entry["variants"] = media["variant"]
    if not media["installer"]:
        entry["installer"] = False
    if media["live"]:
        entry["live"] = True
    return entry


def make_system(record, slug):
    """@slug: that of its page, where it is not the short id."""
    variants = {variant["id"]: variant["name"] for variant in record["variants"] if variant["id"]}
    editions = {variant["id"]: variant["edition"] for variant in record["variants"] if variant["id"] and variant["edition"]}
    return {
        **pick(record, SYSTEM),
        **({"slug": slug} if slug != record["short-id"] else {}),
        "parents": [*record["derives-from"], *record["clones"]],
        "variants": variants,
        **({"editions": editions} if editions else {}),
        "media": [make_media(media) for media in record["media"]],
        "identities": [pick(one, IDENTITY) for one in record["identities"] if one["scheme"] not in UNASKED],
    }


def make_rules(database, get_slug=lambda record: record["short-id"]):
    """@database: a Database; @get_slug: how the page of a record is called. The document as it is written."""
    return {
        "format-version": 1,
        "database": database.version,
        "maps": database.maps,
        "systems": [make_system(record, get_slug(record)) for record in sorted(database.systems, key=lambda record: record["id"].encode())],
    }
