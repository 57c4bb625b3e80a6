"""Names that a list vouches for, where the model left it uneven.

Where most items of a list are products the others are too, and an item's name ends where the
list's marks say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from extractors import list_lines
from extractors.dropped_heads import Span, further_measures
from extractors.lists import Item, enumerations, first_item, is_mark, quoted, trimmed
from extractors.product_features import head_at
from extractors.reading import Reading, Token
from extractors.topic import speaks_of_ocop
from extractors.vi.text import key

DOUBTFUL = 0.05
"""An item among products is one itself if the model gives it at least this much."""
LIKELY = 0.35
"""The same for what a maker is said to have."""
MOST = 0.6
"""Share of a list's lines that open with a product from which all do."""
LONGEST = 10
"""Tokens of a name that only its list vouches for."""


class Chances(Protocol):
    """How sure the model is."""

    def begins(self, i: int) -> float:
        """How likely a name begins at token `i`, 0 to 1."""


def mended(
    tokens: Sequence[Token], marks: Sequence[str], tagged: Sequence[Span], chances: Chances
) -> list[Span]:
    """The tagged spans with those that their list adds or completes."""
    grown = (_grown(tokens, marks, span) for span in tagged)
    cut = (trimmed(tokens, *span) for span in grown)
    found = {(item.first, item.last) for item in cut if item is not None}
    for span in _of_makers(tokens, marks, chances):
        inside = {s for s in found if span[0] <= s[0] and s[1] <= span[1]}
        if not any(_cross(s, span) for s in found - inside):
            found = found - inside | {span}
    for items in enumerations(tokens, marks):
        hits = sum((item.first, item.last) in found for item in items)
        if hits >= 2 or 2 * hits >= len(items):
            for item in items:
                if _is_name(tokens, marks, item):
                    _mend(item, found, chances, most=_vouches(tokens, items, hits))
        _join(tokens, items, found)
    _add_quoted(tokens, marks, found, chances)
    found |= {more for span in found for more in further_measures(tokens, span)}
    return _apart(found)


def _of_makers(tokens: Sequence[Token], marks: Sequence[str], chances: Chances) -> Iterator[Span]:
    """What opens a sentence or part of it with a head noun and is a maker's: "Giỏ mây quai da của
    Công ty TNHH Tre Nâu"."""
    for end in range(1, len(tokens) - 1):
        if tokens[end].surface == "của" and marks[end + 1] == "producer":
            first = next((i + 1 for i in range(end - 1, -1, -1) if is_mark(tokens[i])), 0)
            item = first_item(tokens, marks, first)
            whole = item == Item(first, end) and 1 < end - first <= LONGEST
            keys = [key(t.surface) for t in tokens[first:end]]
            if whole and head_at(keys, 0) and chances.begins(first) >= LIKELY:
                yield first, end


def _cross(one: Span, other: Span) -> bool:
    """Whether they have a token in common."""
    return one[0] < other[1] and other[0] < one[1]


def _add_quoted(
    tokens: Sequence[Token], marks: Sequence[str], found: set[Span], chances: Chances
) -> None:
    """Where two products stand in quotation marks, what else stands in them is one too."""
    items = list(quoted(tokens))
    if sum((item.first, item.last) in found for item in items) > 1:
        for item in items:
            if _is_name(tokens, marks, item):
                _mend(item, found, chances, most=True)


def _grown(tokens: Sequence[Token], marks: Sequence[str], span: Span) -> Span:
    """The span with the capitals that touch it: "Gạo nếp tan Mường" + "Và", "VICUMAX" + "NANO".

    Of 1,579 labelled names two are followed and two preceded by a capital that is not theirs.
    """
    first, last = span
    while last < len(tokens) and tokens[last].surface[0].isupper() and not marks[last]:
        last += 1
    while first > 1 and _is_own_capital(tokens, marks, first - 1):
        first -= 1
    return first, last


def _is_own_capital(tokens: Sequence[Token], marks: Sequence[str], i: int) -> bool:
    word = tokens[i].surface
    return word[0].isupper() and not marks[i] and not speaks_of_ocop(word)


def _join(tokens: Sequence[Token], items: Sequence[Item], found: set[Span]) -> None:
    """One product of several bare utensils: "ống hút, cốc, dao, thìa dĩa tre Gia Phát"."""
    utensils: list[Item] = []
    for item in items:
        touches = not utensils or item.first == utensils[-1].last + 1
        if touches and _is_bare_utensil(tokens, item):
            utensils.append(item)
            continue
        if touches and len(utensils) > 1 and tokens[item.last - 1].surface[0].isupper():
            whole = (utensils[0].first, item.last)
            found -= {s for s in found if whole[0] <= s[0] and s[1] <= whole[1]}
            found.add(whole)
        utensils = []


def _is_bare_utensil(tokens: Sequence[Token], item: Item) -> bool:
    keys = [key(t.surface) for t in tokens[item.first : item.last]]
    head = head_at(keys, 0)
    return head is not None and head == (len(keys), "thủ công mỹ nghệ")


def _apart(found: set[Span]) -> list[Span]:
    """In order, of crossing spans the longer."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _vouches(tokens: Sequence[Token], items: Sequence[Item], hits: int) -> bool:
    """Whether a list says that all its items are products: most are, or all begin with capitals."""
    capitals = all(tokens[item.first].surface[0].isupper() for item in items)
    return 2 * hits >= len(items) or (capitals and hits > 2)


def _mend(item: Item, found: set[Span], chances: Chances, *, most: bool) -> None:
    span = (item.first, item.last)
    crossing = [s for s in found if _cross(s, span)]
    if span in found:
        return
    if not crossing and most and chances.begins(item.first) >= DOUBTFUL:
        found.add(span)
    elif len(crossing) == 1 and item.first <= crossing[0][0] and crossing[0][1] <= item.last:
        found.remove(crossing[0])
        found.add(span)


def _is_name(tokens: Sequence[Token], marks: Sequence[str], item: Item) -> bool:
    """Whether an item can be a product's name: it opens with a head noun or a capital."""
    length = item.last - item.first
    word = tokens[item.first].surface
    if length > LONGEST or not word[0].isalpha() or marks[item.first] in ("place", "producer"):
        return False
    if word[0].isupper() and length > 1:
        return True
    keys = [key(t.surface) for t in tokens[item.first : item.last]]
    return head_at(keys, 0) is not None


def of_lines(
    reading: Reading, marks: Sequence[Sequence[str]], starts: Sequence[int]
) -> Iterator[tuple[int, Span]]:
    """What opens a line of a list, and is no product yet, where most lines open with one.

    `starts` are where the products begin that are found, in order; each result is the index of a
    sentence and a span of its tokens.
    """
    for lines in list_lines.lists(reading):
        silent = [line for line in lines if not _opens(starts, line.start)]
        if len(lines) - len(silent) < max(2, MOST * len(lines)):
            continue
        for line in silent:
            tokens, mark = reading.tokens[line.index], marks[line.index]
            item = list_lines.opening(tokens, mark, line)
            if item and _is_name(tokens, mark, item) and not _names_one(starts, tokens, item):
                yield line.index, (item.first, item.last)


def _opens(starts: Sequence[int], start: int) -> bool:
    """Whether a product begins at the start of a line, a quotation mark aside."""
    i = bisect_left(starts, start)
    return i < len(starts) and starts[i] - start < 2


def _names_one(starts: Sequence[int], tokens: Sequence[Token], item: Item) -> bool:
    """Whether a product begins inside the item."""
    i = bisect_left(starts, tokens[item.first].start)
    return i < len(starts) and starts[i] < tokens[item.last - 1].end
