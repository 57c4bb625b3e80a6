"""The second half of a run: fetch, read and store every article that is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from extractors.models import Outcome, Page
from pipeline.collecting.failures import FetchError, HostError
from pipeline.collecting.readers import Readers
from pipeline.collecting.run import Run
from pipeline.collecting.schedule import ROBOTS_AGAIN, recheck_at, retry_at
from pipeline.collecting.tally import TEMPORARY
from pipeline.fetch import Request
from pipeline.handled import Handled
from pipeline.log import logger
from pipeline.save import save
from storage.database import Connection
from storage.frontier import PendingLink, Validators, finish_link, pending_links
from storage.hosts import save_hosts

log = logger(__name__)

_MANY = 200
"""Articles that are due, from which other processes are worth their start."""
_AT_ONCE = 6
"""Most articles in one transaction; a killed run has read them for nothing."""
_STORED = (Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class _Finished:
    """An article to be stored, or an address that gave none."""

    link: PendingLink
    outcome: Outcome
    reason: str | None
    page: Page | None
    handled: Handled | None


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
        with Readers[PendingLink](self._processes()) as readers:
            for request, answer in self._run.crawl.fetch(self._requests(), idle=self._store):
                link = left.pop(request.url)
                if isinstance(answer, Page) and self._is_changed(link, answer):
                    readers.begin(link, answer, self._run.sources[link.source])
                else:
                    self._take_unread(link, answer)
                for read in readers.finished():
                    self._take(*read)
            for read in readers.finished(wait=True):
                self._take(*read)
        self._store()
        for link in left.values():
            self._run.reports[link.source].count(Outcome.POSTPONED)

    def _processes(self) -> int:
        """A process takes seconds to start; few pages are read sooner without."""
        return self._run.settings.processes if len(self._due) >= _MANY else 1

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

    @staticmethod
    def _is_changed(link: PendingLink, page: Page) -> bool:
        return page.status != 304 and Validators.of(page).body_sha256 != link.validators.body_sha256

    def _take_unread(self, link: PendingLink, answer: Page | FetchError) -> None:
        if isinstance(answer, HostError) and answer.outcome is not Outcome.REFUSED:
            self._finish(link, Outcome.POSTPONED, answer.reason)
        elif isinstance(answer, FetchError):
            self._finish(link, answer.outcome, answer.reason)
        elif answer.status == 304:
            self._finish(link, Outcome.NOT_MODIFIED)
        else:
            self._finish(link, Outcome.UNCHANGED, page=answer)

    def _take(self, link: PendingLink, page: Page, handled: Handled) -> None:
        self._finish(link, handled.outcome, handled.reason, page=page, handled=handled)

    def _finish(
        self,
        link: PendingLink,
        outcome: Outcome,
        reason: str | None = None,
        page: Page | None = None,
        handled: Handled | None = None,
    ) -> None:
        self._finished.append(_Finished(link, outcome, reason, page, handled))
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
        outcome = one.outcome
        if one.handled is not None and one.page is not None:
            outcome = save(connection, one.handled, one.page, self._run.report.run_id or None)
        if outcome is not Outcome.POSTPONED:
            self._remember(connection, one.link, outcome, one.reason, one.page)
        return outcome

    def _remember(
        self,
        connection: Connection,
        link: PendingLink,
        outcome: Outcome,
        reason: str | None,
        page: Page | None,
    ) -> None:
        """When it comes again, and with what."""
        now, tries = self._run.now(), 0
        due_at = None
        if outcome in TEMPORARY:
            tries = link.tries + 1
            due_at = retry_at(tries, self._run.settings.max_tries, now)
        elif outcome is Outcome.ROBOTS:
            due_at = now + ROBOTS_AGAIN
        elif outcome in _STORED:
            due_at = recheck_at(link.born_at, self._ages, now)
        finish_link(
            connection,
            link.url,
            outcome,
            reason,
            at=now,
            tries=tries,
            due_at=due_at,
            validators=Validators.of(page) if page else None,
        )
