"""Which lines of a plain text are rows or cells of tables.

A copy keeps a table as lines with tabs, with wide gaps or with a cell on each line; bars (" | ")
speak for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.tabular.columns import Header, header_of, may_open
from extractors.tabular.folding import aligned, flat_header, folded
from extractors.tabular.running import may_run, running_header, running_row
from extractors.topic import speaks_of_ocop
from extractors.vi.text import repair

Span = tuple[int, int]

_LINE_END = re.compile("\r\n|[\r\n\u2028\u2029\u0085]")
_GAP = re.compile(r"\s{2,}")
FEW = 3
"""Columns from which lines parted by tabs are a table whatever its header says."""
REACH = 3
"""Lines that may stand between two parts of a table: headings of its second part."""


def tabs(raw: str, text: str) -> frozenset[int]:
    """Where the repaired `text` has a space for a tab of the raw one."""
    if "\t" not in raw:
        return frozenset()
    found: set[int] = set()
    at = 0
    for was, line in zip(_LINE_END.split(raw), text.split("\n"), strict=False):
        cells = [repair(cell) for cell in was.split("\t")]
        if len(cells) > 1 and " ".join(cells) == line:
            end = at
            for cell in cells[:-1]:
                end += len(cell)
                found.add(end)
                end += 1
        at += len(line) + 1
    return frozenset(found)


def cells_of(text: str, lines: Sequence[Span], tabs: frozenset[int]) -> dict[int, list[Span]]:
    """The cells of each line that is a row, or one cell, of a table of rated products.

    `lines` are spans without white space around; keys are indexes of them.
    """
    parts = [_parts(text, line, tabs) for line in lines]
    words = [text[start:end] for start, end in lines]
    if not (any(len(line) > 1 for line in parts) or any(may_open(w) or may_run(w) for w in words)):
        return {}
    in_ocop = speaks_of_ocop(text)
    found = _by_words(parts, words, in_ocop=in_ocop)
    found |= _by_gaps(text, parts, tabs, in_ocop=in_ocop)
    at = 0
    while at < len(lines):
        header = flat_header(words, at, in_ocop=in_ocop) if at not in found else None
        if header is None:
            at += 1
            continue
        first = at + header.width
        rows = folded(words[first:], header)
        inside = [*range(at, first), *(first + i for row in rows for i in row)]
        found.update({i: [lines[i]] for i in inside})
        at = inside[-1] + 1
    return found


def _parts(text: str, line: Span, tabs: frozenset[int]) -> list[Span]:
    """The stretches of a line between tabs, or else between wide gaps."""
    start, end = line
    words = text[start:end]
    if "|" in words or not (tabs or "  " in words):
        return [line]
    breaks = [(i, i + 1) for i in range(start, end) if i in tabs] if tabs else []
    breaks = breaks or [m.span() for m in _GAP.finditer(text, start, end)]
    if not breaks:
        return [line]
    edges = zip([start, *(b for _, b in breaks)], [*(a for a, _ in breaks), end], strict=True)
    return [_stripped(text, a, b) for a, b in edges if text[a:b].strip()]


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _by_gaps(
    text: str, parts: Sequence[list[Span]], tabs: frozenset[int], *, in_ocop: bool
) -> dict[int, list[Span]]:
    """Lines of several parts below a header of rated products, and long runs with tabs."""
    found: dict[int, list[Span]] = {}
    header: Header | None = None
    last = 0
    for i, line in enumerate(parts):
        if len(line) == 1:
            header = header if i - last <= REACH else None
            continue
        words = [text[start:end] for start, end in line]
        opened = header_of(words, in_ocop=in_ocop)
        header = opened or header
        if opened or (header and aligned(words, header)) or (tabs and _is_tabbed(parts, i, tabs)):
            found[i] = line
        last = i
    return found


def _by_words(
    parts: Sequence[list[Span]], words: Sequence[str], *, in_ocop: bool
) -> dict[int, list[Span]]:
    """Rows with single spaces between their cells, below such a header."""
    found: dict[int, list[Span]] = {}
    header: Header | None = None
    last = 0
    for i, line in enumerate(words):
        alone = len(parts[i]) == 1
        opened = running_header(line, in_ocop=in_ocop) if alone and may_run(line) else None
        cells: list[Span] | None = None
        if opened is not None:
            header, cells = opened
        elif alone and header is not None and i - last <= REACH + 1:
            cells = running_row(line, header)
        if cells is not None:
            at = parts[i][0][0]
            found[i] = [(at + start, at + end) for start, end in cells]
            last = i
    return found


def _is_tabbed(parts: Sequence[list[Span]], i: int, tabs: frozenset[int]) -> bool:
    """Whether tabs part this line and one beside it into as many cells."""
    if len(parts[i]) < FEW or not any(end in tabs for _, end in parts[i]):
        return False
    beside = [parts[k] for k in (i - 1, i + 1) if 0 <= k < len(parts)]
    return any(len(other) == len(parts[i]) for other in beside)
