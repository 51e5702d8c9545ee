#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A publication that fails, at whatever step and call, leaves the site as it was and says why in one line; the next
one is done as if nothing had been. Prints TAP.

usage: test-publish-faults.py FOLDER-OF-PROGRAMS FAULT-SHIM"""

import fcntl
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from publish_case import DAY, ENTITY, SOURCE, PublishWorld, find_problem, is_one_line, write_program
from keyring import Keyring
from site_folder import get_digest
from tools_case import Tap, preload, share

# Of the calls, each of which takes three publications, so that all of them take a quarter of an hour; it is no number
# that files come by.
EVERY = 7
CALLS = ("write", "open", "link", "mkdir", "rename", "sync", "chmod", "unlink", "read")


class Runs:
    """A site with one release, and a tree that says something else."""

    def __init__(self, programs, keys, key):
        self.world = PublishWorld(programs, keys)
        self.key = key
        self.world.trust(key)
        self.world.publish(key=key)
        self.world.change("2026-02-02")
        self.before = self.world.read_site()
        self.saved = self.world.path("saved")
        shutil.copytree(self.world.site, self.saved)

    def reset(self):
        shutil.rmtree(self.world.site)
        shutil.copytree(self.saved, self.world.site)
        self.world.change("2026-02-02")

    def publish(self, **options):
        return self.world.publish(*options.pop("arguments", ()), key=options.pop("key", self.key), **options)

    def judge(self, result, *words, status=1):
        """What is wrong after a failure that says words; None: nothing."""
        good = result[0] == status and result[1] == "" and (status == 2 or is_one_line(result[2]))
        if not good or not all(word in result[2] for word in words):
            return result
        after = self.world.read_site()
        if after != self.before:
            return sorted(name for name in {**after, **self.before} if after.get(name) != self.before.get(name))
        return None

    def judge_next(self):
        """The same without a fault."""
        result = self.publish()
        return self.world.check_site() if result == (0, "published 20990101.1\n", "") else result


def fake_tools(world, name, text):
    """The programs, one of them another."""
    folder = world.path("fake")
    shutil.rmtree(folder, ignore_errors=True)
    for tool in ("osinfo-db-diff", "osinfo-db-validate"):
        write_program(folder / tool, text if tool == name else f'exec "{world.folder / tool}" "$@"\n')
    return folder


def fake_gpg(world, text):
    """A PATH with another gpg, whose text gets the right one's path."""
    folder = world.path("gpg")
    write_program(folder / "gpg", text.replace("GPG", shutil.which("gpg")))
    return f"{folder}:/usr/bin:/bin"


def test_steps(tap, runs):
    world = runs.world
    entity = world.tree / ENTITY
    wrong = entity.read_text(encoding="utf-8")
    failing = "echo first >&2\necho second >&2\nexit 1\n"
    unsigned = 'case "$*" in *--detach-sign*) echo gpg: no >&2; exit 2;; esac\nexec GPG "$@"\n'
    forged = 'case "$*" in *--detach-sign*) echo nonsense; exit 0;; esac\nexec GPG "$@"\n'
    keyless = 'case "$*" in *--export*) echo gpg: no >&2; exit 2;; esac\nexec GPG "$@"\n'
    for name, change, options, words in (
        ("lint", wrong.replace("<distro>debian", "<distro>heron"), {}, ["lint:", "heron-4.xml", "'heron'"]),
        ("schema", wrong.replace("<vendor>", "<vendro>").replace("</vendor>", "</vendro>"), {}, ["lint:", "heron-4.xml"]),
        ("no-xml", "nonsense", {}, ["archive:"]),
        ("lint-crashes", wrong, {"tools": ("osinfo-db-validate", failing)}, ["lint: first"]),
        ("tests", wrong, {"test": "echo not right; exit 1"}, ["test of the data", "not right"]),
        ("tests-are-killed", wrong, {"test": "kill -9 $$"}, ["test of the data"]),
        ("notes", wrong, {"tools": ("osinfo-db-diff", failing)}, ["release notes: first"]),
        ("no-tools", wrong, {"tools": world.path("nowhere")}, ["osinfo-db-validate", "No such file"]),
        ("no-key", wrong, {"key": "nobody@example.org"}, ["no secret key", "nobody@example.org"]),
        ("no-gpg", wrong, {"PATH": "/nowhere"}, ["gpg (GnuPG)"]),
        ("signing", wrong, {"PATH": fake_gpg(world, unsigned), "gpg": unsigned}, ["gpg: no"]),
        ("forged", wrong, {"PATH": fake_gpg(world, forged), "gpg": forged}, ["signature", "not good"]),
        ("exported", wrong, {"PATH": fake_gpg(world, keyless), "gpg": keyless}, ["gpg: no"]),
        ("stopped", wrong, {"test": "kill -TERM $PPID; sleep 60"}, ["SIGTERM"]),
        ("clock", wrong, {"date": "2098-12-31"}, ["20990101", "2098-12-31"]),
    ):
        entity.write_text(change, encoding="utf-8")
        if isinstance(options.get("tools"), tuple):
            options["tools"] = fake_tools(world, *options["tools"])
        if "gpg" in options:
            fake_gpg(world, options.pop("gpg"))
        tap.equal(runs.judge(runs.publish(**options), *words), None, f"steps/{name}")
    runs.reset()
    tap.equal(runs.judge_next(), None, "steps/then without")


