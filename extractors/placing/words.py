"""A sentence seen as words that may name places: forms to compare by, capitals, type words.

Made once per sentence; everything that looks for places works on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from typing import NamedTuple

from extractors.models import Level
from extractors.reading import Token
from extractors.vi.place_keys import syllable
from extractors.vi.text import words as word_set
from extractors.vi.units import units

DASHES = frozenset(["-", "–", "—"])
SEPARATORS = DASHES | {",", ";", "và", "cùng", "với", "hay", "hoặc", "&"}

_TYPES = {
    ("thành", "phố"): "thành phố",
    ("thị", "xã"): "thị xã",
    ("thị", "trấn"): "thị trấn",
    ("đặc", "khu"): "đặc khu",
    ("tỉnh",): "tỉnh",
    ("huyện",): "huyện",
    ("quận",): "quận",
    ("phường",): "phường",
    ("xã",): "xã",
}
_FIRST = frozenset(words[0] for words in _TYPES)
_SHORT = {
    "TP": "thành phố",
    "Tp": "thành phố",
    "tp": "thành phố",
    "TX": "thị xã",
    "Tx": "thị xã",
    "TT": "thị trấn",
    "Tt": "thị trấn",
}
_INITIALS = {"H": "huyện", "Q": "quận", "P": "phường", "X": "xã", "T": "tỉnh"}

# What may stand between a type and its name: "huyện vùng cao Si Ma Cai", "đảo", "thành phố cảng".
_DESCRIPTIONS = word_set(
    """
    đảo nghèo biên giới miền núi vùng cao bãi ngang ven biển mới bạn lúa trọng điểm trung du cảng
    lân cận cũ phía bắc nam đông tây đồng bằng ngoại thành
    """
)
_MANY = word_set("các những hai ba bốn năm sáu bảy tám chín mười mấy nhiều vài số")
_LIST_OPENERS = word_set("là gồm như :")
_LIST_REACH = 6
"""Words between a type and the opener of its list: "2 xã đạt chuẩn NTM gồm A Nông và Lăng"."""


@dataclass(slots=True)  # frozen ones take twice as long to make
class Words:
    """The words of one sentence in parallel tuples; `used` marks those already taken."""

    tokens: tuple[Token, ...]
    surface: tuple[str, ...]
    lower: tuple[str, ...]
    forms: tuple[str, ...]
    capital: tuple[bool, ...]
    opens_name: tuple[bool, ...]
    """Whether a known name may begin with the word."""
    types: tuple[int, ...]
    """Where a type word may begin."""
    used: list[bool]

    def __len__(self) -> int:
        return len(self.tokens)

    def text(self, start: int, end: int) -> str:
        """The words `start:end`, one space where the text has any."""
        parts: list[str] = []
        for i in range(start, end):
            if i > start and self.tokens[i].start > self.tokens[i - 1].end:
                parts.append(" ")
            parts.append(self.surface[i])
        return "".join(parts)

    def key(self, start: int, end: int) -> str:
        """The `place_key` of the words `start:end`."""
        return " ".join(self.forms[start:end])

    def run(self, start: int) -> int:
        """End of the capitalised words that begin at `start`."""
        try:
            return self.capital.index(False, start)
        except ValueError:
            return len(self.capital)

    def name(self, start: int, level: Level | None = None) -> int:
        """End of the longest known name at `start`, or `start`."""
        return units().match(self.forms, start, level) if self.opens_name[start] else start


class _Word(NamedTuple):
    """What depends on a word alone, made once."""

    surface: str
    lower: str
    form: str
    capital: bool
    opens_name: bool
    opens_type: bool


_SURFACE: Callable[[Token], str] = attrgetter("surface")


@lru_cache(maxsize=16384)
def _word(surface: str) -> _Word:
    lower = surface.lower()
    opens_type = lower in _FIRST or surface in _SHORT or surface in _INITIALS
    form = "-" if surface in DASHES else syllable(surface)
    opens_name = units().opens_name(form)
    return _Word(surface, lower, form, surface[0].isupper(), opens_name, opens_type)


def words_of(tokens: tuple[Token, ...]) -> Words:
    """A sentence's tokens as words; there is at least one."""
    surface, lower, forms, capital, opens_name, opens_type = zip(
        *map(_word, map(_SURFACE, tokens)), strict=True
    )
    types = tuple(compress(range(len(tokens)), opens_type))
    used = [False] * len(tokens)
    return Words(tokens, surface, lower, forms, capital, opens_name, types, used)


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type at `start`; its name would begin at `name`."""

    type: str
    start: int
    name: int
    short: bool
    """Abbreviated ("TX.", "H."): only a known name makes it a type."""
    many: bool
    """A list follows: "các huyện …", "6/11 xã (…"."""


def type_at(words: Words, i: int) -> TypeWord | None:
    """The type word that begins at word `i`: "thị xã", "TP.", the "P." of "P.Thọ Quang"."""
    if words.lower[i] in _FIRST:
        return _spelled_out(words, i)
    dot = words.surface[i + 1 : i + 2] == (".",)
    kind = _SHORT.get(words.surface[i])
    if kind:
        return TypeWord(kind, i, i + 1 + dot, short=True, many=_many(words, i))
    kind = _INITIALS.get(words.surface[i])
    if kind and dot and words.tokens[i + 1].start == words.tokens[i].end:
        return TypeWord(kind, i, i + 2, short=True, many=False)
    return None


def _spelled_out(words: Words, i: int) -> TypeWord | None:
    """ "thị xã", "huyện vùng cao", "các xã": where the name begins behind a type in full."""
    lower = words.lower
    kind, name = _TYPES.get(lower[i : i + 2]), i + 2
    if kind is None:
        kind, name = _TYPES.get(lower[i : i + 1]), i + 1
    if kind is None or (lower[i] == "xã" and i and lower[i - 1] == "tác"):  # hợp tác xã
        return None
    many = _many(words, i)
    if many:
        name = _list_start(words, name)
    while name < len(words) and lower[name] in _DESCRIPTIONS and not words.capital[name]:
        name += 1
    return TypeWord(kind, i, name, short=False, many=many)


def _many(words: Words, i: int) -> bool:
    return i > 0 and (words.lower[i - 1] in _MANY or words.surface[i - 1].isdigit())


def _list_start(words: Words, name: int) -> int:
    """Where the list of "6/11 xã (…", "các huyện: …", "hai xã chưa đạt là …" begins."""
    for i in range(name, min(name + _LIST_REACH, len(words))):
        if (words.surface[i] == "(" and i == name) or words.lower[i] in _LIST_OPENERS:
            return i + 1
        if (words.capital[i] and not words.surface[i].isupper()) or words.lower[i] in SEPARATORS:
            break
    return name
