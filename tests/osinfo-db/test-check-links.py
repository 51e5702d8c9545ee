#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-db/update/check-links.py against a server that plays vendors: what each answer is taken for, how politely it is
asked, what is kept between runs, what is proposed. Prints TAP."""

import json
import shutil
import sys
import time
from xml.sax.saxutils import escape

from vendors import Page, Vendors
from tools_case import Tap

ETAG = {"ETag": '"one"'}
RANGES = {"Accept-Ranges": "bytes"}
HTML = b"<!DOCTYPE html><html><body>Our new web site</body></html>"
# No waits but those that a case is about.
QUICK = ("--delay", "0", "--timeout", "60", "--retries", "1", "--report", "report.json", "--patch", "proposal.patch",
         "--cache", "cache.json", "--quiet")  # fmt: skip


def make_pages(vendors):
    """Path of an address -> the page, and what the address is to be taken for."""
    here = vendors.address
    moved = {"Location": "/ok.iso"}
    return {
        "/ok.iso": (Page(headers=ETAG), "ok", None),
        "/a%20name+1.iso": (Page(), "ok", None),
        "/no-head.iso": (Page(headers=RANGES, head=Page(405, b"")), "ok", None),
        "/no-head-but-404.iso": (Page(headers=RANGES, head=Page(404, b"")), "ok", None),
        "/no-length.iso": (Page(length=None), "ok", None),
        "/moved.iso": (Page(301, b"", headers=moved), "moved", f"to '{here}/ok.iso'"),
        "/moved-308.iso": (Page(308, b"", headers=moved), "moved", f"to '{here}/ok.iso'"),
        "/mirror.iso": (Page(302, b"", headers=moved), "ok", None),
        "/moved-to-mirror.iso": (Page(301, b"", headers={"Location": "/mirror.iso"}), "ok", None),
        "/moved-to-nothing.iso": (Page(301, b"", headers={"Location": "/nothing"}), "gone", "answers 404"),
        "/circle.iso": (Page(302, b"", headers={"Location": "/circle.iso"}), "unreachable", "is redirected in a circle"),
        "/to-a-file.iso": (Page(302, b"", headers={"Location": "file:///etc/passwd"}), "unreachable",
                           "is redirected to 'file:///etc/passwd', which is not of the web"),
        "/no-location.iso": (Page(302, b""), "failing", "answers 302"),
        "/404.iso": (Page(404, b"no"), "gone", "answers 404"),
        "/410.iso": (Page(410, b"no"), "gone", "answers 410"),
        "/403.iso": (Page(403, b"no"), "refused", "answers 403"),
        "/500.iso": (Page(500, b"no"), "failing", "answers 500"),
        "/500-once.iso": (Page(500, b"no", then=Page()), "ok", None),
        "/429-once.iso": (Page(429, b"no", headers={"Retry-After": "1"}, then=Page()), "ok", None),
        "/429.iso": (Page(429, b"no", headers={"Retry-After": "0"}), "later", "answers 429, again and again"),
        "/429-long.iso": (Page(429, b"no", headers={"Retry-After": "99999"}), "later", "asks to come back in 99999 seconds"),
        "/503.iso": (Page(503, b"no", headers={"Retry-After": "Fri, 31 Dec 2199 23:59:59 GMT"}), "later", None),
        "/hang.iso": (Page(act=vendors.hang), "unreachable", "no answer in time"),
        "/drip.iso": (Page(act=vendors.drip), "unreachable", "no answer in time"),
        "/nothing-said.iso": (Page(act=vendors.say(b"")), "unreachable", None),
        "/nonsense.iso": (Page(act=vendors.say(b"\xff\0 nonsense\r\n\r\n")), "unreachable", None),
        "/long-header.iso": (Page(act=vendors.say(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n")), "unreachable", None),
        "/html.iso": (Page(200, HTML, "text/html"), "wrong", "a page of HTML where a file must be"),
        "/hidden-html.iso": (Page(200, b"\n" + HTML, length=None), "wrong", "a page of HTML where a file must be"),
        "/only-called-html.iso": (Page(200, kind="text/html"), "ok", None),
        "/other-length.iso": (Page(200, headers=RANGES, head=Page(200, b"", "text/html", length=7)), "wrong",
                              "7 bytes for HEAD, 1000 for GET"),
        "/empty.iso": (Page(200, b""), "shorter", "an empty file"),
        "/416.iso": (Page(416, b"", head=Page(200, b"", length=None)), "shorter", "an empty file"),
        "/odd-length.iso": (Page(200, b"x", length="1e3"), "ok", None),
        "/private/x.iso": (Page(), "skipped", "robots.txt of the host forbids it"),
    }  # fmt: skip


def write_media(vendors, addresses):
    return vendors.write("4", "".join(
        f'    <media arch="x86_64">\n      <url>{escape(address)}</url>\n    </media>\n' for address in addresses
    ))  # fmt: skip


def get_rows(vendors):
    return {row["url"].removeprefix(vendors.address): row for row in vendors.read_report()["results"]}


def test_answers(tap):
    with Vendors() as vendors:
        pages = make_pages(vendors)
        vendors.pages |= {path: page for path, (page, _, _) in pages.items()}
        path = write_media(vendors, [vendors.address + name for name in pages])
        # the server is one host: what does not answer must not make it look as if it were away
        for name, (_, expected, message) in pages.items():
            write_media(vendors, [vendors.address + name])
            (vendors.root / "cache.json").unlink(missing_ok=True)
            timeout = "0.5" if message == "no answer in time" else "60"
            status, output, errors = vendors.run("check-links.py", "--all", *QUICK, "--timeout", timeout)
            row = get_rows(vendors)[name]
            is_fault = expected not in ("ok", "later", "skipped")
            tap.equal((row["status"], status, output, errors), (expected, int(is_fault), "", ""), f"answer {name}", row)
            tap.ok(message in (None, row["message"]) and (row["message"] is None or "\n" not in row["message"]),
                   f"answer {name}: message", row, message)  # fmt: skip
            tap.equal(row["places"], [{"os": "heron4", "file": str(path), "line": 10, "role": "media"}], f"answer {name}: place")


def test_others(tap):
    """What is not a medium: folders, files below them, drivers, addresses that are not of the web."""
    with Vendors() as vendors:
        vendors.pages |= {"/tree/": Page(200, HTML, "text/html", length=None), "/tree/vmlinuz": Page(), "/d/a.sys": Page()}
        here = vendors.address
        vendors.write("4", f"""    <media arch="x86_64"><url>ftp://127.0.0.1/a.iso</url></media>
    <image arch="x86_64" format="containerdisk"><url>docker://quay.io/x:1</url></image>
    <tree arch="x86_64">
      <url>{here}/tree/</url>
      <kernel>vmlinuz</kernel>
      <initrd>initrd.img</initrd>
    </tree>
    <driver arch="x86_64" location="{here}/d/">
      <file>a.sys</file>
      <file>b.sys</file>
    </driver>
