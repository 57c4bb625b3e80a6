"""What the product model sees of each token: words, shape, list structure, neighbours' roles.

Built for speed: everything that depends on a word alone is a string made once and kept; per token
only a few strings are put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from extractors.lists import enumerations
from extractors.reading import Token
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
    """The strings that depend on a word alone."""

    __slots__ = ("after", "after2", "before", "before2", "here", "key", "shape")

    def __init__(self, surface: str) -> None:
        self.key = key(surface)
        self.shape = shape(surface)
        self.here = [f"w={self.key}", f"s={self.shape}"]
        self.before = [f"w-={self.key}", f"s-={self.shape}"]
        self.after = [f"w+={self.key}", f"s+={self.shape}"]
        self.before2 = f"w--={self.key}"
        self.after2 = f"w++={self.key}"


@cache
def _word(surface: str) -> _Word:
    return _Word(surface)


_EDGE = _Word("¶")


def rows(tokens: Sequence[Token], marks: Sequence[str], about: Sequence[str]) -> list[Row]:
    """One row of features per token of a sentence.

    `marks` holds the role already found for each token ("" or "producer", "place", "star");
    `about` what holds for the whole sentence.
    """
    words = [_word(t.surface) for t in tokens]
    keys = [w.key for w in words]
    lexicon = _lexicon(keys)
    left = _left(tokens, keys, marks, lexicon)
    right = _right(tokens, keys, marks)
    items = _items(tokens, marks, lexicon)
    padded = [_EDGE, _EDGE, *words, _EDGE, _EDGE]
    out = []
    for i, word in enumerate(words):
        row = [*word.here, *padded[i + 1].before, *padded[i + 3].after]
        row.append(padded[i].before2)
        row.append(padded[i + 4].after2)
        row.append(f"ww={padded[i + 1].key}_{word.key}")
        row.append(f"w2={word.key}_{padded[i + 3].key}")
        row.append(f"ss={padded[i + 1].shape}{word.shape}{padded[i + 3].shape}")
        row.append(lexicon[i])
        if i + 1 < len(words):
            row.append("+" + lexicon[i + 1])
        row += left[i]
        row += right[i]
        row.append(f"m={marks[i]}")
        row += items[i]
        row += about
        out.append(row)
    return out


def _lexicon(keys: Sequence[str]) -> list[str]:
    out = ["h=-"] * len(keys)
    i = 0
    while i < len(keys):
        found = head_at(keys, i)
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
        heads = sum(lexicon[item.first].startswith("h=B") for item in items)
        share = f"{min(len(items), 5)}{round(3 * heads / len(items))}"
        for item in items:
            head = (
                "h"
                if lexicon[item.first].startswith("h=B")
                else tokens[item.first].surface[:1].isupper()
            )
            for i in range(item.first, item.last):
                where = "F" if i == item.first else "I"
                end = "L" if i == item.last - 1 else ""
                out[i] = [f"i={where}{end}", f"i={where}{end}{head}", f"i={where}{head}{share}"]
    return out


def _left(
    tokens: Sequence[Token], keys: Sequence[str], marks: Sequence[str], lexicon: Sequence[str]
) -> list[Row]:
    """What came before each token: the last delimiter, the item's first word, the trigger."""
    out: list[Row] = []
    delimiter, distance = "^", 0
    opened, trigger, far, role = "-", "-", 0, "-"
    for token, word, mark, lex in zip(tokens, keys, marks, lexicon, strict=True):
        near = min(distance, NEAR)
        out.append(
            [
                f"d<{delimiter}{near}",
                f"o={opened}{delimiter}",
                f"t={trigger}{min(far, NEAR)}",
                f"r={role}{delimiter}",
            ]
        )
        if token.surface in _DELIMITERS or token.surface in _JOINS:
            delimiter, distance, opened = word, 0, "-"
            if word in (";", ".", ":"):
                role = "-"
        else:
            if distance == 0:
                opened = lex[2:4]
            distance += 1
        if mark:
            role = mark
        elif word in ("của", "do"):
            role = word
        far += 1
        if word in _TRIGGERS or word == ":":
            trigger, far = word, 0
    return out


def _right(tokens: Sequence[Token], keys: Sequence[str], marks: Sequence[str]) -> list[Row]:
    """What comes after each token: the next delimiter and the next role."""
    out: list[Row] = [[]] * len(keys)
    delimiter, distance, role, far = "$", 0, "-", 0
    for i in range(len(keys) - 1, -1, -1):
        out[i] = [f"d>{delimiter}{min(distance, NEAR)}", f"R={role}{min(far, NEAR)}"]
        word = keys[i]
        distance += 1
        far += 1
        if tokens[i].surface in _DELIMITERS or tokens[i].surface in _JOINS:
            delimiter, distance = word, 0
        if marks[i]:
            role, far = marks[i], 0
        elif word in ("của", "do"):
            role, far = word, 0
    return out


_OCOP = re.compile(r"[O0C]\.?COP\b|mỗi xã,? (?:phường,? )?một sản phẩm", re.IGNORECASE)
_SAO = re.compile(r"\b[1-5](?:\s?[-–]\s?[1-5])? sao\b|\*\*\*", re.IGNORECASE)


def speaks_of_ocop(text: str) -> bool:
    """Whether the programme is named: "OCOP", "0COP", "mỗi xã một sản phẩm"."""
    return bool(_OCOP.search(text))


def about(text: str, block: str, before: str) -> list[str]:
    """What holds for a whole sentence: its block, OCOP, stars, list marks, what led to it."""
    semicolons = text.count(";")
    commas = text.count(",")
    return [
        f"b={block}",
        f"ocop={bool(_OCOP.search(text))}",
        f"sao={bool(_SAO.search(text))}",
        f";={min(semicolons, 3)}",
        f",={min(commas // 2, 3)}",
        f"lead={before}",
    ]
