# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of osinfo-db/update share: a small database of systems that do not exist, the scripts run on it, TAP."""

import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
UPDATE = ROOT / "osinfo-db" / "update"
MAKE_SAMPLE = ROOT / "tests" / "isodata" / "make-sample.sh"

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<libosinfo version="0.0.1">
"""

# A system with code names, point releases and labels that hold both.
HERON_3 = HEAD + """  <os id="http://example.org/heron/3">
    <short-id>heron3</short-id>
    <short-id>heronash</short-id>
    <name>Heron 3</name>
    <version>3</version>
    <codename>ash</codename>
    <vendor>Example Project</vendor>
    <release-date>2021-02-01</release-date>
  </os>
</libosinfo>
"""
HERON_4 = HEAD + """  <!-- A comment stays. -->
  <os id="http://example.org/heron/4">
    <short-id>heron4</short-id>
    <short-id>heronbirch</short-id>
    <short-id>heron-latest</short-id>
    <name>Heron 4</name>
    <version>4</version>
    <codename>Birch Tree</codename>
    <vendor>Example Project</vendor>
    <family>linux</family>
    <distro>heron</distro>
    <upgrades id="http://example.org/heron/3"/>
    <derives-from id="http://example.org/heron/3"/>
    <release-date>2023-02-01</release-date>
    <eol-date>2026-02-01</eol-date>
    <lifecycle>
      <!-- The letter of birches. -->
      <source>https://example.org/4</source>
      <phase kind="standard" end="2024-02-01"/>
      <phase kind="extended" end="2033-02-01" paid="true" name="Heron 4 Long"/>
    </lifecycle>

    <variant id="full">
      <name>Heron 4 LTS &amp; more</name>
    </variant>
    <variant id="unused">
      <name>Heron 4</name>
    </variant>
    <identity scheme="os-release" scope="later">
      <product>heron</product>
      <version>{version}</version>
    </identity>
    <identity scheme="libguestfs">
      <product>bird</product>
      <version>4.0</version>
    </identity>

    <media arch="x86_64">
      <variant id="full"/>
      <url>https://example.org/birch/4.7.0/heron-4.7.0-x86_64-DVD-1.iso</url>
      <iso>
        <!-- The size tells it from other media of the same label. -->
        <volume-id>^Heron (4\\.[0-9]+\\.[0-9]+|birch-[^ ]+) x86_64 [4-9]$</volume-id>
        <volume-size>81920</volume-size>
      </iso>
      <kernel>install.44/vmlinuz</kernel>
    </media>

    <tree arch="x86_64">
      <treeinfo>
        <family>^Heron$</family>
        <version>^4(\\.[0-9]+)*$</version>
        <arch>^x86_64$</arch>
      </treeinfo>
    </tree>

    <resources arch="all">
      <minimum>
        <n-cpus>4</n-cpus>
      </minimum>
    </resources>
  </os>
</libosinfo>
"""
HERON_5 = HEAD + """  <!-- A comment stays. -->
  <os id="http://example.org/heron/5">
    <short-id>heron5</short-id>
    <name>Heron 5</name>
    <version>5</version>
    <vendor>Example Project</vendor>
    <family>linux</family>
    <distro>heron</distro>
    <upgrades id="http://example.org/heron/4"/>
    <derives-from id="http://example.org/heron/4"/>
    <release-date>2025-03-01</release-date>

    <variant id="full">
      <name>Heron 5 LTS &amp; more</name>
    </variant>
    <variant id="unused">
      <name>Heron 5</name>
    </variant>

    <media arch="x86_64">
      <variant id="full"/>
      <url>https://example.org/CODENAME/5.0.0/heron-5.0.0-x86_64-DVD-1.iso</url>
      <iso>
        <volume-id>^Heron (5\\.[0-9]+\\.[0-9]+|CODENAME-[^ ]+) x86_64 [4-9]$</volume-id>
      </iso>
      <kernel>install.44/vmlinuz</kernel>
    </media>

    <tree arch="x86_64">
      <treeinfo>
        <family>^Heron$</family>
        <version>^5(\\.[0-9]+)*$</version>
        <arch>^x86_64$</arch>
      </treeinfo>
    </tree>

    <resources arch="all">
      <minimum>
        <n-cpus>4</n-cpus>
      </minimum>
    </resources>
  </os>
</libosinfo>
"""
HERON_5_CHECKLIST = """check by hand:
[ ] other short ids of heron4: not taken over; move or remake them
      heronbirch
      heron-latest
[ ] names elsewhere of heron4 alone: not taken over
      libguestfs bird 4.0
[ ] names: does this still hold?
      LTS, line 17
        Heron 5 LTS &amp; more
