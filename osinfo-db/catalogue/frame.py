# SPDX-License-Identifier: GPL-2.0-or-later
"""What all pages have in common, and how they are found: addresses below the site, pages that stay small, the folder that
takes the place of the one before as a whole."""

import ctypes
import os
import re
import shutil
import tempfile
from pathlib import Path

from database import Failure
from markup import Markup, join, tag

MAX_PAGE = 50_000  # bytes of a page
MAX_SECTION = 40_000  # bytes of what changes from page to page

# Nothing but the site's own files is loaded, and no page has a script or style in it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
MENU = (
    ("index.html", "Start"),
    ("families/index.html", "Families"),
    ("vendors/index.html", "Vendors"),
    ("devices/index.html", "Devices"),
    ("supported/index.html", "Supported"),
    ("changes/index.html", "Changes"),
    ("recognise/index.html", "What is this ISO?"),
    ("about.html", "About"),
)
SITE = Path(__file__).resolve().parent / "site"
MARK = ".osinfo-catalogue"  # tells a folder of ours from others'
RENAME_EXCHANGE = 2
AT_FDCWD = -100


def make_slug(word, taken):
    """A name for files and addresses, as near to the word as can be; none of those that are @taken."""
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", word).strip(".-")[:80] or "x"
    known = {name.lower() for name in taken}
    found, number = slug, 2
    while found.lower() in known or found.lower() == "index":
        found, number = f"{slug}_{number}", number + 1
    return found


def make_slugs(words):
    """word -> slug."""
    slugs, taken = {}, set()
    for word in words:
        if word not in slugs:
            slugs[word] = make_slug(word, taken)
            taken.add(slugs[word])
    return slugs


class Site:
    """Files by their paths, and the pages' frame."""

    def __init__(self, database):
        self.database = database
        self.files = {}

    def add(self, path, content):
        if path in self.files:
            raise Failure(f"two pages would be '{path}'")
        self.files[path] = content if isinstance(content, bytes) else content.encode()

    def add_page(self, path, title, *content, scripts=(), source=None, alternates=()):
        """@source: where the XML and JSON of what the page shows are, (path, text); @alternates: feeds, (path, title)."""
        up = "../" * path.count("/")
        here = [
            tag("li", tag("a", text, href=up + target, aria_current="page" if target == path else None)) for target, text in MENU
        ]
        search = tag(
            "form", tag("label", "Search systems", for_="q"), tag("input", id="q", name="q", type="search", autocomplete="off"),
            tag("button", "Search"), role="search", action=up + "index.html",
        )  # fmt: skip
        head = [
            Markup('<meta charset="utf-8">'),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", f"{title} · osinfo" if path != "index.html" else title),
            tag("link", rel="stylesheet", href=up + "style.css"),
            tag("link", rel="icon", href=up + "icon.svg", type="image/svg+xml"),
            *(tag("link", rel="alternate", type="application/atom+xml", href=up + target, title=name) for target, name in alternates),
            *(tag("script", type="module", src=up + script) for script in scripts),
        ]
        body = [
            tag("a", "Skip to content", class_="skip", href="#main"),
            tag("header", tag("nav", tag("ul", *here), aria_label="Main"), search if path != "index.html" else ""),
            tag("main", tag("h1", title), *content, id="main"),
            self.make_footer(up, source),
        ]
        page = Markup("<!DOCTYPE html>\n") + tag("html", tag("head", *head), "\n", tag("body", *body), lang="en") + "\n"
        self.add(path, page)

    def make_footer(self, up, source):
        sources = [tag("a", text, href=up + path) for path, text in source or ()]
        return tag(
            "footer",
            tag("p", f"osinfo-db {self.database.version}. Licence of data and pages: ",
                tag("a", "GPL-2.0-or-later", href=up + "licence.txt"), ". ", tag("a", "Source, JSON", href=up + "about.html"), ".",
                *([" This page: ", join(sources, ", "), "."] if sources else [])),
        )  # fmt: skip

    def check(self):
        for path, content in self.files.items():
            if path.endswith(".html") and len(content) > MAX_PAGE:
                raise Failure(f"the page '{path}' has {len(content)} bytes, and {MAX_PAGE} are allowed")

    def write(self, target):
        """The whole site, or nothing: it is made beside @target, and takes its place in one step."""
        self.check()
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise Failure(f"'{target}' is not a folder")
        if target.exists() and any(target.iterdir()) and not (target / MARK).exists():
            raise Failure(f"'{target}' holds something else than a catalogue: name an empty folder, or a new one")
        try:
            draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        except OSError as error:
            raise Failure(f"cannot write beside '{target}': {error.strerror}") from None
        try:
            draft.chmod(0o755)
            for path, content in {**self.files, MARK: b""}.items():
                file = draft / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            replace(draft, target)
        except OSError as error:
            raise Failure(f"cannot write '{target}': {error.strerror}") from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def replace(draft, target):
    """Where a site is, it is exchanged for the new one; what is left as @draft goes then."""
    if not target.exists():
        draft.rename(target)
        return
    library = ctypes.CDLL(None, use_errno=True)
    if library.renameat2(AT_FDCWD, os.fsencode(draft), AT_FDCWD, os.fsencode(target), RENAME_EXCHANGE) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def add_static(site, folder=SITE):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            site.add(str(path.relative_to(folder)), path.read_bytes())


def split_rows(rows, limit=MAX_SECTION):
    """Rows in groups that a page has room for."""
    groups, size = [[]], 0
    for one in rows:
        length = len(one.encode())
        if groups[-1] and size + length > limit:
            groups.append([])
            size = 0
        groups[-1].append(one)
        size += length
    return groups


def list_pages(path, count):
    """Paths of a page that is in @count parts."""
    stem, end = path.rsplit(".", 1)
    return [path] + [f"{stem}-{number}.{end}" for number in range(2, count + 1)]


def add_long_page(site, path, title, make, rows, *before, **options):
    """A page of rows, and others where they are too many. @make makes of rows what holds them."""
    groups = split_rows(rows)
    paths = list_pages(path, len(groups))
    if len(set(paths) & site.files.keys()):
        raise Failure(f"two pages would be '{path}'")
    for number, (part, group) in enumerate(zip(paths, groups), 1):
        others = [
            tag("li", tag("a", str(at), href=other.rsplit("/", 1)[-1], aria_current="page" if other == part else None))
            for at, other in enumerate(paths, 1)
        ]
        pages = tag("nav", tag("ul", *others), class_="pages", aria_label="Parts of this list") if len(paths) > 1 else ""
        name = title if number == 1 else f"{title}, {number}"
        site.add_page(part, name, *before, make(group), pages, **options)
