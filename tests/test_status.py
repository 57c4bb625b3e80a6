"""What `ocop status`, `sources`, `check` and the announcements of a run show."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extractors.models import Outcome
from extractors.sources import Source
from pipeline.check import Finding, check
from pipeline.collect import Plan
from pipeline.collecting.announce import announce
from pipeline.collecting.metrics import metrics
from pipeline.collecting.tally import Report, SourceReport
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher
from pipeline.log import bind, configure, logger
from pipeline.report import ago
from pipeline.status import SourceStatus, status
from storage.database import Database
from tests.conftest import Server
from tests.papers import HTML, SETTINGS, XML, article, feed, run, sitemap, source
from tests.test_cli import ocop

SENTENCE = "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP cấp tỉnh."
MONTH = timedelta(days=30)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def paper(server: Server) -> Server:
    for n in (1, 2, 3):
        server.pages[f"/tin/{n}.html"] = (200, HTML, article(n, SENTENCE))
    server.pages["/rss"] = (200, XML, feed(server.base, "/tin/1.html", "/tin/2.html"))
    return server


def bao(server: Server, **fields: object) -> Source:
    return source("bao", **{"feeds": (f"{server.base}/rss",), **fields})


# --- status ---------------------------------------------------------------------------------------


def line(database: Database, paper: Source, horizon: timedelta = 10_000 * MONTH) -> SourceStatus:
    horizon = min(horizon, timedelta(days=36500))
    return status([paper], database, datetime.now(UTC), horizon).sources[0]


def test_a_source_from_new_to_fine_to_failing(paper: Server, database: Database) -> None:
    assert line(database, bao(paper)).state == "new"
    run(database, [bao(paper)])
    fine = line(database, bao(paper))
    assert (fine.state, fine.new_articles, fine.pending, fine.note) == ("fine", 2, 0, "")
    assert fine.last_success is not None
    paper.pages["/rss"] = (500, {}, b"")
    run(database, [bao(paper)])
    failing = line(database, bao(paper))
    assert (failing.state, failing.last_success) == ("failing", fine.last_success)
    assert failing.failing_since is not None
    assert "http_error: HTTP 500" in failing.note
    assert line(database, bao(paper, enabled=False)).state == "off"


def test_one_failing_listing_of_two(paper: Server, database: Database) -> None:
    two = bao(paper, feeds=(f"{paper.base}/rss", f"{paper.base}/none"))
    run(database, [two])
    found = line(database, two)
    assert (found.state, found.failing_since) == ("partly", None)
    assert "/none: gone" in found.note


def test_what_is_left_is_told_apart(paper: Server, database: Database) -> None:
    paper.pages["/tin/2.html"] = (500, {}, b"")
    paper.pages["/s.xml"] = (200, XML, sitemap(paper.base, "/tin/2019/01/02/a.html"))
    papers = bao(paper, sitemaps=(f"{paper.base}/s.xml",))
    settings = SETTINGS.model_copy(update={"max_tries": 1})
    run(database, [papers], settings=settings, plan=Plan.backfill(date(2025, 1, 1)))
    found = line(database, papers, horizon=timedelta(days=900))
    assert (found.pending, found.older, found.given_up) == (0, 1, 1)


def test_articles_of_a_backfill_count_as_new(paper: Server, database: Database) -> None:
    paper.pages["/s.xml"] = (200, XML, sitemap(paper.base, "/tin/3.html"))
    papers = bao(paper, sitemaps=(f"{paper.base}/s.xml",))
    report = run(database, [papers], plan=Plan.backfill(date(2025, 1, 1)))
    assert line(database, papers).new_articles == report.outcomes[Outcome.STORED] > 0


def test_times_are_short() -> None:
    now = datetime(2026, 3, 7, 8, tzinfo=UTC)
    shown = [ago(now - timedelta(minutes=m), now) for m in (0, 119, 120, 47 * 60, 48 * 60)]
    assert shown == ["0 min", "119 min", "2 h", "47 h", "2 d"]
    assert ago(None, now) == "–"


@pytest.fixture
def settings_file(paper: Server, tmp_path: Path) -> Path:
    for code in range(5):
        paper.pages[f"/ping/{code}"] = (200, {}, b"OK")
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
        [collect]
        attempts = 1
        horizon_days = 36500
        metrics_file = "ocop.prom"
        ping_url = "{paper.base}/ping/{{exit_code}}"
        [archive]
        folder = ""
        [sources.bao]
        title = "Báo"
        feeds = ["{paper.base}/rss"]
        article_url = '^/tin/.*\\.html$'
        pace_seconds = 0
        allow_private = true
        selectors.title = ["h1.t"]
        selectors.lead = ["p.sapo"]
        selectors.body = ["div.b"]
        [sources.tat]
        title = "Báo tắt"
        feeds = ["https://bao.example/rss"]
        confirmed = false
        enabled = false
        """,
        "utf-8",
    )
    return path


