"""What a run fetches → its WARC file, record by record, with bodies kept once."""

from __future__ import annotations

import fcntl
import os
import platform
import re
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

from storage.archive import SUFFIX, Archive, disk_errors, finish_file
from storage.database import Connection
from storage.warc.exchange import Exchange, media_type
from storage.warc.index import add_file, digest_at, holders, is_held, set_run
from storage.warc.pages import Entry
from storage.warc.writing import Original, Written, digest_of, warcinfo, written


class ArchiveWriter:
    """`keep(exchange)` appends to the run's file; safe from several threads.

    A file that reaches `max_file_bytes` is closed and the next one begun. A body that the archive
    holds already becomes a revisit, unless what holds it is older than `refresh`: otherwise an
    old file could never be let go for the sake of one robots.txt.

    Several may write to one folder or one index at once, on several machines: names of files tell
    machine and process, and a file that is open is locked.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        max_file_bytes: int,
        software: str,
        refresh: timedelta | None = None,
    ) -> None:
        self._archive = archive
        self._max_file_bytes = max_file_bytes
        self._software = software
        self._refresh = refresh
        self.run_id: int | None = None
        """The run whose answers these are; may be set until the end."""
        self._files: list[str] = []
        self._lock = threading.Lock()
        self._file: FileIO | None = None
        self._name = ""
        self._size = 0
        self._entries: list[Entry] = []
        self._originals: dict[str, Original] = {}
        self._digests: dict[str, str] = {}
        self._open = ExitStack()
        self._index: Connection | None = None

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, exchange: Exchange) -> None:
        """Append an exchange. Raises StoreError, for instance on a full disk; the file then ends
        with the last whole record."""
        archive = self._archive
        with self._lock, disk_errors(archive.folder), archive.database.errors():
            if self._file is not None and self._size >= self._max_file_bytes:
                self._finish()
            file = self._file or self._begin(exchange.started_at)
            digest = digest_of(exchange.payload)
            made = written(exchange, digest, self._original(exchange, digest))
            offset = self._append(file, made.members)
            self._remember(exchange, made, offset)

    def close(self) -> None:
        """Sync, name and index the file. Raises StoreError."""
        with self._lock, self._open, disk_errors(self._archive.folder):
            self._finish()
        if self.run_id is not None:
            with self._archive.database.writing() as connection:
                set_run(connection, self._files, self.run_id)

    # --- the file ---

    def _begin(self, at: datetime) -> FileIO:
        """A new file, its name made of the time in UTC, a number, machine and process."""
        folder = self._archive.folder
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"ocop-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        writer = f"{re.sub(r'[^A-Za-z0-9]', '', platform.node()) or 'x'}-{os.getpid()}"
        number = sum(name.startswith(stem) for name in self._archive.names(""))
        self._name = f"{stem}-{number:05d}-{writer}{SUFFIX}"
        path = folder / f"{self._name}.open"
        self._file = path.open("xb", buffering=0)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._size = 0
        fields = {"software": self._software, "format": "WARC File Format 1.1", "robots": "obey"}
        self._append(self._file, warcinfo(self._name, at, fields))
        return self._file

    def _append(self, file: FileIO, data: bytes) -> int:
        offset = self._size
        left = memoryview(data)
        try:
            while left:
                left = left[file.write(left) :]
        except OSError:
            file.seek(offset)  # what was half written goes
            file.truncate()
            raise
        self._size += len(data)
        return offset

    def _finish(self) -> None:
        if self._file is None:
            return
        file, self._file = self._file, None
        os.fsync(file.fileno())
        self._files.append(finish_file(Path(file.name)).name)
        file.close()  # only now is it unlocked: it has its name
        with self._archive.database.writing() as connection:
            add_file(connection, self._entries)
        self._entries, self._originals, self._digests = [], {}, {}

    # --- bodies kept once ---

    def _original(self, exchange: Exchange, digest: str) -> Original | None:
        """The record that holds what this exchange, its payload of this digest, would repeat."""
        if exchange.status == 304:
            last = self._digests.get(exchange.url) or digest_at(self._looking(), exchange.url)
            return self._holding(last) if last else None
        if not exchange.payload:
            return None
        found = self._holding(digest)
        return found if found and self._is_fresh(found, exchange) else None

    def _holding(self, digest: str) -> Original | None:
        """Here, not on another machine that shares the index."""
        if known := self._originals.get(digest):
            return known
        index = self._looking()
        found = holders(index, digest) if is_held(index, digest) else []
        here = (e for e in found if (self._archive.folder / e.file).is_file())
        entry = next(here, None)
        return Original(entry.url, entry.fetched_at, digest) if entry else None

    def _looking(self) -> Connection:
        """Into the index, for every page: to open a connection each time takes three times as
        long."""
        if self._index is None:
            self._index = self._open.enter_context(self._archive.database.session())
        return self._index

    def _is_fresh(self, original: Original, exchange: Exchange) -> bool:
        return self._refresh is None or exchange.started_at - original.fetched_at < self._refresh

    def _remember(self, exchange: Exchange, made: Written, offset: int) -> None:
        at = exchange.started_at.replace(microsecond=0)
        if made.kind == "response" and exchange.payload:
            self._originals[made.digest] = Original(exchange.url, at, made.digest)
        if 200 <= exchange.status < 300:
            self._digests[exchange.url] = made.digest
        entry = Entry(
            file=self._name,
            offset=offset,
            length=made.length,
            url=exchange.url,
            fetched_at=at,
            kind=made.kind,
            status=exchange.status,
            media_type=media_type(exchange.response_headers),
            digest=made.digest,
        )
        self._entries.append(entry)
