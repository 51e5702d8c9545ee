#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What osinfo-detect tells of disks: the system is the one whose os-release, registry or release file was put there, in each
file system, container and table. Prints TAP.

usage: test-tools-disks.py"""

import http.server
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
import disk_samples as disks
from tools_case import WITHOUT_LEAKS, Server, Tap, World, share, write_image

# ID, VERSION_ID ("": none), more of the file, id of the system
SYSTEMS = [
    ("debian", "12", "", "debian.org/debian/12"),
    ("ubuntu", "24.04", "", "ubuntu.com/ubuntu/24.04"),
    ("fedora", "41", "VARIANT_ID=cloud\n", "fedoraproject.org/fedora/41"),
    ("fedora", "41", "VARIANT_ID=silverblue\n", "fedoraproject.org/silverblue/41"),
    ("almalinux", "9.4", "", "almalinux.org/almalinux/9"),
    ("rocky", "9.4", "", "rockylinux.org/rocky/9"),
    ("rhel", "9.4", "", "redhat.com/rhel/9.4"),
    ("centos", "9", "", "centos.org/centos-stream/9"),
    ("centos", "7", "", "centos.org/centos/7.0"),
    ("ol", "9.4", "", "oracle.com/ol/9.4"),
    ("amzn", "2023", "", "amazon.com/amazon-linux/2023"),
    ("alpine", "3.20.3", "", "alpinelinux.org/alpinelinux/3.20"),
    ("arch", "", "BUILD_ID=rolling\n", "archlinux.org/archlinux/rolling"),
    ("opensuse-leap", "15.6", "", "opensuse.org/opensuse/15.6"),
    ("opensuse-leap-micro", "5.5", "", "opensuse.org/leap-micro/5.5"),
    ("sles", "11.4", "", "suse.com/sles/11.4"),
    ("sles", "12", "", "suse.com/sles/12"),
    ("sles", "12.5", "", "suse.com/sles/12.5"),
    ("sles", "15.5", "", "suse.com/sle/15.5"),
    ("sled", "15.5", "", "suse.com/sle/15.5"),
    ("sl-micro", "6.0", "", "suse.com/slem/6.0"),
    ("gentoo", "2.17", "", "gentoo.org/gentoo/rolling"),
    ("void", "", "", "voidlinux.org/voidlinux/rolling"),
    ("nixos", "24.05", "", "nixos.org/nixos/24.05"),
    ("mageia", "9", "", "mageia.org/mageia/9"),
    ("kali", "2024.3", "", "kali.org/kali/rolling"),
    ("linuxmint", "22", "ID_LIKE=ubuntu\n", "linuxmint.com/linuxmint/22"),
    ("pop", "22.04", "ID_LIKE=ubuntu\n", "system76.com/popos/22.04"),
    ("elementary", "8", "ID_LIKE=ubuntu\n", "elementary.io/elementary/8.0"),
    ("zorin", "17", "ID_LIKE=ubuntu\n", "zorin.com/zorin/17"),
    ("neon", "24.04", "ID_LIKE=ubuntu\n", "kde.org/neon/user"),
    ("manjaro", "", "ID_LIKE=arch\n", "manjaro.org/manjaro/rolling"),
    ("endeavouros", "", "ID_LIKE=arch\n", "endeavouros.com/endeavouros/rolling"),
    ("cachyos", "", "ID_LIKE=arch\n", "cachyos.org/cachyos/rolling"),
    ("garuda", "", "ID_LIKE=arch\n", "garudalinux.org/garuda/rolling"),
    ("openEuler", "24.03", "", "openeuler.org/openeuler/24.03"),
    ("photon", "5.0", "", "vmware.com/photon/5.0"),
    ("azurelinux", "3.0", "", "microsoft.com/azurelinux/3.0"),
    ("flatcar", "3975.2.1", "", "flatcar.org/flatcar/stable"),
    ("devuan", "5", "ID_LIKE=debian\n", "devuan.org/devuan/5"),
    ("qubes", "4.2", "", "qubes-os.org/qubes/4.2"),
    ("altlinux", "p10", "", "altlinux.org/alt/p10.starterkits"),
    ("scientific", "7.9", "", "scientificlinux.org/scientificlinux/7.9"),
    ("eurolinux", "9.3", "", "euro-linux.com/eurolinux/9"),
    ("circle", "8.5", "", "cclinux.org/circle/8.5"),
    ("miraclelinux", "9.6", "", "miraclelinux.com/miraclelinux/9.6"),
    ("pureos", "10.0", "", "pureos.net/pureos/10"),
    ("parrot", "7.1", "ID_LIKE=debian\n", "parrotsec.org/parrot/7"),
    ("openmandriva", "6.0", "", "openmandriva.org/openmandriva/6.0"),
    ("openwrt", "23.05.4", "", "openwrt.org/openwrt/23.05"),
    ("clear-linux-os", "42040", "", "clearlinux.org/clearlinux/rolling"),
    ("chimera", "20240707", "", "chimera-linux.org/chimera/rolling"),
]


# What sfdisk is told of partitions
TYPE_LINUX = "size=8192, type=83"
TYPE_ESP = "size=2048, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
TYPE_ROOT = "type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"


def os_release(word, version, more):
    return f'NAME="{word}"\nID={word}\n' + (f'VERSION_ID="{version}"\n' if version else "") + more


def ask(world, *paths, status=0, options=(), **variables):
    """The answers to each path."""
    got = world.run("osinfo-detect", "--format=json", *options, *paths, **variables)
    if got[0] != status:
        return [{"matches": [], "failed": got}]
    return json.loads(got[1])


def describe(answer):
    match = answer["matches"][0] if answer["matches"] else None
    return (match["os"]["id"].removeprefix("http://"), match["confidence"], match["architecture"]) if match else (None, answer.get("failed"))


def check_systems(tap, world, name, make):
    rows, paths = share(SYSTEMS), []
    for number, (word, version, more, _) in enumerate(rows):
        root, image = world.path(f"{name}-root-{number}"), world.path(f"{name}-{number}.img")
        disks.write_root(root, disks.linux_root(os_release(word, version, more)))
        make(root, image)
        shutil.rmtree(root)
        paths.append(image)
    answers = ask(world, *paths)
    tap.equal(len(answers), len(rows), f"{name}: an answer for each disk", answers[0].get("failed"))
    for row, answer in zip(rows, answers):
        tap.equal(describe(answer), (row[3], "certain", "x86_64"), f"{name}: {row[0]} {row[1]}")
        tap.equal((answer["type"], answer["format"], answer["layers"]), ("image", "raw", ["raw", name]), f"{name}: {row[0]} {row[1]}: layers")
    for path in paths:
        path.unlink()


def suse_release(name, version, patch_level):
    return {"etc/SuSE-release": f"{name}\nVERSION = {version}\nPATCHLEVEL = {patch_level}\n"}


# files of the root, id of the system, what else is told
OLDER = [
    ("centos-6", {"etc/redhat-release": "CentOS release 6.10 (Final)\n", "etc/centos-release": "CentOS release 6.10 (Final)\n"}, "centos.org/centos/6.10"),
    ("rhel-6", {"etc/redhat-release": "Red Hat Enterprise Linux Server release 6.9 (Santiago)\n"}, "redhat.com/rhel/6.9"),
    ("oracle-6", {"etc/redhat-release": "Red Hat Enterprise Linux Server release 6.9 (Santiago)\n", "etc/oracle-release": "Oracle Linux Server release 6.9\n"}, "oracle.com/ol/6.9"),
    ("fedora-14", {"etc/fedora-release": "Fedora release 14 (Laughlin)\n", "etc/redhat-release": ["fedora-release"]}, "fedoraproject.org/fedora/14"),
    ("debian-6", {"etc/debian_version": "6.0.10\n"}, "debian.org/debian/6"),
    ("ubuntu-10.04", {"etc/lsb-release": "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\nDISTRIB_CODENAME=lucid\n", "etc/debian_version": "squeeze/sid\n"}, "ubuntu.com/ubuntu/10.04"),
    ("sles-9", suse_release("SUSE LINUX Enterprise Server 9 (i586)", 9, 3), "suse.com/sles/9"),
    ("sles-10", suse_release("SUSE Linux Enterprise Server 10 (i586)", 10, 0), "suse.com/sles/10"),
    ("sles-10-sp1", suse_release("SUSE Linux Enterprise Server 10 (i586)", 10, 1), "suse.com/sles/10.1"),
    ("sles-11", suse_release("SUSE Linux Enterprise Server 11 (i586)", 11, 0), "suse.com/sles/11"),
    ("sles-11-sp4", suse_release("SUSE Linux Enterprise Server 11 (i586)", 11, 4), "suse.com/sles/11.4"),
    ("sled-11", suse_release("SUSE Linux Enterprise Desktop 11 (i586)", 11, 0), "suse.com/sled/11"),
    ("sled-11-sp1", suse_release("SUSE Linux Enterprise Desktop 11 (i586)", 11, 1), "suse.com/sled/11.1"),
    ("alpine-3.5", {"etc/alpine-release": "3.5.2\n"}, "alpinelinux.org/alpinelinux/3.5"),
    ("freebsd", {"bin/freebsd-version": 'USERLAND_VERSION="14.1-RELEASE"\n', "boot/kernel/kernel": b""}, "freebsd.org/freebsd/14.1"),
    ("openbsd", {"bsd": b"", "etc/motd": "OpenBSD 7.5 (GENERIC.MP) #82: Wed Mar 20 15:48:40 MDT 2024\n"}, "openbsd.org/openbsd/7.5"),
    ("netbsd", {"netbsd": b"", "etc/release": "NetBSD 10.0/amd64\n"}, "netbsd.org/netbsd/10.0"),
    ("macos", {"System/Library/CoreServices/SystemVersion.plist": "<plist version=\"1.0\"><dict><key>ProductName</key><string>Mac OS X</string><key>ProductVersion</key><string>10.5.8</string></dict></plist>\n"}, "apple.com/macosx/10.5"),
]


def check_older(tap, world):
    for label, files, expected in share(OLDER, 2):
        root, image = world.path(f"older-{label}"), world.path(f"older-{label}.img")
        disks.write_root(root, {"bin/sh": disks.make_program("i686"), **files})
        disks.make_ext4(root, image)
        answer = ask(world, image)[0]
        tap.equal(describe(answer), (expected, "certain", "i686"), f"older systems: {label}", str(answer.get("evidence"))[:600])
        image.unlink()


WINDOWS = [
    (17763, "Server", "Windows Server 2019 Standard", "ServerStandard", "microsoft.com/win/2k19", {}),
    (20348, "Server Core", "Windows Server 2022 Datacenter", "ServerDatacenter", "microsoft.com/win/2k22", {"UBR": 2762}),
    (22631, "Client", "Windows 10 Pro", "Professional", "microsoft.com/win/11", {"DisplayVersion": "23H2"}),
    (19045, "Client", "Windows 10 Pro", "Professional", "microsoft.com/win/10", {"DisplayVersion": "22H2", "UBR": 5011}),
    (7601, "Client", "Windows 7 Professional", "Professional", "microsoft.com/win/7", {"CSDVersion": "Service Pack 1"}),
]


def make_ntfs(world, root, image):
    """Folders of NTFS are made by who may mount it."""
    mount = world.path("mount")
    mount.mkdir(exist_ok=True)
    disks.run("mkntfs", "-q", "-F", "-s", "512", disks.new_file(image, 24 * disks.MEBIBYTE))
    disks.run("ntfs-3g", image, mount)
    try:
        shutil.copytree(root, mount, dirs_exist_ok=True)
    finally:
        disks.run("fusermount", "-u", mount)


def check_windows(tap, world):
    for build, installation, name, edition, expected, more in share(WINDOWS, 2):
        label = f"windows: {name} {build}"
        root, image = world.path(f"win-{build}"), world.path(f"win-{build}.img")
        disks.write_root(root, disks.windows_root(build, installation, name, edition, **more))
        try:
            make_ntfs(world, root, image)
        except (OSError, subprocess.CalledProcessError) as problem:
            tap.skip(label, f"no NTFS can be made here: {problem}")
            continue
        answer = ask(world, image)[0]
        tap.equal(describe(answer), (expected, "certain", "x86_64"), label, str(answer)[:900])
        match = answer["matches"][0] if answer["matches"] else {}
        tap.equal((match.get("build"), match.get("edition"), match.get("update")), (str(build), edition, str(more["UBR"]) if "UBR" in more else None), f"{label}: build, edition, update")


def check_windows_on_fat(tap, world):
    """XP has neither an edition nor a kind of installation in its registry; the machine is told by the system's hive."""
    root, image = world.path("xp"), world.path("xp.img")
    disks.write_root(root, disks.windows_root(2600, None, "Microsoft Windows XP", None, folder="WINDOWS", machine="x86", CSDVersion="Service Pack 3"))
    try:
        disks.make_fat(root, image, label="XP")
    except (OSError, subprocess.CalledProcessError) as problem:
        tap.skip("windows: XP on FAT", f"no FAT can be made here: {problem}")
        return
    answer = ask(world, image)[0]
    tap.equal(describe(answer), ("microsoft.com/win/xp", "certain", "i686"), "windows: XP on FAT", str(answer)[:600])
    tap.equal(answer["layers"], ["raw", "fat"], "windows: XP on FAT: layers")


