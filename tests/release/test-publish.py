#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""release/publish, from a date in data/ to a client that has it: first and later releases, withdrawn ones, what is
renewed, what is refused. Prints TAP.

usage: test-publish.py FOLDER-OF-PROGRAMS"""

import json
import os
import sys
import threading
from xml.etree import ElementTree

from publish_case import DATE_FORM, DAY, ENTITY, SOURCE, PublishWorld, find_problem, is_one_line
from keyring import Keyring
from tools_case import Tap

ATOM = "{http://www.w3.org/2005/Atom}"


def test_way(tap, world, key):
    """One command on each side, again and again."""
    world.trust(key)
    versions = ("20990101", "20990101.1", "20990101.2", "20990103")
    for number, version in enumerate(versions):
        date, day = f"2026-02-{number + 1:02}", DAY if number < 3 else "2099-01-03"
        world.change(date)
        result = world.publish(key=key, date=day)
        tap.equal(result, (0, f"published {version}\n", ""), f"way/{version} is published")
        tap.equal(world.check_site(), None, f"way/{version} is consistent")
        result = world.refresh()
        tap.equal((result, world.get_version(), world.get_date()), ((0, "", ""), version, date), f"way/{version} reaches a client")
        before = world.read_site()
        stamps = {path: path.stat().st_mtime_ns for path in world.site.rglob("*")}
        result = world.publish(key=key, date=day)
        tap.equal(result[::2] + (result[1][:11],), (0, "", "nothing new"), f"way/{version} once more is nothing new")
        same = world.read_site() == before and stamps == {path: path.stat().st_mtime_ns for path in world.site.rglob("*")}
        tap.ok(same, f"way/{version} once more changes nothing")
    os.utime(world.tree / ENTITY, (1, 1))
    tap.equal(world.publish(key=key, date="2099-01-04")[1][:11], "nothing new", "way/another time stamp is nothing new")
    notes = (world.site / "osinfo-db-20990103.md").read_text(encoding="utf-8")
    tap.ok("Heron 4" in notes and "2026-02-04 (was 2026-02-03)" in notes, "way/release notes", notes)
    page = (world.site / "index.html").read_text(encoding="utf-8")
    tap.ok(all(f'href="osinfo-db-{version}.tar.xz"' in page for version in versions), "way/page", page)
    feed = ElementTree.parse(world.site / "feed.xml").getroot()
    titles = [entry.findtext(ATOM + "title") for entry in feed.iter(ATOM + "entry")]
    tap.equal(titles, [f"osinfo database {version}" for version in reversed(versions)], "way/feed")
    tap.ok("2026-02-04" in feed.find(ATOM + "entry").findtext(ATOM + "content"), "way/feed tells the changes")
    for name in ("id", "updated"):
        values = [element.text for element in feed.iter(ATOM + name)]
        tap.equal(len(set(values)), 5 if name == "id" else 4, f"way/feed/{name}", values)


def test_page(tap, world, key):
    """What the manual page shows has the form of what is published."""

    def get_form(value):
        return {name: get_form(member) for name, member in value.items()} if isinstance(value, dict) else type(value)

    page = (SOURCE / "osinfo-db-tools" / "man" / "osinfo-db-latest.5").read_text(encoding="utf-8")
    shown = json.loads(page.partition("-offset indent\n")[2].partition(".Ed")[0])
    world.publish(key=key)
    tap.equal(get_form(world.read_latest()), get_form(shown), "page/osinfo-db-latest(5)")


def test_withdrawn(tap, world, key):
    world.trust(key)
    for number in range(3):
        world.change(f"2026-02-0{number + 1}")
        world.publish(key=key, date=f"2099-01-0{number + 1}")
    world.refresh()
    result = world.publish("--withdraw=20990103", "--reason=wrong <date>", key=key, date="2099-01-03")
    tap.equal(result, (0, "withdrew 20990103; published 20990103.1\n", ""), "withdrawn/the newest")
    tap.equal(world.check_site(), None, "withdrawn/consistent")
    result = world.refresh()
    tap.equal((result, world.get_version(), world.get_date()), ((0, "", ""), "20990103.1", "2026-02-02"), "withdrawn/clients go on to the release before")
    texts = [(world.site / name).read_text(encoding="utf-8") for name in ("index.html", "feed.xml")]
    tap.ok(all("wrong &lt;date&gt;" in text for text in texts), "withdrawn/it is said why", *texts)
    before = world.read_site()
    result = world.publish(key=key, date="2099-01-04")
    tap.ok(result[0] == 0 and "withdrawn" in result[1] and world.read_site() == before, "withdrawn/does not come back by itself", result)
    result = world.publish("--withdraw=20990103", key=key, date="2099-01-04")
    tap.ok(result[0] == 0 and "before" in result[1] and world.read_site() == before, "withdrawn/twice", result)
    result = world.publish("--withdraw=20990101", key=key, date="2099-01-04")
    tap.equal((result, world.check_site()), ((0, "withdrew 20990101\n", ""), None), "withdrawn/an older one")
    tap.equal(world.read_latest()["release"]["version"], "20990103.1", "withdrawn/an older one is not announced anyway")
    world.change("2026-02-09")
    tap.equal(world.publish(key=key, date="2099-01-04"), (0, "published 20990104\n", ""), "withdrawn/the next release")
    tap.equal((world.refresh()[0], world.get_date()), (0, "2026-02-09"), "withdrawn/the next release reaches a client")
    for version, word in (("20980101", "no release 20980101"), ("soon", "'soon'")):
        before = world.read_site()
        result = world.publish(f"--withdraw={version}", key=key, date="2099-01-04")
        good = result[0] == 1 and is_one_line(result[2]) and word in result[2] and world.read_site() == before
        tap.ok(good, f"withdrawn/{version}", result)
    # the same content under two numbers goes as a whole, and the last one of all stays
    tap.equal(world.publish("--withdraw=20990102", key=key, date="2099-01-04")[1],
              "withdrew 20990103.1; withdrew 20990102\n", "withdrawn/wherever it is")  # fmt: skip
    result = world.publish("--withdraw=20990104", key=key, date="2099-01-04")
    tap.ok(result[0] == 1 and is_one_line(result[2]) and "no other release" in result[2], "withdrawn/the last one", result)


def test_expiry(tap, world, key):
    world.trust(key)
    world.publish(key=key, date="2099-01-01")
    for day, renewed in (("02", False), ("07", False), ("08", True), ("09", False), ("15", True), ("31", True)):
        before = world.read_site()
        status, output, errors = world.publish(key=key, date=f"2099-01-{day}")
        after = world.read_site()
        changed = sorted(name for name in after if after[name] != before.get(name))
        expected = ["site/latest.json", "site/latest.json.asc"] if renewed else []
        tap.equal((status, errors, changed), (0, "", expected), f"expiry/on day {day}", output)
        tap.equal(world.check_site(), None, f"expiry/on day {day}/consistent")
    tap.equal(world.read_latest()["expires"], "2099-02-14T00:00:00Z", "expiry/when")
    tap.equal(world.read_latest()["release"]["version"], "20990101", "expiry/no new release")
    tap.equal(world.refresh(), (0, "", ""), "expiry/clients go on")

    # a publisher of the past: its latest.json is over by any clock
    world.forget()
    old = PublishWorld(world.folder, world.keys)
    old.trust(key)
    old.publish(key=key, date="2001-01-01")
    status, output, errors = old.refresh()
    tap.ok(status == 1 and is_one_line(errors) and "expired on 2001-01-15" in errors and old.get_version() is None, "expiry/over", errors)
    old.publish(key=key, date="2099-01-01")
    tap.equal((old.refresh(), old.get_version()), ((0, "", ""), "20010101"), "expiry/renewed in time")


def test_keep(tap, world, key):
    world.trust(key)
    for number in range(5):
        world.change(f"2026-02-0{number + 1}")
        world.publish("--keep=3", key=key, date=f"2099-01-0{number + 1}")
        tap.equal(world.check_site(), None, f"keep/{number}/consistent")
    found = sorted(path.name for path in world.site.glob("*.tar.xz"))
    tap.equal(found, [f"osinfo-db-2099010{day}.tar.xz" for day in (3, 4, 5)], "keep/the last three")
    (world.site / ".well-known").mkdir()
    (world.site / ".well-known" / "x").write_text("somebody else's", encoding="ascii")
    (world.site / "logo.svg").symlink_to("elsewhere.svg")
    (world.site / "osinfo-db-nightly.tar.xz").write_text("no release", encoding="ascii")
    os.chmod(world.site, 0o750)
    world.change("2026-03-01")
    tap.equal(world.publish("--keep=1", key=key, date="2099-01-06")[:2], (0, "published 20990106\n"), "keep/less")
    found = sorted(str(path.relative_to(world.site)) for path in world.site.rglob("*"))
    expected = [".well-known", ".well-known/x", "SHA256SUMS", "SHA256SUMS.asc", "feed.xml", "index.html", "keys.asc",
                "latest.json", "latest.json.asc", "logo.svg", "osinfo-db-20990106.md", "osinfo-db-20990106.tar.xz",
                "osinfo-db-20990106.tar.xz.asc", "osinfo-db-nightly.tar.xz", "releases.json"]  # fmt: skip
    tap.equal(found, sorted(expected), "keep/files of others stay")
    tap.equal(world.site.stat().st_mode & 0o777, 0o750, "keep/rights of the folder stay")


def test_same_bytes(tap, world, key):
    """The same tree and day give the same site, wherever it is; signatures have the time at which they were made."""
    other = PublishWorld(world.folder, world.keys)
    for each in (world, other):
        each.change("2026-02-01")
        each.publish(key=key)
        each.change("2026-02-02")
        each.publish(key=key, TZ="Asia/Tokyo", LC_ALL="C")
    sites = [{name: content for name, content in each.read_site().items() if not name.endswith(("json.asc", "xz.asc", "SUMS.asc"))}
             for each in (world, other)]  # fmt: skip
    tap.equal([name for name in sites[0] if sites[0][name] != sites[1].get(name)], [], "same-bytes/two sites")


def test_without_key(tap, world, key):
    tap.equal(world.publish(), (0, "published 20990101\n", ""), "without-key/published")
    found = sorted(path.name for path in world.site.iterdir())
    tap.ok(not any(name.endswith(".asc") for name in found), "without-key/nothing is signed", found)
    status, _, errors = world.refresh()
    tap.ok(status == 1 and is_one_line(errors) and "no signature" in errors, "without-key/clients refuse", errors)
    tap.equal(world.publish()[1][:11], "nothing new", "without-key/once more")
    tap.equal(world.publish(key=key)[0], 0, "without-key/signed later")
    world.trust(key)
    tap.equal((world.check_site(), world.refresh()[0]), (None, 0), "without-key/signed later, clients believe")
    before = world.read_site()
    status, _, errors = world.publish()
    tap.ok(status == 1 and is_one_line(errors) and "--key is missing" in errors and world.read_site() == before, "without-key/not any more", errors)


def test_readers(tap, world, key):
    """Clients that come while releases are published get one of them, always."""
    world.trust(key)
    world.publish(key=key)
    results = []
    ended = threading.Event()

    def read():
        while not ended.is_set():
            results.append((world.refresh("reader"), world.get_version("reader")))

    reader = threading.Thread(target=read)
    reader.start()
    published = []
    for number in range(8):
        world.change(f"2026-03-{number + 1:02}")
        published.append(world.publish(key=key))
    ended.set()
    reader.join()
    wrong = [result for result, _ in results if result != (0, "", "")]
    tap.ok(not wrong and all(result[0] == 0 for result in published), "readers/no client fails", *wrong, published)
    tap.equal((world.refresh("reader"), world.get_version("reader")), ((0, "", ""), "20990101.8"), "readers/they have the newest")


def test_link(tap, world, key):
    """What a server knows by a link to it."""
    world.trust(key)
    world.publish(key=key)
    real = world.site.rename(world.path("real"))
    world.site.symlink_to(real)
    world.change("2026-02-02")
    tap.equal(world.publish(key=key)[:2], (0, "published 20990101.1\n"), "link/published")
    tap.equal((world.site.is_symlink(), world.refresh(), world.get_date()), (True, (0, "", ""), "2026-02-02"), "link/is still one")


def test_rights(tap, world, key):
    """A web server reads all of it, and an owner stays who he was."""
    for date in ("2026-02-01", "2026-02-02"):
        world.change(date)
        world.publish(key=key, umask=0o077)
        modes = {path.stat().st_mode & 0o777 for path in world.site.iterdir()}
        tap.equal((world.site.stat().st_mode & 0o777, modes), (0o755, {0o644}), f"rights/{date}")
        if os.geteuid() == 0:
            os.chown(world.site, 65534, 65534)
    if os.geteuid() == 0:
        world.change("2026-02-03")
        world.publish(key=key, umask=0o077)
        owner = world.site.stat()
        tap.equal((owner.st_uid, owner.st_gid), (65534, 65534), "rights/owner")
    else:
        tap.skip("rights/owner", "only root gives files away")


def test_large(tap, world, key):
    """Notes of a large change do not make a large feed."""
    for number in range(300):
        path = world.tree / "data" / "os" / "example.org" / f"crane-{number}.xml"
        path.write_text(DATE_FORM.format("2026-01-01").replace("heron", f"crane{number}").replace("crane%d/4" % number, f"crane/{number}")
                        .replace("Heron", "A crane with a name that is rather long, number"), encoding="utf-8")  # fmt: skip
        if number == 0:
            world.publish(key=key)
    status, _, errors = world.publish(key=key)
    notes, feed = ((world.site / name).read_text(encoding="utf-8") for name in ("osinfo-db-20990101.1.md", "feed.xml"))
    tap.ok(status == 0 and len(notes) > 10000 and len(feed) < 13000 and "osinfo-db-20990101.1.md has the rest" in feed,
           "large/the feed names the notes", errors, len(notes), len(feed))  # fmt: skip


def test_rolled_back(tap, world, key):
    """Somebody serves what was true once; all of it is signed."""
    world.trust(key)
    states = []
    for number in range(3):
        world.change(f"2026-02-0{number + 1}")
        world.publish(key=key, date=f"2099-01-0{number + 1}")
        states.append({path.name: path.read_bytes() for path in world.site.iterdir()})
    world.refresh()
    for number in (0, 1):
        for name, content in states[number].items():
            (world.site / name).write_bytes(content)
        status, output, errors = world.refresh()
        tap.ok(status == 1 and output == "" and is_one_line(errors) and "old copy" in errors, f"rolled-back/{number}/is refused", errors)
        tap.equal((world.get_version(), world.get_date()), ("20990103", "2026-02-03"), f"rolled-back/{number}/is not taken")
    releases = json.loads((world.site / "releases.json").read_bytes())["releases"]
    tap.equal(len(releases), 2, "rolled-back/it was")


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    tests = (test_way, test_page, test_withdrawn, test_expiry, test_keep, test_same_bytes, test_without_key, test_rolled_back,
             test_readers, test_link, test_rights, test_large)
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        for test in tests:
            test(tap, PublishWorld(sys.argv[1], keys), key)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
