# SPDX-License-Identifier: GPL-2.0-or-later
"""A page for each system: all that its record says, and what was said of it before."""

from database import Failure
from frame import MAX_SECTION, list_pages, split_rows
from markup import Markup, code, facts, join, link, listing, row, table, tag
from timeline import make_bar, make_key

UNITS = (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))
STATUSES = {
    "prerelease": "Not released yet",
    "rolling": "Without releases",
    "snapshot": "A snapshot",
}
LEVELS = (
    ("minimum", "Minimum"),
    ("recommended", "Recommended"),
    ("network-install", "Network installation"),
    ("maximum", "Maximum"),
)
# Columns of the table of machines, and what else is said of one.
MACHINE_COLUMNS = (
    ("bios", "BIOS"), ("efi", "UEFI"), ("secure-boot", "Secure Boot"), ("tpm", "TPM"), ("tpm-version", "TPM version"),
    ("cpu-level", "CPU at least"), ("clock", "Clock"),
)  # fmt: skip
MACHINE_REST = (
    ("types", "Machine types"), ("media-signers", "Who signs media"), ("updated-signers", "Who signs after updates"),
    ("cpu-features", "CPU features"), ("unfit-cpus", "CPUs that do not fit"), ("timers", "Timers"),
    ("enlightenments", "Enlightenments"), ("first-boot", "First boot"), ("hotplug", "Hotplug"), ("sources", "Sources"),
)  # fmt: skip
EXPRESSIONS = (
    ("volume-id", "Volume"), ("system-id", "System"), ("publisher-id", "Publisher"), ("application-id", "Application"),
    ("treeinfo-family", "Family"), ("treeinfo-variant", "Variant"), ("treeinfo-version", "Version"),
    ("treeinfo-arch", "Architecture"),
)  # fmt: skip
# What tables of media, trees and images have places for; whatever else a record says follows behind.
PLACED = {
    "id", "architecture", "url", "variant", "live", "installer", "installer-script", "scripts", "volume-size", "kernel",
    "initrd", "boot-iso", "l10n-language", "l10n-language-regex", "l10n-language-map", "installer-reboots",
    "eject-after-install", "bootable", "has-treeinfo", "format", "cloud-init", *(key for key, _ in EXPRESSIONS),
}  # fmt: skip
RELATIONS = (("derives-from", "Derives from"), ("upgrades", "Upgrades"), ("clones", "Is a clone of"))
BACKWARDS = {"derives-from": "Systems that derive from it", "upgrades": "Upgraded by", "clones": "Clones of it"}


def format_size(number):
    for unit, size in UNITS:
        if number >= size and number * 10 % size == 0:
            return f"{number / size:g} {unit}"
    return f"{number:,} bytes"


def format_frequency(number):
    return f"{number / 1e9:g} GHz" if number >= 1e9 else f"{number / 1e6:g} MHz"


def format_end(end, none="no day announced"):
    """The last day of a phase; @none: what it means that there is none."""
    if end is None:
        return "not known"
    return none if end == "none" else tag("time", end)


def describe_support(record):
    status = STATUSES.get(record["release-status"])
    end = record["security-end"]
    if status:
        return status
    if end is None:
        return "Until when it gets security updates is not known"
    if end == "none":
        return "Security updates without an end that is announced"
    return join(["Security updates until ", tag("time", end)])


class Section:
    """A heading and what is below it: @rows, which may go to several pages, in what @make makes of them."""

    def __init__(self, key, title, rows, make=None):
        self.key = key
        self.title = title
        self.rows = rows
        self.make = make or (lambda content: join(content))

    def format(self, rows=None):
        return tag("section", tag("h2", self.title, id=self.key), self.make(self.rows if rows is None else rows))

    def get_size(self):
        return len(self.format().encode())


