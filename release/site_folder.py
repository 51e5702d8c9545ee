# SPDX-License-Identifier: LGPL-2.1-or-later
"""The folder that a web server serves: what was released there, whether it is whole, and how it becomes another.

A site is changed as a whole: a draft is made beside it, with links to all that stays, and takes its place in one step
(renameat2). Readers find the old one or the new one, and a publication that fails leaves the old one as it was."""

import contextlib
import ctypes
import datetime
import fcntl
import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from signing import Failure

FORMAT = 1
LATEST = "latest.json"
RELEASES = "releases.json"
SUMS = "SHA256SUMS"
KEYS = "keys.asc"
INDEX = "index.html"
FEED = "feed.xml"

VERSION = re.compile(r"([0-9]{8})(?:\.([1-9][0-9]*))?")
DIGEST = re.compile(r"[0-9a-f]{64}")
OURS = re.compile(r"osinfo-db-[0-9.]+\.(?:tar\.xz(?:\.asc)?|md)")

AT_FDCWD = -100
RENAME_EXCHANGE = 2


class Release(NamedTuple):
    """A row of releases.json."""

    version: str
    sha256: str  # of the archive
    size: int
    content: str  # what the archive says, without its version: see content.py
    withdrawn: str = None  # why; there is no archive any more

    def get_archive(self):
        return f"osinfo-db-{self.version}.tar.xz"

    def get_notes(self):
        return f"osinfo-db-{self.version}.md"

    def get_day(self):
        return parse_version(self.version)[0]


def parse_version(version):
    """(day, number of more releases on it)."""
    try:
        parts = VERSION.fullmatch(version)
        return datetime.datetime.strptime(parts[1], "%Y%m%d").date(), int(parts[2] or 0)
    except (TypeError, ValueError):
        raise Failure(f"not a version like 20260320 or 20260320.1: '{version}'") from None


def get_next_version(day, last):
    """Of a release on @day, after the version @last, or None."""
    if last is None:
        return day.strftime("%Y%m%d")
    last_day, number = parse_version(last)
    if last_day > day:
        raise Failure(f"version {last} is newer than {day}: is the date right?")
    return day.strftime("%Y%m%d") + (f".{number + 1}" if last_day == day else "")


