"""Why a number of products is no count of an area's or batch's OCOP products.

Each rule has a name, so that a wrong count or a missed one can be traced to the words that did it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter

from extractors.counting.kinds import is_of_group, is_of_kind
from extractors.counting.makers import (
    has_maker,
    is_of_maker,
    is_share_of_makers,
    speaks_for_himself,
)
from extractors.vi.patterns import BRACKET, CAPITAL, blank, one_of, words

# --- how the words around a number are cut --------------------------------------------------------

# "Mỗi xã một sản phẩm" says nothing of each commune.
_PROGRAMME = re.compile(r"mỗi (?:xã|làng|phường)[^.;]{0,24}?một sản phẩm", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[,;:] ")
_TAIL_ENDS = re.compile(r"[;:(]|, ")
# "12 sản phẩm gồm A và B", "12 sản phẩm, 3 trong đó …": a list ends what is said of the number.
_SMALL = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_LIST = re.compile(
    words("gồm | là | như | trong đó | trừ")
    + rf"|[:;]|, (?=\d|(?:{_SMALL}) (?:cái|trong|sản phẩm))"
)
# "Ông A, Chủ tịch UBND huyện, cho biết huyện có", "theo báo cáo của tỉnh, huyện có".
_SAYS = "cho biết|cho hay|thông tin|nói|kể|khoe|chia sẻ|báo cáo|nhấn mạnh|nhận định|đánh giá"
_REPORTED = re.compile(  # of words in small letters
    "".join(f"{verb}(?: là| rằng|,|:|;)|" for verb in _SAYS.split("|"))
    + r": |theo(?<!\wtheo) [^,]*,"
)
# "mỗi huyện, thành, thị": one word for all units.
_ROW_OF_TYPES = re.compile(
    r"(mỗi (?:huyện|xã|phường))(?:, (?:thành|thị|xã|phường|thành phố|thị xã|thị trấn)(?![^\W\d_]))+"
)

# --- products that are OCOP no longer -------------------------------------------------------------

# "12 sản phẩm đã hết hạn", "không nộp lại hồ sơ 3 sản phẩm".
_GONE = re.compile(
    words(
        r"""
        thu hồi | (?:rớt|tụt|hạ|xuống)(?= (?:từ|sao|hạng|bậc)) | (?<!sắp )(?:hết|đến|tới|quá) hạn
        hết (?:thời )?hiệu lực | hết thời hạn | (?<=sau khi )trừ | bỏ(?! phiếu) | hủy
        bị (?:loại|trả|chuyển|rút|xóa) | quá 36 tháng | ra khỏi | tước | ngừng | dừng | không còn
        không (?:còn )?(?:dự|nộp|lập|gửi|làm|duy trì|sản xuất) | trượt | giải thể | đến (?:kỳ|lúc)
        không tham gia | thiếu tiêu chí | phải (?:hoàn thiện|chỉnh sửa|bổ sung|làm lại)
        chưa (?:được )?đánh giá | (?:không|chưa) (?:đạt|đủ)
        """
    ),
    re.IGNORECASE,
)
# "công nhận lại 5 sản phẩm hết hạn": they are OCOP again.
_AGAIN = re.compile(
    r"(?<!chưa )(?<!chưa được )(?:công nhận|chứng nhận|đánh giá|cấp) lại[^,;]{0,12}$", re.IGNORECASE
)
_LOST = re.compile(r"bị (?:thu hồi|loại)[^.;]*$", re.IGNORECASE)
_NEAR = 110
"""Characters after a number in which "đã hết hạn" or "ra khỏi danh sách" still speaks of it."""

# --- products on show or for sale -----------------------------------------------------------------

_ON_SHOW = re.compile(  # of words in small letters
    one_of(
        r"""
        bày(?<!\wbày)(?!\w) | gian hàng | lên (?:các )?(?:sàn|kệ) | trên (?:các )?(?:sàn|kệ)
        livestream | quảng bá | xếp kín | kết nối cung | tiêu thụ | hội chợ | bình chọn | bình xét
        top \d | siêu thị | bao bì(?<!sửa bao bì)(?<!hoàn thiện bao bì) | xuất khẩu | dán tem
        lên trang | quy tụ | yêu thích | giới thiệu | lượt sản phẩm | giải thưởng | vinh danh
        tôn vinh | nhãn mác | truy xuất | mã qr | quà
        """
    )
)
# "100% trong 229 sản phẩm OCOP của tỉnh đã lên sàn": all it has.
_STOCK = re.compile(
    r" OCOP (?:của|trên địa bàn) (?:toàn )?(?:xã|phường|huyện|tỉnh|thành phố|thị xã)"
)
# "15 sản phẩm Hàm Yên lên kệ siêu thị".
_SHELVES = re.compile(
    rf"[^,;:.]{{0,60}}(?:, [{CAPITAL}][^,;:.]{{2,24}}){{0,5}}"
    r" (?:lên|vào|trên) (?:kệ|sàn|siêu thị|hệ thống)(?!\w)"
)
# "đã bán được 30 sản phẩm", "mang đến 12 sản phẩm".
_SOLD = re.compile(
    words(
        """
        dùng | mua | bán | nhập | chuyển | (?:hậu )?kiểm(?: tra)? | giám sát | giải ngân cho
        doanh (?:thu|số)[^,;.]{0,24} của | (?:mang|đem) (?:đến|tới|về|theo)
        """
    )
    + r"(?: được)? $",
    re.IGNORECASE,
)
_CONTEST = re.compile(r"bình chọn|bình xét|cuộc thi|(?<!\w)top \d", re.IGNORECASE)

# --- differences, means, the rest, other programmes -----------------------------------------------

# "tăng 12 sản phẩm", "nhiều hơn năm trước 5 sản phẩm".
_DIFFERENCE = re.compile(
    r"(?<!\w)loại (?<!xếp loại )(?<!phân loại )(?<!các loại )$|"
    + words("tăng | giảm | vượt | thiếu | hụt")
    + r"(?: thêm)?[ (]*$"
    r"|(?:nhiều|ít|cao|thấp|kém) hơn [^,;.\d]{0,30}$",
    re.IGNORECASE,
)
# "bình quân mỗi xã 3 sản phẩm", "có xã 5 sản phẩm".
_AVERAGE = re.compile(
    one_of(
        r"""
        bình quân | trung bình | (?<!\w)cứ | các (?:xã|huyện|địa phương|phường) (?:khác|kia|còn lại)
        mỗi (?:xã|phường|thôn|bản|làng|nơi|huyện|địa phương|đơn vị|HTX|hộ|hợp tác xã|chủ thể)
        """
    )
    + r"|(?<!\w)có (?:xã|huyện|nơi|địa phương) (?=[a-zđ])(?-i:(?![A-ZĐ]))",
    re.IGNORECASE,
)
# "trong đó 12 sản phẩm của các xã vùng cao".
_UNNAMED_UNITS = re.compile(
    r"[^,;.(]{0,20}(?:của|ở|tại) (?:các|những) (?:xã|huyện|phường|địa phương|thôn|bản)"
    rf"(?! [{CAPITAL}])"
)
# "Hai sản phẩm còn lại là A và B": of a number that was said.
_REST = re.compile(r" (?:OCOP )?(?:còn lại(?: (?:là|thuộc|của)|[:,]|$)|đầu(?! tiên)(?!\w))")
# "10 sản phẩm công nghiệp nông thôn tiêu biểu".
_OTHER_PROGRAMME = re.compile(
    r"[^,;.(:]{0,24}(?:công nghiệp nông thôn|CNNT|đặc thù|vietgap|chỉ dẫn địa lý|nhãn hiệu)"
    r"| ?(?:chủ lực|khoa học)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A number's words and standing: what an objection is decided on.

    `lead` and `tail` are the words before and after "N sản phẩm" that speak of it, `before` what
    stands directly before the number, `speaker` the paragraph before.
    `rated`: stars go with the number; `part`: it is part of a total; `areas`: how many units it
    names; `subject_at`: where in the lead the unit stands that has them.
    """

    lead: str
    tail: str
    before: str
    speaker: str
    rated: bool
    part: bool
    areas: int
    subject_at: int | None


