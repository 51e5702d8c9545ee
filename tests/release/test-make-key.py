#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""release/make-key, and what it is for: a site whose key is renewed, succeeded, revoked, and a client that has the first
one only. Prints TAP.

usage: test-make-key.py FOLDER-OF-PROGRAMS"""

import hashlib
import json
import re
import subprocess
import sys

from publish_case import DATE_FORM, SOURCE, PublishWorld, find_problem, is_one_line
from import_case import make_database, read_tree, xz
from keyring import Keyring
from tools_case import HANG, Tap

USER = "Project <project@example.org>"
PAST = "faked-system-time 20200102T030405!\n"


class KeyWorld(PublishWorld):
    """Its keys are made by the program; they have a passphrase."""

    def __init__(self, programs, keys):
        super().__init__(programs, keys)
        self.secret = self.path("passphrase")
        self.secret.write_text("correct horse\n", encoding="ascii")

    def make_key(self, *arguments, home=None, secret=True):
        command = [SOURCE / "release" / "make-key", f"--home={home or self.keys.home}"]
        command += [f"--passphrase-file={self.secret}"] if secret else []
        run = subprocess.run(
            [*map(str, command), *map(str, arguments)], cwd=self.root, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=HANG, text=True, check=False,
        )  # fmt: skip
        return run.returncode, run.stdout, run.stderr

    def list_parts(self, key):
        return [line.split() for line in self.make_key("list", key)[1].splitlines()]

    def unsign(self):
        """What whoever has the site can do."""
        for path in self.site.glob("*.asc"):
            if path.name != "keys.asc":
                path.unlink()

    def release(self, date, key, **options):
        """A change and its publication."""
        self.change(date)
        return self.publish(f"--passphrase-file={self.secret}", key=key, **options)


class Thief:
    """Whoever has a signing subkey, and the site as it was before it was revoked."""

    NAME = "osinfo-db-20991231.tar.xz"

    def __init__(self, world, part):
        self.files = {path.name: path.read_bytes() for path in world.site.iterdir()}
        archive = make_database("20991231", {"os/example.org/heron-4.xml": DATE_FORM.format("1999-01-01")}, pack=xz)
        release = {"version": "20991231", "archive": self.NAME, "sha256": hashlib.sha256(archive).hexdigest(), "size": len(archive)}
        document = json.dumps({"version": 1, "expires": "2999-01-01T00:00:00Z", "release": release}).encode()
        for name, content in (("latest.json", document), (self.NAME, archive)):
            self.files |= {name: content, name + ".asc": self.sign(world, part, content)}

    @staticmethod
    def sign(world, part, content):
        command = ["gpg", "--homedir", world.keys.home, "--batch", "--quiet", "--no-tty", "--pinentry-mode", "loopback",
                   "--passphrase-file", world.secret, "--armor", "--local-user", part + "!", "--detach-sign"]  # fmt: skip
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout

    def take_over(self, world):
        self.site = world.site
        self.right = {path.name: path.read_bytes() for path in world.site.iterdir()}
        self.write(self.files)
        return self

    def write(self, files):
        for path in self.site.iterdir():
            path.unlink()
        for name, content in files.items():
            (self.site / name).write_bytes(content)

    def restore(self):
        self.write(self.right)


def test_create(tap, world):
    status, output, errors = world.make_key("create", USER)
    key = output.strip()
    tap.ok(status == 0 and errors == "" and re.fullmatch("[0-9A-F]{40}", key), "create/fingerprint", output, errors)
    parts = world.list_parts(key)
    tap.ok(len(parts) == 2 and "c" in parts[0][1] and "s" not in parts[0][1] and parts[1][1] == "s",
           "create/the primary key certifies, a subkey signs", parts)  # fmt: skip
    years = (int(parts[0][3]) - int(parts[1][3])) / 31536000
    tap.ok(3.9 < years < 4.1, "create/the primary key is valid for four years more", parts)
    for arguments, word in ((["create", USER], "already"), (["renew", "nobody"], "'nobody'"), (["export", key], "--public"),
                            (["revoke", key, "--part", "00"], "no subkey"), (["succeed", key, USER], "already")):  # fmt: skip
        status, output, errors = world.make_key(*arguments)
        tap.ok(status == 1 and output == "" and is_one_line(errors) and word in errors, f"create/refused/{arguments[0]}", errors)
    status, _, errors = world.make_key("all")
    tap.ok(status == 2 and "usage" in errors, "create/no command", errors)
    public = world.path("keys") / "project.asc"
    tap.equal(world.make_key("export", key, f"--public={public}"), (0, "", ""), "create/export")
    tap.ok(public.read_text().startswith("-----BEGIN PGP PUBLIC"), "create/what clients get")
    tap.equal(world.release("2026-02-01", key)[::2], (0, ""), "create/a site is signed")
    tap.equal((world.check_site(), world.refresh(), world.get_date()), (None, (0, "", ""), "2026-02-01"), "create/a client believes")
    return key


def test_signing_only(tap, world, key):
    """The machine that releases has no more than it needs."""
    secret = world.path("signing.asc")
    secret.touch(mode=0o644)
    tap.equal(world.make_key("export", key, f"--signing={secret}"), (0, "", ""), "signing/export")
    tap.equal(secret.stat().st_mode & 0o777, 0o600, "signing/for its owner only")
    with Keyring() as other:
        run = subprocess.run(
            ["gpg", "--homedir", other.home, "--batch", "--quiet", "--pinentry-mode=loopback", f"--passphrase-file={world.secret}",
             "--import", secret], capture_output=True, check=False, env=world.environment,
        )  # fmt: skip
        tap.equal(run.returncode, 0, "signing/import", run.stderr)
        own, world.keys = world.keys, other
        tap.equal(world.release("2026-02-02", key)[::2], (0, ""), "signing/it releases")
        tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-02"), "signing/a client believes")
        status, _, errors = world.make_key("renew", key)
        tap.ok(status == 1 and is_one_line(errors), "signing/it makes no keys", errors)
        world.keys = own


def test_renewed(tap, world, key):
    """Signing subkeys come and go, and clients need nothing for it."""
    first = world.list_parts(key)[1][0]
    tap.equal(world.make_key("renew", key), (0, "", ""), "renewed/another subkey")
    both = world.path("both-parts")
    both.mkdir()
    world.make_key("export", key, f"--public={both / 'project.asc'}")
    tap.equal([does for _, does, _, _ in world.list_parts(key)][1:], ["s", "s"], "renewed/there are two")
    tap.equal(world.release("2026-02-03", key)[::2], (0, ""), "renewed/released")
    tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-03"), "renewed/a client with the old file believes")
    tap.equal(world.refresh("both", OSINFO_DB_KEYS=both), (0, "", ""), "renewed/one with both parts believes")
    stolen = Thief(world, first)
    tap.equal(world.make_key("revoke", key, "--part", first), (0, "", ""), "renewed/the first one is revoked")
    tap.equal([state for _, _, state, _ in world.list_parts(key)][1], "r", "renewed/it is")
    before = world.read_site()
    status, _, errors = world.publish(f"--passphrase-file={world.secret}", key=key)
    after = world.read_site()
    changed = {name.partition("/")[2] for name in after if after[name] != before.get(name)}
    tap.ok(status == 0 and {"keys.asc", "SHA256SUMS", "SHA256SUMS.asc"} <= changed and "latest.json" not in changed,
           "renewed/the site says so, without a release", changed, errors)  # fmt: skip
    tap.equal((world.check_site(), world.refresh()), (None, (0, "", "")), "renewed/a client goes on")
    owned = stolen.take_over(world)
    before = read_tree(world.path("db"))
    for label, arguments in (("plainly", ()), ("if older versions are wanted", ("--allow-downgrade",)), ("if no signature is", ("--no-require-signature",))):
        status, _, errors = world.refresh("db", *arguments)
        tap.ok(status == 1 and is_one_line(errors) and "revoked" in errors, f"renewed/what a thief signs with the first one/{label}", errors)
    result = world.import_("--dir", world.path("db"), f"{world.environment['OSINFO_DB_URL']}/{stolen.NAME}")
    tap.ok(result[0] == 1 and "revoked" in result[2], "renewed/nor an archive by its name", result)
    tap.equal(read_tree(world.path("db")), before, "renewed/the old data stay")
    owned.restore()
    tap.equal((world.check_site(), world.refresh()), (None, (0, "", "")), "renewed/the right site is back")
    tap.equal(world.release("2026-02-10", key)[::2], (0, ""), "renewed/released again")
    tap.equal(world.refresh("both", OSINFO_DB_KEYS=both), (0, "", ""), "renewed/one with both parts reads why they changed")
    stolen.take_over(world)
    status, _, errors = world.refresh("both", OSINFO_DB_KEYS=both)
    tap.ok(status == 1 and is_one_line(errors) and "revoked" in errors and world.get_date("both") == "2026-02-10",
           "renewed/one with both parts refuses a thief, too", errors)  # fmt: skip
    owned.restore()


def test_succeeded(tap, world, key):
    status, output, errors = world.make_key("succeed", key, "Project 2 <project@example.org>")
    second = output.strip()
    tap.ok(status == 0 and errors == "" and second != key, "succeeded/made", output, errors)
    tap.equal(world.release("2026-02-04", second)[::2], (0, ""), "succeeded/released")
    tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-04"), "succeeded/a client with the old key believes")
    tap.equal(world.check_site(), None, "succeeded/all is signed by the new one")
    _, output, _ = world.make_key("succeed", second, "Project 3 <project@example.org>")
    third = output.strip()
    tap.equal(world.release("2026-02-05", third)[::2], (0, ""), "succeeded/once more")
    tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-05"), "succeeded/a client with the first key believes")
    _, output, _ = world.make_key("create", "Stranger <stranger@example.org>")
    stranger = output.strip()
    before = world.read_site()
    status, _, errors = world.release("2026-02-06", stranger)
    tap.ok(status == 1 and is_one_line(errors) and third in errors and "not certified" in errors and world.read_site() == before,
           "succeeded/no mistaken key", errors)  # fmt: skip
    world.unsign()
    world.release("2026-02-06", stranger)
    status, _, errors = world.refresh()
    tap.ok(status == 1 and is_one_line(errors) and "unknown key" in errors and world.get_date() == "2026-02-05",
           "succeeded/not by a stranger", errors)  # fmt: skip
    world.unsign()
    tap.equal(world.release("2026-02-07", third)[::2], (0, ""), "succeeded/the right one is back")
    tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-07"), "succeeded/and clients with it")
    return second, third


def test_revoked(tap, world, key, second, third):
    tap.equal(world.make_key("revoke", key), (0, "", ""), "revoked/the first key")
    status, _, errors = world.publish(f"--passphrase-file={world.secret}", key=key)
    tap.ok(status == 1 and is_one_line(errors) and "cannot sign" in errors, "revoked/does not release", errors)
    tap.equal(world.release("2026-02-08", third)[::2], (0, ""), "revoked/the third one does")
    status, _, errors = world.refresh()
    tap.ok(status == 1 and "unknown key" in errors, "revoked/who has the first one only learns of it, and stops", errors)
    world.make_key("export", second, f"--public={world.path('keys') / 'second.asc'}")
    tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-08"), "revoked/who has the second one goes on")


def test_lost(tap, programs):
    """A successor that was stolen: clients with the first key learn so from the site, and go on with another one."""
    for how in ("revoked", "disowned"):
        with Keyring() as keys:
            world = KeyWorld(programs, keys)
            first = world.make_key("create", USER)[1].strip()
            world.make_key("export", first, f"--public={world.path('keys') / 'project.asc'}")
            second = world.make_key("succeed", first, "Project 2 <project@example.org>")[1].strip()
            tap.equal(world.release("2026-02-01", second)[::2], (0, ""), f"lost/{how}/released by it")
            tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-01"), f"lost/{how}/a client believes")
            thief = Thief(world, world.list_parts(second)[1][0])
            if how == "revoked":
                world.make_key("revoke", second)
            else:
                words = ["--pinentry-mode", "loopback", "--passphrase-file", world.secret]
                keys.gpg(*words, "--quick-revoke-sig", second, first)
            _, output, _ = world.make_key("succeed", first, "Project 3 <project@example.org>")
            third = output.strip()
            if how == "disowned":
                # what takes the place of the one before must be certified by it, unless that does not count any more
                world.unsign()
            tap.equal(world.release("2026-02-02", third)[::2], (0, ""), f"lost/{how}/released by another one")
            tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-02"), f"lost/{how}/the client goes on")
            owned = thief.take_over(world)
            status, _, errors = world.refresh()
            tap.ok(status == 1 and is_one_line(errors) and world.get_date() == "2026-02-02", f"lost/{how}/it refuses the thief", errors)
            owned.restore()
            tap.equal(world.refresh(), (0, "", ""), f"lost/{how}/the right site is back")


def test_expired(tap, programs):
    with Keyring() as keys:
        world = KeyWorld(programs, keys)
        (keys.home / "gpg.conf").write_text(PAST, encoding="ascii")
        _, output, errors = world.make_key("create", USER)
        key = output.strip()
        (keys.home / "gpg.conf").unlink()
        status, _, errors = world.release("2026-02-01", key)
        tap.ok(status == 1 and is_one_line(errors) and "cannot sign" in errors and not world.site.exists(), "expired/no release", errors)
        tap.equal(world.make_key("renew", key, "--valid=3y"), (0, "", ""), "expired/renewed")
        tap.equal(world.release("2026-02-01", key)[::2], (0, ""), "expired/releases again")


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with Keyring() as keys:
        world = KeyWorld(sys.argv[1], keys)
        key = test_create(tap, world)
        test_signing_only(tap, world, key)
        test_renewed(tap, world, key)
        second, third = test_succeeded(tap, world, key)
        test_revoked(tap, world, key, second, third)
    test_lost(tap, sys.argv[1])
    test_expired(tap, sys.argv[1])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
