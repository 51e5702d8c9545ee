#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Our programs and library against the distribution's, on the same database, in one run: see README.md."""

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "common"))
sys.path.insert(0, str(HERE.parent / "osinfo-db-tools"))
import disk_samples
import import_case
import windows_samples
from synthetic import write_database, write_images
from tools_case import find_established, find_established_library, write_image

N_IMAGES = 1000
N_COPIES = 200  # of an image that its content tells
WINDOWS_SIZE = 6 << 30  # bytes, of which most are a hole
LIVE_SIZE = 2 << 30


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, type=Path, help="build folder of our library and programs")
    parser.add_argument("--load", required=True, type=Path, help="the compiled bench-load.c")
    parser.add_argument("--database", default="/usr/share/osinfo", type=Path)
    parser.add_argument("--runs", default=15, type=int, help="of each measurement (15)")
    parser.add_argument("--os", default="http://fedoraproject.org/fedora/36", help="system to look up")
    parser.add_argument("--scales", default="1,10,100", help="sizes of the synthetic database, in 3,000 rules")
    parser.add_argument("--slow", action="store_true", help="the established library on synthetic databases too")
    return parser.parse_args()


class Side:
    """One of the two that are compared."""

    def __init__(self, name, root, options):
        self.name = name
        self.is_ours = name == "ours"
        tools = options.build / "libosinfo" / "tools" if self.is_ours else Path("/usr/bin")
        self.query = str(tools / "osinfo-query")
        self.detect = str(tools / "osinfo-detect")
        self.database_tools = options.build / "osinfo-db-tools" if self.is_ours else Path("/usr/bin")
        self.load = str(options.load)
        home = root / name
        home.mkdir()
        self.environment = {
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "OSINFO_DB_STATE_DIR": str(home / "state"),
            "OSINFO_LOCAL_DIR": str(home / "no-local"),
            "OSINFO_SYSTEM_DIR": str(options.database),
            "OSINFO_USER_DIR": str(home / "no-user"),
            "PATH": os.environ["PATH"],
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        # said for both, since what is linked in the build folder prefers our library
        folder = options.build / "libosinfo" if self.is_ours else find_established_library().parent
        self.environment["LD_LIBRARY_PATH"] = str(folder)

    def with_environment(self, **variables):
        return dict(self.environment, **{key: str(value) for key, value in variables.items()})


def spawn(arguments, environment, output=os.devnull):
    """Runs a program; returns wall time in seconds. The status does not matter."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    start = time.perf_counter()
    child = os.posix_spawn(arguments[0], arguments, environment, file_actions=actions)
    os.waitpid(child, 0)
    return time.perf_counter() - start


def read_number(arguments, environment):
    """What a program prints."""
    run = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return float(run.stdout)


def interleave(measures, runs):
    """Takes turns, so that a busy moment hits all alike; medians, None for what cannot be measured."""
    found = [[] for _ in measures]
    for number in range(runs + 1):
        for values, measure in zip(found, measures):
            if measure is not None:
                value = measure()
                if number > 0:  # the first one warms up
                    values.append(value)
    return [statistics.median(values) if values else None for values in found]


def format_amount(value, unit):
    if value is None:
        return "-"
    if unit == "KiB":
        return f"{value / 1024:.1f} MiB"
    if unit == "reads":
        return f"{value:.0f}"
    if unit == "bytes":
        return f"{value / 1024:.1f} KiB"
    return f"{value * 1e3:.2f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} µs"


def print_row(name, values, unit="s"):
    established, ours = values
    ratio = f"{established / ours:.1f}" if established and ours else "-"
    print(f"| {name} | {format_amount(established, unit)} | {format_amount(ours, unit)} | {ratio} |", flush=True)


def read_labels():
    with (HERE.parent / "osinfo-db" / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["eltorito"] == "yes"]


def write_label_images(folder, n_images):
    folder.mkdir()
    labels = read_labels()
    for i in range(n_images):
        row = labels[i % len(labels)]
        size = int(row["size"]) if row["size"] else 81920
        write_image(folder / f"{i:04}.iso", row["volume"], row["system"], row["publisher"], row["application"], size)
    return sorted(folder.iterdir())


def write_windows_image(folder):
    """A disc as Windows has them, whose label is no system's alone; None: what makes it is not installed."""
    if windows_samples.MISSING:
        return None
    image = folder / "windows.iso"
    name = ("Windows Server 2025 SERVERSTANDARD", "ServerStandard", "Server", "ServerNT")
    system = windows_samples.image(*name, "10.0.26100.1742", "ge_release", 9, "en-US")
    windows_samples.make_folder(folder / "disc", ("sources/install.wim", [system], "--compress=LZX"))
    windows_samples.make_disc(image, folder / "disc", "SSS_X64FRE_EN-US_DV9")
    os.truncate(image, WINDOWS_SIZE)
    return image


def write_live_image(folder, database):
    """A live medium that nothing but the os-release of its image tells; None: what makes it is not installed."""
    if not (shutil.which("mksquashfs") and shutil.which("xorriso")):
        return None
    system, medium, image = folder / "system", folder / "medium", folder / "live.iso"
    shutil.copytree(database, system / "usr" / "share" / "osinfo")
    (system / "usr" / "lib").mkdir()
    (system / "usr" / "lib" / "os-release").write_text("ID=debian\nVERSION_ID=13\n", encoding="utf-8")
    (medium / "live").mkdir(parents=True)
    squashfs = ["mksquashfs", system, medium / "live" / "filesystem.squashfs", "-comp", "xz", "-quiet", "-no-progress"]
    iso = ["xorriso", "-as", "mkisofs", "-quiet", "-R", "-V", "CDROM", "-o", image, medium]
    for command in (squashfs, iso):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.truncate(image, LIVE_SIZE)
    return image


def write_disks(folder):
    """A system in ext4, as it is and in qcow2 with compressed clusters: names and paths; fewer without what makes them."""
    root, disk, packed = folder / "root", folder / "disk.img", folder / "disk.qcow2"
    if not shutil.which("mkfs.ext4"):
        return []
    text = 'ID=debian\nVERSION_ID="12"\n'
    cloud = {"etc__cloud__cloud.cfg": "system_info:\n  default_user:\n    name: debian\n", "usr__bin__cloud-init": ""}
    disk_samples.write_root(root, disk_samples.linux_root(text, **cloud))
    disk_samples.make_ext4(root, disk, size=LIVE_SIZE)
    if not shutil.which("qemu-img"):
        return [("a disk", disk)]
    subprocess.run(["qemu-img", "convert", "-c", "-O", "qcow2", disk, packed], check=True)
    return [("a disk", disk), ("a disk in compressed qcow2", packed)]


def write_cut_image(path, image):
    """The first third of an image, apart from the hole at its end."""
    with image.open("rb") as file:
        path.write_bytes(file.read(image.stat().st_blocks * 512 // 3))
    return path


def measure_programs(sides, options, images, windows_image, live_image, disks):
    def command(side, *arguments, **variables):
        environment = side.with_environment(**variables)
        return lambda: spawn(list(arguments), environment)

    rows = [
        ("a process that does nothing", lambda s: command(s, s.load, "start")),
        ("`osinfo-query os`", lambda s: command(s, s.query, "os")),
        ("`osinfo-query device`", lambda s: command(s, s.query, "device")),
        ("`osinfo-detect X.iso`", lambda s: command(s, s.detect, str(images[0]))),
    ]
    if windows_image is not None:
        rows.append(("`osinfo-detect X.iso`, a Windows image", lambda s: command(s, s.detect, str(windows_image))))
    if live_image is not None:
        # the established program does not look into it
        look = lambda s: command(s, s.detect, str(live_image)) if s.is_ours else None
        rows.append(("`osinfo-detect X.iso`, a live image", look))
    for name, disk in disks:
        look = lambda s, disk=disk: command(s, s.detect, str(disk)) if s.is_ours else None
        rows.append((f"`osinfo-detect`, {name}", look))
    for name, make in rows:
        print_row(name, interleave([side and make(side) for side in sides], options.runs))


def measure_reads(sides, images):
    """What reading a medium reads; @images are names and paths."""
    for name, image in images:
        for unit in ("reads", "bytes"):
            count = lambda s: s and (lambda: read_number([s.load, unit, str(image)], s.environment))
            print_row(f"{unit}, {name}", interleave([count(side) for side in sides], 1), unit)


def on_all_processors(call):
    """What it answers; everything else runs on one."""
    pinned = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count()))
    try:
        return call()
    finally:
        os.sched_setaffinity(0, pinned)


def measure_inside(sides, options):
    def load(side):
        return lambda: read_number([side.load, "load", options.os], side.environment) / 1e6

    print_row("load + lookup inside a process", interleave([s and load(s) for s in sides], options.runs))


def measure_database_tools(sides, options, root):
    """The tools of databases, on an archive of the database; on all processors, since two threads are used."""
    archive = root / "archive.tar.xz"
    ours = sides[1]
    spawn([str(ours.database_tools / "osinfo-db-export"), "--system", str(archive)], ours.environment)

    def run(side, program, *arguments):
        return spawn([str(side.database_tools / program), *map(str, arguments)], side.environment)

    def import_anew(side):
        target = root / f"{side.name}-new"
        shutil.rmtree(target, ignore_errors=True)
        os.sync()  # what others have written is none of its business
        return run(side, "osinfo-db-import", "--dir", target, archive)

    rows = [
        ("`osinfo-db-import`, a new folder", import_anew),
        ("`osinfo-db-import`, again", lambda s: run(s, "osinfo-db-import", "--dir", root / f"{s.name}-again", archive)),
        ("`osinfo-db-export`", lambda s: run(s, "osinfo-db-export", "--system", root / f"{s.name}.tar.xz")),
        ("`osinfo-db-validate`", lambda s: run(s, "osinfo-db-validate", "--system")),
    ]
    for name, measure in rows:
        print_row(name, interleave([side and (lambda s=side: measure(s)) for side in sides], options.runs))


def measure_first_run(sides, options):
    def first(side):
        environment = side.with_environment(OSINFO_STORE="off")
        return lambda: spawn([side.query, "os"], environment)

    print_row("first run, no cache: `osinfo-query os`", interleave([s and first(s) for s in sides], options.runs))


def measure_batch(name, sides, options, images, database, runs):
    """One more medium: ours from the program's time for many and for one, the established library's from a
    loop inside a process."""
    established, ours = sides
    environment = ours.with_environment(OSINFO_SYSTEM_DIR=database)
    inside = None
    if established is not None:
        theirs = established.with_environment(OSINFO_SYSTEM_DIR=database)
        some = [str(image) for image in images[:50]]
        inside = lambda: read_number([established.load, "identify", *some], theirs) / 1e6
    detect_one = lambda: spawn([ours.detect, str(images[0])], environment)
    detect_many = lambda: spawn([ours.detect, *map(str, images)], environment)
    measures = [
        inside,
        detect_one,
        detect_many,
        lambda: on_all_processors(detect_one),
        lambda: on_all_processors(detect_many),
        lambda: read_number([ours.load, "identify", *map(str, images)], environment) / 1e6,
    ]
    theirs, one, many, free_one, free_many, loop = interleave(measures, runs)
    print_row(f"{name}: `osinfo-detect` of many", (theirs, (many - one) / (len(images) - 1)))
    print_row(f"{name}: the same on all processors", (theirs, (free_many - free_one) / (len(images) - 1)))
    print_row(f"{name}: loop inside a process", (theirs, loop))
    return one


def measure_scales(sides, options, root):
    for scale in (int(text) for text in options.scales.split(",") if text):
        n_media = 3000 * scale
        database = root / f"database-{scale}"
        write_database(database, n_media)
        images = write_images(root / f"images-{scale}", N_IMAGES, n_media)
        time.sleep(2.5)  # younger files are not cached
        name = f"one more medium, {n_media:,} rules"
        chosen = sides if options.slow else [None, sides[1]]
        runs = 2 if options.slow else min(options.runs, 7)
        one = measure_batch(name, chosen, options, images, database, runs)
        print_row(f"`osinfo-detect X.iso`, {n_media:,} rules", (None, one))


def measure_peak(sides, options):
    def peak(side):
        return lambda: read_number([side.load, "peak", side.query, "os"], side.environment)

    print_row("peak resident size, `osinfo-query os`", interleave([s and peak(s) for s in sides], 5), "KiB")


def main():
    options = read_options()
    reason = find_established("osinfo-query")
    if reason is not None:
        print(f"only ours is measured: {reason}", file=sys.stderr)
    os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])
    with tempfile.TemporaryDirectory(prefix="osinfo-bench-") as folder:
        root = Path(folder)
        sides = [None if reason else Side("established", root, options), Side("ours", root, options)]
        images = write_label_images(root / "images", N_IMAGES)
        print("| what | established | ours | ratio |\n| --- | --- | --- | --- |", flush=True)
        (root / "windows").mkdir()
        windows_image = write_windows_image(root / "windows")
        live_image = write_live_image(root / "live", options.database)
        measure_programs(sides, options, images, windows_image, live_image, write_disks(root))
        named = [("a label that decides", images[0]), ("a Windows image", windows_image), ("a live image", live_image)]
        if live_image is not None:
            named.append(("a live image that is cut off", write_cut_image(root / "cut.iso", live_image)))
        measure_reads(sides, [(name, image) for name, image in named if image is not None])
        measure_inside(sides, options)
        on_all_processors(lambda: measure_first_run(sides, options))
        if import_case.find_established("osinfo-db-import") is None:
            on_all_processors(lambda: measure_database_tools(sides, options, root))
        measure_batch("one more medium", sides, options, images, options.database, min(options.runs, 7))
        if windows_image is not None:
            copies = [windows_image] * N_COPIES
            measure_batch("one more Windows image", sides, options, copies, options.database, min(options.runs, 7))
        measure_scales(sides, options, root)
        measure_peak(sides, options)
    return 0


sys.exit(main())
