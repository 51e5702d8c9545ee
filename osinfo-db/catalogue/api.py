# SPDX-License-Identifier: GPL-2.0-or-later
"""The database as JSON: a file for each system in the shape of osinfo-show(1), lists, what changed, and a JSON Schema."""

import json

FORMAT_VERSION = 1
INDEX = (
    "id", "short-id", "short-ids", "name", "version", "codename", "vendor", "family", "distro", "release-status",
    "release-date", "standard-end", "security-end", "extended-end",
)  # fmt: skip
# Of these there is one text.
SEARCHED = ("codename", "version", "distro", "vendor", "family", "release-date", "security-end", "release-status")
TEXT = {"type": ["string", "null"]}


def format_json(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def list_languages(catalogue, record):
    names = catalogue.database.names.get(record["id"], {})
    return dict(sorted(names.items()))


def make_row(catalogue, record):
    slug = catalogue.get_slug(record)
    row = {name: record[name] for name in INDEX}
    return row | {"names": list_languages(catalogue, record), "json": f"api/os/{slug}.json", "page": f"os/{slug}.html"}


def make_schema():
    """Of what is written here; that of a system is the one of osinfo-show(1)."""
    row = {name: TEXT for name in INDEX} | {
        "id": {"type": "string"}, "short-ids": {"type": "array", "items": {"type": "string"}},
        "names": {"type": "object", "additionalProperties": {"type": "string"}},
        "json": {"type": "string"}, "page": {"type": "string"},
    }  # fmt: skip
    system = {"type": "object", "properties": row, "required": list(row)}
    head = {"format-version": {"const": FORMAT_VERSION}, "database": {"type": "string"}, "licence": {"type": "string"}}
    device = {name: TEXT for name in ("vendor", "vendor-id", "product", "product-id", "name", "class", "bus-type", "id")}

    def make(name, items):
        properties = head | {name: {"type": "array", "items": items}}
        return {"type": "object", "properties": properties, "required": list(properties)}

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lists of the osinfo catalogue",
        "description": "api/index.json and api/families/*.json are systems, api/devices.json is devices. "
        "api/os/*.json are records, each an item of what api/os.schema.json describes, api/changes/*.json what osinfo-db-diff --format=json writes. "
        "Members may be added; none goes without a new format-version.",
        "$defs": {
            "systems": make("systems", system),
            "devices": make("devices", {"type": "object", "properties": device, "required": list(device)}),
        },
        "anyOf": [{"$ref": "#/$defs/systems"}, {"$ref": "#/$defs/devices"}],
    }


def add_api(catalogue):
    site, database = catalogue.site, catalogue.database
    head = {"format-version": FORMAT_VERSION, "database": database.version, "licence": "GPL-2.0-or-later"}
    rows = {record["id"]: make_row(catalogue, record) for record in database.systems}
    site.add("api/index.json", format_json(head | {"systems": list(rows.values())}))
    site.add("api/devices.json", format_json(head | {"devices": catalogue.devices.devices}))
    site.add("api/schema.json", json.dumps(make_schema(), indent=2) + "\n")
    for record in database.systems:
        site.add(f"api/os/{catalogue.get_slug(record)}.json", format_json(record))
    for name, records in catalogue.families.families.items():
        path = f"api/families/{catalogue.families.family_slugs[name]}.json"
        site.add(path, format_json(head | {"systems": [rows[record["id"]] for record in records]}))
    for release in catalogue.changes:
        site.add(f"api/changes/{release['new-version']}.json", format_json(release))


def make_search_index(catalogue):
    """What find.js looks through: the texts of osinfo_db_search_os(), and what results tell."""
    rows = []
    for record in catalogue.database.systems:
        row = {"slug": catalogue.get_slug(record), "id": record["id"], "short-ids": record["short-ids"]}
        row["names"] = [name for name in (record["name"], *list_languages(catalogue, record).values()) if name]
        row |= {name: record[name] for name in SEARCHED if record[name]}
        row["variants"] = [variant["name"] for variant in record["variants"] if variant["name"]]
        rows.append(row)
    return rows
