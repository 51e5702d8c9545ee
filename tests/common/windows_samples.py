# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes small images that are laid out as Windows media are, without any file of a vendor: by genisoimage, xorriso and
wimlib-imagex, from which MISSING lacks none where they can be made."""

import shutil
import subprocess

from tools_case import run_xorriso

PROGRAMS = ("genisoimage", "wimlib-imagex", "xorriso")
MISSING = [program for program in PROGRAMS if not shutil.which(program)]

SECTOR = 2048
LABEL = 16 * SECTOR + 40  # where ISO 9660 has the name of the volume, 32 bytes
README = (
    'This disc contains a "UDF" file system and requires an operating system\r\n'
    'that supports the ISO-13346 "UDF" file system specification.\r\n'
)
VENDOR = "MICROSOFT CORPORATION"
SETTINGS = {
    "sources/ei.cfg": "[EditionID]\r\n\r\n[Channel]\r\nRetail\r\n[VL]\r\n0\r\n",
    "sources/lang.ini": "\r\n[Available UI Languages]\r\nen-us = 3\r\n\r\n[Fallback Languages]\r\nen-us = en-us\r\n",
    "sources/idwbinfo.txt": "[BUILDINFO]\r\nBuildArch=amd64\r\nBuildBranch=ge_release\r\n",
}
CONSUMER = ("Core", "CoreN", "CoreSingleLanguage", "Education", "EducationN", "Professional", "ProfessionalN")


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def image(name, edition, kind, product, version, branch, architecture, language, flags=None):
    """What the XML of a WIM file says of an image, besides its name."""
    major, minor, build, update = version.split(".")
    return name, {
        "DISPLAYNAME": name,
        "FLAGS": flags or edition,
        "WINDOWS/ARCH": architecture,
        "WINDOWS/PRODUCTNAME": "Microsoft® Windows® Operating System",
        "WINDOWS/EDITIONID": edition,
        "WINDOWS/INSTALLATIONTYPE": kind,
        "WINDOWS/PRODUCTTYPE": product,
        "WINDOWS/LANGUAGES/LANGUAGE": language,
        "WINDOWS/LANGUAGES/DEFAULT": language,
        "WINDOWS/VERSION/MAJOR": major,
        "WINDOWS/VERSION/MINOR": minor,
        "WINDOWS/VERSION/BUILD": build,
        "WINDOWS/VERSION/SPBUILD": update,
        "WINDOWS/VERSION/SPLEVEL": "0",
        "WINDOWS/VERSION/BRANCH": branch,
        "WINDOWS/SYSTEMROOT": "WINDOWS",
    }


def make_wim(path, images, *options, content=b"hello"):
    """A WIM file with a little file in each image, of which @content is the last one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    root = path.parent / "captured"
    for number, (name, properties) in enumerate(images):
        (root / "Windows").mkdir(parents=True)
        (root / "Windows" / "x").write_bytes(content if number == len(images) - 1 else b"hello")
        words = [f"--image-property={key}={value}" for key, value in properties.items()]
        how = ["append"] if number else ["capture"]
        run("wimlib-imagex", *how, root, path, name, name, *([] if number else options), *words)
        shutil.rmtree(root)


def make_folder(folder, *wims):
    """The files of a disc; @wims are places and arguments of make_wim()."""
    for path, text in {"README.TXT": README, "setup.exe": "MZ", "bootmgr": "MZ", **SETTINGS}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    for path, size in {"boot/etfsboot.com": 4096, "efi/microsoft/boot/efisys.bin": 65536, "efi/boot/bootx64.efi": 2}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(bytes(size))
    for path, images, *options in wims:
        make_wim(folder / path, images, *options)


def make_disc(path, folder, label, hidden=True):
    """An image with UDF and ISO 9660, which holds README.TXT only where the rest is @hidden, as on Microsoft's discs."""
    names = [name.name for name in folder.iterdir() if name.name != "README.TXT"] if hidden else []
    run(
        *("genisoimage", "-quiet", "-udf", *(word for name in names for word in ("-hide", name)), "-V", label),
        *("-publisher", VENDOR, "-p", VENDOR + ", ONE MICROSOFT WAY, REDMOND WA 98052, (425) 882-8080"),
        *("-A", "CDIMAGE 2.56 (01/01/2005 TM)", "-b", "boot/etfsboot.com", "-no-emul-boot", "-boot-load-size", "8"),
        *("-eltorito-alt-boot", "-e", "efi/microsoft/boot/efisys.bin", "-no-emul-boot", "-o", path, folder),
    )


