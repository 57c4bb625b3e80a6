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
from extractors.linking.earlier import give_just_so_many, give_the_rest, look_back
from extractors.linking.entries import entries
from extractors.linking.granting import (
    ALL,
    before_first,
    counted,
    give,
    is_refusal,
    of_the_rest,
    refuses,
)
from extractors.linking.rows import Draft, Row
from extractors.models import BlockKind, StarMention, Status
from extractors.vi.patterns import CAPITAL, CLOSED, one_of, words

# --- from a rating to the products that follow it -------------------------------------------------

# "2 sản phẩm 4 sao gồm: A; B", "sản phẩm 4 sao như A".
_OPENS = re.compile(
    r"[:(]|[–-]\s*$|"
    + words(
        """
        gồm | như | là | có | bao gồm | thuộc về | kể đến | điển hình | tiêu biểu | đáng kể
        """
    ),
    re.IGNORECASE,
)
# What a rating that counts nothing goes to: "có tên trong danh sách 3 sao với bún khô".
_GOES_TO = re.compile(
    r"(?<!cùng )(?<!so )\b(?:với|nhờ)\s*[\"“]?$|"
    + words("gọi tên | về tay | trao cho | cấp cho | dành cho")
)
_LISTS = re.compile(":|" + words("gồm | bao gồm | đó là"), re.IGNORECASE)
# "sản phẩm OCOP 4 sao cấp tỉnh chè Tà Xùa".
_ATTRIBUTE = re.compile(
    r"^[\s,–-]*(?:"
    + one_of(
        """
        OCOP | cấp tỉnh | cấp huyện | cấp quốc gia | quốc gia | cấp trung ương | của tỉnh | là | như
        gồm | cho | đối với | các | những | sản phẩm | thương hiệu | chiếc | món | loại
        """
    )
    + r"\s*)*[\s:\"“”'‘]*$",
    re.IGNORECASE,
)

# --- from a rating back to the products before it -------------------------------------------------

# "…, còn dầu mè đạt 3 sao": what stands before is of another clause.
_NEW_CLAUSE = re.compile(
    "[;.]|" + words("còn | riêng | trong khi | nhưng | bên cạnh | ngoài | song"), re.IGNORECASE
)
# Between the items of a list: "trà Hảo Đạt (xã Tân Cương); bưởi Tiến Bộ".
_NEXT_ITEM = re.compile(r"^[^.:;]*;\s*(?:và\s+)?[\"“‘']*$")
# "A, B và C – sản phẩm hạng 5 sao": only the last is meant.
_APPOSITION = re.compile(r"^[\s”\")]*[,–-]\s*(?:là )?(?:một )?(?:sản phẩm|món|mặt hàng)\b")
# "A, B của HTX, hai sản phẩm được gắn 4 sao".
_APPOSED = re.compile(r"^[^.;:]{0,40}, \w+ (?:sản phẩm|món|loại|thứ)\b", re.IGNORECASE)
# A second rating of the same product: "3 sao năm 2019, đến nay lên 4 sao".
_GOES_ON = re.compile(
    r"^[^;,.(]*[;,.(]*\s*(?:"
    + one_of(
        r"""
        và | nhưng | song | rồi | thì | nay | đến | tới | sang | qua | sau | năm | đầu | cuối
        tháng | hai | ba | một | hiện | mới | vừa | được | đã | lên | nâng | xuống | hạ | lần | kỳ
        tiếp | giờ | bây giờ | vào | từ | OCOP | trước | \d+
        """
    )
    + r"\b|$)",
    re.IGNORECASE,
)

# --- lists under a heading, and what else is read in the words around -----------------------------

_ANNOUNCEMENT = (
    r"(?:đó là|gồm|bao gồm|cụ thể|danh sách|trong đó|các|sản phẩm|là|có)\b[^.;:]{0,40}:?"
)
_UNIT = r"(?:huyện|thị xã|thành phố|t[px]\.?|xã|phường|nhóm)(?!\w)[^.;:]{0,40}:"
_NAME = rf"(?-i:[{CAPITAL}])\w*(?: (?-i:[{CAPITAL}])\w*){{0,3}}:"
ITEM = re.compile(rf"^\W*(?:\d{{1,3}}\W*)?(?:{_ANNOUNCEMENT}|{_UNIT}|{_NAME})?\W*$", re.IGNORECASE)
"""What stands before the first product of a list or of one of its lines: "Đó là: …", "3. …",
"- …", "huyện Tuy Phong: …"."""
_FORMER = re.compile(r"\b(?:cũ|trước đây|trước đó)\W*$", re.IGNORECASE)
_IN_TURN = re.compile(r"\blần lượt\b", re.IGNORECASE)
_LEVELS = re.compile(r"\b0?([1-5])\b")
_UP_FROM = re.compile(r"\btừ \D*([1-5]) sao\b", re.IGNORECASE)


def link(rows: Sequence[Row]) -> None:
    """Give every draft of these rows its rating, as far as the text carries one.

    "Bún khô và dầu mè đạt 4 sao" sets the `rating` of both drafts, and `rated` to "behind".
    """
    heading: StarMention | None = None
    owners = {row.start: drafts for drafts, row in entries(rows)}
    for n, row in enumerate(rows):
        if not row.stars:
            heading = _under(heading, row)
        elif not _give_entry(owners.get(row.start, ()), row):
            heading = _in_row(row)
            look_back(rows, n)
            give_just_so_many(rows, n)
            give_the_rest(rows, n)
    link_batch(rows)


