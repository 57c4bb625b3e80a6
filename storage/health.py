"""How the sources fare: when they last answered, what they brought, what is still to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, case, func, select

from storage.frontier import listings_of
from storage.tables import links, runs, source_runs

NEWS_DAYS = 90
"""Days over which it is seen how often a source brings news."""


@dataclass(slots=True)
class Health:
    """A source as the database knows it. Times are aware."""

    succeeded_at: datetime | None = None
    """When a listing of it last was what it should be."""
    failing_since: datetime | None = None
    """Since when all its listings fail; None where one of them answers."""
    failures: list[str] = field(default_factory=list)
    """A line for each listing that fails now."""
    due_at: datetime | None = None
    """When it is asked next."""
    new: int = 0
    """Articles stored since the given time."""
    news_days: list[date] = field(default_factory=list)
    """Days, in UTC, on which it brought links that were new; the oldest first."""


def health_of(
    connection: Connection, sources: Sequence[str], now: datetime, new_since: datetime
) -> dict[str, Health]:
    """The health of each of these sources; one never asked has an empty one."""
    found = {source: Health() for source in sources}
    _read_listings(connection, found)
    _read_runs(connection, found, now - timedelta(days=NEWS_DAYS), new_since)
    return found


def _read_listings(connection: Connection, found: dict[str, Health]) -> None:
    by_source: dict[str, list[datetime | None]] = {}
    for listing in listings_of(connection, list(found)).values():
        health = found[listing.source]
        by_source.setdefault(listing.source, []).append(listing.failing_since)
        health.succeeded_at = _latest(health.succeeded_at, listing.succeeded_at)
        health.due_at = min(health.due_at or listing.due_at, listing.due_at)
        if listing.failing_since:
            line = f"{listing.kind} {listing.url}: {listing.outcome}: {listing.reason}"
            health.failures.append(line)
    for source, failing in by_source.items():
        times = [since for since in failing if since is not None]
        if len(times) == len(failing):
            found[source].failing_since = max(times)


def _read_runs(
    connection: Connection, found: dict[str, Health], since: datetime, new_since: datetime
) -> None:
    query = (
        select(
            source_runs.c.source,
            func.date(runs.c.started_at),
            func.sum(source_runs.c.links),
            func.sum(case((runs.c.started_at >= new_since, source_runs.c.new_articles), else_=0)),
        )
        .join(runs, runs.c.id == source_runs.c.run_id)
        .where(source_runs.c.source.in_(list(found)), runs.c.started_at >= since)
        .group_by(source_runs.c.source, func.date(runs.c.started_at))
        .order_by(func.date(runs.c.started_at))
    )
    for source, day, new_links, new in connection.execute(query):
        found[source].new += new
        if new_links:
            found[source].news_days.append(date.fromisoformat(str(day)))


@dataclass(frozen=True, slots=True)
class Backlog:
    """Articles of a source that are not fetched."""

    pending: int = 0
    """Still to be fetched, or to be tried again."""
    older: int = 0
    """Found, but too old for the usual run: left to `--since`."""
    given_up: int = 0
    """Every try failed."""


def backlog_of(connection: Connection, sources: Sequence[str], oldest: date) -> dict[str, Backlog]:
    """What is left to do for each of these sources; `oldest` is the first day of the usual run."""
    is_new = func.coalesce(links.c.latest_on, date.max) >= oldest
    unread = links.c.outcome.is_(None) | (links.c.tries > 0)
    query = (
        select(
            links.c.source,
            func.count(case((is_new, links.c.due_at))),
            func.count(case((~is_new, links.c.due_at))),
            func.count().filter(links.c.due_at.is_(None)),
        )
        .where(links.c.source.in_(sources), unread)
        .group_by(links.c.source)
    )
    found = {source: Backlog(*counts) for source, *counts in connection.execute(query)}
    return {source: found.get(source, Backlog()) for source in sources}


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((t for t in (one, other) if t is not None), default=None)
