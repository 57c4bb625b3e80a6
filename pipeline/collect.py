"""The cron job: ask every listing what is new, fetch it, read it, store it.

First all listings that are due, then all articles that are due, old failures included. Everything
a run learns is stored as it goes: the next run after a killed one fetches again what was in hand,
a page per host and a short queue, and nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from extractors.sources import Source
from pipeline.collecting.articles import Articles
from pipeline.collecting.listings import Listings
from pipeline.collecting.run import Plan, Run
from pipeline.collecting.tally import Report, SourceReport
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher
from pipeline.log import bind
from storage.database import Database
from storage.frontier import Window
from storage.identities.settle import settle
from storage.runs import start_run
from storage.sharing import shares
from storage.sources import save_sources

__all__ = ["Plan", "Report", "SourceReport", "collect"]


def collect(
    sources: Sequence[Source],
    database: Database,
    fetcher: Fetcher,
    settings: CollectSettings,
    stopped: threading.Event,
    *,
    plan: Plan | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report:
    """One run over these sources; set `stopped` to end it after the record in hand.

    On PostgreSQL the sources are done a few at a time, each by one machine (`storage.sharing`).
    Without a plan every listing is asked, due or not, and every article found is fetched. Raises
    StoreError where the database fails; what was stored until then stays.
    """
    by_name = {source.name: source for source in sources}
    reports: list[Report] = []
    for names in shares(database, list(by_name), settings.hosts_at_once):
        if stopped.is_set() and reports:
            break
        share = [by_name[name] for name in names]
        reports.append(_collect(share, database, fetcher, settings, stopped, plan=plan, now=now))
    return _together(reports)


def _together(reports: Sequence[Report]) -> Report:
    """The shares of a run that several machines have part in, as one report."""
    return Report(
        sources=[source for report in reports for source in report.sources],
        run_id=reports[-1].run_id if reports else 0,
        alarms=[alarm for report in reports for alarm in report.alarms],
        interrupted=any(report.interrupted for report in reports),
        seconds=sum(report.seconds for report in reports),
    )


def _collect(
    sources: Sequence[Source],
    database: Database,
    fetcher: Fetcher,
    settings: CollectSettings,
    stopped: threading.Event,
    *,
    plan: Plan | None,
    now: Callable[[], datetime],
) -> Report:
    plan = plan or Plan(Window())
    started = time.monotonic()
    with database.writing() as connection:
        run_id = start_run(connection, "collect", now())
        save_sources(connection, sources)
    with bind(run_id=run_id):
        run = Run(sources, database, fetcher, settings, stopped=stopped, plan=plan, now=now)
        run.report.run_id = run_id
        try:
            Listings(run).visit()
            Articles(run).visit()
            settle(database)
        finally:
            run.finish()
            run.report.seconds = time.monotonic() - started
    return run.report
