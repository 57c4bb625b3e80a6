"""Where a product comes from: the units the text ties to it, most specific first.

In order of trust: a place in its name ("dưa lưới xã Cổ Bì"), behind it or its producer ("của HTX …,
xã Duy Trinh"), before its part of the sentence ("Huyện Thoại Sơn có 5 sản phẩm: …"), beside its
producer elsewhere, and last what the article as a whole is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from extractors.linking.makers import is_portrait, is_same
from extractors.linking.rows import Draft, Row, span
from extractors.models import Level, PlaceMention, ProducerMention
from extractors.reading import Reading
from extractors.vi.text import key
from extractors.vi.units import place_key, units

Chain = tuple[PlaceMention, ...]

_ORDER = {Level.COMMUNE: 0, Level.DISTRICT: 1, Level.PROVINCE: 2, Level.COUNTRY: 3}
_TYPE = re.compile(
    r"^(?:tỉnh|thành phố|tp\.?|thị xã|tx\.?|thị trấn|tt\.?|huyện|quận|xã|phường|đặc khu)\s",
    re.IGNORECASE,
)
# Between a product or producer and its place, with a hamlet on the way.
_AT = re.compile(
    r"^[\s\"”’),(–\-:/]*"
    r"(?:(?:của|ở|tại|thuộc|địa chỉ|trên địa bàn|đều|cùng|cũng|từ|đến từ|vùng)\b[\s:]*)*"
    r"(?:(?:thôn|bản|ấp|khóm|khu|khối|tổ|buôn|làng|xóm|số|tiểu khu|đội)\b[^;()]{0,40}?)?"
    r"[\s,(–-]*$",
    re.IGNORECASE,
)
_LINKED = re.compile(r"^[\s,(–-]*(?:của |thuộc |ở |tại )?$")
_OPENING = re.compile(r"^\W*(?:[^\W\d]+\W+){0,3}$")
_HAVING = re.compile(r"^\s*(?:có|gồm|là|được|đã|cũng|góp|đóng góp|với|đứng)\b|^\s*[:(]")


def link(reading: Reading, rows: Sequence[Row], places: Sequence[PlaceMention]) -> None:
    """Give every draft of these rows its places, as far as the text carries them.

    Places that a draft has already (from its table) are only completed.
    """
    drafts = [d for row in rows for d in row.drafts()]
    for draft in drafts:
        draft.places = _ordered(draft.places) or _in_name(draft, places)
    for row in rows:
        _following(row)
    _leading(rows)
    _share_by_name(drafts)
    _beside_producers(rows, drafts)
    about = subject(reading, places, is_portrait(rows, drafts))
    for draft in drafts:
        draft.places = _extended(draft.places, about)


def _in_name(draft: Draft, places: Sequence[PlaceMention]) -> Chain:
    start, end = span(draft)
    return tuple(p for p in places if start <= p.start and p.end <= end and _TYPE.match(p.surface))


def _following(row: Row) -> None:
    """Places behind a product or its producer."""
    chains = list(_chains(row))
    shared = ";" in row.words() or len(chains) == 1
    for first, last in chains:
        chain = _ordered(row.marks[first:last])
        for draft in _owners(row, first, shared):
            if not draft.places:
                draft.places = chain


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
    levels = [_ORDER[p.level] for p in pair if isinstance(p, PlaceMention)]
    return levels[0] < levels[1]


def _ordered(marks: Iterable[object]) -> Chain:
    found = [m for m in marks if isinstance(m, PlaceMention)]
    return tuple(sorted(found, key=lambda p: _ORDER[p.level]))


def _owners(row: Row, i: int, shared: bool) -> list[Draft]:
    """The products that the place at mark `i` stands behind."""
    previous = row.marks[i - 1] if i else None
    if previous is None or not _AT.match(row.before(i)):
        return []
    if isinstance(previous, ProducerMention):
        return [d for d in row.drafts() if d.producer is previous]
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


def _leading(rows: Sequence[Row]) -> None:
    """Places that open a sentence or a part of it hold for the products behind them, also in the
    next sentences of the paragraph: "Huyện Tam Đường có 6 sản phẩm. Trong đó có …"."""
    opened: Chain = ()
    for n, row in enumerate(rows):
        if n and row.block != rows[n - 1].block and not row.continues(rows[n - 1]):
            opened = ()
        chains = dict(_chains(row))
        for i, mark in enumerate(row.marks):
            if i in chains and _opens(row, i, chains[i]):
                opened = _ordered(row.marks[i : chains[i]])
            elif isinstance(mark, Draft) and opened:
                mark.places = _extended(mark.places, opened)


def _opens(row: Row, first: int, last: int) -> bool:
    before = row.text[row.start : span(row.marks[first])[0]]
    part = re.split(r"[;:]", before)[-1]
    if _OPENING.match(part):
        return True
    return bool(_OPENING.match(part.split(",")[-1]) and _HAVING.match(row.after(last - 1)))


def _share_by_name(drafts: Sequence[Draft]) -> None:
    """Of all that is said of a name (and producer), the most specific holds."""
    best: dict[tuple[str, str], Chain] = {}
    for draft in drafts:
        mine = (draft.identity, _maker(draft))
        if draft.places and _specific(draft.places) < _specific(best.get(mine, ())):
            best[mine] = draft.places
    for draft in drafts:
        mine = (draft.identity, _maker(draft))
        if _specific(best.get(mine, ())) < _specific(draft.places):
            draft.places = best[mine]


def _maker(draft: Draft) -> str:
    return key(draft.producer.name) if draft.producer else ""


def _specific(chain: Chain) -> int:
    return _ORDER[chain[0].level] if chain else 9


def _beside_producers(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    """Where a producer is, said at any of its mentions, is where its products are."""
    homes: list[tuple[str, Chain]] = []
    for row in rows:
        for first, last in _chains(row):
            maker = row.marks[first - 1] if first else None
            if isinstance(maker, ProducerMention) and _AT.match(row.before(first)):
                homes.append((maker.name, _ordered(row.marks[first:last])))
    for draft in drafts:
        if draft.producer:
            mine = [home for name, home in homes if is_same(name, draft.producer.name)]
            draft.places = min([draft.places, *mine], key=_specific)


def _extended(chain: Chain, outer: Chain) -> Chain:
    """The chain with those units of `outer` above its own that can hold it."""
    for place in outer:
        if not chain:
            chain = (place,)
        elif _ORDER[chain[-1].level] < _ORDER[place.level] and _holds(place, chain[-1]):
            chain = (*chain, place)
    return chain


# --- what an article is about ---------------------------------------------------------------


def subject(reading: Reading, places: Sequence[PlaceMention], portrait: bool) -> Chain:
    """The province an article is about, the district if it is about one, and, in the portrait of
    one maker, the commune."""
    chain: Chain = ()
    province = _most_named(reading, places, Level.PROVINCE)
    district = _most_named(reading, places, Level.DISTRICT)
    if portrait and (commune := _most_named(reading, places, Level.COMMUNE)):
        chain = (commune,)
    if district and (portrait or _is_about(reading, places, district, province)):
        chain = _extended(chain, (district,))
    return _extended(chain, (province,)) if province else chain


def _most_named(
    reading: Reading, places: Sequence[PlaceMention], level: Level
) -> PlaceMention | None:
    """The unit of this level with most mentions, title and opening counting more."""
    head = _head(reading)
    votes: Counter[str] = Counter()
    first: dict[str, PlaceMention] = {}
    for place in places:
        if place.level is level:
            votes[place.name] += 4 if place.start < head else 2
            first.setdefault(place.name, place)
    if level is Level.PROVINCE:
        for name, mention in first.items():
            votes[name] += sum(
                _ORDER[p.level] < _ORDER[level] and _holds(mention, p) for p in places
            )
    best = max(votes.values(), default=0)
    return next((first[name] for name in first if votes[name] == best), None)


def _head(reading: Reading) -> int:
    return reading.sentences[min(1, len(reading.sentences) - 1)].end if reading.sentences else 0


def _is_about(
    reading: Reading,
    places: Sequence[PlaceMention],
    district: PlaceMention,
    province: PlaceMention | None,
) -> bool:
    head = _head(reading)
    named = {p.name for p in places if p.level is Level.DISTRICT}
    early = {p.name for p in places if p.level is Level.DISTRICT and p.start < head}
    if early == {district.name}:
        return True
    return named == {district.name} and province is None


@cache
def _provinces(name: str, level: Level) -> frozenset[str]:
    """Keys of the names above any unit of this name and level, in any era."""
    plain = _TYPE.sub("", name + " ").strip()
    found: set[str] = set()
    for unit in units().named(place_key(plain)):
        if unit.level is level:
            found |= {place_key(u.name) for u in (*units().above(unit), units().province(unit))}
    return frozenset(found)


def _holds(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether `outer` is or was above `inner`; a unit the table does not know is let pass."""
    above = _provinces(inner.name, inner.level)
    return not above or place_key(_TYPE.sub("", outer.name + " ").strip()) in above
