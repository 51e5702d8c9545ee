# SPDX-License-Identifier: GPL-2.0-or-later
"""The first page, what is said of the catalogue itself, and the page that recognises media."""

from markup import code, join, link, listing, tag


def add_start(catalogue):
    database = catalogue.database
    families = catalogue.families
    links = [
        tag("a", name, href=families.get_family_path(name)) for name in families.families
    ]
    search = tag(
        "form", tag("label", "Name, version, code name, short id, vendor", for_="q"),
        tag("input", id="q", name="q", type="search", autocomplete="off", aria_controls="results"),
        tag("button", "Search"), role="search", action="index.html", class_="large",
    )  # fmt: skip
    catalogue.site.add_page(
        "index.html", "Operating systems, as osinfo knows them",
        tag("p", f"{len(database.systems)} systems in {len(families.families)} families by {len(families.vendors)} vendors: what they need, "
            "which media they come on, and until when they get updates."),
        search,
        tag("noscript", tag("p", "Searching needs JavaScript; the lists below do not.")),
        tag("div", id="results", aria_live="polite"),
        tag("section", tag("h2", "Ways in"), listing([
            join([tag("a", "What is this ISO?", href="recognise/index.html"), " tells what is on an image, without sending it anywhere."]),
            join([tag("a", "Supported systems", href="supported/index.html"), f" on {database.day}, and on other days."]),
            join([tag("a", "Changes", href="changes/index.html"), " of the database."]),
            join([tag("a", "Vendors", href="vendors/index.html"), " and ", tag("a", "devices", href="devices/index.html"), "."]),
        ])),
        tag("section", tag("h2", "Families"), tag("ul", *(tag("li", one) for one in links), class_="columns")),
        scripts=("search.js",), alternates=[("changes/feed.xml", "Changes of the osinfo database")],
        source=[("api/index.json", "JSON")],
    )  # fmt: skip


def add_about(catalogue):
    catalogue.site.add_page(
        "about.html", "About this catalogue",
        tag("p", f"It shows release {catalogue.database.version} of osinfo-db, the database that libosinfo asks. Pages, JSON and the XML that "
            "they are made of are free software, under the GNU General Public Licence, version 2 or later: ",
            tag("a", "its text", href="licence.txt"), "."),
        tag("section", tag("h2", "Source"), tag("p", "The XML of each thing is linked at the foot of its page, and lies below ", code("xml/"), ".")),
        tag("section", tag("h2", "JSON"), listing([
            join([tag("a", "api/index.json", href="api/index.json"), ": all systems, with where their pages and records are."]),
            join([code("api/os/SHORT-ID.json"), ": the record of a system, an item of what osinfo-show --format=json writes; ",
                  tag("a", "api/os.schema.json", href="api/os.schema.json"), " is the JSON Schema of that."]),
            join([code("api/families/NAME.json"), ": the systems of a family."]),
            join([tag("a", "api/devices.json", href="api/devices.json"), ": all devices."]),
            join([code("api/changes/VERSION.json"), ": what a release of the database changed."]),
            join([tag("a", "api/schema.json", href="api/schema.json"), ": the JSON Schema of the lists."]),
            join([tag("a", "recognise/rules.json", href="recognise/rules.json"), ": what recognition needs."]),
        ])),
        tag("section", tag("h2", "Privacy"), tag("p", "The site is files. It sets no cookies and loads nothing from elsewhere; images that are "
            "recognised stay on your computer.")),
        tag("section", tag("h2", "Made by"), tag("p", code("osinfo-catalogue"), ", which is part of osinfo-db: ", link("https://libosinfo.org"), ".")),
    )  # fmt: skip


def add_recognise(catalogue):
    choose = tag(
        "div", tag("label", "An ISO image, or another installation medium", for_="image"),
        tag("input", id="image", type="file", multiple=True), tag("p", "Or drop images anywhere on this page."),
        id="drop", hidden=True,
    )  # fmt: skip
    catalogue.site.add_page(
        "recognise/index.html", "What is this ISO?",
        tag("p", "Choose an image, and this page tells which operating system is on it, how sure that is, and why. It reads some "
            "kilobytes of it here, in your browser: nothing is uploaded."),
        tag("noscript", tag("p", "This page needs JavaScript. osinfo-detect does the same without a browser.")),
        choose, tag("div", id="answers", aria_live="polite"),
        tag("p", "The rules are those of ", code("osinfo-detect"), ". What it looks for inside live images (squashfs, EROFS) is not looked for "
            "here, and what is for web servers neither."),
        scripts=("recognise.js",), source=[("recognise/rules.json", "JSON")],
    )  # fmt: skip
