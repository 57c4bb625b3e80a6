"""Who makes a product: companies, co-operatives, households and workshops with a name.

A producer opens with a word for its kind ("HTX", "Công ty TNHH", "hộ kinh doanh") and runs through
its trade ("chế biến thủy sản") to its proper name ("Hải Bình"); a kind without a proper name
("các hợp tác xã") is nobody in particular.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.models import ProducerMention
from extractors.reading import Reading, Token
from extractors.vi.text import words

# The kinds, longest first. Lower-case "cơ sở", "lò", "hộ" are common words and need more care: the
# proper name must follow at once or after a trade.
_KIND = re.compile(
    r"\b(?:chi nhánh )?(?:"
    r"(?:công (?:ty|tỷ)|cty|c\.ty)(?: (?:tnhh|ntnn|nthh|cp|cổ phần|trách nhiệm hữu hạn|tm|mtv))*"
    r"|ctcp|htxnn|htx|liên (?:hiệp|minh) (?:htx|hợp tác xã)|hợp tác xã(?: \(htx\))?"
    r"|tổ hợp tác(?: \(tht\))?|tht"
    r"|doanh nghiệp(?: tư nhân)?|dntn|tập đoàn"
    r"|hộ (?:sản xuất kinh doanh|kinh doanh|sản xuất|gia đình)"
    r"(?: (?:ông|bà|anh|chị|cơ sở(?: sản xuất)?))?|hộ (?:ông|bà|anh|chị)|hkd"
    r"|cơ sở(?: sản xuất)?|tổ sản xuất|nghệ nhân|nhà hàng|lò bánh|(?<!lạp )xưởng"
    r"|nông trại|trang trại"
    r")(?![^\W_])",
    re.IGNORECASE,
)
# Kinds that are common words too: they open a name only with a capital, and right before one.
_LOOSE = re.compile(
    r"(?:doanh nghiệp|tập đoàn|nghệ nhân|nhà hàng|lò bánh|xưởng|nông trại|trang trại)",
    re.IGNORECASE,
)
# Words that can stand inside a name before its proper name without a capital: the trade.
_TRADE = words(
    """
    sản xuất kinh doanh thương mại dịch vụ nông nghiệp lâm thủy hải chế biến nuôi trồng chăn du
    lịch cộng đồng sinh thái xuất nhập khẩu tổng hợp một thành viên dược liệu thực phẩm và tnhh
    mtv cp sx tm dv tm&dv xnk hữu cơ công nghệ cao phát triển đầu tư xây dựng khai thác khoáng
    nông nghề làng mỹ thuốc dược cổ phần trách nhiệm hạn hữu tiêu thụ bảo quản thu mua đồ gỗ
    điêu khắc dệt may thổ cẩm mây tre đan
    """
)
# A name ends before these: what the producer is or does, where it is, and what is said next.
_STOP = words(
    """
    đã đang sẽ được bị đạt có là ở tại thuộc với cho trên của do nhằm khi từ vừa cùng cũng còn
    chỉ nay hiện hiện nay để theo như nhờ vẫn luôn rồi thì mà nên gồm bao bày bán trồng nấu lấy
    mang đưa nói kể cho nhận giữ lập ra vào lên xuống đến tới qua sau trước trong dưới giữa bên
    không chưa phải cần muốn biết làm chọn đứng tham đăng xin trình gửi tặng chia sẻ cho hay mỗi
    các những nhiều mọi từng này đó ấy kia nọ năm tháng ngày huyện xã tỉnh phường quận thời tiếp
    bắt dụng áp dụng giúp hướng dẫn mở dùng cấp chuyên vốn tổ chức đón chia hút nằm ông bà anh
    chị người hiện
    """
)
_PLACE_WORDS = words(
    """
    huyện xã tỉnh phường quận tp thôn làng bản ấp
    """
)
_TYPED = ("thành phố", "thị xã", "thị trấn", "đặc khu")
_FOREIGN = words(
    """
    food foods coffee farm farmstay homestay tea bee green garden
    """
)
_JOINERS = frozenset(["-", "–", "&", "và"])
_FIELDS = ("địa chỉ", "chủ thể", "sản phẩm", "xếp hạng", "kết quả", "điện thoại", "đại diện")
BRIDGE = 14
"""Tokens that a trade may take before the proper name goes on."""
LONGEST = 18
"""Tokens a name may have after its kind."""


def find(reading: Reading) -> tuple[ProducerMention, ...]:
    """Every producer with a proper name, in order of the text.

    "rượu sim của HTX sản xuất kinh doanh Lê Minh" → `HTX sản xuất kinh doanh Lê Minh`. A name that
    touches the end of the text was cut off there, and is left out.
    """
    found: list[ProducerMention] = []
    text = reading.article.text
    whole = len(text.rstrip())
    for sentence, tokens in zip(reading.sentences, reading.tokens, strict=True):
        at = sentence.start
        for kind in _KIND.finditer(text, sentence.start, sentence.end):
            end = _end(tokens, kind) if kind.start() >= at else None
            if end is not None and end < whole:
                at = end
                found.append(_mention(text, kind.start(), end))
    return tuple(found)


def _mention(text: str, start: int, end: int) -> ProducerMention:
    surface = text[start:end]
    name = " ".join(surface.split())
    return ProducerMention(start=start, end=end, surface=surface, name=name, rule="producer.kind")


def _end(tokens: Sequence[Token], kind: re.Match[str]) -> int | None:
    """Where the name ends, or None if no proper name follows the kind."""
    first = next((i for i, t in enumerate(tokens) if t.start >= kind.end()), len(tokens))
    if _LOOSE.fullmatch(kind.group()) and not (
        kind.group()[0].isupper() and first < len(tokens) and tokens[first].surface[0].isupper()
    ):
        return None
    i, proper = first, False
    while i < min(len(tokens), first + LONGEST):
        step = _step(tokens, i, proper)
        if step == 0:
            break
        i += step
        proper = proper or _is_proper(tokens[first:i])
    while i > first and tokens[i - 1].surface in _JOINERS:
        i -= 1
    return tokens[i - 1].end if i > first and _has_name(tokens[first:i]) else None


def _step(tokens: Sequence[Token], i: int, proper: bool) -> int:
    """How many tokens from `i` on still belong to the name: 0 ends it."""
    word = tokens[i].surface
    if word in _PLACE_WORDS or _is_typed(tokens, i):
        return 0 if proper else 1
    if word[0].isupper() or word[0].isdigit() or word == "&" or word.lower() in _FOREIGN:
        return 1
    if (word in _STOP and word not in _TRADE) or _ends_field(tokens, i):
        return 0
    if word in ("và", ","):
        return 0 if proper else _goes_on(tokens, i)
    if word[0].isalpha() or word in _JOINERS:
        return _bridge(tokens, i) if proper else 1
    return 0


def _goes_on(tokens: Sequence[Token], i: int) -> int:
    """How far a trade goes on behind "và" or a comma: "nông, lâm, thủy sản Sỹ Thắng"."""
    if _opens_kind(tokens, i + 1):
        return 0
    if tokens[i].surface == "và":
        return int(_following(tokens, i) in _TRADE)
    return _bridge(tokens, i)


def _ends_field(tokens: Sequence[Token], i: int) -> bool:
    """Whether a dash leads to the next field of a list's line: "Chủ thể: HTX … – Địa chỉ: …"."""
    following = " ".join(t.surface for t in tokens[i + 1 : i + 3]).lower()
    return tokens[i].surface in _JOINERS and following in _FIELDS


