"""What real papers do to a collector, one trap at a time; and going back through a paper's past."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from extractors.models import Outcome
from extractors.sources import Source
from pipeline.collect import Plan
from storage.database import Database
from tests.conftest import Answer, Server
from tests.papers import HTML, SETTINGS, XML, article, feed, rows, run, sitemap, source

SENTENCE = "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP cấp tỉnh."
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>Chè</title>
<link href="{base}/tin/1.html"/><id>1</id><updated>2025-03-07T08:00:00+07:00</updated></entry>
</feed>"""


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def paper(server: Server) -> Server:
    for n in range(1, 10):
        server.pages[f"/tin/{n}.html"] = (200, HTML, article(n, SENTENCE))
    server.pages["/rss"] = (200, XML, feed(server.base, "/tin/1.html"))
    return server


def bao(server: Server, **fields: object) -> Source:
    return source("bao", **{"feeds": (f"{server.base}/rss",), **fields})


# --- listings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        ((200, HTML, b"<!DOCTYPE html><html><body>Trang chu</body></html>"), "bad_content", "HTML"),
        ((200, XML, b"<rss version='2.0'><channel></channel></rss>"), "bad_content", "entries"),
        ((200, XML, b""), "bad_content", "nothing"),
        ((404, {}, b""), "gone", "404"),
        ((403, {}, b"Access denied"), "http_error", "403"),
        ((500, {}, b""), "http_error", "500"),
        ((302, {"Location": "/rss"}, b""), "unreachable", "redirects"),
        ((302, {"Location": "ftp://bao.vn/rss"}, b""), "refused", "http(s)"),
        ((200, {"Content-Encoding": "br"}, b"x"), "bad_content", "Content-Encoding"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(9_000_000))), "too_large", "8000"),
        ((200, {"X-Long": "x" * 200_000}, b""), "unreachable", ""),
    ],
)
def test_a_feed_that_is_none_is_a_named_failure(
    paper: Server, database: Database, answer: Answer, outcome: str, reason: str
) -> None:
    paper.pages["/rss"] = answer
    settings = SETTINGS.model_copy(update={"max_bytes": 800_000})
    report = run(database, [bao(paper)], settings=settings)
    assert report.exit_code == 3
    [(found, why)] = rows(database, "SELECT outcome, reason FROM listings")
    assert (found, reason in str(why)) == (outcome, True), why
    assert outcome in report.sources[0].failures[0]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", ["rss", "atom", "sitemap", "news", "index"])
def test_every_kind_of_listing_plain_or_gzipped(
    paper: Server, database: Database, kind: str, packed: bool
) -> None:
    base = paper.base
    news = sitemap(base, "/tin/1.html").replace(
        b"</url>",
        b'<n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        b"<n:publication_date>2025-03-07T08:00:00+07:00</n:publication_date></n:news></url>",
    )
    bodies = {
        "rss": feed(base, "/tin/1.html"),
        "atom": ATOM.format(base=base).encode(),
        "sitemap": sitemap(base, "/tin/1.html"),
        "news": news,
        "index": sitemap(base, "/month.xml.gz", tag="sitemap"),
    }
    paper.pages["/month.xml.gz"] = (200, {}, gzip.compress(sitemap(base, "/tin/1.html")))
    body = gzip.compress(bodies[kind]) if packed else bodies[kind]
    paper.pages["/listing"] = (200, XML, body)
    field = "feeds" if kind in ("rss", "atom") else "sitemaps"
    report = run(database, [source("bao", **{field: (f"{base}/listing",)})])
    assert report.outcomes == {Outcome.STORED: 1}
    assert report.exit_code == 0


def test_a_bomb_of_entities_is_no_feed(paper: Server, database: Database) -> None:
    bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = f"{bomb}]><urlset><url><loc>&i;</loc></url></urlset>".encode()
    paper.pages["/s.xml"] = (200, XML, body)
    started = time.monotonic()
    report = run(database, [source("bao", sitemaps=(f"{paper.base}/s.xml",))])
    assert "bad_content" in report.sources[0].failures[0]
    assert time.monotonic() - started < 5


def test_a_bomb_of_entities_in_a_feed_is_not_lit(paper: Server, database: Database) -> None:
    entities = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = feed(paper.base, "/tin/1.html").replace(b"<title>t", b"<title>&i;")
    paper.pages["/rss"] = (200, XML, f"{entities}]>".encode() + body)
    started = time.monotonic()
    run(database, [bao(paper)])
    assert time.monotonic() - started < 5


def test_xml_of_a_thousand_floors_is_no_sitemap(paper: Server, database: Database) -> None:
    paper.pages["/s.xml"] = (200, XML, b"<a>" * 5000 + b"</a>" * 5000)
    report = run(database, [source("bao", sitemaps=(f"{paper.base}/s.xml",))])
    assert report.exit_code == 3
    assert report.outcomes == {}


