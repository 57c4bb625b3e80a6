"""Numbers of products that are one maker's or one shop's, and no count of an area or batch."""

from __future__ import annotations

import re

from extractors.vi.patterns import BRACKET, CAPITAL, blank, one_of, words

# --- before a number: "HTX Sen Hồng có 3 sản phẩm", "chúng tôi có …", a fair or shop has them -----

_MAKERS = one_of(
    """
    HTX | hợp tác xã | nhà (?:hàng|vườn|máy) | nông hộ | chi nhánh | công ty | cty | cơ sở
    hộ kinh doanh | hộ(?! nghèo| cận) | tổ hợp tác | THT | doanh nghiệp | xưởng | trang trại
    gia đình | thương hiệu | vợ chồng | nhóm hộ | đơn vị này | chủ thể này
    """
)
# One producer; "12 công ty, hợp tác xã" and "các hợp tác xã" are many, "Liên minh HTX" is none.
_MAKER = re.compile(rf"(?<!minh )(?<!\w){_MAKERS}(?!\w)(?! hội)", re.IGNORECASE)
_MANY_MAKERS = re.compile(
    r"(?:(?<!\d)(?!(?:19|20)\d\d )\d+|các|những|nhiều|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
    rf" {_MAKERS}(?:(?:, | và ){_MAKERS})*(?!\w)",
    re.IGNORECASE,
)
# "Bà Lò Thị Đôi có 3 sản phẩm", "Anh hiện có 2 sản phẩm"; not bà Rịa, a place.
_PERSON = re.compile(
    rf"(?:(?<!\w)(?:[Ôô]ng|[Bb]à|anh|chị|cô|chú|nghệ nhân)|^\W*(?:Anh|Chị|Cô|Chú))(?= [{CAPITAL}])"
    r"(?! Rịa| Nà| Đen)"
    r"|^\W*(?:Anh|Chị|Ông|Bà|Cô|Chú) (?:(?:hiện|đã|còn|cũng|nay) )*(?:có|được|sở hữu)(?!\w)"
)
# "Chúng tôi có 3 sản phẩm".
_WE = re.compile(
    words("(?:chúng|bọn|tụi) (?:tôi|mình|em) | tôi | nhà em") + r"[^.;]{0,40}$", re.IGNORECASE
)
_UNIT_HAS = re.compile(
    r"(?<!\w)(?:huyện|tỉnh|xã|thị xã|thành phố|phường) (?:đã |hiện |mới )*có(?!\w)"
)
# Who speaks for a unit: "ông Hà Văn Sơ, Chủ tịch UBND xã, …".
_OFFICIAL = re.compile(
    words(
        """
        Chủ tịch | Bí thư | Giám đốc Sở | Cục trưởng | Chánh Văn phòng | Trưởng phòng | UBND
        (?<!đăng )ký | Hội đồng | (?-i:Sở)
        """
    )
)
# A fair or a shop has goods on its shelves.
_EVENT = re.compile(
    words(
        """
        tuần hàng | hội chợ | phiên chợ | chợ phiên | triển lãm | gian hàng | cửa hàng | siêu thị
        lễ hội | khách sạn | festival | quầy | khu (?:trưng bày|bán hàng)
        """
    ),
    re.IGNORECASE,
)
# "HTX Hải Bình, phường Hải Bình có 3 sản phẩm": the unit is the producer's address.
_ADDRESS = re.compile(r"(?:[^)],|ở|tại|thuộc) $")

# --- behind it: "3 sản phẩm của HTX Sen Hồng" -----------------------------------------------------

# "3 sản phẩm của HTX Sen Hồng", "do một hộ làm".
_OF_MAKER = re.compile(
    rf"[^;:(]{{0,70}}?(?<!\w)(?:của (?:một |cùng )?|do (?:một |\d+ )?){_MAKERS}(?!\w)",
    re.IGNORECASE,
)
# "3 sản phẩm bún khô của HTX A, dầu mè của hộ B".
_OF_SEVERAL = re.compile(
    rf" (?:còn lại, )?(?!đều )[^,;:(]{{3,60}} của {_MAKERS}[^,;:(]*(?:, | và )"
    rf"[^,;:(]{{3,60}} của {_MAKERS}(?!\w)",
    re.IGNORECASE,
)
_OF_UNIT = re.compile(r" (?:OCOP )?của (?:xã|phường|huyện|tỉnh|thành phố|thị xã|thị trấn|đặc khu) ")
_OF_PEOPLE = re.compile(r"[^,;.:(]{0,12}(?<!\w)do [^,;.\d]{2,40} (?:làm chủ|làm ra|sản xuất)(?!\w)")
# "…, trong đó HTX có 20 sản phẩm", "các hộ phụ nữ làm chủ 12 sản phẩm": a share of the makers.
_MAKERS_SHARE = re.compile(
    rf"{_MAKERS}(?!\w)[^,;.]{{0,12}}$|(?:làm chủ|làm ra|sản xuất) $", re.IGNORECASE
)
_OF_MAKERS = re.compile(rf" (?:là )?của (?:các |những )?(?:{_MAKERS}|làng nghề)", re.IGNORECASE)


def has_maker(words_before: str, start: int, subject_at: int | None) -> bool:
    """Whether one producer, and not a unit named after it, has the products.

    Looked for from `start` on, behind who reports it; `subject_at` is where in these words the unit
    stands that has them, if one does: "HTX Sen Hồng có 3 sản phẩm", not "…, huyện Vân Hồ có 3".
    """
    lead = _MANY_MAKERS.sub(blank, BRACKET.sub(blank, words_before))
    kinds = [_MAKER, _EVENT] if _OFFICIAL.search(lead, start) else [_MAKER, _EVENT, _PERSON]
    ends = [m.end() for pattern in kinds for m in pattern.finditer(lead, start)]
    if not ends:
        return False
    if subject_at is None or not words_before[max(ends) : subject_at].strip():
        return True
    return bool(_ADDRESS.search(words_before[:subject_at])) or "," in lead[subject_at:]


def speaks_for_himself(spoken: str, own: str) -> bool:
    """ "Chúng tôi có 3 sản phẩm": a producer's, unless an official says it.

    `own` are the words before the number without who says them, `spoken` those with them and the
    paragraph before.
    """
    return bool(_WE.search(own)) and not (_OFFICIAL.search(spoken) or _UNIT_HAS.search(spoken))


def is_of_maker(tail: str) -> bool:
    """Whether one producer has them; "ba sản phẩm A của HTX B, C của hộ D" are of several."""
    if not _OF_MAKER.match(tail) or _OF_UNIT.match(tail):
        return False
    return not _OF_SEVERAL.match(tail)


def is_share_of_makers(clause: str, tail: str) -> bool:
    """Whether a part of a total is that of makers of a kind: "…, trong đó các HTX có 20"."""
    return bool(_MAKERS_SHARE.search(clause) or _OF_MAKERS.match(tail) or _OF_PEOPLE.match(tail))
