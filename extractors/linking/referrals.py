"""Makers that a text names once and then points back to: "của HTX này", "cùng chủ thể", "nt".

Also makers on a line of their own: "1. Bún khô" / "Chủ thể: Cơ sở Ba Én".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.linking.entries import entries
from extractors.linking.rows import Draft, Row
from extractors.models import ProducerMention

_KIND = (
    r"htx|hợp tác xã|công ty|cơ sở|đơn vị|doanh nghiệp|hộ kinh doanh|hộ|chủ thể|xưởng|lò"
    r"|nhà vườn|trang trại|tổ hợp tác|tht|nhóm|hãng"
)
# What follows where the bare kind is somebody the reader knows: "của HTX được 3 sao", "của HTX
# này"; "của HTX trong huyện" is nobody.
_KNOWN = (
    r"(?: (?:này|nói trên|trên|đó|ấy)\b|(?=\s*(?:[,.;:)\]]|$))|(?= (?:được|đạt|đã|bán|có|vừa|hiện"
    r"|cùng|cũng|còn|nay|mới|vẫn|lên|đều|từng|sẽ|đang|là|thì|mỗi|xuất|đủ|gắn)\b))"
)
# "(cùng chủ thể)", "(nt)", "– cũng của HTX nói trên".
_AGAIN = re.compile(
    r"[\s\"“”’)]*[,(–\-]?\s*(?:chủ thể\s*:?\s*)?(?:"
    r"(?:nt|như trên)\b"
    rf"|cùng (?P<same>{_KIND})(?![^\W_])"
    rf"|(?:(?:cũng|đều|vẫn|cùng|là) )*(?:của|do|thuộc) (?:chính |cùng )?(?P<kind>{_KIND}){_KNOWN}"
    r")",
    re.IGNORECASE,
)
# "HTX còn có …": the one named before.
_SUBJECT = re.compile(
    r"(?<![^\W_])(?P<kind>HTX|[Hh]ợp tác xã|[Cc]ông ty|[Cc]ơ sở|Đơn vị)"
    r"(?= (?:còn|có|đã|làm|đang|đưa|này|cho|hiện)\b|[,.])"
)
_ANY = frozenset(["đơn vị", "chủ thể", "doanh nghiệp", "nhóm", "hãng"])
_COOPERATIVE = ("htx", "hợp tác xã", "liên hiệp", "liên minh")
_COMPANY = ("công ty", "công tỷ", "cty", "ctcp", "chi nhánh", "doanh nghiệp", "tập đoàn")
# What may stand before a maker on its own line: "Chủ thể: ", "+ ".
_OPENING = re.compile(
    r"[\s+•*➤✔(\-–]*(?:(?:tên )?(?:chủ thể|đơn vị|cơ sở)(?: sản xuất)?\s*:\s*)?", re.IGNORECASE
)
_ORDER = re.compile(r"\b(?:tương ứng|theo thứ tự|lần lượt)\b", re.IGNORECASE)
LINE = 110
"""Characters of a line that is no sentence of a paragraph, at most."""


def link(rows: Sequence[Row]) -> None:
    """Give products without a maker the one that the text points back to."""
    known: list[ProducerMention] = []
    for row in rows:
        own = row.makers
        _again(row, known)
        if known and row.drafts() and not own and (said := _SUBJECT.search(row.words())):
            _give(row.drafts(), _latest(known, said["kind"]), "subject")
        known += own
    _in_order(rows)
    for product_row, maker in _own_lines(rows):
        _give(product_row.drafts(), maker, "own line")
    for drafts, row in entries(rows):
        if len(row.makers) == 1:
            _give(drafts, row.makers[0], "entry")


def _again(row: Row, known: Sequence[ProducerMention]) -> None:
    """ "A (HTX Sen Hồng); B (cùng chủ thể)", "B – cũng của HTX nói trên"."""
    for i, mark in enumerate(row.marks):
        if not isinstance(mark, Draft) or mark.producer:
            continue
        said = _AGAIN.match(row.text, mark.mention.end, row.end)
        if said:
            own = [m for m in row.marks[:i] if isinstance(m, ProducerMention)]
            maker = _latest([*known, *own], said["same"] or said["kind"] or "chủ thể")
            group = row.group_before(i + 1)
            _give((d for k in group if isinstance(d := row.marks[k], Draft)), maker, "again")


def _in_order(rows: Sequence[Row]) -> None:
    """ "Các chủ thể tương ứng: HTX Sen Hồng; HTX Hoa Ban": each has its own of the products told
    before, where there are as many."""
    for n, row in enumerate(rows):
        makers = row.makers
        if len(makers) > 1 and not row.drafts() and _ORDER.search(row.words()):
            told = _told_before(rows[:n], len(makers))
            for drafts, maker in zip(told, makers, strict=False):
                _give(drafts, maker, "in turn")


def _told_before(rows: Sequence[Row], number: int) -> list[list[Draft]]:
    """The drafts of just so many products, of the sentences since the last maker; else none."""
    told: dict[str, list[Draft]] = {}
    for row in reversed(rows):
        if row.makers or len(told) >= number:
            break
        here: dict[str, list[Draft]] = {}
        for draft in row.drafts():
            here.setdefault(draft.identity, []).append(draft)
        told = here | {name: [*here.get(name, []), *later] for name, later in told.items()}
    return list(told.values()) if len(told) == number else []


def _latest(known: Sequence[ProducerMention], kind: str) -> ProducerMention | None:
    """The maker of this kind named last."""
    return next((m for m in reversed(known) if _is_of(m, kind.casefold())), None)


def _is_of(maker: ProducerMention, kind: str) -> bool:
    name = maker.name.casefold()
    if kind in _COOPERATIVE:
        return name.startswith(_COOPERATIVE)
    if kind == "công ty":
        return name.startswith(_COMPANY)
    return kind in _ANY or not name.startswith((*_COOPERATIVE, *_COMPANY))


def _own_lines(rows: Sequence[Row]) -> Iterator[tuple[Row, ProducerMention]]:
    """A line of products, and the maker that opens the next line.

    Where such a list begins with a maker ("HTX Sen Hồng" / "Trà sen"), it goes the other way
    round and nothing is said here.
    """
    waiting: Row | None = None
    above = False
    for row in rows:
        maker = _opener(row)
        if row.drafts():
            waiting = None if above or row.makers or not _is_line(row) else row
        elif maker and waiting:
            yield waiting, maker
            waiting = None
        elif maker:
            above = True
        elif (waiting or above) and not _is_line(row):
            waiting, above = None, False


def _opener(row: Row) -> ProducerMention | None:
    """The maker at the beginning of a line, behind "Chủ thể:" or nothing."""
    first = row.makers[0] if row.makers else None
    opens = first and _OPENING.fullmatch(row.text, row.start, first.start)
    return first if opens and _is_line(row) else None


def _is_line(row: Row) -> bool:
    """A short line or cell, not a sentence of a paragraph."""
    if row.end - row.start > LINE:
        return False
    if row.start == row.block.start:
        return True
    return not row.text[row.text.rfind("\n", 0, row.start) + 1 : row.start].strip()


def _give(drafts: Iterable[Draft], maker: ProducerMention | None, how: str) -> None:
    for draft in drafts:
        draft.make(maker, how)