def objection(s: Surroundings) -> str | None:
    """The name of the first rule that speaks against a count, or None."""
    own = _own_words(s.lead)
    lead = _PROGRAMME.sub(blank, own)
    clause = _CLAUSE_ENDS.split(_ROW_OF_TYPES.sub(itemgetter(1), lead.rstrip(": ") + " "))[-1]
    tail = BRACKET.sub(" ", s.tail)
    unlisted = _LIST.split(tail)[0]
    near = clause + _TAIL_ENDS.split(tail)[0]
    checks = {
        "difference": bool(_DIFFERENCE.search(s.before)) or _is_surplus(s),
        "one producer": has_maker(s.lead, len(s.lead) - len(own), s.subject_at)
        or speaks_for_himself(s.speaker + s.lead, own),
        "of a producer": not (s.part and s.rated) and is_of_maker(unlisted),
        "gone": _is_gone(lead, clause, unlisted),
        "average": s.areas < 2 and bool(_AVERAGE.search(clause)),
        "other programme": bool(_OTHER_PROGRAMME.match(tail)),
    }
    found = next((name for name, holds in checks.items() if holds), None)
    return found or (None if s.rated else _unrated_objection(s, lead, tail, near))


def _unrated_objection(s: Surroundings, lead: str, tail: str, near: str) -> str | None:
    """What a rating beside the number would overrule."""
    clause = _CLAUSE_ENDS.split(lead)[-1]
    checks = {
        "share of producers": s.part and is_share_of_makers(clause, tail),
        "group": is_of_group(s.lead, lead, tail, named=s.areas > 0),
        "kind": is_of_kind(tail, part=s.part),
        "rest": not s.part and bool(_REST.match(tail)),
        "on show": bool(
            _ON_SHOW.search((clause if _STOCK.match(tail) else near).lower())
            or _SOLD.search(clause)
            or _CONTEST.search(lead)
            or _SHELVES.match(tail)
        ),
        "unnamed units": s.part and bool(_UNNAMED_UNITS.match(tail)),
    }
    return next((name for name, holds in checks.items() if holds), None)


def _is_surplus(s: Surroundings) -> bool:
    """ "vượt mục tiêu 3 sản phẩm so với kế hoạch"."""
    return "vượt" in s.before and s.tail.startswith(" so với")


def _own_words(lead: str) -> str:
    """Without who says it: "Ông A, Chủ tịch UBND huyện, cho biết huyện có" → "huyện có"."""
    ends = [m.end() for m in _REPORTED.finditer(lead.lower()) if lead[m.end() :].strip()]
    return lead[ends[-1] :] if ends else lead


def _is_gone(lead: str, clause: str, tail: str) -> bool:
    """Whether they are OCOP no longer: "12 sản phẩm hết hạn", not "12 sản phẩm sắp hết hạn"."""
    if _AGAIN.search(clause):
        return False
    return bool(
        _GONE.search(clause)
        or _LOST.search(lead)
        or _GONE.search(tail[:_NEAR].split(" và ", maxsplit=1)[0])
    )
