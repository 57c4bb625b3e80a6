"""Sentences with offsets: underthesea's splitter, mended where Vietnamese news trips it up."""

from __future__ import annotations

import re

from extractors.vi.nlp import split_sentences

# underthesea 9.5 ends a sentence after these although the name goes on: "TX. Phước Long",
# "CP. Thực phẩm", "1. Chè", "sp. đạt", initials "Nguyễn V. A".
_NO_END = re.compile(
    r"(?:^|[\s(\[“\"'/-])(?:TP|Tp|TX|Tx|TT|Tt|[HPQXT]|CP|Cty|CTy|PGS|GS|TS|ThS|BS|KS|LS|Th|Tr|St|Mr|Ms|Dr"
    r"|sp|SP|ĐT|đ/c|v\.v|tr|NXB|No|[A-ZĐ]|\d{1,3})\.$"
)
# It does not end one after an ellipsis sign; a capital after it starts the next sentence.
_ELLIPSIS = re.compile(r"…[”\"’)]?\s+(?=[“\"(]?[^\W\d_a-zàáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ])")


def sentences(text: str) -> list[tuple[int, int]]:
    """`(start, end)` of each sentence, in order; line breaks always end one.

    `sentences("Ở TX. Phước Long có 3 sản phẩm. Đó là chè.")` → two spans.
    """
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        spans.extend(_in_line(text, line.start(), line.end()))
    return spans


def _in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of one line, cut by the splitter and at "…" before a new one."""
    spans: list[tuple[int, int]] = []
    at = start
    for piece in split_sentences(text[start:end]):
        found, at = _locate(text, piece, at, end)
        if spans and _NO_END.search(text, spans[-1][0], spans[-1][1]):
            spans[-1] = (spans[-1][0], at)
        elif found < at:
            spans.append((found, at))
    if text.find("…", start, end) < 0:
        return spans
    return [part for span in spans for part in _at_ellipses(text, *span)]


def _locate(text: str, piece: str, at: int, end: int) -> tuple[int, int]:
    found = text.find(piece, at, end)
    if found < 0:  # the splitter rewrote white space: keep the rest whole, lose nothing
        rest = text[at:end]
        return end - len(rest.lstrip()), at + len(rest.rstrip())
    return found, found + len(piece)


def _at_ellipses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = []
    for m in _ELLIPSIS.finditer(text, start, end):
        parts.append((start, m.start() + len(m.group().rstrip())))
        start = m.end()
    return [*parts, (start, end)]
