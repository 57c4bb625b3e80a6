"""Whether the article presents a product as OCOP or names it only in passing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.models import Product, Status
from extractors.product_features import speaks_of_ocop
from extractors.reading import Reading


def judge(reading: Reading, products: Sequence[Product]) -> tuple[Product, ...]:
    """The same products, those named in passing with status `mentioned`."""
    sentences = reading.sentences
    text = reading.article.text
    share = sum(speaks_of_ocop(text[s.start : s.end]) for s in sentences) / max(1, len(sentences))
    return tuple(
        p if p.stars or share > 0.12 or _near(reading, p) else replace(p, status=Status.MENTIONED)
        for p in products
    )


def _near(reading: Reading, product: Product) -> bool:
    sentence = reading.sentence_at(product.mention.start)
    return sentence is not None and speaks_of_ocop(
        reading.article.text[sentence.start : sentence.end]
    )
