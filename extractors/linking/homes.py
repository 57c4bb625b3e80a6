"""Where a product comes from: the units the text ties to it, most specific first.

In order of trust: a place in its name ("dưa lưới xã Cổ Bì"), behind it or its producer ("của HTX …,
xã Duy Trinh"), before its part of the sentence ("Huyện Thoại Sơn có 5 sản phẩm: …"), beside its
producer elsewhere, and last what the article as a whole is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from extractors.linking.chains import ORDER, TYPE, Chain, extended, ordered, specific
from extractors.linking.makers import is_portrait, is_same
from extractors.linking.rows import Draft, Row, span
from extractors.linking.subject import subject
from extractors.models import BlockKind, PlaceMention, ProducerMention
from extractors.reading import Reading
from extractors.vi.text import key

# Between a product or producer and its place, with a hamlet on the way.
_AT = re.compile(
    r"^[\s\"”’),(–\-:/]*"
    r"(?:(?:của|ở|tại|thuộc|đóng|nằm|địa chỉ|nơi sản xuất|trụ sở|trên địa bàn|đều|cùng|cũng|từ"
    r"|đến từ|vùng)\b[\s:]*)*"
    r"(?:(?:thôn|bản|ấp|khóm|khu|khối|tổ|buôn|làng|xóm|số|tiểu khu|đội)\b[^;()]{0,40}?)?"
    r"[\s,(–-]*$",
    re.IGNORECASE,
)
# A unit that judges, and is no home: "được UBND tỉnh Hà Tĩnh công nhận".
_BY = re.compile(r"\b(?:ủy ban nhân dân|ubnd|hội đồng|được|do|bởi|cấp)\W*$", re.IGNORECASE)
_ALIKE = re.compile(r"\b(?:cùng|đều)\b", re.IGNORECASE)
_LINKED = re.compile(r"^[\s,(–-]*(?:của |thuộc |ở |tại )?$")
_IN_TURN = re.compile(r"\b(?:lần lượt|theo thứ tự|tương ứng)\b", re.IGNORECASE)
_OPENING = re.compile(r"^\W*(?:[^\W\d]+\W+){0,3}$")
# The same before a unit that has a list: "Danh sách cho thấy huyện Hồng Ngự đứng đầu …, gồm: …".
_LONG_OPENING = re.compile(r"^\W*(?:\w+\W+){0,8}$")
_LISTING = re.compile(
    r"^\s*(?:(?:hiện|cũng|đã|chỉ|nay) )*(?:có|gồm|góp|đóng góp|đứng|dẫn đầu)\b|^\s*:"
)
# "A của xã X và hai mặt hàng ở xã Y (cùng huyện) là B, C": the second unit opens what follows it.
_OTHERS = re.compile(r"^\W*(?:và|cùng|còn)\b(?:\W+\w+){1,8}\W*$")
_BEING = re.compile(r"^[\s)]*(?:\([^()]*\)\s*)?(?:là|gồm|có|:)")
# What may stand beside the names of places in a line that heads a list: "* Huyện Tam Đảo:", "II.".
_LABEL = re.compile(r"^\W*(?:(?:tại|ở|[IVX]+|\d+|[a-e])\W+)?[\W]*$", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?…]\s*[\"”’')]*\s*$")
# "BẮC GIANG - Ai qua xã Liên Chung …": where the report was written.
_DATELINE = re.compile(r"^\s*[-–—]\s")
# Where a part of a sentence ends, or a sentence that was not told from the next: "Phường 12. ".
_PART = re.compile(r"[;:]|\.\s(?=[^\W\d]{3}|$)")
FEW = 8
"""Products that one maker's portrait may name and all be from one place."""
_HAVING = re.compile(r"^\s*(?:có|gồm|là|được|đã|cũng|góp|đóng góp|với|đứng)\b|^\s*[:(]")


def link(reading: Reading, rows: Sequence[Row], places: Sequence[PlaceMention]) -> None:
    """Give every draft of these rows its places, as far as the text carries them.

    Places that a draft has already (from its table) are only completed.
    """
    drafts = [d for row in rows for d in row.drafts()]
    for draft in drafts:
        listed, draft.places = ordered(draft.places), ()
        draft.place(listed, "table")
        draft.place(_in_name(draft, places), "name")
    for row in rows:
        _in_turn(row)
        _following(row)
        _same_item(row)
    _leading(rows)
    _share_by_name(drafts)
    _beside_producers(rows, drafts)
    about = subject(reading, places, is_portrait(rows, drafts, FEW))
    for draft in drafts:
        draft.place(about[:1], "subject")
        draft.places = extended(draft.places, about)


