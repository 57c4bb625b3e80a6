"""A page → a fixture: from the web, from the archive or from a file, in one step.

What is recorded belongs to its paper: for a repository that others can read, put words of your
own in place of the paper's before you sign.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from extractors.links import canonical_url, hostname
from extractors.page.addresses import identity
from extractors.sources import Page, Source
from pipeline.collecting.failures import FetchError
from pipeline.config import CollectSettings
from pipeline.errors import UnreadableError
from pipeline.fetch import Fetcher, Request
from pipeline.fixtures import Fixture, disk_trouble, load_fixture, observed, write_expected
from pipeline.robots import Robots
from pipeline.saved import read_saved, source_of
from storage.archive import Archive
from storage.database import Connection
from storage.frontier import link_address
from storage.warc.index import newest
from storage.warc.reading import DamagedError

_LARGE = 100_000
"""Bytes; a larger page is kept as `page.html.gz`."""
_REDIRECTS = 10
"""Of one address; more are a loop."""


def from_web(url: str, sources: Mapping[str, Source], settings: CollectSettings) -> Page:
    """Fetch one page as `ocop collect` would, robots.txt included. Raises UnreadableError."""
    source = source_of(url, sources)
    with Fetcher(settings) as fetcher:
        try:
            robots = Robots(fetcher, settings.user_agent)
            if not robots.allows(url, allow_private=source.allow_private):
                raise UnreadableError(f"{url}: robots.txt disallows it")
            return fetcher.get(Request(url, source.name, allow_private=source.allow_private))
        except FetchError as error:
            raise UnreadableError(f"{url}: {error}") from None


def from_archive(
    url: str, archive: Archive, sources: Mapping[str, Source], until: datetime | None = None
) -> Page:
    """What an address answered last, or last before a time; where that was a redirect, the page it
    led to. Raises UnreadableError."""
    first = page = _archived(url, archive, sources, until)
    for _ in range(_REDIRECTS):
        location = page.header("location") if 300 <= page.status < 400 else ""
        if not location:
            break
        page = _archived(urljoin(page.url, _in_utf8(location)), archive, sources, until)
    return replace(page, url=first.url)


def _archived(
    url: str, archive: Archive, sources: Mapping[str, Source], until: datetime | None
) -> Page:
    with archive.database.reading() as connection:
        spellings = (url, canonical_url(url), _as_collected(connection, url, sources))
        found = (newest(connection, spelt, until) for spelt in spellings if spelt)
        entry = next((entry for entry in found if entry), None)
    if entry is None:
        raise UnreadableError(f"{url}: not in the archive")
    try:
        return archive.page(entry)
    except DamagedError as error:
        raise UnreadableError(str(error)) from None


def _as_collected(connection: Connection, url: str, sources: Mapping[str, Source]) -> str | None:
    """The spelling under which an article was fetched: `m.`, `http:` and a tracking parameter make
    no difference."""
    if not hostname(url):
        return None
    return link_address(connection, identity(canonical_url(url), source_of(url, sources)))


def _in_utf8(header: str) -> str:
    """Headers are kept in Latin-1; a `Location: /chè.html` is mostly in UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def from_file(path: Path, sources: Mapping[str, Source]) -> Page:
    """A page that a browser saved. Raises UnreadableError."""
    return read_saved(path, sources).page


def record(page: Page, folder: Path, sources: Mapping[str, Source]) -> Fixture:
    """Write the folder of a case; what is expected is what the code reads now, and unsigned.

    A case that is there already gets the new page and loses its signature. Raises UnreadableError.
    """
    with disk_trouble(folder):
        _write_page(page, folder)
        described = json.dumps(_circumstances(page, sources), ensure_ascii=False, indent=1)
        (folder / "page.json").write_text(described + "\n", "utf-8")
    write_expected(folder, {})
    return write_expected(folder, observed(load_fixture(folder), sources))


def _write_page(page: Page, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("page.html", "page.html.gz"):
        (folder / old).unlink(missing_ok=True)
    if len(page.body) > _LARGE:
        (folder / "page.html.gz").write_bytes(gzip.compress(page.body, mtime=0))
    else:
        (folder / "page.html").write_bytes(page.body)


def _circumstances(page: Page, sources: Mapping[str, Source]) -> dict[str, object]:
    """What reading a page depends on besides its bytes."""
    return {
        "url": page.url,
        "final_url": page.final_url or page.url,
        "status": page.status,
        "headers": {"content-type": page.header("content-type")},
        "fetched_at": page.fetched_at.isoformat(timespec="seconds"),
        "source": source_of(page.final_url or page.url, sources).name,
    }
