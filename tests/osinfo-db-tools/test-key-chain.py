#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys that come with a signature: which count, since one that is here has certified them, and which do not. Prints TAP.

usage: test-key-chain.py REMOTE-HELPER"""

import hashlib
import re
import sys

from keyring import Keyring
from remote_case import Tap, World

DATA = b"what is signed"
USER = "Project <project@example.org>"

tap = Tap()
world = World(sys.argv[1])


class Keys(Keyring):
    def certify(self, issuer, key, how="--quick-sign-key"):
        self.gpg("--local-user", issuer, how, key)

    def copy(self, *keys):
        return self.gpg("--armor", "--export", *keys)

    def add_subkey(self, key):
        """Its fingerprint; the exclamation mark makes gpg sign with this one."""
        before = self.list_parts(key)
        self.gpg("--quick-add-key", key, "ed25519", "sign", "never")
        return next(part for part in self.list_parts(key) if part not in before) + "!"

    def list_parts(self, key):
        listing = self.gpg("--with-colons", "--list-keys", key).decode()
        return re.findall(r"^fpr:{9}(\w+):", listing, re.M)

    def revoke_subkey(self, key, part):
        number = self.list_parts(key).index(part.rstrip("!"))
        # yes, no reason, no text, yes
        self.gpg("--command-fd", "0", "--edit-key", key, data=f"key {number}\nrevkey\ny\n0\n\ny\nsave\n".encode())

    def revoke_certification(self, issuer, key):
        self.gpg("--quick-revoke-sig", key, issuer)


def name_certification(issuer, key, user):
    """What is remembered of one that was taken back."""
    return hashlib.sha256(f"{issuer} {key} {user}".encode()).hexdigest().upper()


def ask(name, here, beside, signature, expected, known=(), learned=None):
    """@here: what is in the folder of keys, @beside: what came with the signature, None: nothing was asked for; @known: what
    is known as revoked, @learned: what is then."""
    folder = world.folder / "keys"
    folder.mkdir(exist_ok=True)
    for content, path in ((here, folder / "project.asc"), (beside or b"", world.folder / "keys.asc"),
                          (DATA, world.folder / "data"), (signature, world.folder / "data.asc")):  # fmt: skip
        path.write_bytes(content)
    keys = world.folder / "keys.asc" if beside is not None else "-"
    known = [part.rstrip("!") for part in known]
    answer = world.call("chain", world.folder / "data", world.folder / "data.asc", keys, " ".join(known), folder)
    tap.ok(answer.status == 0 and answer.values.get("outcome") == expected, name, f"expected: {expected}", answer)
    if learned is not None:
        learned = sorted(part.rstrip("!") for part in learned)
        tap.equal(answer.values.get("revoked", "").split(), learned, f"{name}/what is learned")


def sign(keys, key):
    return keys.gpg("--armor", "--local-user", key, "--detach-sign", data=DATA)


def check_successors(keys, project):
    here = keys.copy(project)
    second, third = keys.make("Second <second@example.org>"), keys.make("Third <third@example.org>")
    keys.certify(project, second)
    keys.certify(second, third)
    by_second, by_third = sign(keys, second), sign(keys, third)
    ask("successor/certified", here, keys.copy(second), by_second, "good")
    ask("successor/among others", here, keys.copy(project, second, third), by_second, "good")
    ask("successor/of a successor", here, keys.copy(second, third), by_third, "good")
    ask("successor/one is missing", here, keys.copy(third), by_third, "unknown-key")
    ask("successor/not there", here, keys.copy(project), by_second, "unknown-key")
    ask("successor/signed by the old one", here, keys.copy(second), sign(keys, project), "good")
    ask("successor/other bytes", here, keys.copy(second), keys.gpg("--armor", "--local-user", second, "--detach-sign", data=b"x"), "bad")
    for name, beside in (("nothing", b""), ("garbage", b"<!DOCTYPE html>"), ("cut", keys.copy(second)[:200]),
                         ("behind the limit", b"x" * 65536 + keys.copy(second))):  # fmt: skip
        ask(f"successor/keys that are {name}", here, beside, by_second, "unknown-key")
        ask(f"successor/keys that are {name} do not matter", here, beside, sign(keys, project), "good")


def check_strangers(keys, project):
    here = keys.copy(project)
    stranger, friend = keys.make("Stranger <stranger@example.org>"), keys.make("Friend <friend@example.org>")
    keys.certify(stranger, friend)
    keys.certify(stranger, project)
    ask("stranger/alone", here, keys.copy(stranger), sign(keys, stranger), "unknown-key")
    ask("stranger/certified by another", here, keys.copy(stranger, friend), sign(keys, friend), "unknown-key")
    ask("stranger/who certified the project", here, keys.copy(project, stranger), sign(keys, stranger), "unknown-key")
    with Keys() as others:
        twin = others.make(USER)
        ask("stranger/of the same name", here, others.copy(twin), sign(others, twin), "unknown-key")
    local = keys.make("Local <local@example.org>")
    keys.certify(project, local, "--quick-lsign-key")
    ask("stranger/certified for oneself", here, keys.copy(local), sign(keys, local), "unknown-key")
    lost = keys.make("Lost <lost@example.org>")
    keys.certify(project, lost)
    ask("stranger/before it was taken back", here, keys.copy(lost), sign(keys, lost), "good")
    keys.revoke_certification(project, lost)
    ask("stranger/taken back", here, keys.copy(lost), sign(keys, lost), "unknown-key")


def check_times(keys):
    expired = keys.make("Expired <expired@example.org>", expire="1y")
    heir = keys.make("Heir <heir@example.org>")
    keys.gpg("--faked-system-time", "20200202T030405!", "--local-user", expired, "--quick-sign-key", heir)
    ask("expired/issuer", keys.copy(expired), keys.copy(heir), sign(keys, heir), "unknown-key")
    here = keys.copy(expired)
    keys.gpg("--quick-set-expire", expired, "30y")
    ask("expired/prolonged here", keys.copy(expired), b"", sign(keys, expired), "good")
    ask("expired/prolonged, as one learns beside", here, keys.copy(expired), sign(keys, expired), "unknown-key")
    ask("expired/issuer that was prolonged beside", here, keys.copy(expired, heir), sign(keys, heir), "unknown-key")
    project, second = keys.make("Old <old@example.org>"), keys.make("New <new@example.org>")
    keys.certify(project, second)
    here, beside, by_second = keys.copy(project), keys.copy(second), sign(keys, second)
    ask("revoked/not yet", here, beside, by_second, "good")
    keys.revoke(project)
    ask("revoked/issuer, here", keys.copy(project), beside, by_second, "unknown-key")
    ask("revoked/issuer, as one learns beside", here, keys.copy(project, second), by_second, "unknown-key")


def check_parts(keys):
    """Signing parts of a key that is here are renewed without anybody's doing."""
    project = keys.make("Parts <parts@example.org>")
    first = keys.add_subkey(project)
    here, by_first = keys.copy(project), sign(keys, first)
    second = keys.add_subkey(project)
    by_second = sign(keys, second)
    ask("part/known", here, b"", by_first, "good")
    ask("part/new", here, keys.copy(project), by_second, "good")
    ask("part/new, and nobody says so", here, b"", by_second, "unknown-key")
    keys.revoke_subkey(project, first)
    ask("part/revoked", keys.copy(project), b"", by_first, "key-revoked")
    ask("part/revoked, as one learns beside", here, keys.copy(project), by_first, "key-revoked")
    ask("part/the other one goes on", here, keys.copy(project), by_second, "good")


