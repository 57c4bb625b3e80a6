"""The archive's index: which record of which WARC file holds what, as rows of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.tables import archive_records, runs
from storage.warc.pages import Entry
from storage.warc.reading import Capture

_t = archive_records.c
_COLUMNS = (
    _t.file,
    _t.offset,
    _t.length,
    _t.url,
    _t.fetched_at,
    _t.kind,
    _t.status,
    _t.media_type,
    _t.digest,
)
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records: fetched at or after `since` and before `until`, by run `run`, in `file`."""

    since: datetime | None = None
    until: datetime | None = None
    run: int | None = None
    file: str | None = None


def entry_of(file: str, capture: Capture) -> Entry:
    """The row of a record just read from a file."""
    head = capture.head
    return Entry(
        file=file,
        offset=capture.offset,
        length=capture.length,
        url=head.url,
        fetched_at=head.fetched_at,
        kind=head.kind,
        status=head.status,
        media_type=head.media_type,
        digest=head.digest,
    )


def add_file(connection: Connection, entries: Collection[Entry]) -> None:
    """Write down all records of one file, if they are not yet there."""
    if not entries:
        return
    name = next(iter(entries)).file
    if connection.execute(select(_t.id).where(_t.file == name).limit(1)).first():
        return
    run = _run_at(connection, min(entry.fetched_at for entry in entries))
    names = [column.name for column in _COLUMNS]
    rows = [{name: getattr(entry, name) for name in names} | {"run_id": run} for entry in entries]
    connection.execute(insert(archive_records), rows)


def set_run(connection: Connection, names: Collection[str], run: int) -> None:
    """Say which run fetched what is in these files."""
    connection.execute(update(archive_records).where(_t.file.in_(names)).values(run_id=run))


def _run_at(connection: Connection, at: datetime) -> int | None:
    """The collecting run that was under way, as far as one can tell from the time."""
    begun = (runs.c.command == "collect", runs.c.started_at <= at)
    found: int | None = connection.scalar(select(func.max(runs.c.id)).where(*begun))
    return found


def files(connection: Connection) -> set[str]:
    """Names of all files in the index."""
    return set(connection.scalars(select(_t.file).distinct()))


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Take files out of the index."""
    for name in names:
        connection.execute(delete(archive_records).where(_t.file == name))


def digest_at(connection: Connection, url: str) -> str | None:
    """The payload that an address answered with last, 304 aside."""
    query = (
        select(_t.digest)
        .where(_t.url == url, _t.status.between(200, 299))
        .order_by(_t.fetched_at.desc(), _t.id.desc())
    )
    return connection.scalar(query.limit(1))


def holders(connection: Connection, digest: str) -> list[Entry]:
    """The responses that hold a payload, the newest first; none for no digest."""
    if not digest:
        return []
    return [Entry(*row) for row in connection.execute(_HOLDERS, {"wanted": digest})]


_HOLDERS = (  # asked for every page that is kept: built once, it takes half the time
    select(*_COLUMNS)
    .where(_t.digest == bindparam("wanted"), _t.kind == "response")
    .order_by(_t.fetched_at.desc(), _t.id.desc())
)


def is_held(connection: Connection, digest: str) -> bool:
    """Whether there may be holders of a payload.

    It is asked for every page that is kept, and mostly not so: the driver itself says so in a
    fifth of the time that SQLAlchemy takes.
    """
    statement, is_positional = _is_held(connection.dialect)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, (digest,) if is_positional else {"wanted": digest})
        return cursor.fetchone() is not None
    except connection.dialect.loaded_dbapi.Error as error:
        connection.invalidate()  # or SQLAlchemy would try to put in order what may be gone, loudly
        raise DBAPIError(statement, digest, error) from error
    finally:
        cursor.close()


@cache
def _is_held(dialect: Dialect) -> tuple[str, bool]:
    query = select(_t.id).where(_t.digest == bindparam("wanted"))
    return str(query.compile(dialect=dialect)), dialect.positional


def newest(connection: Connection, url: str, until: datetime | None = None) -> Entry | None:
    """The last record of an address, or the last before a time."""
    query = select(*_COLUMNS).where(_t.url == url)
    if until is not None:
        query = query.where(_t.fetched_at < until)
    row = connection.execute(query.order_by(_t.fetched_at.desc(), _t.id.desc())).first()
    return Entry(**row._mapping) if row else None


def entries(
    connection: Connection,
    selection: Selection,
    after: tuple[str, int] = ("", -1),
    limit: int | None = None,
) -> list[Entry]:
    """The selected records in order of file and offset, which is that of time; only those behind
    the file and offset `after`, at most `limit`."""
    behind = or_(_t.file > after[0], and_(_t.file == after[0], _t.offset > after[1]))
    query = select(*_COLUMNS).where(*_conditions(selection), behind)
    rows = connection.execute(query.order_by(_t.file, _t.offset).limit(limit))
    return [Entry(**row._mapping) for row in rows]


def batches(
    database: Database, selection: Selection, after: tuple[str, int] = ("", -1)
) -> Iterator[Entry]:
    """The same, however many: no query stays open while they are used, since that would keep the
    database's log from being folded in."""
    while True:
        with database.reading() as connection:
            batch = entries(connection, selection, after, _BATCH)
        yield from batch
        if len(batch) < _BATCH:
            return
        after = (batch[-1].file, batch[-1].offset)


def size(connection: Connection, selection: Selection) -> int:
    """Compressed bytes of the selected records."""
    query = select(func.coalesce(func.sum(_t.length), 0)).where(*_conditions(selection))
    return int(connection.scalar(query) or 0)


def expired(connection: Connection, before: datetime) -> list[str]:
    """Files whose records are all older and hold no payload that a younger record refers to."""
    old = select(_t.file).group_by(_t.file).having(func.max(_t.fetched_at) < before)
    names = set(connection.scalars(old))
    revisit = archive_records.alias().c
    needed = select(_t.file).where(
        _t.kind == "response",
        _t.file.in_(names),
        _t.digest == revisit.digest,
        _t.digest != "",
        revisit.kind == "revisit",
        revisit.file.not_in(names),
    )
    return sorted(names - set(connection.scalars(needed.distinct())))


def _conditions(selection: Selection) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if selection.since is not None:
        wanted.append(_t.fetched_at >= selection.since)
    if selection.until is not None:
        wanted.append(_t.fetched_at < selection.until)
    if selection.run is not None:
        wanted.append(_t.run_id == selection.run)
    if selection.file is not None:
        wanted.append(_t.file == selection.file)
    return wanted