def put(root, more):
    """The same files in a folder."""
    return {f"{root}/{path}": content for path, content in more.items()}


def system(word, version, more=""):
    return disks.linux_root(os_release(word, version, more))


ATOMIC = "VARIANT_ID=silverblue\n"
# How its root is found in a file system, files, its id
ROOTS = [
    ("ostree: the link to what starts", disks.make_ext4, {
        **put("ostree/deploy/fedora/deploy/aa.0", system("fedora", "40", ATOMIC)),
        **put("ostree/deploy/fedora/deploy/bb.0", system("fedora", "41", ATOMIC)),
        "ostree/boot.1": ["boot.1.1"],
        "ostree/boot.1.1/fedora/cc/0": ["../../../deploy/fedora/deploy/bb.0"],
    }, "fedoraproject.org/silverblue/41"),
    ("ostree: nothing starts", disks.make_ext4, put("ostree/deploy/rhel/deploy/aa.0", system("rhel", "9.4")), "redhat.com/rhel/9.4"),
    ("btrfs: a subvolume's name", disks.make_btrfs, {"home/me": None, **put("root", system("fedora", "41"))}, "fedoraproject.org/fedora/41"),
    ("btrfs: another's", disks.make_btrfs, {"@home": None, **put("@", system("ubuntu", "24.04"))}, "ubuntu.com/ubuntu/24.04"),
    ("btrfs: the newest of snapshots", disks.make_btrfs, {
        "@/home": None,
        **put("@/.snapshots/9/snapshot", system("opensuse-leap", "15.5")),
        **put("@/.snapshots/12/snapshot", system("opensuse-leap", "15.6")),
    }, "opensuse.org/opensuse/15.6"),
]  # fmt: skip


