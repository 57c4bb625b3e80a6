"""When two statements of numbers say the same.

Thirty papers that print one press text make one claim with thirty citations. What was reached so
far ("đến nay có 83", a stock) and what came new ("công nhận thêm 22", a flow) are never the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from hashlib import sha1

from extractors.models import StarCount
from extractors.vi.text import key
from storage.places import columns_of

_LEADS = frozenset(map(key, ("tính", "đến", "tới", "chốt", "ngày", "tháng", "thời", "điểm")))
"""Words before a date that change nothing of it: "tính đến ngày 30/6/2024"."""
_NOW = frozenset(map(key, ("nay", "hiện", "hiện nay", "hiện tại", "bây giờ", "này")))
_END = {key("hết"): key("cuối")}
_BETWEEN_NUMBERS = re.compile(rf"(?<=\d)(?: {key('tháng')} | {key('năm')} |-)(?=\d)")


def claim_key(count: StarCount, sentence: str) -> str:
    """The subject of a statement and its number, in a form that compares equal.

    Without a place ("trong đợt này có 22 sản phẩm đạt 4 sao") only the same sentence in another
    paper is the same claim.
    """
    return f"{claim_subject(count, sentence)}={count.count}"


def claim_subject(count: StarCount, sentence: str) -> str:
    """What a number is said of: `14|3||achieved|stock|`."""
    if count.place is None:
        where = "?" + sha1(key(sentence).encode(), usedforsecurity=False).hexdigest()[:16]
    else:
        where = columns_of(count.place)["place_id"] or key(count.place.name)
    parts = (
        where,
        str(count.stars or "all"),
        "+" if count.at_least else "",
        count.status.value,
        count.scope or "",
        moment(count.as_of),
    )
    return "|".join(parts)


def moment(as_of: str | None) -> str:
    """The date of a number in a form that compares equal: "tính đến 30/06/2024", "ngày 30/6/2024".

    Empty for "đến nay" and "hiện nay": they say the article's own day, as saying nothing does.
    """
    numbers = _BETWEEN_NUMBERS.sub("/", key(as_of or ""))
    words = [_END.get(word, word) for word in numbers.split() if word not in _LEADS]
    said = re.sub(r"\b0(?=\d)", "", " ".join(words))
    return "" if said in _NOW else said


def names_a_year(as_of: str | None) -> bool:
    """Whether the date is one day or year, whenever the article came out: not "đến hết tháng 9"."""
    return re.search(r"\d{4}", as_of or "") is not None


def said_in_full(keys: Collection[str]) -> dict[str, str]:
    """Of the keys of one article, which say with less words what another one says.

    A headline's "Sơn La có 28 sản phẩm OCOP" repeats the text's "đến nay có 28 sản phẩm": what it
    leaves out contradicts nothing. Where two fit ("thêm 28", "đến nay có 28") it stays by itself.
    """
    full = {}
    for brief in keys:
        fitting = [one for one in keys if one != brief and _repeats(brief, one)]
        last = [one for one in fitting if not any(_repeats(one, two) for two in fitting)]
        if len(last) == 1:
            full[brief] = last[0]
    return full


def _repeats(brief: str, full: str) -> bool:
    (*same, scope, day), (*of_full, its_scope, its_day) = _parts(brief), _parts(full)
    known = same == of_full and brief != full and not brief.startswith("?")
    return known and scope in ("", its_scope) and day in ("", its_day)


def _parts(of: str) -> list[str]:
    """`14|3||achieved|stock|=83` → place, stars, or more, status and number; scope; moment."""
    subject, _, number = of.rpartition("=")
    *what, scope, day = subject.split("|", 5)
    return [*what, number, scope, day]