def _in_name(draft: Draft, places: Sequence[PlaceMention]) -> Chain:
    start, end = span(draft)
    return tuple(p for p in places if start <= p.start and p.end <= end and TYPE.match(p.surface))


def _following(row: Row) -> None:
    """Places behind a product or, if it has none of its own there, behind its producer."""
    chains = sorted(_chains(row), key=lambda c: _is_of_maker(row, c[0]))
    shared = ";" in row.words() or len(chains) == 1
    for first, last in chains:
        chain = ordered(row.marks[first:last])
        how = "own maker" if _is_of_maker(row, first) else "behind"
        for draft in _owners(row, first, last, shared):
            draft.place(chain, how)


def _is_of_maker(row: Row, i: int) -> bool:
    return bool(i) and isinstance(row.marks[i - 1], ProducerMention)


def _in_turn(row: Row) -> None:
    """ "A, B và C, lần lượt ở huyện X, huyện Y và huyện X": as many units as products."""
    for i, mark in enumerate(row.marks):
        group = row.group_before(i) if isinstance(mark, PlaceMention) else []
        if len(group) < 2 or group[-1] != i - 1 or not _IN_TURN.search(row.before(i)):
            continue
        turns = list(takewhile(lambda m: isinstance(m, PlaceMention), row.marks[i:]))
        if len(turns) == len(group):
            for k, place in zip(group, turns, strict=True):
                draft = row.marks[k]
                assert isinstance(draft, Draft)
                draft.place(ordered([place]), "behind")


def _same_item(row: Row) -> None:
    """What a list says of an item behind its name is of that item, whatever stands between: "…;
    gốm Hương Canh (Xưởng gốm Quang, xã Bình Nguyên); …"."""
    ends = [m.start() for m in re.finditer(";", row.words())]
    if not ends and row.block.kind is not BlockKind.LIST_ITEM:
        return
    chains = list(_chains(row))
    for start, end in pairwise([0, *ends, len(row.words())]):
        inside = [i for i, m in enumerate(row.marks) if start <= span(m)[0] - row.start < end]
        drafts = [i for i in inside if isinstance(row.marks[i], Draft)]
        within = [(a, b) for a, b in chains if a in inside]
        if drafts and len(within) == 1 and drafts[-1] < within[0][0]:
            first, last = within[0]
            if _BY.search(row.before(first)):
                continue
            for i in _same_enumeration(row, drafts):
                draft = row.marks[i]
                assert isinstance(draft, Draft)
                draft.place(ordered(row.marks[first:last]), "item")


def _same_enumeration(row: Row, drafts: Sequence[int]) -> list[int]:
    """The last of these products and those that stand with it, in one enumeration."""
    group = row.group_before(drafts[-1] + 1)
    return [i for i in drafts if i in group]


def _chains(row: Row) -> Iterable[tuple[int, int]]:
    """`(first, last + 1)` of each run "xã A, huyện B, tỉnh C": levels only rise."""
    i = 0
    while i < len(row.marks):
        k = i
        while k < len(row.marks) and isinstance(row.marks[k], PlaceMention):
            if k > i and not (_LINKED.match(row.before(k)) and _rises(row.marks[k - 1 : k + 1])):
                break
            k += 1
        if k > i:
            yield i, k
        i = max(k, i + 1)


def _rises(pair: Sequence[object]) -> bool:
    levels = [ORDER[p.level] for p in pair if isinstance(p, PlaceMention)]
    return levels[0] < levels[1]


def _owners(row: Row, i: int, end: int, shared: bool) -> list[Draft]:
    """The products that the places at marks `i` to `end` stand behind."""
    previous = row.marks[i - 1] if i else None
    if previous is None or not _AT.match(row.before(i)) or _BY.search(row.before(i)):
        return []
    if isinstance(previous, ProducerMention):
        if _ALIKE.search(row.before(i)):
            return _since_place(row, i)
        return [d for d in row.drafts() if d.producer is previous]
    if _LISTING.match(row.after(end - 1)):  # "…, huyện Y có": it opens what comes
        return []
    group = row.group_before(i)
    if not group or group[-1] != i - 1:
        return []
    near = [group[-1]]
    for k in reversed(group[:-1]):
        gap = row.between(k, near[0])
        if not shared and "và" not in gap:
            break
        near.insert(0, k)
    return [d for k in near if isinstance(d := row.marks[k], Draft)]


