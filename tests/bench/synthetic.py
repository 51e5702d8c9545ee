# SPDX-License-Identifier: GPL-2.0-or-later
"""Databases of any size, and images that they know. Equal numbers give equal files."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import write_image

MEDIA_A_SYSTEM = 100
SYLLABLES = "ar bo ce du el fi go ha in jo ka lu mi no or pe qui ra so tu ul ve wy xa yo zen".split()


def get_word(number):
    """A distinct word for each number, as names of distributions are: some share beginnings."""
    word = ""
    for _ in range(4):
        number, index = divmod(number, len(SYLLABLES))
        word += SYLLABLES[index]
    return word.capitalize() + (str(number) if number else "")


def get_label(medium):
    system, number = divmod(medium, MEDIA_A_SYSTEM)
    return f"{get_word(system)}-{number // 4}.{number % 4}-x86_64"


def write_database(folder, n_media):
    """One file a system, a hundred media in each, every one with a label of its own."""
    folder = Path(folder) / "os" / "test.org"
    folder.mkdir(parents=True)
    for system in range((n_media + MEDIA_A_SYSTEM - 1) // MEDIA_A_SYSTEM):
        media = "".join(
            f"""
    <media arch="x86_64">
      <iso>
        <volume-id>^{get_label(number).replace('.', '[.]')}([-_].*)?$</volume-id>
        <system-id>LINUX</system-id>
      </iso>
    </media>"""
            for number in range(system * MEDIA_A_SYSTEM, min(n_media, (system + 1) * MEDIA_A_SYSTEM))
        )
        (folder / f"{system}.xml").write_text(
            f"""<libosinfo version="0.0.1">
  <os id="http://test.org/{system}">
    <short-id>test{system}</short-id>
    <name>{get_word(system)}</name>{media}
  </os>
</libosinfo>
"""
        )


def write_images(folder, n_images, n_media):
    folder = Path(folder)
    folder.mkdir(parents=True)
    choose = random.Random(1)
    return [
        write_image(folder / f"{i:04}.iso", get_label(choose.randrange(n_media)) + "-1", "LINUX")
        for i in range(n_images)
    ]
