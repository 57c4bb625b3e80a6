"""Opening the database: engine, pragmas, migrations, and errors in one line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from storage import sqlite
from storage.errors import StoreError
from storage.migrating import migrate, newest_revision, revision_of
from storage.places import load_places, places_version
from storage.reference import loaded
from storage.searching.index import SEARCH_VERSION, refresh_index
from storage.views import create_views, drop_views, views_version

__all__ = ["Connection", "Database"]

_KEPT = {"places": places_version(), "search": SEARCH_VERSION, "views": views_version()}
"""Of the program's own data, the state that a database must hold."""
_WRITERS = 0x0C0B
"""The advisory lock of PostgreSQL that a writer holds until its transaction ends."""
_PATIENCE = "60s"
"""How long a writer waits on PostgreSQL for the others; the longest of ours take two seconds."""
_LEAST_SPACE = 65536
"""Bytes; with less on the disk SQLite cannot begin its log."""
_IN_PLAIN_WORDS = {
    "55P03": "locked: another process has been writing for too long",
    "53100": "the server's disk is full",
}
"""PostgreSQL's error codes whose own messages say something else first."""


class Database:
    """A database by its SQLAlchemy URL; every error leaves as a StoreError of one line."""

    def __init__(self, url: str, *, readonly: bool = False) -> None:
        """Prepares the engine; nothing is opened yet. Raises StoreError for an unusable URL."""
        try:
            parsed = make_url(url)
            self.file = _sqlite_file(parsed)
            """The file of an SQLite database, None for a server or a database in memory."""
            self._engine = _engine(parsed, self.file if readonly else None)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise StoreError(f"database {url!r}: {_first_line(error)}") from None
        self.name = parsed.render_as_string(hide_password=True)
        """The URL without its password, for messages."""

    @classmethod
    def open(cls, url: str) -> Database:
        """A database on the current schema; an absent or empty one is made.

        Raises StoreError where it cannot be reached or an older schema needs `ocop db upgrade`.
        """
        database = cls(url)
        if database._is_empty():
            database.upgrade()
        else:
            database._check_revision()
        return database

    @classmethod
    def existing(cls, url: str, *, readonly: bool) -> Database:
        """A database that is there, on the current schema; nothing is made, nor, with `readonly`,
        needed that only the owner of a file may do.

        Raises StoreError, also where there is none.
        """
        database = cls(url, readonly=readonly)
        database.check_file()
        if database._is_empty():
            raise StoreError(f"database {database.name}: empty; 'ocop collect' fills it")
        database._check_revision()
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries: takes no write lock."""
        with self.errors(), self._engine.connect() as connection:
            yield connection.execution_options(ocop_readonly=True)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees one moment only, however long it reads."""
        with self.errors(), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection.execution_options(ocop_readonly=True)

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection of its own outside transactions, closed at the end with all its locks."""
        with self.errors(), self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").detach()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing. One writer at a time, as SQLite has it anyway:
        what is read in it can be changed in it, and no update is lost."""
        with self.errors(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
            yield connection

    def check_file(self) -> None:
        """Raises StoreError where an SQLite database has no file yet: to open it would make one."""
        try:
            if self.file:
                self.file.stat()
        except OSError as error:
            makes = "; 'ocop collect' makes it" if isinstance(error, FileNotFoundError) else ""
            raise StoreError(f"database {self.name}: {error.strerror}{makes}") from None

    def upgrade(self) -> None:
        """Bring schema, views and the program's own tables up to date; data stays."""
        with self.writing() as connection:
            drop_views(connection)
            migrate(connection)
            create_views(connection)
            load_places(connection)
            refresh_index(connection)

    def analyze(self) -> None:
        """Tell the database how its tables are filled, by which it plans queries, if there are
        twice as many products as it knows of."""
        with self.writing() as connection:
            newest = connection.exec_driver_sql("SELECT MAX(id) FROM products").scalar_one() or 0
            if newest > 2 * _products_known_to_planner(connection):
                if connection.dialect.name == "sqlite":  # a look at 1,000 rows an index
                    connection.exec_driver_sql("PRAGMA analysis_limit=1000")
                connection.exec_driver_sql("ANALYZE")

    def revision(self) -> str | None:
        """The schema's revision; empty where it is not told, None where the tables are not ours."""
        with self.reading() as connection:
            return revision_of(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _is_empty(self) -> bool:
        with self.reading() as connection:
            return not inspect(connection).get_table_names()

    def _check_revision(self) -> None:
        found, wanted = self.revision(), newest_revision()
        if found is None:
            raise StoreError(f"database {self.name}: holds other tables, not those of ocop")
        if found > wanted:
            raise StoreError(
                f"database {self.name}: schema {found} is of a newer program, this one needs"
                f" {wanted}"
            )
        if found != wanted:
            raise StoreError(
                f"database {self.name}: schema {found or 'unknown'}, this program needs {wanted}:"
                " run 'ocop db upgrade'"
            )
        with self.reading() as connection:
            old = _KEPT.items() - loaded(connection).items()
        if old:
            names = ", ".join(sorted(name for name, _ in old))
            raise StoreError(
                f"database {self.name}: {names} of another version: run 'ocop db upgrade'"
            )

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Errors of the database leave as a StoreError."""
        try:
            yield
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            plain = _IN_PLAIN_WORDS.get(getattr(cause, "sqlstate", None) or "")
            if self.file and _is_input_output(cause) and _is_full(self.file.parent):
                plain = "no space left on the disk"
            said = f"{plain} ({_first_line(cause)})" if plain else _first_line(cause)
            raise StoreError(f"database {self.name}: {said}") from error


def _engine(url: URL, only_read: Path | None) -> Engine:
    """PostgreSQL would wait for ever, and spend 50 ms on compiling a query of 5 ms; `?options=` of
    the URL may say otherwise."""
    if url.get_backend_name() == "sqlite":
        return sqlite.engine(url, only_read)
    if "options" not in url.query:
        url = url.update_query_dict({"options": f"-c lock_timeout={_PATIENCE} -c jit=off"})
    return create_engine(url)


def _products_known_to_planner(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        query = "SELECT reltuples FROM pg_class WHERE oid = 'products'::regclass"
    elif inspect(connection).has_table("sqlite_stat1"):
        query = "SELECT MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'products'"
    else:
        return 0
    return int(connection.exec_driver_sql(query).scalar_one() or 0)


def _is_input_output(error: BaseException) -> bool:
    """SQLite's "disk I/O error", which may be a full disk as well."""
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_IOERR")


def _is_full(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free < _LEAST_SPACE


def _sqlite_file(url: URL) -> Path | None:
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if is_file else None


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
