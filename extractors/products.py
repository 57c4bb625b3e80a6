"""Names of products: every one the text names, OCOP or not; its standing is decided later.

A linear-chain model reads each sentence (words, lexicon of head nouns, list structure, the roles of
producers, places and stars already found); what it leaves uneven is mended by what the marks of a
list say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from extractors.models import Mention, ProductMention
from extractors.product_features import Row, about, rows
from extractors.reading import Reading, Token
from extractors.vi.nlp import Tagger, load_tagger

MODEL = "data/products.crfsuite"


@cache
def tagger() -> Tagger:
    """The shipped model; written by `python -m knowledge.train`."""
    with as_file(files("extractors").joinpath(MODEL)) as path:
        return load_tagger(path)


def find(reading: Reading, roles: Sequence[Mention]) -> tuple[ProductMention, ...]:
    """Every product named in the text, in order; `roles` are the producers, places and stars."""
    found = []
    for tokens, features in zip(reading.tokens, sentence_rows(reading, roles), strict=True):
        for first, last in spans(tagger().tag(features)):
            start, end = tokens[first].start, tokens[last - 1].end
            surface = reading.article.text[start:end]
            found.append(
                ProductMention(
                    start=start,
                    end=end,
                    surface=surface,
                    name=" ".join(surface.split()),
                    rule="product.model",
                )
            )
    return tuple(found)


def spans(labels: Sequence[str]) -> list[tuple[int, int]]:
    """`(first, last + 1)` of each name: `["O", "B", "I", "B"]` → `[(1, 3), (3, 4)]`."""
    found: list[tuple[int, int]] = []
    for i, label in enumerate(labels):
        if label == "B" or (label == "I" and (i == 0 or labels[i - 1] == "O")):
            found.append((i, i + 1))
        elif label == "I":
            found[-1] = (found[-1][0], i + 1)
    return found


def sentence_rows(reading: Reading, roles: Sequence[Mention]) -> list[list[Row]]:
    """The features of each sentence's tokens, as the model was trained on."""
    text = reading.article.text
    marks = _marks(reading, roles)
    found = []
    before = "-"
    for sentence, tokens, mark in zip(reading.sentences, reading.tokens, marks, strict=True):
        words = text[sentence.start : sentence.end]
        found.append(rows(tokens, mark, about(words, sentence.block.kind.value, before)))
        before = ":" if words.rstrip().endswith(":") else "-"
    return found


def _marks(reading: Reading, roles: Sequence[Mention]) -> list[list[str]]:
    """Per token the kind of mention it lies in: `place`, `producer`, `star` or ""."""
    ordered = sorted(roles, key=lambda m: (m.start, -m.end))
    found = []
    at = 0
    for sentence, tokens in zip(reading.sentences, reading.tokens, strict=True):
        marks = [""] * len(tokens)
        while at < len(ordered) and ordered[at].start < sentence.end:
            _mark(tokens, marks, ordered[at])
            at += 1
        found.append(marks)
    return found


def _mark(tokens: Sequence[Token], marks: list[str], role: Mention) -> None:
    name = role.rule.split(".", maxsplit=1)[0]
    for i, token in enumerate(tokens):
        if role.start <= token.start and token.end <= role.end and not marks[i]:
            marks[i] = name
