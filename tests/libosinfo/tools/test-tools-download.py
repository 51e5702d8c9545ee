#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-download from outside, against a vendor on the loopback interface: each form of lists and signatures, what
must be refused, and that nothing which was not verified gets a file's name. Prints TAP. The program is found in PATH,
or named by OSINFO_DOWNLOAD."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from xml.sax.saxutils import escape

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "common"), str(Path(__file__).resolve().parent)]
import download_vendor as forms
from download_vendor import CERTIFICATE, Ed25519, Keys, Vendor
from tools_case import IS_WHOLE, WITHOUT_LEAKS, Tap, World, find_program, write_entity

try:
    import jsonschema
except ImportError:
    jsonschema = None

FAILED, BAD_OPTION, NOTHING, NOT_GENUINE, NOT_STATED = 1, 2, 3, 4, 5
NAME = "heron-4.1-full.iso"
DATA = bytes(range(256)) * 1200

tap = Tap()


class Bench:
    """A vendor with a folder for each case, and a database that knows it."""

    def __init__(self, program):
        self.program = program
        self.world = World()
        self.world.environment.update(WITHOUT_LEAKS)
        self.plain, self.secure = Vendor(False), Vendor(True)
        self.keys = Keys()
        self.signify = Ed25519(b"s" * 32)
        self.stranger = Ed25519(b"t" * 32)
        self.number = 0
        self.good = self.keys.make("good")
        self.other = self.keys.make("other")
        self.part = self.keys.make("part", part="sign")
        self.late = self.keys.make("late", expire="2020-02-02")
        self.gone = self.keys.make("gone")
        self.server("plain").files["/key.asc"] = self.keys.export(self.good)
        self.server("plain").files["/all.asc"] = self.keys.export(self.good, self.other, self.part, self.late)
        self.gone_signature = self.keys.sign(self.gone, forms.gnu(NAME, DATA))
        self.keys.revoke(self.gone)
        self.rsa = self.keys.make("rsa", algorithm="rsa2048")
        self.server("plain").files["/rsa.asc"] = self.keys.export(self.rsa)
        self.server("plain").files["/gone.asc"] = self.keys.export(self.gone)

    def close(self):
        self.plain.close()
        self.secure.close()
        self.keys.close()

    def server(self, kind):
        return self.secure if kind == "secure" else self.plain

    def key(self, fingerprint=None, address="/key.asc"):
        return (f'<signing-key form="openpgp"><fingerprint>{fingerprint or self.good}</fingerprint>'
                f"<address>{self.plain.url}{address}</address></signing-key>")

    def ed25519(self, form, key=None):
        return f'<signing-key form="{form}"><public-key>{(key or self.signify).public_key}</public-key></signing-key>'

    def add(self, files, rule="", keys="", kind="plain", name=NAME, facts="", **more):
        """A system of its own, whose medium is in a folder of its own. Returns its short id and the folder's address."""
        self.number += 1
        system = f"heron{self.number}"
        server = self.server(kind)
        folder = f"/{system}/4.1/"
        for path, content in files.items():
            server.files[folder + path if not path.startswith("/") else path] = content
        rule = rule and (f"<download><address>^{server.url.replace('.', chr(92) + '.')}/{system}/(?&lt;point&gt;4[.0-9]*)/"
                         f"</address>{rule}</download>")
        write_entity(self.world.path("system"), "os", f"http://test.org/{system}/4",
                     f"<short-id>{system}</short-id><name>Heron</name><version>4</version>"
                     f'<media arch="all"><url>{escape(server.url + folder + name)}</url>{facts}</media>'
                     f"{rule}{keys}{more.get('extra', '')}")
        return system, server.url + folder

    def run(self, system, *arguments, folder=None):
        folder = folder or self.world.path("out-" + system)
        folder.mkdir(exist_ok=True)
        return self.world.run(self.program, system, "--output", f"{folder}/", "--ca-file", CERTIFICATE, *arguments), folder


SIGNED = '<list>{folder}SHA256SUMS</list><signature form="openpgp">{list}.asc</signature>'
CLEAR = '<list>{folder}CHECKSUM</list><signature form="openpgp"/>'


def good(bench, name, files, rule, keys="", words="", kind="plain", file_name=NAME, arguments=(), facts="", data=DATA, extra=""):
    system, _ = bench.add({file_name: data, **files}, rule, keys, kind, file_name, facts, extra=extra)
    (status, output, errors), folder = bench.run(system, *arguments)
    left = sorted(each.name for each in folder.iterdir())
    tap.ok(status == 0 and output == f"{folder}/{file_name}\n" and left == [file_name] and words in errors
           and (folder / file_name).read_bytes() == data, f"good/{name}", status, output, errors, left)


