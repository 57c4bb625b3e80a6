"""Which words and which rating go with which number of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.counting.heads import Head
from extractors.models import StarMention
from extractors.vi.patterns import BRACKET, one_of, words

# What ends the words about one number: strong, or weak where nothing strong stands between.
_STRONG = re.compile(
    r";|\)|\(| [-–] (?!(?:19|20)\d\d|Vũng Tàu|Tháp Chàm|Huế)|: |(?:, |: |\(|(?<=[ ,.]))"
    + one_of(
        """
        trong đó | trong số (?:này|đó|ấy|các) | bao gồm | gồm(?: có)? | cụ thể | chia ra
        đáng kể nhất | kế đó | tiếp đến | ngoài ra
        """
    )
    + r"(?!\w)(?: ?:)?",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r",\s?(?!\d)| (?:và|cùng(?! (?:có|đạt|được|góp))|còn|nhưng|song|trong khi|thì|so với) "
)
_PARTS_AHEAD = re.compile(r" (?:với|gồm|có) ?$")
# "xã Tam Lập (2 sản phẩm)", "huyện Đầm Hà: 18": what opens belongs to the name before it.
_NAME_OPENS = re.compile(r"(?:[;:,)]| và )\s*(?:và )?[^;,():]{2,40}(?:\(|: ?)$")

# "hạng 4 sao [có] 3 sản phẩm": words that lead from a rating to the number after it.
_LINK = (
    r"(?:[:(]|(?:(?:chỉ|mới|thì|hiện|đã|vừa|lần này|năm nay|đợt này|có|là|với|cho|được|gồm|chiếm"
    r"|tăng|lên|còn) )*)"
)
_TO_RIGHT = re.compile(
    r"\s?(?:OCOP )?(?:cấp \w+ (?:gia )?)?(?:\([^)]*\) ?)?(?:của [^,;.:()]{2,40} )?"
    rf"(?:nhiều nhất[^,;.]{{0,30}})?(?:, )?{_LINK} ?(?:tổng cộng |tới |thêm )?"
)
_ONLY_LINK = re.compile(rf"(?:{_LINK} ?)?")
_SEPARATOR = re.compile(r"[,;.:()]| và | còn |trong đó")
# "12 sản phẩm, đều đạt 4 sao": over the comma the rating still speaks of the number.
_AFTER_COMMA = re.compile(
    r".*, (?:và )?(?:"
    + words(
        """
        đều | cùng | tất cả | cả | toàn | vẫn | dự kiến | phấn đấu | ước | có thể | đủ | được | xếp
        đạt | chờ | trình | lên | để | cũng | công nhận | đề nghị | đề xuất | kiến nghị
        """
    )
    + r"[^,]{0,48}"
    r"|(?:hội đồng|huyện|xã|tỉnh|thành phố) (?:gửi|trình|đề nghị|chuyển|làm|lập)(?!\w)[^,]{0,48})?",
    re.DOTALL,
)
_BRACKETED = re.compile(r"\([^()]*\)|^ trong (?:đó|số (?:đó|này|ấy)) ?")
# Not over a list, nor over some of them: "7 sản phẩm, nổi nhất là A và B, cùng hạng 4 sao".
_LISTS = re.compile(r"[;:.)]|trong đó|(?<!\w)(?:gồm|như)(?!\w)|,[^,]* là (?=.*,)")
_ONLY_OPENED = re.compile(r"\((?:sản phẩm|hàng|đều|cùng|tất cả(?: đều)?)?\s?$")
_NAMES = re.compile(r"(?<!\w)(?:là|và)(?!\w)")
_IS = re.compile(r"(?<!\w)là(?!\w)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…] |  )\W*$")
_SENTENCE_CLOSES = re.compile(r"\s?(?:[.!?…]|$|  )")
_VERB = re.compile(r"(?:đạt|được|trình|giữ|lên|xếp)(?!\w)[^,;:()]*$")


def split(flat: str, start: int, end: int, stars: Sequence[StarMention]) -> int:
    """Where, between two neighbours, the words about the first end."""
    strong, weak = (_separators(p, flat, start, end, stars) for p in (_STRONG, _WEAK))
    aside = [m.span() for m in BRACKET.finditer(flat, start, end)]
    outside = [m for m in strong if not any(a <= m.start() < b for a, b in aside)]
    if outside or (strong and not weak):
        last = (outside or strong)[-1].start()
        name = _NAME_OPENS.search(flat, max(start, last - 48), end)
        return max(name.start(), start) if name and name.end() == end else last
    if weak:
        only_link = _ONLY_LINK.fullmatch(flat, weak[-1].end(), end)
        return weak[-1].start() if only_link else weak[0].start()
    ahead = _PARTS_AHEAD.search(flat[start:end])
    return start + ahead.start() if ahead else end


def _separators(
    pattern: re.Pattern[str], flat: str, start: int, end: int, stars: Sequence[StarMention]
) -> list[re.Match[str]]:
    found = pattern.finditer(flat, start, end)
    return [m for m in found if not any(s.start <= m.start() < s.end for s in stars)]


def ratings(
    flat: str, heads: Sequence[Head], stars: Sequence[StarMention]
) -> dict[int, StarMention]:
    """Which rating goes with which number of the sentence; the first claim wins."""
    owned: dict[int, StarMention] = {}
    if len(heads) == len(stars) == 1 and _opens_and_closes(flat, heads[0], stars[0]):
        return {0: stars[0]}
    for star in stars:
        right = sum(h.start < star.start for h in heads)
        left = right - 1
        while left >= 0 and _closes(flat, heads[left], star.start):
            left -= 1  # "34 sản phẩm (30 mới, 4 chấm lại) OCOP 3 sao"
        between = flat[heads[left].noun_end : star.start] if left >= 0 else None
        reaches = between is not None and _reaches(between, star)
        if right < len(heads) and _leads_on(
            flat[star.end : heads[right].start], between, reaches=reaches and left not in owned
        ):
            owned.setdefault(right, star)
        elif reaches:
            owned.setdefault(left, star)
    return owned


def _opens_and_closes(flat: str, head: Head, star: StarMention) -> bool:
    """ "Ba sản phẩm A của X, B của Y và C của Z đạt hạng 3 sao.": names between."""
    opens = _SENTENCE_START.search(flat, max(0, head.start - 8), head.start)
    return bool(
        opens
        and _SENTENCE_CLOSES.match(flat, star.end)
        and _VERB.search(flat[max(head.noun_end, star.start - 24) : star.end])
    )


def _closes(flat: str, head: Head, end: int) -> bool:
    """Whether a bracket with more in it than the number ends before the rating."""
    start = head.noun_end
    if flat.startswith("(", head.start - 1) and flat[start:end] == ") ":
        return False  # "số còn lại (234 sản phẩm) đạt 3 sao"
    return flat.count(")", start, end) > flat.count("(", start, end)


def _leads_on(link: str, between: str | None, *, reaches: bool) -> bool:
    """Whether a rating belongs to the number after it: "4 sao có 3 sản phẩm", not "4 sao (3 …)"."""
    if not _TO_RIGHT.fullmatch(link):
        return False
    if between is None:
        return True
    opens_parts = link.strip() in {"(", ":"} and reaches and not between.endswith("(")
    return link.strip() != "," and not opens_parts and bool(_SEPARATOR.search(between))


def _reaches(between: str, star: StarMention) -> bool:
    """Whether a rating still speaks of the number over the words between: ", đều", "(…)"."""
    if between == ") ":
        return True
    between = _BRACKETED.sub(" ", between)
    if _LISTS.search(between):
        return False
    if "(" in between:  # an open bracket; not "2 sản phẩm là A (4 sao) và B"
        return not _IS.search(between) and bool(_ONLY_OPENED.search(between))
    if "," in between:
        spoken = star.surface.lower().startswith("được") and len(between) < 90
        return spoken or bool(_AFTER_COMMA.fullmatch(between))
    return not _NAMES.search(between) or len(between) < 40
