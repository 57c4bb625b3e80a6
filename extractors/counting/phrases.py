"""Numbers of products as the text says them: "30 sản phẩm đạt 4 sao", "hạng 4 sao có 3 sản phẩm".

Only the form is read here: the number, its noun, the rating that goes with it, and the words
before (`lead`) and after (`tail`) that speak of it alone. What it means is decided later.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.models import Block, StarMention
from extractors.reading import Reading
from extractors.vi import numbers
from extractors.vi.numbers import Number
from extractors.vi.patterns import CAPITAL, one_of, words

_NOUN = re.compile(
    r"\s?(?:bộ |ý tưởng |hồ sơ )?(?:sản phẩm|nông sản|mặt hàng|sp(?!\w)|món(?= ))"
    r"(?:(?:, ?| và |/ ?)(?:bộ |nhóm )sản phẩm)?(?:\s?/\s?\d+ (?:chủ thể|cơ sở|đơn vị))?",
    re.IGNORECASE,
)
_TRIGGERS = ("sản phẩm", " sao", "nông sản", "mặt hàng")
_OCOP = re.compile(r" OCOP(?!\w)", re.IGNORECASE)
# "Mỗi xã một sản phẩm", "mỗi xã, phường một sản phẩm", "Một Sản phẩm Một Xã" are the programme.
_PER_COMMUNE = re.compile(r"(?:xã|xa|phường|thị trấn|làng|vùng)[,“\"]? ?$", re.IGNORECASE)
_ONE_COMMUNE = re.compile(r"\W+một (?:xã|làng)(?!\w)", re.IGNORECASE)
# The noun is dropped: "4 sao: 12", "số sản phẩm … tăng lên 42", "huyện A (12)".
_BARE_END = re.compile(r"\s?(?:[;,.()]|$| và )")
_RATING_LINK = re.compile(r"\s?(?:[:(]|là|có)\s?")
_TOTAL_LINK = re.compile(
    r"(?:số (?:lượng )?sản phẩm[^,;.:]{0,60}|con số(?: này| ấy)?|tổng số) (?:là|lên|đạt|còn) $",
    re.IGNORECASE,
)

_CLOSED = re.compile(r"\)\s*(?:[;,.…]|và |$)")
_PRODUCTS_BEFORE = re.compile(r"(?:nhiều|số|có) sản phẩm", re.IGNORECASE)

_NO_END = r"(?<!\bTP)(?<!\bTX)(?<!\bTT)(?<!\bT\.P)(?<!\b[HPQXNLTV])(?<!\bCP)"
_SENTENCE_END = re.compile(
    rf"{_NO_END}[.!?…]+[”\")]*(?:\s+(?=[“\"(\[•+-]*\s?[{CAPITAL}\d])|(?=[{CAPITAL}][^\W\d_]))"
    r"|[.!?…]+$|\|"
)
# What ends the words about one number: strong, or weak where nothing strong stands between.
_STRONG = re.compile(
    r";|\)|\(| - | – |: |(?:, |: |\(|(?<=[ ,.]))"
    + one_of(
        """
        trong đó | trong số (?:này|đó|ấy|các) | bao gồm | gồm(?: có)? | cụ thể | chia ra
        đáng kể nhất | kế đó | tiếp đến | ngoài ra
        """
    )
    + r"(?!\w)(?: ?:)?",
    re.IGNORECASE,
)
_WEAK = re.compile(r",\s?(?!\d)| (?:và|cùng|còn|nhưng|song|trong khi|thì) ")
_PARTS_AHEAD = re.compile(r" (?:với|gồm|có) ?$")
# "xã Tam Lập (2 sản phẩm)", "huyện Đầm Hà: 18": what opens belongs to the name before it.
_NAME_OPENS = re.compile(r"(?:[;:,)]| và )\s*(?:và )?[^;,():]{2,40}(?:\(|: ?)$")

# "hạng 4 sao [có] 3 sản phẩm": words that lead from a rating to the number after it.
_LINK = (
    r"(?:[:(]|(?:(?:chỉ|mới|thì|hiện|đã|vừa|lần này|năm nay|đợt này|có|là|với|cho|được|gồm|tăng|lên"
    r"|còn) )*)"
)
_TO_RIGHT = re.compile(
    r"\s?(?:OCOP )?(?:cấp \w+ (?:gia )?)?(?:\([^)]*\) ?)?(?:của [^,;.:()]{2,40} )?"
    rf"(?:nhiều nhất[^,;.]{{0,30}})?(?:, )?{_LINK} ?(?:tổng cộng |tới |thêm )?"
)
_ONLY_LINK = re.compile(rf"(?:{_LINK} ?)?")
_SEPARATOR = re.compile(r"[,;.:()]| và | còn |trong đó")
_AFTER_COMMA = re.compile(
    r".*, (?:và )?(?:"
    + words(
        """
        đều | cùng | tất cả | cả | toàn | vẫn | dự kiến | phấn đấu | ước | có thể | đủ | được | xếp
        đạt | chờ | trình | lên | để
        """
    )
    + r"[^,]{0,48})?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One number of products; spans count in the article, `text[start:end]` is the phrase.

    `lead` and `tail` span what is said of it before and after, `sentence` its sentence; `depth`
    is how many brackets are open at the number.
    """

    start: int
    end: int
    number: Number
    star: StarMention | None
    lead: tuple[int, int]
    tail: tuple[int, int]
    sentence: tuple[int, int]
    depth: int
    block: Block

    @property
    def count(self) -> int:
        return int(self.number.value or 0)

    @property
    def rated_before(self) -> bool:
        """Whether the rating stands before the number: "hạng 4 sao có 3 sản phẩm"."""
        return self.star is not None and self.star.end <= self.number.start


