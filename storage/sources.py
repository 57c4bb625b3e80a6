"""The papers as rows, for those who query."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from extractors.sources import Source
from storage.tables import sources


def add_source(connection: Connection, source: Source) -> None:
    """Write down the paper of a page that was read from a file or an archive; a known one stays as
    it was."""
    known = select(sources.c.name).where(sources.c.name == source.name)
    if connection.scalar(known) is None:
        save_sources(connection, [source])


def save_sources(connection: Connection, known: Iterable[Source]) -> None:
    """Write down the papers of a run as config.toml has them; others stay as they were."""
    for source in known:
        row = {
            "name": source.name,
            "title": source.title,
            "province": source.province,
            "enabled": source.enabled,
        }
        same = update(sources).where(sources.c.name == source.name).values(row)
        if not connection.execute(same).rowcount:
            connection.execute(insert(sources).values(row))
