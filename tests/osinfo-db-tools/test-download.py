#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads from a server on the loopback interface that does everything a server can do to a
client. How often it was asked counts in every case. Prints TAP.

usage: test-download.py REMOTE-HELPER DATABASE-URL     what the tools were built for, perhaps empty"""

import fcntl
import hashlib
import math
import os
import pty
import random
import re
import socket
import struct
import sys
import termios
import threading
import time

from remote_case import FILES, HANG, WITHOUT_LEAKS, Server, Tap, World, compress

BODY = random.Random(20260320).randbytes(300_000)
OTHER = random.Random(20260321).randbytes(200_000)
HALF = 130_000
RETRIES = 3

tap = Tap()
world = World(sys.argv[1])
database_url = sys.argv[2]
world.settings = {
    # no slow machine needs that time
    "download.idle-timeout": HANG,
    "download.total-timeout": HANG,
    "download.retries": RETRIES,
    "download.retry-delay": 0.01,
    "download.max-size": 1_000_000,
}
server = Server()


def measure_patience():
    """Seconds after which a server is silent: many times what it takes here to answer, a whole number."""
    server.serve("/patience", BODY)
    started = time.monotonic()
    world.call("fetch", server.uri("/patience"))
    return math.ceil(20 * (time.monotonic() - started))


PATIENCE = measure_patience()
SILENT = {"download.idle-timeout": PATIENCE}
NOTHING_CAME = f"no data from '127.0.0.1' for {PATIENCE} seconds"


def is_body(answer, body=BODY):
    return (
        answer.status == 0
        and answer.error == ""
        and answer.values.get("size") == str(len(body))
        and answer.values.get("sha256") == hashlib.sha256(body).hexdigest()
    )


def fetch(action, name, *arguments, **options):
    """One file of the server; returns the answer and the headers of the requests."""
    path = f"/{name}/osinfo-db.tar.xz"
    server.actions[path] = action
    answer = world.call("fetch", server.uri(path), *arguments, **options)
    return answer, server.requests.get(path, [])


def good(name, action, requests, body=BODY, check=lambda log: True, **options):
    answer, log = fetch(action, name, **options)
    tap.ok(is_body(answer, body) and len(log) == requests and check(log), name, answer, f"{len(log)} requests", log)


def bad(name, action, requests, *words, **options):
    answer, log = fetch(action, name, **options)
    tap.ok(
        answer.fails("cannot fetch", *words) and len(log) == requests, name, answer, f"{len(log)} requests"
    )


def first(before, after):
    return lambda handler, count: before(handler) if count == 1 else after(handler)


# Bodies


def check_bodies():
    good("body/length", lambda h, n: h.send(200, BODY), 1, check=lambda log: "range" not in log[0])
    good("body/empty", lambda h, n: h.send(200, b""), 1, body=b"")
    good("body/chunked", lambda h, n: h.send_chunks([BODY[:1000], BODY[1000:]]), 1)

    def no_length(handler, count):
        handler.begin(200)
        handler.wfile.write(BODY)
        handler.close_connection = True

    good("body/until-the-connection-ends", no_length, 1)
    good(
        "body/asked-for-as-it-is",
        lambda h, n: h.send(200, BODY),
        1,
        check=lambda log: log[0]["accept-encoding"] == "identity",
    )
    good("body/gzip-all-the-same", lambda h, n: h.send(200, compress(BODY), content_encoding="gzip"), 1)
    packed = compress(BODY)
    good(
        "body/gzip-file-labelled-as-encoding",
        lambda h, n: h.send(200, packed, content_encoding="gzip", content_type="application/gzip"),
        1,
        body=packed,
    )
    good(
        "body/program-named",
        lambda h, n: h.send(200, BODY),
        1,
        check=lambda log: re.fullmatch(r"osinfo-db-tools/[0-9.]+", log[0]["user-agent"]) is not None,
    )


def check_sizes():
    large = bytes(1_000_001)
    good("size/just-not-too-large", lambda h, n: h.send(200, large[1:]), 1, body=large[1:])
    bad("size/announced", lambda h, n: h.send(200, b"", announced=1_000_001), 1, "larger than the 1000000 bytes")
    bad("size/chunked", lambda h, n: h.send_chunks([large]), 1, "larger than the 1000000 bytes")
    bomb = compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    bad("size/bomb", lambda h, n: h.send(200, bomb, content_encoding="gzip"), 1, "larger than the 1000000 bytes")

    def endless(handler, count):
        handler.begin(200, transfer_encoding="chunked")
        while True:
            handler.wfile.write(b"10000\r\n" + bytes(65536) + b"\r\n")

    bad("size/endless", endless, 1, "larger than the 1000000 bytes")
    part = {"content_range": f"bytes {HALF}-1999999/2000000"}
    bad(
        "size/rest-too-large",
        first(lambda h: h.send_chunks([BODY[:HALF]], False, etag='"one"'), lambda h: h.send(206, BODY, **part)),
        2,
        "larger than the 1000000 bytes",
    )


# Conditions


def check_conditions():
    def tagged(handler, count):
        if handler.headers["If-None-Match"] == '"one"':
            handler.send(304, etag='"one"')
        else:
            handler.send(200, BODY, etag='"one"', last_modified="Sat, 21 Mar 2026 08:00:00 GMT")

    answer, log = fetch(tagged, "condition/first")
    tap.ok(
        is_body(answer) and answer.values["etag"] == '"one"' and answer.values["modified"].startswith("Sat, 21"),
        "condition/validators-returned",
        answer,
    )
    answer, log = fetch(tagged, "condition/etag", '"one"')
    tap.ok(answer.status == 0 and answer.output == "unchanged: yes\n" and len(log) == 1, "condition/etag", answer, log)
    answer, log = fetch(tagged, "condition/other-etag", '"two"')
    tap.ok(is_body(answer) and len(log) == 1, "condition/other-etag", answer, log)

    def dated(handler, count):
        handler.send(304) if handler.headers["If-Modified-Since"] else handler.send(200, BODY)

    answer, log = fetch(dated, "condition/date", "", "Sat, 21 Mar 2026 08:00:00 GMT")
    tap.ok(
        answer.output == "unchanged: yes\n" and log[0].get("if-modified-since") == "Sat, 21 Mar 2026 08:00:00 GMT",
        "condition/date",
        answer,
        log,
    )
    bad("condition/304-without-one", lambda h, n: h.send(304), 1, "the server answered 304")


# Breaks


def break_off(handler, **headers):
    handler.send(200, BODY[:HALF], announced=len(BODY), **(headers or {"etag": '"one"'}))


def rest(handler, start=HALF, last=None, total=None, body=None, **headers):
    total = total or len(BODY)
    last = total - 1 if last is None else last
    content = body if body is not None else BODY[start : last + 1]
    handler.send(206, content, content_range=f"bytes {start}-{last}/{total}", **headers)


def asks_for_rest(validator):
    return lambda log: log[1].get("range") == f"bytes={HALF}-" and log[1].get("if-range") == validator


def asks_for_all(log):
    return all("range" not in request and "if-range" not in request for request in log)


def check_breaks():
    good("break/resumed", first(break_off, rest), 2, check=asks_for_rest('"one"'))
    date = "Sat, 21 Mar 2026 08:00:00 GMT"
    good(
        "break/resumed-by-date",
        first(lambda h: break_off(h, last_modified=date), rest),
        2,
        check=asks_for_rest(date),
    )
    good(
        "break/weak-etag-is-no-validator",
        first(lambda h: break_off(h, etag='W/"one"'), lambda h: h.send(200, BODY)),
        2,
        check=asks_for_all,
    )
    good(
        "break/no-validator",
        first(lambda h: break_off(h, x_nothing="1"), lambda h: h.send(200, BODY)),
        2,
        check=asks_for_all,
    )
    good("break/server-ignores-range", first(break_off, lambda h: h.send(200, BODY)), 2, check=asks_for_rest('"one"'))
    good(
        "break/file-changed",
        first(break_off, lambda h: h.send(200, OTHER, etag='"two"')),
        2,
        body=OTHER,
    )

    def twice(handler, count):
        if count == 1:
            break_off(handler)
        elif count == 2:
            handler.begin(206, content_length=len(BODY) - HALF, content_range=f"bytes {HALF}-{len(BODY) - 1}/{len(BODY)}")
            handler.wfile.write(BODY[HALF : HALF + 50_000])
            handler.close_connection = True
        else:
            rest(handler, start=HALF + 50_000)

    good("break/twice", twice, 3, check=lambda log: log[2]["range"] == f"bytes={HALF + 50_000}-")

    def then_whole(wrong):
        return lambda h, n: break_off(h) if n == 1 else wrong(h) if n == 2 else h.send(200, BODY)

    for name, wrong in {
        "other-start": lambda h: rest(h, start=HALF - 1),
        "other-end": lambda h: rest(h, last=len(BODY) - 2),
        "other-size": lambda h: rest(h, total=len(BODY) + 1, body=BODY[HALF:] + b"x"),
        "no-range-said": lambda h: h.send(206, BODY[HALF:]),
        "encoded": lambda h: rest(h, body=compress(BODY[HALF:]), content_encoding="gzip"),
        "416": lambda h: h.send(416, content_range="bytes */5"),
    }.items():
        good(
            f"break/wrong-part/{name}",
            then_whole(wrong),
            3,
            check=lambda log: "range" in log[1] and "range" not in log[2],
        )
    bad("break/part-never-asked-for", lambda h, n: rest(h, start=0), RETRIES + 1, "a different range", "attempt 4")
    bad("break/always", lambda h, n: h.send(200, BODY[:10], announced=20), RETRIES + 1, "attempt 4")
    good("break/chunked", first(lambda h: h.send_chunks([BODY[:HALF]], False), lambda h: h.send(200, BODY)), 2)
    good(
        "break/chunked-resumed",
        first(lambda h: h.send_chunks([BODY[:HALF]], False, etag='"one"'), rest),
        2,
        check=asks_for_rest('"one"'),
    )

    def inside_a_chunk(handler):
        handler.begin(200, transfer_encoding="chunked", etag='"one"')
        handler.wfile.write(b"100000\r\n" + BODY[:HALF])
        handler.close_connection = True

    good("break/inside-a-chunk", first(inside_a_chunk, rest), 2, check=asks_for_rest('"one"'))
    good(
        "break/chunked-and-closed-as-announced",
        lambda h, n: h.send_chunks([BODY], connection="close"),
        1,
    )
    good(
        "break/chunked-and-cut-off-as-announced",
        first(lambda h: h.send_chunks([BODY[:HALF]], False, etag='"one"', connection="close"), rest),
        2,
        check=asks_for_rest('"one"'),
    )

    def whole_and_closed(handler, _count):
        handler.send_chunks([BODY])
        handler.close_connection = True

    good("break/chunked-and-closed-unannounced", whole_and_closed, 1)
    good("break/reset", first(lambda h: h.reset(), lambda h: h.send(200, BODY)), 2)

    def reset_inside(handler):
        handler.begin(200, content_length=len(BODY), etag='"one"')
        handler.wfile.write(BODY[:HALF])
        handler.wait_until_read()  # a reset throws away what is not
        handler.reset()

    good("break/reset-inside", first(reset_inside, rest), 2, check=asks_for_rest('"one"'))

    def fall_silent(handler):
        handler.begin(200, content_length=len(BODY), etag='"one"')
        handler.wfile.write(BODY[:HALF])
        handler.wait()

    good("break/silent-inside", first(fall_silent, rest), 2, check=asks_for_rest('"one"'), settings=SILENT)


# Answers that are none


def check_statuses():
    for status in (408, 429, 500, 502, 503, 504):
        good(
            f"status/{status}-then-good", first(lambda h, s=status: h.send(s, b"sorry"), lambda h: h.send(200, BODY)), 2
        )
    bad("status/503-always", lambda h, n: h.send(503, b"\x1b[2J"), RETRIES + 1, "attempt 4: the server answered 503")
    bad("status/503-no-retries", lambda h, n: h.send(503), 1, "the server answered 503", settings={"download.retries": 0})
    for status in (400, 401, 403, 404, 407, 410, 501, 204, 300):
        bad(f"status/{status}", lambda h, n, s=status: h.send(s), 1, f"the server answered {status}")

    started = time.monotonic()
    good(
        "status/retry-after",
        first(lambda h: h.send(503, retry_after="1"), lambda h: h.send(200, BODY)),
        2,
    )
    tap.ok(time.monotonic() - started >= 1, "status/retry-after-is-kept")
    bad(
        "status/retry-after-too-long",
        lambda h, n: h.send(503, retry_after="99999999"),
        1,
        "503",
        settings={"download.total-timeout": 30},
    )
    started = time.monotonic()
    bad("status/delay-doubles", lambda h, n: h.send(500), 4, "500", settings={"download.retry-delay": 0.1})
    elapsed = time.monotonic() - started
    tap.ok(0.7 <= elapsed < HANG / 2, "status/delay-doubles-in-time", elapsed)


def check_times():
    bad("time/silent", lambda h, n: h.wait(), RETRIES + 1, NOTHING_CAME, settings=SILENT)

    def drip(handler, count):
        handler.begin(200, content_length=len(BODY))
        for byte in BODY:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)

    started = time.monotonic()
    bad("time/drip", drip, 1, f"not finished after {PATIENCE} seconds", settings={"download.total-timeout": PATIENCE})
    tap.ok(time.monotonic() - started < HANG / 2, "time/drip-in-time", time.monotonic() - started)

    def drip_headers(handler, count):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            handler.wfile.write(b"X-%d: y\r\n" % number)
            time.sleep(0.05)
        handler.wait()

    bad("time/drip-of-headers", drip_headers, RETRIES + 1, NOTHING_CAME, settings=SILENT)

    def endless_headers(handler, count):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-Y: " + b"z" * 1000 + b"\r\n")

    answer, log = fetch(endless_headers, "time/endless-headers", settings={"download.retries": 0})
    tap.ok(answer.fails("cannot fetch") and len(log) == 1, "time/endless-headers", answer, log)

    def continue_for_ever(head):
        def send(handler, count):
            while True:
                handler.wfile.write(head * 1000)

        return send

    for status in (100, 102, 103):
        action = continue_for_ever(b"HTTP/1.1 %d Wait\r\nX: y\r\n\r\n" % status)
        bad(f"time/{status}-for-ever", action, 1, "", settings={**SILENT, "download.retries": 0})
    bad("time/no-http", lambda h, n: h.wfile.write(b"SSH-2.0-x\r\n") and setattr(h, "close_connection", True), 1, "")


# Redirects


def check_redirects():
    server.serve("/target", BODY)
    good("redirect/relative", lambda h, n: h.send(302, location="../../target"), 1)
    for status in (301, 303, 307, 308):
        good(f"redirect/{status}", lambda h, n, s=status: h.send(s, location=server.uri("/target")), 1)
    answer, log = fetch(lambda h, n: h.send(302, location="/target"), "redirect/uri")
    tap.ok(answer.values.get("uri") == server.uri("/target"), "redirect/uri-returned", answer)

    def hop(path, count):
        for number in range(count):
            server.actions[f"{path}{number}"] = lambda h, n, next=f"{path}{number + 1}": h.send(302, location=next)
        server.serve(f"{path}{count}", BODY)
        return world.call("fetch", server.uri(f"{path}0"))

    tap.ok(is_body(hop("/ten/", 10)), "redirect/ten")
    answer = hop("/eleven/", 11)
    tap.ok(
        answer.fails("more than 10 redirects") and server.count("/eleven/10") == 1 and server.count("/eleven/11") == 0,
        "redirect/eleven",
        answer,
    )
    bad("redirect/loop", lambda h, n: h.send(302, location=h.path), 11, "more than 10 redirects")
    bad("redirect/nowhere", lambda h, n: h.send(302), 1, "an address that is not supported")
    bad("redirect/no-host", lambda h, n: h.send(302, location="http:///x"), 1, "an address that is not supported")
    secret = world.folder / "secret"
    secret.write_text("secret")
    for target in (f"file://localhost{secret}", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"):
        bad(f"redirect/{target.split(':')[0]}", lambda h, n: h.send(302, location=target), 1, "redirects to", "which is not allowed")

    def moves(handler, count):
        handler.send(302, location="/moved")

    server.actions["/moved"] = first(break_off, rest)
    good("redirect/resumed-from-the-start", moves, 2)
    tap.ok(server.requests["/moved"][1].get("range") == f"bytes={HALF}-", "redirect/resumed", server.requests["/moved"])


# TLS


def check_tls():
    if not [p for p in ("/usr/lib/x86_64-linux-gnu/gio/modules", "/usr/lib64/gio/modules") if os.path.isdir(p)]:
        tap.skip("tls", "GIO has no TLS here")
        return

    def fetch_from(uri, settings={}):
        return world.call("fetch", uri, settings=settings, environment=WITHOUT_LEAKS)

    secure = Server(is_secure=True)
    everywhere = Server(host="127.0.0.2", is_secure=True)
    trusted = {"server.ca-file": FILES / "tls" / "certificate.pem"}
    for each in (secure, everywhere):
        each.serve("/file", BODY)
        each.actions["/chunked"] = lambda handler, count: handler.send_chunks([BODY[:HALF], BODY[HALF:]])
    answer = fetch_from(secure.uri("/file"))
    tap.ok(
        answer.fails("the certificate of '127.0.0.1' is not trusted", "unknown authority") and not secure.requests,
        "tls/self-signed",
        answer,
    )
    answer = fetch_from(secure.uri("/file"), settings=trusted)
    tap.ok(is_body(answer) and secure.count("/file") == 1, "tls/trusted", answer)
    answer = fetch_from(everywhere.uri("/file"), settings=trusted)
    tap.ok(
        answer.fails("the certificate of '127.0.0.2' is not trusted", "another host") and not everywhere.requests,
        "tls/other-host",
        answer,
    )
    answer = fetch_from(secure.uri("/chunked"), settings=trusted)
    tap.ok(is_body(answer) and secure.count("/chunked") == 1, "tls/chunked", answer)
    secure.actions["/cut"] = first(lambda h: h.send_chunks([BODY[:HALF]], False, etag='"one"'), rest)
    answer = fetch_from(secure.uri("/cut"), settings=trusted)
    tap.ok(is_body(answer) and secure.count("/cut") == 2, "tls/chunked-cut-off", answer, secure.requests["/cut"])
    server.serve("/plain", BODY)
    secure.actions["/down"] = lambda h, n: h.send(302, location=server.uri("/plain"))
    answer = fetch_from(secure.uri("/down"), settings=trusted)
    tap.ok(answer.fails("which is not allowed") and server.count("/plain") == 0, "tls/to-http-refused", answer)
    server.actions["/up"] = lambda h, n: h.send(302, location=secure.uri("/file"))
    answer = fetch_from(server.uri("/up"), settings=trusted)
    tap.ok(is_body(answer), "tls/from-http", answer)
    secure.actions["/broken"] = first(break_off, rest)
    answer = fetch_from(secure.uri("/broken"), settings=trusted)
    tap.ok(is_body(answer) and secure.count("/broken") == 2, "tls/resumed", answer)
    answer = fetch_from(secure.uri("/file"), settings={"server.ca-file": world.folder / "none.pem"})
    tap.ok(answer.fails("cannot use the certificates", "none.pem"), "tls/no-ca-file", answer)
    plain = server.uri("/plain").replace("http:", "https:")
    answer = fetch_from(plain, settings=trusted)
    tap.ok(answer.fails("cannot fetch"), "tls/server-without", answer)


# Addresses


def check_addresses():
    for uri, words in {
        "ftp://example.org/x": ["'ftp' is not supported", "https, http and file"],
        "ssh://example.org/x": ["'ssh' is not supported"],
        "x:y": ["'x' is not supported"],
        "http:///x": ["it has no host"],
        "http:/..///x": ["it has no host"],
        "http:x": ["it has no host"],
        "http:": ["it has no host"],
        "https://:443/x": ["it has no host"],
        "file:x": ["its path is not absolute"],
        "file:": ["its path is not absolute"],
        "file:/..///x": ["its path is not absolute"],
        "file:/.//x": ["its path is not absolute"],
        "file:/a/..//x": ["its path is not absolute"],
        "file:/.///x": ["its path is not absolute"],
        "file:////x": ["its path is not absolute"],
        "http://[::1/x": ["cannot fetch 'http://[::1/x'"],
        "just-a-path": ["cannot fetch 'just-a-path'"],
        "": ["cannot fetch ''"],
    }.items():
        answer = world.call("fetch", uri)
        tap.ok(answer.fails(*words), f"address/{uri or 'empty'}", answer)

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        started = time.monotonic()
        answer = world.call("fetch", f"http://127.0.0.1:{closed.getsockname()[1]}/x", settings={"download.retry-delay": HANG})
    tap.ok(answer.fails("refused") and time.monotonic() - started < HANG / 2, "address/refused-at-once", answer)

    def protected(handler, count):
        if handler.headers["Authorization"] == "Basic dXNlcjpzZWNyZXQ=":
            handler.send(200, BODY)
        else:
            handler.send(401, www_authenticate='Basic realm="x"')

    server.actions["/protected"] = protected
    answer = world.call("fetch", server.uri("/protected", host="user:secret@127.0.0.1"))
    tap.ok(
        is_body(answer) and "secret" not in answer.values["uri"] and server.count("/protected") == 2,
        "address/password",
        answer,
    )
    answer = world.call("fetch", server.uri("/none", host="user:secret@127.0.0.1"))
    tap.ok(answer.fails("404") and "secret" not in answer.error, "address/password-not-shown", answer)
    server.serve("/query", BODY)
    answer = world.call("fetch", server.uri("/query?a=b/../c"))
    tap.ok(is_body(answer) and server.count("/query") == 1, "address/query", answer)

    server.serve("http://nowhere.invalid/through-proxy", BODY)
    proxied = {"GIO_USE_PROXY_RESOLVER": None, "http_proxy": server.uri("/"), "no_proxy": ""}
    answer = world.call("fetch", "http://nowhere.invalid/through-proxy", environment=proxied)
    if "not" in answer.error and server.count("http://nowhere.invalid/through-proxy") == 0:
        tap.skip("address/proxy", "GIO has no resolver for proxies here")
    else:
        tap.ok(is_body(answer), "address/proxy", answer)


def check_files():
    folder = world.folder / "files"
    folder.mkdir()
    (folder / "a file").write_bytes(BODY)
    (folder / "large").write_bytes(bytes(1_000_001))
    os.mkfifo(folder / "pipe")
    answer = world.call("fetch", (folder / "a file").as_uri())
    tap.ok(is_body(answer) and answer.values["links"] == "0", "file/copied", answer)
    for name, words in {
        "none": ["No such file"],
        "large": ["larger than the 1000000 bytes"],
        "pipe": ["not a regular file"],
        "": ["not a regular file"],
    }.items():
        answer = world.call("fetch", folder.as_uri() + "/" + name)
        tap.ok(answer.fails("cannot fetch 'file:///", *words), f"file/{name or 'folder'}", answer)
    answer = world.call("fetch", "file://example.org/x")
    tap.ok(answer.fails("cannot fetch"), "file/other-host", answer)


def check_temporary():
    folder = world.folder / "target"
    folder.mkdir()
    seen = []

    def look(handler, count):
        handler.begin(200, content_length=len(BODY))
        handler.wfile.write(BODY[:HALF])
        handler.wfile.flush()
        time.sleep(0.2)
        seen.extend([sorted(folder.iterdir()), world.leftovers()])
        handler.wfile.write(BODY[HALF:])

    answer, log = fetch(look, "temporary/name", environment={"TMPDIR": str(folder)})
    tap.ok(is_body(answer) and answer.values["links"] == "0" and seen == [[], []], "temporary/no-name", answer, seen)
    answer, log = fetch(look, "temporary/missing", environment={"TMPDIR": str(folder / "none")})
    tap.ok(answer.fails("cannot make a temporary file in", "none") and not log, "temporary/no-folder", answer)
    tap.ok(world.leftovers() == [], "temporary/nothing-left", world.leftovers())


# The bar


def check_bar():
    def slowly(handler, count):
        handler.begin(200, content_length=len(BODY))
        for start in range(0, len(BODY), 50_000):
            handler.wfile.write(BODY[start : start + 50_000])
            time.sleep(0.12)

    answer, log = fetch(slowly, "bar/pipe")
    tap.ok(is_body(answer) and answer.error == "", "bar/not-into-a-pipe", answer)
    for columns in (80, 40, 20, 10):
        screen, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        text = bytearray()

        def drain():
            try:
                while data := os.read(screen, 4096):
                    text.extend(data)
            except OSError:
                pass

        reader = threading.Thread(target=drain, daemon=True)
        reader.start()
        answer, log = fetch(slowly, f"bar/terminal-{columns}", stderr=line)
        os.close(line)
        reader.join(HANG)
        os.close(screen)
        lines = text.decode("ascii", "replace").split("\r")
        shown = [each.rstrip() for each in lines if each.strip()]
        tap.ok(
            answer.status == 0
            and len(shown) >= 3
            and "\n" not in text.decode("latin-1")
            and all(len(each) < columns and each.isascii() and each.isprintable() for each in shown)
            and "300.0 kB"[: columns - 1] in shown[-1] + "300.0 kB" * (columns < 12)
            and lines[-1] == ""
            and lines[-2].strip() == "",
            f"bar/terminal-of-{columns}",
            answer.values,
            shown,
        )
        if columns == 80:
            tap.ok("osinfo-db.tar.xz [####" in shown[-1] and "100%" in shown[-1], "bar/full-at-the-end", shown)

    for arguments, expected in {
        ("name", 50, 100, 80): "name [###################-------------------]   50%  50 B",
        ("name", 50, -1, 80): "name  50 B",
        ("name", 999_949, -1, 80): "name  999.9 kB",
        ("name", 999_950, -1, 80): "name  1.0 MB",
        ("name", 0, 100, 80): "name [--------------------------------------]    0%  0 B",
        ("name", 300, 100, 80): "name [######################################]  100%  300 B",
        ("name", 50, 100, 26): "name [###----]   50%  50 B",
        ("name", 50, 100, 20): "name   50%  50 B",
        ("name", 50, 100, 13): "n   50%  50 B",
        ("name", 50, 100, 5): " 50% ",
        ("name", 50, 100, 0): "",
        ("n\x1b[2Jä", 50, -1, 80): "n?[2J??  50 B",
        ("", 50, -1, 80): "50 B",
        ("name", 2**64 - 1, -1, 80): "name  18.4 EB",
    }.items():
        answer = world.call("bar", *arguments)
        tap.ok(answer.output == expected + "\n", f"bar/format/{arguments[1]}-of-{arguments[2]}-in-{arguments[3]}", answer)


# The configuration


def check_config():
    plain = {"OSINFO_DB_TOOLS_CONF": str(world.folder / "none")}
    answer = world.call("config", environment=plain)
    tap.ok(
        answer.values.get("url", "") == database_url.rstrip("/")
        and answer.values["idle-timeout"] == "30000"
        and answer.values["total-timeout"] == "900000"
        and answer.values["retries"] == "4"
        and answer.values["required"] == "0"
        and re.fullmatch("/.*/osinfo-db-tools/keys:/.*/osinfo-db-tools/keys", answer.values["keys"]) is not None
        and "ca-file" not in answer.values,
        "config/built-in",
        answer,
    )
    settings = {"server.url": "https://file.example/db//", "signature.required": "true", "signature.keys": "/a:/b"}
    answer = world.call("config", settings=settings)
    tap.ok(
        answer.values.get("url") == "https://file.example/db"
        and answer.values["required"] == "2"
        and answer.values["keys"] == "/a:/b",
        "config/file",
        answer,
    )
    environment = {"OSINFO_DB_URL": "http://environment.example", "OSINFO_DB_KEYS": "/c"}
    answer = world.call("config", settings=settings, environment=environment)
    tap.ok(
        answer.values.get("url") == "http://environment.example" and answer.values["keys"] == "/c",
        "config/environment-before-file",
        answer,
    )
    answer = world.call("config", "file:///option", settings=settings, environment=environment)
    tap.ok(answer.values.get("url") == "file:///option", "config/option-before-environment", answer)
    answer = world.call("config", settings=settings, environment={"OSINFO_DB_URL": ""})
    tap.ok(answer.values.get("url") == "https://file.example/db", "config/empty-variable-is-none", answer)
    for name, value in {
        "server.url": "ftp://example.org",
        "server.ca-file": "relative.pem",
        "download.idle-timeout": "soon",
        "download.total-timeout": "0",
        "download.retry-delay": "inf",
        "download.retries": "-1",
        "download.max-size": "0",
        "signature.keys": "/a:b",
        "signature.required": "yes",
        "signature.requierd": "true",
        "sever.url": "https://example.org",
    }.items():
        answer = world.call("config", settings={name: value})
        key = name.partition(".")[2]
        tap.ok(answer.fails("cannot use", "tools.conf", key), f"config/wrong/{name}", answer)
    for name, value in {"escape": "/\\a", "escape-at-end": "/\\", "escape-and-end": "/\\a\\"}.items():
        for key in ("server.ca-file", "server.nothing"):
            answer = world.call("config", settings={key: value})
            tap.ok(answer.fails("cannot use", "tools.conf", key.partition(".")[2]), f"config/{name}/{key}", answer)
    answer = world.call("config", environment={"OSINFO_DB_URL": "nonsense"})
    tap.ok(answer.fails("OSINFO_DB_URL", "nonsense"), "config/wrong-variable", answer)
    for url in ("nonsense", "http:/..//db", "https:", "http:///db", "file:db"):
        answer = world.call("config", url)
        tap.ok(answer.fails(f"'{url}' is not a valid address"), f"config/wrong-option/{url}", answer)
    (world.folder / "garbage").write_bytes(b"\xff[[[\n")
    answer = world.call("config", environment={"OSINFO_DB_TOOLS_CONF": str(world.folder / "garbage")})
    tap.ok(answer.fails("cannot use", "garbage"), "config/garbage", answer)


check_bodies()
check_sizes()
check_conditions()
check_breaks()
check_statuses()
check_times()
check_redirects()
check_tls()
check_addresses()
check_files()
check_temporary()
check_bar()
check_config()
sys.exit(tap.finish())