@dataclass(frozen=True, slots=True)
class _Head:
    number: Number
    start: int  # with its qualifier
    noun_end: int


def phrases(reading: Reading, flat: str, stars: Sequence[StarMention]) -> Iterator[Phrase]:
    """Every counting phrase of the article, in order; `flat` is its text with spaces for breaks."""
    for block in reading.article.blocks:
        for start, end in _sentences(flat, block):
            if _may_count(flat[start:end]):
                yield from _in_sentence(flat, (start, end), block, stars)


def _may_count(text: str) -> bool:
    return any(trigger in text.lower() for trigger in _TRIGGERS)


def _sentences(flat: str, block: Block) -> Iterator[tuple[int, int]]:
    """Sentences of a block, also where a capital follows the full stop without a space."""
    if not _may_count(flat[block.start : block.end]):
        return
    start = block.start
    for m in _SENTENCE_END.finditer(flat, block.start, block.end):
        yield start, m.end()
        start = m.end()
    if start < block.end:
        yield start, block.end


def _in_sentence(
    flat: str, sentence: tuple[int, int], block: Block, stars: Sequence[StarMention]
) -> Iterator[Phrase]:
    first, last = (bisect_left(stars, at, key=lambda s: s.start) for at in sentence)
    inside = stars[first:last]
    heads = list(_heads(flat, sentence, inside))
    owned = _ratings(flat, heads, inside)
    splits = [_split(flat, a.noun_end, b.start, inside) for a, b in pairwise(heads)]
    edges = [sentence[0], *splits, sentence[1]]
    for i, head in enumerate(heads):
        star = owned.get(i)
        start, end = _extent(flat, head, star)
        yield Phrase(
            start=start,
            end=end,
            number=head.number,
            star=star,
            lead=(edges[i], head.start),
            tail=(head.noun_end, max(edges[i + 1], head.noun_end)),
            sentence=sentence,
            depth=flat.count("(", sentence[0], start) - flat.count(")", sentence[0], start),
            block=block,
        )


def _extent(flat: str, head: _Head, star: StarMention | None) -> tuple[int, int]:
    if star and star.start >= head.noun_end:
        return head.start, star.end
    ocop = _OCOP.match(flat, head.noun_end)
    return star.start if star else head.start, ocop.end() if ocop else head.noun_end


# --- numbers with their noun ----------------------------------------------------------------------


def _heads(flat: str, sentence: tuple[int, int], stars: Sequence[StarMention]) -> Iterator[_Head]:
    listed = False
    for number in numbers.find(flat, *sentence):
        if not isinstance(number.value, int):
            continue
        if any(s.start <= number.start < s.end for s in stars):
            continue
        start = _with_qualifier(flat, number)
        if noun := _NOUN.match(flat, number.end, sentence[1]):
            if not _is_programme(flat, number, noun.end()):
                listed = True
                yield _Head(number, start, noun.end())
        elif _is_bare(flat, number, sentence, stars, listed=listed):
            yield _Head(number, start, number.end)


