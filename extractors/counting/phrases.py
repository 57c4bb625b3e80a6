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

from extractors.counting.gazette import Gazette
from extractors.counting.heads import Head, heads, is_list, tells_total
from extractors.counting.ratings import ratings, split
from extractors.models import Block, StarMention
from extractors.reading import Reading
from extractors.vi.numbers import Number
from extractors.vi.patterns import CAPITAL

_TRIGGER = re.compile("sản phẩm| sao|nông sản|mặt hàng")  # in words in small letters
_OCOP = re.compile(r" OCOP(?!\w)", re.IGNORECASE)
# It begins with a plain set of marks, to be searched for fast: what is before it stands behind.
_NO_END = r"(?<!\bTP.)(?<!\bTX.)(?<!\bTT.)(?<!\bT\.P.)(?<!\b[HPQXNLTV].)(?<!\bCP.)"
_NEXT = rf"(?:\s+(?=[“\"(\[•+-]*\s?[{CAPITAL}\d])|(?=[{CAPITAL}][^\W\d_]))"
_SENTENCE_END = re.compile(
    rf"[.!?…|](?:(?<=\|)|{_NO_END}[.!?…]*[”\")]*{_NEXT}|[.!?…]*$)", re.DOTALL
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
        """How many products: 30 of "hơn 30 sản phẩm"."""
        return int(self.number.value or 0)

    @property
    def rated_before(self) -> bool:
        """Whether the rating stands before the number: "hạng 4 sao có 3 sản phẩm"."""
        return self.star is not None and self.star.end <= self.number.start


def phrases(
    reading: Reading, flat: str, stars: Sequence[StarMention], gazette: Gazette
) -> Iterator[Phrase]:
    """Every counting phrase of the article, in order; `flat` is its text with spaces for breaks."""
    goes_on = False
    for block in reading.article.blocks:
        for sentence in _sentences(flat, block):
            if not _may_count(flat[slice(*sentence)]) and not (
                goes_on
                and (
                    is_list(flat, gazette.within(*sentence)) or tells_total(flat[slice(*sentence)])
                )
            ):
                goes_on = False
                continue
            found = list(_in_sentence(flat, sentence, block, stars, gazette, goes_on=goes_on))
            goes_on = bool(found)
            yield from found


def _may_count(text: str) -> bool:
    return _TRIGGER.search(text.lower()) is not None


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
    flat: str,
    sentence: tuple[int, int],
    block: Block,
    stars: Sequence[StarMention],
    gazette: Gazette,
    *,
    goes_on: bool,
) -> Iterator[Phrase]:
    """The numbers of a sentence, each with its rating and the words up to its neighbours."""
    first, last = (bisect_left(stars, at, key=lambda s: s.start) for at in sentence)
    inside = stars[first:last]
    found = list(heads(flat, sentence, inside, gazette.within(*sentence), goes_on=goes_on))
    owned = ratings(flat, found, inside)
    splits = [split(flat, a.noun_end, b.start, inside) for a, b in pairwise(found)]
    edges = [sentence[0], *splits, sentence[1]]
    for i, head in enumerate(found):
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


def _extent(flat: str, head: Head, star: StarMention | None) -> tuple[int, int]:
    """Where a phrase begins and ends: number, noun, and the rating or "OCOP" behind them."""
    if star and star.start >= head.noun_end:
        return head.start, star.end
    ocop = _OCOP.match(flat, head.noun_end)
    return star.start if star else head.start, ocop.end() if ocop else head.noun_end
