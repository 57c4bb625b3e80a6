"""Facts in the JSON form that people label in and `ocop extract` prints.

A product, count or location is an object whose `start` and `end` count in the article's `text`;
`sentence` is the sentence around it and `rule` names what found it.
"""

from __future__ import annotations

from typing import Any

from extractors.models import (
    Article,
    Contradiction,
    Facts,
    Mention,
    PlaceMention,
    PlaceUnit,
    Product,
    StarCount,
    Tie,
)
from extractors.reading import Reading

Json = dict[str, Any]


def to_json(name: str, reading: Reading, facts: Facts) -> Json:
    """One article as a JSON object; `name` is what the caller read it from (a path)."""
    article = reading.article
    return {
        "source": name,
        "url": article.url or None,
        "title": article.title or None,
        "lead": article.lead or None,
        "published_at": article.published_at,
        "authors": list(article.authors),
        "products": [_product(reading, p) for p in facts.products],
        "star_counts": [_count(reading, c) for c in facts.star_counts],
        "contradictions": [_contradiction(c) for c in facts.contradictions],
        "locations": [_place(reading, p) for p in facts.locations],
        "text": article.text,
    }


def _span(reading: Reading, mention: Mention) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "sentence": sentence_of(reading, mention),
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def sentence_of(reading: Reading, mention: Mention) -> str:
    """The sentence (or sentences) that a mention stands in."""
    first = reading.sentence_at(mention.start)
    last = reading.sentence_at(max(mention.start, mention.end - 1))
    start = first.start if first else mention.start
    end = last.end if last else mention.end
    return reading.article.text[start:end]


def _product(reading: Reading, product: Product) -> Json:
    producer = product.producer
    return {
        "name": product.mention.name,
        "full_name": product.mention.full_name,
        "stars": product.stars,
        "status": product.status.value,
        "producer": producer.name if producer else None,
        "places": [_reference(p) for p in product.places],
        "group": product.group,
        **_span(reading, product.mention),
        "rating_span": _bare(product.rating),
        "producer_span": _bare(producer),
        "rating_tie": _tie(product.rating_tie),
        "producer_tie": _tie(product.producer_tie),
        "place_tie": _tie(product.place_tie),
    }


def _count(reading: Reading, count: StarCount) -> Json:
    return {
        "place": _reference(count.place) if count.place else None,
        "stars": count.stars,
        "at_least": count.at_least,
        "count": count.count,
        "status": count.status.value,
        "qualifier": count.qualifier,
        "scope": count.scope,
        "as_of": count.as_of,
        "part_of": _stretch(count.part_of),
        **_span(reading, count),
    }


def _contradiction(contradiction: Contradiction) -> Json:
    """A total and the parts that do not add up to it, by where they stand."""
    parts = contradiction.parts
    return {
        "total": {"count": contradiction.total.count, **(_bare(contradiction.total) or {})},
        "parts": [{"count": part.count, **(_bare(part) or {})} for part in parts],
        "sum": sum(part.count for part in parts),
    }


def _place(reading: Reading, place: PlaceMention) -> Json:
    return {**named_place(place), **_span(reading, place)}


def _reference(place: PlaceMention) -> Json:
    return {**named_place(place), **(_bare(place) or {})}


def named_place(place: PlaceMention) -> Json:
    """A place without where it stands: its name, its unit then and now."""
    return {
        "name": place.name,
        "level": place.level.value,
        "unit": _unit(place.unit),
        "candidates": [_unit(u) for u in place.candidates],
        "reason": place.reason,
        "province": _unit(place.province),
        "communes": [_unit(u) for u in place.communes],
    }


def _unit(unit: PlaceUnit | None) -> Json | None:
    if unit is None:
        return None
    since = unit.valid_from.isoformat() if unit.valid_from else None
    return {"code": unit.code, "valid_from": since, "name": unit.name}


def _bare(mention: Mention | None) -> Json | None:
    if mention is None:
        return None
    return {"start": mention.start, "end": mention.end, "surface": mention.surface}


def _tie(tie: Tie | None) -> Json | None:
    return {"rule": tie.rule, "confidence": tie.confidence} if tie else None


def _stretch(span: tuple[int, int] | None) -> Json | None:
    return {"start": span[0], "end": span[1]} if span else None


def article_fields(article: Article) -> Json:
    """What a fixture pins of the article itself, apart from its facts."""
    return {
        "title": article.title,
        "lead": article.lead,
        "published_at": article.published_at,
        "modified_at": article.modified.isoformat() if article.modified else None,
        "authors": list(article.authors),
        "tags": list(article.tags),
        "blocks": [[b.kind.value, article.text[b.start : b.end]] for b in article.blocks],
    }
