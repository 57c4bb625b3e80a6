"""Saved pages as a supplier of `Page`s: single files, folders of them, fixture folders."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extractors.article import declared_url
from extractors.sources import UNKNOWN_SOURCE, Page, Source
from pipeline.errors import UnreadableError

SUFFIXES = (".html", ".htm", ".html.gz", ".htm.gz", ".txt")
_DESCRIBED: Mapping[str, tuple[type, str]] = {
    "url": (str, "text"),
    "final_url": (str, "text"),
    "status": (int, "number"),
    "headers": (dict, "object"),
    "source": (str, "text"),
}
"""What a `page.json` may say, and of what kind it is."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A page out of a file or an archive."""

    name: str
    """What it was read from: the path as given, or file and offset of a record."""
    page: Page
    source: Source

    @property
    def is_text(self) -> bool:
        """A plain text rather than HTML."""
        return self.name.endswith(".txt")


def find_pages(paths: Sequence[Path], suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    """The files to read: those named, and those of named folders in order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and p.name.endswith(suffixes)
            )
        else:
            yield path


def read_saved(path: Path, sources: Mapping[str, Source], url: str = "") -> Saved:
    """One saved page. Its address: `url`, else that of the `page.json` beside it, else the one the
    page itself declares, else the file's own. Raises UnreadableError."""
    if path.exists() and not path.name.endswith(SUFFIXES):
        raise UnreadableError(f"{path}: not one of {', '.join(SUFFIXES)}")
    body = _body(path)
    described = _described(path)
    if not body.strip() and not described:  # a server may answer so, a file is a mishap
        raise UnreadableError(f"{path}: empty file")
    address = url or described.get("url", "")
    if not address and path.suffix != ".txt":
        address = declared_url(body)
    page = Page(
        url=address or path.resolve().as_uri(),
        body=body,
        status=described.get("status", 200),
        headers=tuple((str(k).lower(), str(v)) for k, v in described.get("headers", {}).items()),
        final_url=url or described.get("final_url") or address,
        fetched_at=_time(path, described.get("fetched_at")),
        source=described.get("source", ""),
    )
    source = sources.get(page.source) or source_of(page.url, sources)
    return Saved(str(path), replace(page, source=source.name), source)


def source_of(url: str, sources: Mapping[str, Source]) -> Source:
    """The paper whose host this address is on (`m.` and `www.` aside), or UNKNOWN_SOURCE.

    Where several sources share a host, the first whose article pattern fits. A source that names
    no hosts is on the servers of its listings.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # a page may call itself "http://[": it is read all the same
        return UNKNOWN_SOURCE
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    here = [
        source
        for source in sources.values()
        if host and (host in source.hosts or (not source.hosts and _lists(source, parts.netloc)))
    ]
    fitting = (source for source in here if is_article_address(url, source))
    return next(fitting, here[0] if here else UNKNOWN_SOURCE)


def _lists(source: Source, server: str) -> bool:
    listings = (*source.feeds, *source.sitemaps, *source.sections)
    return any(urlsplit(listing).netloc == server for listing in listings)


def is_article_address(url: str, source: Source) -> bool:
    """Whether a paper's articles have such addresses; any may, where nothing is said."""
    return re.search(source.article_url, urlsplit(url).path) is not None


def _body(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.name.endswith(".gz") else data
    except OSError as error:  # BadGzipFile is one too
        raise UnreadableError(f"{path}: {error.strerror or error}") from None
    except (EOFError, zlib.error) as error:
        raise UnreadableError(f"{path}: broken gzip: {error}") from None


def _described(path: Path) -> dict[str, Any]:
    """The `page.json` of a fixture folder; nothing for a single file."""
    beside = path.with_name("page.json")
    if not path.name.startswith("page.") or not beside.is_file():
        return {}
    try:
        described = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{beside}: {error}") from None
    if not isinstance(described, dict):
        raise UnreadableError(f"{beside}: not a JSON object")
    for key, (kind, called) in _DESCRIBED.items():
        if key in described and not isinstance(described[key], kind):
            raise UnreadableError(f"{beside}: {key} {described[key]!r} is no {called}")
    return described


def _time(path: Path, text: Any) -> datetime:
    """When the page was fetched: as described, else the file's own time."""
    if text is None:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        raise UnreadableError(f"{path}: fetched_at {text!r} is no ISO 8601 time") from None
    if when.tzinfo is None:
        raise UnreadableError(f"{path}: fetched_at {text!r} has no zone")
    return when
