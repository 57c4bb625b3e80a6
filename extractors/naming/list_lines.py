"""Lists whose items stand a line each, numbered or marked: "6. Tiêu sọ - 3 sao".

Where most lines open with a product the others do too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.naming.lists import Item, first_item
from extractors.reading import Reading, Token

_SIGNS = "-–—+•*●▪►"
_MARK = re.compile(
    rf"(?:(?P<number>\d{{1,3}})\s?[.)/–-]|(?P<sign>[{_SIGNS}]))\s*(?=[“\"‘'(]?[^\W\d])"
)
BETWEEN = 4
"""Sentences from one marked line to the next, at most; numbers show by themselves what follows."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: sentence `index`, whose item begins at character `start`."""

    index: int
    start: int
    number: int | None
    sign: str


def lists(reading: Reading) -> list[list[Line]]:
    """The lists of an article, of at least three lines each, in order."""
    runs: list[list[Line]] = []
    for line in _lines(reading):
        if runs and _goes_on(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [run for run in runs if len(run) > 2]


def _goes_on(before: Line, line: Line) -> bool:
    if line.number is not None and before.number is not None:
        return line.number == before.number + 1
    return line.index - before.index <= BETWEEN and line.sign == before.sign


def _lines(reading: Reading) -> Iterator[Line]:
    """The lines that begin with a number or mark, and a name behind it."""
    text = reading.article.text
    for block in reading.article.blocks:
        opening = text[block.start : block.start + 1]
        is_marked = opening.isdigit() or opening in _SIGNS
        m = _MARK.match(text, block.start, block.end) if is_marked else None
        index = reading.index_at(m.end()) if m else None
        if m and index is not None:
            number = int(m["number"]) if m["number"] else None
            yield Line(index, m.end(), number, m["sign"] or "")


def opening(tokens: Sequence[Token], marks: Sequence[str], line: Line) -> Item | None:
    """The name that a line would open with, as far as its marks tell."""
    first = next((i for i, token in enumerate(tokens) if token.start >= line.start), len(tokens))
    return first_item(tokens, marks, first)
