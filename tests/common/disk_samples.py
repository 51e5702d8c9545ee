# SPDX-License-Identifier: LGPL-2.1-or-later
"""Roots of installed systems and disks, as small as they can be, for tests that ask what is installed."""

import os
import struct
import subprocess

MEBIBYTE = 1 << 20
os.environ["PATH"] += ":/usr/sbin:/sbin"

MACHINES = {"x86_64": (62, 2, 1), "aarch64": (183, 2, 1), "i686": (3, 1, 1), "s390x": (22, 2, 2), "ppc64le": (21, 2, 1), "riscv64": (243, 2, 1)}


def make_program(architecture):
    """The start of an ELF file."""
    machine, width, order = MACHINES[architecture]
    return struct.pack("<4sBBB9x", b"\x7fELF", width, order, 1) + struct.pack(("<" if order == 1 else ">") + "HH", 2, machine) + bytes(44)


def make_unified_kernel(os_release):
    """The start of a program of UEFI for x86_64 with the section .osrel (PE/COFF, section table)."""
    text = os_release.encode()
    head = struct.pack("<2s58xI", b"MZ", 64) + struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 0, 0)
    section = struct.pack("<8sIIIIIIHHI", b".osrel", len(text), 4096, len(text), 512, 0, 0, 0, 0, 0)
    return (head + section).ljust(512, b"\0") + text


def write_root(root, files):
    """Files by path; a text in a list is what a link says, None a folder."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            target.mkdir(exist_ok=True)
        elif isinstance(content, list):
            target.symlink_to(content[0])
        else:
            target.write_bytes(content.encode() if isinstance(content, str) else content)


def linux_root(os_release, architecture="x86_64", **more):
    """As distributions have it today: /bin and /etc/os-release are links."""
    files = {
        "usr/lib/os-release": os_release,
        "etc/os-release": ["../usr/lib/os-release"],
        "usr/bin/dash": make_program(architecture),
        "usr/bin/sh": ["dash"],
        "bin": ["usr/bin"],
        "etc/fstab": "",
    }
    files.update({path.replace("__", "/"): content for path, content in more.items()})
    return files


def new_file(path, size):
    path.unlink(missing_ok=True)
    with open(path, "wb") as file:
        file.truncate(size)
    return path


def run(*command, **keywords):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **keywords)


def make_ext4(root, image, size=4 * MEBIBYTE, label="", options=()):
    run("mkfs.ext4", "-q", "-F", "-L", label, *options, "-d", root, new_file(image, size))


def make_btrfs(root, image, size=112 * MEBIBYTE, label=""):
    run("mkfs.btrfs", "-q", "-f", "-L", label, "--rootdir", root, new_file(image, size))


def make_fat(root, image, size=40 * MEBIBYTE, label="ESP", bits="32"):
    run("mkfs.vfat", "-F", bits, "-n", label, new_file(image, size))
    run("mcopy", "-s", "-i", image, *sorted(root.iterdir()), "::/")


def make_disk(disk, size, label, partitions):
    """A disk with a table that sfdisk writes. A partition is the sector that it starts at, what else sfdisk is told of it, its bytes."""
    rows = [f"start={start}, {more}\n" for start, more, _ in partitions]
    run("sfdisk", "-q", new_file(disk, size), input="".join([f"label: {label}\n", *rows]).encode())
    with open(disk, "r+b") as file:
        for start, _, content in partitions:
            file.seek(start * 512)
            file.write(content)


class Hive:
    """A hive of the registry: keys by name, and values that are texts or numbers."""

    def __init__(self):
        self.bins = bytearray(struct.pack("<4sII20x", b"hbin", 0, 0))

    def cell(self, data):
        place = len(self.bins)
        size = (4 + len(data) + 7) // 8 * 8
        self.bins += struct.pack("<i", -size) + data + bytes(size - 4 - len(data))
        return place

    def value(self, name, content):
        if isinstance(content, int):
            size, place, kind = 0x80000004, content, 4
        else:
            data = (content + "\0").encode("utf-16-le")
            size, place, kind = len(data), self.cell(data), 1
        return self.cell(struct.pack("<2sHIIIHH", b"vk", len(name), size, place, kind, 1, 0) + name.encode())

    def key(self, name, content, is_root=False):
        below = {word: part for word, part in content.items() if isinstance(part, dict)}
        values = {word: part for word, part in content.items() if not isinstance(part, dict)}
        keys = sorted((word.upper(), self.key(word, part)) for word, part in below.items())
        places = 0xFFFFFFFF
        if keys:
            entries = b""
            for word, place in keys:
                number = 0
                for letter in word:
                    number = (number * 37 + ord(letter)) & 0xFFFFFFFF
                entries += struct.pack("<II", place, number)
            places = self.cell(struct.pack("<2sH", b"lh", len(keys)) + entries)
        list_place = 0xFFFFFFFF
        if values:
            list_place = self.cell(b"".join(struct.pack("<I", self.value(word, part)) for word, part in values.items()))
        head = struct.pack("<2sHQIIIIIIIIIIIIIIIHH", b"nk", 0x2C if is_root else 0x20, 0, 0, 0xFFFFFFFF, len(keys), 0, places, 0xFFFFFFFF,
                           len(values), list_place, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0, 0, 0, 0, len(name), 0)
        return self.cell(head + name.encode())

    def finish(self, root):
        size = (len(self.bins) + 4095) // 4096 * 4096
        left = size - len(self.bins)
        if left > 0:
            self.bins += struct.pack("<i", left) + bytes(left - 4)
        struct.pack_into("<I", self.bins, 8, size)
        header = struct.pack("<4sIIQIIIIIII", b"regf", 1, 1, 0, 1, 5, 0, 1, root, size, 1).ljust(508, b"\0")
        number = 0
        for at in range(0, 508, 4):
            number ^= struct.unpack_from("<I", header, at)[0]
        return (header + struct.pack("<I", number)).ljust(4096, b"\0") + bytes(self.bins)


def make_hive(content):
    hive = Hive()
    return hive.finish(hive.key("ROOT", content, is_root=True))


def windows_root(build, installation, name, edition, folder="Windows", machine="AMD64", **more):
    version = {"ProductName": name, "CurrentBuildNumber": str(build), **more}
    if installation is not None:
        version.update({"EditionID": edition, "InstallationType": installation})
    software = {"Classes": {}, "Microsoft": {"Windows": {}, "Windows Defender": {}, "Windows NT": {"CurrentVersion": version}}}
    control = {"Session Manager": {"Environment": {"PROCESSOR_ARCHITECTURE": machine}}}
    control["ProductOptions"] = {"ProductType": "WinNT" if installation in ("Client", None) else "ServerNT"}
    system = {"Select": {"Current": 1, "Default": 1}, "ControlSet001": {"Control": control}}
    return {f"{folder}/System32/config/SOFTWARE": make_hive(software), f"{folder}/System32/config/SYSTEM": make_hive(system)}
