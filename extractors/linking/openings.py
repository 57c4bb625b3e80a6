"""Units that open a sentence, a part of it or a list, and are the home of what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.linking.chains import Chain, extended, ordered, runs
from extractors.linking.rows import Draft, Row, span
from extractors.models import RANK, BlockKind, PlaceMention
from extractors.vi.patterns import CLOSED

# --- what stands before a unit that opens ---------------------------------------------------------

_OPENING = re.compile(r"^\W*(?:[^\W\d]+\W+){0,3}$")
"""Three words at most: "Riêng tại ", "- Thứ ba là "."""
# The same before a unit that has a list: "Danh sách cho thấy huyện Hồng Ngự đứng đầu …, gồm: …".
_LONG_OPENING = re.compile(r"^\W*(?:\w+\W+){0,8}$")
# "Hai sản phẩm của huyện X là …".
_PRODUCTS_OF = re.compile(r"^\W*(?:\w+\W+){1,3}(?:sản phẩm|món|mặt hàng) (?:của|ở|tại|từ) $")
# "A của xã X và hai mặt hàng ở xã Y (cùng huyện) là B, C": the second unit opens what follows it.
_OTHERS = re.compile(r"^\W*(?:và|cùng|còn)\b(?:\W+\w+){1,8}\W*$")
# What may stand beside the names of places in a line that heads a list: "* Huyện Tam Đảo:", "II.".
_LABEL = re.compile(r"^\W*(?:(?:tại|ở|[IVX]+|\d+|[a-e])\W+)?[\W]*$", re.IGNORECASE)
# "Xã Trà Sơn và xã Trà Tân có …": which of them has which product is not said.
_ROLL = re.compile(r"^\s*(?:,|và|, và|cùng|cùng với)\s*$")
# Where a part of a sentence ends, or a sentence that was not told from the next: "Phường 12. ".
_PART = re.compile(r"[;:]|\.\s(?=[^\W\d]{3}|$)")

# --- what stands behind it ------------------------------------------------------------------------

# "…, huyện X nổi tiếng với mật ong", "huyện X 02 sản phẩm (bún khô, dầu mè)".
_WITH_ITS = (
    r"^\s*(?:(?:nổi tiếng|nổi bật|góp mặt|ghi danh|tiếp theo|tham gia) với|góp mặt|mang (?:tới|đến)"
    r"|(?:\d+|một|hai|ba|bốn|năm) (?:sản phẩm|món|mặt hàng) ?[(:])"
)
LISTING = re.compile(
    r"^\s*(?:(?:hiện|cũng|đã|chỉ|nay) )*(?:có|gồm|góp|đóng góp|đứng|dẫn đầu)\b|^\s*:"
    rf"|{_WITH_ITS}"
)
"""A unit that has products: "Huyện X hiện có 3 sản phẩm: …"."""
_HAVING = re.compile(
    r"^\s*(?:có|gồm|là|được|đã|cũng|góp|đóng góp|với|đứng|(?:nhiều|đông|cao) nhất|dẫn đầu)\b"
    rf"|^\s*[:(]|{_WITH_ITS}"
)
_BEING = re.compile(r"^[\s)]*(?:\([^()]*\)\s*)?(?:là|gồm|có|:)")
# "bà Thị Bé Ba (xã Lương Tâm) với mắm cá chốt": where a person is who has what follows.
_WITH = re.compile(r"^\s*\)\s*(?:với|có|làm)\b")
# "BẮC GIANG - Ai qua xã Liên Chung …": where the report was written.
_DATELINE = re.compile(r"^\s*[-–—]\s")


def leading(rows: Sequence[Row], about: Chain) -> None:
    """Give products the places that open their sentence or head their part of a list.

    An opening holds for the products behind it, also in the next sentences of the paragraph: "Huyện
    Tam Đường có 6 sản phẩm. Trong đó có …"; a heading holds until the next one: "HUYỆN LONG ĐIỀN",
    lines of products. Of several units that open a sentence together what is above them holds, as
    far as `about`, the places of the article's subject, tells it.
    """
    heading: Chain = ()
    opened: Chain = ()
    several: Chain = ()
    for n, row in enumerate(rows):
        if n and (is_heading(row) or row.begins_anew(rows[n - 1])):
            heading = _heading(row, heading)
            opened = heading
        if not row.marks:
            continue
        chains = dict(runs(row))
        opening = [i for i in chains if _opens(row, i, chains[i])]
        for i, mark in enumerate(row.marks):
            if i in opening:
                opened = ordered(row.marks[i : chains[i]])
                if _is_one_of_several(row, i):
                    opened = several = _above(opened, about)
            elif isinstance(mark, Draft) and opened:
                how = "heading" if opened is heading else "opening"
                mark.place(opened[:1], "several" if opened is several else how)
                mark.places = extended(mark.places, opened)
        if len(opening) > 2 and not row.drafts() and len({row.surface(i) for i in opening}) > 2:
            opened = heading
        _in_bracket(row, chains)


def _is_one_of_several(row: Row, first: int) -> bool:
    """Whether a unit follows another of its level: "xã A và xã B có …"."""
    before, unit = row.marks[first - 1] if first else None, row.marks[first]
    if not isinstance(before, PlaceMention) or not isinstance(unit, PlaceMention):
        return False
    return before.level is unit.level and _ROLL.match(row.before(first)) is not None


def _above(chain: Chain, about: Chain) -> Chain:
    """The units above the first of this chain, told with it or else what the article is about."""
    level = RANK[chain[0].level]
    return chain[1:] or tuple(p for p in about if RANK[p.level] > level)


def _heading(row: Row, before: Chain) -> Chain:
    """The places that head what follows; the ones before go on over the lines of the list, until
    running text without a product."""
    if is_heading(row):
        return ordered(row.marks)
    if not before:
        return ()
    return before if row.drafts() or not CLOSED.search(row.words()) else ()


def is_heading(row: Row) -> bool:
    """Whether a line is little more than the names of places: "* Huyện Tam Đảo:"."""
    if not row.places or len(row.places) < len(row.marks):
        return False
    rest = "".join([row.before(0), *map(row.after, range(len(row.marks)))])
    return bool(_LABEL.match(rest)) and row.block.kind is not BlockKind.TITLE


def _in_bracket(row: Row, chains: dict[int, int]) -> None:
    """ "huyện Bình Chánh (rau má, mai vàng) và Hóc Môn (trầu)": the listed are from there."""
    for first, last in chains.items():
        if not row.after(last - 1).lstrip().startswith("("):
            continue
        for mark in row.marks[last:]:
            if ")" in row.text[span(row.marks[last - 1])[1] : span(mark)[0]]:
                break
            if isinstance(mark, Draft):
                mark.places = ()
                mark.place(ordered(row.marks[first:last]), "bracket")


def _opens(row: Row, first: int, last: int) -> bool:
    """Whether the unit opens its part of a sentence; behind a product it tells of that one:
    "Bưởi da xanh - xã Kim Sơn; Nhung hươu tươi; …"."""
    at, behind = span(row.marks[first])[0], row.after(last - 1)
    if row.surface(first).isupper() and _DATELINE.match(behind):
        return False
    part = _PART.split(row.text[row.start : at])[-1]
    clause = part.split(",")[-1]
    having = bool(_OPENING.match(clause) and _HAVING.match(behind))
    if any(at - len(part) <= span(draft)[0] < at for draft in row.drafts()):
        return having or bool(_OTHERS.match(row.before(first)) and _BEING.match(behind))
    if _OPENING.match(part) or (part.endswith("(") and _WITH.match(behind)):
        return True
    if LISTING.match(behind):
        return bool(_LONG_OPENING.match(clause))
    return having or bool(_PRODUCTS_OF.match(part) and _BEING.match(behind))
