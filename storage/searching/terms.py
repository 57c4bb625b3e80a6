"""Words to search by, made here so that every database finds the same.

Each word has two forms. Folded, "mật" is `mat`. Marked, the marks are spelt out as digits, in the
manner of the VNI keyboard, so that no database's idea of an accent gets in the way: `ma6t5`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractors.vi.text import fold, key, repair

_WORD = re.compile(r"[^\W_]+")
_QUERY_PART = re.compile(r'"([^"]*)"|(\S+)')
_VNI = {
    "\u0301": "1",  # sắc
    "\u0300": "2",  # huyền
    "\u0309": "3",  # hỏi
    "\u0303": "4",  # ngã
    "\u0323": "5",  # nặng
    "\u0302": "6",  # â ê ô
    "\u031b": "7",  # ơ ư
    "\u0306": "8",  # ă
    "đ": "d9",
}


class Term(NamedTuple):
    """A word of a text: where it stands, and its two forms."""

    start: int
    end: int
    marked: str
    folded: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every phrase must occur; a single word is a phrase of one."""

    phrases: tuple[tuple[str, ...], ...]
    marked: bool
    """With marks the words are meant exactly; without any, "mat ong" finds "mật ong"."""

    @property
    def column(self) -> str:
        """The column of the index to look into."""
        return "marked" if self.marked else "folded"


@lru_cache(maxsize=65536)
def marked_form(word: str) -> str:
    """`marked_form("Mật")` → `"ma6t5"`; tone placement does not count: hoà, hòa → `hoa2`."""
    decomposed = unicodedata.normalize("NFD", key(word))
    return "".join(_VNI.get(c, c) for c in decomposed)


def forms(text: str) -> tuple[list[str], list[str]]:
    """The marked and the folded forms of all words of an NFC text, in order."""
    words = _WORD.findall(text)
    return list(map(marked_form, words)), list(map(fold, words))


def terms(text: str) -> list[Term]:
    """The words of an NFC text in order."""
    return [
        Term(m.start(), m.end(), marked_form(m.group()), fold(m.group()))
        for m in _WORD.finditer(text)
    ]


def parse_query(words: str) -> Query:
    """`mật ong "bạc hà"`: two words and a phrase. Empty where nothing is left to look for."""
    phrases = []
    for quoted, single in _QUERY_PART.findall(repair(words)):
        found = terms(quoted or single)
        if found:
            phrases.append(found)
    marked = any(t.marked != t.folded for phrase in phrases for t in phrase)
    return Query(
        tuple(tuple(t.marked if marked else t.folded for t in phrase) for phrase in phrases),
        marked,
    )


def first_match(text: str, query: Query) -> tuple[int, int] | None:
    """Where the first of the query's phrases that the text holds stands in it."""
    found = terms(text)
    forms = [t.marked if query.marked else t.folded for t in found]
    for phrase in query.phrases:
        size = len(phrase)
        for i in range(len(forms) - size + 1):
            if tuple(forms[i : i + size]) == phrase:
                return found[i].start, found[i + size - 1].end
    return None
