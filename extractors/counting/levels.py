"""Which stars the products of a number have: by its own words, or by what was said before it."""

from __future__ import annotations

import re

from extractors.counting.memory import Statement
from extractors.counting.phrases import Phrase
from extractors.counting.references import this_number
from extractors.models import StarMention, Status

# Decision 148/QĐ-TTg: the national level is five stars.
_NATIONAL = re.compile(
    r"[^;.:(]{0,80}OCOP (?:cấp )?quốc gia| (?:đạt |được |công nhận )*cấp quốc gia", re.IGNORECASE
)
# "4 sản phẩm được nâng từ hạng 3 sao".
_FROM = re.compile(r"^[^,;.]{0,24}nâng(?: hạng| cấp)? từ (?:hạng )?[1-5] sao(?! lên)")
# "trao chứng nhận OCOP cấp quốc gia năm 2024 cho 4 sản phẩm".
_NATIONAL_BEFORE = re.compile(r"OCOP cấp quốc gia[^,;.:(]{0,40} cho $")


def rating_of(
    phrase: Phrase, lead: str, tail: str, said_so: Statement | None
) -> tuple[int | None, bool]:
    """The stars, and whether they are the least ("3 sao trở lên").

    `lead` and `tail` are the words before and after the number, `said_so` an earlier statement
    whose rating holds for it too.
    """
    star = phrase.star
    if star is not None and star.stars and _was_rated(star, tail):
        return (said_so.stars if said_so else None) or star.stars + 1, False
    if star is not None and not (star.stars is None and star.status is Status.UPGRADED):
        return star.stars, star.at_least
    if _NATIONAL.match(tail) or _NATIONAL_BEFORE.search(lead):
        return 5, False
    if said_so is not None and (not said_so.at_least or this_number(lead)):
        return said_so.stars, said_so.at_least
    return None, False


def _was_rated(star: StarMention, tail: str) -> bool:
    """ "10 sản phẩm đạt 4 sao, trong đó 4 sản phẩm được nâng từ hạng 3 sao": what it had."""
    return bool(_FROM.search(tail)) and " lên " not in star.surface
