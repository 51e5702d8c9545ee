#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-detect from outside: help, errors, media, trees, several at once, JSON and CSV, guest defaults;
and the same answers as the established program's, where that one is installed. Prints TAP.

The program is found in PATH, or named by OSINFO_DETECT. OSINFO_ORACLE_LABELS says how many labels are
shown to both programs; 0 is all of them."""

import csv
import functools
import http.server
import io
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import (
    WITHOUT_LEAKS,
    ESTABLISHED_DATABASE,
    HANG,
    IS_SANITIZED,
    Tap,
    World,
    find_established,
    find_program,
    share,
    make_image,
    write_entity,
    write_image,
)

HELP = """\
Usage:
  osinfo-detect [OPTION…] - Detect if media is bootable and the relevant OS and distribution.

Help Options:
  -h, --help              Show help options

Application Options:
  -f, --format=FORMAT     Select the output format
  -t, --type=TYPE         Select the type of what is being detected
  -a, --all               Report all matches, not just the first
  --defaults              Report what a virtual machine for the OS should have
  --check                 Check whether an image can be recognised, and what is missing
  --explain               Report evidence, candidates and what decided
  --nearest               Take the nearest relative of a release that is not in the database
  --strict                Exit with status 1 when something is not identified
  --version               Print the version and exit