def bad(bench, name, files, rule, status, words, keys="", kind="plain", file_name=NAME, arguments=(), facts="", data=DATA,
        extra="", prepare=None, stays=()):
    """One line, nothing under the final name, and nothing else but @stays."""
    system, _ = bench.add({file_name: data, **files}, rule, keys, kind, file_name, facts, extra=extra)
    target = bench.world.path("out-" + system)
    target.mkdir()
    if prepare:
        prepare(target)
    (found, output, errors), folder = bench.run(system, *arguments)
    left = sorted(each.name for each in folder.iterdir())
    tap.ok(found == status and output == "" and errors.count("\n") == 1 and words in errors and left == sorted(stays),
           f"bad/{name}", f"{found}, expected {status}: {words}", output, errors, left)


def check_lists(bench):
    """Each form, signed beside it; and from a vendor who signs nothing, by https."""
    folder = "{folder}"
    rows = {
        "gnu": ("SHA256SUMS", forms.gnu(NAME, DATA)),
        "gnu-binary": ("SHA256SUMS", forms.gnu(NAME, DATA, star="*")),
        "gnu-folder": ("SHA256SUMS", forms.gnu("./" + NAME, DATA)),
        "gnu-sha512": ("SHA512SUMS", forms.gnu(NAME, DATA, "sha512")),
        "gnu-crlf": ("SHA256SUMS", forms.gnu(NAME, DATA).replace(b"\n", b"\r\n")),
        "bsd": ("SHA256", forms.bsd(NAME, DATA)),
        "bsd-sha512": ("SHA512", forms.bsd(NAME, DATA, "sha512")),
        "bsd-size": ("CHECKSUM", forms.bsd(NAME, DATA, size=True)),
        "headed": ("DIGESTS", forms.headed(NAME, DATA)),
        "blocks": ("verify.txt", forms.blocks(NAME, DATA)),
        "yaml": ("latest-releases.yaml", forms.yaml(NAME, DATA)),
        "metalink": ("heron.meta4", forms.metalink(NAME, DATA)),
        "digest": (NAME + ".sha512", forms.digest(DATA, "sha512").encode()),
        "digest-newline": (NAME + ".sha256", forms.digest(DATA).encode() + b"\n"),
        "json-streams": ("streams.json", forms.stream(NAME, DATA)),
    }
    for name, (path, content) in rows.items():
        good(bench, f"unsigned/{name}", {path: content}, f"<list>{folder}{path}</list>", kind="secure",
             words="no signature can be checked")
    for name in ("gnu", "bsd", "headed", "yaml") if not IS_WHOLE else rows:
        path, content = rows[name]
        good(bench, f"signed/{name}", {path: content, path + ".asc": bench.keys.sign(bench.good, content)},
             f'<list>{folder}{path}</list><signature form="openpgp">{{list}}.asc</signature>', bench.key(),
             words=f"signed by {bench.good}")
    for name, make in (("releases", forms.releases), ("arch", forms.arch_releases), ("build", forms.build)):
        # these name the file by its address
        system = f"heron{bench.number + 1}"
        content = make(NAME, DATA, f"{bench.secure.url}/{system}/4.1/")
        good(bench, f"unsigned/json-{name}", {"list.json": content}, "<list>{folder}list.json</list>", kind="secure")