def test_the_commands_of_a_cron_job(paper: Server, settings_file: Path, tmp_path: Path) -> None:
    listed = ocop("sources", cwd=tmp_path)
    assert [text.split()[0] for text in listed.stdout.splitlines()] == ["source", "bao", "tat"]
    assert "off, unconfirmed" in listed.stdout
    assert json.loads(ocop("sources", "--json", cwd=tmp_path).stdout)[1]["confirmed"] is False

    done = ocop("collect", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1, "one line, for the cron mail"
    assert done.stderr == ""
    assert "ocop_run_exit_code 0" in (tmp_path / "ocop.prom").read_text("utf-8")
    assert paper.hits["/ping/0"] == 1

    shown = ocop("status", cwd=tmp_path)
    assert shown.returncode == 0
    assert "bao" in shown.stdout
    assert "fine" in shown.stdout
    told = json.loads(ocop("status", "--json", cwd=tmp_path).stdout)
    assert [s["state"] for s in told["sources"]] == ["fine", "off"]
    assert told["sources"][0]["new_articles"] == 2
    assert told["last_run"]["exit_code"] == 0

    paper.pages["/rss"] = (200, HTML, b"<html></html>")
    failed = ocop("collect", "bao", cwd=tmp_path)
    assert failed.returncode == 3
    assert paper.hits["/ping/3"] == 1
    assert failed.stdout.splitlines()[1].startswith("failed: bao: feed ")
    assert ocop("status", cwd=tmp_path).returncode == 3


def test_papers_must_be_able_to_write_to_whom_asks_them(tmp_path: Path) -> None:
    sources = (
        '[sources.bao]\ntitle = "Báo"\nfeeds = ["https://127.0.0.1:1/rss"]\npace_seconds = 0\n'
    )
    config = tmp_path / "config.toml"
    config.write_text(f"[collect]\nattempts = 1\n{sources}", "utf-8")
    assert "collect.contact is empty" in ocop("collect", cwd=tmp_path).stderr
    contact = 'attempts = 1\ncontact = "mailto:a@example.org"'
    config.write_text(f"[collect]\n{contact}\n{sources}", "utf-8")
    assert "contact" not in ocop("collect", cwd=tmp_path).stderr


def test_a_backfill_takes_days_and_a_limit(
    paper: Server, settings_file: Path, tmp_path: Path
) -> None:
    done = ocop("collect", "--since", "2025-03-01", "--limit", "1", cwd=tmp_path)
    assert "1 stored" in done.stdout
    assert ocop("collect", "--since", "hôm qua", cwd=tmp_path).returncode == 2
    assert ocop("collect", "--until", "2025-03-01", cwd=tmp_path).returncode == 2
    none = ocop("collect", "--since", "2024-01-01", "--until", "2024-02-01", cwd=tmp_path)
    assert "nothing new" in none.stdout
    stored = sqlite3.connect(tmp_path / "ocop.db").execute("SELECT COUNT(*) FROM articles")
    assert stored.fetchone() == (1,)


def test_every_line_of_a_json_log_says_where(
    paper: Server, settings_file: Path, tmp_path: Path
) -> None:
    done = ocop("collect", "--log-json", cwd=tmp_path)
    events = [json.loads(text) for text in done.stderr.splitlines()]
    assert {event["stage"] for event in events} == {"listing", "article"}
    for event in events:
        assert (event["run_id"], event["source"], event["level"]) == (1, "bao", "info")
        assert event["url"].startswith(paper.base)
        assert datetime.fromisoformat(event["timestamp"]).tzinfo is not None


def test_a_trace_is_one_line_of_json() -> None:
    with redirect_stderr(io.StringIO()) as stream:
        configure(as_json=True)
        with bind(run_id=7):
            try:
                int("hỏng")
            except ValueError:
                logger("test").exception("crashed", url="https://bao.vn/a")
            logging.getLogger("other").warning("said %s", "this")
    event, other = [json.loads(text) for text in stream.getvalue().splitlines()]
    assert (event["run_id"], event["url"]) == (7, "https://bao.vn/a")
    assert "hỏng" in event["exception"]
    assert (other["run_id"], other["event"]) == (7, "said this")
    configure()


# --- check ----------------------------------------------------------------------------------------


def findings(paper: Source, url: str | None = None) -> dict[str, Finding]:
    with Fetcher(SETTINGS) as fetcher:
        return {f.what: f for f in check(paper, fetcher, SETTINGS, url)}


def test_check_shows_every_field_with_its_origin(paper: Server) -> None:
    found = findings(bao(paper))
    assert found["feed"].origin == "2 links, 2 of them articles, 1 promised"
    assert found["title"].found.endswith("bài 1")
    assert found["title"].origin == "selector h1.t"
    assert found["published"].found == "2025-03-01T08:00:00+07:00"
    assert found["body"].origin == "selector div.b"
    assert found["authors"].found == "–"
    assert found["topic"].found == "kept"
    assert found["facts"].found.startswith("1 products")
    assert all(finding.is_good for finding in found.values())


@pytest.mark.parametrize(
    ("path", "answer", "what", "origin"),
    [
        ("/rss", (200, HTML, b"<html></html>"), "feed", "HTML instead of a feed"),
        ("/rss", (404, {}, b""), "feed", "gone: HTTP 404"),
        ("/tin/1.html", (403, {}, b""), "page", "http_error: HTTP 403"),
        ("/tin/1.html", (200, HTML, b"<p>x</p>"), "page", "no title"),
        ("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /tin/"), "page", "robots"),
    ],
)
def test_check_says_what_is_wrong(
    paper: Server, path: str, answer: tuple[int, dict[str, str], bytes], what: str, origin: str
) -> None:
    paper.pages[path] = answer
    found = findings(bao(paper))[what]
    assert not found.is_good
    assert origin in found.origin


