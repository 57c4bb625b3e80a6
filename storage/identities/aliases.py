"""Aliases, and the producers and products that they are.

An alias is one way to write a thing: `storage.identities.clustering` says which of them are one,
`storage.identities.decisions` what people know better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from extractors.name_keys import is_distinctive
from storage.entities import producer_aliases, producers, product_aliases, products
from storage.facts import product_mentions
from storage.identities.clustering import Group, Spelling, cluster
from storage.identities.decisions import Decision, apply, decisions
from storage.many_rows import among, chunks, insert_numbered, insert_rows, update_rows

Values = dict[str, Any]
NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Entity:
    """What products and producers have in common: aliases, and a row each."""

    name: str
    table: Table
    aliases: Table
    blank: Mapping[str, Any]
    """A new row, before it is described."""
    least: int
    """What a common name needs to be told by (`Spelling.needs`): there is a "mật ong" in every
    district, but one HTX of a name in a province."""

    @property
    def link(self) -> str:
        """The alias's column that points to the entity."""
        return f"{self.name}_id"


PRODUCT = Entity(
    "product",
    products,
    product_aliases,
    {"name": "", "status": "ocop", "contested": False, "articles": 0, "sources": 0},
    least=2,
)
PRODUCER = Entity("producer", producers, producer_aliases, {"name": "", "products": 0}, least=1)


@dataclass(frozen=True, slots=True)
class _Alias:
    id: int
    owner: int | None
    reason: str | None
    spelling: Spelling


def add_aliases(
    connection: Connection, entity: Entity, rows: Mapping[str, Values]
) -> tuple[dict[str, int], set[str]]:
    """Ids of the aliases with these keys, and the keys that were not known before."""
    ids = _ids(connection, entity, rows)
    new = rows.keys() - ids
    if new:
        insert_rows(connection, {entity.aliases: [rows[key] for key in sorted(new)]})
        ids |= _ids(connection, entity, new)
    return ids, new


def _ids(connection: Connection, entity: Entity, keys: Collection[str]) -> dict[str, int]:
    c, found = entity.aliases.c, {}
    for part in chunks(keys):
        rows = connection.execute(select(c.key, c.id).where(among(connection, c.key, part)))
        found.update({row.key: row.id for row in rows})
    return found


def block_of(key: str) -> str:
    """The compared name that an alias's key begins with."""
    return key.split("|", 1)[0]


def regroup(
    connection: Connection,
    entity: Entity,
    blocks: Iterable[str],
    before: Mapping[str, int] = NOTHING,
) -> set[int]:
    """Group the aliases of these names anew; returns the entities that gained or lost one.

    An entity keeps its id as far as its group stays together. `before`: keys of aliases whose
    groups get the entities again that they once were.
    """
    made = decisions(connection, entity.name)
    known = _load(connection, entity, _tied(set(blocks), made))
    by_block: dict[str, list[Spelling]] = defaultdict(list)
    for alias in known.values():
        by_block[block_of(alias.spelling.key)].append(alias.spelling)
    groups = [group for block in sorted(by_block) for group in cluster(by_block[block])]
    return _assign(connection, entity, apply(groups, made), known, before)


def _tied(blocks: set[str], made: Sequence[Decision]) -> set[str]:
    """The names, and those that merges tie to them."""
    ties = [{block_of(d.alias_key), block_of(d.other_key)} for d in made if d.other_key]
    while more := [tie for tie in ties if tie & blocks and not tie <= blocks]:
        blocks = blocks.union(*more)
    return blocks


def _load(connection: Connection, entity: Entity, blocks: Collection[str]) -> dict[str, _Alias]:
    c = entity.aliases.c
    columns = [c.id, c.key, c.block, c.province_id, c.commune_id, c.reason, c[entity.link]]
    if entity is PRODUCT:
        query = select(*columns, producer_aliases.c.producer_id.label("maker")).outerjoin(
            producer_aliases, producer_aliases.c.id == c.producer_alias_id
        )
    else:
        query = select(*columns, c.form)
    return {
        row.key: _Alias(row.id, getattr(row, entity.link), row.reason, _spelling(row, entity.least))
        for part in chunks(blocks)
        for row in connection.execute(query.where(among(connection, c.block, part)))
    }


