#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-export: the same bytes for the same files, what is in them and what is not, nothing left behind after
errors, the layout of the established program. Prints TAP.

usage: test-export.py FOLDER-OF-PROGRAMS MAN-FOLDER"""

import io
import os
import shutil
import stat
import sys
import tarfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import ImportWorld, Tap, find_established, is_one_line, read_tree
from keyring import Keyring
from man_examples import read_examples

TOP = "osinfo-db-20260320"
DAY = 1773964800  # 2026-03-20, 0:00 UTC
LONG = "os/example.org/" + "n" * 180 + ".xml"
FILES = {
    "os/example.org/heron-4.xml": b"<libosinfo/>\n",
    "os/example.org/heron-4.d/more.xml": b"<libosinfo>more</libosinfo>\n",
    "os/example.org/heron-10.xml": b"",
    LONG: b"long\n",
    "os/example.org/Fl\u00fcgel.xml": b"name\n",
    "device/e.org/pci-1.xml": bytes(range(256)) * 1000,
    "schema/osinfo.rng": b"<grammar/>\n",
    "pci.ids": b"ids\n",
}
LEFT_OUT = {"README": b"", "os/README.md": b"", "VERSION": b"old", "LICENSE": b"old", "os/x.xml.orig": b"", "os/XML": b""}


def write_database(folder, files=FILES, time=None, backwards=False):
    for name in sorted(files, reverse=backwards):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
    for path in folder.rglob("*") if time else []:
        os.utime(path, (time, time))
    return folder


def read_archive(data):
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:xz") as tar:
        return [(entry, tar.extractfile(entry).read() if entry.isfile() else None) for entry in tar]


def expected_names(files):
    folders = {str(parent) for name in files for parent in Path(name).parents if str(parent) != "."}
    below = sorted([*files, *folders], key=lambda name: [part.encode() for part in Path(name).parts])
    return [TOP] + [f"{TOP}/{name}" for name in below]


def test_bytes(tap, world, export):
    write_database(world.path("a"), time=1_000_000_000)
    write_database(world.path("b"), {**FILES, **LEFT_OUT}, time=1_700_000_000, backwards=True)
    os.chmod(world.path("b") / LONG, 0o600)
    os.chmod(world.path("b") / "device", 0o700)
    for name in ("a", "b"):
        result = export("--dir", name, "--version", "20260320", f"{name}.tar.xz")
        tap.equal(result, (0, "", ""), f"{name}: made, nothing said")
    first, second = (world.path(f"{name}.tar.xz").read_bytes() for name in ("a", "b"))
    tap.ok(first == second, "other times, modes and order: the same bytes")
    status, output, errors = world.run(export.program, "--dir", "a", "--version", "20260320", "-", text=False)
    tap.ok((status, output, errors) == (0, first, b""), "standard output gets the same bytes", errors)
    export("--dir", "a", "--version", "20260320", "c.tar.xz", LC_ALL="C")
    tap.ok(world.path("c.tar.xz").read_bytes() == first, "another locale: the same bytes")
    entries = read_archive(first)
    tap.equal([entry.name for entry, _ in entries], expected_names(FILES) + [f"{TOP}/VERSION"], "entries and their order")
    contents = {entry.name[len(TOP) + 1:]: content for entry, content in entries if entry.isfile()}
    tap.ok(contents == {**FILES, "VERSION": b"20260320"}, "contents", [k for k in contents if contents[k] != FILES.get(k)])
    facts = {(e.isdir(), e.mode, e.uid, e.gid, e.uname, e.gname, e.mtime) for e, _ in entries}
    tap.equal(facts, {(True, 0o755, 0, 0, "", "", DAY), (False, 0o644, 0, 0, "", "", DAY)}, "modes, owners, times")
    keys = {key for entry, _ in entries for key in entry.pax_headers}
    tap.ok(keys <= {"path"}, "extended headers hold names only", keys)
    tap.equal(stat.S_IMODE(world.path("a.tar.xz").stat().st_mode), 0o666 & ~read_umask(), "the archive has an ordinary mode")


def read_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_times(tap, world, export):
    def time_of(*arguments, **variables):
        status, data, errors = world.run(export.program, "--dir", "a", *arguments, "-", text=False, **variables)
        if status != 0:
            return errors
        entries = read_archive(data)
        return entries[0][0].name, {entry.mtime for entry, _ in entries}, dict((e.name, c) for e, c in entries)[f"{entries[0][0].name}/VERSION"]

    tap.equal(time_of(SOURCE_DATE_EPOCH="1774000000"), (TOP, {1774000000}, b"20260320"), "SOURCE_DATE_EPOCH: time and day")
    tap.equal(time_of("--version", "7", SOURCE_DATE_EPOCH="0"), ("osinfo-db-7", {0}, b"7"), "SOURCE_DATE_EPOCH: 0")
    tap.equal(time_of("--version", "20240229"), ("osinfo-db-20240229", {1709164800}, b"20240229"), "a day that is one in four years")
    for version in ("20230229", "1.5", "2024022x"):
        name, times, _ = time_of("--version", version)
        tap.ok(name == f"osinfo-db-{version}" and len(times) == 1 and min(times) > 1_700_000_000, f"{version} is no day: now", times)
    for epoch in ("soon", "-1", "1e9", " 1", "99999999999"):
        status, output, errors = export("--dir", "a", "x.tar.xz", SOURCE_DATE_EPOCH=epoch)
        tap.ok((status, output) == (1, "") and is_one_line(errors) and f"'{epoch}'" in errors, f"SOURCE_DATE_EPOCH={epoch}", errors)


def test_left_out(tap, world, export):
    folder = write_database(world.path("odd"))
    for name in (".hidden.xml", ".git/config.xml", "os/.x.xml", "os/heron.xml~"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    (folder / "os" / "loop").symlink_to(folder)
    (folder / "os" / "example.org" / "linked.xml").symlink_to(folder / LONG)
    (folder / "os" / "mask.xml").symlink_to("/dev/null")
    (folder / "empty").mkdir()
    (folder / "dangling").symlink_to("nowhere")
    status, output, errors = export("--dir", "odd", "--version", "20260320", "odd.tar.xz")
    lines = [
        "Ignoring hidden file .git", "Ignoring hidden file .hidden.xml", "Ignoring hidden file os/.x.xml",
        "Ignoring backup file os/heron.xml~", "Ignoring link to a folder os/loop",
    ]
    tap.ok((status, output) == (0, ""), "odd: made")
    tap.equal(sorted(errors.splitlines()), sorted(f"{export.program}: {line}" for line in lines), "odd: what was left out is said")
    entries = {entry.name[len(TOP) + 1:]: content for entry, content in read_archive(world.path("odd.tar.xz").read_bytes())}
    more = set(entries) - {name[len(TOP) + 1:] for name in expected_names(FILES)}
    tap.equal(more, {"empty", "os/example.org/linked.xml", "os/mask.xml", "VERSION"}, "odd: what is in it besides")
    tap.equal((entries["os/example.org/linked.xml"], entries["os/mask.xml"], entries["empty"]), (b"long\n", b"", None), "odd: links and masks are files")


def test_verbose(tap, world, export):
    lines = [f"{export.program}: d {TOP}/"]
    for name in expected_names(FILES)[1:]:
        kind = "r" if (world.path("a") / name[len(TOP) + 1:]).is_file() else "d"
        lines.append(f"{export.program}: {kind} {name}")
    lines += [f"{export.program}: r {TOP}/VERSION", f"{export.program}: r {TOP}/LICENSE"]
    world.path("terms").write_text("terms\n")
    arguments = ("-v", "--dir", "a", "--version", "20260320", "--license", "terms")
    status, output, errors = export(*arguments, "v.tar.xz")
    tap.equal((status, output.splitlines(), errors), (0, lines, ""), "verbose: each entry")
    archive = world.path("v.tar.xz").read_bytes()
    tap.equal([(e.name, c) for e, c in read_archive(archive)][-1], (f"{TOP}/LICENSE", b"terms\n"), "the licence is last")
    status, output, errors = world.run(export.program, *arguments, "-", text=False)
    tap.ok((status, output) == (0, archive) and errors.decode().splitlines() == lines, "verbose with standard output: on standard error")
    status, output, errors = export("--dir", "a", SOURCE_DATE_EPOCH="1774000000")
    tap.ok((status, output, errors) == (0, "", "") and world.path(f"{TOP}.tar.xz").exists(), "without a name: osinfo-db-DAY.tar.xz")


def test_targets(tap, world, export):
    """What is there already: its rights stay, links are followed, also to what is not there yet."""
    arguments = ("--dir", "a", "--version", "20260320")
    made = world.path("a.tar.xz").read_bytes()
    old, link = world.path("private.tar.xz"), world.path("link-to-nothing.tar.xz")
    old.write_bytes(b"old")
    old.chmod(0o600)
    tap.equal((export(*arguments, old), old.read_bytes() == made, stat.S_IMODE(old.stat().st_mode)), ((0, "", ""), True, 0o600),
              "target: an archive that others may not read")
    link.symlink_to("second-link")
    world.path("second-link").symlink_to(world.path("behind-links"))
    tap.equal((export(*arguments, link), world.path("behind-links").exists() and world.path("behind-links").read_bytes() == made),
              ((0, "", ""), True), "target: what links lead to is made")
    tap.ok(link.is_symlink() and world.path("second-link").is_symlink(), "target: the links stay")
    circle = world.path("circle.tar.xz")
    circle.symlink_to("circle.tar.xz")
    status, output, errors = export(*arguments, circle)
    tap.ok((status, output) == (1, "") and is_one_line(errors) and circle.is_symlink(), "target: links in a circle", errors)
    if os.geteuid() == 0:
        tap.skip("target: a file that may not be written", "root may")
        return
    old.write_bytes(b"old")
    old.chmod(0o400)
    status, _, errors = export(*arguments, old)
    tap.ok(status == 1 and is_one_line(errors) and old.read_bytes() == b"old", "target: a file that may not be written", errors)


def test_errors(tap, world, export):
    bad = {}
    for name in ("dangling", "pipe", "bytes", "unreadable"):
        bad[name] = write_database(world.path(name)) / "os"
    (bad["dangling"] / "x.xml").symlink_to("nowhere")
    os.mkfifo(bad["pipe"] / "x.xml")
    (bad["bytes"] / os.fsdecode(b"\xff.xml")).write_text("x")
    deep = world.path("deep")
    (deep / "/".join("d" * 40)).mkdir(parents=True)
    (world.path("a-file")).write_text("x")
    world.path("old.tar.xz").write_bytes(b"old")
    os.symlink("old.tar.xz", world.path("link.tar.xz"))
    cases = [
        (["--dir", "absent"], "cannot read directory"),
        (["--dir", "a-file"], "cannot read directory"),
        (["--dir", "dangling"], "cannot get file info"),
        (["--dir", "pipe"], "cannot archive special file type"),
        (["--dir", "bytes"], "not UTF-8: os/\\377.xml"),
        (["--dir", "deep"], "nested too deeply"),
        (["--dir", "a", "--license", "absent"], "cannot read file absent"),
        (["--dir", "a", "--license", "a"], "is not a regular file"),
        (["--dir", "a", "--version", "1/2"], "'1/2'"),
        (["--dir", "a", "--version", ""], "''"),
        (["--dir", "a", "--user"], "Only one of --user, --local, --system & --dir can be used"),
    ]
    for arguments, message in cases:
        status, output, errors = export(*arguments, "old.tar.xz")
        tap.ok((status, output) == (1, "") and is_one_line(errors) and message in errors, f"error: {arguments}", status, output, errors)
        tap.equal(world.path("old.tar.xz").read_bytes(), b"old", f"error: {arguments}: the old archive stays")
        status, output, errors = world.run(export.program, *arguments, "-")
        tap.ok((status, output) == (1, ""), f"error: {arguments}: nothing on standard output")
    status, _, errors = export("--dir", "a", "x", "y")
    tap.equal((status, errors), (1, f"{export.program}: expected path to one archive file to export\n"), "error: two archives")
    for target, message in (("absent/x.tar.xz", "cannot open archive"), ("/dev/full", "archive"), ("a", "cannot open archive")):
        status, output, errors = export("--dir", "a", target)
        tap.ok((status, output) == (1, "") and is_one_line(errors) and message in errors, f"error: target {target}", status, errors)
    script = f'exec "{export.program}" --dir a - >/dev/full'
    tap.equal(world.run("sh", "-c", script)[0], 1, "error: standard output that is full")
    # a limit of the size of files stands for a disk that is full
    script = f'trap "" XFSZ; ulimit -f 1; exec "{export.program}" --dir big old.tar.xz'
    (world.path("big") / "os").mkdir(parents=True)
    (world.path("big") / "os" / "x.xml").write_bytes(os.urandom(200_000))
    status, output, errors = world.run("bash", "-c", script)
    tap.ok((status, output) == (1, "") and is_one_line(errors), "error: no room", status, errors)
    tap.equal(world.path("old.tar.xz").read_bytes(), b"old", "error: no room: the old archive stays")
    tap.equal(export("--dir", "a", "link.tar.xz")[0], 0, "a link to an archive")
    tap.ok(world.path("link.tar.xz").is_symlink() and world.path("old.tar.xz").read_bytes()[:6] == b"\xfd7zXZ\0", "the archive behind a link is replaced")
    tap.equal([str(p) for p in world.root.rglob(".osinfo-db*")], [], "nothing is left behind")


def test_round_trip(tap, world, export):
    reason = find_established("osinfo-db-import")
    programs = [("ours", export.program.parent / "osinfo-db-import"), ("established", Path("/usr/bin/osinfo-db-import"))]
    for name, program in programs:
        if not program.exists() or (name == "established" and reason):
            tap.skip(f"import: {name}", reason or "not built")
            continue
        world.run(program, "--dir", f"imported-{name}", "a.tar.xz")
        found = read_tree(world.path(f"imported-{name}"))
        expected = {**read_tree(world.path("a")), "VERSION": b"20260320"}
        tap.ok(found == expected, f"import: {name}", set(found) ^ set(expected))


def test_established(tap, world, export):
    """The same files with the same modes and owners, in the same places; the order of most entries is ours."""
    reason = find_established("osinfo-db-export")
    if reason:
        tap.skip("established", reason)
        return
    arguments = ("--dir", "a", "--version", "20260320", "--license", "terms")
    world.run("/usr/bin/osinfo-db-export", *arguments, "established.tar.xz")
    export(*arguments, "ours.tar.xz")
    found = []
    for name in ("established", "ours"):
        entries = read_archive(world.path(f"{name}.tar.xz").read_bytes())
        facts = [(e.name, e.type, e.mode, e.uid, e.gid, e.uname, e.gname, c) for e, c in entries]
        found.append((facts[0], facts[-2:], sorted(facts, key=lambda fact: fact[0])))
    tap.ok(found[0] == found[1], "established: the same entries", found[0][1], found[1][1])


def test_sign(tap, world, export):
    status, output, errors = export("--dir", "a", "--sign", "x", "-")
    tap.ok((status, output) == (1, "") and is_one_line(errors), "sign: not standard output", errors)
    if shutil.which("gpg") is None:
        tap.skip("sign", "gpg is not installed")
        return
    with Keyring() as keyring:
        keyring.make("Releases <releases@example.org>")
        arguments = ("--dir", "a", "--version", "20260320", "--sign")
        status, output, errors = export(*arguments, "releases@example.org", "signed.tar.xz", GNUPGHOME=keyring.home)
        tap.equal((status, output, errors), (0, "", ""), "sign: made")
        tap.ok(world.path("signed.tar.xz").read_bytes() == world.path("a.tar.xz").read_bytes(), "sign: the archive is the same")
        try:
            keyring.gpg("--verify", world.path("signed.tar.xz.asc"), world.path("signed.tar.xz"))
            tap.ok(True, "sign: the signature is good")
        except RuntimeError as error:
            tap.ok(False, "sign: the signature is good", error)
        status, output, errors = export(*arguments, "nobody@example.org", "other.tar.xz", GNUPGHOME=keyring.home)
        tap.ok((status, output) == (1, "") and is_one_line(errors), "sign: a key that is not there", errors)


def test_examples(tap, world, export, page):
    write_database(world.path("db"), {"os/example.org/heron-4.xml": b"<libosinfo/>"})
    world.environment["PATH"] = f"{export.program.parent}:{world.environment['PATH']}"
    examples = read_examples(page)
    tap.equal(len(examples), 2, "the page has examples")
    for command, expected in examples:
        tap.equal(world.run("sh", "-c", command), (0, expected, ""), f"page: {command}")


def main():
    tap = Tap()
    world = ImportWorld(sys.argv[1])
    world.environment.pop("SOURCE_DATE_EPOCH", None)

    def export(*arguments, **variables):
        return world.run(export.program, *arguments, **variables)

    export.program = Path(sys.argv[1]) / "osinfo-db-export"
    test_bytes(tap, world, export)
    test_times(tap, world, export)
    test_left_out(tap, world, export)
    test_verbose(tap, world, export)
    test_targets(tap, world, export)
    test_errors(tap, world, export)
    test_round_trip(tap, world, export)
    test_established(tap, world, export)
    test_sign(tap, world, export)
    test_examples(tap, world, export, Path(sys.argv[2]) / "osinfo-db-export.1")
    return tap.finish()


sys.exit(main())
