"""Which spellings are one: the same set of names always falls into the same groups.

A name as papers write it leaves things out: its producer, its place. What is left out contradicts
nothing, so a spelling that says less joins the one group that fits it best; where several fit
equally it stays by itself, and the reason says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Spelling(NamedTuple):
    """What one spelling says; empty: not said. All spellings that are compared share a name."""

    key: str
    maker: str
    """Who makes it; decides alone where both say it."""
    kind: str
    """Of a producer: co-operative, company, …; two different ones are two producers."""
    legal: str
    """Of a company: tnhh, cp."""
    province: str
    commune: str
    needs: int
    """How much must be equal beside the name: 0 nothing, if only one group is there to join; 1 the
    province, 2 the commune, 3 the producer."""


@dataclass(slots=True)
class Group:
    """Spellings of one thing, with why each is in it."""

    reasons: dict[str, str] = field(default_factory=dict)
    """Spelling's key -> reason."""
    maker: str = ""
    kind: str = ""
    legal: str = ""
    province: str = ""
    commune: str = ""

    def add(self, spelling: Spelling, reason: str) -> None:
        self.reasons[spelling.key] = reason
        self.maker = self.maker or spelling.maker
        self.kind = self.kind or spelling.kind
        self.legal = self.legal or spelling.legal
        self.province = self.province or spelling.province
        self.commune = self.commune or spelling.commune


def cluster(spellings: Iterable[Spelling]) -> list[Group]:
    """Groups of spellings; those that say most come first, whatever order they arrive in."""
    groups: list[Group] = []
    by_maker: dict[str, list[Group]] = defaultdict(list)
    by_province: dict[str, list[Group]] = defaultdict(list)
    for spelling in sorted(set(spellings), key=_says_most_first):
        if spelling.maker:
            near = by_maker[spelling.maker]
        elif spelling.province:
            near = by_province[spelling.province] + by_province[""]
        else:
            near = groups if spelling.needs == 0 else []
        group, reason = _best(spelling, near)
        if group is None:
            group = Group()
            groups.append(group)
            by_maker[spelling.maker].append(group)
            by_province[spelling.province].append(group)
        elif spelling.province and not group.province:
            by_province[""].remove(group)
            by_province[spelling.province].append(group)
        group.add(spelling, reason)
    return groups


def _says_most_first(spelling: Spelling) -> tuple[tuple[bool, ...], str]:
    said = (spelling.maker, spelling.province, spelling.commune, spelling.kind, spelling.legal)
    return tuple(not part for part in said), spelling.key


def _best(spelling: Spelling, groups: list[Group]) -> tuple[Group | None, str]:
    fitting = [(g, _evidence(spelling, g)) for g in groups if not _contradict(spelling, g)]
    if not fitting:
        return None, "first of its kind"
    most = max(evidence for _, evidence in fitting)
    best = [g for g, evidence in fitting if evidence == most]
    if len(best) > 1:
        return None, f"may be any of {len(best)}, so stays by itself"
    if most < spelling.needs:
        return None, "a common name, and too little to tell by"
    return best[0], _REASONS[most]


_REASONS = (
    "the only one of this name",
    "same name, same province",
    "same name, same commune",
    "same name, same producer",
)


def _evidence(spelling: Spelling, group: Group) -> int:
    if spelling.maker and spelling.maker == group.maker:
        return 3
    if spelling.commune and spelling.commune == group.commune:
        return 2
    return int(bool(spelling.province) and spelling.province == group.province)


def _contradict(spelling: Spelling, group: Group) -> bool:
    if spelling.maker and spelling.maker == group.maker:
        return False
    pairs = (
        (spelling.maker, group.maker),
        (spelling.kind, group.kind),
        (spelling.legal, group.legal),
        (spelling.province, group.province),
        (spelling.commune, group.commune),
    )
    return any(a and b and a != b for a, b in pairs)
