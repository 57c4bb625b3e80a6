"""What all ways of linking a rating to its products share: whom it is given, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.linking.rows import Draft, Row, span
from extractors.models import StarMention, Status

ALL = re.compile(
    r"\b(?:đều|cùng|tất cả|toàn (?:là|bộ)|đồng loạt|cả (?:hai|ba|bốn|năm|\d+))\b", re.IGNORECASE
)
_NUMBER = r"(?<![\d.,])(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_NOUN = r"(?:sản phẩm|món|mặt hàng|homestay|điểm(?!\s*[,.;])|thứ|loại|hàng|làng|đặc sản)"
_COUNTED = re.compile(
    rf"\b({_NUMBER})\s+{_NOUN}\b(?:(?!thiếu|không|chưa|nhưng)[^;:.()]){{0,70}}$", re.IGNORECASE
)
_REST = re.compile(
    r"(?:các|những|số) sản phẩm còn lại (?:(?:đều|cùng|được|là)\s*)*$", re.IGNORECASE
)
_HELD = frozenset([Status.ACHIEVED, Status.UPGRADED, Status.DOWNGRADED])


def counted(row: Row, i: int) -> re.Match[str] | None:
    """The number of products that star `i` speaks of: "5 sản phẩm [đạt 4 sao]"."""
    return _COUNTED.search(row.text[row.start : span(row.marks[i])[0]])


def give(marks: Iterable[object], star: object) -> None:
    for mark in marks:
        if isinstance(mark, Draft) and isinstance(star, StarMention):
            mark.rating = star


def is_given(star: StarMention) -> bool:
    return star.stars is not None and not star.at_least and star.status in _HELD


def of_the_rest(row: Row, i: int) -> bool:
    """Whether star `i` is that of "các sản phẩm còn lại": of none that stands before it here."""
    return bool(_REST.search(row.before(i)))


def before_first(row: Row) -> str:
    """The words before the row's first product."""
    drafts = row.drafts()
    return row.text[row.start : drafts[0].mention.start] if drafts else row.words()
