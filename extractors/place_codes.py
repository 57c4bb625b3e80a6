"""Which official unit a place mention means: candidates narrowed by era, nesting and context.

The era (before or after the reform of 1 July 2025) and nesting in the sentence ("xã X, huyện Y")
come first, then the other units of the article, the nearest first, and last the province of the
paper. One unit left: resolved. Several: all of them stay, with the reason; never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from extractors.models import Level, PlaceMention, PlaceUnit
from extractors.place_cases import (
    DISSOLVED,
    SEVERAL,
    UNKNOWN,
    Case,
    cases_of,
    choices,
    nested_pairs,
    parts,
)
from extractors.place_eras import Era, era_of, era_of_article, on_day
from extractors.reading import Reading
from extractors.vi.units import Unit, units


def resolve(
    reading: Reading, mentions: Sequence[PlaceMention], province: str | None = None
) -> tuple[PlaceMention, ...]:
    """The mentions with their units, in their order; `province` is the paper's own, typed.

    "xã Ngọc Chiến, huyện Mường La" of 2022 → 03820 until 30 June 2025, now xã Ngọc Chiến, Sơn La.
    """
    cases = cases_of(reading, mentions)
    article_era = era_of_article(reading, [c.choices for c in cases])
    nested = nested_pairs(reading.article.text, cases)
    _nest(nested)
    _choose_eras(cases, article_era)
    _nest(nested)
    _contradicted(nested)
    home = choices(province) if province else []
    for rank in (1, 0):
        for case in cases:
            if case.rank == rank and case.open:
                _by_context(case, cases, home)
    _by_other_mentions(cases)
    _outside(cases, {inner.mention for inner, _ in nested})
    published = reading.article.published
    day = published.date() if published else None
    return tuple(_resolved(case, cases, day) for case in cases)


# --- nesting: "xã A và xã B, huyện C (tỉnh D)" ----------------------------------------------------


def _nest(pairs: Sequence[tuple[Case, Case]]) -> None:
    """Leave what fits inside, and outside what holds it; from the innermost out and back in."""
    for inner, outer in (*reversed(pairs), *pairs):
        fitting = _held(inner, outer.choices)
        if fitting:
            inner.keep(fitting, f"inside {outer.mention.name}")
            around = [r for r in outer.choices if any(units().inside(u, r) for u in fitting)]
            outer.keep(around, f"around {inner.mention.name}")
        else:  # borders of districts moved, and a new province holds communes of old ones
            inner.keep(_of_today(inner, outer.choices), f"in the province of {outer.mention.name}")


def _contradicted(pairs: Sequence[tuple[Case, Case]]) -> None:
    """No unit of this name inside the one around it: the table lacks it, whoever else is so
    called."""
    for inner, outer in pairs:
        if inner.choices and outer.choices and not _of_today(inner, outer.choices):
            _disown(inner, outer.choices, f"none known inside {outer.mention.name}")


def _disown(case: Case, regions: Sequence[Unit], reason: str) -> None:
    """The choices are others of that name; who took over the one that is meant may be known."""
    case.known = False
    heirs = units().merged(*parts(case.mention.name))
    today = {units().province(r) for r in regions}
    found = [u for u in heirs if units().province(u) in today]
    case.choices, case.reason = (found, DISSOLVED) if found else (case.choices, reason)


def _of_today(case: Case, regions: Sequence[Unit]) -> list[Unit]:
    """The choices that lie in the regions' provinces of today."""
    today = {units().province(r) for r in regions}
    return [u for u in case.choices if units().province(u) in today]


# --- era ------------------------------------------------------------------------------------------


def _choose_eras(cases: Sequence[Case], article: Era | None) -> None:
    """Leave the units of the era, unless only those of the other lie where the article is."""
    here = {units().province(u) for c in cases if c.rank > 0 for u in c.choices}
    for case in cases:
        era = case.era or article
        of_era = [u for u in case.choices if era_of(u) is era]
        others = [u for u in case.choices if u not in of_era]
        if any(units().province(u) in here for u in of_era) or not any(
            units().province(u) in here for u in others
        ):
            case.keep(of_era, f"{era}, as {'its words say' if case.era else 'of that day'}")
        else:
            case.keep(others, "only there of this name")


# --- context --------------------------------------------------------------------------------------


