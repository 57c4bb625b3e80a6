"""Whose count it is: the unit named beside the number, or the one that "toàn tỉnh" means here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.counting.gazette import Gazette, nested
from extractors.counting.heads import RESPECTIVELY
from extractors.counting.phrases import Phrase
from extractors.counting.unit_words import (
    CENTRAL,
    COUNTRY,
    HALF,
    OF_COUNTRY,
    OF_SEVERAL,
    PLURAL,
    REGION,
    UNNAMED,
)
from extractors.models import Level, PlaceMention
from extractors.vi.patterns import CAPITAL, words

_RANKS = re.compile(r"(?:thứ \w+|đầu|nhất|nhì)(?: toàn| cả| khu vực)? $")
# "Phó Chủ tịch UBND huyện cho biết: …".
_REPORTED = re.compile(
    r"(?:cho biết|cho hay|thông tin|nói|kể|khoe|chia sẻ|báo cáo|nhấn mạnh)(?: là| rằng|,|:|;)?"
    r"|: [“\"]",
    re.IGNORECASE,
)
# "của tỉnh Sơn La", "trên địa bàn huyện".
_OF = re.compile(
    words("của | ở | tại | thuộc | trên địa bàn | trong | khắp | cho | toàn | cả")
    + r"(?: (?:UBND|toàn|cả|các|địa bàn))? $",
    re.IGNORECASE,
)
# "đề nghị UBND tỉnh", "được UBND tỉnh X": who is to act, not who has the products; "dẫn đầu tỉnh"
# is a rank.
_ACTS = re.compile(
    r"(?:nhất|đầu|thứ \w+)(?: toàn| cả)?(?: khu vực)?(?: phía \w+)? $"
    r"|(?:[Đđ]ề nghị|trình|gửi|đề xuất|nhờ|xin|được|do|đăng ký với) (?:lên )?"
    r"(?:(?:UBND|Ủy ban nhân dân|Hội đồng|Chủ tịch|Sở|ngành)[^,;.]{0,24} )?$"
)
# "hồ sơ đề nghị UBND tỉnh X đánh giá": the products are those of whoever asks.
_ASKED = re.compile(r"(?:đề nghị|trình|gửi|đề xuất|nhờ|xin|chuyển)(?: [^,;.]{0,24})? $")
# "14 sản phẩm OCOP tỉnh Sơn La công nhận".
_GRANTS = re.compile(
    r" (?:đã |vừa )?(?:công nhận|chấm|xếp hạng|cấp|trao|thống nhất|đồng ý|phê duyệt)(?!\w)"
)
# "A và B là hai huyện đi đầu": the plural is theirs.
_ARE = re.compile(r"(?: đều)?(?: là|,) ")
_MORE_NAMES = re.compile(rf"(?:, | và )[{CAPITAL}][^\W\d]+ [{CAPITAL}]")
_EACH = re.compile(words("mỗi | đều | cùng"), re.IGNORECASE)
_CLAUSE = re.compile(r"[:;(]|, |" + words("gồm | như | là | trong đó"))
_LIST = re.compile(r"[:;(]|" + words("gồm | như | là | trong đó"))
_NEW_CLAUSE = re.compile(r", (?:[^,]{0,20} )?$")
# "Ngoài 5 sản phẩm 4 sao, huyện Vân Hồ còn …".
_HAS = re.compile(
    r"\s(?:hiện|nay|đã|cũng|vẫn|còn|là|có|được|công nhận|thực hiện|nâng|đưa|góp) ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The units of one count: several for "A và B mỗi huyện 4", `(None,)` for one never named.

    `at` is where the words about them stand; `said` how: "of" ("của tỉnh X"), "subject" ("X có"),
    "grantor" ("tỉnh công nhận": of a part it is only who grants), "agent" ("được UBND tỉnh X công
    nhận"), "before" (in a sentence before).
    """

    places: tuple[PlaceMention | None, ...]
    at: int
    said: str