""")  # fmt: skip
        extension = vendors.data / "os/example.org/heron-4.d/more.xml"
        extension.parent.mkdir()
        extension.write_text((vendors.data / "os/example.org/heron-4.xml").read_text(encoding="utf-8").partition("    <media")[0] +
                             f'    <media arch="x86_64">\n      <url>{here}/extension.iso</url>\n    </media>\n  </os>\n</libosinfo>\n',
                             encoding="utf-8")  # fmt: skip
        status, _, errors = vendors.run("check-links.py", "--all", *QUICK)
        found = {url: (row["status"], row["places"][0]["role"], row["places"][0]["line"]) for url, row in get_rows(vendors).items()}
        expected = {
            "ftp://127.0.0.1/a.iso": ("skipped", "media", 9),
            "docker://quay.io/x:1": ("skipped", "image", 10),
            "/tree/": ("ok", "tree", 12),
            "/tree/vmlinuz": ("ok", "tree/kernel", 13),
            "/tree/initrd.img": ("gone", "tree/initrd", 14),
            "/d/a.sys": ("ok", "driver/file", 17),
            "/d/b.sys": ("gone", "driver/file", 18),
            "/extension.iso": ("gone", "media", 10),
        }
        tap.equal((found, status, errors), (expected, 1, ""), "places: every address has one")
        places = get_rows(vendors)["/extension.iso"]["places"]
        tap.equal(places[0]["file"], str(extension), "places: in the file of an extension")
        status, output, _ = vendors.run("check-links.py", "--quiet", "--delay", "0")
        tap.ok(status == 1 and "gone: is gone\n" in output and "    heron4 (more.xml:10)\n" in output and output.endswith(
            "8 addresses, 11 requests: 3 ok, 3 gone, 2 skipped\n"), "places: as a text", output)  # fmt: skip


def test_polite(tap):
    """One after the other, no faster than agreed, by name."""
    with Vendors() as vendors:
        names = [f"/{number}.iso" for number in range(6)]
        vendors.pages |= {name: Page() for name in names}
        write_media(vendors, [vendors.address + name for name in names])
        start = time.monotonic()
        status, _, errors = vendors.run("check-links.py", *QUICK, "--delay", "0.5", "--contact", "https://example.org/keepers")
        lasted = time.monotonic() - start
        tap.ok(status == 0 and len(vendors.requests) == 7 and lasted >= 6 * 0.5, "polite: a pause between requests", lasted, errors)
        agents = {headers["User-Agent"] for _, _, _, headers in vendors.requests}
        tap.equal(agents, {"osinfo-check/1.0 (+https://example.org/keepers)"}, "polite: it says who it is")
        tap.equal([request[2] for request in vendors.requests][0], "/robots.txt", "polite: robots.txt first")
        tap.equal({request[1] for request in vendors.requests[1:]}, {"HEAD"}, "polite: no file is fetched")


def test_hosts(tap):
    """A host that does not answer is left alone, and holds up no other one."""
    with Vendors() as vendors, Vendors() as other:
        names = [f"/{number}.iso" for number in range(12)]
        vendors.pages |= {name: Page(act=vendors.hang) for name in names}
        other.pages |= {name: Page() for name in names}
        write_media(vendors, [address + name for name in names for address in (vendors.address, other.address)])
        status, _, _ = vendors.run("check-links.py", "--all", *QUICK, "--timeout", "2", "--retries", "0")
        rows = vendors.read_report()["results"]
        states = {(row["url"].startswith(other.address), row["status"]) for row in rows}
        tap.equal((status, states), (1, {(True, "ok"), (False, "unreachable")}), "hosts: one is away")
        asked = [request for request in vendors.requests if request[2] != "/robots.txt"]
        tap.equal(len(asked), 5, "hosts: and is not asked for ever")
        vendors.requests.clear()
        status, _, _ = vendors.run("check-links.py", "--all", *QUICK, "--max-time", "0.01", "--retries", "0", "--timeout", "0.5")
        messages = {row["message"] for row in vendors.read_report()["results"] if row["status"] == "skipped"}
        tap.equal(messages, {"the time was over"}, "hosts: the time is over")


def test_runs(tap):
    """What is kept from run to run."""
    with Vendors() as vendors:
        vendors.pages["/a.iso"] = Page(headers=ETAG | {"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"})
        vendors.pages["/b.iso"] = Page()
        write_media(vendors, [vendors.address + name for name in ("/a.iso", "/b.iso", "/c.iso")])

        def check(day, *options):
            vendors.requests.clear()
            status, _, errors = vendors.run("check-links.py", "--all", *QUICK, "--today", day, *options)
            return status, errors, {name: row["status"] for name, row in get_rows(vendors).items()}

        tap.equal(check("2026-01-01"), (1, "", {"/a.iso": "ok", "/b.iso": "ok", "/c.iso": "gone"}), "runs: the first one")
        tap.equal(check("2026-01-03")[2], {"/a.iso": "unchanged", "/b.iso": "unchanged", "/c.iso": "gone"}, "runs: soon after")
        tap.equal({request[2] for request in vendors.requests}, {"/robots.txt", "/c.iso"}, "runs: only what was wrong is asked")
        tap.equal(check("2026-01-09")[2]["/a.iso"], "unchanged", "runs: later")
        [headers] = [request[3] for request in vendors.requests if request[2] == "/a.iso"]
        tap.equal((headers.get("If-None-Match"), headers.get("If-Modified-Since")), ('"one"', "Thu, 01 Jan 2026 00:00:00 GMT"),
                  "runs: only whether it has changed")  # fmt: skip
        patch = vendors.root / "proposal.patch"
        tap.equal(patch.read_text(encoding="utf-8"), "", "runs: what is gone for a week stays")
        check("2026-01-16", "--max-age", "0")
        tap.ok("/c.iso" in patch.read_text(encoding="utf-8"), "runs: what is gone for two weeks is proposed to go")
        row = get_rows(vendors)["/c.iso"]
        tap.equal(row["since"], "2026-01-01", "runs: since when")
        vendors.pages["/c.iso"] = Page()
        check("2026-01-17", "--max-age", "0")
        del vendors.pages["/c.iso"]
        check("2026-01-18", "--max-age", "0")
        tap.equal((get_rows(vendors)["/c.iso"]["since"], patch.read_text(encoding="utf-8")), ("2026-01-18", ""), "runs: came back in between")
        # a file that is shorter than it was
        for name, length, date, expected in (
            ("cut", 900, None, "shorter"),
            ("still cut", 900, None, "shorter"),
            ("whole again", 1000, None, "ok"),
            ("made anew", 900, "Fri, 02 Jan 2026 00:00:00 GMT", "shorter"),
        ):
            vendors.pages["/b.iso"] = Page(body=b"x" * length, headers={"Last-Modified": date} if date else {})
            tap.equal(check("2026-01-19", "--max-age", "0")[2]["/b.iso"], expected, f"runs: {name}")
        vendors.pages["/b.iso"] = Page(headers={"Last-Modified": "Fri, 02 Jan 2026 00:00:00 GMT"})
        check("2026-01-20", "--max-age", "0")
        vendors.pages["/b.iso"] = Page(body=b"x" * 900, headers={"Last-Modified": "Sat, 03 Jan 2026 00:00:00 GMT"})
        tap.equal(check("2026-01-21", "--max-age", "0")[2]["/b.iso"], "ok", "runs: made anew each day, and a bit shorter")
        write_media(vendors, [f"{vendors.address}/a.iso"])
        check("2026-01-22")
        cache = json.loads((vendors.root / "cache.json").read_text(encoding="utf-8"))
        tap.equal([url.removeprefix(vendors.address) for url in cache["addresses"]], ["/a.iso"], "runs: what the database lacks is forgotten")


def test_sizes(tap):
    """A file has the bytes that its volume says, at least."""
    with Vendors() as vendors:
        vendors.pages["/a.iso"] = Page()
        for size, expected in ((1000, "ok"), (1001, "shorter")):
            vendors.write("4", f"""    <media arch="x86_64"><url>{vendors.address}/a.iso</url>
      <iso><volume-size>{size}</volume-size></iso></media>\n""")
            vendors.run("check-links.py", "--all", *QUICK, "--max-age", "0")
            tap.equal(get_rows(vendors)["/a.iso"]["status"], expected, f"sizes: {size}")


def test_patch(tap):
    if shutil.which("git") is None:
        tap.skip("patch", "git is not installed")
        return
    with Vendors() as vendors:
        here = vendors.address
        vendors.pages |= {
            "/new/a&b.iso": Page(),
            "/a.iso": Page(301, b"", headers={"Location": "/new/a&b.iso"}),
            "/a%26.iso": Page(301, b"", headers={"Location": "/new/a&b.iso"}),
        }
        path = vendors.write("4", f"""    <!-- \u2028 stays -->
    <media arch="x86_64">
      <url>{here}/a.iso</url>
    </media>
    <media arch="x86_64">
      <url>{here}/gone.iso</url>
      <kernel>k</kernel>
    </media>
    <media arch="x86_64"><url>{here}/gone.iso</url><kernel>k</kernel></media>
    <media arch="i686">
      <url>{here}/a%26.iso</url>
    </media>
