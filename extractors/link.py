"""Mentions → products: each with its rating, producer, places, group and standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.linking import choice, echoes, homes, makers, ratings, withdrawn
from extractors.linking.identity import identify
from extractors.linking.ratings import held
from extractors.linking.rows import Draft, Row, rows
from extractors.models import (
    PlaceMention,
    ProducerMention,
    Product,
    ProductMention,
    StarMention,
    Status,
    Tie,
)
from extractors.naming.heads import group_of
from extractors.reading import Reading
from extractors.tables import TableRow
from extractors.vi.text import key


def link(
    reading: Reading,
    products: Sequence[ProductMention],
    producers: Sequence[ProducerMention],
    stars: Sequence[StarMention],
    places: Sequence[PlaceMention],
    *,
    listed: Sequence[TableRow] = (),
    learnt: Mapping[str, float] | None = None,
) -> tuple[Product, ...]:
    """One product per name and producer, in order of the text, at its first mention.

    "Tôm khô của hộ Ngọc Giàu …; Tôm khô của HTX Cái Bát" are two; a name that stands again
    without a producer adds what it knows to the one before. What the columns of a table say of a
    product (`listed`) goes before what stands around it. Other weights for the choice of homes
    than the shipped ones (`learnt`) are for training only.
    """
    if not products:
        return ()
    found, same = drafted(reading, products, producers, stars, places, listed=listed)
    choice.choose(reading, found, same, places, learnt)
    return tuple(_product(drafts, reading.article.text) for drafts in same)


def drafted(
    reading: Reading,
    products: Sequence[ProductMention],
    producers: Sequence[ProducerMention],
    stars: Sequence[StarMention],
    places: Sequence[PlaceMention],
    *,
    listed: Sequence[TableRow] = (),
) -> tuple[list[Row], list[list[Draft]]]:
    """The article's rows, and the drafts of each product together, as the rules link them."""
    drafts = [Draft(p) for p in products]
    found = rows(reading, drafts, [*producers, *stars, *places])
    identify(found)
    makers.link(found)
    said_again = echoes.find(reading, found)
    ratings.link(found)
    withdrawn.find(found)
    echoes.leave(found, said_again)
    _as_listed(drafts, listed)
    homes.link(reading, found, places)
    return found, _same([*drafts, *said_again])


def _as_listed(drafts: Sequence[Draft], listed: Sequence[TableRow]) -> None:
    """What a table's columns say goes before what stands around it."""
    by_start = {row.product.start: row for row in listed}
    for draft in drafts:
        row = by_start.get(draft.mention.start)
        if row is not None:
            if row.is_rated_here or row.rating:  # else the text around the table rates it
                draft.rating, draft.rated = row.rating, "table"
            if row.producer:
                draft.producer, draft.made = row.producer, "table"
            draft.places = row.places


def _same(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Drafts of one product together: the same name and no two producers."""
    groups: dict[tuple[str, str], list[Draft]] = {}
    by_name: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: d.mention.start):
        name = draft.identity
        maker = key(draft.producer.name) if draft.producer else ""
        group = groups.get((name, maker))
        if group is None and not maker:
            group = by_name.get(name)
        if group is None:
            group = groups.setdefault((name, maker), [])
        by_name.setdefault(name, group)
        group.append(draft)
    return sorted(groups.values(), key=lambda g: g[0].mention.start)


def _product(same: Sequence[Draft], text: str) -> Product:
    """The later rating wins, as a product that is rated anew holds the new one; a certificate of
    which the text says that it holds no longer gives the status."""
    first = _namesake(same)
    holding = next((d for d in reversed(same) if d.rating and held(d.rating)), None)
    rated = holding or next((d for d in same if d.rating), first)
    made = next((d for d in same if d.producer), first)
    placed = next((d for d in same if d.places), first)
    said = rated.rating
    return Product(
        mention=first.mention,
        stars=held(said) if said else None,
        rating=said,
        status=withdrawn.standing(same, said, text) or (said.status if said else Status.OCOP),
        producer=made.producer,
        places=placed.places,
        group=group_of(first.mention.full_name or first.mention.name),
        rating_tie=Tie(f"rating.{rated.rated}") if said else None,
        producer_tie=Tie(f"producer.{made.made}") if made.producer else None,
        place_tie=Tie(f"home.{placed.likely or placed.placed}") if placed.places else None,
    )


def _namesake(same: Sequence[Draft]) -> Draft:
    """The first mention under the name the product goes by."""
    return next((d for d in same if key(d.mention.name) == d.identity), same[0])
