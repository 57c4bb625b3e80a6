"""Whether two names are one maker's, and whether a product bears a maker's name."""

from __future__ import annotations

from functools import lru_cache

from extractors.linking.rows import Draft
from extractors.models import ProducerMention
from extractors.producer_names import PERSONS
from extractors.vi.text import key, words
from extractors.vi.units import units

# What kind of maker it is, and no word of its own name.
_KINDS = frozenset(
    key(word)
    for word in words(
        """
        htx hợp tác xã (htx) htxnn công ty cty cp ctcp cổ phần tnhh mtv một thành viên trách
        nhiệm hữu hạn cơ sở hộ sản xuất kinh doanh tổ doanh nghiệp tư nhân
        """
    )
)


def is_same(one: str, other: str) -> bool:
    """Whether two names are one producer's: "HTX chè Hảo Đạt" and "Hợp tác xã Hảo Đạt"."""
    a, b = _own_words(one), _own_words(other)
    return bool(a and b) and (a <= b or b <= a)


@lru_cache(maxsize=1024)
def _own_words(name: str) -> frozenset[str]:
    return frozenset(key(name).split()) - _KINDS


def has_other_brand(draft: Draft, maker: ProducerMention) -> bool:
    """ "thịt chua Thư Thọ" beside "Công ty Trường Foods": a name of two words that are not his."""
    brand = {key(w) for w in draft.mention.name.split()[1:] if w[0].isupper()}
    return len(brand) > 1 and not brand & set(key(maker.name).split())


def is_brand_of(maker: ProducerMention, product: str) -> bool:
    """Whether the product bears the maker's name. A place is a brand only where the maker is named
    after the thing as well: "dê núi Lạc Thủy" is not of "HTX chăn nuôi gà Lạc Thủy"."""
    brand = _brand(maker.name)
    if f" {brand} " not in f" {product} ":
        return False
    shared = set(product.split()) & set(key(maker.name).split()) - _KINDS
    return not units().named(brand) or not shared <= set(brand.split())


@lru_cache(maxsize=1024)
def _brand(maker: str) -> str:
    """The last two words, where both are capitals or a person's: the key of "Nà Lình", "bà Mùi"."""
    words = maker.split()[-2:]
    named = words[-1][0].isupper() and (words[0][0].isupper() or words[0] in PERSONS)
    return key(" ".join(words)) if named else "\n"