def check_roots(tap, world):
    """A root that is not that of its file system."""
    for number, (label, make, files, expected) in enumerate(ROOTS):
        root, image = world.path(f"root-{number}"), world.path(f"root-{number}.img")
        disks.write_root(root, files)
        make(root, image)
        answer = ask(world, image)[0]
        tap.equal(describe(answer), (expected, "certain", "x86_64"), f"roots: {label}", str(answer)[:600])
        image.unlink()


LEAP_15_5, LEAP_15_6 = system("opensuse-leap", "15.5"), system("opensuse-leap", "15.6")
# How subvolumes say which root it is; the files of each, or what it is a snapshot of; the default one; the root's id, its path in the layers
SUBVOLUMES = [
    ("a name", {"root": system("fedora", "41"), "home": {"me/os-release": ""}, "var": {}}, None, "fedoraproject.org/fedora/41", ["root"]),
    ("another name", {"@rootfs": system("debian", "12")}, None, "debian.org/debian/12", ["@rootfs"]),
    ("the default one", {"@": LEAP_15_5, "@/.snapshots": {}, "@/.snapshots/1": None, "@/.snapshots/1/snapshot": LEAP_15_6, "@/.snapshots/2": None,
                         "@/.snapshots/2/snapshot": LEAP_15_5}, "@/.snapshots/1/snapshot", "opensuse.org/opensuse/15.6", []),
    ("the default one, of any name", {"@": system("ubuntu", "22.04"), "rolled-back": system("ubuntu", "24.04")}, "rolled-back", "ubuntu.com/ubuntu/24.04", []),
    ("a default one without a system", {"data": {"photos/1.jpg": "x"}, "@": system("arch", "")}, "data", "archlinux.org/archlinux/rolling", ["@"]),
    ("before snapshots of it", {"@": LEAP_15_5, "@/.snapshots": {}, "@/.snapshots/7": None, "@/.snapshots/7/snapshot": "@", "@/usr/lib/os-release": os_release("opensuse-leap", "15.6", "")},
     None, "opensuse.org/opensuse/15.6", ["@"]),
    ("the newest of snapshots", {"@": {}, "@/.snapshots": {}, "@/.snapshots/9": None, "@/.snapshots/9/snapshot": LEAP_15_5, "@/.snapshots/12": None,
                                 "@/.snapshots/12/snapshot": LEAP_15_6}, None, "opensuse.org/opensuse/15.6", ["@/.snapshots/12/snapshot"]),
]  # fmt: skip


