"""The facts of one article as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select

from extractors.labels import sentence_of
from extractors.linking.decision_dates import decided
from extractors.models import Facts, Level, Mention, PlaceMention, Product, StarCount, Tie
from extractors.reading import Reading
from storage.claim_keys import claim_key
from storage.contradictions import forget_article_contradictions, save_article_contradictions
from storage.entities import unsettled
from storage.facts import place_mentions, product_mentions, product_places, star_counts
from storage.many_rows import insert_numbered, insert_rows, update_rows
from storage.places import columns_of, id_of

Values = dict[str, Any]


def insert_facts(
    connection: Connection,
    article_id: int,
    published_on: date | None,
    reading: Reading,
    facts: Facts,
) -> None:
    """Store the facts of an article that has none yet."""
    source = reading.article.source
    article = {"article_id": article_id, "published_on": published_on, "source": source}
    products = [{**article, **_product_row(reading, p, published_on)} for p in facts.products]
    counts = [{**article, **_count_row(reading, c)} for c in facts.star_counts]
    ids = insert_numbered(connection, {product_mentions: products, star_counts: counts})
    numbered = zip(ids[product_mentions], facts.products, strict=True)
    rest = {
        product_places: [row for i, product in numbered for row in _places_of(i, product)],
        place_mentions: [{**article, **_place_row(reading, p)} for p in facts.place_mentions],
    }
    insert_rows(connection, rest)
    _link_counts(connection, article, facts, ids[star_counts])


def delete_facts(connection: Connection, article_id: int) -> None:
    """Remove the facts of an article; what they were part of is looked at again by `settle`."""
    for kind, column in (
        ("alias", product_mentions.c.alias_id),
        ("claim", star_counts.c.claim_key),
    ):
        gone = (
            select(literal(kind), column)
            .distinct()
            .where(column.table.c.article_id == article_id, column.is_not(None))
        )
        connection.execute(insert(unsettled).from_select(("kind", "key"), gone))
    forget_article_contradictions(connection, article_id)
    for table in (product_mentions, star_counts, place_mentions):
        connection.execute(delete(table).where(table.c.article_id == article_id))


def _link_counts(
    connection: Connection, article: Values, facts: Facts, numbers: Sequence[int]
) -> None:
    """The counts of these numbers to their totals, and what contradicts itself."""
    ids: dict[tuple[int, int], int] = {}
    for number, count in zip(numbers, facts.star_counts, strict=True):
        ids.setdefault((count.start, count.end), number)
    parts = [
        {"id": number, "part_of_id": ids[count.part_of]}
        for number, count in zip(numbers, facts.star_counts, strict=True)
        if count.part_of in ids
    ]
    update_rows(connection, star_counts, parts)
    save_article_contradictions(connection, article, facts.contradictions, ids)


def _fact_row(reading: Reading, mention: Mention) -> Values:
    first = reading.sentence_at(mention.start)
    last = reading.sentence_at(max(mention.start, mention.end - 1))
    return {
        "span_start": mention.start,
        "span_end": mention.end,
        "surface": mention.surface,
        "sentence_start": first.start if first else mention.start,
        "sentence_end": last.end if last else mention.end,
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _product_row(reading: Reading, product: Product, published_on: date | None) -> Values:
    provinces = [p.name for p in product.places if p.level is Level.PROVINCE]
    nearest = product.places[0] if product.places else None
    return {
        "name": product.mention.name,
        "full_name": product.mention.full_name,
        "stars": product.stars,
        "status": product.status.value,
        "producer": product.producer.name if product.producer else None,
        "place": nearest.name if nearest else None,
        "province": provinces[0] if provinces else None,
        "product_group": product.group,
        **_whereabouts(product.places),
        **_decision(reading, product, published_on),
        "rating_start": product.rating.start if product.rating else None,
        "rating_end": product.rating.end if product.rating else None,
        "producer_start": product.producer.start if product.producer else None,
        "producer_end": product.producer.end if product.producer else None,
        **_link("rating", product.rating_tie),
        **_link("producer", product.producer_tie),
        **_link("place", product.place_tie),
        **_fact_row(reading, product.mention),
    }


def _link(name: str, tie: Tie | None) -> Values:
    return {
        f"{name}_rule": tie.rule if tie else None,
        f"{name}_confidence": tie.confidence if tie else None,
    }


def _decision(reading: Reading, product: Product, published_on: date | None) -> Values:
    """The date of the rating, of the sentence that gives the stars."""
    found = None
    if product.rating is not None:
        found = decided(sentence_of(reading, product.rating), published_on)
    return {
        "decided_on": found.on if found else None,
        "decided_has_day": found.has_day if found else None,
    }


def _whereabouts(places: tuple[PlaceMention, ...]) -> Values:
    """The most specific unit that is certain, and the province if any of them tells it."""
    columns = [columns_of(place) for place in places]
    return {
        name: next((c[name] for c in columns if c[name]), None)
        for name in ("place_id", "province_id")
    }


def _places_of(product_mention_id: int, product: Product) -> list[Values]:
    return [
        {
            "product_mention_id": product_mention_id,
            "rank": rank,
            "name": place.name,
            "level": place.level.value,
            "place_id": columns_of(place)["place_id"],
            "span_start": place.start,
            "span_end": place.end,
        }
        for rank, place in enumerate(product.places)
    ]


def _count_row(reading: Reading, count: StarCount) -> Values:
    sentence = _fact_row(reading, count)
    said = reading.article.text[sentence["sentence_start"] : sentence["sentence_end"]]
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
        **columns_of(count.place),
        "claim_key": claim_key(count, said),
        **sentence,
    }


def _place_row(reading: Reading, place: PlaceMention) -> Values:
    return {
        "name": place.name,
        "level": place.level.value,
        **columns_of(place),
        "candidates": " ".join(str(id_of(unit)) for unit in place.candidates) or None,
        "reason": place.reason or None,
        **_fact_row(reading, place),
    }
