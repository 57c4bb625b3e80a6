"""An article's rows → the document that `ocop extract` prints, as far as the tables keep it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from extractors.models import VIETNAM
from storage.facts import place_mentions, product_mentions, product_places, star_counts
from storage.tables import articles

Document = dict[str, Any]

_ARTICLE = tuple(
    articles.c[name]
    for name in (
        "id",
        "url",
        "title",
        "lead",
        "published_at",
        "published_on",
        "fetched_at",
        "authors",
        "text",
    )
)
_PRODUCT = ("name", "full_name", "stars", "status", "producer")
_COUNT = ("place", "stars", "at_least", "count", "status", "qualifier", "scope", "as_of")
_PLACE = ("name", "level", "reason")

_PLACES_OF = (
    select(product_places.c.name)
    .where(product_places.c.product_mention_id == bindparam("mention"))
    .order_by(product_places.c.rank)
)


def stored_document(connection: Connection, url: str) -> Document | None:
    """What is stored of the article at an address, and when that text was first seen; None where
    there is none."""
    article = connection.execute(select(*_ARTICLE).where(articles.c.url == url)).one_or_none()
    if article is None:
        return None
    return {
        "url": article.url,
        "fetched_at": article.fetched_at,
        "title": article.title,
        "lead": article.lead,
        "published_at": _time(article.published_at, article.published_on),
        "authors": article.authors.split("; ") if article.authors else [],
        "products": _products(connection, article),
        "star_counts": [
            _fact(row, article, _COUNT) for row in _rows(connection, star_counts, article)
        ],
        "locations": _locations(connection, article),
        "text": article.text,
    }


def _time(at: datetime | None, on: date | None) -> str | None:
    if at is not None:
        return at.astimezone(VIETNAM).isoformat()
    return on.isoformat() if on else None


def _rows(connection: Connection, table: Table, article: Any) -> list[Any]:
    c = table.c
    query = select(table).where(c.article_id == article.id).order_by(c.span_start, c.id)
    return list(connection.execute(query))


def _fact(row: Any, article: Any, fields: Sequence[str]) -> Document:
    """The fields of a row that a document has as well: neither numbers of rows nor units' ids."""
    return {
        **{name: row._mapping[name] for name in (*fields, "surface", "rule", "confidence")},
        "start": row.span_start,
        "end": row.span_end,
        "sentence": article.text[row.sentence_start : row.sentence_end],
    }


def _products(connection: Connection, article: Any) -> list[Document]:
    return [
        {
            **_fact(row, article, _PRODUCT),
            "group": row.product_group,
            "places": list(connection.scalars(_PLACES_OF, {"mention": row.id})),
        }
        for row in _rows(connection, product_mentions, article)
    ]


def _locations(connection: Connection, article: Any) -> list[Document]:
    """The documents list each unit once, where it is named first."""
    first: dict[tuple[str, str | None], Any] = {}
    for row in _rows(connection, place_mentions, article):
        first.setdefault((row.name.casefold(), row.place_id), row)
    return [_fact(row, article, _PLACE) for row in first.values()]
