# SPDX-License-Identifier: GPL-2.0-or-later
"""What follows from a feed: which dates, addresses and states of the database are older than it, and the change that makes
them new. Where a feed says less than the database, nothing is proposed."""

import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

from database import OS_ORDER, Problem, get_sort_key, make_line, parse_date
from expressions import fits
from feed_formats import read_checksums
from feeds import MAX_ASKED, fill, get_words
from proposal import Proposal

# What check-facts.py and apply-feed.py tell of.
FACTS = {
    "ended": "support has ended lately: was it prolonged?",
    "ends-soon": "support ends soon",
    "no-end": "no end of life, though the release is old",
    "still-prerelease": "released by its date, and marked as not released",
    "released": "a feed says that it is out, and it is marked as not released",
    "end-differs": "a feed has another end of life",
    "release-differs": "a feed has another release date",
    "phase-differs": "a feed has another end of a phase",
    "new-release": "a feed has a release that the database lacks",
    "new-point-release": "addresses name an older point release than a feed",
    "archive": "support is over, and addresses are not those of the vendor's archive",
    "left": "the older point release is also named elsewhere",
    "not-listed": "the vendor's list of files lacks one of the new point release",
    "label": "no expression fits the label of the new point release",
    "backwards": "a feed says less than the database",
    "feed": "a feed cannot be read",
}
# With one of these a feed is not taken.
REFUSED = ("label", "backwards", "feed")


class Report:
    def __init__(self, data):
        self.rows = []
        self.proposal = Proposal(data)

    def add(self, fact, message, system=None, element=None, **more):
        row = {"fact": fact, "message": message, "os": None, "file": None, "line": None}
        if system is not None:
            row |= {"os": system.short_id, "file": str(more.pop("file", system.file).path)}
            row["line"] = (element if element is not None else system.element).line
        self.rows.append(row | more)

    def count(self):
        return {fact: sum(row["fact"] == fact for row in self.rows) for fact in FACTS}

    def get_lines(self):
        for fact, meaning in FACTS.items():
            found = [row for row in self.rows if row["fact"] == fact]
            if found:
                yield f"{fact}: {meaning}"
            for row in found:
                place = f"{row['os']} ({Path(row['file']).name}:{row['line']}): " if row["os"] else ""
                yield f"  {place}{row['message']}"
        yield f"{len(self.rows)} facts to look at"


def read_known_date(system, tag):
    """The element and its date; a date that is none is a problem."""
    element = system.element.find(tag)
    if element is None:
        return None, None
    try:
        return element, parse_date(element.text)
    except Problem as problem:
        raise Problem(f"{system.file.path}:{element.line}: {problem}") from None


def get_family(systems, product):
    """The systems that feeds of a product tell of: its releases, and what rolls."""
    family = [system for system in systems if f"{system.vendor}/{system.product}" == product.family]
    return [system for system in family if system.is_numbered() or system.status == "rolling"]


def is_supported(system, today):
    """Released, and with an end that has not come."""
    _, date = read_known_date(system, "release-date")
    _, end = read_known_date(system, "eol-date")
    return system.status == "released" and date is not None and date <= today and end is not None and end >= today


def get_cycles(system, product):
    """What endoflife.date calls a system, as far as its own file says so."""
    words = get_words(system)
    names = [name for name in system.find_all("identity") if (name.get("scheme"), name.value("product")) == ("endoflife.date", product)]
    return [version.replace("{version}", words["version"]) for name in names for version in name.values("version")]


def is_same(feed, system, release):
    if feed.identity is not None:
        return release.version in get_cycles(system, feed.identity)
    if release.version == "*":
        return system.status == "rolling" and not system.is_numbered()
    if release.version is not None:
        return system.version == release.version
    return get_words(system)["codename"] == release.codename.lower()


def is_minor(system, release):
    """Is it a minor release of this one?"""
    return release.version is not None and system.is_numbered() and is_part_of(system.version, release.version)


def get_asked(feed, family, today):
    """The systems for which a feed has an address of its own; [None]: it has one for all."""
    if not feed.is_asked_per_release():
        return [None]
    asked = [system for system in family if system.is_numbered() and is_supported(system, today) and feed.get_address(system)]
    if len(asked) > MAX_ASKED:
        raise Problem(f"{len(asked)} releases to ask for: {MAX_ASKED} at most")
    return asked


def is_over(system, today):
    """Nobody gets updates any longer, who pays included."""
    ends = [phase.get("end") for phase in system.find_all("lifecycle", "phase")] + [system.element.value("eol-date")]
    return all(end not in (None, "none") and end < today.isoformat() for end in ends)


