"""Words that stand around Vietnamese articles: menus, share buttons, teasers, credits, by-lines.

Each test looks at one line (or paragraph) of its own and is strict: a line is furniture only as
a whole, so that no sentence is lost because it holds a word like "chia sẻ".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.vi.dates import Stamp, stamps
from extractors.vi.text import key

CAPITALS = "".join(
    chr(code) for code in (*range(0x41, 0x1B0), *range(0x1EA0, 0x1EFA)) if chr(code).isupper()
)
"""Latin capitals with all Vietnamese marks, for character classes: the ranges mix cases."""

PHOTO_CREDIT = re.compile(
    r"[ảẢ](?i:nh(?:(?<!hình ảnh)(?<=\bảnh)(?: \d+)?\s*[:–(-]|(?<=\(ảnh)"
    r"|(?<=\bảnh) (?:minh họa|minh hoạ|tư liệu|chụp)|(?<=^chú thích ảnh)|(?<=- ảnh) \d+$))"
)  # all of it is searched for this: quick only where it begins with a plain set of letters
"""Words by which a caption gives itself away: "Ảnh: Hải Anh", "(Ảnh minh họa)"."""

LONGEST = 240
"""Characters; longer lines are no furniture."""
WORDS = 60
"""The same for lines that are compared with whole lines known as such."""
TEASERS = 320
"""Characters; what follows a box's heading and holds no longer line is teasers."""

# Whole lines, compared by `key` with counts, colons and marks taken off.
_FURNITURE = {key(line) for line in (
    "Chia sẻ", "Chia sẻ bài viết", "Facebook", "Zalo", "Kết nối zalo", "Twitter", "Google News",
    "Theo dõi", "In ra", "In bài", "In bài này", "In bài viết", "Đóng cửa sổ này", "Lưu bài",
    "Gửi email", "Gửi bình luận", "Copy link", "Sao chép liên kết", "Quay lại", "Trở lại đầu trang",
    "Quảng cáo", "ADQuảng cáo", "Tags", "Tag", "Từ khóa", "Chủ đề", "En", "English", "Tiếng Việt",
    "Tiếng Việt | English", "VIE | ENG", "Trang chủ", "Hotline", "Media", "Video", "Audio", "aA",
    "aa", "A A", "Nghe bài viết", "Nghe đọc bài", "Skip Ribbon Commands", "Skip to main content",
    "Tất cả chuyên mục", "Theo dõi báo trên", "Xem video", "Đăng ký", "Đăng nhập", "Menu",
    "browser not support iframe", "No videos available", "Authors", "Thích", "Lượt xem", "BBT",
    "Your browser does not support the video tag", "Dữ liệu đang được cập nhật", "Phóng to",
)}  # fmt: skip

# Whole lines after which a page speaks of other articles or of itself.
_OTHER_ARTICLES = {key(line) for line in (
    "Xem thêm", "Đọc thêm", "Tin liên quan", "Bài liên quan", "Bài viết liên quan", "Tin khác",
    "Các tin khác", "Các tin liên quan", "Tin bài liên quan", "Bài viết khác", "Tin bài khác",
    "Cùng chuyên mục", "Tin cùng chuyên mục", "Bài cùng chuyên mục", "Tin cùng dòng sự kiện",
    "Tin mới", "Tin mới nhất", "Tin mới nhận", "Tin cũ hơn", "Tin mới hơn", "Tin xem nhiều",
    "Xem nhiều", "Xem nhiều nhất", "Đọc nhiều", "Đọc nhiều nhất", "Tin đọc nhiều", "Tin nổi bật",
    "Tin tiêu biểu", "Đừng bỏ lỡ", "Có thể bạn quan tâm", "Bạn có thể quan tâm", "Gợi ý cho bạn",
    "Bình luận", "Bình luận mới nhất", "Viết bình luận", "Viết bình luận mới", "Ý kiến",
    "Ý kiến của bạn", "Ý kiến bạn đọc", "Gửi ý kiến", "Trả lời", "Để lại một bình luận",
    "Gửi bình luận của bạn", "Liên kết website", "Thông tin bạn đọc", "Chủ đề liên quan",
    "Related Posts", "Related Articles", "You may also like",
)}  # fmt: skip

_COUNT = re.compile(r"\s*[(\[]?\s*\d*\s*[)\]]?\s*:?\s*$")
_EDGE_MARKS = "|•*-–—>»/.,:; \t"

