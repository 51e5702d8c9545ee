# SPDX-License-Identifier: LGPL-2.1-or-later
"""What people and readers of feeds see of a site: index.html and an Atom feed. The same releases give the same bytes."""

import uuid
from html import escape

from site_folder import FEED, KEYS, LATEST, RELEASES, SUMS, parse_version

TITLE = "osinfo database"
MAX_NOTES = 10000  # characters of one release in the feed; its notes have all of it


def format_time(version):
    """Of a release; those of one day are a second apart, so that they have an order."""
    day, number = parse_version(version)
    hours, rest = divmod(number, 3600)
    return f"{day}T{hours % 24:02}:{rest // 60:02}:{rest % 60:02}Z"


def format_id(*words):
    """The same name for the same thing, wherever the site is."""
    return uuid.uuid5(uuid.NAMESPACE_URL, " ".join(("osinfo-db", *words))).urn


def cut_notes(release, notes):
    """Whole lines."""
    if len(notes) <= MAX_NOTES:
        return notes
    return notes[: notes.rfind("\n", 0, MAX_NOTES) + 1] + f"… {release.get_notes()} has the rest\n"


def format_entry(release, notes):
    if release.withdrawn is None:
        notes = cut_notes(release, notes)
        title, content, link = f"{TITLE} {release.version}", notes, release.get_archive()
    else:
        title, content, link = f"{TITLE} {release.version}: withdrawn", release.withdrawn, "index.html"
    return f"""\
  <entry>
    <title>{escape(title)}</title>
    <id>{format_id(release.version, "withdrawn" if release.withdrawn else "released")}</id>
    <updated>{format_time(release.version)}</updated>
    <link href="{escape(link)}"/>
    <content type="text">{escape(content)}</content>
  </entry>
"""


def format_feed(releases, notes):
    """@notes: version -> what is new in it."""
    newest = releases[0].version
    entries = "".join(format_entry(release, notes.get(release.version, "")) for release in releases)
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>{TITLE}</title>
  <id>{format_id()}</id>
  <updated>{format_time(newest)}</updated>
  <author><name>osinfo</name></author>
  <link href="index.html"/>
  <link rel="self" href="{FEED}"/>
{entries}</feed>
""".encode()


def format_row(release, is_signed):
    day, _ = parse_version(release.version)
    if release.withdrawn is not None:
        return f"<tr><td>{release.version}<td>{day}<td>withdrawn: {escape(release.withdrawn)}\n"
    archive, notes = release.get_archive(), release.get_notes()
    signature = f' (<a href="{archive}.asc">signature</a>)' if is_signed else ""
    return (
        f'<tr><td>{release.version}<td>{day}<td><a href="{archive}">{archive}</a>{signature}, '
        f'<a href="{notes}">what is new</a><br><code>{release.sha256}</code>\n'
    )


def format_index(releases, is_signed, has_catalogue=False):
    rows = "".join(format_row(release, is_signed) for release in releases)
    latest = f' (<a href="{LATEST}.asc">signature</a>)' if is_signed else ""
    catalogue = '\n<p><a href="catalogue/index.html">Catalogue</a>: what the newest release knows.' if has_catalogue else ""
    keys = f', <a href="{SUMS}.asc">its signature</a>, <a href="{KEYS}">keys</a>' if is_signed else ""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{TITLE}</title>
<link rel="alternate" type="application/atom+xml" href="{FEED}">
<h1>{TITLE}</h1>
<p><code>osinfo-db-import --latest</code> imports the newest release, which <a href="{LATEST}">{LATEST}</a>{latest} names.{catalogue}
<p><a href="{SUMS}">Digests</a>{keys}. <a href="{RELEASES}">Releases</a>, <a href="{FEED}">feed of changes</a>.
<table>
<tr><th>Version<th>Day<th>Archive, SHA-256
{rows}</table>
</html>
""".encode()