def make_subvolume(mount, path, content):
    """A text in a path that ends with a file is that file's."""
    if content is None:
        (mount / path).mkdir()
    elif isinstance(content, dict):
        disks.run("btrfs", "subvolume", "create", mount / path)
        disks.write_root(mount / path, content)
    elif (mount / content).is_dir():
        disks.run("btrfs", "subvolume", "snapshot", "-r", mount / content, mount / path)
    else:
        (mount / path).write_text(content)


def make_subvolumes(world, image, subvolumes, default):
    """By who may mount it, compressed as Fedora has it."""
    mount = world.path("mount")
    mount.mkdir(exist_ok=True)
    disks.run("mkfs.btrfs", "-q", "-f", disks.new_file(image, 112 * disks.MEBIBYTE))
    disks.run("mount", "-t", "btrfs", "-o", "loop,compress=zstd:1", image, mount)
    try:
        for path, content in subvolumes.items():
            make_subvolume(mount, path, content)
        if default is not None:
            disks.run("btrfs", "subvolume", "set-default", mount / default)
    finally:
        disks.run("umount", mount)


def check_subvolumes(tap, world):
    for number, (name, subvolumes, default, expected, path) in enumerate(share(SUBVOLUMES, 2)):
        image, label = world.path(f"subvolumes-{number}.img"), f"subvolumes: {name}"
        try:
            make_subvolumes(world, image, subvolumes, default)
        except (OSError, subprocess.CalledProcessError) as problem:
            tap.skip(label, f"no subvolumes can be made here: {problem}")
            continue
        answer = ask(world, image)[0]
        tap.equal(describe(answer), (expected, "certain", "x86_64"), label, str(answer)[:600])
        tap.equal(answer.get("layers"), ["raw", "btrfs", *path], f"{label}: layers")
        image.unlink()


