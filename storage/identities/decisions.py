"""What people decide about which spellings are one. Kept by the spellings' own keys, so that it
holds after every re-reading; undone, things are again as the rules see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from storage.entities import identity_decisions
from storage.identities.clustering import Group
from storage.many_rows import insert_numbered


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


class New(NamedTuple):
    """A decision to be made, with the numbers of what a merge makes one."""

    action: str
    alias_key: str
    other_key: str | None = None
    alias_number: int | None = None
    other_number: int | None = None


def decide(
    connection: Connection, entity: str, new: Iterable[New], reason: str, at: datetime
) -> list[int]:
    """Write down decisions; returns their ids."""
    same = {"entity": entity, "reason": reason, "decided_at": at}
    rows = [{**same, **one._asdict()} for one in new]
    return list(insert_numbered(connection, {identity_decisions: rows})[identity_decisions])


class Undone(NamedTuple):
    """A decision that is out of force: what its spellings were before."""

    entity: str
    numbers: dict[str, int | None]
    """Key of a spelling -> product or producer, None where that was not written down."""


def undo(connection: Connection, decision: int, at: datetime) -> Undone | None:
    """Put a decision out of force; None where there is none."""
    c = identity_decisions.c
    columns = (c.entity, c.alias_key, c.alias_number, c.other_key, c.other_number)
    query = select(*columns).where(c.id == decision, c.undone_at.is_(None))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    connection.execute(update(identity_decisions).where(c.id == decision).values(undone_at=at))
    numbers = {row.alias_key: row.alias_number, row.other_key: row.other_number}
    return Undone(row.entity, {key: number for key, number in numbers.items() if key})


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
