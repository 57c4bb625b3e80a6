"""What is wrong with the sources, out of all that the database remembers of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from extractors.sources import Source
from pipeline.collecting.drift import Alarm, alarms, silence
from storage.database import Connection
from storage.health import Health, health_of
from storage.runs import yields_of

NEW_DAYS = 7
"""Days over which new articles are counted."""


def survey(
    connection: Connection, sources: Sequence[Source], now: datetime
) -> list[tuple[Source, Health, list[Alarm]]]:
    """Every source with its health and its alarms, in their order."""
    names = [source.name for source in sources]
    health = health_of(connection, names, now, new_since=now - timedelta(days=NEW_DAYS))
    history = yields_of(connection, names)
    return [
        (s, health[s.name], _alarms_of(s, health[s.name]) + alarms(s, history[s.name]))
        for s in sources
    ]


def _alarms_of(source: Source, health: Health) -> list[Alarm]:
    answered = health.succeeded_at.astimezone(UTC).date() if health.succeeded_at else None
    quiet = silence(source, health.news_days, answered)
    return [quiet] if quiet else []