def check_unified_kernel(tap, world):
    """What a kernel of one file says, where the root cannot be read."""
    root, image = world.path("unified"), world.path("unified.img")
    disks.write_root(root, {"EFI/Linux/linux-6.11.efi": disks.make_unified_kernel(os_release("fedora", "41", ""))})
    try:
        disks.make_fat(root, image)
    except (OSError, subprocess.CalledProcessError) as problem:
        tap.skip("unified kernel", f"no FAT can be made here: {problem}")
        return
    answer = ask(world, image)[0]
    tap.equal(describe(answer)[0], "fedoraproject.org/fedora/41", "unified kernel", str(answer)[:900])


def check_boot(tap, world):
    """A root that is encrypted: what stands in /boot says which system it is, and that this is not all that sure."""
    root, boot, disk = world.path("boot"), world.path("boot.img"), world.path("encrypted.img")
    title = "title Fedora Linux (6.11.4-301.fc41.x86_64) 41 (Cloud Edition)\nversion 6.11.4-301.fc41.x86_64\nlinux /vmlinuz\n"
    rescue = "title Fedora Linux (0-rescue-1234) 40 (Cloud Edition)\nversion 0-rescue-1234\n"
    disks.write_root(root, {"loader/entries/1234-6.11.4-301.fc41.x86_64.conf": title, "loader/entries/1234-0-rescue.conf": rescue})
    disks.make_ext4(root, boot)
    if shutil.which("sfdisk") is None:
        tap.skip("encrypted root", "sfdisk is not installed")
        return
    luks = b"LUKS\xba\xbe" + struct.pack(">H", 1) + b"aes".ljust(32, b"\0") + b"xts-plain64".ljust(32, b"\0") + b"sha256".ljust(32, b"\0")
    luks += struct.pack(">II", 4096, 64) + bytes(64) + b"0f0e0d0c-0b0a-0908-0706-050403020100".ljust(40, b"\0")
    disks.make_disk(disk, 12 * disks.MEBIBYTE, "dos", [(2048, TYPE_LINUX, boot.read_bytes()), (10240, TYPE_LINUX, luks)])
    answer = ask(world, disk)[0]
    tap.equal(describe(answer)[:2], ("fedoraproject.org/fedora/41", "label"), "encrypted root: entries of the boot loader", str(answer)[:900])


