"""An article → its facts: find first, then link, then judge each product's standing."""

from __future__ import annotations

from collections.abc import Sequence

from extractors import counts, places, producers, products, stars, tables
from extractors.link import link
from extractors.models import (
    Facts,
    PlaceMention,
    PlaceUnit,
    ProducerMention,
    ProductMention,
    StarMention,
)
from extractors.placing.codes import resolve
from extractors.reading import Reading
from extractors.standing import judge
from extractors.tables import TableRow


def extract(reading: Reading, province: str | None = None) -> Facts:
    """Everything a read article says of OCOP products, star counts and places. Pure.

    `province` is the paper's own, typed (`tỉnh Sơn La`): it helps to tell namesakes apart.
    """
    makers, found_places, ratings = roles(reading, province)
    listed = tables.find(reading, found_places)
    named = joined(reading, products.find(reading, [*makers, *found_places, *ratings]), listed)
    linked = link(reading, named, makers, ratings, found_places, listed=listed)
    star_counts = counts.find(reading, found_places, ratings)
    return Facts(
        products=judge(reading, linked),
        star_counts=star_counts,
        contradictions=counts.contradictions(star_counts),
        locations=first_of_each(found_places),
        place_mentions=found_places,
    )


def roles(
    reading: Reading, province: str | None = None
) -> tuple[tuple[ProducerMention, ...], tuple[PlaceMention, ...], tuple[StarMention, ...]]:
    """Producers, places and ratings: what stands around products and helps to find them."""
    makers = producers.find(reading)
    found_places = resolve(reading, places.find(reading, makers), province)
    return makers, found_places, stars.find(reading)


def joined(
    reading: Reading, found: Sequence[ProductMention], listed: Sequence[TableRow]
) -> list[ProductMention]:
    """Products of running text and of tables: where a table names its column, that decides."""
    blocks = tables.covers(listed, reading)
    outside = [p for p in found if not any(b.start <= p.start < b.end for b in blocks)]
    return sorted([*outside, *(row.product for row in listed)], key=lambda p: p.start)


def first_of_each(mentions: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """The first mention of each distinct unit."""
    seen: dict[tuple[str, PlaceUnit | None], PlaceMention] = {}
    for mention in mentions:
        seen.setdefault((mention.name.casefold(), mention.unit), mention)
    return tuple(seen.values())
