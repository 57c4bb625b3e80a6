"""Where the pages of a replay come from: files, folders, fixtures, WARC files, our own archive.

A page is read when it is its turn, so that a replay of a whole archive needs no more memory than
one of a single page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Protocol

from extractors.sources import UNKNOWN_SOURCE, Source
from pipeline.errors import UnreadableError
from pipeline.replaying.loads import Load, archived, damaged, recorded
from pipeline.saved import (
    SUFFIXES,
    find_pages,
    is_article_address,
    read_saved,
    source_of,
)
from storage.archive import Archive
from storage.warc.index import Selection, batches, size
from storage.warc.pages import Entry
from storage.warc.reading import SUFFIXES as WARC_SUFFIXES
from storage.warc.reading import DamagedError, Head, captures

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")
_PAGE_STATUS = (200, 202, 203)
"""nongsanviet.nongnghiep.vn answers 202 with real pages."""


@dataclass(frozen=True, slots=True)
class Item:
    """One page to come."""

    name: str
    size: int
    """Bytes of input that lie between the page before and the end of this one."""
    load: Load


class Supply(Protocol):
    """Pages in a fixed order."""

    @property
    def total(self) -> int:
        """Bytes of input, for an estimate of the time."""

    @property
    def identity(self) -> str:
        """Tells this supply from any other, and from itself with other content or papers."""

    def items(self, after: str = "") -> Iterator[Item]:
        """The pages; only those behind the page named `after`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages: of these papers (all where empty; `unknown` is every other host), fetched at
    or after `since` and before `until`."""

    sources: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, source: Source, fetched_at: datetime) -> bool:
        return (
            (not self.sources or source.name in self.sources)
            and (self.since is None or fetched_at >= self.since)
            and (self.until is None or fetched_at < self.until)
        )


class FileSupply:
    """Saved pages, texts, fixture folders and WARC files, in order of input.

    Of a WARC file only articles of papers that `sources` knows are read, and of other hosts
    where `unknown` is asked for: a file of CC-NEWS holds the news of the whole world.
    """

    def __init__(
        self, paths: Sequence[Path], sources: Mapping[str, Source], wanted: Wanted | None = None
    ) -> None:
        self._paths = list(find_pages(paths, SUFFIXES + WARC_SUFFIXES))
        self._sources = sources
        self._wanted = wanted or Wanted()

    @property
    def total(self) -> int:
        return sum(_file_size(path) for path in self._paths)

    @property
    def identity(self) -> str:
        parts = [
            f"{path}\0{_file_size(path)}\0{path.stat().st_mtime_ns if path.exists() else 0}"
            for path in self._paths
        ]
        return _digest([*parts, repr(self._wanted), repr(self._sources)])

    def items(self, after: str = "") -> Iterator[Item]:
        items = (item for path in self._paths for item in self._items_of(path))
        if after:
            for item in items:
                if item.name == after:
                    break
        return items

    def _items_of(self, path: Path) -> Iterator[Item]:
        if path.name.endswith(WARC_SUFFIXES):
            yield from self._records_of(path)
        elif self._is_wanted_file(path):
            yield Item(str(path), _file_size(path), partial(read_saved, path, self._sources))

    def _is_wanted_file(self, path: Path) -> bool:
        """What cannot be read is wanted: it will be reported."""
        if self._wanted == Wanted():
            return True
        try:
            saved = read_saved(path, self._sources)
        except UnreadableError:
            return True
        return self._wanted.fits(saved.source, saved.page.fetched_at)

    def _records_of(self, path: Path) -> Iterator[Item]:
        done = 0
        for number, found in enumerate(captures(path, self._is_wanted)):
            if isinstance(found, DamagedError):
                yield Item(f"{path}:damaged-{number}", 0, partial(damaged, str(found)))
                continue
            name, end = f"{path}:{found.offset}", found.offset + found.length
            source = source_of(found.head.url, self._sources)
            yield Item(name, end - done, partial(recorded, name, found, source))
            done = end

    def _is_wanted(self, head: Head) -> bool:
        source = source_of(head.url, self._sources)
        return (
            (source is not UNKNOWN_SOURCE or UNKNOWN_SOURCE.name in self._wanted.sources)
            and head.kind == "response"
            and _is_page(head.url, head.status, head.media_type, source)
            and self._wanted.fits(source, head.fetched_at)
        )


class _Page(NamedTuple):
    entry: Entry
    source: Source
    size: int
    """Bytes of the archive since the page before."""


class ArchiveSupply:
    """The articles of our own archive, in order of time."""

    def __init__(
        self,
        archive: Archive,
        sources: Mapping[str, Source],
        wanted: Wanted | None = None,
        run: int | None = None,
    ) -> None:
        self.archive = archive
        self._sources = sources
        self._wanted = wanted or Wanted()
        self._selection = Selection(self._wanted.since, self._wanted.until, run)

    @property
    def total(self) -> int:
        with self.archive.database.reading() as connection:
            return size(connection, self._selection)

    @property
    def identity(self) -> str:
        """Without the content: what later runs add stands behind what was there."""
        parts = (self.archive.folder, self._wanted, self._selection, self._sources)
        return _digest([repr(part) for part in parts])

    def items(self, after: str = "") -> Iterator[Item]:
        name, _, offset = after.rpartition(":")
        behind = (name, int(offset)) if name else ("", -1)
        entries = batches(self.archive.database, self._selection, behind)
        for file, pages in groupby(self._pages(entries), key=lambda page: page.entry.file):
            if (self.archive.folder / file).is_file():
                yield from map(self._item, pages)
            else:
                yield self._lost(list(pages))

    def _pages(self, entries: Iterator[Entry]) -> Iterator[_Page]:
        """The wanted ones, each with the bytes of the archive up to its end."""
        passed = 0
        for entry in entries:
            passed += entry.length
            source = source_of(entry.url, self._sources)
            if self._is_wanted(entry, source):
                yield _Page(entry, source, passed)
                passed = 0

    def _item(self, page: _Page) -> Item:
        held = self.archive.holder(page.entry)
        load = partial(archived, self.archive.folder, page.entry, held, page.source)
        return Item(page.entry.name, page.size, load)

    def _lost(self, pages: list[_Page]) -> Item:
        """One line for a file that is on another machine, or gone, however many pages it had."""
        last, size = pages[-1].entry, sum(page.size for page in pages)
        problem = f"{self.archive.folder / last.file}: not here; pages in it: {len(pages)}"
        return Item(last.name, size, partial(damaged, problem))

    def _is_wanted(self, entry: Entry, source: Source) -> bool:
        """A 304 brings nothing that an earlier record has not brought."""
        return _is_page(entry.url, entry.status, entry.media_type, source) and self._wanted.fits(
            source, entry.fetched_at
        )


def _is_page(url: str, status: int, media_type: str, source: Source) -> bool:
    """Not a feed, robots.txt, section page, redirect or error."""
    return status in _PAGE_STATUS and media_type in _PAGE_TYPES and is_article_address(url, source)


def _file_size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
