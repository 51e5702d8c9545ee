# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the programs share: TAP, a world of temporary folders, databases and images."""

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ESTABLISHED_DATABASE = Path("/usr/share/osinfo")
# The project's own: of the tree, or one that is installed.
DATABASE = Path(os.environ.get("OSINFO_TEST_DATABASE") or Path(__file__).resolve().parents[2] / "data")

# Seconds after which a program hangs; no machine is so slow that one needs them.
HANG = 600

# `make check` asks a part of the long tables, `make check-all` besides all of those that compare with the established programs.
TABLES = os.environ.get("OSINFO_TESTS")
IS_ORACLE = Path(sys.argv[0]).name.startswith(("test-oracle", "test-program"))
IS_WHOLE = TABLES == "whole" or (TABLES == "oracles" and IS_ORACLE)

# Our programs run with sanitizers: they are held against others in the plain build, and need only get through here.
IS_SANITIZED = bool(os.environ.get("OSINFO_SANITIZED"))


def share(cases, part=4):
    """All of a table where everything is tested, else every PART-th row."""
    return list(cases) if IS_WHOLE else list(cases)[::part]


def list_folders(source):
    """The folders of the pieces that are here, by release/pieces: of all, or of the one of an archive."""
    lines = (source / "release" / "pieces").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if not line.startswith("#")]
    return [folder for row in rows if (source / row[0].strip() / "meson.build").exists() for folder in row[3].split()]


class Tap:
    """Prints results; what differs is shown line by line."""

    def __init__(self):
        self.number = 0
        self.failed = 0

    @staticmethod
    def join_lines(name):
        """A name stands on one line, also where it was made of an argument of several."""
        return " ".join(str(name).split("\n"))

    def ok(self, good, name, *notes):
        self.number += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.number} {self.join_lines(name)}", flush=True)
        if not good:
            for note in notes:
                for line in str(note).splitlines():
                    print(f"#   {line}")
        return good

    def equal(self, found, expected, name, *notes):
        return self.ok(found == expected, name, *notes, f"found:    {found!r}", f"expected: {expected!r}")

    def skip(self, name, reason):
        self.number += 1
        print(f"ok {self.number} {self.join_lines(name)} # SKIP {self.join_lines(reason)}")

    def lacks(self, name, *programs):
        """Skips what needs programs that are not installed. True: some are not."""
        missing = [program for program in programs if shutil.which(program) is None]
        if missing:
            self.skip(name, f"not installed: {' '.join(missing)}")
        return bool(missing)

    def finish(self):
        print(f"1..{self.number}")
        return 1 if self.failed else 0


class World:
    """Temporary folders and an environment in which nothing of the host counts."""

    def __init__(self):
        # run by hand, a Ctrl-C shall not leave folders behind
        signal.signal(signal.SIGTERM, lambda *_: os._exit(1))
        self.holder = tempfile.TemporaryDirectory(prefix="osinfo-tools-")
        self.root = Path(self.holder.name)
        for name in ("home", "local", "user", "system", "cache"):
            (self.root / name).mkdir()
        self.environment = dict(
            os.environ,
            GIO_USE_PROXY_RESOLVER="dummy",
            HOME=str(self.root / "home"),
            LC_ALL="C.UTF-8",
            OSINFO_LOCAL_DIR=str(self.root / "local"),
            OSINFO_SYSTEM_DIR=str(self.root / "system"),
            OSINFO_USER_DIR=str(self.root / "user"),
            XDG_CACHE_HOME=str(self.root / "cache"),
            XDG_CONFIG_HOME=str(self.root / "home" / "config"),
            XDG_DATA_HOME=str(self.root / "home" / "data"),
        )
        self.environment.pop("LANGUAGE", None)
        self.environment.pop("OSINFO_STORE", None)

    def path(self, name):
        return self.root / name

    def run(self, program, *arguments, text=True, timeout=HANG, **variables):
        """Returns exit status, standard output and standard error; None as status: it did not end."""
        environment = {**self.environment, **perturb(program), **{k: str(v) for k, v in variables.items()}}
        try:
            run = subprocess.run(
                [program, *map(str, arguments)],
                cwd=self.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=timeout,
            )
        except subprocess.TimeoutExpired:
            return None, "", "it does not end"
        if not text:
            return run.returncode, run.stdout, run.stderr
        return (
            run.returncode,
            run.stdout.decode("utf-8", "replace"),
            run.stderr.decode("utf-8", "replace"),
        )

    def run_established(self, program, *arguments, **variables):
        """The same with the distribution's program and library."""
        environment = self.environment
        self.environment = {
            k: v for k, v in environment.items() if k not in ("LD_LIBRARY_PATH", "GI_TYPELIB_PATH")
        }
        try:
            return self.run("/usr/bin/" + program, *arguments, **variables)
        finally:
            self.environment = environment


