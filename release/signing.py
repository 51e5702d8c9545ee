# SPDX-License-Identifier: LGPL-2.1-or-later
"""What releases need of GnuPG: which key is meant, detached signatures, and the keys that clients are given.

gpg is run as a program, with the GNUPGHOME of the environment or the one named."""

import subprocess

SECONDS = 120  # that one call may take

# How gpg names a signature whose bytes are right; whether its key still counts is another question.
INTACT = {"GOODSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG"}
VALID = {"f", "u", "m", "n", "-", "q", "o"}  # of a key: neither revoked nor expired


class Failure(Exception):
    """One line for the user."""


def first_line(text):
    return next((line.strip() for line in text.splitlines() if line.strip()), "no reason given")


class Gpg:
    def __init__(self, home=None, passphrase_file=None):
        self.command = ["gpg", "--batch", "--yes", "--no-tty", "--quiet"]
        if home is not None:
            self.command.append(f"--homedir={home}")
        self.unlock = []
        if passphrase_file is not None:
            self.unlock = ["--pinentry-mode=loopback", f"--passphrase-file={passphrase_file}"]

    def run(self, *arguments, data=None, check=True):
        """Status and standard output."""
        try:
            run = subprocess.run(
                [*self.command, *map(str, arguments)], input=b"" if data is None else data,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise Failure("gpg (GnuPG) is needed and not installed") from None
        except subprocess.TimeoutExpired:
            raise Failure(f"gpg did not end within {SECONDS} seconds") from None
        if check and run.returncode != 0:
            raise Failure("gpg: " + first_line(run.stderr.decode("utf-8", "replace")).removeprefix("gpg: "))
        return run.returncode, run.stdout

    def list_records(self, *arguments):
        """The records of a listing, each a list of fields."""
        _, output = self.run("--with-colons", *arguments)
        return [line.split(":") for line in output.decode("utf-8", "replace").splitlines()]

    def find_key(self, name):
        """Fingerprint of the one secret key that the name means, which must be able to sign."""
        status, output = self.run("--with-colons", "--list-secret-keys", "--", name, check=False)
        records = [line.split(":") for line in output.decode("utf-8", "replace").splitlines()]
        primaries = [record for record in records if record[0] == "sec"]
        if status != 0 or not primaries:
            raise Failure(f"no secret key matches '{name}'")
        if len(primaries) > 1:
            raise Failure(f"several secret keys match '{name}': name one by its fingerprint")
        # s: this key signs; S: some part of it that still counts does
        if "S" not in primaries[0][11]:
            raise Failure(f"the key '{name}' cannot sign: it, or its signing subkey, has expired or was revoked, or it has none")
        return next(record[9] for record in records if record[0] == "fpr")

    def sign(self, path, key):
        """The detached signature of a file, armored."""
        return self.run(*self.unlock, "--armor", "--local-user", key, "--output", "-", "--detach-sign", "--", path)[1]

    def read_signature(self, signature, path):
        """(is it by this file's bytes?, fingerprint of the primary key if it counts today, else None)."""
        words = ["--status-fd=1", "--trust-model=always", "--verify", "--", str(signature), str(path)]
        _, output = self.run(*words, check=False)
        lines = [line.split()[1:] for line in output.decode("utf-8", "replace").splitlines() if line.startswith("[GNUPG:] ")]
        names = {line[0] for line in lines}
        primary = next((line[-1] for line in lines if line[0] == "VALIDSIG"), None)
        return bool(names & INTACT) and "BADSIG" not in names, primary if "GOODSIG" in names else None

    def list_issuers(self, key):
        """Fingerprints of the keys that certified a key, which are here, the key itself first. Those that were revoked
        since are among them, so that clients learn of it; gpg says of their certifications that it cannot check them."""
        found, unread = [], [key]
        while unread:
            each = unread.pop(0)
            if each in found:
                continue
            status, output = self.run("--with-colons", "--check-signatures", "--", each, check=False)
            if status != 0:
                continue
            found.append(each)
            for line in output.decode("utf-8", "replace").splitlines():
                record = line.split(":")
                if record[0] == "sig" and record[1] in "!?" and len(record) > 12 and len(record[12]) >= 40:
                    unread.append(record[12])
        return found

    def list_lost(self, issuers):
        """Fingerprints of keys that these certified, and that were revoked since or whose certification was."""
        found, primary, is_revoked = set(), None, False
        for record in self.list_records("--check-signatures"):
            if record[0] == "pub":
                primary, is_revoked = None, record[1] == "r"
            elif record[0] == "fpr":
                primary = primary or record[9]
            elif record[0] == "rev" or (record[0] == "sig" and is_revoked):
                if record[1] == "!" and len(record) > 12 and record[12] in issuers:
                    found.add(primary)
        return sorted(found - {*issuers})

    def export(self, key):
        """A key and those that certified it, armored: who trusts one of these can trust the key. With them those that a
        thief would be trusted with, if nobody told."""
        issuers = self.list_issuers(key)
        return self.run("--armor", "--export", "--", *issuers, *self.list_lost(issuers))[1]
