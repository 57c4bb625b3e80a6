"""Where the name of a maker ends: its kind, its trade, its proper name, and what is said next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.reading import Token
from extractors.vi.patterns import one_of
from extractors.vi.text import words

# The kinds, longest first. Lower-case "cơ sở", "lò", "hộ" are common words and need more care: the
# proper name must follow at once or after a trade.
_COMPANY = (
    r"(?:công (?:ty|tỷ)|cty|c\.ty)(?: (?:tnhh|ntnn|nthh|cp|cổ phần|trách nhiệm hữu hạn|tm|mtv))*"
)
_HOUSEHOLD = (
    r"hộ (?:sản xuất kinh doanh|kinh doanh|sản xuất|gia đình)"
    r"(?: (?:ông|bà|anh|chị|cơ sở(?: sản xuất)?))?"
)
_WORKSHOP = r"(?<!trên )(?<!mỗi )(?<!các )(?:(?<!\d )|(?<=năm \d\d\d\d ))cơ sở(?: sản xuất)?"
_KINDS = one_of(
    rf"""
    {_COMPANY} | ctcp | htxnn | htx | liên (?:hiệp|minh) (?:htx|hợp tác xã)
    hợp tác xã(?: \(htx\))? | tổ hợp tác(?: \(tht\))? | tht | doanh nghiệp(?: tư nhân)? | dntn
    tập đoàn | {_HOUSEHOLD} | hộ (?:ông|bà|anh|chị) | hkd | {_WORKSHOP} | tổ sản xuất
    (?<=chủ thể: )(?:ông|bà|anh|chị) | nghệ nhân | nhà hàng | (?<!lạp )xưởng | lò | nông trại
    trang trại | nhà vườn | ban quản lý | hội quán | (?:hội )?làng nghề | hộ
    """
)
KIND = re.compile(rf"\b(?:chi nhánh )?{_KINDS}(?![^\W_])", re.IGNORECASE)
# The first words of these kinds, and of their branches: only there is a kind looked for.
FIRST_OF_KIND = words(
    """
    chi công cty c ctcp htxnn htx liên hợp tổ tht doanh dntn tập hộ hkd cơ nghệ nhà xưởng lò nông
    trang ban hội làng ông bà anh chị
    """
)
# Words that can stand inside a name before its proper name without a capital: the trade.
TRADE = words(
    """
    sản xuất kinh doanh thương mại dịch vụ nông nghiệp lâm thủy hải chế biến nuôi trồng chăn du
    lịch cộng đồng sinh thái xuất nhập khẩu tổng hợp một thành viên dược liệu thực phẩm và tnhh
    mtv cp sx tm dv tm&dv xnk hữu cơ công nghệ cao phát triển đầu tư xây dựng khai thác khoáng
    nông nghề làng mỹ thuốc dược cổ phần trách nhiệm hạn hữu tiêu thụ bảo quản thu mua đồ gỗ
    điêu khắc dệt may thổ cẩm mây tre đan nghiên cứu tồn
    """
)
# A name ends before these: what the producer is or does, where it is, and what is said next.
STOP = words(
    """
    đã đang sẽ được bị đạt có là ở tại thuộc với cho trên của do nhằm khi từ vừa cùng cũng còn
    chỉ nay hiện để theo như nhờ vẫn luôn rồi thì mà nên gồm bao bày bán trồng nấu lấy mang đưa
    nói kể nhận giữ lập ra vào lên xuống đến tới qua sau trước trong dưới giữa bên không chưa
    phải cần muốn biết làm chọn đứng tham đăng xin trình gửi tặng chia sẻ hay mỗi các những
    nhiều mọi từng này đó ấy kia nọ năm tháng ngày huyện xã tỉnh phường quận thời tiếp bắt áp
    dụng giúp hướng dẫn mở dùng cấp chuyên vốn tổ chức đón hút nằm ông bà anh chị người đem góp
    giành dự thi thử
    """
)
PERSONS = words("ông bà anh chị")
_PLACE_WORDS = words("huyện xã tỉnh phường quận tp thôn làng bản ấp")
_TYPED = ("thành phố", "thị xã", "thị trấn", "đặc khu")
_TYPED_BY = frozenset(kind.split()[0] for kind in _TYPED)
_FOREIGN = words("food foods coffee farm farmstay homestay tea bee green garden")
JOINERS = frozenset(["-", "–", "&", "và"])
_FIELDS = ("địa chỉ", "chủ thể", "sản phẩm", "xếp hạng", "kết quả", "điện thoại", "đại diện")
_ADMINISTRATIVE = words("xã phường huyện quận tỉnh thôn ấp")
# Words of STOP that are part of a thing's name here: "Cơ sở Trà khổ qua Hai Lý".
_WITHIN = frozenset([("khổ", "qua"), ("không", "hạt"), ("lên", "men"), ("đồ", "dùng")])
_PROGRAMME = "OCOP"
BRIDGE = 14
"""Tokens that a trade may take before the proper name goes on."""


def words_on(tokens: Sequence[Token], i: int, proper: bool) -> int:
    """How many tokens from `i` on still belong to the name; 0 ends it.

    `proper`: whether its proper name was already found.
    """
    word = tokens[i].surface
    if word in _PLACE_WORDS or _is_typed(tokens, i) or _is_address(tokens, i):
        return 0 if proper else 1
    if _is_figure(tokens, i) or (proper and word == _PROGRAMME):
        return 0
    if word[0].isupper() or word[0].isdigit() or word == "&" or word.lower() in _FOREIGN:
        return 1
    if stops(tokens, i) or _ends_field(tokens, i):
        return 0
    if word == "+":  # "Hoa Ban+"
        return int(tokens[i - 1].end == tokens[i].start)
    return _on_to_capital(tokens, i, proper)


def person_on(tokens: Sequence[Token], i: int) -> int:
    """How many tokens at `i` name the person a workshop is called by: "Cơ sở tương bà Lý". A full
    name ("bà Võ Thị Lan") is that of somebody the text goes on with."""
    if i + 1 >= len(tokens) or tokens[i].surface not in PERSONS:
        return 0
    names = [t.surface[0].isupper() for t in tokens[i + 1 : i + 3]]
    return 2 if names[0] and names[1:] != [True] else 0


def _on_to_capital(tokens: Sequence[Token], i: int, proper: bool) -> int:
    """How far a stretch without capitals belongs to the name."""
    word = tokens[i].surface
    if word in ("và", ","):
        return 0 if proper else _goes_on(tokens, i)
    if word[0].isalpha() or word in JOINERS:
        return _bridge(tokens, i) if proper else 1
    return 0


def stops(tokens: Sequence[Token], i: int) -> bool:
    """Whether what is said of the maker begins at `i`."""
    word = tokens[i].surface
    before = tokens[i - 1].surface.lower() if i else ""
    if word == "xuất":  # "sản xuất", "xuất nhập khẩu" are trades, "xuất sang Nhật" is none
        return before != "sản" and _following(tokens, i) not in ("nhập", "khẩu")
    if word not in STOP or word in TRADE:
        return False
    return (before, word) not in _WITHIN and (word, _following(tokens, i)) not in _WITHIN


def _is_address(tokens: Sequence[Token], i: int) -> bool:
    """A capital type of a place behind a proper name, as in a table: "HTX Sen Hồng Xã Tân Lập"."""
    return tokens[i].surface[0].isupper() and (
        tokens[i].surface.lower() in _ADMINISTRATIVE
        and i + 1 < len(tokens)
        and tokens[i + 1].surface[0].isupper()
        and tokens[i - 1].surface.lower() not in TRADE
    )


def _is_figure(tokens: Sequence[Token], i: int) -> bool:
    """A number that counts something, and names nobody: "66,5", "3 sao", "2 sản phẩm"."""
    word = tokens[i].surface
    if not word[0].isdigit():
        return False
    return not word.isalnum() or _following(tokens, i) in ("sao", "điểm", "sản")


def _goes_on(tokens: Sequence[Token], i: int) -> int:
    """How far a trade goes on behind "và" or a comma: "nông, lâm, thủy sản Sỹ Thắng"."""
    if _opens_kind(tokens, i + 1):
        return 0
    if tokens[i].surface == "và":
        return int(_following(tokens, i) in TRADE)
    return _bridge(tokens, i)


def _ends_field(tokens: Sequence[Token], i: int) -> bool:
    """Whether a dash leads to the next field of a list's line: "Chủ thể: HTX … – Địa chỉ: …"."""
    if tokens[i].surface not in ("-", "–"):
        return False
    following = [t.surface for t in tokens[i + 1 : i + 6]]
    return " ".join(following[:2]).lower() in _FIELDS or ":" in following[1:]


