"""A table whose cells stand on lines of their own: which lines are a row, and rows with gaps.

Copies of documents often come so: "Số TT", "Tên sản phẩm", "Hạng" on three lines, "1", "Chè Tà
Xùa", "4 sao" on the next three. A number opens each row; without a column of numbers every row
must look like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.tabular.cells import LONGEST, NUMBER, fits
from extractors.tabular.columns import Header, header_of, is_heading_cell, may_open

CELL = 150
"""Characters of a cell; a longer line is running text."""
MOST = 12
"""Columns of a header whose cells stand on lines of their own, or whose rows lack some."""
GAPS = 3
"""Cells that a row may lack."""
_NO_CELL = re.compile(r"(?:tổng|ghi chú|trong đó|nơi nhận|danh sách|\*)", re.IGNORECASE)
# "B. HẠNG 3 SAO", "Huyện Di Linh": a line that heads a part of a table.
_SECTION = re.compile(
    r"(?:[IVX]{1,4}|[A-ZĐ])[.)/]\s|(?i:nhóm|hạng|sản phẩm|huyện|thành phố|thị xã|tp|xã|phường)\s"
)
COUNT = re.compile(r"[\d.]{1,6}(?: sản phẩm)?|[-–—]")
_SENTENCE_END = re.compile(r"\w{2}[.!?]$")


def flat_header(lines: Sequence[str], at: int, *, in_ocop: bool) -> Header | None:
    """The header that begins with line `at`, one cell a line, or None: a row must follow."""
    if not may_open(lines[at]):
        return None
    end = at + 1
    while end < min(at + MOST, len(lines)) and is_heading_cell(lines[end]):
        if lines[end] == lines[at]:
            return None
        end += 1
    for stop in (_first_number(lines, at), *range(end, at + 1, -1)):
        cells = lines[at:stop]
        header = header_of(cells, in_ocop=in_ocop, flat=True) if len(cells) > 1 else None
        if header is not None and _row(lines, stop, header, ()):
            return header
    return None


def _first_number(lines: Sequence[str], at: int) -> int:
    """Where the first row of a numbered table begins, whatever its header calls its columns."""
    ahead = range(at + 1, min(at + MOST, len(lines)))
    stop = next((i for i in ahead if NUMBER.fullmatch(lines[i])), at)
    return stop if all(len(line) <= LONGEST for line in lines[at:stop]) else at


def folded(lines: Sequence[str], header: Header) -> list[range]:
    """The lines of each row, in order, from the first line on until no more row follows.

    A line or two between rows are passed over: they head a part of the table ("B. HẠNG 3 SAO").
    """
    rows: list[range] = []
    at = 0
    while at < len(lines):
        row = next(filter(None, (_row(lines, at + k, header, rows) for k in range(3))), None)
        if row is None:
            break
        rows.append(row)
        at = row.stop
    return rows


def _row(lines: Sequence[str], at: int, header: Header, rows: Sequence[range]) -> range | None:
    if header.columns.get("number") == 0:
        before = NUMBER.fullmatch(lines[rows[-1].start]) if rows else None
        return _numbered(lines, at, header.width, int(before[1]) if before else None)
    row = range(at, at + header.width)
    return row if row.stop <= len(lines) and _is_row(lines[at : row.stop], header) else None


def _numbered(lines: Sequence[str], at: int, width: int, before: int | None) -> range | None:
    """The lines of a row that a number opens: up to the next number, else as many as fit."""
    number = NUMBER.fullmatch(lines[at]) if at < len(lines) else None
    if number is None or (before is not None and int(number[1]) not in (1, before + 1)):
        return None
    whole = at + width
    for end in (whole, *range(whole - 1, at + 1, -1), whole + 1, whole + 2):
        if end < len(lines) and _is_number(lines[end], int(number[1]) + 1):
            return range(at, whole if end > whole and _SECTION.match(lines[whole]) else end)
    end = at + 1
    while end < min(whole, len(lines)) and _may_be_cell(lines[end]):
        end += 1
    return range(at, end) if end > at + 1 else None


def _is_number(cell: str, value: int) -> bool:
    number = NUMBER.fullmatch(cell)
    return number is not None and int(number[1]) == value


def _may_be_cell(line: str) -> bool:
    return len(line) <= CELL and not _NO_CELL.match(line) and not _SENTENCE_END.search(line)


def _is_row(cells: Sequence[str], header: Header) -> bool:
    if not all(map(_may_be_cell, cells)):
        return False
    if header.is_of_counts:
        return all(COUNT.fullmatch(cells[i]) for i in header.levels)
    told = [what for what in ("stars", "producer", "place") if what in header.columns]
    deciding = told[:1] if "stars" in told else told[:2]
    return all(fits(what, cells[header.columns[what]]) for what in deciding)


def aligned(
    cells: Sequence[str], header: Header, *, in_order: bool = False
) -> tuple[int, ...] | None:
    """The column of each cell of a row; a row that lacks some is read where its cells tell which.

    `in_order`: only the last ones can be lacking if nothing else is told. A row may have one cell
    more than the header names, its number or a remark: that one is column -1 or the width. None for
    a row that cannot be placed: "Tổng cộng", a note.
    """
    if len(cells) == header.width:
        return tuple(range(header.width))
    if len(cells) == header.width + 1:
        numbered = "number" not in header.columns and bool(NUMBER.fullmatch(cells[0]))
        first = -1 if numbered else 0
        return tuple(range(first, first + len(cells))) if numbered or in_order else None
    if not max(2, header.width - GAPS) <= len(cells) < header.width <= MOST:
        return None
    ways = sorted(_ways(cells, header), reverse=True)
    tied = [way for value, way in ways if value == ways[0][0] > 0]
    told = {tuple(way.index(c) if c in way else -1 for c in _of_facts(header)) for way in tied}
    if len(told) == 1:
        return tied[0]
    front = tuple(range(len(cells)))
    return front if in_order and front in tied else None


def _of_facts(header: Header) -> list[int]:
    named = [column for what, column in header.columns.items() if what != "notes"]
    return [*named, *header.levels]


def _ways(cells: Sequence[str], header: Header) -> Iterator[tuple[int, tuple[int, ...]]]:
    """`(cells that look like what their column holds, columns)` of each way to place them."""
    must = {header.columns[what] for what in ("number", "product") if what in header.columns}
    kinds = {column: what for what, column in header.columns.items()}
    for way in combinations(range(header.width), len(cells)):
        looks = [
            fits(kinds[c], cell)
            for c, cell in zip(way, cells, strict=True)
            if c in kinds and kinds[c] not in ("product", "notes")
        ]
        fixed = [fits("number", cells[0])] if "number" in header.columns else []
        if must.issubset(way) and all(fixed):
            yield sum(looks) - 2 * looks.count(False), way
