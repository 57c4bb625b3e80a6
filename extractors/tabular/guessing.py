"""A table without a header: what its columns hold, told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.tabular.cells import MAKER, NUMBER, PLACE, VALUE, VERDICT
from extractors.tabular.columns import Header

MOST = 0.7
"""Share of a column's cells that look like makers or places."""
FEW = 3
"""Columns that tell a table from a line with a mark in it."""
_SAID = re.compile(r"sao|★|\*", re.IGNORECASE)


def guessed(rows: Sequence[Sequence[str]], *, in_ocop: bool) -> Header | None:
    """The header that these rows would have, or None where they are no table of rated products.

    "1 | Chè Tà Xùa | HTX Tà Xùa | 4 sao" and more rows like it: one column of ratings, one of
    makers, and before it the names. Where the article is about OCOP (`in_ocop`), places may stand
    for the ratings: those are told around the table.
    """
    width = len(rows[0])
    if len(rows) < 2 or width < FEW or any(len(row) != width for row in rows):
        return None
    columns: dict[str, int] = {}
    for i, column in enumerate(zip(*rows, strict=True)):
        kind = next((kind for kind, is_it in _KINDS if kind not in columns and is_it(column)), None)
        if kind is not None:
            columns[kind] = i
    others = [i for i in range(width) if i not in columns.values()]
    if "producer" not in columns or not others or others[0] > columns["producer"]:
        return None
    names = [row[others[0]] for row in rows]
    if "stars" not in columns and not (in_ocop and "place" in columns and _are_goods(names)):
        return None
    return Header(("",) * width, {**columns, "product": others[0]})


def _are_ratings(cells: Sequence[str]) -> bool:
    rated = [bool(VALUE.fullmatch(cell) and _SAID.search(cell)) for cell in cells]
    fit = [is_rated or bool(VERDICT.search(c)) for is_rated, c in zip(rated, cells, strict=True)]
    return any(rated) and all(fit)


def _are_goods(names: Sequence[str]) -> bool:
    """Persons and firms are written in capitals: "Nguyễn Thị Hoa"; goods have common words."""
    common = [any(word[0].islower() for word in name.split()) for name in names]
    return sum(common) >= MOST * len(names)


def _mostly(pattern: re.Pattern[str]) -> Callable[[Sequence[str]], bool]:
    return lambda cells: sum(bool(pattern.match(c)) for c in cells) >= MOST * len(cells)


_KINDS: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("number", lambda cells: all(map(NUMBER.fullmatch, cells))),
    ("stars", _are_ratings),
    ("producer", _mostly(MAKER)),
    ("place", _mostly(PLACE)),
)
