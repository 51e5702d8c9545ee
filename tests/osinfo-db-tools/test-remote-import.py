#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db-import from a web server, as a user runs it: what is asked for, what is believed, what comes of it.
Prints TAP.

usage: test-remote-import.py FOLDER-OF-PROGRAMS"""

import hashlib
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import STATE, ImportWorld, Tap, find_leftovers, is_one_line, make_database, read_files, xz
from keyring import Keyring
from remote_site import DOCUMENT, FILES, NEW, NIGHTLY, OLD, Site

SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="libosinfo"><empty/></element></start></grammar>"""


def test_latest(tap, world, site):
    target = world.path("latest")
    options = ("--latest", "--dir", target, "--url", site.uri())
    old = site.publish(OLD, FILES)
    tap.equal((world.import_(*options), read_files(target)), ((0, "", ""), {**FILES, "VERSION": OLD}), "latest: a first import")
    tap.equal(site.asked(), sorted([DOCUMENT, DOCUMENT + ".asc", old]), "latest: three requests")
    both = [DOCUMENT, DOCUMENT + ".asc"]
    tap.equal((world.import_(*options), site.asked()), ((0, "", ""), both), "latest: up to date is two requests")
    status, output, _ = world.import_("-v", *options)
    tap.ok(status == 0 and "nothing new: " in output and OLD in output and site.asked() == both, "latest: -v says that it is", output)
    tap.equal((world.import_("--exit-code", *options), site.asked()), ((2, "", ""), both), "latest: so does the status, if asked for")
    new = site.publish(NEW, {**FILES, "platform/p.xml": "p"})
    tap.equal(world.import_("--dry-run", *options)[:2], (0, "changed VERSION\nadded platform/p.xml\n"), "latest: dry run")
    site.asked()
    status, output, errors = world.import_("-v", "--exit-code", *options)
    tap.ok((status, errors, read_files(target)["VERSION"]) == (0, "", NEW) and "updated: " in output.splitlines()[-1]
           and OLD in output.splitlines()[-1] and NEW in output.splitlines()[-1], "latest: a newer one", output)
    tap.equal(site.asked(), sorted([DOCUMENT, DOCUMENT + ".asc", new]), "latest: three requests again")
    site.publish(OLD, FILES)
    status, output, errors = world.import_(*options)
    tap.ok(status == 1 and output == "" and is_one_line(errors) and OLD in errors and NEW in errors,
           "latest: less than was announced before is an old copy", errors)
    tap.equal((read_files(target)["VERSION"], site.asked()), (NEW, both), "latest: an old copy changes nothing")
    tap.equal((world.import_("--allow-downgrade", *options), read_files(target)["VERSION"]), ((0, "", ""), NEW),
              "latest: an old copy, if asked for, is no news")
    site.publish(NEW, {**FILES, "platform/p.xml": "p"})
    site.asked()
    world.environment["OSINFO_DB_URL"] = "http://127.0.0.1:9/"
    tap.equal(world.import_(*options)[0], 0, "latest: --url comes before the environment")
    del world.environment["OSINFO_DB_URL"]
    world.path("tools.conf").write_text(f"[server]\nurl={site.uri()}\n")
    site.asked()
    tap.equal((world.import_("--latest", "--dir", target, OSINFO_DB_TOOLS_CONF=str(world.path("tools.conf"))), site.asked()),
              ((0, "", ""), both), "latest: the address of the configuration")
    for url in ("ftp://example.org", "nowhere", "https://[::1"):
        status, output, errors = world.import_("--latest", "--dir", target, "--url", url)
        tap.ok(status == 1 and output == "" and is_one_line(errors) and url in errors, f"latest: --url {url}", errors)


