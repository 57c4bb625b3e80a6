"""Vietnamese numbers with offsets: digits, words, ranges, shares, and how exact they claim to be.

Nothing here knows OCOP. The words are a closed class of the language; their table is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000,
    "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
}  # fmt: skip
# Said before a number: it is then a bound or an estimate, and the word is kept as written.
QUALIFIERS = (
    "hơn", "trên", "gần", "khoảng", "chừng", "ít nhất", "ít ra", "tối thiểu", "tối đa", "xấp xỉ",
    "không dưới", "không quá", "chưa đến", "chưa tới", "dưới", "ngót", "ước",
)  # fmt: skip
# "năm" is a year, "ba" a father or a shrub (ba kích), "chín" ripe, "không" not: alone they count
# only before something that is counted.
COUNTED = (
    "sản phẩm", "sao", "chủ thể", "đơn vị", "hợp tác xã", "doanh nghiệp", "công ty", "cơ sở", "hộ",
    "tỉnh", "thành phố", "huyện", "xã", "phường", "địa phương", "nhóm", "ngành", "loại", "mặt hàng",
    "người", "điểm", "mô hình", "hồ sơ", "cấp", "đợt", "tháng", "tuần", "ngày", "lần",
)  # fmt: skip

# The grammar of number words. "năm" after "mươi" is a year (25 is "hai mươi lăm"), and so is a
# "năm" after another unit: "ba năm" are three years.
_FIRST = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
_LAST = "mốt|một|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|bẩy|tám|chín"
_TENS = rf"(?:(?:{_FIRST})\s(?:mươi|chục)|mười)(?:\s(?:{_LAST}))?"
_HUNDREDS = rf"(?:{_FIRST})\străm(?:\s(?:(?:linh|lẻ)\s(?:{_FIRST}|tư)|{_TENS}))?"
_SCALE = "nghìn|ngàn|vạn|triệu|tỷ|tỉ"
_LARGE = (
    rf"(?:{_HUNDREDS}|{_TENS}|{_FIRST})\s(?:{_SCALE})"
    rf"(?:\s(?:{_HUNDREDS}|{_TENS})(?:\s(?:{_SCALE})(?:\s(?:{_HUNDREDS}|{_TENS}))?)?)?"
)
_WORDS = (
    rf"(?<!\w)(?:(?:{_LARGE}|{_HUNDREDS})(?:\srưỡi)?|{_TENS}"
    r"|(?:một|hai|bốn|sáu|bảy|bẩy|tám)(?=\s[^\W\d_])"
    rf"|(?:ba|năm|chín)(?=\s(?:{'|'.join(COUNTED)}|đến|tới)(?!\w)))(?!\w)"
)
# 1.234 and 1.234,5 group by dots; 2,5 is a fraction; a dot before one or two digits is one too.
_DIGITS = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?"
_DIGIT_NUMBER = rf"(?<![\w.,/:-])(?:{_DIGITS})(?![\w:]|[.,]\d)(?:\s(?:{'|'.join(SCALES)})(?!\w))?"
_QUALIFIED = rf"(?:(?<!\w)(?P<qualifier>{'|'.join(QUALIFIERS)})\s)?"
_ONE = rf"(?:{_DIGIT_NUMBER}|{_WORDS})"
_NUMBER = re.compile(
    # No number starts within a word, nor with other letters than these: most places are passed by.
    r"(?<!\w)(?=\d|b[aốảẩ]|ch[íừư]|dư|gầ|h[aàơ]|ít|kh[oô]|m[ấộư]|n[ăửg]|sá|t[áốrừ]|và|xấ|ước)"
    r"(?:(?P<date>(?<![\w.,/])\d{1,2}(?:[/.-]\d{1,2})?[/.-](?:19|20)\d\d(?!\d))"
    rf"|(?P<vague>(?<!\w)(?:(?:hàng|vài|mấy|nửa)\s(?:{'|'.join(SCALES)})(?:\s(?:{'|'.join(SCALES)}))*"
    r"|vài|mấy)(?!\w))"
    rf"|{_QUALIFIED}(?:từ\s)?(?P<low>{_ONE})"
    rf"(?:(?:\s?[-–—]\s?|\s(?:đến|tới)\s)(?P<high>(?:(?<=[-–—])(?:{_DIGITS})(?!\w)|{_ONE}))"
    r"|\s?/\s?(?P<whole>\d{1,6})(?![\w/]))?)",
    re.IGNORECASE,
)
# What looks like a number and is a date, a year, a decision's number or a time.
_BEFORE_NO_COUNT = re.compile(
    r"(?:(?:^|\W)(?:ngày|hôm|tháng|quý|giai đoạn|nhiệm kỳ|niên vụ|khoản|điều|lúc|mùng"
    r"|(?<!tổng )(?<!trong )số)\s+"
    r"|(?:^|\W)(?:sáng|chiều|tối)\s(?=\d+[/.-])|(?:^|\W)thứ\s)$",
    re.IGNORECASE,
)
_NO_COUNT_ENDS = (
    "ngày", "hôm", "tháng", "quý", "đoạn", "kỳ", "vụ", "khoản", "điều", "lúc", "mùng", "số",
    "sáng", "chiều", "tối", "thứ",
)  # fmt: skip
"""One of these ends what stands before, or a number goes on; most have neither."""
_GOES_ON = re.compile(r"[\d./:]$")
_YEAR = re.compile(r"(?:^|\W)năm\s(?:\d{4}\s?[-–]\s?)?$", re.IGNORECASE)
# Three digits after a comma: thousands in an English hand, unless a measure follows.
_MEASURE = re.compile(
    r"\s?(?:%|điểm|ha|kg|tấn|tạ|km|m|lít|độ|cm|mm|đồng|USD|triệu|tỷ|tỉ|nghìn|ngàn)(?!\w)"
)
_COUNTED_NEXT = re.compile(rf"\s(?:{'|'.join(COUNTED)})(?!\w)", re.IGNORECASE)
_OF_DECISION = re.compile(r"/\s?[A-ZĐ]")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DIGITS_FIRST = re.compile(_DIGITS)
_SENTENCE_START = re.compile(r"(?:^|[\n.!?:;“\"(•>–-])\s*$")


@dataclass(frozen=True, slots=True)
class Number:
    """`text[start:end] == surface`: the number itself, without its qualifier.

    `value` is None for what is vague ("vài", "hàng chục"), a float only for fractions; `high` is
    the upper end of a range ("từ 80 đến 130": value 80, high 130), `whole` what a share is of
    ("29/31": value 29, whole 31). `qualifier` is as written: "hơn", "ít nhất", "vài".
    """

    start: int
    end: int
    surface: str
    value: int | float | None
    high: int | float | None = None
    whole: int | None = None
    qualifier: str | None = None


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """The numbers that say how many, in order, within `text[start:end]`.

    `find("hơn 1.000 sản phẩm, bốn sao")` → 1000 with qualifier "hơn", and 4. Years ("năm 2025"),
    dates, times, phone numbers and the numbers of decisions are none.
    """
    stop = len(text) if end is None else end
    return tuple(_numbers(text, start, stop))


@lru_cache(maxsize=4096)
def read(words: str) -> int | float | None:
    """The value of one number's surface, or None: `read("một trăm linh hai") == 102`."""
    words = " ".join(words.lower().split())
    if m := _DIGITS_FIRST.match(words):
        factor = SCALES.get(words[m.end() :].strip(), 1)
        return _whole_if_possible(_read_digits(m.group()) * factor)
    return _read_words(words.split())