def _since_place(row: Row, i: int) -> list[Draft]:
    """ "A của HTX X, B của HTX Y (cùng ở xã Z)": what no other unit parts from these places."""
    since = takewhile(lambda m: not isinstance(m, PlaceMention), reversed(row.marks[:i]))
    return [m for m in since if isinstance(m, Draft)]


def _leading(rows: Sequence[Row]) -> None:
    """Places that open a sentence or a part of it hold for the products behind them, also in the
    next sentences of the paragraph: "Huyện Tam Đường có 6 sản phẩm. Trong đó có …"; those that
    head a part of a list hold until the next heading: "HUYỆN LONG ĐIỀN", lines of products."""
    heading: Chain = ()
    opened: Chain = ()
    for n, row in enumerate(rows):
        if n and (_is_heading(row) or row.begins_anew(rows[n - 1])):
            heading = _heading(row, heading)
            opened = heading
        chains = dict(_chains(row))
        opening = [i for i in chains if _opens(row, i, chains[i])]
        for i, mark in enumerate(row.marks):
            if i in opening:
                opened = ordered(row.marks[i : chains[i]])
            elif isinstance(mark, Draft) and opened:
                mark.place(opened[:1], "heading" if opened is heading else "opening")
                mark.places = extended(mark.places, opened)
        if len({row.surface(i) for i in opening}) > 2 and not row.drafts():
            opened = heading
        _in_bracket(row, chains)


def _heading(row: Row, before: Chain) -> Chain:
    """The places that head what follows; the ones before go on over the lines of the list, until
    running text without a product."""
    if _is_heading(row):
        return ordered(row.marks)
    return before if row.drafts() or not _CLOSED.search(row.words()) else ()


def _is_heading(row: Row) -> bool:
    """Whether a line is little more than the names of places: "* Huyện Tam Đảo:"."""
    if not row.marks or not all(isinstance(m, PlaceMention) for m in row.marks):
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
    at = span(row.marks[first])[0]
    if row.surface(first).isupper() and _DATELINE.match(row.after(last - 1)):
        return False
    part = _PART.split(row.text[row.start : at])[-1]
    if any(at - len(part) <= span(draft)[0] < at for draft in row.drafts()):
        part = part.split(",")[-1]
        if _OPENING.match(part) and _HAVING.match(row.after(last - 1)):
            return True
        return bool(_OTHERS.match(row.before(first)) and _BEING.match(row.after(last - 1)))
    if _OPENING.match(part):
        return True
    if _LISTING.match(row.after(last - 1)):
        return bool(_LONG_OPENING.match(part.split(",")[-1]))
    return bool(_OPENING.match(part.split(",")[-1]) and _HAVING.match(row.after(last - 1)))


def _share_by_name(drafts: Sequence[Draft]) -> None:
    """Of all that is said of a name (and producer), the most specific holds."""
    best: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        told = best.setdefault((draft.identity, _maker(draft)), draft)
        if specific(draft.places) < specific(told.places):
            best[draft.identity, _maker(draft)] = draft
    for draft in drafts:
        told = best[draft.identity, _maker(draft)]
        if specific(told.places) < specific(draft.places):
            draft.places, draft.placed = told.places, told.placed


def _maker(draft: Draft) -> str:
    return key(draft.producer.name) if draft.producer else ""


def _beside_producers(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    """Where a producer is, said at any of its mentions, is where its products are."""
    homes: list[tuple[str, Chain]] = []
    for row in rows:
        for first, last in _chains(row):
            maker = row.marks[first - 1] if first else None
            if isinstance(maker, ProducerMention) and _AT.match(row.before(first)):
                homes.append((maker.name, ordered(row.marks[first:last])))
    for draft in drafts:
        if draft.producer and draft.placed != "behind":
            mine = [home for name, home in homes if is_same(name, draft.producer.name)]
            mine = [home for home in mine if _agree(draft.places, home)]
            best = min([draft.places, *mine], key=specific)
            if best is not draft.places:
                draft.places, draft.placed = best, "maker"


def _agree(one: Chain, other: Chain) -> bool:
    """Whether two chains name no two units of one level."""
    names = {p.level: p.name for p in one}
    return all(names.get(p.level, p.name) == p.name for p in other)
