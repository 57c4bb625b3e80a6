"""WARC files of others: CC-NEWS, wget, browsers; whole and torn."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.models import Outcome
from pipeline.errors import UnreadableError
from pipeline.replaying.supply import FileSupply, Wanted
from storage.database import Database
from tests.in_process import ocop_here as ocop
from tests.test_collect import article
from tests.test_replay import CONFIG, SOURCES, dump, pages_of, replayed


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    yield database
    database.close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    return path


def foreign_warc(path: Path, *records: tuple[str, list[tuple[str, str]], bytes]) -> Path:
    """A file in the form of CC-NEWS: WARC/1.0, bodies unpacked, the old headers renamed."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "StormCrawler"}))
        for url, headers, body in records:
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            dated = {"WARC-Date": "2025-03-07T05:00:00Z", "WARC-IP-Address": "103.9.77.1"}
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict=dated,
            )
            writer.write_record(record)
    return path


CC_NEWS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("X-Crawler-Content-Encoding", "gzip"),
    ("X-Crawler-Transfer-Encoding", "chunked"),
    ("Content-Length", "1"),
]


@pytest.mark.parametrize("name", ["CC-NEWS-20250307050000-00001.warc.gz", "plain.warc"])
def test_cc_news_is_read_for_the_papers_we_know(
    tmp_path: Path, database: Database, name: str
) -> None:
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    file = foreign_warc(
        tmp_path / name,
        ("https://example.com/tin/1.html", CC_NEWS, b"<p>elsewhere</p>"),
        ("https://www.bao.vn/tin/1.html", CC_NEWS, page),
        ("https://www.bao.vn/muc", CC_NEWS, page),
        ("dns:www.bao.vn", CC_NEWS, b"127.0.0.1"),
    )
    assert pages_of(FileSupply([file], SOURCES)) == ["https://www.bao.vn/tin/1.html"]
    others = FileSupply([file], SOURCES, Wanted(sources=("unknown",)))
    assert pages_of(others) == ["https://example.com/tin/1.html"]
    report = replayed(FileSupply([file], SOURCES), database)
    assert report.outcomes == {Outcome.STORED: 1}
    (row,) = dump(tmp_path / "ocop.db")["articles"]
    assert "https://www.bao.vn/tin/1.html" in row or "https://bao.vn/tin/1.html" in row


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def test_bodies_kept_in_chunks_and_packed_are_unpacked(tmp_path: Path) -> None:
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    html = ("Content-Type", "text/html")
    packed = ("Content-Encoding", "gzip")
    headless = zlib.compress(page)[2:-4]
    members = gzip.compress(page[:99]) + gzip.compress(page[99:])
    file = foreign_warc(
        tmp_path / "wget.warc.gz",
        (
            "https://bao.vn/tin/1.html",
            [html, packed, ("Transfer-Encoding", "chunked")],
            chunked(gzip.compress(page)),
        ),
        ("https://bao.vn/tin/2.html", [html, packed], gzip.compress(page)),
        ("https://bao.vn/tin/3.html", [html, packed], page),  # a browser's: unpacked already
        ("https://bao.vn/tin/6.html", [html, ("Content-Encoding", "deflate")], page),
        ("https://bao.vn/tin/7.html", [html, ("Content-Encoding", "deflate")], headless),
        ("https://bao.vn/tin/8.html", [html, packed], members),
        ("https://bao.vn/tin/4.html", [html, ("Content-Encoding", "br")], b"\x8b\x00\x80"),
        ("https://bao.vn/tin/5.html", [html, packed], gzip.compress(page)[:-9]),
    )
    loads = [item.load for item in FileSupply([file], SOURCES).items()]
    assert [load().page.body for load in loads[:6]] == [page] * 6
    for load, reason in zip(loads[6:], ("br is not supported", "ends too early"), strict=True):
        with pytest.raises(UnreadableError, match=reason):
            load()


SORRY = b"<html>not a warc</html>" * 100


def one_member(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (one_member, "from byte 0 on: all records are one gzip member: unpack the file to read it"),
        (lambda _: b"", "no WARC record in it"),
        (lambda _: b"<p>One moment, please</p>", "from byte 0 on: no WARC record can be read here"),
        (lambda _: SORRY, "from byte 0 on: not in the WARC format"),
        (lambda _: gzip.compress(SORRY), "from byte 0 on: not in the WARC format"),
    ],
)
def test_a_file_that_is_no_archive_is_a_line_and_not_a_file_without_pages(
    config: Path, tmp_path: Path, change: Callable[[bytes], bytes], problem: str
) -> None:
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    file = foreign_warc(tmp_path / "a.warc.gz", ("https://bao.vn/tin/1.html", CC_NEWS, page))
    file.write_bytes(change(file.read_bytes()))
    done = ocop("replay", "a.warc.gz", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "replay: no pages, 1 unreadable\n")
    assert f"a.warc.gz: {problem}" in done.stderr
    checked = ocop("archive", "verify", "a.warc.gz", cwd=tmp_path)
    assert (checked.returncode, checked.stdout.count(problem)) == (1, 1)


def test_a_damaged_file_is_a_line_and_what_stands_before_it_is_read(
    config: Path, tmp_path: Path
) -> None:
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    file = foreign_warc(
        tmp_path / "torn.warc.gz",
        ("https://bao.vn/tin/1.html", CC_NEWS, page),
        ("https://bao.vn/tin/2.html", CC_NEWS, page * 3),
    )
    file.write_bytes(file.read_bytes()[:-100])
    done = ocop("replay", "torn.warc.gz", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "replay: 1 stored, 1 unreadable\n"), done.stderr
    assert "torn.warc.gz" in done.stderr
    assert "ends too early" in done.stderr
