"""What a crash, a bad disk and the passing of time do to an archive: no whole record is lost."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from storage.archive import Archive, whole_length
from storage.errors import StoreError
from storage.warc.check import check_archive
from storage.warc.exchange import Exchange
from storage.warc.index import Selection, digest_at, entries, newest
from storage.warc.pages import Entry
from storage.warc.reading import Capture, DamagedError, captures, check
from storage.warc.writer import ArchiveWriter
from tests.archives import NOON, TEA, a_run, exchange, kept, passes_warcio_check, warc_files

# --- crashes ---


def left_open(archive: Archive, cut: int) -> Path:
    """A run's file as a kill in the middle of a write leaves it: `cut` bytes shorter, not named."""
    a_run(archive)
    (file,) = warc_files(archive)
    torn = file.with_name(file.name + ".open")
    torn.write_bytes(file.read_bytes()[: file.stat().st_size - cut])
    file.unlink()
    with archive.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM archive_records")
    return torn


def recovered(archive: Archive) -> list[Entry]:
    archive.recover()
    with archive.database.reading() as connection:
        return list(entries(connection, Selection()))


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 200, 400, 700])
def test_a_killed_runs_file_is_cut_back_to_its_last_whole_record(
    archive: Archive, cut: int
) -> None:
    torn = left_open(archive, cut)
    whole = [c for c in captures(torn) if isinstance(c, Capture)]
    rows = recovered(archive)
    assert [(r.offset, r.url) for r in rows] == [(c.offset, c.head.url) for c in whole]
    assert len(rows) >= 6 - (cut > 0) - (cut > 400)
    (file,) = warc_files(archive)
    assert file.suffix == ".gz"
    assert passes_warcio_check(file)
    assert list(check(file))[-1] in ("request", "response", "revisit")
    again = kept(archive, exchange("/tin/2.html", b"<p>mai</p>", minute=90))
    assert len(again) == len(rows) + 1


