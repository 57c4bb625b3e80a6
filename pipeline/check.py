"""`ocop check NAME`: one listing and one page of a source, and what was understood of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from extractors.article import parse
from extractors.facts import extract
from extractors.links import feed_links, section_links, sitemap_children, sitemap_links
from extractors.models import Article, Facts, Skip
from extractors.reading import read
from extractors.sources import Link, Page, Source
from extractors.topic import why_off_topic
from pipeline.collecting.failures import FetchError
from pipeline.collecting.found import found_links
from pipeline.collecting.turns import Ending, Turns
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher, Request
from pipeline.robots import Robots
from storage.frontier import FoundLink
from storage.runs import FIELDS

_LINKS_SHOWN = 3
_BLOCKS_SHOWN = 4

Get = Callable[[str], Page]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what was found there, and where it came from."""

    what: str
    found: str
    origin: str = ""
    is_good: bool = True


def check(
    source: Source, fetcher: Fetcher, settings: CollectSettings, url: str | None = None
) -> Iterator[Finding]:
    """Ask a source as a run would, robots.txt and pace included, and store nothing.

    Looks at its listings up to the first that gives articles, and at the newest of those; or at
    the page at `url` only.
    """
    get = _polite(source, fetcher, settings)
    if url is not None:
        yield from _page(source, get, url)
        return
    links: list[FoundLink] = []
    for kind, address in _listings(source):
        finding, links = _listing(source, get, kind, address)
        yield finding
        if links:
            break
    for link in links[:_LINKS_SHOWN]:
        yield Finding("link", f"{link.url}  {link.title}".strip(), _day(link))
    if links:
        yield from _page(source, get, links[0].url)


def _polite(source: Source, fetcher: Fetcher, settings: CollectSettings) -> Get:
    robots = Robots(fetcher, settings.user_agent)
    turns = Turns(robots, {source.name: source.pace_seconds}, Ending(threading.Event()))

    def get(url: str) -> Page:
        request = Request(url, source.name, allow_private=source.allow_private)
        return fetcher.get(request, turn=partial(turns.turn, request))

    return get


# --- a listing ------------------------------------------------------------------------------------


def _listings(source: Source) -> Iterator[tuple[str, str]]:
    for kind, urls in (
        ("feed", source.feeds),
        ("sitemap", source.sitemaps),
        ("section", source.sections),
    ):
        for url in urls:
            yield kind, url


def _listing(source: Source, get: Get, kind: str, url: str) -> tuple[Finding, list[FoundLink]]:
    try:
        every = _links(source, get, kind, get(url))
    except (FetchError, Skip) as error:
        return Finding(kind, url, str(error), is_good=False), []
    links = found_links(every, source)
    is_good = len(links) >= max(1, source.min_links)
    counts = f"{len(every)} links, {len(links)} of them articles, {source.min_links} promised"
    return Finding(kind, url, counts, is_good), links


def _links(source: Source, get: Get, kind: str, page: Page) -> list[Link]:
    if kind == "feed":
        return feed_links(page)
    if kind == "section":
        return section_links(page, source)
    children = sitemap_children(page)
    return sitemap_links(get(children[-1].url) if children else page)


def _day(link: FoundLink) -> str:
    if link.published_at is not None:
        return f"published {link.published_at.isoformat()}"
    return f"not after {link.latest_on}" if link.latest_on else "no date"


# --- a page ---------------------------------------------------------------------------------------


def _page(source: Source, get: Get, url: str) -> Iterator[Finding]:
    try:
        page = get(url)
        article = parse(page, source)
    except (FetchError, Skip) as error:
        yield Finding("page", url, str(error), is_good=False)
        return
    yield Finding("page", page.final_url, f"status {page.status}, {len(page.body)} bytes")
    if article.url != url:
        yield Finding("canonical", article.url)
    origins = dict(article.origins)
    for field in FIELDS:
        found = _field(article, field)
        is_good = bool(found) or field in ("lead", "authors", "tags")
        yield Finding(field, found or "–", origins.get(field, ""), is_good)
    for block in article.blocks[:_BLOCKS_SHOWN]:
        yield Finding(f"· {block.kind}", article.text[block.start : block.end])
    yield from _content(article, source)


def _field(article: Article, field: str) -> str:
    if field == "body":
        return f"{len(article.text)} characters in {len(article.blocks)} blocks"
    if field == "published":
        return article.published_at or ""
    value = getattr(article, field)
    return value if isinstance(value, str) else "; ".join(value)


def _content(article: Article, source: Source) -> Iterator[Finding]:
    why = why_off_topic(article)
    yield Finding("topic", "kept" if why is None else "dropped", why or "")
    facts: Facts = extract(read(article), source.province)
    yield Finding(
        "facts",
        f"{len(facts.products)} products, {len(facts.star_counts)} star counts, "
        f"{len(facts.locations)} places",
    )
