#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The command lines of osinfo-profile: QEMU starts them, without hardware that helps, until firmware has looked in vain for
something to start; what has to be there before is made by the comments above them. Prints TAP.

The program is found in PATH, or named by OSINFO_PROFILE."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import DATABASE, HANG, Tap, World, find_program, share

# Systems and options; every fourth one where not everything is tested.
GUESTS = [
    ["debian12"],
    ["--phase=run", "win10"],
    ["win11"],
    ["--firmware=bios", "fedora44"],
    ["win7"],
    ["--arch=i686", "winxp"],
    ["freebsd14.3"],
    ["freedos1.3"],
    ["--purpose=server", "rhel6.5"],
    ["haikur1beta4"],
    ["--arch=aarch64", "ubuntu24.04"],
]

# What firmware says once it has found nothing to start, and where: the console of UEFI, the port of SeaBIOS for messages.
ENDS = {"efi": ("serial", b"BdsDxe"), "bios": ("debug", b"No bootable device")}


def read(path):
    return path.read_bytes() if path.exists() else b""


def prepare(folder, script):
    """Runs the comments; what goes on behind them is to be ended."""
    comments = [line.removeprefix("# ") for line in script.splitlines() if line.startswith("# ")]
    for line in comments:
        if not line.endswith("&"):
            subprocess.run(["/bin/sh", "-c", line], cwd=folder, check=True, capture_output=True, timeout=HANG)
    return [
        subprocess.Popen(["/bin/sh", "-c", "exec " + line.removesuffix("&")], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for line in comments
        if line.endswith("&")
    ]


def start(folder, script, is_pc):
    options = ["-display none", "-monitor none", f"-serial file:{folder / 'serial'}"]
    if is_pc:
        options += [f"-chardev file,id=debug,path={folder / 'debug'}", "-device isa-debugcon,iobase=0x402,chardev=debug"]
    command = " ".join(["exec", *("\n".join(line for line in script.splitlines() if not line.startswith("#")),), *options])
    with open(folder / "errors", "wb") as errors:
        return subprocess.Popen(["/bin/sh", "-c", command], cwd=folder, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)


def end(process):
    process.terminate()
    try:
        process.wait(timeout=HANG)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(script, folder):
    """What was wrong; None: nothing."""
    output, words = ENDS["efi" if "if=pflash" in script else "bios"]
    helpers = prepare(folder, script)
    for _attempt in range(1000):
        if not helpers or (folder / "guest.swtpm").exists():
            break
        time.sleep(0.05)
    machine = start(folder, script, "qemu-system-aarch64" not in script)
    limit = time.monotonic() + HANG
    while machine.poll() is None and words not in read(folder / output) and time.monotonic() < limit:
        time.sleep(0.2)
    has_run = words in read(folder / output)
    for process in (machine, *helpers):
        end(process)
    return None if has_run else f"{script}\n{read(folder / 'errors')!r}\n{read(folder / output)[-500:]!r}"


def find_lack(script):
    """What is not installed; None: all that a command line names is."""
    programs = [re.search(r"^qemu-system-\w+", script, re.M).group(), *(["swtpm"] if "swtpm" in script else []), "qemu-img"]
    files = re.findall(r"readonly=on,file=(\S+)", script)
    lacks = [name for name in programs if shutil.which(name) is None] + [name for name in files if not os.path.exists(name)]
    return f"{lacks[0]} is not installed" if lacks else None


def main():
    profile = find_program("osinfo-profile")
    if profile is None or not (DATABASE / "os").is_dir():
        print("1..0 # SKIP osinfo-profile is not built, or there is no database")
        return 0
    tap = Tap()
    world = World()
    for arguments in share(GUESTS):
        name = f"firmware runs: {' '.join(arguments)}"
        status, script, errors = world.run(
            profile, "--emulated", "--format=qemu", "--name=guest", *arguments, OSINFO_SYSTEM_DIR=DATABASE
        )
        lack = find_lack(script) if status == 0 else None
        if status != 0 or lack is not None:
            tap.skip(name, lack) if lack else tap.ok(False, name, errors)
            continue
        folder = world.path("-".join(arguments))
        folder.mkdir()
        fault = run(script, folder)
        tap.ok(fault is None, name, fault)
    return tap.finish()


sys.exit(main())
