#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the file of a new release out of the one before it, and says what is left to do by hand."""

import re
import sys
import textwrap
from pathlib import Path
from xml.sax.saxutils import quoteattr

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    OS_ORDER,
    STATUS_ERROR,
    File,
    Problem,
    add_data_option,
    find_system,
    get_expressions,
    get_key,
    get_sort_key,
    make_line,
    make_parser,
    parse_date,
    read_systems,
    run,
    write_text,
)
import facts
from expressions import fits, make_samples

EXAMPLES = (
    "fedora 45 --date 2026-10-20",
    "debian 14 --date 2027-07-01 --codename Forky --dry-run",
    "rhel 10.3 --date 2026-11-10 --from rhel10.1",
)

# What is left out: facts about the old release alone, all that has dates among them.
DROPPED = ("codename", "release-status", *(tag for tag in facts.get_dated("os") if tag != "release-date"))
# Elements whose text may name the version.
PLAIN = ("name", "url", "kernel", "initrd", "boot-iso")
EXPRESSIONS = {"l10n-language", *facts.get_expressions("media")[1], *facts.get_expressions("tree")[1]}
# An edition is the same in all releases.
EXPRESSIONS.discard("variant")
RELATIONS = ("upgrades", "derives-from")
CODENAME_TO_FILL_IN = "CODENAME"
SHORTEST_CODENAME = 4
# Words of a name that hold for some releases only.
WORDS_OF_SOME_RELEASES = re.compile(r"\b(LTS|ESU|Alpha|Beta|RC[0-9]*|Preview)\b")

# Digits that are not a version: architectures, first discs, and what expressions need digits for.
NO_VERSION = re.compile(
    r"(?i)x86(?:[_-]64)?|i[3-6]86|amd64|arm64|arm(?:v[5-8]\w*|hf|el)|aarch64|ppc64\w*|p64el|powerpc64\w*|powerpc"
    r"|s390x?|riscv64|loongarch64|mips64\w*|sparc64|ia64|x64|a64|qcow2|sha256|(?:disc|disk|dvd|cd)[-_]?1(?![0-9])"
)
# The same where an expression takes them apart: "ppc(64(le)?)?".
PARTS_OF_ARCHITECTURES = ("64", "6", "4", "39", "0")
CLASS_OR_COUNT = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*,?[0-9]*\}")
# Between the numbers of a version: "10.1", "10\.1", "10[-_]1", "15_0", "15-SP7", "15sp7".
SEPARATOR = r"((?:\\?\.|[-_ ]|\[[^\]0-9]{1,8}\][?*+]?)?(?:SP|sp)|\\?\.|[-_ ]|\[[^\]0-9]{1,8}\][?*+]?)"


class Version:
    """Puts a new version where the old one stands."""

    def __init__(self, old, new):
        self.old, self.new = old, new
        old_parts, new_parts = old.split("."), new.split(".")
        self.parts = new_parts if len(old_parts) == len(new_parts) else None
        body = SEPARATOR.join(map(re.escape, old_parts))
        before = r"(?<![0-9])(?<![0-9]\.)(?<![0-9]\\\.)"
        self.written = re.compile(rf"{before}{body}(?![0-9])(?P<point>(?:\\?\.[0-9]+(?![0-9]))*)")
        joined = "".join(old_parts)
        self.joined = (
            re.compile(rf"(?<![0-9.]){joined}(?![0-9]|\.[0-9])")
            if len(old_parts) > 1 and joined.isdigit() and self.parts
            else None
        )

    def get_new(self, match, is_expression):
        point = re.sub("[0-9]+", "0", match["point"])
        if self.parts is None:
            new = self.new.replace(".", r"\.") if is_expression else self.new
            return new + point
        separators = [separator or "" for separator in match.groups()[: len(self.parts) - 1]]
        return "".join(part + sep for part, sep in zip(self.parts, [*separators, ""])) + point

    def replace(self, text, is_expression):
        """Returns the new text, and what of it is not certain: a list of pieces of text."""
        doubts = []
        shielded = list(NO_VERSION.finditer(text))
        if is_expression:
            shielded += CLASS_OR_COUNT.finditer(text)

        def is_shielded(start, end):
            return any(span.start() <= start and end <= span.end() for span in shielded)

        changes = []
        for match in self.written.finditer(text):
            if not is_shielded(match.start(), match.end()):
                changes.append((match.start(), match.end(), self.get_new(match, is_expression)))
                if match["point"]:
                    doubts.append(changes[-1][2])
        for match in self.joined.finditer(text) if self.joined else ():
            if not is_shielded(match.start(), match.end()):
                changes.append((match.start(), match.end(), "".join(self.parts)))
                doubts.append("".join(self.parts))
        for number in re.finditer(r"[0-9]+(?:\.[0-9]+)*", text):
            start, end = number.span()
            is_part = is_expression and text[start - 1] == "(" and number.group() in PARTS_OF_ARCHITECTURES
            is_changed = any(a < end and start < b for a, b, _new in changes)
            if not (is_shielded(start, end) or is_part or is_changed):
                doubts.append(number.group())
        for start, end, new in sorted(changes, reverse=True):
            text = text[:start] + new + text[end:]
        return text, doubts


