"""Who makes a product and where: "chè Tà Xùa của HTX … (xã Tà Xùa, huyện Bắc Yên)".

A producer follows its products or, with "có", "gồm", stands before them; places follow a product or
its producer, or open the sentence ("Huyện Thoại Sơn có 5 sản phẩm: …"). What the sentence does not
give comes from the article: the same name elsewhere, the one producer of a portrait, the province
that the article is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.models import Level, PlaceMention, ProducerMention
from extractors.reading import Reading
from extractors.rows import Draft, Row, span
from extractors.vi.text import key

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
_TOGETHER = re.compile(r"^[\s,()]*(?:(?:ở|tại|thuộc|của|cùng|đều|cùng ở|trên địa bàn)\s+)*[\s(]*$")
_ORDER = {Level.COMMUNE: 0, Level.DISTRICT: 1, Level.PROVINCE: 2, Level.COUNTRY: 3}


def link(reading: Reading, rows: Sequence[Row], places: Sequence[PlaceMention]) -> None:
    """Give every draft of these rows its producer and places, as far as the text carries them."""
    for row in rows:
        _producers(row)
        _places(row)
    drafts = [d for row in rows for d in row.drafts()]
    _share_by_name(drafts)
    _lone_producer(rows, drafts)
    _places_of_producers(rows, drafts)
    _province(reading, drafts, places)


def _producers(row: Row) -> None:
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


def _places(row: Row) -> None:
    i = 0
    while i < len(row.marks):
        if not isinstance(row.marks[i], PlaceMention):
            i += 1
            continue
        end = _chain_end(row, i)
        chain = tuple(
            sorted(
                (m for m in row.marks[i:end] if isinstance(m, PlaceMention)),
                key=lambda p: _ORDER[p.level],
            )
        )
        for k in _homes(row, i) or _items_after(row, i, end):
            draft = row.marks[k]
            if isinstance(draft, Draft) and not draft.places:
                draft.places = chain
        i = end


def _chain_end(row: Row, i: int) -> int:
    """End of the chain "xã A, huyện B, tỉnh C" that begins at mark `i`: levels only rise."""
    k = i + 1
    while k < len(row.marks) and isinstance(row.marks[k], PlaceMention):
        here, before = row.marks[k], row.marks[k - 1]
        assert isinstance(here, PlaceMention) and isinstance(before, PlaceMention)
        if (
            not re.match(r"^[\s,(–-]*(?:của |thuộc )?$", row.before(k))
            or _ORDER[here.level] <= _ORDER[before.level]
        ):
            break
        k += 1
    return k


def _homes(row: Row, i: int) -> list[int]:
    """The products that the place `i` follows, directly or behind their producer."""
    group = row.group_before(i)
    if not group:
        return []
    gap = row.between(group[-1], i)
    producer = next(
        (k for k in range(i - 1, group[-1], -1) if isinstance(row.marks[k], ProducerMention)), None
    )
    if producer is not None:
        gap = row.between(producer, i)
    return group if _OF.match(gap) or _TOGETHER.match(gap) else []


def _items_after(row: Row, i: int, end: int) -> list[int]:
    """The products of a list that this place opens: "Huyện Thoại Sơn có 5 sản phẩm: …"."""
    if (
        re.search(r"[\w]", row.text[row.start : span(row.marks[i])[0]][-60:].split(";")[-1])
        and i > 0
    ):
        return []
    found: list[int] = []
    for k in range(end, len(row.marks)):
        mark = row.marks[k]
        if isinstance(mark, PlaceMention) and not found:
            break
        if isinstance(mark, Draft):
            if not found and not _HAS.search(row.between(end - 1, k)):
                break
            found.append(k)
    return found


def _share_by_name(drafts: Sequence[Draft]) -> None:
    """What the text says of a name once holds wherever the name stands alone."""
    by_name: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_name.setdefault(key(draft.mention.name), []).append(draft)
    for same in by_name.values():
        makers = {key(d.producer.name): d for d in same if d.producer}
        known = next(iter(makers.values())) if len(makers) == 1 else None
        homes = next((d.places for d in same if d.places), ())
        for draft in same:
            if draft.producer is None and known is not None:
                draft.producer = known.producer
            draft.places = draft.places or homes


def _lone_producer(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    """A portrait names one producer: its products are that producer's."""
    makers = [m for row in rows for m in row.marks if isinstance(m, ProducerMention)]
    names = {_core(m.name) for m in makers}
    if makers and len(names) == 1 and len({key(d.mention.name) for d in drafts}) <= 4:
        for draft in drafts:
            draft.producer = draft.producer or makers[0]


def _core(name: str) -> str:
    """The last two words: "HTX chè Hảo Đạt" and "Hợp tác xã Hảo Đạt" are one."""
    return " ".join(key(name).split()[-2:])


def _places_of_producers(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    """Where a producer is, said at any of its mentions, is where its products are."""
    homes: dict[str, tuple[PlaceMention, ...]] = {}
    for row in rows:
        for i, mark in enumerate(row.marks):
            following = row.marks[i + 1] if i + 1 < len(row.marks) else None
            if (
                isinstance(mark, ProducerMention)
                and isinstance(following, PlaceMention)
                and _OF.match(row.before(i + 1))
            ):
                chain = row.marks[i + 1 : _chain_end(row, i + 1)]
                homes.setdefault(
                    _core(mark.name), tuple(m for m in chain if isinstance(m, PlaceMention))
                )
    for draft in drafts:
        if not draft.places and draft.producer:
            draft.places = homes.get(_core(draft.producer.name), ())


def _province(reading: Reading, drafts: Sequence[Draft], places: Sequence[PlaceMention]) -> None:
    """The province the article is about stands for what is not said, and closes every chain."""
    subject = subject_province(reading, places)
    if subject is None:
        return
    for draft in drafts:
        if not any(p.level is Level.PROVINCE for p in draft.places):
            draft.places = (*draft.places, subject)


def subject_province(reading: Reading, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """The province named most, those of title and first sentences counting more."""
    head = reading.sentences[min(2, len(reading.sentences) - 1)].end if reading.sentences else 0
    votes: Counter[str] = Counter()
    first: dict[str, PlaceMention] = {}
    for place in places:
        if place.level is Level.PROVINCE:
            votes[place.name] += 3 if place.start < head else 1
            first.setdefault(place.name, place)
    if not votes:
        return None
    best = max(votes.values())
    return next(first[name] for name in first if votes[name] == best)
