"""The cron job: ask every listing what is new, fetch it, read it, store it.

First all listings, then all articles still to be fetched, old failures included. Everything a
run learns is stored as it goes, so that a killed run loses at most the page in hand.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from extractors.links import (
    canonical_url,
    feed_links,
    is_article_url,
    section_links,
    sitemap_children,
    sitemap_links,
)
from extractors.models import Link, Outcome, Page, Skip, Source
from pipeline.config import CollectSettings
from pipeline.crawl import Crawl
from pipeline.fetch import Fetcher, FetchError, Request
from pipeline.handle import handle, store
from pipeline.log import logger
from pipeline.robots import Robots
from storage.database import Database
from storage.errors import StoreError
from storage.frontier import (
    TEMPORARY,
    Listing,
    PendingLink,
    add_links,
    finish_link,
    listing,
    pending_links,
    save_listing,
)
from storage.runs import finish_run, start_run

log = logger(__name__)

_SITEMAP_DEPTH = 2
"""A sitemap index may name sitemaps; one that names further indexes is a loop or a mistake."""


@dataclass(slots=True)
class SourceReport:
    """One source's part of a run."""

    name: str
    links: int = 0
    """Addresses found that were not known before."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    """What became of its articles."""
    failures: list[str] = field(default_factory=list)
    """One line for each listing that failed."""
    listings: int = 0

    @property
    def failed(self) -> bool:
        """No listing of it answered, or articles were due and none could be had."""
        temporary = sum(self.outcomes[o] for o in TEMPORARY)
        no_article = temporary > 0 and temporary == self.outcomes.total()
        return no_article or (self.listings > 0 and len(self.failures) == self.listings)


@dataclass(slots=True)
class Report:
    """A whole run: its sources, whether it was interrupted, how it ends."""

    sources: list[SourceReport]
    interrupted: bool = False

    @property
    def outcomes(self) -> Counter[Outcome]:
        """What became of all articles."""
        return sum((s.outcomes for s in self.sources), Counter())

    @property
    def exit_code(self) -> int:
        """0 fine · 1 something failed, data usable · 3 every source failed · 130 interrupted."""
        if self.interrupted:
            return 130
        if self.sources and all(s.failed for s in self.sources):
            return 3
        crashed = self.outcomes[Outcome.CRASHED]
        return int(bool(crashed) or any(s.failed or s.failures for s in self.sources))


def collect(
    sources: Sequence[Source],
    database: Database,
    fetcher: Fetcher,
    settings: CollectSettings,
    stopped: threading.Event,
) -> Report:
    """One run over these sources; set `stopped` to end it after the record in hand.

    Raises StoreError where the database fails; what was stored until then stays.
    """
    run = _Run(sources, database, fetcher, settings, stopped)
    with database.writing() as connection:
        run_id = start_run(connection, "collect", _now())
    try:
        run.visit_listings()
        run.visit_articles()
    finally:
        run.report.interrupted = stopped.is_set()
        with database.writing() as connection:
            outcomes, code = run.report.outcomes, run.report.exit_code
            finish_run(connection, run_id, outcomes, code, _now())
    return run.report


@dataclass(frozen=True, slots=True)
class _ListingVisit:
    url: str
    kind: str
    source: Source
    depth: int = 0


class _Run:
    def __init__(
        self,
        sources: Sequence[Source],
        database: Database,
        fetcher: Fetcher,
        settings: CollectSettings,
        stopped: threading.Event,
    ) -> None:
        self._sources = {source.name: source for source in sources}
        self._database = database
        self._settings = settings
        self._crawl = Crawl(
            fetcher,
            Robots(fetcher, settings.user_agent),
            hosts_at_once=settings.hosts_at_once,
            pace_seconds={s.name: s.pace_seconds for s in sources},
            stopped=stopped,
        )
        self._reports = {source.name: SourceReport(source.name) for source in sources}
        self.report = Report(list(self._reports.values()))

    # --- listings ---

    def visit_listings(self) -> None:
        """Ask every feed, sitemap and section page; store the links that are new."""
        visits = [v for source in self._sources.values() for v in _listings_of(source)]
        while visits:
            by_url = {visit.url: visit for visit in visits}
            children: list[_ListingVisit] = []
            for request, answer in self._crawl.fetch(self._conditional(visits)):
                visit = by_url[request.url]
                self._reports[visit.source.name].listings += 1
                children += self._take_listing(visit, answer)
            visits = [v for v in children if v.url not in by_url]

    def _conditional(self, visits: Iterable[_ListingVisit]) -> list[Request]:
        with self._database.reading() as connection:
            known = {visit: listing(connection, visit.url) for visit in visits}
        return [
            Request(
                v.url,
                v.source.name,
                k.etag if k else None,
                k.last_modified if k else None,
                allow_private=v.source.allow_private,
            )
            for v, k in known.items()
        ]

    def _take_listing(self, visit: _ListingVisit, answer: Page | FetchError) -> list[_ListingVisit]:
        """Store what a listing brought; returns the sitemaps that an index names."""
        if isinstance(answer, FetchError):
            return self._fail(visit, answer.outcome, answer.reason)
        if answer.status == 304:
            self._save_listing(visit, Outcome.NOT_MODIFIED)
            return []
        try:
            return self._take_listing_page(visit, answer)
        except Skip as skip:
            return self._fail(visit, skip.outcome, skip.reason)
        except StoreError:
            raise
        except Exception as error:
            log.exception("crashed", url=visit.url)
            return self._fail(visit, Outcome.CRASHED, f"{type(error).__name__}: {error}")

    def _fail(self, visit: _ListingVisit, outcome: Outcome, reason: str) -> list[_ListingVisit]:
        line = f"{visit.kind} {visit.url}: {outcome}: {reason}"
        log.warning("listing failed", source=visit.source.name, reason=line)
        self._reports[visit.source.name].failures.append(line)
        self._save_listing(visit, outcome, reason)
        return []

    def _take_listing_page(self, visit: _ListingVisit, page: Page) -> list[_ListingVisit]:
        children = sitemap_children(page) if visit.kind == "sitemap" else []
        links = [] if children else _links_in(visit, page)
        wanted = _wanted(links, visit.source)
        # A promise of `min_links` is made for what a front page shows, not for a monthly sitemap.
        if visit.kind != "sitemap" and len(wanted) < visit.source.min_links:
            raise Skip(
                Outcome.BAD_CONTENT,
                f"{len(wanted)} article links, at least {visit.source.min_links} promised",
            )
        self._save_listing(visit, Outcome.STORED, page=page, links=wanted)
        if visit.depth >= _SITEMAP_DEPTH:
            return []
        return [_ListingVisit(u, "sitemap", visit.source, visit.depth + 1) for u in children]

    def _save_listing(
        self,
        visit: _ListingVisit,
        outcome: Outcome,
        reason: str | None = None,
        page: Page | None = None,
        links: Sequence[Link] = (),
    ) -> None:
        """In one transaction: a listing counts as seen only together with its links."""
        with self._database.writing() as connection:
            before = listing(connection, visit.url) or Listing(visit.url, None, None, None)
            save_listing(
                connection,
                _state(visit.url, page) if page else before,
                source=visit.source.name,
                kind=visit.kind,
                checked_at=_now(),
                outcome=outcome,
                reason=reason,
            )
            self._reports[visit.source.name].links += add_links(
                connection,
                links,
                source=visit.source.name,
                found_in=visit.url,
                found_at=_now(),
            )

    # --- articles ---

    def visit_articles(self) -> None:
        """Fetch, read and store every article still due."""
        with self._database.reading() as connection:
            due = pending_links(connection, list(self._sources), self._settings.max_tries)
        for request, answer in self._crawl.fetch(self._requests(due)):
            self._take_article(request, answer)

    def _requests(self, due: Iterable[PendingLink]) -> list[Request]:
        sources = self._sources
        return [
            Request(p.url, p.source, allow_private=sources[p.source].allow_private) for p in due
        ]

    def _take_article(self, request: Request, answer: Page | FetchError) -> None:
        if isinstance(answer, FetchError):
            outcome, reason = answer.outcome, str(answer.reason)
        else:
            handled = handle(answer, self._sources[request.source])
            outcome, reason = store(self._database, handled, answer), handled.reason or ""
        self._reports[request.source].outcomes[outcome] += 1
        log.info("article", outcome=outcome.value, source=request.source, url=request.url)
        with self._database.writing() as connection:
            finish_link(connection, request.url, outcome, reason, _now())


def _listings_of(source: Source) -> Iterator[_ListingVisit]:
    kinds = (("feed", source.feeds), ("sitemap", source.sitemaps), ("section", source.sections))
    for kind, urls in kinds:
        for url in urls:
            yield _ListingVisit(url, kind, source)


def _links_in(visit: _ListingVisit, page: Page) -> list[Link]:
    if visit.kind == "feed":
        return feed_links(page)
    if visit.kind == "sitemap":
        return sitemap_links(page)
    return section_links(page, visit.source)


def _wanted(links: Iterable[Link], source: Source) -> list[Link]:
    """Article links under their canonical address, each once."""
    found: dict[str, Link] = {}
    for link in links:
        if is_article_url(link.url, source):
            url = canonical_url(link.url)
            found.setdefault(url, Link(url, link.title, link.published))
    return list(found.values())


def _state(url: str, page: Page) -> Listing:
    return Listing(
        url,
        etag=page.header("etag") or None,
        last_modified=page.header("last-modified") or None,
        body_sha256=hashlib.sha256(page.body).hexdigest(),
    )


def _now() -> datetime:
    return datetime.now(UTC)
