"""One run of the cron job: what it is asked for, and what its parts share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from extractors.models import VIETNAM
from extractors.sources import Source
from pipeline.collecting.crawl import Crawl
from pipeline.collecting.health import survey
from pipeline.collecting.schedule import Polling
from pipeline.collecting.tally import Report, SourceReport
from pipeline.collecting.turns import Ending, Turns
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher
from pipeline.log import logger
from pipeline.robots import Robots
from storage.database import Database
from storage.frontier import Window
from storage.hosts import known_hosts
from storage.runs import Yield, finish_run, save_yields

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is asked for."""

    window: Window
    """Days of publication, in Vietnam."""
    limit: int | None = None
    """Most articles of each source."""
    only_due: bool = False
    """Leave out feeds, sitemaps and sections that were asked a while ago."""
    is_backfill: bool = False
    """Go back through sections and sitemaps to the start of the window."""

    @property
    def back_to(self) -> Window:
        """All days since the start of the window."""
        return Window(self.window.since)

    @classmethod
    def usual(
        cls,
        settings: CollectSettings,
        now: datetime,
        limit: int | None = None,
        *,
        only_due: bool = True,
    ) -> Plan:
        """What is new, as the cron job wants it."""
        today = now.astimezone(VIETNAM).date()
        window = Window(today - timedelta(days=settings.horizon_days))
        return cls(window, limit, only_due=only_due)

    @classmethod
    def backfill(cls, since: date, until: date | None = None, limit: int | None = None) -> Plan:
        """What was published in these days, both counting."""
        return cls(Window(since, until), limit, is_backfill=True)


class Run:
    """What the parts of a run share."""

    def __init__(
        self,
        sources: Sequence[Source],
        database: Database,
        fetcher: Fetcher,
        settings: CollectSettings,
        *,
        stopped: threading.Event,
        plan: Plan,
        now: Callable[[], datetime],
    ) -> None:
        self.sources = {source.name: source for source in sources}
        self.database = database
        self.settings = settings
        self.plan = plan
        self.now = now
        self.polling = Polling(
            timedelta(seconds=settings.poll_shortest_seconds),
            timedelta(seconds=settings.poll_longest_seconds),
        )
        self._stopped = stopped
        with database.reading() as connection:
            known = known_hosts(connection)
        ending = Ending(stopped, settings.run_seconds)
        robots = Robots(fetcher, settings.user_agent, known, now)
        pace = {source.name: source.pace_seconds for source in sources}
        self.turns = Turns(robots, pace, ending, known, now)
        self.crawl = Crawl(fetcher, self.turns, ending, settings.hosts_at_once)
        self.reports = {source.name: SourceReport(source.name) for source in sources}
        self.report = Report(list(self.reports.values()))

    def _counted(self, gave: Yield) -> Yield:
        """Of a backfill only how many articles are new: old layouts are no measure of today's."""
        return Yield(new_articles=gave.new_articles) if self.plan.is_backfill else gave

    def finish(self) -> None:
        """Write down what the run gave, and see what it warns of."""
        report = self.report
        report.interrupted = self._stopped.is_set()
        with self.database.writing() as connection:
            gave = {name: self._counted(source.gave) for name, source in self.reports.items()}
            save_yields(connection, report.run_id, gave)
            surveyed = survey(connection, list(self.sources.values()), self.now())
            report.alarms = [alarm for *_, alarms in surveyed for alarm in alarms]
            finish_run(connection, report.run_id, report.outcomes, report.exit_code, self.now())
        for alarm in report.alarms:
            log.warning("drift", stage="drift", source=alarm.source, alarm=str(alarm))