[ ] codename: fill it in, or call again with --codename
      CODENAME, lines 25 27
        https://example.org/CODENAME/5.0.0/heron-5.0.0-x86_64-DVD-1.iso
[ ] numbers in names, addresses and paths: right for this release?
      5.0.0, line 25
        https://example.org/CODENAME/5.0.0/heron-5.0.0-x86_64-DVD-1.iso
      44, line 29
        install.44/vmlinuz
[ ] addresses: does each of the 1 lead to a file?
[ ] codename: left out; heron4 was 'Birch Tree'
[ ] volume sizes: 1 left out, being those of images of heron4; measure where media bear the same label
[ ] resources: still what the vendor asks for?
      copied, line 40
[ ] end of life of heron4: 2026-02-01, still right?
[ ] systems that follow heron4: should they follow heron5?
      heron-unknown (DATA/os/example.org/heron-unknown.xml)
[ ] entries for releases to come, which must not fit heron5 any longer (unknown.py moves them)
      heron-unknown (DATA/os/example.org/heron-unknown.xml), line 16
        ^Heron ([5-9]|[1-9][0-9])\\.
[ ] labels: add a row for each real image to labels.tsv and treeinfo.tsv (add-medium.py)
"""
HERON_UNKNOWN = HEAD + """  <os id="http://example.org/heron/unknown">
    <short-id>heron-unknown</short-id>
    <name>Heron</name>
    <version>unknown</version>
    <vendor>Example Project</vendor>
    <derives-from id="http://example.org/heron/4"/>
    <release-date>2030-01-01</release-date>
    <eol-date>2031-01-01</eol-date>
    <release-status>prerelease</release-status>

    <media arch="all">
      <iso>
        <volume-id>^Heron ([5-9]|[1-9][0-9])\\.</volume-id>
      </iso>
    </media>
  </os>
</libosinfo>
"""

# Two lines of releases at a time, versions in two numbers written in every way.
def make_stork(version, before, date, plain, spaced, both_ways, joined, end=""):
    return HEAD + f"""  <os id="http://example.net/stork/{version}">
    <short-id>stork{plain}</short-id>
    <name>Stork {spaced}</name>
    <version>{version}</version>
    <vendor>Example Network</vendor>
    <upgrades id="http://example.net/stork/{before}"/>
    <derives-from id="http://example.net/stork/9.0"/>
    <release-date>{date}</release-date>
{end}
    <firmware arch="x86_64" type="efi"/>

    <media arch="ppc64">
      <url>https://example.net/{version}/powerpc64/install{joined}.iso</url>
      <iso>
        <volume-id>^STORK[-_]{both_ways}([-_][0-9]+)?[-_]ppc(64(le)?)?$</volume-id>
      </iso>
    </media>
  </os>
</libosinfo>
"""


PRERELEASE = "    <release-status>prerelease</release-status>\n"
STORK_10_2 = make_stork("10.2", "9.4", "2024-01-05", "10sp2", "10 SP2", "10[-_]2", "102", PRERELEASE)
STORK_10_3 = make_stork("10.3", "10.2", "2025-03-01", "10sp3", "10 SP3", "10[-_]3", "103")
STORK_9_3 = make_stork("9.3", "9.2", "2022-06-01", "9sp3", "9 SP3", "9[-_]3", "93")
STORK_9_4 = make_stork("9.4", "9.3", "2024-06-01", "9sp4", "9 SP4", "9[-_]4", "94")
STORK_9_5 = make_stork("9.5", "9.4", "2025-03-01", "9sp5", "9 SP5", "9[-_]5", "95")

# Names like architectures, no relations, another family below.
IBIS_64 = HEAD + """  <os id="http://example.com/ibis/64">
    <short-id>ibis64</short-id>
    <name>Ibis 64 for x86_64</name>
    <version>64</version>
    <codename>Calm Delta</codename>
    <vendor>Example Company</vendor>
    <derives-from id="http://example.org/heron/3"/>
    <clones id="http://example.org/heron/3"/>
    <!-- No date is known. -->
    <image arch="x86_64" format="qcow2">
      <url>https://example.com/ibis-64-amd64-calm.qcow2</url>
    </image>
  </os>
</libosinfo>
"""
IBIS_65 = HEAD + """  <os id="http://example.com/ibis/65">
    <short-id>ibis65</short-id>
    <name>Ibis 65 for x86_64</name>
    <version>65</version>
    <codename>Dry Echo</codename>
    <vendor>Example Company</vendor>
    <derives-from id="http://example.org/heron/3"/>
    <clones id="http://example.org/heron/3"/>
    <release-date>2025-03-01</release-date>
    <!-- No date is known. -->
    <image arch="x86_64" format="qcow2">
      <url>https://example.com/ibis-65-amd64-dry.qcow2</url>
    </image>
  </os>
