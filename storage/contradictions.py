"""Where a text contradicts itself, papers each other, or ratings one another.

Nothing is repaired: both sides stay stored, and a row here points to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, select

from extractors.models import Contradiction, Status
from storage.claim_keys import names_a_year
from storage.entities import claims, contradictions
from storage.facts import star_counts
from storage.identities.rating_history import Said
from storage.many_rows import among, chunks, insert_rows
from storage.places import columns_of

Values = dict[str, Any]
Span = tuple[int, int]

_SAME_TIME = timedelta(days=30)
"""Two papers that give a place different totals within a month do not report growth."""


def save_article_contradictions(
    connection: Connection,
    article: Mapping[str, Any],
    found: Sequence[Contradiction],
    ids: Mapping[Span, int],
) -> None:
    """Totals against their parts, as the text of one article puts them: "28 sản phẩm, gồm 9 … 4
    sao và 18 … 3 sao". `article`: its `article_id` and `published_on`; `ids`: of the stored
    counts, by where they stand."""
    rows = [
        _row(
            "parts",
            f"article:{article['article_id']}",
            province_id=columns_of(one.total.place)["province_id"],
            place=one.total.place.name if one.total.place else None,
            said=one.total.count,
            against=sum({part.stars: part.count for part in reversed(one.parts)}.values()),
            fact_id=ids[one.total.start, one.total.end],
            other_fact_id=ids[one.parts[0].start, one.parts[0].end],
            noticed_on=article["published_on"],
        )
        for one in found
    ]
    insert_rows(connection, {contradictions: rows})


def forget_article_contradictions(connection: Connection, article_id: int) -> None:
    """Before the article's facts are stored anew."""
    subject = contradictions.c.subject
    connection.execute(delete(contradictions).where(subject == f"article:{article_id}"))


def settle_subjects(connection: Connection, subjects: Collection[str]) -> None:
    """Claims about one subject against each other."""
    c = claims.c
    for part in chunks(subjects):
        made: dict[str, list[Any]] = defaultdict(list)
        query = (
            select(claims, star_counts.c.source)
            .join(star_counts, star_counts.c.id == c.star_count_id)
            .where(among(connection, c.subject, part))
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
    near = after.first_seen - before.first_seen <= _SAME_TIME
    return near or names_a_year(before.as_of)


def _row(kind: str, subject: str, **values: Any) -> Values:
    nothing = dict.fromkeys(("place", "province_id", "product_id"))
    return {**nothing, "kind": kind, "subject": subject, **values}


def _replace(connection: Connection, subjects: Sequence[str], found: Sequence[Values]) -> None:
    about_these = among(connection, contradictions.c.subject, subjects)
    connection.execute(delete(contradictions).where(about_these))
    insert_rows(connection, {contradictions: found})
