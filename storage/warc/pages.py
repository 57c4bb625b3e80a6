"""A record of the archive → its page, by the files alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from extractors.sources import Page
from storage.warc.reading import Capture, DamagedError, body_of, capture_at


@dataclass(frozen=True, slots=True)
class Entry:
    """One response or revisit record of the archive, as the index has it."""

    file: str
    offset: int
    length: int
    url: str
    fetched_at: datetime
    kind: str
    status: int
    media_type: str
    digest: str

    @property
    def name(self) -> str:
        """`ocop-20251125T010203Z-00000.warc.gz:4711`."""
        return f"{self.file}:{self.offset}"


def read_page(folder: Path, entry: Entry, held: Entry | None) -> Page:
    """The page of a record whose payload the record `held` holds.

    Raises DamagedError, also for None.
    """
    if held is None:
        raise DamagedError(f"{entry.name}: the body it refers to is not in the archive")
    capture = capture_at(folder / held.file, held.offset)
    if held == entry:
        return page_of(capture, entry.name)
    revisit = capture_at(folder / entry.file, entry.offset).head
    head = replace(revisit, status=capture.head.status, headers=capture.head.headers)
    return page_of(replace(capture, head=revisit if revisit.status != 304 else head), entry.name)


def page_of(capture: Capture, name: str) -> Page:
    """What a record says, its content-encoding undone; `name` is for messages.

    Raises DamagedError.
    """
    head = capture.head
    return Page(
        url=head.url,
        body=body_of(capture.payload, head.headers, name),
        status=head.status,
        headers=tuple((key.casefold(), value) for key, value in head.headers),
        final_url=head.url,
        fetched_at=head.fetched_at,
    )
