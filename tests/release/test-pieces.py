#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The table of pieces: it names each file of the repository, it says what ARCHITECTURE.md says, and archives are made by
it: complete, and the same bytes at any time. Prints TAP."""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from release_case import SOURCE, clone, find_problem, git

sys.path[:0] = [str(SOURCE / "release"), str(SOURCE / "tests" / "common")]
from pieces import KEPT, SHARED, list_names, read_rows
from tools_case import Tap

EPOCH = "1774000000"

# How a test comes to the database of the tree: helpers, and what the environment says.
ASKS = re.compile(r"sandbox_get_data\(\)|process_default_path\(\)|^from (?:tools_case|habits) import\b.*\bDATA(?:BASE)?\b", re.M)


def make(source, folder, *arguments, **variables):
    folder.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.run(
        [source / "release" / "make-archive", f"--folder={folder}", *arguments],
        env=dict(environment, **variables), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def is_below(path, names):
    return any(path == name or path.startswith(name + "/") for name in names)


def check_table(tap, files):
    rows = read_rows()
    tap.equal(list_names(), ["libosinfo", "osinfo-db-tools", "osinfo-db"], "names")
    named = {path for row in rows.values() for path in row.get_paths()}
    tap.equal([path for path in files if not is_below(path, named)], [], "every file has a row")
    tap.equal([name for name in sorted(named) if not any(is_below(path, [name]) for path in files)], [], "every row has files")
    taken = {path for name, row in rows.items() if name != KEPT for path in row.get_paths()}
    kept = [path for path in files if is_below(path, rows[KEPT].get_paths()) and is_below(path, taken)]
    tap.equal(kept, ["release/pieces"], "what is in no archive")

    described = {}
    for name, folders in re.findall(r"^\| ([\w-]+) \| (`.*?`) \|", (SOURCE / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.M):
        described[name] = [folder.rstrip("/") for folder in re.findall(r"`([^`]+)`", folders)]
    tap.equal(described, {name: rows[name].folders for name in list_names()}, "ARCHITECTURE.md says the same")


def check_left_out(tap):
    """An archive alone has no database: what asks one is left out there, or skips what cannot be asked."""
    build = (SOURCE / "tests" / "meson.build").read_text(encoding="utf-8")
    left_out = re.findall(r"'([\w-]+)'", re.search(r"is_dir\(test_database\)\n  left_out = \[(.*?)\]", build, re.S)[1])
    texts = {path: path.read_text(encoding="utf-8") for path in (SOURCE / "tests" / "libosinfo").rglob("test-*.*")}
    # who compares with other programs is in a suite of its own
    asking = [path.stem.removeprefix("test-") for path, text in texts.items() if ASKS.search(text)
              and "sandbox_skips_without_data()" not in text and path.parent.name not in ("oracle", "programs")]  # fmt: skip
    tap.equal(sorted({*asking} - {*left_out}), [], "tests that ask a database are left out without one")
    tap.equal(left_out, sorted(left_out), "they are in order")


def check_facts(tap):
    """Two pieces have the rows of what there is; each builds them from a list of its own."""
    words = [(SOURCE / name / "meson.build").read_text(encoding="utf-8") for name in ("libosinfo", "osinfo-db-tools")]
    sources = re.search(r"^facts_sources = files\((.*?)\)", words[0], re.M | re.S)[1]
    lists = [sorted(re.findall(r"'(?:\.\./libosinfo/)?facts/(\w+\.c)'", text)) for text in (sources, words[1])]
    tap.ok(lists[0] == lists[1] != [], "libosinfo/facts: both pieces build the same files", *lists)


def check_archives(tap, folder, files):
    rows = read_rows()
    copy = clone(folder, "copy")
    for name in list_names():
        first, second = make(SOURCE, folder / "first", name), make(copy, folder / "second", name, TZ="Asia/Tokyo", LANG="de_DE")
        archive, again = (Path(result.stdout.strip()) for result in (first, second))
        if not tap.ok(first.returncode == second.returncode == 0, f"{name}/made", first, second):
            continue
        tap.ok(archive.read_bytes() == again.read_bytes(), f"{name}/same bytes")
        with tarfile.open(archive) as tar:
            entries = tar.getmembers()
            top = entries[0].name
            readme = tar.extractfile(f"{top}/README.md").read()
        tap.ok(readme == (SOURCE / name / "README.md").read_bytes(), f"{name}/README.md is about this piece")
        tap.equal(archive.name, top + ".tar.xz", f"{name}/one folder in it, called like the archive")
        tap.equal({(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries}, {(0, 0, "root", "root")}, f"{name}/owner")
        tap.equal({entry.mode for entry in entries} - {0o644, 0o755}, set(), f"{name}/modes")
        times = {entry.mtime for entry in entries}
        changed = git(SOURCE, "log", "-1", "--format=%ct", "--", *rows[name].folders).stdout
        tap.equal(times, {int(changed)}, f"{name}/time of the last change")
        expected = {path for path in files if is_below(path, rows[name].get_paths() + rows[SHARED].get_paths())}
        expected = expected - {f"{name}/README.md"} | {"README.md"}
        if rows[name].version_file == "-":
            expected.add(f"{name}/VERSION")
        found = {entry.name.removeprefix(top + "/") for entry in entries if entry.isfile()}
        tap.equal(sorted(found ^ expected), [], f"{name}/content")


def check_versions(tap, folder):
    for name, version_file, expected in (
        ("libosinfo", "libosinfo/VERSION", "libosinfo-{}.tar.xz"),
        ("osinfo-db-tools", "osinfo-db-tools/VERSION", "osinfo-db-tools-{}.tar.xz"),
        ("osinfo-db", None, "osinfo-db-source-20260320.tar.xz"),
    ):
        version = git(SOURCE, "show", "HEAD:" + version_file).stdout.strip() if version_file else None
        result = make(SOURCE, folder / "dated", name, SOURCE_DATE_EPOCH=EPOCH)
        archive = Path(result.stdout.strip())
        tap.equal(archive.name, expected.format(version), f"{name}/name")
        with tarfile.open(archive) as tar:
            tap.equal({entry.mtime for entry in tar.getmembers()}, {int(EPOCH)}, f"{name}/SOURCE_DATE_EPOCH")
            if version is None:
                member = f"{archive.name.removesuffix('.tar.xz')}/{name}/VERSION"
                tap.equal(tar.extractfile(member).read(), b"20260320\n", f"{name}/version is in it")


def check_refusals(tap, folder):
    """A line that says what is wrong, and nothing that looks like an archive."""
    without_common = clone(folder, "absent", lambda text: text.replace("| libosinfo common |", "| libosinfo comon |"))
    for name, source, arguments, variables, status, word in (
        ("no piece of that name", SOURCE, ["osinfo"], {}, 1, "'osinfo'"),
        ("shared files are no piece", SOURCE, ["shared"], {}, 1, "'shared'"),
        ("no commit of that name", SOURCE, ["--commit=absent", "libosinfo"], {}, 1, "'absent'"),
        ("a date that is none", SOURCE, ["libosinfo"], {"SOURCE_DATE_EPOCH": "soon"}, 1, "'soon'"),
        ("a folder that is not there", without_common, ["libosinfo"], {}, 1, "'comon'"),
        ("no piece", SOURCE, [], {}, 2, "usage"),
        ("an option that is none", SOURCE, ["--all"], {}, 2, "usage"),
    ):
        target = folder / "refused"
        result = make(source, target, *arguments, **variables)
        good = result.returncode == status and result.stdout == "" and word in result.stderr
        tap.ok(good and (status == 2 or result.stderr.count("\n") == 1) and not any(target.iterdir()), "refused/" + name, result)


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    files = git(SOURCE, "ls-tree", "-r", "--name-only", "--full-tree", "HEAD").stdout.splitlines()
    check_table(tap, files)
    check_facts(tap)
    check_left_out(tap)
    with tempfile.TemporaryDirectory(prefix="osinfo-pieces-") as folder:
        check_archives(tap, Path(folder), files)
        check_versions(tap, Path(folder))
        check_refusals(tap, Path(folder))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