def check_signatures(bench):
    listing = forms.gnu(NAME, DATA)
    fedora = forms.bsd(NAME, DATA, size=True)
    signify, keys = bench.signify, bench.keys
    good(bench, "clear-signed", {"CHECKSUM": keys.sign(bench.good, fedora, how="--clear-sign")}, CLEAR, bench.key())
    dashes = b"- a line\n-- another   \n\n" + listing
    good(bench, "clear-signed/dashes", {"CHECKSUM": keys.sign(bench.good, dashes, how="--clear-sign")}, CLEAR, bench.key())
    good(bench, "clear-signed/headed", {"CHECKSUM": keys.sign(bench.good, forms.headed(NAME, DATA), how="--clear-sign")},
         CLEAR, bench.key())
    good(bench, "binary-signature", {"SHA256SUMS": listing, "SHA256SUMS.asc": keys.gpg(
        "--local-user", bench.good, "--detach-sign", data=listing)}, SIGNED, bench.key())
    good(bench, "part-of-key", {"SHA256SUMS": listing, "SHA256SUMS.asc": keys.sign(bench.part, listing)}, SIGNED,
         bench.key(bench.part, "/all.asc"), words=f"signed by {bench.part}")
    good(bench, "one-of-several-keys", {"SHA256SUMS": listing, "SHA256SUMS.asc": keys.sign(bench.other, listing)}, SIGNED,
         bench.key() + bench.key(bench.other, "/all.asc"), words=f"signed by {bench.other}")
    good(bench, "two-signatures", {"SHA256SUMS": listing, "SHA256SUMS.asc": keys.sign(
        bench.good, listing, "--local-user", bench.other)}, SIGNED, bench.key(), words=f"signed by {bench.good}")
    good(bench, "file-signed", {NAME + ".sig": keys.sign(bench.good, DATA)},
         '<signature form="openpgp" of="file">{url}.sig</signature>', bench.key(), words=f"signed by {bench.good}")
    good(bench, "file-signed/weak-list", {NAME + ".asc": keys.sign(bench.good, DATA), NAME + ".md5":
                                          forms.gnu(NAME, DATA, "md5")},
         '<list>{url}.md5</list><signature form="openpgp" of="file">{url}.asc</signature>', bench.key(), kind="secure",
         words=f"signed by {bench.good}")
    good(bench, "signify", {"SHA256.sig": signify.signify(forms.bsd(NAME, DATA))},
         '<list>{folder}SHA256.sig</list><signature form="signify"/>', bench.ed25519("signify"),
         words=f"signed by {signify.public_key}")
    good(bench, "signify/detached", {"SHA256": forms.bsd(NAME, DATA), "SHA256.sig": signify.signify(
        forms.bsd(NAME, DATA), False)}, '<list>{folder}SHA256</list><signature form="signify">{list}.sig</signature>',
         bench.ed25519("signify"))
    good(bench, "minisign", {"SHA256SUMS": listing, "SHA256SUMS.minisig": signify.minisign(listing)},
         '<list>{folder}SHA256SUMS</list><signature form="minisign">{list}.minisig</signature>', bench.ed25519("minisign"))
    good(bench, "minisign/plain", {"SHA256SUMS": listing, "SHA256SUMS.minisig": signify.minisign(listing, False)},
         '<list>{folder}SHA256SUMS</list><signature form="minisign">{list}.minisig</signature>', bench.ed25519("minisign"))
    good(bench, "minisign/file", {NAME + ".minisig": signify.minisign(DATA)},
         '<signature form="minisign" of="file">{url}.minisig</signature>', bench.ed25519("minisign"))
    # what the user has goes without an address; a folder of the database does, too
    folder = bench.world.path("keys")
    folder.mkdir()
    (folder / "good.asc").write_bytes(keys.export(bench.good))
    signed = {"SHA256SUMS": listing, "SHA256SUMS.asc": keys.sign(bench.good, listing)}
    bare = f'<signing-key form="openpgp"><fingerprint>{bench.good}</fingerprint></signing-key>'
    good(bench, "key-of-user", signed, SIGNED, bare, arguments=("--keys", folder))
    bad(bench, "key-nowhere", signed, SIGNED, NOT_GENUINE, "no key that the database names", bare)
    place = bench.world.path("user/keys")
    place.mkdir()
    (place / "good.gpg").write_bytes(keys.gpg("--export", bench.good))
    good(bench, "key-of-database", signed, SIGNED, bare)
    (place / "good.gpg").unlink()