def _numbers(text: str, start: int, stop: int) -> Iterator[Number]:
    for m in _NUMBER.finditer(text, start, stop):
        if m["date"]:
            continue
        if m["vague"]:
            yield Number(m.start(), m.end(), m.group(), None, qualifier=m.group())
        elif number := _exact(text, m):
            yield number


def _exact(text: str, m: re.Match[str]) -> Number | None:
    """The number that was found, None where it is a date, a name or no number after all."""
    low, at = m["low"], m.start("low")
    before = text[max(0, at - 16) : at]
    if _is_no_count(before, m) or _is_name(text, at, low):
        return None
    value = _in_place(text, m, "low")
    if value is None:
        return None
    high = _in_place(text, m, "high") if m["high"] else None
    whole = int(m["whole"]) if m["whole"] else None
    return Number(at, m.end(), text[at : m.end()], value, high, whole, m["qualifier"])


def _is_no_count(before: str, m: re.Match[str]) -> bool:
    if _leads_to_no_count(before) or _OF_DECISION.match(m.string, m.end()):
        return True
    if _A_YEAR.fullmatch(m["low"]):
        return bool(m["high"] or _YEAR.search(before))
    return bool(m["whole"]) and _is_day(m)


def _leads_to_no_count(before: str) -> bool:
    if _GOES_ON.search(before, max(0, len(before) - 2)):
        return True
    ends = before.rstrip().lower().endswith(_NO_COUNT_ENDS)
    return ends and _BEFORE_NO_COUNT.search(before) is not None


def _is_day(m: re.Match[str]) -> bool:
    """ "30/8" is a day, "29/31" and "8/11 huyện" are shares."""
    if not m["low"].isdigit():
        return False
    day, month = int(m["low"]), int(m["whole"])
    return day <= 31 and month <= 12 and not _COUNTED_NEXT.match(m.string, m.end())


def _is_name(text: str, at: int, low: str) -> bool:
    """A capital inside a sentence or before another one: "chợ Năm Căn", "Bảy Em"."""
    if not low[0].isupper():
        return False
    next_letter = text[at + len(low) : at + len(low) + 3].lstrip()[:1]
    return next_letter.isupper() or not _SENTENCE_START.search(text[max(0, at - 4) : at])


def _in_place(text: str, m: re.Match[str], group: str) -> int | float | None:
    surface, end = m[group], m.end(group)
    if _ENGLISH_THOUSANDS.fullmatch(surface) and not _MEASURE.match(text, end):
        return int(surface.replace(",", ""))
    return read(surface)


def _read_digits(digits: str) -> int | float:
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "")
    return _whole_if_possible(float(digits.replace(",", ".")))


def _whole_if_possible(value: int | float) -> int | float:
    return int(value) if value == int(value) else value


def _read_words(words: list[str]) -> int | None:
    """Hundreds, tens and units gather in `group` until a scale carries them up to `total`."""
    total = 0
    group: int | None = None
    half = 0  # what "rưỡi" adds: half of the last hundred or scale
    for word in words:
        if word in UNITS:
            group = (group or 0) + UNITS[word]
        elif word in {"mười", "mươi", "chục"}:
            tens = (group or 0) % 10 if word != "mười" else 0
            group = (group or 0) - tens + 10 * (tens or 1)
        elif word == "trăm":
            group, half = (group or 1) * 100, 50
        elif word in SCALES:
            half = SCALES[word] // 2
            total, group = total + (group or 1) * SCALES[word], None
        elif word == "rưỡi":
            total += half
        elif word not in {"linh", "lẻ"}:
            return None
    return total + (group or 0)