def test_a_sitemap_index_that_names_itself_ends(paper: Server, database: Database) -> None:
    paper.pages["/s.xml"] = (200, XML, sitemap(paper.base, "/s.xml", "/t.xml", tag="sitemap"))
    paper.pages["/t.xml"] = (200, XML, sitemap(paper.base, "/s.xml", "/u.xml", tag="sitemap"))
    paper.pages["/u.xml"] = (200, XML, sitemap(paper.base, "/v.xml", tag="sitemap"))
    run(database, [source("bao", sitemaps=(f"{paper.base}/s.xml",))])
    assert {path: paper.hits[path] for path in ("/s.xml", "/t.xml", "/u.xml", "/v.xml")} == {
        "/s.xml": 1,
        "/t.xml": 1,
        "/u.xml": 1,
        "/v.xml": 0,
    }


# --- addresses that lead where no paper lives -----------------------------------------------------


def test_a_source_may_not_lead_into_this_machine(paper: Server, database: Database) -> None:
    report = run(database, [bao(paper, allow_private=False)])
    assert "refused" in report.sources[0].failures[0]
    assert not paper.hits


def test_a_name_that_turns_out_to_be_this_machine_is_refused(
    paper: Server, database: Database
) -> None:
    url = f"http://localhost:{paper.server_port}/rss"
    report = run(database, [bao(paper, feeds=(url,), allow_private=False)])
    assert "refused" in report.sources[0].failures[0]
    assert not paper.hits


# --- pages ----------------------------------------------------------------------------------------


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    _slowly(handler, b".")


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    _slowly(handler, b"X-A: b\r\n")


def _slowly(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
    for _ in range(100):
        handler.wfile.write(piece)
        time.sleep(0.03)


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<html>")


FOOTBALL = "<h1 class=t>Trận bóng tối qua</h1><div class=b>" + "<p>Hai đội hòa nhau.</p>" * 9
LATIN = article(1, SENTENCE).decode().replace("đ", "d").encode("windows-1258", "replace")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((404, {}, b""), Outcome.GONE),
        ((410, {}, b""), Outcome.GONE),
        ((403, {}, b""), Outcome.HTTP_ERROR),
        ((200, HTML, b""), Outcome.EMPTY),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 x"), Outcome.BAD_CONTENT),
        ((200, HTML, "<h1>Không tìm thấy trang</h1>".encode()), Outcome.NOT_ARTICLE),
        (
            (200, HTML, "<title>Thông báo từ chối truy cập</title><p>Xin lỗi</p>".encode()),
            Outcome.BLOCKED,
        ),
        (
            (200, HTML, b"<script>document.cookie='D1N=1';location.reload()</script>"),
            Outcome.BLOCKED,
        ),
        ((200, HTML, FOOTBALL.encode()), Outcome.OFF_TOPIC),
        ((302, {"Location": "/tin/1.html"}, b""), Outcome.UNREACHABLE),
        ((302, {"Location": "file:///etc/passwd"}, b""), Outcome.REFUSED),
        (
            (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"x")[:-4]),
            Outcome.UNREACHABLE,
        ),
        (drip, Outcome.TIMEOUT),
        (drip_headers, Outcome.TIMEOUT),
        (cut, Outcome.UNREACHABLE),
    ],
)
def test_every_address_ends_in_one_named_outcome(
    paper: Server, database: Database, answer: Answer | Callable[..., None], outcome: Outcome
) -> None:
    paper.pages["/tin/1.html"] = answer
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/1.html", "/tin/2.html"))
    seconds = 0.5 if outcome is Outcome.TIMEOUT else 30
    settings = SETTINGS.model_copy(update={"deadline_seconds": seconds, "timeout_seconds": 30})
    report = run(database, [bao(paper)], settings=settings)
    assert report.outcomes == {Outcome.STORED: 1, outcome: 1}
    links = rows(database, "SELECT outcome, reason FROM links WHERE outcome <> 'stored'")
    assert [found for found, _ in links] == [outcome.value]
    assert links[0][1], "with a reason"


def test_a_page_in_an_old_charset_is_read(paper: Server, database: Database) -> None:
    paper.pages["/tin/1.html"] = (200, {"Content-Type": "text/html"}, LATIN)
    assert run(database, [bao(paper)]).outcomes == {Outcome.STORED: 1}


def test_why_an_article_was_dropped_is_written_down(paper: Server, database: Database) -> None:
    words = FOOTBALL.replace("hòa nhau", "ăn gạo", 1)
    paper.pages["/tin/1.html"] = (200, HTML, words.encode())
    run(database, [bao(paper)])
    assert rows(database, "SELECT reason FROM links") == [
        ("no word of OCOP; of farming only gạo 1×",)
    ]


# --- the past -------------------------------------------------------------------------------------


