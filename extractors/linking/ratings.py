"""Which rating belongs to which product.

A rating follows its products ("A, B đạt 4 sao", "A (4 sao)"), stands before them as a counted
heading ("2 sản phẩm 4 sao gồm: A; B", also over the next lines) or as an attribute ("sản phẩm OCOP
4 sao chè Tà Xùa"), covers a list ("… đều đạt 3 sao"), comes in a later sentence ("Sản phẩm này đạt
4 sao"), or is that of the batch the article reports ("7 sản phẩm nhận 4 sao … Đó là: A; B; …").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.linking.rows import Draft, Row, span
from extractors.models import BlockKind, StarMention, Status
from extractors.vi.numbers import UNITS
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
_ALL = re.compile(
    r"\b(?:đều|cùng|tất cả|toàn (?:là|bộ)|đồng loạt|cả (?:hai|ba|bốn|năm|\d+))\b", re.IGNORECASE
)
_NUMBER = r"(?<![\d.,])(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_NOUN = r"(?:sản phẩm|món|mặt hàng|homestay|điểm(?!\s*[,.;])|thứ|loại|hàng|làng|đặc sản)"
_COUNTED = re.compile(
    rf"\b({_NUMBER})\s+{_NOUN}\b(?:(?!thiếu|không|chưa|nhưng)[^;:.()]){{0,70}}$", re.IGNORECASE
)
_NEW_CLAUSE = re.compile(
    r"[;.]|\b(?:còn|riêng|trong khi|nhưng|bên cạnh|ngoài|song)\b", re.IGNORECASE
)
# Between the items of a list: "trà Hảo Đạt (xã Tân Cương); bưởi Tiến Bộ".
_NEXT_ITEM = re.compile(r"^[^.:;]*;\s*(?:và\s+)?[\"“‘']*$")
_VERB = re.compile(
    r"^(?:được|đã|đạt|đủ|xếp|công nhận|nhận|cấp|gắn|giữ|nâng|lên|mang|là|hạng|chứng nhận|từ|cùng"
    r"|đều|chấm|lấy|giành|thành|đánh giá)",
    re.IGNORECASE,
)
# How a list or one of its lines begins: "Đó là: …", "3. …", "- …", "Tuy Phong: …", "… và …" after
# a break.
_ITEM = re.compile(
    r"^\W*(?:\d{1,3}\W*)?(?:(?:đó là|gồm|bao gồm|cụ thể|danh sách|trong đó|các|sản phẩm|là|có)\b"
    r"[^.;:]{0,40}:?|(?:huyện|thị xã|thành phố|t[px]|xã|phường|nhóm)\b[^.;:]{0,40}:"
    rf"|(?-i:[{CAPITAL}])\w*(?: (?-i:[{CAPITAL}])\w*){{0,3}}:)?\W*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*\d{1,3}\W*$|^\s*[-–+•*]\s*$")
# "A, B và C – sản phẩm hạng 5 sao": only the last is meant.
_APPOSITION = re.compile(r"^[\s”\")]*[,–-]\s*(?:là )?(?:một )?(?:sản phẩm|món|mặt hàng)\b")
_IN_TURN = re.compile(r"\blần lượt\b", re.IGNORECASE)
_LEVELS = re.compile(r"\b0?([1-5])\b")
_EXAMPLES = re.compile(r"\bnhư\W*$", re.IGNORECASE)
_ANAPHOR = re.compile(r"\b(?:này|ấy|đó|nó|kết quả)\b", re.IGNORECASE)
_UP_FROM = re.compile(r"\btừ \D*([1-5]) sao\b", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?…]\s*[\"”’')]*\s*$")
_INTRODUCES = re.compile(
    r"\b(?:đó là|gồm|cụ thể|danh sách|như sau|dưới đây|còn lại|sản phẩm|món|nhóm)\b", re.IGNORECASE
)
_HELD = frozenset([Status.ACHIEVED, Status.UPGRADED, Status.DOWNGRADED])
HEAD = 6
"""Sentences in which an article says what batch it reports."""
BATCH = 60
"""Products; a batch is smaller, what a province has in all is more."""
REACH = 3
"""Sentences that a rating without a product looks back over for one."""


def link(rows: Sequence[Row]) -> None:
    """Give every draft of these rows its rating, as far as the text carries one."""
    heading: StarMention | None = None
    for n, row in enumerate(rows):
        heading = _in_row(row, heading)
        _look_back(rows, n)
    _batch(rows)


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
    return last if opens and _is_given(last) else None


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
    if not _ITEM.match(_before_first(row)):
        return None
    _give(row.marks, heading)
    return heading


def _give(marks: Iterable[object], star: object) -> None:
    for mark in marks:
        if isinstance(mark, Draft) and isinstance(star, StarMention):
            mark.rating = star


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
    _give(marks, star)


def _reaches_forward(row: Row, i: int, start: int, until: int) -> bool:
    nexts = [k for k in range(i + 1, until) if isinstance(row.marks[k], Draft)]
    if not nexts:
        return False
    gap = row.between(i, nexts[0])
    if re.search(r"[;.]", gap):  # a list whose first items were not found may still be opened
        return bool(_LISTS.search(re.split(r"[;.]", gap)[0]))
    if _counted(row, i):
        return bool(_OPENS.search(gap))
    if _ATTRIBUTE.match(gap):
        return True
    named = any(isinstance(m, Draft) for m in row.marks[start:i])
    return not named and bool(_OPENS.search(gap))


def _counted(row: Row, i: int) -> re.Match[str] | None:
    """The number of products that star `i` speaks of: "5 sản phẩm [đạt 4 sao]"."""
    return _COUNTED.search(row.text[row.start : span(row.marks[i])[0]])


def _backward(row: Row, i: int, start: int) -> range:
    """Indexes of the marks before star `i` that it covers."""
    before = row.before(i)
    if _ALL.search(before[-60:] + row.surface(i)):
        return range(start, i)
    if _counted(row, i) and not before.lstrip().startswith("("):
        return range(i, i)
    group = row.group_before(i)
    if not group:
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


def _look_back(rows: Sequence[Row], n: int) -> None:
    """ "Chấm xong, cả 6 sản phẩm đạt 3 sao": a rating of what an earlier sentence names."""
    row = rows[n]
    marks = sorted(enumerate(row.marks), key=lambda m: not _is_change(m[1]))
    for i, star in marks:
        if isinstance(star, StarMention) and _is_said_of_earlier(row, i, star):
            said = row.text[row.start : star.end]
            everything = bool(_ALL.search(said[-80:]))
            before = [r for r in rows[:n] if r.drafts() and r.block.kind is not BlockKind.CAPTION]
            if before and before[-1] in rows[max(0, n - REACH) : n]:
                _give_earlier(before[-1].drafts(), star, everything)
            elif (
                _ANAPHOR.search(said) or len({d.identity for r in before for d in r.drafts()}) == 1
            ):
                _give_earlier(_main(before), star, everything)
            return


def _is_change(mark: object) -> bool:
    """A rise or fall is what holds now: "3 sao năm 2019, đầu năm 2024 được nâng lên 4 sao"."""
    changes = (Status.UPGRADED, Status.DOWNGRADED)
    return isinstance(mark, StarMention) and mark.status in changes


def _is_one(rows: Sequence[Row]) -> bool:
    return len({d.identity for row in rows for d in row.drafts()}) == 1


def _main(rows: Sequence[Row]) -> list[Draft]:
    """The drafts of the product that the text so far is about: a proper name, named most."""
    drafts = [d for row in rows for d in row.drafts()]
    proper = [d for d in drafts if any(w[0].isupper() for w in d.mention.name.split()[1:])]
    times = Counter(d.identity for d in proper)
    return [d for d in drafts if times and d.identity == times.most_common(1)[0][0]]


def _is_said_of_earlier(row: Row, i: int, star: StarMention) -> bool:
    everything = _ALL.search(row.text[row.start : star.end][-80:])
    verb = _VERB.match(star.surface) or row.before(i).rstrip().lower().endswith("được")
    if not _is_given(star) or not verb:
        return False
    if (_counted(row, i) and not everything) or row.after(i).lstrip().startswith(":"):
        return False
    alone = not any(isinstance(m, Draft) for m in row.marks[:i])
    return alone and not any(d.rating is star for d in row.drafts())


def _give_earlier(drafts: Sequence[Draft], star: StarMention, everything: bool) -> None:
    names = {d.identity for d in drafts}
    if everything or len(names) == 1:
        _give((d for d in drafts if d.rating is None), star)


def _batch(rows: Sequence[Row]) -> None:
    """The rating of the batch an article reports is that of the products it lists without one."""
    listed = [d for row in rows if _introduces_list(row) for d in row.drafts() if d.rating is None]
    if not listed:
        return
    star = _batch_rating(rows, len({d.identity for d in listed}))
    if star is not None:
        _give(listed, star)


def _introduces_list(row: Row) -> bool:
    before = _before_first(row)
    if not row.drafts() or _EXAMPLES.search(before):
        return False
    labelled = before.rstrip().endswith(":") and not isinstance(row.marks[0], Draft)
    in_table = row.block.kind is BlockKind.TABLE_ROW
    return labelled or in_table or bool(_INTRODUCES.search(before) or _NUMBERED.match(before))


def _before_first(row: Row) -> str:
    """The words before the row's first product."""
    drafts = row.drafts()
    return row.text[row.start : drafts[0].mention.start] if drafts else row.words()


