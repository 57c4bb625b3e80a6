"""The tables of rated products of an article, each cell below its column.

Rows come as one block with bars between the cells, as blocks side by side on a line, or as blocks
of a cell each; what was a heading between two parts of a table does not end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.models import Article, Block, BlockKind
from extractors.tabular.columns import Header, header_of
from extractors.tabular.folding import aligned, flat_header, folded
from extractors.tabular.guessing import guessed
from extractors.topic import speaks_of_ocop

_BAR = re.compile(r"\s*\|\s*")
HEADING = 120
"""Characters of a line that may stand between two parts of one table."""
REACH = 3
"""How many such lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text[start:end] == words`, "" for an empty one."""

    start: int
    end: int
    words: str
    barred: bool = False
    """Whether bars part it from others: an empty one keeps its place."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, each with one cell, or None, a column."""

    header: Header
    rows: tuple[tuple[Cell | None, ...], ...]


def tables(article: Article) -> tuple[Table, ...]:
    """Every table of rated products, in order of the text; parts below headings of their own are
    one table."""
    found: list[Table] = []
    header: Header | None = None
    for run in runs(article):
        if not run:
            header = None
            continue
        for part, rows in _parts(run, header, in_ocop=speaks_of_ocop(article.text)):
            header = part
            found.append(Table(part, tuple(rows)))
    return tuple(found)


def runs(article: Article) -> Iterator[list[list[Cell]]]:
    """The lines of each table of whatever; an empty run where running text parts two."""
    if not any(block.kind is BlockKind.TABLE_ROW for block in article.blocks):
        return
    run: list[list[Cell]] = []
    between = 0
    last: Block | None = None
    for block in article.blocks:
        if block.kind is BlockKind.TABLE_ROW:
            same_line = last is not None and "\n" not in article.text[last.end : block.start]
            cells = _cells(article.text, block)
            if run and same_line:
                run[-1] += cells
            else:
                run.append(cells)
            between, last = 0, block
        else:
            if run:
                yield run
                run = []
            between += 1
            if between > REACH or block.end - block.start > HEADING:
                yield []
    if run:
        yield run


def _cells(text: str, block: Block) -> list[Cell]:
    bars = [bar.span() for bar in _BAR.finditer(text, block.start, block.end)]
    starts = [block.start, *(end for _, end in bars)]
    ends = [*(start for start, _ in bars), block.end]
    return [Cell(a, b, text[a:b], bool(bars)) for a, b in zip(starts, ends, strict=True)]


def _parts(
    run: Sequence[list[Cell]], header: Header | None, *, in_ocop: bool
) -> Iterator[tuple[Header, list[tuple[Cell | None, ...]]]]:
    """`(header, rows)` of each header in a run; what stands before one belongs to the last."""
    rows: list[tuple[Cell | None, ...]] = []
    at = 0
    header = header or guessed([[c.words for c in line] for line in run], in_ocop=in_ocop)
    while at < len(run):
        opened = _header(run, at, in_ocop=in_ocop)
        if opened is not None:
            if header is not None and rows:
                yield header, rows
            header, rows = opened, []
            at += opened.width if opened.flat else 1
        elif header is not None and header.flat:
            taken, found = _folded(run[at:], header)
            rows += found
            at += taken
        else:
            rows += _row(run[at], header)
            at += 1
    if header is not None and rows:
        yield header, rows


def _header(run: Sequence[list[Cell]], at: int, *, in_ocop: bool) -> Header | None:
    if len(run[at]) > 1:
        return header_of([cell.words for cell in run[at]], in_ocop=in_ocop)
    alone = next((i for i in range(at, len(run)) if len(run[i]) > 1), len(run))
    return flat_header([line[0].words for line in run[at:alone]], 0, in_ocop=in_ocop)


def _folded(run: Sequence[list[Cell]], header: Header) -> tuple[int, list[tuple[Cell | None, ...]]]:
    """How many lines of one cell are read, at least one, and the rows they are."""
    alone = next((i for i, line in enumerate(run) if len(line) > 1), len(run))
    cells = [line[0] for line in run[:alone]]
    spans = folded([cell.words for cell in cells], header)
    rows = [row for span in spans for row in _row([cells[i] for i in span], header)]
    return max(1, spans[-1].stop if spans else 1), rows


def _row(cells: Sequence[Cell], header: Header | None) -> list[tuple[Cell | None, ...]]:
    """The row as one list, or none where its cells do not fit the header."""
    if header is None:
        return []
    barred = not header.flat and any(cell.barred for cell in cells)
    columns = aligned([cell.words for cell in cells], header, in_order=barred)
    placed = dict(zip(columns, cells, strict=True)) if columns else {}
    return [tuple(map(placed.get, range(header.width)))] if placed else []
