"""Where a replay stands, so that one that was killed goes on and does no page twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

import extractors
from storage.tables import replays


def resume_point(connection: Connection, key: str) -> tuple[str, int]:
    """The last page that the replay of this key did, and how many it did; `("", 0)` for none."""
    query = select(replays.c.position, replays.c.pages).where(replays.c.key == key)
    row = connection.execute(query).one_or_none()
    return (row.position, row.pages) if row else ("", 0)


def save_point(connection: Connection, key: str, position: str, pages: int) -> None:
    """Remember the page just done; in the transaction that stores it."""
    values = {"position": position, "pages": pages}
    done = connection.execute(update(replays).where(replays.c.key == key).values(values)).rowcount
    if not done:
        connection.execute(insert(replays).values(key=key, **values))


def forget_point(connection: Connection, key: str) -> None:
    """The replay is over, or to begin anew."""
    connection.execute(delete(replays).where(replays.c.key == key))


def code_digest() -> str:
    """Of all that reading a page depends on: the extractors' code and data, not their version."""
    root = Path(extractors.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
