"""The units an article names: which it is about, and what it means by "tỉnh" or "huyện" alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from extractors.models import RANK, BlockKind, Level, PlaceMention
from extractors.reading import Reading
from extractors.vi.patterns import BRACKET, CAPITAL

_WRITTEN_OUT = {"tp": "thành phố"}
# Said aside: where people met, what the unit is part of, where it ranks.
_ASIDE = re.compile(
    r"(?:(?:mở|họp|tổ chức|diễn ra|khai mạc|tham dự|hội nghị|hội chợ)[^,.;]{0,16} (?:tại|ở)"
    r"|(?:hợp nhất|sáp nhập|(?<!thu )nhập|gộp|kết nghĩa|về chung (?:một )?nhà)"
    r"(?: thêm)?(?: với| vào| cùng)?(?: (?:(?:các|hai|ba) )?(?:tỉnh|huyện|xã))?"
    rf"(?: (?-i:[{CAPITAL}])[^,.;()]{{2,24}}? và(?: (?:tỉnh|huyện|xã))?)?"
    r"|là (?:một )?(?:huyện|xã|thị xã|thành phố|tỉnh|địa phương)[^,.;]{0,40} (?:của|thuộc)"
    r"(?: tỉnh)?"
    r"|(?:trình|đăng ký với|gửi|báo cáo)(?: lên)?(?: UBND| Hội đồng| HĐND| Sở [^,.;]{0,30})?"
    r"|, thuộc|(?:nhất|đầu)(?: toàn| cả)?|ngoài|sau|so với|giáp) $",
    re.IGNORECASE,
)
# "do 3 huyện và TP. Cà Mau gởi lên"
_SENDS = re.compile(r" (?:(?:gửi|gởi|chuyển|trình|nộp) (?:lên|đến|về)|giao(?!\w))")
# "đề nghị thành phố X đánh giá"
_ASKS = re.compile(r"(?:đề nghị|đề xuất)(?: UBND| Hội đồng)? $", re.IGNORECASE)
_TO_JUDGE = re.compile(r" (?:đánh giá|công nhận|chấm|xét|xem xét|phân hạng|thẩm định|nâng)(?!\w)")
_NUMBER = re.compile(r"(?: cũ)?(?: \(|:)? ?\d")
_AND = re.compile(r"(?:,| và|, và|;)? ?(?:các |huyện |xã |TP |thành phố )?")
_IN_ADDRESS = re.compile(r"(?:,| -| –|ở|tại) $")
_ADDRESS_ENDS = re.compile(r"[,.;)]| và |$")

_BODY = {BlockKind.PARAGRAPH, BlockKind.LEAD}
_OPENING = 120
"""Characters at the start of the text that mostly name whom it is about."""


def nested(inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether the first may lie inside the second by its level."""
    return RANK[inner.level] < RANK[outer.level]


