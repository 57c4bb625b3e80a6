"""Names that a list vouches for, where the model left it uneven.

The items of a list agree: where the model takes them for products on the whole all of them are,
and an item's name ends where the list's marks say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractors.naming import list_lines
from extractors.naming.dropped_heads import Span, further_measures
from extractors.naming.heads import head_at
from extractors.naming.lists import Item, quoted, trimmed
from extractors.naming.packing import unpacked
from extractors.naming.told import LONGEST, Chances, told
from extractors.reading import Reading, Token
from extractors.topic import speaks_of_ocop
from extractors.vi.text import key, words

AGREE = 0.4
"""Mean chance of a list's items from which all of them are products."""
DOUBTFUL = 0.05
"""An item of such a list is a product only if the model gives it at least this much."""
SURE = 0.5
"""Mean chance of a list's items from which less is enough for one."""
FAINT = 0.02
"""So much, for an item of such a list."""
CERTAIN = 0.8
"""Mean chance of a list's items from which one needs no head noun: "…, trà bưởi non, que giòn"."""
MOST = 0.6
"""Share of a list's lines that open with a product from which all do."""

_HAVE = words("có góp bày trưng mang giới đưa")
# What addresses begin with, and no good: "thôn 1, khóm 2".
_ADDRESS = words("thôn ấp khóm buôn xóm phố quê")


def mended(
    tokens: Sequence[Token],
    marks: Sequence[str],
    lists: Sequence[Sequence[Item]],
    tagged: Sequence[Span],
    chances: Chances,
) -> list[Span]:
    """The tagged spans with those that their list adds or completes."""
    grown = (_grown(tokens, marks, span) for span in tagged)
    cut = (trimmed(tokens, *span) for span in grown)
    found = {(item.first, item.last) for item in cut if item is not None}
    _add_told(tokens, marks, found, chances)
    for listed in lists:
        items = [_product_of(_cut(tokens, item), found) for item in listed]
        _complete_all(tokens, marks, items, found)
        _add_agreed(tokens, marks, items, found, chances)
        _join(tokens, items, found)
    _add_quoted(tokens, marks, found, chances)
    found |= {more for span in found for more in further_measures(tokens, span)}
    return _apart({unpacked(tokens, span) for span in found})


def _add_told(
    tokens: Sequence[Token], marks: Sequence[str], found: set[Span], chances: Chances
) -> None:
    """What is told by its maker or stars, in place of the shorter names in it."""
    for span in told(tokens, marks, chances):
        inside = {s for s in found if span[0] <= s[0] and s[1] <= span[1]}
        if not any(_cross(s, span) for s in found - inside):
            found -= inside
            found.add(span)


def _cut(tokens: Sequence[Token], item: Item) -> Item:
    return trimmed(tokens, item.first, item.last) or item


def _product_of(item: Item, found: set[Span]) -> Item:
    """The item without the words that lead to its product: "Bến Tre có" + "kẹo dừa"."""
    ends = (s for s in found if item.first < s[0] and s[1] == item.last)
    return Item(*next(ends, (item.first, item.last)))


def _complete_all(
    tokens: Sequence[Token], marks: Sequence[str], items: Sequence[Item], found: set[Span]
) -> None:
    """Among products each name fills its item."""
    hits = sum((item.first, item.last) in found for item in items)
    if hits >= 2 or 2 * hits >= len(items):
        for item in items:
            if _is_name(tokens, marks, item):
                _complete(item, found)


def _add_agreed(
    tokens: Sequence[Token],
    marks: Sequence[str],
    items: Sequence[Item],
    found: set[Span],
    chances: Chances,
) -> None:
    """Where a list's items are products on the whole, what the model doubts is one too; and so is
    what begins with the word that a product of the list begins with: "cà phê Natural, cà phê
    Honey"."""
    mean = _mean_chance(tokens, marks, items, found, chances)
    kin = {tokens[item.first].surface for item in items if (item.first, item.last) in found}
    for item in items:
        is_kin = tokens[item.first].surface in kin
        if not (is_kin or mean >= AGREE):
            continue
        if _is_name(tokens, marks, item) or (mean > CERTAIN and _is_plain(tokens, marks, item)):
            least = 0.0 if is_kin else FAINT if mean >= SURE else DOUBTFUL
            _add(tokens, item, found, chances, least)


def _mean_chance(
    tokens: Sequence[Token],
    marks: Sequence[str],
    items: Sequence[Item],
    found: set[Span],
    chances: Chances,
) -> float:
    """How likely a list's items are products, places and makers aside; 0 where none is found, 1
    where all begin with capitals and more than two are."""
    items = [item for item in items if marks[item.first] not in ("place", "producer")]
    hits = [(item.first, item.last) in found for item in items]
    if not any(hits):
        return 0.0
    if sum(hits) > 2 and all(tokens[item.first].surface[0].isupper() for item in items):
        return 1.0
    doubts = (chances.begins(i.first) for i, hit in zip(items, hits, strict=True) if not hit)
    return (sum(hits) + sum(doubts)) / len(items)


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
                _complete(item, found)
                _add(tokens, item, found, chances, DOUBTFUL)


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


def _complete(item: Item, found: set[Span]) -> None:
    """Let the one name inside an item fill it."""
    span = (item.first, item.last)
    crossing = [s for s in found if _cross(s, span)]
    if len(crossing) == 1 and item.first <= crossing[0][0] and crossing[0][1] <= item.last:
        found.remove(crossing[0])
        found.add(span)


def _add(
    tokens: Sequence[Token], item: Item, found: set[Span], chances: Chances, least: float
) -> None:
    """Add an item that has no name in it yet, if the model gives it `least`."""
    span = (item.first, item.last)
    if _has(tokens, item):
        return
    if chances.begins(item.first) >= least and not any(_cross(s, span) for s in found):
        found.add(span)


def _has(tokens: Sequence[Token], item: Item) -> bool:
    """Whether an item is who has the others: "Xứ dừa Bến Tre có kẹo dừa, mặt nạ dừa"."""
    return item.last < len(tokens) and tokens[item.last].surface in _HAVE


def _is_name(tokens: Sequence[Token], marks: Sequence[str], item: Item) -> bool:
    """Whether an item can be a product's name: it opens with a head noun or a capital."""
    length = item.last - item.first
    word = tokens[item.first].surface
    if length > LONGEST or not word[0].isalpha() or marks[item.first] in ("place", "producer"):
        return False
    if word.lower() in _ADDRESS:
        return False
    if word[0].isupper() and length > 1:
        return True
    keys = [key(t.surface) for t in tokens[item.first : item.last]]
    return head_at(keys, 0) is not None


def _is_plain(tokens: Sequence[Token], marks: Sequence[str], item: Item) -> bool:
    """Whether an item opens with a word that is nothing else."""
    word = tokens[item.first].surface
    short = item.last - item.first <= LONGEST
    return short and not marks[item.first] and word.isalpha() and word.lower() not in _ADDRESS


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