FORMAT is 'plain' (the default) for sentences, 'json' or 'csv'.
TYPE is 'media' for CD/DVD ISOs, 'tree' for install trees, 'image' for
disks and their images, or 'auto' (the default) for what is there.
"""

OPTION_ERROR = "Error while parsing commandline options: "
MEDIA_ERROR = "Error parsing media: "
TREE_ERROR = "Error parsing installer tree: "
OPEN_ERROR = MEDIA_ERROR + "Failed to open file: "

MEDIA_B = "Media is bootable.\nMedia is live media for OS 'OS B (x86_64)'\n"

# arguments, status, standard output, standard error; None is not looked at. In a folder that make_samples() fills
CASES = [
    (["--help"], 0, HELP, ""),
    ([], 254, "", HELP + "\n"),
    (["--bad"], 255, "", OPTION_ERROR + "Unknown option --bad\n" + HELP + "\n"),
    (["--format"], 255, "", OPTION_ERROR + "Missing argument for --format\n" + HELP + "\n"),
    (["--format=env", "a.iso"], 255, "", OPTION_ERROR + "Invalid value 'env'\n" + HELP + "\n"),
    (["--type=disk", "a.iso"], 255, "", OPTION_ERROR + "Invalid value 'disk'\n" + HELP + "\n"),
    (["--format=csv", "--check", "a.iso"], 255, "",
     OPTION_ERROR + "--check is not available as CSV\n" + HELP + "\n"),
    (["--format=json", "--explain", "a.iso"], 255, "",
     OPTION_ERROR + "--explain is for --format=plain; JSON has evidence and reasons anyway\n" + HELP + "\n"),
    (["--format=csv", "--defaults", "a.iso"], 255, "",
     OPTION_ERROR + "--defaults is not available as CSV\n" + HELP + "\n"),
    # what is on a medium
    (["a.iso"], 0, "Media is bootable.\nMedia is an installer for OS 'OS A (i686)'\n"
     "Available OS variants on media:\nA Server\nA WS\n", ""),
    (["--format=plain", "--type=media", "b.iso"], 0, MEDIA_B, ""),
    (["variant.iso"], 0, "Media is bootable.\nMedia is an installer for OS 'A Server (x86_64)'\n"
     "Media is live media for OS 'A Server (x86_64)'\n", ""),
    (["unnamed.iso"], 0, "Media is bootable.\nMedia is an installer for OS '(null) (all)'\n", ""),
    (["-a", "a.iso"], 0, "Media is bootable.\n#1: Media is an installer for OS 'OS A (i686)'\n"
     "#1: Available OS variants on media:\n#1: A Server\n#1: A WS\n", ""),
    # an entry that is neither an installer nor live has a number, and nothing else
    (["neither.iso"], 0, "Media is bootable.\n", ""),
    (["--all", "neither.iso"], 0, "Media is bootable.\n#2: Media is an installer for OS 'OS B (x86_64)'\n", ""),
    (["-a", "equal.iso"], 0, "Media is bootable.\n#1: Media is an installer for OS 'OS E (x86_64)'\n"
     "#3: Media is an installer for OS 'OS E (x86_64)'\n#3: Media is live media for OS 'OS E (x86_64)'\n", ""),
    (["unknown.iso"], 0, "Media is bootable.\n", ""),
    (["--strict", "unknown.iso"], 1, "Media is bootable.\n", ""),
    (["--strict", "a.iso", "-f", "csv"], 0, None, ""),
    (["not-bootable.iso"], 0, "Media is not bootable.\n", ""),
    (["--strict", "not-bootable.iso"], 1, "Media is not bootable.\n", ""),
    # what cannot be read
    (["absent.iso"], 253, "", OPEN_ERROR + "Error opening file absent.iso: No such file or directory\n"),
    (["a.iso/x"], 253, "", OPEN_ERROR + "Error opening file a.iso/x: Not a directory\n"),
    (["empty.iso"], 253, "", MEDIA_ERROR + "No volume descriptors\n"),
    (["text.iso"], 253, "", MEDIA_ERROR + "No volume descriptors\n"),
    (["truncated.iso"], 253, "", MEDIA_ERROR + "Primary volume descriptor was truncated\n"),
    (["root-cut.iso"], 253, "", MEDIA_ERROR + 'No "ppc" directory record extent\n'),
    (["blank.iso"], 253, "", MEDIA_ERROR + "Insufficient metadata on installation media\n"),
    (["fifo"], 253, "", OPEN_ERROR + "Error opening file fifo: Neither a regular file nor a block device\n"),
    (["/dev/null"], 253, "",
     OPEN_ERROR + "Error opening file /dev/null: Neither a regular file nor a block device\n"),
    (["no-images"], 253, "no-images:\n",
     "Error parsing media 'no-images': No images (*.iso, *.img) in folder no-images\n"),
    # several
    (["b.iso", "absent.iso", "unknown.iso"], 253,
     "b.iso:\nMedia is bootable.\nMedia is live media for OS 'OS B (x86_64)'\nabsent.iso:\n"
     "unknown.iso:\nMedia is bootable.\n",
     "Error parsing media 'absent.iso': Failed to open file: Error opening file absent.iso: "
     "No such file or directory\n"),
    (["--strict", "unknown.iso", "absent.iso", "-f", "json"], 253, None, None),
    (["--strict", "b.iso", "unknown.iso"], 1, None, ""),
    (["folder"], 0, "folder/1.ISO:\nMedia is bootable.\nfolder/2.iso:\nMedia is bootable.\n"
     "Media is live media for OS 'OS B (x86_64)'\nfolder/3.img:\nMedia is not bootable.\n", ""),
    (["folder", "b.iso", "-a"], 0, "folder/1.ISO:\nMedia is bootable.\nfolder/2.iso:\nMedia is bootable.\n"
     "#1: Media is live media for OS 'OS B (x86_64)'\nfolder/3.img:\nMedia is not bootable.\n"
     "b.iso:\nMedia is bootable.\n#1: Media is live media for OS 'OS B (x86_64)'\n", ""),
    # trees
    (["--type=tree", "tree"], 0, "Tree is an installer for OS 'OS A (x86_64)'\n"
     "Available OS variants on tree:\nA Server\nA WS\n", ""),
    (["-t", "tree", "-a", "tree-new/"], 0, "#1: Tree is an installer for OS 'A Server (x86_64)'\n", ""),
    (["-t", "tree", "tree-unknown"], 0, "", ""),
    (["-t", "tree", "--strict", "tree-unknown"], 1, "", ""),
    (["-t", "tree", "tree", "tree-unknown"], 0, "tree:\nTree is an installer for OS 'OS A (x86_64)'\n"
     "Available OS variants on tree:\nA Server\nA WS\ntree-unknown:\n", ""),
    (["-t", "tree", "ftp://test.org/x"], 253, "", TREE_ERROR + "URL protocol is not supported\n"),
    (["-t", "tree", "tree-bad"], 253, "", None),
    (["-t", "tree", "no-images"], 253, "", None),
    (["-t", "tree", "a.iso"], 253, "", None),
]

# Asked of both programs, on our small database. Media that are not bootable are not among them: the
# established program hangs on an empty root directory.
SAME_AS_ESTABLISHED = [
    ["a.iso"],
    ["-a", "a.iso"],
    ["--all", "b.iso"],
    ["variant.iso"],
    ["unnamed.iso"],
    ["unknown.iso"],
    ["--all", "unknown.iso"],
    ["absent.iso"],
    ["empty.iso"],
    ["text.iso"],
    ["truncated.iso"],
    ["root-cut.iso"],
    ["blank.iso"],
    ["--type=tree", "ftp://test.org/x"],
]

# image, why it is not whole, what is told of it
INCOMPLETE = [
    ("blank.iso", "Insufficient metadata on installation media", {
        "bootable": True, "volume-id": None, "system-id": "LINUX", "publisher-id": None,
        "application-id": "BLANK", "volume-size": 81920, "matches": ["http://test.org/blank:0"]}),
    ("blank-no-boot.iso", "Insufficient metadata on installation media", {
        "bootable": False, "volume-id": None, "system-id": None, "publisher-id": "somebody",
        "application-id": None, "volume-size": 81920, "matches": []}),
    ("blank-cut.iso", "Insufficient metadata on installation media", {
        "bootable": None, "volume-id": None, "system-id": None, "publisher-id": None,
        "application-id": "BLANK", "volume-size": 81920, "matches": ["http://test.org/blank:0"]}),
    ("root-cut.iso", 'No "ppc" directory record extent', {
        "bootable": None, "volume-id": "A_1", "system-id": None, "publisher-id": None,
        "application-id": None, "volume-size": 81920, "matches": []}),
    ("second-cut.iso", "Supplementary volume descriptor was truncated", {
        "bootable": None, "volume-id": "B_1", "system-id": None, "publisher-id": None,
        "application-id": None, "volume-size": 81920, "matches": ["http://test.org/b:0"]}),
    ("truncated.iso", "Primary volume descriptor was truncated", {
        "bootable": None, "volume-id": None, "system-id": None, "publisher-id": None,
        "application-id": None, "volume-size": None, "matches": []}),
]

DEFAULTS_PLAIN = """\
Media is bootable.
Media is an installer for OS 'OS A (i686)'
Available OS variants on media:
A Server
A WS
os: http://test.org/a
short id: a
name: OS A
version: 1
family: linux
distro: test
release date: 2020-01-02
end of life: 2030-01-02
architecture: i686
minimum cpus: 1
minimum cpu speed: 1500 MHz
minimum memory: 768 MiB
minimum storage: 10 GiB
recommended memory: 2 GiB
firmware: bios
net devices: testnet
kernel: boot/vmlinuz
initrd: boot/initrd
variants: A Server, A WS
languages: en, fr_FR
"""


def make_database(folder):
    write_entity(folder, "os", "http://test.org/a", """
        <short-id>a</short-id><name>OS A</name><version>1</version><family>linux</family><distro>test</distro>
        <release-date>2020-01-02</release-date><eol-date>2030-01-02</eol-date>
        <variant id="server"><name>A Server</name></variant><variant id="ws"><name>A WS</name></variant>
        <devices><device id="http://test.org/net"/></devices>
        <firmware arch="i686" type="bios"/><firmware arch="x86_64" type="efi"/>
        <media arch="i686"><variant id="server"/><variant id="ws"/>
          <iso><volume-id>^A_</volume-id><system-id>LINUX</system-id>
               <l10n-language>en</l10n-language><l10n-language>fr_FR</l10n-language></iso>
          <kernel>boot/vmlinuz</kernel><initrd>boot/initrd</initrd></media>
        <media arch="x86_64" live="true"><variant id="server"/><variant id="absent"/>
          <iso><volume-id>^V_</volume-id></iso></media>
        <media arch="x86_64"><iso><volume-id>^L_</volume-id>
          <l10n-language regex="true" l10n-language-map="http://test.org/languages">^L_([A-Z]+)</l10n-language></iso></media>
        <tree arch="x86_64"><variant id="server"/><variant id="ws"/>
          <treeinfo><family>^A$</family><version>^1$</version></treeinfo></tree>
        <tree arch="x86_64"><variant id="server"/>
          <treeinfo><family>^A$</family><version>^2$</version></treeinfo></tree>
        <resources arch="all"><minimum><n-cpus>1</n-cpus><cpu>1000000000</cpu><ram>536870912</ram>
          <storage>10737418240</storage></minimum><recommended><ram>2147483648</ram></recommended></resources>
        <resources arch="i686"><minimum><cpu>1500000000</cpu><ram>805306368</ram></minimum></resources>
        <resources arch="x86_64"><minimum><ram>1</ram></minimum></resources>""")
    write_entity(folder, "os", "http://test.org/b", """
        <short-id>b</short-id><name>OS B</name><release-date>2019-01-01</release-date>
        <media arch="x86_64" live="true" installer="false"><iso><volume-id>^B_</volume-id></iso></media>
        <media arch="x86_64"><iso><volume-id>^N_</volume-id></iso></media>
        <media arch="x86_64" installer="false"><iso><volume-id>^N_NEITHER</volume-id></iso></media>""")
    # three entries, of which two tell the same
    write_entity(folder, "os", "http://test.org/equal", """
        <name>OS E</name><media arch="x86_64"><iso><volume-id>^EQUAL_A</volume-id></iso></media>
        <media arch="x86_64"><iso><volume-id>^EQUAL_</volume-id></iso></media>
        <media arch="x86_64" live="true"><iso><volume-id>^EQUAL</volume-id></iso></media>""")
    entry = '<media arch="x86_64"><iso><volume-id>^ALIKE</volume-id>{}</iso><kernel>{}</kernel></media>'
    english = "<l10n-language>en</l10n-language>"
    write_entity(folder, "os", "http://test.org/alike", "<name>OS L</name>" + entry.format(english, "a")
                 + entry.format("<l10n-language>fr_FR</l10n-language>", "a") + entry.format(english, "a")
                 + entry.format(english, "b"))
    write_entity(folder, "os", "http://test.org/unnamed", """
        <short-id>unnamed</short-id><media arch="all"><iso><volume-id>^U_</volume-id></iso></media>""")
    write_entity(folder, "os", "http://test.org/blank", """
        <short-id>blank</short-id><media arch="x86_64"><iso><application-id>^BLANK</application-id></iso></media>""")
    write_entity(folder, "device", "http://test.org/net",
                 "<name>testnet</name><class>net</class><bus-type>pci</bus-type>")
    write_entity(folder, "datamap", "http://test.org/languages", '<entry inval="FR" outval="fr_FR"/>')


def make_samples(root):
    write_image(root / "a.iso", "A_1", "LINUX", "publisher", "an, application")
    write_image(root / "b.iso", "B_1")
    write_image(root / "variant.iso", "V_1")
    write_image(root / "language.iso", "L_FR")
    write_image(root / "neither.iso", "N_NEITHER")
    write_image(root / "unnamed.iso", "U_1")
    write_image(root / "equal.iso", "EQUAL_A")
    write_image(root / "alike.iso", "ALIKE")
    write_image(root / "unknown.iso", "something else")
    write_image(root / "not-bootable.iso", "A_1", "LINUX", bootable=False)
    write_image(root / "blank.iso", "   ", "LINUX", "", "BLANK")
    write_image(root / "blank-no-boot.iso", "", "", "somebody", bootable=False)
    (root / "blank-cut.iso").write_bytes(make_image("", "", "", "BLANK", bootable=False)[:40000])
    (root / "second-cut.iso").write_bytes(make_image("B_1")[:34820])
    (root / "empty.iso").write_bytes(b"")
    (root / "text.iso").write_bytes(b"text\n")
    (root / "truncated.iso").write_bytes(make_image("A_1")[:33000])
    (root / "root-cut.iso").write_bytes(make_image("A_1", bootable=False)[:40000])
    os.mkfifo(root / "fifo")
    for name in ("folder", "no-images", "tree", "tree-new", "tree-unknown", "tree-bad"):
        (root / name).mkdir()
    write_image(root / "folder" / "1.ISO", "unknown")
    write_image(root / "folder" / "2.iso", "B_1")
    write_image(root / "folder" / "3.img", "B_1", bootable=False)
    (root / "folder" / "notes.txt").write_text("no image\n")
    (root / "no-images" / "notes.txt").write_text("no image\n")
    images = "[images-x86_64]\nkernel = pxe/vmlinuz\ninitrd = pxe/initrd\nboot.iso = boot.iso\n"
    general = "[general]\nfamily = A\nversion = {}\narch = x86_64\n"
    (root / "tree" / ".treeinfo").write_text(general.format(1) + images)
    (root / "tree-new" / "treeinfo").write_text(general.format(2) + images)
    (root / "tree-unknown" / ".treeinfo").write_text(general.format(3) + images)
    (root / "tree-bad" / ".treeinfo").write_text("no key file\n")


def without_root(world, answer):
    """Messages may name files by what was given or by the whole path."""
    return [answer[0], *(text.replace(f"{world.root}/", "") for text in answer[1:])]


def take_notes(found):
    """The same without the lines on standard error that media are unknown, and the names in these lines."""
    status, output, errors = found
    names = re.findall(r"^(.*): the database does not know the (?:medium|tree)\n", errors, re.MULTILINE)
    return [status, output, re.sub(r"^.*: the database does not know the (?:medium|tree)\n", "", errors, flags=re.MULTILINE)], names


# arguments, media and trees of which is said that they are unknown
UNKNOWN = [
    (["unknown.iso"], ["unknown.iso"]),
    (["unknown.iso", "--all"], ["unknown.iso"]),
    (["--strict", "unknown.iso", "b.iso"], ["unknown.iso"]),
    (["unknown.iso", "--format=json"], []),
    (["unknown.iso", "--format=csv"], []),
    (["unknown.iso", "--explain"], []),
    (["unknown.iso", "--check"], []),
    (["b.iso"], []),
    (["not-bootable.iso"], []),
    (["absent.iso"], []),
    (["folder"], ["folder/1.ISO"]),
    (["-t", "tree", "tree", "tree-unknown"], ["tree-unknown"]),
]


def test_unknown(tap, world, detect):
    for arguments, names in UNKNOWN:
        tap.equal(take_notes(world.run(detect, *arguments))[1], names, f"unknown: {arguments}")
    write_entity(world.path("named"), "os", "http://e.org/named", "<short-id>system1</short-id>")
    status, _, errors = world.run(detect, "system1", "other", OSINFO_SYSTEM_DIR=world.path("named"))
    tap.equal((status, [line for line in errors.splitlines() if "Error" not in line]),
              (253, ["'system1' is a system: 'osinfo-show system1' shows what is known of it"]), "unknown: a system is no file")


def test_standard_input(tap, world, detect):
    """A file can be read here and there, of a pipe the front is kept."""
    expected = world.run(detect, "b.iso")
    for name, command in (("a file", f'"{detect}" - <b.iso'), ("a pipe", f'cat b.iso | "{detect}" -'),
                          ("a file that was read", f'{{ read -r x; "{detect}" -; }} <b.iso')):
        tap.equal(world.run("/bin/sh", "-c", command), expected, f"standard input: {name}")
    command = f'{{ cat b.iso; head -c 70000000 /dev/zero; }} | "{detect}" -'
    tap.equal(world.run("/bin/sh", "-c", command),
              (expected[0], expected[1], "-: cannot be read twice; its first 64 MiB are looked at\n"), "standard input: a long pipe")
    for name, command in (("nothing", f'"{detect}" - </dev/null'), ("closed", f'"{detect}" - <&-'), ("a folder", f'"{detect}" - <.'),
                          ("a tree", f'"{detect}" -t tree - <b.iso'), ("junk", f'echo junk | "{detect}" -')):
        status, output, errors = world.run("/bin/sh", "-c", command)
        tap.ok((status, output) == (253, "") and errors.count("\n") == 1, f"standard input: {name}", status, output, errors)
    # an answer is not written to what is open in the place of standard output
    status, _, errors = world.run("/bin/sh", "-c", f'cat b.iso | "{detect}" - >&-')
    tap.equal((status, errors), (253, "Unable to write output: Bad file descriptor\n"), "standard input: closed output")
    (world.root / "input").mkdir(exist_ok=True)
    status, output, errors = world.run("/bin/sh", "-c", f'cat b.iso | TMPDIR="{world.root}/input" "{detect}" --format=json -')
    tap.ok(status == 0 and json.loads(output)[0]["path"] == "-" and not list((world.root / "input").iterdir()),
           "standard input: nothing is left behind", output, errors)


def test_cases(tap, world, detect):
    for arguments, *expected in CASES:
        found = take_notes(without_root(world, world.run(detect, *arguments)))[0]
        for i in (1, 2):
            if expected[i] is None:
                expected[i] = found[i]
        tap.equal(found, expected, f"case: {arguments}")
        if found[0] == 253:
            tap.equal(found[2].count("\n"), 1, f"case: {arguments}: one line")

    if os.geteuid() == 0:
        tap.skip("a file that may not be read", "root may read all")
    else:
        world.path("a.iso").chmod(0)
        expected = OPEN_ERROR + "Error opening file a.iso: Permission denied\n"
        tap.equal(world.run(detect, "a.iso"), (253, "", expected), "a file that may not be read")
        world.path("a.iso").chmod(0o644)

    for kind, name in (("tree", "tree"), ("media", "b.iso")):
        by_path = world.run(detect, "--type", kind, name)
        by_uri = world.run(detect, "--type", kind, world.path(name).as_uri())
        tap.equal(by_uri, by_path, f"URI instead of path: {kind}")


def test_json(tap, world, detect):
    def read(*arguments):
        status, output, errors = world.run(detect, "--format=json", *arguments)
        return status, json.loads(output)

    verdict = {"architecture": None, "languages": [], "claimed": None, "nearest": None, "evidence": []}
    nothing = {**verdict, "volume-id": None, "system-id": None, "publisher-id": None, "application-id": None,
               "volume-size": None, "matches": []}
    match = {
        "os": {"id": "http://test.org/a", "short-id": "a", "name": "OS A", "family": "linux", "distro": "test"},
        "media": "http://test.org/a:0",
        "architecture": "i686",
        "installer": True,
        "live": False,
        "variants": [{"id": "server", "name": "A Server"}, {"id": "ws", "name": "A WS"}],
        "languages": ["en", "fr_FR"],
        "confidence": "label", "family": "linux", "distro": "test", "edition": None, "editions": ["server", "ws"],
        "build": None, "update": None, "evidence": ["iso9660.volume-id"], "against": [],
    }
    said = [{"key": key, "value": value, "where": "primary volume descriptor"} for key, value in (
        ("iso9660.volume-id", "A_1"), ("iso9660.system-id", "LINUX"), ("iso9660.publisher-id", "publisher"),
        ("iso9660.application-id", "an, application"), ("iso9660.volume-size", "81920"))]
    good = {"path": "a.iso", "bootable": True, "error": None, "volume-id": "A_1", "system-id": "LINUX",
            "publisher-id": "publisher", "application-id": "an, application", "volume-size": 81920,
            **verdict, "languages": ["en", "fr_FR"], "evidence": said, "matches": [match]}
    tap.equal(read("a.iso"), (0, [good]), "json: a medium")
    absent = world.path("absent.iso")
    status, items = read("a.iso", absent, "not-bootable.iso", "b.iso")
    tap.equal((status, len(items), items[0]), (253, 4, good), "json: goes on after a bad medium")
    tap.equal(items[1], {"path": str(absent), "bootable": None, "error": {
        "domain": "g-io-error-quark", "code": 1,
        "message": f"Failed to open file: Error opening file {absent}: No such file or directory"}, **nothing},
        "json: an error")
    tap.equal(items[2], {**good, "path": "not-bootable.iso", "bootable": False, "publisher-id": None,
                         "application-id": None, "evidence": [*said[:2], said[4]]},
              "json: a medium that is not bootable")
    tap.equal((items[2]["matches"], read("--strict", "not-bootable.iso")[0]), ([match], 1),
              "json: the label of a medium that is not bootable")
    tap.equal(items[3]["path"], "b.iso", "json: the next medium")
    tap.equal(read("text.iso")[1][0]["error"], {
        "domain": "osinfo-media-error", "code": 0, "message": "No volume descriptors"},
        "json: an error of the library")
    for name, error, known in INCOMPLETE:
        status, (item,) = read(name)
        matches = [found["media"] for found in item.pop("matches")]
        tap.equal((status, item["error"]["message"], matches,
                   {key: item[key] for key in item if key not in ("path", "error", *verdict)}),
                  (253, error, known["matches"], {key: known[key] for key in known if key != "matches"}),
                  f"json: what could be read: {name}")
    tap.equal(read("b.iso")[1][0]["matches"][0]["os"],
              {"id": "http://test.org/b", "short-id": "b", "name": "OS B", "family": None, "distro": None},
              "json: a system without family and distribution")
    tap.equal(read("language.iso")[1][0]["matches"][0]["languages"], ["fr_FR"], "json: language by the label")
    tap.equal(len(read("--all", "neither.iso")[1][0]["matches"]), 2, "json: all matches")
    tap.equal(len(read("neither.iso")[1][0]["matches"]), 1, "json: the best match")

    status, (tree,) = read("--type=tree", "tree", "--defaults")
    defaults = tree["matches"][0].pop("defaults")
    tap.equal(tree, {
        "path": "tree", "error": None, "treeinfo-family": "A", "treeinfo-variant": None,
        "treeinfo-version": "1", "treeinfo-arch": "x86_64", "kernel": "pxe/vmlinuz",
        "initrd": "pxe/initrd", "boot-iso": "boot.iso", "architecture": "x86_64", "claimed": None, "nearest": None,
        "evidence": [{"key": key, "value": value, "where": "treeinfo file"} for key, value in (
            ("treeinfo.family", "A"), ("treeinfo.version", "1"), ("treeinfo.arch", "x86_64"),
            ("treeinfo.kernel", "pxe/vmlinuz"), ("treeinfo.initrd", "pxe/initrd"), ("treeinfo.boot-iso", "boot.iso"))],
        "matches": [{"os": match["os"], "tree": "http://test.org/a:0", "architecture": "x86_64",
                     "variants": match["variants"], "confidence": "label", "family": "linux", "distro": "test",
                     "edition": None, "editions": ["server", "ws"], "build": None, "update": None,
                     "evidence": ["treeinfo.family"], "against": []}]}, "json: a tree")
    tap.equal((defaults["kernel"], defaults["initrd"]), ("pxe/vmlinuz", "pxe/initrd"), "json: kernel of a tree")


def test_defaults(tap, world, detect):
    tap.equal(world.run(detect, "--defaults", "a.iso"), (0, DEFAULTS_PLAIN, ""), "defaults: plain")
    status, output, _ = world.run(detect, "--defaults", "--format=json", "a.iso")
    unknown = {"n-cpus": None, "cpu": None, "ram": None, "storage": None}
    expected = {
        "version": "1", "family": "linux", "distro": "test",
        "release-date": "2020-01-02", "eol-date": "2030-01-02",
        "resources": {
            "minimum": {"n-cpus": 1, "cpu": 1500000000, "ram": 805306368, "storage": 10737418240},
            "recommended": {**unknown, "ram": 2147483648},
            "maximum": unknown,
            "network-install": unknown,
        },
        "firmware": [{"type": "bios", "architecture": "i686", "supported": True}],
        "devices": [{"id": "http://test.org/net", "name": "testnet", "class": "net", "bus-type": "pci",
                     "vendor": None, "vendor-id": None, "product": None, "product-id": None}],
        "kernel": "boot/vmlinuz", "initrd": "boot/initrd", "kernel-url-argument": None,
    }
    tap.equal(json.loads(output)[0]["matches"][0]["defaults"], expected, "defaults: json")
    # of three entries the second tells what the first one does, but for its languages; of a fourth nothing is new
    _, output, _ = world.run(detect, "-a", "--defaults", "alike.iso")
    told = [line for line in output.splitlines() if "Media is" in line or "kernel" in line or "languages" in line]
    tap.equal(told, ["Media is bootable.",
                     "#1: Media is an installer for OS 'OS L (x86_64)'", "#1: kernel: a", "#1: languages: en",
                     "#2: Media is an installer for OS 'OS L (x86_64)'", "#2: kernel: a", "#2: languages: fr_FR",
                     "#4: Media is an installer for OS 'OS L (x86_64)'", "#4: kernel: b", "#4: languages: en"],
              "defaults: entries that tell the same are told once")
    tap.equal(take_notes(world.run(detect, "--defaults", "unknown.iso"))[0], [0, "Media is bootable.\n", ""],
              "defaults: of nothing")


def test_csv(tap, world, detect):
    def read(*arguments):
        _, output, _ = world.run(detect, "--format=csv", *arguments, text=False)
        return list(csv.DictReader(io.StringIO(output.decode(), newline="")))

    rows = read("a.iso", "absent.iso", "unknown.iso")
    tap.equal(rows[0], {
        "path": "a.iso", "bootable": "true", "error": "", "volume-id": "A_1", "system-id": "LINUX",
        "publisher-id": "publisher", "application-id": "an, application", "volume-size": "81920",
        "os": "http://test.org/a", "short-id": "a", "name": "OS A", "family": "linux", "distro": "test",
        "media": "http://test.org/a:0",
        "architecture": "i686", "installer": "true", "live": "false", "variants": "A Server;A WS",
        "languages": "en;fr_FR", "confidence": "label", "edition": "server;ws", "build": "", "update": "",
        "evidence": "iso9660.volume-id", "found-architecture": "", "claimed-family": "", "claimed-version": "",
        "nearest": ""}, "csv: a medium")
    tap.equal([(row["path"], row["bootable"], row["error"] != "", row["os"]) for row in rows[1:]],
              [("absent.iso", "", True, ""), ("unknown.iso", "true", False, "")], "csv: without matches")
    (row,) = read("not-bootable.iso")
    tap.equal((row["bootable"], row["error"], row["os"], row["languages"]),
              ("false", "", "http://test.org/a", "en;fr_FR"), "csv: the label of a medium that is not bootable")
    for name, error, known in INCOMPLETE:
        (row,) = read(name)
        tap.equal((row["error"], row["bootable"], row["volume-id"], row["application-id"], row["media"]),
                  (error, {True: "true", False: "false", None: ""}[known["bootable"]], known["volume-id"] or "",
                   known["application-id"] or "", "".join(known["matches"])), f"csv: what could be read: {name}")
    tap.equal([row["installer"] for row in read("neither.iso", "--all")], ["false", "true"],
              "csv: a line for each match")
    tap.equal(list(read("--type=tree", "tree")[0].values()),
              ["tree", "", "A", "", "1", "x86_64", "http://test.org/a", "a", "OS A", "linux", "test",
               "http://test.org/a:0", "x86_64", "A Server;A WS", "label", "treeinfo.family", "x86_64", "", "", ""],
              "csv: a tree")


class CountingHandler(http.server.SimpleHTTPRequestHandler):
    """Sends files whole and says how many were asked for."""

    requests = 0

    def do_GET(self):
        CountingHandler.requests += 1
        super().do_GET()

    def log_message(self, *_):
        pass


def test_reads(tap, world, detect):
    """Media are opened once: a server is asked once for each. What is no medium is looked at as a disk, too."""
    handler = functools.partial(CountingHandler, directory=str(world.root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name, bootable in (("a.iso", True), ("not-bootable.iso", False), ("text.iso", None)):
            for output_format in ("plain", "json", "csv"):
                CountingHandler.requests = 0
                address = f"http://127.0.0.1:{server.server_port}/{name}"
                status, output, errors = world.run(detect, "--format", output_format, address, **WITHOUT_LEAKS)
                most = 6 if bootable is None else 1
                tap.equal((status, 1 <= CountingHandler.requests <= most), (253 if bootable is None else 0, True),
                          f"reads: {name}, {output_format}", f"{CountingHandler.requests} requests")
        server.shutdown()


class GatedHandler(http.server.SimpleHTTPRequestHandler):
    """Sends a file when what it waits for has happened."""

    asked = {}  # by path, events
    gates = {}

    def do_GET(self):
        GatedHandler.asked.setdefault(self.path, threading.Event()).set()
        if not GatedHandler.gates.get(self.path, OPEN).wait(HANG):
            self.send_error(503)
            return
        super().do_GET()

    def log_message(self, *_):
        pass


OPEN = threading.Event()
OPEN.set()


def test_batch(tap, world, detect):
    """Several are read at a time, and told in their order, each as soon as those before it are."""
    names = ["a.iso", "absent.iso", "unknown.iso", "text.iso", "b.iso", "not-bootable.iso", "variant.iso", "blank.iso"]
    alone = {name: f"{name}:\n" + world.run(detect, name)[1] for name in names}
    handler = functools.partial(GatedHandler, directory=str(world.root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        start = f"http://127.0.0.1:{server.server_port}/"
        # an address makes threads of it on a machine with one processor, too
        for kind, address in (("files", []), ("files and an address", [start + "b.iso"])):
            listed = [names[i * 5 % len(names)] for i in range(200)]
            expected = "".join(alone[name] for name in listed)
            expected += "".join(f"{name}:\n{MEDIA_B}" for name in address)
            status, output, errors = world.run(detect, *listed, *address, **WITHOUT_LEAKS)
            tap.equal((status, output), (253, expected), f"batch: {kind}")
            tap.equal(errors.count("absent.iso"), 2 * listed.count("absent.iso"), f"batch: {kind}: errors")
            status, output, _ = world.run(detect, "--format=json", *listed, *address, **WITHOUT_LEAKS)
            tap.equal([item["path"] for item in json.loads(output)], listed + address, f"batch: {kind}: json")
        # threads have no use for what a process must not open
        status, output, _ = world.run("/bin/sh", "-c", f'ulimit -n 16; exec "{detect}" {" ".join([start + "b.iso"] * 20)}', **WITHOUT_LEAKS)
        tap.equal((status, output), (0, f"{start}b.iso:\n{MEDIA_B}" * 20), "batch: few descriptors")
        # who is asked first answers when the second is asked, too
        GatedHandler.gates["/a.iso"] = GatedHandler.asked["/variant.iso"] = threading.Event()
        status, output, errors = world.run(detect, start + "a.iso", start + "variant.iso", **WITHOUT_LEAKS)
        tap.equal((status, output.count("Media is bootable.")), (0, 2), "batch: two servers at a time", errors)
        # the second one answers when the first is told
        GatedHandler.gates = {"/variant.iso": threading.Event()}
        environment = {**world.environment, **WITHOUT_LEAKS}
        with subprocess.Popen([detect, start + "b.iso", start + "variant.iso"], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as process:
            first = [process.stdout.readline() for _ in range(3)]
            GatedHandler.gates["/variant.iso"].set()
            rest = process.stdout.read()
        tap.equal("".join(first), f"{start}b.iso:\n{MEDIA_B}", "batch: told as soon as may be")
        tap.ok(rest.startswith(f"{start}variant.iso:\nMedia is bootable.\n"), "batch: and the rest", rest)
        server.shutdown()


def test_bad_database(tap, world, detect):
    folder = world.path("bad")
    make_database(folder)
    write_entity(folder, "os", "http://test.org/bad", "").write_text("<libosinfo>")
    status, output, errors = world.run(detect, "b.iso", OSINFO_SYSTEM_DIR=folder)
    tap.ok((status, output) == (0, MEDIA_B) and errors.startswith("Error loading OS data: ")
           and errors.count("\n") == 1, "goes on with what could be loaded", status, output, errors)
    status, output, errors = world.run(detect, "b.iso", OSINFO_STORE="strict",
                                       XDG_CACHE_HOME=world.path("no-cache"))
    tap.ok((status, output) == (0, "Media is bootable.\n") and errors.startswith("Error loading OS data: "),
           "goes on with nothing", status, output, errors)
    for arguments, expected, text in (([], 0, "Media is bootable.\n"), (["--strict"], 1, "Media is bootable.\n"),
                                      (["--type=tree"], 253, "")):
        status, output, errors = world.run(detect, *arguments, "b.iso", OSINFO_SYSTEM_DIR=world.path("absent"))
        lines = errors.splitlines()
        tap.ok((status, output, len(lines)) == (expected, text, 2 if expected == 253 else 1)
               and lines[0].startswith(f"There is no OS data in '{world.path('absent')}', ")
               and "'osinfo-db-import --latest'" in lines[0], f"no database: {arguments}", status, output, errors)


def read_labels():
    path = Path(__file__).resolve().parents[2] / "osinfo-db" / "labels.tsv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["eltorito"] == "yes"]


def test_oracle(tap, world, detect):
    reason = find_established("osinfo-detect")
    labels = read_labels()
    if reason is not None or not labels:
        tap.skip("the established program's answers", reason or "no labels")
        return
    for arguments in SAME_AS_ESTABLISHED:
        ours = take_notes(without_root(world, world.run(detect, *arguments)))[0]
        if IS_SANITIZED:
            tap.ok(ours[0] is not None and ours[0] >= 0, f"oracle: ends by itself with {arguments}", ours)
            continue
        theirs = without_root(world, world.run_established("osinfo-detect", *arguments))
        tap.equal(ours, theirs, f"oracle: {arguments}")

    wanted = int(os.environ.get("OSINFO_ORACLE_LABELS", len(share(range(40)))))
    step = max(1, len(labels) // wanted) if wanted > 0 else 1
    folder = world.path("labels")
    folder.mkdir()
    names = []
    for row in labels[::step]:
        size = int(row["size"]) if row["size"] else 81920
        name = folder / f"{len(names):04}.iso"
        write_image(name, row["volume"], row["system"], row["publisher"], row["application"], size)
        names.append(name)
    database = {"OSINFO_SYSTEM_DIR": ESTABLISHED_DATABASE}
    _, output, _ = world.run(detect, "--format=json", "--all", folder, **database)
    items = json.loads(output)
    tap.equal([item["path"] for item in items], [str(name) for name in names], "oracle: all labels are answered")
    for item in items:
        if len(item["matches"]) > 1:
            continue
        ours = take_notes(world.run(detect, item["path"], **database))[0]
        # the established program does not tell of these
        ours[1] = re.sub(r"^.* is not in the database; nearest relative: .*\n", "", ours[1], flags=re.MULTILINE)
        if IS_SANITIZED:
            tap.equal((ours[0], ours[2]), (0, ""), f"oracle: ends well with {item['volume-id']}")
            continue
        theirs = list(world.run_established("osinfo-detect", item["path"], **database))
        tap.equal(ours, theirs, f"oracle: {item['volume-id']}")


def main():
    detect = find_program("osinfo-detect")
    if detect is None:
        print("1..0 # SKIP osinfo-detect is not built")
        return 0
    tap = Tap()
    world = World()
    make_database(world.path("system"))
    make_samples(world.root)
    test_cases(tap, world, detect)
    test_unknown(tap, world, detect)
    test_standard_input(tap, world, detect)
    test_json(tap, world, detect)
    test_defaults(tap, world, detect)
    test_csv(tap, world, detect)
    test_reads(tap, world, detect)
    test_batch(tap, world, detect)
    test_bad_database(tap, world, detect)
    test_oracle(tap, world, detect)
    return tap.finish()


sys.exit(main())
