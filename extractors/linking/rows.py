"""What was found in each sentence, as one row in the order of the text, and the words between.

The linkers read these rows: two neighbours belong together or not by what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from extractors.models import (
    Block,
    Mention,
    PlaceMention,
    ProducerMention,
    ProductMention,
    StarMention,
    Status,
)
from extractors.reading import Reading

# Between the products of one enumeration. A semicolon is not among them: it closes an item.
_AND = re.compile(
    r"^[\s\"“”'’)\]]*(?:\([^()]*\)\s*)?(?:,|/|và|cùng|hoặc|hay|với|rồi|, và|cùng với|, cùng)?"
    r"[\s\"“”'‘]*(?:\(\d{1,2}\)\s*)?"
    r"(?:(?:các |những |\d+ |một )?(?:sản phẩm|món|loại|dòng) )?[\s\"“”'‘]*$"
)

ECHO = "product.echo"
"""The rule of a mention that only points back to a product."""


class Lapse(NamedTuple):
    """What the sentence `text[start:end]` says of a certificate; `OCOP`: it holds (again)."""

    status: Status
    start: int
    end: int


@dataclass(slots=True)
class Draft:
    """A product while its parts are being found."""

    mention: ProductMention
    identity: str = ""
    """Key of the name that the product goes by in this article."""
    rating: StarMention | None = None
    producer: ProducerMention | None = None
    places: tuple[PlaceMention, ...] = ()
    rated: str = ""
    """By which way the rating was tied to the product: `behind`, `heading`, `batch` …"""
    made: str = ""
    """By which way the producer was: `behind`, `ahead`, `brand`, `story` …"""
    placed: str = ""
    """By which way the first of `places` was: `behind`, `opening`, `maker`, `subject` …"""
    likely: str = ""
    """Where a home is only supposed: how likely the model holds it, `doubtful` to `clear`."""
    lapse: Lapse | None = None
    """Where it is told of its certificate that it was withdrawn, has run out, was refused."""
    start: int = field(init=False)
    end: int = field(init=False)
    """Of its mention."""

    def __post_init__(self) -> None:
        self.start, self.end = self.mention.start, self.mention.end

    @property
    def is_echo(self) -> bool:
        """Whether it is only pointed back to here: "hai loại đầu", "túi" after "túi cỏ bàng"."""
        return self.mention.rule == ECHO

    def rate(self, star: StarMention, how: str) -> None:
        """Give it this rating, whatever it had."""
        self.rating, self.rated = star, "short form" if self.is_echo else how

    def make(self, maker: ProducerMention | None, how: str) -> None:
        """Give it this producer, unless it has one already."""
        if maker and self.producer is None:
            self.producer, self.made = maker, how

    def place(self, chain: tuple[PlaceMention, ...], how: str) -> None:
        """Give it these places, unless it has some already."""
        if chain and not self.places:
            self.places, self.placed = chain, how


@dataclass(slots=True)
class Row:
    """One sentence `text[start:end]` of a block, and what stands in it."""

    text: str
    start: int
    end: int
    block: Block
    marks: Sequence[Draft | Mention] = ()
    makers: Sequence[ProducerMention] = ()
    stars: Sequence[StarMention] = ()
    places: Sequence[PlaceMention] = ()
    """Those of the marks; most rows have none."""
    _drafts: Sequence[Draft] = ()

    def put(self, marks: Sequence[Draft | Mention]) -> None:
        """What stands in it now, in order."""
        self.marks = marks
        self.makers = [m for m in marks if isinstance(m, ProducerMention)]
        self.stars = [m for m in marks if isinstance(m, StarMention)]
        self.places = [m for m in marks if isinstance(m, PlaceMention)]
        self._drafts = [m for m in marks if isinstance(m, Draft)]

    def drafts(self) -> Sequence[Draft]:
        """The products that stand in it, in order."""
        return self._drafts

    def continues(self, earlier: Row) -> bool:
        """Whether this row goes on with the list or sentence that `earlier` left open."""
        return earlier.words().rstrip().endswith((";", ",", ":"))

    def begins_anew(self, earlier: Row) -> bool:
        """Whether this row opens another block, and no list that `earlier` announced."""
        return self.block is not earlier.block and not self.continues(earlier)

    def words(self) -> str:
        """The sentence as written."""
        return self.text[self.start : self.end]

    def surface(self, index: int) -> str:
        """Mark `index` as written."""
        start, end = span(self.marks[index])
        return self.text[start:end]

    def between(self, left: int, right: int) -> str:
        """The words between marks `left` and `right`, other marks between them left out."""
        parts = []
        at = span(self.marks[left])[1]
        for mark in self.marks[left + 1 : right]:
            start, end = span(mark)
            parts.append(self.text[at:start])
            at = max(at, end)
        parts.append(self.text[at : span(self.marks[right])[0]])
        return "".join(parts)

    def before(self, index: int) -> str:
        """The words from the previous mark (or the sentence's start) up to mark `index`."""
        at = span(self.marks[index - 1])[1] if index else self.start
        return self.text[at : span(self.marks[index])[0]]

    def after(self, index: int) -> str:
        """The words from mark `index` up to the next mark or the sentence's end."""
        last = index + 1 == len(self.marks)
        at = self.end if last else span(self.marks[index + 1])[0]
        return self.text[span(self.marks[index])[1] : at]

    def group_before(self, index: int) -> list[int]:
        """Indexes of the products that end right before mark `index` as one enumeration."""
        last = self.draft_before(index)
        if last is None:
            return []
        group = [last]
        while (previous := self.draft_before(group[0])) is not None:
            gap = self.between(previous, group[0])
            if not _AND.match(gap) or self._is_parted(previous, group[0]):
                break
            group.insert(0, previous)
        return group

    def draft_before(self, index: int) -> int | None:
        """Index of the nearest product before mark `index`."""
        return next((i for i in range(index - 1, -1, -1) if isinstance(self.marks[i], Draft)), None)

    def has_star(self, left: int, right: int) -> bool:
        """Whether a rating stands between marks `left` and `right`."""
        return bool(self.stars) and any(
            isinstance(m, StarMention) for m in self.marks[left + 1 : right]
        )

    def _is_parted(self, left: int, right: int) -> bool:
        """Whether a producer or a star between them closes the first one's group."""
        return any(
            isinstance(m, ProducerMention | StarMention) for m in self.marks[left + 1 : right]
        )


span: Callable[[Draft | Mention], tuple[int, int]] = attrgetter("start", "end")
"""Where a mark stands."""


def rows(reading: Reading, drafts: Sequence[Draft], mentions: Iterable[Mention]) -> list[Row]:
    """One row per sentence; a mention inside a product's or producer's name is left out."""
    text = reading.article.text
    marks: list[Draft | Mention] = [*drafts, *mentions]
    marks.sort(key=lambda m: (m.start, -m.end))
    found = [Row(text, s.start, s.end, s.block) for s in reading.sentences]
    inside: dict[int, list[Draft | Mention]] = {}
    at = end = 0
    for mark in marks:
        while at < len(found) and found[at].end <= mark.start:
            at += 1
        if at < len(found) and found[at].start <= mark.start and mark.start >= end:
            inside.setdefault(at, []).append(mark)
            end = mark.end
    for at, here in inside.items():
        found[at].put(here)
    return found
