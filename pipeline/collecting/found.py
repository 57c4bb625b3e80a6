"""Links of a listing → articles of the paper, each once, with the days they may be of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from extractors.links import canonical_url, is_article_url
from extractors.models import VIETNAM
from extractors.page.addresses import days_of, identity
from extractors.sources import Link, Source
from storage.frontier import FoundLink, Window

Days = tuple[date | None, date | None]
"""First and last day on which something can have been published; None: not known."""


def found_links(links: Iterable[Link], source: Source) -> list[FoundLink]:
    """The articles of the source among the links, in their order."""
    found: dict[str, FoundLink] = {}
    for link in links:
        if is_article_url(link.url, source):
            url = canonical_url(link.url)
            key = identity(url, source)
            found.setdefault(
                key, FoundLink(url, key, link.title, link.published, *days(link), link.modified)
            )
    return list(found.values())


def days(link: Link) -> Days:
    """By the listing's date, else by the address, else not after its last change."""
    if link.published is not None:
        day = link.published.astimezone(VIETNAM).date()
        return day, day
    if told := days_of(link.url):
        return told
    return None, link.modified.astimezone(VIETNAM).date() if link.modified else None


def may_lie_in(window: Window, days: Days) -> bool:
    """Whether something of these days is not known to lie outside the window."""
    earliest, latest = days
    too_old = window.since is not None and latest is not None and latest < window.since
    too_new = window.until is not None and earliest is not None and earliest > window.until
    return not (too_old or too_new)
