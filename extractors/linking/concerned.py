"""Which products the words are told of that say what became of a certificate.

They stand behind such words ("thu hồi chứng nhận OCOP của A và B", "Sản phẩm hết hạn gồm: A; B"),
before them ("A và B đã hết hạn"), or in the sentence before ("Hai sản phẩm này …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.linking.granting import value_of
from extractors.linking.lapses import Cue, cues
from extractors.linking.rows import Draft, Row, span
from extractors.models import StarMention, Status

_PRODUCT, _NAME = "\ue000", "\ue001"
"""Stand for the letters of a product's name, and of a maker's or place's, in a sentence."""
_BRACKET = re.compile(r"\([^()]*\)")
# Between the products of a list: what is told of the first, and what joins the next.
_JOINS = re.compile(
    r"(?P<told>.{0,70}?)(?:[,;&/+]|(?<!\w)(?:và|cùng|cùng với|hay|hoặc)(?!\w))\s*(?:và |cùng )?"
    r"(?:(?:các|những|sản phẩm|món|mặt hàng|\d+) )*[\s\"“'‘]*"
)
_VERB = re.compile(
    r"[.:!?]|(?<!\w)(?:được|đạt|giữ|lên|bị|đã|vẫn|còn|riêng|nhưng|song|trong khi|trừ|khác|làm|bán"
    r"|không|chưa|thì|sao)(?!\w)"
)
_LEADS = re.compile(
    r"(?:.*(?::|(?<!\w)(?:gồm|gồm có|đó là|trong đó(?: có)?|như|cụ thể(?: là)?|danh sách)(?!\w))"
    r"|[^,]*(?<!\w)(?:của|đối với|cho|với|có|là|sản phẩm)|)[\s:]*"
    r"(?:(?:các|những|hai|ba|bốn|năm|\d+|sản phẩm|món|mặt hàng|ocop) )*[\s\"“'‘]*"
)
_REACH, _GAP = 200, 140
"""Characters from such words to the product ahead, and from a product to them."""
_PARTED = re.compile(
    r"[;.!?]|(?<!\w)(?:còn(?! hạn| hiệu lực)|riêng|trong khi|ngoài ra|đồng thời|bên cạnh|trừ)(?!\w)"
)
# "…, 5 sản phẩm bị thu hồi": others than those named, unless so many were.
_OTHERS = re.compile(
    r"(?<!trong )(?<!trong số )(?<!một trong )(?<!thuộc )(?<!nằm trong )(?<!cả )(?<!và )(?<!cùng )"
    r"(?<!\w)(?:(\d{1,3}|hai|ba|bốn|năm)|các|những|một số|nhiều)"
    r" (?:sản phẩm|hồ sơ|chủ thể|mặt hàng)(?! (?:này|trên|nêu trên|ấy))"
)
_APART = re.compile(r"(?<!\w)(?:khác với|không như|trừ|ngoại trừ|thay cho)[^,;]{0,20}$")
_COMMA = re.compile(r"[,;:.]")
# What else may "không đạt": "sản lượng chưa đạt".
_MEASURED = re.compile(
    r"sản lượng|doanh thu|giá(?! lại)|năng suất|diện tích|lợi nhuận|thu nhập|bao bì|mẫu mã|mẻ"
    r"|thị trường|đơn hàng"
)
_KEEPS = re.compile(r"\W*(?:vẫn (?:còn |được )?)?(?:giữ|đạt|được công)(?!\w)")
_THESE = re.compile(
    r"(?:(\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những) )?sản phẩm (?:này|trên|nêu trên|ấy)"
)


def masked(row: Row) -> str:
    """The sentence in small letters, its names made neutral."""
    line = row.words().lower().replace("\n", " ")
    for mark in row.marks:
        start, end = (at - row.start for at in span(mark))
        if not isinstance(mark, StarMention):
            letter = _PRODUCT if isinstance(mark, Draft) else _NAME
            line = line[:start] + letter * (end - start) + line[end:]
    return line


