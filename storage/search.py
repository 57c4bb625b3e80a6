"""Search: the same words find the same articles and products on every database."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from storage.searching import blocks
from storage.searching.terms import Query, first_match, parse_query

_LATEST = 1000
"""Of very common words only the latest documents are looked at, so that an answer comes at once."""
_AROUND = 90  # characters of a snippet to each side


class FoundArticle(NamedTuple):
    """An article that holds all phrases of a query."""

    article_id: int
    title: str
    source: str
    published_on: str | None
    """ISO date in Vietnam."""
    url: str
    snippet: str
    """Text around the first match; `snippet[start:end]` is the match."""
    start: int
    end: int


class FoundProduct(NamedTuple):
    """A product whose name, or producer's name, holds all phrases of a query."""

    product_id: int
    name: str
    stars: int | None
    producer: str | None
    province: str | None
    last_seen: str | None


def holds_words(words: str) -> bool:
    """Whether there is anything to look for: not in `""` or `…`."""
    return bool(parse_query(words).phrases)


def search_articles(connection: Connection, words: str, limit: int) -> list[FoundArticle]:
    """Articles that hold every word and every "phrase": first those with all of it in one piece,
    then the others, each newest first.

    `mật ong` with marks is meant exactly, `mat ong` finds all of mật ong, mặt ông, mắt ong. Of
    words that stand in more than 1,000 articles the 1,000 stored last are looked at.
    """
    found: dict[int, FoundArticle] = {}
    for query in _strict_first(parse_query(words)):
        if len(found) < limit:
            for row in _articles(connection, query, limit):
                found.setdefault(row.id, _found(query, row))
    return list(found.values())[:limit]


def search_products(connection: Connection, words: str, limit: int) -> list[FoundProduct]:
    """Products by the words of their names and producers, most stars first."""
    query = parse_query(words)
    if not query.phrases:
        return []
    latest, values = _is_latest(connection, "id", "product_search", query)
    statement = f"""
        SELECT product_id, name, stars, producer, province_now, last_seen
        FROM ocop_products WHERE product_id IN (
            SELECT product_id FROM product_aliases WHERE {latest})
        ORDER BY stars IS NULL, stars DESC, articles DESC, product_id LIMIT :limit
    """
    rows = connection.execute(text(statement), {**values, "limit": limit})
    return [_product(row) for row in rows]


def _strict_first(query: Query) -> list[Query]:
    if len(query.phrases) > 1:
        whole = tuple(word for phrase in query.phrases for word in phrase)
        return [Query((whole,), query.marked), query]
    return [query] if query.phrases else []


def _articles(connection: Connection, query: Query, limit: int) -> list[Any]:
    latest, values = _is_latest(connection, "a.id", "article_search", query)
    statement = f"""
        SELECT a.id, a.title, a.source, a.published_on, a.url, a.text
        FROM articles a WHERE {latest}
        ORDER BY a.published_on IS NULL, a.published_on DESC, a.id DESC LIMIT :limit
    """
    return list(connection.execute(text(statement), {**values, "limit": limit}))


def _is_latest(
    connection: Connection, key: str, index: str, query: Query
) -> tuple[str, dict[str, Any]]:
    """The condition that `key` is of the latest documents that hold all phrases, and its values.

    PostgreSQL finds them first, as an array: in a join it would begin with all articles.
    """
    if connection.dialect.name == "postgresql":
        statement, values = blocks.latest(index, query, _LATEST)
        return f"{key} = ANY(ARRAY({statement}))", values
    phrases = " AND ".join(f'"{" ".join(phrase)}"' for phrase in query.phrases)
    found = f"SELECT rowid FROM {index} WHERE {index} MATCH :match"
    condition = f"{key} IN ({found} ORDER BY rowid DESC LIMIT {_LATEST})"
    return condition, {"match": f"{query.column} : ({phrases})"}


def _found(query: Query, row: Any) -> FoundArticle:
    start, end = first_match(row.text, query) or (0, 0)
    begin = max(0, start - _AROUND)
    return FoundArticle(
        row.id,
        row.title,
        row.source,
        str(row.published_on) if row.published_on else None,
        row.url,
        row.text[begin : end + _AROUND].replace("\n", " "),
        start - begin,
        end - begin,
    )


def _product(row: Any) -> FoundProduct:
    seen = str(row.last_seen) if row.last_seen else None
    return FoundProduct(row.product_id, row.name, row.stars, row.producer, row.province_now, seen)
