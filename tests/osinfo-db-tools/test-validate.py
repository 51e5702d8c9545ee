#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-validate: what is named is validated, all of it, with the messages of the established program; masks,
archives, semantic rules, JSON; hostile files. Prints TAP.

usage: test-validate.py FOLDER-OF-PROGRAMS MAN-FOLDER"""

import json
import os
import re
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from import_case import ImportWorld, Tap, find_established, is_one_line, make_database, xz
from man_examples import read_examples
from tools_case import DATABASE, IS_SANITIZED, write_entity

ROOT = HERE.parents[1]
SCHEMA = ROOT / "schema" / "osinfo.rng"
SAMPLES = ROOT / "tests" / "files" / "schema"
GOOD = "<short-id>{0}</short-id>\n<name>{0}</name>\n<vendor>v</vendor>\n"


def write_os(folder, name, content=""):
    """A system without a fault, but for what is added in line 4."""
    return write_entity(folder, "os", f"http://e.org/{name}", GOOD.format(name.replace("/", "")) + content)


def broken(path):
    """What is said of a system with <nonsense/> in line 4."""
    uri = Path(path).absolute().as_uri()
    return f"{uri}:4 Element os has extra content: nonsense\nUnable to validate XML document '{uri}'\n"


def test_arguments(tap, world, validate):
    good = write_os(world.path("db"), "good")
    bad = [write_os(world.path("db"), name, "<nonsense/>") for name in ("b", "a", "c")]
    tap.equal(validate(good), (0, "", ""), "a good file")
    tap.equal(validate(bad[0]), (1, "", broken(bad[0])), "a bad file")
    everything = "".join(broken(path) for path in sorted(bad))
    tap.equal(validate("db"), (1, "", everything), "a folder: all faults of all files, by name")
    tap.equal(validate(world.path("db").as_uri()), (1, "", everything), "a folder by its URI")
    tap.equal(validate("--dir", "db"), (1, "", everything), "--dir")
    tap.equal(validate("--user", OSINFO_USER_DIR=world.path("db")), (1, "", everything), "--user")
    tap.equal(validate(bad[0], good, bad[1]), (1, "", broken(bad[0]) + broken(bad[1])), "files, in the order of the arguments")
    tap.equal(validate(bad[1], "db/os"), (1, "", broken(bad[1]) + broken(bad[0]) + broken(bad[2])), "each file once")
    runs = {validate("db") for _ in range(10)}
    tap.equal(len(runs), 1, "always in the same order")
    lines = "".join(f"Processing '{path.as_uri()}'...\n" for path in sorted([good, *bad]))
    tap.equal(validate("-v", "db"), (1, lines, everything), "-v")
    for arguments in (["--dir", "db", good], ["--user", good], ["--system", good]):
        message = "Only one of --user, --local, --system, --dir or positional filenames can be used"
        tap.equal(validate(*arguments), (1, "", f"{validate.program}: {message}\n"), f"error: {arguments}")
    for arguments in (["absent"], [good, "absent"], ["sftp://e.org/x"], ["--format=xml", good], ["--user", "--local"],
                      ["--today=2026-02-30", good], ["--today=", good], ["--today", "tomorrow", "--lint", good],
                      ["--schema", "absent", good], ["--schema", good, good], ["--dir", "absent"]):
        status, output, errors = validate(*arguments)
        tap.ok((status, output) == (1, "") and is_one_line(errors), f"error: {arguments}", status, output, errors)
    status, _, errors = validate("absent", bad[0])
    tap.ok(status == 1 and errors.endswith(broken(bad[0])), "what is absent does not hide other faults", errors)


def test_schema(tap, world, validate):
    program = validate.program
    path = write_os(world.path("own"), "bad", "<nonsense/>")
    message = f"{program}: Unable to locate 'schema/osinfo.rng' in any database location\n"
    tap.equal(world.run(program, "own"), (1, "", message), "no schema")
    lax = ('<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define name="any"><element>'
           '<anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore>'
           "</element></define></grammar>")
    places = {"own/schema": lax, "user/schema": None, "local/schema": lax, "system/schema": None}
    for place in ("system/schema", "local/schema", "user/schema", "own/schema"):
        world.path(place).mkdir(parents=True)
        (world.path(place) / "osinfo.rng").write_text(places[place] or SCHEMA.read_text())
        expected = 1 if places[place] is None else 0
        tap.equal(world.run(program, path)[0], expected, f"schema: {place} goes first")
        tap.equal(world.run(program, "--dir", "own")[0], expected, f"schema: {place} goes first with --dir")
    tap.equal(world.run(program, "--schema", SCHEMA, "own")[0], 1, "schema: --schema before all")
    default = write_os(world.path("local" if os.geteuid() == 0 else "user"), "bad", "<nonsense/>")
    for place, status in (("user", 1), ("local", 0), ("system", 1)):
        tap.equal(world.run(program)[0], status, f"schema: without arguments, {place} goes next")
        (world.path(place) / "schema/osinfo.rng").unlink()
    default.unlink()
    including = world.path("including.rng")
    including.write_text('<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="own/schema/osinfo.rng"/></grammar>')
    status, output, errors = world.run(program, "--schema", including, path)
    tap.ok((status, output) == (1, "") and is_one_line(errors), "schema: it reads no other files", errors)
    for place in places:
        shutil.rmtree(world.path(place))


def test_files(tap, world, validate):
    folder = world.path("kinds")
    write_os(folder, "good")
    (folder / "os" / "e.org" / "empty.xml").touch()
    (folder / "os" / "e.org" / "null.xml").symlink_to("/dev/null")
    (folder / "os" / "README").write_text("not XML")
    (folder / "os" / "loop").symlink_to(folder)
    tap.equal(validate("kinds"), (0, "", ""), "masks, other files, links in a circle")
    tap.equal(validate(folder / "os/e.org/empty.xml", folder / "os/e.org/null.xml"), (0, "", ""), "masks by their names")
    hidden = write_os(folder / ".h", "bad", "<nonsense/>")
    tap.equal(validate("kinds"), (1, "", broken(hidden)), "hidden folders, as the library reads them")
    shutil.rmtree(folder / ".h")
    os.mkfifo(folder / "os" / "pipe.xml")
    (folder / "os" / "dangling.xml").symlink_to("nowhere")
    status, output, errors = validate("kinds")
    lines = [f"{(folder / 'os/dangling.xml').as_uri()}: No such file or directory",
             f"Unable to handle file type for {(folder / 'os/pipe.xml').as_uri()}"]
    tap.equal((status, output, errors.splitlines()), (1, "", lines), "what cannot be read")
    (world.path("mask-blank.xml")).write_text(" ")
    tap.equal(validate("mask-blank.xml")[0], 1, "a blank is no mask")
    odd = world.path("Fl\u00fcgel x")
    path = write_os(odd, "bad", "<nonsense/>")
    tap.equal(validate(odd), (1, "", broken(path)), "names with blanks and letters")


def test_links_to_folders(tap, world, validate):
    """Those that lead back, be it to a folder above the database, are not followed; others are, within bounds."""
    back = {
        "three to itself": [(f"os/{letter}", ".") for letter in "abc"],
        "to the folder around": [("os/a", ".."), ("os/e.org/b", "../..")],
        "to the root": [("os/a", "/"), ("os/e.org/z", "/")],
        "to a folder above": [("os/a", world.root)],
        "by another link": [("os/a", "b"), ("os/b", "c"), ("os/c", "/")],
    }
    for name, links in back.items():
        folder = world.path(f"links {name}")
        bad = write_os(folder, "bad", "<nonsense/>")
        for path, target in links:
            (folder / path).symlink_to(target)
        tap.equal(validate(folder), (1, "", broken(bad)), f"links: {name}")
    each = world.path("links to each other")
    bad = [write_os(each / "os" / letter, "bad", "<nonsense/>") for letter in "ab"]
    (each / "os/a/other").symlink_to("../b")
    (each / "os/b/other").symlink_to("../a")
    status, output, errors = validate(each)
    tap.ok((status, output) == (1, "") and errors.count("Unable to validate") == 4, "links: to each other", errors)
    # a small folder, by so many links that it becomes a large one
    shared = world.path("shared")
    shared.mkdir()
    large = world.path("large")
    large.mkdir()
    for number in range(400):
        (shared / str(number)).touch()
        (large / str(number)).symlink_to(shared)
    folder = world.path("links to much")
    write_os(folder, "good")
    (folder / "os/much").symlink_to(large)
    status, output, errors = validate(folder)
    tap.ok((status, output) == (1, "") and is_one_line(errors)
           and f"more than 100000 files and folders, many of them behind link {folder}/os/much\n" in errors,
           "links: to more than there may be", status, errors)


def test_archives(tap, world, validate):
    good = '<libosinfo version="0.0.1"><os id="http://e.org/a/1">' + GOOD.format("a1") + "</os></libosinfo>"
    files = {"os/e.org/a-1.xml": good, "os/e.org/a-2.xml": good.replace("a/1", "a/2").replace("a1", "a2"), "os/e.org/mask.xml": ""}
    world.path("good.tar.xz").write_bytes(make_database("1", files, pack=xz))
    tap.equal(validate("--lint", "good.tar.xz"), (0, "", ""), "archive: good, and its names are right")
    bad = {**files, "os/e.org/b.xml": "<libosinfo>\n<os>\n</libosinfo>", "os/e.org/a-0.xml": good.replace("</os>", "<x/></os>")}
    world.path("bad.tar").write_bytes(make_database("1", bad))
    status, output, errors = validate("bad.tar")
    uri = world.path("bad.tar").as_uri()
    tap.ok((status, output) == (1, "") and errors.index(f"{uri}/os/e.org/a-0.xml:4 ") < errors.index(f"{uri}/os/e.org/b.xml:3 "),
           "archive: all faults, by name", errors)
    own = {**files, "schema/osinfo.rng": SCHEMA.read_text()}
    world.path("own.tar").write_bytes(make_database("1", own))
    tap.equal(world.run(validate.program, "own.tar"), (0, "", ""), "archive: with its own schema")
    for name in ("good.tar.xz", "bad.tar"):
        script = f'exec "{validate.program}" --schema "{SCHEMA}" - <{name}'
        status, output, errors = world.run("sh", "-c", script)
        tap.equal((status, output), (int(name == "bad.tar"), ""), f"archive: {name} on standard input", errors)
        piped = world.run("sh", "-c", f'cat {name} | "{validate.program}" --schema "{SCHEMA}" -')
        tap.equal(piped, (status, output, errors), f"archive: {name} from a pipe")
    world.path("cut.tar.xz").write_bytes(world.path("good.tar.xz").read_bytes()[:-40])
    world.path("no.tar").write_bytes(b"neither an archive nor XML " * 100)
    world.path("up.tar").write_bytes(make_database("1", {"../x.xml": good}))
    for name in ("cut.tar.xz", "no.tar", "up.tar"):
        status, output, errors = validate(name)
        tap.ok((status, output) == (1, "") and is_one_line(errors), f"archive: {name}", status, errors)


def test_lint(tap, world, validate):
    folder = world.path("linted")
    first = write_os(folder, "a/1")
    second = write_os(folder, "a/2", '<upgrades id="http://e.org/a/1"/>')
    third = write_os(folder, "a/3", '<upgrades id="http://e.org/none"/>')
    uri = third.as_uri()
    message = f"{uri}:4 'http://e.org/none', a os that is not defined (references)\n"
    status, output, errors = validate("--lint", "linted")
    tap.ok((status, output) == (1, "") and uri + ":4 " in errors and errors.endswith("(references)\n") and is_one_line(errors),
           "lint: a folder", errors, message)
    lint = errors
    tap.equal(validate("linted"), (0, "", ""), "lint: only when asked for")
    tap.equal(validate("--lint", second), (0, "", ""), "lint: a file knows the rest of its database")
    tap.equal(validate("--lint", third), (1, "", lint), "lint: a file and its fault")
    tap.equal(validate("--lint", folder / "os" / "e.org"), (1, "", lint), "lint: a part of a database")
    moved = folder / "os" / "e.org" / "b-1.xml"
    first.rename(moved)
    status, output, errors = validate("--lint", moved)
    tap.ok(status == 1 and f"{moved.as_uri()}:1 'http://e.org/a/1' belongs to os/e.org/a-1.xml (ids)\n" == errors, "lint: ids", errors)
    shutil.rmtree(folder)
    write_os(world.path("system"), "a/1")
    write_os(world.path("system"), "a/9", '<upgrades id="http://e.org/none"/>')
    write_os(world.path("user"), "a/2", '<upgrades id="http://e.org/a/1"/>')
    write_os(world.path("user"), "a/1")
    starts = '<firmware arch="x86_64" type="bios" supported="true"/>'
    soon = write_os(world.path("soon"), "a", f"<release-date>2026-11-28</release-date><release-status>prerelease</release-status>{starts}")
    for day, is_out in ((None, False), ("2026-11-27", False), ("2026-11-28", True), ("2030-01-01", True)):
        status, output, errors = validate("--lint", *(["--today", day] if day else []), soon)
        expected = f"{soon.as_uri()}:4 a prerelease whose <release-date> has come: is it out? (releases)\n" if is_out else ""
        tap.equal((status, output, errors), (int(is_out), "", expected), f"lint: a prerelease on {day}")
    tap.equal(validate("--lint", "--user"), (0, "", ""), "lint: the user's database adds to the system's, and replaces in it")
    twin = write_os(world.path("user"), "a1")
    status, output, errors = validate("--lint", "--user")
    tap.ok(status == 1 and twin.as_uri() in errors, "lint: a short id that the user's database has twice", errors)
    for name in ("system", "user"):
        shutil.rmtree(world.path(name))
        world.path(name).mkdir()


# What stands in line 4 of a system, and what --lint says of it.
MEDIA = '<media arch="x86_64">{}</media>'
PLAIN = (
    ("a misspelt element", "<relese-date>2024-01-01</relese-date>", "unknown element <relese-date> in <os>; did you mean <release-date>?"),
    ("other letters", "<Version>1</Version>", "unknown element <Version> in <os>; did you mean <version>?"),
    ("exchanged letters", "<verison>1</verison>", "unknown element <verison> in <os>; did you mean <version>?"),
    ("below", MEDIA.format("<iso><volumeid>A</volumeid></iso>"), "unknown element <volumeid> in <iso>; did you mean <volume-id>?"),
    ("like nothing", "<colour/>", "unknown element <colour> in <os>"),
    ("one letter", "<x/>", "unknown element <x> in <os>"),
    ("a long name", f"<{'a' * 5000}/>", f"unknown element <{'a' * 5000}> in <os>"),
    ("another place", "<volume-id>A</volume-id>", "<volume-id> does not belong in <os>, only in <iso>"),
    ("several places", "<treeinfo><kernel>k</kernel></treeinfo>", "<treeinfo> does not belong in <os>, only in <tree>"),
    ("places by name", MEDIA.format("<devices/>"), "<devices> does not belong in <media>, only in <deployment>, <os>, <platform>"),
    ("an attribute as element", MEDIA.format("<live>true</live>"), "'live' of <media> is an attribute, not an element"),
    ("an element as attribute", '<media arch="x86_64" url="http://e.org/a"/>', "'url' of <media> is an element, not an attribute"),
    ("a misspelt attribute", '<media arch="x86_64" lived="true"/>', "unknown attribute 'lived' of <media>; did you mean 'live'?"),
    ("an attribute like nothing", '<media arch="x86_64" colour="1"/>', "unknown attribute 'colour' of <media>"),
    ("a language", '<version xml:lang="de">1</version>', "unknown attribute 'xml:lang' of <version>"),
    ("no attribute", "<media/>", "<media> has no attribute 'arch'"),
    ("an architecture", '<media arch="x86-64"/>', "attribute 'arch' of <media> cannot be 'x86-64'; did you mean 'x86_64'?"),
    ("an architecture of Debian", '<media arch="amd64"/>', "attribute 'arch' of <media> cannot be 'amd64'; did you mean 'x86_64'?"),
    ("an architecture of Linux", '<tree arch="i386"/>', "attribute 'arch' of <tree> cannot be 'i386'; did you mean 'i686'?"),
    ("a firmware", '<firmware arch="x86_64" type="uefi"/>', "attribute 'type' of <firmware> cannot be 'uefi'; did you mean 'efi'?"),
    ("a word like none", '<firmware arch="x86_64" type="coreboot"/>', "attribute 'type' of <firmware> cannot be 'coreboot': expected 'bios', 'efi'"),
    ("a status", "<release-status>beta</release-status>", "<release-status> cannot be 'beta': expected 'snapshot', 'prerelease', 'released', 'rolling'"),
    ("a bool", '<media arch="x86_64" live="yes"/>', "attribute 'live' of <media> cannot be 'yes'; did you mean 'true'?"),
    ("a date", "<eol-date>2024-5</eol-date>", "<eol-date> cannot be '2024-5': expected a day as YYYY-MM-DD"),
    ("a number", MEDIA.format("<iso><volume-size>700 MB</volume-size></iso>"), "<volume-size> cannot be '700 MB': expected decimal digits, without a unit"),
    ("an address", MEDIA.format("<url>e.org/a.iso</url>"), "<url> cannot be 'e.org/a.iso': expected an address such as https://example.org/file"),
    ("no text", "<version><b/></version>", "unknown element <b> in <version>"),
    ("text between", MEDIA.format("words<iso/>"), "text between the elements of <media>: 'words'"),
    ("a long value", f"<eol-date>{'9' * 500}</eol-date>", f"<eol-date> cannot be '{'9' * 60}': expected a day as YYYY-MM-DD"),
    ("twice", "<version>1</version><version>2</version>", "second <version> in <os>, expected one"),
    ("nothing in it", '<variant id="v"/>', "<variant> has no <name>"),
    ("a namespace", '<version xmlns="http://e.org/n">1</version>', "<version> in <os> is in namespace 'http://e.org/n', expected none"),
)
# Nothing but libxml2 knows what these lack.
UNEXPLAINED = (
    "bad-script-empty-template.xml",
    "bad-script-two-templates.xml",
    "bad-script-uri-and-content.xml",
    "bad-signing-key-both.xml",
    "bad-signing-key-nothing.xml",
)


def test_plain_words(tap, world, validate):
    """What the schema refuses is said in a line; without --lint in those of libxml2."""
    folder = world.path("plain")
    for name, content, message in PLAIN:
        path = write_os(folder, "plain", content)
        status, output, errors = validate("--lint", path)
        uri = path.as_uri()
        lines = [line for line in errors.splitlines() if not line.endswith(")")]
        expected = [f"{uri}:4 {message}", f"Unable to validate XML document '{uri}'"]
        tap.equal((status, output, lines), (1, "", expected), f"plain words: {name}", errors)
        tap.ok(message not in validate(path)[2], f"plain words: {name}: only with --lint")
    path = write_os(folder, "plain", '<relese-date/>\n<media arch="amd64"/>\n<colour/>')
    found = json.loads(validate("--lint", "--format=json", path)[1])["faults"]
    tap.equal([(fault["line"], fault["kind"], fault["rule"]) for fault in found], [(4, "schema", None), (5, "schema", None), (6, "schema", None)],
              "plain words: all faults of a file, in JSON", found)
    for element in ("<x/>", "<version/>"):
        path.write_text(f'<libosinfo version="0.0.1"><os id="http://e.org/a">{element * 5000}</os></libosinfo>')
        tap.ok(validate("--lint", path)[2].count("\n") < 2100, f"plain words: so many {element}, and no more")
    for sample in sorted(SAMPLES.glob("bad-*.xml")):
        errors = validate("--lint", sample)[2]
        words = re.search(r":\d+ (Element|Expect|Invalid|Did not|Extra|Error|Value|Type|Datatype)", errors)
        tap.ok((words is None) != (sample.name in UNEXPLAINED), f"plain words: {sample.name}", errors)
    # a schema that is not told in a table is left to libxml2
    lax = world.path("mixed.rng")
    lax.write_text('<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="libosinfo"><mixed><empty/></mixed></element></start></grammar>')
    status, _, errors = world.run(validate.program, "--lint", "--schema", lax, path)
    tap.ok(status == 1 and "did you mean" not in errors and "Unable to validate" in errors, "plain words: another schema", errors)
    lax.write_text('<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="other"><text/></element></start></grammar>')
    status, _, errors = world.run(validate.program, "--lint", "--schema", lax, path)
    tap.ok("the root element is <libosinfo>, expected <other>" in errors, "plain words: another root", errors)
    pattern = SCHEMA.read_text(encoding="utf-8").replace('"pattern">[0-9]+<', '"pattern">[0-9<')
    lax.write_text("")
    status, output, errors = world.run(validate.program, "--lint", "--schema", lax, path)
    tap.ok((status, output) == (1, "") and is_one_line(errors), "plain words: an empty schema", errors)
    lax.write_text(pattern)
    status, output, errors = world.run(validate.program, "--lint", "--schema", lax, path)
    tap.ok((status, output) == (1, "") and "regexp" not in errors, "plain words: a pattern that is none", errors[:300])
    shutil.rmtree(folder)


def test_json(tap, world, validate):
    folder = world.path("json")
    bad = write_os(folder, "a", "<nonsense/>").as_uri()
    lint = write_os(folder, "b", '<upgrades id="http://e.org/none"/>').as_uri()
    (folder / "c.xml").write_text("<a>\n\x01</b>")
    status, output, errors = validate("--format=json", "--lint", "-v", "json", "absent")
    found = json.loads(output)
    tap.ok((status, errors) == (1, "") and set(found) == {"files", "faults", "valid"}, "json: its members", errors, output)
    tap.equal((found["files"], found["valid"]), (3, False), "json: counts")
    tap.ok(all(set(fault) == {"uri", "line", "kind", "rule", "message"} for fault in found["faults"]), "json: members of a fault")
    facts = {(fault["uri"], fault["line"], fault["kind"], fault["rule"]) for fault in found["faults"]}
    expected = {(None, None, "file", None), (bad, 4, "schema", None), (lint, 4, "rule", "references"),
                ((folder / "c.xml").as_uri(), 2, "syntax", None)}
    tap.equal({fact for fact in facts if fact in expected}, expected, "json: faults of each kind", facts)
    status, output, errors = validate("--format=json", write_os(world.path("fine"), "x"))
    tap.equal((status, json.loads(output), errors), (0, {"files": 1, "faults": [], "valid": True}, ""), "json: nothing wrong")
    script = f'exec "{validate.program}" --schema "{SCHEMA}" --format=json fine >/dev/full'
    tap.equal(world.run("sh", "-c", script)[0], 1, "json: the output is full")


def test_hostile(tap, world, validate):
    secret = world.path("secret")
    secret.write_text("the secret")
    entity = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * 100}">' for i in range(12))
    cases = {
        "bomb": f"<!DOCTYPE a [{entity}]><libosinfo>&e11;</libosinfo>",
        "external": f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><libosinfo>&e;</libosinfo>',
        "dtd": f'<!DOCTYPE a SYSTEM "{secret.as_uri()}"><libosinfo/>',
        "deep": "<a>" * 100_000,
        "cut": '<libosinfo version="0.0.1"><os id="',
        "zero": "<a>\0</a>",
    }
    for name, text in cases.items():
        world.path(f"{name}.xml").write_text(text)
        status, output, errors = validate(f"{name}.xml")
        tap.ok((status, output) == (1, "") and "the secret" not in errors and len(errors) < 200_000, f"hostile: {name}", status, errors[:500])
    with open(world.path("large.xml"), "wb") as file:
        file.truncate(17 << 20)
    status, output, errors = validate("large.xml")
    tap.ok((status, output) == (1, "") and is_one_line(errors) and "larger than 1 MiB" in errors, "hostile: large", errors)
    # what libxml2 would need minutes for
    attributes = " ".join(f"a{i:x}='>'" for i in range(95_000))
    declared = "".join(f"<!ATTLIST a b{i} CDATA 'x'>" for i in range(1000))
    spaces = " ".join(f"xmlns:n{i}='u'" for i in range(100))
    for name, text, word in (
        ("attributes", f"<libosinfo {attributes}/>", "tag or comment is too long"),
        ("wide-attributes", f"<libosinfo {attributes[:450_000]}'/>".encode("utf-16"), "tag or comment is too long"),
        ("declared", f"<!DOCTYPE a [{declared}]><libosinfo>{'<a/>' * 100_000}</libosinfo>", "too many attributes are declared"),
        ("namespaces", f"<libosinfo {spaces}/>", "too many namespaces in one element"),
        ("comment", f"<!--{'x' * 500_000}--><libosinfo/>", "tag or comment is too long"),
    ):
        world.path(f"{name}.xml").write_bytes(text if isinstance(text, bytes) else text.encode())
        for options in ([], ["--lint"]):
            status, output, errors = validate(*options, f"{name}.xml")
            tap.ok((status, output) == (1, "") and f"{name}.xml:1 {word}\n" in errors and errors.count("\n") == 2,
                   f"hostile: costly {name} {options}", status, errors[:300])
    many = "<x/>" * 20_000
    world.path("many.xml").write_text(f'<libosinfo version="0.0.1"><os id="http://e.org/a">{many}</os></libosinfo>')
    status, _, errors = validate("many.xml")
    tap.ok(status == 1 and errors.count("\n") < 2000, "hostile: many faults", status, errors[:200])
    lines = "\n" * 70_000
    world.path("long.xml").write_text(f'<libosinfo version="0.0.1">{lines}<nonsense/></libosinfo>')
    status, _, errors = validate("long.xml")
    tap.ok(status == 1 and "long.xml:70001 " in errors, "the line beyond 65535", errors)


def test_samples(tap, world, validate):
    """The samples of the schema, one by one, with the established program's words."""
    reason = find_established("osinfo-db-validate")
    world.path("sample/schema").mkdir(parents=True)
    shutil.copy(SCHEMA, world.path("sample/schema"))
    target = world.path("sample/x.xml")
    n_samples = 0
    for sample in sorted(SAMPLES.glob("*.xml")):
        shutil.copy(sample, target)
        n_samples += 1
        found = validate("sample")
        tap.equal(found[0], 1 if sample.name.startswith("bad-") else 0, f"sample: {sample.name}", found)
        if reason:
            tap.skip(f"established: {sample.name}", reason)
            continue
        expected = world.run("/usr/bin/osinfo-db-validate", "--dir", "sample")
        tap.equal(found, expected, f"established: {sample.name}")
    tap.ok(n_samples > 50, "there are samples")


