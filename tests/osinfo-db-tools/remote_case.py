# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of downloads, signatures and latest.json share: TAP, a world of its own for
remote-helper, and a web server on the loopback interface that answers as a test says."""

import gzip
import http.server
import os
import re
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import HANG, WITHOUT_LEAKS, Tap

FILES = Path(__file__).resolve().parents[1] / "files"


class Answer:
    """What a call of remote-helper said."""

    def __init__(self, result):
        self.status = result.returncode
        self.output = result.stdout
        self.error = result.stderr
        if self.error and "LeakSanitizer has encountered a fatal error" in self.error:
            self.forget_sanitizer()
        self.values = dict(line.split(": ", 1) for line in result.stdout.splitlines() if ": " in line)

    def forget_sanitizer(self):
        """The leak sanitizer of clang 14 falls over threads that have memory of libraries loaded late, at times, and
        takes the exit status with it. The helper says a line exactly when it fails. Leaks that are found are another
        message, and stay."""
        self.error = re.sub(r"^(Tracer caught signal|==[0-9]+==(LeakSanitizer has|HINT:)).*\n", "", self.error, flags=re.M)
        self.status = 1 if self.error else 0

    def __str__(self):
        return f"status {self.status}\n{self.output}{self.error}"

    def fails(self, *words):
        """One line that holds all words, nothing else, status 1."""
        return (
            self.status == 1
            and self.output == ""
            and self.error.count("\n") == 1
            and all(word in self.error for word in words)
        )


class World:
    """A folder for one test: temporary files, configuration, home."""

    def __init__(self, helper):
        self.helper = helper
        self.holder = tempfile.TemporaryDirectory(prefix="osinfo-remote-")
        self.folder = Path(self.holder.name)
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.settings = {}
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder / "no-home"),
            "XDG_CACHE_HOME": str(self.folder / "no-cache"),
            "XDG_CONFIG_HOME": str(self.folder / "no-config"),
            "TMPDIR": str(self.temporary),
            "G_DEBUG": "fatal-warnings",
            "GIO_USE_PROXY_RESOLVER": "dummy",
            "OSINFO_DB_TOOLS_CONF": str(self.folder / "tools.conf"),
        }
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def write_settings(self, changes):
        groups = {}
        for name, value in {**self.settings, **changes}.items():
            group, key = name.split(".")
            groups.setdefault(group, []).append(f"{key}={value}\n")
        text = "".join(f"[{group}]\n{''.join(lines)}" for group, lines in groups.items())
        (self.folder / "tools.conf").write_text(text)

    def call(self, *arguments, settings={}, environment={}, stderr=subprocess.PIPE):
        self.write_settings(settings)
        result = subprocess.run(
            [self.helper, *map(str, arguments)],
            env={name: value for name, value in {**self.environment, **environment}.items() if value is not None},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
            timeout=HANG,
        )
        return Answer(result)

    def leftovers(self):
        return sorted(path.name for path in self.temporary.iterdir())


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.partition("?")[0]
        with self.server.lock:
            log = self.server.requests.setdefault(path, [])
            log.append({name.lower(): value for name, value in self.headers.items()})
            count = len(log)
        action = self.server.actions.get(path)
        try:
            if action is None:
                self.send(404, b"no such file")
            else:
                action(self, count)
        except OSError:
            self.close_connection = True

    def log_message(self, *arguments):
        pass

    def send(self, status, body=b"", announced=None, **headers):
        """An answer with a length; more than the body may be announced, and then it breaks."""
        self.begin(status, content_length=len(body) if announced is None else announced, **headers)
        self.wfile.write(body)
        if announced is not None:
            self.close_connection = True

    def begin(self, status, **headers):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def send_chunks(self, chunks, is_whole=True, **headers):
        self.begin(200, transfer_encoding="chunked", **headers)
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if is_whole:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = not is_whole

    def reset(self):
        """What a server does that was killed."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def wait_until_read(self):
        """Until the client has taken everything that was sent to it."""
        self.wfile.flush()
        ports = [":%04X" % port for port in (self.client_address[1], self.server.server_port)]
        queues = None
        while queues != [0, 0]:
            time.sleep(0.001)
            queues = []
            for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
                _, local, remote, _, queue, *_ = line.split()
                if local.endswith(ports[0]) and remote.endswith(ports[1]):
                    queues.append(int(queue.partition(":")[2], 16))
                if local.endswith(ports[1]) and remote.endswith(ports[0]):
                    queues.append(int(queue.partition(":")[0], 16))

    def wait(self):
        """Until the client has gone."""
        end = time.monotonic() + HANG
        while time.monotonic() < end:
            self.connection.settimeout(0.05)
            try:
                if self.connection.recv(1) == b"":
                    break
            except (TimeoutError, ssl.SSLError):
                continue
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host="127.0.0.1", is_secure=False):
        super().__init__((host, 0), Handler)
        self.lock = threading.Lock()
        self.actions = {}
        self.requests = {}
        self.scheme = "http"
        if is_secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(FILES / "tls" / "certificate.pem", FILES / "tls" / "key.pem")
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # clients that go away are part of the tests

    def uri(self, path, host=None):
        return f"{self.scheme}://{host or self.server_address[0]}:{self.server_address[1]}{path}"

    def serve(self, path, body, **headers):
        self.actions[path] = lambda handler, count: handler.send(200, body, **headers)

    def count(self, path):
        return len(self.requests.get(path, []))


def compress(body):
    return gzip.compress(body, mtime=0)
