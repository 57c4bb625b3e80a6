"""When two statements of numbers say the same.

Thirty papers that print one press text make one claim with thirty citations. What was reached so
far ("đến nay có 83", a stock) and what came new ("công nhận thêm 22", a flow) are never the same.
"""

from __future__ import annotations

from hashlib import sha1

from extractors.models import StarCount
from extractors.vi.text import key
from storage.places import columns_of


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
        key(count.as_of or ""),
    )
    return "|".join(parts)
