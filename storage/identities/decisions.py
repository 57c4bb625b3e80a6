"""What people decide about which spellings are one. Kept by the spellings' own keys, so that it
holds after every re-reading; undone, things are again as the rules see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from storage.entities import identity_decisions
from storage.identities.clustering import Group


class Decision(NamedTuple):
    """`merge`: both spellings are one thing. `split`: the first is a thing of its own."""

    id: int
    action: str
    alias_key: str
    other_key: str | None
    reason: str
    decided_at: datetime


def decisions(connection: Connection, entity: str) -> list[Decision]:
    """Those in force for `product` or `producer`, oldest first."""
    c = identity_decisions.c
    query = (
        select(c.id, c.action, c.alias_key, c.other_key, c.reason, c.decided_at)
        .where(c.entity == entity, c.undone_at.is_(None))
        .order_by(c.id)
    )
    return [Decision(*row) for row in connection.execute(query)]


def decide(
    connection: Connection,
    entity: str,
    pairs: Iterable[tuple[str, str, str | None]],
    reason: str,
    at: datetime,
) -> list[int]:
    """Write down decisions `(action, key, other key)`; returns their ids."""
    statement = insert(identity_decisions).returning(identity_decisions.c.id)
    return [
        int(
            connection.execute(
                statement,
                {
                    "entity": entity,
                    "action": action,
                    "alias_key": key,
                    "other_key": other,
                    "reason": reason,
                    "decided_at": at,
                },
            ).scalar_one()
        )
        for action, key, other in pairs
    ]


def undo(connection: Connection, decision: int, at: datetime) -> tuple[str, list[str]] | None:
    """Put a decision out of force; returns its entity and keys, None where there is none."""
    c = identity_decisions.c
    row = connection.execute(
        select(c.entity, c.alias_key, c.other_key).where(c.id == decision, c.undone_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    connection.execute(update(identity_decisions).where(c.id == decision).values(undone_at=at))
    return row.entity, [key for key in (row.alias_key, row.other_key) if key]


def apply(groups: list[Group], made: Sequence[Decision]) -> list[Group]:
    """The groups after all decisions, in the order they were made."""
    for decision in made:
        here = _holding(groups, decision.alias_key)
        if here is None:
            continue
        if decision.action == "split":
            here.reasons.pop(decision.alias_key)
            groups.append(Group({decision.alias_key: f"split off (decision {decision.id})"}))
        elif (there := _holding(groups, decision.other_key or "")) is not None:
            _merge(groups, here, there, decision)
    return [group for group in groups if group.reasons]


def _holding(groups: list[Group], key: str) -> Group | None:
    return next((group for group in groups if key in group.reasons), None)


def _merge(groups: list[Group], here: Group, there: Group, decision: Decision) -> None:
    if here is there:
        return
    here.reasons |= there.reasons
    here.reasons[decision.other_key or ""] = f"merged (decision {decision.id})"
    groups.remove(there)
