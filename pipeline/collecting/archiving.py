"""The archive of a collecting run: opened before it, closed and thinned out after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extractors import __version__
from pipeline.config import ArchiveSettings
from pipeline.log import logger
from storage.archive import Archive
from storage.database import Database
from storage.warc.writer import ArchiveWriter

log = logger(__name__)


@contextmanager
def archiving(settings: ArchiveSettings, database: Database) -> Iterator[ArchiveWriter | None]:
    """Gives what keeps exchanges; None where nothing is to be archived.

    What an earlier, killed run left open is repaired first; what is older than `keep_days` is
    deleted afterwards. Raises StoreError.
    """
    if not settings.folder:
        yield None
        return
    archive = Archive(Path(settings.folder), database)
    for line in archive.recover():
        log.warning("archive", file=line)
    keep_for = timedelta(days=settings.keep_days)
    with ArchiveWriter(
        archive,
        max_file_bytes=settings.max_file_bytes,
        software=f"ocop-news/{__version__}",
        refresh=keep_for / 2 or None,
    ) as writer:
        yield writer
    if keep_for:
        for name in archive.prune(datetime.now(UTC) - keep_for):
            log.info("archive file deleted, older than keep_days", file=name)
