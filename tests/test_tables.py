"""What the cells of a table of rated products say of each."""

from __future__ import annotations

import pytest

from extractors.models import Status
from tests.tabled import HEAD, READ, ROWS, copied, products, told


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


def test_bare_names_in_a_column_of_places_are_locations_too() -> None:
    found = copied(*(" | ".join(row) for row in (HEAD, *ROWS)))
    assert [(p.name, p.unit is not None) for p in found.locations] == [
        ("tỉnh Lâm Đồng", True),
        ("thành phố Đà Lạt", True),
        ("huyện Di Linh", True),
        ("huyện Lâm Hà", True),
    ]


def test_a_column_says_the_level_of_a_name_that_is_also_a_communes() -> None:
    (product,) = copied(
        "Sản phẩm | Chủ thể | Xã | Sao", "Bơ sáp | HTX Bơ Tân Hà | Tân Hà, Lâm Hà | 3 sao"
    ).products
    assert [p.name for p in product.places] == ["xã Tân Hà", "huyện Lâm Hà", "tỉnh Lâm Đồng"]


@pytest.mark.parametrize("between", [" | ", "\t", "\n"], ids=repr)
def test_a_table_without_stars_has_those_of_the_headings_over_its_parts(between: str) -> None:
    found = copied(
        "A. HẠNG 4 SAO (01 sản phẩm)",
        between.join(HEAD[:4]),
        between.join(ROWS[0][:4]),
        "B. HẠNG 3 SAO (02 sản phẩm)",
        between.join(("1", *ROWS[1][1:4])),
        between.join(("2", *ROWS[2][1:4])),
    )
    assert [told(p) for p in found.products] == READ


def test_a_column_of_stars_decides_against_the_heading() -> None:
    found = copied(
        "DANH SÁCH SẢN PHẨM HẠNG 3 SAO",
        "Sản phẩm | Chủ thể | Kết quả",
        "Bơ sáp | HTX Bơ Di Linh | 3 sao",
        "Cà phê bột | Hộ K'Brèm | Không đạt",
        "Trà ô long | HTX Trà Cầu Đất | -",
        "Mứt dâu | Cơ sở Dâu Đỏ | Đủ điểm 4 sao (tỉnh đã công nhận)",
        "Sữa chua | Cơ sở Bò Trắng | Chưa chấm, thiếu hồ sơ",
    )
    assert [(p.stars, p.status) for p in found.products] == [
        (3, Status.ACHIEVED),
        (None, Status.FAILED),
        (None, Status.OCOP),
        (4, Status.ACHIEVED),
        (None, Status.OCOP),
    ]


@pytest.mark.parametrize("same", ["nt", "như trên", "-nt-", "cùng chủ thể", '"', "”"])
def test_ditto_marks_mean_the_cell_above(same: str) -> None:
    found = copied(
        *(" | ".join(row) for row in (HEAD, *ROWS[:1])), f"2 | Mứt hồng | {same} | nt | 3"
    )
    assert told(found.products[1]) == ("Mứt hồng", 3, *READ[0][2:])


def test_an_empty_cell_below_a_maker_was_merged_with_it() -> None:
    found = copied(*(" | ".join(row) for row in (HEAD, *ROWS[:1])), "2 | Mứt hồng | | | 3 sao")
    assert told(found.products[1]) == ("Mứt hồng", 3, *READ[0][2:])


@pytest.mark.parametrize(
    "cell",
    [
        "Mứt hồng (đánh giá lại)",
        "Mứt hồng (mới)",
        "Mứt hồng *",
        "“Mứt hồng”",
        "Sản phẩm Mứt hồng",
        "2. Mứt hồng",
    ],
)
def test_a_remark_is_no_part_of_the_name(cell: str) -> None:
    (product,) = copied("Sản phẩm | Chủ thể | Sao", f"{cell} | HTX Cầu Đất | 3 sao").products
    assert product.mention.name == product.mention.surface == "Mứt hồng"


