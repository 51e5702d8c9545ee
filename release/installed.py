# SPDX-License-Identifier: LGPL-2.1-or-later
"""What check-packages and check-rpms share: programs of a chroot that is thrown away are run there."""

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

CACHE = Path("/var/cache/libosinfo")
NOBODY = 65534
STILL_RUNNING = -1


def run(*command, seconds=1800, **variables):
    """Status and what was printed, to both. What still runs then, or after so many seconds, is ended."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [*map(str, command)], env={**os.environ, "LC_ALL": "C.UTF-8", **variables}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            status = STILL_RUNNING
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        output.seek(0)
        return status, output.read().decode("utf-8", "replace")


def ask(folder, *command, **variables):
    """As a user who has nothing of his own; returns status, words and whether he has a store then."""
    home = Path(tempfile.mkdtemp(dir=folder))
    os.chown(home, NOBODY, NOBODY)
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    status, words = run(*user, *command, HOME=str(home), XDG_RUNTIME_DIR=str(home), **variables)
    return status, words, (home / ".cache" / "libosinfo").exists()
