"""The archive: a folder of WARC files and their index, read back by address.

A file is written as `NAME.warc.gz.open` and gets its name when it is whole, synced and indexed;
what a killed run leaves open is cut back to its last whole record by the next one.
"""

from __future__ import annotations

import errno
import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from extractors.sources import Page
from storage.database import Database
from storage.errors import StoreError
from storage.warc.index import add_file, entry_of, expired, files, forget, holders
from storage.warc.pages import Entry, read_page
from storage.warc.reading import Capture, capture_at, captures

SUFFIX = ".warc.gz"
OPEN = SUFFIX + ".open"


class Archive:
    """A folder of WARC files whose index is in the database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database

    def page(self, entry: Entry) -> Page:
        """The page that a record holds or, for a revisit, refers to. Raises DamagedError where a
        record is damaged or what it refers to is gone."""
        return read_page(self.folder, entry, self.holder(entry))

    def holder(self, entry: Entry) -> Entry | None:
        """The record that holds an entry's payload: itself, or what a revisit refers to."""
        if entry.kind != "revisit":
            return entry
        with self.database.reading() as connection:
            found = holders(connection, entry.digest)
        return next((e for e in found if (self.folder / e.file).is_file()), None)

    def capture(self, entry: Entry) -> Capture:
        """The record itself. Raises DamagedError."""
        return capture_at(self.folder / entry.file, entry.offset)

    def recover(self) -> list[str]:
        """Close and index what a killed run left behind; returns a line for each such file.

        A file that a process still has open is left to it, one that may not be written to is left
        as it is. Raises StoreError.
        """
        with disk_errors(self.folder):
            lines = [
                line for name in self.names(OPEN) if (line := _close_left_open(self.folder / name))
            ]
            with self.database.reading() as connection:
                known = files(connection)
            unknown = [name for name in self.names(SUFFIX) if name not in known]
            return lines + [self._index(self.folder / name) for name in unknown]

    def names(self, suffix: str) -> list[str]:
        """Of the files in the folder with this ending, in order; none where it is absent."""
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as found:
            return sorted(file.name for file in found if file.name.endswith(suffix))

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
        whole: list[Entry] = []
        damaged = 0
        for found in captures(path):  # not all at once: a file may hold a gigabyte, packed
            if isinstance(found, Capture):
                whole.append(entry_of(path.name, found))
            else:
                damaged += 1
        with self.database.writing() as connection:
            add_file(connection, whole)
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


def is_being_written(path: Path) -> bool:
    """Whether an `.open` file has a writer that is alive, or had one until just now."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return True
    except PermissionError:
        pass  # who reads it will say so
    return False


def _close_left_open(path: Path) -> str:
    """Says what was done; nothing where its writer is alive."""
    try:
        return _closed(path)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return f"{path.name}: a killed run's file, not read: {error.strerror}"
        raise


def _closed(path: Path) -> str:
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return ""
        whole, torn = whole_length(path), path.stat().st_size
        file.truncate(whole)
        os.fsync(file.fileno())
        if whole == 0:
            path.unlink()
            return f"{path.name}: nothing whole in it, removed"
        name = finish_file(path).name
    return f"{name}: a killed run's file, {torn - whole} torn bytes cut off"
