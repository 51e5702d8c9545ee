# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes of the database that a program proposes: lines of files, as a patch that `git apply` takes at the top of the
tree. Files themselves stay as they are."""

import difflib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from database import ROOT, File, Problem, read_text, write_text


def split_lines(text):
    """With their ends; only a line feed is one."""
    *lines, last = text.split("\n")
    return [line + "\n" for line in lines] + ([last] if last else [])


class Proposal:
    def __init__(self, data):
        self.data = Path(data).resolve()
        self.edits = {}  # path -> number of a line -> lines in its place
        self.files = {}

    def get_lines(self, file, number):
        """What stands in the place of a line by now."""
        return self.edits.get(file.path, {}).get(number, [file.lines[number - 1]])

    def put(self, file, number, lines):
        self.files[file.path] = file
        self.edits.setdefault(file.path, {})[number] = lines

    def replace_text(self, file, element, text):
        """Another text in an element of one line; False: it is not written so, or another one is proposed."""
        tag, old, line = element.tag, escape(element.text), element.line
        lines = self.get_lines(file, line)
        whole = f">{old}</{tag}>"
        if len(lines) == 1 and f">{escape(text)}</{tag}>" in lines[0]:
            return True
        if len(lines) != 1 or lines[0].count(whole) != 1:
            return False
        self.put(file, line, [lines[0].replace(whole, f">{escape(text)}</{tag}>")])
        return True

    def replace_attribute(self, file, element, name, value):
        """Another value of an attribute in a start tag of one line; False: it is not written so, or another one is proposed."""
        lines = self.get_lines(file, element.line)
        whole = f" {name}={quoteattr(element.get(name))}"
        if len(lines) == 1 and f" {name}={quoteattr(value)}" in lines[0]:
            return True
        if len(lines) != 1 or lines[0].count(whole) != 1:
            return False
        self.put(file, element.line, [lines[0].replace(whole, f" {name}={quoteattr(value)}")])
        return True

    def remove(self, file, element):
        """The line of an element that has it for itself; False: it has not."""
        lines = self.get_lines(file, element.line)
        if element.line != element.end or len(lines) != 1:
            return False
        text = lines[0].strip()
        if not text.startswith(f"<{element.tag}") or not text.endswith((f"</{element.tag}>", "/>")) or text.count("<") > 2:
            return False
        self.put(file, element.line, [])
        return True

    def add_behind(self, file, element, line, start=None):
        """A new line; False: one that begins as it does up to @start (default: all of it) is proposed with something else."""
        lines = self.get_lines(file, element.end)
        if start is not None and any(other.startswith(start) for other in lines):
            return line in lines
        self.put(file, element.end, [*lines, line])
        return True

    def get_name(self, path):
        """As in the tree: data/os/…, wherever the database is."""
        path = Path(path).resolve()
        top = ROOT if path.is_relative_to(ROOT) else self.data.parent
        return path.relative_to(top).as_posix()

    def make_text(self, path):
        """Of a file, as it is proposed."""
        lines = []
        for number, line in enumerate(self.files[path].lines, start=1):
            lines += self.edits[path].get(number, [line])
        return "\n".join(lines)

    def make_patch(self):
        """"" if nothing is proposed."""
        parts = []
        for path in sorted(self.edits):
            old = split_lines(self.files[path].get_text())
            changed = split_lines(self.make_text(path))
            name = self.get_name(path)
            difference = list(difflib.unified_diff(old, changed, f"a/{name}", f"b/{name}"))
            if not difference:
                continue
            parts.append(f"diff --git a/{name} b/{name}\n")
            parts += [line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in difference]
        return "".join(parts)

    def write(self, path):
        write_text(path, self.make_patch(), overwrite=True)

    def write_files(self):
        """Changes the files themselves, all or none of them as far as it is known beforehand; returns their paths."""
        texts = {path: self.make_text(path) for path in sorted(self.edits)}
        texts = {path: text for path, text in texts.items() if text != self.files[path].get_text()}
        for path, text in texts.items():
            File(path, text)
            if read_text(path) != self.files[path].get_text():
                raise Problem(f"'{path}' was changed meanwhile")
        for path, text in texts.items():
            write_text(path, text, overwrite=True)
        return list(texts)