# Lines that are furniture by their beginning or their shape.
_FURNITURE_SHAPE = re.compile(
    r"""
    .{0,3}Hotline\b.{0,40}
    | .{0,3}(?:Đã\s+xem|Lượt\s+(?:xem|truy\s+cập)|Đang\s+truy\s+cập|Hôm\s+(?:qua|nay):)
      \s*:?\s*[\d.,]+
    | .{0,3}[\d.,]+\s+(?:lượt\s+xem|views?|bình\s+luận)
    | (?:Từ\s+khóa|Tags?|Chủ\s+đề|Thể\s+loại|Chuyên\s+mục|Tác\s+giả(?:\s+bài\s+viết)?
      |Nguồn(?:\s+tin)?)\s*:.{0,200}
    | Theo\s+dõi\s+(?:báo|kênh|trang|chúng\s+tôi|trên|\S+\s+trên)\b.{0,60}
    | (?:Bấm\s+theo\s+dõi|Mời\s+(?:quý\s+vị|bạn\s+đọc|độc\s+giả|các\s+bạn)|Đăng\s+ký\s+kênh).{0,80}
    | (?:Giọng\s+đọc|Nghe\s+bài|Cỡ\s+chữ)\b.{0,60}
    | (?:Chia\s+sẻ|In\s+(?:bài|ra)|Gửi\s+email|Lưu\s+bài)[\s|]+
      (?:bài|qua|facebook|zalo|twitter|in|gửi|lưu|bình\s+luận)\b[^.]{0,60}
    | (?:Your\s+email|Email\s+của\s+bạn|XEM\s+CLIP|Trình\s+duyệt\s+của\s+bạn).{0,120}
    | !\[[^\]]*\](?:\([^)]*\))?[\s|]*            # what a Markdown copy leaves of an image
    | \S*\.(?:jpe?g|png|gif|webp|pdf|docx?)\)?
    | \{[\w.$]+\}                                 # a template that was never filled
    | [a-z]?[\da-f_]{16,}.*                       # names of image files
    | (?:https?://|www\.)\S+
    | [\W\d_]+                                    # no letter at all
    | (?:Hà\ Nội|Đà\ Nẵng|TP\ Hồ\ Chí\ Minh|Thừa\ Thiên\ Huế|[\w\s]{2,24}):\s*\d{1,2}\s*°C.{0,24}
    """,
    re.VERBOSE | re.IGNORECASE,
)

# A teaser names another article on its own line: ">> Xem thêm: …", "Tin liên quan: …".
_TEASER = re.compile(
    r"(?:[>»|]{2,}|[+•*-]\s*>>)\s*\S"
    r"|(?:Xem thêm|Đọc thêm|Xem nhiều|Tin liên quan|Bài liên quan|Bài viết liên quan"
    r"|(?:Tin )?cùng chuyên mục|(?:Các )?tin khác|Có thể bạn quan tâm|Mời đọc thêm)"
    r"\s*[:»>\-–]\s*\S",
    re.IGNORECASE,
)

# "Tin, ảnh: Thu Hà", "(Theo TTXVN)".
_CREDIT = re.compile(
    r"\(?(?:Tin|Bài|Ảnh|Tin và ảnh|Bài và ảnh|Thực hiện|T/h|PV|P\.V|BTV|BBT|CTV|TTXVN|Theo)\b"
    r"(?:\s*(?:,|và|-|/)\s*(?:tin|bài|ảnh|clip|video))*\s*[:\-–]?\s*(?P<name>.{0,60})",
    re.IGNORECASE,
)
_ONE_NAME = rf"(?:[{CAPITALS}][\w’'.]*(?:\s+|$|(?<=\.))){{1,4}}"
# "Thu Hà - Minh An (tổng hợp)".
_NAME = re.compile(
    rf"{_ONE_NAME}(?:(?:[-–,&]|và)\s*{_ONE_NAME})?"
    r"(?:\((?:thực hiện|tổng hợp|ghi|t/h|dịch|lược dịch)\))?"
)
_COMPILED = re.compile(r"\((?:theo|thực hiện|tổng hợp|t/h)\b.{0,40}\)", re.IGNORECASE)

