# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks web servers of vendors, one request after the other for each host, no faster than agreed, and believes little.

What comes back is a status and headers, and of a body only the beginning. Nothing waits without a limit."""

import http.client
import socket
import ssl
import threading
import time
import urllib.parse
import urllib.request
import urllib.robotparser
from email.utils import parsedate_to_datetime

from database import Problem

AGENT = "osinfo-check/1.0"
MAX_REDIRECTS = 6
MAX_URL = 4096
MAX_ROBOTS = 256 << 10
# Answers that mean: later.
BUSY = (429, 503)
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)


class Unreachable(Exception):
    """No answer, in one line."""


class Later(Exception):
    """The host wants to be left alone for longer than we wait."""


class Answer:
    """Of a request with its redirects: @url is where they ended."""

    def __init__(self, url, code, headers, body, hops):
        self.url = url
        self.code = code
        self.headers = headers
        self.body = body
        self.hops = hops  # the codes of the redirects

    @property
    def is_moved(self):
        """All redirects are there to stay."""
        return bool(self.hops) and all(code in PERMANENT for code in self.hops)

    @property
    def length(self):
        """Of the whole file; None: not told."""
        _, slash, total = self.headers.get("Content-Range", "").rpartition("/")
        text = total if slash else self.headers.get("Content-Length", "") if self.code == 200 else ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def get_host(url):
    """Scheme, name and port, by which requests are counted; None: it is none of the web."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


def quote(url):
    """The address as it goes into a request: bytes that do not belong there are escaped."""
    return urllib.parse.quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def read_delay(text, now):
    """Seconds of Retry-After: a number, or a day and time; None: neither."""
    if text and text.isascii() and text.isdecimal():
        return min(int(text), 1 << 30)
    try:
        return max(parsedate_to_datetime(text).timestamp() - now, 0)
    except (TypeError, ValueError, OverflowError):
        return None


class Host:
    """One host: when it may be asked again, and what it wants not to be asked."""

    def __init__(self):
        self.next = 0.0
        self.failures = 0
        self.robots = None


