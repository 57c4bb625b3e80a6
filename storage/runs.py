"""The record of each run: when, what became of its URLs, how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, update

from extractors import __version__
from extractors.models import Outcome
from storage.tables import runs


def start_run(connection: Connection, command: str, at: datetime) -> int:
    """A new row; returns its id. It stays without `finished_at` if the run is killed."""
    values = {"command": command, "version": __version__, "started_at": at}
    statement = insert(runs).values(values).returning(runs.c.id)
    return int(connection.scalars(statement).one())


def finish_run(
    connection: Connection, run: int, outcomes: Mapping[Outcome, int], exit_code: int, at: datetime
) -> None:
    """Close a run with the count of its outcomes and its exit code."""
    counts = {outcome.value: outcomes[outcome] for outcome in Outcome if outcomes.get(outcome)}
    connection.execute(
        update(runs)
        .where(runs.c.id == run)
        .values(finished_at=at, outcomes=json.dumps(counts), exit_code=exit_code)
    )
