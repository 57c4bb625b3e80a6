"""Administrative units named in a text, each mention typed and written out.

First what the text types itself ("huyện Mộc Châu", "các xã A, B và C", "TP.HCM"), then the names
of provinces, then other bare names, which count only where their surroundings say "place": in
brackets, in lists, after "ở" and the like, and only if the article speaks of that area.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from extractors.confidence import share
from extractors.models import Mention, PlaceMention
from extractors.placing.bare import bare_spots
from extractors.placing.columns import column_spots
from extractors.placing.typed import Spot, typed_spots
from extractors.placing.words import words_of
from extractors.reading import Reading
from extractors.vi.units import REFORM


def find(reading: Reading, taken: Sequence[Mention] = ()) -> tuple[PlaceMention, ...]:
    """Every mention of an administrative unit, in order of the text, none inside another.

    `taken` are stretches known to be something else, products and producers: no place is found
    inside them. "(xã Trà Linh, Nam Trà My)" → `xã Trà Linh`, `huyện Nam Trà My`.
    """
    sentences = [words_of(tokens) for tokens in reading.tokens]
    published = reading.article.published
    day = published.date() if published else REFORM - timedelta(1)
    spots = [spot for words in sentences for spot in typed_spots(words, day)]
    spots += column_spots(reading, sentences, spots, day)
    spots += bare_spots(sentences, spots, day)
    mentions = sorted((_mention(reading, s) for s in spots), key=lambda m: m.start)
    return tuple(m for m in mentions if not _inside(m, taken))


def names(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Every stretch of capitals that is the name of some unit, whatever it stands for here.

    For models that want to know: in "chè Tân Cương" the `(4, 13)` of "Tân Cương".
    """
    found = []
    for words in map(words_of, reading.tokens):
        i = 0
        while i < len(words):
            end = words.name(i) if words.capital[i] else i
            if end > i:
                found.append((words.tokens[i].start, words.tokens[end - 1].end))
            i = max(end, i + 1)
    return tuple(found)


def _mention(reading: Reading, spot: Spot) -> PlaceMention:
    tokens = spot.words.tokens
    start, end = tokens[spot.start].start, tokens[spot.end - 1].end
    return PlaceMention(
        start=start,
        end=end,
        surface=reading.article.text[start:end],
        name=spot.name,
        level=spot.level,
        rule=spot.rule,
        confidence=share(spot.rule),
    )


def _inside(mention: PlaceMention, taken: Sequence[Mention]) -> bool:
    return any(t.start <= mention.start and mention.end <= t.end for t in taken)