class Codename:
    """Puts the new codename, or a word that is easily found, where the old one stands."""

    def __init__(self, old, new):
        words = {old, old.split()[0]} if old else set()
        words = {word for word in words if len(word) >= SHORTEST_CODENAME}
        either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?i)(?<![A-Za-z])({either})(?![A-Za-z])") if words else None
        self.new = new

    def replace(self, text):
        def get_new(match):
            if self.new is None:
                return CODENAME_TO_FILL_IN
            new = self.new if " " in match.group() else self.new.split()[0]
            return new.lower() if match.group().islower() else new

        return self.pattern.sub(get_new, text) if self.pattern else text

    def replace_short_id(self, short_id, old):
        """The alias made of the codename; None if there is none to be made."""
        word = old.split()[0].lower() if old else ""
        if word and word in short_id and self.new:
            return short_id.replace(word, self.new.split()[0].lower())
        return None


class Checklist:
    """Topics in the order in which they are first named; a detail is said once, with the lines that it is about
    and what the first of them says."""

    def __init__(self):
        self.topics = {}

    def add(self, topic, detail=None, line=None, text=None):
        details = self.topics.setdefault(topic, {})
        if detail is not None:
            lines, _text = details.setdefault(detail, ([], text))
            if line is not None and line not in lines:
                lines.append(line)

    def renumber(self, numbers):
        """@numbers: line of the old file -> line of the new one."""
        for details in self.topics.values():
            for lines, _text in details.values():
                lines[:] = [numbers[line] for line in lines]

    def print(self, stream):
        print("check by hand:", file=stream)
        for topic, details in self.topics.items():
            print(f"[ ] {topic}", file=stream)
            for detail, (lines, text) in details.items():
                if lines:
                    detail += f", line{'s' if len(lines) > 1 else ''} " + " ".join(map(str, lines))
                print(f"      {detail}", file=stream)
                if text is not None:
                    print(f"        {text}", file=stream)


# Which family, which release


def find_families(systems):
    """Numbered releases by family: the word of the id behind the vendor."""
    families = {}
    for system in systems.values():
        if system.is_numbered():
            families.setdefault((system.vendor, system.product), []).append(system)
    return families


def get_family(families, name):
    found = [members for key, members in families.items() if name in (key[1], "/".join(key))]
    if not found:
        # the name of the distribution, or the short ids without their version
        found = [
            members
            for members in families.values()
            if any(
                name == member.element.value("distro")
                or re.fullmatch(re.escape(name) + r"[-.]?[0-9][^-]*", member.short_id)
                for member in members
            )
        ]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        names = ", ".join(sorted(f"{members[0].vendor}/{members[0].product}" for members in found))
        raise Problem(f"'{name}' is several families, name one of: {names}")
    print(f"families:\n{textwrap.fill(' '.join(sorted({key[1] for key in families})), 100)}", file=sys.stderr)
    raise Problem(f"no family '{name}'")


def find_previous(family, version):
    """The release that @version follows: the last one of its own line (the first number), else of the line
    that began last."""
    key = get_sort_key(version)
    lower = [system for system in family if get_sort_key(system.version) < key]
    if not lower:
        return None

    def get_line(system):
        return get_sort_key(system.version)[0]

    lines = {}
    for system in lower:
        lines.setdefault(get_line(system), []).append(system)

    def get_begin(line):
        return min((system.release_date for system in lines[line] if system.release_date), default="")

    latest = max(lines, key=lambda line: (get_begin(line), line))
    # one without a day, as before its release, comes where its number says
    latest = max((line for line in lines if not get_begin(line) and line > latest), default=latest)
    line = key[0] if key[0] in lines else latest
    return max(lines[line], key=lambda system: get_sort_key(system.version))


