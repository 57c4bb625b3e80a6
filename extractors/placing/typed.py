"""Places that a text types itself: "huyện Mộc Châu", lists "các xã A, B và C", chains "xã A, B"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractors.models import Level
from extractors.placing.words import SEPARATORS, TypeWord, Words, type_at
from extractors.vi.place_keys import place_key
from extractors.vi.text import words as word_set
from extractors.vi.units import LEVELS, Unit, units

LONGEST_UNKNOWN = 4
"""Words that a commune's name may have which the table does not know."""

_SURNAMES = word_set(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh mai tô
    hà cao triệu lưu lương tạ quách thái châu tống chu đào trương vương phùng
    """
)


@dataclass(slots=True)
class Spot:
    """Words `start:end` taken for a place; the name proper begins at `first`."""

    words: Words
    start: int
    first: int
    end: int
    type: str
    level: Level
    rule: str
    key: str = ""
    """`place_key` of the name that is meant; differs from the text's where that is misspelt."""

    def __post_init__(self) -> None:
        self.words.used[self.start : self.end] = [True] * (self.end - self.start)
        self.key = self.key or self.words.key(self.first, self.end)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units it may mean: of this name and level, in any era."""
        return units().on_level(self.key, self.level)

    @property
    def name(self) -> str:
        """Written out; as the text spells it unless that abbreviates, shouts or errs."""
        text, table = self.words.text(self.first, self.end), self.units
        shouts = text.isupper() and len(text) > 1 and not text.isdigit()
        if table and (shouts or _letters(text) != _letters(table[0].name)):
            text = table[0].name
        return f"{self.type} {text.title() if shouts and not table else text}"


@lru_cache(maxsize=16384)
def _letters(name: str) -> str:
    """`Krông Ana` and `Krông A Na` are spellings of one name, `HCM` is an abbreviation."""
    return place_key(name).replace(" ", "").replace("-", "")


def latest(choices: Iterable[Unit], day: date) -> Unit:
    """The one valid on this day, else the one that ended last."""
    return max(choices, key=lambda u: (u.valid_on(day), u.valid_to or date.max))


def typed_spots(words: Words, day: date) -> list[Spot]:
    """Every typed name of a sentence with the list or chain that hangs on it."""
    spots: list[Spot] = []
    for i in words.types:
        kind = None if words.used[i] else type_at(words, i)
        if kind is not None and kind.name < len(words):
            _take(words, kind, day, spots)
    return spots


def _take(words: Words, kind: TypeWord, day: date, spots: list[Spot]) -> None:
    end = _name_end(words, kind)
    if end > kind.name:
        spots.append(_spot(words, kind.name, end, kind, day))
    else:
        misspelt = _misspelt(words, kind, day)
        if misspelt is None:
            return
        spots.append(misspelt)
    _list(words, kind, day, spots)


def _spot(words: Words, first: int, end: int, kind: TypeWord, day: date) -> Spot:
    """Type and level as the text says; in a list as the table says where the type is only that
    of the others ("các huyện Bảo Lộc, Di Linh"), but for thị xã, which were huyện not long ago."""
    start = first if kind.many or first != kind.name else kind.start
    rule = "place.list" if first != kind.name else "place.typed"
    known = [u for u in units().named(words.key(first, end)) if _fits(u, kind)]
    own = [u for u in known if u.type == kind.type]
    if own:
        return Spot(words, start, first, end, kind.type, latest(own, day).level, rule)
    if known and start == first:
        unit = latest(known, day)
        if unit.type != "thị xã":
            return Spot(words, start, first, end, unit.type, unit.level, rule)
    return Spot(words, start, first, end, kind.type, LEVELS[kind.type], rule)


def _misspelt(words: Words, kind: TypeWord, day: date) -> Spot | None:
    """ "tỉnh Cao Băng": a province or district but for its marks."""
    run = words.run(kind.name)
    meant = [
        u
        for u in units().unmarked(words.text(kind.name, run))
        if _fits(u, kind) and u.level is not Level.COMMUNE
    ]
    if kind.short or len({u.name for u in meant}) != 1:
        return None
    unit = latest(meant, day)
    start, first = kind.start, kind.name
    key = place_key(unit.name)
    return Spot(words, start, first, run, kind.type, unit.level, "place.misspelt", key)


def _fits(unit: Unit, kind: TypeWord) -> bool:
    """Same level; a "thành phố" is a province as well as a district."""
    return unit.level is LEVELS[kind.type] or (
        unit.type == kind.type == "thành phố" and unit.level is Level.PROVINCE
    )


def _name_end(words: Words, kind: TypeWord) -> int:
    """End of the name after a type: the longest known one, else capitals that may be one."""
    first = kind.name
    if words.surface[first].isdigit():
        numbered = kind.type in ("quận", "phường") and (not kind.short or first == kind.start + 2)
        return first + numbered
    known, run = _known(words, first, kind), words.run(first)
    if not words.capital[first] or known > first + 1 or known == run or kind.short:
        return known if words.capital[first] else first
    unknown = LEVELS[kind.type] is Level.COMMUNE and 2 <= run - first <= LONGEST_UNKNOWN
    return run if unknown and not _person(words, first, run) else known


def _known(words: Words, first: int, kind: TypeWord) -> int:
    if kind.short and words.run(first) == first + 1 and len(words.surface[first]) == 1:
        return first  # "P.V" is a reporter, not phường V
    end = words.name(first, LEVELS[kind.type])
    return max(end, words.name(first, Level.PROVINCE)) if kind.type == "thành phố" else end


def _person(words: Words, first: int, end: int) -> bool:
    """ "Chủ tịch UBND xã Trần Chí Cường"."""
    return end - first >= 3 and words.lower[first] in _SURNAMES


# --- lists and chains -------------------------------------------------------------------------


def _list(words: Words, kind: TypeWord, day: date, spots: list[Spot]) -> None:
    """Take ", B và C" after the last spot, and the units above it: "xã A, B, tỉnh C"."""
    while (first := next_item(words, spots[-1].end)) is not None:
        above = None if kind.many else containing(spots[-1], words, first)
        if above is not None:
            spots.append(_above(words, first, above, day))
            continue
        end = _item_end(words, first, kind, spots[-1])
        if end == first:
            return
        spots.append(_spot(words, first, end, kind, day))


def next_item(words: Words, end: int) -> int | None:
    """Where the next bare name of a list begins after `end`, past a bracket and separators."""
    i = end
    if words.surface[i : i + 1] == ("(",) and ")" in words.surface[i : i + 14]:
        i = words.surface.index(")", i) + 1
    first = i
    while first < len(words) and words.lower[first] in SEPARATORS:
        first += 1
    if first == i or first >= len(words) or not words.capital[first] or words.used[first]:
        return None
    return None if type_at(words, first) else first


def _item_end(words: Words, first: int, kind: TypeWord, last: Spot) -> int:
    known, run = words.name(first, LEVELS[kind.type]), words.run(first)
    if known == run:
        return known if kind.many or _siblings(last, words.key(first, known), kind) else first
    unknown = kind.many and LEVELS[kind.type] is Level.COMMUNE and run - first in (2, 3)
    return run if unknown and not _person(words, first, run) else first


def _siblings(last: Spot, key: str, kind: TypeWord) -> bool:
    """Whether a unit of this name stood beside the last one under the same roof."""
    roofs = {u.parent_code for u in last.units}
    return any(u.parent_code in roofs for u in units().named(key) if u.type == kind.type)


def containing(last: Spot, words: Words, first: int) -> list[Unit] | None:
    """The units of the bare name at `first` around the last one: "xã Trà Linh, Nam Trà My"."""
    end = words.run(first)
    if words.lower[first - 1] == "và" or words.name(first) != end:
        return None
    named = set(units().named(words.key(first, end)))
    found = [above for u in last.units for above in units().above(u) if above in named]
    return found or None


def _above(words: Words, first: int, choices: Sequence[Unit], day: date) -> Spot:
    unit = latest(choices, day)
    return Spot(words, first, first, words.run(first), unit.type, unit.level, "place.chain")
