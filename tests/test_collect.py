"""The cron job against a paper on loopback: what is stored, what is said, what comes next."""

from __future__ import annotations

import threading

import pytest

from extractors.models import Outcome
from storage.database import Database
from tests.conftest import Server
from tests.papers import HTML, XML, article, feed, rows, run, source, three_kinds


@pytest.fixture
def paper(server: Server) -> Server:
    """Three articles: one in the feed, one in the sitemap, one on the section page, and the
    first of them in all three."""
    base = server.base
    for n in (1, 2, 3):
        sentence = f"Chè Tà Xùa số {n} của HTX Tà Xùa đạt 4 sao OCOP cấp tỉnh."
        server.pages[f"/tin/{n}.html"] = (200, HTML, article(n, sentence))
    server.pages["/rss"] = (200, {**XML, "ETag": '"1"'}, feed(base, "/tin/1.html?utm_source=rss"))
    server.pages["/sitemap.xml"] = (
        200,
        XML,
        f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>{base}/tin/1.html</loc></url><url><loc>{base}/tin/2.html</loc></url>
        </urlset>""".encode(),
    )
    server.pages["/muc"] = (
        200,
        HTML,
        b'<a href="/tin/1.html">1</a> <a href="/tin/3.html">3</a> <a href="/lien-he">x</a>',
    )
    return server


def test_three_kinds_of_sources_and_a_second_run_stores_nothing_twice(
    paper: Server, database: Database
) -> None:
    report = run(database, three_kinds(paper.base))
    assert (report.exit_code, report.outcomes) == (0, {Outcome.STORED: 3})
    assert rows(database, "SELECT COUNT(*), COUNT(DISTINCT url) FROM articles") == [(3, 3)]
    before = rows(database, "SELECT * FROM ocop_products")
    again = run(database, three_kinds(paper.base))
    assert (again.exit_code, dict(again.outcomes)) == (0, {})
    assert rows(database, "SELECT * FROM ocop_products") == before
    assert paper.hits["/tin/1.html"] == 1


def test_a_feed_that_says_304_is_not_read_again(paper: Server, database: Database) -> None:
    sources = three_kinds(paper.base)[:1]
    run(database, sources)
    paper.pages["/rss"] = (304, {}, b"")
    assert run(database, sources).exit_code == 0
    assert paper.headers_seen["/rss"]["If-None-Match"] == '"1"'
    assert rows(database, "SELECT outcome, etag FROM listings") == [("not_modified", '"1"')]


def test_a_sitemap_index_leads_to_its_sitemaps(paper: Server, database: Database) -> None:
    index = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>{paper.base}/sitemap.xml</loc></sitemap></sitemapindex>"""
    paper.pages["/index.xml"] = (200, XML, index.encode())
    report = run(database, [source("bao", sitemaps=(f"{paper.base}/index.xml",))])
    assert report.outcomes == {Outcome.STORED: 2}


def test_a_broken_source_does_not_disturb_the_others(paper: Server, database: Database) -> None:
    paper.pages["/rss"] = (200, XML, b"<html><body>Trang ch\xe1\xbb\xa7</body></html>")
    report = run(database, three_kinds(paper.base))
    assert report.exit_code == 1
    assert [s.name for s in report.sources if s.failed] == ["bao-rss"]
    assert "bad_content" in report.sources[0].failures[0]
    assert report.outcomes == {Outcome.STORED: 3}


def test_a_section_that_breaks_its_promise_is_a_failure(paper: Server, database: Database) -> None:
    report = run(database, [source("bao", sections=(f"{paper.base}/muc",), min_links=10)])
    assert report.exit_code == 3
    assert "at least 10 promised" in report.sources[0].failures[0]


def test_every_source_failing_is_exit_3(server: Server, database: Database) -> None:
    assert run(database, three_kinds(server.base)).exit_code == 3


def test_robots_are_obeyed(paper: Server, database: Database) -> None:
    paper.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /tin/2\n")
    report = run(database, three_kinds(paper.base))
    assert report.outcomes == {Outcome.STORED: 2, Outcome.ROBOTS: 1}
    assert paper.hits["/tin/2.html"] == 0


def test_a_failed_article_is_tried_in_the_next_run(paper: Server, database: Database) -> None:
    good = paper.pages["/tin/1.html"]
    paper.pages["/tin/1.html"] = (503, {}, b"")
    assert run(database, three_kinds(paper.base)).outcomes[Outcome.HTTP_ERROR] == 1
    paper.pages["/tin/1.html"] = good
    assert run(database, three_kinds(paper.base)).outcomes == {}
    assert run(database, three_kinds(paper.base), hours=2).outcomes == {Outcome.STORED: 1}


def test_a_page_that_is_no_article_and_one_off_topic_are_named(
    paper: Server, database: Database
) -> None:
    paper.pages["/tin/1.html"] = (200, HTML, "<h1>Không tìm thấy trang</h1>".encode())
    football = "<h1 class=t>Trận bóng tối qua</h1><div class=b>" + "<p>Hai đội hòa nhau.</p>" * 9
    paper.pages["/tin/2.html"] = (200, HTML, football.encode())
    report = run(database, three_kinds(paper.base))
    assert report.exit_code == 0
    assert report.outcomes[Outcome.STORED] == 1
    assert report.outcomes[Outcome.OFF_TOPIC] == 1
    assert rows(database, "SELECT COUNT(*) FROM links WHERE outcome IS NULL") == [(0,)]


def test_a_stopped_run_loses_nothing(paper: Server, database: Database) -> None:
    stopped = threading.Event()
    page = paper.pages["/tin/1.html"]

    def stop_and_answer(_: object) -> object:
        stopped.set()
        return page

    paper.pages["/tin/1.html"] = stop_and_answer  # type: ignore[assignment]
    report = run(database, three_kinds(paper.base), stopped)
    assert report.exit_code == 130
    assert report.outcomes == {Outcome.STORED: 1, Outcome.POSTPONED: 2}
    assert run(database, three_kinds(paper.base)).outcomes == {Outcome.STORED: 2}
    assert rows(database, "SELECT exit_code FROM runs ORDER BY id") == [(130,), (0,)]


def test_one_host_gets_one_request_at_a_time(paper: Server, database: Database) -> None:
    busy = threading.Lock()
    overlapped = []

    def alone(path: str, page: object) -> object:
        def answer(_: object) -> object:
            if not busy.acquire(blocking=False):
                overlapped.append(path)
                return page
            threading.Event().wait(0.05)
            busy.release()
            return page

        return answer

    paper.pages = {path: alone(path, page) for path, page in paper.pages.items()}  # type: ignore[misc]
    assert run(database, three_kinds(paper.base)).outcomes == {Outcome.STORED: 3}
    assert overlapped == []
