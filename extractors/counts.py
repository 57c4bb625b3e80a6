"""How many OCOP products an area or a batch has: "Sơn La có 83 sản phẩm, 30 sản phẩm đạt 4 sao".

Counted is what the labelling guide counts: areas and batches, achieved or aimed at. Numbers of one
producer, of a product group, of a fair's shelves, of expired or revoked products and differences
("tăng 126 sản phẩm") are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.counting.memory import Statement
from extractors.counting.phrases import is_heading
from extractors.counting.statements import statements
from extractors.models import PlaceMention, StarCount, Status
from extractors.reading import Reading


def find(reading: Reading, places: Sequence[PlaceMention]) -> tuple[StarCount, ...]:
    """Every statement of how many OCOP products an area or batch has, in order of the text.

    `places` are all place mentions of the article. "29/31 sản phẩm" gives two counts, "A và B mỗi
    huyện 4 sản phẩm" one for each district.
    """
    text = reading.article.text
    said = _without_restated(statements(reading, places))
    return tuple(count for s in said for count in _star_counts(text, s))


def _without_restated(said: Sequence[Statement]) -> list[Statement]:
    """A headline's "9 sản phẩm" and the text's "9 sản phẩm 3 sao" are one statement."""
    counted = [s for s in said if s.objection is None]
    rated = {(s.count, _names(s)) for s in counted if s.total is None and s.stars}
    return [
        s for s in counted if s.stars or s.total is not None or (s.count, _names(s)) not in rated
    ]


def _names(s: Statement) -> tuple[str, ...]:
    return tuple(p.name if p else "" for p in s.places)


def _star_counts(text: str, s: Statement) -> Iterator[StarCount]:
    phrase = s.phrase
    for place in s.places:
        for count, status, rule in _numbers(s):
            yield StarCount(
                start=phrase.start,
                end=phrase.end,
                surface=text[phrase.start : phrase.end],
                rule=f"count.{rule}",
                count=count,
                stars=s.stars,
                at_least=s.at_least,
                status=status,
                place=place,
                qualifier=phrase.number.qualifier,
                scope=s.scope,
                as_of=s.as_of,
            )


def _numbers(s: Statement) -> Iterator[tuple[int, Status, str]]:
    rule = "part" if s.total else "each" if len(s.places) > 1 else "verb"
    yield s.count, s.status, "heading" if is_heading(s.phrase) else rule
    if s.phrase.number.whole:  # "29/31 sản phẩm": of those entered or planned
        yield s.phrase.number.whole, Status.TARGET, "share"
