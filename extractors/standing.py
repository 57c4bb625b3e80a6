"""Whether the article presents a product as OCOP or names it only in passing.

A tagger of names sees a sentence; whether a thing stands there as OCOP shows in the sentence, its
list, the paragraph, the title and the article as a whole. These traits are weighed by a logistic
model (`data/standing.json`, learnt from labelled articles), and the items of one sentence stand or
fall together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from importlib.resources import files

from extractors.confidence import calibrated, sure_of
from extractors.models import Product, Status
from extractors.reading import Reading
from extractors.standing_traits import row_of, traits

WEIGHTS = "data/standing.json"
ENOUGH = 0.0
"""Mean score of a sentence's products from which they are presented as likely as not: best on
held-back labelled articles."""
_PROGRAMME = r"(?:OCC?OP|O\.COP|0COP|CCOP)"
# "bún khô (HTX Sen Hồng) cũng là sản phẩm OCOP".
_CALLED_BEHIND = re.compile(
    r"^[\s”\"’)]*(?:\([^()]*\))?[\s,–-]*(?:(?:của|do|ở) [^,.;:]{3,70},?\s*)?"
    r"(?:cũng |vừa |nay |hiện |đã |là |được |trở thành |thành |lên |đạt |chuẩn |tiêu chuẩn "
    r"|công nhận |chứng nhận |mang |một trong (?:những |các |\d+ )?|những |các )*"
    rf"(?:sản phẩm |mặt hàng |món |hàng )?(?:được công nhận |đạt |chuẩn |là )*{_PROGRAMME}",
    re.IGNORECASE,
)
# "sản phẩm OCOP tiêu biểu là bún khô".
_CALLED_BEFORE = re.compile(
    rf"(?:sản phẩm|mặt hàng|hàng|món|chứng nhận|chuẩn) {_PROGRAMME}"
    r"(?: (?:là|như|gồm|tiêu biểu|đặc trưng|cho|nổi bật|cấp (?:tỉnh|huyện|quốc gia)))*"
    r"\W*(?:sản phẩm )?[\"“]?$",
    re.IGNORECASE,
)
AROUND = 200
"""Characters before and behind a name in which it may be called OCOP."""


@cache
def weights() -> Mapping[str, float]:
    """Weight of each trait; written by `python -m knowledge.train`."""
    text = files("extractors").joinpath(WEIGHTS).read_text("utf-8")
    return {name: float(weight) for name, weight in json.loads(text).items()}


def judge(
    reading: Reading, products: Sequence[Product], learnt: Mapping[str, float] | None = None
) -> tuple[Product, ...]:
    """The same products, those named in passing with status `mentioned`.

    A product that the text rates, or sees as a candidate for a rating, is one of OCOP: so were 541
    of 562 found in held-back labelled articles; most others were names cut in the wrong place.
    Other weights than the shipped ones (`learnt`) are for training only.
    """
    told = [p.rating is not None or _is_said(reading, p) for p in products]
    rows = [row_of(reading, p) for p in products]
    asked = {row for row, is_told in zip(rows, told, strict=True) if not is_told}
    likely = _likely(rows, traits(reading, products, asked), learnt or weights()) if asked else ()
    return tuple(
        _judged(product, presented=is_told or row in likely)
        for product, is_told, row in zip(products, told, rows, strict=True)
    )


def _judged(product: Product, *, presented: bool) -> Product:
    """With its standing, and confidences, which hold for OCOP products only."""
    if not presented:
        mention = replace(product.mention, confidence=None)
        return replace(product, status=Status.MENTIONED, mention=mention)
    sure = calibrated(product.mention.confidence)
    rated = product.rating_tie if product.stars is None else sure_of(product.rating_tie)
    return replace(
        product,
        mention=replace(product.mention, confidence=sure),
        rating_tie=rated,
        producer_tie=sure_of(product.producer_tie),
        place_tie=sure_of(product.place_tie),
    )


def _likely(
    rows: Sequence[int], found: Sequence[Sequence[str]], learnt: Mapping[str, float]
) -> Set[int]:
    """The sentences that present their products, these taken together; `found` are the traits of
    each product, none of one whose sentence is not in question."""
    scores: dict[int, list[float]] = {}
    for row, own in zip(rows, found, strict=True):
        if own:
            scores.setdefault(row, []).append(sum([learnt.get(t, 0.0) for t in own]))
    return {row for row, own in scores.items() if sum(own) / len(own) >= ENOUGH}


def _is_said(reading: Reading, product: Product) -> bool:
    """ "Gạo nếp tan Mường Và, sản phẩm OCOP của tỉnh Sơn La": it is called OCOP there and then."""
    mention = product.mention
    sentence = reading.sentence_at(mention.start)
    if sentence is None:
        return False
    text = reading.article.text
    before = text[max(sentence.start, mention.start - AROUND) : mention.start]
    behind = text[mention.end : min(sentence.end, mention.end + AROUND)]
    if "cop" not in f"{before} {behind}".lower():
        return False
    return bool(_CALLED_BEHIND.match(behind) or _CALLED_BEFORE.search(before))
