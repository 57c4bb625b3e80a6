"""How many OCOP products an area or a batch has: "Sơn La có 83 sản phẩm, 30 sản phẩm đạt 4 sao".

Counted is what the labelling guide counts: areas and batches, achieved or aimed at. Numbers of one
producer, of a product group, of a fair's shelves, of expired or revoked products and differences
("tăng 126 sản phẩm") are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import accumulate

from extractors.confidence import share, way_of
from extractors.counting.bare_units import unnoticed_units
from extractors.counting.gazette import Gazette
from extractors.counting.memory import Statement
from extractors.counting.standing import judged
from extractors.counting.statements import statements
from extractors.counting.tables import table_counts
from extractors.models import BlockKind, Contradiction, PlaceMention, StarCount, StarMention, Status
from extractors.reading import Reading
from extractors.stars import PROGRAMME
from extractors.stars import find as find_stars

_HEADS = {BlockKind.TITLE, BlockKind.HEADING}


def find(
    reading: Reading,
    places: Sequence[PlaceMention],
    stars: Sequence[StarMention] | None = None,
) -> tuple[StarCount, ...]:
    """Every statement of how many OCOP products an area or batch has, in order of the text.

    `places` are all place mentions of the article, `stars` its rating phrases where they are found
    already, else they are sought here. "29/31 sản phẩm" gives two counts, "A và B mỗi huyện 4 sản
    phẩm" one for each district.
    """
    text = reading.article.text
    if not PROGRAMME.search(text):
        return ()
    gazette = Gazette(reading, (*places, *unnoticed_units(reading, places)))
    said = _without_restated(
        text, statements(reading, gazette, find_stars(reading) if stars is None else stars)
    )
    entered = {s.count for s in said if s.status is Status.TARGET}
    found = [count for s in said for count in _star_counts(text, s, entered)]
    found.extend(table_counts(reading, gazette))
    found.sort(key=lambda count: count.start)
    return tuple(
        replace(count, place=_as_written(text, count.place), confidence=share(way_of(count)))
        for count in found
    )


def contradictions(counts: Sequence[StarCount]) -> tuple[Contradiction, ...]:
    """Totals of this article that are not the sum of their parts by stars; nothing is repaired.

    83 against 1 + 30 + 52 fits; 28 against 9 + 18 does not. A total may be more than parts that
    leave out the lowest rating, 3 stars ("trong đó 4 sản phẩm 5 sao"), or that is rounded ("hơn
    80"); parts aimed at ("1 sản phẩm tiềm năng 5 sao") may or may not be among the total. Parts
    that are the sum of another number said of the place are that one's: "thêm 13 sản phẩm, đưa
    tổng số lên 28. Trong số này có 10 … 3 sao, 3 … 4 sao".
    """
    totals: dict[tuple[int, int], StarCount] = {}
    for count in counts:
        if count.part_of is None and (count.stars is None or count.at_least):
            totals.setdefault((count.start, count.end), count)
    parts: dict[tuple[int, int], list[StarCount]] = defaultdict(list)
    for count in counts:
        total = totals.get(count.part_of) if count.part_of else None
        if total and count.stars and _name(count.place) == _name(total.place):
            parts[total.start, total.end].append(count)
    said = {(_name(c.place), c.count) for c in counts if c.part_of is None}
    return tuple(
        Contradiction(total=totals[span], parts=tuple(rated))
        for span, rated in parts.items()
        if _contradict(totals[span], rated)
        and (_name(totals[span].place), sum(c.count for c in rated)) not in said
    )


def _contradict(total: StarCount, parts: Sequence[StarCount]) -> bool:
    """Whether no reading of these parts adds up to the total."""
    levels = {c.stars: c.count for c in reversed(parts)}  # the first said of each
    alike = [c.count for c in parts if c.status is total.status]
    sums = {*accumulate(c.count for c in parts), *accumulate(alike)}
    if total.count in sums or total.qualifier or len(levels) < 2:
        return False
    added = sum(levels.values())
    if total.status is Status.TARGET and len(alike) < len(parts):
        return added > total.count  # of 20 put forward some may have failed
    return added > total.count or (3 in levels and sum(c.count for c in parts) < total.count)


def _as_written(text: str, place: PlaceMention | None) -> PlaceMention | None:
    """With the line break that its name has in the text: it was sought in one line."""
    surface = text[place.start : place.end] if place else ""
    return replace(place, surface=surface) if place and place.surface != surface else place


def _name(place: PlaceMention | None) -> str:
    return place.name if place else ""


def _without_restated(text: str, said: Sequence[Statement]) -> list[Statement]:
    """A headline's "9 sản phẩm" and the text's "9 sản phẩm 3 sao" are one statement."""
    counted = [s for s in said if s.objection is None and not _is_told_below(text, s, said)]
    rated = [s for s in counted if s.total is None and s.stars]
    return [s for s in counted if s.stars or s.total or not any(_restates(r, s) for r in rated)]


def _is_told_below(text: str, s: Statement, said: Sequence[Statement]) -> bool:
    """A headline's "14 sản phẩm được đánh giá": whether they passed is told below."""
    if s.phrase.block.kind not in _HEADS or not judged(text[slice(*s.phrase.tail)]):
        return False
    same = (b for b in said if b is not s and b.objection is None and b.count == s.count)
    return any(b.status is not s.status for b in same)


def _restates(rated: Statement, bare: Statement) -> bool:
    """Whether a rated number says again, or said before, what a bare one says."""
    heads = _is_head(rated) or _is_head(bare) or rated.takes_up
    same = rated.status is bare.status or rated.phrase.sentence == bare.phrase.sentence
    return heads and same and rated.count == bare.count and _names(rated) == _names(bare)


def _is_head(s: Statement) -> bool:
    return s.phrase.block.kind in {*_HEADS, BlockKind.LEAD, BlockKind.CAPTION}


def _names(s: Statement) -> tuple[str, ...]:
    return tuple(_name(p) for p in s.places)


def _star_counts(text: str, s: Statement, entered: Set[int]) -> Iterator[StarCount]:
    """The counts of a statement; `entered` are the numbers said to be entered already."""
    phrase, total = s.phrase, s.total
    for place in s.places:
        for count, status, rule in _numbers(s, entered):
            yield StarCount(
                start=phrase.start,
                end=phrase.end,
                surface=text[phrase.start : phrase.end],
                rule=f"count.{rule}",
                count=count,
                stars=s.stars,
                at_least=s.at_least,
                status=status,
                place=place,
                qualifier=phrase.number.qualifier,
                scope=s.scope,
                as_of=s.as_of,
                part_of=(total.phrase.start, total.phrase.end) if total else None,
            )


def _numbers(s: Statement, entered: Set[int]) -> Iterator[tuple[int, Status, str]]:
    rule = "part" if s.total else "each" if len(s.places) > 1 else "verb"
    yield s.count, s.status, "heading" if s.phrase.block.kind in _HEADS else rule
    whole = s.phrase.number.whole
    said = s.status is Status.ACHIEVED and whole in entered
    if whole and not said:  # "29/31 sản phẩm": of those entered or planned
        yield whole, Status.TARGET, "share"
