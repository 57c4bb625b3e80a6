"""One article and its facts into their rows, all or nothing; the same article twice is one."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from extractors import __version__
from extractors.labels import sentence_of, to_json
from extractors.models import (
    VIETNAM,
    Facts,
    Level,
    Mention,
    Outcome,
    PlaceMention,
    Product,
    StarCount,
)
from extractors.reading import Reading
from storage.tables import (
    articles,
    place_mentions,
    product_mentions,
    product_places,
    star_counts,
)

Row = dict[str, Any]


def save_article(
    connection: Connection, reading: Reading, facts: Facts, fetched_at: datetime
) -> Outcome:
    """Store an article under its URL with everything read out of it.

    Returns STORED for a new URL, UNCHANGED where text and facts are as stored (nothing is then
    written), UPDATED otherwise; an update replaces all facts of the article.
    """
    row = _article_row(reading, facts, fetched_at)
    known = connection.execute(
        select(articles.c.id, *(articles.c[name] for name in _COMPARED)).where(
            articles.c.url == row["url"]
        )
    ).one_or_none()
    if known is None:
        article_id = _new_id(connection, articles, row)
    elif all(getattr(known, name) == row[name] for name in _COMPARED):
        return Outcome.UNCHANGED
    else:
        article_id = known.id
        connection.execute(update(articles).where(articles.c.id == article_id).values(row))
        for table in (product_mentions, star_counts, place_mentions):
            connection.execute(delete(table).where(table.c.article_id == article_id))
    _insert_facts(connection, article_id, reading, facts)
    return Outcome.STORED if known is None else Outcome.UPDATED


_COMPARED = ("title", "lead", "text_sha256", "facts_sha256", "published_at", "published_on")


def _article_row(reading: Reading, facts: Facts, fetched_at: datetime) -> Row:
    article = reading.article
    published = article.published
    document = {**to_json("", reading, facts), "text": ""}
    return {
        "url": article.url,
        "source": article.source,
        "title": article.title,
        "lead": article.lead,
        "published_at": published.replace(microsecond=0)
        if published and article.published_has_time
        else None,
        "published_on": published.astimezone(VIETNAM).date() if published else None,
        "modified_at": article.modified,
        "authors": "; ".join(article.authors),
        "tags": "; ".join(article.tags),
        "text": article.text,
        "text_sha256": _sha256(article.text),
        "facts_sha256": _sha256(json.dumps(document, ensure_ascii=False, sort_keys=True)),
        "fetched_at": fetched_at,
        "extractor_version": __version__,
    }


def _insert_facts(connection: Connection, article_id: int, reading: Reading, facts: Facts) -> None:
    for product in facts.products:
        row = {"article_id": article_id, **_product_row(reading, product)}
        key = _new_id(connection, product_mentions, row)
        if product.places:
            connection.execute(insert(product_places), _product_place_rows(key, product))
    counts = [{"article_id": article_id, **_count_row(reading, c)} for c in facts.star_counts]
    if counts:
        connection.execute(insert(star_counts), counts)
    places = [{"article_id": article_id, **_place_row(reading, p)} for p in facts.place_mentions]
    if places:
        connection.execute(insert(place_mentions), places)


def _new_id(connection: Connection, table: Table, row: Row) -> int:
    return int(connection.scalars(insert(table).values(row).returning(table.c.id)).one())


def _fact_row(reading: Reading, mention: Mention) -> Row:
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "sentence": sentence_of(reading, mention),
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _product_row(reading: Reading, product: Product) -> Row:
    provinces = [p.name for p in product.places if p.level is Level.PROVINCE]
    return {
        "name": product.mention.name,
        "full_name": product.mention.full_name,
        "stars": product.stars,
        "status": product.status.value,
        "producer": product.producer.name if product.producer else None,
        "place": product.places[0].name if product.places else None,
        "province": provinces[0] if provinces else None,
        "product_group": product.group,
        **_fact_row(reading, product.mention),
    }


def _product_place_rows(key: int, product: Product) -> list[Row]:
    return [
        {
            "product_mention_id": key,
            "rank": rank,
            "name": place.name,
            "level": place.level.value,
            "start": place.start,
            "end": place.end,
        }
        for rank, place in enumerate(product.places)
    ]


def _count_row(reading: Reading, count: StarCount) -> Row:
    return {
        "place": count.place.name if count.place else None,
        "place_level": count.place.level.value if count.place else None,
        "stars": count.stars,
        "at_least": count.at_least,
        "count": count.count,
        "status": count.status.value,
        "qualifier": count.qualifier,
        "scope": count.scope,
        "as_of": count.as_of,
        **_fact_row(reading, count),
    }


def _place_row(reading: Reading, place: PlaceMention) -> Row:
    return {"name": place.name, "level": place.level.value, **_fact_row(reading, place)}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