# Words that may stand beside a date in a line that tells no more.
_DATE_WORDS = re.compile(
    r"cập nhật|ngày|đăng|lúc|thứ|hai|ba|tư|năm|sáu|bảy|bẩy|chủ|nhật|gmt|gtm|lượt|xem|in bài viết",
    re.IGNORECASE,
)
# How a lead begins that a paper or agency marks as its own.
_AGENCY = re.compile(
    r"""\s*(?:
      [(\[][^()\[\]]{2,30}[)\]]\s*[-–—:]\s*                        # (Dân trí) -   (NLĐO)-
    | [(\[](?:[\w.]+\.(?:vn|com|net)|[A-ZĐ][A-ZĐ&-]{1,9})[)\]]\s*   # (THTG)   (binhthuan.gov.vn)
    | (?:[A-ZĐ][A-ZĐ&]{1,8}|[\w.]+\.(?:vn|VN|com|net)|K[Ii]nhtedothi)\s*[-–—]\s+  # VOV.VN -
    | [A-ZĐ]{2,6}[-–—]\s                                            # GNO-
    )""",
    re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """A menu word, button, counter, tag line or left-over: "Chia sẻ", "• 1129 lượt xem"."""
    line = line.strip()
    if len(line) > LONGEST:
        return False
    is_known = len(line) <= WORDS and _bare(line) in _FURNITURE
    return is_known or bool(_FURNITURE_SHAPE.fullmatch(line))


def is_teaser(line: str) -> bool:
    """A line that only points to another article: ">> Xem thêm: Mùa cam Cao Phong"."""
    return bool(_TEASER.match(line.strip()))


def opens_other_articles(line: str) -> bool:
    """The heading of a box of other articles or comments: "Tin liên quan", "Bình luận (0)"."""
    return len(line) <= WORDS and _bare(line) in _OTHER_ARTICLES


# "HUYỆN CHÂU ĐỨC", "I. Huyện Vân Hồ" head a part of a list; nobody is called so.
_UNIT = re.compile(
    r"(?:(?:[IVX]+|[A-E])\.\s*)?"
    r"(?:tỉnh|thành phố|tp|thị xã|tx|thị trấn|huyện|quận|xã|phường)(?!\w)",
    re.IGNORECASE,
)


def is_byline(line: str) -> bool:
    """Names and credits only: "Tin, ảnh: Thanh Tùng", "HUYỀN TRANG", "(Theo Dân Việt)"."""
    line = line.strip(" \t|*-–./,")
    if len(line) > 70 or not line or _UNIT.match(line):
        return False
    credit = _CREDIT.fullmatch(line)
    if credit and not re.search(r"[.!?…]\s", credit["name"]) and len(line.split()) <= 9:
        return not credit["name"] or bool(_NAME.match(credit["name"].strip()))
    return bool(_COMPILED.fullmatch(line) or _NAME.fullmatch(line))


def other_articles_from(lines: Sequence[str]) -> int:
    """Index of the line where other articles or comments take over, `len(lines)` if nowhere.

    Such a heading in the middle of a text ends nothing: prose goes on behind it.
    """
    total = sum(map(len, lines))
    seen = 0
    for i, line in enumerate(lines):
        if opens_other_articles(line) and seen > total / 3:
            longest = max(map(len, lines[i:]))
            if total - seen < seen and longest < TEASERS:
                return i
        seen += len(line)
    return len(lines)


def date_line(words: str) -> Stamp | None:
    """The date of a line that is little more: "Kinh tế | 22/04/2025 15:40", "Cập nhật lúc …"."""
    if not words or len(words) > 100 or words[-1] in ".!?…;":
        return None
    stamp = next(stamps(words), None)
    if stamp is None:
        return None
    around = words[: stamp.start] + " · " + words[stamp.end :]
    rest = len(re.findall(r"[^\W\d_]+", _DATE_WORDS.sub(" ", around)))
    if not rest or stamp.has_time:
        return stamp if rest <= 6 else None
    # without a clock it must stand apart: "Ngọc Diễm • 08/04/2026 • 5 phút đọc", or be glued on
    # ("Báo Nông nghiệp Việt Nam05/11/2025"); "Hội nghị ngày 5/11/2025" is a caption
    apart = re.search(r"[|•\-–:]\s*$|[^\W\d_]$", words[: stamp.start] or "|")
    return stamp if apart and rest <= 10 else None


def is_credit(line: str) -> bool:
    """A by-line that says what it is, wherever it stands: "Tin, ảnh: Thanh Tùng"."""
    return ":" in line and is_byline(line) and bool(_CREDIT.match(line.strip(" \t|*-–./,")))


def agency_prefix(text: str) -> int:
    """Length of the agency's mark before a lead: 14 for "(Dân trí) -  Tỉnh Sơn La…", else 0.

    A dateline that names a place ("BẮC GIANG - …") is part of the news and stays.
    """
    found = _AGENCY.match(text)
    return found.end() if found else 0


@lru_cache(maxsize=1024)  # asked of each line several times, and of menus on every page
def _bare(line: str) -> str:
    """`_bare("• Bình luận (12):")` → the key of "Bình luận"."""
    return key(_COUNT.sub("", line.strip(_EDGE_MARKS)).strip(_EDGE_MARKS))
