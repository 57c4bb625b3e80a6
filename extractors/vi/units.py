"""Administrative units of Vietnam and their history: who was what, when, and what became of it.

The table (`data/units.tsv`, built by `python -m knowledge.units`) has one row per unit between two
changes. Codes are those of the statistics office (GSO). They were reused in July 2025 – 26740 was
phường Bến Nghé and is phường Sài Gòn – so that only code and first day together name a unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property, lru_cache
from importlib.resources import files

from extractors.models import Level
from extractors.vi.place_keys import place_key
from extractors.vi.text import fold
from extractors.vi.unit import LEVELS, REFORM, Unit, overlap, unit_of

__all__ = ["LEVELS", "REFORM", "Unit", "Units", "overlap", "units"]

_SPOKEN = {
    "HCM": "Hồ Chí Minh",
    "TPHCM": "Hồ Chí Minh",
    "HCMC": "Hồ Chí Minh",
    "Sài Gòn": "Hồ Chí Minh",
    "TT Huế": "Thừa Thiên Huế",
    "TT - Huế": "Thừa Thiên Huế",
    "Thừa Thiên - Huế": "Thừa Thiên Huế",
    "BMT": "Buôn Ma Thuột",
    "Buôn Mê Thuột": "Buôn Ma Thuột",
    "Ban Mê Thuột": "Buôn Ma Thuột",
    "Plei Ku": "Pleiku",
    "BRVT": "Bà Rịa - Vũng Tàu",
    "Krông Ana": "Krông A Na",
    "Phan Rang": "Phan Rang - Tháp Chàm",
    "Bà Rịa Vũng Tàu": "Bà Rịa - Vũng Tàu",
    "Phan Rang Tháp Chàm": "Phan Rang - Tháp Chàm",
}
"""What papers write, and the name in the table."""


class Units:
    """The table with its indexes. Get it from `units()`."""

    def __init__(self, rows: Iterable[Unit]) -> None:
        self.rows = tuple(rows)
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        by_name: dict[str, list[Unit]] = defaultdict(list)
        for row in self.rows:
            self._by_code[row.code].append(row)
            by_name[place_key(row.name)].append(row)
        for spoken, written in _SPOKEN.items():
            by_name[place_key(spoken)].extend(by_name[place_key(written)])
        self._by_name = {name: tuple(rows) for name, rows in by_name.items()}
        self._levels = {
            name: frozenset(unit.level for unit in rows) for name, rows in self._by_name.items()
        }
        self._first_words = frozenset(name.split()[0] for name in self._by_name)
        self._lengths = _lengths(self._by_name)
        # Answers given before: articles ask for the same units again and again.
        self._on_level: dict[tuple[str, Level], tuple[Unit, ...]] = {}
        self._provinces: dict[tuple[str, date | None, date | None], Unit] = {}
        self._above: dict[tuple[str, date | None, date | None], tuple[Unit, ...]] = {}

    # --- by name

    def named(self, name: str) -> tuple[Unit, ...]:
        """Every unit of this name in any era and of any type; `name` is a `place_key`."""
        return self._by_name.get(name, ())

    def on_level(self, name: str, level: Level) -> tuple[Unit, ...]:
        """Those of them that stand or stood on this level."""
        known = self._on_level.get((name, level))
        if known is None:
            known = tuple(u for u in self.named(name) if u.level is level)
            self._on_level[name, level] = known
        return known

    def levels(self, name: str) -> frozenset[Level]:
        """The levels on which units of this name (a `place_key`) stand or stood; empty: no name."""
        return self._levels.get(name, frozenset())

    def unmarked(self, name: str) -> list[Unit]:
        """Units whose name is this one but for case and marks: "Cao Băng" → tỉnh Cao Bằng."""
        return self._unmarked.get(fold(name), [])

    def merged(self, kind: str, name: str) -> list[Unit]:
        """Units that took over, before 2023, one of this type and name that has no row."""
        former = ":".join(re.sub(r"[^a-z0-9]", "", fold(part)) for part in (kind, name))
        return self._heirs.get(former, [])

    def nearest(self, name: str, level: Level, within: Container[Unit] = ()) -> list[Unit]:
        """Units of a level whose names are spelt most like this one, the likest first, at most
        five; of the provinces `within` (of the present map), if any of theirs is like it.

        `nearest("Ngọc Chiếng", Level.COMMUNE)` → xã Ngọc Chiến, …
        """
        wanted = fold(name)
        alike = {n for word in wanted.split() for n in self._unmarked_names.get(word, ())}
        rows = [
            row
            for match in get_close_matches(wanted, sorted(alike), n=10, cutoff=0.75)
            for row in self.unmarked(match)
            if row.level is level
        ]
        return ([r for r in rows if self.province(r) in within] or rows)[:5]

    def opens_name(self, form: str) -> bool:
        """Whether some name begins with this word (a `syllable`)."""
        return form in self._first_words

    def match(self, forms: Sequence[str], start: int, level: Level | None = None) -> int:
        """End of the longest name that begins at `forms[start]`; `start` if none does.

        `forms` are `syllable` forms; a level leaves out the names of other levels.
        """
        longer = self._lengths.get(" ".join(forms[start : start + 2]), [])
        for length in [*longer, 1]:
            end = start + length
            levels = self._levels.get(" ".join(forms[start:end])) if end <= len(forms) else None
            if levels and (level is None or level in levels):
                return end
        return start

    @cached_property
    def _heirs(self) -> dict[str, list[Unit]]:
        by_former: dict[str, list[Unit]] = defaultdict(list)
        for row in self.rows:
            for former in dict.fromkeys(row.former):
                by_former[former].append(row)
        return by_former

    @cached_property
    def _unmarked(self) -> dict[str, list[Unit]]:
        by_name: dict[str, list[Unit]] = defaultdict(list)
        for row in self.rows:
            by_name[fold(row.name)].append(row)
        return by_name

    @cached_property
    def _unmarked_names(self) -> dict[str, set[str]]:
        """Each word of an unmarked name → the names it stands in."""
        by_word: dict[str, set[str]] = defaultdict(set)
        for name in self._unmarked:
            for word in name.split():
                by_word[word].add(name)
        return by_word

    # --- by code and day

    def get(self, code: str, valid_from: date | None) -> Unit:
        """The unit that code and first day name; KeyError if there is none."""
        for unit in self._by_code[code]:
            if unit.valid_from == valid_from:
                return unit
        raise KeyError((code, valid_from))

    def on(self, code: str, day: date) -> Unit | None:
        """The unit that had this code on this day."""
        return next((u for u in self._by_code.get(code, ()) if u.valid_on(day)), None)

    def parent(self, unit: Unit, day: date | None = None) -> Unit | None:
        """The unit it belonged to, as that was on `day` (else on the unit's last day)."""
        if not unit.parent_code:
            return None
        day = day if day and unit.valid_on(day) else unit.valid_to or date.max
        return self.on(unit.parent_code, day)

    def above(self, unit: Unit) -> tuple[Unit, ...]:
        """The units it belonged to, nearest first: district and province, or the province."""
        known = self._above.get(unit[:3])
        if known is None:
            parent = self.parent(unit)
            known = () if parent is None else (parent, *self.above(parent))
            self._above[unit[:3]] = known
        return known

    def codes_above(self, unit: Unit) -> set[str]:
        """Codes of the units it belonged to; look at the days as well, codes were reused."""
        above = {unit.parent_code}
        for row in self._by_code.get(unit.parent_code, ()):
            if overlap(unit, row):
                above.add(row.parent_code)
        return above - {""}

    def inside(self, unit: Unit, region: Unit) -> bool:
        """Whether the unit belonged to the region, in whatever form, while both existed."""
        return region.code in self.codes_above(unit) and overlap(unit, region)

    def successors(self, unit: Unit) -> tuple[Unit, ...]:
        """Who took the unit over when it ended; one: as a whole; several: parts, main one first."""
        if unit.valid_to is None:
            return ()
        after = unit.valid_to + timedelta(1)
        return tuple(u for c in unit.successor_codes if (u := self.on(c, after)))

    def present(self, unit: Unit) -> tuple[Unit, ...]:
        """What the unit is on the present map: itself, or who took it over, main one first."""
        if unit.valid_to is None:
            return (unit,)
        heirs = [p for heir in self.successors(unit) for p in self.present(heir)]
        return tuple(dict.fromkeys(heirs))

    def communes(self, unit: Unit) -> tuple[Unit, ...]:
        """The present communes that hold a commune: one, or several it was divided among.

        Nothing for a district or province, unless it became one commune whole: Lý Sơn.
        """
        found = self.present(unit)
        if unit.level is not Level.COMMUNE and len(found) > 1:
            return ()
        return tuple(u for u in found if u.level is Level.COMMUNE)

    def province(self, unit: Unit) -> Unit:
        """The province of the present map that holds this unit."""
        known = self._provinces.get(unit[:3])
        if known is None:
            above = self.above(unit)
            known = self.province(above[-1]) if above else self.present(unit)[0]
            self._provinces[unit[:3]] = known
        return known


def _lengths(names: Iterable[str]) -> dict[str, list[int]]:
    """How many words the names have that begin with the same one or two words, most first."""
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        words = name.split()
        found[" ".join(words[:2])].add(len(words))
    return {opening: sorted(lengths, reverse=True) for opening, lengths in found.items()}


@lru_cache(maxsize=1)
def units() -> Units:
    """The table, read once per process (0.1 s)."""
    text = files("extractors.vi").joinpath("data/units.tsv").read_text("utf-8")
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    next(lines)  # the names of the columns
    return Units(map(unit_of, lines))
