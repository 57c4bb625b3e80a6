"""Statements of numbers → claims, each with all its citations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from storage.claim_keys import said_in_full
from storage.contradictions import settle_subjects
from storage.entities import claims
from storage.facts import star_counts
from storage.many_rows import among, chunks, insert_numbered, update_rows

Values = dict[str, Any]

# The same number said again: of a stock for a year it is the same claim, of a flow ("thêm 22") for
# the weeks in which papers print one press text; after that it is another batch of equal size.
_STOCK_HOLDS = timedelta(days=365)
_FLOW_IS_NEWS = timedelta(days=60)


def subject_of(key: str) -> str:
    """A claim's key without its number."""
    return key.rsplit("=", 1)[0]


def settle_claims(connection: Connection, keys: Collection[str]) -> None:
    """Write the claims of these keys anew; they keep their ids in order of time."""
    subjects = set()
    for part in chunks({*keys, *_say_in_full(connection, keys)}):
        _settle(connection, part)
        subjects |= {subject_of(key) for key in part}
    settle_subjects(connection, subjects)


def _say_in_full(connection: Connection, keys: Collection[str]) -> set[str]:
    """Give what an article says in brief, as in its headline, the key of what it says in full.

    Returns the keys given."""
    c, new = star_counts.c, star_counts.alias()
    given: dict[int, str] = {}
    for part in chunks(keys):
        read = select(new.c.article_id).where(
            new.c.claim_id.is_(None), among(connection, new.c.claim_key, part)
        )
        told: dict[int, list[Any]] = defaultdict(list)
        query = select(c.id, c.article_id, c.claim_key).where(c.article_id.in_(read))
        for row in connection.execute(query.order_by(c.id)):
            told[row.article_id].append(row)
        for rows in told.values():
            full = said_in_full({row.claim_key for row in rows})
            given |= {row.id: full[row.claim_key] for row in rows if row.claim_key in full}
    update_rows(connection, star_counts, [{"id": n, "claim_key": k} for n, k in given.items()])
    return set(given.values())


def _settle(connection: Connection, keys: Sequence[str]) -> None:
    said: dict[str, list[Any]] = {key: [] for key in keys}
    for row in connection.execute(
        _STATEMENTS.where(among(connection, star_counts.c.claim_key, keys))
    ):
        said[row.claim_key].append(row)
    ids: dict[str, list[int]] = defaultdict(list)
    known = select(claims.c.id, claims.c.key).order_by(claims.c.id)
    for row in connection.execute(known.where(among(connection, claims.c.key, keys))):
        ids[row.key].append(row.id)
    made = [(key, one) for key in keys for one in _same_claim(said[key])]
    numbers = _save(connection, made, ids)
    _link(connection, [one for _, one in made], numbers)
    over = [claim for rest in ids.values() for claim in rest]
    connection.execute(delete(claims).where(among(connection, claims.c.id, over)))


def _save(
    connection: Connection, made: Sequence[tuple[str, list[Any]]], ids: dict[str, list[int]]
) -> list[int]:
    """Write the claims under the ids of their keys, taken from the front of `ids`, or new ones."""
    numbers = [ids[key].pop(0) if ids[key] else None for key, _ in made]
    rows = [_row(key, statements) for key, statements in made]
    known = [{"id": n, **row} for n, row in zip(numbers, rows, strict=True) if n is not None]
    update_rows(connection, claims, known)
    new = [row for n, row in zip(numbers, rows, strict=True) if n is None]
    fresh = iter(insert_numbered(connection, {claims: new})[claims])
    return [n if n is not None else next(fresh) for n in numbers]


def _link(connection: Connection, made: Sequence[list[Any]], numbers: Sequence[int]) -> None:
    links = [
        {"id": row.id, "claim_id": claim}
        for statements, claim in zip(made, numbers, strict=True)
        for row in statements
        if row.claim_id != claim
    ]
    update_rows(connection, star_counts, links)


_STATEMENTS = select(star_counts).order_by(star_counts.c.published_on, star_counts.c.id)


def _same_claim(statements: Sequence[Any]) -> Iterator[list[Any]]:
    """Statements of one key, cut where nobody said it for too long."""
    ordered = sorted(statements, key=lambda row: (row.published_on or date.min, row.id))
    claim: list[Any] = []
    for row in ordered:
        if claim and not _follows(row, claim[-1]):
            yield claim
            claim = []
        claim.append(row)
    if claim:
        yield claim


def _follows(row: Any, before: Any) -> bool:
    if row.published_on is None or before.published_on is None:
        return True
    holds = _FLOW_IS_NEWS if row.scope == "flow" else _STOCK_HOLDS
    return bool(row.published_on - before.published_on <= holds)


def _fullest(statements: Sequence[Any]) -> Any:
    """Of the first article that says it: its text rather than its headline."""
    told = [row for row in statements if row.article_id == statements[0].article_id]
    return max(told, key=lambda row: bool(row.scope) + bool(row.as_of))


def _row(key: str, statements: Sequence[Any]) -> Values:
    first = _fullest(statements)
    days = [row.published_on for row in statements if row.published_on]
    same = ("place", "place_level", "place_id", "province_id", "stars", "at_least", "count",
            "status", "scope", "qualifier", "as_of")  # fmt: skip
    return {
        "key": key,
        "subject": subject_of(key),
        **{name: getattr(first, name) for name in same},
        "first_seen": min(days, default=None),
        "last_seen": max(days, default=None),
        "articles": len({row.article_id for row in statements}),
        "sources": len({row.source for row in statements}),
        "star_count_id": first.id,
    }