def is_custom(family, tag):
    """Do most releases of the family, the first one aside, have the relation?"""
    others = [system for system in family if find_previous(family, system.version)]
    return sum(bool(system.element.find(tag)) for system in others) * 2 > len(others)


# The new file


class Draft:
    def __init__(self, previous, family, systems, version, date, codename):
        self.previous, self.family, self.systems = previous, family, systems
        stem, _, tail = previous.id.rpartition("/")
        # an id may say less than the version: win/11 is 11.0
        old = previous.version if previous.version in tail else tail
        if not re.search("[0-9]", old):
            raise Problem(f"the id of '{previous.short_id}' names no version: write the file by hand")
        self.version = Version(old, version)
        self.old_codename = previous.element.value("codename") or ""
        self.new_codename = codename
        self.codename = Codename(self.old_codename, codename)
        self.date = date
        self.checklist = Checklist()
        self.file = File(previous.file.path)
        self.system = self.file.root.find("os")
        self.edits = {}  # line -> its lines from now on
        self.id = f"{stem}/{tail.replace(old, version)}"
        self.short_id = self.version.replace(previous.short_id, False)[0]

    def get_lines(self, number):
        return self.edits.get(number, [self.file.lines[number - 1]])

    def drop(self, element):
        for number in range(element.line, element.end + 1):
            self.edits[number] = []

    def drop_comments(self, element):
        """Comments in the element about sizes, which were about the old images."""
        for number in range(element.line + 1, element.end):
            if re.fullmatch(r"\s*<!--.*\bsize\b.*-->\s*", self.file.lines[number - 1]):
                self.edits[number] = []

    def put_attribute(self, element, name, value):
        line = self.get_lines(element.line)[0]
        old = quoteattr(element.get(name))
        self.edits[element.line] = [line.replace(f"{name}={old}", f"{name}={quoteattr(value)}", 1)]

    def put_line(self, tag, text=None, attributes=()):
        """Replaces the element of the os, or puts it where the order of the schema wants it."""
        line = make_line(2, tag, text, attributes)
        existing = self.system.find(tag)
        if existing is not None:
            self.edits[existing.line] = [line]
            return
        before = [child for child in self.system.children if OS_ORDER.index(child.tag) < OS_ORDER.index(tag)]
        place = before[-1].end if before else self.system.line
        self.edits[place] = [*self.get_lines(place), line]

    def replace_text(self, element):
        is_expression = element.tag in EXPRESSIONS
        line = self.get_lines(element.line)[0] if self.get_lines(element.line) else ""
        split = re.fullmatch(r"(\s*<[^>]+>)([^<]*)(</[^>]+>\s*)", line)
        if not split:
            topic = "lines of an unusual shape: nothing was changed there"
            self.checklist.add(topic, element.tag, element.line, line.strip())
            return
        text, doubts = self.version.replace(split[2], is_expression)
        with_codename = self.codename.replace(text)
        if with_codename != text and self.new_codename is None:
            self.checklist.add(
                "codename: fill it in, or call again with --codename", CODENAME_TO_FILL_IN, element.line, with_codename
            )
        self.edits[element.line] = [split[1] + with_codename + split[3]]
        what = "expressions" if is_expression else "names, addresses and paths"
        for doubt in doubts:
            self.checklist.add(f"numbers in {what}: right for this release?", doubt, element.line, with_codename)
        word = WORDS_OF_SOME_RELEASES.search(with_codename) if element.tag == "name" else None
        if word:
            self.checklist.add("names: does this still hold?", word.group(), element.line, with_codename)

    def make_short_ids(self):
        for number, element in enumerate(self.system.find_all("short-id")):
            if number == 0:
                self.edits[element.line] = [make_line(2, "short-id", self.short_id)]
                continue
            alias = self.codename.replace_short_id(element.text, self.old_codename)
            new = alias or self.version.replace(element.text, False)[0]
            if new == element.text:
                self.drop(element)
                topic = f"other short ids of {self.previous.short_id}: not taken over; move or remake them"
                self.checklist.add(topic, element.text)
            else:
                self.edits[element.line] = [make_line(2, "short-id", new)]

    def make_relations(self):
        before = find_previous(self.family, self.previous.version)
        old_ids = {before.id} if before else set()
        old_ids.update(element.get("id") for element in self.system.find_all("upgrades"))
        own = {system.id for system in self.family}
        for tag in RELATIONS:
            elements = self.system.find_all(tag)
            if not elements and is_custom(self.family, tag):
                self.put_line(tag, attributes=[("id", self.previous.id)])
            for number, element in enumerate(elements):
                related = element.get("id")
                if related in old_ids and (related in own or tag == "upgrades"):
                    self.put_attribute(element, "id", self.previous.id)
                else:
                    self.checklist.add("relations that were taken over as they are", f"{tag} {related}")
        for element in self.system.find_all("clones"):
            related, _doubts = self.version.replace(element.get("id"), False)
            if related != element.get("id") and related in self.systems:
                self.put_attribute(element, "id", related)
            else:
                self.checklist.add("relations that were taken over as they are", f"clones {element.get('id')}")

    def drop_identities(self):
        """Statements for later releases hold as they are, what the old release alone is called does not. Returns
        the elements that are gone."""
        dropped = []
        for element in self.system.find_all("identity"):
            dropped += element.walk()
            self.drop(element)
            if element.get("scope") is None:
                words = [element.get("scheme"), *(child.text for child in element.children)]
                topic = f"names elsewhere of {self.previous.short_id} alone: not taken over"
                self.checklist.add(topic, " ".join(words))
        return dropped

    def make(self):
        """The text of the new file."""
        self.put_attribute(self.system, "id", self.id)
        self.make_short_ids()
        self.edits[self.system.find("version").line] = [make_line(2, "version", self.version.new)]
        self.make_relations()
        names = self.drop_identities()
        for element in self.system.walk():
            if element in names:
                continue
            if element.tag in PLAIN or (element.tag in EXPRESSIONS and element not in self.system.children):
                self.replace_text(element)
            elif element.tag == "iso" and element.find("volume-size"):
                self.drop(element.find("volume-size"))
                self.drop_comments(element)
        self.put_line("release-date", self.date)
        for tag in DROPPED:
            for element in self.system.find_all(tag):
                self.drop(element)
        if self.new_codename:
            after = self.system.find("version").line
            self.edits[after] = [*self.get_lines(after), make_line(2, "codename", self.new_codename)]
        numbers, lines = {}, []
        for number in range(1, len(self.file.lines) + 1):
            numbers[number] = len(lines) + 1
            lines += self.get_lines(number)
        self.checklist.renumber(numbers)
        return "\n".join(lines)


