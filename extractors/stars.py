"""Rating phrases: "đạt 4 sao", "từ 3 sao trở lên", "tiềm năng 5 sao", "(****)".

A phrase says how many stars and where the matter stands; to whom it belongs is decided later.
Ratings of hotels and of on-line shops, and "sao" as why, how, copy or roast, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.models import Block, StarMention, Status
from extractors.reading import Reading
from extractors.vi.patterns import CAPITAL, beginning, entries, one_of, starts

# "0COP", "CCOP", "O.COP", "Ocop" on real pages are the one programme; "ConocoPhillips" is not.
# The plain set of first letters is what a search is fast with.
PROGRAMME = re.compile(
    r"[OoCc0Mm](?i:(?<=[oc0])(?<!\w.)\.?\s?C\.?O\.?P(?!\w)"
    r"|(?<=m)ỗi (?:xã|làng|phường|x[aã]\W+phường)[^.\n]{0,24}(?<!\w)sản phẩm)"
)

# --- the phrase: what may stand before the number, and the forms of the rating --------------------

_LEVELS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
_LEVEL = rf"(?:0?[1-5]|{'|'.join(_LEVELS)})"
# Before the number: a verb with its adverbs, what is reached, the programme, as in "đã được công
# nhận đạt tiêu chuẩn OCOP hạng 4 sao".
_ADVERBS = "được | đã | cùng | đều"
_VERBS = """
    đạt | đạt được | đủ | xếp | xếp loại | xếp hạng | công nhận | nhận | cấp | gắn | giữ | mang
    là | lên | nâng lên | xuống | còn | chứng nhận | tiềm năng | tương đương | không đạt
    chưa đạt | chấm | chấm đạt | đánh giá | lấy | giành | thành | trở thành | ở