class SystemPage:
    """The page of one system, with sections on pages of their own where it is too long."""

    def __init__(self, catalogue, record):
        self.catalogue = catalogue
        self.database = catalogue.database
        self.record = record
        self.slug = catalogue.get_slug(record)

    def link_system(self, name):
        record = self.catalogue.by_id.get(name)
        if record is None:
            return put_id(name)
        return tag("a", record["name"] or name, href=f"{self.catalogue.get_slug(record)}.html")

    # Sections

    def make_facts(self):
        record = self.record
        family = self.catalogue.get_family_path(record["distro"])
        vendor = self.catalogue.get_vendor_path(record["vendor"])
        return facts(
            (
                ("Short ids", join([code(name) for name in record["short-ids"]], ", ")),
                ("Id", code(record["id"])),
                ("Version", record["version"]),
                ("Code name", record["codename"]),
                ("Family", family and tag("a", record["distro"], href=f"../{family}")),
                ("Kind", record["family"]),
                ("Vendor", vendor and tag("a", record["vendor"], href=f"../{vendor}")),
                ("Released", record["release-date"] and tag("time", record["release-date"])),
                ("Support", describe_support(record)),
                ("User of cloud images", record["cloud-image-username"] and code(record["cloud-image-username"])),
                ("Kernel argument for an address", record["kernel-url-argument"] and code(record["kernel-url-argument"])),
            )
        )

    def make_names(self):
        names = sorted(self.database.names.get(self.record["id"], {}).items())
        rows = [tag("li", tag("span", name, lang=language), f" ({language})") for language, name in names]
        return Section("names", "In other languages", rows, lambda rows: tag("ul", *rows))

    def make_lifecycle(self):
        record = self.record
        lifecycle = record["lifecycle"]
        rows = [
            row(phase["kind"], format_end(phase["end"]), "paid" if phase["paid"] else "free", phase["name"] or "")
            for phase in lifecycle["phases"]
        ]
        content = []
        bar = make_bar([record], self.database.day)
        if bar:
            content.append(tag("div", bar, make_key(), class_="lifecycle"))
        if rows:
            content.append(table("Phases of support", ("Phase", "Last day", "For whom", "Called"), rows))
        if lifecycle["sources"]:
            content.append(tag("p", "Source: ", join(map(link, lifecycle["sources"]), "; ")))
        return Section("lifecycle", "Lifecycle", content)

    def make_resources(self):
        rows = []
        for level, title in LEVELS:
            for one in self.record["resources"][level]:
                rows.append(
                    row(
                        title,
                        one["architecture"],
                        "" if one["n-cpus"] is None else str(one["n-cpus"]),
                        "" if one["cpu"] is None else format_frequency(one["cpu"]),
                        "" if one["ram"] is None else format_size(one["ram"]),
                        "" if one["storage"] is None else format_size(one["storage"]),
                    )
                )
        names = ("Level", "Architecture", "Processors", "Frequency", "Memory", "Storage")
        return Section("resources", "Resources", rows, lambda rows: table("What it needs", names, rows))

    def make_machines(self):
        machines = self.record["machines"]
        rows = [row(code(one["architecture"]), *(one[key] or "" for key, _ in MACHINE_COLUMNS)) for one in machines]
        rest = []
        for one in machines:
            said = [(title, ", ".join(one[key])) for key, title in MACHINE_REST if one[key]]
            if said:
                rest.append(tag("details", tag("summary", f"More of {one['architecture']}"), facts(said)))
        names = ("Architecture", *(title for _, title in MACHINE_COLUMNS))
        return Section("machines", "Firmware and machines", rows, lambda rows: table("By architecture", names, rows) + join(rest))

    def make_variants(self):
        rows = [
            row(code(one["id"]), one["name"] or "", ", ".join(one["edition"])) for one in self.record["variants"] if one["id"]
        ]
        make = lambda rows: table("Editions", ("Id", "Name", "As the medium calls it"), rows)  # noqa: E731
        return Section("variants", "Variants", rows, make)

    def describe_recognition(self, part):
        """How a medium or tree is recognised."""
        said = [(title, code(part[key])) for key, title in EXPRESSIONS if part.get(key)]
        if part.get("volume-size"):
            said.append(("Size of the volume", f"{part['volume-size']:,} bytes"))
        return facts(said) if said else ""

    def describe_part(self, part):
        said = [
            ("Variants", ", ".join(part["variant"])),
            ("Languages", ", ".join(part.get("l10n-language", []))),
            ("Kernel", part.get("kernel") and code(part["kernel"])),
            ("Initial RAM disk", part.get("initrd") and code(part["initrd"])),
            ("Boot image", part.get("boot-iso") and code(part["boot-iso"])),
        ]
        for key, value in part.items():
            if key not in PLACED and value not in (None, [], ""):
                said.append((key, describe_value(value)))
        return facts(said)

    def make_parts(self, key, title, describe_kind):
        rows = [
            row(
                code(part["architecture"] or "all"),
                describe_kind(part),
                link(part["url"]) if part["url"] else "",
                self.describe_part(part),
                self.describe_recognition(part),
            )
            for part in self.record[key]
        ]
        names = ("Architecture", "Kind", "Address", "What is on it", "How it is recognised")
        return Section(key, title, rows, lambda rows: table(title, names, rows, "parts"))

    def make_devices(self):
        rows = []
        for one in self.record["devices"]:
            path = self.catalogue.get_device_path(one["id"])
            name = one["name"] or one["id"]
            shown = tag("a", name, href=f"../{path}") if path else put_id(name)
            rows.append(row(shown, one["class"] or "", one["bus-type"] or "", one["driver"] or ""))
        names = ("Device", "Class", "Bus", "Driver")
        return Section("devices", "Devices", rows, lambda rows: table("Devices that it drives", names, rows))

    def make_drivers(self):
        rows = [
            row(
                code(one["architecture"] if "architecture" in one else one["arch"] or "all"),
                link(one["location"] or ""),
                ", ".join(one["file"]),
                join([describe_flag(one["pre-installable"], "before installation"), describe_flag(one["signed"], "signed")], " "),
            )
            for one in self.record["drivers"]
        ]
        names = ("Architecture", "Where", "Files", "How")
        return Section("drivers", "Drivers", rows, lambda rows: table("Drivers to add", names, rows))

    def make_scripts(self):
        rows = [
            row(one["profile"] or "", code(one["expected-filename"] or ""), ", ".join(one["injection-methods"]), self.link_xml(one["id"]))
            for one in self.record["scripts"]
        ]  # fmt: skip
        names = ("Profile", "File", "How it gets in", "Script")
        return Section("scripts", "Install scripts", rows, lambda rows: table("For unattended installation", names, rows))

    def link_xml(self, name):
        paths = self.database.files.get(("install-script", name))
        return tag("a", code(name), href=f"../xml/{paths[0]}") if paths else code(name)

    def make_identities(self):
        rows = []
        for one in self.record["identities"]:
            name = one["product"] or one["evidence"] or ""
            said = [("variant", one["variant"]), ("expression", one["expression"] and code(one["expression"]))]
            rows.append(row(one["scheme"] or "", code(name), ", ".join(one["version"]), facts(said)))
        names = ("Scheme", "Name or evidence", "Versions", "More")
        return Section("identities", "Names elsewhere", rows, lambda rows: table("What it is called", names, rows))

    def make_relations(self):
        said = []
        for key, title in RELATIONS:
            said.append((title, join(map(self.link_system, self.record[key]), ", ")))
            others = self.catalogue.related[key].get(self.record["id"], [])
            said.append((BACKWARDS[key], join(map(self.link_system, others), ", ")))
        return Section("relations", "Relations", [facts(said)] if any(value for _, value in said) else [])

    def make_history(self):
        rows = [
            tag("li", self.catalogue.link_change("../", release), ": ", describe_fate(entity))
            for release, entity in self.catalogue.history.get(self.record["id"], [])
        ]
        return Section("history", "What changed", rows, lambda rows: tag("ul", *rows))

    def list_sections(self):
        sections = (
            self.make_names(),
            self.make_lifecycle(),
            self.make_resources(),
            self.make_machines(),
            self.make_variants(),
            self.make_parts("media", "Media", describe_medium),
            self.make_parts("trees", "Installation trees", lambda part: "with treeinfo" if part["has-treeinfo"] else ""),
            self.make_parts("images", "Disk images", describe_image),
            self.make_devices(),
            self.make_drivers(),
            self.make_scripts(),
            self.make_identities(),
            self.make_relations(),
            self.make_history(),
        )
        return [section for section in sections if section.rows]

    # Pages

    def get_options(self):
        paths = self.database.files.get(("os", self.record["id"]), [])
        sources = [(f"xml/{path}", "XML" if path == paths[0] else f"XML that adds to it ({path.name})") for path in paths]
        return {"source": [*sources, (f"api/os/{self.slug}.json", "JSON")]}

    def add_apart(self, section):
        """Pages of a section that is too long; gives what stands in its place."""
        groups = split_rows(section.rows)
        name = self.record["name"] or self.record["id"]
        paths = list_pages(f"os/{self.slug}-{section.key}.html", len(groups))
        back = tag("p", tag("a", name, href=f"{self.slug}.html"))
        for number, (path, group) in enumerate(zip(paths, groups), 1):
            more = [tag("a", f"part {at}", href=other[len("os/") :]) for at, other in enumerate(paths, 1) if other != path]
            title = f"{name}: {section.title}" + (f", part {number}" if len(paths) > 1 else "")
            self.catalogue.site.add_page(path, title, back, join(more, ", "), section.format(group), **self.get_options())
        links = [tag("a", f"{len(group)} entries", href=path[len("os/") :]) for path, group in zip(paths, groups)]
        return tag("section", tag("h2", section.title, id=section.key), tag("p", "On a page of their own: ", join(links, ", ")))

    def add(self):
        sections = self.list_sections()
        content = {section.key: section.format() for section in sections}
        apart = {}
        while sum(len(text.encode()) for text in content.values()) > MAX_SECTION:
            largest = max((section for section in sections if section.key not in apart), key=Section.get_size, default=None)
            if largest is None:
                raise Failure(f"the page of '{self.record['id']}' is too long")
            apart[largest.key] = content[largest.key] = self.add_apart(largest)
        contents = listing(tag("a", section.title, href=f"#{section.key}") for section in sections)
        self.catalogue.site.add_page(
            f"os/{self.slug}.html", self.record["name"] or self.record["id"], self.make_facts(),
            tag("nav", contents, class_="contents", aria_label="On this page") if len(sections) > 1 else "",
            *content.values(), **self.get_options(),
        )  # fmt: skip


