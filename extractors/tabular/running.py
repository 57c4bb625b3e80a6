"""Rows whose cells stand side by side with nothing but a space between them.

Some copies lose all marks of a table: "STT Tên sản phẩm Chủ thể Địa chỉ Hạng", "1 Chè Tà Xùa HTX Tà
Xùa xã Tà Xùa 4 sao". The header tells the columns; in a row the maker's kind, the place's type and
the rating at the end tell where their cells begin.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.tabular.columns import Header, header_of
from extractors.tabular.folding import aligned

Span = tuple[int, int]

# Names of columns; a header is these, one behind the other.
_NAMES = re.compile(
    r"(?:số )?s?tt|(?:tên )?sản phẩm(?: ocop)?"
    r"|(?:tên )?chủ thể(?: (?:sản xuất|ocop))?|(?:đơn vị|cơ sở|nhà) sản xuất"
    r"|(?:nơi|địa điểm) sản xuất|địa (?:chỉ|phương|bàn)|huyện(?:, (?:thị xã, )?thành phố)?"
    r"|(?:tổng |số )?điểm|(?:kết quả )?(?:xếp |phân )?hạng(?: sao)?|(?:số )?sao|kết quả|ghi chú",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}[.)]? ")
_CELLS = {
    "producer": re.compile(
        r" (?=(?:HTX|Hợp tác xã|Liên hiệp HTX|Công ty|CTCP|Cơ sở|Hộ|HKD|Tổ hợp tác|THT|DNTN"
        r"|Doanh nghiệp|Trang trại) )"
    ),
    "place": re.compile(
        r"(?<! tác) (?=(?:xã|phường|thị trấn|thị xã|huyện|thành phố|tp\.?|tx\.?|thôn|ấp) )",
        re.IGNORECASE,
    ),
    "stars": re.compile(
        r" (?=(?:(?:Đạt |Hạng |OCOP )*[1-5] sao|[★*]{3,5}|(?:Không|Chưa) đạt)[^,;:]{0,40}$)"
    ),
}
"""In the order in which a row has them; others, such as points, end the cell before them."""
_POINTS = re.compile(r" (?=\d{1,3}(?:[.,]\d{1,2})?$)")
HEADER = 100
"""Characters of a header in one line."""
ROW = 300
"""Characters of a row."""


def running_header(words: str, *, in_ocop: bool) -> tuple[Header, list[Span]] | None:
    """The header that a line is, and the span of each of its cells in `words`, or None.

    It is made of names of columns only, the number's and the maker's among them.
    """
    spans = [m.span() for m in _NAMES.finditer(words)]
    gaps = [words[a[1] : b[0]] for a, b in pairwise([(0, 0), *spans, (len(words), len(words))])]
    if len(spans) < 3 or any(gap.strip() for gap in gaps):
        return None
    header = header_of([words[start:end] for start, end in spans], in_ocop=in_ocop)
    kinds = list(header.columns) if header else []
    return (header, spans) if header and {"number", "producer"} <= set(kinds) else None


def running_row(words: str, header: Header) -> list[Span] | None:
    """The spans of a row's cells in `words`, or None where the maker's cell cannot be told."""
    number = _NUMBER.match(words)
    if number is None or len(words) > ROW:
        return None
    starts = [0, number.end()]
    for kind, opening in _CELLS.items():
        if kind in header.columns and (found := opening.search(words, starts[-1])):
            starts.append(found.end())
        elif kind == "producer":
            return None
    cells = [
        cell
        for start, end in pairwise([*starts, len(words) + 1])
        for cell in _scored(words, start, end - 1)
    ]
    return cells if aligned([words[start:end] for start, end in cells], header) else None


def _scored(words: str, start: int, end: int) -> list[Span]:
    """A cell without the points behind it, and these: "xã Nam Dương 68,4"."""
    points = _POINTS.search(words, start + 1, end)
    return [(start, end)] if points is None else [(start, points.start()), (points.end(), end)]


def may_run(words: str) -> bool:
    """Whether a line may be such a header: it begins with "STT", "TT" or "Số TT"."""
    return len(words) <= HEADER and words[:3].upper().startswith(("STT", "TT ", "SỐ "))
