"""What all ways of linking a rating to its products share: whom it is given, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extractors.linking.rows import Draft, Row, span
from extractors.models import StarMention, Status
from extractors.vi.numbers import UNITS

# A rating of all that were named: "đều đạt 4 sao", "cả ba".
ALL = re.compile(
    r"\b(?:đều|cùng|tất cả|toàn (?:là|bộ)|đồng loạt|cả (?:hai|ba|bốn|năm|\d+))\b", re.IGNORECASE
)
_NUMBER = r"(?<![\d.,/])(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_NOUN = r"(?:sản phẩm|món|mặt hàng|homestay|điểm(?!\s*[,.;])|thứ|loại|hàng|làng|đặc sản)"
_COUNTED = re.compile(rf"\b({_NUMBER})(?:/\d+)?\s+{_NOUN}\b", re.IGNORECASE)
_UP_TO_RATING = re.compile(r"(?:(?!thiếu|không|chưa|nhưng)[^;:.()]){0,70}", re.IGNORECASE)
_NEAR = 100
"""Characters before a rating in which the number of its products may stand."""
_REST = re.compile(
    r"(?:các|những|số) sản phẩm còn lại (?:(?:đều|cùng|được|là)\s*)*$", re.IGNORECASE
)
_NOT = " (?:được )?(?:đạt|qua|đủ|công nhận)"
_PAPERS = r" (?:\w+ )?(?:hồ sơ|phiếu|chứng nhận|giấy)"
_REFUSALS = (
    ("không", _NOT), ("chưa", _NOT), ("chẳng", _NOT), ("bị", " (?:trả|loại)"), ("trượt", ""),
    ("rớt", ""), ("trả", " lại hồ sơ"), ("bổ", f" sung{_PAPERS}"), ("hoàn", f" thiện{_PAPERS}"),
    ("làm", f" lại{_PAPERS}"),
)  # fmt: skip
_REFUSED = re.compile(  # of words in small letters
    "|".join(rf"{word}(?<!\w{word}){rest}\b" for word, rest in _REFUSALS)
)
_HELD = frozenset([Status.ACHIEVED, Status.UPGRADED, Status.DOWNGRADED])


def counted(row: Row, i: int) -> int | None:
    """How many products star `i` speaks of: 5 before "đạt 4 sao" in "5 sản phẩm đạt 4 sao"."""
    named = row.draft_before(i)
    end = span(row.marks[i])[0]
    start = max(end - _NEAR, row.start if named is None else span(row.marks[named])[1])
    return _number_before(row.text, start, end)


@lru_cache(maxsize=64)  # several rules ask of the same rating
def _number_before(text: str, start: int, end: int) -> int | None:
    numbers = list(_COUNTED.finditer(text, start, end))
    if not numbers or not _UP_TO_RATING.fullmatch(text, numbers[-1].end(), end):
        return None
    return value_of(numbers[-1][1])


def value_of(word: str) -> int:
    """A small number in digits or words: "7", "Bảy", "mười"."""
    return int(word) if word.isdigit() else UNITS.get(word.lower(), 10)


def give(marks: Iterable[object], star: object, how: str) -> None:
    """Give the products among these marks this rating, if it is one; `how` names the way."""
    for mark in marks:
        if isinstance(mark, Draft) and isinstance(star, StarMention):
            mark.rate(star, how)


def is_given(star: StarMention) -> bool:
    """Whether it gives products their stars: "đạt 4 sao", not "từ 3 sao trở lên", "tiềm năng"."""
    return star.stars is not None and not star.at_least and star.status in _HELD


def of_the_rest(row: Row, i: int) -> bool:
    """Whether star `i` is that of "các sản phẩm còn lại": of none that stands before it here."""
    return bool(_REST.search(row.before(i)))


def before_first(row: Row) -> str:
    """The words before the row's first product."""
    drafts = row.drafts()
    return row.text[row.start : drafts[0].mention.start] if drafts else row.words()


def is_refusal(row: Row) -> bool:
    """Whether a sentence without a rating says why its products have none."""
    return bool(row.drafts() and not row.stars and refuses(row.words()))


def refuses(words: str) -> bool:
    """Whether words say that something has no rating: " không đạt; ", " bị loại, "."""
    return _REFUSED.search(words.lower()) is not None
