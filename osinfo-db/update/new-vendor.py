#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Begins with a vendor or a product that the database does not know: the folder, the first file, the word of the
distribution in the schema; and says what is left to do. Run again it changes nothing."""

import difflib
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import (
    Problem,
    add_data_option,
    find_system,
    get_key,
    make_line,
    make_parser,
    parse_date,
    read_systems,
    read_text,
    run,
    write_text,
)
import facts

EXAMPLES = (
    "example.org heron 4 --name 'Heron 4' --vendor-name 'Example Project' --date 2027-03-01",
    "example.org heron rolling --name Heron --vendor-name 'Example Project' --like archlinux",
    "example.org heron 4 --name 'Heron 4' --vendor-name 'Example Project' --date 2027-03-01 --dry-run",
)
LIKENESS = 0.6
LENGTHS = 2
MAX_WORD = 32
MAX_NAME = 80


def check_text(option, text, pattern, expected, limit):
    if not re.fullmatch(pattern, text) or len(text) > limit:
        raise Problem(f"{option} '{text[:limit]}': expected {expected}".replace("\n", " "))


def check_name(option, text):
    if not text or not text.isprintable() or text != text.strip() or "  " in text or len(text) > MAX_NAME:
        raise Problem(f"{option}: a name of up to {MAX_NAME} characters, without blanks around it")


def check_options(options):
    check_text("VENDOR", options.vendor, r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+",
               "the vendor's domain, such as example.org", 100)  # fmt: skip
    check_text("PRODUCT", options.product, r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "lower case letters, digits and '-', such as heron", MAX_WORD)
    check_text("VERSION", options.version, r"rolling|(?=.*[0-9])[0-9A-Za-z]+(\.[0-9A-Za-z]+)*",
               "'rolling', or the version as the vendor writes it, such as 4 or 26.10", MAX_WORD)  # fmt: skip
    check_name("--name", options.name)
    check_name("--vendor-name", options.vendor_name)
    if options.date is not None:
        parse_date(options.date)
    elif options.version != "rolling":
        raise Problem("--date: the day of the release")


def check_word(element, word, is_new):
    """A word that is known, or that is none of those misspelt. Returns whether it is new."""
    known = facts.get_known(element)
    if word in known:
        return False
    near = difflib.get_close_matches(word, [one for one in known if abs(len(one) - len(word)) <= LENGTHS], 1, LIKENESS)
    if near and not is_new:
        raise Problem(f"<{element}> '{word}' is not known: is it '{near[0]}'? If it is another one: --new-word {word}")
    return True


def check_others(systems, options, system_id, short_id):
    """What the rest of the database says against it, or has otherwise."""
    for system in systems.values():
        if system.id != system_id and short_id in system.short_ids:
            raise Problem(f"short id '{short_id}' is that of {system.id}: '{system.file.path}'")
    others = {system.vendor for system in systems.values() if system.product == options.product} - {options.vendor}
    names = {name for system in systems.values() if system.vendor == options.vendor for name in system.element.values("vendor")}
    if others:
        print(f"note: a product '{options.product}' is also that of {', '.join(sorted(others))}", file=sys.stderr)
    if names and options.vendor_name not in names:
        print(f"note: other files of {options.vendor} call it {', '.join(sorted(names))}", file=sys.stderr)


def list_ancestors(systems, system):
    """The system, and those that it inherits from, the nearest first."""
    found = [system]
    for one in found:
        for name in one.find_relations("derives-from", "clones"):
            if name in systems and systems[name] not in found:
                found.append(systems[name])
    return found


def copy_parts(systems, system):
    """The lines of what is taken over, parted by blank ones."""
    ancestors = list_ancestors(systems, system)
    devices = {}
    for one in ancestors:
        for device in one.find_all("devices", "device"):
            devices.setdefault(device.get("id"), device.get("supported") != "false")
    names = sorted(name for name, is_supported in devices.items() if is_supported)
    lines = []
    if names:
        lines += ["", "    <devices>", *(make_line(3, "device", None, [("id", name)]) for name in names), "    </devices>"]
    for tag in ("firmware", "resources"):
        nearest = next((one for one in ancestors if one.element.find(tag)), None)
        for number, element in enumerate(nearest.element.find_all(tag) if nearest else ()):
            part = nearest.file.lines[element.line - 1 : element.end]
            lines += ([""] if number == 0 or len(part) > 1 else []) + part
    return lines


def make_file(options, system_id, short_id, parts):
    def line(tag, text):
        return make_line(2, tag, text)

    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- SPDX-License-Identifier: GPL-2.0-or-later -->",
        '<libosinfo version="0.0.1">',
        f'  <os id="{system_id}">',
        line("short-id", short_id),
        line("name", options.name),
    ]
    if options.version != "rolling":
        lines.append(line("version", options.version))
    lines += [line("vendor", options.vendor_name), line("family", options.family), line("distro", options.distro)]
    if options.date is not None:
        lines.append(line("release-date", options.date))
    if options.version == "rolling":
        lines.append(line("release-status", "rolling"))
    return "\n".join([*lines, *parts, "  </os>", "</libosinfo>", ""])


def add_word(schema, element, word):
    """The schema with one more note, by the alphabet."""
    lines = read_text(schema).split("\n")
    start = f'  <note:known of="{element}">'
    places = [number for number, line in enumerate(lines) if line.startswith(start)]
    if not places:
        raise Problem(f"'{schema}' has no notes about <{element}>")
    line = f"{start}{word}</note:known>"
    if line in lines:
        return None
    place = next((number for number in places if lines[number] > line), places[-1] + 1)
    lines.insert(place, line)
    return "\n".join(lines)


def print_checklist(options, short_id, like, stream):
    steps = [
        f"media: osinfo-db/update/add-medium.py --os {short_id} --write IMAGE for each image, which adds a row to labels.tsv, too",
        "variants, if there are editions; addresses of downloads; images for clouds",
        "resources: what the vendor asks for" + (f", where those of {like.short_id} stand now" if like else ""),
        "devices and firmware: what it has drivers for" + (f", where those of {like.short_id} stand now" if like else ""),
    ]
    if options.version != "rolling":
        steps.append("end of life: <eol-date> and <lifecycle> behind <release-date>, as far as the vendor tells")
    steps += [
        f"osinfo-db/feeds/{options.vendor}.toml: a row, if the vendor tells dates or point releases in a form that feeds.py reads",
        "make check-data",
    ]
    print("left to do:", file=stream)
    for step in steps:
        print(f"[ ] {step}", file=stream)


def main():
    parser = make_parser(__doc__, EXAMPLES)
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's domain: example.org")
    parser.add_argument("product", metavar="PRODUCT", help="as in ids: heron")
    parser.add_argument("version", metavar="VERSION", help="of its first file: 4, 26.10; 'rolling' if there are no versions")
    parser.add_argument("--name", required=True, help="of the system, with its version: 'Heron 4'")
    parser.add_argument("--vendor-name", metavar="NAME", required=True, help="as the vendor writes it: 'Example Project'")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="day of the release")
    parser.add_argument("--family", metavar="WORD", default="linux", help="kind of kernel (default: linux)")
    parser.add_argument("--distro", metavar="WORD", help="kind of distribution (default: the product)")
    parser.add_argument("--new-word", metavar="WORD", action="append", default=[], help="is no misspelling of a known one")
    parser.add_argument("--like", metavar="SHORT-ID", help="take over devices, firmware and resources of this system")
    parser.add_argument("--schema", metavar="FILE", type=Path, default=facts.SCHEMA, help="(default: schema/osinfo.rng of this tree)")
    add_data_option(parser)
    parser.add_argument("--dry-run", action="store_true", help="print the file, and the rest to standard error; write nothing")
    options = parser.parse_args()

    options.distro = options.distro if options.distro is not None else options.product
    check_options(options)
    for option, word in (("--family", options.family), ("--distro", options.distro)):
        check_text(option, word, r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "lower case letters, digits and '-'", MAX_WORD)
    new_words = [
        (element, word)
        for element, word in (("family", options.family), ("distro", options.distro))
        if check_word(element, word, word in options.new_word)
    ]
    systems = read_systems(options.data)
    like = find_system(systems, options.like) if options.like is not None else None
    system_id = f"http://{options.vendor}/{options.product}/{options.version}"
    short_id = options.product if options.version == "rolling" else f"{options.product}{options.version.lower()}"
    check_others(systems, options, system_id, short_id)
    path = options.data / (get_key("os", system_id) + ".xml")
    if path.exists() and system_id not in systems:
        raise Problem(f"'{path}' exists already, and is of another system")

    stream = sys.stderr if options.dry_run else sys.stdout
    text = make_file(options, system_id, short_id, copy_parts(systems, like) if like is not None else [])
    if system_id in systems:
        print(f"{systems[system_id].file.path}: is there already, and stays", file=stream)
    elif options.dry_run:
        sys.stdout.write(text)
    for element, word in new_words:
        schema = add_word(options.schema, element, word)
        if schema is not None:
            print(f"{options.schema}: <{element}> '{word}' {'would be added' if options.dry_run else 'is known now'}", file=stream)
            if not options.dry_run:
                write_text(options.schema, schema, overwrite=True)
    if system_id not in systems:
        if not options.dry_run:
            write_text(path, text)
        print(f"{path}: {'would be made' if options.dry_run else 'made'}", file=stream)
        print_checklist(options, short_id, like, stream)
    return 0


if __name__ == "__main__":
    run(main)
