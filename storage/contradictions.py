"""Where a text contradicts itself, papers each other, or ratings one another.

Nothing is repaired: both sides stay stored, and a row here points to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from extractors.models import Status
from storage.aliases import chunks
from storage.entities import claims, contradictions
from storage.facts import star_counts
from storage.rating_history import Said
from storage.tables import articles

Values = dict[str, Any]

_SAME_TIME = timedelta(days=30)
"""Two papers that give a place different totals within a month do not report growth."""


def settle_articles(connection: Connection, ids: Iterable[int]) -> None:
    """Totals against their parts, in each of these articles: "28 sản phẩm, gồm 9 … và 18 …"."""
    for part in chunks(ids):
        said: dict[int, list[Any]] = defaultdict(list)
        query = select(star_counts).where(star_counts.c.article_id.in_(part))
        for row in connection.execute(query.order_by(star_counts.c.id)):
            said[row.article_id].append(row)
        found = [row for article in part for row in _parts(article, said[article])]
        _replace(connection, [f"article:{article}" for article in part], found)


def settle_subjects(connection: Connection, subjects: Iterable[str]) -> None:
    """Claims about one subject against each other."""
    c = claims.c
    for part in chunks(subjects):
        made: dict[str, list[Any]] = defaultdict(list)
        query = (
            select(claims, articles.c.source)
            .join(star_counts, star_counts.c.id == c.star_count_id)
            .join(articles, articles.c.id == star_counts.c.article_id)
            .where(c.subject.in_(part))
            .order_by(c.first_seen, c.id)
        )
        for row in connection.execute(query):
            made[row.subject].append(row)
        found = [row for subject in part for row in _papers(subject, made[subject])]
        _replace(connection, [f"claim:{subject}" for subject in part], found)


def save_dissents(
    connection: Connection, dissents: Mapping[int, Sequence[tuple[Said, Said]]]
) -> None:
    """Statements of a product's stars that contradict each other."""
    found = [
        _row(
            "stars",
            f"product:{product}",
            product_id=product,
            said=before.stars,
            against=one.stars,
            fact_id=before.mention_id,
            other_fact_id=one.mention_id,
            noticed_on=one.on,
        )
        for product, pairs in dissents.items()
        for before, one in pairs
    ]
    _replace(connection, [f"product:{product}" for product in dissents], found)


def _parts(article: int, statements: Sequence[Any]) -> Iterator[Values]:
    """A total is set against the sum of its parts per star where the parts are more than it, or
    where 3 stars, the rank that most products have, are among them: then none is left out."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in statements:
        if row.status == Status.ACHIEVED and not row.at_least:
            groups[row.place_id or row.place, row.scope].append(row)
    for rows in groups.values():
        totals = [row for row in rows if row.stars is None]
        parts = {row.stars: row for row in rows if row.stars is not None}
        if len(totals) != 1 or len(parts) < 2 or totals[0].qualifier:
            continue
        total, added = totals[0], sum(row.count for row in parts.values())
        if added > total.count or (added < total.count and 3 in parts):
            first = min(parts.values(), key=lambda row: row.span_start)
            yield _row(
                "parts",
                f"article:{article}",
                place=total.place,
                province_id=total.province_id,
                said=total.count,
                against=added,
                fact_id=total.id,
                other_fact_id=first.id,
                noticed_on=total.published_on,
            )


def _papers(subject: str, made: Sequence[Any]) -> Iterator[Values]:
    for before, after in pairwise(row for row in made if _is_exact_stock(row)):
        differ = before.count != after.count and before.source != after.source
        if differ and _at_one_time(before, after):
            yield _row(
                "papers",
                f"claim:{subject}",
                place=after.place,
                province_id=after.province_id,
                said=before.count,
                against=after.count,
                fact_id=before.star_count_id,
                other_fact_id=after.star_count_id,
                noticed_on=after.first_seen,
            )


def _is_exact_stock(claim: Any) -> bool:
    """`có 83 sản phẩm`; not `thêm 22`, `hơn 80`, a plan, or a batch without a place."""
    return (
        claim.status == Status.ACHIEVED
        and claim.scope != "flow"
        and claim.qualifier is None
        and claim.place is not None
    )


def _at_one_time(before: Any, after: Any) -> bool:
    days: list[date | None] = [before.first_seen, after.first_seen]
    if None in days:
        return False
    return bool(before.as_of) or after.first_seen - before.first_seen <= _SAME_TIME


def _row(kind: str, subject: str, **values: Any) -> Values:
    nothing = dict.fromkeys(("place", "province_id", "product_id"))
    return {**nothing, "kind": kind, "subject": subject, **values}


def _replace(connection: Connection, subjects: Sequence[str], found: Sequence[Values]) -> None:
    connection.execute(delete(contradictions).where(contradictions.c.subject.in_(subjects)))
    if found:
        connection.execute(insert(contradictions), list(found))