def test_a_size_in_brackets_is_part_of_the_name() -> None:
    (product,) = copied("Sản phẩm | Sao", "Rượu cần Dà Nung (ché 5 lít) | 3 sao").products
    assert product.mention.name == "Rượu cần Dà Nung (ché 5 lít)"


def test_two_products_in_a_cell_where_stars_or_numbers_are_as_many() -> None:
    found = copied(
        "TT | Sản phẩm | Chủ thể | Sao",
        "1 | Mứt hồng; hồng dẻo | HTX Cầu Đất | 4 sao; 3 sao",
        "2-3 | Trà mát, trà gừng | HTX Trà B'Lao | 3 sao",
        "4 | Muối tôm, ớt | Hộ Ka Đơi | 3 sao",
    )
    assert [(p.mention.name, p.stars) for p in found.products] == [
        ("Mứt hồng", 4),
        ("hồng dẻo", 3),
        ("Trà mát", 3),
        ("trà gừng", 3),
        ("Muối tôm, ớt", 3),
    ]


@pytest.mark.parametrize(
    ("note", "stars", "status"),
    [
        ("", 3, Status.ACHIEVED),
        ("Đánh giá lại", 3, Status.ACHIEVED),
        ("Đã thu hồi", 3, Status.REVOKED),
        ("Hết hạn tháng 5", 3, Status.EXPIRED),
        ("Không đạt", None, Status.FAILED),
    ],
)
def test_notes_may_take_a_rating_back(note: str, stars: int | None, status: Status) -> None:
    (product,) = copied("Sản phẩm | Sao | Ghi chú", f"Mứt hồng Cầu Đất | 3 sao | {note}").products
    assert (product.stars, product.status) == (stars, status)


def test_of_two_ratings_the_new_one_counts_and_a_raise_is_told() -> None:
    found = copied(
        "Sản phẩm | Hạng cũ | Hạng mới", "Mứt hồng | 3 sao | 4 sao", "Bơ sáp | 4 sao | Không đạt"
    ).products
    assert [(p.stars, p.status) for p in found] == [(4, Status.ACHIEVED), (None, Status.FAILED)]
    (raised,) = copied("Sản phẩm | Kết quả", "Mứt hồng | Nâng từ 3 sao lên 4 sao").products
    assert (raised.stars, raised.status) == (4, Status.UPGRADED)


def test_a_tick_below_a_level_gives_it() -> None:
    found = copied(
        "TT | Sản phẩm | Chủ thể | 3 sao | 4 sao | 5 sao",
        "1 | Mứt hồng | HTX Cầu Đất | | x |",
        "2 | Rượu cần | Hộ Ka Đơi | x | |",
    )
    assert [(p.mention.name, p.stars) for p in found.products] == [("Mứt hồng", 4), ("Rượu cần", 3)]


def test_an_address_behind_the_maker_is_its_place() -> None:
    (product,) = copied(
        "Sản phẩm | Chủ thể, địa chỉ | Sao", "Rượu cần | Hộ Ka Đơi (xã Gung Ré, huyện Di Linh) | 3"
    ).products
    places = ["xã Gung Ré", "huyện Di Linh", "tỉnh Lâm Đồng"]
    assert told(product) == ("Rượu cần", 3, "Hộ Ka Đơi", places)


def test_a_list_of_makers_and_places_without_stars_has_those_of_the_sentence_above() -> None:
    table = ("\t".join((name, maker, f"xã {place}")) for _, name, maker, place, _ in ROWS)
    found = copied("Ba sản phẩm OCOP 4 sao gồm:", *table).products
    assert [told(p)[:3] for p in found] == [(name, 4, maker) for name, _, maker, _ in READ]
    people = ("Lê Thị Hồng\tHTX Cầu Đất\txã Xuân Trường", "Ka Brèm\tHộ Ka Đơi\txã Gung Ré")
    assert not copied("Giải thưởng của hội nông dân:", *people).products


def test_products_of_tables_carry_a_confidence() -> None:
    (product,) = copied("Sản phẩm | Sao", "Mứt hồng Cầu Đất | 3 sao").products
    assert product.mention.confidence is not None
    assert 0.9 < product.mention.confidence < 1