def test_arguments(tap, runs):
    runs.reset()
    for argument in ("--date=2026-02-30", "--date=20260201", "--date=soon", "--keep=0", "--keep=x", "--valid=-1", "--all", "--sit=x"):
        tap.equal(runs.judge(runs.publish(arguments=[argument]), argument.partition("=")[2], status=2), None, f"arguments/{argument}")
    for argument, word in (("--site=/", "'/'"), ("--site=nowhere/site", "nowhere"), ("--passphrase-file=nowhere", "nowhere"),
                           ("--source=nowhere", "nowhere")):  # fmt: skip
        tap.equal(runs.judge(runs.publish(arguments=[argument]), word), None, f"arguments/{argument}")


def test_damaged(tap, runs):
    """What somebody else did to the site is not built upon."""
    site = runs.world.site
    archive = "osinfo-db-20990101.tar.xz"

    def spoil(name, data=b"other"):
        (site / name).write_bytes(data)

    def unsign():
        for path in site.glob("*.asc"):
            path.unlink()

    def rows(text):
        """As somebody writes them who signs nothing and counts well."""
        spoil("releases.json", b'{"format": 1, "releases": ' + text + b"}")
        spoil("SHA256SUMS", f"{get_digest(site / 'releases.json')}  releases.json\n".encode())

    for label, damage, word in (
        ("archive", lambda: spoil(archive), archive),
        ("no-archive", lambda: (site / archive).unlink(), archive),
        ("releases", lambda: spoil("releases.json", b'{"format": 1, "releases": []}'), "releases.json"),
        ("no-releases", lambda: (site / "releases.json").unlink(), "no releases.json"),
        ("latest", lambda: spoil("latest.json", (site / "latest.json").read_bytes() + b" "), "latest.json"),
        ("no-latest", lambda: (site / "latest.json").unlink(), "latest.json"),
        ("sums", lambda: spoil("SHA256SUMS"), "SHA256SUMS"),
        ("sums-of-nonsense", lambda: unsign() or spoil("SHA256SUMS", b"\xff\n"), "SHA256SUMS"),
        ("sums-outside", lambda: unsign() or spoil("SHA256SUMS", b"0" * 64 + b"  ../x\n"), "SHA256SUMS"),
        ("versions", lambda: unsign() or rows(b'[{"version": 5, "sha256": "", "size": 1, "content": ""}]'), "'5'"),
        ("version-outside", lambda: unsign() or rows(b'[{"version": "../x", "sha256": "", "size": 1, "content": ""}]'), "'../x'"),
        ("no-rows", lambda: unsign() or rows(b"5"), "releases.json"),
        ("other-rows", lambda: unsign() or rows(b'[{"else": 1}]'), "releases.json"),
        ("signature", lambda: spoil("SHA256SUMS.asc"), "SHA256SUMS"),
        ("page", lambda: spoil("index.html"), "index.html"),
        ("name-is-taken", lambda: spoil("osinfo-db-20990101.1.tar.xz"), "there already"),
    ):
        runs.reset()
        damage()
        runs.before = runs.world.read_site()
        tap.equal(runs.judge(runs.publish(), word), None, f"damaged/{label}")
    runs.reset()
    runs.before = runs.world.read_site()


