#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The scripts of osinfo-db/update: new releases, new media, what is missing, what collides, on a small database of
systems that do not exist. What new-release.py makes of the real families is held against the schema. Prints TAP;
cases that need the library of the build tree, xmllint or xorriso are skipped without."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from update_case import (
    FILES,
    HERON_3,
    HERON_4,
    HERON_5,
    HERON_5_CHECKLIST,
    HERON_UNKNOWN,
    IBIS_64,
    IBIS_65,
    LABELS,
    LABEL_COLUMNS,
    TREES,
    MAKE_SAMPLE,
    ROOT,
    STORK_10_3,
    STORK_9_5,
    UPDATE,
    Skip,
    World,
    equal,
    need_library,
    run_tests,
)


# new-release


def test_release_whole_text(world):
    output = world.run("new-release", "heron", "5", "--date", "2025-03-01")
    equal(world.read("example.org/heron-5.xml"), HERON_5)
    path = world.data / "os" / "example.org" / "heron-5.xml"
    expected = f"DATA/os/example.org/heron-5.xml: made from heron-4.xml\n{HERON_5_CHECKLIST}"
    equal(output.replace(str(world.data), "DATA"), expected, "checklist")
    equal(path.stat().st_mode & 0o777, 0o644, "mode")


def test_release_dry_run(world):
    output = world.run("new-release", "heron", "5", "--date", "2025-03-01", "--dry-run")
    equal(output, HERON_5)
    assert HERON_5_CHECKLIST.replace("DATA", str(world.data)) in world.errors, world.errors
    assert not (world.data / "os" / "example.org" / "heron-5.xml").exists()


def test_release_codename(world):
    world.run("new-release", "heron", "5", "--date", "2025-03-01", "--codename", "Cedar Tree")
    expected = HERON_5.replace("CODENAME", "cedar")
    for before, added in (
        ("    <short-id>heron5</short-id>\n", "    <short-id>heroncedar</short-id>\n"),
        ("    <version>5</version>\n", "    <codename>Cedar Tree</codename>\n"),
    ):
        expected = expected.replace(before, before + added)
    equal(world.read("example.org/heron-5.xml"), expected)


def test_release_newer_line(world):
    world.run("new-release", "stork", "10.3", "--date", "2025-03-01")
    equal(world.read("example.net/stork-10.3.xml"), STORK_10_3)


def test_release_older_line(world):
    world.run("new-release", "stork", "9.5", "--date", "2025-03-01")
    equal(world.read("example.net/stork-9.5.xml"), STORK_9_5)


def test_release_new_line(world):
    output = world.run("new-release", "stork", "11.0", "--date", "2025-03-01")
    assert "made from stork-10.2.xml" in output, output
    text = world.read("example.net/stork-11.0.xml")
    assert '<upgrades id="http://example.net/stork/10.2"/>' in text, text
    assert "^STORK[-_]11[-_]0([-_]" in text and "install110.iso" in text, text


def test_release_like_architecture(world):
    output = world.run("new-release", "example.com/ibis", "65", "--date", "2025-03-01", "--codename", "Dry Echo")
    equal(world.read("example.com/ibis-65.xml"), IBIS_65)
    assert "taken over as they are\n      derives-from http://example.org/heron/3\n      clones http" in output, output


def test_release_from(world):
    world.run("new-release", "stork", "11.0", "--date", "2025-03-01", "--from", "stork9sp4")
    assert '<upgrades id="http://example.net/stork/9.4"/>' in world.read("example.net/stork-11.0.xml")


def test_release_short_id(world):
    """The id says less than the version."""
    ibis = IBIS_64.replace("<version>64<", "<version>64.0<")
    (world.data / "os" / "example.com" / "ibis-64.xml").write_text(ibis, encoding="utf-8")
    world.run("new-release", "ibis", "65", "--date", "2025-03-01", "--codename", "Dry Echo")
    equal(world.read("example.com/ibis-65.xml"), IBIS_65)


