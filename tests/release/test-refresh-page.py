#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What osinfo-db-refresh(8) tells, carried out as it stands there on a site that was published: cron, a mirror, a medium,
an image. Prints TAP.

usage: test-refresh-page.py FOLDER-OF-PROGRAMS"""

import os
import re
import shutil
import subprocess
import sys

from publish_case import DAY, SOURCE, PublishWorld, find_problem
from import_case import read_tree
from keyring import Keyring
from tools_case import HANG, Tap

PAGE = SOURCE / "osinfo-db-tools" / "man" / "osinfo-db-refresh.8"


def read_blocks():
    """Section -> its literal texts."""
    text = PAGE.read_text(encoding="utf-8")
    return {
        section: re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed$", body, re.M | re.S)
        for section, body in re.findall(r"^\.S[sh] ([^\n]*)\n(.*?)(?=^\.S[sh] |\Z)", text, re.M | re.S)
    }


class Reader:
    """Whoever does what the page says."""

    def __init__(self, world):
        self.world = world
        self.state = world.path("state-of-this-computer")
        self.places = {
            "https://osinfo.example.org/": world.environment["OSINFO_DB_URL"] + "/",
            "/media/osinfo-db-20260320.tar.xz": str(world.path("medium") / "osinfo-db-20990101.tar.xz"),
            "/media/osinfo": str(world.path("medium")),
            "/mnt/image": str(world.path("image")),
            "/srv/": str(world.path("srv")) + "/",
        }

    def run(self, text, is_below_root=False, **variables):
        for name, place in self.places.items():
            text = text.replace(name, place)
        if not is_below_root:
            text = text.replace("/var/lib/osinfo", str(self.state))
        environment = {**self.world.environment, "PATH": f"{self.world.folder}:/usr/bin:/bin", "TMPDIR": str(self.world.root), **variables}
        run = subprocess.run(["sh", "-c", text], cwd=self.world.root, env=environment, capture_output=True, text=True,
                             stdin=subprocess.DEVNULL, timeout=HANG, check=False)  # fmt: skip
        return run.returncode, run.stdout, run.stderr

    def get_version(self):
        return self.world.get_version(self.state.name + "/db")


def test_cron(tap, reader, blocks):
    [line] = blocks["Without systemd"]
    *_, user, command = line.split(None, 6)
    tap.equal(user, "root", "cron/user")
    tap.equal((reader.run(command), reader.get_version()), ((0, "", ""), "20990101"), "cron/the first time")
    tap.equal(reader.run(command), (0, "", ""), "cron/again")


def set_one_time(site):
    """Two releases of a second differ by what is in their files only."""
    for path in site.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def test_mirror(tap, reader, blocks):
    world = reader.world
    [commands] = blocks["Mirrors"]
    missing = [name for name in ("wget", "rsync") if shutil.which(name) is None]
    if missing:
        tap.skip("mirror", f"{missing[0]} is not installed")
        return
    for place in ("new", "www"):
        (world.path("srv") / place).mkdir(parents=True)
    mirror = world.path("srv") / "www" / "osinfo"
    commands = commands.replace("/srv/osinfo/", "/srv/")
    set_one_time(world.site)
    tap.equal(reader.run(commands)[::2], (0, ""), "mirror/is made")
    tap.equal(read_tree(mirror), read_tree(world.site), "mirror/has all of the site")
    tap.equal(world.refresh("of-mirror", OSINFO_DB_URL=mirror.as_uri()), (0, "", ""), "mirror/serves")
    before = read_tree(mirror)
    world.change("2026-02-02")
    world.publish(key=world.key)
    archive = world.site / "osinfo-db-20990101.1.tar.xz"
    right = archive.read_bytes()
    archive.write_bytes(right[:-1] + b"x")
    tap.ok(reader.run(commands)[0] != 0 and read_tree(mirror) == before, "mirror/does not pass on what is wrong")
    archive.write_bytes(right)
    set_one_time(world.site)
    tap.equal((reader.run(commands)[::2], read_tree(mirror) == read_tree(world.site)), ((0, ""), True), "mirror/goes on")
    result = world.refresh("of-mirror", OSINFO_DB_URL=mirror.as_uri())
    tap.equal((result, world.get_version("of-mirror")), ((0, "", ""), "20990101.1"), "mirror/and so do its clients")


def test_medium(tap, reader, blocks):
    world = reader.world
    shutil.copytree(world.site, world.path("medium"))
    for number, command in enumerate(blocks["Without a network"]):
        shutil.rmtree(reader.state, ignore_errors=True)
        result = reader.run(command, OSINFO_DB_URL="http://127.0.0.1:9")
        tap.equal((result, reader.get_version()), ((0, "", ""), "20990101"), f"medium/{number}")
    for path in world.path("medium").glob("*.tar.xz.asc"):
        path.unlink()
    shutil.rmtree(reader.state, ignore_errors=True)
    result = reader.run(command, OSINFO_DB_URL="http://127.0.0.1:9")
    tap.ok(result[0] == 1 and "no signature" in result[2] and reader.get_version() is None, "medium/without a signature", result)


def test_image(tap, reader, blocks):
    world = reader.world
    (world.path("image") / "var" / "lib").mkdir(parents=True)
    lend, change = blocks["Containers and images"]
    tap.ok("--volume=/var/lib/osinfo:/var/lib/osinfo:ro" in lend, "image/what is lent is the folder above the one that is exchanged")
    result = reader.run(change, is_below_root=True)
    tap.equal((result, world.get_version("image/var/lib/osinfo/db")), ((0, "", ""), "20990101"), "image/from outside")


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    blocks = read_blocks()
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        for test in (test_cron, test_mirror, test_medium, test_image):
            world = PublishWorld(sys.argv[1], keys)
            world.key = key
            world.trust(key)
            world.publish(key=key, date=DAY)
            test(tap, Reader(world), blocks)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
