# SPDX-License-Identifier: GPL-2.0-or-later
"""The expressions of media and trees: texts that fit one, and an expression for a new text.

Expressions are Perl's. What the database uses of them Python reads alike; what Python refuses gives a Problem."""

import random
import re
from functools import lru_cache

from database import Problem

try:
    from re import _constants as sre, _parser as sre_parse  # Python 3.11
except ImportError:
    import sre_constants as sre
    import sre_parse

SAMPLES = 16
MAX_SAMPLES = 128
TRIES_A_SAMPLE = 4
# How much longer than it must be a repetition gets in samples.
MORE_REPEATS = 3
PRINTABLE = [chr(code) for code in range(0x20, 0x7F)]
# What real labels are made of.
USUAL = [character for character in PRINTABLE if character.isalnum() or character in " -_."]

CATEGORIES = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_NOT_DIGIT: lambda character: not character.isdigit(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    sre.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    sre.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}
REPEATS = [
    getattr(sre, name) for name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") if hasattr(sre, name)
]


@lru_cache(maxsize=None)
def compile_expression(expression):
    try:
        return re.compile(expression)
    except re.error as error:
        raise Problem(f"expression '{expression}' is not understood: {error}") from None


def fits(expressions, texts):
    """Do all @expressions (tag -> expression) fit @texts (tag -> text)? A missing text fits nothing."""
    return bool(expressions) and all(
        texts.get(tag) and compile_expression(expression).search(texts[tag])
        for tag, expression in expressions.items()
    )


# Samples


def choose_from_set(items, choice):
    negated, characters = False, set()
    for operation, value in items:
        if operation is sre.NEGATE:
            negated = True
        elif operation is sre.LITERAL:
            characters.add(chr(value))
        elif operation is sre.RANGE:
            characters.update(chr(code) for code in range(value[0], min(value[1], 0x7E) + 1))
        elif operation is sre.CATEGORY:
            characters.update(filter(CATEGORIES[value], PRINTABLE))
    if negated:
        characters = set(PRINTABLE) - characters
    usual = [character for character in USUAL if character in characters]
    return choice.choice(usual or sorted(characters) or [""])


def generate(tree, choice, is_short, groups):
    text = ""
    for operation, value in tree:
        if operation is sre.LITERAL:
            text += chr(value)
        elif operation is sre.NOT_LITERAL:
            text += choice.choice([character for character in USUAL if ord(character) != value])
        elif operation is sre.ANY:
            text += choice.choice(USUAL)
        elif operation is sre.IN:
            text += choose_from_set(value, choice)
        elif operation is sre.BRANCH:
            text += generate(value[1][0] if is_short else choice.choice(value[1]), choice, is_short, groups)
        elif operation is sre.SUBPATTERN:
            inner = generate(value[3], choice, is_short, groups)
            groups[value[0]] = inner
            text += inner
        elif operation in REPEATS:
            least, most, inner = value
            count = least if is_short else choice.randint(least, min(most, least + MORE_REPEATS))
            text += "".join(generate(inner, choice, is_short, groups) for _ in range(count))
        elif operation is sre.GROUPREF:
            text += groups.get(value, "")
        elif operation is getattr(sre, "ATOMIC_GROUP", None):
            text += generate(value, choice, is_short, groups)
        # anchors and assertions take no text: whether they hold is seen afterwards
    return text


def count_branches(tree):
    count = 0
    for operation, value in tree:
        if operation is sre.BRANCH:
            count += len(value[1]) + sum(count_branches(branch) for branch in value[1])
        elif operation is sre.SUBPATTERN:
            count += count_branches(value[3])
        elif operation in REPEATS:
            count += count_branches(value[2])
    return count


@lru_cache(maxsize=None)
def make_samples(expression):
    """Texts that fit, the shortest first; the same ones on every call and in every process. More of them the
    more alternatives there are; none if none was found."""
    compiled = compile_expression(expression)
    tree = sre_parse.parse(expression)
    choice = random.Random(expression)
    wanted = min(MAX_SAMPLES, max(SAMPLES, 2 * count_branches(tree)))
    samples = []
    for number in range(wanted * TRIES_A_SAMPLE):
        sample = generate(tree, choice, number == 0, {})
        if sample not in samples and compiled.search(sample):
            samples.append(sample)
        if len(samples) == wanted:
            break
    return samples


# A new expression


