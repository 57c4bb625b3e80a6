"""Vietnamese text at the door: one repair before offsets are taken, and keys to compare by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Spaces that are not U+0020 (NBSP, en/em/thin/figure/ideographic space) become one; what has no
# width (ZWSP, ZWNJ, ZWJ, word joiner, BOM, soft hyphen, direction marks) becomes nothing.
# Both hide inside words on real pages and would break every comparison.
_CHARACTERS = {
    **{ord(c): " " for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
       "\u2009\u200a\u202f\u205f\u3000\t\v\f"},
    **{ord(c): None for c in "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
       "\u2060\u2066\u2067\u2068\u2069\ufeff"},
    ord("\u00d0"): "Đ",  # the Icelandic Eth, typed for Đ on real sites
    ord("\u0110"): "Đ",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
    ord("\u0085"): "\n",
    # Deprecated tone marks: canonical decompositions of U+0300 and U+0301
    ord("\u0340"): "\u0300",
    ord("\u0341"): "\u0301",
}  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""And halves of emojis, which no file and no database takes."""

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""huyền, sắc, ngã, hỏi, nặng as combining marks."""
_TONE = re.compile(f"[{TONES}]")
_DASH = re.compile(r"\s*[-–—]\s*")
# Nearly all words are of these letters; for others Unicode's own, slower tables tell the tones.
_TONED = {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone)
    for vowel in "aăâeêioôơuưy"
    for tone in TONES
}
_TONES_OF = {letter: tone for letter, (_, tone) in _TONED.items()}
_TONELESS = {ord(letter): vowel for letter, (vowel, _) in _TONED.items()}
_LETTERS = frozenset([*_TONED, *"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz0123456789"])

# A tone typed before the vowel's own mark ("e" + acute + circumflex) has no single code point and
# NFC leaves it in two; the vowel mark must come first. Dot below has a lower combining class, so
# normalisation already orders it before circumflex and breve and NFC handles it.
_TONE_BEFORE_VOWEL_MARK = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306\u031b])")

# Most lines hold nothing of all this, and translating them took most of the time of repairing.
_ODD = re.compile(
    "[\r\x00-\x08\x0e-\x1f\x7f\u0300-\u036f\ud800-\udfff"
    + "".join(chr(code) for code in _CHARACTERS if chr(code) != "Đ")
    + "]"
)


def repair(text: str) -> str:
    """Any Unicode text → the NFC text that offsets are counted in. Idempotent.

    Line ends become "\\n", odd spaces U+0020, zero-width characters nothing, Ð Đ, and combining
    marks in typing order compose: `repair("Ðồng\\u00a0Tháp")` → `"Đồng Tháp"`.
    """
    if not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CHARACTERS)
    text = _CONTROLS.sub("", text)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFD", text)
    if _TONE_BEFORE_VOWEL_MARK.search(text):
        text = _TONE_BEFORE_VOWEL_MARK.sub(r"\2\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def words(text: str) -> frozenset[str]:
    """A table of words written as running text: `words("chè cà-phê")` → `{"chè", "cà-phê"}`."""
    return frozenset(text.split())


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """A form to compare names by: case, tone placement, dashes and spaces do not count.

    `key("Thủy  Hoà") == key("thuỷ hòa")`. Tones go to the end of their syllable; letters keep
    their own marks: `key("Đắk") != key("Dak")`.
    """
    return " ".join(map(_tone_last, _DASH.sub("-", text.casefold()).split()))


def _tone_last(word: str) -> str:
    if word.isascii():
        return word
    if _LETTERS.issuperset(word):
        return word.translate(_TONELESS) + "".join([_TONES_OF[c] for c in word if c in _TONES_OF])
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(_TONE.findall(decomposed))
    return unicodedata.normalize("NFC", _TONE.sub("", decomposed)) + tones


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Without marks, for search: `fold("Đắk Lắk")` → `"dak lak"`."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
