"""Which place an article names is a product's home, where no rule ties one to it.

Behind its name, in its table or list the text says where a product is from; there the rules of
`homes.py` stand (97 of 100 were right on unseen articles). Elsewhere they suppose what opens the
sentence or what the article is about, and 60 to 85 of 100 were right. There a logistic model
(`data/homes.json`, learnt from labelled articles) weighs every unit the article names.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.linking.chains import ORDER, extended, holds, ordered
from extractors.linking.rows import Draft, Row
from extractors.linking.subject import head_of
from extractors.models import Level, PlaceMention, ProducerMention
from extractors.reading import Reading
from extractors.vi.text import key

WEIGHTS = "data/homes.json"
NEAR = 25
"""Characters between a maker and the unit that tells where it is."""
SUPPOSED = frozenset(["subject", "opening", "heading", ""])
"""What `Draft.placed` says of a home that the rules only suppose."""


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
    for drafts, candidates in traits(reading, rows, products, places):
        score = {unit: sum(learnt.get(t, 0.0) for t in row) for unit, row in candidates.items()}
        best = max(score, key=lambda unit: score[unit])
        if not drafts[0].places or drafts[0].places[0].name != best:
            _settle(drafts, [p for p in places if p.name == best], places)


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
    """Each product without a sure home, with the named traits of every unit it may be from."""
    supposed = [drafts for drafts in products if all(d.placed in SUPPOSED for d in drafts)]
    view = _View.of(reading, rows, len(products), places) if supposed else None
    if view and view.units:
        of_units = {unit: _of_unit(view, mentions) for unit, mentions in view.units.items()}
        for drafts in supposed:
            yield (
                drafts,
                {
                    unit: [
                        "bias",
                        *_of_relation(drafts[0], mentions[0]),
                        *_of_distance(view, drafts[0], mentions),
                        *of_units[unit],
                    ]
                    for unit, mentions in view.units.items()
                },
            )


@dataclass(frozen=True, slots=True)
class _View:
    """What of the article bears on all its products."""

    title: int
    """Where its title ends."""
    head: int
    """Where its opening ends."""
    products: int
    makers: int
    units: Mapping[str, Sequence[PlaceMention]]
    """All mentions of each unit, by its name."""
    levels: Counter[Level]
    """How many units of each level are named."""
    starts: Sequence[int]
    """Where its sentences begin."""
    told: Mapping[int, str]
    """What a mention of a unit tells of, by where it begins: `maker`, `product`, `roll`."""

    @classmethod
    def of(
        cls,
        reading: Reading,
        rows: Sequence[Row],
        products: int,
        places: Sequence[PlaceMention],
    ) -> _View:
        units: dict[str, list[PlaceMention]] = {}
        for place in places:
            if place.level is not Level.COUNTRY:
                units.setdefault(place.name, []).append(place)
        makers = {key(m.name) for r in rows for m in r.marks if isinstance(m, ProducerMention)}
        return cls(
            title=len(reading.article.title),
            head=head_of(reading),
            products=products,
            makers=len(makers),
            units=units,
            levels=Counter(mentions[0].level for mentions in units.values()),
            starts=[row.start for row in rows],
            told=_told(rows),
        )


def _told(rows: Sequence[Row]) -> dict[int, str]:
    """What mentions of units tell of: a maker or product they stand behind, or a roll of units."""
    told: dict[int, str] = {}
    for row in rows:
        for i, mark in enumerate(row.marks):
            if isinstance(mark, PlaceMention):
                before, behind = row.marks[i - 1] if i else None, row.before(i)
                if isinstance(before, ProducerMention) and len(behind) < NEAR:
                    told[mark.start] = "maker"
                elif isinstance(before, Draft) and len(behind) < NEAR:
                    told[mark.start] = "product"
                elif isinstance(before, PlaceMention) and before.level is mark.level:
                    told[mark.start] = told[before.start] = "roll"
                elif isinstance(before, PlaceMention) and before.start in told:
                    told[mark.start] = told[before.start]
    return told


def _of_distance(view: _View, draft: Draft, mentions: Sequence[PlaceMention]) -> list[str]:
    """How near the unit is named, and what those mentions tell of."""
    level = mentions[0].level.value
    here = bisect_right(view.starts, draft.mention.start)
    rows = [bisect_right(view.starts, m.start) for m in mentions]
    near = min((here - row for row in rows if row <= here), default=-1)
    step = "after" if near < 0 else str(near) if near < 3 else "far"
    told = "+".join(sorted({view.told.get(m.start, "-") for m in mentions}))
    return [
        f"near={step}.{level}",
        f"told={told}.{level}",
        f"told={told}.maker={draft.producer is not None}.{level}",
        f"near={step}.told={told}.{level}",
    ]


def _of_relation(draft: Draft, place: PlaceMention) -> list[str]:
    relation, level = _relation(draft, place), place.level.value
    return [f"relation={relation}.{level}", f"relation={relation}.{draft.placed}.{level}"]


def _of_unit(view: _View, mentions: Sequence[PlaceMention]) -> list[str]:
    """What holds of a unit whichever the product."""
    level = mentions[0].level
    rivals = min(view.levels[level], 4)
    named = [
        f"rivals={rivals}",
        f"rivals={rivals}.makers={min(view.makers, 2)}",
        f"times={min(len(mentions), 4)}",
        f"title={any(m.end <= view.title for m in mentions)}",
        f"head={any(m.start < view.head for m in mentions)}",
        f"products={min(view.products, 5)}",
    ]
    return [f"{trait}.{level.value}" for trait in named]


def _relation(draft: Draft, place: PlaceMention) -> str:
    """How the unit stands to the home that the rules suppose."""
    if not draft.places:
        return "none"
    supposed = draft.places[0]
    if place.name == supposed.name:
        return "same"
    if any(place.name == p.name for p in draft.places):
        return "above it"
    if ORDER[place.level] < ORDER[supposed.level]:
        return "inside it" if holds(supposed, place) else "inside another"
    return "beside it" if place.level is supposed.level else "above another"
