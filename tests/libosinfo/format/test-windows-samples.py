#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Images that are laid out as Windows media are (windows_samples.py): what they say of themselves, and whether other
programs see the same files (7z, libudfread) and the same texts (wimlib-imagex) in them. Prints TAP.

usage: test-windows-samples.py READ-MEDIUM [UDFREAD-CAT]"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap
from windows_samples import CONSUMER, MISSING, make_samples

SERVER = {
    "version": ["10.0"],
    "build": ["26100"],
    "product": ["server"],
    "update": ["1742"],
    "branch": ["ge_release"],
    "architecture": ["x86_64"],
    "language": ["en-US"],
    "edition": ["ServerStandard"],
    "installation-type": ["Server Core", "Server"],
    "channel": ["Retail"],
    "where": {"sources/install.wim", "sources/ei.cfg"},
}
WINDOWS_10 = {"version": ["10.0"], "product": ["client"], "branch": ["vb_release"], "installation-type": ["Client"]}

# image -> facts without names, and the files that they stand in
EXPECTED = {
    "server2025": SERVER,
    "server2025-both-trees": SERVER,
    "server2025-remaster": SERVER,
    "server2025-udf-only": SERVER,
    "win11-25h2-arm64-de": {
        "version": ["10.0"],
        "build": ["26200"],
        "product": ["client"],
        "update": ["9168"],
        "branch": ["ge_release"],
        "architecture": ["aarch64"],
        "language": ["de-DE"],
        "edition": list(CONSUMER),
        "installation-type": ["Client"],
        "channel": ["Retail"],
        "where": {"sources/install.esd", "sources/ei.cfg"},
    },
    "win10-ltsc-swm": {
        **WINDOWS_10,
        "build": ["19044"],
        "update": ["1288"],
        "architecture": ["x86_64"],
        "language": ["fr-FR"],
        "edition": ["EnterpriseS", "EnterpriseSN"],
        "channel": ["Retail"],
        "where": {"sources/install.swm", "sources/ei.cfg"},
    },
    "win10-both": {
        **WINDOWS_10,
        "build": ["19045"],
        "update": ["2006"],
        "architecture": ["x86_64", "i686"],
        "language": ["en-US"],
        "edition": ["Professional"],
        "where": {"x64/sources/install.esd", "x86/sources/install.esd"},
    },
    "starter": {
        "version": ["10.0"],
        "build": ["26100"],
        "product": ["pe"],
        "update": ["9168"],
        "branch": ["ge_release"],
        "architecture": ["aarch64"],
        "language": ["de-DE"],
        "channel": ["Retail"],
        "where": {"sources/boot.wim", "sources/ei.cfg"},
    },
}
LABELS = {
    "win11-25h2-arm64-de": "CCCOMA_A64FRE_DE-DE_DV9",
    "win10-ltsc-swm": "CES_X64FREV_FR-FR_DV5",
    "win10-both": "ESD-ISO",
    "starter": "CDROM",
}


def read(program, *arguments):
    """Lines of fields."""
    command = [str(word) for word in (program, *arguments)]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return [line.split("\t") for line in text.splitlines()]


def read_evidence(program, path):
    found = {"where": set()}
    labels = {}
    for key, text, where in read(program, "evidence", path):
        source, _, name = key.partition(".")
        if source == "windows" and name != "name":
            found.setdefault(name, []).append(text)
            found["where"].add(where)
        if name == "volume-id":
            labels[source] = text
    return found, labels


def check_files(tap, program, name, path):
    """7z sees the same files, with the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["7z", "x", "-y", f"-o{folder}", path], check=True, stdout=subprocess.DEVNULL)
        expected = {
            str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in Path(folder).rglob("*")
            if file.is_file() and "[BOOT]" not in str(file)
        }
    found = {row[0]: row[2] for row in read(program, "files", path)}
    tap.equal(found, expected, f"{name}: files are those of 7z")


def get(element, path):
    return (element.findtext(path) or "").strip()


def check_images(tap, program, path, name):
    """wimlib-imagex sees the same texts."""
    xml = subprocess.run(["wimlib-imagex", "info", "--xml", path], check=True, stdout=subprocess.PIPE).stdout
    expected = [
        [
            *(get(image, text) for text in ("NAME", "DISPLAYNAME", "FLAGS", "WINDOWS/EDITIONID")),
            *(get(image, f"WINDOWS/{text}") for text in ("INSTALLATIONTYPE", "PRODUCTTYPE", "VERSION/BRANCH")),
            get(image, "WINDOWS/LANGUAGES/DEFAULT"),
            get(image, "WINDOWS/ARCH"),
            ".".join(get(image, f"WINDOWS/VERSION/{part}") for part in ("MAJOR", "MINOR", "BUILD", "SPBUILD")),
            str(len(image.findall("WINDOWS/LANGUAGES/LANGUAGE"))),
        ]
        for image in ElementTree.fromstring(xml.decode("utf-16")).iter("IMAGE")
    ]
    tap.equal(read(program, "images", path), expected, f"{name}: images are those of wimlib-imagex")


def check_udfread(tap, program, cat, name, path):
    """libudfread gives the same bytes of what Setup has."""
    for file, _, digest in read(program, "files", path):
        if "sources/" not in file:
            continue
        data = subprocess.run([cat, path, "/" + file], check=True, stdout=subprocess.PIPE).stdout
        if not tap.equal(hashlib.sha256(data).hexdigest(), digest, f"{name}: {file} is that of libudfread"):
            return


def main():
    program, *cat = sys.argv[1:]
    tap = Tap()

    if MISSING:
        print(f"1..0 # SKIP not installed: {' '.join(MISSING)}")
        return 0
    with tempfile.TemporaryDirectory(prefix="osinfo-windows-") as name:
        folder = Path(name)
        paths = make_samples(folder)
        for name, path in paths.items():
            evidence, labels = read_evidence(program, path)
            tap.equal(evidence, EXPECTED[name], f"{name}: facts")
            tap.equal(labels["iso9660"], LABELS.get(name, "SSS_X64FRE_EN-US_DV9"), f"{name}: label")
            if "remaster" not in name:
                tap.equal(labels.get("udf"), labels["iso9660"], f"{name}: label in UDF")
            if shutil.which("7z"):
                check_files(tap, program, name, path)
            else:
                tap.skip(f"{name}: files", "7z is not installed")
            if cat and "remaster" not in name:
                check_udfread(tap, program, cat[0], name, path)
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".wim", ".esd", ".swm")):
            check_images(tap, program, path, str(path.relative_to(folder)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
