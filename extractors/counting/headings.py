"""Ratings that head a list of units: "3 sao (cấp huyện):", "Huyện Sông Hinh (4 sản phẩm): …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.models import Block, BlockKind, StarMention
from extractors.vi.patterns import CLOSED

_WORDS = 60
"""Characters; a longer line is no heading."""
_LINE = re.compile(r"^\W*(?:[IVX]+|\d{1,2}|[a-zđ])?\W*(?:\w+\s){0,5}$")


def headed(flat: str, blocks: Sequence[Block], stars: Sequence[StarMention]) -> dict[int, int]:
    """The stars of the heading that each block stands under, by where the block begins.

    A heading holds until the next one, or a line that ends like a sentence and names no number.
    """
    found: dict[int, int] = {}
    level: int | None = None
    for block in blocks:
        words = flat[block.start : block.end]
        own = [s for s in stars if block.start <= s.start < block.end]
        if len(own) == 1 and _is_heading(words, own[0], block):
            level = own[0].stars
        elif own or (CLOSED.search(words) and "sản phẩm" not in words):
            level = None
        elif level is not None:
            found[block.start] = level
    return found


def _is_heading(words: str, star: StarMention, block: Block) -> bool:
    if len(words) > _WORDS or star.at_least or block.kind is BlockKind.TITLE:
        return False
    rest = words[star.end - block.start :].strip()
    before = words[: star.start - block.start]
    return bool(_LINE.match(before)) and (not rest or rest[0] in ":(") and rest[-1:] not in ".;,"