def check_media(tap, world):
    """A disc stays one, whatever table it has besides; --type=image looks for disks alone."""
    iso = world.path("disc.iso")
    write_image(iso, "Fedora-WS-Live-41-1-4")
    status, out, errors = world.run("osinfo-detect", iso)
    tap.equal((status, out.splitlines()[:1], errors), (0, ["Media is bootable."], ""), "a medium is one by itself")
    auto = world.run("osinfo-detect", "--format=json", "--type=auto", iso)
    tap.equal(auto, world.run("osinfo-detect", "--format=json", "--type=media", iso), "a medium: --type=auto and --type=media")
    status, out, errors = world.run("osinfo-detect", "--type=image", iso)
    tap.equal((status, errors), (253, "Error parsing disk image: Neither partitions nor a file system that is known\n"), "a medium is no disk")


CLOUD = {
    "etc__cloud__cloud.cfg": "users:\n  - default\nsystem_info:\n  distro: debian\n  default_user:\n    name: debian\n    lock_passwd: True\n",
    "usr__bin__cloud-init": "",
    "etc__machine-id": "",
    "etc__cloud-release": "ID=generic\nVERSION=20241004-1890\n",
    "usr__sbin__qemu-ga": disks.make_program("x86_64"),
}


def check_cloud(tap, world):
    """Of an image that was never started it is told which one of the database it is; of a machine that somebody uses it is not."""
    root, image = world.path("cloud"), world.path("cloud.img")
    text = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
    disks.write_root(root, disks.linux_root(text, **CLOUD))
    disks.make_ext4(root, image)
    answer = ask(world, image)[0]
    tap.equal(describe(answer), ("debian.org/debian/12", "certain", "x86_64"), "cloud image: system")
    told = [answer[key] for key in ("cloud-init", "default-user", "guest-agent", "pristine")]
    tap.equal(told, [True, "debian", "qemu-guest-agent", True], "cloud image: what makes it one")
    tap.equal([variant["id"] for variant in answer["matches"][0]["variants"]], ["generic"], "cloud image: its variant")
    tap.ok(answer["matches"][0]["image"] is not None, "cloud image: it is one of the database")
    status, out, errors = world.run("osinfo-detect", image)
    lines = [
        "Disk holds OS 'Debian 12 (x86_64)'",
        "It is the image https://cloud.debian.org/images/cloud/bookworm/latest/debian-12-generic-amd64.qcow2",
        "It is a cloud image, which was never started.",
        "Its default user is 'debian'.",
    ]
    tap.equal((status, out.splitlines(), errors), (0, lines, ""), "cloud image: sentences")
    named = world.path("debian-12-nocloud-amd64.qcow2")
    shutil.copyfile(image, named)
    tap.equal([variant["id"] for variant in ask(world, named)[0]["matches"][0]["variants"]], ["nocloud"], "cloud image: the name of the file goes first")
    (root / "etc" / "machine-id").write_text("0123456789abcdef0123456789abcdef\n")
    (root / "etc" / "cloud-release").unlink()
    disks.make_ext4(root, image)
    answer = ask(world, image)[0]
    tap.equal((answer["pristine"], answer["matches"][0]["image"]), (False, None), "installed system: it is none of the images")
    status, out, _ = world.run("osinfo-detect", "--explain", image)
    tap.ok(out.count("Layers: raw, ext4\n") == 1 and "0123456789abcdef" not in out, "explanation: layers, and nothing of the machine", out)


