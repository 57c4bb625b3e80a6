"""An article's rows → the document that `ocop extract` prints, as far as the tables keep it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from extractors.models import VIETNAM
from storage.facts import place_mentions, product_mentions, product_places, star_counts
from storage.tables import articles

Document = dict[str, Any]


def stored_document(connection: Connection, url: str) -> Document | None:
    """What is stored of the article at an address; None where there is none."""
    a = articles.c
    columns = (a.id, a.url, a.title, a.lead, a.published_at, a.published_on, a.authors, a.text)
    article = connection.execute(select(*columns).where(a.url == url)).one_or_none()
    if article is None:
        return None
    return {
        "url": article.url,
        "title": article.title,
        "lead": article.lead,
        "published_at": _time(article.published_at, article.published_on),
        "authors": article.authors.split("; ") if article.authors else [],
        "products": _products(connection, article),
        "star_counts": _rows(connection, star_counts, article),
        "locations": _first_of_each(_rows(connection, place_mentions, article)),
        "text": article.text,
    }


def _time(at: datetime | None, on: date | None) -> str | None:
    if at is not None:
        return at.astimezone(VIETNAM).isoformat()
    return on.isoformat() if on else None


def _rows(connection: Connection, table: Table, article: Any) -> list[Document]:
    c = table.c
    query = select(table).where(c.article_id == article.id).order_by(c.span_start, c.id)
    return [
        {
            **row._mapping,
            "start": row.span_start,
            "end": row.span_end,
            "sentence": article.text[row.sentence_start : row.sentence_end],
        }
        for row in connection.execute(query)
    ]


def _products(connection: Connection, article: Any) -> list[Document]:
    products = _rows(connection, product_mentions, article)
    for product in products:
        product["group"] = product["product_group"]
        names = select(product_places.c.name).where(
            product_places.c.product_mention_id == product["id"]
        )
        product["places"] = list(connection.scalars(names.order_by(product_places.c.rank)))
    return products


def _first_of_each(mentions: list[Document]) -> list[Document]:
    """The documents list each unit once, where it is named first."""
    first: dict[str, Document] = {}
    for mention in mentions:
        first.setdefault(mention["name"], mention)
    return list(first.values())
