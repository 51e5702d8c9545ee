# SPDX-License-Identifier: GPL-2.0-or-later
"""What the library makes of a database: records of its systems by osinfo-show, its devices by osinfo-query, what changed
since earlier releases by osinfo-db-diff. The XML is looked into for what these do not say: names in other languages, and
which file a thing is from."""

import datetime
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

VERSION = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.[0-9]+)?")
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
KINDS = ("datamap", "deployment", "device", "install-script", "os", "platform")
MAX_FILE = 16 << 20  # bytes of an XML file
MAX_UNPACKED = 512 << 20  # bytes of all files of an archive


class Failure(Exception):
    """What goes wrong, in a line."""


class Tools:
    """Programs of libosinfo and osinfo-db-tools, in the folders that are named, or as PATH says."""

    def __init__(self, folders=()):
        self.folders = folders

    def find(self, program):
        path = next((folder / program for folder in self.folders if (folder / program).exists()), None)
        found = path or shutil.which(program)
        if found is None:
            raise Failure(f"there is no '{program}': --tools says where it is")
        return Path(found).absolute()

    def run(self, program, *arguments, folder=None):
        """Standard output, once it has succeeded. @folder: the database that it asks, and no other one."""
        path = self.find(program)
        environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en")
        if folder is not None:
            nothing = str(Path(folder, "no-such-folder"))
            environment |= {"OSINFO_SYSTEM_DIR": str(folder), "OSINFO_LOCAL_DIR": nothing, "OSINFO_USER_DIR": nothing}
        try:
            done = subprocess.run([path, *map(str, arguments)], env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        except OSError as error:
            raise Failure(f"cannot run '{path}': {error.strerror}") from None
        if done.returncode != 0:
            words = done.stderr.decode(errors="replace").strip()
            raise Failure(words.splitlines()[0] if words else f"'{path}' failed with status {done.returncode}")
        return done.stdout.decode()

    def read_schema(self):
        """The JSON Schema of records, which is installed with osinfo-show."""
        folder = self.find("osinfo-show").parent
        for place in ("../share/libosinfo/schema", "schema"):
            path = folder / place / "osinfo-show.schema.json"
            if path.exists():
                return path.read_bytes()
        raise Failure(f"osinfo-show.schema.json is not with osinfo-show in '{folder}'")


def parse_version(version):
    """The day of a release."""
    found = VERSION.fullmatch(version)
    try:
        return datetime.date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise Failure(f"not a version like 20260320 or 20260320.1: '{version}'") from None


def order_version(version):
    day, _, number = version.partition(".")
    return day, int(number or 0)


def unpack(archive, target):
    """An archive of osinfo-db below @target; returns the folder of the database."""
    left = MAX_UNPACKED
    try:
        with tarfile.open(archive) as file:
            for member in file:
                path = Path(member.name)
                if not member.isfile() or path.is_absolute() or ".." in path.parts or len(path.parts) < 2:
                    continue
                left -= member.size
                if left < 0:
                    raise Failure(f"'{archive}' holds more than {MAX_UNPACKED} bytes")
                file_path = target / path
                file_path.parent.mkdir(parents=True, exist_ok=True)
                file_path.write_bytes(file.extractfile(member).read())
    except (OSError, EOFError, tarfile.TarError) as error:
        raise Failure(f"cannot read '{archive}': {error}") from None
    folders = [path for path in target.iterdir() if path.is_dir()]
    if len(folders) != 1:
        raise Failure(f"'{archive}' is not an archive of osinfo-db: it has not one folder")
    return folders[0]


class Database:
    """A database, as pages need it: @systems are records in the shape of osinfo-show(1)."""

    def __init__(self, folder, version, tools):
        self.folder = folder
        self.tools = tools
        self.version = version or self.read_version()
        self.day = parse_version(self.version)
        self.files = defaultdict(list)  # (element, id) -> paths below the folder, that of the thing before what adds to it
        self.names = defaultdict(dict)  # id of a system -> language -> name
        self.maps = {}  # id of a datamap -> what stands for what
        self.devices = []
        self.systems = []
        self.read()

    def read_version(self):
        try:
            return (self.folder / "VERSION").read_text(encoding="ascii").strip()
        except (OSError, UnicodeError):
            raise Failure(f"'{self.folder}' has no VERSION: --version says which release it is") from None

    def ask(self, program, *arguments):
        return self.tools.run(program, *arguments, folder=self.folder)

    def read(self):
        with ThreadPoolExecutor(2) as pool:
            systems = pool.submit(self.ask, "osinfo-show", "--all", "--format=jsonl")
            columns = "vendor,vendor-id,product,product-id,name,class,bus-type,id"
            devices = pool.submit(self.ask, "osinfo-query", "device", "--format=json", f"--fields={columns}")
            self.read_files()
            self.systems = sorted(map(json.loads, systems.result().splitlines()), key=lambda record: record["id"])
            known = json.loads(devices.result())
        # others are from the lists of PCI and USB of this computer
        self.devices = [device for device in known if ("device", device["id"]) in self.files]
        if not self.systems:
            raise Failure(f"'{self.folder}' has no operating system in it")

    def list_files(self):
        return sorted(path for kind in KINDS for path in (self.folder / kind).rglob("*.xml") if path.is_file())

    def read_files(self):
        for path in self.list_files():
            if path.stat().st_size > MAX_FILE:
                continue
            content = path.read_bytes()
            # what the library refuses has no page, and is not looked into
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                continue
            try:
                root = ElementTree.fromstring(content)
            except ElementTree.ParseError:
                continue
            for entity in root:
                self.read_entity(entity, path.relative_to(self.folder))
        for paths in self.files.values():
            paths.sort(key=lambda path: (path.parent.suffix == ".d", path))

    def read_entity(self, entity, path):
        name = entity.get("id")
        if name is None:
            return
        self.files[entity.tag, name].append(path)
        if entity.tag == "os":
            for element in entity.iterfind("name"):
                language = element.get(XML_LANGUAGE)
                if language and element.text:
                    self.names[name].setdefault(language, element.text)
        elif entity.tag == "datamap":
            entries = self.maps.setdefault(name, {})
            for element in entity.iterfind("entry"):
                entries.setdefault(element.get("inval"), element.get("outval"))


def get_archive_version(path):
    """Of an archive's name; None: it has none."""
    found = re.fullmatch(r"osinfo-db-([0-9]{8}(?:\.[0-9]+)?)\.tar\.xz", path.name)
    return found and found[1]


def list_changes(database, earlier, maximum):
    """What each of the last @maximum releases changed, the newest first, as osinfo-db-diff --format=json says it, with the
    versions of both. @earlier: archives of releases before this one."""
    known = {get_archive_version(path): path for path in earlier}
    if None in known:
        raise Failure(f"'{known[None]}' is not named like osinfo-db-20260320.tar.xz")
    known.pop(database.version, None)
    versions = sorted((version for version in known if order_version(version) < order_version(database.version)), key=order_version)
    steps = [*((version, known[version]) for version in versions), (database.version, database.folder)]
    pairs = list(zip(steps, steps[1:]))[-maximum:]

    def compare(pair):
        (old_version, old), (new_version, new) = pair
        changes = json.loads(database.tools.run("osinfo-db-diff", "--format=json", old, new))
        return changes | {"old-version": old_version, "new-version": new_version}

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(compare, reversed(pairs)))
