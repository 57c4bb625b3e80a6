"""Two readings of one page → what was added, removed and changed.

A reading is a document as `ocop extract` prints it. Whatever list of facts a document has is
compared, so that a new extractor needs no line here. Offsets do not count: a word more in the
first sentence would change them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Document = Mapping[str, Any]

ARTICLE = "article"
"""Kind of the one fact that every article is: its title, lead, date, authors and length."""
_ARTICLE_FIELDS = ("lead", "published_at", "authors")
_WHERE = {"start", "end", "surface", "sentence", "rule", "confidence",
          "rating_tie", "producer_tie", "place_tie"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in words: what it is about, what is said of it, and where it stands."""

    kind: str
    """`products`, `star_counts`, `locations`, …: the list it comes from."""
    name: str
    values: tuple[tuple[str, str], ...]
    rule: str
    sentence: str

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is not as it was. `before` is None where it is new, `after` where it is gone."""

    page: str
    source: str
    """The paper."""
    before: Fact | None
    after: Fact | None
    url: str = ""
    """Address of the article."""

    @property
    def what(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def fact(self) -> Fact:
        """As it is now or, where it is gone, as it was."""
        fact = self.after or self.before
        assert fact is not None
        return fact

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """`(("stars", "3", "4"),)`: what changed, from what, to what."""
        if self.before is None or self.after is None:
            return ()
        old, new = _flat(self.before), _flat(self.after)
        return tuple((k, old[k], new[k]) for k in old if k in new and old[k] != new[k])

    def to_json(self) -> dict[str, Any]:
        return {
            "change": self.what,
            "page": self.page,
            "url": self.url,
            "source": self.source,
            "differences": {name: [old, new] for name, old, new in self.differences},
            "before": self.before and self.before.to_json(),
            "after": self.after and self.after.to_json(),
        }


def facts_of(document: Document | None) -> list[Fact]:
    """All facts of a document, the article itself first; none where there is no article."""
    if document is None:
        return []
    said = [(key, _words(document.get(key))) for key in _ARTICLE_FIELDS]
    said.append(("characters", str(len(document.get("text") or ""))))
    title = str(document.get("title") or "")
    facts = [Fact(ARTICLE, title, tuple(said), ARTICLE, title)]
    for kind, values in document.items():
        if isinstance(values, list):
            facts += [_fact(kind, v) for v in values if isinstance(v, dict) and "rule" in v]
    return facts


def compare(
    before: Document | None, after: Document | None, page: str, source: str, url: str = ""
) -> list[Change]:
    """What is different: first equal facts are matched, then those of the same name, then those
    of one sentence whose names contain each other ("chè" and "chè Tà Xùa")."""
    old, new = facts_of(before), facts_of(after)
    pairs: list[tuple[Fact, Fact]] = []
    for alike in (_is_same, _has_same_name, _overlaps):
        pairs += _matched(old, new, alike)
    pairs = [(b, a) for b, a in pairs if not _is_same(b, a)]
    changes = [Change(page, source, b, a, url) for b, a in pairs]
    changes += [Change(page, source, fact, None, url) for fact in old]
    changes += [Change(page, source, None, fact, url) for fact in new]
    return changes


def by_rule(changes: Iterable[Change]) -> dict[tuple[str, str], Counter[str]]:
    """How many facts of each source and rule were added, removed, changed."""
    groups: dict[tuple[str, str], Counter[str]] = {}
    for change in changes:
        key = (change.source, f"{change.fact.kind} {change.fact.rule}")
        groups.setdefault(key, Counter())[change.what] += 1
    return dict(sorted(groups.items()))


def _fact(kind: str, values: Mapping[str, Any]) -> Fact:
    name = str(values.get("name") or values.get("surface") or "")
    said = tuple((k, _words(v)) for k, v in values.items() if k not in _WHERE and k != "name")
    return Fact(kind, name, said, str(values["rule"]), str(values.get("sentence") or ""))


def _words(value: Any) -> str:
    """A value as a person reads it: `4`, `xã Ngọc Chiến; tỉnh Sơn La`, `–` for nothing."""
    if isinstance(value, list):
        return "; ".join(_words(v) for v in value) or "–"
    if isinstance(value, dict):
        return str(value.get("name") or value.get("surface") or "–")
    return "–" if value is None or value == "" else str(value)


def _matched(
    old: list[Fact], new: list[Fact], alike: Callable[[Fact, Fact], bool]
) -> Iterator[tuple[Fact, Fact]]:
    """Take pairs that are alike out of both lists, each fact once, in order."""
    for before in list(old):
        after = next((fact for fact in new if alike(before, fact)), None)
        if after is not None:
            old.remove(before)
            new.remove(after)
            yield before, after


def _is_same(before: Fact, after: Fact) -> bool:
    if (before.kind, before.name, before.rule) != (after.kind, after.name, after.rule):
        return False
    old, new = _flat(before), _flat(after)
    return all(old[k] == new[k] for k in old.keys() & new.keys())


def _has_same_name(before: Fact, after: Fact) -> bool:
    if before.kind != after.kind:
        return False
    return before.name == after.name or before.kind == ARTICLE


def _overlaps(before: Fact, after: Fact) -> bool:
    return (
        before.kind == after.kind
        and before.sentence == after.sentence
        and (before.name in after.name or after.name in before.name)
    )


def _flat(fact: Fact) -> dict[str, str]:
    return {"name": fact.name, "rule": fact.rule, **dict(fact.values)}
