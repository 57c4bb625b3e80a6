"""`ocop status`: the health of every source on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from extractors.models import VIETNAM
from extractors.sources import Source
from pipeline.collecting.drift import Alarm
from pipeline.collecting.health import survey
from storage.database import Database
from storage.health import Backlog, Health, backlog_of
from storage.runs import LastRun, last_run


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A line of the screen."""

    source: str
    state: str
    """`fine`, `alarm`, `partly` (a listing fails), `failing`, `new` (never asked), `off`."""
    confirmed: bool
    last_success: datetime | None
    new_articles: int
    """Stored within the last seven days."""
    pending: int
    older: int
    given_up: int
    failing_since: datetime | None
    next_visit: datetime | None
    alarms: tuple[str, ...]
    failures: tuple[str, ...]

    @property
    def note(self) -> str:
        """What to look at first."""
        return next(iter((*self.alarms, *self.failures)), "")


@dataclass(frozen=True, slots=True)
class Status:
    """All of the screen."""

    last_run: LastRun | None
    sources: tuple[SourceStatus, ...]

    @property
    def exit_code(self) -> int:
        """0 fine · 3 every source fails · 4 an alarm · 1 one fails."""
        states = [s.state for s in self.sources if s.state != "off"]
        if states and all(state == "failing" for state in states):
            return 3
        if any(s.alarms for s in self.sources):
            return 4
        return int("failing" in states)

    def as_json(self) -> dict[str, Any]:
        """With ISO 8601 times in UTC."""
        run = asdict(self.last_run) if self.last_run else None
        return {"last_run": run, "sources": [asdict(source) for source in self.sources]}


def status(
    sources: Sequence[Source], database: Database, now: datetime, horizon: timedelta
) -> Status:
    """How each source fares, as far as the database knows; articles older than the horizon are
    not waited for. Raises StoreError."""
    oldest = (now - horizon).astimezone(VIETNAM).date()
    with database.reading() as connection:
        left = backlog_of(connection, [source.name for source in sources], oldest)
        lines = tuple(
            _line(*found, left[found[0].name]) for found in survey(connection, sources, now)
        )
        return Status(last_run(connection, "collect"), lines)


def _line(source: Source, health: Health, alarms: Sequence[Alarm], left: Backlog) -> SourceStatus:
    return SourceStatus(
        source=source.name,
        state=_state(source, health, alarms),
        confirmed=source.confirmed,
        last_success=health.succeeded_at,
        new_articles=health.new,
        pending=left.pending,
        older=left.older,
        given_up=left.given_up,
        failing_since=health.failing_since,
        next_visit=health.due_at,
        alarms=tuple(str(alarm) for alarm in alarms),
        failures=tuple(health.failures),
    )


def _state(source: Source, health: Health, alarms: Sequence[Alarm]) -> str:
    if not source.enabled:
        return "off"
    if health.due_at is None:
        return "new"
    if health.failing_since:
        return "failing"
    if alarms:
        return "alarm"
    return "partly" if health.failures else "fine"
