"""Runs after the first: what is asked again and when, and what counts as the same article."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractors.models import Outcome
from pipeline.collect import Plan
from storage.database import Database
from storage.frontier import Window
from tests.conftest import Server
from tests.papers import HTML, SETTINGS, XML, article, feed, rows, run, sitemap, source

DUE = Plan(Window(), only_due=True)


@pytest.fixture
def database(sqlite_url: str) -> object:
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def paper(server: Server) -> Server:
    for n in (1, 2, 3):
        page = article(n, f"Chè Tà Xùa số {n} của HTX Tà Xùa đạt 4 sao OCOP.")
        server.pages[f"/tin/{n}.html"] = (200, HTML, page)
    server.pages["/rss"] = (200, XML, feed(server.base, "/tin/1.html"))
    return server


def bao(server: Server, **fields: object) -> object:
    return source("bao", feeds=(f"{server.base}/rss",), **fields)


# --- feeds ----------------------------------------------------------------------------------------


def test_an_etag_that_changes_over_the_same_bytes_is_no_news(
    paper: Server, database: Database
) -> None:
    body = feed(paper.base, "/tin/1.html")
    paper.pages["/rss"] = lambda _: (200, {**XML, "ETag": f'"{paper.hits["/rss"]}"'}, body)
    run(database, [bao(paper)])
    run(database, [bao(paper)])
    assert rows(database, "SELECT outcome, etag FROM listings") == [("unchanged", '"2"')]


def test_a_server_that_says_304_for_ever_is_asked_for_the_whole_after_a_day(
    paper: Server, database: Database
) -> None:
    def lying(handler: object) -> object:
        if handler.headers.get("If-None-Match"):
            return 304, {}, b""
        n = 2 if paper.hits["/rss"] > 1 else 1
        return 200, {**XML, "ETag": '"always"'}, feed(paper.base, f"/tin/{n}.html")

    paper.pages["/rss"] = lying
    run(database, [bao(paper)])
    assert run(database, [bao(paper)], hours=20).outcomes == {}
    assert run(database, [bao(paper)], hours=25).outcomes[Outcome.STORED] == 1


def test_a_feed_with_news_is_asked_more_often_than_a_silent_one(
    paper: Server, database: Database
) -> None:
    paper.pages["/mua"] = (200, XML, feed(paper.base, "/tin/3.html"))
    papers = [bao(paper), source("vang", feeds=(f"{paper.base}/mua",))]
    for hour in range(72):
        paths = [f"/tin/1.html?bai={n}" for n in range(hour + 1)]
        paper.pages["/rss"] = (200, XML, feed(paper.base, *paths))
        run(database, papers, hours=hour, plan=Plan(Window(), limit=1, only_due=True))
    assert paper.hits["/rss"] > 60
    assert 5 <= paper.hits["/mua"] <= 12


def test_a_failing_feed_is_asked_ever_more_rarely_but_for_ever(
    paper: Server, database: Database
) -> None:
    paper.pages["/rss"] = (200, HTML, b"<html><body>404</body></html>")
    asked = []
    for hour in range(24 * 3):
        before = paper.hits["/rss"]
        run(database, [bao(paper)], hours=hour, plan=DUE)
        asked += [hour] * (paper.hits["/rss"] - before)
    gaps = [b - a for a, b in pairwise(asked)]
    assert gaps[:4] == [1, 1, 2, 2]
    assert gaps == sorted(gaps)
    assert rows(database, "SELECT failures FROM listings") == [(len(asked),)]
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/1.html"))
    run(database, [bao(paper)], hours=24 * 5, plan=DUE)
    assert rows(database, "SELECT failures, failing_since FROM listings") == [(0, None)]


def test_a_paper_asked_by_name_is_asked_now(paper: Server, database: Database) -> None:
    run(database, [bao(paper)], plan=DUE)
    run(database, [bao(paper)], plan=DUE)
    assert paper.hits["/rss"] == 1
    run(database, [bao(paper)])
    assert paper.hits["/rss"] == 2


# --- one article ----------------------------------------------------------------------------------


def test_one_article_under_many_spellings_is_fetched_once(
    paper: Server, database: Database
) -> None:
    port = paper.server_port
    spellings = (
        f"http://127.0.0.1:{port}/tin/1.html?utm_source=zalo",
        f"https://127.0.0.1:{port}/tin/1.html",
        f"http://127.0.0.1:{port}/amp/tin/1.html",
        f"http://127.0.0.1:{port}/tin/1.html?fbclid=x#top",
    )
    paper.pages["/rss"] = (200, XML, feed("", *spellings))
    report = run(database, [bao(paper, article_url=r"/tin/.*\.html$")])
    assert report.outcomes == {Outcome.STORED: 1}
    assert rows(database, "SELECT COUNT(*) FROM links") == [(1,)]


def test_a_new_headline_with_the_same_number_is_the_same_article(
    paper: Server, database: Database
) -> None:
    old, new = "/tin/che-len-sao-123456.html", "/tin/che-ta-xua-len-bon-sao-123456.html"
    paper.pages[old] = paper.pages[new] = paper.pages["/tin/1.html"]
    papers = [bao(paper, article_url=r"-\d{6}\.html$")]
    paper.pages["/rss"] = (200, XML, feed(paper.base, old))
    run(database, papers)
    paper.pages["/rss"] = (200, XML, feed(paper.base, new))
    assert run(database, papers).outcomes == {}


def test_pages_that_name_one_canonical_address_are_one_article(
    paper: Server, database: Database
) -> None:
    canonical = f'<link rel="canonical" href="{paper.base}/tin/1.html">'
    page = article(1, "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP.", canonical)
    paper.pages["/tin/1.html"] = paper.pages["/tin/in/1.html"] = (200, HTML, page)
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/1.html", "/tin/in/1.html"))
    report = run(database, [bao(paper)])
    assert report.outcomes == {Outcome.STORED: 1, Outcome.UNCHANGED: 1}
    assert rows(database, "SELECT url FROM articles") == [(f"{paper.base}/tin/1.html",)]


def test_a_stored_article_is_looked_at_again_after_a_day_and_a_week(
    paper: Server, database: Database
) -> None:
    paper.pages["/rss"] = (200, XML, feed_without_dates(paper.base, "/tin/1.html"))
    for hour in range(0, 24 * 10, 6):
        run(database, [bao(paper)], hours=hour)
    assert paper.hits["/tin/1.html"] == 3


def feed_without_dates(base: str, path: str) -> bytes:
    item = f"<item><title>Chè</title><link>{base}{path}</link></item>"
    return f'<rss version="2.0"><channel><title>t</title>{item}</channel></rss>'.encode()


def test_a_changed_article_is_a_new_version_and_the_same_bytes_are_not_read(
    paper: Server, database: Database
) -> None:
    paper.pages["/rss"] = (200, XML, feed_without_dates(paper.base, "/tin/1.html"))
    run(database, [bao(paper)])
    assert run(database, [bao(paper)], hours=25).outcomes == {Outcome.UNCHANGED: 1}
    page = article(1, "Chè Tà Xùa của HTX Tà Xùa đạt 5 sao OCOP, không phải 4 sao như tin trước.")
    paper.pages["/tin/1.html"] = (200, HTML, page)
    assert run(database, [bao(paper)], hours=24 * 8).outcomes == {Outcome.UPDATED: 1}
    assert rows(database, "SELECT COUNT(*) FROM articles") == [(1,)]


def test_an_article_with_validators_is_asked_for_changes_only(
    paper: Server, database: Database
) -> None:
    _, headers, body = paper.pages["/tin/1.html"]

    def with_validators(handler: object) -> object:
        if handler.headers.get("If-None-Match") == '"v1"':
            return 304, {}, b""
        return 200, {**headers, "ETag": '"v1"'}, body

    paper.pages["/tin/1.html"] = with_validators
    paper.pages["/rss"] = (200, XML, feed_without_dates(paper.base, "/tin/1.html"))
    run(database, [bao(paper)])
    assert run(database, [bao(paper)], hours=25).outcomes == {Outcome.NOT_MODIFIED: 1}


def test_a_sitemap_that_says_changed_brings_an_article_back(
    paper: Server, database: Database
) -> None:
    papers = [source("bao", sitemaps=(f"{paper.base}/sitemap.xml",))]
    paper.pages["/sitemap.xml"] = (200, XML, sitemap(paper.base, "/tin/1.html"))
    run(database, papers)
    changed = sitemap(paper.base, "/tin/1.html", lastmod="2099-01-01T08:00:00+07:00")
    paper.pages["/sitemap.xml"] = (200, XML, changed)
    assert run(database, papers, hours=2).outcomes == {}, "not twice within a day"
    paper.pages["/sitemap.xml"] = (200, XML, changed + b"\n")
    assert run(database, papers, hours=23).outcomes == {Outcome.UNCHANGED: 1}


# --- failures -------------------------------------------------------------------------------------


def test_a_failing_article_waits_longer_each_time_and_is_given_up_at_last(
    paper: Server, database: Database
) -> None:
    paper.pages["/tin/1.html"] = (500, {}, b"")
    settings = SETTINGS.model_copy(update={"max_tries": 4})
    tried = []
    for hour in range(48):
        before = paper.hits["/tin/1.html"]
        run(database, [bao(paper)], hours=hour, settings=settings)
        tried += [hour] * (paper.hits["/tin/1.html"] - before)
    assert tried == [0, 1, 3, 6]
    assert rows(database, "SELECT outcome, tries, due_at FROM links") == [("http_error", 4, None)]


def test_retry_after_is_kept_to_by_the_next_run(paper: Server, database: Database) -> None:
    good = paper.pages["/tin/1.html"]
    paper.pages["/tin/1.html"] = (429, {"Retry-After": "7200"}, b"")
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/1.html", "/tin/2.html"))
    first = run(database, [bao(paper)])
    assert first.outcomes == {Outcome.HTTP_ERROR: 1, Outcome.POSTPONED: 1}
    paper.pages["/tin/1.html"] = good
    hits = dict(paper.hits)
    second = run(database, [bao(paper)], hours=1.5)
    assert second.outcomes == {Outcome.POSTPONED: 2}
    assert dict(paper.hits) == hits
    assert second.exit_code == 0
    assert run(database, [bao(paper)], hours=3).outcomes == {Outcome.STORED: 2}


def test_robots_are_asked_for_once_a_day(paper: Server, database: Database) -> None:
    for hour in (0, 5, 10, 23, 25):
        run(database, [bao(paper)], hours=hour)
    assert paper.hits["/robots.txt"] == 2


def test_robots_that_cannot_be_had_cost_no_article_its_tries(
    paper: Server, database: Database
) -> None:
    paper.pages["/robots.txt"] = (200, {}, b"")
    run(database, [bao(paper)])
    paper.pages["/robots.txt"] = (503, {}, b"")
    other = source("khac", feeds=(f"http://localhost:{paper.server_port}/rss",))
    report = run(database, [other])
    assert "http_error: robots.txt: HTTP 503" in report.sources[0].failures[0]
    away = feed(f"http://localhost:{paper.server_port}", "/tin/2.html", "/tin/3.html")
    paper.pages["/rss"] = (200, XML, away)
    assert run(database, [bao(paper)]).outcomes == {Outcome.POSTPONED: 2}
    assert rows(database, "SELECT SUM(tries) FROM links") == [(0,)]


def test_old_rules_hold_while_robots_cannot_be_had(paper: Server, database: Database) -> None:
    paper.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /tin/2\n")
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/1.html", "/tin/2.html"))
    assert run(database, [bao(paper)]).outcomes == {Outcome.STORED: 1, Outcome.ROBOTS: 1}
    paper.pages["/robots.txt"] = (503, {}, b"")
    paper.pages["/rss"] = (200, XML, feed(paper.base, "/tin/2.html", "/tin/3.html"))
    assert run(database, [bao(paper)], hours=30).outcomes[Outcome.STORED] == 1


def test_a_forbidden_article_is_looked_at_again_after_a_week(
    paper: Server, database: Database
) -> None:
    paper.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /tin/\n")
    assert run(database, [bao(paper)]).outcomes == {Outcome.ROBOTS: 1}
    paper.pages["/robots.txt"] = (200, {}, b"")
    assert run(database, [bao(paper)], hours=48).outcomes == {}
    assert run(database, [bao(paper)], hours=24 * 8).outcomes == {Outcome.STORED: 1}


def test_a_host_in_trouble_costs_no_article_its_tries(paper: Server, database: Database) -> None:
    def hang_up(handler: object) -> None:
        handler.connection.close()

    paths = [f"/tin/{n}.html" for n in range(10, 20)]
    for path in paths:
        paper.pages[path] = hang_up
    paper.pages["/rss"] = (200, XML, feed(paper.base, *paths))
    report = run(database, [bao(paper)])
    assert report.outcomes == {Outcome.UNREACHABLE: 3, Outcome.POSTPONED: 7}
    assert rows(database, "SELECT SUM(tries) FROM links") == [(3,)]
