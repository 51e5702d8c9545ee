#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A point release of Debian 12, said in one line, in a copy of our own database: all that follows from it changes and nothing
else, the programs that check databases take the result, and its labels are recognised. Prints TAP; what needs the library for
Python or osinfo-db-validate is skipped without.

usage: test-point-release.py [OSINFO-DB-VALIDATE]"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
UPDATE = ROOT / "osinfo-db" / "update"
sys.path.insert(0, str(ROOT / "tests" / "common"))
from tools_case import HANG, Tap

# The words of Debian's labels for the architectures, and ours.
ARCHITECTURES = {"amd64": "x86_64", "i386": "i686", "arm64": "aarch64", "armhf": "armv7l", "ppc64el": "ppc64le", "s390x": "s390x"}
IDENTIFY = """
import json, sys
sys.path.insert(0, sys.argv[1])
import database, recognition
loaded = recognition.load(sys.argv[2])
print(json.dumps([recognition.identify(loaded, "media", {"volume-id": label}) for label in json.load(sys.stdin)]))
"""


def run(command, **more):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=HANG, check=False, **more)


def apply(data, *arguments):
    return run(["/usr/bin/python3", UPDATE / "apply-feed.py", "--data", data, "--today", "2026-11-29", *arguments])


def list_places(text, point):
    """Which lines name the point release."""
    return [number for number, line in enumerate(text.split("\n"), start=1) if point in line]


def test_places(tap, data, path, old, new):
    before = path.read_text(encoding="utf-8")
    others = {other: other.read_bytes() for other in data.rglob("*.xml") if other != path}
    result = apply(data, "debian.org/debian", "--point", f"12={new}", "--source", "https://www.debian.org/News/", "--write")
    tap.equal((result.returncode, result.stderr), (0, ""), "written", result.stdout)
    after = path.read_text(encoding="utf-8")
    address = rf"<url>https://cdimage\.debian\.org/cdimage/archive/{re.escape(new)}(?:-live)?/([a-z0-9]+/iso-[a-z]+)/debian-(?:live-)?{re.escape(new)}-"
    expected = [f"{arch}/iso-{kind}" for kind in ("cd", "dvd") for arch in ARCHITECTURES]
    tap.equal(re.findall(address, after), [*expected, "amd64/iso-hybrid"], "the images of all architectures, netinst, DVD, live")
    tap.equal((list_places(after, old), list_places(after, new)), ([], list_places(before, old)), "the same places")
    tap.equal(after.replace(new, old), before, "nothing else in the file")
    tap.ok(all(other.read_bytes() == content for other, content in others.items()), "no other file")
    result = apply(data, "debian.org/debian", "--point", f"12={old}", "--source", "https://www.debian.org/News/", "--write")
    tap.equal((result.returncode, path.read_text(encoding="utf-8")), (2, after), "no way back", result.stderr)


def test_valid(tap, data, validate):
    if validate is None:
        tap.skip("is valid", "osinfo-db-validate is not there")
        return
    result = run([validate, "--lint", "--schema", ROOT / "schema" / "osinfo.rng", data])
    tap.equal((result.returncode, result.stderr), (0, ""), "schema and lint", result.stdout)


def test_labels(tap, data, new):
    has_library = run(["/usr/bin/python3", "-c", "import gi; gi.require_version('Libosinfo', '1.0'); from gi.repository import Libosinfo"]).returncode == 0
    if not has_library:
        tap.skip("labels", "Libosinfo for Python is not there")
        return
    words = {arch: "p64el" if arch == "ppc64el" else arch for arch in ARCHITECTURES}
    labels = {f"Debian {new} {words[arch]} {kind}": ours for arch, ours in ARCHITECTURES.items() for kind in ("n", "1")}
    labels[f"d-live {new} gn amd64"] = "x86_64"
    result = run(["/usr/bin/python3", "-c", IDENTIFY, UPDATE, data], input=json.dumps(list(labels)))
    answers = json.loads(result.stdout or "[]")
    for (label, architecture), answer in zip(labels.items(), answers):
        tap.equal(answer[:1], [["http://debian.org/debian/12", architecture]], f"label '{label}'", answer)
    tap.equal(len(answers), len(labels), "all labels are asked", result.stderr)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="osinfo-point-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(ROOT / "data", data)
        path = data / "os" / "debian.org" / "debian-12.xml"
        old = re.search(r"/archive/(12\.[0-9]+\.0)/", path.read_text(encoding="utf-8"))[1]
        new = f"12.{int(old.split('.')[1]) + 1}.0"
        test_places(tap, data, path, old, new)
        test_valid(tap, data, sys.argv[1] if len(sys.argv) > 1 else None)
        test_labels(tap, data, new)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
