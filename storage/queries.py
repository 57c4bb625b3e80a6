"""The questions that `ocop demo` shows; each is a query on the documented views."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, text


class ProductRow(NamedTuple):
    """A rated product with its newest rating."""

    name: str
    stars: int
    producer: str | None
    place: str | None
    province: str | None
    published_on: date | None


class CountRow(NamedTuple):
    """One statement of how many products a province has."""

    province: str
    published_on: date | None
    stars: int | None
    at_least: bool
    number: int
    status: str
    qualifier: str | None


class PlaceRow(NamedTuple):
    """An administrative unit and how often it is named."""

    name: str
    level: str
    mentions: int
    articles: int


class EvidenceRow(NamedTuple):
    """A fact with what is needed to check it."""

    name: str
    stars: int
    producer: str | None
    sentence: str
    rule: str
    article_title: str
    source: str
    published_on: date | None
    url: str


def rated_products(connection: Connection, limit: int) -> list[ProductRow]:
    """Each rated product once; most stars first."""
    query = """
        SELECT name, stars, producer, place, province_now, last_seen
        FROM ocop_products WHERE stars IS NOT NULL
        ORDER BY stars DESC, province_now IS NULL, province_now, name LIMIT :limit
    """
    return [ProductRow(*row) for row in _rows(connection, query, limit=limit)]


def province_counts(connection: Connection) -> list[CountRow]:
    """What the newest article that counts a province's products says, statement by statement."""
    query = """
        SELECT place, published_on, stars, at_least, count, status, qualifier
        FROM star_counts c WHERE place_level = 'province'
          AND article_id = (
            SELECT n.article_id FROM star_counts n WHERE n.place = c.place
            ORDER BY n.published_on DESC, n.article_id DESC LIMIT 1)
        ORDER BY place, id
    """
    return [CountRow(*row) for row in _rows(connection, query)]


def most_named_places(connection: Connection, limit: int) -> list[PlaceRow]:
    """Units named in the most articles."""
    query = """
        SELECT name, level, mentions, articles FROM ocop_places
        WHERE level <> 'country' ORDER BY articles DESC, mentions DESC, name LIMIT :limit
    """
    return [PlaceRow(*row) for row in _rows(connection, query, limit=limit)]


def one_fact(connection: Connection) -> EvidenceRow | None:
    """A product whose sentence gives stars, producer and place: the newest of the highest."""
    query = """
        SELECT name, stars, producer, sentence, rule, article_title, source, published_on, url
        FROM ocop_product_mentions WHERE stars IS NOT NULL AND status <> 'target'
        ORDER BY producer IS NULL, place IS NULL, stars DESC, published_on DESC,
                 product_mention_id LIMIT 1
    """
    return next((EvidenceRow(*row) for row in _rows(connection, query)), None)


def totals(connection: Connection) -> tuple[int, int, int, int]:
    """Stored articles, products, star counts, distinct units."""
    query = """
        SELECT (SELECT COUNT(*) FROM articles), (SELECT COUNT(*) FROM ocop_products),
               (SELECT COUNT(*) FROM star_counts), (SELECT COUNT(*) FROM ocop_places)
    """
    articles, products, counts, places = next(iter(_rows(connection, query)))
    return articles, products, counts, places


def _rows(connection: Connection, query: str, **values: object) -> list[Any]:
    return list(connection.execute(text(query), values))
