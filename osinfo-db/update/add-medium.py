#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Proposes the element and the row of the tables for an image, a label or a treeinfo.

Element and row go to standard output, or with --write into the files; what the library makes of the label, and
what needs a look, to standard error. The expressions follow those of the system's most similar entry, numbers
generalised as there."""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    MAX_FILE_SIZE,
    OS_ORDER,
    Problem,
    add_data_option,
    add_tables_option,
    find_system,
    get_expressions,
    make_line,
    make_parser,
    read_systems,
    read_text,
    run,
    write_text,
)
import facts
from expressions import adapt, fits, generalise, make_samples
from tables import LABEL_COLUMNS, LABELS, TREE_COLUMNS, TREES, Table

EXAMPLES = (
    "debian-14.0.0-amd64-netinst.iso",
    "--os debian14 --volume 'Debian 14.0.0 amd64 n' --size 700000000 --write",
    "--os fedora45 --treeinfo .treeinfo --url https://example.org/45/os",
)

LABEL_OPTIONS = {column: tag for tag, column in LABEL_COLUMNS.items()}
# How labels name architectures; the first that is found counts.
ARCHITECTURES = (
    (r"x86[-_]?64|amd64|x64", "x86_64"),
    (r"aarch64|arm64", "aarch64"),
    (r"ppc64le|ppc64el|powerpc64le", "ppc64le"),
    (r"ppc64|powerpc64", "ppc64"),
    (r"riscv64", "riscv64"),
    (r"s390x", "s390x"),
    (r"loongarch64", "loongarch64"),
    (r"arm(?:v7\w*|hf|hfp)", "armv7l"),
    (r"ia64", "ia64"),
    (r"sparc64", "sparc64"),
    (r"i[3-6]86|x86", "i686"),
)
# More than this share of the texts changed, and two texts are not similar.
MOST_CHANGED = 0.5
HOLDERS, TEXT_TAGS = ({kind: facts.get_expressions(kind)[part] for kind in ("media", "tree")} for part in (0, 1))
# What a new entry takes over from the most similar one.
COPIED_ATTRIBUTES = ("live", "installer", "installer-script", "installer-reboots", "eject-after-install")
COPIED_PATHS = ("kernel", "initrd", "boot-iso")


def note(text):
    print(text, file=sys.stderr)


def find_architecture(texts):
    for text in texts.values():
        for words, architecture in ARCHITECTURES:
            if re.search(rf"(?i)(?<![a-z0-9])(?:{words})(?![a-z0-9])", text):
                return architecture
    return None


# The proposal


class Proposal:
    """@expressions: tag -> expression; @similar: the system's entry it follows, and its number, or None."""

    def __init__(self, system, kind, texts, architecture):
        self.system, self.kind, self.texts, self.architecture = system, kind, texts, architecture
        self.similar, self.number = None, None
        best = None
        for number, element in enumerate(system.element.find_all(kind)):
            adapted = self.adapt_all(get_expressions(element))
            if adapted is None:
                continue
            cost, expressions = adapted
            rank = (cost, element.get("arch") != architecture)
            if best is None or rank < best:
                best = rank
                self.expressions, self.similar, self.number = expressions, element, number
        if self.similar is None:
            self.expressions = self.make_plain(system.version)

    def adapt_all(self, found):
        if not found or any(not self.texts.get(tag) for tag in found):
            return None
        total, expressions = 0.0, {}
        for tag, one in found.items():
            cost, expressions[tag] = adapt(one.text, self.texts[tag])
            # another architecture makes a tree no other tree
            total += cost if tag != "arch" else 0.0
        is_similar = total <= max(1.0, MOST_CHANGED * sum(len(self.texts[tag]) for tag in found if tag != "arch"))
        return (total, expressions) if is_similar else None

    def make_plain(self, version):
        tags = [tag for tag in TEXT_TAGS[self.kind] if self.texts.get(tag)]
        # the name of a volume says enough; the other texts are for those that have none
        chosen = tags[:1] if self.kind == "media" else tags
        return {tag: generalise(self.texts[tag], version) for tag in chosen}

    def make_element(self, variant, url):
        """Its lines."""
        attributes = [("arch", self.architecture)]
        similar = self.similar
        if similar is not None:
            attributes += [(name, similar.get(name)) for name in COPIED_ATTRIBUTES if similar.get(name) is not None]
        if variant is None and similar is not None:
            variants = [element.get("id") for element in similar.find_all("variant")]
        else:
            variants = [variant] if variant is not None else []
        start = make_line(2, self.kind, "", attributes).removesuffix(f"</{self.kind}>")
        lines = [start, *(make_line(3, "variant", attributes=[("id", one)]) for one in variants)]
        if url is not None:
            lines.append(make_line(3, "url", url))
        lines.append(f"      <{HOLDERS[self.kind]}>")
        lines += [make_line(4, tag, self.expressions[tag]) for tag in TEXT_TAGS[self.kind] if tag in self.expressions]
        lines.append(f"      </{HOLDERS[self.kind]}>")
        lines += [make_line(3, tag, self.get_path(tag)) for tag in COPIED_PATHS if self.get_path(tag)]
        for element in similar.find_all("installer") if similar is not None else ():
            lines += self.system.file.lines[element.line - 1 : element.end]
        return [*lines, f"    </{self.kind}>"]

    def get_path(self, tag):
        """Paths that entries of this kind state: what the tree says itself, else what a similar one says."""
        if self.similar is None or self.similar.value(tag) is None:
            return None
        if tag in self.texts:
            return self.texts[tag]
        return self.similar.value(tag) if self.similar.get("arch") == self.architecture else None

    def make_samples(self):
        samples = {tag: make_samples(expression) for tag, expression in self.expressions.items()}
        for number in range(max(map(len, samples.values()))):
            texts = {tag: some[number % len(some)] for tag, some in samples.items() if some}
            # what the expressions do not ask for stays as the label has it
            yield {**self.texts, **texts}