def check_choices(bench):
    """Digests that are known beforehand, newer point releases, mirrors, what is there already."""
    sha256, sha512 = forms.digest(DATA), forms.digest(DATA, "sha512")
    good(bench, "stated", {}, "", facts=f"<file><size>{len(DATA)}</size><sha256>{sha256}</sha256></file>",
         words="the database states")
    good(bench, "given", {}, "", arguments=("--digest", f"sha512:{sha512.upper()}"), words="given checksum")
    good(bench, "empty-file", {}, "", arguments=("--digest", f"sha256:{forms.digest(b'')}"), data=b"")

    newer = "heron-4.10-full.iso"

    def add_newer(page, files, listing):
        system, _ = bench.add({}, "x", bench.key())
        url = f"/{system}/"
        bench.plain.files[url] = page
        for name, content in {**files, "SHA256SUMS": listing, "SHA256SUMS.asc": bench.keys.sign(bench.good, listing)}.items():
            bench.plain.files[f"{url}4.10/{name}"] = content
        old = forms.gnu(NAME, DATA)
        for name, content in {NAME: DATA, "SHA256SUMS": old, "SHA256SUMS.asc": bench.keys.sign(bench.good, old)}.items():
            bench.plain.files[f"{url}4.1/{name}"] = content
        rule = (f"<download><address>^{bench.plain.url}{url}(?&lt;point&gt;4[.0-9]*)/</address>"
                f'<index expression="href=&quot;(4\\.[0-9]+)/&quot;">{bench.plain.url}{url}</index>{SIGNED}</download>')
        write_entity(bench.world.path("system"), "os", f"http://test.org/{system}/4",
                     f"<short-id>{system}</short-id><name>Heron</name><version>4</version>"
                     f'<media arch="all"><url>{bench.plain.url}{url}4.1/{NAME}</url></media>{rule}{bench.key()}')
        return bench.run(system)

    page = b'<a href="../">up</a><a href="4.0/">4.0</a> <a href="4.10/">4.10</a> <a href="4.2/">4.2</a> <a href="4..%2f/">'
    found = add_newer(page, {newer: DATA[::-1]}, forms.gnu(newer, DATA[::-1]))
    tap.ok(found[0][0] == 0 and found[0][1] == f"{found[1]}/{newer}\n", "choice/newest-point-release", found)
    found = add_newer(b"nothing", {}, b"")
    tap.ok(found[0][1] == f"{found[1]}/{NAME}\n", "choice/no-newer-point-release", found)
    found = add_newer(page, {}, forms.gnu("other-4.10.iso", DATA))
    tap.ok(found[0][1] == f"{found[1]}/{NAME}\n", "choice/point-release-without-the-file", found)

    listing = forms.gnu(NAME, DATA)
    signed = {"SHA256SUMS": listing, "SHA256SUMS.asc": bench.keys.sign(bench.good, listing)}
    bench.plain.files["/mirror/" + NAME] = DATA
    good(bench, "mirror", {**signed, NAME: lambda handler: handler.send_error(404)},
         f"<mirror>http://127.0.0.1:9/{{name}}</mirror><mirror>{bench.plain.url}/mirror/{{name}}</mirror>" + SIGNED,
         bench.key())
    bench.secure.files["/elsewhere/" + NAME] = DATA
    good(bench, "redirect-to-mirror", {**signed, NAME: lambda handler: handler.redirect(
        bench.secure.url + "/elsewhere/" + NAME)}, SIGNED, bench.key())
    system, _ = bench.add({NAME: DATA, **signed}, SIGNED, bench.key())
    (_, _, _), folder = bench.run(system)
    before = len(bench.plain.requests)
    (status, output, _), _ = bench.run(system)
    asked = [path for path, _, _ in bench.plain.requests[before:]]
    tap.ok(status == 0 and output == f"{folder}/{NAME}\n" and not any(path.endswith(NAME) for path in asked),
           "choice/is-there-already", status, output, asked)
    (folder / NAME).write_bytes(b"another")
    (status, output, errors), _ = bench.run(system)
    tap.ok(status == FAILED and "there already" in errors and (folder / NAME).read_bytes() == b"another",
           "choice/another-is-there", status, errors)
    (status, output, errors), _ = bench.run(system, "--replace")
    tap.ok(status == 0 and (folder / NAME).read_bytes() == DATA, "choice/replaced", status, errors)

    status, output, errors = bench.world.run(bench.program, system, "--format=json", "--output", folder, "--ca-file", CERTIFICATE)
    answer = json.loads(output)[0] if output else {}
    tap.ok(status == 0 and errors == "" and answer.get("path") == str(folder / NAME) and answer["trust"] == "signed"
           and answer["signer"] == bench.good and answer["digest"] == {"type": "sha256", "value": sha256}
           and answer["keys"] == [bench.good] and answer["format-version"] == 1, "json", status, answer, errors)
    plan = bench.world.run(bench.program, system, "--print-plan", "--format=json")[1]
    check_schema(bench, [output, plan])
    before = len(bench.plain.requests)
    status, output, errors = bench.world.run(bench.program, system, "--print-plan")
    tap.ok(status == 0 and len(bench.plain.requests) == before and f"{bench.plain.url}/{system}/4.1/SHA256SUMS.asc" in output
           and bench.good in output, "plan", output, errors)
    status, output, errors = bench.world.run(bench.program, system, "--print-plan", "--format=json")
    answer = json.loads(output)[0]
    tap.ok(status == 0 and answer["path"] is None and answer["trust"] is None
           and answer["lists"] == [f"{bench.plain.url}/{system}/4.1/SHA256SUMS"], "plan/json", output)
    status, output, errors = bench.world.run(bench.program, system, "--list")
    tap.equal((status, output, errors), (0, "installer all\n", ""), "list")
    status, output, errors = bench.world.run(bench.program, system, "--kind=image")
    tap.ok(status == NOTHING and "installer all" in errors, "choice/no-such-kind", status, errors)
    status, output, errors = bench.world.run(bench.program, "nonsense")
    tap.ok(status == NOTHING and "does not know 'nonsense'" in errors, "choice/no-such-system", status, errors)
    named = bench.world.path("named.iso")
    status, output, errors = bench.world.run(bench.program, system, "-o", named, "--ca-file", CERTIFICATE)
    tap.ok(status == 0 and output == f"{named}\n" and named.read_bytes() == DATA, "choice/name", status, output, errors)


def check_schema(bench, outputs):
    """JSON is as its schema has it, and has nothing that the schema does not name."""
    schema = json.loads((Path(bench.program).resolve().parent / "schema" / "osinfo-download.schema.json").read_text())
    members = set(schema["$defs"]["download"]["properties"])
    for name, output in zip(("answer", "plan"), outputs):
        tap.equal(set(json.loads(output)[0]), members, f"schema: members of the {name}")
    if jsonschema is None:
        tap.skip("schema", "python3-jsonschema is not installed")
        return
    validator = jsonschema.Draft202012Validator(schema)
    for output in outputs:
        tap.equal([error.message for error in validator.iter_errors(json.loads(output))], [], "schema: is kept")
    tap.ok(not validator.is_valid([json.loads(outputs[0])[0] | {"trust": "perhaps"}]), "schema: refuses other words")