RELEASE_ERRORS = (
    (("finch", "1"), "no family 'finch'"),
    (("heron", "4"), "'DATA/os/example.org/heron-4.xml' exists already"),
    (("heron", "2"), "no release of 'heron' is before 2 (known: 3, 4): use --from"),
    (("heron", "five"), "'five' is no version of a release: numbers and points"),
    (("heron", "../5"), "'../5' is no version of a release: numbers and points"),
    (("heron", "5", "--date", "2025-02-30"), "'2025-02-30' is no date: write YYYY-MM-DD"),
    (("heron", "5", "--date", "20250201"), "'20250201' is no date: write YYYY-MM-DD"),
    (("heron", "5", "--date", "2022-02-01"), "2022-02-01 is before the release of heron4, 2023-02-01"),
    (("heron", "5", "--from", "finch1"), "no system is called 'finch1'"),
    (("heron", "5", "--from", "ibis64"), "'ibis64' is of another family: example.com/ibis"),
    (("heron", "5", "--from", "heron-unknown"), "'heron-unknown' has no version to start from"),
    (("heron", "5", "--codename", "<a>"), "'<a>' is no codename"),
)


def test_release_errors(world):
    for arguments, message in RELEASE_ERRORS:
        date = () if "--date" in arguments else ("--date", "2025-03-01")
        world.fails("new-release", *arguments, *date, says=message)
    world.run("new-release", "finch", "1", "--date", "2025-03-01", status=2)
    assert "families:\nheron ibis stork\n" in world.errors, world.errors


BAD_FILES = (
    ("<libosinfo>", "DATA/os/example.org/bad.xml:1: no element found"),
    ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DATA/os/example.org/bad.xml:1: a document type is not allowed"),
    ("<a>" * 100, "DATA/os/example.org/bad.xml:1: elements are nested too deeply"),
    (HERON_3, "DATA/os/example.org/heron-3.xml:4: 'http://example.org/heron/3' is also in 'DATA/os/example.org/bad.xml'"),
)


def test_bad_files(world):
    for text, message in BAD_FILES:
        (world.data / "os" / "example.org" / "bad.xml").write_text(text, encoding="utf-8")
        world.fails("new-release", "heron", "5", "--date", "2025-03-01", says=message)
        world.fails("report-missing", says=message)


def test_no_database(world):
    shutil.rmtree(world.data)
    world.fails("new-release", "heron", "5", "--date", "2025-03-01", says="'DATA' is no database: it has no folder 'os'")


