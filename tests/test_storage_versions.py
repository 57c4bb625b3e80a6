"""Pages of other times: an archive read in any order leaves the same versions of an article."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import text

from extractors.models import Outcome
from pipeline.replay import replay
from pipeline.replaying.supply import FileSupply
from storage.database import Database
from tests.papers import article, source
from tests.stories import FETCHED, save, story

URL = "https://bao.vn/a-1.html"


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def fetched(database: Database, says: str, day: int) -> Outcome:
    """A page that was fetched on this day."""
    return save(database, story(URL, extra=says), at=FETCHED + timedelta(days=day))[0]


def told(database: Database) -> list[tuple[object, ...]]:
    """What the article said, oldest first, and since which day."""
    query = "SELECT text, fetched_at FROM {} ORDER BY fetched_at"
    found = rows(database, query.format("article_versions")) + rows(
        database, query.format("articles")
    )
    return [(said, str(at)[:10]) for said, at in found]


PAGES = (("Một.", 0), ("Một.", 1), ("Hai.", 2), ("Hai.", 3), ("Ba.", 4))


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
def test_an_archive_gives_the_same_versions_in_whatever_order_it_is_read(
    database: Database, order: tuple[int, ...]
) -> None:
    for n in order:
        fetched(database, *PAGES[n])
    days = ["2026-01-01", "2026-01-03", "2026-01-05"]
    assert told(database) == list(zip(("Một.", "Hai.", "Ba."), days, strict=True))


def test_reading_old_pages_again_changes_nothing(database: Database) -> None:
    for page in PAGES:
        fetched(database, *page)
    before = told(database)
    assert [fetched(database, *page) for page in PAGES] == [Outcome.UNCHANGED] * 5
    assert told(database) == before


def test_an_old_page_that_is_read_differently_now_is_no_version_more(database: Database) -> None:
    for page in PAGES:
        fetched(database, *page)
    assert fetched(database, "Một!", 0) is Outcome.UPDATED
    assert [said for said, _ in told(database)] == ["Một!", "Hai.", "Ba."]


def test_replayed_pages_bring_their_paper_along(database: Database, tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://{}/tin/1.html">'
    for host in ("bao.vn", "khac.vn"):
        page = article(1, "Chè Tà Xùa đạt 4 sao OCOP. " * 9, head.format(host))
        (tmp_path / f"{host}.html").write_bytes(page)
    bao = source("bao", title="Báo Thử", hosts=("bao.vn",))
    supply = FileSupply([tmp_path], {"bao": bao})
    assert replay(supply, database, threading.Event()).outcomes[Outcome.STORED] == 2
    query = "SELECT source, title, articles FROM ocop_sources WHERE {} ORDER BY 1"
    assert rows(database, query.format("enabled")) == [("bao", "Báo Thử", 1)]
    assert rows(database, query.format("NOT enabled")) == [("unknown", "", 1)]
