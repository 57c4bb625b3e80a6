"""The labelled articles as the extractor reads them, with the tags the product model learns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extractors.facts import roles
from extractors.models import Mention, ProductMention
from extractors.plaintext import parse_text
from extractors.products import marks_of, spans
from extractors.reading import Reading, Sentence, Token, read, tokenize
from extractors.vi.text import key, repair

ARTICLES = Path(__file__).parent / "articles"
ALIKE = 0.5
"""Share of common words from which two names are taken for one."""


@dataclass(frozen=True)
class Labelled:
    """One article (`north-002`), what a careful reader took from it, and its reading."""

    name: str
    gold: dict[str, Any]
    reading: Reading
    part: str = ""
    """The folder it stands in: `dev`, `train` or `written`."""

    @property
    def form(self) -> str:
        """`north`, `list`, `long-news` …: the kind of text."""
        return self.name.rsplit("-", maxsplit=1)[0]

    @property
    def is_invented(self) -> bool:
        """Whether its facts are invented: written for more forms and voices than the real ones."""
        return self.part == "written"

    def labelled(self, name: str, maker: str = "") -> dict[str, Any] | None:
        """The labelled product of (about) this name, of several the one of this maker."""
        best, found = 0.0, None
        for product in self.gold["products"]:
            forms = [product["name"], *(product.get("alt") or [])]
            likeness = max(_likeness(form, name) for form in forms)
            if maker and product.get("producer"):
                likeness += 0.1 * (key(product["producer"]) == key(maker))
            if likeness > best:
                best, found = likeness, product
        return found if best >= ALIKE else None

    @cached_property
    def roles(self) -> tuple[Mention, ...]:
        """Producers, places and stars, as found."""
        return tuple(mention for found in roles(self.reading) for mention in found)

    @cached_property
    def marks(self) -> list[list[str]]:
        """The role of each token, as the model sees it."""
        return marks_of(self.reading, self.roles)

    @property
    def sentences(self) -> Iterator[tuple[Sentence, Sequence[Token], list[str], list[str]]]:
        """Each sentence with its tokens, tags and marks."""
        return zip(self.reading.sentences, self.reading.tokens, self.tags, self.marks, strict=True)

    @cached_property
    def named(self) -> tuple[ProductMention, ...]:
        """Every occurrence of a labelled name."""
        text = self.reading.article.text
        return tuple(
            _mention(text, tokens[first].start, tokens[last - 1].end)
            for _, tokens, tags, _ in self.sentences
            for first, last in spans(tags)
        )

    @cached_property
    def tags(self) -> list[list[str]]:
        """B, I, O per token: every occurrence of a labelled name outside producers' names."""
        names = sorted(_names(self.gold), key=lambda words: (-len(words), words))
        inside = [(m.start, m.end) for m in self.roles if m.rule.startswith("producer")]
        return [
            _tags(
                [key(t.surface) for t in tokens],
                names,
                [_within(t.start, t.end, inside) for t in tokens],
            )
            for tokens in self.reading.tokens
        ]


def load(folder: Path = ARTICLES) -> list[Labelled]:
    """All labelled articles below a folder, by name."""
    files = sorted(folder.rglob("*.json"), key=lambda p: p.stem)
    return [
        Labelled(
            path.stem,
            json.loads(path.read_text("utf-8")),
            read(parse_text(path.with_suffix(".txt").read_text("utf-8"))),
            path.parent.name,
        )
        for path in files
    ]


def _mention(text: str, start: int, end: int) -> ProductMention:
    surface = text[start:end]
    name = " ".join(surface.split())
    return ProductMention(start=start, end=end, surface=surface, name=name, rule="product.label")


def _likeness(one: str, other: str) -> float:
    """Share of common words; 2 for the same name."""
    a, b = key(one), key(other)
    x, y = set(a.split()), set(b.split())
    return 2.0 if a == b else len(x & y) / len(x | y)


def _names(gold: dict[str, Any]) -> set[tuple[str, ...]]:
    forms = (form for p in gold["products"] for form in [p["name"], *(p.get("alt") or [])])
    return {tuple(key(word) for word in tokenize(repair(form))) for form in forms}


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b for a, b in spans)


def _tags(words: list[str], names: list[tuple[str, ...]], taken: list[bool]) -> list[str]:
    tags = ["O"] * len(words)
    for name in names:
        for i in range(len(words) - len(name) + 1):
            stretch = slice(i, i + len(name))
            if (
                tuple(words[stretch]) == name
                and set(tags[stretch]) == {"O"}
                and not all(taken[stretch])
            ):
                tags[stretch] = ["B", *["I"] * (len(name) - 1)]
    return tags
