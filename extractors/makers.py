"""Who makes a product: "chè Tà Xùa của HTX …", "HTX … có 2 sản phẩm: …".

A producer follows its products or, with "có", "gồm", stands before them. What the sentence does not
give comes from the article: the same name elsewhere, or the one producer of a portrait.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.models import ProducerMention
from extractors.rows import Draft, Row
from extractors.vi.text import key, words

_OF = re.compile(
    r"^[\s\"“”'’)\]]*(?:[,(–\-|:/]\s*)?(?:\(?\s*\b(?:là|sản phẩm|chủ thể|của|do|thuộc|từ|được"
    r"|tại|ở|bởi|đến từ|các|được sản xuất)\b\s*:?\s*){0,4}[(–\-:\s\"“]*$",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:có|với|gồm|là|đưa|mang|làm|sản xuất|nấu|trồng|chế biến|sản phẩm|thương hiệu|được)\b"
    r"|[:(–]|\s-\s",
    re.IGNORECASE,
)
FEW = 4
"""Products; with more the article is no portrait of one producer."""


_KINDS = frozenset(
    key(word)
    for word in words(
        """
        htx hợp tác xã (htx) htxnn công ty cty cp ctcp cổ phần tnhh mtv một thành viên trách
        nhiệm hữu hạn cơ sở hộ sản xuất kinh doanh tổ doanh nghiệp tư nhân
        """
    )
)


def is_same(one: str, other: str) -> bool:
    """Whether two names are one producer's: "HTX chè Hảo Đạt" and "Hợp tác xã Hảo Đạt"."""
    a, b = (frozenset(key(name).split()) - _KINDS for name in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def link(rows: Sequence[Row]) -> None:
    """Give every draft of these rows its producer, as far as the text carries one."""
    for row in rows:
        _in_row(row)
    drafts = [d for row in rows for d in row.drafts()]
    _share_by_name(drafts)
    _lone_producer(rows, drafts)


def _in_row(row: Row) -> None:
    for i, mark in enumerate(row.marks):
        if not isinstance(mark, ProducerMention):
            continue
        group = row.group_before(i)
        if group and _belongs(row, group[-1], i):
            _assign(row, group, mark)
        else:
            _assign(row, _forward(row, i), mark)


def _belongs(row: Row, product: int, producer: int) -> bool:
    gap = row.between(product, producer)
    return bool(_OF.match(gap)) or (
        len(gap) < 40
        and bool(re.search(r"\b(?:của|do)\b[^;.]*$", gap))
        and not re.search("[;.]", gap)
    )


def _forward(row: Row, i: int) -> list[int]:
    """The products after producer `i` that it is said to have."""
    found: list[int] = []
    for k in range(i + 1, len(row.marks)):
        mark = row.marks[k]
        if isinstance(mark, ProducerMention):
            break
        if isinstance(mark, Draft):
            if not found and not _HAS.search(row.between(i, k)):
                break
            found.append(k)
    return found


def _assign(row: Row, indexes: Sequence[int], producer: ProducerMention) -> None:
    for k in indexes:
        draft = row.marks[k]
        if isinstance(draft, Draft) and draft.producer is None:
            draft.producer = producer


def _share_by_name(drafts: Sequence[Draft]) -> None:
    """A name with one producer anywhere has it wherever the name stands alone."""
    makers: dict[str, dict[str, ProducerMention]] = {}
    for draft in drafts:
        if draft.producer:
            known = makers.setdefault(key(draft.mention.name), {})
            known.setdefault(key(draft.producer.name), draft.producer)
    for draft in drafts:
        known = makers.get(key(draft.mention.name), {})
        if draft.producer is None and len(known) == 1:
            draft.producer = next(iter(known.values()))


def _lone_producer(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    """A portrait names one producer: its products are that producer's."""
    makers = _makers(rows)
    if makers and is_portrait(rows, drafts) and _is_one(makers):
        for draft in drafts:
            draft.producer = draft.producer or makers[0]


def is_portrait(rows: Sequence[Row], drafts: Sequence[Draft]) -> bool:
    """Whether the article is about one maker: few products, and no two producers."""
    names = {key(d.mention.name) for d in drafts}
    return 0 < len(names) <= FEW and _is_one(_makers(rows))


def _makers(rows: Sequence[Row]) -> list[ProducerMention]:
    return [m for row in rows for m in row.marks if isinstance(m, ProducerMention)]


def _is_one(makers: Sequence[ProducerMention]) -> bool:
    return all(is_same(makers[0].name, m.name) for m in makers[1:])
