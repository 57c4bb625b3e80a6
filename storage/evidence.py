"""A fact with all that is needed to check it: its sentence, rule, article, run, other citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storage.entities import claims, products, ratings
from storage.facts import LINKS, place_mentions, product_mentions, star_counts
from storage.tables import articles, runs

KINDS = ("product", "mention", "claim", "count", "place")
"""`product:7` and `claim:7` are what is known across articles, the others what one article says."""

_AROUND = 90  # characters shown to each side of stars that stand in another sentence

_TABLES = {"mention": product_mentions, "count": star_counts, "place": place_mentions}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement of one article."""

    fact: str
    """How `ocop explain` calls it: `mention:12`."""
    says: str
    sentence: str
    start: int
    """`sentence[start:end]` is the fact's own words."""
    end: int
    stars_words: str | None
    """Of a product whose stars stand in another sentence: what stands there, `…` at cuts."""
    rule: str
    confidence: float | None
    links: tuple[tuple[str, str, float | None], ...]
    """Of a product: what is linked to it (`rating`), by which way, and how sure that is."""
    title: str
    source: str
    published_on: str | None
    url: str
    article_id: int
    span_start: int
    """In the article's text."""
    extractor_version: str
    run: str | None
    """`collect of 2026-01-01T00:00:00+00:00, run 3`, where it is known."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known, and every statement it rests on, oldest first."""

    heading: str
    history: tuple[str, ...]
    """A line per rating of a product."""
    evidence: tuple[Evidence, ...]


def explain(connection: Connection, fact: str) -> Explanation | None:
    """`mention:12`, `product:7`, …; None where there is no such fact. Raises ValueError for what
    is no fact's name."""
    kind, _, number = fact.partition(":")
    if kind not in KINDS or not number.isdigit():
        raise ValueError(f"{fact!r} is none of " + ", ".join(f"{kind}:NUMBER" for kind in KINDS))
    key = int(number)
    if kind == "product":
        return _product(connection, key)
    if kind == "claim":
        return _claim(connection, key)
    return _single(connection, kind, key)


def _single(connection: Connection, kind: str, key: int) -> Explanation | None:
    """The statement first, then the others of the same product or claim."""
    found = _statements(connection, kind, _TABLES[kind].c.id == key)
    if not found:
        return None
    others = [e for e in _same(connection, kind, key) if e.fact != found[0].fact]
    return Explanation(found[0].says, (), (found[0], *others))


def _same(connection: Connection, kind: str, key: int) -> Sequence[Evidence]:
    if kind == "mention":
        c = product_mentions.c
        product = connection.scalar(select(c.product_id).where(c.id == key))
        return _statements(connection, kind, c.product_id == product) if product else ()
    if kind == "count":
        claim = connection.scalar(select(star_counts.c.claim_id).where(star_counts.c.id == key))
        return _statements(connection, kind, star_counts.c.claim_id == claim) if claim else ()
    return ()


def _product(connection: Connection, key: int) -> Explanation | None:
    name = connection.scalar(select(products.c.name).where(products.c.id == key))
    if name is None:
        return None
    rows = connection.execute(
        select(ratings).where(ratings.c.product_id == key).order_by(ratings.c.position)
    )
    return Explanation(
        name,
        tuple(_rating(row) for row in rows),
        _statements(connection, "mention", product_mentions.c.product_id == key),
    )


def _rating(row: Any) -> str:
    day = f"{row.rated_on} ({row.rated_on_is})" if row.rated_on else "day not known"
    until = f", valid until {row.valid_until} (computed)" if row.valid_until else ""
    stars = f" {row.stars} sao" if row.stars else ""
    told = f"{row.articles} article{'' if row.articles == 1 else 's'}"
    return f"{row.event}{stars}: {day}{until}, told by {told}"


def _claim(connection: Connection, key: int) -> Explanation | None:
    row = connection.execute(select(claims).where(claims.c.id == key)).one_or_none()
    if row is None:
        return None
    found = _statements(connection, "count", star_counts.c.claim_id == key)
    return Explanation(_count_says(row), (), found)


def _statements(connection: Connection, kind: str, condition: Any) -> tuple[Evidence, ...]:
    table = _TABLES[kind]
    a = articles.c
    query = (
        select(
            table, a.title, a.source, a.url, a.text, a.extractor_version, a.run_id,
            runs.c.command, runs.c.started_at,
        )
        .join(articles, a.id == table.c.article_id)
        .outerjoin(runs, runs.c.id == a.run_id)
        .where(condition)
        .order_by(table.c.published_on, table.c.id)
    )  # fmt: skip
    return tuple(_evidence(kind, row) for row in connection.execute(query))


def _evidence(kind: str, row: Any) -> Evidence:
    start = row.sentence_start
    return Evidence(
        fact=f"{kind}:{row.id}",
        says=_SAYS[kind](row),
        sentence=row.text[start : row.sentence_end],
        start=row.span_start - start,
        end=row.span_end - start,
        stars_words=_stars_elsewhere(row) if kind == "mention" else None,
        rule=row.rule,
        confidence=row.confidence,
        links=_links(row._mapping) if kind == "mention" else (),
        title=row.title,
        source=row.source,
        published_on=row.published_on.isoformat() if row.published_on else None,
        url=row.url,
        article_id=row.article_id,
        span_start=row.span_start,
        extractor_version=row.extractor_version,
        run=_run(row),
    )


def _stars_elsewhere(row: Any) -> str | None:
    start, end = row.rating_start, row.rating_end
    if start is None or row.sentence_start <= start < row.sentence_end:
        return None
    before, after = row.text[:start].rpartition("\n")[2], row.text[end:].partition("\n")[0]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return f"{before}[{row.text[start:end]}]{after}"


def _links(row: Mapping[str, Any]) -> tuple[tuple[str, str, float | None], ...]:
    links = ((name, row[f"{name}_rule"], row[f"{name}_confidence"]) for name in LINKS)
    return tuple(link for link in links if link[1])


def _run(row: Any) -> str | None:
    if row.run_id is None:
        return None
    return f"{row.command} of {row.started_at.isoformat()}, run {row.run_id}"


def _product_says(row: Any) -> str:
    stars = f"{row.stars} sao, " if row.stars else ""
    parts = [row.full_name or row.name, f"{stars}{row.status}", row.producer, row.place]
    return "; ".join(part for part in parts if part)


def _count_says(row: Any) -> str:
    stars = f"{row.stars} sao{' trở lên' if row.at_least else ''}" if row.stars else "in all"
    number = f"{row.qualifier or ''} {row.count}".strip()
    parts = [row.place or "place not said", f"{number} products, {stars}", row.status, row.scope]
    return "; ".join(part for part in parts if part)


def _place_says(row: Any) -> str:
    return f"{row.name}: {row.place_id or 'not certain'} ({row.reason or 'no reason given'})"


_SAYS = {"mention": _product_says, "count": _count_says, "place": _place_says}