def get_digest(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def format_json(value):
    return (json.dumps(value, indent=2) + "\n").encode()


class Site:
    """A site as it is."""

    def __init__(self, folder):
        # a link to a folder is followed, so that the folder is exchanged and not the link
        self.folder = Path(os.path.realpath(folder))
        if self.folder == Path("/"):
            raise Failure("'/' cannot be a site")
        self.draft_folder = self.folder.with_name(f".{self.folder.name}.draft")
        self.releases = []  # the newest first

    @contextlib.contextmanager
    def lock(self):
        """Nobody else publishes here; what an interrupted publication left is gone."""
        path = self.folder.with_name(f".{self.folder.name}.lock")
        with open(path, "wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Failure(f"somebody else publishes to '{self.folder}' at this moment") from None
            if self.draft_folder.exists():
                shutil.rmtree(self.draft_folder)
            try:
                yield
            finally:
                # what cannot be removed now is in nobody's way, and the next publication removes it
                shutil.rmtree(self.draft_folder, ignore_errors=True)

    def list_kept(self):
        """Releases whose archives are there."""
        return [release for release in self.releases if release.withdrawn is None]

    def find(self, version):
        return next((release for release in self.releases if release.version == version), None)

    def get_last_version(self):
        return self.releases[0].version if self.releases else None

    def is_signed(self):
        return (self.folder / (LATEST + ".asc")).exists()

    def read_file(self, name):
        """None: it is not there."""
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def read(self, gpg):
        """Takes over what the site says, when it is what publications left there."""
        if not self.folder.exists():
            return
        if not (self.folder / RELEASES).exists():
            taken = sorted(path.name for path in self.folder.iterdir() if is_ours(path.name))
            if taken:
                raise Failure(f"'{self.folder}' has '{taken[0]}' and no {RELEASES}: not a site, or not all of it")
            return
        self.check_sums(gpg)
        self.releases = read_releases(self.folder / RELEASES)
        for release in self.list_kept():
            path = self.folder / release.get_archive()
            if not path.is_file() or get_digest(path) != release.sha256:
                raise Failure(f"'{path}' is not what was released: put the right one back")

    def check_sums(self, gpg):
        sums = self.folder / SUMS
        for path in (sums, self.folder / LATEST):
            signature = path.with_name(path.name + ".asc")
            if not path.is_file():
                raise Failure(f"'{path}' is missing: not all of a site")
            if signature.exists() and not gpg.read_signature(signature, path)[0]:
                raise Failure(f"the signature of '{path}' is not one by a key of this keyring: somebody changed it")
        for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, name = line.partition("  ")
            path = self.folder / name
            if "/" in name or not path.is_file() or get_digest(path) != digest:
                raise Failure(f"'{path}' is not what '{sums}' says: put the right one back")

    def read_latest(self):
        """(the member "release", the day it expires, the member "keys") of latest.json; None: there is none."""
        text = self.read_file(LATEST)
        if text is None:
            return None, None, None
        try:
            document = json.loads(text)
            return document["release"], datetime.date.fromisoformat(document["expires"][:10]), document.get("keys")
        except (ValueError, KeyError, TypeError) as error:
            raise Failure(f"cannot read '{self.folder / LATEST}': {error}") from None


def is_ours(name):
    """Is it a name of a file that publications make?"""
    plain = name.removesuffix(".asc")
    return plain in (LATEST, RELEASES, SUMS, INDEX, FEED) or name == KEYS or OURS.fullmatch(name) is not None


def read_releases(path):
    try:
        document = json.loads(path.read_bytes())
        if document["format"] != FORMAT:
            raise Failure(f"'{path}' has a format that is not known here")
        releases = [Release(**row) for row in document["releases"]]
        order = [parse_version(release.version) for release in releases]
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"cannot read '{path}': {error}") from None
    if order != sorted(set(order), reverse=True):
        raise Failure(f"cannot read '{path}': its versions are not in order")
    return releases


def format_releases(releases):
    rows = [{name: value for name, value in release._asdict().items() if value is not None} for release in releases]
    return format_json({"format": FORMAT, "releases": rows})


def format_latest(release, expires, is_signed, keys):
    """@keys: the digest of the keys beside it; None: nothing is said of them."""
    archive = release.get_archive()
    members = {"version": release.version, "archive": archive}
    if is_signed:
        members["signature"] = archive + ".asc"
    members |= {"sha256": release.sha256, "size": release.size}
    document = {"version": 1, "expires": f"{expires}T00:00:00Z"}
    if keys is not None:
        document["keys"] = keys
    return format_json(document | {"release": members})


def link_or_copy(source, target, *, follow_symlinks=True):
    try:
        os.link(source, target, follow_symlinks=follow_symlinks)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=follow_symlinks)


class Draft:
    """What a site is about to become: all that it has, but for what is written and removed."""

    def __init__(self, site):
        self.site = site
        self.folder = site.draft_folder
        if site.folder.exists():
            shutil.copytree(site.folder, self.folder, symlinks=True, copy_function=link_or_copy)
            was, now = site.folder.stat(), self.folder.stat()
            if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
                os.chown(self.folder, was.st_uid, was.st_gid)
        else:
            self.folder.mkdir()
            # for a web server, whatever is usual for whoever publishes
            self.folder.chmod(0o755)

    def write(self, name, content):
        """Never into a file that the site has, too."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        path.chmod(0o644)

    def add(self, path, name):
        """A file that the site must not have."""
        if (self.folder / name).exists():
            raise Failure(f"'{self.site.folder / name}' is there already, and is not a release of this site")
        shutil.copyfile(path, self.folder / name)
        (self.folder / name).chmod(0o644)

    def remove(self, name):
        (self.folder / name).unlink(missing_ok=True)

    def list_summed(self):
        """What SHA256SUMS names: all but itself, signatures, and what is renewed on its own."""
        names = (path.name for path in self.folder.iterdir() if path.is_file() and is_ours(path.name))
        return sorted(name for name in names if name not in (SUMS, LATEST) and (name == KEYS or not name.endswith(".asc")))

    def format_sums(self):
        return "".join(f"{get_digest(self.folder / name)}  {name}\n" for name in self.list_summed()).encode()

    def take_place(self):
        """The step that readers see."""
        sync(self.folder)
        if self.site.folder.exists():
            exchange(self.folder, self.site.folder)
        else:
            os.rename(self.folder, self.site.folder)
        sync_folder(self.site.folder.parent)


def sync(folder):
    """What was written is on the disk before it counts."""
    for path in folder.iterdir():
        if path.is_file() and not path.is_symlink():
            with open(path, "rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exchange(a, b):
    library = ctypes.CDLL(None, use_errno=True)
    if library.renameat2(AT_FDCWD, os.fsencode(a), AT_FDCWD, os.fsencode(b), RENAME_EXCHANGE) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise Failure(f"cannot exchange '{b}' for its new state in one step ({reason}): is it a mount point?")
