#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-diff: a table of changes and what is said of them, archives, the three formats, hostile files. Prints TAP.

usage: test-diff.py FOLDER-OF-PROGRAMS MAN-FOLDER"""

import json
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from import_case import ImportWorld, Tap, is_one_line, make_database, xz
from man_examples import read_examples
from tools_case import write_entity

MEDIA = "<media arch='x86_64'><url>https://e.org/{}.iso</url><iso><volume-id>{}</volume-id></iso></media>"

# name, content of a system before and after, changes as (subject, item, part, old, new)
CHANGES = [
    ("nothing", "<name>A</name>", "<name>A</name>", []),
    ("order", "<name>A</name><version>1</version>", "<version>1</version><!-- x --> <name> A </name>", []),
    ("text", "<version>1</version>", "<version>2</version>", [("version", None, None, "1", "2")]),
    ("text-new", "", "<eol-date>2030-01-01</eol-date>", [("eol-date", None, None, None, "2030-01-01")]),
    ("text-gone", "<codename>x</codename>", "", [("codename", None, None, "x", None)]),
    ("name", "<name>A</name><name xml:lang='de'>B</name>", "<name>A</name><name xml:lang='de'>C</name>", [("name", "de", None, "B", "C")]),
    ("short-id", "<short-id>a</short-id>", "<short-id>a</short-id><short-id>b</short-id>", [("short-id", "b", None, None, "")]),
    ("relation", "<upgrades id='http://e.org/1'/>", "<upgrades id='http://e.org/2'/>",
     [("upgrades", "http://e.org/1", None, "", None), ("upgrades", "http://e.org/2", None, None, "")]),
    ("device", "<devices><device id='http://d/1'/><device id='http://d/2'/></devices>",
     "<devices><device id='http://d/2' supported='false'/></devices>",
     [("device", "http://d/1", None, "", None), ("device", "http://d/2", "@supported", None, "false")]),
    ("firmware", "", "<firmware arch='x86_64' type='efi'/>", [("firmware", "x86_64 efi", None, None, "")]),
    ("resources", "<resources arch='all'><minimum><ram>1</ram></minimum></resources>",
     "<resources arch='all'><minimum><ram>2</ram></minimum><recommended><ram>3</ram></recommended></resources>",
     [("resources", "all", "minimum/ram", "1", "2"), ("resources", "all", "recommended/ram", None, "3")]),
    ("media-new", MEDIA.format("a", "A"), MEDIA.format("b", "B") + MEDIA.format("a", "A"),
     [("media", "x86_64 https://e.org/b.iso", None, None, ""),
      ("media", "x86_64 https://e.org/b.iso", "iso/volume-id", None, "B"),
      ("media", "x86_64 https://e.org/b.iso", "url", None, "https://e.org/b.iso")]),
    ("media-label", MEDIA.format("a", "A"), MEDIA.format("a", "B"), [("media", "x86_64 https://e.org/a.iso", "iso/volume-id", "A", "B")]),
    ("media-moved", MEDIA.format("a", "A"), MEDIA.format("b", "A"),
     [("media", "x86_64 https://e.org/b.iso", "url", "https://e.org/a.iso", "https://e.org/b.iso")]),
    ("media-attribute", "<media arch='all'/>", "<media arch='all' live='true'/>", [("media", "all", "@live", None, "true")]),
    ("media-twice", "<media arch='all'/>", "<media arch='all'/><media arch='all'/>", [("media", "all (2)", None, None, "")]),
    ("media-variant", "<media arch='all'><variant id='b'/></media>", "<media arch='all'><variant id='a'/><variant id='b'/></media>",
     [("media", "all", "variant a", None, "")]),
    ("tree", "<tree arch='all'><url>http://e.org/</url><kernel>k</kernel></tree>",
     "<tree arch='all'><url>http://e.org/</url><kernel>l</kernel></tree>", [("tree", "all http://e.org/", "kernel", "k", "l")]),
    ("image", "<image arch='x86_64' format='raw'/>", "<image arch='x86_64' format='qcow2'/>",
     [("image", "x86_64 qcow2", None, None, ""), ("image", "x86_64 raw", None, "", None)]),
    ("lifecycle", "<eol-date>2030-01-01</eol-date>",
     "<eol-date>2028-01-01</eol-date><lifecycle><source>s</source><phase kind='standard' end='2026-01-01'/></lifecycle>",
     [("eol-date", None, None, "2030-01-01", "2028-01-01"), ("phase", "standard", None, None, ""),
      ("phase", "standard", "@end", None, "2026-01-01"), ("source", "s", None, None, "")]),
    ("phase", "<lifecycle><source>s</source><source>t</source><phase kind='extended' end='2030-01-01' name='Long'/></lifecycle>",
     "<lifecycle><source>t</source><phase kind='extended' end='2031-01-01' paid='true' name='Long'/></lifecycle>",
     [("phase", "extended Long", "@end", "2030-01-01", "2031-01-01"), ("phase", "extended Long", "@paid", None, "true"),
      ("source", "s", None, "", None)]),
    # a part inside of a part is called what its kind is called, not what came before it
    ("part-of-part", "<media arch='all'><driver arch='x'/><driver arch='y'/></media>", "<media arch='all'><driver arch='y'/></media>",
     [("media", "all", "driver x", "", None)]),
    ("part-of-part-changed", "<media arch='all'><firmware arch='x' type='efi' supported='true'/></media>",
     "<media arch='all'><firmware arch='x' type='efi' supported='false'/></media>",
     [("media", "all", "firmware x efi/@supported", "true", "false")]),
    ("unknown", "", "<x-new a='1'>t</x-new>", [("x-new", None, None, None, "t"), ("x-new", None, "@a", None, "1")]),
]


def write_os(folder, content, name="a", kind="os"):
    return write_entity(folder, kind, f"http://e.org/{name}", content)


def ask(world, diff, old, new, *arguments):
    status, output, errors = diff("--format=json", *arguments, old, new)
    return status, json.loads(output) if output else None, errors


def test_changes(tap, world, diff):
    for name, before, after, expected in CHANGES:
        write_os(world.path(f"{name}-old"), before)
        write_os(world.path(f"{name}-new"), after)
        status, found, errors = ask(world, diff, f"{name}-old", f"{name}-new", "--exit-code")
        changes = [tuple(change[key] for key in ("subject", "item", "part", "old", "new"))
                   for entity in found["entities"] for change in entity["changes"]]
        tap.equal((status, changes, errors), (2 if expected else 0, expected, ""), f"change: {name}")
        status, found, errors = ask(world, diff, f"{name}-new", f"{name}-old", "--exit-code")
        backwards = {(s, p, new, old) for s, _, p, old, new in expected}
        changes = {tuple(change[key] for key in ("subject", "part", "old", "new"))
                   for entity in found["entities"] for change in entity["changes"]}
        tap.equal(changes, backwards, f"change: {name}, backwards")


def test_entities(tap, world, diff):
    write_os(world.path("old"), "<short-id>a</short-id><name>A</name>")
    write_os(world.path("old"), "<name>D</name><class>net</class>", "d", "device")
    write_os(world.path("old"), "<entry inval='a' outval='b'/><entry inval='c' outval='d'/>", "m", "datamap")
    write_os(world.path("old"), "<profile>x</profile><template><a>1</a></template>", "s", "install-script")
    write_os(world.path("new"), "<short-id>b</short-id><name>B</name><release-date>2026-01-02</release-date>", "b")
    write_os(world.path("new"), "<name>D</name><class>block</class>", "d", "device")
    write_os(world.path("new"), "<entry inval='a' outval='b'/><entry inval='c' outval='e'/>", "m", "datamap")
    write_os(world.path("new"), "<profile>x</profile><template><a>2</a></template>", "s", "install-script")
    (world.path("old") / "VERSION").write_text("20260101")
    (world.path("new") / "VERSION").write_text("20260320\n")
    status, found, errors = ask(world, diff, "old", "new")
    tap.equal((status, found["old-version"], found["new-version"], errors), (0, "20260101", "20260320", ""), "versions; exit status 0")
    facts = [(e["kind"], e["id"], e["fate"], e["name"], e["short-id"], e["release-date"], len(e["changes"])) for e in found["entities"]]
    tap.equal(facts, [
        ("datamap", "http://e.org/m", "changed", None, None, None, 1),
        ("device", "http://e.org/d", "changed", "D", None, None, 1),
        ("install-script", "http://e.org/s", "changed", None, None, None, 1),
        ("os", "http://e.org/a", "removed", "A", "a", None, 0),
        ("os", "http://e.org/b", "added", "B", "b", "2026-01-02", 0),
    ], "entities")
    template = found["entities"][2]["changes"][0]
    tap.ok(template["old"].startswith("sha256:") and template["old"] != template["new"], "templates by their checksums", template)
    tap.equal(found["entities"][0]["changes"], [{"subject": "entry", "item": "c", "part": "@outval", "old": "d", "new": "e"}], "data maps")
    text = diff("old", "new")[1].splitlines()
    tap.equal(text[0], "data maps: 1 changed; devices: 1 changed; install scripts: 1 changed; systems: 1 added, 1 removed", "text: counts")
    for line in ("- os http://e.org/a A (a)", "+ os http://e.org/b B (b)", "~ device http://e.org/d D", "    ~ class: net -> block"):
        tap.ok(line in text, f"text: {line}", "\n".join(text))
    notes = diff("--format=markdown", "old", "new")[1]
    tap.ok(notes.startswith("## osinfo-db 20260320: changes since 20260101\n"), "markdown: title", notes)
    order = [notes.find(title) for title in ("### New systems", "- **B** (b), released 2026-01-02", "### Removed systems", "### Changed data maps")]
    tap.ok(-1 not in order and order == sorted(order), "markdown: sections", order, notes)

    def archive(name, folder, pack):
        files = {str(p.relative_to(world.path(folder))): p.read_text() for p in world.path(folder).rglob("*.xml")}
        world.path(name).write_bytes(make_database((world.path(folder) / "VERSION").read_text().strip(), files, pack=pack))

    archive("old.tar", "old", None)
    archive("new.tar.xz", "new", xz)
    for old, new in (("old.tar", "new.tar.xz"), ("old", "new.tar.xz")):
        tap.equal(ask(world, diff, old, new), (status, found, errors), f"archives: {old} {new}")
    tap.equal(diff("new", "new.tar.xz", "--exit-code"), (0, "no differences\n", ""), "a folder and its archive")
    (world.path("split") / "os/e.org/b.d").mkdir(parents=True)
    head = "<libosinfo version='0.0.1'><os id='http://e.org/b'><short-id>b</short-id><name>B</name>"
    (world.path("split") / "os/e.org/b.d/x.xml").write_text(head + "<release-date>2026-01-02</release-date></os></libosinfo>")
    (world.path("split") / "os/e.org/b.xml").write_text(head + "</os></libosinfo>")
    (world.path("split") / "os/e.org/mask.xml").touch()
    tap.equal(diff("split", "new/os/e.org/b.xml", "--exit-code"), (0, "no differences\n", ""), "which file says what does not count; masks")


def test_hostile(tap, world, diff):
    write_os(world.path("plain"), "<name>A</name>")
    nasty = "*a* [x](y) `z` &lt;b&gt; | \\ &#10;# x"
    write_os(world.path("nasty"), f"<name>{nasty}</name><short-id>&#x9b;31m</short-id>", "n")
    notes = diff("--format=markdown", "plain", "nasty")[1]
    tap.ok("\\*a\\* \\[x\\](y) \\`z\\` \\<b\\> \\| " in notes and "\n# x" not in notes, "markdown: letters that mean something", notes)
    text = diff("plain", "nasty")[1]
    tap.ok("\x9b" not in text, "text: no control characters", repr(text))
    write_os(world.path("long"), f"<name>{'x' * 100_000}</name>")
    text = diff("plain", "long")[1]
    tap.ok(len(text) < 1500 and "\u2026" in text, "text: long values are cut", len(text))
    write_os(world.path("same"), "<media arch='all'/>" * 50_000)
    status, output, errors = diff("plain", "same")
    tap.equal((status, errors), (0, ""), "hostile: items of one name", status)
    steps = "".join(f"<{'n' * 40}{i}>" for i in range(200))
    ends = "".join(f"</{'n' * 40}{i}>" for i in reversed(range(200)))
    write_os(world.path("nested"), f"<media arch='all'>{steps}{'<a/>' * 1000}{ends}</media>")
    tap.equal(diff("plain", "nested")[0], 0, "hostile: elements inside one another")
    write_os(world.path("id"), f"<media arch='all'><x id='{'y' * 100_000}'>{'<a/>' * 5000}</x></media>")
    tap.equal(diff("plain", "id")[0], 0, "hostile: a long id around many elements")
    write_os(world.path("tag"), f"<media arch='all'><x id='{'y' * 900_000}'/></media>")
    status, output, errors = diff("plain", "tag")
    tap.ok((status, output) == (1, "") and is_one_line(errors) and "tag or comment is too long" in errors,
           "hostile: a tag that is longer than any reader takes", status, errors)
    for number in range(3):
        write_os(world.path("facts"), "<a/>" * 500_000, f"f{number}")
    status, output, errors = diff("plain", "facts")
    tap.ok((status, output) == (1, "") and is_one_line(errors) and "facts" in errors, "hostile: too many facts", status, errors)
    shutil.rmtree(world.path("facts"))
    (world.path("bad") / "os").mkdir(parents=True)
    (world.path("bad") / "os" / "x.xml").write_text("<a>\n</b>")
    cases = [["plain"], [], ["plain", "plain", "plain"], ["plain", "absent"], ["absent", "plain"], ["plain", "bad"], ["bad", "plain"],
             ["--format=html", "plain", "plain"]]
    for arguments in cases:
        for option in ([], ["--exit-code"]):
            status, output, errors = diff(*option, *arguments)
            tap.ok((status, output) == (1, "") and is_one_line(errors), f"error: {option + arguments}", status, output, errors)
    tap.ok(":2: " in diff("plain", "bad")[2], "error: with the line")
    tap.equal(world.run("sh", "-c", f'"{diff.program}" plain nasty >/dev/full')[0], 1, "error: the output is full")


def test_examples(tap, world, diff, page):
    heron = "<short-id>heron{0}</short-id><name>Heron {0}</name><version>{1}</version>"
    write_entity(world.path("ex/db"), "os", "http://example.org/heron/4", heron.format(4, 4))
    write_entity(world.path("ex/new"), "os", "http://example.org/heron/4", heron.format(4, "4.1") + "<eol-date>2031-06-30</eol-date>")
    write_entity(world.path("ex/new"), "os", "http://example.org/heron/5", heron.format(5, 5) + "<release-date>2028-04-01</release-date>")
    world.environment["PATH"] = f"{diff.program.parent}:{world.environment['PATH']}"
    examples = read_examples(page)
    tap.equal(len(examples), 2, "the page has examples")
    for command, expected in examples:
        tap.equal(world.run("sh", "-c", f"cd ex && {command}"), (0, expected, ""), f"page: {command}")


def main():
    tap = Tap()
    world = ImportWorld(sys.argv[1])

    def diff(*arguments, **variables):
        return world.run(diff.program, *arguments, **variables)

    diff.program = Path(sys.argv[1]) / "osinfo-db-diff"
    test_changes(tap, world, diff)
    test_entities(tap, world, diff)
    test_hostile(tap, world, diff)
    test_examples(tap, world, diff, Path(sys.argv[2]) / "osinfo-db-diff.1")
    return tap.finish()


sys.exit(main())
