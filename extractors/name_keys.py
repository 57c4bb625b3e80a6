"""Names in a form to recognise a product or producer by, across papers and spellings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractors.vi.text import key

# Written in full and short, both seen in one and the same paper.
_SHORT = {
    "hợp tác xã": "htx",
    "tổ hợp tác": "tht",
    "liên hiệp htx": "lhhtx",
    "liên hiệp hợp tác xã": "lhhtx",
    "công ty": "cty",
    "trách nhiệm hữu hạn": "tnhh",
    "cổ phần": "cp",
    "một thành viên": "mtv",
    "1 thành viên": "mtv",
    "doanh nghiệp tư nhân": "dntn",
    "doanh nghiệp": "dn",
    "hộ kinh doanh": "hộ",
    "hộ gia đình": "hộ",
    "hkd": "hộ",
    "cơ sở sản xuất": "cơ sở",
    "cơ sở sx": "cơ sở",
    "cssx": "cơ sở",
    "cs": "cơ sở",
    "nông nghiệp": "nn",
    "sản xuất": "sx",
    "thương mại": "tm",
    "dịch vụ": "dv",
    "xuất nhập khẩu": "xnk",
    "chế biến": "cb",
    "kinh doanh": "kd",
    "du lịch": "dl",
    "xây dựng": "xd",
    "tổng hợp": "th",
    "chăn nuôi": "cn",
}
_KINDS = ("lhhtx", "htx", "tht", "cty", "dntn", "dn", "hộ", "cơ sở", "trang trại", "nhà vườn")
_LEGAL = frozenset(["tnhh", "cp", "mtv"])
# What a producer does is named in one paper and left out in the next.
_TRADES = frozenset(
    ["nn", "sx", "tm", "dv", "xnk", "cb", "kd", "dl", "xd", "th", "cn", "đầu", "tư"]
)
_HEADS = ("sản phẩm", "đặc sản", "thương hiệu", "mô hình")
# Before these words the head of a name is often left out: "(gạo) nếp tan Ngọc Chiến".
_DROPPED_HEADS = {
    "gạo": ("nếp", "tẻ", "st25", "st24", "séng cù"),
    "quả": ("bưởi", "cam", "xoài", "na", "nhãn", "vải", "thanh long", "sầu riêng", "mận"),
    "trái": ("bưởi", "cam", "xoài", "na", "nhãn", "vải", "thanh long", "sầu riêng", "mận"),
    "củ": ("khoai", "sắn", "cải", "gừng", "tỏi", "hành"),
    "bột": ("sắn dây",),
    "trà": ("shan tuyết", "shan", "ô long", "cà gai leo"),
    "chè": ("shan tuyết", "shan", "ô long"),
}
_MARKS = re.compile(r"[^\w\s]+")


class ProducerKey(NamedTuple):
    """A producer's name, taken apart."""

    kind: str
    """`htx`, `cty`, `hộ`, …; empty where the text gives the bare name."""
    legal: str
    """`tnhh`, `cp`, `mtv tnhh`; empty where not said."""
    proper: str
    """What is left: the name proper, without its trades."""


@lru_cache(maxsize=65536)
def product_key(name: str) -> str:
    """Equal for one name in several spellings.

    Case, tone placement, dashes, quotes and heads often dropped do not count:
    `product_key("Gạo nếp tan Ngọc Chiến") == product_key("nếp tan Ngọc Chiến")`.
    """
    words = _plain(name)
    for head in map(_plain, _HEADS):
        words = words.removeprefix(head + " ")
    for head, followers in _DROPPED_HEADS.items():
        rest = words.removeprefix(_plain(head) + " ")
        if rest != words and any((rest + " ").startswith(_plain(f) + " ") for f in followers):
            return rest
    return words


@lru_cache(maxsize=65536)
def producer_key(name: str) -> ProducerKey:
    """`producer_key("Hợp tác xã Nông nghiệp Tà Xùa") == producer_key("HTX Tà Xùa")`."""
    text = f" {_plain(name)} "
    for written, short in _SHORT_FORMS:
        text = text.replace(f" {written} ", f" {short} ")
    kind, rest = _kind(text.strip())
    words = rest.split()
    legal = " ".join(sorted({w for w in words if w in _LEGAL}))
    named = [w for w in words if w not in _LEGAL]
    proper = [w for w in named if w not in _TRADE_WORDS]
    return ProducerKey(kind, legal, " ".join(proper or named))


def is_distinctive(block: str) -> bool:
    """Whether a name alone may tell which is meant: "mật ong" may not, "trà Tân Cương" may.

    Names of two syllables and fewer are mostly kinds of goods, or the "Quyết Tiến" that many
    co-operatives are called.
    """
    return len(block.split()) >= 3


def _plain(text: str) -> str:
    return " ".join(key(_MARKS.sub(" ", text)).split())


_SHORT_FORMS = sorted(
    ((_plain(written), _plain(short)) for written, short in _SHORT.items()),
    key=lambda pair: -len(pair[0]),
)
_KIND_FORMS = tuple(_plain(kind) for kind in _KINDS)
_TRADE_WORDS = frozenset(_plain(w) for w in _TRADES) | {_plain("và")}


def _kind(text: str) -> tuple[str, str]:
    for kind in _KIND_FORMS:
        if text == kind or text.startswith(kind + " "):
            return kind, text.removeprefix(kind).strip()
    return "", text
