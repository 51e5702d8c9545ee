#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The archive of a release: the same tree gives the same bytes, all of the database is in it with
the names in other languages, and the established tools take it. Prints TAP.

usage: test-archive.py [OSINFO-QUERY]     ours, to compare its answers with the established one's"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
EPOCH = "1774000000"
VERSION = "20260320"
# A source archive of the database has its version in a file.
VERSION_FILE = Path("osinfo-db", "VERSION")
if (ROOT / VERSION_FILE).exists():
    VERSION = (ROOT / VERSION_FILE).read_text(encoding="ascii").strip()
NAME = "osinfo-db-" + VERSION
DISTRIBUTION = "/usr/bin"
number = 0
failed = 0


def ok(good, name, *notes):
    global number, failed
    number += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {number} {name}")
    if not good:
        for note in notes:
            print("# " + str(note)[:2000].replace("\n", "\n# "))
    return good


def skip(name, reason):
    global number
    number += 1
    print(f"ok {number} {name} # SKIP {reason}")


def make(tree, target, *arguments):
    """Runs the script of the tree; returns its result."""
    target.mkdir()
    return subprocess.run(
        [sys.executable, tree / "osinfo-db" / "release" / "make-archive.py", *arguments, target],
        env=dict(os.environ, SOURCE_DATE_EPOCH=EPOCH),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def copy_tree(root, target, newer):
    """A copy of what a release is made from, its files with other time stamps."""
    for folder in ("data", "schema", "osinfo-db", "LICENSES"):
        shutil.copytree(root / folder, target / folder, copy_function=shutil.copyfile)
    (target / "release").mkdir()
    shutil.copyfile(root / "release" / "pieces", target / "release" / "pieces")
    for file in target.rglob("*"):
        os.utime(file, (newer, newer))


def check_content(root, archive):
    with tarfile.open(archive) as tar:
        entries = tar.getmembers()
        names = [entry.name for entry in entries]
        files = {entry.name: tar.extractfile(entry).read() for entry in entries if entry.isfile()}
    ok(names[0] == NAME and names[-2:] == [f"{NAME}/LICENSE", f"{NAME}/VERSION"], "top-and-end", names[:1], names[-2:])
    folders = [entry.name for entry in entries if entry.isdir()]
    ok(all(os.path.dirname(name) in folders for name in names[1:]), "folders-before-files")
    ok(all((e.uid, e.gid, e.uname, e.gname, e.mtime) == (0, 0, "root", "root", int(EPOCH)) for e in entries), "owners-and-times")
    ok({e.mode for e in entries if e.isfile()} == {0o644} and {e.mode for e in entries if e.isdir()} == {0o755}, "modes")
    ok(files[f"{NAME}/VERSION"] == VERSION.encode(), "version", files[f"{NAME}/VERSION"])
    sources = {str(f.relative_to(root / "data")) for f in (root / "data").rglob("*.xml")} | {"schema/osinfo.rng"}
    packed = {name[len(NAME) + 1 :] for name in files} - {"LICENSE", "VERSION"}
    ok(sources == packed, "all-files", sources ^ packed)
    text = files[f"{NAME}/os/redhat.com/rhel-9-unknown.xml"].decode()
    ok('<name xml:lang="de">Red Hat Enterprise Linux 9 (unbekannte Version)</name>' in text, "translations", text[:600])
    ok(
        files[f"{NAME}/os/debian.org/debian-12.xml"] == (root / "data/os/debian.org/debian-12.xml").read_bytes(),
        "untranslated-file-as-it-is",
    )


def check_source_archive(tree, folder):
    """Without a repository the version stands in a file, and says the time, too; a few systems are enough for that."""
    for vendor in (tree / "data" / "os").iterdir():
        if vendor.name != "debian.org":
            shutil.rmtree(vendor)
    (tree / VERSION_FILE).write_text("20250401.2\n", encoding="ascii")
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    second = subprocess.run(
        [sys.executable, tree / "osinfo-db" / "release" / "make-archive.py", folder],
        env=environment, capture_output=True, encoding="utf-8",
    )
    ok(second.stdout.strip() == str(folder / "osinfo-db-20250401.2.tar.xz"), "second-version-of-a-day", second.stdout, second.stderr)
    (tree / VERSION_FILE).write_text("20250401\n", encoding="ascii")
    named = make(tree, folder / "named")
    ok([f.name for f in (folder / "named").iterdir()] == ["osinfo-db-20250401.tar.xz"], "version-of-a-source-archive", named.stdout)
    for staged in ("", str(folder / "staged")):
        subprocess.run(
            [sys.executable, tree / "osinfo-db" / "release" / "install-data.py", folder / "installed"],
            env=dict(environment, DESTDIR=staged), check=True,
        )
    for where in (folder / "installed", Path(f"{folder}/staged{folder}/installed")):
        found = {name: (where / name).read_bytes() for name in ("VERSION", "LICENSE")}
        licence = (tree / "LICENSES" / "GPL-2.0-or-later.txt").read_bytes()
        ok(found == {"VERSION": b"20250401", "LICENSE": licence}, "installed-with-version", where)
    (tree / VERSION_FILE).unlink()


def check_named_versions(folder):
    """A version that is named says the time, and a database that was released can be packed anew."""
    database = folder / "database"
    for name, content in (("os/example.org/x-1.xml", "<libosinfo/>"), ("schema/osinfo.rng", "<grammar/>"), ("VERSION", "19990101")):
        (database / name).parent.mkdir(parents=True, exist_ok=True)
        (database / name).write_text(content, encoding="ascii")
    for version in ("20260714", "20260714.1", "20260714.10"):
        made = make(ROOT, folder / version, f"--version={version}", f"--database={database}")
        archive = folder / version / f"osinfo-db-{version}.tar.xz"
        if not ok(made.stdout.strip() == str(archive), f"named-version/{version}", made.stdout):
            continue
        with tarfile.open(archive) as tar:
            files = {entry.name.partition("/")[2]: tar.extractfile(entry).read() for entry in tar.getmembers() if entry.isfile()}
            times = {entry.mtime for entry in tar.getmembers()}
        ok(sorted(files) == ["LICENSE", "VERSION", "os/example.org/x-1.xml", "schema/osinfo.rng"], f"packed-anew/{version}", sorted(files))
        ok(files["VERSION"] == version.encode() and times == {1783987200}, f"its-day/{version}", files["VERSION"], times)
    (database / "os/example.org/x-1.xml").write_text("<other/>", encoding="ascii")
    place = folder / "20260714"
    before = (place / "osinfo-db-20260714.tar.xz").read_bytes()
    for version, status in (("20260714", 1), ("20260714.1", 0), ("20260714.1", 0)):
        again = subprocess.run(
            [sys.executable, ROOT / "osinfo-db/release/make-archive.py", f"--version={version}", f"--database={database}", place],
            capture_output=True, encoding="utf-8",
        )
        good = again.returncode == status and again.stderr.count("\n") == status and (status == 0 or "--version" in again.stderr)
        ok(good, f"used-name/{version}", again.stderr)
    names = sorted(path.name for path in place.iterdir())
    ok(names == ["osinfo-db-20260714.1.tar.xz", "osinfo-db-20260714.tar.xz"], "used-name/nothing-else-left", names)
    ok((place / "osinfo-db-20260714.tar.xz").read_bytes() == before, "used-name/as-it-was")
    for number, version in enumerate(("2026", "20260230", "20260714.0", "20260714.01", "20260714.", "20260714.1.1", "20260714-1", "../x", "20260714\n")):
        made = make(ROOT, folder / f"no-version-{number}", f"--version={version}", f"--database={database}")
        left = list((folder / f"no-version-{number}").iterdir())
        ok(made.returncode == 1 and "not a version" in made.stdout and left == [], f"no-version/{version!r}", made.stdout, left)


def run(program, *arguments, **environment):
    result = subprocess.run(
        [program, *arguments],
        env={"PATH": DISTRIBUTION, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    return result.returncode, result.stdout, result.stderr


def check_established(archive, folder, ours):
    """Debian's tools on the archive."""
    for name in ("osinfo-db-import", "osinfo-db-validate", "osinfo-query"):
        if not Path(DISTRIBUTION, name).exists():
            skip("established-tools", f"{name} of the distribution is not installed")
            return
    target = folder / "imported"
    result = run(f"{DISTRIBUTION}/osinfo-db-import", "--dir", str(target), str(archive))
    ok(result[0] == 0, "established-import", result)
    result = run(f"{DISTRIBUTION}/osinfo-db-validate", "--dir", str(target))
    ok(result == (0, "", ""), "established-validate", result)
    if ours is None:
        return
    places = {"OSINFO_SYSTEM_DIR": str(target), "OSINFO_LOCAL_DIR": str(folder / "no"), "OSINFO_USER_DIR": str(folder / "no")}
    for table in ("os", "platform"):
        theirs = run(f"{DISTRIBUTION}/osinfo-query", table, **places)
        own = subprocess.run([ours, table], env=dict(os.environ, **places), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        ok(theirs[2] == "", f"established-loads-quietly-{table}", theirs[2])
        ok(sorted(theirs[1].splitlines()) == sorted(own.stdout.splitlines()), f"same-answers-{table}")


def main():
    if shutil.which("msgfmt") is None:
        print("1..0 # SKIP msgfmt is not installed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        copy_tree(ROOT, folder / "copy", 1_000_000_000)
        first, second = make(ROOT, folder / "first"), make(folder / "copy", folder / "second")
        archive = folder / "first" / f"{NAME}.tar.xz"
        ok(first.returncode == 0 and first.stdout.strip() == str(archive), "made", first.stdout)
        again = folder / "second" / f"{NAME}.tar.xz"
        digests = {hashlib.sha256(f.read_bytes()).hexdigest() for f in (archive, again)}
        ok(len(digests) == 1, "same-bytes", second.stdout)
        ok([f.name for f in (folder / "first").iterdir()] == [archive.name], "nothing-else-left")
        check_content(ROOT, archive)
        check_source_archive(folder / "copy", folder)
        check_named_versions(folder)
        check_established(archive, folder, sys.argv[1] if len(sys.argv) > 1 else None)
        bad = subprocess.run(
            [sys.executable, ROOT / "osinfo-db/release/make-archive.py", folder],
            env=dict(os.environ, SOURCE_DATE_EPOCH="soon"), stderr=subprocess.PIPE, encoding="utf-8",
        )
        ok(bad.returncode == 1 and "'soon'" in bad.stderr and bad.stderr.count("\n") == 1, "bad-epoch", bad.stderr)
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