# What is to be looked at


def find_rivals(systems, system, previous):
    """Expressions of other systems that fit labels of the new one: (system, line, expression)."""
    labels = {"media": [], "tree": []}
    for kind, texts in labels.items():
        for element in system.find_all(kind):
            expressions = {tag: found.text for tag, found in get_expressions(element).items()}
            samples = {tag: make_samples(expression) for tag, expression in expressions.items()}
            if samples and all(samples.values()):
                for number in range(max(map(len, samples.values()))):
                    texts.append({tag: some[number % len(some)] for tag, some in samples.items()})
    rivals = []
    for other in systems.values():
        if other is previous:
            continue
        for kind, texts in labels.items():
            for element in other.find_all(kind):
                found = get_expressions(element)
                expressions = {tag: one.text for tag, one in found.items()}
                if any(fits(expressions, one) for one in texts):
                    first = next(iter(found.values()))
                    rivals.append((other, first.line, " ".join(expressions.values())))
    return rivals


def add_general_checks(checklist, systems, previous, draft, text):
    system = File("the new file", text).root.find("os")
    urls = len(system.find_all("media", "url") + system.find_all("tree", "url") + system.find_all("image", "url"))
    if urls:
        checklist.add(f"addresses: does each of the {urls} lead to a file?")
    if draft.old_codename and not draft.new_codename:
        checklist.add(f"codename: left out; {previous.short_id} was '{draft.old_codename}'")
    sizes = len(previous.element.find_all("media", "iso", "volume-size"))
    if sizes:
        checklist.add(
            f"volume sizes: {sizes} left out, being those of images of {previous.short_id}; "
            "measure where media bear the same label"
        )
    if system.find("resources"):
        checklist.add("resources: still what the vendor asks for?", "copied", system.find("resources").line)
    else:
        checklist.add("resources: none here, inherited if anything")
    if not any(system.find(kind) for kind in ("media", "tree", "image")):
        checklist.add(f"media, trees, images: none, as in {previous.short_id}")
    if previous.element.find("eol-date"):
        checklist.add(f"end of life of {previous.short_id}: {previous.element.value('eol-date')}, still right?")
    else:
        checklist.add(f"end of life of {previous.short_id}: no date")
    if previous.status != "released":
        checklist.add(f"{previous.short_id} is still marked '{previous.status}': released by now?")
    for other in systems.values():
        if not other.is_numbered() and previous.id in other.find_relations(*RELATIONS):
            checklist.add(
                f"systems that follow {previous.short_id}: should they follow {draft.short_id}?",
                f"{other.short_id} ({other.file.path})",
            )
    for other, line, expression in find_rivals(systems, system, previous):
        open_ended = "unknown" in other.version or "unknown" in other.id or not other.is_numbered()
        checklist.add(
            f"entries for releases to come, which must not fit {draft.short_id} any longer (unknown.py moves them)"
            if open_ended
            else f"other systems that fit labels of {draft.short_id}",
            f"{other.short_id} ({other.file.path})",
            line,
            expression,
        )
    checklist.add("labels: add a row for each real image to labels.tsv and treeinfo.tsv (add-medium.py)")


