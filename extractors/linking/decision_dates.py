"""When a rating was decided, where the sentence that tells it says so.

"Năm 2023, trà Tân Cương được công nhận 4 sao"; "theo Quyết định 1234/QĐ-UBND ngày 15/12/2023".
A sentence with two such dates tells of none: which rating has which is not said.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_RATED = r"(?:công\s+nhận|xếp\s+hạng|chứng\s+nhận|đạt|nâng\s+hạng|phân\s+hạng)"
# "Quyết định 1234/QĐ-UBND ngày 15/12/2023", "… ngày 15 tháng 12 năm 2023".
_DECISION = re.compile(
    r"Quyết\s+định[^.;]{0,60}?ngày\s+(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(20\d\d)",
    re.IGNORECASE,
)
# "được công nhận 4 sao năm 2023", "năm 2023 được công nhận".
_YEAR = re.compile(
    rf"{_RATED}[^.;]{{0,60}}?(?<!\w)(?:từ\s+|trong\s+|vào\s+|đợt\s+\d+\s*/?\s*)?năm\s+(20\d\d)"
    rf"|(?<!\w)năm\s+(20\d\d)[^.;]{{0,80}}?{_RATED}",
    re.IGNORECASE,
)
# A year compared with ("so với năm 2019") or planned for ("phấn đấu đến năm 2025") decides nothing.
_OTHER_YEAR = re.compile(
    r"(?:so\s+với|phấn\s+đấu|mục\s+tiêu|kế\s+hoạch|dự\s+kiến|đến|giai\s+đoạn)[^.;]{0,40}?năm\s+20\d\d"
    r"|giai\s+đoạn\s+20\d\d",
    re.IGNORECASE,
)


class Decided(NamedTuple):
    """The day of a decision; of a year alone its last day."""

    on: date
    has_day: bool


def decided(sentence: str, published: date | None) -> Decided | None:
    """The one date that a sentence gives for a rating, not after the day of the article."""
    found = _days(sentence) or _years(sentence)
    if len(found) != 1:
        return None
    (only,) = found
    if published is None or only.on <= published:
        return only
    if not only.has_day and only.on.year == published.year:
        return Decided(published, has_day=False)
    return None


def _days(sentence: str) -> set[Decided]:
    """The days of decisions: "theo Quyết định 1234/QĐ-UBND ngày 15/12/2023"."""
    found = set()
    for match in _DECISION.finditer(sentence):
        day, month, year = map(int, match.groups())
        try:
            found.add(Decided(date(year, month, day), has_day=True))
        except ValueError:
            continue
    return found


def _years(sentence: str) -> set[Decided]:
    rest = _OTHER_YEAR.sub(" ; ", sentence)
    return {
        Decided(date(int(year), 12, 31), has_day=False)
        for match in _YEAR.finditer(rest)
        for year in match.groups()
        if year
    }
