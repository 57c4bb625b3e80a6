"""Saved pages through the same `handle(page)` as the cron job, into the same database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from extractors.article import parse
from extractors.models import Article, Outcome, Source
from extractors.plaintext import parse_text
from pipeline.handle import Handled, handle_article, store
from pipeline.log import logger
from pipeline.saved import Saved, UnreadableError, read_saved
from storage.database import Database
from storage.runs import finish_run, start_run

log = logger(__name__)


@dataclass(slots=True)
class ReplayReport:
    """What became of the pages; `unreadable` has one line for each path that gave none."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 fine · 1 a page crashed or could not be read · 130 interrupted."""
        if self.interrupted:
            return 130
        return int(bool(self.unreadable or self.outcomes[Outcome.CRASHED]))


def handle_saved(saved: Saved, published: datetime | None = None, has_time: bool = True) -> Handled:
    """Read a saved page, HTML or plain text. Never raises.

    `published` overrides its date; `has_time` is False where that is a day only.
    """
    return handle_article(saved.page.url, lambda: _article(saved, published, has_time))


def _article(saved: Saved, published: datetime | None, has_time: bool) -> Article:
    if saved.is_text:
        text = saved.page.body.decode("utf-8-sig", "replace")
        article = parse_text(text, url=saved.page.url, source=saved.source)
    else:
        article = parse(saved.page, saved.source)
    if published is None:
        return article
    return replace(article, published=published, published_has_time=has_time)


def replay(
    paths: Iterable[Path],
    sources: Mapping[str, Source],
    database: Database,
    stopped: threading.Event,
) -> ReplayReport:
    """Read saved pages into the database; the same page twice changes nothing.

    Raises StoreError where the database fails.
    """
    report = ReplayReport()
    with database.writing() as connection:
        run = start_run(connection, "replay", datetime.now(UTC))
    try:
        for path in paths:
            if stopped.is_set():
                report.interrupted = True
                break
            _replay_one(path, sources, database, report)
    finally:
        with database.writing() as connection:
            finish_run(connection, run, report.outcomes, report.exit_code, datetime.now(UTC))
    return report


def _replay_one(
    path: Path, sources: Mapping[str, Source], database: Database, report: ReplayReport
) -> None:
    try:
        saved = read_saved(path, sources)
    except UnreadableError as error:
        log.warning("unreadable", reason=str(error))
        report.unreadable.append(str(error))
        return
    handled = handle_saved(saved)
    outcome = store(database, handled, saved.page)
    report.outcomes[outcome] += 1
    log.info("page", outcome=outcome.value, path=str(path), reason=handled.reason or "")
