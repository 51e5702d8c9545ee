# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of osinfo-db/feeds: where what we say of a vendor's releases is from, and what a feed says of them.

A feed is believed as a whole or not at all: a value that is not what its row promises is a problem."""

import datetime
import hashlib
import re
import tomllib
from email.utils import parsedate
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from database import Problem, get_sort_key, read_text
from feed_formats import FORMATS, MAX_FEED, MAX_VALUE, read_records, show

FOLDER = Path(__file__).resolve().parents[1] / "feeds"
COMMON = "common.toml"
MAX_RELEASES = 2000
MAX_ASKED = 64
MAX_VERSION = 32
VERSION = re.compile(r"\*|[0-9A-Za-z]+([._-][0-9A-Za-z]+)*")
CODENAME = re.compile(r"[^\W\d_][\w '’.-]{0,62}")
FIRST_YEAR, LAST_YEAR = 1980, 2100

FACTS = ("version", "codename", "date", "end", "out", "point", "file")
PRODUCT_KEYS = {"addresses", "archive", "checksums", "except", "feed", "labels"}
FEED_KEYS = {"address", "expression", "format", "identity", "like", "majors", "name", "only", "partial", "phases", "records", "source", *FACTS}
VALUE_KEYS = {"is", "member", "take", "write"}
PHASE_KEYS = {"kind", "name", "paid", *VALUE_KEYS}
KEY_TYPES = {
    "addresses": list, "archive": list, "checksums": str, "except": dict, "feed": list, "labels": list,
    "address": str, "expression": str, "format": str, "identity": str, "like": str, "majors": bool, "name": str, "only": dict, "partial": bool,
    "paid": bool, "phases": list, "records": str, "source": str,
}  # fmt: skip
TYPE_NAMES = {str: "a text", bool: "true or false", list: "a list", dict: "a table"}
EXCEPTIONS = {"date", "end", "extended", "point", "standard"}
PLACEHOLDER = re.compile(r"\{([a-z]*)\}")


class Release:
    """What a feed says of one: texts, dates as YYYY-MM-DD; None: nothing."""

    def __init__(self, version):
        self.version = version
        self.codename = None
        self.date = None
        self.end = None
        self.is_out = False
        self.point = None
        self.phases = {}  # Phase -> date
        self.files = set()  # their addresses

    def get_end(self):
        """What holds for minor releases, too, since updates lead from one to the next without a fee."""
        release = Release(self.version)
        release.end = self.end
        release.phases = {phase: end for phase, end in self.phases.items() if phase.kind == "extended"}
        return release


def is_safe(address):
    """Of the web and not changed on the way; a server on this machine is for tests."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = re.fullmatch(r"[!-~]{1,4096}", address) is not None and not parts.username
    return is_plain and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host == "127.0.0.1"))


# Values


def read_version(text):
    if len(text) > MAX_VERSION or not VERSION.fullmatch(text):
        raise Problem(f"'{show(text)}' is no version")
    return text


def read_codename(text):
    if not CODENAME.fullmatch(text):
        raise Problem(f"'{show(text)}' is no codename")
    return text


def read_date(text):
    """YYYY-MM-DD, with or without a time, or as in mails."""
    parts = parsedate(text) if "," in text else None
    try:
        if parts is not None:
            date = datetime.date(*parts[:3])
        else:
            date = datetime.date.fromisoformat(re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ][0-9:.+Z-]+)?", text)[1])
    except (TypeError, ValueError):
        raise Problem(f"'{show(text)}' is no date") from None
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise Problem(f"'{show(text)}' is no date of a release")
    return date.isoformat()


def read_file(text):
    if "://" not in text and re.fullmatch(r"(\./)?[A-Za-z0-9][A-Za-z0-9._+~/-]*", text):
        return text
    if not is_safe(text):
        raise Problem(f"'{show(text)}' is neither an address by https nor the name of a file")
    return text


READERS = {
    "version": read_version, "codename": read_codename, "date": read_date, "end": read_date, "point": read_version,
    "file": read_file, "out": str,
}  # fmt: skip


