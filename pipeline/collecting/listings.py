"""The first half of a run: ask feeds, sitemaps and section pages for what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from extractors.links import feed_links, section_links, sitemap_children, sitemap_links
from extractors.models import Outcome, Skip
from extractors.page.paging import next_page
from extractors.sources import Link, Page, Source
from pipeline.collecting.failures import FetchError
from pipeline.collecting.found import days, found_links, may_lie_in
from pipeline.collecting.readers import processes_for
from pipeline.collecting.run import Run
from pipeline.collecting.schedule import WHOLE_AFTER, after_answer, after_failure, first_visit
from pipeline.fetch import Request
from pipeline.log import logger
from pipeline.workers import get_ready
from storage.errors import StoreError
from storage.frontier import (
    FoundLink,
    Listing,
    Validators,
    add_links,
    listings_of,
    save_listing,
    wake_changed,
)
from storage.hosts import save_hosts

log = logger(__name__)

_SITEMAP_DEPTH = 2
"""A sitemap index may name sitemaps; one that names further indexes is a loop or a mistake."""
_PAGES_TO_CATCH_UP = 5
"""Pages of a section read in a usual run, as long as everything on them is new."""
_QUIET = timedelta(hours=20)
"""An article fetched within this time is not fetched again because a sitemap says it changed."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A listing to ask in this run; `known` is what the last visit left behind."""

    source: Source
    known: Listing
    is_first: bool
    depth: int = 0
    """Of a sitemap below its index."""
    number: int = 1
    """Of a section's pages."""
    section: str = ""
    """Address of a section's first page."""

    @property
    def url(self) -> str:
        return self.known.url

    @property
    def kind(self) -> str:
        return self.known.kind


