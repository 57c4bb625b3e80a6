"""Products named by their place in the list just told: "hai loại đầu", "món sau", "cả ba"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.linking.granting import value_of
from extractors.linking.rows import Row, span

_NUMBER = r"(?:hai|ba|bốn|năm|sáu|bảy|\d{1,2})"
_NOUN = r"(?:loại|thứ|món|sản phẩm|mặt hàng|dòng|cái|hàng|món hàng|mẫu|vị)"
_END = r"đầu(?: tiên)?|trước|sau|cuối"
_SAID = re.compile(
    rf"(?<!\w)(?:cả (?P<all>{_NUMBER})(?: {_NOUN})?(?: (?:này|ấy|đó|kia|trên))?"
    # "Trong 13 sản phẩm này có 5 …" says of none of them what it is.
    rf"|(?<!trong )(?P<some>{_NUMBER}) {_NOUN} (?:(?P<end>{_END}|kia|còn lại)|này|ấy|đó|trên)"
    # "một trong những sản phẩm đầu tiên của huyện" counts no list.
    rf"|(?<!các )(?<!những )(?<!số ){_NOUN} "
    rf"(?:(?P<one>{_END})|thứ (?P<nth>nhất|hai|ba|tư|năm)))(?!\w)",
    re.IGNORECASE,
)
_NTH = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5}
_FIRST = ("đầu", "trước")
REACH = 6
"""Sentences in which the list may stand that is pointed back to."""


def find(rows: Sequence[Row], n: int) -> Iterator[tuple[int, int, str]]:
    """Where row `n` points back to a list: start, end and identity, once for every product meant.

    "Cô bán tép rang, mắm cá, tôm khô. Hai món đầu được 3 sao" → "Hai món đầu" twice.
    """
    row = rows[n]
    for said in _SAID.finditer(row.text, row.start, row.end):
        for identity in _meant(said, _list_before(rows, n, said.start())):
            yield said.start(), said.end(), identity


def _list_before(rows: Sequence[Row], n: int, at: int) -> list[str]:
    """The products of the nearest sentence that names several; else of the sentences before."""
    together: dict[str, None] = {}
    for row in reversed(rows[max(0, n - REACH) : n + 1]):
        here = list(dict.fromkeys(d.identity for d in row.drafts() if span(d)[1] <= at))
        if len(here) > 1 and not together:
            return here
        together = dict.fromkeys([*here, *together])
    return list(together)


def _meant(said: re.Match[str], told: Sequence[str]) -> Sequence[str]:
    """The products of a list that such words mean, none where it has not so many."""
    if said["nth"]:
        place = _NTH[said["nth"].lower()]
        return told[place - 1 : place]
    if said["one"]:
        return _at(said["one"], 1, told) if len(told) > 1 else ()
    number = value_of(said["all"] or said["some"])
    if number > len(told) or (said["some"] and not said["end"] and number != len(told)):
        return ()
    return _at(said["end"] or "", number, told)


def _at(end: str, number: int, told: Sequence[str]) -> Sequence[str]:
    return told[:number] if end.lower().startswith(_FIRST) else told[-number:]
