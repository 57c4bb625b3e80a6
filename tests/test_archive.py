"""The archive as its users meet it: files that other tools read, and nothing lost in a crash."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import threading
import venv
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive import Archive
from storage.database import Database
from storage.runs import start_run
from storage.warc.exchange import Headers
from storage.warc.index import Selection, entries
from storage.warc.reading import DamagedError
from storage.warc.writer import ArchiveWriter
from tests.archives import HTML, NOON, TEA, a_run, exchange, kept, passes_warcio_check, warc_files


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


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 131_070, 200_000])
def test_a_body_that_came_packed_is_stored_as_it_came(archive: Archive, size: int) -> None:
    headers: Headers = (*HTML, ("Content-Encoding", "gzip"))
    body = b"not gzip at all" + os.urandom(size)
    (row,) = kept(archive, exchange("/1", body, response_headers=headers))
    (file,) = warc_files(archive)
    assert passes_warcio_check(file)
    assert body in gzip.decompress(file.read_bytes())
    assert len(body) < row.length < len(body) + 1000
    assert archive.page(row).body == body


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
