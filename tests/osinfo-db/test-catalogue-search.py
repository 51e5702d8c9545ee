#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Search on the catalogue's first page finds what osinfo_db_search_os() finds, in the same order. Asked in Node. Prints TAP."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import catalogue_case as case
from catalogue_case import Skip, equal

sys.path.insert(0, str(case.FOLDER))
import api
from database import Database, Tools
from frame import make_slugs

MAX_HITS = 50
WORDS = (
    "debian", "debian 12", "DEBIAN12", "bookworm", "debian bookworm", "win 2022", "windows server 2025", "win2k19", "windows 11",
    "microsoft", "rhel", "rhel 9", "red hat 9.4", "redhat", "ubuntu noble", "ubuntu 24.04", "24.04", "ubuntu lts", "fedora", "fedora 44",
    "fedora workstation", "suse", "opensuse leap 15.6", "tumbleweed", "centos stream", "alma linux 9", "rocky", "alpine 3.20", "alpine 3.20.3",
    "free bsd 14", "freebsd14.1", "openbsd", "netbsd 10", "solaris 11", "macosx", "xp", "vista", "windows 7 professional", "nixos", "arch linux",
    "gentoo", "debain", "ubunut", "fedroa 40", "wndows 10", "opensus", "xyzzyq", "12", "9", "the operating system", "linux", "unknown",
    "fedora unknown", "Ünïcode débîan", "allgemeines linux", "12.5", "debian 12.5", "kali", "proxmox ve 8", "esxi 8.0", "a", "", "  -- ", "1.2.3.4",
    "straße", "debian-12", "debian/12", "debian.12", "x86_64", "windows server version 23h2", "e l 9", "server",
    "gnu linux debian 5.0", "canonical", "bsd", "hannah montana",
)  # fmt: skip


class World:
    def __init__(self, folder):
        self.index = folder / "search.json"
        self.site = case.copy_site(folder)
        self.node = shutil.which("node") or shutil.which("nodejs")

    def find_in_library(self):
        try:
            import gi

            gi.require_version("Libosinfo", "1.0")
            from gi.repository import Libosinfo
        except (ImportError, ValueError):
            raise Skip("Libosinfo for Python is not there") from None
        loader = Libosinfo.Loader()
        loader.process_path(os.environ["OSINFO_TEST_DATABASE"])
        db = loader.get_db()
        if not hasattr(db, "search_os"):
            raise Skip("this library does not search")
        answers = []
        for words in WORDS:
            hits = list(db.search_os(words, 0))
            answers.append({"ids": [hit.get_os().get_id() for hit in hits], "isGuess": any(hit.is_guess() for hit in hits)})
        return answers

    def find_on_page(self):
        tools = [Path(name) for name in os.environ.get("OSINFO_TEST_TOOLS", "").split(os.pathsep) if name]
        database = Database(Path(os.environ["OSINFO_TEST_DATABASE"]), case.VERSION, Tools(tools))
        slugs = make_slugs(record["short-id"] for record in database.systems)

        class Catalogue:
            pass

        catalogue = Catalogue()
        catalogue.database = database
        catalogue.get_slug = lambda record: slugs[record["short-id"]]
        self.index.write_text(api.format_json(api.make_search_index(catalogue)), encoding="utf-8")
        done = subprocess.run(
            [self.node, Path(__file__).with_name("search.mjs"), self.site / "find.js", self.index],
            input=json.dumps(WORDS), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def test_words_find_what_the_library_finds(world):
    if not world.node:
        raise Skip("Node is not installed")
    expected = world.find_in_library()
    faults = []
    for words, wanted, found in zip(WORDS, expected, world.find_on_page()):
        if (found["ids"], found["isGuess"]) != (wanted["ids"], wanted["isGuess"] and bool(wanted["ids"])):
            if found["ids"] or wanted["ids"]:
                faults.append((words, found["ids"][:3], wanted["ids"][:3], len(found["ids"]), len(wanted["ids"])))
    equal(faults, [], "answers")


if __name__ == "__main__":
    sys.exit(case.run_tests(dict(globals()), "catalogue-search", World))
