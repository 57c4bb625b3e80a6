"""What speaks for and against a unit as a product's home, as named traits for `choice.py`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.linking.chains import Chain, holds, plain
from extractors.linking.rows import Draft, Row
from extractors.linking.subject import head_of
from extractors.models import RANK, Level, PlaceMention, ProducerMention
from extractors.reading import Reading
from extractors.vi.text import key

NEAR = 25
"""Characters between a maker and the unit that tells where it is."""
BESIDE = 2
"""Sentences between a product and a unit up to which their order is looked at."""
SUPPOSED = frozenset(["subject", "opening", "heading", ""])
"""What `Draft.placed` says of a home that the rules only suppose."""
# "Phòng Kinh tế huyện Lắk", "Chủ tịch UBND xã Nga Sơn": the unit stands for its office.
_OFFICE = re.compile(
    r"\b(?:ubnd|ủy ban nhân dân|chủ tịch|bí thư"
    r"|(?:phòng|hội đồng|sở|hội|cục|chi cục|trung tâm|đài|ban|văn phòng)\b[^,;.()]{0,40})\s*$",
    re.IGNORECASE,
)
_BEFORE_UNIT = 60
"""Characters before a unit in which its office may stand."""


class Meeting(NamedTuple):
    """Where a product and a unit are named nearest to each other."""

    rows: int
    """Sentences from one to the other: 0 in one sentence."""
    gap: int
    product: int
    unit: int
    """Where each begins."""
    is_office: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that the article names."""

    first: PlaceMention
    bare: str
    """Its name without type, as `key` gives it, between spaces."""
    told: str
    """What its mentions tell of, together."""
    mentions: Sequence[tuple[int, int, bool]]
    """Of each mention: in which sentence, where it begins, whether it stands for an office."""
    level: str
    """As traits end: ".commune"."""
    traits: Sequence[str]
    """What holds of it whichever the product."""


@dataclass(frozen=True, slots=True)
class View:
    """What of the article bears on all its products."""

    units: Mapping[str, Unit]
    starts: Sequence[int]
    """Where its sentences begin."""
    named: Sequence[tuple[int, str]]
    """Where products are named, and which."""
    crowd: int
    """How many products have no home that the text ties to them, up to 4."""

    @classmethod
    def of(
        cls,
        reading: Reading,
        rows: Sequence[Row],
        products: Sequence[Sequence[Draft]],
        places: Sequence[PlaceMention],
    ) -> View:
        """The view of an article that the rules have read: its sentences, the drafts of each
        product and all its places."""
        starts = [row.start for row in rows]
        told = _told(rows)
        named: dict[str, list[PlaceMention]] = {}
        for place in places:
            if place.level is not Level.COUNTRY:
                named.setdefault(place.name, []).append(place)
        of_article = _of_article(reading, rows, products, named)
        return cls(
            units={
                name: _unit(reading, mentions, starts, told, of_article[name])
                for name, mentions in named.items()
            },
            starts=starts,
            named=sorted((d.mention.start, d.identity) for drafts in products for d in drafts),
            crowd=min(sum(map(is_supposed, products)), 4),
        )


def is_supposed(drafts: Sequence[Draft]) -> bool:
    """Whether no mention of a product is tied to a place on the spot."""
    return all(draft.placed in SUPPOSED for draft in drafts)


def _unit(
    reading: Reading,
    mentions: Sequence[PlaceMention],
    starts: Sequence[int],
    told: Mapping[int, str],
    traits: Sequence[str],
) -> Unit:
    """All mentions of one unit together; `starts` are those of the sentences."""
    first = mentions[0]
    return Unit(
        first=first,
        bare=f" {key(plain(first.name))} ",
        told="+".join(sorted({told.get(m.start, "-") for m in mentions})),
        mentions=[
            (bisect_right(starts, m.start), m.start, _is_office(reading, m)) for m in mentions
        ],
        level=f".{first.level.value}",
        traits=traits,
    )


def _is_office(reading: Reading, place: PlaceMention) -> bool:
    """Whether the unit stands for its office here: "Chủ tịch UBND xã Nga Sơn"."""
    start = max(0, place.start - _BEFORE_UNIT)
    return bool(_OFFICE.search(reading.article.text[start : place.start]))


def _told(rows: Sequence[Row]) -> dict[int, str]:
    """What mentions of units tell of: a maker or product they stand behind, or a roll of units."""
    told: dict[int, str] = {}
    for row in rows:
        for i, mark in enumerate(row.marks if row.places else ()):
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