def put_id(name):
    return code(name)


def describe_flag(value, word):
    return word if value else ""


def describe_value(value):
    """Of what no table has a place for."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return listing(map(describe_value, value))
    if isinstance(value, dict):
        return facts((key, describe_value(inner)) for key, inner in value.items() if inner not in (None, [], ""))
    return link(value) if isinstance(value, str) else str(value)


def describe_medium(part):
    words = [describe_flag(part["installer"], "installer"), describe_flag(part["live"], "live system")]
    if part["installer"] and part["installer-script"] is False:
        words.append("takes no script")
    return ", ".join(word for word in words if word)


def describe_image(part):
    return ", ".join(word for word in (part["format"] or "", describe_flag(part["cloud-init"], "cloud-init")) if word)


def describe_fate(entity):
    """What became of it in a release of the database."""
    if entity["fate"] != "changed":
        return entity["fate"]
    words = []
    for change in entity["changes"]:
        where = [change[key] for key in ("part", "item", "subject") if change.get(key)]
        words.append(tag("li", " ".join(where), describe_old_new(change)))
    return join(["changed", tag("ul", *words)])


def describe_old_new(change):
    old, new = change.get("old"), change.get("new")
    if old is None and new is None:
        return ""
    parts = [tag("del", old) if old is not None else "", tag("ins", new) if new is not None else ""]
    return Markup(": ") + join([part for part in parts if part], " ")
