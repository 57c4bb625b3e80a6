"""Forms to compare names of places by: papers and official lists spell them in many ways."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.vi.text import TONES, fold, key

_CONSONANT_Y = re.compile(r"(?<=[bcdđghklmnprstvx])y$|(?<=^qu)y$")
_HIGHLAND = re.compile(
    r"['’fjwz]"  # M'Drắk, Ia Pnôn
    r"|^(?!tr)[bcdđghkmpst]{1,2}[rl]"  # Krông, Plei, Hleo
    r"|[^aăâeêioôơuưycmngpth]$|(?<![cn])h$"  # Đắk, Kar, Păh
)
_DASHES = frozenset("–—-")
# Đắc Lắc, Krông Pắc; Ngọk Bay is mostly written Ngọc Bay
_HIGHLAND_SPELLINGS = {"đăc": "dak", "lăc": "lak", "păc": "pak", "ngok": "ngoc\u0323"}


@lru_cache(maxsize=16384)
def syllable(word: str) -> str:
    """A word of a name to compare by: case, tone placement, i/y, leading zeros and the many
    spellings of highland names do not count.

    `syllable("Mỹ") == syllable("Mĩ")`; `syllable("Đắk") == syllable("Đăk") == syllable("Đắc")`.
    """
    form = key(word)
    letters = form.rstrip(TONES)
    if letters.isdigit():
        return letters.lstrip("0") or letters
    if _HIGHLAND.search(letters) or letters in _HIGHLAND_SPELLINGS:
        return _HIGHLAND_SPELLINGS.get(letters, fold(letters.replace("'", "").replace("’", "")))
    return _CONSONANT_Y.sub("i", letters) + form[len(letters) :]


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """A name to compare by: `place_key("Bà Rịa–Vũng Tàu") == place_key("Bà Rịa - Vũng Tàu")`."""
    if not _DASHES.isdisjoint(name):
        name = re.sub(r"\s*[–—-]\s*", " - ", name)
    return " ".join(map(syllable, name.split()))
