"""Whether an archive is whole: every record of every file, and the index against the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storage.archive import OPEN, SUFFIX, Archive, is_being_written
from storage.warc.index import Selection, entries, files
from storage.warc.pages import Entry
from storage.warc.reading import DamagedError, check


@dataclass(slots=True)
class FileReport:
    """What is right and wrong with one file."""

    name: str
    records: int = 0
    problems: list[str] = field(default_factory=list)


def check_file(path: Path) -> FileReport:
    """Read every record of a file and verify its digests."""
    report = FileReport(str(path))
    if not path.is_file():
        report.problems.append(f"{path}: missing")
        return report
    for found in check(path):
        if isinstance(found, DamagedError):
            report.problems.append(str(found))
        else:
            report.records += 1
    return report


def check_archive(archive: Archive) -> Iterator[FileReport]:
    """Every file of the folder and of the index, in order of their names; not the one that a run
    is writing."""
    left_open = set(archive.names(OPEN))  # first: a run may finish its file meanwhile
    there = set(archive.names(SUFFIX))
    with archive.database.reading() as connection:
        indexed = files(connection)
    for name in sorted(indexed | there | left_open):
        if name in left_open and is_being_written(archive.folder / name):
            continue
        report = check_file(archive.folder / name)
        if name in left_open:
            report.problems.append(f"{archive.folder / name}: left open; the next run repairs it")
        elif name in there and name not in indexed:
            report.problems.append(f"{archive.folder / name}: not in the index")
        elif name in there:
            report.problems += _misplaced(archive, name)
        yield report


def _misplaced(archive: Archive, name: str) -> list[str]:
    """Rows of the index that do not lead to the record they name."""
    with archive.database.reading() as connection:
        rows = entries(connection, Selection(file=name))
    return [problem for row in rows if (problem := _mismatch(archive, row))]


def _mismatch(archive: Archive, row: Entry) -> str:
    try:
        head = archive.capture(row).head
    except DamagedError as error:
        return f"index: {error}"
    told = (head.url, head.kind, head.status, head.fetched_at)
    kept = (row.url, row.kind, row.status, row.fetched_at)
    return "" if told == kept else f"{archive.folder / row.name}: the index says {row.url}"
