#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Signatures of real keys: what each comes to, that nothing but the folders of keys counts, and that
nothing stays behind. Prints TAP.

usage: test-signature.py REMOTE-HELPER"""

import os
import sys
from pathlib import Path

from keyring import THEN_SECONDS, Keyring
from remote_case import Tap, World

DATA = b"not really an archive\n" * 20_000
DAY = "2020-01-02"

tap = Tap()
world = World(sys.argv[1])


def write(name, content):
    path = world.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def processes_below(folder):
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes()
        except OSError:
            continue
        if str(folder).encode() in words:
            found.append(words)
    return found


def verify(name, signature, outcome, key=None, user=None, words=(), data=DATA, folders=None, **options):
    """What the signature comes to; the line for the user has the words, owner, key and day."""
    path = write("data", data)
    place = write("signature", signature) if signature is not None else "-"
    answer = world.call("verify", path, place, *(folders or [world.folder / "keys"]), **options)
    line = answer.values.get("line", "")
    tap.ok(
        answer.status == 0
        and answer.error == ""
        and answer.values.get("outcome") == outcome
        and (key is None or answer.values.get("key", "") != "" and key.endswith(answer.values["key"]))
        and (key is None or int(answer.values["date"]) == THEN_SECONDS and line.endswith(f"{answer.values['key']}, {DAY}"))
        and answer.values.get("user") == user
        and (user is None or f", {user}, " in line)
        and line.startswith("'NAME': ")
        and all(word in line for word in words),
        name,
        answer,
    )


def check_outcomes(keys, names, revoked):
    def by(name, *options, data=DATA, **more):
        return keys.sign(names[name], data, *options, **more)

    owner = "Ärchive Keeper <keeper@example.org>"
    good = by("good")
    verify("good/armored", good, "good", names["good"], owner, ["the signature is good"])
    verify("good/binary", by("good", armored=False), "good", names["good"], owner)
    verify("good/empty-file", by("good", data=b""), "good", names["good"], owner, data=b"")
    verify("good/rsa", by("rsa"), "good", names["rsa"], "RSA Keeper <rsa@example.org>")
    verify("good/key-in-binary-file", by("binary"), "good", names["binary"], "Binary <binary@example.org>")

    verify("missing", None, "missing", words=["there is no signature"])
    verify("bad/a-byte-differs", good, "bad", user=owner, data=DATA[:-1] + b"X", words=["the signature is bad"])
    verify("bad/shorter", good, "bad", user=owner, data=DATA[:-1])
    verify("bad/longer", good, "bad", user=owner, data=DATA + b"\n")
    verify("bad/of-something-else", by("good", data=b"other"), "bad", user=owner)
    verify("bad/weak-digest", by("rsa", "--digest-algo", "SHA1"), "bad", names["rsa"], "RSA Keeper <rsa@example.org>")
    verify("expired/signature", by("good", "--default-sig-expire", "1d"), "expired", names["good"], owner, ["the signature has expired"])
    verify("expired/key", by("short"), "key-expired", names["short"], "Short <short@example.org>", ["a key that has expired"])
    verify("expired/key-bad-bytes", by("short"), "bad", user="Short <short@example.org>", data=b"x")
    verify("revoked", revoked, "key-revoked", names["revoked"], "Revoked <revoked@example.org>", ["was revoked"])
    verify("unknown", by("stranger"), "unknown-key", names["stranger"], words=["signed with an unknown key"])

    # several
    both = [names["good"], names["stranger"]]
    verify("several/one-good", keys.sign(both, DATA), "good", names["good"], owner)
    verify("several/good-and-expired", keys.sign([names["short"], names["good"]], DATA), "good", names["good"], owner)
    mixed = by("good", armored=False) + by("rsa", data=b"other", armored=False)
    verify("several/good-and-bad", mixed, "bad", user="RSA Keeper <rsa@example.org>")

    # none at all
    # the same signature would hold for these bytes with other ends of lines
    for kind in ("good", "rsa"):
        verify(f"text-mode/{kind}", by(kind, "--textmode"), "bad")
        verify(f"text-mode/{kind}-binary", by(kind, "--textmode", armored=False), "bad")
    verify("text-mode/one-of-two", by("good", armored=False) + by("rsa", "--textmode", armored=False), "bad")
    verify("garbage/empty", b"", "bad")
    verify("garbage/page", b"<!DOCTYPE html><title>404</title>", "bad")
    verify("garbage/bytes", bytes(range(256)) * 20, "bad")
    verify("garbage/truncated", by("good", armored=False)[:-20], "bad")
    verify("garbage/armor-truncated", good[: len(good) // 2], "bad")
    verify("garbage/armor-empty", b"-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n", "bad")
    verify("garbage/a-key", (world.folder / "keys" / "good.asc").read_bytes(), "bad")

    pages = b"\n".join([b"x" * 60] * 2000)
    verify("garbage/too-large", good + pages, "good", names["good"], owner)
    verify("garbage/too-many", by("good", armored=False) * 17, "bad")
    verify("garbage/length-beyond-the-end", b"\x88\xff" + bytes(20), "bad")
    verify("garbage/length-without-an-end", b"\x8b" + by("good", armored=False)[2:], "bad")
    verify("garbage/length-in-parts", b"\xc2\xe1\x00\x00\x00", "bad")
    verify("garbage/packet-of-nonsense", b"\xc2\x08" + bytes(8), "bad")
    binary = by("good", armored=False)
    for place in range(0, len(binary), 7):
        damaged = binary[:place] + bytes([binary[place] ^ 0x41]) + binary[place + 1 :]
        answer = world.call("verify", write("data", DATA), write("signature", damaged), world.folder / "keys")
        # what stands outside of the signed part may differ
        outcomes = {"bad", "unknown-key"} | ({"good"} if 40 < place < len(binary) - 68 else set())
        tap.ok(answer.values.get("outcome") in outcomes, f"garbage/damaged-at-{place}", answer)

    # good signatures, but of what stands in the signature itself
    for how in ("--sign", "--clear-sign"):
        for name, data in {"same": DATA, "other": b"other bytes\n"}.items():
            path = write("data", DATA)
            place = write("signature", keys.sign(names["good"], data, how=how))
            answer = world.call("verify", path, place, world.folder / "keys")
            tap.ok(answer.values.get("outcome") == "bad", f"inline/{how[2:]}/{name}", answer)
    begin, end = b"-----BEGIN PGP MESSAGE-----", b"-----END PGP MESSAGE-----"
    disguised = by("good", how="--sign").replace(begin, begin.replace(b"MESSAGE", b"SIGNATURE"))
    verify("inline/in-armor-of-a-signature", disguised.replace(end, end.replace(b"MESSAGE", b"SIGNATURE")), "bad")


def check_surroundings(keys, names):
    stranger = keys.sign(names["stranger"], DATA)
    verify(
        "surroundings/own-keys-do-not-count",
        stranger,
        "unknown-key",
        names["stranger"],
        environment={"GNUPGHOME": str(keys.home), "HOME": str(keys.home)},
    )
    verify("surroundings/no-home", keys.sign(names["good"], DATA), "good", names["good"], "Ärchive Keeper <keeper@example.org>")
    tap.ok(not (world.folder / "no-home").exists(), "surroundings/home-not-made")
    verify(
        "surroundings/folders-add-up",
        stranger,
        "good",
        names["stranger"],
        "Stranger <stranger@example.org>",
        folders=[world.folder / "keys", world.folder / "none", world.folder / "more"],
    )
    verify("surroundings/no-folder", stranger, "unknown-key", names["stranger"], folders=[world.folder / "none"])
    for name, content in {"page.asc": b"<!DOCTYPE html>", "empty.gpg": b"", "bytes.gpg": bytes(range(256))}.items():
        path = write(f"broken-{name}/{name}", content)
        answer = world.call("verify", write("data", DATA), write("signature", stranger), path.parent)
        tap.ok(answer.fails("cannot use the key in", name), f"surroundings/broken-key/{name}", answer)
    waiting = world.folder / "broken-fifo"
    waiting.mkdir()
    os.mkfifo(waiting / "key.asc")
    answer = world.call("verify", write("data", DATA), write("signature", stranger), waiting)
    tap.ok(answer.fails("cannot use the key in", "key.asc"), "surroundings/broken-key/fifo", answer)
    folder = world.folder / "others"
    folder.mkdir()
    (folder / "README.md").write_text("no key")
    (folder / ".hidden.asc").write_text("no key")
    verify("surroundings/other-files-ignored", stranger, "unknown-key", names["stranger"], folders=[folder])
    tap.ok(world.leftovers() == [], "surroundings/nothing-left", world.leftovers())
    tap.ok(processes_below(world.temporary) == [], "surroundings/no-agent-lingers", processes_below(world.temporary))


def check_configured(keys, names):
    data = write("data", DATA)
    good = write("good", keys.sign(names["good"], DATA))
    settings = {"signature.keys": world.folder / "keys"}
    answer = world.call("check", data, good, settings=settings)
    tap.ok(answer.status == 0 and answer.output + answer.error == "", "configured/good", answer)
    answer = world.call("check", data, good, settings={"signature.keys": world.folder / "more"})
    tap.ok(answer.fails("'NAME': signed with an unknown key"), "configured/unknown", answer)
    answer = world.call("check", data, good, environment={"OSINFO_DB_KEYS": f"{world.folder}/none:{world.folder}/keys"})
    tap.ok(answer.status == 0, "configured/environment", answer)


def check_signing(keys, names):
    data = write("to-sign", DATA)
    target = world.folder / "to-sign.asc"
    own = {"GNUPGHOME": str(keys.home)}
    for name in (names["good"], names["good"][-16:], "keeper@example.org"):
        target.write_text("old")
        answer = world.call("sign", data, name, target, environment=own)
        text = target.read_bytes()
        tap.ok(
            answer.status == 0 and answer.error == "" and text.startswith(b"-----BEGIN PGP SIGNATURE-----\n"),
            f"sign/{'address' if '@' in name else len(name)}",
            answer,
            text,
        )
        keys.gpg("--verify", target, data)
        checked = world.call("verify", data, target, world.folder / "keys")
        tap.ok(checked.values.get("outcome") == "good", "sign/good", checked)
    target.unlink()
    for name, words in {
        "nobody@example.org": ["no secret key matches 'nobody@example.org'"],
        names["short"]: [],
        names["revoked"]: [],
    }.items():
        answer = world.call("sign", data, name, target, environment=own)
        tap.ok(
            answer.fails("cannot sign", str(data), *words) and not target.exists(), f"sign/no-key/{name.split('@')[0][:6]}", answer
        )
    answer = world.call("sign", world.folder / "none", names["good"], target, environment=own)
    tap.ok(answer.fails("cannot sign", "No such file") and not target.exists(), "sign/no-file", answer)
    answer = world.call("sign", data, names["good"], world.folder / "none" / "x.asc", environment=own)
    tap.ok(answer.fails("cannot sign"), "sign/no-target", answer)
    answer = world.call("sign", data, names["good"], target, environment={"GNUPGHOME": str(world.folder / "none")})
    tap.ok(answer.fails("cannot sign") and not target.exists(), "sign/no-home", answer)


def main():
    with Keyring() as keys:
        names = {
            "good": keys.make("Ärchive Keeper <keeper@example.org>"),
            "rsa": keys.make("RSA Keeper <rsa@example.org>", "rsa2048"),
            "binary": keys.make("Binary <binary@example.org>"),
            "short": keys.make("Short <short@example.org>", expire="1y"),
            "revoked": keys.make("Revoked <revoked@example.org>"),
            "stranger": keys.make("Stranger <stranger@example.org>"),
        }
        # while it may still sign
        known = world.folder / "keys"
        known.mkdir()
        (world.folder / "more").mkdir()
        for name in ("good", "rsa", "short"):
            keys.export(names[name], known / f"{name}.asc")
        keys.export(names["binary"], known / "binary.gpg", armored=False)
        keys.export(names["stranger"], world.folder / "more" / "stranger.asc")
        revoked = keys.sign(names["revoked"], DATA)
        keys.revoke(names["revoked"])
        keys.export(names["revoked"], known / "revoked.asc")

        check_outcomes(keys, names, revoked)
        check_surroundings(keys, names)
        check_configured(keys, names)
        check_signing(keys, names)
    sys.exit(tap.finish())


main()
