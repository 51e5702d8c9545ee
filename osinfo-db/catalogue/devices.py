# SPDX-License-Identifier: GPL-2.0-or-later
"""A page for each device of the database, with the systems that drive it."""

from frame import add_long_page, make_slugs
from markup import code, facts, row, table, tag

COLUMNS = (("class", "Class"), ("bus-type", "Bus"), ("vendor", "Vendor"), ("product", "Product"))


class Devices:
    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.devices = sorted(catalogue.database.devices, key=lambda device: (device["name"] or "", device["id"]))
        self.slugs = make_slugs(device["id"].partition("://")[2] or device["id"] for device in self.devices)
        self.paths = {
            device["id"]: f"devices/{self.slugs[device['id'].partition('://')[2] or device['id']]}.html" for device in self.devices
        }  # fmt: skip

    def get_path(self, name):
        return self.paths.get(name)

    def add_device(self, device):
        name = device["name"] or device["product"] or device["id"]
        rows = []
        for record in self.catalogue.database.systems:
            link = next((one for one in record["devices"] if one["id"] == device["id"]), None)
            if link is not None:
                address = f"../os/{self.catalogue.get_slug(record)}.html"
                rows.append(row(tag("a", record["name"] or record["id"], href=address), link["driver"] or ""))
        files = self.catalogue.database.files["device", device["id"]]
        said = facts((
            ("Id", code(device["id"])), *((title, device[key]) for key, title in COLUMNS),
            ("Vendor id", device["vendor-id"] and code(device["vendor-id"])),
            ("Product id", device["product-id"] and code(device["product-id"])),
        ))  # fmt: skip
        add_long_page(
            self.catalogue.site, self.paths[device["id"]], name,
            lambda rows: table("Systems that drive it", ("System", "Driver"), rows) if rows else tag("p", "No system states it."),
            rows, said, source=[*((f"xml/{file}", "XML") for file in files), ("api/devices.json", "JSON")],
        )  # fmt: skip

    def add_all(self):
        for device in self.devices:
            self.add_device(device)
        rows = [
            row(tag("a", device["name"] or device["product"] or device["id"], href=self.paths[device["id"]].rsplit("/", 1)[-1]),
                *(device[key] or "" for key, _ in COLUMNS))
            for device in self.devices
        ]  # fmt: skip
        names = ("Device", *(title for _, title in COLUMNS))
        add_long_page(
            self.catalogue.site, "devices/index.html", "Devices",
            lambda rows: table("All devices", names, rows) if rows else tag("p", "There are none."), rows,
            source=[("api/devices.json", "JSON")],
        )  # fmt: skip
