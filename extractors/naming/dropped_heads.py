"""Names that a list cuts short: "nước mắm Mạch Long 400 đạm, 500 đạm" names two products.

Behind a whole name the next says only what differs: a measure ("500 đạm", "250 ml") or a kind
("loại đặc biệt") in the place of the first one's. Such a measure is a product of its own, and its
full name is the first one's with that part changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.reading import Token
from extractors.vi.text import words

Span = tuple[int, int]
_BETWEEN = frozenset({",", "/", "và", "hoặc", "–", "-", ";"})
_KINDS = words("loại dạng vị hương hạng cỡ size màu")
MEASURE = 4
"""Tokens of the longest measure: "1,5" is three, with its unit four."""


def further_measures(tokens: Sequence[Token], span: Span) -> Iterator[Span]:
    """The measures that follow a name which ends in one: in "nước mắm Sa Châu 35 độ đạm, 40 độ đạm
    và 45 độ đạm" those of 40 and 45."""
    first, last = span
    number = next((i for i in range(last - 1, first, -1) if tokens[i].surface.isdigit()), None)
    if number is None:
        return
    unit = _surfaces(tokens, (number + 1, last))
    size = 1 + len(unit)
    while unit and last + size < len(tokens) and tokens[last].surface in _BETWEEN:
        measure = (last + 1, last + 1 + size)
        figure, *same = _surfaces(tokens, measure)
        if not figure.isdigit() or same != unit:
            return
        yield measure
        last = measure[1]


def left_out(tokens: Sequence[Token], spans: Sequence[Span]) -> dict[Span, Span]:
    """The tokens that each name cut short leaves out, for those among these names in order."""
    found: dict[Span, Span] = {}
    for before, span in pairwise(spans):
        if span[0] - before[1] == 1 and tokens[before[1]].surface in _BETWEEN:
            if before in found and _parted(tokens, (before[0] - 1, before[1]), span) is not None:
                found[span] = found[before]
            elif (end := _parted(tokens, before, span)) is not None:
                found[span] = (before[0], end)
    return found


def _parted(tokens: Sequence[Token], whole: Span, span: Span) -> int | None:
    """Where in a whole name the part begins that this one has in its place, None if nowhere."""
    opening, *rest = _surfaces(tokens, span)
    for i in range(whole[1] - 1, whole[0], -1):
        word = tokens[i].surface.lower()
        if opening.isdigit() and word.isdigit():
            unit = _surfaces(tokens, (i + 1, i + 2))
            return i if unit == rest[:1] and len(rest) < MEASURE else None
        if word == opening and word in _KINDS:
            return i
    return None


def _surfaces(tokens: Sequence[Token], span: Span) -> list[str]:
    return [token.surface.lower() for token in tokens[span[0] : span[1]]]
