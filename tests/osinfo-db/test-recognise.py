#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Recognition in the browser is that of the library: the same answers to labels of the tables and to images of files, its
tables and bounds are those of the C sources, its expressions match what GRegex matches. Asked in Node. Prints TAP."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import catalogue_case as case
import image_samples
from catalogue_case import Skip, equal
from image_samples import run_xorriso

sys.path.insert(0, str(case.FOLDER))
import rules
from database import Database, Tools

MODULES = case.FOLDER / "site" / "recognise"
SOURCES = case.ROOT / "libosinfo"
TABLES = {
    "labels.tsv": {"volume-size": "size", "system-id": "system", "volume-id": "volume", "publisher-id": "publisher", "application-id": "application"},
    "variations.tsv": {"volume-size": "size", "system-id": "system", "volume-id": "volume", "publisher-id": "publisher", "application-id": "application"},
    "relatives.tsv": {"volume-id": "label"},
}  # fmt: skip
# Where that is not asked for as a whole, of the media of content.tsv these many.
STEP = 1 if os.environ.get("OSINFO_TESTS") == "whole" else 4

# JavaScript's own meaning of these would be another one, or none.
EXPRESSIONS = (
    "^a.c$", "a|bc", "^(a|b)+$", r"^\d+$", r"^\w+$", r"\s", r"^\S+$", r"\bfoo\b", r"\.", r"\-", "[-_ ]x", "[a-]x", "[]a]x", "[^]a]x",
    "[a\\-z]", "a{2,3}b", "a{,3}b", "a{x}", "x{2}", "(?:a|b)c", "(?=a)a", "(?!a)[ab]", "^(?!S)[A-Z]", "[[:alpha:]]+9", "[[:digit:][:space:]]",
    r"\x41", r"\$", r"\(a\)", "a/b", "ä", "[ä-ü]", "^.$", r"^\D$", r"[\d.]+$", r"[\w-]+!", "a*?b", "a+?", r"\t", r"^[\]]", "é+", "(a)(b)?", "()",
    "^(12(\\.[0-9]+){1,3}[a-z]?|bookworm(-[^ ]+)?) (amd64|M-A) n$", "[", "(", "a)", "*a", "a**", "(?<x>a)",
)  # fmt: skip
TEXTS = (
    "", "a", "abc", "aXc", "a\u2028c", "bc", "aab", "aaaab", "a{,3}b", "a{x}", "xx", "foo", "a foo b", "foobar", "foo\u00e4", "-", "_x", " x", "-x",
    "]x", "ax", "123", "\u0661\u0662", "1a", "\u00e4", "\u00fc", "\u00a0", "\u2003", "A", "S", "$", "(a)", "a/b", "b9", "\u00e4\u00df9", "\U0001f600",
    "\t", "]", "\u00e9\u00e9", "ab", "12.5 amd64 n", "word-word!", "x" * 5000, "*a", "a)",
)  # fmt: skip


