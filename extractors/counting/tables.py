"""Counts in a table: a unit a row, "Tổng số | 5 sao | 4 sao | 3 sao" as its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.counting.gazette import Gazette
from extractors.models import PlaceMention, StarCount, Status
from extractors.reading import Reading
from extractors.tabular.grid import Cell, Table, runs
from extractors.vi import numbers

# Heads of columns: "4 sao", "Tổng số", "Kế hoạch"; and the row "Toàn tỉnh".
_RATED = re.compile(r"(?:(?:sản phẩm|OCOP|hạng|đạt) )*(?P<stars>[1-5]) sao", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:tổng(?: số| cộng)?|số lượng|số)(?: sản phẩm)?(?: OCOP)?|sản phẩm OCOP", re.IGNORECASE
)
_ALL = re.compile(r"(?:tổng(?: số| cộng)?|cộng|toàn (?:tỉnh|huyện|thành phố))", re.IGNORECASE)
_PLANNED = re.compile(r"kế hoạch|chỉ tiêu|đăng ký|dự kiến|mục tiêu", re.IGNORECASE)


def table_counts(reading: Reading, gazette: Gazette) -> Iterator[StarCount]:
    """Each number in a column of stars or totals, for the unit of its row; 0 and "-" say nothing.

    A row whose cells do not fit the head is not read.
    """
    for rows in runs(reading.article):
        yield from _by_unit(rows, gazette)
        yield from _by_stars(rows, gazette)
    for table in reading.tables:
        if table.header.is_of_counts and table.header.flat:
            yield from _of_lines(table, gazette)


def _of_lines(table: Table, gazette: Gazette) -> Iterator[StarCount]:
    """Rows of a table whose cells stand on lines of their own."""
    head = [Cell(0, 0, words) for words in table.header.cells]
    for row in table.rows:
        cells = [cell for cell in row if cell]
        if len(cells) == len(head) and (place := _unit(cells, gazette)):
            yield from _counts(head, cells, place)


def _by_unit(rows: Sequence[list[Cell]], gazette: Gazette) -> Iterator[StarCount]:
    """Rows below a head of two or more columns of counts: "Mộc Châu | 27 | 2 | 9 | 16".

    A cell that spans rows stands in each of them: the same number of the same unit counts once.
    """
    head: list[Cell] = []
    said: set[tuple[str, int | None, int]] = set()
    for row in rows:
        if sum(_is_column(cell) for cell in row) > 1:
            head, said = row, set()
        elif head and len(row) == len(head) and (place := _unit(row, gazette)):
            found = list(_counts(head, row, place))
            yield from (c for c in found if (place.name, c.stars, c.count) not in said)
            said.update((place.name, c.stars, c.count) for c in found)


def _is_column(cell: Cell) -> bool:
    return bool(_RATED.fullmatch(cell.words) or _TOTAL.fullmatch(cell.words))


def _unit(row: Sequence[Cell], gazette: Gazette) -> PlaceMention | None:
    named = gazette.within(row[0].start, row[-1].end)
    if named:
        return named[0]
    return gazette.subject() if any(_ALL.fullmatch(cell.words) for cell in row) else None


def _counts(
    head: Sequence[Cell], row: Sequence[Cell], place: PlaceMention | None
) -> Iterator[StarCount]:
    for column, cell in zip(head, row, strict=True):
        count = _number(cell)
        if count and _is_column(column):
            rated = _RATED.fullmatch(column.words)
            yield _count(cell, count, int(rated["stars"]) if rated else None, place, head)


def _by_stars(rows: Sequence[list[Cell]], gazette: Gazette) -> Iterator[StarCount]:
    """Two or more rows of a rating and its number: "Hạng 4 sao | 30"."""
    rated = [(row, _RATED.fullmatch(row[0].words)) for row in rows if len(row) == 2]
    if any(a and b for (_, a), (_, b) in pairwise(rated)):
        for row, stars in rated:
            count = _number(row[1])
            if stars and count:
                yield _count(row[1], count, int(stars["stars"]), gazette.subject(), row)


def _number(cell: Cell) -> int | None:
    value = numbers.read(cell.words) if re.fullmatch(r"[\d.]+(?: sản phẩm)?", cell.words) else None
    return value if isinstance(value, int) else None


def _count(
    cell: Cell, count: int, stars: int | None, place: PlaceMention | None, head: Sequence[Cell]
) -> StarCount:
    """The count that a cell gives; one aimed at where its column's head says so."""
    planned = any(_PLANNED.search(c.words) for c in head)
    return StarCount(
        start=cell.start,
        end=cell.end,
        surface=cell.words,
        rule="count.row",
        count=count,
        stars=stars,
        status=Status.TARGET if planned else Status.ACHIEVED,
        place=place,
    )
