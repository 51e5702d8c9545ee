# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of programs' habits share: cases by name, one process in which nothing of the host counts,
and a watch over the library, which prints nothing but the warnings that a case expects.

A case is a function marked @case("program/habit"); it fails by an exception."""

import operator
import os
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "common"))
from tools_case import DATABASE as DATA
from tools_case import Tap, World

CASES = []


def case(name, prints=()):
    """@prints: what each line of the warnings contains, in order; nothing else is printed."""

    def register(function):
        CASES.append(("/habits/" + name, function, prints))
        return function

    return register


def equal(found, expected, what=""):
    assert found == expected, f"{what}\nfound:    {found!r}\nexpected: {expected!r}"


def items(entities):
    """Elements in order, as virt-install asks for them; some calls answer None for an empty list."""
    return [entities.get_nth(i) for i in range(entities.get_length())] if entities else []


def ids(entities):
    return [entity.get_id() for entity in items(entities)]


def raises(function, *arguments):
    """The error that a call ends with."""
    from gi.repository import GLib

    try:
        result = function(*arguments)
    except GLib.Error as error:
        return error
    raise AssertionError(f"no error, but {result!r}")


def load(*folders):
    """A database of folders; the loader is dropped, as programs do."""
    from gi.repository import Libosinfo

    loader = Libosinfo.Loader.new()
    for folder in folders:
        loader.process_path(str(folder))
    return loader.get_db()


def check_lines(text, expected):
    """Each line holds what is expected of it; None, or both as notes."""
    lines = [line for line in text.splitlines() if line]
    if len(lines) == len(expected) and all(map(operator.contains, lines, expected)):
        return None
    return "\n".join(["printed:", *lines, "expected:", *expected])


def enter_world():
    """Before the library is loaded, since it keeps what it once read of the environment."""
    world = World()
    os.environ.update(world.environment)
    for name in set(os.environ) - set(world.environment):
        del os.environ[name]
    import gi

    gi.require_version("Libosinfo", "1.0")
    # programs call what is deprecated, and know
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", gi.PyGIDeprecationWarning)
    return world


class Watch:
    """Takes standard output and error from everybody else in the process."""

    def __init__(self):
        sys.stdout.flush()
        sys.stderr.flush()
        self.file = tempfile.TemporaryFile()
        sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8")
        for descriptor in (1, 2):
            os.dup2(self.file.fileno(), descriptor)

    def take(self):
        """What was printed since the last call."""
        self.file.seek(0)
        text = self.file.read().decode("utf-8", "replace")
        self.file.seek(0)
        self.file.truncate()
        return text


def run_cases(world):
    tap = Tap()
    watch = Watch()
    for name, function, prints in CASES:
        notes = []
        try:
            function(world)
        except Exception:
            notes.append(traceback.format_exc())
        differing = check_lines(watch.take(), prints)
        if differing is not None:
            notes.append(differing)
        tap.ok(not notes, name, *notes)
    return tap.finish()