class Value:
    """Where in a record a fact stands, and what of it: member, expression whose group is taken, text around it."""

    def __init__(self, place, row, reader):
        row = {"member": row} if isinstance(row, str) else row
        if not isinstance(row, dict) or not all(isinstance(text, str) for text in row.values()):
            raise Problem(f"{place}: expected a member, or a table of texts")
        check_keys(place, row, VALUE_KEYS)
        self.reader = reader
        self.is_taken_as_it_is = "is" in row
        self.text = row.get("is")
        self.path = row.get("member", "").split(".")
        self.take = compile_expression(place, row["take"]) if "take" in row else None
        self.write = row.get("write", "{}")
        if ("is" in row) == ("member" in row) or self.write.count("{}") != 1 or (self.take and self.take.groups != 1):
            raise Problem(f"{place}: expected 'member' or 'is', one group in 'take', one {{}} in 'write'")

    def get_text(self, record):
        """None: the record says nothing, as do true and false."""
        if self.is_taken_as_it_is:
            return self.text
        value = record.get(".".join(self.path))
        if value is None:
            value = record
            for name in self.path:
                value = value.get(name) if isinstance(value, dict) else None
        if value is None or isinstance(value, bool) or value == "":
            return None
        if not isinstance(value, (str, int)):
            # of 3.20 a number keeps 3.2
            raise Problem(f"'{'.'.join(self.path)}' is not a text")
        text = str(value)
        if len(text) > MAX_VALUE:
            raise Problem(f"'{'.'.join(self.path)}' has more than {MAX_VALUE} characters")
        return text

    def read(self, record, is_filter=False):
        """What the record says, checked; a text that does not fit 'take' is a problem, or with @is_filter nothing."""
        text = self.get_text(record)
        if text is None:
            return None
        if self.take is not None:
            found = self.take.search(text)
            if found is None and is_filter:
                return None
            if found is None:
                raise Problem(f"'{show(text)}' is not written as '{self.take.pattern}'")
            text = found[1]
        return self.reader(self.write.replace("{}", text))


class Phase:
    """A phase of the lifecycle that a feed tells the end of."""

    def __init__(self, place, row):
        if not isinstance(row, dict) or row.get("kind") not in ("standard", "extended"):
            raise Problem(f"{place}: expected a table whose kind is 'standard' or 'extended'")
        check_keys(place, row, PHASE_KEYS)
        self.kind, self.name, self.is_paid = row["kind"], row.get("name"), row.get("paid", False)
        if self.kind == "extended" and not self.name:
            raise Problem(f"{place}: an extended phase has a name")
        self.value = Value(place, {key: row[key] for key in row.keys() & VALUE_KEYS}, read_date)


# Rows


def check_keys(place, table, known):
    unknown = sorted(set(table) - known)
    if unknown:
        raise Problem(f"{place}: '{unknown[0]}' is not known: {', '.join(sorted(known))}")
    for key, value in table.items():
        if key in KEY_TYPES and not isinstance(value, KEY_TYPES[key]):
            raise Problem(f"{place}: '{key}': expected {TYPE_NAMES[KEY_TYPES[key]]}")


def compile_expression(place, expression):
    try:
        return re.compile(expression)
    except (re.error, TypeError) as error:
        raise Problem(f"{place}: expression '{expression}': {error}") from None


def check_placeholders(place, text, known):
    if not isinstance(text, str):
        raise Problem(f"{place}: expected a text")
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            raise Problem(f"{place}: '{{{name}}}' is not known: {', '.join(known)}")


