"""A product's row and its ratings, concluded from all mentions of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from extractors.models import Status
from storage.contradictions import save_dissents
from storage.entities import (
    places,
    producer_aliases,
    producers,
    product_aliases,
    products,
    ratings,
)
from storage.facts import product_mentions
from storage.identities.rating_history import Rating, Said, history
from storage.many_rows import among, chunks, insert_rows, update_rows

Values = dict[str, Any]


def describe_products(connection: Connection, ids: Collection[int]) -> set[int]:
    """Write the rows, ratings and disagreements of these products anew; remove those without
    aliases. Returns their producers, those of before included."""
    makers: set[int] = set()
    for part in chunks(ids):
        makers |= _makers_of(connection, part)
        _drop_empty(connection, products, product_aliases.c.product_id, part)
        mentions: dict[int, list[Any]] = defaultdict(list)
        of_these = among(connection, product_mentions.c.product_id, part)
        for row in connection.execute(_MENTIONS.where(of_these)):
            mentions[row.product_id].append(row)
        _describe(connection, part, mentions)
        makers |= _makers_of(connection, part)
    return makers


def count_products(connection: Connection, ids: Collection[int]) -> None:
    """Write down how many products these producers have, the stars of their highest, and when one
    was named last."""
    for part in chunks(ids):
        connection.execute(_COUNT.where(among(connection, producers.c.id, part)))


def describe_producers(connection: Connection, ids: Collection[int]) -> None:
    """A producer's fullest spelling becomes its name; one without aliases is removed."""
    c = producer_aliases.c
    for part in chunks(ids):
        _drop_empty(connection, producers, c.producer_id, part)
        spelt: dict[int, list[Any]] = defaultdict(list)
        query = select(c.producer_id, c.name, c.province_id)
        for row in connection.execute(query.where(among(connection, c.producer_id, part))):
            spelt[row.producer_id].append(row)
        rows = [
            {
                "id": producer,
                "name": max((r.name for r in rows), key=lambda n: (len(n), n)),
                "province_id": _commonest(r.province_id for r in rows),
            }
            for producer, rows in spelt.items()
        ]
        update_rows(connection, producers, rows)


_READ = ("id", "product_id", "article_id", "published_on", "source", "name", "full_name", "stars",
         "status", "decided_on", "decided_has_day", "product_group", "place_id",
         "province_id")  # fmt: skip
_MENTIONS = (
    select(
        *(product_mentions.c[name] for name in _READ),
        producer_aliases.c.producer_id,
        places.c.level.label("place_level"),
    )
    .join(product_aliases, product_aliases.c.id == product_mentions.c.alias_id)
    .outerjoin(producer_aliases, producer_aliases.c.id == product_aliases.c.producer_alias_id)
    .outerjoin(places, places.c.id == product_mentions.c.place_id)
    .order_by(product_mentions.c.id)
)


def _of_producer(value: Any) -> Any:
    mine = select(value).where(products.c.producer_id == producers.c.id)
    return mine.correlate(producers).scalar_subquery()


_COUNT = update(producers).values(
    products=_of_producer(func.count()),
    most_stars=_of_producer(func.max(products.c.stars)),
    last_seen=_of_producer(func.max(products.c.last_seen)),
)


def _makers_of(connection: Connection, ids: Sequence[int]) -> set[int]:
    c = products.c
    query = select(c.producer_id).distinct().where(c.producer_id.is_not(None))
    return set(connection.scalars(query.where(among(connection, c.id, ids))))


def _describe(connection: Connection, ids: Sequence[int], mentions: dict[int, list[Any]]) -> None:
    rows, rating_rows = [], []
    dissents: dict[int, list[tuple[Said, Said]]] = {}
    for product in ids:
        found, dissents[product] = history([_said(row) for row in mentions[product]])
        rows.append({"id": product, **_row(mentions[product], found, bool(dissents[product]))})
        rating_rows += [_rating(product, n, rating) for n, rating in enumerate(found, 1)]
    update_rows(connection, products, rows)
    connection.execute(delete(ratings).where(among(connection, ratings.c.product_id, ids)))
    insert_rows(connection, {ratings: rating_rows})
    save_dissents(connection, dissents)


def _said(row: Any) -> Said:
    return Said(
        row.published_on,
        row.id,
        row.article_id,
        row.stars,
        row.status,
        row.decided_on,
        bool(row.decided_has_day),
    )


def _row(mentions: Sequence[Any], found: Sequence[Rating], contested: bool) -> Values:
    """Of several names, producers and places the most frequent."""
    latest = found[-1] if found else None
    days = [row.published_on for row in mentions if row.published_on]
    names = Counter(row.full_name or row.name for row in mentions)
    return {
        "name": max(names, key=lambda n: (names[n], len(n), n)) if names else "",
        "product_group": _commonest(row.product_group for row in mentions),
        "producer_id": _commonest(row.producer_id for row in mentions),
        "place_id": _nearest_place(mentions),
        "province_id": _commonest(row.province_id for row in mentions),
        "stars": latest.stars if latest else None,
        "status": _status(mentions, latest),
        "rated_on": latest.rated_on if latest else None,
        "valid_until": latest.valid_until if latest else None,
        "contested": contested,
        "first_seen": min(days, default=None),
        "last_seen": max(days, default=None),
        "articles": len({row.article_id for row in mentions}),
        "sources": len({row.source for row in mentions}),
    }


def _status(mentions: Sequence[Any], latest: Rating | None) -> str:
    """`rated`, `expired`, `revoked`; never rated: `failed`, `target` or `ocop`, as last said."""
    if latest is not None:
        return latest.event if latest.event in ("expired", "revoked") else "rated"
    said = sorted(mentions, key=lambda row: (row.published_on or date.min, row.id))
    return str(said[-1].status) if said else Status.OCOP.value


_LEVELS = ("commune", "district", "province")


def _nearest_place(mentions: Sequence[Any]) -> str | None:
    for level in _LEVELS:
        if place := _commonest(row.place_id for row in mentions if row.place_level == level):
            return str(place)
    return None


def _commonest(values: Iterable[Any]) -> Any:
    counted = Counter(value for value in values if value is not None)
    return max(counted, key=lambda v: (counted[v], str(v)), default=None)


def _rating(product: int, position: int, rating: Rating) -> Values:
    return {
        "product_id": product,
        "position": position,
        "event": rating.event,
        "stars": rating.stars,
        "rated_on": rating.rated_on,
        "rated_on_is": rating.rated_on_is,
        "valid_until": rating.valid_until,
        "last_seen": rating.last_seen,
        "articles": len(rating.articles),
        "product_mention_id": rating.mention_id,
    }


def _drop_empty(connection: Connection, table: Any, link: Any, ids: list[int]) -> None:
    """Rows that no alias is any more; `ids` then holds the others."""
    unused = ~exists().where(link == table.c.id)
    query = select(table.c.id).where(among(connection, table.c.id, ids), unused)
    gone = set(connection.scalars(query))
    if gone:
        connection.execute(delete(table).where(among(connection, table.c.id, gone)))
        ids[:] = [i for i in ids if i not in gone]
