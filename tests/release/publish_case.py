# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of publications share: a small tree with a database, a site with a web server, keys, and clients."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "release"), *(str(SOURCE / "tests" / name) for name in ("common", "osinfo-db", "osinfo-db-tools"))]
from import_case import STATE, ImportWorld, read_tree
from tools_case import HANG

ENTITY = "data/os/example.org/heron-4.xml"
# Far away, so that what says when it expires is fresh by the clock of clients.
DAY = "2099-01-01"
DATE_FORM = """\
<?xml version="1.0" encoding="UTF-8"?>
<libosinfo version="0.0.1">
  <os id="http://example.org/heron/4">
    <short-id>heron4</short-id>
    <name>Heron 4</name>
    <version>4</version>
    <vendor>Example</vendor>
    <family>linux</family>
    <distro>debian</distro>
    <release-date>{}</release-date>
    <firmware arch="x86_64" type="bios" supported="true"/>
  </os>
</libosinfo>
"""


def find_problem():
    """Why nothing can be published here, or None."""
    missing = [name for name in ("gpg", "msgfmt") if shutil.which(name) is None]
    return f"{missing[0]} is not installed" if missing else None


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class PublishWorld(ImportWorld):
    """A tree that is published from, and the world of a client."""

    def __init__(self, programs, keys):
        super().__init__(programs)
        self.keys = keys
        self.verified = set()
        self.tree = self.path("tree")
        self.site = self.path("www") / "site"
        self.site.parent.mkdir()
        self.make_tree()
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(self.site))
        )
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.environment["OSINFO_DB_URL"] = f"http://127.0.0.1:{self.server.server_port}"
        self.environment["OSINFO_DB_KEYS"] = str(self.path("keys"))
        self.path("keys").mkdir()

    def make_tree(self):
        for folder in ("schema", "osinfo-db", "LICENSES"):
            shutil.copytree(SOURCE / folder, self.tree / folder)
        (self.tree / "release").mkdir()
        shutil.copyfile(SOURCE / "release" / "pieces", self.tree / "release" / "pieces")
        (self.tree / ENTITY).parent.mkdir(parents=True)
        self.change("2026-01-01")

    def change(self, date):
        """A date in the data."""
        (self.tree / ENTITY).write_text(DATE_FORM.format(date), encoding="utf-8")

    def trust(self, key, name="project.asc"):
        self.keys.export(key, self.path("keys") / name)

    def publish(self, *arguments, date=DAY, key=None, test="true", tools=None, umask=-1, **variables):
        """Status, output, errors of release/publish."""
        command = [SOURCE / "release" / "publish", f"--site={self.site}", f"--source={self.tree}", f"--date={date}"]
        command += [f"--tools={tools or self.folder}", f"--test={test}", *([f"--key={key}"] if key else []), *arguments]
        run = subprocess.run(
            [*map(str, command)], cwd=self.root, env=dict(self.environment, GNUPGHOME=str(self.keys.home), **variables),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=HANG, text=True, check=False, umask=umask,
        )  # fmt: skip
        return run.returncode, run.stdout, run.stderr

    def refresh(self, target="db", *arguments, **variables):
        """A client's one command."""
        return self.import_("--latest", "--dir", self.path(target), *arguments, **variables)

    def get_date(self, target="db"):
        """The date that a client has."""
        text = (self.path(target) / "os" / "example.org" / "heron-4.xml").read_text(encoding="utf-8")
        return text.partition("<release-date>")[2].partition("<")[0]

    def get_version(self, target="db"):
        path = self.path(target) / "VERSION"
        return path.read_text(encoding="ascii") if path.exists() else None

    def read_site(self):
        """All of it, and all that publications could have left beside it."""
        return read_tree(self.site.parent, with_rights=True)

    def read_latest(self):
        return json.loads((self.site / "latest.json").read_bytes())

    def forget(self, target="db"):
        """A client that was never here."""
        for name in (target, STATE):
            shutil.rmtree(self.path(name), ignore_errors=True)

    def verify(self, path):
        """Is its signature good? Most archives are those of the publication before, whose bytes need no second answer."""
        signature = path.with_name(path.name + ".asc")
        content = path.read_bytes(), signature.read_bytes()
        if content not in self.verified:
            self.keys.gpg("--verify", signature, path)
            self.verified.add(content)

    def check_site(self):
        """What is inconsistent, or None."""
        sums = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=self.site, capture_output=True, text=True, check=False)
        if sums.returncode != 0:
            return sums.stdout
        signed = ["latest.json", "SHA256SUMS", *sorted(path.name for path in self.site.glob("*.tar.xz"))]
        for name in signed:
            try:
                self.verify(self.site / name)
            except (OSError, RuntimeError) as error:
                return error
        rows = json.loads((self.site / "releases.json").read_bytes())["releases"]
        there = [row["version"] for row in rows if "withdrawn" not in row]
        expected = {f"osinfo-db-{version}.{end}" for version in there for end in ("tar.xz", "tar.xz.asc", "md")}
        found = {path.name for path in self.site.glob("osinfo-db-*")}
        if expected != found or self.read_latest()["release"]["version"] != there[0]:
            return sorted(expected ^ found)
        beside = sorted(path.name for path in self.site.parent.iterdir())
        return None if beside == [".site.lock", "site"] else beside


def is_one_line(text):
    return text.count("\n") == 1 and text.endswith("\n")


def write_program(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    os.chmod(path, 0o755)
