"""What an article as a whole is about: the place that its products are from unless it says else."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.linking.chains import Chain, extended, holds
from extractors.linking.rows import Row
from extractors.models import RANK, Level, PlaceMention
from extractors.reading import Reading

ROLL = 3
"""Units of one level, one after the other, that make a roll."""
ROLL_GAP = 25
"""Characters between two units of a roll: "xã Tam Lập (2 sản phẩm); xã Tân Hiệp"."""


def subject(
    reading: Reading, rows: Sequence[Row], places: Sequence[PlaceMention], portrait: bool
) -> Chain:
    """The province an article is about, the district if it is about one, and the commune where its
    title or first lines name one alone, or in the portrait of one maker."""
    chain: Chain = ()
    places = _up_to_last(rows, places) if portrait else places
    province = _most_named(reading, places, Level.PROVINCE)
    single = _outside_rolls(places)
    district = _most_named(reading, single, Level.DISTRICT)
    commune = _most_named(reading, single, Level.COMMUNE)
    if commune and (portrait or _is_headed_by(reading, places, commune)):
        chain = (commune,)
    if district and (portrait or _is_about(reading, places, district, province)):
        chain = extended(chain, (district,))
    return extended(chain, (province,)) if province else chain


def _up_to_last(rows: Sequence[Row], places: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """Without the units below a province that an article without a maker first names after its
    last product: there it tells of something else."""
    if any(row.makers for row in rows):
        return places
    last = max((d.start for row in rows for d in row.drafts()), default=0)
    early = {p.name for p in places if p.start < last}
    return [p for p in places if p.level is Level.PROVINCE or p.name in early]


def _outside_rolls(places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The mentions that stand in no roll: "6 xã (Phú Túc, Thanh Sơn, Phú Ngọc …)" is about none
    of them."""
    rolls: set[int] = set()
    run: list[PlaceMention] = []
    for place in places:
        if run and not (run[-1].level is place.level and place.start - run[-1].end < ROLL_GAP):
            run = []
        run.append(place)
        if len(run) >= ROLL:
            rolls.update(p.start for p in run)
    return [p for p in places if p.start not in rolls]


def _most_named(
    reading: Reading, places: Sequence[PlaceMention], level: Level
) -> PlaceMention | None:
    """The unit of this level with most mentions, title and opening counting more."""
    head = head_of(reading)
    votes: dict[str, int] = {}
    first: dict[str, PlaceMention] = {}
    for place in [p for p in places if p.level is level]:
        votes[place.name] = votes.get(place.name, 0) + (4 if place.start < head else 2)
        first.setdefault(place.name, place)
    if not first:
        return None
    if level is Level.PROVINCE:
        for name, mention in first.items():
            votes[name] += sum(RANK[p.level] < RANK[level] and holds(mention, p) for p in places)
    best = max(votes.values())
    if level is Level.DISTRICT and list(votes.values()).count(best) >= ROLL:
        return None
    return next((first[name] for name in first if votes[name] == best), None)


def _is_headed_by(reading: Reading, places: Sequence[PlaceMention], commune: PlaceMention) -> bool:
    """ "Xã La Bằng: Lần đầu cấp xã chấm điểm": one commune in the title or the first two
    sentences, not in a bracket behind a maker, and no district before it."""
    text, head = reading.article.text, head_of(reading)
    early = [p for p in places if p.start < head and p.level is Level.COMMUNE]
    if {p.name for p in early} != {commune.name}:
        return False
    first = early[0].start
    bracketed = text[:first].rstrip().endswith("(")
    return not bracketed and not any(p.level is Level.DISTRICT and p.start < first for p in places)


def head_of(reading: Reading) -> int:
    """Where the opening of an article ends: its title and the sentence after it."""
    return reading.sentences[min(1, len(reading.sentences) - 1)].end if reading.sentences else 0


def _is_about(
    reading: Reading,
    places: Sequence[PlaceMention],
    district: PlaceMention,
    province: PlaceMention | None,
) -> bool:
    """Whether an opening names this district alone, or an article no other and no province."""
    head = head_of(reading)
    named = {p.name for p in places if p.level is Level.DISTRICT}
    early = {p.name for p in places if p.level is Level.DISTRICT and p.start < head}
    if early == {district.name}:
        return True
    return named == {district.name} and province is None
