"""How a product is packed, which is told behind its name and is no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.naming.dropped_heads import Span
from extractors.reading import Token
from extractors.vi.text import words

_CONTAINERS = ("chai", "lọ", "hũ", "hộp", "gói", "túi", "bao", "bịch", "lon", "can", "thùng")
PACKED = rf"\((?:loại |đóng )?(?:\d|(?:{'|'.join(_CONTAINERS)})\b)[^()]*\)"
"""A bracket of it, as a pattern: "mật sim (chai 750 ml) - Công ty …"."""
_OPENING = frozenset({*_CONTAINERS, "vỉ", "bình", "loại"})
_BEFORE = frozenset({"đóng", "loại", "(", ",", "-", "–"})
_UNITS = words("g gr gam gram kg ml lít l")


def unpacked(tokens: Sequence[Token], span: Span) -> Span:
    """The name without its packing: "cà phê bột (túi 500 g)", "nước ép bưởi đóng chai 300 ml"; not
    where sizes tell products apart: "mật ong 500 ml, 250 ml"."""
    first, last = span
    end = last - (tokens[last - 1].surface == ")")
    if end - first < 4 or tokens[end - 1].surface.lower() not in _UNITS or _is_parted(tokens, last):
        return span
    opening = (i for i in range(end - 2, first, -1) if tokens[i].surface.lower() in _OPENING)
    pack = next(opening, None)
    if pack is None or not tokens[end - 2].surface[0].isdigit():
        return span
    while pack > first + 1 and tokens[pack - 1].surface in _BEFORE:
        pack -= 1
    return first, pack


def _is_parted(tokens: Sequence[Token], last: int) -> bool:
    """Whether a further size follows."""
    following = [t.surface for t in tokens[last : last + 2]]
    return len(following) == 2 and following[0] in (",", "và") and following[1][0].isdigit()
