# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of imports from a site share: a loopback server with releases, their signatures, and what was asked for."""

import hashlib
import json

from import_case import make_database, xz
from remote_case import Server

OLD, NEW = "20260101", "20260201"
FILES = {"os/example.org/heron-4.xml": "<libosinfo/>", "os/example.org/crane-1.xml": "<libosinfo/>"}
DOCUMENT, NIGHTLY = "latest.json", "nightly.json"


class Site:
    """A server with releases: what stands there, and what was asked for."""

    def __init__(self, world, keys, key):
        self.keys = keys
        self.key = key
        self.server = Server()
        folder = world.path("keys")
        folder.mkdir()
        keys.export(key, folder / "project.asc")
        world.environment["OSINFO_DB_KEYS"] = str(folder)

    def uri(self, name=""):
        return self.server.uri("/db" + ("/" + name if name else ""))

    def serve(self, name, body, is_signed=True, **headers):
        """With an ETag, after which it is asked."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'

        def answer(handler, _count):
            if handler.headers.get("If-None-Match") == tag:
                handler.send(304, ETag=tag)
            else:
                handler.send(200, body, ETag=tag, **headers)

        self.server.actions[f"/db/{name}"] = answer
        self.server.actions.pop(f"/db/{name}.asc", None)
        if is_signed:
            self.server.serve(f"/db/{name}.asc", self.keys.sign(self.key, body))

    def publish(self, version, files, is_signed=True, names=(DOCUMENT,), announced=None, keys=None):
        """A release, or a nightly build; @keys: the digest that is said of keys.asc."""
        archive = make_database(version, files, pack=xz)
        name = f"osinfo-db-{announced or version}.tar.xz"
        release = {"version": announced or version, "archive": name, "size": len(archive),
                   "sha256": hashlib.sha256(archive).hexdigest()}
        self.serve(name, archive, is_signed)
        for document in names:
            said = {"version": 1, "release": release} | ({"keys": keys} if keys else {})
            self.serve(document, json.dumps(said).encode(), is_signed)
        return name

    def asked(self):
        """What was asked for since the last time, in alphabetical order."""
        found = sorted(path.rpartition("/")[2] for path, log in self.server.requests.items() for _ in log)
        self.server.requests.clear()
        return found