def check_containers(tap, world):
    root, image = world.path("contained"), world.path("contained.img")
    disks.write_root(root, disks.linux_root(os_release("fedora", "41", "")))
    disks.make_ext4(root, image)
    disk = world.path("disk.img")
    if shutil.which("sfdisk") is None or shutil.which("qemu-img") is None:
        tap.skip("containers", "sfdisk or qemu-img is not installed")
        return
    disks.make_disk(disk, 16 * disks.MEBIBYTE, "gpt", [(2048, TYPE_ESP, b""), (4096, TYPE_ROOT, image.read_bytes())])
    paths, expected = [disk], [("raw", ["gpt partition 2", "ext4"])]
    for name, options in share([("qcow2", []), ("qcow2", ["-c"]), ("vmdk", []), ("vpc", []), ("vhdx", []), ("vdi", []), ("vmdk", ["-o", "subformat=streamOptimized"])], 2):
        path = world.path(f"disk-{len(paths)}.{name}")
        disks.run("qemu-img", "convert", *options, "-O", name, disk, path)
        paths.append(path)
        word = "vhd" if name == "vpc" else name
        expected.append((word, [word, "gpt partition 2", "ext4"]))
    for path, answer, (form, layers) in zip(paths, ask(world, *paths), expected):
        tap.equal(describe(answer), ("fedoraproject.org/fedora/41", "certain", "x86_64"), f"{path.name}: system")
        tap.equal((answer["format"], answer["layers"]), (form, layers), f"{path.name}: layers")