def test_check_of_one_page_asks_no_feed(paper: Server) -> None:
    found = findings(bao(paper), f"{paper.base}/tin/2.html")
    assert found["title"].found.endswith("bài 2")
    assert paper.hits["/rss"] == 0


def test_check_follows_an_index_of_sitemaps(paper: Server) -> None:
    paper.pages["/i.xml"] = (200, XML, sitemap(paper.base, "/s.xml", tag="sitemap"))
    paper.pages["/s.xml"] = (200, XML, sitemap(paper.base, "/tin/3.html"))
    assert findings(bao(paper, feeds=(), sitemaps=(f"{paper.base}/i.xml",)))["title"].is_good


# --- announcements --------------------------------------------------------------------------------


def a_report(**outcomes: int) -> Report:
    one = SourceReport('báo "một"', listings=1)
    for name, number in outcomes.items():
        one.outcomes[Outcome(name)] = number
    return Report([one], seconds=2.5)


def test_metrics_are_prometheus_text() -> None:
    now = datetime(2026, 3, 7, 8, tzinfo=UTC)
    lines = list(metrics(a_report(stored=3, gone=1), now))
    assert "ocop_run_finished_seconds 1772870400" in lines
    assert 'ocop_source_articles{source="báo \\"một\\"",outcome="stored"} 3' in lines
    names = {text.split("{")[0].split()[0] for text in lines if not text.startswith("#")}
    typed = {text.split()[2] for text in lines if text.startswith("# TYPE")}
    assert names <= typed


@pytest.mark.parametrize(
    ("url", "code", "hits"),
    [
        ("/ping", 0, {"/ping": 1}),
        ("/ping", 3, {}),
        ("/ping/{exit_code}", 3, {"/ping/3": 1}),
        ("", 0, {}),
    ],
)
def test_who_is_pinged(paper: Server, url: str, code: int, hits: dict[str, int]) -> None:
    report = a_report(stored=1)
    if code == 3:
        report.sources[0].failures.append("feed: gone")
    settings = CollectSettings(ping_url=paper.base + url if url else "", attempts=1)
    announce(report, settings, datetime.now(UTC))
    assert dict(paper.hits) == hits


def test_a_run_does_not_fail_for_what_cannot_be_announced(paper: Server) -> None:
    paper.server_close()
    settings = CollectSettings(
        ping_url=f"{paper.base}/ping", attempts=1, metrics_file="/no/such/folder/x.prom"
    )
    announce(a_report(stored=1), settings, datetime.now(UTC))
