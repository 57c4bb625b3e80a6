"""Which state of the program's own data a database holds: places, word indexes, views."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, insert, select

from storage.entities import reference_data


def version_of(data: bytes) -> str:
    """The state of a file that comes with the program."""
    return hashlib.sha256(data).hexdigest()


def loaded(connection: Connection) -> dict[str, str]:
    """What is loaded, by name."""
    c = reference_data.c
    return {row.name: row.version for row in connection.execute(select(c.name, c.version))}


def mark_loaded(connection: Connection, name: str, version: str) -> None:
    """Remember that this state is loaded."""
    connection.execute(delete(reference_data).where(reference_data.c.name == name))
    connection.execute(insert(reference_data).values(name=name, version=version))
