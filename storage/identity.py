"""What people do about which spellings are one: look, merge, split, undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, literal, select

from storage.entities import places, producer_aliases, product_aliases
from storage.errors import NotThereError
from storage.facts import product_mentions
from storage.identities.aliases import PRODUCER, PRODUCT, Entity
from storage.identities.decisions import New, decide, decisions, undo
from storage.identities.settle import regroup_names

ENTITIES = {"product": PRODUCT, "producer": PRODUCER}


class AliasRow(NamedTuple):
    """A spelling of a product or producer."""

    alias_id: int
    name: str
    producer: str | None
    """Of a product's spelling, as written with it."""
    province: str | None
    """Today's."""
    mentions: int
    reason: str
    """Why it is this product or producer."""


class DecisionRow(NamedTuple):
    """A decision about spellings, which it names as they are written."""

    id: int
    action: str
    spellings: tuple[str, ...]
    reason: str


def aliases_of(connection: Connection, kind: str, key: int) -> list[AliasRow]:
    """The spellings of a product or producer, the most used first; empty for an unknown id."""
    query = _product_spellings(key) if kind == "product" else _producer_spellings(key)
    rows = (AliasRow(*row) for row in connection.execute(query))
    return sorted(rows, key=lambda alias: (-alias.mentions, alias.alias_id))


def _product_spellings(key: int) -> Select[Any]:
    p, maker = product_aliases.c, producer_aliases.c.name
    return (
        select(p.id, p.name, maker, places.c.name, _MENTIONS, p.reason)
        .outerjoin(producer_aliases, producer_aliases.c.id == p.producer_alias_id)
        .outerjoin(places, places.c.id == p.province_id)
        .outerjoin(product_mentions, product_mentions.c.alias_id == p.id)
        .where(p.product_id == key)
        .group_by(p.id, p.name, maker, places.c.name, p.reason)
    )


def _producer_spellings(key: int) -> Select[Any]:
    m, nobody = producer_aliases.c, literal(None)
    return (
        select(m.id, m.name, nobody, places.c.name, _MENTIONS, m.reason)
        .outerjoin(places, places.c.id == m.province_id)
        .outerjoin(product_aliases, product_aliases.c.producer_alias_id == m.id)
        .outerjoin(product_mentions, product_mentions.c.alias_id == product_aliases.c.id)
        .where(m.producer_id == key)
        .group_by(m.id, m.name, places.c.name, m.reason)
    )


_MENTIONS = func.count(product_mentions.c.id)


def merge(
    connection: Connection, kind: str, ids: Sequence[int], *, reason: str, at: datetime
) -> list[int]:
    """Decide that these are one; returns the decisions. The first keeps its id if it has most
    spellings. Raises NotThereError for an unknown id."""
    keys = [_first_key(connection, ENTITIES[kind], key) for key in ids]
    numbered = zip(ids[1:], keys[1:], strict=True)
    new = [New("merge", keys[0], other, ids[0], number) for number, other in numbered]
    made = decide(connection, kind, new, reason, at)
    regroup_names(connection, ENTITIES[kind], set(keys))
    return made


def split(
    connection: Connection,
    kind: str,
    key: int,
    alias_ids: Sequence[int],
    *,
    reason: str,
    at: datetime,
) -> list[int]:
    """Decide that these spellings are another thing than the rest of `key`; returns the decisions.

    Raises NotThereError for a spelling that is not of it, or where none would be left.
    """
    entity = ENTITIES[kind]
    c = entity.aliases.c
    rows = connection.execute(select(c.id, c.key).where(c[entity.link] == key))
    known = {row.id: row.key for row in rows}
    for alias in alias_ids:
        if alias not in known:
            raise NotThereError(f"{kind} {key} has no spelling {alias}")
    if len(set(alias_ids)) == len(known):
        raise NotThereError(f"{kind} {key} would be left without a spelling")
    keys = [known[alias] for alias in dict.fromkeys(alias_ids)]
    apart = [New("split", alias) for alias in keys]
    together = [New("merge", keys[0], k) for k in keys[1:]]
    made = decide(connection, kind, apart + together, reason, at)
    regroup_names(connection, entity, set(keys))
    return made


def take_back(connection: Connection, decision: int, at: datetime) -> str:
    """Put a decision out of force; returns what it was about. Raises NotThereError."""
    undone = undo(connection, decision, at)
    if undone is None:
        raise NotThereError(f"no decision {decision} is in force")
    before = {key: number for key, number in undone.numbers.items() if number is not None}
    regroup_names(connection, ENTITIES[undone.entity], set(undone.numbers), before)
    return undone.entity


def decisions_about(connection: Connection, kind: str, key: int) -> list[DecisionRow]:
    """The decisions in force that name a spelling of this product or producer, oldest first."""
    made = decisions(connection, kind)
    c = ENTITIES[kind].aliases.c
    named = {alias for one in made for alias in (one.alias_key, one.other_key) if alias}
    query = select(c.key, c.name, c[ENTITIES[kind].link]).where(c.key.in_(named))
    known = {row.key: row for row in connection.execute(query)}
    rows = []
    for one in made:
        about = [known[alias] for alias in (one.alias_key, one.other_key) if alias in known]
        if any(row[2] == key for row in about):
            spellings = tuple(row.name for row in about)
            rows.append(DecisionRow(one.id, one.action, spellings, one.reason))
    return rows


def _first_key(connection: Connection, entity: Entity, key: int) -> str:
    c = entity.aliases.c
    found = connection.scalar(select(c.key).where(c[entity.link] == key).order_by(c.id).limit(1))
    if found is None:
        raise NotThereError(f"no {entity.name} {key}")
    return str(found)
