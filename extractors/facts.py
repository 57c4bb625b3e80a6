"""An article → its facts: find first, then link, then judge each product's standing."""

from __future__ import annotations

from extractors import counts, places, producers, products, stars
from extractors.link import link
from extractors.models import Facts, PlaceMention, PlaceUnit, ProducerMention, StarMention
from extractors.placing.codes import resolve
from extractors.reading import Reading
from extractors.standing import judge


def extract(reading: Reading, province: str | None = None) -> Facts:
    """Everything a read article says of OCOP products, star counts and places. Pure.

    `province` is the paper's own, typed (`tỉnh Sơn La`): it helps to tell namesakes apart.
    """
    makers, found_places, ratings = roles(reading, province)
    named = products.find(reading, [*makers, *found_places, *ratings])
    linked = link(reading, named, makers, ratings, found_places)
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


def first_of_each(mentions: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """The first mention of each distinct unit."""
    seen: dict[tuple[str, PlaceUnit | None], PlaceMention] = {}
    for mention in mentions:
        seen.setdefault((mention.name.casefold(), mention.unit), mention)
    return tuple(seen.values())