class World:
    def __init__(self, folder):
        self.folder = folder
        self.node = shutil.which("node") or shutil.which("nodejs")
        self.rules = folder / "rules.json"
        self.modules = case.copy_site(folder) / "recognise"
        if self.node:
            tools = [Path(name) for name in os.environ.get("OSINFO_TEST_TOOLS", "").split(os.pathsep) if name]
            database = Database(Path(os.environ["OSINFO_TEST_DATABASE"]), case.VERSION, Tools(tools))
            self.rules.write_text(json.dumps(rules.make_rules(database)), encoding="utf-8")

    def ask(self, **question):
        if not self.node:
            raise Skip("Node is not installed")
        done = subprocess.run(
            [self.node, Path(__file__).with_name("recognise.mjs"), self.modules, self.rules],
            input=json.dumps(question), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


# Answers

def read_labels():
    """Label, the line it is from."""
    for name, columns in TABLES.items():
        lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
        names = lines[0].split("\t")
        for number, line in enumerate(lines[1:], 2):
            row = dict(zip(names, line.split("\t")))
            label = {key: row[column] for key, column in columns.items() if row.get(column)}
            if "volume-size" in label:
                label["volume-size"] = int(label["volume-size"])
            if label:
                yield label, f"{name}:{number}"


def load_library():
    try:
        import gi

        gi.require_version("Libosinfo", "1.0")
        from gi.repository import Libosinfo
    except (ImportError, ValueError):
        raise Skip("Libosinfo for Python is not there") from None
    loader = Libosinfo.Loader()
    loader.process_path(os.environ["OSINFO_TEST_DATABASE"])
    return Libosinfo, loader.get_db()


def explain(library, db, label):
    """Candidates of a label: system, how sure, entry, reasons, languages."""
    media = library.Media.new("label", None)
    for key, value in label.items():
        media.set_param(key, str(value))
    found = []
    for candidate in db.explain_media(media).get_candidates():
        entry = candidate.get_known_entry()
        found.append({
            "os": candidate.get_os().get_id(), "confidence": candidate.get_confidence().value_nick,
            "media": entry and entry.get_id(), "languages": list(candidate.get_languages()),
            "evidence": list(candidate.get_supported_by()), "against": list(candidate.get_contradicted_by()),
        })  # fmt: skip
    return found


def test_labels_have_the_librarys_answers(world):
    rows = list(read_labels())
    answers = world.ask(labels=[label for label, _ in rows])["labels"]
    library, db = load_library()
    assert len(rows) > 5000, len(rows)
    faults = []
    for (label, place), answer in zip(rows, answers):
        expected = explain(library, db, label)
        candidates = [(one["os"]["id"], one["confidence"]) for one in answer["candidates"]]
        matches = [{key: one[key] for key in ("confidence", "media", "languages", "evidence", "against")} for one in answer["matches"]]
        wanted = [{key: one[key] for key in ("confidence", "media", "languages", "evidence", "against")} for one in expected
                  if one["media"] or one["confidence"] in ("label", "certain")]  # fmt: skip
        if (candidates, matches) != ([(one["os"], one["confidence"]) for one in expected], wanted):
            faults.append((place, label, candidates, expected))
    equal(faults[:3], [], f"{len(faults)} answers")


def list_evidence(found):
    """What both say: why a live image could not be looked into the library alone, what is no key file in GLib's words."""
    words = " is no key file: "
    rows = [one for one in found if one["key"] != "live-image.unread"]
    return [one | {"value": one["value"].partition(words)[0]} if one["key"] == "content.damage" else one for one in rows]


def check_images(world, paths):
    """All that osinfo-detect says of them, but the words of errors, which are in the user's language."""
    detect = shutil.which("osinfo-detect")
    done = subprocess.run([detect, "--all", "--format=json", *paths.values()], stdout=subprocess.PIPE, encoding="utf-8")
    found = world.ask(images=list(map(str, paths.values())))["images"]
    expected = json.loads(done.stdout)
    equal(len(expected), len(paths))
    for name, wanted, answer in zip(paths, expected, found):
        wanted["evidence"], answer["evidence"] = list_evidence(wanted["evidence"]), list_evidence(answer["evidence"])
        wanted["error"], answer["error"] = wanted["error"] is not None, answer["error"] is not None
        for key, value in wanted.items():
            if key != "path":
                equal(answer[key], value, f"{name}: {key}")


def test_images_have_the_librarys_answers(world):
    if not shutil.which("xorriso"):
        raise Skip("xorriso is not installed")
    if not image_samples.TABLE.exists():
        raise Skip("the media are those of the library's tests")
    folder = world.folder / "images"
    folder.mkdir()
    check_images(world, image_samples.make_content_images(folder, step=STEP))


def test_windows_images_have_the_librarys_answers(world):
    if image_samples.MISSING:
        raise Skip(f"{image_samples.MISSING[0]} is not installed")
    folder = world.folder / "windows"
    folder.mkdir()
    check_images(world, image_samples.make_windows_images(folder))


def test_what_is_no_medium(world):
    """Nothing, a text, zeros, descriptors alone, cut ones: an error, and never a wrong answer."""
    descriptor = bytearray(2048)
    descriptor[0:7] = b"\x01CD001\x01"
    descriptor[40:72] = b"Debian 12.5.0 amd64 n".ljust(32)
    descriptor[128:130] = b"\x00\x08"
    head = bytes(16 * 2048)
    samples = {"empty": b"", "text": b"hello\n" * 9, "zeros": bytes(1 << 20), "descriptor": head + bytes(descriptor),
               "cut": head + bytes(descriptor[:100]), "no-terminator": head + bytes(descriptor) * 300}  # fmt: skip
    paths = {}
    for name, content in samples.items():
        paths[name] = world.folder / f"{name}.iso"
        paths[name].write_bytes(content)
    check_images(world, paths)


def test_damaged_images(world):
    """Bytes of a medium that are others than they were: what both say of it."""
    if image_samples.MISSING:
        raise Skip(f"{image_samples.MISSING[0]} is not installed")
    source = world.folder / "windows" / "server2025.iso"
    if not source.exists():
        raise Skip("there is no image to damage")
    content = source.read_bytes()
    paths = {}
    state = 1
    for number in range(24):
        damaged = bytearray(content)
        for _ in range(12):
            state = state * 1103515245 + 12345 & 0x7FFFFFFF
            # where the descriptors, folders and the XML of images are
            damaged[0x8000 + state % (len(content) - 0x8000)] = state >> 16 & 0xFF
        paths[f"damaged-{number}"] = world.folder / f"damaged-{number}.iso"
        paths[f"damaged-{number}"].write_bytes(damaged[: len(content) - (number % 3) * 4096])
    check_images(world, paths)


# Files that have led readers astray, or for a walk: blanks without end, quotations that are not closed, depth, all of one line.
HOSTILE_FILES = {
    ".treeinfo": b"[general]\nfamily" + b" " * 60000 + b"x\nversion = 1\n[tree]\n" + b"=" * 900,
    "os-release.osrel": b'ID="' + b"\\" * 4000 + b"\n" + b"NAME='" + b" " * 9000,
    ".disk/info": b'"' * 100 + b" " * 3000 + b"- " * 400,
    "content": b"LABEL " + b" " * 16000 + b"x",
    "boot/grub/grub.cfg": b"menuentry '" * 1200 + b"\\x" * 900 + b"boot=live ",
    "XS-REPOSITORY": b'name="' * 2500,
    "casper/install-sources.yaml": b"- id: " * 2500 + b'"' * 900,
    "sources/ei.cfg": b"[Channel]\r\n" + b"[" * 9000 + b"\r\n" * 2000,
    "sources/boot.wim": image_samples.make_wim(b"<WIM>" + b"<IMAGE>" * 3000 + b"<" * 5000 + b"&" * 5000 + b"</WIM>" * 3000 + b"<![CDATA[" * 900),
    "isolinux/isolinux.cfg": b"title " + b"^" * 16000,
}  # fmt: skip


def test_hostile_files(world):
    """The answer is the library's, and comes."""
    if not shutil.which("xorriso"):
        raise Skip("xorriso is not installed")
    paths = {}
    for number, (name, content) in enumerate(HOSTILE_FILES.items()):
        tree = world.folder / f"hostile-{number}"
        content = image_samples.make_program(b".osrel", content[:0x7FF]) if ".osrel" in name else content
        file = tree / ("EFI/Linux/x.efi" if ".osrel" in name else name)
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        paths[name] = world.folder / f"hostile-{number}.iso"
        run_xorriso("-R", "-V", "CDROM", "-o", paths[name], tree)
    check_images(world, paths)


def test_damage_has_an_answer(world):
    images = [path for folder in ("images", "windows") for path in sorted((world.folder / folder).glob("*.iso"))]
    small = [str(path) for path in images if path.stat().st_size < 4 << 20][:: max(1, len(images) // 12)]
    if not small:
        raise Skip("there are no images to damage")
    equal(world.ask(damage=small, count=40)["damaged"], [], "damaged images")


# Expressions

def test_expressions_of_the_database_can_be_carried_out(world):
    equal(world.ask()["refused"], [], "expressions")


def test_expressions_match_what_gregex_matches(world):
    try:
        from gi.repository import GLib
    except ImportError:
        raise Skip("there is no python3-gi") from None
    pairs = [(pattern, text) for pattern in EXPRESSIONS for text in TEXTS]
    found = world.ask(expressions=pairs)["expressions"]
    faults = []
    for (pattern, text), (is_match, captured) in zip(pairs, found):
        try:
            regex = GLib.Regex.new(pattern, 0, 0)
        except GLib.Error:
            regex = None
        expected = regex is not None and len(text.encode()) <= 4096 and regex.match(text, 0)[0]
        # groups with names are refused here, and not found
        if is_match != expected and not (pattern == "(?<x>a)" and not is_match):
            faults.append((pattern, text, is_match))
    equal(faults, [], "matches")


# Tables

def read_strings(path, start, end, pattern=r'"((?:[^"\\]|\\.)*)"'):
    """Texts of a table, in their order, without the comments in it."""
    text = path.read_text(encoding="utf-8")
    start = start if isinstance(start, re.Pattern) else re.compile(re.escape(start))
    table = start.split(text, 1)[1].split(end, 1)[0]
    table = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", table, flags=re.DOTALL | re.MULTILINE)
    return re.findall(pattern, table)


# Module, start of its table; source, start of its table.
SAME_STRINGS = (
    ("boot.js", "MENU_PATHS = [", "format/boot_menu.c", "menu_paths[] = {"),
    ("boot.js", "FRAMEWORK_WORDS = [", "format/boot_menu.c", "framework_words[] = {"),
    ("boot.js", "VALUE_WORDS = [", "format/boot_menu.c", "value_words[] = {"),
    ("boot.js", "TITLE_WORDS = [", "format/boot_menu.c", "title_words[] = {"),
    ("boot.js", "KERNELS = [", "format/kernels.c", "kernel_rows[] = {"),
    ("boot.js", "MACHINES = [", "format/efi_boot.c", "machine_rows[] = {"),
    ("claims.js", "WEIGHTS = [", "facts/identity.c", "starts[] = {"),
    ("disk_info.js", "ARCHITECTURES = [", "format/disk_info.c", "architectures[] = {"),
    ("disk_info.js", "STATUSES = [", "format/disk_info.c", "statuses[] = {"),
    ("iso9660.js", "PRIMARY_TEXTS = [", "format/iso9660.c", "primary_texts[] = {"),
    ("label_version.js", "LABEL_MACHINES = [", "recognise/label_version.c", "machines[] = {"),
    ("labels.js", "ALIASES = [", "recognise/match.c", "aliases[] = {"),
    ("names.js", "MARKS = [", "format/named_folders.c", "marks[] = {"),
    ("names.js", "HIDDEN_MARKS = [", "format/named_folders.c", "hidden_marks[] = {"),
    ("os_release.js", "VARIABLES = [", "format/os_release.c", "variables[] = {"),
    ("own_name.js", "NAMES = [", "recognise/own_name.c", "rows[] = {"),
    ("text_files.js", "DISTS_RELEASE = [", "format/named_folders.c", "release = {"),
    ("text_files.js", "TREEINFO_BRANDING = [", "format/treeinfo.c", "branding = {"),
    ("windows.js", "PRODUCTS = [", "format/windows_images.c", "rows[] = {"),
    ("windows_legacy.js", "MARKS = [", "format/windows_legacy.c", "marks[] = {"),
    ("windows_legacy.js", "SERVICE_PACKS = [", "format/windows_legacy.c", "service_packs[] = {"),
)
MEMBERS = ("installationType", "edition", "productType", "flags")


def test_tables_are_those_of_the_sources(_world):
    if not SOURCES.is_dir():
        raise Skip("the sources of the library are not here")
    for module, start, source, table in SAME_STRINGS:
        own = [text for text in read_strings(MODULES / module, f"const {start}", "];") if text not in MEMBERS]
        # a table whose name only ends so is another one
        theirs = read_strings(SOURCES / source, re.compile(rf"[ *]{re.escape(table)}"), "};")
        if module == "os_release.js":
            theirs = theirs[::2]
        if module == "claims.js":
            own = [text for text in own if text != "os-release.id-like"]
        equal(own, theirs, f"{module} {start} against {source}")
    theirs = read_strings(SOURCES / "facts" / "architecture.c", "architectures[] = {", "};", r'\{"([^"]+)"')
    equal(read_strings(MODULES / "verdict.js", "const ARCHITECTURES = [", "];"), theirs, "verdict.js ARCHITECTURES")


def test_files_are_those_of_the_sources(_world):
    """Small text files: paths, forms, facts, in the same order."""
    if not SOURCES.is_dir():
        raise Skip("the sources of the library are not here")
    source = (SOURCES / "format" / "text_files.c").read_text(encoding="utf-8")
    repeated = re.search(r"#define XS_REPOSITORY_FACTS(.*?)\n\n", source, re.DOTALL)[1]
    for own_start, start in (("TEXT_FILES = [", "const TextFile text_files[] = {"), ("ADDED_TEXT_FILES = [", "const TextFile added_text_files[] = {")):
        table = source.split(start, 1)[1].split("\n};", 1)[0].replace("XS_REPOSITORY_FACTS", repeated)
        table = re.sub(r"/\*.*?\*/", "", table, flags=re.DOTALL)
        theirs = re.findall(r'"((?:[^"\\]|\\.)*)"|TEXT_([A-Z]+)', table)
        module = (MODULES / "text_files.js").read_text(encoding="utf-8")
        text = module.split(f"const {own_start}", 1)[1].split("\n];", 1)[0]
        for name in ("XS_REPOSITORY", "VERSION_FILE", "ARCHISO_NAME", "ARCHISO_VERSION"):
            facts = module.split(f"const {name} = [", 1)[1].split("];", 1)[0]
            text = re.sub(rf"(?<![\w/\"]){name}(?![\w\"])", lambda _, facts=facts: facts, text)
        own = re.findall(r'"((?:[^"\\]|\\.)*)"|\b(LINE|ASSIGNMENT|HEADER|WORD|START|QUOTED|PROPERTY)\b', text)
        equal(own, theirs, own_start)


def test_readers_are_asked_in_the_order_of_the_sources(_world):
    if not SOURCES.is_dir():
        raise Skip("the sources of the library are not here")

    def name_reader(word):
        return "read" + "".join(part.capitalize() for part in word.split("_"))

    source = (SOURCES / "recognise" / "contents.c").read_text(encoding="utf-8").split("rows[] = {", 1)[1].split("\n};", 1)[0]
    theirs = re.findall(r'\{"([^"]+)",\s*&content_(\w+),\s*CONTENT_(\w+)\}', source)
    theirs = [(name, name_reader(reader), weight) for name, reader, weight in theirs if reader != "live_image"]
    module = (MODULES / "contents.js").read_text(encoding="utf-8").split("const ROWS = [", 1)[1].split("\n];", 1)[0]
    equal(re.findall(r'\["([^"]+)", (\w+), (\w+)\]', module), theirs, "rows")


# Module, its bound; header, the library's.
SAME_BOUNDS = (
    ("boot.js", "MAX_MENU_SIZE", "format/boot_menu.h", "BOOT_MENU_MAX_SIZE"),
    ("boot.js", "MAX_MENUS", "format/boot_menu.h", "BOOT_MENU_MAX_MENUS"),
    ("boot.js", "MAX_FACTS", "format/boot_menu.h", "BOOT_MENU_MAX_FACTS"),
    ("boot.js", "MAX_VALUE", "format/boot_menu.h", "BOOT_MENU_MAX_VALUE"),
    ("boot.js", "MAX_KERNELS", "format/kernels.h", "KERNELS_MAX_TRIES"),
    ("boot.js", "MAX_VERSION_TEXT", "format/bzimage.h", "BZIMAGE_MAX_TEXT"),
    ("boot.js", "MAX_LOADERS", "format/efi_boot.h", "EFI_BOOT_MAX_LOADERS"),
    ("boot.js", "MAX_PROGRAMS", "format/efi_boot.h", "EFI_BOOT_MAX_PROGRAMS"),
    ("boot.js", "MAX_SECTIONS", "format/pe.h", "PE_MAX_SECTIONS"),
    ("boot.js", "MAX_HEADER", "format/pe.h", "PE_MAX_HEADER"),
    ("boot.js", "MAX_SECTION", "format/pe.h", "PE_MAX_TEXT"),
    ("boot.js", "MAX_SBAT_LINES", "format/pe.h", "PE_MAX_LINES"),
    ("claims.js", "MAX_LIKE", "recognise/identity.c", "MAX_LIKE"),
    ("claims.js", "MAX_ANCESTORS", "recognise/derivation.c", "MAX_ANCESTORS"),
    ("cpe.js", "MAX_LENGTH", "facts/cpe.h", "CPE_MAX_LENGTH"),
    ("disk_info.js", "MAX_SIZE", "format/disk_info.h", "DISK_INFO_MAX_SIZE"),
    ("disk_info.js", "MAX_WORDS", "format/disk_info.h", "DISK_INFO_MAX_WORDS"),
    ("evidence.js", "MAX_TEXT", "format/evidence.h", "EVIDENCE_MAX_TEXT"),
    ("evidence.js", "MAX_ITEMS", "format/evidence.h", "EVIDENCE_MAX_ITEMS"),
    ("files.js", "MAX_DEPTH", "format/file_system.h", "FILE_SYSTEM_MAX_DEPTH"),
    ("files.js", "MAX_FOLDER", "format/file_system.h", "FILE_SYSTEM_MAX_FOLDER"),
    ("files.js", "MAX_NAMES", "format/file_system.h", "FILE_SYSTEM_MAX_NAMES"),
    ("files.js", "MAX_NAME", "format/file_system.h", "FILE_SYSTEM_MAX_NAME"),
    ("iso9660.js", "MAX_DESCRIPTORS", "format/iso9660.h", "ISO9660_MAX_DESCRIPTORS"),
    ("iso9660.js", "MAX_EXTENTS", "format/iso9660_tree.h", "ISO9660_MAX_EXTENTS"),
    ("iso9660.js", "MAX_AREAS", "format/iso9660_tree.h", "ISO9660_MAX_AREAS"),
    ("iso9660.js", "MAX_RECORD_AREAS", "format/rock_ridge.h", "ROCK_RIDGE_MAX_AREAS"),
    ("label_version.js", "MAX_LABEL_VERSION", "recognise/label_version.c", "MAX_LABEL_VERSION"),
    ("names.js", "MAX_FACTS", "format/named_folders.h", "NAMED_FOLDERS_MAX_FACTS"),
    ("names.js", "MAX_ROOT_NAMES", "format/named_folders.h", "ROOT_NAMES_MAX_FACTS"),
    ("names.js", "MAX_RELEASE", "format/named_folders.h", "ARCHIVE_RELEASE_MAX_SIZE"),
    ("os_release.js", "MAX_SIZE", "format/os_release.h", "OS_RELEASE_MAX_SIZE"),
    ("text_files.js", "MAX_SIZE", "format/text_file.h", "TEXT_FILE_MAX_SIZE"),
    ("text_files.js", "MAX_VALUE", "format/text_file.h", "TEXT_FILE_MAX_VALUE"),
    ("treeinfo.js", "MAX_SIZE", "format/treeinfo.h", "TREEINFO_MAX_ON_MEDIUM"),
    ("udf.js", "MAX_RECOGNITION", "format/udf.h", "UDF_MAX_RECOGNITION"),
    ("udf.js", "MAX_DESCRIPTORS", "format/udf.h", "UDF_MAX_DESCRIPTORS"),
    ("udf.js", "MAX_PARTITIONS", "format/udf.h", "UDF_MAX_PARTITIONS"),
    ("udf.js", "MAX_EXTENTS", "format/udf.h", "UDF_MAX_EXTENTS"),
    ("udf.js", "MAX_CHAIN", "format/udf.h", "UDF_MAX_CHAIN"),
    ("wim.js", "MAX_XML", "format/wim.h", "WIM_MAX_XML"),
    ("wim.js", "MAX_IMAGES", "format/wim.h", "WIM_MAX_IMAGES"),
    ("wim.js", "MAX_TEXT", "format/wim.h", "WIM_MAX_TEXT"),
    ("wim.js", "MAX_DEPTH", "format/wim.h", "WIM_MAX_DEPTH"),
    ("windows.js", "MAX_INSTALL_FILES", "format/windows_media.h", "WINDOWS_MAX_INSTALL_FILES"),
    ("windows.js", "MAX_TEXT_FILE", "format/windows_files.h", "WINDOWS_MAX_TEXT_FILE"),
    ("windows.js", "MAX_LINES", "format/windows_files.h", "WINDOWS_MAX_LINES"),
    ("windows.js", "MAX_LINE", "format/windows_files.h", "WINDOWS_MAX_LINE"),
    ("windows_legacy.js", "MAX_SETUP_FILE", "format/windows_legacy.c", "MAX_SETUP_FILE"),
)
# Of the page alone: LIMITS.md has it.
OWN_BOUNDS = {("source.js", "MAX_BYTES")}


def test_bounds_are_those_of_the_sources(_world):
    if not SOURCES.is_dir():
        raise Skip("the sources of the library are not here")

    def evaluate(text):
        assert re.fullmatch(r"[\d\s()*+]+", text), text
        return eval(text)

    own = {
        (path.name, name): evaluate(value)
        for path in MODULES.glob("*.js")
        for name, value in re.findall(r"^(?:export )?const (MAX_\w+) = ([^;]+);", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    for module, name, header, define in SAME_BOUNDS:
        text = (SOURCES / header).read_text(encoding="utf-8")
        theirs = re.search(rf"^#define {define}\s+([\d\s()*+]+)", text, re.MULTILINE)[1]
        equal(own.pop((module, name), None), evaluate(theirs.strip()), f"{module} {name}")
    equal(set(own), OWN_BOUNDS, "bounds")
    limits = (case.ROOT / "LIMITS.md").read_text(encoding="utf-8")
    assert f"{own['source.js', 'MAX_BYTES'] >> 20} MiB of an image" in limits, "LIMITS.md says something else"


if __name__ == "__main__":
    sys.exit(case.run_tests(dict(globals()), "recognise", World))
