#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""latest.json and nightly.json: what is taken from them and what is refused; then the whole chain of
trust, from a server on the loopback interface that has an archive, its signature, and the signature
of the document. Prints TAP.

usage: test-latest.py REMOTE-HELPER"""

import hashlib
import json
import sys

from keyring import Keyring
from remote_case import HANG, Server, Tap, World

ARCHIVE = b"the bytes of an archive" * 1000
DIGEST = hashlib.sha256(ARCHIVE).hexdigest()
HOME = "https://db.example.org/latest.json"

tap = Tap()
world = World(sys.argv[1])
world.settings = {"download.retries": 1, "download.retry-delay": 0.01, "download.idle-timeout": HANG}


def release(**members):
    """A document; a member that is None is left out."""
    whole = {"version": "20260320", "archive": "https://db.example.org/a.tar.xz", **members}
    return {"version": 1, "release": {name: value for name, value in whole.items() if value is not None}}


def parse(document, uri=HOME, kind="release"):
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    path = world.folder / "document.json"
    path.write_bytes(text)
    return world.call("parse", path, uri, kind)


def taken(name, document, expected, **options):
    answer = parse(document, **options)
    tap.ok(answer.status == 0 and answer.error == "" and answer.values == expected, f"taken/{name}", answer)


def refused(name, document, *words, **options):
    answer = parse(document, **options)
    tap.ok(answer.fails(*words), f"refused/{name}", answer)


def check_documents():
    plain = {"version": "20260320", "archive": "https://db.example.org/a.tar.xz", "size": "-1"}
    signature = "https://db.example.org/a.tar.xz.asc"
    taken("established", release(signature=signature), {**plain, "signature": signature})
    taken("least", {"release": release()["release"]}, plain)
    taken(
        "all",
        release(signature=signature, sha256=DIGEST.upper(), size=23000),
        {**plain, "signature": signature, "sha256": DIGEST, "size": "23000"},
    )
    taken("keys", {**release(), "keys": DIGEST.upper()}, {**plain, "keys": DIGEST})
    taken("more-than-known", {**release(more=[1, {"a": 2}]), "else": None}, plain)
    taken("version-trimmed", release(version=" 20260320\n"), plain)
    taken("version-of-a-distribution", release(version="20260320-1.fc44~rc1+b:2"), {**plain, "version": "20260320-1.fc44~rc1+b:2"})
    taken("nightly-without-version", release(version=None), {k: v for k, v in plain.items() if k != "version"}, kind="nightly")
    taken("relative", release(archive="a.tar.xz", signature="../x.asc"), {**plain, "signature": "https://db.example.org/x.asc"})
    taken(
        "below-a-folder",
        release(archive="a%20b.tar.xz"),
        {**plain, "archive": "http://example.org:8080/db/a%20b.tar.xz"},
        uri="http://example.org:8080/db/latest.json",
    )
    taken("up-to-https", release(), plain, uri="http://example.org/latest.json")
    taken(
        "local-mirror",
        release(archive="a.tar.xz"),
        {**plain, "archive": "file:///srv/db/a.tar.xz"},
        uri="file:///srv/db/latest.json",
    )
    taken("no-host-is-needed-there", release(archive="///x.tar"), {**plain, "archive": "file:///x.tar"}, uri="file:///srv/latest.json")
    taken("dots-and-slashes", release(archive="..///x.tar"), {**plain, "archive": "https://db.example.org///x.tar"})
    taken("brackets-in-texts", release(notes="[" * 500 + '\\"{' * 500), plain)

    parsing = f"Failed to parse the content of {HOME}"
    refused("empty", b"", "latest.json")
    refused("garbage", b"<!DOCTYPE html>", parsing)
    refused("truncated", json.dumps(release()).encode()[:-2], parsing)
    refused("latin-1", '{"release": {"version": "ä"}}'.encode("latin-1"), parsing)
    refused("nul", b'{"release": \0 {}}', parsing)
    refused("too-large", json.dumps(release(more="x" * 65536)).encode(), parsing, "too large or too deep")
    refused("too-deep", b'{"release":' + b"[" * 30_000 + b"]" * 30_000 + b"}", parsing, "too large or too deep")
    refused("too-deep-objects", b'{"a":' * 17, parsing, "too large or too deep")
    for name, document in {"list": [], "text": "x", "null": None, "nothing": {}, "no-object": {"release": []}}.items():
        refused(name, document, f'Failed to read the "release" member of the {HOME} file')
    refused("expires/number", {**release(), "expires": 5}, '"expires"', "2026-04-03T00:00:00Z")
    refused("expires/nonsense", {**release(), "expires": "soon"}, '"expires"', "2026-04-03T00:00:00Z")
    refused("expires/without-a-zone", {**release(), "expires": "2026-04-03T00:00:00"}, '"expires"')
    taken("expires", {**release(), "expires": "2999-04-03T00:00:00Z"}, plain)
    refused("other-format", {**release(), "version": 2}, "format is not supported")
    refused("format-as-text", {**release(), "version": "1"}, "format is not supported")
    down = "must not refer to"
    for name, members, words in [
        ("version", {"version": None}, ["missing"]),
        ("version", {"version": 20260320}, ["not a string"]),
        ("version", {"version": "  "}, ["length"]),
        ("version", {"version": "1" * 65}, ["length"]),
        ("version", {"version": "../../etc"}, ["characters that are invalid"]),
        ("version", {"version": "2026\u001b[2J"}, ["characters that are invalid"]),
        ("version", {"version": "２０２６"}, ["characters that are invalid"]),
        ("archive", {"archive": None}, ["missing"]),
        ("archive", {"archive": ["x"]}, ["not a string"]),
        ("archive", {"archive": "http://db.example.org/a"}, [down]),
        ("archive", {"archive": "file:///etc/passwd"}, [down]),
        ("archive", {"archive": "ftp://example.org/a"}, [down]),
        ("archive", {"archive": "https://[::1/a"}, ["archive"]),
        ("archive", {"archive": "https:/..///x.tar"}, ["has no host"]),
        ("archive", {"archive": "https:///x.tar"}, ["has no host"]),
        ("archive", {"archive": "https:x.tar"}, ["has no host"]),
        ("archive", {"archive": "https:"}, ["has no host"]),
        ("archive", {"archive": "https://user@:80/x.tar"}, ["has no host"]),
        ("archive", {"archive": "file:/..///x.tar"}, ["its path is not absolute"]),
        ("archive", {"archive": "file:x.tar"}, ["its path is not absolute"]),
        ("archive", {"archive": "data:,x"}, ["its path is not absolute"]),
        ("signature", {"signature": "https:/..///x.asc"}, ["has no host"]),
        ("signature", {"signature": "https:////x.asc"}, ["has no host"]),
        ("signature", {"signature": "http://db.example.org/a.asc"}, [down]),
        ("signature", {"signature": False}, ["not a string"]),
        ("sha256", {"sha256": DIGEST[:-1]}, ["64"]),
        ("sha256", {"sha256": DIGEST[:-1] + "g"}, ["64"]),
        ("sha256", {"sha256": 5}, ["64"]),
        ("size", {"size": 0}, ["bytes"]),
        ("size", {"size": -5}, ["bytes"]),
        ("size", {"size": 1.5}, ["bytes"]),
        ("size", {"size": "5"}, ["bytes"]),
        ("size", {"size": None, "size ": 1, "sha256": None, "archive": {}}, ["archive"]),
    ]:
        value = str(next(iter(members.values())))
        member = "archive" if "archive" in members else name
        label = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in value)[:20]
        refused(f"{name}/{label}", release(**members), f'Failed to read the "{member}" member of the {HOME} file', *words)
    refused("nightly-version-of-nonsense", release(version=[]), '"version"', kind="nightly")


class Site:
    """A server with a release on it."""

    count = 0

    def __init__(self, server, keys, document_key=None, archive_key=None, **members):
        Site.count += 1
        self.server = server
        self.path = f"/site{Site.count}"
        self.archive = world.folder / "osinfo-db.tar.xz"
        self.archive.write_bytes(ARCHIVE)
        self.document = json.dumps(release(archive="osinfo-db.tar.xz", **members)).encode()
        self.serve("latest.json", self.document)
        if document_key:
            self.serve("latest.json.asc", keys.sign(document_key, self.document))
        if archive_key:
            self.serve("osinfo-db.tar.xz.asc", keys.sign(archive_key, ARCHIVE))

    def serve(self, name, body):
        self.server.serve(f"{self.path}/{name}", body)

    def uri(self, name=""):
        return self.server.uri(f"{self.path}/{name}")

    def asked(self):
        """How often for what."""
        found = {path: len(log) for path, log in self.server.requests.items() if path.startswith(self.path + "/")}
        return {path.rpartition("/")[2]: count for path, count in found.items()}

    def trust(self, required=False):
        settings = {
            "server.url": self.uri(),
            "signature.keys": world.folder / "keys",
            "signature.required": "true" if required else "false",
        }
        return world.call("trust", self.archive, self.uri("osinfo-db.tar.xz"), "release", settings=settings)


def check_chain(keys, good, stranger, expired):
    server = Server()
    document, archive = "latest.json", "osinfo-db.tar.xz.asc"
    both = {document: 1, document + ".asc": 1}
    all_three = {**both, archive: 1}
    # whose key is not known here may have been certified
    with_keys = {**all_three, "keys.asc": 1}

    def believed(name, site, signed, asked, *words, required=False):
        answer = site.trust(required)
        tap.ok(
            answer.status == 0
            and answer.values.get("signed") == signed
            and all(word in answer.values["note"] for word in words)
            and site.asked() == asked,
            f"chain/{name}",
            answer,
            site.asked(),
        )

    def doubted(name, site, asked, *words, required=False):
        answer = site.trust(required)
        named = "--no-require-signature" in answer.error
        tap.ok(answer.fails(*words) and not named and site.asked() == asked, f"chain/{name}", answer, site.asked())

    def site(document_key=None, archive_key=None, **members):
        return Site(server, keys, document_key, archive_key, **members)

    for required in (False, True):
        label = "/required" if required else ""
        believed("document-signed" + label, site(good, sha256=DIGEST), "yes", both, "latest.json", "is good", required=required)
        believed("both-signed" + label, site(good, good, sha256=DIGEST), "yes", both, required=required)
        believed("archive-signed" + label, site(None, good), "yes", all_three, "osinfo-db.tar.xz'", "is good", required=required)
        believed(
            "document-signed-without-digest" + label, site(good, good), "yes", all_three, "osinfo-db.tar.xz'", required=required
        )
        believed(
            "document-by-a-stranger" + label, site(stranger, good, sha256=DIGEST), "yes", with_keys, required=required
        )
        for name, wrong in {
            "document-expired": site(expired, good, sha256=DIGEST),
            "archive-expired": site(None, expired),
        }.items():
            doubted(name + label, wrong, both if "document" in name else all_three, "has expired", required=required)
        wrong = site(None, good, sha256=DIGEST)
        wrong.serve("latest.json.asc", keys.sign(good, wrong.document + b" "))
        doubted("document-bad" + label, wrong, both, "latest.json", "the signature is bad", required=required)
        wrong = site()
        wrong.serve(archive, b"<!DOCTYPE html>")
        doubted("archive-bad" + label, wrong, all_three, "the signature is bad", required=required)
        doubted("digest-differs" + label, site(good, good, sha256="0" * 64), {document: 1}, "sha256", required=required)
        doubted("size-differs" + label, site(good, good, size=5), {document: 1}, "its size", required=required)
        named = site(signature="elsewhere.asc")
        named.serve("elsewhere.asc", keys.sign(good, ARCHIVE))
        believed("announced-elsewhere" + label, named, "yes", {**both, "elsewhere.asc": 1}, required=required)

    right = site(good, size=len(ARCHIVE), sha256=DIGEST.upper())
    believed("size-and-digest", right, "yes", both)
    believed("nothing-signed", site(), "no", all_three, "there is no signature")
    believed("nothing-signed-but-a-digest", site(sha256=DIGEST), "no", all_three, "there is no signature")
    believed("archive-by-a-stranger", site(None, stranger), "no", with_keys, "signed with an unknown key")
    requires = f"a good signature is required; keys that count belong in '{world.folder / 'keys'}'"
    doubted("nothing-signed/required", site(), all_three, "no signature", requires, required=True)
    doubted("digest-only/required", site(sha256=DIGEST), all_three, "no signature", requires, required=True)
    doubted("stranger/required", site(stranger, stranger, sha256=DIGEST), with_keys, "unknown key", requires, required=True)

    successor = keys.make("Successor <successor@example.org>")
    keys.gpg("--local-user", good, "--quick-sign-key", successor)
    for required in (False, True):
        for key, asked in ((successor, {**both, "keys.asc": 1}), (good, both)):
            named = site(key, sha256=DIGEST)
            named.serve("keys.asc", keys.gpg("--armor", "--export", successor))
            label = "successor" if key == successor else "key-that-is-here"
            believed(f"{label}/{required}", named, "yes", asked, "is good", required=required)
    named = site(None, successor)
    named.serve("keys.asc", keys.gpg("--armor", "--export", successor))
    believed("archive-by-a-successor", named, "yes", with_keys, "is good", required=True)
    for name, answer in (("too-large", b"x" * 65537), ("empty", b""), ("no-keys", b"<!DOCTYPE html>")):
        named = site(stranger, stranger, sha256=DIGEST)
        named.serve("keys.asc", answer)
        doubted(f"keys/{name}", named, with_keys, "unknown key", requires, required=True)
    for status in (403, 500):
        named = site(stranger, stranger, sha256=DIGEST)
        server.actions[f"{named.path}/keys.asc"] = lambda handler, count: handler.send(status)
        doubted(f"keys/{status}", named, with_keys, "unknown key", requires, required=True)

    # nothing is said of signatures, which means: of what is announced
    for name, required, built_in in (("built-in", None, site()), ("announced", "announced", site())):
        settings = {"server.url": built_in.uri(), "signature.keys": world.folder / "keys"}
        settings |= {"signature.required": required} if required else {}
        answer = world.call("trust", built_in.archive, built_in.uri("osinfo-db.tar.xz"), "release", settings=settings)
        tap.ok(answer.fails("no signature", requires), f"chain/{name}", answer)

    # one that cannot be had is none where none is wanted; nobody is told how to do without
    missing = site(signature="osinfo-db.tar.xz.asc")
    believed("announced-but-missing", missing, "no", all_three, "there is no signature: ", archive, "404")
    missing = site(signature="osinfo-db.tar.xz.asc")
    doubted("announced-but-missing/required", missing, all_three, archive, "404", required=True)
    for status, tries in ((403, 1), (500, 2)):
        for name in (document + ".asc", archive):
            for required in (False, True):
                broken = site()
                server.actions[f"{broken.path}/{name}"] = lambda handler, count: handler.send(status)
                label = f"{status}-instead-of-{name}"
                if not required:
                    reason = [f"there is no signature: cannot fetch '{broken.uri(name)}'"] if name == archive else []
                    believed(label, broken, "no", all_three, "there is no signature", *reason)
                else:
                    asked = {document: 1, document + ".asc": 1} if name != archive else dict(all_three)
                    asked[name] = tries
                    doubted(label + "/required", broken, asked, name, str(status), required=True)
    broken = site(None, good)
    server.actions[f"{broken.path}/latest.json.asc"] = lambda handler, count: handler.send(500)
    believed("the-other-signature-counts", broken, "yes", all_three, "is good")
    wrong = site(signature="osinfo-db.tar.xz.asc")
    wrong.serve(archive, keys.sign(good, b"other"))
    doubted("announced-and-wrong", wrong, all_three, "the signature is bad")

    current = site(good)
    answer = world.call("latest", "release", settings={"server.url": current.uri() + "/"})
    tap.ok(
        answer.values.get("version") == "20260320" and current.asked() == {document: 1}, "chain/looking-costs-one-request", answer
    )
    for folder in ("?token=1", "/?token=1", "/?token=1#x"):
        asked = site(good)
        asked.serve("latest.json?token=1", asked.document)
        answer = world.call("latest", "release", settings={"server.url": asked.uri().rstrip("/") + folder})
        tap.ok(answer.values.get("version") == "20260320", f"chain/query/{folder}", answer)
    if "url" not in world.call("config").values:
        answer = world.call("latest", "release")
        tap.ok(answer.fails("no site of the database is known", "--url", "osinfo-db-tools.conf"), "chain/no-address", answer)
    answer = world.call("latest", "nightly", settings={"server.url": current.uri()})
    tap.ok(answer.fails("nightly.json", "404"), "chain/no-nightly", answer)
    current.serve("nightly.json", json.dumps(release(version=None)).encode().replace(b"https", b"http"))
    answer = world.call("latest", "nightly", environment={"OSINFO_DB_URL": current.uri()})
    tap.ok(answer.status == 0 and "version" not in answer.values, "chain/nightly", answer)
    current.serve("latest.json", b" " * 65537)
    answer = world.call("latest", "release", settings={"server.url": current.uri()})
    tap.ok(answer.fails("larger than the 65536 bytes"), "chain/document-too-large", answer)


def check_local(keys, good, stranger):
    """An archive that is a file, or comes through a pipe."""
    folder = world.folder / "local"
    folder.mkdir()
    archive = folder / "an archive.tar.xz"
    archive.write_bytes(ARCHIVE)
    signature = folder / "an archive.tar.xz.asc"

    def ask(location, required="false"):
        settings = {"signature.keys": world.folder / "keys", "signature.required": required}
        return world.call("trust", archive, location, settings=settings)

    for location in (archive, archive.as_uri()):
        name = "uri" if str(location).startswith("file:") else "path"
        answer = ask(location)
        tap.ok(answer.values.get("signed") == "no", f"local/{name}/none", answer)
        answer = ask(location, "true")
        tap.ok(answer.fails("no signature", "is required"), f"local/{name}/none-required", answer)
        signature.write_bytes(keys.sign(good, ARCHIVE))
        answer = ask(location, "true")
        tap.ok(answer.values.get("signed") == "yes", f"local/{name}/good", answer)
        signature.write_bytes(keys.sign(stranger, ARCHIVE))
        answer = ask(location)
        tap.ok(answer.values.get("signed") == "no" and "unknown key" in answer.values["note"], f"local/{name}/stranger", answer)
        signature.write_bytes(b"no signature")
        answer = ask(location)
        tap.ok(answer.fails("the signature is bad"), f"local/{name}/bad", answer)
        signature.unlink()
    answer = ask(archive, "announced")
    tap.ok(answer.values.get("signed") == "no", "local/not-announced", answer)
    answer = ask("-")
    tap.ok(answer.values.get("signed") == "no" and "no signature" in answer.values["note"], "local/pipe", answer)
    answer = ask("-", "true")
    tap.ok(answer.fails("is required"), "local/pipe-required", answer)

    # addresses: the query stays where it was
    server = Server()
    server.serve("/a.tar.xz.asc", keys.sign(good, ARCHIVE))
    answer = ask(server.uri("/a.tar.xz?version=5"))
    tap.ok(answer.values.get("signed") == "yes", "local/address-with-a-query", answer, server.requests)


def main():
    check_documents()
    with Keyring() as keys:
        good = keys.make("Good <good@example.org>")
        stranger = keys.make("Stranger <stranger@example.org>")
        expired = keys.make("Expired <expired@example.org>", expire="1y")
        (world.folder / "keys").mkdir()
        for key in (good, expired):
            keys.export(key, world.folder / "keys" / f"{key}.asc")
        check_chain(keys, good, stranger, expired)
        check_local(keys, good, stranger)
    tap.ok(world.leftovers() == [], "nothing-left", world.leftovers())
    sys.exit(tap.finish())


main()