class Follower:
    """@source: where lists of checksums are had from; None: from nowhere."""

    def __init__(self, report, today, source=None, takes_earlier=False):
        self.report = report
        self.today = today
        self.source = source
        self.takes_earlier = takes_earlier
        self.lists = {}  # address of checksums -> addresses of files, a problem, None: not to be had

    def follow(self, feed, family, releases, asked=None):
        """Tells what @releases have that @family has not; @asked: the system for whose release the feed was asked."""
        if asked is not None:
            releases = [release for release in releases if is_same(feed, asked, release)]
            if not releases:
                raise Problem(f"does not tell of {asked.name}")
        if not feed.is_partial:
            for system in family:
                is_told = any(is_same(feed, system, release) or (feed.has_majors and is_minor(system, release)) for release in releases)
                is_expected = feed.identity is None or get_cycles(system, feed.identity)
                if is_supported(system, self.today) and is_expected and not is_told:
                    end = system.element.value("eol-date")
                    raise Problem(f"does not tell of {system.name}, which is supported until {end}")
        for release in releases:
            same = [system for system in family if is_same(feed, system, release)]
            for system in same:
                self.follow_release(feed, system, release)
            minors = [system for system in family if feed.has_majors and system not in same and is_minor(system, release)]
            for system in minors:
                self.follow_release(feed, system, release.get_end())
            if not same and not minors:
                self.check_new(feed, family, release)

    def follow_release(self, feed, system, release):
        exceptions = () if feed.is_by_hand else feed.product.get_exceptions(system)
        date = release.date or system.release_date
        for end in (release.end, *release.phases.values()):
            if end is not None and date and end < date:
                self.report.add("feed", f"{feed.path}: ends on {end}, before its release on {date}", system, place=feed.place)
                return
        if "date" not in exceptions:
            self.follow_date(feed, system, release.date, release.is_out)
        if "end" not in exceptions:
            self.follow_end(feed, system, release.end)
        for phase, end in release.phases.items():
            if phase.kind not in exceptions:
                self.follow_phase(feed, system, phase, end, release.end)
        if release.point is not None and "point" not in exceptions and release.point != system.version:
            self.follow_point(feed, system, release)

    # Dates

    def follow_date(self, feed, system, date, is_out):
        element, known = read_known_date(system, "release-date")
        status = system.element.find("release-status")
        day = date or (known.isoformat() if known is not None else None)
        is_due = day is not None and day <= self.today.isoformat()
        if system.status == "prerelease" and (is_out or (date is not None and is_due)):
            # without a day nothing is called released
            is_proposed = is_due and self.report.proposal.remove(system.file, status)
            self.report.add("released", f"{day or 'day not told'} by {feed.address}", system, status, proposed=is_proposed, value=day)
        if date is not None and (known is None or known.isoformat() != date):
            self.put_date(feed, system, "release-date", "release-differs", element, known, date)

    def follow_end(self, feed, system, end):
        element, known = read_known_date(system, "eol-date")
        if end is None or (known is not None and known.isoformat() == end):
            return
        if known is not None and end < known.isoformat() and not self.takes_earlier:
            self.report.add("backwards", f"{feed.path}: ends on {end}, the database has {known}", system, element, value=end)
            return
        if self.put_date(feed, system, "eol-date", "end-differs", element, known, end):
            self.drop_no_end(feed, system)
            self.put_source(feed, system)

    def drop_no_end(self, feed, system):
        """That none is announced holds no longer."""
        for phase in system.element.find_all("lifecycle", "phase"):
            if (phase.get("kind"), phase.get("end")) == ("security", "none") and self.report.proposal.remove(system.file, phase):
                if not system.element.find("lifecycle", "source"):
                    self.report.proposal.put(system.file, phase.line, [make_line(3, "source", feed.source)])

    def put_date(self, feed, system, tag, fact, element, known, date):
        proposal = self.report.proposal
        before = element
        if element is not None:
            is_proposed = proposal.replace_text(system.file, element, date)
        else:
            before = [child for child in system.element.children if OS_ORDER.index(child.tag) < OS_ORDER.index(tag)][-1]
            is_proposed = proposal.add_behind(system.file, before, make_line(2, tag, date), make_line(2, tag, "").partition("</")[0])
        self.report.add(fact, f"{known or 'none'}, {date} by {feed.address}", system, before, proposed=is_proposed, value=date)
        return is_proposed

    def follow_phase(self, feed, system, phase, end, new_end):
        lifecycle = system.element.find("lifecycle")
        if lifecycle is None:
            return
        same = [one for one in lifecycle.find_all("phase") if one.get("kind") == phase.kind and one.get("name") == phase.name]
        known = same[0].get("end") if same else None
        security = new_end or system.element.value("eol-date")
        if known == end or (known is None and phase.kind == "standard" and end == security):
            return
        called = phase.name or phase.kind
        if known not in (None, "none") and end < known and not self.takes_earlier:
            self.report.add("backwards", f"{feed.path}: '{called}' ends on {end}, the database has {known}", system, same[0], value=end)
            return
        is_proposed = self.put_phase(feed, system, lifecycle, phase, same[0] if same else None, end)
        message = f"'{called}' {known or 'not there'}, {end} by {feed.address}"
        self.report.add("phase-differs", message, system, same[0] if same else lifecycle, proposed=is_proposed, value=end)

    def put_phase(self, feed, system, lifecycle, phase, element, end):
        proposal = self.report.proposal
        if element is not None:
            is_put = proposal.replace_attribute(system.file, element, "end", end)
            self.put_source(feed, system)
            return is_put
        attributes = [("kind", phase.kind), ("end", end)]
        attributes += [("paid", "true")] if phase.is_paid else []
        attributes += [("name", phase.name)] if phase.name else []
        before = lifecycle.children if phase.kind == "extended" else lifecycle.find_all("source")
        if not before or before[-1].end == lifecycle.end:
            return False
        self.put_source(feed, system)
        line = make_line(3, "phase", attributes=attributes)
        words = [f'kind="{phase.kind}"', f"name={quoteattr(phase.name)}" if phase.name else ""]
        same = [other for other in proposal.get_lines(system.file, before[-1].end) if all(word in other for word in words)]
        return line in same if same else proposal.add_behind(system.file, before[-1], line)

    def put_source(self, feed, system):
        """A lifecycle names where its dates are from."""
        sources = system.element.find_all("lifecycle", "source")
        line = make_line(3, "source", feed.source)
        if not sources or feed.source in [source.text for source in sources] or sources[-1].end == system.element.find("lifecycle").end:
            return
        if line not in self.report.proposal.get_lines(system.file, sources[-1].end):
            self.report.proposal.add_behind(system.file, sources[-1], line)

    def check_new(self, feed, family, release):
        versions = [system.version for system in family if system.is_numbered()]
        if feed.identity is not None:
            versions = [cycle for system in family for cycle in get_cycles(system, feed.identity)]
        newest = max(map(get_sort_key, versions), default=[])
        latest = max((system.release_date for system in family), default="")
        is_out = release.is_out or (release.date is not None and release.date <= self.today.isoformat())
        if release.version in (None, "*") or not is_out:
            return
        # numbers of a family may fall (openSUSE 42.3, 15.0), and of two lines of minor releases one has the lower ones
        if get_sort_key(release.version) <= newest and (release.date or "") <= latest:
            return
        codename = (release.codename or "").replace("'", "'\\''")
        name = f" --codename '{codename}'" if codename else ""
        family = feed.product.family
        command = f"osinfo-db/update/new-release.py {family} {release.version} --date {release.date or 'YYYY-MM-DD'}{name}"
        command = command if feed.identity is None else "made by hand, with its identity"
        day = f" of {release.date}" if release.date else ""
        self.report.add("new-release", f"{family} {release.version}{day} by {feed.address}: {command}", value=release.version)

    # Addresses

    def follow_archive(self, product, system, is_certain=False):
        """Where addresses lead when support is over; it is proposed when the first of them is there, or @is_certain. Returns how
        many there are."""
        moves = [(make_expression(old, system), fill(new, get_words(system))) for old, new in product.archive]
        places = []
        for file, element in find_addresses(system):
            for expression, new in moves:
                found = expression.fullmatch(element.text)
                if found is not None:
                    places.append((file, element, new.replace("*", found[found.re.groups])))
                    break
        if not places:
            return 0
        file, element, first = places[0]
        is_there = is_certain or (self.source is not None and self.source.is_live and self.source.has(first))
        n_put = sum(self.report.proposal.replace_text(*place) for place in places) if is_there else 0
        message = f"addresses ({len(places)}): {first}{'' if is_there else ' (is not there, or was not asked)'}"
        self.report.add("archive", message, system, element, file=file, proposed=n_put > 0, value=first)
        return len(places)

    def follow_point(self, feed, system, release):
        """Addresses that follow one of the templates name the newest point release."""
        expressions = [make_expression(address, system, release.point) for address in feed.product.addresses]
        found, older = [], {}
        for file, element in find_addresses(system):
            old, address = put_point(expressions, element.text, release.point)
            if old is not None:
                found.append((get_sort_key(old), old, file, element))
            if old not in (None, release.point):
                older.setdefault(old, []).append((file, element, address))
        if feed.is_by_hand and not found:
            self.report.add("feed", f"{feed.path}: no address names a point release that is written like {release.point}", system)
        newer = [place for place in found if place[0] > get_sort_key(release.point)]
        if newer:
            _, old, file, element = newer[0]
            message = f"{feed.path}: {release.point} is the newest, {len(newer)} addresses have {old}"
            self.report.add("backwards", message, system, element, file=file, value=release.point)
            return
        for old, places in older.items():
            self.put_point(feed, system, release, old, places)
        if older:
            self.check_labels(feed, system, release)

    def put_point(self, feed, system, release, old, places):
        new, n_put = release.point, 0
        if is_part_of(old, system.version) and not is_part_of(new, system.version):
            self.report.add("feed", f"{feed.path}: {new} is not of {system.name}", system, places[0][1], place=feed.place)
            return
        for file, element, address in places:
            missing = self.find_missing(feed.product, system, release, address)
            if missing is not None:
                self.report.add("not-listed", missing, system, element, file=file, value=address)
            else:
                n_put += self.report.proposal.replace_text(file, element, address)
        file, element, _ = places[0]
        message = f"{old} in addresses ({len(places)}), {new} by {feed.address}"
        self.report.add("new-point-release", message, system, element, file=file, proposed=n_put > 0, value=new)
        if n_put == len(places) and old != system.version:
            self.find_left(system, old)

    def find_missing(self, product, system, release, address):
        """Says that the vendor's list of the folder has no such file; None: it has, or there is no list."""
        files = set(release.files)
        if product.checksums is not None and self.source is not None:
            where = product.get_checksums_address(address, get_words(system) | {"point": release.point})
            if where not in self.lists:
                self.lists[where] = self.read_list(product, where, address)
            if isinstance(self.lists[where], Problem):
                return f"{where}: {self.lists[where]}"
            files |= self.lists[where] or set()
        folder = address.rpartition("/")[0]
        siblings = [file for file in files if file.rpartition("/")[0] == folder]
        return f"{folder}/ has {len(siblings)} files and no '{address.rpartition('/')[2]}'" if siblings and address not in files else None

    def read_list(self, product, where, address):
        """The addresses of the files that a list of checksums names; a list for one file may hold the digest alone."""
        try:
            content = self.source.get(where)
            names = read_checksums(content)
        except Problem as problem:
            return problem if self.source.is_live else None
        folder = where.rpartition("/")[0] + "/"
        is_alone = "{file}" in product.checksums and re.match(rb"[0-9a-f]{32,128}\b", content) is not None
        return {folder + name for name in names} | ({address} if is_alone and not names else set())

    def find_left(self, system, old):
        """Where else the old point release stands, comments included."""
        whole = re.compile(rf"(?<![0-9.]){re.escape(old)}(?![0-9]|\.[0-9])")
        for file in dict.fromkeys(file for file, _ in system.parts):
            for number in range(1, len(file.lines) + 1):
                lines = self.report.proposal.get_lines(file, number)
                if any(whole.search(line) for line in lines):
                    row = {"fact": "left", "os": system.short_id, "file": str(file.path), "line": number}
                    self.report.rows.append(row | {"message": lines[0].strip()[:200], "value": old})

    def check_labels(self, feed, system, release):
        expressions = [element.text for element in system.find_all("media", "iso", "volume-id")]
        for template in feed.product.labels:
            label = fill(template, get_words(system) | {"point": release.point})
            if not any(fits({"volume-id": expression}, {"volume-id": label}) for expression in expressions):
                self.report.add("label", f"{feed.path}: '{label}'", system, value=label)