def test_trust(tap, world, site):
    target = world.path("trust")
    options = ("--latest", "--dir", target, "--url", site.uri())

    keys = f"keys that count belong in '{world.path('keys')}'"

    def refused(name, *words, options=options):
        status, output, errors = world.import_(*options)
        tap.ok(status == 1 and output == "" and is_one_line(errors) and all(word in errors for word in words)
               and not target.exists(), f"trust: {name}", errors)

    archive = site.publish(OLD, FILES, is_signed=False)
    refused("latest is to be signed", "there is no signature", keys)
    refused("even a file, if asked for", "there is no signature", options=("--require-signature", "--dir", target, site.uri(archive)))
    refused("not both", "mutually exclusive", options=(*options, "--require-signature", "--no-require-signature"))
    status, output, errors = world.import_("--dir", world.path("unsigned"), site.uri(archive))
    tap.ok(status == 0 and is_one_line(errors) and "warning" in errors, "trust: an address that somebody typed", errors)
    status, output, errors = world.import_(*options[:1], "--dir", world.path("optional"), *options[3:], "--no-require-signature")
    tap.ok(status == 0 and is_one_line(errors) and "warning" in errors, "trust: latest without, if asked for", errors)
    world.path("strict.conf").write_text("[signature]\nrequired=true\n")
    status, output, errors = world.import_("--dir", target, site.uri(archive), OSINFO_DB_TOOLS_CONF=str(world.path("strict.conf")))
    tap.ok(status == 1 and "is required" in errors, "trust: the configuration asks for it", errors)
    world.path("loose.conf").write_text("[signature]\nrequired=false\n")
    status, output, errors = world.import_(*options[:1], "--dir", world.path("loose"), *options[3:],
                                           OSINFO_DB_TOOLS_CONF=str(world.path("loose.conf")))
    tap.ok(status == 0 and "warning" in errors, "trust: the configuration does without", errors)

    stranger = site.keys.make("Stranger <stranger@example.org>")
    for name in (DOCUMENT, archive):
        body = make_database(OLD, FILES, pack=xz) if name == archive else json.dumps(
            {"release": {"version": OLD, "archive": archive}}).encode()
        site.serve(name, body, is_signed=False)
        site.server.serve(f"/db/{name}.asc", site.keys.sign(stranger, body))
    refused("a key that is not known here", stranger[-16:], "unknown key", keys)
    site.publish(OLD, FILES)
    site.server.serve(f"/db/{DOCUMENT}.asc", site.keys.sign(site.key, b"something else"))
    site.asked()
    refused("a bad signature", "bad")
    tap.equal(set(site.asked()), {DOCUMENT, DOCUMENT + ".asc"}, "trust: a bad signature is found before the archive is asked for")
    refused("a bad signature, even if none is asked for", "bad", options=(*options, "--no-require-signature"))
    site.publish(OLD, FILES, announced=NEW)
    refused("another version than is announced", OLD, NEW)


def test_nothing_new(tap, world, site):
    """That there is nothing new is said by somebody: by whom, and when?"""
    target = world.path("news")
    options = ("--latest", "--dir", target, "--url", site.uri())
    site.publish(NEW, FILES)
    tap.equal(world.import_(*options), (0, "", ""), "news: the first import")
    stranger = site.keys.make("Other <other@example.org>")
    for version in (OLD, NEW):
        site.publish(version, FILES, is_signed=False)
        for signed_by in (None, stranger):
            if signed_by is not None:
                body = json.dumps({"release": {"version": version, "archive": "x.tar"}}).encode()
                site.serve(DOCUMENT, body, is_signed=False)
                site.server.serve(f"/db/{DOCUMENT}.asc", site.keys.sign(signed_by, body))
            label = f"news: {version} by {'nobody' if signed_by is None else 'a stranger'}"
            status, output, errors = world.import_("--require-signature", *options)
            tap.ok(status == 1 and output == "" and is_one_line(errors) and "there may be a newer version" in errors
                   and f"belong in '{world.path('keys')}'" in errors and "--no-require" not in errors, f"{label}, a signature is required", errors)
            status, output, errors = world.import_(*options)
            tap.ok(status == 0 and output == "" and is_one_line(errors) and "warning: " in errors, label, errors)
            tap.equal(world.import_("--no-require-signature", *options), (0, "", ""), f"{label}, none is wanted")
    site.publish(NEW, FILES)
    site.server.serve(f"/db/{DOCUMENT}.asc", site.keys.sign(site.key, b"something else"))
    status, output, errors = world.import_(*options)
    tap.ok(status == 1 and is_one_line(errors) and "bad" in errors, "news: a signature that is wrong", errors)

    # a document that was kept back
    for expires, good in (("2001-01-01T00:00:00Z", False), ("2001-01-01T00:00:00+02:00", False), ("2999-01-01T00:00:00Z", True)):
        body = json.dumps({"expires": expires, "release": {"version": NEW, "archive": "x.tar"}}).encode()
        site.serve(DOCUMENT, body)
        status, output, errors = world.import_(*options)
        tap.ok((status == 0 and errors == "") if good else
               (status == 1 and is_one_line(errors) and "expired on 20" in errors), f"news: expires {expires}", errors)
        tap.equal(world.import_("--no-require-signature", *options)[0], 0, f"news: expires {expires}, no signature is wanted")

    # one that was true between the installed version and what was announced since
    site.publish("20260301", FILES)
    site.server.actions["/db/osinfo-db-20260301.tar.xz"] = lambda handler, count: handler.send(404)
    tap.equal(world.import_(*options)[0], 1, "news: announced, but not to be had")
    site.publish("20260215", FILES)
    status, output, errors = world.import_(*options)
    tap.ok(status == 1 and is_one_line(errors) and "20260215" in errors and "20260301" in errors
           and "--allow-downgrade" not in errors and read_files(target)["VERSION"] == NEW, "news: less than was announced before", errors)
    tap.equal((world.import_("--allow-downgrade", *options)[0], read_files(target)["VERSION"]), (0, "20260215"),
              "news: less than was announced before, if asked for")


