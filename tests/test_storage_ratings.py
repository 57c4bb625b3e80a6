"""What articles say of a product's stars becomes the history of its rating."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from extractors.models import Status
from storage.database import Database
from storage.identities.rating_history import Said, history
from storage.identities.settle import settle
from tests.stories import Says, save, story

TA_XUA = "03868"


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def tell(database: Database, said: Says, day: date) -> None:
    save(database, story(f"https://bao.vn/{day}", day, [said]))
    settle(database)


def said(*what: tuple[str, int | None, Status]) -> list[Said]:
    return [
        Said(date.fromisoformat(day), n, n, stars, status.value)
        for n, (day, stars, status) in enumerate(what)
    ]


OK = Status.ACHIEVED


@pytest.mark.parametrize(
    ("what", "events"),
    [
        ([("2021-03-01", 3, OK), ("2023-05-01", 4, OK)], ["rated 3", "upgraded 4"]),
        ([("2021-03-01", 4, OK), ("2023-05-01", 3, OK)], ["rated 4", "downgraded 3"]),
        ([("2021-03-01", 4, OK), ("2021-09-01", 4, OK)], ["rated 4"]),
        ([("2020-03-01", 4, OK), ("2023-09-01", 4, OK)], ["rated 4", "renewed 4"]),
        (
            [("2023-03-01", 4, OK), ("2023-09-01", None, Status.REVOKED)],
            ["rated 4", "revoked 4"],
        ),
        ([("2023-09-01", None, Status.REVOKED)], ["revoked None"]),
        (
            [("2020-03-01", 4, OK), ("2023-09-01", 4, Status.EXPIRED), ("2024-01-01", 4, OK)],
            ["rated 4", "expired 4", "renewed 4"],
        ),
        ([("2023-03-01", 3, Status.TARGET)], []),
    ],
)
def test_ratings_form_a_history(
    what: list[tuple[str, int | None, Status]], events: list[str]
) -> None:
    ratings, dissents = history(said(*what))
    assert [f"{r.event} {r.stars}" for r in ratings] == events
    assert dissents == []


def test_a_rating_is_dated_by_its_decision_where_the_text_tells_it() -> None:
    late = Said(date(2024, 5, 1), 1, 1, 4, "achieved", date(2021, 12, 31), False)
    again = Said(date(2024, 6, 1), 2, 2, 4, "achieved", date(2024, 3, 5), True)
    ratings, _ = history([again, late])
    assert [(r.event, str(r.rated_on), r.rated_on_is, str(r.valid_until)) for r in ratings] == [
        ("rated", "2021-12-31", "year", "2024-12-31"),
        ("renewed", "2024-03-05", "decision", "2027-03-05"),
    ]


def test_a_paper_that_stands_alone_opens_no_stretch_of_its_own() -> None:
    what = said(("2024-03-01", 4, OK), ("2024-03-09", 3, OK), ("2024-03-20", 4, OK))
    ratings, dissents = history(what)
    assert [(r.event, r.stars, len(r.articles)) for r in ratings] == [("rated", 4, 2)]
    assert [(before.stars, one.stars) for before, one in dissents] == [(4, 3)]


def test_a_rating_holds_36_months_and_says_that_this_is_computed(database: Database) -> None:
    tell(
        database, Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA), day=date(2020, 2, 29)
    )
    query = "SELECT rated_on, valid_until, rated_on_is FROM ocop_ratings"
    assert [tuple(map(str, row)) for row in rows(database, query)] == [
        ("2020-02-29", "2023-02-28", "article")
    ]
    assert rows(database, "SELECT stars, status FROM ocop_products") == [(4, "lapsed")]


def test_papers_that_disagree_on_stars_are_shown(database: Database) -> None:
    one = Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA)
    other = Says("Chè Shan tuyết Tà Xùa", 3, "HTX Chè Tà Xùa", TA_XUA)
    for day, what in ((1, one), (9, other), (20, one)):
        tell(database, what, date(2024, 3, day))
    assert rows(database, "SELECT stars, contested FROM ocop_products") == [(4, True)]
    assert rows(database, "SELECT kind, said, against, product FROM ocop_contradictions") == [
        ("stars", 4, 3, "Chè Shan tuyết Tà Xùa")
    ]
