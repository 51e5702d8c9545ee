# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the images that recognition in the browser is tried with: the media of tests/libosinfo/recognise/content.tsv, with the
names of Rock Ridge and with those of Joliet, and those of Windows (tests/common/windows_samples.py)."""

import re
import shutil
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import catalogue_case as case

sys.path.insert(0, str(case.ROOT / "tests" / "common"))
import windows_samples
from tools_case import run_xorriso

TABLE = case.ROOT / "tests" / "libosinfo" / "recognise" / "content.tsv"
SEPARATOR = " | "
RAW_SIZE = 256 * 1024
NAMES = {"rock-ridge": "-R", "joliet": "--norock"}
MISSING = windows_samples.MISSING
# What is not a file of a medium, in content.tsv.
SETTINGS = ("@system=", "@label=", "@cut=", "@bfs=", "@raw=")
# Live images are not unpacked in browsers.
UNREAD = "@squashfs "


def unescape(text):
    """What g_strcompress() makes of it."""
    letters = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}

    def replace(match):
        word = match[1]
        return chr(int(word, 8) & 0xFF) if word[0] in "01234567" else letters.get(word, word)

    # bytes are characters here
    return re.sub(r"\\([0-7]{1,3}|[^0-7])", replace, text.encode().decode("latin-1"), flags=re.DOTALL).encode("latin-1")


def make_kernel(text):
    kernel = bytearray(0x1000)
    kernel[0x202:0x206] = b"HdrS"
    for offset, number in ((0x206, 0x20F), (0x236, 1), (0x20E, 0x800 - 0x200)):
        struct.pack_into("<H", kernel, offset, number)
    kernel[0x800 : 0x800 + len(text)] = text
    return bytes(kernel)


def make_program(section, text):
    program = bytearray(0x1000)
    program[0:2], program[0x80:0x82] = b"MZ", b"PE"
    struct.pack_into("<H", program, 0x3C, 0x80)
    struct.pack_into("<HH", program, 0x84, 0x8664, 1)
    program[0x98 : 0x98 + len(section)] = section
    for offset, number in ((8, len(text)), (16, len(text)), (20, 0x800)):
        struct.pack_into("<H", program, 0x98 + offset, number)
    program[0x800 : 0x800 + len(text)] = text
    return bytes(program)


def make_wim(xml):
    text = b"\xff\xfe" + xml.decode("utf-8", "replace").encode("utf-16-le")
    header = bytearray(208)
    header[0:8] = b"MSWIM\0\0\0"
    struct.pack_into("<I", header, 8, 208)
    struct.pack_into("<HHI", header, 40, 1, 1, 1)
    struct.pack_into("<QQQ", header, 72, len(text), 208, len(text))
    return bytes(header) + text


MAKERS = {
    b"@kernel ": make_kernel,
    b"@program ": lambda text: make_program(b".sbat", text),
    b"@unified ": lambda text: make_program(b".osrel", text),
    b"@wim ": make_wim,
}


def make_content(text):
    plain = unescape(text)
    for word, make in MAKERS.items():
        if plain.startswith(word):
            return make(plain.removeprefix(word))
    return plain


def write_file(tree, file):
    name, sign, text = file.partition("=")
    path = tree / name
    if not sign:
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make_content(text))


def write_bfs(path, name):
    volume = bytearray(8 * 512)
    volume[512 : 512 + len(name)] = name.encode()
    volume[544:552] = b"1SFBEGIB"
    volume[580:584], volume[624:628] = b"\x31\x10\x12\xdd", b"\x0e\x83\xb6\x15"
    path.write_bytes(volume)


def make_image(folder, name, files, option, path):
    tree = folder / f"{name}.tree"
    tree.mkdir()
    settings = {word: file.removeprefix(word) for file in files for word in SETTINGS if file.startswith(word)}
    raws = [file.removeprefix("@raw=") for file in files if file.startswith("@raw=")]
    if raws:
        raw = bytearray(RAW_SIZE)
        for text in raws:
            offset, content = text.split(":", 1)
            plain = unescape(content)
            raw[int(offset) : int(offset) + len(plain)] = plain
        path.write_bytes(raw)
        return
    for file in files:
        if not file.startswith(SETTINGS):
            write_file(tree, file)
    command = ["-J", option, "-V", settings.get("@label=", "CDROM"),
               "-sysid", settings.get("@system=", "LINUX"), "-o", path, tree]  # fmt: skip
    if "@bfs=" in settings:
        write_bfs(folder / f"{name}.bfs", settings["@bfs="])
        command += ["-append_partition", "1", "0xeb", folder / f"{name}.bfs"]
    run_xorriso(*command)
    if "@cut=" in settings:
        with open(path, "r+b") as file:
            file.truncate(int(settings["@cut="]) * 1024)
    shutil.rmtree(tree)


def read_rows():
    """(name, files) of each medium without a live image."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, files = line.split("\t")[:2]
            if UNREAD not in files:
                yield name, files.split(SEPARATOR)


def make_content_images(folder, names=NAMES, step=1):
    """name -> path; of each @step rows the first one."""
    rows = list(read_rows())[::step]
    paths = {f"{name}-{how}": folder / f"{name}-{how}.iso" for name, _ in rows for how in names}
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(make_image, folder, f"{name}-{how}", files, NAMES[how], paths[f"{name}-{how}"])
            for name, files in rows
            for how in names
        ]
        for job in jobs:
            job.result()
    return paths


def make_windows_images(folder):
    return windows_samples.make_samples(folder)
