"""Where articles come from: papers, the addresses they list, and what these answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors per field, tried in order; the first that yields text wins.

    Older layouts stay at the end of each list so that old archives keep parsing.
    """

    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A paper: data, not code. One table of `config.toml`."""

    name: str
    title: str
    hosts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    paging: str = ""
    """Of section pages: `{stem}-p{n}{ending}`; empty: as the pages themselves say."""
    article_url: str = ""
    """Regular expression that the path of an article's URL matches (`re.search`)."""
    selectors: Selectors = field(default_factory=Selectors)
    province: str | None = None
    """A provincial paper's own province, typed: `tỉnh Sơn La`."""
    pace_seconds: float = 2.0
    min_links: int = 1
    """Promise: a listing with fewer links than this is a failure, not a quiet day."""
    allow_private: bool = False
    """Whether it may live in a private or loopback network, as the demo paper does."""
    confirmed: bool = True
    """False: addresses or selectors are known from others' code, not yet from its pages."""
    enabled: bool = True


UNKNOWN_SOURCE = Source(name="unknown", title="", enabled=False)
"""For saved pages of papers that config.toml does not know: the generic fallbacks only."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address found in a feed, sitemap or section page."""

    url: str
    title: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    """When it last changed, as a sitemap or Atom feed says."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came over the wire, or out of an archive or fixture: bytes and their circumstances."""

    url: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    final_url: str = ""
    fetched_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    source: str = ""
    """Name of the source; empty: decided by the host."""

    def header(self, name: str) -> str:
        """The first header of this name, case-insensitive, or an empty string."""
        wanted = name.casefold()
        return next((v for k, v in self.headers if k.casefold() == wanted), "")
