# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys and signatures for tests, made by gpg in a GNUPGHOME of their own."""

import os
import subprocess
import tempfile
from pathlib import Path

THEN = "20200102T030405"  # what gpg takes for now
THEN_SECONDS = 1577934245


class Keyring:
    def __init__(self):
        # not below other folders: the agent's socket has a short path only
        self.holder = tempfile.TemporaryDirectory(prefix="osinfo-keys-", dir="/tmp")
        self.home = Path(self.holder.name)
        # else gpg-agent makes each passphrase take it a tenth of a second, whenever it is needed
        (self.home / "gpg-agent.conf").write_text("s2k-count 65536\n", encoding="ascii")

    def __enter__(self):
        return self

    def __exit__(self, *arguments):
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], check=False)
        self.holder.cleanup()

    def gpg(self, *arguments, data=None):
        result = subprocess.run(
            ["gpg", "--homedir", self.home, "--batch", "--yes", "--quiet", "--no-tty", "--pinentry-mode", "loopback"]
            + ["--passphrase", "", *map(str, arguments)],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.home)},
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
        if result.returncode != 0:
            raise RuntimeError(f"gpg {arguments}: {result.stderr.decode()}")
        return result.stdout

    def make(self, user, algorithm="ed25519", expire="never"):
        """A key made in the past; returns its fingerprint."""
        self.gpg("--faked-system-time", THEN + "!", "--quick-generate-key", user, algorithm, "sign", expire)
        listing = self.gpg("--with-colons", "--list-keys", "=" + user).decode()
        return [line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr:")][0]

    def revoke(self, fingerprint):
        text = (self.home / "openpgp-revocs.d" / f"{fingerprint}.rev").read_text()
        # gpg puts a colon there against mistakes
        self.gpg("--import", data=text.replace(":-----BEGIN", "-----BEGIN").encode())

    def export(self, fingerprint, path, armored=True):
        path.write_bytes(self.gpg(*(["--armor"] if armored else []), "--export", fingerprint))

    def sign(self, fingerprints, data, *options, how="--detach-sign", armored=True):
        if isinstance(fingerprints, str):
            fingerprints = [fingerprints]
        users = [word for each in fingerprints for word in ("--local-user", each)]
        armor = ["--armor"] if armored else []
        return self.gpg("--faked-system-time", THEN + "!", *options, *armor, *users, how, data=data)