class Feed:
    is_by_hand = False

    def __init__(self, product, row, common):
        if not isinstance(row, dict) or row.get("like") not in (*common, None):
            raise Problem(f"{product.place}: feed: expected a table, like one of {COMMON}")
        row = common.get(row.get("like"), {}) | row
        name = row.get("name")
        self.product = product
        self.place = f"{product.place}: feed '{name}'"
        check_keys(self.place, row, FEED_KEYS)
        if name is None or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise Problem(f"{self.place}: its name is lower case letters, digits and '-'")
        self.name = name
        self.address = row.get("address", "")
        check_placeholders(self.place, self.address, ("version", "codename"))
        if not is_safe(PLACEHOLDER.sub("x", self.address)):
            raise Problem(f"{self.place}: '{self.address}' is not an address by https")
        self.format = row.get("format")
        if self.format not in FORMATS:
            raise Problem(f"{self.place}: '{self.format}' is no format: {', '.join(FORMATS)}")
        if (self.format == "text") != ("expression" in row):
            raise Problem(f"{self.place}: 'expression' and the format 'text' belong together")
        self.expression = compile_expression(self.place, row["expression"]) if "expression" in row else None
        self.records = row.get("records")
        self.source = row.get("source", self.address)
        self.is_partial = row.get("partial", False) or self.is_asked_per_release()
        self.identity = row.get("identity")
        self.has_majors = row.get("majors", False)
        only = row.get("only", {})
        self.only = {Value(self.place, member, str): compile_expression(self.place, text) for member, text in only.items()}
        self.values = {fact: Value(f"{self.place}: {fact}", row[fact], READERS[fact]) for fact in FACTS if fact in row}
        self.phases = [Phase(f"{self.place}: phases", phase) for phase in row.get("phases", [])]
        if not self.values.keys() & {"version", "codename"}:
            raise Problem(f"{self.place}: neither 'version' nor 'codename' tells of which release it is")

    @property
    def path(self):
        return f"{self.product.family}/{self.name}"

    def is_asked_per_release(self):
        return PLACEHOLDER.search(self.address) is not None

    def get_address(self, system):
        """None: the system lacks what stands in it."""
        words = get_words(system)
        is_whole = all(words[name] for name in PLACEHOLDER.findall(self.address))
        return fill(self.address, words) if is_whole else None

    def read(self, content, address=None):
        """The releases that @content tells of, by version; codenames of those without one go before."""
        releases = {}
        for number, record in enumerate(read_records(self, content), start=1):
            if not all(expression.fullmatch(value.get_text(record) or "") for value, expression in self.only.items()):
                continue
            try:
                self.read_record(releases, record, address or self.address)
            except Problem as problem:
                raise Problem(f"record {number}: {problem}") from None
            if len(releases) > MAX_RELEASES:
                raise Problem(f"more than {MAX_RELEASES} releases")
        if not releases:
            raise Problem("no release in it")
        return list(releases.values())

    def read_record(self, releases, record, address):
        version = self.values["version"].read(record, True) if "version" in self.values else None
        codename = self.values["codename"].read(record, True) if "codename" in self.values else None
        if version is None and ("version" in self.values or codename is None):
            return
        release = releases.setdefault(version or codename.lower(), Release(version))
        said = {fact: value.read(record) for fact, value in self.values.items() if fact not in ("version", "codename")}
        said |= {phase: phase.value.read(record) for phase in self.phases} | {"codename": codename}
        for fact, value in said.items():
            if value is None:
                continue
            if fact == "out":
                release.is_out = True
            elif fact == "file":
                release.files.add(urljoin(address, value))
            elif fact == "point":
                is_newer = release.point is None or get_sort_key(value) > get_sort_key(release.point)
                release.point = value if is_newer else release.point
            elif isinstance(fact, Phase):
                self.check_same(release, fact.name or fact.kind, release.phases.setdefault(fact, value), value)
            else:
                known = getattr(release, fact) or value
                self.check_same(release, fact, known, value)
                setattr(release, fact, known)

    @staticmethod
    def check_same(release, what, known, value):
        if known != value:
            raise Problem(f"says of {release.version or 'one release'} that '{what}' is {known} and {value}")


