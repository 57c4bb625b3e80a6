"""From what articles say of a product's stars to the history of its rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from extractors.models import Status

VALID_MONTHS = 36
"""A certificate lasts 36 months from the decision (Decision 148/QĐ-TTg of 2023)."""
_DISSENT = timedelta(days=180)
"""Two ratings so close, without a word of a change, are papers that disagree."""


class Said(NamedTuple):
    """What one article says of a product's rating."""

    on: date | None
    """Day of publication."""
    mention_id: int
    article_id: int
    stars: int | None
    status: str
    decided_on: date | None = None
    """Day of the decision, where the text gives one; of a year alone its last day."""
    decided_has_day: bool = False


@dataclass(slots=True)
class Rating:
    """One stretch of a product's history."""

    event: str
    stars: int | None
    rated_on: date | None
    rated_on_is: str
    """`decision` where the text gives its day, `year` where it gives that alone (`rated_on` is then
    31 December), else `article`: the day of the first that tells it."""
    mention_id: int
    last_seen: date | None
    articles: set[int] = field(default_factory=set)

    @property
    def valid_until(self) -> date | None:
        """Last day, computed: 36 months after `rated_on`; None for what holds no longer."""
        if self.rated_on is None or self.event in _ENDINGS.values():
            return None
        return _months_later(self.rated_on, VALID_MONTHS)


_ENDINGS = {Status.REVOKED.value: "revoked", Status.EXPIRED.value: "expired"}
_CHANGES = {Status.UPGRADED.value: "upgraded", Status.DOWNGRADED.value: "downgraded"}
_HELD = frozenset([Status.ACHIEVED.value, *_CHANGES])


def history(said: Sequence[Said]) -> tuple[list[Rating], list[tuple[Said, Said]]]:
    """Ratings, oldest first, and pairs of statements that contradict each other.

    3 stars in 2021, 4 in 2023: upgraded. 4 stars, 3 in one paper a month later, 4 again: papers
    that disagree; the one that stands alone opens no stretch of its own.
    """
    ordered = sorted(filter(_is_rating, said), key=lambda s: (_day(s), s.mention_id))
    ratings: list[Rating] = []
    dissents: list[tuple[Said, Said]] = []
    last: Said | None = None
    for i, one in enumerate(ordered):
        if last is not None and _dissents(one, last, ordered[i + 1 :]):
            dissents.append((last, one))
            continue
        event = _event(one, ratings[-1] if ratings else None)
        if event is None:
            ratings[-1].articles.add(one.article_id)
            ratings[-1].last_seen = one.on or ratings[-1].last_seen
        else:
            ratings.append(_rating(event, one, ratings[-1] if ratings else None))
        last = one
    return ratings, dissents


def _is_rating(said: Said) -> bool:
    return said.status in _ENDINGS or (said.stars is not None and said.status in _HELD)


def _day(said: Said) -> date:
    return said.decided_on or said.on or date.min


def _event(said: Said, now: Rating | None) -> str | None:
    """What a statement adds to the history; None where it repeats what is known."""
    if said.status in _ENDINGS:
        ending = _ENDINGS[said.status]
        return None if now and now.event == ending else ending
    if now is None:
        return _CHANGES.get(said.status, "rated")
    if now.event in _ENDINGS.values():
        return "renewed"
    if now.stars == said.stars:
        return "renewed" if _is_later_decision(said, now) else None
    return "upgraded" if (said.stars or 0) > (now.stars or 0) else "downgraded"


def _is_later_decision(said: Said, now: Rating) -> bool:
    if now.rated_on is None or now.valid_until is None:
        return False
    if said.decided_on is not None and now.rated_on_is != "article":
        return said.decided_on - now.rated_on > _DISSENT
    return _day(said) > now.valid_until


def _dissents(one: Said, last: Said, later: Sequence[Said]) -> bool:
    """Other stars than just before, no word of a change, and soon after the old ones again."""
    if one.status != Status.ACHIEVED or last.stars is None or one.stars == last.stars:
        return False
    soon = [s for s in later if _day(s) - _day(one) <= _DISSENT]
    near = _day(one) - _day(last) <= _DISSENT
    return near and any(s.stars == last.stars for s in soon)


def _rating(event: str, said: Said, now: Rating | None) -> Rating:
    """What is said of an end without its stars ends those that the product holds."""
    return Rating(
        event=event,
        stars=now.stars if now and said.stars is None else said.stars,
        rated_on=said.decided_on or said.on,
        rated_on_is=_source_of_day(said),
        mention_id=said.mention_id,
        last_seen=said.on,
        articles={said.article_id},
    )


def _source_of_day(said: Said) -> str:
    if said.decided_on is None:
        return "article"
    return "decision" if said.decided_has_day else "year"


def _months_later(day: date, months: int) -> date:
    """`_months_later(date(2024, 2, 29), 36)` → 28 February 2027."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