def _batch_rating(rows: Sequence[Row], count: int) -> StarMention | None:
    """The one rating said of a number of products that can hold `count`, best of just so many."""
    near: dict[int | None, StarMention] = {}
    exact: dict[int | None, StarMention] = {}
    for n, row in enumerate(rows):
        for i, star in enumerate(row.marks):
            if isinstance(star, StarMention) and _is_given(star) and (number := _counted(row, i)):
                value = _value(number[1])
                if value == count:
                    exact.setdefault(star.stars, star)
                if n < HEAD and count - 1 <= value <= BATCH and not _is_split(row):
                    near.setdefault(star.stars, star)
    found = exact if len(exact) == 1 else near
    return next(iter(found.values())) if len(found) == 1 else None


def _is_split(row: Row) -> bool:
    """Whether the row gives several ratings: "6 sản phẩm 4 sao, còn lại là 3 sao"."""
    return len({m.stars for m in row.marks if isinstance(m, StarMention)}) > 1


def _value(word: str) -> int:
    return int(word) if word.isdigit() else UNITS.get(word.lower(), 10)


def _is_given(star: StarMention) -> bool:
    return star.stars is not None and not star.at_least and star.status in _HELD


def held(rating: StarMention) -> int | None:
    """The stars the text gives a product by this rating, expired and revoked ones too: none by an
    aim or a failure, but the old ones where it aims "từ 4 sao lên 5 sao"."""
    if rating.status in (Status.TARGET, Status.FAILED):
        old = _UP_FROM.search(rating.surface)
        return int(old[1]) if old else None
    return None if rating.at_least else rating.stars
