"""The second look: what only shows when articles are seen together.

Saving an article writes down what it says. `settle` then concludes which mentions are one product,
what its rating was when, which statements are one claim, and where papers contradict each other.
It can be killed anywhere and run again; run twice, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, text

from extractors.name_keys import producer_key, product_key
from storage.claims import settle_claims
from storage.database import Database
from storage.entities import places, unsettled
from storage.facts import NEW_COUNT, NEW_MENTION, product_mentions, star_counts
from storage.identities.alias_rows import (
    blocks_made_by,
    drop_unused,
    index_aliases,
    products_made_by,
    products_of,
)
from storage.identities.aliases import (
    NOTHING,
    PRODUCER,
    PRODUCT,
    Entity,
    add_aliases,
    block_of,
    regroup,
)
from storage.identities.product_rows import (
    count_products,
    describe_producers,
    describe_products,
)
from storage.many_rows import among, chunks, update_rows

Values = dict[str, Any]

_AT_ONCE = 2000
"""Mentions per transaction: other writers wait about a second at most."""


def settle(database: Database) -> None:
    """Bring products, ratings, claims and contradictions up to the stored mentions.

    Raises StoreError.
    """
    more = True
    while more:
        with database.writing() as connection:
            more = settle_some(connection, _AT_ONCE)
        if more:
            database.analyze()


def settle_some(connection: Connection, limit: int) -> bool:
    """One step of it, over at most this many new mentions; False where nothing was left to do."""
    lost = list(connection.execute(select(unsettled.c.id, unsettled.c.kind, unsettled.c.key)))
    mentions = _new_mentions(connection, limit)
    counts = _new_counts(connection, limit)
    if not (lost or mentions or counts):
        return False
    _settle_products(connection, mentions, {int(r.key) for r in lost if r.kind == "alias"})
    lost_claims = {row.key for row in lost if row.kind == "claim"}
    settle_claims(connection, set(counts) | lost_claims)
    for part in chunks([row.id for row in lost]):
        connection.execute(delete(unsettled).where(among(connection, unsettled.c.id, part)))
    return True


def regroup_names(
    connection: Connection, entity: Entity, keys: set[str], before: Mapping[str, int] = NOTHING
) -> None:
    """Group the aliases of these keys' names anew, after a decision about them. `before`: the
    products or producers that some of the keys get again."""
    blocks = {block_of(key) for key in keys}
    if entity is PRODUCER:
        makers = regroup(connection, PRODUCER, blocks, before)
        touched = regroup(connection, PRODUCT, blocks_made_by(connection, makers))
    else:
        touched, makers = regroup(connection, PRODUCT, blocks, before), set()
    _describe(connection, touched, makers)


def _new_mentions(connection: Connection, limit: int) -> list[Any]:
    """By name, so that mentions of one product are looked at together."""
    m = product_mentions.c
    query = (
        select(m.id, m.name, m.full_name, m.producer, m.province_id, places.c.commune_id)
        .outerjoin(places, places.c.id == m.place_id)
        .where(text(NEW_MENTION))
        .order_by(m.name, m.id)
        .limit(limit)
    )
    return list(connection.execute(query))


def _new_counts(connection: Connection, limit: int) -> list[str]:
    """Keys of claims; those of one subject are next to each other."""
    key = star_counts.c.claim_key
    query = select(key).distinct().where(text(NEW_COUNT)).order_by(key).limit(limit)
    return list(connection.scalars(query))


def _settle_products(connection: Connection, mentions: list[Any], lost: set[int]) -> None:
    products_before = set(products_of(connection, lost).values())
    maker_ids, new_makers = _add_makers(connection, mentions)
    by_mention = {row.id: _product_alias(row, maker_ids) for row in mentions}
    wanted = {alias["key"]: alias for alias in by_mention.values()}
    ids, new = add_aliases(connection, PRODUCT, wanted)
    index_aliases(connection, {ids[key] for key in new})
    lost_makers, lost_blocks = drop_unused(connection, lost - set(ids.values()))
    maker_blocks = {block_of(key) for key in new_makers} | lost_makers
    blocks = {block_of(key) for key in new} | lost_blocks
    touched, makers = _regroup(connection, maker_blocks, blocks)
    product_of = products_of(connection, ids.values())
    _link(connection, {mention: ids[a["key"]] for mention, a in by_mention.items()}, product_of)
    _describe(connection, touched | products_before | set(product_of.values()), makers)


def _add_makers(connection: Connection, mentions: list[Any]) -> tuple[dict[str, int], set[str]]:
    rows = {key: row for row in mentions if (key := _maker_key(row))}
    return add_aliases(
        connection, PRODUCER, {key: _maker_alias(key, row) for key, row in rows.items()}
    )


def _regroup(
    connection: Connection, maker_blocks: set[str], blocks: set[str]
) -> tuple[set[int], set[int]]:
    """The products and the producers that gained or lost a spelling. Producers are grouped first:
    products tell by them."""
    makers = regroup(connection, PRODUCER, maker_blocks)
    return regroup(connection, PRODUCT, blocks | blocks_made_by(connection, makers)), makers


def _describe(connection: Connection, touched: set[int], makers: set[int]) -> None:
    """`makers`: producers that gained or lost a spelling; what they make may be another's now."""
    touched = touched | products_made_by(connection, makers)
    makers = makers | describe_products(connection, touched)
    describe_producers(connection, makers)
    count_products(connection, makers)


def _maker_key(row: Any) -> str:
    """The key of the mention's producer alias; empty where the text names none."""
    if not row.producer:
        return ""
    name = producer_key(row.producer)
    return "|".join((name.proper, name.kind, name.legal, *_whereabouts(row)))


def _maker_alias(key: str, row: Any) -> Values:
    name = producer_key(row.producer)
    return {
        "key": key,
        "block": name.proper,
        "form": f"{name.kind}/{name.legal}",
        "name": row.producer,
        "province_id": row.province_id,
        "commune_id": row.commune_id,
    }


def _product_alias(row: Any, maker_ids: Mapping[str, int]) -> Values:
    name = row.full_name or row.name
    maker, block = _maker_key(row), product_key(name)
    # The maker's key holds the place as well.
    return {
        "key": f"{block}|{maker}" if maker else "|".join((block, "", *_whereabouts(row))),
        "block": block,
        "name": name,
        "producer_alias_id": maker_ids[maker] if maker else None,
        "province_id": row.province_id,
        "commune_id": row.commune_id,
    }


def _whereabouts(row: Any) -> tuple[str, str]:
    return row.province_id or "", row.commune_id or ""


def _link(
    connection: Connection, alias_of: Mapping[int, int], product_of: Mapping[int, int]
) -> None:
    rows = [
        {"id": mention, "alias_id": alias, "product_id": product_of[alias]}
        for mention, alias in alias_of.items()
    ]
    update_rows(connection, product_mentions, rows)
