# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of disk images share: disks with tables that other programs write, and what disk-helper says of them."""

import hashlib
import random
import re
import subprocess
from dataclasses import dataclass

MIB = 1 << 20


@dataclass
class Leaf:
    layer: str
    offset: int
    size: int
    sum: str
    path: str
    type: str
    role: str
    architecture: str
    label: str
    id: str


@dataclass
class Answer:
    status: int
    errors: str
    format: str
    reads: int
    bytes: int
    leaves: list
    unread: list
    said: list


LEAF = re.compile(r"leaf (\S+) (\d+) (\d+) (\S+) \| (.*) \| (.*) \| (.*) \| (.*) \| (.*) \| (.*)")


def ask(world, helper, *arguments):
    status, out, errors = world.run(helper, *arguments)
    answer = Answer(status, errors, "", 0, 0, [], [], [])
    for line in out.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "format":
            answer.format, reads, count = rest.split()
            answer.reads, answer.bytes = int(reads), int(count)
        elif kind == "leaf":
            found = LEAF.fullmatch(line).groups()
            answer.leaves.append(Leaf(found[0], int(found[1]), int(found[2]), *found[3:]))
        elif kind == "unread":
            answer.unread.append(rest)
        else:
            answer.said.append(rest)
    return answer


def get_sum(data):
    return hashlib.sha256(data).hexdigest()


def make_content(size, seed):
    """Bytes of all kinds: noise, text that shrinks, zeros."""
    noise = random.Random(seed)
    parts, length = [], 0
    while length < size:
        part = noise.choice([
            lambda: noise.randbytes(noise.randrange(1, 200000)),
            lambda: b"all work and no play " * noise.randrange(1, 8000),
            lambda: bytes(noise.randrange(1, 400000)),
        ])()
        parts.append(part)
        length += len(part)
    return b"".join(parts)[:size]


def run(*command, **keywords):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, **keywords)


def make_disk(path, size, script, label, *options):
    """A disk with a table that sfdisk writes; noise in each partition. Returns its bytes."""
    path.write_bytes(bytes(size))
    run("sfdisk", "--label", label, *options, path, input=script.encode())
    data = bytearray(path.read_bytes())
    dump = run("sfdisk", "--dump", path).stdout.decode()
    for number, (start, count, kind) in enumerate(re.findall(r"start= *(\d+), size= *(\d+), type=([^,\s]+)", dump)):
        if kind not in ("5", "f", "85"):
            begin, length = int(start) * 512, int(count) * 512
            # the first sectors say nothing, so that nothing is taken for a file system by chance
            data[begin + 70000 : begin + length] = make_content(length - 70000, number)
    path.write_bytes(data)
    return bytes(data)
