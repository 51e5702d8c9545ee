#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""UDF as mkudffs writes it, of all revisions and for all kinds of media: what udfinfo says of a volume is what we say of it,
and what is not read is refused. It has no files; those that genisoimage writes are test-windows-samples.py's. Prints TAP.

usage: test-udf-oracle.py READ-MEDIUM"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import HANG, Tap

SIZE = 8 << 20

# Kinds of media that are written once, or anywhere; those that are added to have other kinds of partitions.
READ = ("hd", "dvd", "cd", "dvdram")
REFUSED = ("dvdrw", "dvdr", "cdr", "bdr")
REVISIONS = ("1.02", "1.50", "2.00", "2.01", "2.50", "2.60")
LABELS = ("CCCOMA_X64FRE_EN-US_DV9", "Grün", "Grün €", "x" * 30, "Ж" * 60, " spaces inside ")


def run(*command):
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, encoding="utf-8", timeout=HANG, check=False)


def make(image, kind, revision, label, blocksize=2048):
    image.unlink(missing_ok=True)
    with open(image, "wb") as file:
        file.truncate(SIZE)
    options = [f"--media-type={kind}", f"--blocksize={blocksize}", f"--udfrev={revision}", f"--label={label}"]
    return run("mkudffs", "--utf8", *options, image).returncode == 0


def read_label(program, image):
    run_ = run(program, "evidence", image)
    facts = [line.split("\t")[:2] for line in run_.stdout.splitlines()]
    return dict(facts).get("udf.volume-id") if run_.returncode == 0 else run_.stderr.strip()


def ask_udfinfo(image):
    for line in run("udfinfo", "--utf8", image).stdout.splitlines():
        if line.startswith("lvid="):
            return line[len("lvid=") :].rstrip()
    return None


def check_read(tap, program, image, name):
    tap.equal(read_label(program, image), ask_udfinfo(image), f"{name}: label is that of udfinfo")
    files = run(program, "files", image)
    tap.equal((files.returncode, files.stdout, files.stderr), (0, "", ""), f"{name}: root can be read")


def main():
    program = sys.argv[1]
    tap = Tap()
    missing = [name for name in ("mkudffs", "udfinfo") if shutil.which(name) is None]

    if missing:
        print(f"1..0 # SKIP not installed: {' '.join(missing)}")
        return 0
    with tempfile.TemporaryDirectory(prefix="osinfo-udf-") as folder:
        image = Path(folder) / "image"
        made = 0
        for revision in REVISIONS:
            for kind in READ:
                if make(image, kind, revision, "LABEL"):
                    check_read(tap, program, image, f"{kind} {revision}")
                    made += 1
            for kind in REFUSED:
                if make(image, kind, revision, "LABEL"):
                    tap.equal(read_label(program, image), "No UDF volume that can be read", f"{kind} {revision}: refused")
                    made += 1
        for label in LABELS:
            if make(image, "dvd", "2.01", label):
                check_read(tap, program, image, f"label '{label}'")
                made += 1
        if make(image, "hd", "2.01", "LABEL", blocksize=512):
            # its anchor is in sector 256 of 512 bytes
            tap.equal(read_label(program, image), None, "small blocks: not found")
        tap.ok(made >= 20, "mkudffs makes most of them", f"{made}")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
