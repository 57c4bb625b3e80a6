"""A table of data → its rows as lines of text."""

from __future__ import annotations

from extractors.html.page import Element, words
from extractors.tabular.columns import header_of

CELL = 300
"""Characters; a cell with more text than this lays out a page, it holds no datum."""
HEAD = 3
"""Rows among which a header stands."""
COLUMNS = 60
"""Widest table read; spans of thousands of columns are attacks or mistakes."""


def rows(table: Element) -> list[str]:
    """One line a row, cells joined by " | ": `"1 | Chè Tà Xùa | HTX Tà Xùa | 4 sao"`.

    A cell that spans rows is said in each of them, so that every line can be read alone; an empty
    one between others keeps its place ("2 | Trà |  | 3 sao"). Empty list for a table that only
    lays out text or photos.
    """
    if table.find(".//table") is not None:
        return []
    grid = _grid(table)
    filled = [[cell for cell in row if cell] for row in grid]
    lays_out = any(len(cell) > CELL for row in filled for cell in row) and not _is_headed(filled)
    if sum(len(row) > 1 for row in filled) < 2 or lays_out:
        return []
    lines = [_line(row) for row in grid if any(row)]
    return list(dict.fromkeys(lines))  # some papers print the header on every page of the table


def _is_headed(rows: list[list[str]]) -> bool:
    """Whether one of the first rows heads a table of rated products, whose notes may be long."""
    return any(header_of(row, in_ocop=False) for row in rows[:HEAD] if len(row) > 1)


def _line(row: list[str]) -> str:
    filled = [i for i, cell in enumerate(row) if cell]
    return " | ".join(row[: filled[-1] + 1]).lstrip() if len(filled) > 1 else row[filled[0]]


def _grid(table: Element) -> list[list[str]]:
    """The cells of each row, those that span rows or columns put where they reach."""
    grid: list[list[str]] = []
    spans: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
    for tr in table.iter("tr"):
        row: list[str] = []
        cells = [cell for cell in tr if cell.tag in ("td", "th")]
        while len(row) < COLUMNS and (cells or len(row) in spans):
            column = len(row)
            if column in spans:
                left, text = spans.pop(column)
                row.append(text)
                if left > 1:
                    spans[column] = (left - 1, text)
                continue
            cell = cells.pop(0)
            text = words(cell).replace("|", "/")
            room = max(COLUMNS - column - len(cells), 1)
            down, across = _span(cell, "rowspan"), min(_span(cell, "colspan"), room)
            for offset in range(across):
                row.append(text if offset == 0 else "")
                if down > 1:
                    spans[column + offset] = (down - 1, text if offset == 0 else "")
        grid.append(row)
    return grid


def _span(cell: Element, name: str) -> int:
    said = cell.get(name, "1")
    return min(max(int(said[:4]), 1), COLUMNS) if said.isdecimal() else 1