def _give_entry(drafts: Sequence[Draft], row: Row) -> bool:
    """What a line under a product's own says: "Kết quả cũ: 3 sao. Kết quả mới: 4 sao"."""
    stars = [(i, m) for i, m in enumerate(row.marks) if isinstance(m, StarMention) and m.stars]
    told = [(i, star) for i, star in stars if drafts and not counted(row, i)]
    now = [star for i, star in told if not _FORMER.search(row.before(i))]
    give(drafts, now[0] if now else None, "entry")
    return bool(told)


def _in_row(row: Row) -> StarMention | None:
    """Link inside a row with a rating; the star that is returned reaches on into the next one."""
    stars = [i for i, m in enumerate(row.marks) if isinstance(m, StarMention)]
    start = claimed = 0
    forward = False
    for n, i in enumerate(stars):
        until = stars[n + 1] if n + 1 < len(stars) else len(row.marks)
        forward = _reaches_forward(row, i, claimed, until)
        reached = range(i + 1, until) if forward else _backward(row, i, start, claimed)
        _give_in_turn([row.marks[k] for k in reached], row, i, "ahead" if forward else "behind")
        start, claimed = i + 1, until if forward else i + 1
    last = row.stars[-1]
    alone = len({s.stars for s in row.stars}) == 1
    opens = forward or (alone and not row.drafts())
    return last if opens and last.stars is not None and not last.at_least else None


def _under(heading: StarMention | None, row: Row) -> StarMention | None:
    """A line without a rating has that of the heading it stands under; returns what reaches on.

    A list goes on over captions, over the names of places that part it ("HUYỆN KỲ ANH") and over
    lines whose product was not found.
    """
    if heading is None or (row.block.kind is BlockKind.CAPTION and row.marks):
        return heading
    if not row.drafts():
        open_ended = not CLOSED.search(row.words()) or row.block.kind is BlockKind.LIST_ITEM
        return heading if open_ended else None
    if not ITEM.match(before_first(row)) or is_refusal(row):
        return None
    give(row.marks, heading, "heading")
    return heading


def _give_in_turn(marks: Sequence[object], row: Row, i: int, how: str) -> None:
    """ "A và B, lần lượt 4 sao và 3 sao": one level each, where there are as many."""
    star = row.marks[i]
    drafts = [m for m in marks if isinstance(m, Draft)]
    levels = _LEVELS.findall(row.surface(i))
    if isinstance(star, StarMention) and _IN_TURN.search(row.before(i)) and star.stars is None:
        if len(levels) == len(drafts):
            for draft, level in zip(drafts, levels, strict=True):
                draft.rate(replace(star, stars=int(level)), "in turn")
        return
    give([d for d in drafts if not (d.rating and _is_aside(star))], star, how)


def _is_aside(star: object) -> bool:
    """ "4 sao, nâng hạng từ 3 sao", "3 sao, phấn đấu lên 4 sao": the second is not what it has."""
    if not isinstance(star, StarMention):
        return False
    former = star.status is Status.UPGRADED and star.stars is None
    return former or star.status is Status.TARGET


def _reaches_forward(row: Row, i: int, start: int, until: int) -> bool:
    """Whether star `i` is that of the products behind it, before mark `until`.

    Products named from `start` on, before the star, may be whose it is.
    """
    nexts = [k for k in range(i + 1, until) if isinstance(row.marks[k], Draft)]
    if not nexts:
        return False
    gap = row.between(i, nexts[0])
    if re.search(r"[;.]", gap):  # a list whose first items were not found may still be opened
        return bool(_LISTS.search(re.split(r"[;.]", gap)[0]))
    if counted(row, i):
        return bool(_OPENS.search(gap))
    named = any(isinstance(m, Draft) for m in row.marks[start:i])
    if _ATTRIBUTE.match(gap):
        return not (named and gap.lstrip().startswith(","))
    return not named and bool(_OPENS.search(gap) or _GOES_TO.search(gap))


def _backward(row: Row, i: int, start: int, claimed: int) -> range:
    """Indexes of the marks before star `i` that it covers.

    Before `start` stands another star; what stands before `claimed` has that star by its heading,
    but for the last of them.
    """
    before = row.before(i)
    group = row.group_before(i)
    if ALL.search(before[-60:] + row.surface(i)):
        return range(group[0] if group and start <= group[-1] < claimed else claimed, i)
    number = counted(row, i)
    if number and number == len(group) and _APPOSED.match(row.between(group[-1], i)):
        return range(group[0], i)
    if number and not before.lstrip().startswith("("):
        return range(i, i)
    if not group or of_the_rest(row, i) or (group[-1] < start and not _goes_on(row, start, i)):
        return range(i, i)
    if _APPOSITION.match(row.between(group[-1], i)) or group[-1] < claimed:
        return range(group[-1], i)
    first = group[0]
    while (previous := row.draft_before(first)) is not None and previous >= start:
        gap = row.between(previous, first)
        parted = _NEW_CLAUSE.search(gap) and not _NEXT_ITEM.match(gap)
        if parted or refuses(gap) or row.has_star(previous, first):
            break
        first = previous
    return range(first, i)


def _goes_on(row: Row, start: int, i: int) -> bool:
    """Whether star `i` tells what became of the one before `start`."""
    return bool(_GOES_ON.match(row.between(start - 1, i)))


def held(rating: StarMention) -> int | None:
    """The stars the text gives a product by this rating, expired and revoked ones too: none by an
    aim or a failure, but the old ones where it aims "từ 4 sao lên 5 sao"."""
    if rating.status in (Status.TARGET, Status.FAILED):
        old = _UP_FROM.search(rating.surface)
        return int(old[1]) if old else None
    return None if rating.at_least else rating.stars
