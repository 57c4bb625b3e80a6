"""The second half of a run: fetch, read and store every article that is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from extractors.models import Outcome
from extractors.sources import Page
from pipeline.collecting.failures import FetchError, HostError
from pipeline.collecting.readers import Readers, processes_for
from pipeline.collecting.run import Run
from pipeline.collecting.schedule import ROBOTS_AGAIN, recheck_at, retry_at
from pipeline.collecting.tally import TEMPORARY
from pipeline.fetch import Request
from pipeline.handled import Handled
from pipeline.log import logger
from pipeline.save import save
from storage.database import Connection
from storage.frontier import FinishedLink, PendingLink, Validators, finish_links, pending_links
from storage.hosts import save_hosts

log = logger(__name__)

_AT_ONCE = 20
"""Most articles in one transaction, a quarter of a second's; a killed run has read them for
nothing. With six a transaction takes a twentieth of the run's time."""
_STORED = (Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class _Finished:
    """An article to be stored, or an address that gave none."""

    link: PendingLink
    outcome: Outcome
    reason: str | None = None
    validators: Validators | None = None
    page: Page | None = None
    handled: Handled | None = None


_Fetched = tuple[PendingLink, Validators]
"""An address, and what its answer leaves behind to ask for changes only."""


class Articles:
    """Fetches what is due; an article is stored in one transaction with its outcome, and with the
    few others that wait at that moment."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._finished: list[_Finished] = []
        self._ages = [timedelta(hours=hours) for hours in run.settings.recheck_hours]
        with run.database.reading() as connection:
            self._due = {
                link.url: link
                for source in run.sources
                for link in pending_links(
                    connection, source, run.now(), run.plan.window, run.plan.limit
                )
            }

    def visit(self) -> None:
        """All of them; those that the end of the run leaves over are counted as postponed."""
        left = dict(self._due)
        processes = processes_for(len(self._due), self._run.settings.processes)
        with Readers[_Fetched](processes) as readers:
            for request, answer in self._run.crawl.fetch(self._requests(), idle=self._store):
                self._answered(left.pop(request.url), answer, readers)
                for read in readers.finished():
                    self._take(*read)
            for read in readers.finished(wait=True):
                self._take(*read)
        self._store()
        for link in left.values():
            self._run.reports[link.source].count(Outcome.POSTPONED)

    def _requests(self) -> Iterator[Request]:
        for link in self._due.values():
            source, held = self._run.sources[link.source], link.validators
            yield Request(
                link.url,
                link.source,
                held.etag,
                held.last_modified,
                allow_private=source.allow_private,
            )

    # --- answers ---

    def _answered(
        self, link: PendingLink, answer: Page | FetchError, readers: Readers[_Fetched]
    ) -> None:
        if isinstance(answer, HostError) and answer.outcome is not Outcome.REFUSED:
            self._finish(_Finished(link, Outcome.POSTPONED, answer.reason))
        elif isinstance(answer, FetchError):
            self._finish(_Finished(link, answer.outcome, answer.reason))
        elif answer.status == 304:
            self._finish(_Finished(link, Outcome.NOT_MODIFIED))
        elif (now := Validators.of(answer)).body_sha256 == link.validators.body_sha256:
            self._finish(_Finished(link, Outcome.UNCHANGED, validators=now))
        else:
            readers.begin((link, now), answer, self._run.sources[link.source])

    def _take(self, fetched: _Fetched, page: Page, handled: Handled) -> None:
        link, now = fetched
        self._finish(_Finished(link, handled.outcome, handled.reason, now, page, handled))

    def _finish(self, one: _Finished) -> None:
        self._finished.append(one)
        if len(self._finished) >= _AT_ONCE:
            self._store()

    def _store(self) -> None:
        """Store what is finished: every article together with what became of its address."""
        finished, self._finished = self._finished, []
        if not finished:
            return
        run = self._run
        with run.database.writing() as connection:
            outcomes = [self._save(connection, one) for one in finished]
            finish_links(
                connection,
                [
                    self._remembered(one, outcome)
                    for one, outcome in zip(finished, outcomes, strict=True)
                    if outcome is not Outcome.POSTPONED
                ],
            )
            save_hosts(connection, run.turns.learned())
        for one, outcome in zip(finished, outcomes, strict=True):
            run.reports[one.link.source].count(outcome, one.handled)
            log.info(
                "article",
                stage="article",
                source=one.link.source,
                url=one.link.url,
                outcome=outcome.value,
                **({"reason": one.reason} if one.reason else {}),
            )

    def _save(self, connection: Connection, one: _Finished) -> Outcome:
        if one.handled is None or one.page is None:
            return one.outcome
        return save(connection, one.handled, one.page, self._run.report.run_id or None)

    def _remembered(self, one: _Finished, outcome: Outcome) -> FinishedLink:
        """When it comes again, and with what."""
        link, now, tries = one.link, self._run.now(), 0
        due_at = None
        if outcome in TEMPORARY:
            tries = link.tries + 1
            due_at = retry_at(tries, self._run.settings.max_tries, now)
        elif outcome is Outcome.ROBOTS:
            due_at = now + ROBOTS_AGAIN
        elif outcome in _STORED:
            due_at = recheck_at(link.born_at, self._ages, now)
        return FinishedLink(
            url=link.url,
            outcome=outcome,
            reason=one.reason,
            tried_at=now,
            tries=tries,
            due_at=due_at,
            validators=one.validators,
        )