""")  # fmt: skip
        before = path.read_text(encoding="utf-8")
        path.write_text(before.rstrip("\n"), encoding="utf-8")
        for day in ("2026-01-01", "2026-02-01"):
            status, _, errors = vendors.run("check-links.py", *QUICK, "--today", day)
        tap.equal((status, errors), (1, ""), "patch: status")
        tap.equal(vendors.read_report()["by_hand"], [f"{path}:17: to be changed by hand"], "patch: what is left")
        tap.equal(path.read_text(encoding="utf-8"), before.rstrip("\n"), "patch: nothing is changed but by it")
        vendors.apply(tap, "patch: git takes it")
        expected = before.replace(f"{here}/a.iso", f"{here}/new/a&amp;b.iso").replace(f"{here}/a%26.iso", f"{here}/new/a&amp;b.iso")
        expected = expected.replace(f"      <url>{here}/gone.iso</url>\n", "").rstrip("\n")
        tap.equal(path.read_text(encoding="utf-8"), expected, "patch: what it does")


ERRORS = (
    (("--delay", "-1"), "--delay -1.0: 0 to 3600"),
    (("--parallel", "0"), "--parallel 0: 1 to 64"),
    (("--today", "soon"), "'soon' is no date: write YYYY-MM-DD"),
    (("--os", "finch"), "no system is called 'finch'"),
    (("--contact", "a\nb"), "--contact: printable ASCII characters only"),
    (("--cache", "broken.json"), "'broken.json' is not what this program wrote: remove it"),
    (("--cache", "odd.json"), "'odd.json' is not what this program wrote: remove it"),
    (("--report", "/proc/x/y"), None),
)


def test_errors(tap):
    with Vendors() as vendors:
        write_media(vendors, [])
        (vendors.root / "broken.json").write_text('{"addresses": {"x": {"checked"', encoding="utf-8")
        (vendors.root / "odd.json").write_text('{"addresses": {"x": {"checked": 7}}}', encoding="utf-8")
        for arguments, message in ERRORS:
            status, output, errors = vendors.run("check-links.py", *arguments)
            is_line = errors.startswith("check-links.py: ") and errors.count("\n") == 1
            tap.ok((status, output) == (2, "") and is_line and (message is None or errors == f"check-links.py: {message}\n"),
                   f"error {arguments}", status, errors)  # fmt: skip
        status, output, _ = vendors.run("check-links.py")
        tap.equal((status, output), (0, "0 addresses, 0 requests: nothing to ask\n"), "nothing to ask")


def main():
    tap = Tap()
    for test in (test_answers, test_others, test_polite, test_hosts, test_runs, test_sizes, test_patch, test_errors):
        test(tap)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