class Server:
    """A program that serves until it is stopped."""

    def __init__(self, command, port=None, path=None):
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + HANG
        while not self.is_there(port, path):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command} does not serve")
            time.sleep(0.02)

    @staticmethod
    def is_there(port, path):
        if path is not None:
            return path.exists()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def run_xorriso(*arguments):
    """Makes an image. Where there is much to do 1.5.4 stumbles over its own threads now and then, which is not ours; asked again it does."""
    for _attempt in range(5):
        done = subprocess.run(["xorriso", "-as", "mkisofs", "-quiet", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode == 0:
            return
    raise AssertionError((arguments, done.stderr.decode("utf-8", "replace")))


def perturb(program):
    """Variables with which a program of the build finds no zeroes in memory that it has not written; others' memory is theirs."""
    path = str(shutil.which(program) or program)
    is_built = "G_TEST_BUILDDIR" in os.environ and path.startswith(os.path.dirname(os.environ["G_TEST_BUILDDIR"]) + "/")
    return {"MALLOC_PERTURB_": "165"} if is_built else {}


# Where TLS or modules are loaded late: the leak checker stops at their thread-local memory, and ends a program that did well.
WITHOUT_LEAKS = {"ASAN_OPTIONS": ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"]))}


def preload(library):
    """Variables that put a library before the C library; sanitizers bear that, and end a program at what they find."""
    return {
        "ASAN_OPTIONS": "verify_asan_link_order=0:abort_on_error=1",
        "LD_PRELOAD": os.path.abspath(library),
        "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
    }


def find_program(name):
    """From the environment, OSINFO_QUERY for osinfo-query, or from PATH."""
    return os.environ.get(name.upper().replace("-", "_")) or shutil.which(name)


def find_established_library(program="osinfo-query"):
    """The library that the distribution's program uses, None if it is not the established one."""
    environment = {k: v for k, v in os.environ.items() if k != "LD_LIBRARY_PATH"}
    listing = subprocess.run(
        ["ldd", "/usr/bin/" + program], env=environment, capture_output=True, text=True
    ).stdout
    found = re.search(r"=> (\S*libosinfo-1\.0\.so\.0)\b", listing)
    version = re.search(r"\.so\.0\.(\d+)\.", os.path.realpath(found.group(1))) if found else None
    if version is None or int(version.group(1)) >= 2000:
        return None
    return Path(found.group(1))


def find_established(program):
    """Why there is nothing to compare with, or None."""
    if TABLES == "quick":
        return "nothing is compared with other programs, since OSINFO_TESTS is quick"
    if not os.path.exists("/usr/bin/" + program):
        return f"/usr/bin/{program} is not installed"
    if not ESTABLISHED_DATABASE.is_dir():
        return f"{ESTABLISHED_DATABASE} is not there"
    if find_established_library(program) is None:
        return f"/usr/bin/{program} is not the established program"
    return None


def write_entity(folder, kind, entity, content, attributes=""):
    """Writes one file of a database, at the path that the id gives."""
    host, _, rest = entity.removeprefix("http://").partition("/")
    path = Path(folder) / kind / host / (rest.replace("/", "-") + ".xml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<libosinfo version="0.0.1"><{kind} id="{entity}"{attributes}>{content}</{kind}></libosinfo>\n',
        encoding="utf-8",
    )
    return path


def make_image(volume, system="", publisher="", application="", size=81920, bootable=True):
    """An ISO 9660 image: primary descriptor (ECMA-119 8.4), perhaps an El Torito boot record, terminator,
    and a root directory with nothing in it but itself."""

    def text(value, width):
        return value.encode("utf-8")[:width].ljust(width)

    def both(format_, value):
        return struct.pack("<" + format_, value) + struct.pack(">" + format_, value)

    root = struct.pack("BB", 34, 0) + both("I", 20) + both("I", 2048) + bytes(7) + b"\2\0\0"
    root += both("H", 1) + b"\1\0"
    primary = bytearray(2048)
    primary[0:7] = b"\1CD001\1"
    primary[8:40] = text(system, 32)
    primary[40:72] = text(volume, 32)
    primary[80:88] = both("I", size // 2048)
    primary[128:132] = both("H", 2048)
    primary[156:190] = root
    primary[318:446] = text(publisher, 128)
    primary[574:702] = text(application, 128)
    boot = b"\0CD001\1" + b"EL TORITO SPECIFICATION".ljust(32, b"\0")
    sectors = [bytes(16 * 2048), bytes(primary)]
    if bootable:
        sectors.append(boot.ljust(2048, b"\0"))
    sectors.append(b"\xffCD001\1".ljust(2048, b"\0"))
    head = b"".join(sectors).ljust(20 * 2048, b"\0")
    return head + root.ljust(2048, b"\0") + bytes(2048)


def write_image(path, *arguments, **keywords):
    Path(path).write_bytes(make_image(*arguments, **keywords))
    return path