def test_a_past_is_read_from_the_months_it_asks_for(paper: Server, database: Database) -> None:
    months = [f"/sitemap-2025-{month:02}.xml" for month in range(1, 7)]
    paper.pages["/s.xml"] = (200, XML, sitemap(paper.base, *months, tag="sitemap"))
    for number, month in enumerate(months, 1):
        paper.pages[month] = (200, XML, sitemap(paper.base, f"/tin/{number}.html"))
    papers = [source("bao", sitemaps=(f"{paper.base}/s.xml",))]
    plan = Plan.backfill(date(2025, 2, 15), date(2025, 4, 3))
    assert run(database, papers, plan=plan).outcomes == {Outcome.STORED: 3}
    assert [paper.hits[month] for month in months] == [0, 1, 1, 1, 0, 0]


def test_the_usual_run_leaves_old_months_alone(paper: Server, database: Database) -> None:
    months = ["/sitemap-2019-01.xml", "/sitemap-new.xml"]
    paper.pages["/s.xml"] = (200, XML, sitemap(paper.base, *months, tag="sitemap"))
    for month in months:
        paper.pages[month] = (200, XML, sitemap(paper.base, "/tin/1.html"))
    papers = [source("bao", sitemaps=(f"{paper.base}/s.xml",))]
    plan = Plan.usual(SETTINGS, datetime.now(UTC))
    assert run(database, papers, plan=plan).outcomes == {Outcome.STORED: 1}
    assert [paper.hits[month] for month in months] == [0, 1]


@pytest.fixture
def sections(paper: Server) -> Server:
    """Eight pages of a section, one article a month on each, the newest first: 2025-08 … 01."""
    for number in range(1, 9):
        month = 9 - number
        path = f"/tin/2025{month:02}/bai-ve-che.html"
        paper.pages[path] = (200, HTML, article(month, SENTENCE))
        links = (
            f'<a href="{path}">Bài về chè</a> <a href="/muc?trang={number + 1}">{number + 1}</a>'
        )
        address = "/muc" if number == 1 else f"/muc?trang={number}"
        paper.pages[address] = (200, HTML, f"<html><body>{links}</body></html>".encode())
    return paper


def test_a_past_is_read_through_the_pages_of_a_section(
    sections: Server, database: Database
) -> None:
    papers = [source("bao", sections=(f"{sections.base}/muc",))]
    report = run(database, papers, plan=Plan.backfill(date(2025, 4, 1), date(2025, 6, 30)))
    assert report.outcomes == {Outcome.STORED: 3}
    assert sections.hits["/muc?trang=6"] == 1, "the first page that is too old"
    assert sections.hits["/muc?trang=7"] == 0
    assert rows(database, "SELECT COUNT(*) FROM links") == [(6,)]


def test_a_limit_takes_the_newest_of_each_source(sections: Server, database: Database) -> None:
    papers = [source("bao", sections=(f"{sections.base}/muc",))]
    report = run(database, papers, plan=Plan.backfill(date(2025, 1, 1), limit=2))
    assert report.outcomes == {Outcome.STORED: 2}
    assert sections.hits["/tin/202508/bai-ve-che.html"] == 1
    rest = run(database, papers, plan=Plan.backfill(date(2025, 1, 1)))
    assert rest.outcomes == {Outcome.STORED: 6}


def test_a_section_whose_first_page_is_all_new_is_read_on(
    sections: Server, database: Database
) -> None:
    """More came than a page holds, while the machine was off."""
    papers = [source("bao", sections=(f"{sections.base}/muc",))]
    assert run(database, papers).outcomes == {Outcome.STORED: 1}, "the first visit reads one page"
    page = '<a href="/tin/9.html">Bài</a> <a href="/muc?trang=2">2</a>'
    sections.pages["/muc"] = (200, HTML, f"<html><body>{page}</body></html>".encode())
    again = '<a href="/tin/8.html">Bài</a> <a href="/tin/202508/bai-ve-che.html">cũ</a>'
    sections.pages["/muc?trang=2"] = (200, HTML, f"<html><body>{again}</body></html>".encode())
    assert run(database, papers).outcomes == {Outcome.STORED: 2}


# --- the end of a run -----------------------------------------------------------------------------


def test_a_run_whose_time_is_up_leaves_the_rest_to_the_next(
    paper: Server, database: Database
) -> None:
    paper.pages["/rss"] = (200, XML, feed(paper.base, *(f"/tin/{n}.html" for n in range(1, 10))))
    settings = SETTINGS.model_copy(update={"run_seconds": 1.0})
    report = run(database, [bao(paper, pace_seconds=0.4)], settings=settings)
    done, left = report.outcomes[Outcome.STORED], report.outcomes[Outcome.POSTPONED]
    assert (done + left, report.exit_code, report.interrupted) == (9, 0, False)
    assert left > 0
    assert run(database, [bao(paper)]).outcomes == {Outcome.STORED: left}


def test_a_stop_ends_the_wait_for_a_pace_at_once(paper: Server, database: Database) -> None:
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/1.html", "/tin/2.html"))
    stopped = threading.Event()
    threading.Timer(0.5, stopped.set).start()
    started = time.monotonic()
    report = run(database, [bao(paper, pace_seconds=60)], stopped)
    assert time.monotonic() - started < 10
    assert report.exit_code == 130