def check_bad(bench):
    keys, listing = bench.keys, forms.gnu(NAME, DATA)
    sign = keys.sign
    signed = {"SHA256SUMS": listing, "SHA256SUMS.asc": sign(bench.good, listing)}
    key = bench.key()

    def both(text, signature=None):
        return {"SHA256SUMS": text, "SHA256SUMS.asc": signature if signature is not None else sign(bench.good, text)}

    bad(bench, "wrong-digest", {**signed, NAME: DATA[:-1] + b"X"}, SIGNED, NOT_GENUINE, "not the file that was published", key)
    bad(bench, "truncated", {**signed, NAME: DATA[:-1]}, SIGNED, NOT_GENUINE, "not the file that was published", key)
    bad(bench, "empty", {**signed, NAME: b""}, SIGNED, NOT_GENUINE, "not the file that was published", key)
    bad(bench, "replaced-list", both(forms.gnu(NAME, b"x"), signed["SHA256SUMS.asc"]), SIGNED, NOT_GENUINE,
        "the signature is bad", key)
    bad(bench, "no-signature", {"SHA256SUMS": listing}, SIGNED, NOT_GENUINE, "there is no signature", key)
    bad(bench, "wrong-key", both(listing, sign(bench.other, listing)), SIGNED, NOT_GENUINE, "no key that the database names", key)
    bad(bench, "wrong-key-from-vendor", both(listing, sign(bench.other, listing)), SIGNED, NOT_GENUINE,
        "no key that the database names", bench.key(address="/all.asc"))
    bad(bench, "expired-key", both(listing, sign(bench.late, listing)), SIGNED, NOT_GENUINE, "key that has expired",
        bench.key(bench.late, "/all.asc"))
    bad(bench, "revoked-key", both(listing, bench.gone_signature), SIGNED, NOT_GENUINE, "key that was revoked", bench.key(bench.gone, "/gone.asc"))
    bad(bench, "expired-signature", both(listing, sign(bench.good, listing, "--default-sig-expire", "1d")), SIGNED,
        NOT_GENUINE, "the signature has expired", key)
    bad(bench, "weak-signature", both(listing, sign(bench.rsa, listing, "--digest-algo", "SHA1")), SIGNED, NOT_GENUINE,
        "digest that is too weak", bench.key(bench.rsa, "/rsa.asc"))
    bad(bench, "text-signature", both(listing, sign(bench.good, listing, "--textmode")), SIGNED, NOT_GENUINE,
        "the signature is bad", key)
    bad(bench, "signature-is-a-page", both(listing, b"<html>404</html>"), SIGNED, NOT_GENUINE, "the signature is bad", key)
    bad(bench, "signature-is-a-message", both(listing, sign(bench.good, listing, how="--sign")), SIGNED, NOT_GENUINE,
        "the signature is bad", key)
    bad(bench, "signature-huge", both(listing, signed["SHA256SUMS.asc"] + b"\n" * 100_000), SIGNED, FAILED, "larger than", key)
    bad(bench, "list-without-the-file", both(forms.gnu("other.iso", DATA)), SIGNED, NOT_GENUINE, f"does not have '{NAME}'", key)
    bad(bench, "list-of-another-release", both(forms.gnu("heron-4.0-full.iso", DATA)), SIGNED, NOT_GENUINE,
        f"does not have '{NAME}'", key)
    bad(bench, "list-of-another-folder", both(forms.gnu("../4.0/" + NAME, DATA)), SIGNED, NOT_GENUINE,
        f"does not have '{NAME}'", key)
    bad(bench, "two-digests", both(listing + forms.gnu(NAME, b"x")), SIGNED, NOT_GENUINE, "several different checksums", key)
    bad(bench, "two-digests-of-forms", both(listing + forms.bsd(NAME, b"x")), SIGNED, NOT_GENUINE,
        "several different checksums", key)
    bad(bench, "two-sizes", both(forms.bsd(NAME, DATA, size=True) + f"# {NAME}: 5 bytes\n".encode()), SIGNED, NOT_GENUINE,
        "several different checksums", key)
    bad(bench, "md5-only", both(forms.gnu(NAME, DATA, "md5")), SIGNED, NOT_GENUINE, "it has only md5", key)
    bad(bench, "sha1-only", both(forms.bsd(NAME, DATA, "sha1")), SIGNED, NOT_GENUINE, "it has only sha1", key)
    bad(bench, "empty-list", both(b""), SIGNED, NOT_GENUINE, "not a list of checksums", key)
    bad(bench, "list-is-a-page", {"SHA256SUMS": b"<html><body>sign in</body></html>"}, "<list>{folder}SHA256SUMS</list>",
        NOT_GENUINE, "not a list of checksums", kind="secure")
    bad(bench, "huge-list", {"SHA256SUMS": listing + b"x" * (17 << 20)}, "<list>{folder}SHA256SUMS</list>", FAILED,
        "larger than", kind="secure")
    bad(bench, "no-list", {}, SIGNED, FAILED, "404 Not Found", key)
    bad(bench, "file-longer-than-said", {**both(forms.bsd(NAME, DATA[:-1], size=True)), NAME: DATA}, SIGNED, NOT_GENUINE,
        f"longer than the {len(DATA) - 1} bytes", key)
    bad(bench, "file-shorter-than-said", {**both(forms.bsd(NAME, DATA + b"y", size=True)), NAME: DATA}, SIGNED, NOT_GENUINE,
        "were published", key)
    bad(bench, "endless-body", {**signed, NAME: endless}, SIGNED, FAILED, "larger than the 5000000 bytes", key,
        arguments=("--max-size", 5_000_000))
    bad(bench, "downgrade-of-file", {**signed_for(bench, NAME), NAME: lambda handler: handler.redirect(
        bench.plain.url + "/elsewhere/" + NAME)}, SIGNED, FAILED, "redirects to 'http:", key, kind="secure", stays=[NAME + ".part"])
    bad(bench, "downgrade-of-list", {"SHA256SUMS": lambda handler: handler.redirect(bench.plain.url + "/x")},
        "<list>{folder}SHA256SUMS</list>", FAILED, "redirects to 'http:", kind="secure")
    bench.secure.files["/sums"] = listing
    bad(bench, "unsigned-list-of-another-host", {"SHA256SUMS": lambda handler: handler.redirect(
        bench.secure.url.replace("127.0.0.1", "localhost") + "/sums")}, "<list>{folder}SHA256SUMS</list>", FAILED,
        "redirects to 'https://localhost", kind="secure")
    bad(bench, "unsigned-list-by-http", {"SHA256SUMS": listing}, "<list>{folder}SHA256SUMS</list>", NOT_STATED,
        "neither signed nor fetched by https")
    bad(bench, "nothing-stated", {}, "", NOT_STATED, "does not say how")
    bad(bench, "no-list-stated", {}, "<source>s</source>", NOT_STATED, "does not say how")
    bad(bench, "no-key-stated", signed, SIGNED, NOT_GENUINE, "no key that the database names")
    bad(bench, "json-broken", {"l.json": forms.stream(NAME, DATA)[:-1]}, "<list>{folder}l.json</list>", NOT_GENUINE,
        "not a list of checksums", kind="secure")
    bad(bench, "json-deep", {"l.json": b"[" * 100 + b"]" * 100}, "<list>{folder}l.json</list>", NOT_GENUINE,
        "not a list of checksums", kind="secure")
    fedora = forms.bsd(NAME, DATA)
    clear = sign(bench.good, fedora, how="--clear-sign")
    bad(bench, "clear/changed", {"CHECKSUM": clear.replace(forms.digest(DATA).encode(), forms.digest(b"x").encode())}, CLEAR,
        NOT_GENUINE, "the signature is bad", key)
    bad(bench, "clear/text-in-front", {"CHECKSUM": forms.bsd(NAME, b"x") + clear}, CLEAR, NOT_GENUINE,
        "not a text with a signature", key)
    bad(bench, "clear/text-behind", {"CHECKSUM": clear + forms.bsd(NAME, b"x")}, CLEAR, NOT_GENUINE,
        "not a text with a signature", key)
    bad(bench, "clear/header", {"CHECKSUM": clear.replace(b"\nHash:", b"\nSHA256 (x) = y\nHash:", 1)}, CLEAR, NOT_GENUINE,
        "not a text with a signature", key)
    bad(bench, "clear/not-signed", {"CHECKSUM": fedora}, CLEAR, NOT_GENUINE, "not a text with a signature", key)
    bad(bench, "clear/wrong-key", {"CHECKSUM": sign(bench.other, fedora, how="--clear-sign")}, CLEAR, NOT_GENUINE,
        "no key that the database names", key)
    embedded = '<list>{folder}SHA256.sig</list><signature form="signify"/>'
    ours = bench.ed25519("signify")
    signify = bench.signify.signify(fedora)
    bad(bench, "signify/changed", {"SHA256.sig": signify.replace(b"other.iso", b"Other.iso")}, embedded, NOT_GENUINE,
        "the signature is bad", ours)
    bad(bench, "signify/wrong-key-same-name", {"SHA256.sig": bench.stranger.signify(fedora)}, embedded, NOT_GENUINE,
        "the signature is bad", ours)
    unknown = Ed25519(b"u" * 32, b"UNKNOWN8")
    bad(bench, "signify/unknown-key", {"SHA256.sig": unknown.signify(fedora)}, embedded, NOT_GENUINE,
        "no key that the database names", ours)
    bad(bench, "signify/not-signed", {"SHA256.sig": fedora}, embedded, NOT_GENUINE, "the signature is bad", ours)
    beside = '<list>{folder}SHA256SUMS</list><signature form="minisign">{list}.minisig</signature>'
    mini = bench.signify.minisign(listing)
    bad(bench, "minisign/comment-changed", {"SHA256SUMS": listing, "SHA256SUMS.minisig": mini.replace(b"file:test", b"file:tesT")},
        beside, NOT_GENUINE, "the signature is bad", bench.ed25519("minisign"))
    bad(bench, "minisign/changed", {"SHA256SUMS": listing + b"\n", "SHA256SUMS.minisig": mini}, beside, NOT_GENUINE,
        "the signature is bad", bench.ed25519("minisign"))
    for name, signature, words in (("wrong-key-same-name", bench.stranger.minisign(listing), "the signature is bad"),
                                   ("unknown-key", unknown.minisign(listing), "no key that the database names"),
                                   ("not-signed", listing, "the signature is bad")):
        bad(bench, f"minisign/{name}", {"SHA256SUMS": listing, "SHA256SUMS.minisig": signature}, beside, NOT_GENUINE, words,
            bench.ed25519("minisign"))
    apart = '<list>{folder}SHA256</list><signature form="signify">{list}.sig</signature>'
    bad(bench, "signify/detached/changed", {"SHA256": forms.bsd(NAME, b"x"), "SHA256.sig": bench.signify.signify(fedora, False)},
        apart, NOT_GENUINE, "the signature is bad", ours)
    bad(bench, "signify/detached/missing", {"SHA256": fedora}, apart, NOT_GENUINE, "there is no signature", ours)
    of_file = '<signature form="openpgp" of="file">{url}.sig</signature>'
    bad(bench, "file-signature/changed", {NAME: DATA + b"x", NAME + ".sig": sign(bench.good, DATA)}, of_file, NOT_GENUINE,
        "the signature is bad", key)
    bad(bench, "file-signature/missing", {}, of_file, NOT_GENUINE, "there is no signature", key)
    bad(bench, "file-signature/list-contradicts", {NAME + ".sig": sign(bench.good, DATA), "SHA256SUMS": forms.gnu(NAME, b"x")},
        "<list>{folder}SHA256SUMS</list>" + of_file, NOT_GENUINE, "not the file that was published", key, kind="secure")
    bad(bench, "name-is-a-path", {}, "", FAILED, "does not end with a name", file_name="x/..",
        arguments=("--digest", f"sha256:{forms.digest(DATA)}"))
    bad(bench, "name-is-hidden", {}, "", FAILED, "does not end with a name", file_name=".bashrc",
        arguments=("--digest", f"sha256:{forms.digest(DATA)}"))
    bad(bench, "bad-digest-given", {}, "", BAD_OPTION, "is not a digest", arguments=("--digest", "md5:" + "0" * 32))


