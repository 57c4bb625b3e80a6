"""Texts whose products are marked «so», linked without the model that finds names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.facts import roles
from extractors.link import link
from extractors.models import Product, ProductMention
from extractors.plaintext import parse_text
from extractors.reading import read

AS_RULED: Mapping[str, float] = {
    f"relation=same.{level}": 1.0 for level in ("commune", "district", "province")
}
"""Weights by which every home stays as the rules suppose it."""

END = "Bạn đọc theo dõi thêm ở số báo sau, khi tòa soạn nhận được tin mới của bạn viết."
"""Prose: only above some is the first line a title."""

SON_LA = (
    "Tỉnh Sơn La có thêm sản phẩm OCOP\n\n"
    "HTX Gió Mới và Cơ sở Nắng Hồng vừa dự hội chợ xuân cùng bạn hàng gần xa.\n\n"
)
"""An opening that is no portrait and no district's news: what the text behind it does not place is
from the province."""
NOWHERE = ["tỉnh Sơn La"]


def linked(marked: str, learnt: Mapping[str, float] | None = AS_RULED) -> tuple[Product, ...]:
    """The products of an article: `linked("Tin OCOP\\n\\n«Bún khô» đạt 4 sao.")`."""
    text, spans = _unmarked(marked)
    reading = read(parse_text(text))
    assert reading.article.text == text
    named = [
        ProductMention(start=a, end=b, surface=text[a:b], name=text[a:b], rule="test")
        for a, b in spans
    ]
    makers, places, stars = roles(reading)
    return link(reading, named, makers, stars, places, learnt=learnt)


def stars_of(marked: str) -> dict[str, int | None]:
    """The stars of each product by its name, where the text is the body of news on OCOP."""
    return {p.mention.name: p.stars for p in linked(news(marked))}


def homes_of(marked: str) -> dict[str, list[str]]:
    """The places of each product by its name, where the text begins with the title."""
    found = linked(f"{marked}\n\n{END}")
    return {p.mention.name: [place.name for place in p.places] for p in found}


def first_homes(body: str, title: str = SON_LA) -> list[str]:
    """The most specific place of each product, "" for one without."""
    return [places[0] if places else "" for places in homes_of(title + body).values()]


def news(body: str) -> str:
    """An article of this body whose title tells nothing."""
    return f"Thêm tin về Chương trình OCOP hôm nay\n\n{body}\n\n{END}"


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for part in re.split("(«[^»]*»)", marked):
        if part.startswith("«"):
            spans.append((len(text), len(text) + len(part) - 2))
        text += part.strip("«»")
    return text, spans
