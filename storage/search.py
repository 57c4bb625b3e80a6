"""Search: the same words find the same articles and products on every database."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from storage.searching.terms import Query, first_match, parse_query

_LATEST = 1000
"""Of very common words only the latest documents are looked at, so that an answer comes at once."""
_CHECKED = 5000
"""PostgreSQL's index knows which documents hold a phrase's words, not where: so many are read."""
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


def search_articles(connection: Connection, words: str, limit: int) -> list[FoundArticle]:
    """Articles that hold every word and every "phrase": first those with all of it in one piece,
    then the others, each newest first.

    `mật ong` with marks is meant exactly, `mat ong` finds all of mật ong, mặt ông, mắt ong. Of
    words that stand in more than 1,000 articles the 1,000 stored last are looked at; for a phrase
    of such words PostgreSQL looks at the last 5,000 that hold them all.
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
    statement = f"""
        SELECT product_id, name, stars, producer, province_now, last_seen
        FROM ocop_products WHERE product_id IN (
            SELECT product_id FROM product_aliases
            WHERE id IN ({_ids(connection, "product_search", query)}))
        ORDER BY stars IS NULL, stars DESC, articles DESC, product_id LIMIT :limit
    """
    rows = connection.execute(text(statement), {**_match(connection, query), "limit": limit})
    return [_product(row) for row in rows]


def _strict_first(query: Query) -> list[Query]:
    if len(query.phrases) > 1:
        whole = tuple(word for phrase in query.phrases for word in phrase)
        return [Query((whole,), query.marked), query]
    return [query] if query.phrases else []


def _articles(connection: Connection, query: Query, limit: int) -> list[Any]:
    statement = f"""
        SELECT a.id, a.title, a.source, a.published_on, a.url, a.text
        FROM articles a WHERE a.id IN ({_ids(connection, "article_search", query)})
        ORDER BY a.published_on IS NULL, a.published_on DESC, a.id DESC LIMIT :limit
    """
    values = {**_match(connection, query), "limit": limit}
    return list(connection.execute(text(statement), values))


def _ids(connection: Connection, index: str, query: Query) -> str:
    if connection.dialect.name == "sqlite":
        return (
            f"SELECT rowid FROM {index} WHERE {index} MATCH :match"
            f" ORDER BY rowid DESC LIMIT {_LATEST}"
        )
    return (
        f"SELECT id FROM (SELECT id, {query.column} FROM {index}"
        f" WHERE {query.column} @@ CAST(:words AS tsquery) ORDER BY id DESC LIMIT {_CHECKED})"
        f" AS latest WHERE {query.column} @@ CAST(:match AS tsquery)"
        f" ORDER BY id DESC LIMIT {_LATEST}"
    )


def _match(connection: Connection, query: Query) -> dict[str, str]:
    """The query in the database's own words; these are letters and digits only."""
    if connection.dialect.name == "sqlite":
        phrases = " AND ".join(f'"{" ".join(phrase)}"' for phrase in query.phrases)
        return {"match": f"{query.column} : ({phrases})"}
    quoted = [[f"'{word}'" for word in phrase] for phrase in query.phrases]
    return {
        "words": " & ".join(word for phrase in quoted for word in phrase),
        "match": " & ".join(f"({' <-> '.join(phrase)})" for phrase in quoted),
    }


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
