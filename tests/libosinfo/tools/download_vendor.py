# SPDX-License-Identifier: GPL-2.0-or-later
"""A vendor of media on the loopback interface: a web server that does what a test tells it, keys of GnuPG and of
Ed25519, lists of checksums in every form."""

import base64
import hashlib
import json
import os
import ssl
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FILES = Path(__file__).resolve().parents[2] / "files"
CERTIFICATE = FILES / "tls" / "certificate.pem"
THEN = "20200102T030405"  # what gpg takes for now when it signs


class Vendor:
    """A path is bytes, or a function of the handler. Answers have an ETag and know ranges."""

    def __init__(self, is_secure):
        vendor = self
        self.files = {}
        self.requests = []  # (path, Range, If-Range)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                vendor.requests.append((self.path, self.headers.get("Range"), self.headers.get("If-Range")))
                answer = vendor.files.get(self.path)
                try:
                    if answer is None:
                        self.send_error(404)
                    elif callable(answer):
                        answer(self)
                    else:
                        self.send_file(answer)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    self.close_connection = True

            def redirect(self, target):
                self.send_response(302)
                self.send_header("Location", target)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def send_file(self, data, stop=None, etag=None):
                """@stop: bytes of the body after which the connection ends."""
                etag = etag or '"' + hashlib.sha256(data).hexdigest()[:16] + '"'
                wanted, condition = self.headers.get("Range"), self.headers.get("If-Range")
                first = 0
                if wanted and (condition is None or condition == etag):
                    first = int(wanted.removeprefix("bytes=").split("-")[0])
                if first > 0 and first >= len(data):
                    self.send_response(416)
                    self.send_header("Content-Range", f"bytes */{len(data)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(206 if first > 0 else 200)
                if first > 0:
                    self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
                self.send_header("Content-Length", str(len(data) - first))
                self.send_header("ETag", etag)
                self.end_headers()
                self.wfile.write(data[first:] if stop is None else data[first:first + stop])
                if stop is not None:
                    self.wfile.flush()
                    self.close_connection = True

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        if is_secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, FILES / "tls" / "key.pem")
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                     do_handshake_on_connect=False)
        self.url = f"http{'s' if is_secure else ''}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Keys:
    """OpenPGP keys made in the past."""

    def __init__(self):
        # not below other folders: the agent's socket has a short path only
        self.holder = tempfile.TemporaryDirectory(prefix="osinfo-vendor-", dir="/tmp")
        self.home = Path(self.holder.name)
        (self.home / "gpg-agent.conf").write_text("s2k-count 65536\n", encoding="ascii")

    def close(self):
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], check=False)
        self.holder.cleanup()

    def gpg(self, *arguments, data=None):
        return subprocess.run(
            ["gpg", "--homedir", self.home, "--batch", "--yes", "--quiet", "--no-tty", "--pinentry-mode", "loopback",
             "--passphrase", "", *map(str, arguments)],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.home)},
            input=data, capture_output=True, check=True).stdout

    def make(self, name, expire="never", part=None, algorithm="ed25519"):
        """Returns the fingerprint. @part: what a part of it is for, which then signs in its place."""
        user = f"{name} <{name}@example.org>"
        self.gpg("--faked-system-time", THEN + "!", "--quick-generate-key", user, algorithm,
                 "cert" if part else "sign", expire)
        listing = self.gpg("--with-colons", "--list-keys", "=" + user).decode()
        fingerprint = [line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr:")][0]
        if part:
            self.gpg("--faked-system-time", THEN + "!", "--quick-add-key", fingerprint, algorithm, part, "never")
        return fingerprint

    def revoke(self, fingerprint):
        text = (self.home / "openpgp-revocs.d" / f"{fingerprint}.rev").read_text()
        # gpg puts a colon there against mistakes
        self.gpg("--import", data=text.replace(":-----BEGIN", "-----BEGIN").encode())

    def export(self, *fingerprints):
        return self.gpg("--armor", "--export", *fingerprints)

    def sign(self, fingerprint, data, *options, how="--detach-sign"):
        return self.gpg("--faked-system-time", THEN + "!", *options, "--armor", "--local-user", fingerprint, how,
                        data=data)


class Ed25519:
    """RFC 8032, as its section 6 has it; slow, and good enough for some signatures."""

    P = 2**255 - 19
    Q = 2**252 + 27742317777372353535851937790883648493
    D = -121665 * pow(121666, -1, P) % P

    def __init__(self, seed, name=b"KEYNAME8"):
        self.name = name
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
        self.prefix = digest[32:]
        y = 4 * pow(5, -1, self.P) % self.P
        x = self.recover_x(y)
        self.base = (x, y, 1, x * y % self.P)
        self.public = self.compress(self.multiply(self.scalar, self.base))

    def recover_x(self, y):
        x2 = (y * y - 1) * pow(self.D * y * y + 1, -1, self.P)
        x = pow(x2, (self.P + 3) // 8, self.P)
        if (x * x - x2) % self.P:
            x = x * pow(2, (self.P - 1) // 4, self.P) % self.P
        return self.P - x if x & 1 else x

    def add(self, a, b):
        e, f = (a[1] - a[0]) * (b[1] - b[0]) % self.P, (a[1] + a[0]) * (b[1] + b[0]) % self.P
        c, d = 2 * a[3] * b[3] * self.D % self.P, 2 * a[2] * b[2] % self.P
        e, f, g, h = f - e, d - c, d + c, f + e
        return e * f % self.P, g * h % self.P, f * g % self.P, e * h % self.P

    def multiply(self, scalar, point):
        result = (0, 1, 1, 0)
        while scalar:
            if scalar & 1:
                result = self.add(result, point)
            point, scalar = self.add(point, point), scalar >> 1
        return result

    def compress(self, point):
        inverse = pow(point[2], -1, self.P)
        x, y = point[0] * inverse % self.P, point[1] * inverse % self.P
        return (y | (x & 1) << 255).to_bytes(32, "little")

    def sign_raw(self, message):
        def number(*parts):
            return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % self.Q

        r = number(self.prefix, message)
        point = self.compress(self.multiply(r, self.base))
        s = (r + number(point, self.public, message) * self.scalar) % self.Q
        return point + s.to_bytes(32, "little")

    @property
    def public_key(self):
        return base64.b64encode(b"Ed" + self.name + self.public).decode()

    def signify(self, message, is_inside=True):
        packed = base64.b64encode(b"Ed" + self.name + self.sign_raw(message))
        return b"untrusted comment: verify with heron-4-base.pub\n" + packed + b"\n" + (message if is_inside else b"")

    def minisign(self, message, is_over_digest=True, comment=b"timestamp:1577934245\tfile:test"):
        of = hashlib.blake2b(message).digest() if is_over_digest else message
        first = self.sign_raw(of)
        packed = base64.b64encode((b"ED" if is_over_digest else b"Ed") + self.name + first)
        second = base64.b64encode(self.sign_raw(first + comment))
        return (b"untrusted comment: signature from minisign\n" + packed + b"\ntrusted comment: " + comment + b"\n" +
                second + b"\n")


def digest(data, kind="sha256"):
    return hashlib.new(kind, data).hexdigest()


def gnu(name, data, kind="sha256", star=" "):
    other = digest(b"other", kind)
    return f"{other} {star}other.iso\n{digest(data, kind)} {star}{name}\n".encode()


def bsd(name, data, kind="sha256", size=False):
    lines = f"# {name}: {len(data)} bytes\n" if size else ""
    lines += f"{kind.upper()} ({name}) = {digest(data, kind)}\n"
    return (f"{kind.upper()} (other.iso) = {digest(b'other', kind)}\n" + lines).encode()


def headed(name, data):
    """As Gentoo has it: the digest that nobody knows has as many digits as the other one."""
    return (f"# BLAKE2B HASH\n{hashlib.blake2b(data).hexdigest()}  {name}\n# SHA512 HASH\n"
            f"{digest(data, 'sha512')}  {name}\n").encode()


def blocks(name, data):
    """As FreeDOS has it."""
    return (f"Verification of files\n\nmd5sum\n\n{digest(data, 'md5')} *{name}\n\nsha256sum\n\n"
            f"{digest(data)} *{name}\n\nsha512sum\n\n{digest(data, 'sha512')} *{name}\n").encode()


def releases(name, data, folder):
    """As Fedora's releases.json."""
    return json.dumps([
        {"version": "4", "arch": "x86_64", "link": folder + "other.iso", "sha256": digest(b"other"), "size": "5"},
        {"version": "4", "arch": "x86_64", "link": folder + name, "sha256": digest(data), "size": str(len(data))},
    ]).encode()


def arch_releases(name, data, folder):
    path = "/" + folder.split("/", 3)[3]
    return json.dumps({"version": 1, "latest_version": "4", "releases": [
        {"release_date": "2020-01-01", "iso_url": path + name, "sha256_sum": digest(data), "b2_sum": "00",
         "torrent": {"file_name": name, "info_hash": "ab", "file_length": len(data)}}]}).encode()


def stream(name, data):
    """As the simple streams of Ubuntu."""
    return json.dumps({"products": {"p": {"versions": {"20200101": {"items": {
        "iso": {"ftype": "iso", "path": "4.1/" + name, "sha256": digest(data), "size": len(data)}}}}}}}).encode()


def build(name, data, folder):
    """As Pop!_OS tells of one file."""
    return json.dumps({"version": "4", "url": folder + name, "size": len(data), "sha_sum": digest(data)}).encode()


def yaml(name, data):
    return (f"---\n-\n  title: \"Other\"\n  file: other.iso\n  sha256: {digest(b'other')}\n-\n  title: \"Heron\"\n"
            f"  file: {name}\n  size: {len(data)}\n  sha256: {digest(data)}\n  sha512: {digest(data, 'sha512')}\n").encode()


def metalink(name, data):
    return (f'<?xml version="1.0"?><metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="{name}">'
            f'<size>{len(data)}</size><hash type="sha-256">{digest(data)}</hash><url>https://example.org/</url>'
            "</file></metalink>").encode()