class Gazette:
    """The article's place mentions, and what it calls simply "tỉnh" or "huyện"."""

    def __init__(self, reading: Reading, places: Sequence[PlaceMention]) -> None:
        self._flat = reading.article.text.replace("\n", " ")
        self._places = tuple(sorted(places, key=lambda p: (p.start, -p.end)))
        self._starts = [p.start for p in self._places]
        self._blocks = reading.article.blocks
        self._block_starts = [b.start for b in self._blocks]
        titles = [b.end for b in self._blocks if b.kind is BlockKind.TITLE]
        self._title_end = titles[0] if titles else 0
        body = next((b for b in self._blocks if b.kind in _BODY), None)
        self._opening = body.start + _OPENING if body else 0
        self._weight: Counter[str] = Counter()
        for p in self._places:
            self._weight[p.name] += self._emphasis(p)

    def _emphasis(self, place: PlaceMention) -> int:
        """Titles count most; brackets, captions and list items give the addresses of producers."""
        block = self._blocks[bisect_right(self._block_starts, place.start) - 1]
        before = self._flat[block.start : place.start]
        if block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CAPTION}:
            return 0
        if before.rfind("(") > before.rfind(")"):
            return 0
        if block.kind in {BlockKind.TITLE, BlockKind.LEAD}:
            return 4
        if self.is_attributive(place):
            return 0
        opens = place.start < self._opening
        in_address = _IN_ADDRESS.search(before[-8:]) and _ADDRESS_ENDS.match(self._flat, place.end)
        return 0 if in_address else 1 + opens

    def is_attributive(self, place: PlaceMention) -> bool:
        """Whether it only tells where the unit before it lies: "xã Cư Jút, tỉnh Lâm Đồng"."""
        before = self._places[bisect_left(self._starts, place.start) - 1]
        between = self._flat[before.end : place.start]
        return between in {", ", " thuộc "} and nested(before, place)

    def within(self, start: int, end: int) -> tuple[PlaceMention, ...]:
        """Mentions in `[start, end)`, in order."""
        return self._places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def open_within(self, start: int, end: int) -> list[PlaceMention]:
        """Mentions outside brackets that are not said aside."""
        brackets = [m.span() for m in BRACKET.finditer(self._flat, start, end)]
        return [
            p
            for p in self.within(start, end)
            if not any(a <= p.start < b for a, b in brackets) and not self._is_aside(p)
        ]

    def _is_aside(self, place: PlaceMention) -> bool:
        """Whether a unit is only named beside others: "hội nghị tại huyện A", "trình tỉnh B"."""
        before = self._flat[max(0, place.start - 56) : place.start]
        if before.endswith("nhất ") and _NUMBER.match(self._flat, place.end):
            return False
        asked = _ASKS.search(before) and _TO_JUDGE.match(self._flat, place.end)
        belongs = before.endswith(" thuộc ") and self.is_attributive(place)
        return bool(
            asked or belongs or _ASIDE.search(before) or _SENDS.match(self._flat, place.end)
        )

    def subject(self) -> PlaceMention | None:
        """The province or district that the article speaks of most; None where several compete.

        A commune where the article is about it: named in the title, and nothing larger is.
        """
        communes = [p for p in self._places if p.level is Level.COMMUNE]
        larger = self._foremost([p for p in self._places if p.level is not Level.COMMUNE])
        commune = self._foremost(communes)
        titled = [p for p in self._places if p.end <= self._title_end]
        if commune and titled and {p.name for p in titled} == {commune.name}:
            return commune
        return larger or commune

    def _foremost(self, units: Sequence[PlaceMention]) -> PlaceMention | None:
        spoken = [p for p in units if self._weight[p.name]]
        best = max(spoken, key=lambda p: (self._weight[p.name], -p.start), default=None)
        if best is None:
            return None
        weight = self._weight[best.name]
        equal = {p.name for p in spoken if self._weight[p.name] == weight and p.level is best.level}
        return best if len(equal) == 1 else None

    def meant_by(self, type_word: str, at: int) -> PlaceMention | None:
        """The unit of this type that the article is about, seen from this offset, or None."""
        type_word = _WRITTEN_OUT.get(type_word.lower(), type_word.lower())
        of_type = [p for p in self._places if p.name.startswith(type_word + " ")]
        if not of_type:
            return None
        if said := self._said_before(of_type, at):
            return said
        best = max(of_type, key=lambda p: (self._weight[p.name], -abs(p.start - at)))
        typed = {p.name: p for p in of_type if p.surface.lower().startswith(type_word)}
        if self._competes(best, of_type) and (spoken := self._spoken_before(of_type, at)):
            best = next(iter(typed.values())) if len(typed) == 1 else spoken
        same = [p for p in of_type if p.name == best.name]
        return next((p for p in reversed(same) if p.start < at), same[0])

    def _competes(self, best: PlaceMention, units: Sequence[PlaceMention]) -> bool:
        others = max((self._weight[p.name] for p in units if p.name != best.name), default=0)
        return self._weight[best.name] < 2 * others

    def _spoken_before(self, units: Sequence[PlaceMention], at: int) -> PlaceMention | None:
        """The unit named last before."""
        spoken = (p for p in units if p.start < at and self._weight[p.name])
        before = [p for p in spoken if not self._is_aside(p)]
        return before[-1] if before else None

    def _said_before(self, units: Sequence[PlaceMention], at: int) -> PlaceMention | None:
        """The one named in the same sentence, "ở huyện X, lãnh đạo huyện": it alone is meant."""
        start = max(self._flat.rfind(". ", 0, at), self._flat.rfind("  ", 0, at))
        near = [p for p in units if start < p.start < at and not self._is_aside(p)]
        return near[-1] if len({p.name for p in near}) == 1 else None

    def containing(self, row: Sequence[PlaceMention]) -> PlaceMention | None:
        """What several units together are part of: "Mường Tè và Tam Đường (Lai Châu)"."""
        if row and self._flat.startswith(" (", row[-1].end):
            inside = self.within(row[-1].end, row[-1].end + 3)
            if inside:
                return inside[0]
        if row and row[0].level is Level.PROVINCE:
            return None
        subject = self.subject() if row else None
        if subject and subject.level is Level.DISTRICT and row[0].level is Level.COMMUNE:
            return subject
        return self._foremost([p for p in self._places if p.level is Level.PROVINCE])

    def beside(self, a: PlaceMention, b: PlaceMention) -> bool:
        """Whether two units stand in a row, "huyện A và B", not one inside the other."""
        return not nested(a, b) and bool(_AND.fullmatch(self._flat, a.end, b.start))