def _by_context(case: Case, cases: Sequence[Case], home: Sequence[Unit]) -> None:
    """By the units of the article; where several fit, by the nearest ones, then by the paper."""
    others = [
        c for c in cases if c is not case and c.choices and c.mention.name != case.mention.name
    ]
    circles = (
        ("beside it", [c for c in others if c.row == case.row]),
        ("in the article", others),
        ("in its sentence", [c for c in others if c.sentence == case.sentence]),
        ("in its paragraph", [c for c in others if c.block == case.block]),
    )
    for where, circle in circles:
        if case.open:
            _by_regions(case, list(_regions(case, circle)), where)
    if case.open and home:
        _by_regions(case, home, "home of the paper")


def _regions(case: Case, others: Sequence[Case]) -> Iterator[Unit]:
    """The larger units named, and those around smaller ones that are certain."""
    for other in others:
        if other.rank > case.rank:
            yield from other.choices
        elif not other.open:
            yield from units().above(other.choices[0])


def _by_regions(case: Case, regions: Sequence[Unit], where: str) -> None:
    """Leave the choices inside the smallest regions that hold any, or at least in their province
    of today."""
    if regions:
        districts = [r for r in regions if r.level is Level.DISTRICT]
        held = _held(case, districts) or _held(case, regions) or _of_today(case, regions)
        case.keep(held, f"inside {_name_around(held, regions)}, {where}")


def _held(case: Case, regions: Sequence[Unit]) -> list[Unit]:
    return [u for u in case.choices if any(units().inside(u, r) for r in regions)]


def _outside(cases: Sequence[Case], nested: Container[PlaceMention]) -> None:
    """A commune outside the provinces of the article, that nothing places: the table does not
    know every commune before 2023, and another of that name is the wrong one."""
    regions = [u for c in cases if c.rank > 0 for u in c.choices]
    for case in cases:
        unplaced = case.rank == 0 and case.choices and case.mention not in nested
        if unplaced and regions and not _of_today(case, regions):
            _disown(case, regions, "none known in the provinces of the article")


def _name_around(held: Sequence[Unit], regions: Sequence[Unit]) -> str:
    around = [r for r in regions if any(units().inside(u, r) for u in held)]
    return (around or list(regions))[0].typed


def _by_other_mentions(cases: Sequence[Case]) -> None:
    """One name means one unit in an article, if every certain mention of it means the same."""
    certain: dict[tuple[str, Level], set[Unit]] = defaultdict(set)
    for case in cases:
        if case.choices and not case.open:
            certain[case.mention.name.casefold(), case.mention.level].update(case.choices)
    for case in cases:
        known = certain.get((case.mention.name.casefold(), case.mention.level), set())
        if case.open and len({(u.code, era_of(u)) for u in known}) == 1:
            case.keep(known, "as elsewhere in the article")


# --- results --------------------------------------------------------------------------------------


def _resolved(case: Case, cases: Sequence[Case], day: date | None) -> PlaceMention:
    found = _rows(case.choices, day)
    provinces = {units().province(u) for u in found}
    province = as_unit(provinces.pop()) if len(provinces) == 1 else None
    if case.known and len(found) == 1:
        return replace(
            case.mention,
            unit=as_unit(found[0]),
            reason=case.reason,
            province=province,
            communes=tuple(map(as_unit, units().communes(found[0]))),
        )
    if case.reason == UNKNOWN and not found and case.mention.level is not Level.COUNTRY:
        found = _rows(_nearest(case, cases), day)
    return replace(
        case.mention,
        candidates=tuple(map(as_unit, found)),
        reason=SEVERAL if case.known and found else case.reason,
        province=province if case.known or case.reason == DISSOLVED else None,
    )


def _rows(choices: Iterable[Unit], day: date | None) -> list[Unit]:
    """One row of each unit, the one of the day, by code and era."""
    rows = defaultdict(list)
    for unit in choices:
        rows[unit.code, era_of(unit)].append(unit)
    return [on_day(rows[key], day) for key in sorted(rows)]


def _nearest(case: Case, cases: Sequence[Case]) -> list[Unit]:
    """Units spelt alike, of the article's provinces if it names any."""
    named = {units().province(u) for c in cases if not c.open for u in c.choices}
    return units().nearest(parts(case.mention.name)[1], case.mention.level, named)


def as_unit(unit: Unit) -> PlaceUnit:
    return PlaceUnit(unit.code, unit.valid_from, unit.typed)