def test_rolled_back(tap, world, site):
    """What was announced once is known to each client of it, whether it took it or had it from elsewhere."""
    target = world.path("back")
    options = ("--latest", "--dir", target, "--url", site.uri())
    world.import_("--dir", target, site.uri(site.publish(NEW, FILES)))
    tap.equal(world.import_(*options), (0, "", ""), "back: nothing new, it was imported by hand")
    for label, arguments in (("over what is newer", ()), ("if no signature is wanted", ("--no-require-signature",)),
                             ("if one is", ("--require-signature",)), ("dry run", ("--dry-run",))):
        site.publish(OLD, FILES)
        status, output, errors = world.import_(*options, *arguments)
        tap.ok(status == 1 and output == "" and is_one_line(errors) and "old copy" in errors, f"back: {label}", errors)
    tap.equal(read_files(target)["VERSION"], NEW, "back: nothing has changed")
    body = json.dumps({"expires": "2999-01-01T00:00:00Z", "release": {"version": OLD, "archive": "x.tar"}}).encode()
    site.serve(DOCUMENT, body)
    tap.ok("old copy" in world.import_(*options)[2], "back: whenever it expires")
    site.serve(DOCUMENT, body.replace(b"2999", b"2001"))
    tap.ok("expired on 2001" in world.import_(*options)[2], "back: or has expired")
    other = world.path("other")
    tap.ok("expired on 2001" in world.import_("--latest", "--dir", other, "--url", site.uri())[2] and not other.exists(),
           "back: a new client knows by the date")


def test_keys(tap, world, site):
    """Whoever has read the keys of the site reads them again when the document tells of others."""
    target = world.path("keys-of-site")
    options = ("--latest", "--dir", target, "--url", site.uri())
    plain = [DOCUMENT, DOCUMENT + ".asc"]
    first = site.keys.gpg("--armor", "--export", site.key)
    digest = hashlib.sha256(first).hexdigest()
    site.server.serve("/db/keys.asc", first)
    archive = site.publish(OLD, FILES, keys=digest.upper())
    tap.equal((world.import_("--dry-run", *options)[0], "keys.asc" in site.asked()), (0, True), "keys: a dry run reads them")
    tap.equal((world.import_(*options), site.asked()), ((0, "", ""), sorted([*plain, "keys.asc", archive])), "keys: the first time they are read")
    tap.equal((world.import_(*options), site.asked()), ((0, "", ""), plain), "keys: and then no more")
    site.publish(OLD, FILES)
    tap.equal((world.import_(*options), site.asked()), ((0, "", ""), plain), "keys: nor when nothing is said of them")
    site.publish(OLD, FILES, keys=digest)
    tap.equal((world.import_(*options), site.asked()), ((0, "", ""), plain), "keys: nor when the same is said later")
    for label, action in {
        "older ones": lambda handler, count: handler.send(200, first),
        "nonsense": lambda handler, count: handler.send(200, b"<html/>"),
        "nothing": lambda handler, count: handler.send(404),
        "an error": lambda handler, count: handler.send(500),
    }.items():
        site.server.actions["/db/keys.asc"] = action
        site.publish(OLD, FILES, keys="0" * 64)
        for number in range(2):
            tap.equal((world.import_(*options), site.asked()), ((0, "", ""), ["keys.asc", *plain]), f"keys: {label}: they are asked for again ({number})")
    other = world.path("other-key-of-site")
    other.write_bytes(first + b"\n")
    site.server.serve("/db/keys.asc", other.read_bytes())
    site.publish(OLD, FILES, keys=hashlib.sha256(other.read_bytes()).hexdigest())
    tap.equal([(world.import_(*options), site.asked()) for _ in range(2)],
              [((0, "", ""), ["keys.asc", *plain]), ((0, "", ""), plain)], "keys: until they are the right ones")
    site.publish(OLD, FILES, is_signed=False, keys=digest)
    tap.equal((world.import_("--no-require-signature", *options)[0], site.asked()), (0, plain), "keys: what nobody signed is not listened to")
    for wrong in ("x", digest[1:], 5, None, ["a"]):
        body = json.dumps({"keys": wrong, "release": {"version": OLD, "archive": "x.tar"}}).encode()
        site.serve(DOCUMENT, body)
        status, output, errors = world.import_(*options)
        tap.ok(status == 1 and output == "" and is_one_line(errors) and '"keys"' in errors, f"keys: a digest that is none: {wrong}", errors)