def _following(tokens: Sequence[Token], i: int) -> str:
    return tokens[i + 1].surface.lower() if i + 1 < len(tokens) else ""


def _opens_kind(tokens: Sequence[Token], i: int) -> bool:
    """Whether another producer begins at `i`: "và Công ty TNHH …"."""
    return bool(KIND.match(" ".join(t.surface for t in tokens[i : i + 3])))


def _bridge(tokens: Sequence[Token], i: int) -> int:
    """Length of a lower-case stretch that leads on to a capital: "công nghệ cao" before "Lùng"."""
    listed = tokens[i].surface == ","
    for j in range(i, min(len(tokens), i + BRIDGE)):
        word = tokens[j].surface
        if word[0].isupper():
            return 0 if word == _PROGRAMME else j - i
        ends = stops(tokens, j) or word in _PLACE_WORDS
        inside = word[0].isalpha() or word in JOINERS or (word == "," and listed)
        if ends or not inside or (listed and j == i + 1 and word not in TRADE):
            return 0
    return 0


def is_proper(name: Sequence[Token]) -> bool:
    """Whether the tokens so far end in a proper name rather than in a trade."""
    last = name[-1].surface
    if last.isdigit():
        return len(name) > 1
    if not last[0].isupper():
        return False
    return last.lower() not in TRADE or (len(name) > 1 and name[-2].surface[0].isupper())


def has_name(name: Sequence[Token]) -> bool:
    """Whether there is more than a kind and its trade: "HTX Nông nghiệp" alone is nobody."""
    words = [t.surface for t in name]
    if not any(w[0].isupper() for w in words):
        return False
    if any(w.lower() not in TRADE and w != _PROGRAMME and w[0].isalnum() for w in words):
        return True
    return len(words) > 1 and words[-1][0].isupper() and words[-2][0].isupper()


def _is_typed(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].surface.lower() not in _TYPED_BY:
        return False
    return " ".join([t.surface for t in tokens[i : i + 2]]).lower() in _TYPED


def is_plain(tokens: Sequence[Token], i: int, fine: frozenset[str] = frozenset()) -> bool:
    """A word without a capital that is no trade, place or verb."""
    word = tokens[i].surface
    if not word.isalpha() or word[0].isupper() or word in _PLACE_WORDS:
        return False
    return not stops(tokens, i) and (word not in TRADE or word in fine)