def check_memory(keys):
    """What was seen as revoked stays so, whatever is shown later."""
    project = keys.make("Memory <memory@example.org>")
    first, second = keys.add_subkey(project), keys.add_subkey(project)
    here, by_first, by_second = keys.copy(project), sign(keys, first), sign(keys, second)
    third = keys.add_subkey(project)
    before, by_third = keys.copy(project), sign(keys, third)
    ask("memory/nothing to learn", here, before, by_third, "good", learned=())
    keys.revoke_subkey(project, first)
    ask("memory/of a part", here, keys.copy(project), by_third, "good", learned=[first])
    ask("memory/of a part, whatever it is asked for", here, keys.copy(project), by_first, "key-revoked", learned=[first])
    ask("memory/the part, and nobody says so any more", here, None, by_first, "key-revoked", known=[first])
    ask("memory/the part, and older keys are shown", here, before, by_first, "key-revoked", known=[first], learned=[first])
    ask("memory/the part, and no keys are", here, b"", by_first, "key-revoked", known=[first])
    ask("memory/another part", here, None, by_second, "good", known=[first])
    ask("memory/whoever signs with both", here, None, by_first + by_second, "key-revoked", known=[first])
    ask("memory/another key", here, None, by_first, "good", known=["0" * 40])

    heir, child = keys.make("Heir <heir@memory.example.org>"), keys.make("Child <child@memory.example.org>")
    keys.certify(project, heir)
    keys.certify(heir, child)
    before = keys.copy(heir, child)
    by_heir, by_child = sign(keys, heir), sign(keys, child)
    keys.revoke(heir)
    ask("memory/of a successor", here, keys.copy(heir), by_heir, "key-revoked", learned=[heir])
    ask("memory/of a successor, and older keys are shown", here, before, by_heir, "key-revoked", known=[heir])
    ask("memory/whom it certified", here, before, by_child, "unknown-key", known=[heir])
    ask("memory/whom it certified, before", here, before, by_child, "good")

    stranger = keys.make("Stranger <stranger@memory.example.org>")
    keys.revoke(stranger)
    ask("memory/not of strangers", here, keys.copy(stranger), by_third, "unknown-key", learned=())
    before = keys.copy(project)
    keys.revoke(project)
    ask("memory/of the key itself", here, keys.copy(project), by_third, "key-revoked", learned=[project])
    ask("memory/of the key itself, its parts", here, before, by_second, "key-revoked", known=[project])
    ask("memory/of the key itself, nobody says so", here, None, by_second, "key-revoked", known=[project])
    ask("memory/whom the key certified", keys.copy(child), before, by_heir, "unknown-key", known=[project])