def test_changing(tap, world, site):
    """A site that is changed between the request for the document and the one for its signature."""
    target = world.path("changing")
    options = ("--latest", "--dir", target, "--url", site.uri())
    site.publish(OLD, FILES)
    old = site.server.actions[f"/db/{DOCUMENT}"]
    site.publish(NEW, FILES)
    new = site.server.actions[f"/db/{DOCUMENT}"]
    site.server.actions[f"/db/{DOCUMENT}"] = lambda handler, count: (old if count == 1 else new)(handler, count)
    site.asked()
    tap.equal((world.import_(*options), read_files(target)["VERSION"]), ((0, "", ""), NEW), "changing: the second time it fits")
    tap.equal(site.asked()[:4], [DOCUMENT] * 2 + [DOCUMENT + ".asc"] * 2, "changing: it was asked twice")
    site.server.actions[f"/db/{DOCUMENT}"] = old
    status, _, errors = world.import_(*options)
    tap.ok(status == 1 and is_one_line(errors) and "bad" in errors, "changing: one that never fits", errors)
    tap.equal(site.asked(), [DOCUMENT] * 2 + [DOCUMENT + ".asc"], "changing: the same document needs no second look")


def test_unchanged(tap, world, site):
    """What the server still has as it was is not fetched again, and imported again all the same."""
    target = world.path("unchanged")
    name = site.publish(OLD, FILES, names=(NIGHTLY,))
    first, second = target / "os/example.org/heron-4.xml", target / "os/example.org/crane-1.xml"
    for options, around in (((site.uri(name),), [name + ".asc"]),
                            (("--nightly", "--url", site.uri()), [NIGHTLY, NIGHTLY + ".asc"])):
        label = f"unchanged: {options[0].rpartition('/')[2]}"
        world.import_("--dir", target, *options)
        first.unlink()
        second.write_text("damaged")
        site.asked()
        status, output, errors = world.import_("-v", "--dir", target, *options)
        [request] = site.server.requests[f"/db/{name}"]
        tap.ok(status == 0 and errors == "" and "if-none-match" in request and "imported last" in output, label, output, errors)
        tap.equal(site.asked(), sorted([name, *around]), f"{label}: requests")
        tap.equal(read_files(target), {**FILES, "VERSION": OLD}, f"{label}: is whole again")
    body = make_database(NEW, FILES, pack=xz)
    site.serve(name, body)
    tap.equal((world.import_("--dir", target, site.uri(name)), read_files(target)["VERSION"]), ((0, "", ""), NEW), "unchanged: not any more")
    for path in world.path(STATE).glob("*/*.tar"):
        path.unlink()
    site.asked()
    tap.equal(world.import_("--dir", target, site.uri(name)), (0, "", ""), "unchanged: the archive is lost here")
    tap.ok("if-none-match" not in site.server.requests[f"/db/{name}"][0], "unchanged: so it is fetched")
    secret = site.uri(name).replace("//", "//user:secret@")
    tap.equal(world.import_("--dir", target, secret)[0], 0, "unchanged: with a password")
    tap.ok(not any(b"secret" in path.read_bytes() for path in world.path(STATE).rglob("*") if path.is_file()),
           "unchanged: which is not kept")
    for tag in ('"a\tb"', '"' + "x" * 5000 + '"', '""'):
        site.server.actions["/db/odd.tar.xz"] = lambda handler, _count: handler.send(200, body, ETag=tag)
        site.server.actions["/db/odd.tar.xz.asc"] = site.server.actions[f"/db/{name}.asc"]
        results = [world.import_("--dir", target, site.uri("odd.tar.xz"))[0] for _ in range(2)]
        tap.equal((results, read_files(target)["VERSION"]), ([0, 0], NEW), f"unchanged: an odd ETag: {tag[:8]!r}")