def _spelling(row: Any, least: int) -> Spelling:
    kind, _, legal = getattr(row, "form", "").partition("/")
    return Spelling(
        key=row.key,
        maker=str(getattr(row, "maker", None) or ""),
        kind=kind,
        legal=legal,
        province=row.province_id or "",
        commune=row.commune_id or "",
        needs=0 if is_distinctive(row.block) else least,
    )


def _assign(
    connection: Connection,
    entity: Entity,
    groups: Sequence[Group],
    known: Mapping[str, _Alias],
    before: Mapping[str, int],
) -> set[int]:
    """Give every group its entity and write down what changed."""
    ordered = sorted(groups, key=lambda g: (-len(g.reasons), min(g.reasons)))
    free = _free_again(connection, entity, before, known)
    owners = _owners(connection, entity, ordered, known, free)
    changes, moved, touched = [], [], set()
    for group, owner in zip(ordered, owners, strict=True):
        for key, reason in group.reasons.items():
            alias = known[key]
            if alias.owner != owner:
                touched.add(owner)
                if alias.owner:
                    touched.add(alias.owner)
                    moved.append({"alias_id": alias.id, "product_id": owner})
            if (alias.owner, alias.reason) != (owner, reason):
                changes.append({"id": alias.id, entity.link: owner, "reason": reason})
    update_rows(connection, entity.aliases, changes)
    if entity is PRODUCT:
        update_rows(connection, product_mentions, moved, key="alias_id")
    return touched


def _free_again(
    connection: Connection, entity: Entity, before: Mapping[str, int], known: Mapping[str, _Alias]
) -> dict[str, int]:
    """Those of `before` that no other group has by now."""
    if not before:
        return {}
    c = entity.table.c.id
    there = set(connection.scalars(select(c).where(among(connection, c, set(before.values())))))
    foreign = there - {alias.owner for alias in known.values()}
    return {key: number for key, number in before.items() if number not in foreign}


def _owners(
    connection: Connection,
    entity: Entity,
    groups: Sequence[Group],
    known: Mapping[str, _Alias],
    before: Mapping[str, int],
) -> list[int]:
    """For each group the entity that it is to be again, else that most of its aliases are already,
    or a new one."""
    taken: set[int] = set()
    chosen = [_former_owner(group, before, taken) for group in groups]
    gone = sorted(taken - {alias.owner for alias in known.values()})
    insert_rows(connection, {entity.table: [{"id": i, **entity.blank} for i in gone]})
    chosen = [
        _present_owner(group, known, taken) if owner is None else owner
        for owner, group in zip(chosen, groups, strict=True)
    ]
    fresh = iter(_new_rows(connection, entity, chosen.count(None)))
    return [owner if owner is not None else next(fresh) for owner in chosen]


def _former_owner(group: Group, before: Mapping[str, int], taken: set[int]) -> int | None:
    numbers = [before[key] for key in before if key in group.reasons]
    owner = next((number for number in numbers if number not in taken), None)
    if owner is not None:
        taken.add(owner)
    return owner


def _present_owner(group: Group, known: Mapping[str, _Alias], taken: set[int]) -> int | None:
    """Of several the one of most aliases, then the older; an entity is given away once."""
    owners = [known[key].owner for key in group.reasons]
    free = {owner for owner in owners if owner is not None} - taken
    if not free:
        return None
    owner = min(free, key=lambda o: (-owners.count(o), o))
    taken.add(owner)
    return owner


def _new_rows(connection: Connection, entity: Entity, count: int) -> Sequence[int]:
    return insert_numbered(connection, {entity.table: [dict(entity.blank)] * count})[entity.table]
