"""The archive: a folder of WARC files and their index, read back by address.

A file is written as `NAME.warc.gz.open` and gets its name when it is whole, synced and indexed;
what a killed run leaves open is cut back to its last whole record by the next one.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from extractors.models import Page
from storage.archive_index import Entry, add_file, entry_of, expired, files, forget, holder
from storage.database import Database
from storage.errors import StoreError
from storage.warc_reading import Capture, DamagedError, body_of, capture_at, captures

SUFFIX = ".warc.gz"
OPEN = SUFFIX + ".open"


class Archive:
    """A folder of WARC files whose index is in the database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database

    def page(self, entry: Entry) -> Page:
        """The page that a record holds or, for a revisit, refers to; content-encoding undone.

        Raises DamagedError where a record is damaged or what it refers to is gone.
        """
        capture = self.capture(entry)
        head, payload = capture.head, capture.payload
        status, headers = head.status, head.headers
        if entry.kind == "revisit":
            with self.database.reading() as connection:
                held = holder(connection, entry)
            if held is None:
                raise DamagedError(f"{entry.name}: the body it refers to is not in the archive")
            original = self.capture(held)
            payload = original.payload
            if status == 304:
                status, headers = original.head.status, original.head.headers
        return Page(
            url=entry.url,
            body=body_of(payload, headers, entry.name),
            status=status,
            headers=tuple((name.casefold(), value) for name, value in headers),
            final_url=entry.url,
            fetched_at=entry.fetched_at,
        )

    def capture(self, entry: Entry) -> Capture:
        """The record itself. Raises DamagedError."""
        return capture_at(self.folder / entry.file, entry.offset)

    def recover(self) -> list[str]:
        """Close and index what a killed run left behind; returns a line for each such file.

        Only for the run that holds the lock. Raises StoreError.
        """
        with disk_errors(self.folder):
            lines = [_close_left_open(path) for path in sorted(self.folder.glob("*" + OPEN))]
            with self.database.reading() as connection:
                known = files(connection)
            for path in sorted(self.folder.glob("*" + SUFFIX)):
                if path.name not in known:
                    lines.append(self._index(path))
        return lines

    def prune(self, before: datetime) -> list[str]:
        """Delete files with nothing younger in them and nothing that a younger record refers to;
        returns their names. Raises StoreError."""
        with self.database.writing() as connection:
            names = expired(connection, before)
            forget(connection, names)
        with disk_errors(self.folder):
            for name in names:
                (self.folder / name).unlink(missing_ok=True)
        return names

    def _index(self, path: Path) -> str:
        found = list(captures(path))
        whole = [entry_of(path.name, c) for c in found if isinstance(c, Capture)]
        with self.database.writing() as connection:
            add_file(connection, whole)
        damaged = len(found) - len(whole)
        return f"{path.name}: {len(whole)} records indexed, {damaged} damaged"


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Trouble with the disk leaves as a StoreError of one line."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"archive {folder}: {error.strerror or error}") from error


def finish_file(path: Path) -> Path:
    """Give a whole `.open` file, already synced, its name; durable when this returns."""
    final = path.with_name(path.name.removesuffix(".open"))
    path.rename(final)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return final


def whole_length(path: Path) -> int:
    """Bytes up to the end of the last whole gzip member: where a torn file is to be cut."""
    end = read = 0
    member = zlib.decompressobj(31)
    with path.open("rb") as file:
        while chunk := file.read(1 << 16):
            read += len(chunk)
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return end
                chunk = member.unused_data
                if member.eof:
                    end = read - len(chunk)
                    member = zlib.decompressobj(31)
    return end


def _close_left_open(path: Path) -> str:
    whole, torn = whole_length(path), path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(whole)
        os.fsync(file.fileno())
    if whole == 0:
        path.unlink()
        return f"{path.name}: nothing whole in it, removed"
    name = finish_file(path).name
    return f"{name}: a killed run's file, {torn - whole} torn bytes cut off"
