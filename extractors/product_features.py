"""What the product model sees of each token: words, shape, list structure, neighbours' roles.

Built for speed: everything that depends on a word alone is a string made once and kept; per token
only a few strings are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from extractors.lists import enumerations
from extractors.reading import Token
from extractors.topic import speaks_of_ocop
from extractors.vi.text import key, words

Row = list[str]

_DELIMITERS = frozenset(";,.:()[]|…!?“”\"'‘’*•+/")
_JOINS = frozenset(["và", "-", "–", "&", "cùng", "hoặc"])
_TRIGGERS = words(
    """
    phẩm như gồm là có hàng sản món đặc mặt nghề hiệu danh tên hãng loại chế làm trồng nấu bán
    bày mua dâng giới đạt với từ của
    """
)
NO_PRODUCT = "no product"
"""The list of words that only begin like a head: "tiêu biểu" is no pepper."""
NEAR = 6
"""Distances in tokens are told apart up to this."""


@cache
def heads() -> dict[tuple[str, ...], str]:
    """Words that open product names, as tuples of keys → OCOP group."""
    found: dict[tuple[str, ...], str] = {}
    group = ""
    text = files("extractors").joinpath("data/product_heads.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif not line.startswith("#"):
            for head in line.split(","):
                if head.strip():
                    found.setdefault(tuple(key(w) for w in head.split()), group)
    return found


@cache
def _by_first() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The heads by their first word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for head, group in heads().items():
        table.setdefault(head[0], []).append((head, group))
    for entries in table.values():
        entries.sort(key=lambda e: (-len(e[0]), e))
    return table


def head_at(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """`(length, group)` of the longest head that begins at word `i` (keys), or None."""
    for head, group in _by_first().get(words[i], ()):
        if tuple(words[i : i + len(head)]) == head:
            return None if group == NO_PRODUCT else (len(head), group)
    return None


def group_of(name: str) -> str | None:
    """The OCOP group that a product's name tells: `group_of("rượu sim Quý Chuẩn")` → `đồ uống`."""
    words = [key(w) for w in name.split()]
    found = head_at(words, 0) if words else None
    return found[1] if found else None


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

    __slots__ = ("after", "before", "ends", "here", "key", "pair", "role", "shape", "trigger")

    def __init__(self, surface: str) -> None:
        self.key = key(surface)
        self.shape = shape(surface)
        self.here = [f"w={self.key}", f"s={self.shape}"]
        self.before = f"w-={self.key}"
        self.after = f"w+={self.key}"
        self.pair = f"ww={self.key}_"
        self.ends = surface in _DELIMITERS or surface in _JOINS
        self.role = self.key if self.key in ("của", "do") else ""
        self.trigger = self.key in _TRIGGERS or surface == ":"


_word = cache(_Word)
_EDGE = _Word("¶")


def rows(tokens: Sequence[Token], marks: Sequence[str], about: Sequence[str]) -> list[Row]:
    """One row of features per token of a sentence; none at all for a sentence that cannot name a
    product: it has no head noun, no star and no OCOP (a seventh of all text).

    `marks` holds the role already found for each token ("" or "producer", "place", "star");
    `about` what holds for the whole sentence.
    """
    words = [_word(t.surface) for t in tokens]
    lexicon = _lexicon([w.key for w in words])
    if not any(_bears_names(marks, lexicon, about)):
        return []
    left = _left(words, marks)
    right = _right(words)
    items = _items(tokens, marks, lexicon)
    out = []
    before = _EDGE
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else _EDGE
        out.append(
            [
                *word.here,
                before.before,
                after.after,
                before.pair + word.key,
                _shapes(before.shape, word.shape, after.shape),
                lexicon[i],
                *left[i],
                right[i],
                _ROLES[marks[i]],
                *items[i],
                *about,
            ]
        )
        before = word
    return out


def _bears_names(
    marks: Sequence[str], lexicon: Sequence[str], about: Sequence[str]
) -> Iterator[bool]:
    yield OCOP in about
    yield "star" in marks
    yield any(lex[2] == "B" for lex in lexicon)


_ROLES = {role: f"m={role}" for role in ("", "producer", "place", "star")}


@cache
def _shapes(before: str, here: str, after: str) -> str:
    return f"ss={before}{here}{after}"


def _lexicon(keys: Sequence[str]) -> list[str]:
    """Whether each word begins a head noun (its length and group), is inside one, or neither."""
    out = ["h=-"] * len(keys)
    known = _by_first()
    i = 0
    while i < len(keys):
        found = head_at(keys, i) if keys[i] in known else None
        if found is None:
            i += 1
            continue
        length, group = found
        out[i] = f"h=B{min(length, 3)}{group[:4]}"
        for j in range(i + 1, i + length):
            out[j] = "h=I"
        i += length
    return out


def _items(tokens: Sequence[Token], marks: Sequence[str], lexicon: Sequence[str]) -> list[Row]:
    """Each token's place in an item of a list, and how many of the list begin with a head noun."""
    out: list[Row] = [["i=-"]] * len(tokens)
    for items in enumerations(tokens, marks):
        opens = [lexicon[item.first][2] == "B" for item in items]
        size, share = min(len(items), 5), round(3 * sum(opens) / len(items))
        for item, is_head in zip(items, opens, strict=True):
            kind = "h" if is_head else str(tokens[item.first].surface[:1].isupper())
            for i in range(item.first, item.last):
                out[i] = _item(i == item.first, i == item.last - 1, kind, size, share)
    return out


@cache
def _item(first: bool, last: bool, kind: str, size: int, share: int) -> Row:
    where = "F" if first else "I"
    end = "L" if last else ""
    return [f"i={where}{end}", f"i={where}{end}{kind}", f"i={where}{kind}{size}{share}"]


def _left(words: Sequence[_Word], marks: Sequence[str]) -> list[Row]:
    """What came before each token: the last delimiter, the last trigger, the last role."""
    out: list[Row] = []
    delimiter, distance, trigger, far, role = "^", 0, "-", 0, "-"
    for word, mark in zip(words, marks, strict=True):
        out.append(_behind(delimiter, min(distance, NEAR), trigger, min(far, NEAR), role))
        distance += 1
        far += 1
        if word.ends:
            delimiter, distance = word.key, 0
            if word.key in (";", ".", ":"):
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
    out = [""] * len(words)
    delimiter, distance = "$", 0
    for i in range(len(words) - 1, -1, -1):
        out[i] = _ahead(delimiter, min(distance, NEAR))
        distance += 1
        if words[i].ends:
            delimiter, distance = words[i].key, 0
    return out


@cache
def _ahead(delimiter: str, near: int) -> str:
    return f"d>{delimiter}{near}"


OCOP = "ocop=True"
_SAO = re.compile(r"\b[1-5](?:\s?[-–]\s?[1-5])? sao\b|\*\*\*", re.IGNORECASE)


def about(text: str, before: str) -> list[str]:
    """What holds for a whole sentence: OCOP, stars, and whether a colon led to it."""
    return [
        OCOP if speaks_of_ocop(text) else "ocop=False",
        f"sao={_SAO.search(text) is not None}",
        f"lead={before}",
    ]
