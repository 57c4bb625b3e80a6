"""Which rating belongs to which product.

A rating follows its products ("A, B đạt 4 sao", "A (4 sao)"), stands before them as a heading
("2 sản phẩm 4 sao gồm: A; B") or before one as its attribute ("sản phẩm OCOP 4 sao chè Tà Xùa"),
covers a whole list ("… đều đạt 3 sao"), or comes in the next sentence ("Sản phẩm này đạt 4 sao").
"""

from __future__ import annotations

import re

from extractors.models import StarMention
from extractors.rows import Draft, Row, span

_OPENS = re.compile(r":|\b(?:gồm|như|là|có|bao gồm|trong đó có|thuộc về)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"^[\s,–-]*(?:OCOP|cấp tỉnh|cấp huyện|quốc gia|của tỉnh)*[\s,–-]*(?:là|như|có)?[\s:\"“”'‘]*$",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:đều|cùng|tất cả|đồng loạt|cả (?:hai|ba|bốn|năm|\d+))\b", re.IGNORECASE)
_THIS = re.compile(
    r"^(?:[\w\s,/-]{0,40}\b)?(?:sản phẩm|mặt hàng|hàng|món|nhãn hiệu|thương hiệu|loại \w+|\w+)"
    r" (?:này|ấy|đó|trên|nói trên|của \w+)\b"
    r"|^(?:năm|tháng|ngày|đến|cuối|đầu|vừa|hiện|mới)\b[^.;]{0,60}\b(?:sản phẩm|được|đạt)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r":\s*$")
_COUNTED = re.compile(
    r"\b(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+"
    r"(?:sản phẩm|món|mặt hàng|homestay|điểm)\b",
    re.IGNORECASE,
)


def link(rows: list[Row]) -> None:
    """Give every draft of these rows its rating, as far as the text carries one."""
    heading: StarMention | None = None
    previous: list[Draft] = []
    for row in rows:
        heading = _in_row(row, heading)
        if not row.drafts() and previous:
            _anaphora(row, previous)
        if row.marks or row.end - row.start > 200:
            previous = row.drafts()


def _in_row(row: Row, heading: StarMention | None) -> StarMention | None:
    """Link inside one row; what is returned reaches on into the next one."""
    stars = [i for i, m in enumerate(row.marks) if isinstance(m, StarMention)]
    drafts = row.drafts()
    if not stars:
        for draft in drafts:
            draft.rating = draft.rating or heading
        return heading if _is_item(row) else None
    reached = 0
    for n, i in enumerate(stars):
        star = row.marks[i]
        assert isinstance(star, StarMention)
        until = stars[n + 1] if n + 1 < len(stars) else len(row.marks)
        if _reaches_forward(row, i, until):
            _give(row, range(i + 1, until), star)
        else:
            _give(row, _backward(row, i, reached, len(stars)), star)
        reached = i
    last = row.marks[stars[-1]]
    assert isinstance(last, StarMention)
    return last if _HEAD.search(row.text[row.start : row.end]) else None


def _is_item(row: Row) -> bool:
    """A short line or list item: what a heading above it still covers."""
    text = row.text[row.start : row.end].rstrip()
    return bool(row.drafts()) and (
        text.endswith((";", ",", ":"))
        or bool(re.match(r"[-+•*–]|\d{1,3}[.)]", text))
        or len(text) < 120
    )


def _reaches_forward(row: Row, i: int, until: int) -> bool:
    nexts = [k for k in range(i + 1, until) if isinstance(row.marks[k], Draft)]
    if not nexts:
        return False
    gap = row.between(i, nexts[0])
    if _ATTRIBUTE.match(gap):
        return True
    if ";" in gap or "." in gap:
        return False
    backward = bool(row.group_before(i))
    return bool(_OPENS.search(gap)) and (not backward or bool(_COUNTED.search(row.before(i) + gap)))


def _backward(row: Row, i: int, reached: int, count: int) -> range:
    """Indexes of the marks before star `i` that it covers."""
    if _ALL.search(row.before(i)[-60:]) or count == 1:
        return range(reached, i)
    group = row.group_before(i)
    return range(group[0], i) if group else range(i, i)


def _give(row: Row, indexes: range, star: StarMention) -> None:
    for k in indexes:
        mark = row.marks[k]
        if isinstance(mark, Draft):
            mark.rating = star


def _anaphora(row: Row, previous: list[Draft]) -> None:
    stars = [m for m in row.marks if isinstance(m, StarMention)]
    if len(stars) == 1 and _THIS.search(row.text[row.start : span(stars[0])[1]]):
        for draft in previous:
            draft.rating = draft.rating or stars[0]