class RangeHandler(http.server.BaseHTTPRequestHandler):
    """Sends the parts of a disk that are asked for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        first, last = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "bytes=0-").groups()
        last = min(int(last or len(self.server.disk)), len(self.server.disk) - 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(self.server.disk)}")
        self.send_header("Content-Length", str(last + 1 - int(first)))
        self.end_headers()
        for place in range(int(first), last + 1, 65536):
            self.wfile.write(self.server.disk[place : min(place + 65536, last + 1)])
            self.server.sent += 65536

    def log_message(self, *_):
        pass


def make_disk(world):
    """A system in a partition, compressed; what else is on the disk is not compressible."""
    root, image, disk = world.path("placed"), world.path("placed.img"), world.path("placed-disk.img")
    disks.write_root(root, {**disks.linux_root(os_release("fedora", "41", "")), "srv/noise": os.urandom(8 * disks.MEBIBYTE)})
    disks.make_ext4(root, image, size=16 * disks.MEBIBYTE)
    disks.make_disk(disk, 20 * disks.MEBIBYTE, "gpt", [(2048, TYPE_ROOT, image.read_bytes())])
    packed = world.path("placed.qcow2")
    disks.run("qemu-img", "convert", "-c", "-O", "qcow2", disk, packed)
    return packed


def check_places(tap, world):
    """The same bytes in a file, on a web server and on two servers of NBD have the same answer."""
    if shutil.which("sfdisk") is None or shutil.which("qemu-img") is None:
        tap.skip("places", "sfdisk or qemu-img is not installed")
        return
    disk = make_disk(world)
    expected = ask(world, disk)[0]
    tap.equal(describe(expected), ("fedoraproject.org/fedora/41", "certain", "x86_64"), "places: a file")
    expected.pop("path", None)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), RangeHandler) as server:
        server.disk, server.sent = disk.read_bytes(), 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answer = ask(world, f"http://127.0.0.1:{server.server_port}/placed.qcow2", **WITHOUT_LEAKS)[0]
        server.shutdown()
    answer.pop("path", None)
    tap.equal(answer, expected, "places: ranges of a web server")
    tap.ok(0 < server.sent < len(server.disk) / 4, "places: most of it stays on the web server", f"{server.sent} of {len(server.disk)} bytes")
    socket = world.path("nbd-socket")
    for name, command in (("qemu-nbd", ["-r", "-f", "raw", "-t", "-k", socket, disk]), ("nbdkit", ["-f", "-r", "-U", socket, "file", disk])):
        if shutil.which(name) is None:
            tap.skip(f"places: {name}", f"{name} is not installed")
            continue
        with Server([name, *command], path=socket):
            answer = ask(world, f"nbd+unix:///?socket={socket}", **WITHOUT_LEAKS)[0]
        socket.unlink(missing_ok=True)
        answer.pop("path", None)
        tap.equal(answer, expected, f"places: {name}")


def check_exfat(tap, world):
    """What is on sticks and cards is named, though no system starts from it."""
    image = disks.new_file(world.path("exfat.img"), 8 * disks.MEBIBYTE)
    if shutil.which("mkfs.exfat") is None:
        tap.skip("exFAT", "mkfs.exfat is not installed")
        return
    disks.run("mkfs.exfat", "-L", "Müll", image)
    answer = ask(world, image)[0]
    said = {row["key"]: row["value"] for row in answer["evidence"]}
    tap.equal((answer["matches"], said.get("disk.file-system"), said.get("disk.file-system-label")), ([], "exfat", "Müll"), "exFAT: kind and label", str(answer)[:600])


def check_several(tap, world):
    """Two systems beside each other are both told, and neither is the answer."""
    disk = world.path("several.img")
    if shutil.which("sfdisk") is None:
        tap.skip("several systems", "sfdisk is not installed")
        return
    partitions = []
    for start, word, version in ((2048, "fedora", "41"), (10240, "debian", "12")):
        root, image = world.path(f"several-{word}"), world.path(f"several-{word}.img")
        disks.write_root(root, disks.linux_root(os_release(word, version, "")))
        disks.make_ext4(root, image)
        partitions.append((start, TYPE_LINUX, image.read_bytes()))
    disks.make_disk(disk, 12 * disks.MEBIBYTE, "dos", partitions)
    answer = ask(world, disk, options=["--all"])[0]
    found = sorted((match["os"]["short-id"], match["confidence"]) for match in answer["matches"])
    tap.equal(found, [("debian12", "ambiguous"), ("fedora41", "ambiguous")], "several systems: both, and neither is sure", str(answer)[:600])


def check_others(tap, world):
    """What is no system is none; a damaged one is not another one."""
    empty = disks.new_file(world.path("empty.img"), disks.MEBIBYTE)
    status, out, errors = world.run("osinfo-detect", empty)
    tap.equal((status, out, errors), (253, "", "Error parsing media: No volume descriptors\n"), "zeros are no disk: the words are those of media")
    status, out, errors = world.run("osinfo-detect", "--type=image", empty)
    tap.equal((status, errors), (253, "Error parsing disk image: Neither partitions nor a file system that is known\n"), "zeros are no disk: --type=image")
    root, image = world.path("data"), world.path("data.img")
    disks.write_root(root, {"photos/1.jpg": "x"})
    disks.make_ext4(root, image)
    status, out, errors = world.run("osinfo-detect", image)
    tap.equal((status, out, errors), (0, "No OS that is known is installed on the disk.\n", ""), "a disk without a system")
    status, out, errors = world.run("osinfo-detect", "--strict", image)
    tap.equal(status, 1, "a disk without a system: --strict")
    folder = world.path("folder")
    folder.mkdir()
    shutil.copyfile(image, folder / "a.qcow2")
    shutil.copyfile(image, folder / "b.txt")
    status, out, errors = world.run("osinfo-detect", folder)
    tap.equal((status, out.count("No OS")), (0, 1), "a folder: files with the names of disks", out + errors)
    root, image = world.path("new-release"), world.path("new-release.img")
    disks.write_root(root, disks.linux_root(os_release("fedora", "97", "")))
    disks.make_ext4(root, image)
    answer = ask(world, image)[0]
    tap.equal((answer["claimed"], answer["nearest"]["distro"], answer["matches"]), ({"family": "fedora", "version": "97"}, "fedora", []), "a release that is not known has a nearest relative")


def main():
    tap = Tap()
    world = World()
    world.environment["OSINFO_SYSTEM_DIR"] = os.environ.get("OSINFO_TEST_DATABASE", "")
    check_systems(tap, world, "ext4", disks.make_ext4)
    check_systems(tap, world, "btrfs", disks.make_btrfs)
    check_older(tap, world)
    check_windows(tap, world)
    check_windows_on_fat(tap, world)
    check_roots(tap, world)
    check_subvolumes(tap, world)
    check_unified_kernel(tap, world)
    check_boot(tap, world)
    check_media(tap, world)
    check_cloud(tap, world)
    check_containers(tap, world)
    check_places(tap, world)
    check_exfat(tap, world)
    check_several(tap, world)
    check_others(tap, world)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
