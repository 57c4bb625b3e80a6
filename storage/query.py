"""Anyone's SQL, read only; the database itself refuses to write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import sqlite
from storage.database import Database
from storage.errors import StoreError

_STEPS = 100_000
"""Steps of SQLite between two looks at signals: Ctrl-C ends a long query."""


# SQLite keeps true as 1; a column that is asked for as it is says `true`, as on PostgreSQL. Days
# are text there, and stay it: Python would stumble over what a UNION mixes among them.
_BOOLEANS = {b"0": False, b"1": True}
sqlite3.register_converter("BOOLEAN", lambda value: _BOOLEANS.get(value, value.decode()))
sqlite3.register_converter("DATE", bytes.decode)


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a query and its rows, which come as they are read."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


@contextmanager
def ask(database: Database, sql: str) -> Iterator[Answer]:
    """Run one statement that only reads. Raises StoreError, also for one that would write.

    SQLite opens the file read-only; PostgreSQL runs a read-only transaction and takes one
    statement only, so that none can end it. Who must not see everything gets a role of their own.
    """
    if database.file is not None:
        with _sqlite(database, database.file) as connection:
            yield _answer(database, connection.execute, sql)
    else:
        with database.snapshot() as connection:
            cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
            yield _streamed(database, cursor, sql)


@contextmanager
def _sqlite(database: Database, file: Path) -> Iterator[sqlite3.Connection]:
    if not file.is_file():
        raise StoreError(f"database {database.name}: no such file")
    connection = sqlite.reader(file, "ro", sqlite3.PARSE_DECLTYPES)
    connection.set_authorizer(_allow)
    connection.set_progress_handler(lambda: 0, _STEPS)
    try:
        yield connection
    except sqlite3.Error as error:
        raise _refused(database, error) from error
    finally:
        connection.close()


def _allow(action: int, *_: str | None) -> int:
    """ATTACH would make a new file."""
    refused = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    return sqlite3.SQLITE_DENY if action in refused else sqlite3.SQLITE_OK


def _answer(database: Database, execute: Any, sql: str) -> Answer:
    try:
        cursor = execute(sql)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _refused(database, error) from error
    if cursor.description is None:
        raise StoreError(f"database {database.name}: the statement gives no rows")
    return Answer(tuple(column[0] for column in cursor.description), iter(cursor))


def _streamed(database: Database, cursor: Any, sql: str) -> Answer:
    """PostgreSQL: row by row, over the protocol that takes one statement only."""
    cursor.execute("SET LOCAL TIME ZONE 'UTC'")
    rows = cursor.stream(sql)
    try:
        first = next(rows, None)
    except Exception as error:  # of the driver, which is not imported here
        raise _refused(database, error) from error
    if first is None:  # without a row it has not said its columns
        cursor.execute(sql, prepare=True)
    columns = tuple(column.name for column in cursor.description or ())
    return Answer(columns, _with_first(first, rows))


def _with_first(first: Any, rows: Iterator[Any]) -> Iterator[Any]:
    if first is not None:
        yield first
        yield from rows


def _refused(database: Database, error: BaseException) -> StoreError:
    lines = str(error).strip().splitlines()
    return StoreError(f"database {database.name}: {lines[0] if lines else type(error).__name__}")
