"""The papers as rows, for those who query."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, update

from extractors.models import Source
from storage.tables import sources


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
