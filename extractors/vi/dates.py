"""Date stamps as Vietnamese papers print them: day first, 24-hour clock, Vietnam's zone.

Forms seen on real pages (vnexpress, tuoitre, cafef, vietnamnet, provincial papers, 2014-2026):
`Thứ bảy, 7/3/2026, 00:05 (GMT+7)`, `07-03-2026 - 00:01 AM`, `15:10 05/02/2024`,
`Thứ ba, ngày 24 tháng 1 năm 2023 | 10:31`, `2026-03-07T08:52:11.000 +07:00`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from extractors.models import VIETNAM

_DAY = r"""(?:
    (?<![\d/.\-])(?P<d>\d{1,2})\s?(?P<mark>[/.\-–])\s?(?P<m>\d{1,2})\s?(?P=mark)\s?(?P<y>(?:19|20)\d\d)(?!\d)
  | (?<!\d)(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s*,?\s*(?:năm\s+)?(?P<y2>(?:19|20)\d\d)(?!\d)
  | (?<!\d)(?P<y3>(?:19|20)\d\d)-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})(?!\d)
)"""
_CLOCK = r"""(?<![\d:])(?P<{0}h>[01]?\d|2[0-3])(?:[:h]|\sgiờ\s)(?P<{0}min>\d{{1,2}})(?!\d)
    (?::(?P<{0}s>\d\d)(?:\.\d+)?)?(?:\s?(?P<{0}half>[AP]M|SA|CH)\b)?"""
_ZONE = r"""(?:\s*[(\[]?\s*(?:(?:GMT|UTC|GTM)\s?(?P<{0}name>[+-]\s?\d{{1,2}}(?::?\d\d)?)
    |(?P<{0}offset>[+-]\d\d:?\d\d)|(?P<{0}utc>Z)\b)\s*[)\]]?)?"""
# What stands between clock and day: marks, the weekday, "ngày", "lúc", the T of ISO 8601.
_GAP = r"(?:[\s,;|•\-–]|T(?=\d)|ngày\b|lúc\b|(?:thứ\s+\w+|chủ\s+nhật)\b){0,14}?"

_STAMP = re.compile(
    rf"(?:{_CLOCK.format('a')}{_ZONE.format('a')}{_GAP})?"
    rf"{_DAY}(?:{_GAP}{_CLOCK.format('b')}{_ZONE.format('b')})?{_ZONE.format('c')}",
    re.VERBOSE | re.IGNORECASE,
)
_SECONDS = re.compile(r"1\d{9}")
_YEAR = re.compile(r"19\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date printed at `text[start:end]`; `has_time` is False where only the day is given."""

    start: int
    end: int
    value: datetime
    has_time: bool


def stamps(text: str) -> Iterator[Stamp]:
    """Every full date (day, month, year) of the text, with its clock if one stands beside it.

    Values are in Vietnam's zone, +07:00, which is also what a date without a zone is taken
    for. Impossible dates are passed over.
    `stamps("Thứ Năm 22/09/2022 , 14:53 (GMT+7)")` → 2022-09-22T14:53:00+07:00.
    """
    for found in _STAMP.finditer(text) if _YEAR.search(text) else ():
        clock = "a" if found["ah"] else "b" if found["bh"] else ""
        try:
            value = _day(found) + (_clock(found, clock) if clock else timedelta())
            value = value.replace(tzinfo=_zone(found) or VIETNAM).astimezone(VIETNAM)
        except (ValueError, OverflowError):  # 31 February, +97:00, a year before the first
            continue
        yield Stamp(found.start(), found.end(), value, bool(clock))


@lru_cache(maxsize=256)  # a page says the same date in several places
def parse_stamp(text: str) -> Stamp | None:
    """The first date of a short string that is known to hold one, else None.

    Takes what pages put in `<time datetime>`, meta tags, JSON-LD and feeds (RFC 822, ISO 8601),
    and printed forms: `parse_stamp("Sat, 07 Mar 2026 08:00:00 +0700")`. Relative forms
    ("9 giờ trước") give None: only a clock could tell.
    """
    text = text.strip()
    if _SECONDS.fullmatch(text):  # vnexpress's its_publication: seconds since 1970
        return Stamp(0, len(text), datetime.fromtimestamp(int(text), VIETNAM), has_time=True)
    if found := next(stamps(text), None):
        return found
    try:
        value = parsedate_to_datetime(text)
        value = (value if value.tzinfo else value.replace(tzinfo=VIETNAM)).astimezone(VIETNAM)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Stamp(0, len(text), value, has_time=True)


def _day(found: re.Match[str]) -> datetime:
    year, month, day = (found[k] or found[k + "2"] or found[k + "3"] for k in "ymd")
    return datetime(int(year), int(month), int(day))  # noqa: DTZ001 - the zone is set by the caller


def _clock(found: re.Match[str], which: str) -> timedelta:
    """The time of day; ValueError for none."""
    hour, minute = int(found[which + "h"]), int(found[which + "min"])
    if minute > 59:
        raise ValueError(found.group())
    match (found[which + "half"] or "").upper():
        # cafef prints AM or PM after a 24-hour clock: "00:01 AM", "14:30 PM"
        case "PM" | "CH" if hour < 12:
            hour += 12
        case "AM" | "SA" if hour == 12:
            hour = 0
    return timedelta(hours=hour, minutes=minute, seconds=int(found[which + "s"] or 0))


def _zone(found: re.Match[str]) -> timezone | None:
    """The first zone that a stamp names, None without one."""
    for which in "abc":
        if found[which + "utc"]:
            return UTC
        if offset := found[which + "name"] or found[which + "offset"]:
            digits = re.sub(r"\D", "", offset)
            hours, minutes = int(digits[:2]), int(digits[2:] or 0)
            size = timedelta(hours=hours, minutes=minutes)
            return timezone(-size if "-" in offset else size)
    return None