def check_full_memory(keys):
    """What could not be remembered is not relied on; else a thief fills the memory with what he revokes."""
    project, second = keys.make("Full <full@example.org>"), keys.make("Second <second@full.example.org>")
    part = keys.add_subkey(project)
    here, by_part = keys.copy(project), sign(keys, part)
    keys.certify(project, second)
    by_second = sign(keys, second)
    others = [f"{number:040X}" for number in range(256)]
    ask("full/one more is remembered", here, keys.copy(second), by_second, "good", known=others[:255])
    ask("full/certified by another", here, keys.copy(second), by_second, "unknown-key", known=others, learned=others)
    ask("full/here itself", here, keys.copy(second), sign(keys, project), "good", known=others)
    ask("full/both are here", keys.copy(project, second), None, by_second, "good", known=others)
    keys.revoke_subkey(project, part)
    ask("full/what is said now counts now", here, keys.copy(project), by_part, "key-revoked", known=others)


def check_taken_back(keys):
    """A certification that was taken back is remembered, too: by issuer, key and name."""
    project, other = keys.make("Giver <giver@example.org>"), keys.make("Other <other@example.org>")
    user, renamed = "Lost <lost@taken.example.org>", "Lost and found <lost@taken.example.org>"
    lost, child = keys.make(user), keys.make("Child <child@taken.example.org>")
    here, both = keys.copy(project), keys.copy(project, other)
    keys.certify(project, lost)
    keys.certify(other, lost)
    keys.certify(lost, child)
    before, by_lost, by_child = keys.copy(lost, child), sign(keys, lost), sign(keys, child)
    gone = [name_certification(project, lost, user)]
    ask("taken-back/not yet", here, before, by_lost, "good", learned=())
    keys.revoke_certification(project, lost)
    after = keys.copy(lost)
    ask("taken-back/learned", here, after, by_lost, "unknown-key", learned=gone)
    ask("taken-back/by the one who signs oneself", here, after, sign(keys, project), "good", learned=gone)
    ask("taken-back/older keys are shown", here, before, by_lost, "unknown-key", known=gone, learned=gone)
    ask("taken-back/whom it certified", here, before, by_child, "unknown-key", known=gone)
    ask("taken-back/another who certified it goes on", both, before, by_lost, "good", known=gone)
    ask("taken-back/it is here itself", keys.copy(project, lost), before, by_lost, "good", known=gone)
    ask("taken-back/another key", here, before, by_lost, "good", known=[name_certification(project, child, user)])
    ask("taken-back/another issuer", here, before, by_lost, "good", known=[name_certification(other, lost, user)])
    ask("taken-back/by a stranger", keys.copy(other), after, by_lost, "good", learned=())
    keys.revoke(lost)
    ask("taken-back/and revoked by its owner", here, keys.copy(lost), by_lost, "key-revoked", learned=gone)

    named = keys.make(renamed)
    keys.certify(project, named)
    before, by_named = keys.copy(named), sign(keys, named)
    keys.gpg("--quick-add-uid", named, "Second name")
    keys.gpg("--quick-revoke-uid", named, renamed)
    gone = [name_certification(project, named, renamed)]
    ask("taken-back/the name was revoked", here, keys.copy(named), by_named, "unknown-key", learned=gone)
    ask("taken-back/the name was revoked, older keys are shown", here, before, by_named, "unknown-key", known=gone)
    keys.certify(project, named)
    ask("taken-back/another name goes on", here, keys.copy(named), by_named, "good", known=gone, learned=gone)


def main():
    with Keys() as keys:
        project = keys.make(USER)
        check_successors(keys, project)
        check_strangers(keys, project)
        check_times(keys)
        check_parts(keys)
        check_memory(keys)
        check_full_memory(keys)
        check_taken_back(keys)
    tap.ok(world.leftovers() == [], "nothing-left", world.leftovers())
    return tap.finish()


sys.exit(main())