"""
_CONDITION = "điểm | điều kiện"
_STANDARD = "tiêu chuẩn | chuẩn | mức | chứng nhận | danh hiệu | chất lượng"
_NAME = "OCOP | 0COP | CCOP"
_CLASS = "hạng | loại | mức"
_PREFIX = (
    rf"(?:(?:{one_of(_ADVERBS)} )*{one_of(_VERBS)} )?"
    rf"(?:(?:{one_of(_CONDITION)} )?{one_of(_STANDARD)} )?"
    rf"(?:{one_of(_NAME)} )?(?:cấp \w+ )?(?:{one_of(_CLASS)} )?"
)
_KIND = r"(?:tiềm năng |hạng |chuẩn |OCOP )*"
_JOINT = r"(?:\s?[-–—/,]\s?| (?:và|hoặc|hay|đến|tới) )"
# "từ 3 sao được nâng hạng lên 4 sao", "từ 4 sao bị hạ xuống còn 3 sao".
_RAISE = (
    rf"(?:nâng )?từ {_KIND}{_LEVEL}(?: sao)? (?:được )?(?:nâng |thăng |vươn |tiến )?(?:hạng )?"
    rf"lên (?:đạt )?{_KIND}(?P<new>{_LEVEL}) sao"
)
_LOWER = (
    rf"từ {_KIND}{_LEVEL}(?: sao)? (?:bị )?(?:hạ |tụt |rớt )?(?:hạng )?xuống (?:còn )?{_KIND}"
    rf"(?P<lower>{_LEVEL}) sao"
)
# A range or choice, "3, 4 sao", "3 sao và 4 sao"; not "… 3 sao, 4 sao có 12": a count follows.
_SEVERAL = (
    rf"(?:từ )?{_LEVEL}(?: sao)?(?:{_JOINT}{_KIND}{_LEVEL}(?: sao)?)*?{_JOINT}{_KIND}{_LEVEL} sao"
    r"(?!\s?(?:có|là|:|gồm|với)?\s?\d)"
)
# A rating begins with two letters of any word above, a digit or a sign.
_TABLES = (_ADVERBS, _VERBS, _CONDITION, _STANDARD, _NAME, _CLASS)
_WORDS = ["từ", "cấp", *_LEVELS, *(word for table in _TABLES for word in entries(table))]
_OPENING = re.compile(starts([*(word[:2] for word in _WORDS), *"012345*★⭐"]))
# The whole phrase; which of the forms it has says the group that is filled.
_PHRASE = re.compile(
    rf"(?P<prefix>{_PREFIX})(?:(?P<up>{_RAISE})|(?P<down>{_LOWER})|(?P<several>{_SEVERAL})"
    rf"|(?P<from>từ )?(?P<one>{_LEVEL}) sao(?P<more>(?: OCOP)? trở lên)?"
    r"|(?P<sign>[1-5])\s?[★*⭐](?!\w)|(?P<latin>[1-5])-star)(?!\w)"
    r"|(?P<row>(?:(?<=\()|(?<!\S))(?:\*{3,5}|★{1,5}|⭐{1,5})(?=\)|\W|$))",
    re.IGNORECASE,
)
_FORMS = ("up", "down", "several", "sign", "latin", "row")
# Spelled out, as a search regardless of case takes ten times as long.
_TRIGGER = re.compile(r"s[Aa][Oo]|S[Aa][Oo]|★|⭐|\*|-[Ss][Tt][Aa][Rr]")
_BEFORE, _AFTER = 110, 40
"""Characters of a rating before its first "sao" and after its last, with what may follow."""
_AROUND = 80
"""Characters after a rating that may tell where it stands."""

# --- whose stars they are: those of hotels and shops are none of the programme --------------------

_OTHER_RATING = re.compile(
    one_of(
        r"""
        khách sạn | cơ sở lưu trú | resort | nghỉ dưỡng | nhà hàng | villa | du thuyền | căn hộ
        ẩm thực \w+ sao | shopee | tripadvisor | booking | google | lazada | tiktok | lượt đánh giá
        đánh giá của khách
        """
    )
)
# Where the programme is not named, an authority that rates speaks of it: "được UBND tỉnh xếp hạng
# 4 sao", "hội đồng xã xét, cho 3 sao", "hạng 4 sao cấp tỉnh".
_AUTHORITY = r"(?:hội đồng|UBND|tỉnh|huyện|thành phố|thị xã|xã|phường|[Tt]rung ương)"
_RATES = r"(?:chấm|công nhận|chứng nhận|xếp hạng|phân hạng|xét|hạng|nâng|đánh giá|cho \d{2})"
_STARS = rf"{_LEVEL} sao(?!\w)"
_OFFICIAL = re.compile(
    rf"(?<!\w){_AUTHORITY}(?!\w)[^.!?\n]{{0,90}}(?<!\w){_RATES}(?!\w)[^.!?\n]{{0,40}}(?<!\w){_STARS}"
    rf"|(?<!\w)(?:hạng|lên) {_STARS}[^.!?\n]{{0,20}}cấp (?:tỉnh|huyện|quốc gia)(?!\w)"
)
# "hạ một sao", "thêm được 1 sao": a step, not a rating.
_STEP = re.compile(
    r"(?:hạ|thêm|tăng|giảm|bớt|mất|kém|rớt|tụt)(?: được| đi| mất)? (?:một|hai|0?[12]) sao$",
    re.IGNORECASE,
)
# "5 sao trên Shopee", "2 sao Michelin".
_BY_BUYERS = re.compile(
    r"\s?(?:đánh giá )?(?:trên|từ|của) (?:shopee|lazada|tiktok|google|tripadvisor|booking)"
    r"|\s?michelin",
    re.IGNORECASE,
)
# "4,9/5 sao", "4,5 sao": of the buyers' reviews.
_OUT_OF = re.compile(r"[\d,.]+/$|\d[.,]$")
_SENTENCE_END = re.compile(rf"[.!?…]+[”\")]*\s+(?=[“\"(\[]?[{CAPITAL}])")

# --- where the matter stands: words of the clause before and after a rating, in small letters -----

_BEFORE_COUNT = r"(?=(?:còn |có |lại )?\d)"
# "5 sản phẩm xin nâng sao, còn 3 sản phẩm 4 sao": what is said before is not said of the rest. Each
# alternative begins with a plain letter or sign: a search is fast with that.
_CLAUSE_END = re.compile(
    one_of(
        rf"""
        ; | \. | ! | \? | \n | \( | , {_BEFORE_COUNT} | [ ]và {_BEFORE_COUNT}
        , (?=(?:và|song|nhưng|còn|nay|đến nay) )
        sao(?<!\wsao)(?!\w) | trong đó(?<!\wtrong đó) | nay đã(?<!\wnay đã)
        """
    )
)
# "dự chấm OCOP, được 3 sao", "tham gia phân hạng đạt 3 sao": it entered, and has it.
_UNGRANTED = (
    r"(?! (?:đã )?(?:được|đạt)(?!\w))"
    r"(?!.*(?:trở thành|(?:,|và|đều|ocop|thi|hạng|chấm|giá) (?:đã )?(?:được|đạt)(?!\w)))"
)
_WAITS = " | ".join(rf"{w}(?<!\w{w})(?!\w)" for w in ("sẽ", "xin", "muốn", "chờ", "xét", "sắp"))
# From "không" to the rating: "không còn đủ điểm giữ hạng 4 sao".
_TO_RATING = "(?: còn)?(?: được)?(?: đủ)?[^,;]{0,24}$"
_STANDING = (
    (
        Status.FAILED,
        re.compile(
            rf"không(?<!chân không){_TO_RATING}|chưa{_TO_RATING}|chẳng{_TO_RATING}"
            r"|trượt|rớt|thiếu điểm"
        ),
        re.compile(r"[^,;.]{0,20}(?:không thành|bất thành)"),
    ),
    (
        Status.REVOKED,
        re.compile(r"thu hồi|tước|hủy|loại khỏi|ra khỏi danh sách"),
        re.compile(r"[^,;.]{0,30}bị (?:thu hồi|tước|loại)"),
    ),
    (
        Status.EXPIRED,
        re.compile(r"hết hạn|hết hiệu lực|quá hạn"),
        re.compile(r"[^,;.]{0,30}(?:hết hạn|hết hiệu lực|quá hạn|quá 36 tháng)"),
    ),
    (
        Status.TARGET,
        re.compile(
            one_of(
                rf"""
                tiềm năng | khả năng | giấc mơ | ước mơ | mơ ước | khát vọng
                phấn đấu | đề nghị | đề xuất | đề cử | đăng ký
                hướng (?:tới|đến) | nhắm (?:tới|đến)
                mục tiêu | chỉ tiêu | kế hoạch | kỳ vọng | dự kiến | lộ trình | ưu tiên | ứng viên
                tham gia(?!\w){_UNGRANTED} | hồ sơ(?!\w){_UNGRANTED}
                dự(?<!\wdự) (?:nâng|thi|chấm)(?!\w){_UNGRANTED}
                để (?:được )?(?:giữ|nâng|lên|đạt|xét)(?!\w)
                đánh giá sơ bộ | nhờ hội đồng
                còn thiếu | hoàn thiện để | đưa lên | nâng tầm | đi (?:chấm|thi)
                {_WAITS}
                đủ (?:sức|điều kiện) (?:lên|đi|đưa|đề|thi|nâng)
                trình(?<!ương trình)(?<!quy trình)(?<!công trình) (?!.*(?:đã|vừa)(?!\w))
                """
            )
        ),
        re.compile(
            r"\s?(?:tiềm năng|trong tương lai|trong thời gian tới)"
            r"|[^.;:(]{0,30}đủ điều kiện (?:đề xuất|đề nghị|trình)"
        ),
    ),
)
"""A status, the words before a rating that say it, those right after it; the first found decides.

Each alternative begins with a letter: what may not stand before it is looked at behind it.
"""
# "được nâng hạng lên 4 sao", "lên một bậc, đạt 4 sao".
_RAISED = re.compile(
    r"(?:(?:nâng|thăng)(?: lại| hạng| sao| cấp)*(?: lên)?"
    r"|lên (?:thêm )?(?:một )?(?:hạng|bậc)(?:, (?:đạt|thành))?)$"
)
_LOWERED = re.compile(r"(?:xuống|chỉ còn|tụt|rớt|giáng)(?: hạng| mức)*$")


def find(reading: Reading) -> tuple[StarMention, ...]:
    """Each phrase that speaks of an OCOP rating, in order of the text.

    "từ 3 sao trở lên" has `at_least`; a range or choice ("3–4 sao", "3 sao và 4 sao") has stars
    None, since no single rating is given; "từ 3 sao lên 4 sao" has the new one and `upgraded`.
    An article that neither names the programme nor an authority that rates has none.
    """
    text = reading.article.text
    if not _TRIGGER.search(text) or not (PROGRAMME.search(text) or _OFFICIAL.search(text)):
        return ()
    flat = text.replace("\n", " ")
    return tuple(star for block in reading.article.blocks for star in _in_block(text, flat, block))


def _in_block(text: str, flat: str, block: Block) -> Iterator[StarMention]:
    """The ratings of a block, but for those of hotels and shops."""
    for window in _windows(flat, block):
        for m in beginning(_OPENING, _PHRASE, flat, *window):
            before = _sentence_before(flat, block, m)
            if not _is_other_rating(before, m):
                after = flat[m.end() : min(block.end, m.end() + _AROUND)]
                yield _mention(text, after, before, m)


def _windows(flat: str, block: Block) -> list[tuple[int, int]]:
    """Where in a block a rating may stand: some words around each "sao" or star sign."""
    windows: list[tuple[int, int]] = []
    for m in _TRIGGER.finditer(flat, block.start, block.end):
        start, end = max(block.start, m.start() - _BEFORE), min(block.end, m.end() + _AFTER)
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], end
        else:
            windows.append((start, end))
    return windows


def _sentence_before(flat: str, block: Block, m: re.Match[str]) -> str:
    """What its sentence says before a phrase."""
    before = flat[block.start : m.start()]
    ends = [end.end() for end in _SENTENCE_END.finditer(before)]
    return before[ends[-1] :] if ends else before


def _is_other_rating(before: str, m: re.Match[str]) -> bool:
    """ "khách sạn 5 sao", "4,9/5 sao", "hạ một sao".

    A hotel before "sản phẩm OCOP 5 sao" does no harm.
    """
    others = list(_OTHER_RATING.finditer(before.lower()))
    if _STEP.search(before[-12:] + m.group()) or _BY_BUYERS.match(m.string, m.end()):
        return True
    if others and not PROGRAMME.search(before[others[-1].end() :] + m.group()):
        return True
    return bool(_OUT_OF.search(before[-6:]))


def _mention(text: str, after: str, before: str, m: re.Match[str]) -> StarMention:
    stars, at_least = _value(m)
    return StarMention(
        start=m.start(),
        end=m.end(),
        surface=text[m.start() : m.end()],
        rule=f"star.{next((form for form in _FORMS if m[form]), 'one')}",
        stars=stars,
        at_least=at_least,
        status=_status(after.lower(), (before + (m["prefix"] or "")).lower(), m),
    )


def _value(m: re.Match[str]) -> tuple[int | None, bool]:
    """The stars of a phrase, None where it gives no single rating, and whether at least so many."""
    if m["several"] or _is_risen(m):
        return None, False
    if m["row"]:
        return len(m["row"]), False
    level = (m["new"] or m["lower"] or m["one"] or m["sign"] or m["latin"]).lower()
    return _LEVELS.get(level) or int(level), bool(m["more"] or m["from"])


def _is_risen(m: re.Match[str]) -> bool:
    """ "1 sản phẩm lên từ 3 sao", "nâng hạng từ 3 sao": the rating it had, not the one it has."""
    return bool(m["from"]) and not m["more"] and m["prefix"].lower().endswith(("lên ", "hạng "))


def _status(after: str, before: str, m: re.Match[str]) -> Status:
    """By the words of the sentence before a rating, its own prefix among them, and after it."""
    ends = [end.end() for end in _CLAUSE_END.finditer(before)]
    clause = before[ends[-1] :] if ends else before
    moved = bool(m["up"] or m["down"])  # why it moved may follow: "do giấy kiểm nghiệm quá hạn"
    for status, cue_before, cue_after in _STANDING:
        if cue_before.search(clause) or (not moved and cue_after.match(after)):
            return status
    if m["up"] or _is_risen(m) or _RAISED.search(clause.rstrip()):
        return Status.UPGRADED
    if m["down"] or _LOWERED.search(clause.rstrip()):
        return Status.DOWNGRADED
    return Status.ACHIEVED
