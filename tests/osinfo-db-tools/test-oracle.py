#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The established programs as oracle: each case of oracle_cases.py is run with their programs and with ours, in worlds that
are alike, as root and as somebody else. Exit status, output, errors and all folders and files must be the same, but for what
oracle_differences.py lists; and what is listed must differ. Prints TAP.

No case asks the network, nor writes outside of its world.

usage: test-oracle.py FOLDER-OF-PROGRAMS SYSCONFDIR DATADIR [EXPRESSION]      (of the build; for names of cases)"""

import calendar
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import ESTABLISHED_FOLDER, ImportWorld, STATE, Tap, find_established
from oracle_cases import all_cases, build
from oracle_differences import DIFFERENCES, NEW_OPTIONS
from tools_case import IS_WHOLE, share

PROGRAMS = ("path", "export", "import", "validate")
KINDS = ("status", "output", "errors", "tree", "archives")
NOBODY = 65534
FOLDERS = ("home/config", "work/image", "tmp", "cache", "user", "local", "system", "state")


class Answer:
    """What a run did. Archives and help texts stand apart, for they are compared in their own ways."""

    def __init__(self, status, output, errors):
        self.status = status
        self.archives = {}  # by path, "-" is standard output: entries, sorted
        self.packing = {}  # by path: names in order, times, keys of extended headers
        self.help = None
        self.output = output
        self.errors = self.take_help(errors.decode("utf-8", "surrogateescape"))
        self.tree = {}

    def take_help(self, text):
        """The options of a help and their texts; the rest of the text."""
        before, usage, after = text.partition("Usage:\n")
        if usage:
            rows = [re.match(r"\s+(-\w, )?--([\w-]+)(?:=\w+)?\s+(.*)", line) for line in after.splitlines()]
            self.help = {row[2]: (row[1], row[3]) for row in rows if row}
        return before + ("(help)" if usage else "")

    def take_output(self, start):
        self.output = self.take_archive("-", self.output, start)
        if isinstance(self.output, bytes):
            self.output = self.take_help(self.output.decode("utf-8", "surrogateescape"))

    def take_archive(self, name, content, start):
        """Of what the programs make, not of what they read."""
        if content[:6] != b"\xfd7zXZ\0":
            return content
        try:
            with tarfile.open(fileobj=io.BytesIO(content), mode="r:xz") as archive:
                entries = [(entry, archive.extractfile(entry).read() if entry.isfile() else None) for entry in archive]
        except (tarfile.TarError, EOFError):
            return b"(damaged archive)"
        now = range(start, int(time.time()) + 2)
        facts = [(e.name, e.type, e.mode, e.uid, e.gid, e.uname, e.gname, text) for e, text in entries]
        self.archives[name] = sorted(facts, key=lambda fact: fact[0])
        self.packing[name] = ([e.name for e, _ in entries], {"now" if e.mtime in now else e.mtime for e, _ in entries},
                              {key for e, _ in entries for key in e.pax_headers})
        return "(archive)"


class Oracle:
    def __init__(self, folder, translations, differences):
        self.world = ImportWorld(folder)
        self.world.root.chmod(0o755)
        self.root = self.world.path("w")
        self.translations = translations
        self.differences = differences
        environment = self.world.environment
        kept = {key: value for key, value in environment.items() if re.search("SAN|LD_LIBRARY_PATH|^OSINFO_MODULE|^GCOV|^LLVM", key)}
        self.ours = {
            **kept,
            "HOME": f"{self.root}/home",
            "LC_ALL": "C.UTF-8",
            "OSINFO_DB_STATE_DIR": f"{self.root}/{STATE}",
            "OSINFO_DB_TOOLS_CONF": f"{self.root}/no-configuration",
            "PATH": "/usr/bin:/bin",
            "TMPDIR": f"{self.root}/tmp",
            "XDG_CACHE_HOME": f"{self.root}/cache",
            "XDG_CONFIG_HOME": f"{self.root}/home/config",
            "XDG_STATE_HOME": f"{self.root}/{STATE}",
            **{f"OSINFO_{name.upper()}_DIR": f"{self.root}/{name}" for name in ("user", "local", "system")},
        }
        self.theirs = {key: value for key, value in self.ours.items() if key not in kept}

    def build_world(self, case, user):
        if self.root.exists():
            shutil.rmtree(self.root)
        for name in FOLDERS:
            (self.root / name).mkdir(parents=True)
        build(case, self.root)
        for path in [self.root, *self.root.rglob("*")] if user != os.geteuid() else []:
            # a change of the owner takes bits away
            mode = path.lstat().st_mode
            os.chown(path, user, user, follow_symlinks=False)
            if not path.is_symlink():
                path.chmod(mode & 0o7777)

    def run(self, case, folder, environment, arguments, user):
        environment = dict(environment)
        for name, value in case.variables:
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value.format(W=self.root)
        program = f"osinfo-db-{case.program}"
        stdin = (self.root / "work" / case.stdin).read_bytes() if case.stdin else b""
        other = {"user": user, "group": user, "extra_groups": []} if user != os.geteuid() else {}
        return subprocess.run([program, *(word.format(W=self.root) for word in arguments)], executable=folder / program,
                              cwd=self.root / "work", env=environment, input=stdin, capture_output=True, umask=case.umask, **other)

    def ask(self, case, folder, environment, user):
        if case.program != "path" or not self.root.exists():
            self.build_world(case, user)
        for arguments in case.before:
            self.run(case, folder, environment, arguments, user)
        start = int(time.time())
        run = self.run(case, folder, environment, case.arguments, user)
        answer = Answer(run.returncode, run.stdout, run.stderr)
        answer.take_output(start)
        for path in sorted(self.root.rglob("*")):
            name = str(path.relative_to(self.root))
            if name.split("/")[0] == STATE:
                continue
            status = path.lstat()
            content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
            if case.program == "export" and isinstance(content, bytes):
                content = answer.take_archive(name, content, start)
            answer.tree[name] = (content, f"{status.st_mode:o}", status.st_uid, status.st_gid)
        return answer

    def ask_both(self, case, user):
        for _ in range(2):
            day = time.gmtime().tm_yday
            theirs = self.ask(case, ESTABLISHED_FOLDER, self.theirs, user)
            ours = self.ask(case, self.world.folder, self.ours, user)
            if day == time.gmtime().tm_yday:  # names and versions of archives are dates
                break
        for answer, words in (theirs, {}), (ours, self.translations):
            for word, other in {**words, str(self.root): "{W}"}.items():
                answer.output = answer.output.replace(word, other)
                answer.errors = answer.errors.replace(word, other)
        return theirs, ours


def tell_difference(kind, theirs, ours):
    if isinstance(theirs, dict):
        for name in sorted(set(theirs) | set(ours)):
            if theirs.get(name) != ours.get(name):
                yield from tell_difference(f"{kind} {name}", theirs.get(name, "nothing"), ours.get(name, "nothing"))
    else:
        yield f"{kind}: established {theirs!r:.600}"
        yield f"{kind}: ours        {ours!r:.600}"


def times_of_day(version):
    try:
        return {calendar.timegm(time.strptime(version, "%Y%m%d"))} if len(version) == 8 else None
    except ValueError:
        return None


def has_frame(names):
    """Is the folder first, and what the programs add last?"""
    last = [f"{names[0]}/{own}" for own in ("VERSION", "LICENSE") if f"{names[0]}/{own}" in names]
    return names[0] == min(names) and names[-len(last):] == last, names[:-len(last)]


def check_packing(case, theirs, ours):
    """Faults in how archives are made, for what both made (KB-46)."""
    for name in theirs.packing.keys() & ours.packing.keys() if theirs.status == ours.status == 0 else []:
        (their_names, their_times, their_keys), (names, times, keys) = theirs.packing[name], ours.packing[name]
        is_framed, inner = has_frame(names)
        epoch = dict(case.variables).get("SOURCE_DATE_EPOCH")
        known = {int(epoch)} if epoch else times_of_day(names[0].removeprefix("osinfo-db-")) or {"now"}
        if not is_framed or not has_frame(their_names)[0]:
            yield f"{name}: the folder is not first, or VERSION and LICENSE are not last"
        if inner != sorted(inner, key=lambda path: path.split("/")):
            yield f"{name}: our entries are not sorted: {names}"
        if "many" in case.world and their_names == names:
            yield f"{name}: theirs are sorted"
        if times != known or their_times != {"now"}:
            yield f"{name}: times are {times} and {their_times}"
        if not keys <= {"path"} or not their_keys >= {"atime", "ctime"}:
            yield f"{name}: extended headers are {keys} and {their_keys}"


def check_help(case, theirs, ours):
    """Faults in help texts: ours has all options with the same texts, and those that are new."""
    if theirs.help is not None and ours.help is not None and ours.help != {**theirs.help, **NEW_OPTIONS[case.program]}:
        yield f"options of ours: {ours.help}"


def check_differences(rows, theirs, ours):
    expected = {kind for row in rows for kind in row.kinds.split()}
    for kind in KINDS:
        is_same = getattr(theirs, kind) == getattr(ours, kind)
        if not is_same and kind not in expected:
            yield from tell_difference(kind, getattr(theirs, kind), getattr(ours, kind))
        if is_same and kind in expected:
            yield f"{kind}: no difference, but a row for one: {[row.why for row in rows if kind in row.kinds.split()]}"


def check_words(case, rows, theirs, ours):
    """Where it is said what we say instead, we say that."""
    words = [row for row in rows if row.ours is not None]
    expected = theirs.errors
    for row in words:
        expected = re.sub(row.theirs, row.ours.replace("{program}", f"osinfo-db-{case.program}"), expected)
    if words and expected != ours.errors:
        yield from tell_difference("errors, as expected", expected, ours.errors)


def check(oracle, case, user, used):
    """Lines that say what is wrong; none: nothing is."""
    theirs, ours = oracle.ask_both(case, user)
    name = f"{case} uid={'0' if user == 0 else 'other'}"
    rows = [row for row in oracle.differences if row.applies(name, theirs)]
    used.update(map(id, rows))
    yield from check_differences(rows, theirs, ours)
    yield from check_words(case, rows, theirs, ours)
    yield from check_packing(case, theirs, ours)
    yield from check_help(case, theirs, ours)


def run_cases(oracle, user, only):
    """All cases as one user: names, lines that say what is wrong, ids of the rows that were of use."""
    used = set()
    results = []
    cases = all_cases()
    for case in share(cases) if only is None else cases:
        if only is None or re.search(only, str(case)):
            name = f"{'root' if user == 0 else 'other'}: {case}".replace("#", "\\#").encode("unicode_escape").decode()
            results.append((name, list(check(oracle, case, user, used))))
    return results, used


def find_translations():
    """Folders of the build to those of the established programs."""
    folders = {f"{sys.argv[2]}/osinfo": "/etc/osinfo", f"{sys.argv[3]}/osinfo": "/usr/share/osinfo"}
    return {own: established for own, established in folders.items() if own != established}


def find_version():
    """That of the established programs; the newest where no package says it, for version 1.10 does not tell its own."""
    for command in (["dpkg-query", "-W", "-f", "${Version}"], ["rpm", "-q", "--qf", "%{VERSION}"]):
        if shutil.which(command[0]):
            run = subprocess.run([*command, "osinfo-db-tools"], capture_output=True, text=True)
            found = re.match(r"(?:\d+:)?(\d+(?:\.\d+)*)", run.stdout) if run.returncode == 0 else None
            if found:
                return found[1]
    return "999"


def why_not(user, folder):
    if user == os.geteuid():
        return None
    return ImportWorld(folder).why_not_nobody() if user == NOBODY else "needs to be root"


def main():
    tap = Tap()
    for program in PROGRAMS:
        reason = find_established(f"osinfo-db-{program}")
        if reason:
            print(f"1..0 # SKIP {reason}")
            return 0
    if os.access("/dev/shm", os.W_OK):
        # nothing here is to survive a loss of power, which both wait for elsewhere
        tempfile.tempdir = "/dev/shm"
    os.umask(0o022)
    only = sys.argv[4] if len(sys.argv) > 4 else None
    reasons = {user: why_not(user, sys.argv[1]) for user in sorted({0, os.geteuid() or NOBODY})}
    version = find_version()
    differences = [row for row in DIFFERENCES if row.is_of(version)]
    used = set()
    with ThreadPoolExecutor() as pool:
        runs = {user: pool.submit(run_cases, Oracle(sys.argv[1], find_translations(), differences), user, only) for user, reason in reasons.items() if not reason}
        for user, reason in reasons.items():
            if reason:
                tap.skip("root" if user == 0 else "other", reason)
                continue
            results, used_here = runs[user].result()
            used |= used_here
            for name, wrong in results:
                tap.ok(not wrong, name, *wrong)
    for row in differences if IS_WHOLE and only is None and not any(reasons.values()) else []:
        tap.ok(id(row) in used, f"there are cases of: {row.why}", row.cases, row.theirs)
    return tap.finish()


sys.exit(main())
