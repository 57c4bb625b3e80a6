"""Whether an article speaks of OCOP or of farming at all."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from extractors.models import Article

# Spellings seen in print: OCOP, O.COP, 0COP, OCCOP, CCOP, "mỗi xã (phường) một sản phẩm". Not the
# OCOP inside ConocoPhillips. Every page is searched, and a search without regard to case takes five
# times as long where it does not begin with a plain set of letters.
_OCOP = re.compile(
    r"[OoCc0Mm](?i:(?<![^\W\d_].)(?:(?<=[o0])\.?c?cop|(?<=c)cop)(?![^\W\d_])"
    r"|(?<=m)ỗi\s+(?:xã|phường)[\w\s,]{0,16}một\s+sản\s+phẩm"
    r"|(?<=m)ột\s+xã\s+một\s+sản\s+phẩm)"
)
_FARMING = re.compile(
    r"\b(?:nông\s+(?:nghiệp|dân|sản|thôn|trại|hộ)|hợp\s+tác\s+xã|htx|làng\s+nghề|đặc\s+sản|thủy\s+sản"
    r"|thuỷ\s+sản|hải\s+sản|chăn\s+nuôi|trồng\s+trọt|canh\s+tác|thu\s+hoạch|vụ\s+mùa|mùa\s+vụ|gieo"
    r"|giống|cây\s+trồng|vật\s+nuôi|lúa|gạo|chè|trà(?!\s+(?:vinh|bồng|my|ôn|cú|lĩnh|leng))|cà\s+phê"
    r"|hồ\s+tiêu|sầu\s+riêng|trái\s+cây|rau|vườn|ruộng|nương|phân\s+bón|lợn|heo|trâu|bò|gia\s+cầm"
    r"|nuôi\s+tôm|cá\s+tra|mật\s+ong|khuyến\s+nông)\b"
)
_ENOUGH_WORDS = 3
"""Different farming words that make a farming article; one "gạo" alone is a metaphor."""
_OFTEN = 4
_DENSE = 2.0
"""Or one word again and again: so many times, and so many in a thousand characters ("heo" in a
report on its price)."""


@lru_cache(maxsize=256)  # several finders ask of the same sentences
def speaks_of_ocop(text: str) -> bool:
    """`speaks_of_ocop("12 sản phẩm 0COP của huyện")` → True; "ConocoPhillips" → False."""
    lower = text.lower()
    may = "cop" in lower or ("một" in lower and "phẩm" in lower)
    return may and _OCOP.search(text) is not None


def why_off_topic(article: Article) -> str | None:
    """What an article lacks to be of OCOP or of farming, fishery, forestry, craft villages.

    None for one that is kept, else `"no word of OCOP; of farming only gạo 1×"`.
    """
    text = article.text
    if speaks_of_ocop(text):
        return None
    found = Counter(" ".join(m.group().split()) for m in _FARMING.finditer(text.lower()))
    if len(found) >= _ENOUGH_WORDS:
        return None
    often = found.total()
    if often >= _OFTEN and often * 1000 >= _DENSE * len(text):
        return None
    words = ", ".join(f"{word} {times}×" for word, times in found.items())
    return f"no word of OCOP; of farming only {words}" if words else "no word of OCOP or farming"
