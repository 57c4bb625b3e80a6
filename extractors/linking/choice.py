"""Which place an article names is a product's home, where no rule ties one to it.

Behind its name, in its table or list the text says where a product is from; there the rules of
`homes.py` stand. Elsewhere they suppose what opens the sentence or what the article is about, and
are wrong more often. There a logistic model (`data/homes.json`, learnt from labelled articles)
weighs every unit the article names.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from extractors.linking.chains import extended, ordered
from extractors.linking.home_traits import View, is_supposed, of_product
from extractors.linking.rows import Draft, Row
from extractors.models import PlaceMention
from extractors.reading import Reading

WEIGHTS = "data/homes.json"
# How likely the best unit is beside the others named, up to …
LIKELY = ((0.9, "doubtful"), (0.95, "supposed"), (0.98, "likely"), (1.0, "clear"))


@cache
def weights() -> Mapping[str, float]:
    """Weight of each trait; written by `python -m knowledge.train`."""
    text = files("extractors").joinpath(WEIGHTS).read_text("utf-8")
    return {name: float(weight) for name, weight in json.loads(text).items()}


def choose(
    reading: Reading,
    rows: Sequence[Row],
    products: Sequence[Sequence[Draft]],
    places: Sequence[PlaceMention],
    learnt: Mapping[str, float] | None = None,
) -> None:
    """Give each product (all its drafts together) whose home is only supposed the likeliest one.

    Other weights than the shipped ones (`learnt`) are for training only.
    """
    learnt = weights() if learnt is None else learnt
    supposed = [drafts for drafts in products if is_supposed(drafts)]
    view = View.of(reading, rows, products, places) if supposed else None
    if not view or not view.units:
        return
    alone = {name: _sum(unit.traits, learnt) for name, unit in view.units.items()}
    for drafts in supposed:
        together = of_product(view, drafts)
        score = {name: alone[name] + _sum(told, learnt) for name, told in together.items()}
        best = max(score, key=lambda name: score[name])
        likely = _likely(score.values())
        for draft in drafts:
            draft.likely = likely
        if not drafts[0].places or drafts[0].places[0].name != best:
            _settle(drafts, [p for p in places if p.name == best], places)


def _likely(scores: Iterable[float]) -> str:
    """How far the best of these units is ahead of the others, as a way that homes are found by."""
    best, *others = sorted(scores, reverse=True)
    chance = 1 / (1 + sum(math.exp(score - best) for score in others))
    return next(way for edge, way in LIKELY if chance <= edge)


def _sum(traits: Iterable[str], learnt: Mapping[str, float]) -> float:
    return sum([learnt.get(trait, 0.0) for trait in traits])


def _settle(
    drafts: Sequence[Draft], mentions: Sequence[PlaceMention], places: Sequence[PlaceMention]
) -> None:
    """The unit's last mention before the product (else its first), with the units above it."""
    before = [p for p in mentions if p.start < drafts[0].mention.start]
    home = (before or mentions[:1])[-1]
    near = sorted(places, key=lambda p: abs(p.start - home.start))
    for draft in drafts:
        draft.places = extended((home,), ordered([*draft.places, *near]))
        draft.placed = "chosen"


def traits(
    reading: Reading,
    rows: Sequence[Row],
    products: Sequence[Sequence[Draft]],
    places: Sequence[PlaceMention],
) -> Iterator[tuple[Sequence[Draft], Mapping[str, list[str]]]]:
    """To learn from: each product without a sure home, with the traits of every unit named."""
    view = View.of(reading, rows, products, places)
    for drafts in products:
        if view.units and is_supposed(drafts):
            together = of_product(view, drafts)
            yield (
                drafts,
                {name: [*told, *view.units[name].traits] for name, told in together.items()},
            )
