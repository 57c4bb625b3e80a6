"""The regions that an article names around its places, to tell units of one name apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractors.models import Level
from extractors.placing.cases import Case
from extractors.vi.units import Unit, overlap, units


class Regions:
    """Districts and provinces, of any era, in order of the text."""

    def __init__(self, given: Iterable[Unit] = ()) -> None:
        self.given = list(dict.fromkeys(given))
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        for region in self.given:
            self._by_code[region.code].append(region)
        self.provinces = {units().province(region) for region in self.given}
        """Of the present map."""

    def around(self, unit: Unit) -> list[Unit]:
        """Those that the unit belonged to, the districts first."""
        above = sorted(units().codes_above(unit), key=len, reverse=True)
        return [r for code in above for r in self._by_code.get(code, ()) if overlap(unit, r)]

    def holding(self, choices: Iterable[Unit]) -> list[Unit]:
        """The choices inside the smallest of the regions that hold any."""
        around = {unit: self.around(unit) for unit in choices}
        in_districts = [u for u, above in around.items() if above and _is_district(above[0])]
        return in_districts or [u for u, above in around.items() if above]

    def of_today(self, choices: Iterable[Unit]) -> list[Unit]:
        """The choices that lie in the regions' provinces of the present map."""
        return [u for u in choices if units().province(u) in self.provinces]


def _is_district(unit: Unit) -> bool:
    return unit.level is Level.DISTRICT


Circle = tuple[str, int]
"""What a case shares with others: ("its sentence", 1203)."""


def circles(case: Case) -> tuple[Circle, ...]:
    """The circles of a case, in the order in which they decide."""
    return (
        ("beside it", case.row),
        ("in the article", 0),
        ("in its sentence", case.sentence),
        ("in its paragraph", case.block),
    )


def named_around(cases: Sequence[Case], rank: int) -> Mapping[Circle, Sequence[Unit]]:
    """For cases of a rank: the larger units named in each circle, and those around smaller or
    equal ones that are certain."""
    named: dict[Circle, list[Unit]] = defaultdict(list)
    for case in cases:
        larger: Sequence[Unit] = ()
        if case.rank > rank:
            larger = case.choices
        elif case.choices and not case.open:
            larger = units().above(case.choices[0])
        if larger:
            for circle in circles(case):
                named[circle].extend(larger)
    return named
