# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of the database as they are released: with the names in other languages.

Merging is done by gettext's msgfmt, by the rules of po/its; a file in which no name has a
translation is copied as it is."""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import facts

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "osinfo-db" / "po"
LICENCE = ROOT / "LICENSES" / "GPL-2.0-or-later.txt"


def get_languages():
    lines = (PO / "LINGUAS").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def find_files():
    """The files of data/, relative to it, in the order of their names."""
    data = ROOT / "data"
    return sorted(
        file.relative_to(data)
        for folder in facts.FOLDERS
        for file in (data / folder).rglob("*.xml")
    )


def read_translated():
    """The texts that some language has a translation for."""
    texts = set()
    with tempfile.TemporaryDirectory() as folder:
        for language in get_languages():
            catalogue = Path(folder, language + ".mo")
            subprocess.run(["msgfmt", "--output-file", catalogue, PO / f"{language}.po"], check=True)
            with open(catalogue, "rb") as file:
                texts.update(gettext.GNUTranslations(file)._catalog)
    texts.discard("")
    return texts


def has_translation(file, texts):
    return any(
        element.text in texts
        for element in ElementTree.parse(file).iter()
        if element.tag in ("name", "vendor")
    )


def merge(target):
    """Writes the database to the folder @target; returns its files, relative to it, sorted."""
    texts = read_translated()
    environment = dict(os.environ, GETTEXTDATADIRS=str(PO), LC_ALL="C.UTF-8")
    files = find_files()

    def write(file):
        source, result = ROOT / "data" / file, Path(target, file)
        if has_translation(source, texts):
            subprocess.run(
                ["msgfmt", "--xml", "--template", source, "-d", PO, "--output-file", result],
                check=True,
                env=environment,
            )
        else:
            shutil.copyfile(source, result)

    for folder in {file.parent for file in files}:
        Path(target, folder).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, files))
    schema = Path("schema", "osinfo.rng")
    Path(target, schema.parent).mkdir(exist_ok=True)
    shutil.copyfile(ROOT / schema, Path(target, schema))
    return sorted([*files, schema])
