# SPDX-License-Identifier: GPL-2.0-or-later
"""What each release of the database changed, as pages and as Atom feeds: of all, and of each family."""

import uuid
from xml.sax.saxutils import escape, quoteattr

from database import order_version, parse_version
from frame import add_long_page
from markup import FORBIDDEN, listing, tag
from systems import describe_fate, put_id

KINDS = {
    "os": "Systems", "platform": "Platforms", "device": "Devices", "install-script": "Install scripts",
    "datamap": "Datamaps", "deployment": "Deployments",
}  # fmt: skip
MAX_WORDS = 40  # systems that an entry of a feed names


def format_xml(text):
    return escape(FORBIDDEN.sub("\ufffd", str(text)))


def format_time(version):
    """Of a release; those of one day are a second apart, so that they have an order."""
    _, number = order_version(version)
    hours, rest = divmod(number, 3600)
    return f"{parse_version(version)}T{hours % 24:02}:{rest // 60:02}:{rest % 60:02}Z"


def format_id(*words):
    """The same name for the same thing, wherever the site is."""
    return uuid.uuid5(uuid.NAMESPACE_URL, " ".join(("osinfo-catalogue", *words))).urn


class Changes:
    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.releases = catalogue.changes

    def link_entity(self, entity, up):
        path = self.catalogue.get_path(entity["kind"], entity["id"])
        name = entity.get("name") or entity["id"]
        return tag("a", name, href=up + path) if path else put_id(name)

    def add_release(self, release):
        rows = []
        for kind, title in KINDS.items():
            entities = [entity for entity in release["entities"] if entity["kind"] == kind]
            if entities:
                rows.append(tag("h2", title))
                rows += [tag("p", self.link_entity(entity, "../"), ": ") + describe_fate(entity) for entity in entities]
        version = release["new-version"]
        add_long_page(
            self.catalogue.site, f"changes/{version}.html", f"Release {version}",
            lambda rows: tag("div", *rows) if rows else tag("p", "Nothing that the database says has changed."), rows,
            tag("p", f"What is different from release {release['old-version']}."),
            source=[(f"api/changes/{version}.json", "JSON")],
        )  # fmt: skip

    def add_all(self):
        for release in self.releases:
            self.add_release(release)
        feed = ("changes/feed.xml", "Changes of the osinfo database")
        items = [
            tag("span", self.catalogue.link_change("../", release), f": {count_words(release)}") for release in self.releases
        ]
        content = listing(items) if items else tag("p", "Earlier releases were not at hand when this catalogue was made.")
        self.catalogue.site.add_page(
            "changes/index.html", "Changes", tag("p", tag("a", "Feed", href="feed.xml"), " of all changes; each family has one, too."),
            content, alternates=[feed],
        )  # fmt: skip
        self.catalogue.site.add("changes/feed.xml", self.make_feed("Changes of the osinfo database", "../", self.releases, ()))
        for name in self.catalogue.families.families:
            path = self.catalogue.families.get_family_path(name)
            releases = [
                release | {"entities": [entity for entity in release["entities"] if self.is_of_family(entity, name)]}
                for release in self.releases
            ]
            releases = [release for release in releases if release["entities"]]
            words = ("family", name)
            self.catalogue.site.add(path.removesuffix("html") + "xml", self.make_feed(f"Changes of {name}", "../", releases, words))

    def is_of_family(self, entity, name):
        record = self.catalogue.by_id.get(entity["id"])
        return entity["kind"] == "os" and record is not None and record["distro"] == name

    def make_feed(self, title, up, releases, words):
        entries = "".join(self.make_entry(release, up, words) for release in releases)
        newest = releases[0]["new-version"] if releases else self.catalogue.database.version
        return f"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>{format_xml(title)}</title>
  <id>{format_id(*words)}</id>
  <updated>{format_time(newest)}</updated>
  <author><name>osinfo</name></author>
  <rights>GPL-2.0-or-later</rights>
  <link href={quoteattr(f"{up}changes/index.html")}/>
{entries}</feed>
"""

    def make_entry(self, release, up, words):
        version = release["new-version"]
        names = [f"{entity.get('name') or entity['id']}: {entity['fate']}" for entity in release["entities"]]
        more = [f"and {len(names) - MAX_WORDS} more"] if len(names) > MAX_WORDS else []
        text = "\n".join(names[:MAX_WORDS] + more) or "Nothing that the database says has changed."
        return f"""\
  <entry>
    <title>osinfo database {version}</title>
    <id>{format_id(*words, version)}</id>
    <updated>{format_time(version)}</updated>
    <link href={quoteattr(f"{up}changes/{version}.html")}/>
    <content type="text">{format_xml(text)}</content>
  </entry>
"""


def count_words(release):
    counts = {fate: sum(entity["fate"] == fate for entity in release["entities"]) for fate in ("added", "changed", "removed")}
    return ", ".join(f"{count} {fate}" for fate, count in counts.items() if count) or "nothing"
