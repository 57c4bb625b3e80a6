"""One administrative unit of Vietnam between two changes: a row of the table in `units.py`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from extractors.models import Level

REFORM = date(2025, 7, 1)
"""63 provinces became 34, districts were dissolved, 10,035 communes became 3,321."""

LEVELS = {
    "tỉnh": Level.PROVINCE,
    "thành phố": Level.DISTRICT,  # of a province; the centrally run ones have no parent
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}
"""The types of units, as the table and the papers write them, and the level of each."""


class Unit(NamedTuple):
    """One administrative unit between two changes. `code` and `valid_from` name it."""

    code: str
    valid_from: date | None
    """First day; None: before the sources begin."""
    valid_to: date | None
    """Last day; None: still valid."""
    type: str
    name: str
    parent_code: str
    successor_codes: tuple[str, ...]
    """Who took it over on the day after `valid_to`, main one first."""
    latitude: float | None
    longitude: float | None
    former: tuple[str, ...]
    """Units merged into it before 2023, known by type and unmarked name only: `xa:danhsy`."""

    @property
    def typed(self) -> str:
        """`xã Ngọc Chiến`."""
        return f"{self.type} {self.name}"

    @property
    def level(self) -> Level:
        """Of its type; a unit without parent is a province: thành phố Cần Thơ, no district."""
        return LEVELS[self.type] if self.parent_code else Level.PROVINCE

    def valid_on(self, day: date) -> bool:
        """Whether it existed on this day; the first and the last day count."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def overlap(one: Unit, other: Unit) -> bool:
    """Whether the two existed on a common day."""
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (
        other.valid_from or date.min
    ) <= (one.valid_to or date.max)


@lru_cache(maxsize=64)
def _day(text: str) -> date | None:
    """A day of the table; "~" before it: not exactly known; empty: unknown, or still to come."""
    return date.fromisoformat(text.lstrip("~")) if text else None


def unit_of(line: str) -> Unit:
    """A line of `data/units.tsv`, ten cells between tabs → the unit."""
    code, since, until, kind, name, parent, successors, latitude, longitude, former = line.split(
        "\t"
    )
    return Unit(
        code,
        _day(since),
        _day(until),
        kind,
        name,
        parent,
        tuple(successors.split()),
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        tuple(former.split()),
    )
