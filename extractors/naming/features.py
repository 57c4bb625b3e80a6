"""What the product model sees of each token: words, shape, list structure, neighbours' roles.

Built for speed: everything that depends on a word alone is a string made once and kept; per token
only a few strings are put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractors.naming.heads import head_at, second_words
from extractors.naming.lists import Item, enumerations
from extractors.reading import Token
from extractors.topic import speaks_of_ocop
from extractors.vi.text import key, words

Row = list[str]


class Features(NamedTuple):
    """A sentence as the model sees it."""

    rows: list[Row]
    """One of each token; none at all where the sentence cannot name a product."""
    lists: list[list[Item]]
    """What it enumerates."""


_NOTHING = Features([], [])

_DELIMITERS = frozenset(";,.:()[]|…!?“”\"'‘’*•+/")
_JOINS = frozenset(["và", "-", "–", "&", "cùng", "hoặc"])
# Words that lead to names: "sản phẩm", "như", "gồm", "bán".
_TRIGGERS = words(
    """
    phẩm như gồm là có hàng sản món đặc mặt nghề hiệu danh tên hãng loại chế làm trồng nấu bán
    bày mua dâng giới đạt với từ của
    """
)
_TAILS = words("homestay farmstay ecolodge bungalow coffee cafe tea ecofarm farm garden resort")
"""What names in the order of English end with: "Mế Farmstay", "LeK coffee"."""
NEAR = 6
"""Distances in tokens are told apart up to this."""
_NO_HEAD = "h=-"
"""Of a word that neither begins a head noun nor is inside one."""
_ROLES = {role: f"m={role}" for role in ("", "producer", "place", "star")}
"""Of the role that was found for a token."""
OCOP = "ocop=True"
"""Of a sentence that names the programme."""
# "3 sao", "3-4 sao", "***": it begins with a plain set of signs, which a search is fast with.
_SAO = re.compile(
    r"[1-5*](?:(?<=\*)\*\*|(?<!\w.)(?<!\*)(?i:(?:\s?[-–]\s?[1-5])? sao\b))", re.DOTALL
)


def shape(word: str) -> str:
    """`Aa`, `AA`, `aa`, `9`, `a9` or the mark itself."""
    if word.isdigit():
        return "9"
    if word[0].isalpha():
        if any(c.isdigit() for c in word):
            return "a9"
        if word[0].isupper():
            return "AA" if len(word) > 1 and word.isupper() else "Aa"
        return "aa" if not word.isascii() or len(word) < 5 else "asc"
    return "9" if word[0].isdigit() else word


class _Word:
    """What depends on a word alone, made once."""

    __slots__ = (
        "after", "before", "ends", "here", "key", "opens",
        "pair", "pair_ahead", "role", "shape", "shapes", "stops", "trigger",
    )  # fmt: skip

    def __init__(self, surface: str) -> None:
        self.key = key(surface)
        self.opens = second_words().get(self.key)
        self.shape = shape(surface)
        self.shapes = f"ss={self.shape}"
        self.here = [f"w={self.key}", f"s={self.shape}"]
        self.before = f"w-={self.key}"
        self.after = f"w+={self.key}"
        self.pair = f"ww={self.key}_"
        self.pair_ahead = f"wn={self.key}_"
        self.ends = surface in _DELIMITERS or surface in _JOINS
        self.stops = self.key in (";", ".", ":")
        self.role = self.key if self.key in ("của", "do") else ""
        self.trigger = self.key in _TRIGGERS or surface == ":"


_word = cache(_Word)
_EDGE = _Word("¶")


def features(tokens: Sequence[Token], marks: Sequence[str], about: Sequence[str]) -> Features:
    """What the model sees of a sentence; nothing of one that cannot name a product: it has no head
    noun, no star and no OCOP (a seventh of all text).

    `marks` holds the role already found for each token ("" or "producer", "place", "star");
    `about` what holds for the whole sentence.
    """
    words = [_word(t.surface) for t in tokens]
    lexicon = _lexicon(words)
    if not (OCOP in about or "star" in marks or lexicon.count(_NO_HEAD) < len(lexicon)):
        return _NOTHING
    lists = enumerations(tokens, marks)
    items = _items(tokens, lists, lexicon)
    return Features(_rows(words, lexicon, marks, items, about), lists)


def _rows(
    words: Sequence[_Word],
    lexicon: Sequence[str],
    marks: Sequence[str],
    items: Sequence[Row],
    about: Sequence[str],
) -> list[Row]:
    """What is known of each token, put together."""
    neighbours = zip([_EDGE, *words], words, [*words[1:], _EDGE], strict=False)
    return [
        [
            *word.here,
            before.before,
            after.after,
            before.pair + word.key,
            word.pair_ahead + after.key,
            before.shapes + word.shape + after.shape,
            lex,
            *behind,
            ahead,
            _ROLES[mark],
            *item,
            *about,
        ]
        for (before, word, after), lex, behind, ahead, mark, item in zip(
            neighbours, lexicon, _left(words, marks), _right(words), marks, items, strict=True
        )
    ]


def _lexicon(words: Sequence[_Word]) -> list[str]:
    """Whether each word begins a head noun (its length and group), is inside one, or neither."""
    out = [_NO_HEAD] * len(words)
    opening = [
        i
        for i, (word, after) in enumerate(zip(words, [*words[1:], _EDGE], strict=True))
        if word.opens and ("" in word.opens or after.key in word.opens)
    ]
    keys = [w.key for w in words] if opening else ()
    behind = 0
    for i in opening:
        if i >= behind and (found := head_at(keys, i)) is not None:
            length, group = found
            behind = i + length
            out[i:behind] = [f"h=B{min(length, 3)}{group[:4]}", *["h=I"] * (length - 1)]
    return out


def _items(
    tokens: Sequence[Token], lists: Sequence[Sequence[Item]], lexicon: Sequence[str]
) -> list[Row]:
    """Each token's place in an item of a list, and how many of the list begin with a head noun."""
    out: list[Row] = [["i=-"]] * len(tokens)
    for items in lists:
        opens = [lexicon[item.first][2] == "B" for item in items]
        size, share = min(len(items), 5), round(3 * sum(opens) / len(items))
        for item, is_head in zip(items, opens, strict=True):
            kind = "h" if is_head else _kind(tokens, item)
            for i in range(item.first, item.last):
                out[i] = _item(i == item.first, i == item.last - 1, kind, size, share)
    return out