def _following(tokens: Sequence[Token], i: int) -> str:
    return tokens[i + 1].surface.lower() if i + 1 < len(tokens) else ""


def _opens_kind(tokens: Sequence[Token], i: int) -> bool:
    """Whether another producer begins at `i`: "và Công ty TNHH …"."""
    return bool(_KIND.match(" ".join(t.surface for t in tokens[i : i + 3])))


def _bridge(tokens: Sequence[Token], i: int) -> int:
    """Length of a lower-case stretch that leads on to a capital: "công nghệ cao" before "Lùng"."""
    listed = tokens[i].surface == ","
    for j in range(i, min(len(tokens), i + BRIDGE)):
        word = tokens[j].surface
        if word[0].isupper():
            return j - i
        ends = (word in _STOP and word not in _TRADE) or word in _PLACE_WORDS
        inside = word[0].isalpha() or word in _JOINERS or (word == "," and listed)
        if ends or not inside or (listed and j == i + 1 and word not in _TRADE):
            return 0
    return 0


def _is_proper(name: Sequence[Token]) -> bool:
    """Whether the tokens so far end in a proper name rather than in a trade."""
    last = name[-1].surface
    if last.isdigit():
        return len(name) > 1
    if not last[0].isupper():
        return False
    return last.lower() not in _TRADE or (len(name) > 1 and name[-2].surface[0].isupper())


def _has_name(name: Sequence[Token]) -> bool:
    words = [t.surface for t in name]
    if not any(w[0].isupper() for w in words):
        return False
    if any(w.lower() not in _TRADE and w[0].isalnum() for w in words):
        return True
    return len(words) > 1 and words[-1][0].isupper() and words[-2][0].isupper()


def _is_typed(tokens: Sequence[Token], i: int) -> bool:
    pair = " ".join(t.surface for t in tokens[i : i + 2]).lower()
    return pair in _TYPED