def test_exchanged(tap, world, site):
    """An archive that was kept is used for what it was only as long as it is the same."""
    target = world.path("exchanged")
    wrong = make_database("20990101", {"os/evil.org/e.xml": "<e/>"})
    for version in (OLD, NEW):
        name = site.publish(version, FILES)
        world.import_("--dir", target, site.uri(name))
    whole = read_files(target)
    kept = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in world.path(STATE).glob("*/*.tar")}
    right = {digest: path.read_bytes() for digest, path in kept.items()}
    for what, body in (("another archive", wrong), ("nothing", b""), ("a cut one", None)):
        for digest, path in kept.items():
            path.write_bytes(right[digest][:-1] if body is None else body)
        status, output, errors = world.import_("--dir", target, "--rollback")
        tap.ok(status == 1 and output == "" and is_one_line(errors) and ".tar" in errors and "remove it" in errors,
               f"exchanged: rollback: {what}", errors)
        tap.equal(read_files(target), whole, f"exchanged: rollback: {what}: nothing changes")
        site.asked()
        tap.equal((world.import_("--dir", target, site.uri(name)), read_files(target)), ((0, "", ""), whole),
                  f"exchanged: not modified: {what}")
        tap.ok("if-none-match" not in site.server.requests[f"/db/{name}"][0], f"exchanged: not modified: {what}: fetched")
    for path in kept.values():
        path.unlink()
    tap.equal(world.import_("--dir", target, site.uri(name)), (0, "", ""), "exchanged: removed, it is fetched again")


def test_broken(tap, world, site):
    """A server that does not do its part leaves nothing behind."""
    target = world.path("broken")
    name = site.publish(OLD, FILES)
    world.path("fast.conf").write_text("[download]\nretries=1\nretry-delay=0.01\nidle-timeout=0.5\n")
    world.environment["OSINFO_DB_TOOLS_CONF"] = str(world.path("fast.conf"))
    body = make_database(OLD, FILES, pack=xz)
    cases = {
        "nothing there": lambda handler, count: handler.send(404),
        "no archive": lambda handler, count: handler.send(200, b"<html/>" * 1000),
        "cut off": lambda handler, count: handler.send(200, body[:100], announced=len(body)),
        "silent": lambda handler, count: handler.wait(),
        "an error": lambda handler, count: handler.send(500),
    }
    for label, action in cases.items():
        site.server.actions[f"/db/{name}"] = action
        status, output, errors = world.import_("--dir", target, site.uri(name))
        tap.ok(status == 1 and output == "" and is_one_line(errors) and name in errors and not target.exists(),
               f"broken: {label}", errors)
    tap.equal(find_leftovers(world), [], "broken: nothing is left")