class Web:
    """@delay: seconds between two requests to a host; @timeout: for each wait, and three times that for an
    answer; @patience: seconds that we wait for a busy host."""

    def __init__(self, delay=1.0, timeout=20.0, retries=2, patience=120.0, contact="", robots=True):
        self.delay = delay
        self.timeout = timeout
        self.retries = retries
        self.patience = patience
        self.agent = f"{AGENT} (+{contact})" if contact else AGENT
        self.obeys_robots = robots
        self.hosts = {}
        self.lock = threading.Lock()
        self.proxies = urllib.request.getproxies()
        self.n_requests = 0

    def get_state(self, host):
        with self.lock:
            return self.hosts.setdefault(host, Host())

    def pace(self, state):
        """Waits until it is this request's turn."""
        with self.lock:
            now = time.monotonic()
            start = max(now, state.next)
            state.next = start + self.delay
            self.n_requests += 1
        time.sleep(start - now)

    def connect(self, host):
        scheme, name, port = host
        proxy = self.proxies.get(scheme)
        if proxy and not urllib.request.proxy_bypass(f"{name}:{port}"):
            parts = urllib.parse.urlsplit(proxy if "//" in proxy else f"//{proxy}")
            if scheme == "https":
                connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self.timeout)
                connection.set_tunnel(name, port)
            else:
                connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.timeout)
            return connection, True
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        return kind(name, port, timeout=self.timeout), False

    def ask_once(self, method, url, headers, limit):
        """One request, without redirects: code, headers and the beginning of the body."""
        host = get_host(url)
        connection, is_proxied = self.connect(host)
        parts = urllib.parse.urlsplit(quote(url))
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        if is_proxied and host[0] == "http":
            target = urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
        late = threading.Event()

        def end():
            # a server that sends a byte now and then never runs into the timeout
            late.set()
            sock = connection.sock
            if sock is not None:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        timer = threading.Timer(self.timeout * 3, end)
        timer.daemon = True
        timer.start()
        try:
            connection.request(method, target, headers={"User-Agent": self.agent, "Accept": "*/*", **headers})
            answer = connection.getresponse()
            body = b"" if method == "HEAD" else answer.read(limit)
            if late.is_set():
                raise Unreachable("no answer in time")
            return answer.status, answer.headers, body
        except ssl.SSLError as error:
            raise Unreachable(f"no secure connection: {error.reason or error}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise Unreachable("no answer in time") from None
            words = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
            raise Unreachable(words) from None
        finally:
            timer.cancel()
            connection.close()

    def ask_patiently(self, method, url, headers, limit):
        """The same, once more after failures and when a busy host said how long it takes."""
        state = self.get_state(get_host(url))
        for attempt in range(self.retries + 1):
            is_last = attempt == self.retries
            self.pace(state)
            try:
                code, fields, body = self.ask_once(method, url, headers, limit)
            except Unreachable:
                if is_last:
                    raise
                time.sleep(min(self.delay * 2**attempt, 30))
                continue
            if code in BUSY:
                wait = read_delay(fields.get("Retry-After"), time.time())
                if wait is not None and wait > self.patience:
                    raise Later(f"asks to come back in {wait:.0f} seconds")
                if not is_last:
                    time.sleep(wait if wait is not None else min(self.delay * 2 ** (attempt + 2), 60))
                    continue
                raise Later(f"answers {code}, again and again")
            if code < 500 or is_last:
                return code, fields, body
            time.sleep(min(self.delay * 2**attempt, 30))
        raise AssertionError

    def may_ask(self, url):
        """What robots.txt of the host says; one that cannot be had forbids nothing."""
        host = get_host(url)
        if not self.obeys_robots or host is None:
            return True
        state = self.get_state(host)
        if state.robots is None:
            state.robots = urllib.robotparser.RobotFileParser()
            parts = urllib.parse.urlsplit(url)
            address = f"{parts.scheme}://{parts.netloc}/robots.txt"
            try:
                self.pace(state)
                code, _, body = self.ask_once("GET", address, {}, MAX_ROBOTS)
            except Unreachable:
                code, body = 0, b""
            lines = body.decode("utf-8", "replace").splitlines() if code == 200 else []
            state.robots.parse(lines)
        return state.robots.can_fetch(self.agent, url)

    def ask(self, method, url, headers=None, limit=4096, may_follow=lambda target: True):
        """Follows redirects, as far as @may_follow lets it: else the answer is the redirect, at the address that it names. Raises
        Unreachable, or Later."""
        hops = []
        seen = set()
        while True:
            code, fields, body = self.ask_patiently(method, url, headers or {}, limit)
            place = fields.get("Location", "")
            if code not in REDIRECTS or not place:
                return Answer(url, code, fields, body, hops)
            seen.add(url)
            hops.append(code)
            target = urllib.parse.urljoin(url, place.encode("latin-1", "replace").decode("utf-8", "replace"))
            if len(target) > MAX_URL or get_host(target) is None:
                raise Unreachable(f"is redirected to '{target[:200]}', which is not of the web")
            if target in seen or len(hops) > MAX_REDIRECTS:
                raise Unreachable("is redirected in a circle")
            if not may_follow(target):
                return Answer(target, code, fields, body, hops)
            url = target


def add_web_options(parser):
    parser.add_argument("--delay", metavar="SECONDS", type=float, default=1.0, help="between two requests to one host (default: 1)")
    parser.add_argument("--timeout", metavar="SECONDS", type=float, default=20.0, help="of each wait for a server (default: 20)")
    parser.add_argument("--retries", metavar="N", type=int, default=2, help="after a failure (default: 2)")
    parser.add_argument(
        "--patience", metavar="SECONDS", type=float, default=120.0, help="how long to wait for a busy server (default: 120)"
    )
    parser.add_argument("--contact", metavar="ADDRESS", default="", help="told to the servers: whom to write to")


def check_bounds(options, **bounds):
    """@bounds: name of an option -> the least and the most that it may be."""
    for name, (least, most) in bounds.items():
        if not least <= getattr(options, name) <= most:
            raise Problem(f"--{name.replace('_', '-')} {getattr(options, name)}: {least} to {most}")


def make_web(options):
    check_bounds(options, delay=(0, 3600), timeout=(0.1, 600), retries=(0, 10), patience=(0, 3600))
    if not options.contact.isprintable() or not options.contact.isascii():
        raise Problem("--contact: printable ASCII characters only")
    return Web(options.delay, options.timeout, options.retries, options.patience, options.contact)