def main():
    parser = make_parser(__doc__, EXAMPLES)
    parser.add_argument("family", metavar="FAMILY", help="as in the ids: fedora; VENDOR/FAMILY if several are called so")
    parser.add_argument("version", metavar="VERSION", help="as the vendor writes it: 45, 26.10")
    parser.add_argument("--date", metavar="YYYY-MM-DD", required=True, help="day of the release")
    parser.add_argument("--codename", metavar="NAME", help="as the vendor writes it: Forky, 'Resolute Raccoon'")
    parser.add_argument("--from", metavar="SHORT-ID", dest="previous", help="what to start from (default: the one before)")
    add_data_option(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="print the file, and the checklist to standard error; write nothing"
    )
    options = parser.parse_args()

    if not re.fullmatch(r"(?=.*[0-9])[0-9A-Za-z]+(\.[0-9A-Za-z]+)*", options.version) or len(options.version) > 32:
        raise Problem(f"'{options.version}' is no version of a release: numbers and points")
    if options.codename is not None and not re.fullmatch(r"[^\W\d_][\w '’.-]*", options.codename):
        raise Problem(f"'{options.codename}' is no codename")
    date = parse_date(options.date).isoformat()
    systems = read_systems(options.data)
    family = get_family(find_families(systems), options.family)
    same = [system for system in family if system.version == options.version]
    if same:
        raise Problem(f"'{same[0].file.path}' exists already")
    if options.previous is not None:
        previous = find_system(systems, options.previous)
        if not previous.is_numbered():
            raise Problem(f"'{options.previous}' has no version to start from")
        if previous not in family:
            raise Problem(f"'{options.previous}' is of another family: {previous.vendor}/{previous.product}")
    else:
        previous = find_previous(family, options.version)
    if previous is None:
        known = ", ".join(system.version for system in family)
        raise Problem(f"no release of '{options.family}' is before {options.version} (known: {known}): use --from")
    if previous.release_date and date < previous.release_date:
        raise Problem(f"{date} is before the release of {previous.short_id}, {previous.release_date}")

    draft = Draft(previous, family, systems, options.version, date, options.codename)
    for system in systems.values():
        if system.id == draft.id or draft.short_id in system.short_ids:
            raise Problem(f"'{draft.short_id}' exists already: '{system.file.path}'")
    path = options.data / (get_key("os", draft.id) + ".xml")
    if path.exists():
        raise Problem(f"'{path}' exists already")
    text = draft.make()
    add_general_checks(draft.checklist, systems, previous, draft, text)
    if options.dry_run:
        sys.stdout.write(text)
    else:
        write_text(path, text)
    stream = sys.stderr if options.dry_run else sys.stdout
    print(f"{path}: {'would be made' if options.dry_run else 'made'} from {previous.file.path.name}", file=stream)
    draft.checklist.print(stream)
    return 0


if __name__ == "__main__":
    run(main)
