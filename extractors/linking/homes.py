"""Where a product comes from: the units the text ties to it, most specific first.

In order of trust: a place in its name ("dưa lưới xã Cổ Bì"), behind it or its producer ("của HTX …,
xã Duy Trinh"), before its part of the sentence ("Huyện Thoại Sơn có 5 sản phẩm: …"), beside its
producer elsewhere, and last what the article as a whole is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from extractors.linking.brands import is_same
from extractors.linking.chains import TYPE, Chain, extended, ordered, runs, specific
from extractors.linking.entries import entries
from extractors.linking.makers import is_portrait
from extractors.linking.openings import LISTING, is_heading, leading
from extractors.linking.rows import Draft, Row, span
from extractors.linking.subject import subject
from extractors.models import RANK, BlockKind, Level, PlaceMention, ProducerMention, StarMention
from extractors.naming.packing import PACKED
from extractors.reading import Reading
from extractors.vi.patterns import BRACKET, one_of
from extractors.vi.text import key

# Between a product or producer and its place, with a hamlet on the way: "được làm tại thôn 3, …".
_MADE = r"(?:được )?(?:làm|nuôi|trồng|nấu|sản xuất|chế biến)(?: ra)? (?=ở|tại|từ|trên)"
_OF_MAKER = (
    r"của (?:đơn vị|cơ sở|công ty|htx|hợp tác xã|tổ|xưởng|nhà)(?: này)?[\s,]+(?:nay |hiện )?"
)
_LIES = one_of(
    """
    của | ở | tại | thuộc | đóng | nằm | địa chỉ | nơi sản xuất | trụ sở | trên địa bàn | đều | cùng
    cũng | từ | đến từ | vùng
    """
)
_HAMLET = r"(?:thôn|bản|ấp|khóm|khu|khối|tổ|buôn|làng|xóm|số|tiểu khu|đội)\b[^;()]{0,40}?"
_AT = re.compile(
    rf"^(?:\s*{PACKED})?[\s\"”’),(–\-:/]*(?:{_MADE})?(?:{_OF_MAKER})?(?:{_LIES}\b[\s:]*)*"
    rf"(?:{_HAMLET})?[\s,(–-]*$",
    re.IGNORECASE,
)
# A unit that judges, and is no home: "được UBND tỉnh Hà Tĩnh công nhận".
_BY = re.compile(r"\b(?:ủy ban nhân dân|ubnd|hội đồng|được|do|bởi|cấp)\W*$", re.IGNORECASE)
_OF = re.compile(r"^\W*(?:đều |cùng )?của\b")
_ALIKE = re.compile(r"\b(?:cùng|đều)\b", re.IGNORECASE)
_IN_TURN = re.compile(r"\b(?:lần lượt|theo thứ tự|tương ứng)\b", re.IGNORECASE)
FEW = 8
"""Products that one maker's portrait may name and all be from one place."""


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
        if row.places:
            _in_turn(row)
            _following(row)
            _same_item(row)
    _in_entries(rows)
    about = subject(reading, rows, places, is_portrait(rows, drafts, FEW))
    leading(rows, about)
    _share_by_name(drafts)
    _beside_producers(rows, drafts)
    for draft in drafts:
        draft.place(about[:1], "subject")
        draft.places = extended(draft.places, about)


def _in_name(draft: Draft, places: Sequence[PlaceMention]) -> Chain:
    """The typed places inside a product's name: "dưa lưới xã Cổ Bì"."""
    start, end = draft.start, draft.end
    inside = [p for p in places if start <= p.start and p.end <= end]
    return tuple(p for p in inside if TYPE.match(p.surface))