def test_real_families(world):
    """Of each family the release after the last one: valid, and nothing of the old one but relations."""
    if shutil.which("xmllint") is None:
        raise Skip("xmllint is not installed")
    program = """
import importlib.util, re, sys
from pathlib import Path
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
specification = importlib.util.spec_from_file_location("new_release", sys.argv[1] + "/new-release.py")
new_release = importlib.util.module_from_spec(specification)
specification.loader.exec_module(new_release)
systems = new_release.read_systems(sys.argv[2])
for (vendor, product), family in new_release.find_families(systems).items():
    last = max(family, key=lambda one: new_release.get_sort_key(one.version))
    numbers = list(re.finditer("[0-9]+", last.version))
    if last.version not in last.id:
        continue
    version = last.version[:numbers[-1].start()] + str(int(numbers[-1][0]) + 1) + last.version[numbers[-1].end():]
    previous = new_release.find_previous(family, version)
    assert previous is last, (last.id, previous.id)
    draft = new_release.Draft(previous, family, systems, version, "2040-01-01", None)
    text = draft.make()
    Path(sys.argv[3], f"{vendor}-{product}.xml").write_text(text, encoding="utf-8")
    root = new_release.File("new", text).root.find("os")
    assert root.get("id").endswith("/" + version) or version in root.get("id"), root.get("id")
    assert root.value("version") == version and root.value("release-date") == "2040-01-01", root.get("id")
    assert root.value("short-id") not in previous.short_ids, root.get("id")
    assert not any(root.find(tag) for tag in ("codename", "eol-date", "release-status"))
    for kind in ("media", "tree", "image"):
        assert len(root.find_all(kind)) == len(previous.element.find_all(kind)), (root.get("id"), kind)
"""
    made = world.folder / "made"
    made.mkdir()
    run = subprocess.run(
        ["/usr/bin/python3", "-c", program, str(UPDATE), str(ROOT / "data"), str(made)], capture_output=True, encoding="utf-8"
    )
    equal(run.returncode, 0, run.stderr)
    files = sorted(map(str, made.iterdir()))
    assert len(files) >= 3, files
    check = subprocess.run(
        ["xmllint", "--nonet", "--noout", "--relaxng", str(ROOT / "schema" / "osinfo.rng"), *files],
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    equal(check.returncode, 0, check.stderr)


# add-medium

HERON_MEDIA = """    <media arch="aarch64">
      <variant id="full"/>
      <iso>
        <volume-id>^Heron (4\\.[0-9]+\\.[0-9]+|birch-[^ ]+) aarch64 [4-9]$</volume-id>
      </iso>
    </media>
"""


def test_medium_label(world):
    need_library()
    output = world.run("add-medium", "--os", "heronbirch", "--volume", "Heron 4.9.1 aarch64 5")
    equal(output, HERON_MEDIA + "heron4\taarch64\t\t\tHeron 4.9.1 aarch64 5\t\t\tyes\t\t\n")
    equal(
        world.errors,
        "label: volume-id='Heron 4.9.1 aarch64 5'\nnot recognised\n"
        "follows media 0 of heron4: check what was taken over from there\n",
        "messages",
    )
    equal(world.read("example.org/heron-4.xml"), HERON_4)


def test_medium_image(world):
    need_library()
    image = world.folder / "sample.iso"
    made = subprocess.run([str(MAKE_SAMPLE), str(image), "Heron 4.9.1 aarch64 5", "LINUX"], capture_output=True)
    if made.returncode == 77:
        raise Skip("xorriso is not installed")
    equal(made.returncode, 0, made.stderr)
    output = world.run("add-medium", "--os", "heron4", image, "--write", "--url", "https://example.org/a?b&c")
    equal(output, "", "standard output")
    element = HERON_MEDIA.replace("      <iso>", "      <url>https://example.org/a?b&amp;c</url>\n      <iso>")
    equal(world.read("example.org/heron-4.xml"), HERON_4.replace("    <tree arch", f"{element}\n    <tree arch"))
    row = f"heron4\taarch64\t{image.stat().st_size}\tLINUX\tHeron 4.9.1 aarch64 5\t\t\tyes\t\t"
    equal(world.rows(), [LABELS[0], LABELS[1], row, LABELS[2]], "rows")
    # what is there is not added again
    before = world.read("example.org/heron-4.xml")
    world.run("add-medium", image, "--write")
    assert "recognised as heron4 (aarch64)\nnothing to add to" in world.errors, world.errors
    assert "has the row already" in world.errors, world.errors
    equal(world.read("example.org/heron-4.xml"), before)
    equal(len(world.rows()), 4, "rows")


def test_medium_first(world):
    """The first medium of a system stands where the schema wants it; its version's last number is general."""
    need_library()
    world.run("add-medium", "--os", "ibis64", "--volume", "IBIS 64.3 (amd64)", "--write")
    element = """
    <media arch="x86_64">
      <iso>
        <volume-id>^IBIS 64\\.[0-9]+ \\(amd64\\)$</volume-id>
      </iso>
    </media>

"""
    mark = '    <clones id="http://example.org/heron/3"/>\n'
    equal(world.read("example.com/ibis-64.xml"), IBIS_64.replace(mark, mark + element))
    equal(world.rows()[2], "ibis64\tx86_64\t\t\tIBIS 64.3 (amd64)\t\t\tyes\t\t", "row")


def test_medium_collisions(world):
    need_library()
    world.run("add-medium", "--os", "stork10sp2", "--volume", "Heron 9.1 x86_64 1")
    assert "recognised as heron-unknown (all)\n" in world.errors, world.errors
    assert "warning: the label is also one of heron-unknown\n" in world.errors, world.errors
    # the label itself is nobody's, what its expression allows is
    world.run("add-medium", "--os", "ibis64", "--arch", "x86_64", "--volume", "no such label")
    assert "warning" not in world.errors, world.errors
    files, _labels = make_wide("^Heron 4\\.[0-9]+\\.[0-8]+ s390x 5$")
    (world.data / "os" / "example.org" / "heron-3.xml").write_text(files["example.org/heron-3.xml"], encoding="utf-8")
    world.run("add-medium", "--os", "heron4", "--volume", "Heron 4.2.9 s390x 5")
    assert "not recognised" in world.errors, world.errors
    assert "warning: the expression also fits labels of heron3: 'Heron 4." in world.errors, world.errors


TREEINFO = """[general]
family = Heron
version = 4.8
arch = aarch64

[images-aarch64]
kernel = boot/Image
initrd = boot/initrd
"""


def test_medium_tree(world):
    need_library()
    path = world.folder / ".treeinfo"
    path.write_text(TREEINFO, encoding="utf-8")
    expected = """    <tree arch="aarch64">
      <treeinfo>
        <family>^Heron$</family>
        <version>^4(\\.[0-9]+)*$</version>
        <arch>^aarch64$</arch>
      </treeinfo>
    </tree>
"""
    row = "heron4\taarch64\tHeron\t\t4.8\taarch64\tboot/Image\tboot/initrd\t\t"
    equal(world.run("add-medium", "--os", "heron4", "--treeinfo", path), expected + row + "\n")
    world.run("add-medium", "--os", "heron4", "--treeinfo", "-", "--write", text=TREEINFO)
    equal(world.read("example.org/heron-4.xml"), HERON_4.replace("    <resources", f"{expected}\n    <resources"))
    equal(world.rows("treeinfo.tsv"), [TREES[0], row], "rows")


MEDIUM_ERRORS = (
    ((), "name an image, a treeinfo, or what the label says (--volume …): one of them"),
    (("a.iso", "--volume", "b"), "name an image, a treeinfo, or what the label says (--volume …): one of them"),
    (("--volume", "b"), "not recognised: name the system with --os"),
    (("--volume", "b", "--os", "finch1"), "no system is called 'finch1'"),
    (("--volume", "b", "--os", "heron4"), "the label does not say its architecture: use --arch"),
    (("--volume", "b x86_64", "--os", "heron4", "--variant", "c"), "'heron4' has no variant 'c'"),
    (("--volume", "b", "--size", "-1"), "--size '-1' is no number of bytes"),
    (("--size", "5"), "the medium does not say what it is of"),
    (("no-such.iso",), "cannot read 'no-such.iso': No such file or directory"),
    (("--treeinfo", "no-such"), "cannot read 'no-such': No such file or directory"),
    (("--os", "heron4", "--volume", "a\tx86_64"), "'volume' holds a tab or a line break: ''a\\tx86_64''"),
)


def test_medium_errors(world):
    need_library()
    for arguments, message in MEDIUM_ERRORS:
        world.fails("add-medium", *arguments, says=message)
    world.run("add-medium", "--treeinfo", "-", text="nonsense", status=2)
    assert world.errors.startswith("add-medium.py: cannot read the treeinfo: "), world.errors


# report-missing

# gap, system, line, detail
MISSING = (
    ("dead-relation", "ibis64", 11, "clones http://example.org/egret/1"),
    ("dead-relation", "stork9sp3", 9, "upgrades http://example.net/stork/9.2"),
    ("dead-relation", "stork9sp3", 10, "derives-from http://example.net/stork/9.0"),
    ("dead-relation", "stork9sp4", 10, "derives-from http://example.net/stork/9.0"),
    ("dead-relation", "stork10sp2", 10, "derives-from http://example.net/stork/9.0"),
    ("no-end-of-life", "heron3", 11, "released 2021-02-01"),
    ("no-entries", "heron3", 4, "no media, no tree, no image"),
    ("no-resources", "ibis64", 4, "no resources, not inherited either"),
    ("no-resources", "stork9sp3", 4, "no resources, not inherited either"),
    ("no-resources", "stork9sp4", 4, "no resources, not inherited either"),
    ("no-resources", "stork10sp2", 4, "no resources, not inherited either"),
    ("no-resources", "heron3", 4, "no resources, not inherited either"),
    ("no-firmware", "ibis64", 4, "no firmware, not inherited either"),
    ("no-firmware", "heron3", 4, "no firmware, not inherited either"),
    ("no-firmware", "heron4", 5, "no firmware, not inherited either"),
    ("no-firmware", "heron-unknown", 4, "no firmware, not inherited either"),
    ("unused-variant", "heron4", 29, "variant unused"),
    ("no-expression", "heron-unknown", 14, "media 0 (all)"),
    ("never-matched", "stork9sp3", 15, "media 0 (ppc64) ^STORK[-_]9[-_]3([-_][0-9]+)?[-_]ppc(64(le)?)?$"),
    ("never-matched", "stork10sp2", 16, "media 0 (ppc64) ^STORK[-_]10[-_]2([-_][0-9]+)?[-_]ppc(64(le)?)?$"),
)


# A day too early, the day, other years; what is not released yet has no end.
END_OF_LIFE = (
    (("--today", "2026-01-31"), []),
    (("--today", "2026-02-01"), ["heron3"]),
    (("--today", "2024-06-01", "--years", "2"), ["stork9sp3", "heron3"]),
    (("--today", "2030-01-01", "--years", "1"), ["stork9sp3", "stork9sp4", "heron3"]),
    (("--today", "2030-01-01", "--years", "1", "--os", "stork9sp4"), ["stork9sp4"]),
)


def make_gaps(folder):
    files = dict(FILES)
    files["example.com/ibis-64.xml"] = IBIS_64.replace('clones id="http://example.org/heron/3', 'clones id="http://example.org/egret/1')
    files["example.org/heron-unknown.xml"] = HERON_UNKNOWN.replace(
        "        <volume-id>^Heron ([5-9]|[1-9][0-9])\\.</volume-id>", "        <l10n-language>de_DE</l10n-language>"
    )
    return World(folder, files)


def test_missing(world):
    world = make_gaps(world.folder / "gaps")
    gaps = json.loads(world.run("report-missing", "--today", "2026-02-01", "--format", "json"))
    found = [(gap["gap"], gap["os"], gap["line"], gap["detail"]) for gap in gaps]
    for one in found:
        assert one in MISSING, f"{one} is not expected"
    equal(found, list(MISSING), "gaps")
    assert all(Path(gap["file"]).is_file() for gap in gaps)


def test_missing_text(world):
    world = make_gaps(world.folder / "gaps")
    output = world.run("report-missing", "--today", "2026-02-01", "--only", "no-end-of-life", "--only", "unused-variant")
    equal(
        output,
        "no-end-of-life: no end of life years after the release\n  heron3 (heron-3.xml:11): released 2021-02-01\n\n"
        "unused-variant: variants that nothing refers to\n  heron4 (heron-4.xml:29): variant unused\n\n"
        "     1 no-end-of-life in 1 systems\n     1 unused-variant in 1 systems\n",
    )
    for options, expected in END_OF_LIFE:
        gaps = json.loads(world.run("report-missing", "--only", "no-end-of-life", "--format", "json", *options))
        equal([gap["os"] for gap in gaps], expected, options)
    # what says that none is announced has no gap
    path = world.data / "os" / "example.org" / "heron-3.xml"
    none = '    <lifecycle><phase kind="security" end="none"/></lifecycle>\n  </os>'
    path.write_text(path.read_text(encoding="utf-8").replace("  </os>", none), encoding="utf-8")
    gaps = json.loads(world.run("report-missing", "--only", "no-end-of-life", "--format", "json", "--today", "2026-02-01"))
    equal(gaps, [], "none is announced")


MISSING_ERRORS = (
    (("--today", "yesterday"), "'yesterday' is no date: write YYYY-MM-DD"),
    (("--years", "-1"), "--years -1: 0 to 100"),
    (("--os", "finch1"), "no system is called 'finch1'"),
)


def test_missing_errors(world):
    for arguments, message in MISSING_ERRORS:
        world.fails("report-missing", *arguments, says=message)
    world.write_table("labels.tsv", LABEL_COLUMNS, ["heron4\tx86_64"])
    world.fails("report-missing", says=f"{world.tables}/labels.tsv:2: 2 columns instead of 10")
    world.write_table("labels.tsv", LABEL_COLUMNS[:-1], [])
    world.fails("report-missing", says=f"{world.tables}/labels.tsv:1: no column 'accept'")


# report-machines

MACHINE_FILES = {
    "example.org/heron-1.xml": """<libosinfo version="0.0.1">
  <os id="http://example.org/heron/1">
    <short-id>heron1</short-id>
    <release-date>2010-01-01</release-date>
    <firmware arch="x86_64" type="bios"/>
    <firmware arch="x86_64" type="efi" supported="false" status="unknown"/>
    <machine>
      <tpm status="unknown"/>
      <clock base="utc"/>
    </machine>
    <machine arch="x86_64">
      <tpm status="supported"/>
    </machine>
    <media arch="x86_64"/>
  </os>
</libosinfo>
""",
    "example.org/heron-2.xml": """<libosinfo version="0.0.1">
  <os id="http://example.org/heron/2">
    <short-id>heron2</short-id>
    <derives-from id="http://example.org/heron/1"/>
    <release-date>2020-01-01</release-date>
    <firmware arch="x86_64" type="efi"/>
    <media arch="x86_64"/>
    <media arch="aarch64"/>
  </os>
</libosinfo>
""",
}

# Options, and what is said of a fact: stated, unknown, nothing.
MACHINES = (
    ((), "bios", (2, 0, 0)),
    ((), "efi", (1, 1, 0)),
    ((), "tpm", (2, 1, 0)),
    ((), "clock", (3, 0, 0)),
    ((), "secure-boot", (0, 0, 3)),
    (("--since", "2015-01-01"), "tpm", (1, 1, 0)),
    (("--arch", "aarch64"), "tpm", (0, 1, 0)),
)


def test_machines(world):
    world = World(world.folder / "machines", MACHINE_FILES)
    for options, fact, expected in MACHINES:
        report = json.loads(world.run("report-machines", "--format", "json", *options))
        equal(tuple(report["counts"][fact].values()), expected, (options, fact))
        equal(report["gaps"], [], options)
    report = json.loads(world.run("report-machines", "--format", "json", "--fact", "efi"))
    equal(report["gaps"], [{"fact": "efi", "os": "heron1", "arch": "x86_64", "state": "unknown"}], "gaps")
    equal(list(report["counts"]), ["efi"], "facts")
    equal(
        world.run("report-machines", "--fact", "tpm"),
        "heron2 on aarch64: unknown\nfact             stated  unknown  nothing\ntpm                   2        1        0\n",
        "text",
    )
    world.fails("report-machines", "--arch", "abacus", says="no system runs on 'abacus'")
    world.fails("report-machines", "--since", "soon", says="'soon' is no date: write YYYY-MM-DD")


# report-collisions


def test_collisions_none(world):
    need_library()
    world.run("report-collisions", "--strict")
    equal(json.loads(world.run("report-collisions", "--format", "json")), [], "pairs")


def make_wide(expression, accept=""):
    files = dict(FILES)
    media = f"""    <media arch="all">
      <iso>
        <volume-id>{expression}</volume-id>
      </iso>
    </media>
"""
    files["example.org/heron-3.xml"] = HERON_3.replace("  </os>", media + "  </os>")
    return files, (LABELS[0] + accept, *LABELS[1:])


def test_collisions(world):
    need_library()
    files, labels = make_wide("^Heron 9\\.1")
    world = World(world.folder / "unknown", files, labels)
    pairs = json.loads(world.run("report-collisions", "--strict", "--format", "json", status=1))
    equal([pair["systems"] for pair in pairs], [["heron3", "heron-unknown"]], "pairs")
    equal(pairs[0]["example"], {"volume-id": "Heron 9.1 x86_64 1"}, "example")
    equal((pairs[0]["known"], pairs[0]["kind"], pairs[0]["from"]), (False, "media", "labels.tsv:2"), "pair")
    output = world.run("report-collisions")
    pair = "  heron3 heron-unknown: volume-id='Heron 9.1 x86_64 1' (from labels.tsv:2)\n"
    assert output.startswith("unknown pairs, media:\n" + pair), output
    assert output.endswith("1 unknown pairs, 0 known\n"), output
    output = world.run("report-collisions", "--strict", "--format", "json", "--os", "stork9sp4")
    equal(json.loads(output), [], "pairs of stork")


def test_collisions_sampled(world):
    """No row bears the label: it comes from an expression, and is the same on each run."""
    need_library()
    files, labels = make_wide("^Heron 7\\.[0-9]{3} [a-f]+$")
    world = World(world.folder / "sampled", files, labels)
    first = world.run("report-collisions", "--strict", status=1)
    assert "heron3 heron-unknown: volume-id='Heron 7." in first and "(from heron3)" in first, first
    equal(world.run("report-collisions"), first)


def test_collisions_known(world):
    need_library()
    files, labels = make_wide("^Heron 9\\.1", accept="heron3")
    world = World(world.folder / "known", files, labels)
    output = world.run("report-collisions", "--strict")
    assert output.startswith("known pairs, media:\n  heron3 heron-unknown: "), output
    assert output.endswith("0 unknown pairs, 1 known\n"), output


# windows-labels


def test_windows_labels(world):
    """What the database says of Windows is what the table makes; what was changed by hand is told, then mended."""
    names = Path("os") / "microsoft.com"
    shutil.copytree(ROOT / "data" / names, world.data / names)
    equal(world.run("windows-labels", "--check"), "", "differences")
    changed = world.data / names / "win-11.xml"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("_DV9$", "_DV8$"), encoding="utf-8")
    equal(world.run("windows-labels", "--check", status=1), f"{changed}: is not what the table says\n")
    equal(world.run("windows-labels"), f"{changed}: changed\n")
    equal(changed.read_text(encoding="utf-8"), text)
    changed.write_text("\n".join(line for line in text.split("\n") if "media" not in line), encoding="utf-8")
    world.fails("windows-labels", says="'DATA/os/microsoft.com/win-11.xml' has no media that could be exchanged")


