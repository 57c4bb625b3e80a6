"""Pages of the archive and of WARC files, read when it is their turn, in whatever process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from extractors.sources import Source
from pipeline.errors import UnreadableError
from pipeline.saved import Saved
from storage.warc.pages import Entry, page_of, read_page
from storage.warc.reading import Capture, DamagedError

Load = Callable[[], Saved]
"""Reads a page; raises UnreadableError. Partials of those here can be sent to another process."""


def archived(folder: Path, entry: Entry, held: Entry | None, source: Source) -> Saved:
    """The page of our archive's record `entry`, whose payload the record `held` holds."""
    try:
        page = read_page(folder, entry, held)
    except DamagedError as error:
        raise UnreadableError(f"{error} ({entry.url})") from None
    return Saved(entry.name, replace(page, source=source.name), source)


def recorded(name: str, capture: Capture, source: Source) -> Saved:
    """The page of a record just read."""
    try:
        page = page_of(capture, name)
    except DamagedError as error:
        raise UnreadableError(f"{error} ({capture.head.url})") from None
    return Saved(name, replace(page, source=source.name), source)


def damaged(reason: str) -> Saved:
    """No page."""
    raise UnreadableError(reason)