def find_addresses(system):
    for file, part in system.parts:
        for kind in ("media", "tree", "image"):
            for element in part.find_all(kind, "url"):
                yield file, element


def is_part_of(point, version):
    return point == version or re.match(re.escape(version) + r"(?![0-9])", point) is not None


def make_expression(template, system, point=""):
    """Of a template with any point release that is written as @point is, or as the release itself: groups are where it stands, and
    the texts of '*'."""
    shape = re.sub(r"(?:\\?[0-9])+", "[0-9]+", re.escape(point))
    words = {name: re.escape(word) for name, word in get_words(system).items()}
    parts, n_groups = [], 0
    for part in re.split(r"(\{[a-z]+\}|\*)", template):
        if part == "{point}":
            n_groups += 1
            first = f"|{re.escape(system.version)}(?!-latest)" if system.version else ""
            group = f"(?P<p{n_groups}>{shape}{first})" if n_groups == 1 else f"(?P<p{n_groups}>(?P=p1))"
            parts.append(rf"(?<![0-9.]){group}(?![0-9]|\.[0-9])")
        elif part == "*":
            parts.append("([!-~]*?)")
        else:
            parts.append(words[part[1:-1]] if part.startswith("{") else re.escape(part))
    return re.compile("".join(parts))


def put_point(expressions, address, point):
    """The point release that an address names by one of the templates, and the address with another one; None: it names none."""
    for expression in expressions:
        found = expression.fullmatch(address)
        if found is not None:
            old, new = found["p1"], address
            for start, end in sorted(map(found.span, found.re.groupindex), reverse=True):
                new = new[:start] + point + new[end:]
            return old, new
    return None, address
