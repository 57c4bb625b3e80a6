"""What to fetch: listings with their validators, and every link ever found with its outcome.

A link is stored before it is fetched and keeps its outcome afterwards, so that a run killed
anywhere loses nothing and fetches nothing twice. When something is to be fetched is written down
with it (`due_at`); this module does not decide it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from extractors.models import Outcome
from extractors.sources import Page
from storage.tables import links, listings


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer left behind to ask for changes only."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None

    @classmethod
    def of(cls, page: Page) -> Validators:
        """Of a page that came whole."""
        digest = hashlib.sha256(page.body).hexdigest()
        return cls(page.header("etag") or None, page.header("last-modified") or None, digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A feed, sitemap or section page after its last visit."""

    url: str
    source: str
    kind: str
    validators: Validators = Validators()
    whole_at: datetime | None = None
    """When its body was last sent, not just a 304."""
    checked_at: datetime
    outcome: Outcome
    reason: str | None = None
    succeeded_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    wait: timedelta
    due_at: datetime


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An article address as a listing gives it, with what is known of its day in Vietnam."""

    url: str
    identity: str
    title: str = ""
    published_at: datetime | None = None
    earliest_on: date | None = None
    latest_on: date | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PendingLink:
    """An article address that is to be fetched now."""

    url: str
    source: str
    tries: int
    outcome: Outcome | None
    born_at: datetime
    """When it was published, as its listing says, or else found."""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Window:
    """Days of publication in Vietnam, both ends counting; None is open."""

    since: date | None = None
    until: date | None = None


def listings_of(connection: Connection, sources: Sequence[str]) -> dict[str, Listing]:
    """Every listing of these sources ever visited, by address."""
    rows = connection.execute(select(listings).where(listings.c.source.in_(sources))).mappings()
    return {row["url"]: _listing(row) for row in rows}


def save_listing(connection: Connection, visited: Listing) -> None:
    """Remember a visit."""
    row = asdict(visited)
    row |= row.pop("validators")
    row |= {"wait_seconds": int(visited.wait.total_seconds()), "outcome": visited.outcome.value}
    del row["wait"]
    known = update(listings).where(listings.c.url == visited.url).values(row)
    if not connection.execute(known).rowcount:
        connection.execute(insert(listings).values(row))


def add_links(
    connection: Connection, found: Iterable[FoundLink], *, source: str, found_in: str, at: datetime
) -> int:
    """Store the articles not seen before, due at once; returns how many those were."""
    unique = list(
        {link.url: link for link in {one.identity: one for one in found}.values()}.values()
    )
    known = _known(connection, links.c.identity, [link.identity for link in unique])
    known |= _known(connection, links.c.url, [link.url for link in unique])
    rows = [
        {
            "url": link.url,
            "identity": link.identity,
            "source": source,
            "title": link.title,
            "published_at": link.published_at,
            "earliest_on": link.earliest_on,
            "latest_on": link.latest_on,
            "found_in": found_in,
            "found_at": at,
            "tries": 0,
            "due_at": at,
        }
        for link in unique
        if not known & {link.identity, link.url}
    ]
    if rows:
        connection.execute(insert(links), rows)
    return len(rows)


def link_address(connection: Connection, identity: str) -> str | None:
    """The address under which the article of this identity is fetched; None where it is none."""
    query = select(links.c.url).where(links.c.identity == identity)
    address: str | None = connection.scalar(query)
    return address


def wake_changed(
    connection: Connection, found: Iterable[FoundLink], *, at: datetime, quiet: timedelta
) -> int:
    """Make stored articles due that a listing says were changed since they were fetched.

    One fetched within `quiet` is left alone: some sitemaps say "just now" of everything.
    """
    told = {link.identity: link.modified_at for link in found if link.modified_at is not None}
    changed = [
        row.identity
        for some in _slices(list(told))
        for row in connection.execute(
            select(links.c.identity, links.c.tried_at).where(
                links.c.identity.in_(some),
                links.c.outcome.in_(_READ),
                or_(links.c.due_at.is_(None), links.c.due_at > at),
            )
        )
        if row.tried_at < min(told[row.identity], at - quiet)
    ]
    for some in _slices(changed):
        connection.execute(update(links).where(links.c.identity.in_(some)).values(due_at=at))
    return len(changed)


_READ = [
    o.value for o in (Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED)
]


def pending_links(
    connection: Connection, source: str, at: datetime, window: Window, limit: int | None = None
) -> list[PendingLink]:
    """Articles of a source that are due and may lie in the window; the newest first."""
    query = (
        select(
            links.c.url,
            links.c.tries,
            links.c.outcome,
            func.coalesce(links.c.published_at, links.c.found_at),
            links.c.etag,
            links.c.last_modified,
            links.c.body_sha256,
        )
        .where(links.c.source == source, links.c.due_at <= at, _inside(window))
        .order_by(links.c.latest_on.desc().nulls_last(), links.c.found_at)
        .order_by(links.c.url)
        .limit(limit)
    )
    return [
        PendingLink(url, source, tries, Outcome(o) if o else None, born, Validators(*validators))
        for url, tries, o, born, *validators in connection.execute(query)
    ]


def _inside(window: Window) -> ColumnElement[bool]:
    """What is not known to lie outside may lie inside."""
    return and_(
        or_(links.c.latest_on.is_(None), links.c.latest_on >= (window.since or date.min)),
        or_(links.c.earliest_on.is_(None), links.c.earliest_on <= (window.until or date.max)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedLink:
    """What became of an article address, and when it is to be fetched again, if ever."""

    url: str
    outcome: Outcome
    reason: str | None = None
    tried_at: datetime
    tries: int = 0
    due_at: datetime | None = None
    validators: Validators | None = None
    """None leaves those of an earlier answer."""


def finish_links(connection: Connection, finished: Iterable[FinishedLink]) -> None:
    """Write them down."""
    whole, rest = [], []
    for link in finished:
        row = {
            "address": link.url,
            "outcome": link.outcome.value,
            "reason": link.reason,
            "tries": link.tries,
            "tried_at": link.tried_at,
            "due_at": link.due_at,
        }
        if link.validators is None:
            rest.append(row)
        else:
            whole.append(row | asdict(link.validators))
    for rows in (whole, rest):
        if rows:
            connection.execute(_FINISH, rows)


_FINISH = update(links).where(links.c.url == bindparam("address"))


def _known(connection: Connection, column: Column[str], values: Sequence[str]) -> set[str]:
    return {
        found
        for some in _slices(values)
        for found in connection.scalars(select(column).where(column.in_(some)))
    }


def _slices(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """SQLite takes 32,766 values in a statement; a sitemap has up to 50,000."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _listing(row: Any) -> Listing:
    values = dict(row)
    values["validators"] = Validators(*(values.pop(name) for name in Validators.__slots__))
    values["outcome"] = Outcome(values["outcome"])
    values["wait"] = timedelta(seconds=values.pop("wait_seconds"))
    return Listing(**values)
