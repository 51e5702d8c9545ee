#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The distribution's virt-install with the library of the build tree, on discs that are laid out as those of Windows
are: labels that several systems share, and labels of other systems. Guests get the system that is on the disc; so with
all samples of windows_samples.py that have one, by their own label and by another. Prints TAP."""

import re
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from programs_case import HERE, TREE_DATABASE, Programs, Tap  # noqa: E402
from windows_samples import MISSING, image, make_disc, make_folder, make_samples, write_label  # noqa: E402

PROGRAM = "/usr/bin/virt-install"
MODULE = ("/usr/share/virt-manager", "virtinst.virtinstall")
HOST = (
    f"__virtinst_test__test:///default,caps={HERE / 'capabilities.xml'},"
    f"domcaps={HERE / 'domain-capabilities.xml'},fakeuri=qemu:///session,predictable"
)
FOUND_SYSTEM = re.compile('<libosinfo:os id="http://microsoft.com/win/([^"]*)"')
SERVER_LABEL, CLIENT_LABEL = "SSS_X64FRE_EN-US_DV9", "CCCOMA_X64FRE_EN-US_DV9"
OTHERS = ("Fedora-S-dvd-x86_64-41", "GRMCPRXFRER_EN_DVD", "CDROM")

# system, what its images say
SYSTEMS = {
    "2k16": ("10.0.14393.0", "rs1_release", "ServerStandard"),
    "2k19": ("10.0.17763.107", "rs5_release", "ServerStandard"),
    "2k22": ("10.0.20348.169", "fe_release", "ServerStandard"),
    "2k25": ("10.0.26100.1742", "ge_release", "ServerStandard"),
    "10": ("10.0.19045.2006", "vb_release", "Professional"),
    "11": ("10.0.26200.9168", "ge_release", "Professional"),
}
# the beginning of a sample's name: system
SAMPLES = {"server2025": "2k25", "win11": "11", "win10": "10"}
UDF_ONLY = "server2025-udf-only"  # ISO 9660 is not there, and so no label of another system


def make_discs(folder):
    """Paths, and which system each one holds; one tree of files for all labels."""
    discs = {}
    for system, (version, branch, edition) in SYSTEMS.items():
        is_server = edition.startswith("Server")
        kind, product = ("Server", "ServerNT") if is_server else ("Client", "WinNT")
        files = folder / f"files-{system}"
        make_folder(files, ("sources/install.wim", [image(edition, edition, kind, product, version, branch, 9, "en-US")]))
        own, foreign = (SERVER_LABEL, CLIENT_LABEL) if is_server else (CLIENT_LABEL, SERVER_LABEL)
        for label in (own, foreign, OTHERS[len(discs) // 3 % len(OTHERS)]):
            path = folder / f"{system}-{label}.iso"
            make_disc(path, files, label)
            discs[path] = system
        shutil.rmtree(files)
    for name, path in make_samples(folder).items():
        system = next((SAMPLES[start] for start in SAMPLES if name.startswith(start)), None)
        if system is None:
            continue  # holds no system
        discs[path] = system
        if name != UDF_ONLY:
            label = OTHERS[len(discs) % len(OTHERS)]
            write_label(path, folder / f"{name}-{label}.iso", label)
            discs[folder / f"{name}-{label}.iso"] = system
    return discs


def main():
    programs = Programs()
    reason = programs.find_reason_to_skip(PROGRAM) or (MISSING and f"{MISSING} not installed")
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    programs.check_binding(tap)
    discs = make_discs(programs.path("."))
    for path, system in discs.items():
        arguments = ["--name", "guest", "--check", "disk_size=off", "--print-xml", "--connect", HOST,
                     "--cdrom", path, "--osinfo", "detect=on,require=on"]  # fmt: skip
        status, output, messages = programs.run_forked("ours", PROGRAM, *MODULE, arguments, OSINFO_SYSTEM_DIR=TREE_DATABASE)
        tap.equal((status, set(FOUND_SYSTEM.findall(output))), (0, {system}), f"{path.stem}: {system}")
        if status != 0:
            print("#", messages.strip().replace("\n", "\n# "))
    programs.end()
    return tap.finish()


sys.exit(main())
