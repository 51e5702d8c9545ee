#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""release/publish --catalogue: pages of the newest release with what it changed, made once a release; one that cannot be made
leaves the site as it was. Prints TAP.

usage: test-publish-catalogue.py FOLDER-OF-PROGRAMS"""

import json
import os
import shutil
import sys

from publish_case import DAY, PublishWorld, find_problem, is_one_line
from keyring import Keyring
from tools_case import Tap


def find_tools():
    return os.path.dirname(shutil.which("osinfo-show"))


def read_version(world):
    return json.loads((world.site / "catalogue" / "api" / "index.json").read_bytes())["database"]


def test_catalogue(tap, world, key):
    world.trust(key)
    # the world of a client has the programs of the distribution alone
    world.environment["PATH"] = os.pathsep.join((find_tools(), "/usr/bin", "/bin"))
    tap.equal(world.publish("--catalogue", key=key), (0, "published 20990101\n", ""), "catalogue/first release")
    tap.equal((read_version(world), world.check_site()), ("20990101", None), "catalogue/is that of the release")
    page = (world.site / "catalogue" / "os" / "heron4.html").read_text(encoding="utf-8")
    tap.ok("Heron 4" in page and "2026-01-01" in page, "catalogue/has the system", page)
    tap.ok('href="catalogue/index.html"' in (world.site / "index.html").read_text(encoding="utf-8"), "catalogue/is linked")
    before = world.read_site()
    result = world.publish("--catalogue", key=key)
    tap.ok(result[0] == 0 and result[1].startswith("nothing new") and world.read_site() == before, "catalogue/once more changes nothing", result)

    world.change("2026-02-01")
    tap.equal(world.publish("--catalogue", key=key), (0, "published 20990101.1\n", ""), "catalogue/next release")
    page = (world.site / "catalogue" / "changes" / "20990101.1.html").read_text(encoding="utf-8")
    tap.ok("<del>2026-01-01</del> <ins>2026-02-01</ins>" in page, "catalogue/says what changed", page)

    shutil.rmtree(world.site / "catalogue")
    result = world.publish("--catalogue", key=key)
    tap.ok(result[0] == 0 and read_version(world) == "20990101.1", "catalogue/that is gone is made again", result)

    world.change("2026-03-01")
    before = world.read_site()
    path = "/usr/bin:/bin"
    result = world.publish("--catalogue", key=key, PATH=path)
    if shutil.which("osinfo-show", path=path):
        print("# this computer has osinfo-show installed")
        return
    tap.ok(result[0] == 1 and is_one_line(result[2]) and "osinfo-show" in result[2], "catalogue/without the programs", result)
    tap.equal(world.read_site(), before, "catalogue/a failure leaves the site")
    tap.equal(world.publish(key=key, PATH=path)[1], "published 20990101.2\n", "catalogue/a release without it")
    tap.equal(read_version(world), "20990101.1", "catalogue/stays where nobody asks for it")
    tap.equal(world.publish("--catalogue", key=key, date=DAY)[0], 0, "catalogue/asked for again")
    tap.equal((read_version(world), world.check_site()), ("20990101.2", None), "catalogue/is that of the newest release")


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        test_catalogue(tap, PublishWorld(sys.argv[1], keys), key)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
