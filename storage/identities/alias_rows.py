"""Looking up, indexing and clearing away the rows of aliases."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, select

from storage.entities import identity_decisions, producer_aliases, product_aliases, products
from storage.facts import product_mentions
from storage.many_rows import among, chunks
from storage.searching.index import add, alias_documents, remove


def products_of(connection: Connection, aliases: Collection[int]) -> dict[int, int]:
    """Aliases -> the products that they are; without those that are none yet."""
    c = product_aliases.c
    query = select(c.id, c.product_id).where(c.product_id.is_not(None))
    return {
        row.id: row.product_id
        for part in chunks(aliases)
        for row in connection.execute(query.where(among(connection, c.id, part)))
    }


def blocks_made_by(connection: Connection, producers: Collection[int]) -> set[str]:
    """The names of what these producers make."""
    query = select(product_aliases.c.block).distinct().join(producer_aliases)
    return {
        block
        for part in chunks(producers)
        for block in connection.scalars(
            query.where(among(connection, producer_aliases.c.producer_id, part))
        )
    }


def products_made_by(connection: Connection, producers: Collection[int]) -> set[int]:
    """The products that are told to be of these producers."""
    c = products.c
    return {
        product
        for part in chunks(producers)
        for product in connection.scalars(
            select(c.id).where(among(connection, c.producer_id, part))
        )
    }


def index_aliases(connection: Connection, aliases: Collection[int]) -> None:
    """Make products findable by these names."""
    for part in chunks(aliases):
        add(connection, "product_search", _documents(connection, part))


def drop_unused(connection: Connection, aliases: Collection[int]) -> tuple[set[str], set[str]]:
    """Remove those of these aliases that no mention uses any more and no decision names.

    Returns the names of producers and of products that lost one.
    """
    p = product_aliases.c
    used = exists().where(product_mentions.c.alias_id == p.id)
    blocks: set[str] = set()
    makers: set[int] = set()
    for part in chunks(aliases):
        query = select(p.id, p.block, p.producer_alias_id).where(
            among(connection, p.id, part), ~used, p.key.not_in(_decided())
        )
        unused = list(connection.execute(query))
        ids = [row.id for row in unused]
        remove(connection, "product_search", _documents(connection, ids))
        connection.execute(delete(product_aliases).where(among(connection, p.id, ids)))
        blocks |= {row.block for row in unused}
        makers |= {row.producer_alias_id for row in unused if row.producer_alias_id}
    return _drop_unused_makers(connection, makers), blocks


def _drop_unused_makers(connection: Connection, aliases: Collection[int]) -> set[str]:
    c = producer_aliases.c
    used = exists().where(product_aliases.c.producer_alias_id == c.id)
    blocks: set[str] = set()
    for part in chunks(aliases):
        query = select(c.id, c.block).where(~used, c.key.not_in(_decided()))
        unused = list(connection.execute(query.where(among(connection, c.id, part))))
        gone = [row.id for row in unused]
        connection.execute(delete(producer_aliases).where(among(connection, c.id, gone)))
        blocks |= {row.block for row in unused}
    return blocks


def _decided() -> Select[tuple[Any]]:
    c = identity_decisions.c
    return select(c.alias_key).union(select(c.other_key).where(c.other_key.is_not(None)))  # type: ignore[return-value]


def _documents(connection: Connection, aliases: Collection[int]) -> list[tuple[int, str]]:
    query = alias_documents().where(among(connection, product_aliases.c.id, aliases))
    return [(row.id, row.words) for row in connection.execute(query)]
