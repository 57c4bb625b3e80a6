"""How sure a product's stars, producer and place are, as an analyst finds it in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from sqlalchemy import text

from extractors.models import Facts, Tie
from extractors.reading import Reading
from storage.database import Database
from storage.identities.settle import settle
from storage.migrating import alembic_config
from storage.views import drop_views
from tests.stories import Says, save, story
from tests.test_cli import ocop

SURE, UNSURE = Tie("producer.behind", 0.98), Tie("producer.brand", 0.9)
TOLD = Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", "03868")


def linked(number: int, says: Says, producer: Tie) -> tuple[Reading, Facts]:
    """An article on one product, whose producer is linked in this way."""
    reading, facts = story(f"https://bao.vn/{number}", date(2024, 5, number), [says])
    ties = {"rating_tie": Tie("rating.behind", 0.97), "place_tie": Tie("place.supposed")}
    product = replace(facts.products[0], producer_tie=producer, **ties)
    return reading, replace(facts, products=(product,))


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def told(database: Database) -> Database:
    save(database, linked(1, TOLD, UNSURE), linked(2, TOLD, SURE))
    settle(database)
    return database


def test_each_mention_says_how_sure_its_links_are(told: Database) -> None:
    query = """
        SELECT rating_rule, rating_confidence, producer_rule, producer_confidence, place_rule,
            place_confidence
        FROM ocop_product_mentions WHERE producer_confidence < 0.95
    """
    assert rows(told, query) == [
        ("rating.behind", 0.97, "producer.brand", 0.9, "place.supposed", None)
    ]


def test_a_product_is_as_sure_as_its_surest_mention(told: Database) -> None:
    query = "SELECT rating_confidence, producer_confidence, place_confidence FROM ocop_products"
    assert rows(told, query) == [(0.97, 0.98, None)]


def test_another_producer_makes_this_one_no_surer(database: Database) -> None:
    other = replace(TOLD, producer="HTX Chè Tà Xùa Mường La")
    save(database, linked(1, TOLD, UNSURE), linked(2, TOLD, UNSURE), linked(3, other, SURE))
    settle(database)
    query = "SELECT producer, producer_confidence FROM ocop_products WHERE producer = :name"
    with database.reading() as connection:
        found = connection.execute(text(query), {"name": TOLD.producer}).all()
    assert [tuple(row) for row in found] == [(TOLD.producer, 0.9)]


def test_a_rating_is_as_sure_as_its_first_mention(told: Database) -> None:
    assert rows(told, "SELECT stars, rating_confidence FROM ocop_ratings") == [(4, 0.97)]


def test_explain_prints_the_way_and_confidence_of_each_link(told: Database) -> None:
    url = told._engine.url.render_as_string(hide_password=False)
    shown = " ".join(ocop("explain", "mention:1", "--database", url).stdout.split())
    assert "rating by rating.behind, confidence 0.97; producer by producer.brand" in shown
    assert "place by place.supposed, confidence not measured" in shown


def test_going_back_loses_only_how_sure_links_are(told: Database) -> None:
    kept = "SELECT name, stars, producer, place, place_id FROM product_mentions ORDER BY id"
    before = rows(told, kept)
    with told.writing() as connection:
        drop_views(connection)
        command.downgrade(alembic_config(connection), "0004")
    told.upgrade()
    assert rows(told, kept) == before
    assert rows(told, "SELECT DISTINCT producer_confidence FROM product_mentions") == [(None,)]
