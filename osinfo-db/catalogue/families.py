# SPDX-License-Identifier: GPL-2.0-or-later
"""Families with their releases on a time line, and vendors with their families."""

from collections import defaultdict

from frame import add_long_page, make_slugs
from markup import join, row, table, tag
from systems import format_end
from timeline import Scale, draw, make_axis, make_grid, make_key, parse_day


def order_release(record):
    """The newest first; what has no day comes last."""
    day = parse_day(record["release-date"])
    return (day is None, -day.toordinal() if day else 0, record["id"])


def group(records, key):
    groups = defaultdict(list)
    for record in records:
        if record[key]:
            groups[record[key]].append(record)
    return {name: sorted(groups[name], key=order_release) for name in sorted(groups, key=lambda name: (name.lower(), name))}


class Families:
    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.families = group(catalogue.database.systems, "distro")
        self.vendors = group(catalogue.database.systems, "vendor")
        self.family_slugs = make_slugs(self.families)
        self.vendor_slugs = make_slugs(self.vendors)

    def get_family_path(self, name):
        return f"families/{self.family_slugs[name]}.html" if name else None

    def get_vendor_path(self, name):
        return f"vendors/{self.vendor_slugs[name]}.html" if name else None

    def link_system(self, record):
        return tag("a", record["name"] or record["id"], href=f"../os/{self.catalogue.get_slug(record)}.html")

    def make_row(self, record, scale):
        return row(
            self.link_system(record),
            draw(record, scale),
            record["release-date"] or "",
            format_end(record["standard-end"]),
            format_end(record["security-end"]),
            format_end(record["extended-end"], "none"),
        )

    def add_family(self, name, records):
        scale = Scale(records, self.catalogue.database.day)
        names = ("System", make_axis(scale), "Released", "Standard support", "Security updates", "Extended support")
        vendors = sorted({record["vendor"] for record in records if record["vendor"]})
        links = [tag("a", vendor, href=f"../{self.get_vendor_path(vendor)}") for vendor in vendors]
        add_long_page(
            self.catalogue.site, self.get_family_path(name), f"Family {name}",
            lambda rows: table(f"Releases of {name}", names, rows, "timeline"),
            [self.make_row(record, scale) for record in records],
            tag("p", "By ", join(links, ", "), ".") if links else "",
            tag("p", "Last days of support; the line across the bars is the day of this database, ",
                tag("time", str(self.catalogue.database.day)), "."),
            make_grid(scale), make_key(),
            source=[(f"api/families/{self.family_slugs[name]}.json", "JSON")],
        )  # fmt: skip

    def add_families(self):
        for name, records in self.families.items():
            self.add_family(name, records)
        rows = []
        for name, records in self.families.items():
            newest = next((record for record in records if record["release-status"] == "released"), records[0])
            path = self.get_family_path(name).rsplit("/", 1)[-1]
            rows.append(row(tag("a", name, href=path), str(len(records)), self.link_system(newest), newest["release-date"] or ""))
        names = ("Family", "Systems", "Newest release", "Released")
        add_long_page(self.catalogue.site, "families/index.html", "Families", lambda rows: table("All families", names, rows), rows)

    def add_vendor(self, name, records):
        rows = [
            row(self.link_system(record), record["distro"] or "", record["release-date"] or "", format_end(record["security-end"]))
            for record in records
        ]
        names = ("System", "Family", "Released", "Security updates")
        families = sorted({record["distro"] for record in records if record["distro"]})
        links = [tag("a", family, href=f"../{self.get_family_path(family)}") for family in families]
        add_long_page(
            self.catalogue.site, self.get_vendor_path(name), name, lambda rows: table(f"Systems of {name}", names, rows), rows,
            tag("p", "Families: ", join(links, ", "), ".") if links else "",
        )  # fmt: skip

    def add_vendors(self):
        for name, records in self.vendors.items():
            self.add_vendor(name, records)
        rows = [
            row(tag("a", name, href=self.get_vendor_path(name).rsplit("/", 1)[-1]), str(len(records)),
                ", ".join(sorted({record["distro"] for record in records if record["distro"]})))
            for name, records in self.vendors.items()
        ]  # fmt: skip
        names = ("Vendor", "Systems", "Families")
        add_long_page(self.catalogue.site, "vendors/index.html", "Vendors", lambda rows: table("All vendors", names, rows), rows)
