"""Saved and archived pages through the same `handle(page)` as the cron job, into the database."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from extractors.models import Outcome
from pipeline.log import logger
from pipeline.replaying.handle_many import Done, handle_all
from pipeline.replaying.supply import Supply
from pipeline.save import save
from storage.database import Connection, Database
from storage.identities.settle import settle
from storage.replays import code_digest, forget_point, resume_point, save_point
from storage.runs import finish_run, start_run
from storage.sources import add_source

log = logger(__name__)

_AT_ONCE = 20
_LONGEST_WAIT = 1.0
"""Pages in one transaction, and seconds for which the first of them waits: a replay that is killed
does so much again."""

Watch = Callable[[Iterator[Done], int], Iterator[Done]]
"""Sees the pages go by; the number is the bytes of input in all."""


@dataclass(slots=True)
class ReplayReport:
    """What became of the pages; `unreadable` has one line for each that could not be read."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    done_before: int = 0
    """Pages that an earlier, interrupted replay of the same pages had done."""
    interrupted: bool = False

    @property
    def pages(self) -> int:
        """All pages done, in this run and before."""
        return self.done_before + self.outcomes.total() + len(self.unreadable)

    @property
    def exit_code(self) -> int:
        """0 fine · 1 a page crashed or could not be read · 130 interrupted."""
        if self.interrupted:
            return 130
        return int(bool(self.unreadable or self.outcomes[Outcome.CRASHED]))


def unwatched(pages: Iterator[Done], _total: int) -> Iterator[Done]:
    """For whoever does not look."""
    return pages


def replay(
    supply: Supply,
    database: Database,
    stopped: threading.Event,
    *,
    jobs: int = 1,
    anew: bool = False,
    watch: Watch = unwatched,
) -> ReplayReport:
    """Read pages into the database; the same pages twice change nothing.

    One that was killed or interrupted goes on behind the last page it did, if pages, papers and
    code are as they were, unless `anew`. Raises StoreError where the database fails.
    """
    key = hashlib.sha256(f"{supply.identity} {code_digest()}".encode()).hexdigest()
    with database.writing() as connection:
        if anew:
            forget_point(connection, key)
        position, done_before = resume_point(connection, key)
        run = start_run(connection, "replay", datetime.now(UTC))
    report = ReplayReport(done_before=done_before)
    try:
        pages = handle_all(supply.items(position), jobs, stopped, any_topic=False)
        for batch in _batches(watch(pages, supply.total)):
            _store(database, key, batch, report, run)
        settle(database)
        report.interrupted = stopped.is_set()
        if not report.interrupted:
            with database.writing() as connection:
                forget_point(connection, key)
    finally:
        with database.writing() as connection:
            finish_run(connection, run, report.outcomes, report.exit_code, datetime.now(UTC))
    return report


def _batches(pages: Iterator[Done]) -> Iterator[list[Done]]:
    """Pages to be stored together, the last when the next does not come."""
    batch: list[Done] = []
    for done in pages:
        if not batch:
            until = time.monotonic() + _LONGEST_WAIT
        batch.append(done)
        if len(batch) == _AT_ONCE or time.monotonic() > until:
            yield batch
            batch = []
    if batch:
        yield batch


def _store(database: Database, key: str, batch: list[Done], report: ReplayReport, run: int) -> None:
    """Rows and position in one transaction: a page is done with both, or with neither. It counts,
    and is logged, when it is done."""
    with database.writing() as connection:
        outcomes = [_save(connection, done, run) for done in batch]
        save_point(connection, key, batch[-1].item.name, report.pages + len(batch))
    for done, outcome in zip(batch, outcomes, strict=True):
        if outcome is None:
            log.warning("unreadable", page=done.item.name, reason=done.problem)
            report.unreadable.append(done.problem)
            continue
        reason = (done.handled and done.handled.reason) or ""
        report.outcomes[outcome] += 1
        log.info("page", outcome=outcome.value, page=done.item.name, reason=reason)


_KEPT = (Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED)


def _save(connection: Connection, done: Done, run: int) -> Outcome | None:
    """What became of a page, None where it could not be read."""
    if done.handled is None:
        return None
    if done.saved is None:
        return done.handled.outcome
    outcome = save(connection, done.handled, done.saved.page, run)
    if outcome in _KEPT:
        add_source(connection, done.saved.source)
    return outcome
