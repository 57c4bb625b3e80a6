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
from extractors.vi.patterns import BRACKET, one_of, words

_PRODUCT, _NAME = "\ue000", "\ue001"
"""Stand for the letters of a product's name, and of a maker's or place's, in a sentence."""
_QUOTES = r"[\s\"“'‘]*"

# --- the products of a list: "A của HTX Sen Hồng, cùng hai món B và C" ----------------------------

_JOINT = one_of(rf"[,;&/+] | {words('và | cùng | cùng với | hay | hoặc')}")
_JOINS = re.compile(
    rf"(?P<told>.{{0,70}}?){_JOINT}\s*(?:và |cùng )?"
    rf"(?:(?:các|những|sản phẩm|món|mặt hàng|\d+) )*{_QUOTES}"
)
"""From one product to the next: what is `told` of the first, and what joins them."""
_OTHER_STATEMENT = re.compile(
    r"[.:!?]|"
    + words(
        """
        được | đạt | giữ | lên | bị | đã | vẫn | còn | riêng | nhưng | song | trong khi | trừ | khác
        làm | bán | không | chưa | thì | sao
        """
    )
)
"""With it what is told of one product is a statement of its own, and no list goes on."""

# --- behind the words: "thu hồi chứng nhận của A", "không đạt gồm: A" -----------------------------

_REACH = 200
"""Characters from the words to the product behind them."""
_LEADS_TO_LIST = words("gồm | gồm có | đó là | trong đó(?: có)? | như | cụ thể(?: là)? | danh sách")
_LEADS = re.compile(
    rf"(?:.*(?::|{_LEADS_TO_LIST})|[^,]*(?<!\w)(?:của|đối với|cho|với|có|là|sản phẩm)|)[\s:]*"
    rf"(?:(?:các|những|hai|ba|bốn|năm|\d+|sản phẩm|món|mặt hàng|ocop) )*{_QUOTES}"
)
# "thu hồi của A; B vẫn giữ hạng": what stands behind B is told of B.
_KEEPS = re.compile(r"\W*(?:vẫn (?:còn |được )?)?(?:giữ|đạt|được công)(?!\w)")

# --- before the words: "A và B của xã Tân Lập đã hết hạn" -----------------------------------------

_GAP = 140
"""Characters from a product to the words behind it."""
_PARTED = re.compile(
    "[;.!?]|"
    + words("còn(?! hạn| hiệu lực) | riêng | trong khi | ngoài ra | đồng thời | bên cạnh | trừ")
)
# "…, 5 sản phẩm bị thu hồi": others than those named, unless so many were; but "một trong 5 sản
# phẩm bị thu hồi" is one of those named.
_AMONG = ("trong ", "trong số ", "một trong ", "thuộc ", "nằm trong ", "cả ", "và ", "cùng ")
_OTHERS = re.compile(
    "".join(f"(?<!{before})" for before in _AMONG)
    + r"(?<!\w)(?:(\d{1,3}|hai|ba|bốn|năm)|các|những|một số|nhiều)"
    r" (?:sản phẩm|hồ sơ|chủ thể|mặt hàng)(?! (?:này|trên|nêu trên|ấy))"
)
# "Khác với A, B bị thu hồi": not the first.
_APART = re.compile(r"(?<!\w)(?:khác với|không như|trừ|ngoại trừ|thay cho)[^,;]{0,20}$")
# What else may "không đạt": "sản lượng chưa đạt".
_MEASURED = re.compile(
    one_of(
        """
        sản lượng | doanh thu | giá(?! lại) | năng suất | diện tích | lợi nhuận | thu nhập | bao bì
        mẫu mã | mẻ | thị trường | đơn hàng
        """
    )
)
_COMMA = re.compile(r"[,;:.]")

# --- in the sentence before: "Hai sản phẩm này đã hết hạn" ----------------------------------------

_THESE = re.compile(
    r"(?:(\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những) )?sản phẩm (?:này|trên|nêu trên|ấy)"
)
_AROUND = 40
"""Characters behind the words in which "của hai sản phẩm này" may stand."""


def masked(row: Row) -> str:
    """The sentence in small letters, its names made neutral: "Trà Tước Thiệt" withdraws nothing.

    Every name keeps its length, so that places in the line are those of the text.
    """
    line = row.words().lower().replace("\n", " ")
    for mark in row.marks:
        start, end = (at - row.start for at in span(mark))
        if not isinstance(mark, StarMention):
            letter = _PRODUCT if isinstance(mark, Draft) else _NAME
            line = line[:start] + letter * (end - start) + line[end:]
    return line


def told_of(rows: Sequence[Row], n: int, line: str, cue: Cue) -> Sequence[Draft]:
    """The products of which row `n`, whose masked words are `line`, says this.

    "A và B bị thu hồi chứng nhận" → A and B; none where it is of no product in particular.
    """
    row = rows[n]
    before = _products_before(row, line, cue) if cue.is_suffered else []
    behind = _products_behind(row, line, cue)
    named = behind or before if cue.status is Status.OCOP else before or behind
    return named or (_these(rows[n - 1], line, cue) if n else ())


def is_told(draft: Draft, row: Row) -> bool:
    """Whether other words of the sentence told of its certificate."""
    return draft.lapse is not None and draft.lapse.start == row.start


def _products_before(row: Row, line: str, cue: Cue) -> list[Draft]:
    """ "A và B của xã X bị thu hồi …"."""
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


def _products_behind(row: Row, line: str, cue: Cue) -> list[Draft]:
    """ "thu hồi chứng nhận của A; B"."""
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
    """Whether two neighbours are of one list: "A (xã Tân Lập), B", not "A vẫn giữ, B"."""
    gap = _bare(line[one.end - row.start : other.start - row.start])
    joint = _JOINS.fullmatch(gap)
    at_once = one.start == other.start  # both of "hai loại đầu"
    return at_once or (joint is not None and not _OTHER_STATEMENT.search(joint["told"]))


def _bare(gap: str) -> str:
    """Without what stands in brackets."""
    return BRACKET.sub("", gap)


def _these(earlier: Row, line: str, cue: Cue) -> Sequence[Draft]:
    """ "Hai sản phẩm này …": the products of the sentence before, where they are as many."""
    these = _THESE.search(line[: cue.end + _AROUND])
    if these is None:
        return ()
    drafts = earlier.drafts()
    if these[1] in ("các", "những"):
        return drafts
    return drafts if len({d.identity for d in drafts}) == value_of(these[1] or "một") else ()
