"""What to fetch: listings with their validators, and every link ever found with its outcome.

A link is stored before it is fetched and keeps its outcome afterwards, so that a run killed
anywhere loses nothing and fetches nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from extractors.models import Link, Outcome
from storage.tables import links, listings

TEMPORARY = (Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.HTTP_ERROR, Outcome.BLOCKED)
"""Outcomes worth another try in a later run; CRASHED too, once better code is there: by replay."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the last visit of a feed, sitemap or section page left behind."""

    url: str
    etag: str | None
    last_modified: str | None
    body_sha256: str | None


@dataclass(frozen=True, slots=True)
class PendingLink:
    """An article address still to be fetched."""

    url: str
    source: str


def listing(connection: Connection, url: str) -> Listing | None:
    """The remembered state of a listing, None before its first visit."""
    columns = (listings.c.url, listings.c.etag, listings.c.last_modified, listings.c.body_sha256)
    row = connection.execute(select(*columns).where(listings.c.url == url)).one_or_none()
    return Listing(*row) if row else None


def save_listing(
    connection: Connection,
    state: Listing,
    *,
    source: str,
    kind: str,
    checked_at: datetime,
    outcome: Outcome,
    reason: str | None = None,
) -> None:
    """Remember a visit. Validators of a failed visit should be those of the last good one."""
    values = {
        "source": source,
        "kind": kind,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_sha256": state.body_sha256,
        "checked_at": checked_at,
        "outcome": outcome.value,
        "reason": reason,
    }
    done = connection.execute(
        update(listings).where(listings.c.url == state.url).values(values)
    ).rowcount
    if not done:
        connection.execute(insert(listings).values(url=state.url, **values))


def add_links(
    connection: Connection,
    found: Iterable[Link],
    *,
    source: str,
    found_in: str,
    found_at: datetime,
) -> int:
    """Store addresses not seen before; returns how many those were."""
    unique = {link.url: link for link in found}
    known = set(
        connection.scalars(select(links.c.url).where(links.c.url.in_(unique))) if unique else ()
    )
    rows = [
        {
            "url": link.url,
            "source": source,
            "title": link.title,
            "published_at": link.published,
            "found_in": found_in,
            "found_at": found_at,
            "tries": 0,
        }
        for link in unique.values()
        if link.url not in known
    ]
    if rows:
        connection.execute(insert(links), rows)
    return len(rows)


def pending_links(
    connection: Connection, sources: Sequence[str], max_tries: int
) -> list[PendingLink]:
    """Addresses not fetched yet or failed for a while, in the order they were found."""
    temporary = [outcome.value for outcome in TEMPORARY]
    query = (
        select(links.c.url, links.c.source)
        .where(
            links.c.source.in_(sources),
            or_(links.c.outcome.is_(None), links.c.outcome.in_(temporary)),
            links.c.tries < max_tries,
        )
        .order_by(links.c.found_at, links.c.url)
    )
    return [PendingLink(*row) for row in connection.execute(query)]


def finish_link(
    connection: Connection, url: str, outcome: Outcome, reason: str | None, at: datetime
) -> None:
    """Write down what became of an address."""
    connection.execute(
        update(links)
        .where(links.c.url == url)
        .values(outcome=outcome.value, reason=reason, tries=links.c.tries + 1, tried_at=at)
    )
