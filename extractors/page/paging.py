"""From one page of a section to the next, older one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from extractors.html.page import Element, parse_html, words
from extractors.page.addresses import bare_host
from extractors.sources import Page, Source

_NEXT_WORDS = frozenset({"trang sau", "trang tiếp", "tiếp theo", "tiếp", "next", "›", "»", ">"})
_ENDING = re.compile(r"/?$|\.\w{2,5}$")


def next_page(page: Page, source: Source, section: str, number: int) -> str | None:
    """Address of page `number` of a section, to which `page`, the one before, leads; else None.

    A source's `paging` tells it: by `{stem}/trang-{n}{ending}` the second page of
    `https://bao.vn/nong-san.htm` is `https://bao.vn/nong-san/trang-2.htm`. Else it is the page's
    own `rel=next`, the link that reads "2", or "Trang sau"; on the same host only.
    """
    if source.paging:
        ending = _ENDING.search(section)
        stem = section[: ending.start()] if ending else section
        return source.paging.format(stem=stem, ending=section[len(stem) :], n=number)
    own = page.final_url or page.url
    host = bare_host(urlsplit(own).hostname or "")
    root = parse_html(page.body, page.header("content-type"))
    for address in _candidates(root, str(number)):
        url = urljoin(own, address)
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bare_host(parts.hostname or "") == host
        if is_web and url not in (own, page.url, section):
            return url
    return None


def _candidates(root: Element, number: str) -> Iterator[str]:
    linked = [e for tag in ("link", "a") for e in root.iter(tag) if e.get("href")]
    yield from (e.get("href", "") for e in linked if e.get("rel") == "next")
    anchors = [(words(e).casefold(), e.get("href", "")) for e in linked if e.tag == "a"]
    yield from (href for text, href in anchors if text == number)
    yield from (href for text, href in anchors if text in _NEXT_WORDS)