def test_samples(world):
    """Every construct that expressions of the database use gives texts that fit."""
    program = """
import re, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from expressions import adapt, make_samples, split
for expression in (
    r"^a[0-9]{2,}$",
    r"^(?!N?(EN|DE))[A-Z]{2}$",
    r"^[^ -z]?x|y$",
    r"^(a|b|)c\\1$",
    r"^(?:x.*)+\\.\\d\\w\\s$",
    r"^a+?b*?c??$",
    r"^(6(4)?)?$",
):
    samples = make_samples(expression)
    assert samples and all(re.search(expression, one) for one in samples), (expression, samples)
    assert len(set(samples)) == len(samples)
assert set(make_samples("^(" + "|".join(map(str, range(40))) + ")$")) == set(map(str, range(40)))
assert make_samples("^a(?!a)a(?<!a)$") == []
assert split(r"^a\\.[^]x]+(b(c)|\\))*d{2}$") == ["^", "a", r"\\.", "[^]x]+", r"(b(c)|\\))*", "d{2}", "$"]
for expression, text, expected in (
    (r"^A 1\\.[0-9]+ x$", "A 1.7 yy", r"^A 1\\.[0-9]+ yy$"),
    (r"^A(-[0-9]+)?$", "A-", r"^A-(-[0-9]+)?$"),
    (r"^A", "A-build 7", "^A"),
    (r"^B$", "B.", r"^B\\.$"),
    (r"^B|C$", "B(1)", r"^B\\(1\\)$"),
):
    found = adapt(expression, text)[1]
    assert found == expected and re.search(found, text), (expression, text, found)
"""
    run = subprocess.run(["/usr/bin/python3", "-c", program, str(UPDATE)], capture_output=True, encoding="utf-8")
    equal(run.returncode, 0, run.stderr)


def test_help(world):
    for script in ("new-release", "new-vendor", "add-medium", "report-missing", "report-machines", "report-collisions", "unknown", "windows-labels"):
        output = world.run(script, "--help")
        assert f"examples:\n  osinfo-db/update/{script}.py" in output, output


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