def signed_for(bench, name):
    listing = forms.gnu(name, DATA)
    return {"SHA256SUMS": listing, "SHA256SUMS.asc": bench.keys.sign(bench.good, listing)}


def endless(handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    block = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    while True:
        handler.wfile.write(block)


def check_places(bench):
    """What others put in the way is left alone, and no link is followed."""
    sums = signed_for(bench, NAME)
    outside = bench.world.path("outside")
    outside.write_bytes(b"precious")
    key = bench.key()
    part = NAME + ".part"
    bad(bench, "part-is-a-link", sums, SIGNED, FAILED, "in the way", key, prepare=lambda folder:
        (folder / part).symlink_to(outside), stays=[part])
    bad(bench, "part-is-a-second-name", sums, SIGNED, FAILED, "in the way", key, prepare=lambda folder:
        os.link(outside, folder / part), stays=[part])
    bad(bench, "part-is-a-pipe", sums, SIGNED, FAILED, "in the way", key, prepare=lambda folder:
        os.mkfifo(folder / part), stays=[part])
    bad(bench, "file-is-a-link", sums, SIGNED, FAILED, "there already", key, prepare=lambda folder:
        (folder / NAME).symlink_to(outside), stays=[NAME])
    bad(bench, "file-is-a-loose-link", sums, SIGNED, FAILED, "there already", key, prepare=lambda folder:
        (folder / NAME).symlink_to("nowhere"), stays=[NAME])
    bad(bench, "file-is-a-link/replace", sums, SIGNED, FAILED, "there already", key, arguments=["--replace"],
        prepare=lambda folder: (folder / NAME).symlink_to(outside), stays=[NAME])
    bad(bench, "file-is-a-folder", sums, SIGNED, FAILED, "there already", key, arguments=["--replace"],
        prepare=lambda folder: (folder / NAME).mkdir(), stays=[NAME])
    tap.equal(outside.read_bytes(), b"precious", "places/outside-is-left-alone")


def check_interruptions(bench):
    """Transfers that end early, two hundred times: by the server, and because the program is killed."""
    given = ("--digest", f"sha256:{forms.digest(DATA)}")
    count = 160
    size = len(DATA) // count

    def part(handler):
        handler.send_file(DATA, stop=size)

    system, _ = bench.add({NAME: part})
    before = len(bench.plain.requests)
    (status, output, errors), folder = bench.run(system, *given)
    asked = bench.plain.requests[before:]
    tap.ok(status == 0 and (folder / NAME).read_bytes() == DATA and len(asked) >= count
           and all(wanted and condition for _, wanted, condition in asked[1:]), "interruptions/by-the-server",
           status, errors, len(asked), asked[:2])

    # it sends some more each time, and then nothing, until the program is killed
    step = len(DATA) // 50 + 1

    def stall(handler):
        first = int((handler.headers.get("Range") or "bytes=0-").removeprefix("bytes=").split("-")[0])
        handler.send_file(DATA, stop=step)
        handler.wfile.flush()
        if first + step < len(DATA):
            released.wait()

    system, _ = bench.add({NAME: stall})
    folder = bench.world.path("out-" + system)
    folder.mkdir()
    place = folder / (NAME + ".part")
    kills, sizes = 0, []
    while kills < 60 and not (folder / NAME).exists():
        released = threading.Event()
        had = place.stat().st_size if place.exists() else 0
        process = subprocess.Popen([bench.program, system, "-o", f"{folder}/", *given], env=bench.world.environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while process.poll() is None and (place.stat().st_size if place.exists() else 0) < min(had + step, len(DATA)):
            time.sleep(0.005)
        if had + step < len(DATA):
            process.kill()
            kills += 1
        process.wait()
        process.stderr.close()
        released.set()
        sizes.append(had)
    tap.ok((folder / NAME).exists() and (folder / NAME).read_bytes() == DATA and kills >= 49 and sizes == sorted(sizes)
           and sizes[-1] > 0, "interruptions/killed", kills, sizes[-3:], sorted(folder.iterdir()))
    tap.ok(len(asked) - 1 + kills >= 200, "interruptions/two-hundred", len(asked), kills)

    # what comes then is another file, which the server says, or does not say
    for name, etags in (("told", ('"a"', '"b"')), ("not-told", ('"a"', '"a"'))):
        old = bytes(reversed(DATA))
        answers = []

        def change(handler, etags=etags, answers=answers, old=old):
            answers.append(1)
            if len(answers) == 1:
                handler.send_file(old, stop=1000, etag=etags[0])
            else:
                handler.send_file(DATA, etag=etags[1])

        good(bench, f"interruptions/changed-{name}", {NAME: change}, "", arguments=given)

    def whole(handler):
        del handler.headers["Range"]
        handler.send_file(DATA, stop=1000 if len(bench.plain.requests) % 3 else None)

    good(bench, "interruptions/no-ranges", {NAME: whole}, "", arguments=given)

    def odd(handler):
        if handler.headers.get("Range"):
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes 0-4/{len(DATA)}")
            handler.send_header("Content-Length", "5")
            handler.end_headers()
            handler.wfile.write(DATA[:5])
        else:
            handler.send_file(DATA, stop=1000 if odd.count == 0 else None)
            odd.count += 1

    odd.count = 0
    good(bench, "interruptions/wrong-range", {NAME: odd}, "", arguments=given)
    # what an earlier attempt left: all of it, more than that, something else, of something else
    for name, left, subject in (("all", DATA, forms.digest(DATA)), ("more", DATA + b"x", forms.digest(DATA)),
                                ("other-bytes", b"y" * 5000, forms.digest(DATA)), ("other-file", DATA[:100], "x"),
                                ("nothing", b"", forms.digest(DATA))):
        system, _ = bench.add({NAME: DATA})
        folder = bench.world.path("out-" + system)
        folder.mkdir()
        (folder / (NAME + ".part")).write_bytes(left)
        (folder / (NAME + ".part.state")).write_text(subject + "\n\n")
        (status, _, errors), _ = bench.run(system, *given)
        tap.ok(status == 0 and [each.name for each in folder.iterdir()] == [NAME] and (folder / NAME).read_bytes() == DATA,
               f"interruptions/left/{name}", status, errors, list(folder.iterdir()))
    # two at a time
    system, _ = bench.add({NAME: stall})
    released = threading.Event()
    folder = bench.world.path("out-" + system)
    folder.mkdir()
    process = subprocess.Popen([bench.program, system, "-o", f"{folder}/", *given], env=bench.world.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (folder / (NAME + ".part")).exists() or not (folder / (NAME + ".part")).stat().st_size:
        time.sleep(0.005)
    (status, _, errors), _ = bench.run(system, *given)
    tap.ok(status == FAILED and "by another program" in errors, "interruptions/two-at-a-time", status, errors)
    process.terminate()
    tap.equal(process.wait(), FAILED, "interruptions/terminated")
    tap.ok(not (folder / NAME).exists() and (folder / (NAME + ".part")).exists(), "interruptions/terminated-keeps-the-part")
    released.set()


def main():
    program = find_program("osinfo-download")
    if program is None:
        print("1..0 # SKIP osinfo-download is not built")
        return 0
    bench = Bench(program)
    try:
        check_lists(bench)
        check_signatures(bench)
        check_choices(bench)
        check_bad(bench)
        check_places(bench)
        check_interruptions(bench)
    finally:
        bench.close()
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
