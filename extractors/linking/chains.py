"""Chains of administrative units, most specific first: "xã Duy Trinh, huyện Duy Xuyên"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from extractors.linking.rows import Row
from extractors.models import RANK, Level, PlaceMention
from extractors.vi.place_keys import place_key
from extractors.vi.units import units

Chain = tuple[PlaceMention, ...]

TYPE = re.compile(
    r"^(?:tỉnh|thành phố|tp\.?|thị xã|tx\.?|thị trấn|tt\.?|huyện|quận|xã|phường|đặc khu)\s",
    re.IGNORECASE,
)

_LINK = re.compile(r"^[\s,(–-]*(?:của |thuộc |ở |tại )?$")


def ordered(marks: Iterable[object]) -> Chain:
    """The places among these marks, communes first."""
    found = [m for m in marks if isinstance(m, PlaceMention)]
    return tuple(sorted(found, key=lambda p: RANK[p.level]))


def specific(chain: Chain) -> int:
    """Less for a chain that begins lower: 0 for a commune, 9 for no place at all."""
    return RANK[chain[0].level] if chain else 9


def runs(row: Row) -> Iterable[tuple[int, int]]:
    """`(first, last + 1)` of each run "xã A, huyện B, tỉnh C": levels only rise."""
    i = 0 if row.places else len(row.marks)
    while i < len(row.marks):
        k = i
        while k < len(row.marks) and isinstance(row.marks[k], PlaceMention):
            if k > i and not (_LINK.match(row.before(k)) and _rises(row.marks[k - 1 : k + 1])):
                break
            k += 1
        if k > i:
            yield i, k
        i = max(k, i + 1)


def _rises(pair: Sequence[object]) -> bool:
    levels = [RANK[p.level] for p in pair if isinstance(p, PlaceMention)]
    return levels[0] < levels[1]


def extended(chain: Chain, outer: Chain) -> Chain:
    """The chain with those units of `outer` above its own that can hold it."""
    for place in outer:
        if not chain:
            chain = (place,)
        elif RANK[chain[-1].level] < RANK[place.level] and holds(place, chain[-1]):
            chain = (*chain, place)
    return chain


def holds(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether `outer` is or was above `inner`; a unit the table does not know is let pass."""
    above = _above(inner.name, inner.level)
    return not above or place_key(plain(outer.name)) in above


@cache
def _above(name: str, level: Level) -> frozenset[str]:
    """Keys of the names above any unit of this name and level, in any era."""
    found: set[str] = set()
    for unit in units().named(place_key(plain(name))):
        if unit.level is level:
            found |= {place_key(u.name) for u in (*units().above(unit), units().province(unit))}
    return frozenset(found)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A unit's name without its type: "xã Tô Múa" → "Tô Múa"."""
    return TYPE.sub("", name + " ").strip()
