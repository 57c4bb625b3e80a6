"""Head nouns that open product names ("gạo", "nước mắm"), and the OCOP group that each tells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from extractors.vi.text import key

NO_PRODUCT = "no product"
"""The list of words that only begin like a head: "tiêu biểu" is no pepper."""


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
def _lengths() -> dict[tuple[str, ...], list[int]]:
    """How many words the heads have that begin with two words, most first."""
    lengths: dict[tuple[str, ...], set[int]] = {}
    for head in heads():
        if len(head) > 1:
            lengths.setdefault(head[:2], set()).add(len(head))
    return {opening: sorted(sizes, reverse=True) for opening, sizes in lengths.items()}


@cache
def second_words() -> dict[str, set[str]]:
    """What follows the words that heads begin with; "" where one is a head alone."""
    seconds: dict[str, set[str]] = {}
    for head in heads():
        seconds.setdefault(head[0], set()).add(head[1] if len(head) > 1 else "")
    return seconds


def head_at(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """`(length, group)` of the longest head that begins at word `i` (keys), or None."""
    known, opening = heads(), tuple(words[i : i + 2])
    for length in _lengths().get(opening, ()):
        head = tuple(words[i : i + length])
        if (group := known.get(head)) is not None:
            return None if group == NO_PRODUCT else (len(head), group)
    group = known.get(opening[:1])
    return None if group is None or group == NO_PRODUCT else (1, group)


def group_of(name: str) -> str | None:
    """The OCOP group that a product's name tells: `group_of("rượu sim Quý Chuẩn")` → `đồ uống`."""
    words = [key(w) for w in name.split()]
    found = head_at(words, 0) if words else None
    return found[1] if found else None
