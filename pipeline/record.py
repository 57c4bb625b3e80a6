"""A page → a fixture: from the web, from the archive or from a file, in one step.

What is recorded belongs to its paper: for a repository that others can read, put words of your
own in place of the paper's before you sign.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from extractors.sources import Page, Source
from pipeline.collecting.failures import FetchError
from pipeline.config import CollectSettings
from pipeline.errors import UnreadableError
from pipeline.fetch import Fetcher, Request
from pipeline.fixtures import Fixture, load_fixture, observed, write_expected
from pipeline.robots import Robots
from pipeline.saved import read_saved, source_of
from storage.archive import Archive
from storage.warc.index import newest
from storage.warc.reading import DamagedError

_LARGE = 100_000
"""Bytes; a larger page is kept as `page.html.gz`."""


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


def from_archive(url: str, archive: Archive, until: datetime | None = None) -> Page:
    """What an address answered last, or last before a time. Raises UnreadableError."""
    with archive.database.reading() as connection:
        entry = newest(connection, url, until)
    if entry is None:
        raise UnreadableError(f"{url}: not in the archive")
    try:
        return archive.page(entry)
    except DamagedError as error:
        raise UnreadableError(str(error)) from None


def from_file(path: Path, sources: Mapping[str, Source]) -> Page:
    """A page that a browser saved. Raises UnreadableError."""
    return read_saved(path, sources).page


def record(page: Page, folder: Path, sources: Mapping[str, Source]) -> Fixture:
    """Write the folder of a case; what is expected is what the code reads now, and unsigned.

    A case that is there already gets the new page and loses its signature.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("page.html", "page.html.gz"):
        (folder / old).unlink(missing_ok=True)
    if len(page.body) > _LARGE:
        (folder / "page.html.gz").write_bytes(gzip.compress(page.body, mtime=0))
    else:
        (folder / "page.html").write_bytes(page.body)
    described = json.dumps(_circumstances(page, sources), ensure_ascii=False, indent=1)
    (folder / "page.json").write_text(described + "\n", "utf-8")
    write_expected(folder, {})
    return write_expected(folder, observed(load_fixture(folder), sources))


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
