"""Numbers that take up what was said, and words that tell a number of the programme's products."""

from __future__ import annotations

import re

from extractors.stars import PROGRAMME
from extractors.vi.patterns import words

# Those entered split into new and again; what was achieved may split so and still counts.
_ENTRANTS_BEFORE = re.compile(r"(?:chấm|đánh giá|công nhận) (?:lại|lần đầu|mới) $", re.IGNORECASE)
_ENTRANTS = re.compile(
    r" ?(?:OCOP )?(?:tham gia |đăng ký )?"
    r"(?:mới|lần đầu|(?:đăng ký |đề nghị |xin |dự )?nâng (?:cấp|hạng|sao)"
    r"|(?:thi|dự thi) lại|(?:chấm|đánh giá|công nhận) (?:lại|lần đầu))",
    re.IGNORECASE,
)

_NOTHING = re.compile(r" ?[.,;]|$")
# "31 sản phẩm này"; not "sản phẩm hạng này", "sản phẩm trên địa bàn".
_THESE = re.compile(
    r"(?! trong số) ?(?:OCOP )?(?:[^,;.(]{0,14} )?(?<!chuẩn )(?<!hạng )(?<!sao )(?<!mức )"
    r"(?<!đợt )(?<!kỳ )(?<!lần )(?<!năm )"
    r"(?:này|ấy|đó|trên(?! địa)|nói trên|kể trên)(?! \w*\d)(?!\w)"
)
_OUT_OF_THESE = re.compile(words("trong | trong số | cả | tất cả | số") + r" $", re.IGNORECASE)
_OUT_OF = re.compile(r"(?<!\w)trong (?:tổng |số |tổng số )?$", re.IGNORECASE)
_THIS_NUMBER = re.compile(r"con số (?:này|ấy|đó|trên)(?!\w)[^,;.]{0,24}$", re.IGNORECASE)
_THIS_LEVEL = re.compile(r" (?:OCOP )?(?:ở |đạt |thuộc )?(?:hạng|mức)(?: sao)? (?:này|đó|ấy)(?!\w)")
_IN_ALL = re.compile(r"(?:tổng (?:số|cộng|hợp)|cộng)\W*$", re.IGNORECASE)
# Words of the programme beside a number: to judge, certify, enter.
_OF_RATING = re.compile(
    words(
        """
        công nhận | chứng nhận | chấm | phân hạng | đánh giá | đăng ký | xếp hạng | thẩm định
        dự thi | trình | được xếp | hạng | tổng số | tổng cộng | xét
        """
    ),
    re.IGNORECASE,
)
_OPENING = 400
"""Characters of an article that tell what it is about."""
_MAY_BE_ONE = re.compile(r"(?:(?<!\w)(?:có|và|gồm|thêm|với|cho)|[,:;(]|^) ?$")
_LIST = re.compile(words("gồm | là | như") + r"|[:;]|, (?=\d)")


def splits_entrants(lead: str, tail: str, *, plan: bool) -> bool:
    """ "48 sản phẩm dự chấm, trong đó 36 sản phẩm mới": a part of those entered.

    Of a plan a bare number may be a later aim: "đến 2025 có 25 sản phẩm, đến 2030 có 40."
    """
    bare = not plan and _NOTHING.match(tail)
    return bool(bare or _ENTRANTS.match(tail) or _ENTRANTS_BEFORE.search(lead))


def is_about_programme(title: str, flat: str) -> bool:
    """Whether an article's headline or opening names the programme, or the rest does often."""
    opening = f"{title} {flat[:_OPENING]}"
    return bool(PROGRAMME.search(opening)) or len(PROGRAMME.findall(flat[:4000])) > 2


def speaks_of_rating(lead: str, tail: str) -> bool:
    """Whether the words beside the number are the programme's: judged, certified, entered."""
    clause = re.split(r"[;:] ", lead.rstrip(": "))[-1]
    if _IN_ALL.search(lead):
        return True
    return bool(_OF_RATING.search(clause) or _OF_RATING.search(_LIST.split(tail)[0]))


def points_back(tail: str) -> bool:
    """ "4 sản phẩm này"."""
    return bool(_THESE.match(tail))


def refers_back(lead: str, tail: str) -> bool:
    """ "31 sản phẩm này", "trong 36 sản phẩm": a number said before, not a new one."""
    return bool(_THESE.match(tail) or _OUT_OF_THESE.search(lead[-16:]))


def out_of(before: str) -> bool:
    """Whether the next number is the whole that parts are taken of: "trong 60 sản phẩm hết hạn"."""
    return bool(_OUT_OF.search(before))


def this_number(lead: str) -> bool:
    """Whether a new value of the number before follows: "con số này lên 220"."""
    return bool(_THIS_NUMBER.search(lead))


def this_level(tail: str) -> bool:
    """Whether the number is of the rating said before: "chỉ có 2 sản phẩm hạng này"."""
    return bool(_THIS_LEVEL.match(tail))


def may_be_one(lead: str) -> bool:
    """Whether "một sản phẩm" is one product and not just "a product"."""
    return bool(_MAY_BE_ONE.search(lead))


def counts_files(noun: str) -> bool:
    """ "53 hồ sơ sản phẩm" are files handed in, not products."""
    return noun.lstrip().startswith("hồ sơ")


def counts_ideas(noun: str) -> bool:
    """ "20 ý tưởng sản phẩm" are products to be."""
    return noun.lstrip().startswith("ý tưởng")