def test_others(tap, runs):
    """Two at once, and one that was killed."""
    world = runs.world
    runs.reset()
    with open(world.site.parent / ".site.lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tap.equal(runs.judge(runs.publish(), "somebody else publishes"), None, "others/locked")
    killing = 'case "$*" in *--detach-sign*) kill -9 $PPID; sleep 1; exit 2;; esac\nexec GPG "$@"\n'
    status, _, _ = runs.publish(PATH=fake_gpg(world, killing))
    left = {name for name in world.read_site() if not name.startswith(".site.draft")}
    same = all(world.read_site()[name] == runs.before[name] for name in left)
    tap.ok(status == -9 and left == set(runs.before) and same, "others/killed, the site is as it was", status)
    tap.equal(runs.judge_next(), None, "others/killed, the next one is whole")
    runs.reset()


def test_committed(tap, runs):
    """What is released is what all others can have."""
    world = runs.world
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    if shutil.which("git") is None:
        tap.skip("committed", "git is not installed")
        return
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *identity, "-C", world.tree, *command], check=True, env=world.environment)
    world.change("2026-02-03")
    tap.equal(runs.judge(runs.publish(), ENTITY, "not committed"), None, "committed/a change")
    world.change("2026-02-02")
    (world.tree / "data" / "new.xml").write_text("x", encoding="ascii")
    tap.equal(runs.judge(runs.publish(), "data/new.xml", "not committed"), None, "committed/a new file")
    (world.tree / "data" / "new.xml").unlink()
    (world.tree / "notes.txt").write_text("x", encoding="ascii")
    tap.equal(runs.judge_next(), None, "committed/nothing else counts")
    shutil.rmtree(world.tree / ".git")
    runs.reset()


def test_calls(tap, runs, shim):
    """Calls fail, one at a time, of all kinds and all along the way."""
    world = runs.world
    log = world.path("log")

    def publish(*rules):
        log.unlink(missing_ok=True)
        return runs.publish(**preload(shim), FAULT_SHIM="\n".join(rules), FAULT_SHIM_LOG=str(log))

    below = f"{world.site.parent}/*"
    publish(*(f"{call} NOTE {below}" for call in CALLS))
    seen = Counter(tuple(line.split(" ", 2)[::2]) for line in log.read_text().splitlines())
    tap.ok({call for call, _ in seen} >= {"write", "rename", "sync"}, "calls/there are some", seen)
    rules = [f"{call}@{number} EIO {path}" for (call, path), count in sorted(seen.items()) for number in range(1, count + 1)]
    for rule in share(rules[::EVERY]):
        runs.reset()
        result = publish(rule)
        if not log.exists():
            continue
        if result[0] == 0:
            # what is left of the site before is removed by the next one
            if world.read_latest()["release"]["version"] != "20990101.1" or runs.publish()[1][:11] != "nothing new":
                wrong = "nothing was published"
            else:
                wrong = world.check_site()
        else:
            wrong = runs.judge(result) or runs.judge_next()
        tap.equal(wrong, None, "calls/" + rule.replace(str(world.site.parent), "…"), result)
    runs.reset()
    result = publish(f"rename EINVAL {below}")
    tap.equal(runs.judge(result, "in one step", "mount point"), None, "calls/folders cannot be exchanged")


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with Keyring() as keys:
        runs = Runs(sys.argv[1], keys, keys.make("Project <project@example.org>"))
        for test in (test_steps, test_arguments, test_damaged, test_others, test_committed):
            test(tap, runs)
        test_calls(tap, runs, sys.argv[2])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
