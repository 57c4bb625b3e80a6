"""The labelled articles as the extractor reads them, with the tags the product model learns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extractors import places, producers, stars
from extractors.models import Mention
from extractors.plaintext import parse_text
from extractors.reading import Reading, read, tokenize
from extractors.vi.text import key, repair

ARTICLES = Path(__file__).parent / "articles"


@dataclass(frozen=True)
class Labelled:
    """One article (`north-002`), what a careful reader took from it, and its reading."""

    name: str
    gold: dict[str, Any]
    reading: Reading

    @property
    def form(self) -> str:
        """`north`, `list`, `long-news` …: the kind of text."""
        return self.name.rsplit("-", maxsplit=1)[0]

    @cached_property
    def roles(self) -> tuple[Mention, ...]:
        """Producers, places and stars, as found."""
        finders = (producers, places, stars)
        return tuple(mention for finder in finders for mention in finder.find(self.reading))

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
        )
        for path in files
    ]


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