def _with_qualifier(flat: str, number: Number) -> int:
    at = number.start - len(number.qualifier or "") - 1
    return at if number.qualifier and flat.startswith(number.qualifier, at) else number.start


def _is_programme(flat: str, number: Number, noun_end: int) -> bool:
    before = flat[max(0, number.start - 12) : number.start]
    return number.surface.lower() == "một" and bool(
        _PER_COMMUNE.search(before) or _ONE_COMMUNE.match(flat, noun_end)
    )


def _is_bare(
    flat: str,
    number: Number,
    sentence: tuple[int, int],
    stars: Sequence[StarMention],
    *,
    listed: bool,
) -> bool:
    """A number without a noun: "52 đạt 3 sao", "4 sao: 12", "lên 42", "huyện A (12)"."""
    if listed and any(0 <= s.start - number.end <= 1 and s.rule == "star.one" for s in stars):
        return True
    if not _BARE_END.match(flat, number.end, sentence[1]):
        return False
    rated = [s for s in stars if s.end <= number.start]
    if any(_RATING_LINK.fullmatch(flat, s.end, number.start) for s in rated):
        return True
    before = flat[sentence[0] : number.start]
    in_bracket = before.endswith(" (") and _CLOSED.match(flat, number.end)
    of_products = listed or bool(_PRODUCTS_BEFORE.search(before))
    return bool(_TOTAL_LINK.search(before)) or (of_products and bool(in_bracket))


# --- which words and which rating go with a number ------------------------------------------------


def _split(flat: str, start: int, end: int, stars: Sequence[StarMention]) -> int:
    """Where, between two neighbours, the words about the first end."""

    def separators(pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = pattern.finditer(flat, start, end)
        return [m for m in found if not any(s.start <= m.start() < s.end for s in stars)]

    if strong := separators(_STRONG):
        last = strong[-1].start()
        name = _NAME_OPENS.search(flat, max(start, last - 48), end)
        return max(name.start(), start) if name and name.end() == end else last
    if weak := separators(_WEAK):
        only_link = _ONLY_LINK.fullmatch(flat, weak[-1].end(), end)
        return weak[-1].start() if only_link else weak[0].start()
    ahead = _PARTS_AHEAD.search(flat[start:end])
    return start + ahead.start() if ahead else end


def _ratings(
    flat: str, heads: Sequence[_Head], stars: Sequence[StarMention]
) -> dict[int, StarMention]:
    """Which rating goes with which number of the sentence; the first claim wins."""
    owned: dict[int, StarMention] = {}
    for star in stars:
        right = sum(h.start < star.start for h in heads)
        left = right - 1
        while left >= 0 and _closes(flat, heads[left].noun_end, star.start):
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


def _closes(flat: str, start: int, end: int) -> bool:
    return flat.count(")", start, end) > flat.count("(", start, end)


def _leads_on(link: str, between: str | None, *, reaches: bool) -> bool:
    """Whether a rating belongs to the number after it: "4 sao có 3 sản phẩm", not "4 sao (3 …)"."""
    if not _TO_RIGHT.fullmatch(link):
        return False
    if between is None:
        return True
    opens_parts = link.strip() in {"(", ":"} and reaches
    return link.strip() != "," and not opens_parts and bool(_SEPARATOR.search(between))


def _reaches(between: str, star: StarMention) -> bool:
    """Whether a rating still speaks of the number over the words between: ", đều", "(…)"."""
    between = re.sub(r"\([^()]*\)|^ trong (?:đó|số (?:đó|này|ấy)) ?", " ", between)
    if re.search(r"[;:.)]|trong đó|(?<!\w)(?:gồm|như)(?!\w)", between):
        return False
    if "(" in between:  # an open bracket
        return bool(re.search(r"\((?:sản phẩm|hàng)?\s?$", between))
    if "," in between:
        spoken = star.surface.lower().startswith("được") and len(between) < 90
        return spoken or bool(_AFTER_COMMA.fullmatch(between))
    return not re.search(r"(?<!\w)(?:là|và)(?!\w)", between) or len(between) < 40
