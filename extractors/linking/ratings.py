"""Which rating belongs to which product.

A rating follows its products ("A, B đạt 4 sao", "A (4 sao)"), stands before them as a counted
heading ("2 sản phẩm 4 sao gồm: A; B", also over the next lines) or as an attribute ("sản phẩm OCOP
4 sao chè Tà Xùa"), covers a list ("… đều đạt 3 sao"), comes in a later sentence ("Sản phẩm này đạt
4 sao"), or is that of the batch the article reports ("7 sản phẩm nhận 4 sao … Đó là: A; B; …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.linking.batches import link_batch
from extractors.linking.earlier import give_the_rest, look_back
from extractors.linking.granting import ALL, before_first, counted, give, is_given, of_the_rest
from extractors.linking.rows import Draft, Row
from extractors.models import BlockKind, StarMention, Status
from extractors.vi.patterns import CAPITAL

_OPENS = re.compile(
    r"[:(]|[–-]\s*$|\b(?:gồm|như|là|có|bao gồm|thuộc về|kể đến|điển hình|tiêu biểu|đáng kể)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r":|\b(?:gồm|bao gồm|đó là)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"^[\s,–-]*(?:(?:OCOP|cấp tỉnh|cấp huyện|cấp quốc gia|quốc gia|cấp trung ương|của tỉnh|là|như"
    r"|gồm|cho|đối với|các|những|sản phẩm|thương hiệu)\s*)*[\s:\"“”'‘]*$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"[;.]|\b(?:còn|riêng|trong khi|nhưng|bên cạnh|ngoài|song)\b", re.IGNORECASE
)
# Between the items of a list: "trà Hảo Đạt (xã Tân Cương); bưởi Tiến Bộ".
_NEXT_ITEM = re.compile(r"^[^.:;]*;\s*(?:và\s+)?[\"“‘']*$")
# How a list or one of its lines begins: "Đó là: …", "3. …", "- …", "Tuy Phong: …", "… và …" after
# a break.
_ITEM = re.compile(
    r"^\W*(?:\d{1,3}\W*)?(?:(?:đó là|gồm|bao gồm|cụ thể|danh sách|trong đó|các|sản phẩm|là|có)\b"
    r"[^.;:]{0,40}:?|(?:huyện|thị xã|thành phố|t[px]|xã|phường|nhóm)\b[^.;:]{0,40}:"
    rf"|(?-i:[{CAPITAL}])\w*(?: (?-i:[{CAPITAL}])\w*){{0,3}}:)?\W*$",
    re.IGNORECASE,
)
# "A, B và C – sản phẩm hạng 5 sao": only the last is meant.
_APPOSITION = re.compile(r"^[\s”\")]*[,–-]\s*(?:là )?(?:một )?(?:sản phẩm|món|mặt hàng)\b")
_IN_TURN = re.compile(r"\blần lượt\b", re.IGNORECASE)
_LEVELS = re.compile(r"\b0?([1-5])\b")
_UP_FROM = re.compile(r"\btừ \D*([1-5]) sao\b", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?…]\s*[\"”’')]*\s*$")


def link(rows: Sequence[Row]) -> None:
    """Give every draft of these rows its rating, as far as the text carries one."""
    heading: StarMention | None = None
    for n, row in enumerate(rows):
        heading = _in_row(row, heading)
        look_back(rows, n)
        give_the_rest(rows, n)
    link_batch(rows)


def _in_row(row: Row, heading: StarMention | None) -> StarMention | None:
    """Link inside one row; the star that is returned reaches on into the next one."""
    stars = [i for i, m in enumerate(row.marks) if isinstance(m, StarMention)]
    if not stars:
        return _under(heading, row)
    start = 0
    forward = False
    for n, i in enumerate(stars):
        until = stars[n + 1] if n + 1 < len(stars) else len(row.marks)
        forward = _reaches_forward(row, i, start, until)
        reached = range(i + 1, until) if forward else _backward(row, i, start)
        _give_in_turn([row.marks[k] for k in reached], row, i)
        start = until if forward else i + 1
    last = row.marks[stars[-1]]
    assert isinstance(last, StarMention)
    alone = len({s.stars for i in stars if isinstance(s := row.marks[i], StarMention)}) == 1
    opens = forward or (alone and not row.drafts())
    return last if opens and is_given(last) else None


def _under(heading: StarMention | None, row: Row) -> StarMention | None:
    """A line without a rating has that of the heading it stands under; returns what reaches on.

    A list goes on over captions, over the names of places that part it ("HUYỆN KỲ ANH") and over
    lines whose product was not found.
    """
    if heading is None or (row.block.kind is BlockKind.CAPTION and row.marks):
        return heading
    if not row.drafts():
        open_ended = not _CLOSED.search(row.words()) or row.block.kind is BlockKind.LIST_ITEM
        return heading if open_ended else None
    if not _ITEM.match(before_first(row)):
        return None
    give(row.marks, heading)
    return heading


def _give_in_turn(marks: Sequence[object], row: Row, i: int) -> None:
    """ "A và B, lần lượt 4 sao và 3 sao": one level each, where there are as many."""
    star = row.marks[i]
    drafts = [m for m in marks if isinstance(m, Draft)]
    levels = _LEVELS.findall(row.surface(i))
    if isinstance(star, StarMention) and _IN_TURN.search(row.before(i)) and star.stars is None:
        if len(levels) == len(drafts):
            for draft, level in zip(drafts, levels, strict=True):
                draft.rating = replace(star, stars=int(level))
        return
    give(marks, star)


def _reaches_forward(row: Row, i: int, start: int, until: int) -> bool:
    nexts = [k for k in range(i + 1, until) if isinstance(row.marks[k], Draft)]
    if not nexts:
        return False
    gap = row.between(i, nexts[0])
    if re.search(r"[;.]", gap):  # a list whose first items were not found may still be opened
        return bool(_LISTS.search(re.split(r"[;.]", gap)[0]))
    if counted(row, i):
        return bool(_OPENS.search(gap))
    if _ATTRIBUTE.match(gap):
        return True
    named = any(isinstance(m, Draft) for m in row.marks[start:i])
    return not named and bool(_OPENS.search(gap))


def _backward(row: Row, i: int, start: int) -> range:
    """Indexes of the marks before star `i` that it covers."""
    before = row.before(i)
    if ALL.search(before[-60:] + row.surface(i)):
        return range(start, i)
    if counted(row, i) and not before.lstrip().startswith("("):
        return range(i, i)
    group = row.group_before(i)
    if not group or of_the_rest(row, i):
        return range(i, i)
    if _APPOSITION.match(row.between(group[-1], i)):
        return range(group[-1], i)
    first = group[0]
    while (previous := row.draft_before(first)) is not None and previous >= start:
        gap = row.between(previous, first)
        parted = _NEW_CLAUSE.search(gap) and not _NEXT_ITEM.match(gap)
        if parted or row.has_star(previous, first):
            break
        first = previous
    return range(first, i)


def held(rating: StarMention) -> int | None:
    """The stars the text gives a product by this rating, expired and revoked ones too: none by an
    aim or a failure, but the old ones where it aims "từ 4 sao lên 5 sao"."""
    if rating.status in (Status.TARGET, Status.FAILED):
        old = _UP_FROM.search(rating.surface)
        return int(old[1]) if old else None
    return None if rating.at_least else rating.stars
