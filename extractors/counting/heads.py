"""Numbers that count products: "30 sản phẩm", and bare ones beside a rating, a total or a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.models import PlaceMention, StarMention
from extractors.vi import numbers
from extractors.vi.numbers import Number
from extractors.vi.patterns import words

# "30 sản phẩm", "5 hồ sơ sản phẩm", "12 món", "3 sản phẩm/2 chủ thể".
_NOUN = re.compile(
    r"\s?(?:bộ |ý tưởng |hồ sơ )?(?:sản phẩm|nông sản|mặt hàng|sp(?!\w)|món(?= ))"
    r"(?:(?:, ?| và |/ ?)(?:bộ |nhóm )sản phẩm)?(?:\s?/\s?\d+ (?:chủ thể|cơ sở|đơn vị))?",
    re.IGNORECASE,
)
# "Mỗi xã một sản phẩm", "mỗi xã, phường một sản phẩm", "Một Sản phẩm Một Xã" are the programme.
_PER_COMMUNE = re.compile(r"(?:xã|xa|phường|thị trấn|làng|vùng)[,“\"]? ?$", re.IGNORECASE)
_ONE_COMMUNE = re.compile(r"\W+một (?:xã|làng)(?!\w)", re.IGNORECASE)
# The noun is dropped: "4 sao: 12", "số sản phẩm … tăng lên 42", "huyện A (12)".
_BARE_END = re.compile(r"\s?(?:[;,.()]|$| và )")
_RATING_LINK = re.compile(r"\s?(?:[:(]|(?:(?:chỉ|mới|hiện|đã) )*(?:là|có))\s?")
_ALL_OF = re.compile(r"(?:^|[\s,.;:])cả $", re.IGNORECASE)
_ALL_ARE = re.compile(r"(?: (?:sản phẩm|đều|cùng))* ")
# "số sản phẩm OCOP đã lên 42", "con số này là 12", "tổng cộng đạt 40".
_TOTAL_LINK = re.compile(
    r"(?:(?:số (?:lượng )?|tổng )sản phẩm[^,;.:]{0,60}|con số(?: [^,;.:\d]{1,16})?"
    r"|tổng (?:số|cộng))"
    r" (?:đã |nay |hiện |sẽ |chỉ |mới )*(?:là|lên|đạt|còn)(?: tới)? $"
    r"|(?<!\w)số (?:lượng )?sản phẩm[^,;.:\d]{0,60}: $",
    re.IGNORECASE,
)

# "huyện A có 12", "xã B: 3", "phường C (5)"
_UNIT_LINK = re.compile(
    r"(?: cũ)?\s?(?:(?:thì|cũng|chỉ|mới|hiện|đã|đều|vẫn|còn|là|chỉ) )*"
    r"(?:(?:có|(?:giữ |góp )?được|giữ|góp|chiếm|với|gồm) )?"
    r"(?:\(|[:–-] ?)?"
)
_TELLS_TOTAL = re.compile(words("con số | tổng cộng | mục tiêu | chỉ tiêu"), re.IGNORECASE)
_NOW = re.compile(r"(?<!\w)(?:hiện|nay|lũy kế) (?:(?:đã|mới|chỉ) )*(?:được|có|đạt|là|còn|lên) $")
# "mục tiêu năm 2025 là 12".
_AIM = re.compile(
    r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?: [^,;.:]{0,24})?(?: (?:là|đạt|có|thêm|cả năm))? $",
    re.IGNORECASE,
)
# "hết năm 2022 là 26; đến nay đạt 34 sản phẩm"
_AT_DATE = re.compile(r"(?:năm|tháng|quý|ngày) [\d/.]+ (?:(?:đã|mới|chỉ) )*(?:là|có|đạt|còn|lên) $")
_UNIT_NUMBER = re.compile(rf"{_UNIT_LINK.pattern}\d{{1,3}}(?:{_BARE_END.pattern})")
# "lần lượt có 9, 7 và 5 sản phẩm": each belongs to a unit named before.
RESPECTIVELY = re.compile(
    r"(?<!\w)(?:lần lượt|theo thứ tự)(?: (?:là|có|với|đạt|được|gồm))*"
    r" (?P<before>(?:\d{1,4}(?: sản phẩm)?(?:, | và |, và ))*)$"
)
_AND_ANOTHER = re.compile(r"(?:, | và |, và )\d")
# "nay còn 22, trong đó 5 sản phẩm 4 sao"
_HAS = re.compile(r"(?:có|còn|lên|là|được|đạt) $")
_PARTS_FOLLOW = re.compile(r",? \(?(?:trong đó|gồm|bao gồm)(?!\w)")
# "11 sản phẩm 4 sao (1) và 35 sản phẩm 3 sao (2)": the numbers of the batches.
_FOOTNOTE = re.compile(r"sản phẩm [^,;.()]{0,40}sao \(\d\)$")
_CLOSED = re.compile(r"\)\s*(?:[;,.…]|và |$)")
# "108 sản phẩm, 16 trong số đó đạt 4 sao"
_OUT_OF_THEM = re.compile(r" trong số (?:đó|này|ấy) (?:(?:là|đạt|có|hạng|được xếp) )*[1-5] sao")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PRODUCTS = re.compile(r"sản phẩm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A number, where it starts with its qualifier ("hơn 30"), and where its noun ends."""

    number: Number
    start: int
    noun_end: int


