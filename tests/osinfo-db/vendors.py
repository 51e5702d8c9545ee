# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of check-links.py and check-facts.py share: a server that plays vendors, and a small database whose
addresses lead there."""

import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
UPDATE = ROOT / "osinfo-db" / "update"
sys.path.insert(0, str(ROOT / "tests" / "common"))
from tools_case import HANG

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<libosinfo version="0.0.1">
  <os id="http://example.org/heron/{version}">
    <short-id>heron{version}</short-id>
    <name>Heron {version}</name>
    <version>{version}</version>
    <vendor>Example Project</vendor>
"""
END = "  </os>\n</libosinfo>\n"


class Page:
    """An answer: @times: how often, then that of @rest; @head: another one for HEAD."""

    def __init__(self, code=200, body=b"x" * 1000, kind="application/octet-stream", **more):
        self.code = code
        self.body = body
        self.kind = kind
        self.length = more.pop("length", len(body))  # what is told; None: nothing
        self.head = more.pop("head", None)
        self.act = more.pop("act", None)  # does what HTTP does not
        self.headers = {name.replace("_", "-"): value for name, value in more.pop("headers", {}).items()}
        self.then = more.pop("then", None)  # the page from the second request on
        assert not more, more


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        world = self.server.world
        with world.lock:
            world.requests.append((time.monotonic(), self.command, self.path, dict(self.headers)))
            page = world.pages.get(self.path)
            if page is not None and page.then is not None:
                world.pages[self.path] = page.then
        if page is None:
            page = Page(404, b"nothing here", "text/plain")
        if self.command == "HEAD" and page.head is not None:
            page = page.head
        self.close_connection = True
        if page.act is not None:
            page.act(self)
            return
        etag = page.headers.get("ETag")
        if page.code == 200 and etag and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.end_headers()
            return
        body, code = page.body, page.code
        is_part = code == 200 and self.headers.get("Range") and page.headers.get("Accept-Ranges") == "bytes"
        self.send_response(206 if is_part else code)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", page.kind)
        if is_part:
            first, last = (int(text) for text in self.headers["Range"].removeprefix("bytes=").split("-"))
            self.send_header("Content-Range", f"bytes {first}-{last}/{page.length}")
            body = body[first : last + 1]
            self.send_header("Content-Length", str(len(body)))
        elif page.length is not None:
            self.send_header("Content-Length", str(page.length))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            try:
                self.wfile.write(body)
            except OSError:
                pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass


class Vendors:
    """@pages: path -> Page; @requests: time, method, path, headers."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="osinfo-vendors-")
        self.root = Path(self.holder.name)
        self.data = self.root / "data"
        self.lock = threading.Lock()
        self.pages = {"/robots.txt": Page(200, b"User-agent: *\nDisallow: /private/\n", "text/plain")}
        self.requests = []
        self.released = threading.Event()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.world = self
        self.port = self.server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.holder.cleanup()

    def write(self, version, content):
        path = self.data / "os" / "example.org" / f"heron-{version}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD.format(version=version) + content + END, encoding="utf-8")
        return path

    def hang(self, handler):
        """Says nothing, until the test ends."""
        self.released.wait(HANG)

    def drip(self, handler):
        """A header without an end, byte by byte."""
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            while not self.released.wait(0.05):
                handler.wfile.write(b"x")
                handler.wfile.flush()
        except OSError:
            pass

    @staticmethod
    def say(text):
        def act(handler):
            handler.wfile.write(text)

        return act

    def run(self, program, *arguments):
        """Exit status, standard output and standard error."""
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        run = subprocess.run(
            ["/usr/bin/python3", UPDATE / program, "--data", self.data, *map(str, arguments)],
            cwd=self.root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=HANG, check=False,
        )  # fmt: skip
        return run.returncode, run.stdout, run.stderr

    def read_report(self):
        return json.loads((self.root / "report.json").read_text(encoding="utf-8"))

    def apply(self, tap, name):
        """Takes the proposed patch as a keeper does."""
        run = subprocess.run(
            ["git", "apply", "--verbose", "proposal.patch"], cwd=self.root, capture_output=True, text=True, check=False,
            env=dict(os.environ, GIT_CEILING_DIRECTORIES=str(self.root.parent)),
        )  # fmt: skip
        tap.equal(run.returncode, 0, name, run.stderr, (self.root / "proposal.patch").read_text(encoding="utf-8"))
