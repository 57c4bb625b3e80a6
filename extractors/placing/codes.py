"""Which official unit a place mention means: candidates narrowed by era, nesting and context.

The era (before or after the reform of 1 July 2025) and nesting in the sentence ("xã X, huyện Y")
come first, then the other units of the article, the nearest first, and last the province of the
paper. One unit left: resolved. Several: all of them stay, with the reason; never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from extractors.models import Level, PlaceMention, PlaceUnit
from extractors.placing.cases import (
    DISSOLVED,
    SEVERAL,
    UNKNOWN,
    Case,
    cases_of,
    choices,
    nested_pairs,
    parts,
)
from extractors.placing.eras import Era, era_of, era_of_article, on_day
from extractors.placing.regions import Circle, Regions, circles, named_around
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
    home = Regions(choices(province) if province else ())
    for rank in (1, 1, 0, 0):  # twice: what the first round settles helps the second
        of_rank = [c for c in cases if c.rank == rank and c.open]
        if of_rank:
            _by_context(of_rank, named_around(cases, rank), home)
    _by_other_mentions(cases)
    named = Regions(u for c in cases if c.rank > 0 for u in c.choices)
    _outside(cases, {id(inner) for inner, _ in nested}, named)
    published = reading.article.published
    day = published.date() if published else None
    return tuple(_resolved(case, named, day) for case in cases)


# --- nesting: "xã A và xã B, huyện C (tỉnh D)" ----------------------------------------------------


def _nest(pairs: Sequence[tuple[Case, Case]]) -> None:
    """Leave what fits inside, and outside what holds it; from the innermost out and back in."""
    for inner, outer in (*reversed(pairs), *pairs):
        if len(inner.choices) < 2 and len(outer.choices) < 2:
            continue
        regions = Regions(outer.choices)
        fitting = [u for u in inner.choices if regions.around(u)]
        if fitting:
            inner.keep(fitting, f"inside {outer.mention.name}")
            around = [r for u in fitting for r in regions.around(u)]
            outer.keep(around, f"around {inner.mention.name}")
        else:  # borders of districts moved, and a new province holds communes of old ones
            here = regions.of_today(inner.choices)
            inner.keep(here, f"in the province of {outer.mention.name}")


def _contradicted(pairs: Sequence[tuple[Case, Case]]) -> None:
    """No unit of this name inside the one around it: the table lacks it, whoever else is so
    called."""
    for inner, outer in pairs:
        regions = Regions(outer.choices)
        if inner.choices and outer.choices and not regions.of_today(inner.choices):
            _disown(inner, regions, f"none known inside {outer.mention.name}")


def _disown(case: Case, regions: Regions, reason: str) -> None:
    """The choices are others of that name; who took over the one that is meant may be known."""
    case.known = False
    heirs = regions.of_today(units().merged(*parts(case.mention.name)))
    case.choices, case.reason = (heirs, DISSOLVED) if heirs else (case.choices, reason)


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


def _by_context(
    cases: Sequence[Case], named: Mapping[Circle, Sequence[Unit]], home: Regions
) -> None:
    """By the units of the article; where several fit, by the nearest ones, then by the paper."""
    regions: dict[Circle, Regions] = {}
    for case in cases:
        for circle in circles(case):
            if case.open and circle in named:
                if circle not in regions:
                    regions[circle] = Regions(named[circle])
                _by_regions(case, regions[circle], circle[0])
        if case.open:
            _by_regions(case, home, "home of the paper")


def _by_regions(case: Case, regions: Regions, where: str) -> None:
    """Leave the choices inside the regions, or at least in their province of today."""
    held = regions.holding(case.choices) or regions.of_today(case.choices)
    if held:
        around = (regions.around(held[0]) or regions.given)[0]
        case.keep(held, f"inside {around.typed}, {where}")


def _outside(cases: Sequence[Case], nested: Container[int], named: Regions) -> None:
    """A commune outside the provinces of the article, that nothing places: the table does not
    know every commune before 2023, and another of that name is the wrong one."""
    for case in cases:
        unplaced = case.rank == 0 and case.choices and id(case) not in nested
        if unplaced and named.given and not named.of_today(case.choices):
            _disown(case, named, "none known in the provinces of the article")


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


def _resolved(case: Case, named: Regions, day: date | None) -> PlaceMention:
    """The mention with its unit where one choice is left, else with its candidates."""
    found = _rows(case.choices, day)
    provinces = {units().province(u) for u in found}
    province = as_unit(provinces.pop()) if len(provinces) == 1 else None
    if case.known and len(found) == 1:
        return replace(
            case.mention,
            unit=as_unit(found[0]),
            reason=case.reason,
            province=province,
            communes=_communes(found[0]),
        )
    if case.reason == UNKNOWN and not found and case.mention.level is not Level.COUNTRY:
        near = units().nearest(parts(case.mention.name)[1], case.mention.level, named.provinces)
        found = _rows(near, day)
    return replace(
        case.mention,
        candidates=tuple(map(as_unit, found)),
        reason=SEVERAL if case.known and found else case.reason,
        province=province if case.known or case.reason == DISSOLVED else None,
    )


def _rows(choices: Sequence[Unit], day: date | None) -> list[Unit]:
    """One row of each unit, the one of the day, by code and era."""
    if len(choices) == 1:
        return list(choices)
    rows = defaultdict(list)
    for unit in choices:
        rows[unit.code, era_of(unit)].append(unit)
    return [on_day(rows[key], day) for key in sorted(rows)]


@lru_cache(maxsize=4096)
def _communes(unit: Unit) -> tuple[PlaceUnit, ...]:
    """The communes of the present map that hold it."""
    return tuple(map(as_unit, units().communes(unit)))


@lru_cache(maxsize=4096)
def as_unit(unit: Unit) -> PlaceUnit:
    """The unit as facts name it: code, first day, "xã Ngọc Chiến"."""
    return PlaceUnit(unit.code, unit.valid_from, unit.typed)