class Product:
    """All rows of a family, such as debian.org/debian."""

    def __init__(self, path, name, table, common):
        self.vendor = path.name.removesuffix(".toml")
        self.family = f"{self.vendor}/{name}"
        self.place = f"{path}: {name}"
        if not isinstance(table, dict):
            raise Problem(f"{self.place}: expected a table")
        check_keys(self.place, table, PRODUCT_KEYS)
        self.addresses = table.get("addresses", [])
        self.archive = [self.read_move(row) for row in table.get("archive", [])]
        self.labels = table.get("labels", [])
        self.checksums = table.get("checksums")
        self.exceptions = table.get("except", {})
        for facts in self.exceptions.values():
            if not isinstance(facts, list) or not set(map(str, facts)) <= EXCEPTIONS:
                raise Problem(f"{self.place}: except: expected lists of {', '.join(sorted(EXCEPTIONS))}")
        for address in self.addresses:
            check_placeholders(self.place, address, ("point", "version", "codename"))
            if "{point}" not in address or not is_safe(PLACEHOLDER.sub("x", address)):
                raise Problem(f"{self.place}: '{address}' is not an address by https with '{{point}}'")
        for label in self.labels:
            check_placeholders(self.place, label, ("point", "version", "codename"))
        if self.checksums is not None:
            check_placeholders(self.place, self.checksums, ("folder", "file", "point", "version"))
            if not self.checksums.startswith("{folder}"):
                raise Problem(f"{self.place}: checksums stand in the '{{folder}}' of the file")
        self.feeds = [Feed(self, row, common) for row in table.get("feed", [])]
        names = [feed.name for feed in self.feeds]
        if len(set(names)) < len(names):
            raise Problem(f"{self.place}: two feeds have one name")
        if any("point" in feed.values for feed in self.feeds) and not self.addresses:
            raise Problem(f"{self.place}: a feed has a 'point', and no 'addresses' have it")

    def read_move(self, row):
        """Two templates: of addresses while there is support, and behind that; the last '*' is the same text in both."""
        if not isinstance(row, dict) or set(row) != {"from", "to"}:
            raise Problem(f"{self.place}: archive: expected tables with 'from' and 'to'")
        for template in row.values():
            check_placeholders(self.place, template, ("version", "codename"))
            if not is_safe(PLACEHOLDER.sub("x", template)) or "*" not in template:
                raise Problem(f"{self.place}: '{template}' is not an address by https with '*'")
        return row["from"], row["to"]

    def get_exceptions(self, system):
        """Facts of a system that feeds are not asked for."""
        return self.exceptions.get(system.short_id, self.exceptions.get(system.version, ()))

    def get_checksums_address(self, address, words):
        folder, slash, name = address.rpartition("/")
        return fill(self.checksums, words | {"folder": folder + slash, "file": name})


def read_table(path):
    try:
        return tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Problem(f"{path}: {error}") from None


def read_feeds(folder, vendor=None):
    """The products of all vendors, or of one."""
    paths = [path for path in sorted(Path(folder).glob("*.toml")) if path.name != COMMON]
    if vendor is not None:
        paths = [path for path in paths if path.name == f"{vendor}.toml"]
    if not paths:
        raise Problem(f"'{folder}' has no {vendor or 'VENDOR'}.toml")
    common = read_table(Path(folder) / COMMON) if (Path(folder) / COMMON).exists() else {}
    return [Product(path, name, table, common) for path in paths for name, table in read_table(path).items()]


def get_words(system):
    """What placeholders of a release stand for; codenames as they stand in addresses."""
    codename = (system.element.value("codename") or "").lower().partition(" ")[0]
    return {"version": system.version, "codename": codename}


def fill(template, words):
    return PLACEHOLDER.sub(lambda found: words[found[1]], template)


# Where bytes are from


class Fetched:
    """A folder with what a run of check-facts.py has fetched."""

    is_live = False

    def __init__(self, folder):
        self.folder = Path(folder)

    def get_path(self, address):
        name = quote(address.partition("://")[2], safe="")
        if len(name) > 200:
            name = f"{name[:150]}-{hashlib.sha256(address.encode()).hexdigest()[:32]}"
        return self.folder / name

    def get(self, address):
        return read_bytes(self.get_path(address))

    def put(self, address, content):
        path = self.get_path(address)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise Problem(f"cannot write '{path}': {error.strerror}") from None


def read_bytes(path):
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_FEED + 1)
    except OSError as error:
        raise Problem(f"cannot read '{path}': {error.strerror}") from None
    if len(content) > MAX_FEED:
        raise Problem(f"'{path}' has more than {MAX_FEED} bytes")
    return content