def _kind(tokens: Sequence[Token], item: Item) -> str:
    if tokens[item.last - 1].surface.lower() in _TAILS:
        return "t"
    return str(tokens[item.first].surface[:1].isupper())


@cache
def _item(first: bool, last: bool, kind: str, size: int, share: int) -> Row:
    where = "F" if first else "I"
    end = "L" if last else ""
    return [f"i={where}{end}", f"i={where}{end}{kind}", f"i={where}{kind}{size}{share}"]


def _left(words: Sequence[_Word], marks: Sequence[str]) -> list[Row]:
    """What came before each token: the last delimiter, the last trigger, the last role."""
    out: list[Row] = []
    delimiter, near, trigger, far, role = "^", 0, "-", 0, "-"
    for word, mark in zip(words, marks, strict=True):
        out.append(_behind(delimiter, near, trigger, far, role))
        if near < NEAR:
            near += 1
        if far < NEAR:
            far += 1
        if word.ends:
            delimiter, near = word.key, 0
            if word.stops:
                role = "-"
        role = mark or word.role or role
        if word.trigger:
            trigger, far = word.key, 0
    return out


@cache
def _behind(delimiter: str, near: int, trigger: str, far: int, role: str) -> Row:
    return [f"d<{delimiter}{near}", f"t={trigger}{far}", f"r={role}{delimiter}"]


def _right(words: Sequence[_Word]) -> list[str]:
    """The next delimiter after each token, and how far it is."""
    out: list[str] = []
    for i, word in enumerate(words):
        if word.ends:
            out += _ahead(word.key, i - len(out))
    return out + _ahead("$", len(words) - len(out))


@cache
def _ahead(delimiter: str, count: int) -> Row:
    """Of so many tokens before a delimiter, how far it is."""
    return [f"d>{delimiter}{min(far, NEAR)}" for far in reversed(range(count))]


def about(text: str, before: str) -> list[str]:
    """What holds for a whole sentence: OCOP, stars, and whether a colon led to it."""
    return [
        OCOP if speaks_of_ocop(text) else "ocop=False",
        f"sao={_names_stars(text)}",
        f"lead={before}",
    ]


def _names_stars(text: str) -> bool:
    has_sign = "sao" in text.lower() or "***" in text
    return has_sign and _SAO.search(text) is not None