def find_hidden(output):
    """Characters that a terminal obeys, in the lines of a program."""
    lines = output.decode().split("\n")  # and not UTF-8 fails here
    return [line for line in lines if any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u202e" for c in line) or line.startswith("FORGED")]


def test_terminal(tap, world, validate):
    """Names of files, and what they hold, are shown and not obeyed."""
    folder = world.path("odd") / "os" / "e.org"
    folder.mkdir(parents=True)
    hostile = "x\u009b2J&#10;FORGED\u2028\u202e"
    content = GOOD.format("a") + f'<media arch="{hostile}"/><eol-date>{hostile}</eol-date><x\u00e9/>'
    for name in (b"esc\x1b[31m.xml", b"line\nFORGED.xml", b"latin\xe9.xml"):
        with open(os.path.join(os.fsencode(folder), name), "w", encoding="utf-8") as stream:
            stream.write(f'<libosinfo version="0.0.1"><os id="http://e.org/{hostile}">{content}</os></libosinfo>')
    (folder / "cut.xml").write_bytes(b"<libosinfo><os\x1b\xff\n<")
    for arguments in (["odd"], ["-v", "odd"], ["--lint", "odd"], ["--format=json", "odd"], ["--lint", "--format=json", "odd"],
                      ["no\x1b\nFORGED"], ["--schema", "no\u009b\nFORGED", "odd"], ["--no\u009b\nFORGED"]):
        status, output, errors = world.run(validate.program, "--schema", SCHEMA, *arguments, text=False)
        tap.equal(find_hidden(output) + find_hidden(errors), [], f"terminal: {arguments!a}", output, errors)
        tap.equal(status, 1, f"terminal: {arguments!a}: status")
    diff = validate.program.parent / "osinfo-db-diff"
    for format_ in ("text", "json", "markdown"):
        for pair in (("odd", "db"), ("db", "odd")):
            status, output, errors = world.run(diff, f"--format={format_}", *pair, text=False)
            tap.equal(find_hidden(output) + find_hidden(errors), [], f"terminal: diff as {format_}, {pair}", output, errors)


def test_data(tap, world, validate):
    if DATABASE.is_dir():
        # `rules` asks them of all data, too, for which a sanitizer needs twenty seconds
        rules = [] if IS_SANITIZED else ["--lint"]
        tap.equal(validate(*rules, DATABASE), (0, "", ""), "the database is right")
    else:
        tap.skip("the database is right", "no database to ask")


def test_rules_of_page(tap, page):
    """The page says what each rule looks at."""
    source = ROOT / "osinfo-db-tools" / "check" / "lint" / "rules.c"
    names = re.findall(r'^    \{"([a-z-]+)",', source.read_text(encoding="utf-8"), re.M)
    section = re.search(r"^\.Sh RULES$(.*?)^\.Sh ", page.read_text(encoding="utf-8"), re.M | re.S).group(1)
    tap.equal(re.findall(r"^\.It Cm (\S+)$", section, re.M), names, "page: its rules")


def test_examples(tap, world, validate, page):
    world.environment["PATH"] = f"{validate.program.parent}:{world.environment['PATH']}"
    shutil.rmtree(world.path("db"))
    write_entity(world.path("db"), "os", "http://example.org/heron/4", GOOD.format("heron4"))
    shutil.copy(SCHEMA, world.path("osinfo.rng"))
    examples = read_examples(page)
    tap.equal(len(examples), 3, "the page has examples")
    for command, expected in examples:
        tap.equal(world.run("sh", "-c", command), (0, expected, ""), f"page: {command}")


def main():
    tap = Tap()
    world = ImportWorld(sys.argv[1])

    def validate(*arguments, **variables):
        return world.run(validate.program, "--schema", SCHEMA, *arguments, **variables)

    validate.program = Path(sys.argv[1]) / "osinfo-db-validate"
    for test in (test_arguments, test_schema, test_files, test_links_to_folders, test_archives, test_lint, test_plain_words, test_json, test_hostile, test_samples, test_terminal, test_data):
        test(tap, world, validate)
    test_rules_of_page(tap, Path(sys.argv[2]) / "osinfo-db-validate.1")
    test_examples(tap, world, validate, Path(sys.argv[2]) / "osinfo-db-validate.1")
    return tap.finish()


sys.exit(main())
