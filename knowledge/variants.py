"""More sentences to learn from: the labelled ones with other products in their places.

A name says little about the next one (92 of 100 are new); where it stands says much. Swapping names
teaches the model to look there.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from extractors import products
from extractors.naming.features import Row, about, features
from extractors.reading import Token
from knowledge.labelled import Labelled

COPIES = 2
SEED = 3


def variants(articles: Sequence[Labelled]) -> Iterator[tuple[list[Row], list[str]]]:
    """`COPIES` variants of each sentence that names a product; the same ones every time."""
    draw = random.Random(SEED)
    pool = [name for article in articles for name in _names(article)]
    for article in articles:
        before = "-"
        for sentence, tokens, tags, marks in article.sentences:
            words = article.reading.article.text[sentence.start : sentence.end]
            if "B" in tags:
                context = about(words, before)
                for _ in range(COPIES):
                    swapped, new_tags, new_marks = _swap(tokens, tags, marks, pool, draw)
                    if row := features(swapped, new_marks, context).rows:
                        yield row, new_tags
            before = ":" if words.rstrip().endswith(":") else "-"


def _names(article: Labelled) -> Iterable[list[str]]:
    for _, tokens, tags, _ in article.sentences:
        for first, last in products.spans(tags):
            yield [token.surface for token in tokens[first:last]]


def _swap(
    tokens: Sequence[Token],
    tags: Sequence[str],
    marks: Sequence[str],
    pool: Sequence[Sequence[str]],
    draw: random.Random,
) -> tuple[list[Token], list[str], list[str]]:
    words: list[str] = []
    new_tags: list[str] = []
    new_marks: list[str] = []
    at = 0
    for first, last in [*products.spans(tags), (len(tokens), len(tokens))]:
        words += [token.surface for token in tokens[at:first]]
        new_tags += tags[at:first]
        new_marks += marks[at:first]
        if first < last:
            name = _cased(draw.choice(pool), tokens[first].surface)
            words += name
            new_tags += ["B", *["I"] * (len(name) - 1)]
            new_marks += [""] * len(name)
        at = last
    return [Token(0, 0, word) for word in words], new_tags, new_marks


def _cased(name: Sequence[str], like: str) -> list[str]:
    first = name[0]
    if like[0].isupper():
        first = first[0].upper() + first[1:]
    elif len(first) == 1 or not first.isupper():
        first = first[0].lower() + first[1:]
    return [first, *name[1:]]