def told_of(rows: Sequence[Row], n: int, line: str, cue: Cue) -> Sequence[Draft]:
    """The products of which row `n`, whose masked words are `line`, says so; none where it is of no
    product in particular."""
    row = rows[n]
    if cue.status is Status.OCOP and (ahead := _ahead(row, line, cue)):
        return ahead
    behind = _behind(row, line, cue) if cue.is_suffered else ()
    return behind or _ahead(row, line, cue) or (_these(rows[n - 1], line, cue) if n else ())


def is_told(draft: Draft, row: Row) -> bool:
    """Whether other words of the sentence told of its certificate."""
    return draft.lapse is not None and draft.lapse.start == row.start


def _behind(row: Row, line: str, cue: Cue) -> list[Draft]:
    """ "A và B của xã X bị thu hồi …": the products that stand before these words."""
    joined = _list_before(row, line, cue)
    if not joined:
        return []
    gap = _bare(line[joined[-1].end - row.start : cue.start])
    borders = gap.replace(";", ",") if cue.status is Status.OCOP else gap
    others = _OTHERS.search(gap)
    is_of_others = others and not (others[1] and value_of(others[1]) == len(joined))
    if len(gap) > _GAP or _PARTED.search(borders) or is_of_others:
        return []
    ahead = line[: joined[0].start - row.start]
    if cue.status is Status.FAILED and _MEASURED.search(_COMMA.split(ahead)[-1] + gap):
        return []
    return joined[1:] if len(joined) > 1 and _APART.search(ahead) else joined


def _list_before(row: Row, line: str, cue: Cue) -> list[Draft]:
    """The last enumeration before these words; what other words were told of is parted from it."""
    before = [d for d in row.drafts() if d.end <= row.start + cue.start]
    joined = before[-1:]
    for one in reversed(before[:-1]):
        told_alike = is_told(one, row) is is_told(joined[0], row)
        if not told_alike or not _joins(row, line, one, joined[0]):
            break
        joined.insert(0, one)
    return joined


def _bare(words: str) -> str:
    """Without what stands in brackets."""
    return _BRACKET.sub("", words)


def _ahead(row: Row, line: str, cue: Cue) -> list[Draft]:
    """ "thu hồi chứng nhận của A; B": the products that stand behind these words."""
    behind = [d for d in row.drafts() if d.start >= row.start + cue.end]
    gap = _bare(line[cue.end : behind[0].start - row.start]) if behind else ""
    if not behind or len(gap) > _REACH or re.search(r"[;.!?]", gap) or not _LEADS.fullmatch(gap):
        return []
    if any(c.status is Status.OCOP for c in cues(gap, of_papers=True, removed=False)):
        return []
    joined = behind[:1]
    for one, other in pairwise(behind):
        if not _joins(row, line, one, other):
            break
        joined.append(other)
    return joined[:-1] if len(joined) > 1 and _does_else(row, line, joined[-1]) else joined


def _does_else(row: Row, line: str, last: Draft) -> bool:
    """ "thu hồi của A; B vẫn giữ hạng": the last one begins another statement."""
    return bool(_KEEPS.match(_bare(line[last.end - row.start :])))


def _joins(row: Row, line: str, one: Draft, other: Draft) -> bool:
    gap = _bare(line[one.end - row.start : other.start - row.start])
    joint = _JOINS.fullmatch(gap)
    at_once = one.start == other.start  # both of "hai loại đầu"
    return at_once or (joint is not None and not _VERB.search(joint["told"]))


def _these(earlier: Row, line: str, cue: Cue) -> Sequence[Draft]:
    """ "Hai sản phẩm này …": the products of the sentence before, where they are as many."""
    these = _THESE.search(line[: cue.end + 40])
    drafts = earlier.drafts()
    if these is None or these[1] in ("các", "những"):
        return drafts if these else ()
    return drafts if len({d.identity for d in drafts}) == value_of(these[1] or "một") else ()
