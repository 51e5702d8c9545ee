#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the media of Windows into data/os/microsoft.com, as windows-labels.tsv has them.

Since Vista, labels follow few schemes: generation, edition, architecture, build and licence, language, size of the
disc. A row of the table is what differs; the schemes stand here. The media of a file that has rows are all made from
them, in their order. Nothing is said of the publisher: discs that others make from Microsoft's keep the label, and
seldom that."""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from database import STATUS_FOUND, File, Problem, add_data_option, make_line, make_parser, read_text, run, write_text

EXAMPLES = ("", "--check")
TABLE = Path(__file__).resolve().parent / "windows-labels.tsv"
COLUMNS = ("file", "arch", "variant", "scheme", "generation", "edition", "licence", "size", "note")

MAP_8 = "http://microsoft.com/win/8/l10n-language"
MAP_7 = "http://microsoft.com/win/7/l10n-language"

# Words for architectures between underscores, and in the middle of older labels.
WORDS = {"all": "", "aarch64": "A64", "i686": "X86", "ia64": "IA64", "x86_64": "X64"}
LETTERS = {"i686": "", "ia64": "IA", "x86_64": "X"}

# scheme: label, map and expression of the language; words in braces are columns, or LANGUAGES
SCHEMES = {
    "dv": ("{generation}{edition}_{word}{licence}_{locale}_DV{size}", MAP_8, "^.*_({locale})_DV[0-9]$"),
    "dv-server": (
        "{generation}{edition}_{word}{licence}_{locale}_DV{size}",
        MAP_7,
        "^.*_(?:PT-(?=BR)|ZH-)?([A-Z]{2})(-[A-Z]{2,4})*_DV[0-9]$",
    ),
    "dvd": ("{generation}{edition}{letter}{licence}_{language}_DVD", MAP_7, "^[A-Z0-9]+_({language})_DVD$"),
    "dvd-bare": (
        "{generation}_{word}{licence}_{language}_DVD",
        MAP_7,
        "^[A-Z0-9]+_[A-Z0-9]+_(?!MUI)({language})_DVD$",
    ),
    "hpc": ("SRVHPCR2_{language}_(DVD|VL)", MAP_7, "^[A-Z0-9]+_({language})_(DVD|VL)$"),
    "tool": ("ESD-(ISO|USB)", None, None),  # the Media Creation Tool
    "typed": ("{generation}(?![^_]*PE)([ _.-].*)?", None, None),  # by those who remake discs
}
LANGUAGES = {"locale": "[A-Z]{2,3}(-[A-Z]{2,4})+", "language": "[A-Z]{2,3}"}
# Clients are installed with two reboots, since XP.
REBOOTS = re.compile(r"win-(7|8|8\.1|10|11)")


def read_rows():
    """The rows of each file, in their order."""
    rows = {}
    for number, line in enumerate(read_text(TABLE).rstrip("\n").split("\n"), start=1):
        values = line.split("\t")
        if len(values) != len(COLUMNS):
            raise Problem(f"{TABLE.name}:{number}: {len(values)} columns instead of {len(COLUMNS)}")
        row = dict(zip(COLUMNS, values))
        if number == 1:
            continue
        if row["scheme"] not in SCHEMES or set(row["arch"].split(",")) - WORDS.keys():
            raise Problem(f"{TABLE.name}:{number}: an unknown scheme or architecture")
        rows.setdefault(row["file"], []).append(row)
    return rows


def fill(text, words):
    return re.sub(r"\{([a-z]+)\}", lambda match: words[match[1]], text)


def make_media(row, architecture):
    label, language_map, language = SCHEMES[row["scheme"]]
    words = row | LANGUAGES | {"word": WORDS[architecture], "letter": LETTERS.get(architecture, "")}
    attributes = [("arch", architecture)]
    if REBOOTS.fullmatch(row["file"]):
        attributes.append(("installer-reboots", "2"))
    lines = [make_line(2, "media", "", attributes).removesuffix("</media>")]
    if row["variant"]:
        lines.append(make_line(3, "variant", attributes=[("id", row["variant"])]))
    lines.append("      <iso>")
    if row["note"]:
        lines.append(f"        <!-- {row['note']} -->")
    lines.append(make_line(4, "volume-id", "^" + fill(label, words) + "$"))
    if language is not None:
        attributes = [("regex", "true"), ("l10n-language-map", language_map)]
        lines.append(make_line(4, "l10n-language", fill(language, words), attributes))
    return [*lines, "      </iso>", "    </media>", ""]


def make_text(path, rows):
    """The file with its media exchanged, which follow one another in it."""
    file = File(path)
    media = file.root.find_all("os", "media")
    if not media:
        raise Problem(f"'{path}' has no media that could be exchanged")
    lines = [line for row in rows for one in row["arch"].split(",") for line in make_media(row, one)]
    file.lines[media[0].line - 1 : media[-1].end] = lines[:-1]
    return file.get_text()


def main():
    parser = make_parser(__doc__, EXAMPLES)
    add_data_option(parser)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with status 1 if a file differs")
    options = parser.parse_args()

    differing = []
    for name, rows in read_rows().items():
        path = options.data / "os" / "microsoft.com" / f"{name}.xml"
        text = make_text(path, rows)
        if text == read_text(path):
            continue
        differing.append(path)
        if not options.check:
            write_text(path, text, overwrite=True)
    for path in differing:
        print(f"{path}: " + ("is not what the table says" if options.check else "changed"))
    return STATUS_FOUND if options.check and differing else 0


if __name__ == "__main__":
    run(main)
