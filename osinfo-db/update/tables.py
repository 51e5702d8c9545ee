# SPDX-License-Identifier: GPL-2.0-or-later
"""labels.tsv and treeinfo.tsv; tests/osinfo-db/README.md says what their columns are."""

from pathlib import Path

from database import Problem, read_text, write_text
import facts

LABELS = "labels.tsv"
TREES = "treeinfo.tsv"

# Elements of the database and columns of the tables.
LABEL_COLUMNS = {tag: tag.removesuffix("-id") for tag in facts.get_expressions("media")[1]} | {"volume-size": "size"}
TREE_COLUMNS = {tag: tag for tag in facts.get_expressions("tree")[1]}


class Table:
    """@rows: dictionaries of column -> value, each with its line number as @lines."""

    def __init__(self, folder, name):
        self.path = Path(folder) / name
        text = read_text(self.path).split("\n")
        self.columns = text[0].split("\t")
        columns = LABEL_COLUMNS if name == LABELS else TREE_COLUMNS
        # a text that no row has needs no column
        self.text_columns = {tag: column for tag, column in columns.items() if column in self.columns}
        missing = {"os", "accept", next(iter(columns.values()))} - set(self.columns)
        if missing:
            raise Problem(f"{self.path}:1: no column '{sorted(missing)[0]}'")
        self.rows, self.lines = [], []
        for number, line in enumerate(text[1:], start=2):
            if not line:
                continue
            values = line.split("\t")
            if len(values) != len(self.columns):
                raise Problem(f"{self.path}:{number}: {len(values)} columns instead of {len(self.columns)}")
            self.rows.append(dict(zip(self.columns, values)))
            self.lines.append(number)

    def get_texts(self, row):
        """What the medium or tree says of itself: tag of the database -> text."""
        return {tag: row[column] for tag, column in self.text_columns.items() if row[column]}

    def make_line(self, row):
        for column, value in row.items():
            if "\t" in value or "\n" in value or "\r" in value:
                raise Problem(f"'{column}' holds a tab or a line break: '{value!r}'")
        return "\t".join(row.get(column, "") for column in self.columns)

    def add(self, row):
        """Puts the row behind those of its system, or in front of the first system that is greater; returns
        False if it is there."""
        text = read_text(self.path).split("\n")
        line = self.make_line(row)
        if line in text:
            return False
        names = [entry.split("\t")[0] for entry in text]
        if row["os"] in names[1:]:
            place = len(names) - names[::-1].index(row["os"])
        else:
            greater = [number for number, name in enumerate(names) if number and (name > row["os"] or not name)]
            place = greater[0] if greater else len(names)
        text.insert(place, line)
        write_text(self.path, "\n".join(text), overwrite=True)
        return True
