"""An article made ready for the finders: sentences, tokens and tables, found once.

Offsets count in `Article.text`. A token is a run of letters and digits with what belongs inside
it ("TP.HCM", "1.234", "3-4"), or one punctuation mark; a sentence never crosses a block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from extractors.models import Article, Block
from extractors.tabular.every import tables_of
from extractors.tabular.grid import Table
from extractors.vi.patterns import CAPITAL
from extractors.vi.sentences import sentences

# Numbers keep their separators (1.234, 2,5); dotted abbreviations and apostrophes in names
# (TP.HCM, M'Đrắk, Ea H'leo) stay whole; everything else is a word or a single mark. Between a
# unit's type and its name pages lose the space: "xãBình Tường".
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*|(?:xã|phường|huyện|tỉnh)(?=[{CAPITAL}])|[^\W\d_]+(?:['’][^\W\d_]+)*|\S"
)

# A line break inside a paragraph that no mark closes is a wrapped line of the page's source
# ("trà lài, trà\nsen"): the sentence goes on.
_WRAP = re.compile(r"(?<=[\w,;])\n(?=[\w(“\"])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, inside one block."""

    start: int
    end: int
    block: Block


class Token(NamedTuple):
    """`text[start:end] == surface`."""

    start: int
    end: int
    surface: str


_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Reading:
    """What every finder gets: the article, its sentences, tokens per sentence, and tables."""

    article: Article
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    """Parallel to `sentences`."""
    tables: tuple[Table, ...] = ()
    """Those of rated products and of counts, in order of the text."""

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds this offset, or None between sentences."""
        i = self.index_at(offset)
        return None if i is None else self.sentences[i]

    def index_at(self, offset: int) -> int | None:
        """Where in `sentences` (and `tokens`) the sentence is that holds this offset."""
        i = bisect_right(self.sentences, offset, key=_START) - 1
        return i if i >= 0 and offset < self.sentences[i].end else None


def read(article: Article) -> Reading:
    """Split every block of the article into sentences and tokens, and find its tables."""
    spans = tuple(
        Sentence(block.start + start, block.start + end, block)
        for block in article.blocks
        for start, end in sentences(_unwrapped(article.text[block.start : block.end]))
    )
    tokens = tuple(_tokens(article.text, s.start, s.end) for s in spans)
    return Reading(article, spans, tokens, tables_of(article))


def _unwrapped(text: str) -> str:
    return _WRAP.sub(" ", text) if "\n" in text else text


def tokenize(text: str) -> list[str]:
    """The words and marks of a text: `tokenize("mật ong 4K")` → `["mật", "ong", "4", "K"]`."""
    return _TOKEN.findall(text)


def _tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    new = tuple.__new__  # Token's own is in Python, and making tokens is half of all reading
    spans = _TOKEN.finditer(text, start, end)
    return tuple([new(Token, (m.start(), m.end(), m[0])) for m in spans])