def heads(
    flat: str,
    sentence: tuple[int, int],
    stars: Sequence[StarMention],
    units: Sequence[PlaceMention],
    *,
    goes_on: bool,
) -> Iterator[Head]:
    """The numbers of a sentence that count products, in order; `stars` and `units` stand in it.

    `goes_on`: the sentence before counts products, so that "Huyện A 12, huyện B 9." does too.
    """
    said = goes_on or _PRODUCTS.search(flat, *sentence)
    listed = bool(said) and is_list(flat, units)
    for number in numbers.find(flat, *sentence):
        in_rating = any(star.start <= number.start < star.end for star in stars)
        if in_rating or not isinstance(number.value, int):
            continue
        start = _with_qualifier(flat, number)
        if noun := _NOUN.match(flat, number.end, sentence[1]):
            if not _is_programme(flat, number, noun.end()):
                listed = True
                yield Head(number, start, noun.end())
        elif _YEAR.fullmatch(number.surface):
            continue
        elif ((listed or said) and _is_rated(flat, number, stars, listed=listed)) or (
            _BARE_END.match(flat, number.end, sentence[1])
            and _is_bare(flat, number, sentence, stars, units, listed=listed)
        ):
            yield Head(number, start, number.end)


def tells_total(text: str) -> bool:
    """Whether a sentence after a count gives another one: "Con số này phải lên 220."."""
    return bool(_TELLS_TOTAL.search(text))


def is_list(flat: str, units: Sequence[PlaceMention]) -> bool:
    """ "Huyện A có 12, huyện B 9": two or more units with their numbers."""
    return sum(bool(_UNIT_NUMBER.match(flat, unit.end)) for unit in units) > 1


def _with_qualifier(flat: str, number: Number) -> int:
    at = number.start - len(number.qualifier or "") - 1
    return at if number.qualifier and flat.startswith(number.qualifier, at) else number.start


def _is_programme(flat: str, number: Number, noun_end: int) -> bool:
    before = flat[max(0, number.start - 12) : number.start]
    return number.surface.lower() == "một" and bool(
        _PER_COMMUNE.search(before) or _ONE_COMMUNE.match(flat, noun_end)
    )


def _is_rated(flat: str, number: Number, stars: Sequence[StarMention], *, listed: bool) -> bool:
    """ "52 đạt 3 sao", "16 trong số đó 4 sao", "cả 7 đều đạt 3 sao"."""
    if listed and (_rated_at_once(number, stars) or _OUT_OF_THEM.match(flat, number.end)):
        return True
    return _all_rated(flat, number, stars)


def _rated_at_once(number: Number, stars: Sequence[StarMention]) -> bool:
    """ "52 đạt 3 sao"."""
    return any(0 <= s.start - number.end <= 1 and s.rule == "star.one" for s in stars)


def _all_rated(flat: str, number: Number, stars: Sequence[StarMention]) -> bool:
    """ "Cả 7 đều đạt 3 sao"."""
    return bool(_ALL_OF.search(flat, max(0, number.start - 4), number.start)) and any(
        _ALL_ARE.fullmatch(flat, number.end, s.start) for s in stars
    )


def _is_bare(
    flat: str,
    number: Number,
    sentence: tuple[int, int],
    stars: Sequence[StarMention],
    units: Sequence[PlaceMention],
    *,
    listed: bool,
) -> bool:
    """A number without a noun: "4 sao: 12", "lên 42", "huyện A (12)", "huyện A 12, huyện B 9"."""
    rated = [s for s in stars if s.end <= number.start]
    if any(_RATING_LINK.fullmatch(flat, s.end, number.start) for s in rated):
        return not _FOOTNOTE.search(flat, sentence[0], number.end + 1)
    before = flat[sentence[0] : number.start]
    if _AND_ANOTHER.match(flat, number.end) and RESPECTIVELY.search(before):
        return True
    if _TOTAL_LINK.search(before) or (
        listed and any(p.search(before) for p in (_NOW, _AIM, _AT_DATE))
    ):
        return True
    if not listed and not _PRODUCTS.search(before):
        return False
    if any(_UNIT_LINK.fullmatch(flat, unit.end, number.start) for unit in units):
        return True
    in_bracket = before.endswith(" (") and _CLOSED.match(flat, number.end)
    return bool(in_bracket or (_HAS.search(before) and _PARTS_FOLLOW.match(flat, number.end)))