class Owners:
    """Finds the units that a counting phrase is about."""

    def __init__(self, flat: str, gazette: Gazette) -> None:
        self._flat = flat
        self._gazette = gazette

    def of(self, phrase: Phrase) -> Owner | None:
        """The units that the words about this number name, or None where they name none."""
        if owner := self._respective(phrase) or self._labelled(phrase):
            return owner
        start, end = phrase.tail
        cut = _CLAUSE.search(self._flat, start, end)
        end = cut.start() if cut else end
        return (
            self._after_of(phrase, end)
            or self._before(phrase)
            or self._several(phrase, end)
            or self._agent(start, end)
        )

    def _respective(self, phrase: Phrase) -> Owner | None:
        """ "Huyện A và huyện B lần lượt có 9 và 7 sản phẩm": the unit in the number's place."""
        start = phrase.sentence[0]
        said = RESPECTIVELY.search(self._flat[start : phrase.start])
        named = self._gazette.open_within(start, start + said.start()) if said else []
        if not said or not named:
            return None
        row = self._in_a_row(named)
        nth = len(re.findall(r"\d+", said["before"]))
        return Owner((row[nth],), row[nth].start, "subject") if nth < len(row) else None

    def _labelled(self, phrase: Phrase) -> Owner | None:
        """ "sau huyện X (22 sản phẩm)": the unit just before the bracket."""
        if self._flat[phrase.start - 2 : phrase.start] != " (":
            return None
        named = self._gazette.within(phrase.sentence[0], phrase.start)
        if not named or named[-1].end != phrase.start - 2:
            return None
        return Owner((named[-1],), named[-1].start, "subject")

    def _after_of(self, phrase: Phrase, end: int) -> Owner | None:
        """ "của tỉnh X", "trên địa bàn huyện", "trên cả nước"."""
        start = phrase.tail[0]

        def is_of(at: int) -> bool:  # "của", "trên địa bàn" right before
            return bool(_OF.search(self._flat[max(start, at - 24) : at]))

        for place in self._gazette.within(start, end):
            if is_of(place.start) or self._grants(start, place):
                return Owner((self._alone(place, phrase.tail[1]),), place.start, "of")
        for unnamed in UNNAMED.finditer(self._flat, start, end):
            if is_of(unnamed.start()):
                return self._unnamed(unnamed, "of")
        country = COUNTRY.search(self._flat, start, end)
        return Owner((_country(country),), country.start(), "of") if country else None

    def _grants(self, start: int, place: PlaceMention) -> bool:
        """ "14 sản phẩm OCOP tỉnh X công nhận"."""
        at_once = self._flat[start : place.start].strip() in {"", "OCOP", "do", "OCOP do"}
        return at_once and bool(_GRANTS.match(self._flat, place.end))

    def _alone(self, place: PlaceMention, end: int) -> PlaceMention | None:
        """X of "của tỉnh X"; of "của phường A, đặc khu B và xã C" what they are part of."""
        following = self._gazette.within(place.end, end)
        if _MORE_NAMES.match(self._flat, place.end):
            return self._gazette.containing([place])
        if following and self._gazette.beside(place, following[0]):
            return self._gazette.containing([place, *following])
        return place

    def _before(self, phrase: Phrase) -> Owner | None:
        """The subject: "huyện X có", "toàn tỉnh có", "cả nước có"; not who reports it."""
        start, end = phrase.lead
        for m in _REPORTED.finditer(self._flat, start, end):
            rest = m.end(), end
            if self._gazette.within(*rest) or UNNAMED.search(self._flat, *rest):
                start = m.end()
        half = HALF.search(self._flat, start, end)
        if half and not _RANKS.search(self._flat[max(start, half.start() - 24) : half.start()]):
            return Owner((None,), half.start(), "subject")
        named = self._gazette.open_within(start, end)
        since = named[-1].end if named else start
        plural = PLURAL.search(self._flat, since, end)
        if plural and not (named and _ARE.fullmatch(self._flat, since, plural.start())):
            communes = plural["type"] in {"xã", "phường"}
            whole = self._gazette.subject() if communes else self._gazette.containing(())
            if plural["type"] == "tỉnh":  # "hai tỉnh là 614 sản phẩm"
                whole = None
            return Owner((whole,), plural.start(), "grantor")
        if unnamed := self._last_unnamed(since, start, end):
            return unnamed
        if named:
            return Owner(self._row(phrase, named), named[-1].start, "subject")
        region = REGION.search(self._flat, start, end)
        return Owner((None,), region.start(), "subject") if region else None

    def _last_unnamed(self, since: int, start: int, end: int) -> Owner | None:
        """ "cả nước có", "toàn tỉnh có": the last of these before the number."""
        for pattern in (COUNTRY, UNNAMED):
            found = [
                m for m in pattern.finditer(self._flat, since, end) if not self._acts(start, m)
            ]
            if found and pattern is COUNTRY:
                return Owner((_country(found[-1]),), found[-1].start(), "subject")
            if found:
                grants = _GRANTS.match(self._flat, found[-1].end())
                return self._unnamed(found[-1], "grantor" if grants else "subject")
        return None

    def _acts(self, start: int, m: re.Match[str]) -> bool:
        return bool(_ACTS.search(self._flat[max(start, m.start() - 48) : m.start()]))

    def _unnamed(self, m: re.Match[str], said: str) -> Owner:
        return Owner((self._gazette.meant_by(m["type"], m.start()),), m.start(), said)

    def _row(
        self, phrase: Phrase, named: Sequence[PlaceMention]
    ) -> tuple[PlaceMention | None, ...]:
        """ "các xã A, B và thị trấn C mỗi nơi 01" is one count for each of them."""
        row = self._in_a_row(named)
        if len(row) == 1:
            return (row[0],)
        each = _EACH.search(self._flat, named[-1].end, phrase.start) or phrase.count < len(row)
        return tuple(row) if each else (self._gazette.containing(row),)

    def _in_a_row(self, named: Sequence[PlaceMention]) -> list[PlaceMention]:
        """The last of these units and those beside it."""
        row = [named[-1]]
        for place in reversed(named[:-1]):
            if nested(place, row[0]) and self._flat[place.end : row[0].start] == ", ":
                row = [place]  # "xã A, huyện B có": the commune's
            elif place.name == named[-1].name:
                return [named[-1]]  # "sau khi tỉnh A và B nhập lại, tỉnh A có": for itself
            elif self._gazette.beside(place, row[0]):
                row.insert(0, place)
            else:
                break
        return row

    def _several(self, phrase: Phrase, end: int) -> Owner | None:
        """ "của 29 xã, phường": what they are part of."""
        start = phrase.tail[0]
        several = OF_SEVERAL.search(self._flat, start, end)
        if several is None:
            return None
        communes = several.group().endswith(("xã", "phường"))
        whole = self._gazette.subject() if communes else self._gazette.containing(())
        if self.is_central(phrase):
            whole = None
        return Owner((whole,), several.start(), "of")

    def _agent(self, start: int, end: int) -> Owner | None:
        """ "được UBND tỉnh X công nhận": the unit of whoever acts, if nothing nearer is said."""
        named = self._gazette.within(start, end)
        if named and not _ASKED.search(
            self._flat[max(start, named[0].start - 48) : named[0].start]
        ):
            return Owner((named[0],), named[0].start, "agent")
        unnamed = UNNAMED.search(self._flat, start, end)
        agent = self._unnamed(unnamed, "agent") if unnamed else None
        return agent if agent and agent.places != (None,) else None

    def after(self, phrase: Phrase) -> PlaceMention | None:
        """Who the rest of the sentence speaks of: "Ngoài 5 sản phẩm 4 sao, huyện X còn …"."""
        start, end = phrase.end, phrase.sentence[1]
        country = OF_COUNTRY.search(self._flat, start, end)
        if country and not re.search(r"%|chiếm", self._flat[start : country.start()]):
            return _country(country)
        cut = _LIST.search(self._flat, start, end)
        for place in self._gazette.open_within(start, cut.start() if cut else end):
            starts_clause = _NEW_CLAUSE.search(self._flat[start : place.start])
            if starts_clause and _HAS.match(self._flat, place.end):
                return place
        return None

    def before(self, phrase: Phrase, since: int) -> Owner | None:
        """The unit that the sentences before, in the same block, speak of last."""
        start, end = max(phrase.block.start, since), phrase.sentence[0]
        open_mentions = self._gazette.open_within(start, end)
        larger = [p for p in open_mentions if p.level is not Level.COMMUNE]
        named = [p for p in larger if not self._gazette.is_attributive(p)]
        if len(named) > 1 and self._gazette.beside(named[-2], named[-1]):
            return Owner((self._gazette.containing(named[-2:]),), named[-1].start, "before")
        if named:
            return Owner((named[-1],), named[-1].start, "before")
        countries = list(COUNTRY.finditer(self._flat, start, end))
        return Owner((_country(countries[-1]),), start, "before") if countries else None

    def is_central(self, phrase: Phrase) -> bool:
        """Whether the ministry's council is who speaks of the number."""
        return bool(CENTRAL.search(self._flat, *phrase.lead))


def _country(m: re.Match[str]) -> PlaceMention:
    return PlaceMention(
        start=m.start(),
        end=m.end(),
        surface=m.group(),
        rule="place.country",
        name="cả nước",
        level=Level.COUNTRY,
    )
