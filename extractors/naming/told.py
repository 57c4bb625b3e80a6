"""Names that stand where a list's items stand, with what is told of them behind: their maker or
their stars. "1. Bột cà phê Classic (Công ty TNHH Vĩnh Hiệp)", "4. Mật sim Bảy Gáo - 3 sao",
"Giỏ mây quai da của Công ty TNHH Tre Nâu"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from extractors.naming.dropped_heads import Span
from extractors.naming.heads import head_at
from extractors.naming.lists import first_item, is_mark
from extractors.reading import Token
from extractors.vi.text import key

LIKELY = {"của": 0.1, "do": 0.02, "(": 0.02, "-": 0.02, "–": 0.02, ",": 0.02}
"""What leads to a maker or stars, and how much the model must give the name before it: "của" stands
in any prose, the others where lists are."""
LONGEST = 10
"""Tokens of a name that the model does not see, but what stands around it vouches for."""


class Chances(Protocol):
    """How sure the model is."""

    def begins(self, i: int) -> float:
        """How likely a name begins at token `i`, 0 to 1."""


def told(tokens: Sequence[Token], marks: Sequence[str], chances: Chances) -> Iterator[Span]:
    """What opens a sentence or a part of it with a head noun and goes right up to what is told of
    it. `marks` gives each token's role ("producer", "place", "star" or "")."""
    for end in range(1, len(tokens) - 1):
        least = LIKELY.get(tokens[end].surface)
        if least is None or not _tells(tokens, marks, end + 1):
            continue
        first = _opening(tokens, marks, end)
        if first is None or not 1 < end - first <= LONGEST:
            continue
        keys = [key(t.surface) for t in tokens[first:end]]
        if head_at(keys, 0) and chances.begins(first) >= least:
            yield first, end


def _tells(tokens: Sequence[Token], marks: Sequence[str], i: int) -> bool:
    """Whether a maker or stars begin at token `i`: "Công ty …", "3 sao", "Chủ thể: …"."""
    if marks[i]:
        return marks[i] != "place"
    return [t.surface.lower() for t in tokens[i : i + 2]] == ["chủ", "thể"]


def _opening(tokens: Sequence[Token], marks: Sequence[str], end: int) -> int | None:
    """Where the name begins that ends at token `end`, or None where something leads to it.

    Before a comma it must open the sentence: "gạo, mật ong, Công ty A" is a list.
    """
    first = next((i + 1 for i in range(end - 1, -1, -1) if is_mark(tokens[i])), 0)
    if tokens[end].surface == "," and first > 0:
        return None
    first += first == 0 and tokens[0].surface.isdigit() and tokens[1].surface[0].isupper()
    item = first_item(tokens, marks, first)
    if item is None or item.last != end:
        return None
    return None if item.first > first and tokens[end].surface == "của" else item.first
