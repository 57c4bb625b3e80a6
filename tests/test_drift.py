"""Alarms: which changes of a paper are noticed, and which are only the news of the day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from extractors.models import Outcome
from extractors.sources import Source
from pipeline.collecting.drift import Alarm, alarms, silence
from storage.database import Database
from storage.runs import FIELDS, Yield
from tests.conftest import Server
from tests.papers import HTML, XML, article, feed, rows, run, source

BAO = Source("bao", "Báo")


def gave(
    pages: int,
    *,
    articles: int | None = None,
    chars: int = 2500,
    ocop: int = 0,
    facts: float = 8,
    **filled: float,
) -> Yield:
    """What a run gave: shares of articles with a field, all by selectors unless `by_NAME` says
    otherwise."""
    read = pages if articles is None else articles
    fields = {}
    for name in FIELDS:
        share = filled.get(name, 1.0)
        fields[name] = (round(read * share), round(read * filled.get(f"by_{name}", share)))
    return Yield(pages, pages, read, read, fields, read * chars, ocop, round(ocop * facts))


def usual(windows: int = 5, **how: float) -> list[Yield]:
    return [gave(20, ocop=10, **how) for _ in range(windows)]  # type: ignore[arg-type]


def whats(found: list[Alarm]) -> list[str]:
    return [alarm.what for alarm in found]


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (gave(12, lead=0.1), "lead"),
        (gave(12, authors=0.4), "authors"),
        (gave(12, articles=4), "body"),
        (gave(12, published=0.5), "published"),
        (gave(12, by_title=0.1), "title"),
        (gave(12, chars=400), "body length"),
        (gave(12, ocop=10, facts=0.5), "facts per OCOP article"),
    ],
)
def test_what_a_source_no_longer_gives_is_an_alarm(now: Yield, what: str) -> None:
    assert whats(alarms(BAO, [now, *usual()])) == [what]


@pytest.mark.parametrize(
    "now",
    [
        gave(12),
        gave(12, lead=0.8),
        gave(12, chars=1400),
        gave(12, ocop=4, facts=0),
        gave(9, lead=0.0),
        gave(12, ocop=10, facts=3),
    ],
)
def test_the_news_of_a_day_is_none(now: Yield) -> None:
    assert alarms(BAO, [now, *usual()]) == []


def test_a_field_that_never_was_there_is_not_missed() -> None:
    assert alarms(BAO, [gave(12, tags=0.0), *usual(tags=0.0)]) == []


def test_a_new_source_promises_title_body_and_date() -> None:
    assert whats(alarms(BAO, [gave(12, published=0.2)])) == ["published"]
    assert whats(alarms(BAO, [gave(12, articles=3)])) == ["body"]
    assert alarms(BAO, [gave(9, articles=0)]) == []
    assert alarms(BAO, []) == []


def test_small_runs_are_put_together() -> None:
    history = [gave(2, lead=0.0) for _ in range(5)] + [gave(4) for _ in range(20)]
    assert whats(alarms(BAO, history)) == ["lead"]


def test_an_alarm_says_what_to_look_at() -> None:
    [alarm] = alarms(BAO, [gave(12, lead=0.0), *usual()])
    assert str(alarm) == (
        "bao: lead filled in 0% of 12 pages, usually 100%: look at selectors.lead, 'ocop check bao'"
    )


def test_false_alarms_are_rare() -> None:
    """A thousand papers with the swings of real ones: leads missing in a fifth of the articles,
    lengths and numbers of facts that differ tenfold."""
    chance = random.Random(7)
    false = 0
    for _ in range(1000):
        false += bool(alarms(BAO, [_some_run(chance) for _ in range(40)]))
    assert false <= 20


def _some_run(chance: random.Random) -> Yield:
    total = Yield()
    for _ in range(chance.randint(1, 8)):
        filled = {name: float(chance.random() < 0.8) for name in ("lead", "authors", "tags")}
        total = total + gave(
            1,
            articles=int(chance.random() < 0.95),
            chars=int(2500 * chance.lognormvariate(0, 0.6)),
            ocop=int(chance.random() < 0.3),
            facts=8 * chance.lognormvariate(0, 1),
            **filled,
        )
    return total


# --- silence --------------------------------------------------------------------------------------

START = date(2026, 1, 1)


def days(*numbers: int) -> list[date]:
    return [START + timedelta(days=n) for n in numbers]


@pytest.mark.parametrize(
    ("news", "answered", "is_alarm"),
    [
        (range(30), 32, False),
        (range(30), 34, True),
        (range(0, 70, 7), 80, False),
        (range(0, 70, 7), 100, True),
        ([0, 1, 2, 3, 12, 13, 14], 20, False),
        ([0, 1, 2], 60, False),
        ([], 60, False),
    ],
)
def test_a_source_that_answers_without_news(news: list[int], answered: int, is_alarm: bool) -> None:
    found = silence(BAO, days(*news), START + timedelta(days=answered))
    assert bool(found) is is_alarm


def test_a_source_never_asked_is_not_silent() -> None:
    assert silence(BAO, days(*range(30)), None) is None


# --- the whole way --------------------------------------------------------------------------------


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


def test_a_new_layout_ends_a_run_with_4(server: Server, database: Database) -> None:
    paper = [source("bao", feeds=(f"{server.base}/rss",))]
    codes = []
    for day in range(6):
        paths = [f"/tin/{day}{n:02}.html" for n in range(12)]
        for n, path in enumerate(paths):
            page = article(n, "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP.")
            if day == 5:
                page = page.replace(b'class="sapo"', b'class="tom-tat"')
            server.pages[path] = (200, HTML, page)
        server.pages["/rss"] = (200, XML, feed(server.base, *paths))
        report = run(database, paper, hours=24 * day)
        assert report.outcomes[Outcome.STORED] == 12
        codes.append(report.exit_code)
    assert codes == [0, 0, 0, 0, 0, 4]
    assert whats(report.alarms) == ["lead"]
    assert rows(database, "SELECT exit_code FROM runs ORDER BY id DESC LIMIT 1") == [(4,)]
