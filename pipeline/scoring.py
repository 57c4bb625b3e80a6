"""Facts against labels: what of an article is right, wrong and missed, table by table.

Both sides are articles in the JSON form that people label in and `ocop extract` prints (`products`,
`star_counts`, `locations`). A product that a reader marked `optional` (named in passing) is neither
missed nor wrong, and neither is one printed with status `mentioned`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.vi.text import TONES

Json = Mapping[str, Any]
Count = tuple[str, int | None, bool, int, str]

TABLES = (
    "product (exact)",
    "product (overlap)",
    "product+stars",
    "product+producer",
    "product+place",
    "star count",
    "star count, no place",
    "location (typed)",
    "location (name)",
)
ALIKE = 0.5
"""Share of common words from which two names are taken for one."""

_SHORT = {
    "tp": "thành phố", "tp.": "thành phố", "t.p": "thành phố", "tx": "thị xã", "tx.": "thị xã",
    "tt": "thị trấn", "tt.": "thị trấn", "h.": "huyện", "x.": "xã", "p.": "phường", "q.": "quận",
    "t.": "tỉnh",
}  # fmt: skip
_TYPES = (
    "tỉnh", "thành phố", "thị xã", "thị trấn", "huyện", "quận", "xã", "phường", "đặc khu",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Right, predicted and labelled entries of one table."""

    right: int = 0
    predicted: int = 0
    labelled: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.predicted + other.predicted,
            self.labelled + other.labelled,
        )

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else float(not self.labelled)

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """One article's tallies, and its errors as `("product", "missed", "chè lam Phủ Quảng")`."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)


def score(labels: Json, facts: Json) -> Score:
    """One article's facts against its labels."""
    found = Score()
    _score_products(found, _products(labels), _products(facts))
    _score_counts(found, counts_of(labels), counts_of(facts))
    _score_places(
        found,
        {plain_place(p) for p in labels.get("locations", ())},
        {plain_place(p) for p in facts.get("locations", ())},
    )
    return found


# --- products -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """All entries of one name together."""

    raw: str
    name: str
    names: set[str]
    optional: bool = True
    stars: set[int] = field(default_factory=set)
    producers: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


def _products(article: Json) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for entry in article.get("products", ()):
        if entry.get("status") == "mentioned":
            continue
        name = plain(entry["name"])
        row = rows.setdefault(name, _Row(entry["name"], name, {name}))
        row.names |= {plain(other) for other in entry.get("alt") or ()}
        row.optional = row.optional and bool(entry.get("optional"))
        row.stars |= {int(entry["stars"])} if entry.get("stars") is not None else set()
        row.producers |= {plain(entry["producer"])} if entry.get("producer") else set()
        row.places |= {plain_place(place) for place in (entry.get("places") or ())[:1]}
    return list(rows.values())


def _score_products(found: Score, labels: list[_Row], facts: list[_Row]) -> None:
    passing = {j for i, j in _pairs(labels, facts, ALIKE) if labels[i].optional}
    labels = [row for row in labels if not row.optional]
    facts = [row for j, row in enumerate(facts) if j not in passing]
    exact = _pairs(labels, facts, 2.0)
    alike = _pairs(labels, facts, ALIKE)
    for table, pairs in (("product (exact)", exact), ("product (overlap)", alike)):
        found.tallies[table] = Tally(len(pairs), len(facts), len(labels))
    hit = {i for i, _ in exact}, {j for _, j in exact}
    _note(found, "product", "missed", (r.raw for i, r in enumerate(labels) if i not in hit[0]))
    _note(found, "product", "wrong", (r.raw for j, r in enumerate(facts) if j not in hit[1]))
    links: tuple[tuple[str, Callable[[_Row], set[Any]]], ...] = (
        ("product+stars", lambda row: row.stars),
        ("product+producer", lambda row: row.producers),
        ("product+place", lambda row: row.places),
    )
    for table, part in links:
        tally = Tally(0, sum(len(part(r)) for r in facts), sum(len(part(r)) for r in labels))
        for i, j in alike:
            tally.right += _linked(found, table, labels[i], part(labels[i]), part(facts[j]))
        found.tallies[table] = tally


