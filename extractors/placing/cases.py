"""Place mentions with what each may mean: units of its name, its era, its neighbours, what it
stands inside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.models import RANK, Level, PlaceMention
from extractors.placing.eras import Era, era_of, marked
from extractors.reading import Reading
from extractors.vi.place_keys import place_key
from extractors.vi.units import LEVELS, Unit, units

UNKNOWN = "unknown name"
DISSOLVED = "dissolved before 2023, part of the candidates since"
SEVERAL = "several of this name"
ONE = "one of this name"
OTHER_TYPE = "one of this name, of another type"

_AROUND = re.compile(r"\s*(?:[,(–-]|,?\s*(?:thuộc|của|ở|tại))?\s*")
"""Between a unit and the one around it: "xã X, huyện Y", "xã X (huyện Y", "xã X thuộc huyện Y"."""
_BESIDE = re.compile(r"\s*(?:,|;|và|cùng|,\s*và)\s*")


@dataclass(slots=True)
class Case:
    """A mention on its way to a unit."""

    mention: PlaceMention
    choices: Sequence[Unit]
    reason: str
    known: bool = True
    """The choices bear this name; False: they only took such a unit over, or are spelt alike."""
    row: int = -1
    """Cases with the same number stand in one list."""
    sentence: int = -1
    block: int = -1
    era: Era | None = None

    @property
    def rank(self) -> int:
        """0 for a commune, then district, province, country."""
        return RANK[self.mention.level]

    @property
    def open(self) -> bool:
        """Whether it may still mean several units; renamed or raised, one is the same unit."""
        several = len(self.choices) > 1
        return several and len({(u.code, era_of(u)) for u in self.choices}) > 1

    def keep(self, fitting: Iterable[Unit], reason: str) -> None:
        """Narrow the choices to those that fit, if any does."""
        if len(self.choices) < 2:
            return
        wanted = set(fitting)
        kept = [u for u in self.choices if u in wanted]
        if kept and len(kept) < len(self.choices):
            self.choices = kept
            self.reason = reason if self.known else self.reason


def cases_of(reading: Reading, mentions: Sequence[PlaceMention]) -> list[Case]:
    """A case for each mention, with its neighbours and what its words say of its era."""
    cases = []
    text = reading.article.text
    for mention in mentions:
        case = _case(mention)
        sentence = reading.sentence_at(mention.start)
        if sentence is not None:
            case.sentence, case.block = sentence.start, sentence.block.start
            case.era = marked(text, mention, sentence.start, sentence.end)
        cases.append(case)
    for i, case in enumerate(cases):
        case.row = cases[i - 1].row if i and _beside(text, cases[i - 1], case) else i
    for left, right in zip(cases[-2::-1], cases[:0:-1], strict=False):  # "A, B và C cũ"
        if left.era is None and right.era is Era.OLD and left.row == right.row:
            left.era = right.era
    return cases


def _case(mention: PlaceMention) -> Case:
    """The mention with every unit of its name, or who took over one of it."""
    found = choices(mention.name, mention.level)
    if mention.rule == "place.misspelt":
        return Case(mention, found, UNKNOWN, known=False)
    if found or mention.level is Level.COUNTRY:
        typed = any(u.type == parts(mention.name)[0] for u in found)
        return Case(mention, found, ONE if typed else OTHER_TYPE)
    heirs = units().merged(*parts(mention.name))
    return Case(mention, heirs, DISSOLVED if heirs else UNKNOWN, known=False)


@lru_cache(maxsize=16384)
def parts(name: str) -> tuple[str, str]:
    """ "thị trấn Chờ" → ("thị trấn", "Chờ")."""
    kind = next((k for k in LEVELS if name.startswith(k + " ")), "")
    return kind, name[len(kind) :].strip()


@lru_cache(maxsize=16384)
def choices(name: str, level: Level | None = None) -> tuple[Unit, ...]:
    """Units of this typed name, of any era; of another type if none has this one."""
    kind, bare = parts(name)
    key = place_key(bare)
    of_level = units().named(key) if level is None else units().on_level(key, level)
    return tuple(u for u in of_level if u.type == kind) or of_level


def _beside(text: str, left: Case, right: Case) -> bool:
    """ "A, B": listed side by side, on one level."""
    gap = text[left.mention.end : right.mention.start]
    return left.rank == right.rank and _BESIDE.fullmatch(gap) is not None


def nested_pairs(text: str, cases: Sequence[Case]) -> list[tuple[Case, Case]]:
    """Pairs of a unit and the one written around it, the outermost pairs first."""
    pairs = []
    outer: list[Case | None] = [None] * len(cases)
    for i in range(len(cases) - 2, -1, -1):
        here, following = cases[i], cases[i + 1]
        gap = text[here.mention.end : following.mention.start]
        if here.rank < following.rank and _AROUND.fullmatch(gap):
            outer[i] = following
        elif _beside(text, here, following):
            outer[i] = outer[i + 1]
        if (around := outer[i]) is not None:
            pairs.append((here, around))
    return pairs
