"""A question about places → units: "xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La", typed or not.

Every part between commas, dashes or brackets is a name; all else works as in an article that says
nothing more. A part without a type is read as every type that bears its name and fits the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice, pairwise, product

from extractors.models import RANK, VIETNAM, Article, Block, BlockKind, Level, PlaceMention
from extractors.placing.codes import resolve
from extractors.placing.typed import typed_spots
from extractors.placing.words import type_at, words_of
from extractors.reading import Reading, Sentence, Token
from extractors.vi.place_keys import place_key
from extractors.vi.text import repair
from extractors.vi.units import LEVELS, REFORM, units

_PART = re.compile(r"[^,;()\n]+")
_DASHED = re.compile(r"(?:(?!\s[-–—]\s).)+")
_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")
_LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
_MOST_READINGS = 64


def places_asked(text: str, on: date | None = None) -> tuple[tuple[PlaceMention, ...], ...]:
    """For each part of the question, in order, what it may be: one mention per possible type.

    `on` is the day whose map is meant; without it both maps count where nothing else decides.
    """
    text = repair(text)
    parts = [_typings(text, start, end, on) for start, end in _parts(text)]
    reading = _reading(text, on)
    found: list[dict[tuple[str, Level], PlaceMention]] = [{} for _ in parts]
    for typing in _nested_first(islice(product(*parts), _MOST_READINGS)):
        for seen, mention in zip(found, resolve(reading, typing), strict=True):
            seen.setdefault((mention.name, mention.level), mention)
    return tuple(tuple(seen.values()) for seen in found)


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the names are; a dash parts two names, unless it belongs to one: Bà Rịa - Vũng Tàu."""
    parts: list[tuple[int, int]] = []
    for part in _PART.finditer(text):
        pieces: list[tuple[int, int]] = []
        for piece in _DASHED.finditer(text, part.start(), part.end()):
            start, end = piece.span()
            start += len(piece[0]) - len(piece[0].lstrip(" -–—"))
            if pieces and _is_name(text[pieces[-1][0] : end]):
                start = pieces.pop()[0]
            if text[start:end].strip():
                pieces.append((start, end))
        parts += pieces
    return parts


def _is_name(text: str) -> bool:
    kind = next((k for k in LEVELS if text.casefold().strip().startswith(k + " ")), "")
    return bool(units().named(place_key(text.strip()[len(kind) :])))


def _reading(text: str, on: date | None) -> Reading:
    day = datetime(on.year, on.month, on.day, tzinfo=VIETNAM) if on else None
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    article = Article("", "", "", "", text, (block,), published=day)
    return Reading(article, (Sentence(0, len(text), block),), (_tokens(text, 0, len(text)),))


def _tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(Token(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, start, end))


def _typings(text: str, start: int, end: int, on: date | None) -> list[PlaceMention]:
    """The part `text[start:end]` as typed, else once for each type that bears the name."""
    words = words_of(_tokens(text, start, end))
    spots = typed_spots(words, on or REFORM)
    if spots and (spots[0].start, spots[0].end) == (0, len(words)):
        return [_mention(text, words.tokens, spots[0].name, spots[0].level, spots[0].rule)]
    kind = type_at(words, 0)
    if kind is not None and kind.name < len(words):
        name = f"{kind.type} {words.text(kind.name, len(words))}"
        return [_mention(text, words.tokens, name, LEVELS[kind.type])]
    name = words.text(0, len(words))
    types = {(u.type, u.level): u.name for u in units().named(place_key(name))}
    if not types:
        return [_mention(text, words.tokens, name, level) for level in _LEVELS]
    return [_mention(text, words.tokens, f"{t} {n}", level) for (t, level), n in types.items()]


def _mention(
    text: str,
    tokens: Sequence[Token],
    name: str,
    level: Level,
    rule: str = "place.asked",
) -> PlaceMention:
    start, end = tokens[0].start, tokens[-1].end
    return PlaceMention(
        start=start, end=end, surface=text[start:end], name=name, level=level, rule=rule
    )


def _nested_first(
    typings: Iterator[tuple[PlaceMention, ...]],
) -> list[tuple[PlaceMention, ...]]:
    """Only the readings in which each part is larger than the one before it, if there are any."""
    given = list(typings)
    rising = [
        typing
        for typing in given
        if all(RANK[a.level] < RANK[b.level] for a, b in pairwise(typing))
    ]
    return rising or given
