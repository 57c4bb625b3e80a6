"""Several machines that collect into one PostgreSQL share the papers, a few at a time.

A paper that a process works on is locked by an advisory lock of its session: the server lets go of
it when the process ends, however it ends. SQLite has one process, which gets all.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from storage.database import Connection, Database

_SPACE = 0x0C0B
"""The first half of our locks' numbers, so that other programs' locks are not in the way."""


def shares(database: Database, sources: Sequence[str], at_once: int) -> Iterator[list[str]]:
    """Parts of these papers to work on, each part locked until the next is asked for.

    Every paper comes at most once. One that another process holds is tried again at the end, and
    left to that process if it still does. Raises StoreError.

    >>> for names in shares(database, ["nld", "baosonla"], at_once=8):
    ...     collect(names)
    """
    if database.file is not None:
        yield list(sources)
        return
    waiting = list(sources)
    for _ in range(2):
        later: list[str] = []
        while waiting:
            with database.session() as connection:
                mine = _take(connection, waiting, at_once, later)
                if mine:
                    yield mine
        waiting = later


def _take(connection: Connection, waiting: list[str], at_once: int, later: list[str]) -> list[str]:
    """Take up to so many from the front of `waiting`; those that others hold go to `later`."""
    mine: list[str] = []
    while waiting and len(mine) < at_once:
        name = waiting.pop(0)
        (mine if _lock(connection, name) else later).append(name)
    return mine


def _lock(connection: Connection, name: str) -> bool:
    number = zlib.crc32(name.encode()) - 2**31  # a signed int of 32 bits
    return bool(
        connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_SPACE}, {number})").scalar_one()
    )
