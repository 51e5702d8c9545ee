# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of osinfo-db-import and osinfo-db-path share: a world in which nothing of the host counts,
archives made byte by byte, folders as texts."""

import io
import lzma
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import HANG, Tap, World

ESTABLISHED_FOLDER = Path("/usr/bin")
STATE = "state"


class SameFiles:
    """Files as they are now, kept open: while they are, no new file gets the number of one of them."""

    def __init__(self, folder, names):
        self.folder = folder
        self.files = {name: open(folder / name, "rb") for name in names}

    def find(self):
        """Names that are still those files; call it once."""
        same = {name for name, file in self.files.items()
                if os.path.samestat(os.fstat(file.fileno()), (self.folder / name).stat())}
        for file in self.files.values():
            file.close()
        return same


class ImportWorld(World):
    """@folder: where the programs are."""

    def __init__(self, folder):
        super().__init__()
        self.folder = Path(folder)
        self.environment.update(
            OSINFO_DB_LOCK_TIMEOUT=str(HANG),
            OSINFO_DB_STATE_DIR=str(self.path(STATE)),
            OSINFO_DB_TOOLS_CONF=str(self.path("no-configuration")),
            # osinfo-db-compile of the tree would write into the host's cache
            PATH="/usr/bin:/bin",
            XDG_STATE_HOME=str(self.path("home") / "state"),
        )
        for name in ("OSINFO_DB_URL", "OSINFO_DB_KEYS", "OSINFO_DB_CA_FILE", "OSINFO_DATA_DIR"):
            self.environment.pop(name, None)

    def import_(self, *arguments, **variables):
        return self.run(self.folder / "osinfo-db-import", *arguments, **variables)

    def start_import(self, *arguments, **options):
        return subprocess.Popen(
            [self.folder / "osinfo-db-import", *map(str, arguments)], cwd=self.root, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )

    def why_not_nobody(self):
        """Why the program cannot be run as another user, or None."""
        if os.geteuid() != 0:
            return "needs another user to be"
        try:
            subprocess.run([self.folder / "osinfo-db-import", "--version"], env=self.environment, user=65534,
                           group=65534, capture_output=True, check=True)
        except (PermissionError, subprocess.CalledProcessError):
            return "others cannot read the folder of the build"
        return None

    def write_archive(self, name, *entries, **options):
        path = self.path(name)
        path.write_bytes(make_archive(*entries, **options))
        return path


def find_established(program):
    """Why there is nothing to compare with, or None. Ours has --version, the established ones have not."""
    path = ESTABLISHED_FOLDER / program
    if not path.exists():
        return f"{path} is not installed"
    if subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL).returncode == 0:
        return f"{path} is not the established program"
    return None


def make_entry(name, content=b"", kind=None, **fields):
    """One tar entry; without content and with a slash at the end of its name it is a folder."""
    entry = tarfile.TarInfo(name.rstrip("/") if name.endswith("/") and name != "/" else name)
    entry.type = kind or (tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE)
    entry.mode = 0o755 if entry.type == tarfile.DIRTYPE else 0o644
    entry.size = len(content)
    for field, value in fields.items():
        setattr(entry, field, value)
    return entry, content


def make_archive(*entries, format=tarfile.PAX_FORMAT, pack=None, end=True):
    """Bytes. Entries are names of folders, (name, content) pairs, or what make_entry() returns."""
    text = io.BytesIO()
    for one in entries:
        if isinstance(one, str):
            one = make_entry(one)
        elif isinstance(one[0], str):
            one = make_entry(one[0], one[1] if isinstance(one[1], bytes) else one[1].encode())
        header, content = one
        text.write(header.tobuf(format, "utf-8", "surrogateescape"))
        text.write(content + b"\0" * (-len(content) % 512))
    if end:
        text.write(b"\0" * 1024)
    return pack(text.getvalue()) if pack else text.getvalue()


def make_database(version, files, top=None, **options):
    """A release: VERSION and files, with their folders. @files: from path to content."""
    top = top or f"osinfo-db-{version}"
    folders = {str(parent) for path in files for parent in Path(path).parents if str(parent) != "."}
    entries = [top + "/"] + [f"{top}/{folder}/" for folder in sorted(folders)]
    entries += [(f"{top}/{path}", content) for path, content in sorted(files.items())]
    entries += [(f"{top}/VERSION", version)] if version else []
    return make_archive(*entries, **options)


def xz(text):
    return lzma.compress(text, preset=0)


def read_tree(folder, with_rights=False):
    """From path to content: bytes, None for a folder, the text of a link."""
    folder = Path(folder)
    tree = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        name = str(path.relative_to(folder))
        if path.is_symlink():
            tree[name] = os.readlink(path)
        elif path.is_dir():
            tree[name] = None
        else:
            tree[name] = path.read_bytes()
        if with_rights:
            tree[name] = (tree[name], stat.S_IMODE(path.lstat().st_mode))
    return tree


def read_files(folder):
    """The same without folders, contents as texts."""
    return {name: content.decode() if isinstance(content, bytes) else content
            for name, content in read_tree(folder).items() if content is not None}


def find_leftovers(world, apart_from=()):
    """What an import must not leave behind, anywhere."""
    return [str(path) for path in world.root.rglob(".osinfo-db-import-*") if path not in apart_from]


def is_one_line(text):
    return text.endswith("\n") and text.count("\n") == 1 and text.isprintable() is False and all(
        letter == "\n" or letter.isprintable() for letter in text)
