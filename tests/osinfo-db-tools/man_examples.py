# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples of a manual page: lines after "$ " are commands, others what they print."""

import re
from pathlib import Path


def read_examples(page):
    """Pairs of a command and its output, in their order."""
    text = Path(page).read_text(encoding="utf-8")
    section = re.search(r"^\.Sh EXAMPLES\n(.*?)^\.Sh ", text, re.MULTILINE | re.DOTALL).group(1)
    examples = []
    for line in section.splitlines():
        if line.startswith("."):
            continue
        line = line.replace("\\e", "\\").replace("\\&", "")
        if line.startswith("$ "):
            examples.append([line[2:], ""])
        elif examples:
            examples[-1][1] += line + "\n"
    return [tuple(example) for example in examples]
