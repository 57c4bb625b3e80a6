"""Tables of rated products: what the header calls a column is what its cells are."""

from __future__ import annotations

import pytest

from extractors.facts import extract
from extractors.models import Article, Block, BlockKind, Product, Status
from extractors.reading import read

HEADING = "Tỉnh Sơn La công bố kết quả phân hạng sản phẩm OCOP"


def products(*table: str) -> tuple[Product, ...]:
    lines = [(BlockKind.TITLE, HEADING), *((BlockKind.TABLE_ROW, row) for row in table)]
    blocks, at = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(line for _, line in lines)
    article = Article(url="", source="", title=HEADING, lead="", text=text, blocks=tuple(blocks))
    return extract(read(article)).products


def told(product: Product) -> tuple[object, ...]:
    maker = product.producer.name if product.producer else None
    return (product.mention.name, product.stars, maker, [p.name for p in product.places])


def test_each_row_is_a_product_with_its_maker_places_and_stars() -> None:
    rows = products(
        "TT | Tên sản phẩm | Chủ thể | Địa chỉ | Hạng sao",
        "1 | Chè Tà Xùa | HTX Tà Xùa | xã Tà Xùa, huyện Bắc Yên | 4",
        "2 | Mận sấy, mứt mận | Công ty TNHH Mận Vàng | huyện Mộc Châu | 3 sao",
        "Tổng cộng | 2 | | |",
    )
    assert [told(p) for p in rows] == [
        ("Chè Tà Xùa", 4, "HTX Tà Xùa", ["xã Tà Xùa", "huyện Bắc Yên", "tỉnh Sơn La"]),
        ("Mận sấy, mứt mận", 3, "Công ty TNHH Mận Vàng", ["huyện Mộc Châu", "tỉnh Sơn La"]),
    ]
    assert {p.mention.rule for p in rows} == {"product.table"}


@pytest.mark.parametrize("stars", ["4", "4 sao", "Hạng 4 sao", "OCOP 4 sao", "4*", "****", "★★★★"])
def test_stars_are_written_in_many_ways(stars: str) -> None:
    (product,) = products("Sản phẩm | Xếp hạng", f"Chè Tà Xùa | {stars}")
    assert product.stars == 4


def test_proposed_stars_are_no_rating() -> None:
    (product,) = products("Sản phẩm | Chủ thể | Đề nghị sao", "Chè Tà Xùa | HTX Tà Xùa | 5")
    assert (product.stars, product.status) == (None, Status.TARGET)


def test_the_order_of_columns_does_not_matter_and_a_missing_one_says_nothing() -> None:
    (product,) = products("Sao | Chủ thể | Sản phẩm", "3 | HTX Tà Xùa | Chè Tà Xùa")
    assert told(product) == ("Chè Tà Xùa", 3, "HTX Tà Xùa", ["tỉnh Sơn La"])


def test_a_price_list_is_no_table_of_rated_products() -> None:
    rows = products("Sản phẩm | Đơn vị tính | Giá", "Gạo nếp | kg | 32.000", "Cà phê | kg | 98.000")
    assert not [p for p in rows if p.mention.rule == "product.table"]


def test_a_row_of_another_width_is_not_guessed_at() -> None:
    rows = products("Sản phẩm | Sao", "Chè Tà Xùa | 4", "xem tiếp trang sau")
    assert [p.mention.name for p in rows] == ["Chè Tà Xùa"]