def insert(system, kind, lines):
    """Puts the element behind the last of its kind, or where the schema wants the first."""
    element = system.element
    before = element.find_all(kind) or [
        child for child in element.children if OS_ORDER.index(child.tag) <= OS_ORDER.index(kind)
    ]
    place = before[-1].end if before else element.line
    text = system.file.lines
    follows = text[place].strip() if place < len(text) else ""
    block = ["", *lines] + ([""] if follows and follows != "</os>" else [])
    text[place:place] = block
    write_text(system.file.path, system.file.get_text(), overwrite=True)


# What is said about it


def describe(systems, matches):
    words = []
    for one, architecture in matches:
        word = f"{systems[one].short_id if one in systems else one} ({architecture})"
        if word not in words:
            words.append(word)
    return ", ".join(words)


def warn_of_collisions(systems, system, proposal, identify):
    others = {}
    for texts in (proposal.texts, *proposal.make_samples()):
        for one, _architecture in identify(texts):
            if one != system.id and one in systems:
                others.setdefault(systems[one].short_id, texts)
    for name, texts in others.items():
        if texts is proposal.texts:
            note(f"warning: the label is also one of {name}")
        else:
            example = " ".join(repr(texts[tag]) for tag in proposal.expressions)
            note(f"warning: the expression also fits labels of {name}: {example}")
    for number, element in enumerate(system.find_all(proposal.kind)):
        expressions = {tag: one.text for tag, one in get_expressions(element).items()}
        if number != proposal.number and fits(expressions, proposal.texts):
            entry = f"{proposal.kind} {number} ({element.get('arch')}) of {system.short_id}"
            note(f"warning: {entry} fits the label as well")


def add_options(parser):
    parser.add_argument("image", metavar="IMAGE", nargs="?", help="an ISO 9660 image or a device")
    parser.add_argument("--treeinfo", metavar="FILE", help="a tree's .treeinfo instead; '-' is standard input")
    for name in LABEL_OPTIONS:
        unit = "BYTES" if name == "size" else "TEXT"
        parser.add_argument(f"--{name}", metavar=unit, help="of the label, without an image")
    parser.add_argument("--os", metavar="SHORT-ID", help="the system (default: the one that is recognised)")
    parser.add_argument("--arch", help="in the database's words (default: what the label says)")
    parser.add_argument("--variant", metavar="ID", help="the edition (default: as in the most similar entry)")
    parser.add_argument("--url", metavar="URL", help="where to get it")
    parser.add_argument("--lang", metavar="LANG", default="", help="the language that the label must give: de_DE")
    parser.add_argument("--not-bootable", action="store_true", help="no machine can start from the label's medium")
    parser.add_argument("--write", action="store_true", help="put both into the files")
    add_data_option(parser)
    add_tables_option(parser)


