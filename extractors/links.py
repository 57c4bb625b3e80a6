"""Feeds, sitemaps and section pages → links; and one spelling for every address."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from extractors.html.page import parse_html, squeeze, words
from extractors.html.xml import BrokenXmlError, Entry, sitemap_entries
from extractors.models import Outcome, Skip
from extractors.page.gunzip import gunzip, is_gzip
from extractors.sources import Link, Page, Source
from extractors.vi.dates import parse_stamp

# What mail, Facebook, Google Ads and Zalo add to the addresses they pass on
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|gidzl|zarsrc", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_TAGS = re.compile(r"<[^<>]+>")
_SLUG = re.compile(r"(?:[^/-]+-){3,}[^/]*$")


@lru_cache(maxsize=1024)  # a page's address and the one it gives as its own are often one
def canonical_url(url: str) -> str:
    """One spelling for an address: no fragment, tracking or default port, sorted query.

    http stays http. What is no address comes back as it is.
    `canonical_url("https://NLD.com.vn:443/a.htm?utm_source=zalo#top")` → `https://nld.com.vn/a.htm`
    """
    try:
        parts = urlsplit(url.strip())
        port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    query = [pair for pair in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(pair[0])]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    plain = urlunsplit((parts.scheme, host + port, parts.path or "/", urlencode(query), ""))
    return str(canonicalize_url(plain))


def hostname(url: str) -> str:
    """The host of an http(s) address in small letters, "" for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in _DEFAULT_PORTS else ""


# --- feeds ----------------------------------------------------------------------------------------


def feed_links(page: Page) -> list[Link]:
    """Links of an RSS or Atom feed, in its order, each address once.

    Raises Skip(BAD_CONTENT) for HTML in place of a feed, broken XML without entries, and an
    empty feed: a paper that publishes daily has no empty feed.
    """
    import feedparser  # noqa: PLC0415 - most who read addresses read no feed

    data = _xml(page, "a feed")
    feed = feedparser.parse(
        BytesIO(_DOCTYPE.sub(b"", data, count=1)),  # entities of a DTD: never needed, maybe a bomb
        response_headers={"content-type": page.header("content-type") or "application/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    links = list(_once(_feed_entries(page, feed.entries)))
    if not links:
        why = feed.get("bozo_exception")
        raise Skip(Outcome.BAD_CONTENT, f"feed without entries{f': {why}' if why else ''}")
    return links


def _feed_entries(page: Page, entries: Iterable[Any]) -> Iterator[Link]:
    for entry in entries:
        address = str(entry.get("link") or entry.get("id") or "").strip()
        published, updated = (
            _date(str(dict.get(entry, k) or "")) for k in ("published", "updated")
        )
        if url := _absolute(page, address):
            yield Link(url, _title(str(entry.get("title", ""))), published or updated, updated)


def _date(text: str) -> datetime | None:
    stamp = parse_stamp(text)
    return stamp.value if stamp else None


def _title(markup: str) -> str:
    """Feeds escape their titles once or twice, and some put tags into them."""
    return squeeze(_TAGS.sub(" ", html.unescape(html.unescape(markup))))


# --- sitemaps -------------------------------------------------------------------------------------


def sitemap_links(page: Page) -> list[Link]:
    """Articles of a `<urlset>`, with title and date where it is a news sitemap.

    `lastmod` is no date of publication and is not taken for one. Raises Skip(BAD_CONTENT) for
    HTML, broken XML, or a sitemap without addresses; Skip(TOO_LARGE) for a gzip bomb.
    """
    links = []
    for entry in _entries(page, "url"):
        published = _date(entry.leaves.get("news/publication_date", ""))
        if url := _absolute(page, entry.leaves.get("loc", "")):
            title = _title(entry.leaves.get("news/title", ""))
            modified = _date(entry.leaves.get("lastmod", ""))
            links.append(Link(url, title, published, modified))
    if not links:
        raise Skip(Outcome.BAD_CONTENT, "sitemap without addresses")
    return list(_once(links))


def sitemap_children(page: Page) -> list[Link]:
    """Sitemaps in a sitemap index, in its order; [] for a sitemap that lists articles itself.

    Raises Skip as `sitemap_links` does.
    """
    children = (
        Link(url, modified=_date(entry.leaves.get("lastmod", "")))
        for entry in _entries(page, "sitemap")
        if (url := _absolute(page, entry.leaves.get("loc", "")))
    )
    return list(_once(children))


def _entries(page: Page, tag: str) -> list[Entry]:
    try:
        return [e for e in sitemap_entries(_xml(page, "a sitemap")) if e.tag == tag]
    except BrokenXmlError as error:
        raise Skip(Outcome.BAD_CONTENT, f"broken sitemap: {error}") from None


def _xml(page: Page, wanted: str) -> bytes:
    data = gunzip(page.body) if is_gzip(page.body) else page.body
    if _HTML.match(data[:2000]):
        raise Skip(Outcome.BAD_CONTENT, f"HTML instead of {wanted}")
    if not data.strip():
        raise Skip(Outcome.BAD_CONTENT, f"nothing instead of {wanted}")
    return data


# --- section pages --------------------------------------------------------------------------------


def section_links(page: Page, source: Source) -> list[Link]:
    """Links of a section page whose path matches `source.article_url`, in page order, absolute.

    Only the source's own hosts count. A headline's picture and words are one link; the words are
    its title. A source without a pattern takes whatever ends in a slug of four words.
    """
    root = parse_html(page.body, page.header("content-type"))
    base = next((b.get("href", "") for b in root.iter("base")), "")
    found = (
        Link(url, words(a) or squeeze(a.get("title") or ""))
        for a in root.iter("a")
        if (url := _absolute(page, a.get("href") or "", base)) and is_article_url(url, source)
    )
    return list(_once(found))


def is_article_url(url: str, source: Source) -> bool:
    """Whether the address is one of the source's articles, by host and path."""
    parts = urlsplit(url)
    hosts = {_bare(host) for host in source.hosts}
    if hosts and _bare(parts.hostname or "") not in hosts:
        return False
    pattern = re.compile(source.article_url) if source.article_url else _SLUG
    return bool(pattern.search(parts.path))


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.").removeprefix("m.")


def _absolute(page: Page, address: str, base: str = "") -> str:
    """The address in full and in its one spelling; "" if it is no http(s) address."""
    own = page.final_url or page.url
    try:
        url = urljoin(urljoin(own, base.strip()), address.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    usable = address.strip() and parts.scheme in _DEFAULT_PORTS and parts.hostname
    return canonical_url(url) if usable else ""


def _once(links: Iterable[Link]) -> Iterator[Link]:
    """Each address once, at its first place, with the first title it is given."""
    first: dict[str, Link] = {}
    for link in links:
        known = first.setdefault(link.url, link)
        if link.title and not known.title:
            first[link.url] = replace(
                known, title=link.title, published=known.published or link.published
            )
    yield from first.values()