class Listings:
    """Asks every listing that is due and stores the links that are new."""

    def __init__(self, run: Run) -> None:
        self._run = run
        with run.database.reading() as connection:
            self._known = listings_of(connection, list(run.sources))
        for name, report in run.reports.items():
            own = [listing for listing in self._known.values() if listing.source == name]
            report.was_failing = bool(own) and all(one.failing_since for one in own)

    def visit(self) -> None:
        """All of them, and the sitemaps and pages they lead to."""
        visits = [v for s in self._run.sources.values() for v in self._first(s) if self._is_due(v)]
        asked: set[str] = set()
        while visits:
            by_url = {visit.url: visit for visit in visits}
            asked |= set(by_url)
            further: list[Visit] = []
            for request, answer in self._run.crawl.fetch(self._request(v) for v in by_url.values()):
                further += self._take(by_url[request.url], answer)
            visits = [v for v in further if v.url not in asked and self._is_due(v)]

    def _first(self, source: Source) -> Iterator[Visit]:
        for kind in ("feed", "sitemap", "section"):
            for url in getattr(source, f"{kind}s"):
                yield self._visit(source, url, kind)

    def _visit(self, source: Source, url: str, kind: str, depth: int = 0) -> Visit:
        known = self._known.get(url)
        new = first_visit(url, source.name, kind, self._run.polling, self._run.now())
        return Visit(source, known or new, known is None, depth, section=url)

    def _is_due(self, visit: Visit) -> bool:
        return not self._run.plan.only_due or visit.known.due_at <= self._run.now()

    def _request(self, visit: Visit) -> Request:
        known, private = visit.known, visit.source.allow_private
        is_old = self._run.now() - (known.whole_at or known.checked_at) >= WHOLE_AFTER
        if is_old or self._is_read_whole(visit):
            return Request(visit.url, visit.source.name, allow_private=private)
        etag, last_modified = known.validators.etag, known.validators.last_modified
        return Request(visit.url, visit.source.name, etag, last_modified, allow_private=private)

    def _is_read_whole(self, visit: Visit) -> bool:
        """Indexes for the sitemaps in them, sections for the pages behind them."""
        return visit.kind == "index" or (self._run.plan.is_backfill and visit.kind == "section")

    # --- answers ---

    def _take(self, visit: Visit, answer: Page | FetchError) -> list[Visit]:
        """Store what a listing brought; returns what is to be asked besides."""
        if isinstance(answer, FetchError) and answer.outcome is Outcome.POSTPONED:
            log.info("listing postponed", stage="listing", url=visit.url, reason=answer.reason)
            return []
        self._run.reports[visit.source.name].listings += 1
        if isinstance(answer, FetchError):
            return self._fail(visit, answer.outcome, answer.reason)
        try:
            return self._read(visit, answer)
        except Skip as skip:
            return self._fail(visit, skip.outcome, skip.reason)
        except StoreError:
            raise
        except Exception as error:
            log.exception("crashed", stage="listing", source=visit.source.name, url=visit.url)
            return self._fail(visit, Outcome.CRASHED, f"{type(error).__name__}: {error}")

    def _read(self, visit: Visit, page: Page) -> list[Visit]:
        if page.status == 304:
            self._answered(visit, Outcome.NOT_MODIFIED)
            return []
        validators = Validators.of(page)
        same = validators.body_sha256 == visit.known.validators.body_sha256
        if same and not self._is_read_whole(visit):
            self._answered(visit, Outcome.UNCHANGED, validators)
            return []
        if visit.kind in ("sitemap", "index") and (children := sitemap_children(page)):
            self._answered(_as_index(visit), Outcome.STORED, validators)
            return list(self._children(visit, children))
        links = found_links(_links_in(visit, page), visit.source)
        _check_promise(visit, len(links))
        new = self._answered(visit, Outcome.STORED, validators, links)
        return list(self._next_page(visit, page, links, new))

    def _children(self, visit: Visit, children: Sequence[Link]) -> Iterator[Visit]:
        """Sitemaps that an index names, without those older than the run asks for."""
        if visit.depth >= _SITEMAP_DEPTH:
            return
        for child in children:
            if may_lie_in(self._run.plan.window, days(child)):
                yield self._visit(visit.source, child.url, "sitemap", visit.depth + 1)

    def _next_page(
        self, visit: Visit, page: Page, links: Sequence[FoundLink], new: int
    ) -> Iterator[Visit]:
        """The next page of a section: while all is new to a paper that we know already, or, when
        a past is asked for, until the links are older than that."""
        plan, number = self._run.plan, visit.number + 1
        if plan.is_backfill:
            goes_on = any(may_lie_in(plan.back_to, (x.earliest_on, x.latest_on)) for x in links)
            most = self._run.settings.section_pages
        else:
            goes_on, most = (
                bool(links) and new == len(links) and not visit.is_first,
                _PAGES_TO_CATCH_UP,
            )
        if visit.kind != "section" or not goes_on or number > most:
            return
        if url := next_page(page, visit.source, visit.section, number):
            further = self._visit(visit.source, url, "section")
            yield replace(further, number=number, section=visit.section, is_first=visit.is_first)

    # --- what is written down ---

    def _answered(
        self,
        visit: Visit,
        outcome: Outcome,
        validators: Validators | None = None,
        links: Sequence[FoundLink] = (),
    ) -> int:
        """In one transaction: a listing counts as seen only together with its links."""
        run, now, source = self._run, self._run.now(), visit.source.name
        with run.database.writing() as connection:
            new = add_links(connection, links, source=source, found_in=visit.url, at=now)
            wake_changed(connection, links, at=now, quiet=_QUIET)
            news = new > 0 or visit.is_first
            if visit.number == 1:
                after = after_answer(
                    visit.known, outcome, validators, news=news, polling=run.polling, now=now
                )
                save_listing(connection, after)
            save_hosts(connection, run.turns.learned())
        run.reports[source].gave.links += new
        if processes_for(run.report.links, run.settings.processes) > 1:
            get_ready()  # they start while the other listings are asked
        log.info(
            "listing", stage="listing", source=source, url=visit.url, outcome=outcome.value, new=new
        )
        return new

    def _fail(self, visit: Visit, outcome: Outcome, reason: str) -> list[Visit]:
        line = f"{visit.kind} {visit.url}: {outcome}: {reason}"
        run, source = self._run, visit.source.name
        log.warning("listing failed", stage="listing", source=source, url=visit.url, reason=line)
        run.reports[source].failures.append(line)
        failed = after_failure(visit.known, outcome, reason, polling=run.polling, now=run.now())
        with run.database.writing() as connection:
            if visit.number == 1:
                save_listing(connection, failed)
            save_hosts(connection, run.turns.learned())
        return []


def _as_index(visit: Visit) -> Visit:
    return replace(visit, known=replace(visit.known, kind="index"))


def _links_in(visit: Visit, page: Page) -> list[Link]:
    if visit.kind == "feed":
        return feed_links(page)
    if visit.kind in ("sitemap", "index"):
        return sitemap_links(page)
    return section_links(page, visit.source)


def _check_promise(visit: Visit, links: int) -> None:
    """A promise is made for what a front page shows, not for a monthly sitemap or page 7."""
    promised = visit.source.min_links
    if visit.kind in ("feed", "section") and visit.number == 1 and links < promised:
        raise Skip(Outcome.BAD_CONTENT, f"{links} article links, at least {promised} promised")