</libosinfo>
"""

FILES = {
    "example.org/heron-3.xml": HERON_3,
    "example.org/heron-4.xml": HERON_4,
    "example.org/heron-unknown.xml": HERON_UNKNOWN,
    "example.net/stork-10.2.xml": STORK_10_2,
    "example.net/stork-9.3.xml": STORK_9_3,
    "example.net/stork-9.4.xml": STORK_9_4,
    "example.com/ibis-64.xml": IBIS_64,
}
LABEL_COLUMNS = "os arch size system volume publisher application eltorito lang accept".split()
TREE_COLUMNS = "os architecture family variant version arch kernel initrd boot-iso accept".split()
LABELS = (
    "heron-unknown\tx86_64\t\t\tHeron 9.1 x86_64 1\t\t\tyes\t\t",
    "heron4\tx86_64\t81920\t\tHeron 4.7.0 x86_64 4\t\t\tyes\t\t",
    "stork9sp4\tppc64\t\t\tSTORK_9_4_ppc\t\t\tyes\t\t",
)
TREES = ("heron4\tx86_64\tHeron\t\t4.7\tx86_64\tvmlinuz\t\t\t",)


class Skip(Exception):
    pass


class World:
    """A small database with its tables, and the scripts run on it."""

    def __init__(self, folder, files=None, labels=LABELS, trees=TREES):
        self.folder = Path(folder)
        self.data, self.tables, self.schema = self.folder / "data", self.folder / "tables", self.folder / "osinfo.rng"
        for name, text in (FILES if files is None else files).items():
            path = self.data / "os" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.tables.mkdir()
        shutil.copy(ROOT / "schema" / "osinfo.rng", self.schema)
        self.write_table("labels.tsv", LABEL_COLUMNS, labels)
        self.write_table("treeinfo.tsv", TREE_COLUMNS, trees)

    def write_table(self, name, columns, rows):
        lines = ["\t".join(columns), *rows, ""]
        (self.tables / name).write_text("\n".join(lines), encoding="utf-8")

    def run(self, script, *arguments, status=0, text=None):
        options = ["--data", str(self.data)]
        if script == "new-vendor":
            options += ["--schema", str(self.schema)]
        elif script not in ("new-release", "report-machines", "unknown", "windows-labels"):
            options += ["--tables", str(self.tables)]
        # from another folder, since the scripts must not care
        run = subprocess.run(
            ["/usr/bin/python3", str(UPDATE / f"{script}.py"), *map(str, arguments), *options],
            cwd=self.folder, input=text, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        equal(run.returncode, status, f"status of {script} {arguments}: {run.stderr}")
        assert "Traceback" not in run.stderr, run.stderr
        self.errors = run.stderr
        return run.stdout

    def write(self, name, text):
        path = self.data / "os" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name):
        return (self.data / "os" / name).read_text(encoding="utf-8")

    def rows(self, name="labels.tsv"):
        return (self.tables / name).read_text(encoding="utf-8").split("\n")[1:-1]

    def fails(self, script, *arguments, says, **options):
        """One line on standard error, and no file touched."""
        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        output = self.run(script, *arguments, status=2, **options)
        equal(output, "", "standard output")
        last = self.errors.splitlines()[-1]
        equal(last.replace(str(self.data), "DATA"), f"{script}.py: {says}", "message")
        after = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        assert before == after, "files have changed"


def equal(found, expected, what="text"):
    if found != expected:
        import difflib

        if isinstance(found, str) and isinstance(expected, str) and "\n" in expected:
            difference = difflib.unified_diff(expected.split("\n"), found.split("\n"), "expected", "found", lineterm="")
            raise AssertionError(f"{what}:\n" + "\n".join(difference))
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")


def need_library():
    run = subprocess.run(
        ["/usr/bin/python3", "-c", "import gi; gi.require_version('Libosinfo', '1.0'); from gi.repository import Libosinfo"],
        capture_output=True,
    )  # fmt: skip
    if run.returncode != 0:
        raise Skip("Libosinfo for Python is not there")


def run_tests(members):
    """All functions test_… of a program, each in a world of its own."""
    tests = [(name, value) for name, value in members.items() if name.startswith("test_")]
    failed = False
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, start=1):
        title = f"{number} - /update/{name.removeprefix('test_').replace('_', '-')}"
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(World(folder))
            print(f"ok {title}")
        except Skip as reason:
            print(f"ok {title} # SKIP {reason}")
        except Exception:
            failed = True
            print(f"not ok {title}")
            print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
    return int(failed)