def leave_udf(source, target):
    """Takes ISO 9660 away: its descriptors are wiped, those that announce UDF move to where it stood."""
    data = bytearray(source.read_bytes())
    marks = {b"BEA01": 16, b"NSR02": 17, b"TEA01": 18}
    kept = {}
    for sector in range(16, 40):
        at = sector * SECTOR
        mark = bytes(data[at + 1 : at + 6])
        if mark in marks:
            kept[mark] = data[at : at + SECTOR]
        if mark in marks or mark == b"CD001":
            data[at : at + SECTOR] = bytes(SECTOR)
    for mark, sector in marks.items():
        data[sector * SECTOR : (sector + 1) * SECTOR] = kept[mark]
    target.write_bytes(data)


def write_label(source, target, label):
    data = bytearray(source.read_bytes())
    data[LABEL : LABEL + 32] = label.ljust(32).encode()
    target.write_bytes(data)


def make_samples(folder):
    """All of them: name without ".iso" -> path. What each one proves stands in test-windows-samples.py."""
    paths = {}

    def add(name):
        paths[name] = folder / f"{name}.iso"
        return paths[name]

    server = [
        image(
            *(f"Windows Server 2025 SERVERSTANDARD{core}", "ServerStandard", f"Server {core.title()}".strip(), "ServerNT"),
            *("10.0.26100.1742", "ge_release", 9, "en-US", f"ServerStandard{core.title()}"),
        )
        for core in ("CORE", "")
    ]
    disc = folder / "server"
    make_folder(disc, ("sources/install.wim", server, "--compress=LZX"))
    make_disc(add("server2025"), disc, "SSS_X64FRE_EN-US_DV9")
    make_disc(add("server2025-both-trees"), disc, "SSS_X64FRE_EN-US_DV9", hidden=False)
    leave_udf(paths["server2025"], add("server2025-udf-only"))
    words = ("-R", "-V", "SSS_X64FRE_EN-US_DV9", "-publisher", VENDOR)
    run_xorriso(*words, "-o", add("server2025-remaster"), disc)

    disc = folder / "windows11"
    editions = [
        image(f"Windows 11 {edition}", edition, "Client", "WinNT", "10.0.26200.9168", "ge_release", 12, "de-DE")
        for edition in CONSUMER
    ]
    starter = image("Windows PE", "WindowsPE", "WindowsPE", "WinNT", "10.0.26100.9168", "ge_release", 12, "de-DE", "9")
    make_folder(disc, ("sources/install.esd", editions, "--solid"), ("sources/boot.wim", [starter]))
    make_disc(add("win11-25h2-arm64-de"), disc, "CCCOMA_A64FRE_DE-DE_DV9")

    disc = folder / "ltsc"
    editions = [
        image(f"Windows 10 {edition}", edition, "Client", "WinNT", "10.0.19044.1288", "vb_release", 9, "fr-FR")
        for edition in ("EnterpriseS", "EnterpriseSN")
    ]
    make_folder(disc)
    # what cannot be compressed, so that there are parts
    make_wim(folder / "whole.wim", editions, "--compress=none", content=bytes(range(256)) * 12000)
    run("wimlib-imagex", "split", folder / "whole.wim", disc / "sources" / "install.swm", "1")
    make_disc(add("win10-ltsc-swm"), disc, "CES_X64FREV_FR-FR_DV5")

    disc = folder / "both"
    trees = [
        image("Windows 10 Pro", "Professional", "Client", "WinNT", "10.0.19045.2006", "vb_release", number, "en-US")
        for number in (9, 0)
    ]
    make_folder(disc, *((f"x{bits}/sources/install.esd", [tree], "--solid") for bits, tree in zip((64, 86), trees)))
    shutil.rmtree(disc / "sources")
    make_disc(add("win10-both"), disc, "ESD-ISO")

    disc = folder / "starter"
    make_folder(disc, ("sources/boot.wim", [starter], "--pipable"))
    make_disc(add("starter"), disc, "CDROM")
    return paths
