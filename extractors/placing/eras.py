"""Which map a text means, the one before or after 1 July 2025: by its day, its words, its units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from extractors.models import PlaceMention
from extractors.reading import Reading
from extractors.vi.units import REFORM, Unit


class Era(StrEnum):
    """Before or after the reform in which districts were dissolved and most communes merged."""

    OLD = "before 1 July 2025"
    NEW = "since 1 July 2025"


# "huyện Bắc Hà (cũ)", "Chương Mỹ cũ", "tỉnh Bến Tre trước đây"
_OLD_AFTER = re.compile(r"\s*[(,]?\s*(?:cũ\b|trước đây|trước kia|trước sáp nhập|trước khi)")
# "sáp nhập ba xã …", "nguyên là xã …", "(trước là …", "trước sắp xếp, hai xã …"
_UNITS = r"(?:các |hai |ba |bốn |\d+ )?(?:xã|phường|huyện|tỉnh|thành phố|thị xã|thị trấn|đơn vị)\b"
_OLD_BEFORE = re.compile(
    r"(?:(?<!sau )(?<!sau khi )(?:sáp nhập|hợp nhất|nhập) (?:toàn bộ |nguyên trạng )?"
    + _UNITS
    + r"|tách (?:từ|khỏi)|nguyên là|vốn là|trước (?:đây|kia)? ?(?:là|thuộc|sắp xếp)|tên cũ(?: là)?)"
    r"(?![^.;()]*\b(?:thành|nay)\b)[^.;()]*$"
)
_LOOK_BACK = re.compile("nhập|hợp nhất|tách|nguyên|vốn|trước|tên")
"""No unit is old by the words before it without one of these; few places have any."""
# "nay là phường …", "nay thuộc tỉnh …", "thành lập xã …", "các xã mới: …", "xã … mới"
_IS = r" (?:là|thuộc|thành|đổi)[^.;()]*$"
_NEW = r" mới:?[^.;()]*$"
_NEW_BEFORE = re.compile(  # fast to search for, as each begins with a letter
    rf"nay(?<!\wnay){_IS}|hiện(?: nay)?{_IS}|sau (?:khi )?(?:sáp nhập|sắp xếp)[^.;()]*$"
    rf"|thành (?:lập )?$|xã{_NEW}|phường{_NEW}|tỉnh{_NEW}|đơn vị{_NEW}"
)
_NEW_AFTER = re.compile(r"\s*[(,]?\s*mới(?=[),.;:]|$)")
_DAY = re.compile(r"(\d(?<!\w\d)\d?)[/-](\d{1,2})[/-](20\d\d)\b")
_YEAR = re.compile(r"20(?<!\w20)[0-3]\d\b")
REACH = 150
"""Characters before and after a name in which words may tell its era."""
_LAST_OLD_YEAR = 2024
"""A text whose latest year is this one or earlier was written before the reform."""


def era_of(unit: Unit) -> Era:
    """>>> era_of(units().on("26740", date(2025, 6, 30)))  # phường Bến Nghé → Era.OLD"""
    return Era.NEW if unit.valid_from is not None and unit.valid_from >= REFORM else Era.OLD


def marked(text: str, mention: PlaceMention, start: int, end: int) -> Era | None:
    """What the words around a mention say of its era; its sentence is `text[start:end]`."""
    before = text[max(start, mention.start - REACH) : mention.start]
    after = text[mention.end : min(end, mention.end + REACH)]
    if _OLD_AFTER.match(after):
        return Era.OLD
    if _NEW_AFTER.match(after) or _NEW_BEFORE.search(before):
        return Era.NEW
    looks_back = _LOOK_BACK.search(before) and _OLD_BEFORE.search(before)
    return Era.OLD if looks_back else None


def era_of_article(reading: Reading, choices: Sequence[Sequence[Unit]]) -> Era | None:
    """By the day of publication; without one by the units that only one map has, by the latest
    day or year the text names; None where nothing tells.

    `choices` are the units each mention may mean.
    """
    published = reading.article.published
    if published is not None:
        return Era.NEW if published.date() >= REFORM else Era.OLD
    return _by_dates(reading.article.text) or _by_units(choices) or _by_years(reading.article.text)


def _by_dates(text: str) -> Era | None:
    days = [(int(y), int(m), int(d)) for d, m, y in _DAY.findall(text)]
    past = [day for day in days if day[0] <= REFORM.year + 2]
    return Era.NEW if past and max(past) >= (REFORM.year, REFORM.month, 2) else None


def _by_units(choices: Sequence[Sequence[Unit]]) -> Era | None:
    only = [eras.pop() for units in choices if len(eras := {era_of(u) for u in units}) == 1]
    if only.count(Era.NEW) >= 2:
        return Era.NEW  # a text of the new map looks back at the old one, never the other way
    return Era.OLD if Era.OLD in only else None


def _by_years(text: str) -> Era | None:
    years = [int(y) for y in _YEAR.findall(text)]
    return Era.OLD if years and max(years) <= _LAST_OLD_YEAR else None


def on_day(rows: Sequence[Unit], day: date | None) -> Unit:
    """Of several rows of one unit the one of that day, else the nearest to it, else the last."""
    if day is None:
        return max(rows, key=lambda u: u.valid_to or date.max)
    return min(rows, key=lambda u: (not u.valid_on(day), _distance(u, day)))


def _distance(unit: Unit, day: date) -> int:
    if unit.valid_from is not None and day < unit.valid_from:
        return (unit.valid_from - day).days
    return (day - (unit.valid_to or day)).days
