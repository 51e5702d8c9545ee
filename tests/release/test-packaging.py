#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The recipes of packaging/ are about this source: each installed file is in exactly one package, versions, symbols, what
is built with, and options agree. Prints TAP.

usage: test-packaging.py BUILD-FOLDER MESON..."""

import fnmatch
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from release_case import SOURCE, clone, find_problem, git

sys.path[:0] = [str(SOURCE / "release"), str(SOURCE / "tests" / "common")]
from pieces import list_names, read_rows
from tools_case import Tap

DEBIAN = SOURCE / "packaging" / "debian"
RPM = SOURCE / "packaging" / "rpm"

# What a build may leave out, and what is made when it is installed.
ALWAYS = {
    "libosinfo": [
        "usr/include/libosinfo-1.0/osinfo/osinfo.h",
        "usr/lib/ARCH/girepository-1.0/Libosinfo-1.0.typelib",
        "usr/lib/ARCH/libosinfo-1.0.so",
        "usr/lib/ARCH/libosinfo-1.0.so.0",
        "usr/lib/ARCH/libosinfo-1.0/libosinfo-remote.so",
        "usr/lib/ARCH/libosinfo-1.0/libosinfo-script.so",
        "usr/lib/ARCH/libosinfo-1.0/libosinfo-signature.so",
        "usr/share/bash-completion/completions/osinfo-detect",
        "usr/share/doc/libosinfo-1.0/index.html",
        "usr/share/gir-1.0/Libosinfo-1.0.gir",
        "usr/share/vala/vapi/libosinfo-1.0.vapi",
    ],
    "osinfo-db": ["usr/share/osinfo/VERSION", "usr/share/osinfo/os/debian.org/debian-12.xml"],
    "osinfo-db-tools": [
        "usr/lib/systemd/system/osinfo-db-compile.service",
        "usr/lib/systemd/system/osinfo-db-refresh.service",
        "usr/lib/systemd/system/osinfo-db-refresh.timer",
        "usr/lib/sysusers.d/osinfo-db-tools.conf",
        "usr/share/bash-completion/completions/osinfo-db-import",
    ],
}

RPM_FOLDERS = {
    "%{_bindir}": "usr/bin",
    "%{_datadir}": "usr/share",
    "%{_docdir}": "usr/share/doc",
    "%{_includedir}": "usr/include",
    "%{_libdir}": "usr/lib/*",
    "%{_localstatedir}": "var",
    "%{_mandir}": "usr/share/man",
    "%{_sysconfdir}": "etc",
    "%{_sysusersdir}": "usr/lib/sysusers.d",
    "%{_unitdir}": "usr/lib/systemd/system",
}

# What is built with: Meson's name, Debian's.
DEBIAN_NAMES = {
    "gio-2.0": "libglib2.0-dev",
    "gio-unix-2.0": "libglib2.0-dev",
    "gpgme": "libgpgme-dev",
    "json-glib-1.0": "libjson-glib-dev",
    "libarchive": "libarchive-dev",
    "liblz4": "liblz4-dev",
    "liblzma": "liblzma-dev",
    "libosinfo-1.0": "libosinfo-1.0-dev",
    "libsodium": "libsodium-dev",
    "libsoup-3.0": "libsoup-3.0-dev",
    "libxml-2.0": "libxml2-dev",
    "libxslt": "libxslt1-dev",
    "libzstd": "libzstd-dev",
}


def read(path):
    return path.read_text(encoding="utf-8")


def introspect(build, meson, what):
    words = subprocess.run([*meson, "introspect", what, build], capture_output=True, text=True, check=True).stdout
    return json.loads(words)


def list_installed(build, meson):
    """Piece -> what is installed, below /usr."""
    options = {row["name"]: row["value"] for row in introspect(build, meson, "--buildoptions")}
    prefix, library = options["prefix"], options["libdir"]
    files = {name: set(paths) for name, paths in ALWAYS.items()}
    for rows in introspect(build, meson, "--install-plan").values():
        for source, row in rows.items():
            path = row["destination"]
            for name, folder in {
                "libdir_shared": "{prefix}/" + library, "libdir_static": "{prefix}/" + library, "libdir": "{prefix}/" + library,
                "bindir": "{prefix}/bin", "includedir": "{prefix}/include", "datadir": "{prefix}/share",
                "mandir": "{prefix}/share/man", "sysconfdir": "/etc", "localstatedir": "/var",
            }.items():  # fmt: skip
                path = path.replace("{" + name + "}", folder)
            path = path.replace("{prefix}", prefix)
            path = str(Path(prefix, path)).replace(f"{prefix}/{library}", "/usr/lib/ARCH")
            # systemd's folder is outside of the prefix where /lib is no link
            path = path.replace(prefix + "/", "/usr/").removeprefix("/")
            path = "usr/" + path if path.startswith("lib/systemd/") else path
            base = build if Path(source).is_relative_to(build) else SOURCE
            # Meson makes the pkg-config file in a folder of its own
            files[Path(source).relative_to(base).parts[0].replace("meson-private", "libosinfo")].add(path)
    return files


def is_in(path, pattern):
    """A pattern takes what is below it, too."""
    parts = path.split("/")
    return any(fnmatch.fnmatchcase("/".join(parts[:count]), pattern) for count in range(1, len(parts) + 1)
               if pattern.count("/") == count - 1)  # fmt: skip


def read_debian_files(piece):
    """Package -> patterns; the only package of a source has all."""
    packages = re.findall(r"^Package: (\S+)$", read(DEBIAN / piece / "control"), re.MULTILINE)
    if len(packages) == 1:
        return {packages[0]: None}
    files = {}
    for package in packages:
        list_file = DEBIAN / piece / f"{package}.install"
        files[package] = read(list_file).split() if list_file.exists() else []
    return files


def read_rpm_files(piece):
    """Sub-package -> patterns; translations are those that the spec has found."""
    files = {}
    for name, options, body in re.findall(r"^%files(?: +(?!-)(\S+))?( -f \S+)?\n(.*?)(?=^%files|^%changelog)", read(RPM / f"{piece}.spec"), re.M | re.S):
        patterns = []
        for line in body.splitlines():
            word = line.split(" ")[-1]
            if not word or line.split(" ")[0] in ("%dir", "%doc", "%ghost", "%license"):
                continue
            for macro, folder in RPM_FOLDERS.items():
                word = word.replace(macro, folder)
            patterns.append(word.rstrip("/"))
        if options:
            patterns.append(f"usr/share/locale/*/LC_MESSAGES/{options.split()[-1].removesuffix('.lang')}.mo")
        files[name or piece] = patterns
    return files


def check_split(tap, label, installed, packages):
    problems = []
    for path in sorted(installed):
        owners = [name for name, patterns in packages.items() if patterns is None or any(is_in(path, it) for it in patterns)]
        if len(owners) != 1:
            problems.append(f"{path}: {', '.join(owners) or 'in no package'}")
    tap.equal(problems, [], f"{label}: each file is in one package")
    unused = [f"{name}: {it}" for name, patterns in packages.items() for it in patterns or [] if not any(is_in(path, it) for path in installed)]
    tap.equal(unused, [], f"{label}: each row takes something")


def check_versions(tap, piece, version_file):
    first = read(DEBIAN / piece / "changelog").splitlines()[0]
    version = re.fullmatch(rf"{piece} \((.*)-[^-]+\) unstable; urgency=medium", first)[1]
    expected = "0.VERSION" if version_file == "-" else read(SOURCE / version_file).strip()
    tap.equal(version, expected, f"{piece}: version of Debian's changelog")
    spec = read(RPM / f"{piece}.spec")
    if version_file == "-":
        tap.ok("\nVersion:        %{day}\n" in spec, f"{piece}: version of the spec is the day")
    else:
        tap.equal(re.search(r"^Version: +(.*)$", spec, re.M)[1], expected, f"{piece}: version of the spec")
        tap.ok(re.search(rf"^\* .* - {re.escape(expected)}-\d+$", spec, re.M), f"{piece}: changelog of the spec")


def check_symbols(tap):
    nodes = re.findall(r"^(LIBOSINFO_\S+) \{", read(SOURCE / "libosinfo" / "libosinfo.syms"), re.M)
    lines = read(DEBIAN / "libosinfo" / "libosinfo-1.0-0.symbols").splitlines()
    expected = [f" (symver){node} {node.removeprefix('LIBOSINFO_')}~" for node in nodes]
    tap.equal([line for line in lines if line.startswith(" ")], expected, "libosinfo: a row of symbols for each version")


def list_build_files(piece):
    return [*sorted((SOURCE / piece).rglob("meson.build"))]


def check_needs(tap, piece):
    """What the build files ask for, in at least that version, is what the recipes install."""
    words = "".join(map(read, list_build_files(piece)))
    needs = re.findall(r"dependency\('([\w.-]+)', version: '>= ([\d.]+)'", words)
    control, spec = read(DEBIAN / piece / "control"), read(RPM / f"{piece}.spec")
    lacking = [name for name, version in needs if not re.search(rf"^ {re.escape(DEBIAN_NAMES[name])} \(>= {re.escape(version)}~?\),$", control, re.M)]
    tap.equal(lacking, [], f"{piece}: Build-Depends")
    lacking = [name for name, version in needs if f"BuildRequires:  pkgconfig({name}) >= {version}\n" not in spec]
    tap.equal(lacking, [], f"{piece}: BuildRequires")


def check_options(tap):
    known = set(re.findall(r"^option\('([\w-]+)'", read(SOURCE / "meson_options.txt"), re.M))
    pages = {"PACKAGING.md": read(SOURCE / "PACKAGING.md")}
    pages.update({path.name if path.suffix else f"{path.parent.name}/rules": read(path) for path in (*DEBIAN.glob("*/rules"), *RPM.glob("*.spec"))})
    for name, text in pages.items():
        used = set(re.findall(r"-D([a-z][\w-]*)", text))
        tap.equal(sorted(used - known), [], f"{name}: no option that is none")
    told = set(re.findall(r"-D([a-z][\w-]*)", pages["PACKAGING.md"]))
    tap.equal(sorted(known - told), [], "PACKAGING.md: tells all options")


def check_maintainer(tap):
    """Said in one place, and nowhere else."""
    told = sorted(f"{path.relative_to(SOURCE)}: {address}" for path in (SOURCE / "packaging").rglob("*") if path.is_file()
                  for address in re.findall(r"<\S+@\S+>", read(path)))  # fmt: skip
    tap.ok(len(told) == 1 and told[0].startswith("packaging/maintainer: "), "maintainer: one file has the address", *told)
    for piece in list_names():
        tap.ok("\nMaintainer: MAINTAINER\n" in read(DEBIAN / piece / "control"), f"{piece}: control does not name one")
        signed = re.findall(r"^ -- (.*)  ", read(DEBIAN / piece / "changelog"), re.M)
        tap.equal({*signed}, {"MAINTAINER"}, f"{piece}: the changelog does not name one")


def make_sources(copy, folder, text):
    """From a clone whose setting becomes this one; returns status, errors and the two lines that name somebody."""
    (copy / "packaging" / "maintainer").write_text(text, encoding="utf-8")
    git(copy, "commit", "--quiet", "--all", "--allow-empty", "--message=x")
    command = [copy / "release" / "make-debian-source", f"--folder={folder}", "osinfo-db-tools"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    words = ""
    if run.returncode == 0:
        debian = Path(run.stdout.strip()) / "debian"
        words = "\n".join(re.search(form, read(debian / name), re.M)[1] for name, form in
                          (("control", "^Maintainer: (.*)$"), ("changelog", "^ -- (.*)  ")))  # fmt: skip
    return run.returncode, run.stderr, words


def check_sources(tap):
    """What recipes become: who they are from stands in them, or it is said why not."""
    reason = find_problem()
    if reason is not None:
        tap.ok(True, f"maintainer: recipes that are filled in # SKIP {reason}")
        return
    rows = (
        ("# comment\n\nA & B/C \\ D <a+b@example.org>\n", ""),
        ("osinfo <x@osinfo.example>\n", "example"),
        ("", "''"),
        ("# only a comment\n", "''"),
        ("nobody\n", "'nobody'"),
        ("<x@example.org>\n", "'<x@example.org>'"),
        ("Two of <x@example.org>\nthem <y@example.org>\n", "once"),
        ("Name <x@example.org> and more\n", "and more"),
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = clone(Path(folder), "clone")
        for text, told in rows:
            status, errors, words = make_sources(copy, folder, text)
            line = text.strip().splitlines()[-1:] or [""]
            good = status == 0 and words == f"{line[0]}\n{line[0]}" and told in errors and errors.count("\n") == (told != "")
            bad = status == 1 and told in errors and errors.count("\n") == 1
            tap.ok(good if told in ("", "example") else bad, f"maintainer: {text!r}", status, errors, words)


def main():
    build, meson = Path(sys.argv[1]), sys.argv[2:]
    tap = Tap()
    installed = list_installed(build, meson)
    for piece, row in read_rows().items():
        if piece in list_names():
            check_versions(tap, piece, row.version_file)
            check_split(tap, f"debian/{piece}", installed[piece], read_debian_files(piece))
            check_split(tap, f"{piece}.spec", installed[piece], read_rpm_files(piece))
            check_needs(tap, piece)
    check_symbols(tap)
    check_options(tap)
    check_maintainer(tap)
    check_sources(tap)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