def _pairs(labels: Sequence[_Row], facts: Sequence[_Row], least: float) -> list[tuple[int, int]]:
    """One-to-one pairs, best first: equal names, else those with enough words in common."""
    likeness = [
        (2.0 if f.name in g.names else max(overlap(n, f.name) for n in g.names), i, j)
        for i, g in enumerate(labels)
        for j, f in enumerate(facts)
    ]
    pairs: list[tuple[int, int]] = []
    for value, i, j in sorted(likeness, key=lambda t: (-t[0], t[1], t[2])):
        if value >= least and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _linked(found: Score, table: str, row: _Row, labels: set[Any], facts: set[Any]) -> int:
    """How many of a product's labelled links were found."""
    left = sorted(facts, key=str)
    right = 0
    for value in sorted(labels, key=str):
        same = next((v for v in left if _is_same(table, value, v)), None)
        if same is None:
            _note(found, table, "missed", [f"{row.raw} → {value}"])
        else:
            left.remove(same)
            right += 1
    _note(found, table, "wrong", (f"{row.raw} → {value}" for value in left))
    return right


def _is_same(table: str, label: Any, fact: Any) -> bool:
    return bool(label == fact or (table == "product+producer" and overlap(label, fact) >= ALIKE))


# --- counts and places --------------------------------------------------------------------------


def counts_of(article: Json) -> set[Count]:
    return {
        (
            plain_place(entry["place"]) if entry.get("place") else "",
            entry.get("stars"),
            bool(entry.get("at_least")),
            int(entry["count"]),
            entry.get("status", "achieved"),
        )
        for entry in article.get("star_counts", ())
    }


def _score_counts(found: Score, labels: set[Count], facts: set[Count]) -> None:
    found.tallies["star count"] = Tally(len(labels & facts), len(facts), len(labels))
    bare_labels, bare_facts = Counter(c[1:] for c in labels), Counter(c[1:] for c in facts)
    found.tallies["star count, no place"] = Tally(
        (bare_labels & bare_facts).total(), bare_facts.total(), bare_labels.total()
    )
    _note(found, "star count", "missed", sorted(map(str, labels - facts)))
    _note(found, "star count", "wrong", sorted(map(str, facts - labels)))


def _score_places(found: Score, labels: set[str], facts: set[str]) -> None:
    found.tallies["location (typed)"] = Tally(len(labels & facts), len(facts), len(labels))
    bare_labels, bare_facts = {_untyped(p) for p in labels}, {_untyped(p) for p in facts}
    found.tallies["location (name)"] = Tally(
        len(bare_labels & bare_facts), len(bare_facts), len(bare_labels)
    )
    _note(found, "location", "missed", sorted(labels - facts))
    _note(found, "location", "wrong", sorted(facts - labels))


def _note(found: Score, table: str, what: str, entries: Iterable[str]) -> None:
    found.errors += [(table, what, entry) for entry in entries]


# --- normal forms -------------------------------------------------------------------------------


def plain(text: str) -> str:
    """A name to compare by: case, quotes, brackets, tone placement and "sản phẩm" do not count."""
    text = unicodedata.normalize("NFC", text).casefold()
    text = re.sub(r"[\"'“”‘’«»()\[\]]", " ", text)
    text = re.sub(r"\s*[-–—]\s*", "-", text)
    text = re.sub(r"\s+", " ", text).strip(" .,;:-")
    text = re.sub(r"^(?:các |những )?sản phẩm (?:ocop )?(?=\S)", "", text)
    return " ".join(_tone_last(word) for word in text.split(" "))


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = [c for c in letters if c in TONES]
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES)) + "".join(
        tones
    )


def plain_place(place: Any) -> str:
    """A place, written as its name or as an object with a `name`, typed and written out."""
    name = place["name"] if isinstance(place, Mapping) else place
    words = unicodedata.normalize("NFC", name).casefold().split()
    return plain(" ".join([_SHORT.get(words[0], words[0]), *words[1:]])) if words else ""


_TYPE = re.compile("^(?:" + "|".join(plain(t) for t in _TYPES) + ") ")


def _untyped(place: str) -> str:
    return _TYPE.sub("", place)


def overlap(one: str, other: str) -> float:
    a, b = set(one.split()), set(other.split())
    return len(a & b) / len(a | b) if a and b else 0.0
