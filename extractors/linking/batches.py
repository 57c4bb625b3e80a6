"""The rating of the batch that an article reports: "7 sản phẩm nhận 4 sao … Đó là: A; B; …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.linking.granting import before_first, counted, give, is_given, is_refusal
from extractors.linking.openings import is_heading
from extractors.linking.rows import Draft, Row
from extractors.models import BlockKind, StarMention, Status

_NUMBERED = re.compile(r"^\W*\d{1,3}\W*$|^\s*[-–+•*]\s*$")
_EXAMPLES = re.compile(r"\bnhư(?! sau)\b[^.;:]{0,30}$", re.IGNORECASE)
# "Đó là …", "danh sách các sản phẩm …": what leads to a list.
_INTRODUCES = re.compile(
    r"\b(?:đó là|gồm|cụ thể|danh sách|như sau|dưới đây|còn lại|sản phẩm|món|nhóm|thu hồi)\b",
    re.IGNORECASE,
)
_LOST = frozenset([Status.REVOKED, Status.EXPIRED])
HEAD = 6
"""Sentences in which an article says what batch it reports."""
BATCH = 60
"""Products; a batch is smaller, what a province has in all is more."""


def link_batch(rows: Sequence[Row]) -> None:
    """The rating of the batch an article reports is that of the products it lists without one."""
    introduced = [d for n in range(len(rows)) for d in _introduced(rows, n)]
    refused = {d.identity for row in rows if introduced and is_refusal(row) for d in row.drafts()}
    listed = [d for d in introduced if d.identity not in refused]
    if not listed:
        return
    star = _batch_rating(rows, len({d.identity for d in listed}))
    if star is not None:
        give(listed, star, "batch")


def _introduced(rows: Sequence[Row], n: int) -> list[Draft]:
    """The products without a rating that row `n` lists, or that stand under a heading."""
    unrated = [d for d in rows[n].drafts() if d.rating is None]
    is_list = unrated and (_introduces_list(rows[n]) or (n and is_heading(rows[n - 1])))
    return unrated if is_list else []


def _introduces_list(row: Row) -> bool:
    before = before_first(row)
    if _EXAMPLES.search(before):
        return False
    labelled = before.rstrip().endswith(":") and not isinstance(row.marks[0], Draft)
    in_table = row.block.kind is BlockKind.TABLE_ROW
    return labelled or in_table or bool(_INTRODUCES.search(before) or _NUMBERED.match(before))


def _batch_rating(rows: Sequence[Row], count: int) -> StarMention | None:
    """The one rating said of a number of products that can hold `count`, best of just so many."""
    near: dict[int | None, StarMention] = {}
    exact: dict[int | None, StarMention] = {}
    for n, row in enumerate(rows):
        for i, star in enumerate(row.marks if row.stars else ()):
            if isinstance(star, StarMention) and (value := counted(row, i)):
                if value == count and star.status in _LOST:
                    return star
                if not _is_told(row, star):
                    continue
                if value == count:
                    exact.setdefault(star.stars, star)
                if n < HEAD and count - 1 <= value <= BATCH and not _is_split(row):
                    near.setdefault(star.stars, star)
    found = exact if len(exact) == 1 else near
    return next(iter(found.values())) if len(found) == 1 else None


def _is_told(row: Row, star: StarMention) -> bool:
    """A rating that products have; in a sentence on what they strive for no number has one yet."""
    return is_given(star) and not any(m.status is Status.TARGET for m in row.stars)


def _is_split(row: Row) -> bool:
    """Whether the row gives several ratings: "6 sản phẩm 4 sao, còn lại là 3 sao"."""
    return len({m.stars for m in row.stars}) > 1