def _of_article(
    reading: Reading,
    rows: Sequence[Row],
    products: Sequence[Sequence[Draft]],
    named: Mapping[str, Sequence[PlaceMention]],
) -> dict[str, list[str]]:
    """What holds of each unit whichever the product."""
    title, head = len(reading.article.title), head_of(reading)
    levels = Counter(mentions[0].level for mentions in named.values())
    makers = {key(m.name) for row in rows for m in row.makers}
    crowd = [drafts[0] for drafts in products if is_supposed(drafts)]
    theirs = {key(draft.producer.name) for draft in crowd if draft.producer}
    homes = [drafts[0].places for drafts in products if not is_supposed(drafts)]
    found = {}
    for name, mentions in named.items():
        rivals = min(levels[mentions[0].level], 4)
        traits = [
            "bias",
            f"rivals={rivals}",
            f"rivals={rivals}.makers={min(len(makers), 2)}",
            f"times={min(len(mentions), 4)}",
            f"title={any(m.end <= title for m in mentions)}",
            f"head={any(m.start < head for m in mentions)}",
            f"products={min(len(products), 5)}",
            f"crowd={min(len(crowd), 4)}.makers={min(len(theirs), 3)}",
            *_of_homes(name, homes),
        ]
        level = f".{mentions[0].level.value}"
        found[name] = [trait + level for trait in traits]
    return found


def _of_homes(name: str, homes: Sequence[Chain]) -> list[str]:
    """How many of the products that the text ties to a place are from this unit."""
    share = sum(any(place.name == name for place in chain) for chain in homes)
    amount = "all" if share == len(homes) else "some" if share else "none"
    return [f"homes={amount}"] if homes else []


def of_product(view: View, drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """What holds of a product and each unit together, by the unit's name."""
    draft = drafts[0]
    at = [(bisect_right(view.starts, d.start), d.start) for d in drafts]
    said = f" {key(draft.mention.name)} "
    found = {}
    for name, unit in view.units.items():
        relation = _relation(draft, unit.first)
        near = min([at[0][0] - row for row, _, _ in unit.mentions if row <= at[0][0]], default=-1)
        step = "after" if near < 0 else str(near) if near < 3 else "far"
        traits = [
            f"relation={relation}",
            f"relation={relation}.{draft.placed}",
            f"supposed={relation == 'same'}.crowd={view.crowd}",
            f"near={step}",
            f"told={unit.told}",
            f"told={unit.told}.maker={draft.producer is not None}",
            f"near={step}.told={unit.told}",
            *_of_meeting(view, draft.identity, _meeting(at, unit), relation),
        ]
        if unit.bare in said:
            traits.append("named")
        found[name] = [trait + unit.level for trait in traits]
    return found


def _relation(draft: Draft, place: PlaceMention) -> str:
    """How the unit stands to the home that the rules suppose."""
    if not draft.places:
        return "none"
    supposed = draft.places[0]
    if place.name == supposed.name:
        return "same"
    if any(place.name == p.name for p in draft.places):
        return "above it"
    if RANK[place.level] < RANK[supposed.level]:
        return "inside it" if holds(supposed, place) else "inside another"
    return "beside it" if place.level is supposed.level else "above another"


def _meeting(at: Sequence[tuple[int, int]], unit: Unit) -> Meeting:
    """The nearest of a product's mentions (`at`: sentence and start) and the unit's."""
    nearest = min(
        [
            (abs(row - other), abs(product - start), product, start, is_office)
            for row, product in at
            for other, start, is_office in unit.mentions
        ]
    )
    return Meeting(*nearest)


def _of_meeting(view: View, product: str, meeting: Meeting, relation: str) -> list[str]:
    """How a product and a unit stand to each other where they are named nearest."""
    traits = []
    if meeting.rows <= BESIDE:
        side = "before" if meeting.unit < meeting.product else "after"
        others = _others(view, meeting, product)
        traits.append(f"beside={side}.{meeting.rows}.{others}.supposed={relation == 'same'}")
    if meeting.is_office:
        traits += ["office", f"office.near={meeting.rows < BESIDE}"]
    return traits


def _others(view: View, meeting: Meeting, product: str) -> str:
    """Whether none, one or more other products are named between the two."""
    first, last = sorted((meeting.product, meeting.unit))
    start, end = (bisect_left(view.named, (at, "")) for at in (first, last))
    others = {name for _, name in view.named[start:end] if name != product}
    return "none" if not others else "one" if len(others) == 1 else "more"
