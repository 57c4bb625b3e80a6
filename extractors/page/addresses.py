"""What an address says of its article: which one it is, and when it was published."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from extractors.sources import Source

_AMP = re.compile(r"^/amp(?=/)|/amp/?$|\.amp(?=$|\.html?$)", re.IGNORECASE)
_ID = re.compile(r"(\d{5,})(?:\.\w{2,5})?/?$")
"""An article's number at the end of its path: `-d402117.html`, `-20240118100233185.htm`."""

# tuoitre and baotintuc number by the moment (20240118100233185); nld, thanhnien, baochinhphu and
# cafef put the paper's three digits before it (196240118…); others keep a folder per month.
_DAY = (
    re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)\d{9}(?!\d)"),
    re.compile(r"(?<!\d)(?:185|196|102|188)(\d\d)([01]\d)([0-3]\d)\d{6,}(?!\d)"),
    re.compile(r"/(20\d\d)/?([01]\d)/?([0-3]\d)/"),
)
_MONTH = (
    re.compile(r"/(20\d\d)/?([01]\d)/"),
    re.compile(r"(?<!\d)(20\d\d)[-_/]([01]?\d)(?!\d)"),  # sitemap-post-2024-01.xml
)


def identity(url: str, source: Source) -> str:
    """The same for all spellings of one article's address: `nld.com.vn#196240118093000456`.

    http and https, `www.`, `m.` and `amp.`, an AMP path and a paper's former host make no
    difference; nor does the slug, where the paper's `article_url` ends in a number of its own:
    editors change headlines. Numbers that read as a day (05032026) are none.
    """
    parts = urlsplit(url)
    path = _AMP.sub("", parts.path) or "/"
    host = _home(parts.hostname or "", source) + (f":{parts.port}" if parts.port else "")
    if number := _number(path, source):
        return f"{host}#{number}"
    query = urlencode([pair for pair in parse_qsl(parts.query, True) if pair[0] != "amp"])
    return f"{host}{path.rstrip('/') or '/'}" + (f"?{query}" if query else "")


def _home(host: str, source: Source) -> str:
    """The host without its prefixes; for a host of the source, the first that it names."""
    own = [bare_host(name) for name in source.hosts]
    bare = bare_host(host)
    return own[0] if bare in own else bare


def bare_host(host: str) -> str:
    """`bare_host("m.nld.com.vn")` → `nld.com.vn`."""
    return re.sub(r"^(?:(?:www|m|amp)\.)+", "", host.casefold())


def _number(path: str, source: Source) -> str | None:
    """The article's number, where the paper's own pattern asks for one at the end."""
    if not source.article_url or not (match := re.search(source.article_url, path)):
        return None
    found = _ID.search(match.group()) if match.end() == len(path) else None
    if found is None or (len(found[1]) == 8 and _reads_as_day(found[1])):
        return None
    return found[1]


def _reads_as_day(digits: str) -> bool:
    return bool(re.fullmatch(r"20\d\d[01]\d[0-3]\d|[0-3]\d[01]\d20\d\d", digits))


def days_of(url: str) -> tuple[date, date] | None:
    """First and last day on which an article of this address can have been published.

    `…-20240118100233185.htm` → 18 January 2024 twice; `/202401/slug/` and
    `sitemap-post-2024-01.xml` → the whole month; None where the address does not tell.
    """
    path = urlsplit(url).path
    for pattern in _DAY:
        if match := pattern.search(path):
            year, month, day = (int(part) for part in match.groups())
            with suppress(ValueError):
                found = date(year if year > 99 else 2000 + year, month, day)
                return found, found
    for pattern in _MONTH:
        if match := pattern.search(path):
            year, month = int(match[1]), int(match[2])
            if 1 <= month <= 12:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return None