def test_quiet(tap, world, site):
    """What a timer runs: no word when all is well, a line when it is not, and the old data stay."""
    target = world.path("quiet")
    options = ("--latest", "--quiet", "--dir", target, "--url", site.uri())
    world.path("fast.conf").write_text("[download]\nretries=1\nretry-delay=0.01\nidle-timeout=0.5\n")
    world.environment["OSINFO_DB_TOOLS_CONF"] = str(world.path("fast.conf"))
    site.publish(OLD, FILES)
    tap.equal((world.import_(*options), read_files(target)["VERSION"]), ((0, "", ""), OLD), "quiet: a first import")
    tap.equal(world.import_(*options), (0, "", ""), "quiet: nothing new")
    tap.equal(world.import_("-q", *options, "--exit-code"), (2, "", ""), "quiet: nothing new, which the status tells")
    site.publish(OLD, FILES, is_signed=False)
    tap.equal(world.import_(*options), (0, "", ""), "quiet: nothing new by nobody")
    site.publish(NEW, FILES, is_signed=False)
    tap.equal((world.import_(*options, "--no-require-signature"), read_files(target)["VERSION"]), ((0, "", ""), NEW), "quiet: unsigned, if asked for")
    site.server.serve("/db/empty.tar", make_database(None, {}))
    tap.equal(world.import_("-q", "--dir", target, site.uri("empty.tar")), (0, "", ""), "quiet: an archive without files")
    before = read_files(target)
    status, output, errors = world.import_("--quiet", "--verbose", *options)
    tap.ok(status == 1 and output == "" and is_one_line(errors) and "mutually exclusive" in errors, "quiet: and verbose", errors)

    newest = "20260301"
    archive = site.publish(newest, FILES)
    answers = dict(site.server.actions)
    wrong = make_database(newest, {"os/example.org/heron-4.xml": "<a/>", "os/example.org/crane-1.xml": "<b/>",
                                   "schema/osinfo.rng": SCHEMA}, pack=xz)  # fmt: skip

    def site_says(name, action):
        site.server.actions.update(answers)
        site.server.actions[f"/db/{name}"] = action

    for name in (DOCUMENT, DOCUMENT + ".asc", archive):
        # without a signature of the document that of the archive is good enough
        for status in (403, 500, 503) + ((404,) if not name.endswith(".asc") else ()):
            site_says(name, lambda handler, count, status=status: handler.send(status))
            answer = world.import_(*options)
            tap.ok(answer[:2] == (1, "") and is_one_line(answer[2]), f"quiet: {status} instead of {name}", answer)
        site_says(name, lambda handler, count: handler.wait())
        answer = world.import_(*options)
        tap.ok(answer[:2] == (1, "") and is_one_line(answer[2]), f"quiet: silence instead of {name}", answer)
        site_says(name, lambda handler, count: handler.reset())
        answer = world.import_(*options)
        tap.ok(answer[:2] == (1, "") and is_one_line(answer[2]), f"quiet: a connection that breaks instead of {name}", answer)
        site_says(name, lambda handler, count: handler.send(200, b"<html>log in first</html>\n"))
        answer = world.import_(*options)
        tap.ok(answer[:2] == (1, "") and is_one_line(answer[2]), f"quiet: a page of a hotel instead of {name}", answer)
    site.server.actions.update(answers)
    site.server.serve("/db/wrong.tar.xz", wrong)
    answer = world.import_("-q", "--validate", "--dir", target, site.uri("wrong.tar.xz"))
    tap.ok(answer[:2] == (1, "") and is_one_line(answer[2]) and "2 faults" in answer[2], "quiet: faults are counted", answer)
    for label, url, variables in (
        ("nobody listens", "http://127.0.0.1:9/db", {}),
        ("no such host", "http://osinfo.invalid/db", {}),
        ("no such host of a mirror", "https://osinfo.invalid/db", {}),
        ("a proxy that is off", "http://osinfo.invalid/db", {"http_proxy": "http://127.0.0.1:9", "GIO_USE_PROXY_RESOLVER": "libproxy"}),
        ("a disk that is not mounted", "file:///mnt/nowhere/db", {}),
    ):
        answer = world.import_(*options[:-1], url, **variables)
        tap.ok(answer[:2] == (1, "") and is_one_line(answer[2]) and url in answer[2], f"quiet: offline: {label}", answer)
    tap.equal(read_files(target), before, "quiet: whatever failed, the old data stay")
    tap.equal((world.import_(*options), read_files(target)["VERSION"]), ((0, "", ""), newest), "quiet: when all is well again")


def main():
    tap = Tap()
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        for test in (test_latest, test_trust, test_nothing_new, test_rolled_back, test_keys, test_changing, test_unchanged, test_exchanged, test_broken, test_quiet):
            world = ImportWorld(sys.argv[1])
            test(tap, world, Site(world, keys, key))
    return tap.finish()


sys.exit(main())
