# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of releases share: clones of what is committed."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def git(source, *arguments, check=True):
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *identity, "-C", source, *arguments], capture_output=True, text=True, check=check, stdin=subprocess.DEVNULL
    )


def find_problem():
    """Why there is nothing to clone, or None."""
    if shutil.which("git") is None:
        return "git is not installed"
    if git(SOURCE, "rev-parse", "HEAD", check=False).returncode != 0:
        return "no repository, or none that git reads for this user"
    return None


def clone(folder, name, edit=None, few=False):
    """Another clone of what is committed, perhaps with another table; at another time, and with another umask. FEW: with the
    systems of one vendor, where it does not matter how many there are: to merge and to pack all takes seconds."""
    copy = folder / name
    git(folder, "clone", "--quiet", "--shared", str(SOURCE), name)
    if few:
        git(copy, "rm", "-r", "--quiet", "--", "data/os", ":(exclude)data/os/debian.org")
        git(copy, "commit", "--quiet", "--message=few")
    if edit is not None:
        table = copy / "release" / "pieces"
        text = table.read_text(encoding="utf-8")
        table.write_text(edit(text), encoding="utf-8")
        git(copy, "commit", "--quiet", "--all", "--message=x")
    return copy
