"""The archive as its users meet it: files that other tools read, and nothing lost in a crash."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import threading
import venv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from storage.archive import Archive, whole_length
from storage.archive_index import Entry, Selection, digest_at, entries, newest
from storage.archive_writer import ArchiveWriter
from storage.database import Database
from storage.errors import StoreError
from storage.exchange import Exchange, Headers
from storage.runs import start_run
from storage.warc_reading import Capture, DamagedError, captures, check

NOON = datetime(2025, 3, 7, 5, 0, 0, 123456, UTC)
HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)
TEA = "<h1>Chè Tà Xùa đạt 4 sao OCOP</h1>".encode()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    yield database
    database.close()


@pytest.fixture
def archive(tmp_path: Path, database: Database) -> Archive:
    return Archive(tmp_path / "archive", database)


def exchange(path: str, payload: bytes = TEA, *, minute: int = 0, **fields: object) -> Exchange:
    values = {
        "status": 200,
        "reason": "OK",
        "response_headers": HTML,
        "request_headers": (("Host", "bao.vn"), ("User-Agent", "ocop-news")),
        "started_at": NOON + timedelta(minutes=minute),
        **fields,
    }
    return Exchange(url=f"https://bao.vn{path}", payload=payload, **values)  # type: ignore[arg-type]


def kept(archive: Archive, *exchanges: Exchange, **options: object) -> list[Entry]:
    settings = {"max_file_bytes": 10**9, "software": "ocop-news/test", **options}
    with ArchiveWriter(archive, **settings) as writer:  # type: ignore[arg-type]
        for one in exchanges:
            writer.keep(one)
    with archive.database.reading() as connection:
        return list(entries(connection, Selection()))


def warc_files(archive: Archive) -> list[Path]:
    return sorted(archive.folder.iterdir())


def passes_warcio_check(*files: Path) -> bool:
    inputs = SimpleNamespace(inputs=list(map(str, files)), verbose=False)
    return Checker(inputs).process_all() == 0  # type: ignore[no-any-return]


def a_run(archive: Archive, **options: object) -> list[Entry]:
    """A page, a feed in gzip, a redirect, a 404, the feed again unchanged, the page again."""
    feed = gzip.compress(b"<rss/>", mtime=0)
    packed: Headers = (("Content-Type", "text/xml"), ("Content-Encoding", "gzip"))
    moved: Headers = (("Location", "https://bao.vn/tin/chè.html".encode().decode("latin-1")),)
    return kept(
        archive,
        exchange("/tin/1.html", ip="103.9.77.1"),
        exchange("/rss", feed, response_headers=(*packed, ("Transfer-Encoding", "chunked"))),
        exchange("/tin/cu.html", b"", status=301, reason="Moved", response_headers=moved),
        exchange("/tin/het.html", b"", status=404, reason="Not Found"),
        exchange("/rss", b"", status=304, reason="", minute=60),
        exchange("/tin/1.html", minute=60),
        **options,
    )


def test_a_run_is_one_file_that_warcio_checks_and_pages_come_back_as_they_were(
    archive: Archive,
) -> None:
    rows = a_run(archive)
    (file,) = warc_files(archive)
    assert re.fullmatch(r"ocop-20250307T050000Z-00000-\w+-\d+\.warc\.gz", file.name)
    assert passes_warcio_check(file)
    assert [(r.kind, r.status) for r in rows] == [
        ("response", 200),
        ("response", 200),
        ("response", 301),
        ("response", 404),
        ("revisit", 304),
        ("revisit", 200),
    ]
    pages = [archive.page(row) for row in rows]
    assert [p.body for p in pages] == [TEA, b"<rss/>", b"", b"", b"<rss/>", TEA]
    assert [p.status for p in pages] == [200, 200, 301, 404, 200, 200]
    assert pages[0].url == pages[0].final_url == "https://bao.vn/tin/1.html"
    assert pages[0].fetched_at == NOON.replace(microsecond=0)
    assert pages[4].fetched_at == NOON.replace(microsecond=0) + timedelta(hours=1)
    assert pages[4].header("content-type") == "text/xml"
    assert pages[2].header("location") == "https://bao.vn/tin/chè.html"


def test_every_record_is_a_gzip_member_of_its_own_in_warc_1_1(archive: Archive) -> None:
    rows = a_run(archive)
    (file,) = warc_files(archive)
    data = file.read_bytes()
    for row in rows:
        record = gzip.decompress(data[row.offset : row.offset + row.length])
        assert record.startswith(b"WARC/1.1\r\n")
        assert record.count(b"WARC/1.1") == 1
        assert f"WARC-Target-URI: {row.url}\r\n".encode() in record
    with file.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds == ["warcinfo"] + [k for row in rows for k in (row.kind, "request")]


def test_revisits_say_what_they_refer_to(archive: Archive) -> None:
    a_run(archive)
    with warc_files(archive)[0].open("rb") as stream:
        told = [
            {name: record.rec_headers.get_header(name) for name in ("WARC-Profile", *REFERS)}
            for record in ArchiveIterator(stream)
            if record.rec_type == "revisit"
        ]
    profile = "http://netpreserve.org/warc/1.1/revisit/"
    assert [t["WARC-Profile"] for t in told] == [
        profile + "server-not-modified",
        profile + "identical-payload-digest",
    ]
    assert [t["WARC-Refers-To-Target-URI"] for t in told] == [
        "https://bao.vn/rss",
        "https://bao.vn/tin/1.html",
    ]
    assert {t["WARC-Refers-To-Date"] for t in told} == {"2025-03-07T05:00:00Z"}


REFERS = ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")


def test_requests_are_kept_with_their_headers(archive: Archive) -> None:
    kept(archive, exchange("/tim?q=ch%C3%A8&trang=2"))
    with warc_files(archive)[0].open("rb") as stream:
        (request,) = [r for r in ArchiveIterator(stream) if r.rec_type == "request"]
        assert request.http_headers.protocol == "GET"
        assert request.http_headers.statusline == "/tim?q=ch%C3%A8&trang=2 HTTP/1.1"
        assert request.http_headers.get_header("User-Agent") == "ocop-news"


def test_a_body_known_from_an_earlier_run_is_kept_once(archive: Archive) -> None:
    kept(archive, exchange("/robots.txt", b"User-agent: *\n" * 50))
    rows = kept(archive, exchange("/robots.txt", b"User-agent: *\n" * 50, minute=60))
    assert [row.kind for row in rows] == ["response", "revisit"]
    assert len(warc_files(archive)) == 2
    assert archive.page(rows[1]).body == archive.page(rows[0]).body


def test_a_304_refers_to_what_the_address_answered_last(archive: Archive) -> None:
    rows = kept(
        archive,
        exchange("/rss", b"<rss>1</rss>"),
        exchange("/rss", b"<rss>2</rss>", minute=1),
        exchange("/rss", b"<rss>1</rss>", minute=2),
        exchange("/rss", b"", status=304, minute=3),
    )
    assert archive.page(rows[3]).body == b"<rss>1</rss>"
    later = kept(archive, exchange("/rss", b"", status=304, minute=60))
    assert archive.page(later[4]).body == b"<rss>1</rss>"


def test_a_304_for_something_never_archived_is_kept_and_says_so_when_read(
    archive: Archive,
) -> None:
    rows = kept(archive, exchange("/rss", b"", status=304))
    assert passes_warcio_check(*warc_files(archive))
    with pytest.raises(DamagedError, match="not in the archive"):
        archive.page(rows[0])


def test_a_full_file_is_followed_by_the_next(archive: Archive) -> None:
    pages = [exchange(f"/tin/{n}.html", os.urandom(3000), minute=n) for n in range(6)]
    rows = kept(archive, *pages, max_file_bytes=5000)
    files = warc_files(archive)
    assert len(files) == 3
    assert passes_warcio_check(*files)
    assert all(file.stat().st_size < 5000 + 4000 for file in files)
    assert [archive.page(row).body for row in rows] == [page.payload for page in pages]
    assert [row.fetched_at for row in rows] == sorted(row.fetched_at for row in rows)


def test_the_index_knows_the_run(archive: Archive, database: Database) -> None:
    with database.writing() as connection:
        run = start_run(connection, "collect", NOON)
    kept(archive, exchange("/1"), exchange("/2", b"x", minute=2))
    with database.reading() as connection:
        assert len(list(entries(connection, Selection(run=run)))) == 2
        assert list(entries(connection, Selection(run=run + 1))) == []
        since = Selection(since=NOON + timedelta(minutes=1))
        assert [e.url for e in entries(connection, since)] == ["https://bao.vn/2"]
        until = Selection(until=NOON + timedelta(minutes=1))
        assert [e.url for e in entries(connection, until)] == ["https://bao.vn/1"]


def test_a_writer_can_be_told_its_run(archive: Archive, database: Database) -> None:
    with database.writing() as connection:
        runs = [start_run(connection, "collect", NOON) for _ in range(2)]
    with ArchiveWriter(archive, max_file_bytes=1, software="t") as writer:
        writer.keep(exchange("/1"))
        writer.keep(exchange("/2", b"x", minute=2))
        writer.run_id = runs[0]
    with database.reading() as connection:
        assert len(entries(connection, Selection(run=runs[0]))) == 2


def test_threads_may_keep_at_once(archive: Archive) -> None:
    with ArchiveWriter(archive, max_file_bytes=20_000, software="t") as writer:

        def work(part: int) -> None:
            for n in range(20):
                writer.keep(exchange(f"/{part}/{n}", f"{part}-{n}".encode() * 100, minute=n))

        threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with archive.database.reading() as connection:
        rows = list(entries(connection, Selection()))
    assert passes_warcio_check(*warc_files(archive))
    assert {archive.page(r).body for r in rows} == {
        f"{p}-{n}".encode() * 100 for p in range(4) for n in range(20)
    }


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
        writer.keep(exchange("/2", b"more", minute=1))
    assert len(recovered(archive)) == 2


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


# --- other people's tools ---

CHECK_WITH_PYWB = os.environ.get("OCOP_TEST_PYWB") or os.environ.get("CI")


@pytest.mark.skipif(not CHECK_WITH_PYWB, reason="set OCOP_TEST_PYWB=1: installs pywb's indexer")
def test_pywbs_indexer_reads_it(archive: Archive, tmp_path: Path) -> None:
    rows = a_run(archive)
    (file,) = warc_files(archive)
    venv.create(tmp_path / "pywb", with_pip=True)
    python = tmp_path / "pywb" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "cdxj-indexer==1.5.0"]
    subprocess.run(install, check=True, timeout=300)
    done = subprocess.run(
        [tmp_path / "pywb" / "bin" / "cdxj-indexer", file],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = [json.loads(line.split(" ", 2)[2]) for line in done.stdout.splitlines()]
    assert sorted((f["url"], int(f["offset"]), int(f["length"])) for f in found) == sorted(
        (row.url, row.offset, row.length) for row in rows
    )
