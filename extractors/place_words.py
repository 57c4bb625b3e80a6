"""A sentence seen as words that may be names of places: forms to compare by, capitals, type words.

Made once per sentence; everything that looks for places works on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.reading import Token
from extractors.vi.units import syllable

DASHES = frozenset("-–—")

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
_SHORT = {"TP": "thành phố", "Tp": "thành phố", "tp": "thành phố", "TX": "thị xã", "Tx": "thị xã",
          "TT": "thị trấn", "Tt": "thị trấn"}  # fmt: skip
_INITIALS = {"H": "huyện", "Q": "quận", "P": "phường", "X": "xã", "T": "tỉnh"}
_GLUED = {"tphcm": "Hồ Chí Minh"}

# What may stand between a type and its name: "huyện vùng cao Si Ma Cai", "các xã: …".
_DESCRIPTIONS = frozenset(
    [
        "đảo",
        "nghèo",
        "biên",
        "giới",
        "miền",
        "núi",
        "vùng",
        "cao",
        "bãi",
        "ngang",
        "ven",
        "biển",
        "mới",
        "bạn",
        "lúa",
        "trọng",
        "điểm",
        "trung",
        "du",
        "khó",
        "khăn",
        "cảng",
        "lân",
        "cận",
        "như",
        "gồm",
        ":",
        "là",
        "cũ",
        "phía",
        "bắc",
        "nam",
        "đông",
        "tây",
        "đồng",
        "bằng",
        "ngoại",
        "thành",
        "nội",
    ]
)


@dataclass(frozen=True, slots=True)
class TypeWord:
    """ "các huyện" at `start:end` of a sentence; the name begins at `name`."""

    type: str
    start: int
    name: int
    short: bool
    """Abbreviated: "TX.", "H."; only a known name makes it a type."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence in parallel tuples."""

    tokens: tuple[Token, ...]
    surface: tuple[str, ...]
    lower: tuple[str, ...]
    forms: tuple[str, ...]
    capital: tuple[bool, ...]

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

    def run(self, start: int) -> int:
        """End of the capitalised words that begin at `start`."""
        end = start
        while end < len(self) and self.capital[end]:
            end += 1
        return end


def words_of(tokens: tuple[Token, ...]) -> Words:
    surface = tuple(t.surface for t in tokens)
    forms = tuple("-" if s in DASHES else syllable(s) for s in surface)
    return Words(
        tokens,
        surface,
        tuple(map(str.casefold, surface)),
        forms,
        tuple(s[0].isupper() for s in surface),
    )


def type_at(words: Words, i: int) -> TypeWord | None:
    """The type word that begins at word `i`: "thị xã", "TP.", "P." (of "P.Thọ Quang")."""
    lower, n = words.lower, len(words)
    kind = _TYPES.get(lower[i : i + 2])
    if kind:
        return _described(words, kind, i, i + 2)
    kind = _TYPES.get(lower[i : i + 1])
    if kind:
        if kind == "xã" and i and lower[i - 1] == "tác":  # hợp tác xã
            return None
        return _described(words, kind, i, i + 1)
    kind = _SHORT.get(words.surface[i])
    dot = i + 1 < n and words.surface[i + 1] == "."
    if kind:
        return TypeWord(kind, i, i + 1 + dot, short=True)
    kind = _INITIALS.get(words.surface[i])
    if kind and dot and words.tokens[i + 1].start == words.tokens[i].end:
        return TypeWord(kind, i, i + 2, short=True)
    return None


def _described(words: Words, kind: str, start: int, end: int) -> TypeWord:
    name = end
    while name < len(words) and words.lower[name] in _DESCRIPTIONS and not words.capital[name]:
        name += 1
    return TypeWord(kind, start, name, short=False)