PIECE = re.compile(
    r"""(?P<atom> \\. | \[\^?\]?(?:\\.|[^\]\\])*\] | \( | [^\\\[(] )  # a group is completed by hand
    """,
    re.VERBOSE,
)
QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]*,?[0-9]*\})[?+]?")


def split(expression):
    """The pieces that an expression puts one after the other, with their quantifiers; anchors are pieces."""
    pieces, position = [], 0
    while position < len(expression):
        end = PIECE.match(expression, position).end()
        if expression[position] == "(":
            depth = 1
            while depth and end < len(expression):
                atom = PIECE.match(expression, end)
                depth += {"(": 1, ")": -1}.get(atom.group(), 0)
                end = atom.end()
        quantifier = QUANTIFIER.match(expression, end)
        if quantifier:
            end = quantifier.end()
        pieces.append(expression[position:end])
        position = end
    return pieces


def is_literal(piece):
    return len(piece) == 1 or (len(piece) == 2 and piece[0] == "\\" and not piece[1].isalnum())


def quote(text):
    """As our files write it: just what needs it, and a point always."""
    return re.sub(r"([\\.^$|?*+()\[\]{}])", r"\\\1", text)


# Costs of adapting: a character of the new text that the old expression has not, a piece that is dropped, a
# character taken by a wildcard. What a wildcard for digits takes is free: that is what it is for.
COST_INSERTED = 1.0
COST_DROPPED = 1.0
COST_TAKEN = 0.4


def get_cost(piece, taken):
    if not taken:
        return 0.0
    is_number = re.fullmatch(r"[0-9][0-9._-]*|[._-][0-9][0-9._-]*", taken) and "0-9" in piece
    return 0.0 if is_number else COST_TAKEN * len(taken) if re.search(r"[*+]", piece) else 0.1


def adapt(expression, text):
    """An old expression changed as little as possible until it fits @text: literal pieces follow the text,
    generalised ones stay where they still fit. Returns cost and expression, anchored at the start, and at
    the end if the old one was."""
    alternatives = len(sre_parse.parse(expression)) == 1 and sre_parse.parse(expression)[0][0] is sre.BRANCH
    if alternatives or len(text) > 256:
        return float("inf"), "^" + quote(text) + "$"
    pieces = split(expression)
    has_end = pieces[-1:] == ["$"]
    pieces = [piece for piece in pieces if piece not in ("^", "$")]
    best = {(0, 0): (0.0, "")}

    def offer(state, cost, result):
        if state not in best or cost < best[state][0]:
            best[state] = (cost, result)

    for row in range(len(pieces) + 1):
        for column in range(len(text) + 1):
            if (row, column) not in best:
                continue
            cost, result = best[row, column]
            if column < len(text):
                offer((row, column + 1), cost + COST_INSERTED, result + quote(text[column]))
            if row == len(pieces):
                continue
            piece = pieces[row]
            offer((row + 1, column), cost + COST_DROPPED, result)
            if is_literal(piece):
                if text[column : column + 1] == piece[-1]:
                    offer((row + 1, column + 1), cost, result + piece)
                continue
            compiled = compile_expression(piece)
            for end in range(column, len(text) + 1):
                if compiled.fullmatch(text, column, end):
                    offer((row + 1, end), cost + get_cost(piece, text[column:end]), result + piece)
    cost, result = best[len(pieces), len(text)]
    if not has_end:
        # what such an expression leaves open at its end costs nothing
        for column in range(len(text) + 1):
            part = best.get((len(pieces), column))
            if part and part[0] < cost:
                cost, result = part
    result = "^" + result + ("$" if has_end else "")
    return (cost, result) if re.search(result, text) else (float("inf"), "^" + quote(text) + "$")


def generalise(text, version):
    """An expression for a text of which nothing similar is known: numbers that follow the version may change."""
    parts = [part for part in re.split(r"[^0-9A-Za-z]+", version) if part]
    if parts and parts[0].isdigit():
        pattern = r"(?<![0-9])" + r"[._-]".join(map(re.escape, parts)) + r"(?P<rest>(?:\.[0-9]+)+)(?![0-9])"
        found = re.search(pattern, text)
        if found:
            rest = r"\.[0-9]+" * found["rest"].count(".")
            return f"^{quote(text[: found.start('rest')])}{rest}{quote(text[found.end('rest') :])}$"
    return f"^{quote(text)}$"
