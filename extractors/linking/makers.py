"""Who makes a product: "chè Tà Xùa của HTX …", "HTX … có 2 sản phẩm: …".

A producer follows its products or, with "có", "gồm", stands before them. What the sentence does not
give comes from the article: the same name elsewhere, or the one producer of a portrait.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.linking import referrals
from extractors.linking.brands import has_other_brand, is_brand_of, is_same
from extractors.linking.rows import Draft, Row, span
from extractors.models import BlockKind, PlaceMention, ProducerMention
from extractors.naming.packing import PACKED
from extractors.vi.patterns import BRACKET, one_of, starts
from extractors.vi.text import key

# What stands between a product and its maker ("mật ong của HTX", "mật ong (Chủ thể: HTX"); ratings
# are left out: "(4 sao; Cơ sở Ba Én", "đều 3 sao, HTX Sen Hồng".
_SIGN = r"(?:[,(–\-|:/]\s*(?:(?:đều|cùng|cũng)\b\s*)?)"
_MADE_BY = one_of(
    """
    là | sản phẩm | chủ thể | đơn vị(?: sản xuất)? | của | do | thuộc | từ | được | tại | ở | bởi
    đến từ | các | được sản xuất
    """
)
_OF = re.compile(
    rf"^[\s\"“”'’)\]]*(?:{PACKED}\s*)?{_SIGN}{{0,2}}(?:(?<=\()\s*;\s*)?"
    rf"(?:\(?\s*\b{_MADE_BY}\b\s*:?\s*){{0,4}}[(–\-:\s\"“]*$",
    re.IGNORECASE,
)
# From a maker to the products that it is said to have: "HTX Sen Hồng có bún khô, dầu mè".
_HAVE = one_of(
    """
    có | với | gồm | là | đưa | mang | làm | sản xuất | nấu | trồng | chế biến | góp | ra
    giới thiệu | sở hữu | đăng ký | sản phẩm | thương hiệu | được | giữ | bằng
    """
)
_HAVING = rf"\b{_HAVE}\b"
_HAS = re.compile(rf"{_HAVING}|[:(–]|\s-\s", re.IGNORECASE)
_HAS_THEN = re.compile(rf"[^;.()]*?(?:\([^()]*\)[^;.()]*?)?{_HAVING}", re.IGNORECASE)
# Between a product and what comes next: in "HTX X có A, HTX Y có B" no word ties A to Y.
_NEXT = re.compile(r"^[\s\"”’)]*[,;]?\s*(?:và\s+)?$")
# "(Chủ thể: Đinh Công Minh Thông - Công ty …": a person stands between.
_OWNER = re.compile(r"^[\s\"”)]*\(\s*chủ thể[^();]*[-–]\s*$", re.IGNORECASE)
# "bún khô rất ngon của HTX Sen Hồng".
_LATER_OF = re.compile(r"\b(?:của|do)\b[^;.]*$")
# Makers told in the order of their products.
_IN_TURN = re.compile(r"\b(?:lần lượt|theo thứ tự|tương ứng|thứ tự)\b", re.IGNORECASE)
_SEMICOLON = re.compile(r"^[\s\"“”]*[;,][\s\"“”]*$")
NEAR = 40
"""Characters that may stand between a product and the "của" of its producer."""
_PERSON = re.compile(starts(["chị", "cô", "anh", "ông", "bà", "tôi", "tui"]) + r"(?!\w)")
PEOPLE, DENSE = 4, 2
"""Words for persons that make an article a story of people: in all, and in 1,000 characters."""
MANY = 13
"""Products that such a story of one maker may name."""
FEW = 4
"""Products; with more the article is no portrait of one producer."""


def link(rows: Sequence[Row]) -> None:
    """Give every draft of these rows its producer, as far as the text carries one."""
    for row in rows:
        _in_row(row)
    referrals.link(rows)
    drafts = [d for row in rows for d in row.drafts()]
    makers = _makers(rows)
    owned = {id(d.producer) for d in drafts}
    _share_by_name(drafts)
    _share_brand(drafts, makers)
    free = [m for m in makers if id(m) not in owned]
    if makers and (free or _is_of_people(rows)) and is_portrait(rows, drafts):
        few = len({d.identity for d in drafts}) <= FEW
        _give((d for d in drafts if few or not has_other_brand(d, makers[0])), makers[0], "story")


def _in_row(row: Row) -> None:
    """First what stands before its maker, then what a maker is said to have, then the items."""
    if not row.makers or not row.drafts():
        return
    ahead: list[int] = []
    for i, mark in enumerate(row.marks):
        if not isinstance(mark, ProducerMention):
            continue
        group = _owned(row, i)
        turns = _in_turn(row, group, i)
        for product, maker in turns:
            _assign(row, [product], maker, "in turn")
        if group and not turns and _belongs(row, group[-1], i):
            _assign(row, group, mark, "behind")
        elif not turns:
            ahead.append(i)
    for i in ahead:
        mark = row.marks[i]
        assert isinstance(mark, ProducerMention)
        _assign(row, _forward(row, i), mark, "ahead")
    _items(row)


def _items(row: Row) -> None:
    """The one maker that stands behind all products of a list's item is that of each: "…; trà lài,
    espresso đóng túi (HTX Sen Hồng); …"."""
    if ";" not in row.words() and row.block.kind is not BlockKind.LIST_ITEM:
        return
    ends = [m.start() + row.start for m in re.finditer(";", row.words())]
    for start, end in pairwise([row.start, *ends, row.end]):
        inside = [m for m in row.marks if start <= span(m)[0] < end]
        makers = [m for m in inside if isinstance(m, ProducerMention)]
        drafts = [m for m in inside if isinstance(m, Draft)]
        if len(makers) == 1 and drafts and drafts[-1].mention.end <= makers[0].start:
            _give((d for d in drafts if not _is_closed_off(row, d, makers[0])), makers[0], "item")


