"""What the cells of a table of rated products look like, column by column."""

from __future__ import annotations

import re

from extractors.vi.patterns import one_of

LONGEST = 60
"""Characters of a rating's cell, and of a header's that stands on a line of its own."""
VALUE = re.compile(
    r"(?:đạt |hạng |OCOP |chuẩn )*0?([1-5])(?:\s*(?:sao|★|\*))?|[★*]{1,5}", re.IGNORECASE
)
"""A rating and nothing else: "4", "4 sao", "Hạng 4 sao", "4*", "★★★★"."""
VERDICT = re.compile(
    r"(?<!\w)(?:sao|không|chưa|đạt|đang|chờ|trượt|loại|rớt|thu hồi|hết hạn|nt|như trên)(?!\w)"
    r"|^[-–—/x]*$|^\(",
    re.IGNORECASE,
)
"""What else may stand in the column of stars: "Không đạt", "Chờ kết quả", "nt", "–", nothing."""
MAKER = re.compile(
    one_of(
        """
        công ty | cty | ct(?:cp|y) | htx | hợp tác xã | tổ (?:hợp|sản) | tht | cơ sở | hộ[ ] | hkd
        doanh nghiệp | dntn | liên hiệp | trang trại | xưởng | hội[ ] | chi hội | trung tâm
        làng nghề | ông[ ] | bà[ ]
        """
    ),
    re.IGNORECASE,
)
"""How a producer's cell begins: "HTX Sen Hồng", "Hộ Lò Thị Đôi"."""
PLACE = re.compile(
    one_of(
        r"""
        thôn | bản | ấp | xóm | khu | khối | tổ dân | số \d | xã | phường | thị | huyện | quận
        thành | tp | tx | tỉnh
        """
    )
    + r"[\s.]",
    re.IGNORECASE,
)
"""How an address begins: "Bản Vàng Pó", "TP. Sơn La"."""
NUMBER = re.compile(r"0*(\d{1,3})[.)]?")
"""The number of a row: "1", "01.", "12)"."""
DITTO = re.compile(
    r"-?\s*(?:nt|n\.t|như trên|(?:cùng|như) (?:chủ thể|công ty|htx|hợp tác xã|cơ sở|hộ|đơn vị)"
    r"(?: (?:trên|này))?)\s*-?|[\"“”″〃'’]{1,2}",
    re.IGNORECASE,
)
"""The same as the cell above says: "nt", "như trên", "cùng chủ thể", a mark of repetition."""


def fits(what: str, cell: str) -> bool:
    """Whether a cell looks like what such a column holds; True where nothing can be said."""
    if what == "stars":
        return len(cell) <= LONGEST and bool(VALUE.fullmatch(cell) or VERDICT.search(cell))
    if what == "number":
        return bool(NUMBER.fullmatch(cell))
    if what == "producer":
        return bool(MAKER.match(cell) or DITTO.fullmatch(cell))
    if what == "place":
        return not MAKER.match(cell) and not VALUE.fullmatch(cell)
    return True
