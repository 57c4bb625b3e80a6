"""Alarms: what a source gives now against what it used to give and what it promises.

A paper that changes its layout rarely breaks loudly: leads vanish, dates fall back to another
place, bodies shrink to a caption. So the latest articles are compared with the median of the
windows before them, field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from extractors.sources import Source
from storage.runs import FIELDS, Yield

WINDOW = 10
"""Articles in a window. Fewer, and one photo story without a lead would be an alarm."""
WINDOWS = 3
"""Windows that make a past to compare with."""
PROMISED = {"title": 0.5, "body": 0.5, "published": 0.5}
"""What every source promises from its first window on: the share of pages with such a field."""
FILL_DROP = 0.4
"""A field filled in 95 of 100 articles and now in 5 of 10 is an alarm; 6 of 10 may be luck."""
SHRINK = 0.4
"""Bodies of less than this share of their usual length."""
FACTS_SHRINK = 0.2
"""Facts per OCOP article swing with the news, between a list of 40 products and a speech."""
DAYS_OF_NEWS = 5
"""Gaps between days with news that make a habit."""
QUIET_DAYS = 3
QUIET_GAPS = 4
"""Days, and times the usual gap, that a source may be silent."""
FACTS_WORTH_WATCHING = 1.0
"""Facts per OCOP article below which a fall means nothing."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to look at."""

    source: str
    what: str
    """`lead`, `body`, `body length`, `facts`, …"""
    now: str
    usual: str
    look_at: str

    def __str__(self) -> str:
        return (
            f"{self.source}: {self.what} {self.now}, usually {self.usual}: look at {self.look_at}"
        )


def alarms(source: Source, history: Sequence[Yield]) -> list[Alarm]:
    """What is wrong with a source, given what it gave in its runs, newest first.

    Empty while it has brought fewer than `WINDOW` pages, and for comparisons with the past while
    there are fewer than `WINDOWS` earlier windows.
    """
    now, *past = windows(history) or [Yield()]
    if now.pages < WINDOW:
        return []
    found = [alarm for field in FIELDS if (alarm := _field(source, field, now, past))]
    if len(past) >= WINDOWS:
        found += [a for a in (_bodies(source, now, past), _facts(source, now, past)) if a]
    return found


def windows(history: Sequence[Yield]) -> list[Yield]:
    """Runs, newest first, put together into windows of at least `WINDOW` pages."""
    made: list[Yield] = []
    window = Yield()
    for gave in history:
        window = window + gave
        if window.pages >= WINDOW:
            made.append(window)
            window = Yield()
    return made


# --- one measure each -----------------------------------------------------------------------------


def _field(source: Source, field: str, now: Yield, past: Sequence[Yield]) -> Alarm | None:
    """A field that is filled less often, or no longer by the paper's own selectors."""
    usual = _usual(lambda w: _share(w, field), past)
    share = _share(now, field)
    if field in PROMISED and share < PROMISED[field]:
        promised = f"{PROMISED[field]:.0%}" if usual is None else f"{usual:.0%}"
        return _of(source, field, f"filled in {share:.0%} of {now.pages} pages", promised)
    if usual is not None and share < usual - FILL_DROP:
        return _of(source, field, f"filled in {share:.0%} of {now.pages} pages", f"{usual:.0%}")
    usual = _usual(lambda w: _selected(w, field), past)
    share = _selected(now, field)
    if usual is not None and share < usual - FILL_DROP:
        found = f"found by the paper's selectors in {share:.0%} of {now.articles} articles"
        return _of(source, field, found, f"{usual:.0%}")
    return None


def _of(source: Source, field: str, now: str, usual: str) -> Alarm:
    look_at = f"selectors.{field}, 'ocop check {source.name}'"
    return Alarm(source.name, field, now, usual, look_at)


def _share(window: Yield, field: str) -> float:
    if field == "body":
        return window.articles / max(window.pages, 1)
    return window.fields[field][0] / max(window.articles, 1)


def _selected(window: Yield, field: str) -> float:
    return window.fields[field][1] / max(window.articles, 1)


def _bodies(source: Source, now: Yield, past: Sequence[Yield]) -> Alarm | None:
    length = now.body_chars / max(now.articles, 1)
    usual = _usual(lambda w: w.body_chars / max(w.articles, 1), past)
    if usual is None or length >= SHRINK * usual:
        return None
    look_at = f"selectors.body, selectors.drop, 'ocop check {source.name}'"
    return Alarm(source.name, "body length", f"{length:.0f} characters", f"{usual:.0f}", look_at)


def _facts(source: Source, now: Yield, past: Sequence[Yield]) -> Alarm | None:
    """OCOP articles are few: the windows are of articles, so some hold none; those do not count."""
    if now.ocop_articles < WINDOW // 2:
        return None
    rate = now.facts / now.ocop_articles
    speaking = [w for w in past if w.ocop_articles]
    usual = _usual(lambda w: w.facts / w.ocop_articles, speaking)
    if usual is None or usual < FACTS_WORTH_WATCHING or rate >= FACTS_SHRINK * usual:
        return None
    look_at = f"selectors.body (tables, lists), 'ocop check {source.name}'"
    return Alarm(source.name, "facts per OCOP article", f"{rate:.1f}", f"{usual:.1f}", look_at)


def _usual(measure: Callable[[Yield], float], past: Sequence[Yield]) -> float | None:
    """The median of a measure over the windows before; None where there are too few."""
    return median(measure(window) for window in past) if len(past) >= WINDOWS else None


def silence(source: Source, news_days: Sequence[date], answered: date | None) -> Alarm | None:
    """A source that answers but brings nothing new for longer than it ever is silent.

    `news_days`: days on which it brought something, the oldest first; `answered`: the day it last
    answered.
    """
    gaps = [(b - a).days for a, b in pairwise(news_days)]
    if answered is None or len(gaps) < DAYS_OF_NEWS:
        return None
    quiet = (answered - news_days[-1]).days
    if quiet <= max(QUIET_DAYS, QUIET_GAPS * median(gaps), *gaps):
        return None
    look_at = f"its feeds and article_url, 'ocop check {source.name}'"
    now, usual = f"none for {quiet} days", f"every {median(gaps):.0f}"
    return Alarm(source.name, "news", now, usual, look_at)
