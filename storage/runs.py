"""The record of each run: when, what became of its URLs, what each source gave, how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from extractors import __version__
from extractors.models import Outcome
from storage.database import Database
from storage.errors import NotThereError
from storage.tables import runs, source_runs

FIELDS = ("title", "lead", "body", "published", "authors", "tags")
"""Of an article, as `Article.origins` names them."""


@dataclass(slots=True)
class Yield:
    """What the pages of a source gave in one run."""

    links: int = 0
    """Articles found that were not known before."""
    pages: int = 0
    """Pages that should have held an article."""
    articles: int = 0
    """Those that did."""
    new_articles: int = 0
    fields: dict[str, tuple[int, int]] = field(
        default_factory=lambda: dict.fromkeys(FIELDS, (0, 0))
    )
    """Field → articles in which it was filled, and in which one of the source's selectors did."""
    body_chars: int = 0
    ocop_articles: int = 0
    facts: int = 0
    """Products and star counts in articles that speak of OCOP."""

    def __add__(self, other: Yield) -> Yield:
        mine, theirs = self.fields, other.fields
        return Yield(
            self.links + other.links,
            self.pages + other.pages,
            self.articles + other.articles,
            self.new_articles + other.new_articles,
            {f: (mine[f][0] + theirs[f][0], mine[f][1] + theirs[f][1]) for f in FIELDS},
            self.body_chars + other.body_chars,
            self.ocop_articles + other.ocop_articles,
            self.facts + other.facts,
        )


def start_run(connection: Connection, command: str, at: datetime) -> int:
    """A new row; returns its id. It stays without `finished_at` if the run is killed."""
    values = {"command": command, "version": __version__, "started_at": at}
    statement = insert(runs).values(values).returning(runs.c.id)
    return int(connection.scalars(statement).one())


def check_fetched(database: Database, run: int | None) -> None:
    """Raises NotThereError where a run is named, and it is none of `ocop collect`."""
    wanted = (runs.c.id == run, runs.c.command == "collect")
    with database.reading() as connection:
        if run is not None and connection.scalar(select(runs.c.id).where(*wanted)) is None:
            raise NotThereError(f"no run {run} of 'ocop collect'")


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


@dataclass(frozen=True, slots=True)
class LastRun:
    """The latest run of a command; `finished_at` is None while it goes on, or if it was killed."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    exit_code: int | None
    outcomes: dict[str, int]


def last_run(connection: Connection, command: str) -> LastRun | None:
    """None before the first."""
    columns = (runs.c.id, runs.c.started_at, runs.c.finished_at, runs.c.exit_code, runs.c.outcomes)
    latest = select(*columns).where(runs.c.command == command).order_by(runs.c.id.desc()).limit(1)
    row = connection.execute(latest).one_or_none()
    return LastRun(*row[:4], outcomes=json.loads(row.outcomes or "{}")) if row else None


def save_yields(connection: Connection, run: int, yields: Mapping[str, Yield]) -> None:
    """Remember what each source gave; one that gave nothing leaves no row."""
    rows = [
        {
            "run_id": run,
            "source": source,
            "links": gave.links,
            "pages": gave.pages,
            "articles": gave.articles,
            "new_articles": gave.new_articles,
            "fields": json.dumps(gave.fields),
            "body_chars": gave.body_chars,
            "ocop_articles": gave.ocop_articles,
            "facts": gave.facts,
        }
        for source, gave in yields.items()
        if gave.pages or gave.links or gave.new_articles
    ]
    if rows:
        connection.execute(insert(source_runs), rows)


def yields_of(
    connection: Connection, sources: Sequence[str], runs_back: int = 200
) -> dict[str, list[Yield]]:
    """What each source gave in its latest runs, the newest first."""
    history: dict[str, list[Yield]] = {}
    for source in sources:
        query = (
            select(source_runs)
            .where(source_runs.c.source == source)
            .order_by(source_runs.c.run_id.desc())
            .limit(runs_back)
        )
        history[source] = [
            Yield(
                row.links,
                row.pages,
                row.articles,
                row.new_articles,
                {f: tuple(json.loads(row.fields).get(f, (0, 0))) for f in FIELDS},
                row.body_chars,
                row.ocop_articles,
                row.facts,
            )
            for row in connection.execute(query)
        ]
    return history