def _is_closed_off(row: Row, draft: Draft, maker: ProducerMention) -> bool:
    """Whether a place or the end of a bracket parts a product from the maker behind it."""
    start, end = draft.mention.end, maker.start
    placed = any(isinstance(m, PlaceMention) and start <= m.start < end for m in row.marks)
    return placed or ")" in BRACKET.sub("", row.text[start:end])


def _owned(row: Row, i: int) -> list[int]:
    """The enumeration before producer `i`; one bracket at the end of a list without any other
    producer is for all: "A; B; C (Công ty …)"."""
    group = _since_bracket(row, row.group_before(i))
    makers = [k for k, m in enumerate(row.marks[:i]) if isinstance(m, ProducerMention)]
    earlier = [
        k for k, m in enumerate(row.marks[: group[0]] if group else ()) if isinstance(m, Draft)
    ]
    bare = all(_SEMICOLON.match(row.between(a, b)) for a, b in pairwise([*earlier, *group[:1]]))
    return [*earlier, *group] if not makers and len(earlier) > 1 and bare else group


def _since_bracket(row: Row, group: list[int]) -> list[int]:
    """Products from the last one on that follows a bracket with a place: in "A (xã X) và B (HTX Y)"
    the maker is not A's."""
    for n in range(len(group) - 1, 0, -1):
        left, right = group[n - 1], group[n]
        placed = any(isinstance(m, PlaceMention) for m in row.marks[left + 1 : right])
        if placed and "(" in row.between(left, right):
            return group[n:]
    return group


def _in_turn(row: Row, group: Sequence[int], i: int) -> list[tuple[int, ProducerMention]]:
    """ "A và B, lần lượt của HTX X và HTX Y", "A và B (HTX X; HTX Y)": as many makers as products,
    each its own."""
    makers = [(i, row.marks[i])]
    for k in range(i + 1, len(row.marks)):
        if isinstance(row.marks[k], Draft):
            break
        if isinstance(row.marks[k], ProducerMention):
            makers.append((k, row.marks[k]))
    if len(group) < 2 or len(makers) != len(group):
        return []
    said = _IN_TURN.search(row.between(group[-1], i))
    inside = ")" not in row.text[span(row.marks[group[-1]])[1] : span(row.marks[makers[-1][0]])[0]]
    if not said and not (inside and row.before(i).rstrip().endswith("(")):
        return []
    return [
        (p, m) for p, (_, m) in zip(group, makers, strict=True) if isinstance(m, ProducerMention)
    ]


