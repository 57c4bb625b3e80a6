"""Names of places in a table's column of places: the header says what kind of unit they are.

Below "Huyện, thành phố" a bare "Gò Dầu" is huyện Gò Dầu and "Hòa Thành" thị xã Hòa Thành, in the
province that the article speaks of and most of the column's names lie in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.models import Level
from extractors.placing.bare import Area
from extractors.placing.typed import LONGEST_UNKNOWN, Spot, containing
from extractors.placing.words import SEPARATORS, Words
from extractors.reading import Reading
from extractors.tabular.grid import Cell, Table
from extractors.vi.units import LEVELS, Unit, units

_EDGES = SEPARATORS | {"(", ")", "/", "."}
_ORDER = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class _Name:
    """The words `first:end`, all of a cell or of its part between commas."""

    words: Words
    first: int
    end: int
    types: tuple[str, ...]
    """Of the units that the header names; none where it says "Địa chỉ"."""
    follows: bool
    """Whether it stands behind another name in the cell: "Tân Hà, Lâm Hà"."""

    def choices(self) -> list[Unit]:
        """The units of this name on a level that the header names."""
        levels = {LEVELS[kind] for kind in self.types}
        named = units().named(self.words.key(self.first, self.end))
        return [u for u in named if not levels or u.level in levels]


def column_spots(
    reading: Reading, sentences: Sequence[Words], typed: Sequence[Spot], day: date
) -> list[Spot]:
    """The bare names in columns of places; `typed` is what the article types itself."""
    found: list[Spot] = []
    dated = reading.article.published is not None
    for table in reading.tables:
        names = list(_names(reading, sentences, table))
        area = Area(day)
        for known in typed:
            area.add(known)
        for name in names:
            area.provinces.update({units().province(u).code for u in name.choices()})
        last: Spot | None = None
        for name in names:
            above = containing(last, name.words, name.first) if last and name.follows else None
            last = _spot(name, above or name.choices(), area, dated=dated)
            found += [last] if last else []
    return found


def _spot(name: _Name, choices: Sequence[Unit], area: Area, *, dated: bool) -> Spot | None:
    """The unit that a name in this column means, None where it may be anything."""
    if not dated and len(name.types) == 1:  # no day's map: the header's own word is all we have
        choices = [u for u in choices if u.type in name.types] or choices
    if choices:
        unit = area.likeliest(choices)
        kind, level = unit.type, unit.level
    elif len(name.types) == 1 and name.end - name.first <= LONGEST_UNKNOWN:
        [kind] = name.types
        level = LEVELS[kind]
    else:
        return None
    return Spot(name.words, name.first, name.first, name.end, kind, level, "place.column")


def _names(reading: Reading, sentences: Sequence[Words], table: Table) -> Iterator[_Name]:
    column = table.header.columns.get("place")
    if column is None:
        return
    for row in table.rows:
        cell = row[column]
        if cell is not None and cell.words:
            yield from _in_cell(reading, sentences, cell, table.header.place_types)


def _in_cell(
    reading: Reading, sentences: Sequence[Words], cell: Cell, types: tuple[str, ...]
) -> list[_Name]:
    """The names in a cell, with the types that the header has for each: "Tân Hà, Lâm Hà"."""
    at = bisect_right(reading.sentences, cell.start, key=lambda s: s.start) - 1
    words = sentences[at]
    inside = [i for i, t in enumerate(words.tokens) if cell.start <= t.start and t.end <= cell.end]
    if not inside:
        return []
    parts = _parts(words, inside[0], inside[-1] + 1)
    levels = [level for level in _ORDER if any(LEVELS[kind] is level for kind in types)]
    names: list[_Name] = []
    for n, (first, end) in enumerate(parts):
        told = types
        if len(levels) > 1 and len(levels) == len(parts):  # "Xã, huyện": the first part is a xã
            told = tuple(kind for kind in types if LEVELS[kind] is levels[n])
        if words.capital[first] and not words.used[first] and _is_name(words, first, end):
            names.append(_Name(words, first, end, told, bool(names)))
    return names


def _is_name(words: Words, first: int, end: int) -> bool:
    return words.name(first) == end or words.run(first) >= end


def _parts(words: Words, first: int, end: int) -> list[tuple[int, int]]:
    """The stretches between marks; a known name may hold a dash: "Phan Rang - Tháp Chàm"."""
    parts: list[tuple[int, int]] = []
    at = first
    while at < end:
        stop = min(end, words.name(at)) if words.capital[at] else at
        if stop <= at or (stop < end and words.lower[stop] not in _EDGES):
            stop = next((i for i in range(at, end) if words.lower[i] in _EDGES), end)
        if stop > at:
            parts.append((at, stop))
        at = stop + 1
    return parts