def _following(row: Row) -> None:
    """Places behind a product or, if it has none of its own there, behind its producer."""
    chains = sorted(runs(row), key=lambda c: _is_of_maker(row, c[0]))
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
        if not isinstance(mark, PlaceMention) or not _IN_TURN.search(row.before(i)):
            continue
        group = row.group_before(i)
        if len(group) < 2 or group[-1] != i - 1:
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
    words = row.words()
    if not row.drafts() or (";" not in words and row.block.kind is not BlockKind.LIST_ITEM):
        return
    ends = [m.start() for m in re.finditer(";", words)]
    chains = list(runs(row))
    for start, end in pairwise([0, *ends, len(words)]):
        inside = [i for i, m in enumerate(row.marks) if start <= span(m)[0] - row.start < end]
        drafts = [i for i in inside if isinstance(row.marks[i], Draft)]
        within = [(a, b) for a, b in chains if a in inside]
        if drafts and len(within) == 1 and drafts[-1] < within[0][0]:
            first, last = within[0]
            if _BY.search(row.before(first)):
                continue
            for i in _not_closed(row, drafts, first):
                draft = row.marks[i]
                assert isinstance(draft, Draft)
                draft.place(ordered(row.marks[first:last]), "item")


def _in_entries(rows: Sequence[Row]) -> None:
    """ "5. Chè cây cao" / "Chè cổ thụ ở huyện Tủa Chùa.": the one unit told under a product."""
    told: dict[int, tuple[Sequence[Draft], list[PlaceMention]]] = {}
    for drafts, row in entries(rows):
        if not is_heading(row):
            known = told.setdefault(drafts[0].mention.start, (drafts, []))
            known[1].extend(_below_province(row))
    for drafts, places in told.values():
        if len({p.name for p in places}) == 1:
            for draft in drafts:
                draft.place(ordered(places[:1]), "entry")


def _below_province(row: Row) -> Iterable[PlaceMention]:
    """The communes and districts of a sentence that are not said to have something."""
    for i, mark in enumerate(row.marks):
        if not isinstance(mark, PlaceMention) or LISTING.match(row.after(i)):
            continue
        if RANK[mark.level] < RANK[Level.PROVINCE]:
            yield mark


def _not_closed(row: Row, drafts: Sequence[int], i: int) -> list[int]:
    """Those of these products that no closing bracket parts from mark `i`."""
    gaps = {k: row.text[span(row.marks[k])[1] : span(row.marks[i])[0]] for k in drafts}
    return [k for k, gap in gaps.items() if ")" not in BRACKET.sub("", gap)]


def _owners(row: Row, i: int, end: int, shared: bool) -> list[Draft]:
    """The products that the places at marks `i` to `end` stand behind."""
    previous = row.marks[i - 1] if i else None
    if previous is None or not _AT.match(row.before(i)) or _BY.search(row.before(i)):
        return []
    if isinstance(previous, ProducerMention):
        if _ALIKE.search(row.before(i)):
            return _since_place(row, i)
        return [d for d in row.drafts() if d.producer is previous]
    if LISTING.match(row.after(end - 1)):  # "…, huyện Y có": it opens what comes
        return []
    group = row.group_before(i)
    if not group or (group[-1] != i - 1 and not _is_behind_star(row, group[-1], i)):
        return []
    near = [group[-1]]
    for k in reversed(group[:-1]):
        gap = row.between(k, near[0])
        if not shared and "và" not in gap and not _OF.match(row.before(i)):
            break
        near.insert(0, k)
    return [d for k in near if isinstance(d := row.marks[k], Draft)]


def _is_behind_star(row: Row, product: int, i: int) -> bool:
    """ "bún khô (4 sao, huyện X)": the rating and the unit in one bracket."""
    gap = row.between(product, i)
    star = product + 2 == i and isinstance(row.marks[i - 1], StarMention)
    return star and gap.lstrip().startswith("(") and ")" not in gap


def _since_place(row: Row, i: int) -> list[Draft]:
    """ "A của HTX X, B của HTX Y (cùng ở xã Z)": what no other unit parts from these places."""
    since = takewhile(lambda m: not isinstance(m, PlaceMention), reversed(row.marks[:i]))
    return [m for m in since if isinstance(m, Draft)]


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
        for first, last in runs(row) if row.makers else ():
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