def _belongs(row: Row, product: int, producer: int) -> bool:
    """Whether the maker behind a product is its own: "bún khô của HTX Sen Hồng"."""
    gap = row.between(product, producer)
    if _NEXT.match(gap) and _has_its_own(row, product, producer):
        return False
    if _OF.match(gap) or _OWNER.match(gap):
        return True
    return len(gap) < NEAR and bool(_LATER_OF.search(gap)) and not re.search("[;.]", gap)


def _has_its_own(row: Row, product: int, producer: int) -> bool:
    """ "HTX X với A, HTX Y với B": a maker stands before A as well, and B behind its own."""
    before = any(isinstance(m, ProducerMention) for m in row.marks[:product])
    rest = row.marks[producer + 1 :]
    end = next((span(m)[0] for m in rest if isinstance(m, Draft | ProducerMention)), row.end)
    return before and bool(_HAS_THEN.match(row.text, span(row.marks[producer])[1], end))


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
            if found and _is_new_part(row, found[-1], k):
                break
            found.append(k)
    return found


def _is_new_part(row: Row, left: int, right: int) -> bool:
    """Whether a semicolon and a place open a part of others: "…; huyện Tiên Phước có cao sen"."""
    between = [m for m in row.marks[left + 1 : right] if isinstance(m, PlaceMention)]
    start = span(row.marks[left])[1]
    return any(";" in row.text[start : place.start] for place in between)


def _assign(row: Row, indexes: Sequence[int], producer: ProducerMention, how: str) -> None:
    _give((d for k in indexes if isinstance(d := row.marks[k], Draft)), producer, how)


def _give(drafts: Iterable[Draft], producer: ProducerMention, how: str) -> None:
    for draft in drafts:
        draft.make(producer, how)


def _share_by_name(drafts: Sequence[Draft]) -> None:
    """A name with one producer anywhere has it wherever the name stands alone."""
    makers: dict[str, dict[str, ProducerMention]] = {}
    for draft in drafts:
        if draft.producer:
            known = makers.setdefault(draft.identity, {})
            known.setdefault(key(draft.producer.name), draft.producer)
    for draft in drafts:
        known = makers.get(draft.identity, {})
        if len(known) == 1:
            draft.make(next(iter(known.values())), "same name")


def _share_brand(drafts: Sequence[Draft], makers: Sequence[ProducerMention]) -> None:
    """ "miến dong Nà Lình" is made by "Công ty CP Thực phẩm Nà Lình": one brand, one maker."""
    for draft in drafts:
        if draft.producer is None:
            mine = [m for m in makers if is_brand_of(m, key(draft.mention.name))]
            if mine and _is_one(mine):
                draft.make(mine[0], "brand")


def is_portrait(rows: Sequence[Row], drafts: Sequence[Draft], few: int = FEW) -> bool:
    """Whether the article is about one maker: few products, and no two producers; `few` holds
    where a producer is named."""
    makers = _makers(rows)
    names = {d.identity for d in drafts}
    if not names or not _is_one(makers):
        return False
    return len(names) <= (few if makers else FEW) or bool(
        makers and len(names) <= MANY and _is_of_people(rows)
    )


def _is_of_people(rows: Sequence[Row]) -> bool:
    """Whether the article tells of persons again and again, as no list of goods does."""
    text = rows[0].text
    said = len(_PERSON.findall(text))
    return said >= PEOPLE and said * 1000 >= DENSE * len(text)


def _makers(rows: Sequence[Row]) -> list[ProducerMention]:
    return [m for row in rows for m in row.makers]


def _is_one(makers: Sequence[ProducerMention]) -> bool:
    return all(is_same(makers[0].name, m.name) for m in makers[1:])