def test_a_cut_at_any_byte_keeps_every_record_before_it(archive: Archive, tmp_path: Path) -> None:
    a_run(archive)
    data = warc_files(archive)[0].read_bytes()
    ends = [0, *(n for n in range(1, len(data) + 1) if whole_length_of(tmp_path, data[:n]) == n)]
    assert len(ends) == 1 + 13  # warcinfo, and six answers with their requests
    for before, after in pairwise(ends):
        for n in (before + 1, (before + after) // 2, after - 1):
            assert whole_length_of(tmp_path, data[:n]) == before


def whole_length_of(tmp_path: Path, data: bytes) -> int:
    (tmp_path / "x").write_bytes(data)
    return whole_length(tmp_path / "x")


def test_a_file_that_is_being_written_is_left_alone(archive: Archive) -> None:
    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        writer.keep(exchange("/1"))
        assert archive.recover() == []
        assert list(check_archive(archive)) == []
        writer.keep(exchange("/2", b"more", minute=1))
    assert len(recovered(archive)) == 2
    (report,) = check_archive(archive)
    assert (report.records, report.problems) == (5, [])


def test_what_a_killed_run_left_open_is_a_problem_until_it_is_repaired(archive: Archive) -> None:
    torn = left_open(archive, 200)
    (report,) = check_archive(archive)
    assert report.problems[-1] == f"{torn}: left open; the next run repairs it"
    recovered(archive)
    assert [report.problems for report in check_archive(archive)] == [[]]


def test_two_writers_share_folder_and_index(archive: Archive) -> None:
    with (
        ArchiveWriter(archive, max_file_bytes=10**9, software="a") as a,
        ArchiveWriter(archive, max_file_bytes=10**9, software="b") as b,
    ):
        a.keep(exchange("/1", b"one"))
        b.keep(exchange("/2", b"two"))
    assert len(warc_files(archive)) == 2
    assert {archive.page(row).body for row in recovered(archive)} == {b"one", b"two"}


def test_a_body_on_another_machine_is_not_referred_to(archive: Archive) -> None:
    kept(archive, exchange("/1"))
    elsewhere = archive.folder.with_name("elsewhere")
    archive.folder.rename(elsewhere)
    rows = kept(archive, exchange("/1", minute=1))
    assert [row.kind for row in rows] == ["response", "response"]
    assert archive.page(rows[1]).body == TEA
    with pytest.raises(DamagedError, match="No such file"):
        archive.page(rows[0])


def test_a_file_with_nothing_whole_is_removed(archive: Archive) -> None:
    archive.folder.mkdir()
    (archive.folder / "ocop-20250101T000000Z-00000.warc.gz.open").write_bytes(b"\x1f\x8b\x08")
    assert recovered(archive) == []
    assert warc_files(archive) == []


def test_a_finished_file_that_was_not_indexed_yet_is_indexed(archive: Archive) -> None:
    rows = a_run(archive)
    with archive.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM archive_records")
    assert recovered(archive) == rows
    assert archive.recover() == []


def test_an_index_that_cannot_be_read_is_one_line(archive: Archive) -> None:
    def rename(old: str, new: str) -> None:
        with archive.database.writing() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        writer.keep(exchange("/1", b"first"))
        rename("archive_records", "hidden")
        with pytest.raises(StoreError, match=r"database .*archive_records"):
            writer.keep(exchange("/2", b"second"))
        rename("hidden", "archive_records")


def test_a_full_disk_is_one_line_and_the_file_stays_whole(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        writer.keep(exchange("/1"))
        file = writer._file
        assert file is not None
        monkeypatch.setattr(writer, "_file", DiskOf(file, 100))
        with pytest.raises(StoreError, match=r"archive .*No space left on device"):
            writer.keep(exchange("/2", os.urandom(5000)))
        monkeypatch.setattr(writer, "_file", file)
        writer.keep(exchange("/3", b"still there"))
    (path,) = warc_files(archive)
    assert passes_warcio_check(path)
    assert [c.head.url for c in captures(path) if isinstance(c, Capture)] == [
        "https://bao.vn/1",
        "https://bao.vn/3",
    ]


class DiskOf:
    """A file on a disk with so many bytes left: writes some, then fails, as the kernel does."""

    def __init__(self, file: object, left: int) -> None:
        self._file = file
        self._left = left

    def write(self, data: memoryview) -> int:
        if not self._left:
            raise OSError(28, "No space left on device")
        done, self._left = min(self._left, len(data)), max(0, self._left - len(data))
        return self._file.write(data[:done])  # type: ignore[attr-defined, no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


# --- damage ---


def test_a_flipped_bit_is_found_and_the_other_records_are_read(archive: Archive) -> None:
    rows = a_run(archive)
    (file,) = warc_files(archive)
    data = bytearray(file.read_bytes())
    data[rows[1].offset + rows[1].length // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(DamagedError, match=file.name):
        archive.page(rows[1])
    assert archive.page(rows[0]).body == TEA
    assert archive.page(rows[5]).body == TEA


@pytest.mark.parametrize("part", [0.0, 0.02, 0.3, 0.7, 0.99])
def test_behind_a_damaged_record_the_file_is_read_on_without_its_index(
    archive: Archive, part: float
) -> None:
    """A folder that lost its database, too: one record is lost, not all that follow it."""
    rows = a_run(archive)
    (file,) = warc_files(archive)
    data = bytearray(file.read_bytes())
    data[rows[1].offset + int(rows[1].length * part)] ^= 1
    file.write_bytes(data)
    with archive.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM archive_records")
    assert recovered(archive) == [rows[0], *rows[2:]]
    problems = [found for found in check(file) if isinstance(found, DamagedError)]
    assert len(problems) == 1


def test_a_wrong_digest_is_damage_though_the_file_is_whole(archive: Archive) -> None:
    (row,) = kept(archive, exchange("/1", b"0123456789" * 20))
    (file,) = warc_files(archive)
    data = file.read_bytes()
    record = gzip.decompress(data[row.offset : row.offset + row.length])
    forged = gzip.compress(record.replace(b"0123456789" * 20, b"9876543210" * 20))
    file.write_bytes(data[: row.offset] + forged + data[row.offset + row.length :])
    with pytest.raises(DamagedError, match="digest"):
        archive.page(row)
    assert [str(p) for p in check(file) if isinstance(p, DamagedError)] != []
    assert not passes_warcio_check(file)


# --- retention ---


def prune(archive: Archive, minute: int) -> list[str]:
    return archive.prune(NOON + timedelta(minutes=minute))


def test_old_files_go_unless_a_younger_record_needs_them(archive: Archive) -> None:
    kept(archive, exchange("/cu.html", b"old"))
    kept(archive, exchange("/robots.txt", b"User-agent: *", minute=10))
    kept(archive, exchange("/robots.txt", b"User-agent: *", minute=100))
    assert len(prune(archive, 50)) == 1
    with archive.database.reading() as connection:
        assert newest(connection, "https://bao.vn/cu.html") is None
        row = newest(connection, "https://bao.vn/robots.txt")
        assert digest_at(connection, "https://bao.vn/robots.txt")
    assert row
    assert archive.page(row).body == b"User-agent: *"
    assert len(warc_files(archive)) == 2
    assert len(prune(archive, 200)) == 2
    assert warc_files(archive) == []


def test_a_body_is_written_anew_once_its_record_gets_old(archive: Archive) -> None:
    robots: Callable[[int], Exchange] = lambda minute: exchange(  # noqa: E731
        "/robots.txt", b"User-agent: *", minute=minute
    )
    hour = timedelta(hours=1)
    rows = kept(archive, robots(0), robots(59), robots(61), refresh=hour)
    assert [row.kind for row in rows] == ["response", "revisit", "response"]