def read_treeinfo(path):
    if path != "-":
        return read_text(path)
    content = sys.stdin.buffer.read(MAX_FILE_SIZE + 1)
    if len(content) > MAX_FILE_SIZE:
        raise Problem(f"standard input is too large: {MAX_FILE_SIZE} bytes at most")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("standard input is no UTF-8 text") from None


def read_subject(options, recognition):
    """Kind, texts, and whether it can be started from."""
    label = {tag: getattr(options, name) for name, tag in LABEL_OPTIONS.items() if getattr(options, name)}
    given = [bool(options.image), options.treeinfo is not None, bool(label)]
    if sum(given) != 1:
        raise Problem("name an image, a treeinfo, or what the label says (--volume …): one of them")
    if options.treeinfo is not None:
        return "tree", recognition.read_tree(read_treeinfo(options.treeinfo)), False
    if options.image:
        return "media", *recognition.read_media(options.image)
    if "volume-size" in label and not re.fullmatch("[1-9][0-9]{0,17}", label["volume-size"]):
        raise Problem(f"--size '{options.size}' is no number of bytes")
    return "media", label, not options.not_bootable


def make_row(kind, system, architecture, texts, is_bootable, language):
    row = {"os": system.short_id}
    if kind == "media":
        row.update({column: texts.get(tag, "") for tag, column in LABEL_COLUMNS.items()})
        row.update(arch=architecture, eltorito="yes" if is_bootable else "no", lang=language)
    else:
        row.update({column: texts.get(tag, "") for tag, column in TREE_COLUMNS.items()})
        row.update({tag: texts.get(tag, "") for tag in COPIED_PATHS}, architecture=architecture)
    return row


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_options(parser)
    options = parser.parse_args()

    import recognition

    kind, texts, is_bootable = read_subject(options, recognition)
    if not any(texts.get(tag) for tag in TEXT_TAGS[kind]):
        raise Problem(f"the {'medium' if kind == 'media' else 'treeinfo'} does not say what it is of")
    systems = read_systems(options.data)
    table = Table(options.tables, LABELS if kind == "media" else TREES)
    database = recognition.load(options.data)

    def identify(some):
        return recognition.identify(database, kind, some)

    matches = identify(texts)
    note("label: " + " ".join(f"{tag}={text!r}" for tag, text in texts.items()))
    note(f"recognised as {describe(systems, matches)}" if matches else "not recognised")
    if options.os is not None:
        system = find_system(systems, options.os)
    elif matches:
        system = systems[matches[0][0]]
    else:
        raise Problem("not recognised: name the system with --os")

    own = [architecture for one, architecture in matches if one == system.id]
    exact = [architecture for architecture in own if architecture != "all"]
    architecture = options.arch or find_architecture(texts) or (exact[0] if exact else None)
    if architecture is None:
        raise Problem("the label does not say its architecture: use --arch")
    if options.variant is not None and options.variant not in [one.get("id") for one in system.find_all("variant")]:
        raise Problem(f"'{system.short_id}' has no variant '{options.variant}'")

    if "all" in own or architecture in own:
        lines = []
        note(f"nothing to add to {system.file.path}: {system.short_id} fits for {architecture}")
        for one in dict.fromkeys(one for one, _architecture in matches if one != system.id):
            note(f"warning: the label is also one of {systems[one].short_id if one in systems else one}")
    else:
        proposal = Proposal(system, kind, texts, architecture)
        lines = proposal.make_element(options.variant, options.url)
        if proposal.similar is None:
            note(f"nothing similar in {system.short_id}: check the expression's numbers")
        else:
            note(f"follows {kind} {proposal.number} of {system.short_id}: check what was taken over from there")
        warn_of_collisions(systems, system, proposal, identify)

    row = make_row(kind, system, architecture, texts, is_bootable, options.lang)
    row_line = table.make_line(row)
    if not options.write:
        if lines:
            print("\n".join(lines))
        print(row_line)
        return 0
    if lines:
        insert(system, kind, lines)
        note(f"written: {system.file.path}")
    note(f"written: {table.path}" if table.add(row) else f"{table.path} has the row already")
    return 0


if __name__ == "__main__":
    run(main)
