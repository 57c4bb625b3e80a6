"""Which lines are a table of rated products: bars, tabs, gaps, line breaks or labels part its
cells, and cells or the header may be missing."""

from __future__ import annotations

import pytest

from extractors.html.page import parse_html
from extractors.html.tables import rows
from tests.tabled import HEAD, READ, ROWS, copied, products, told


def test_the_order_of_columns_does_not_matter_and_a_missing_one_says_nothing() -> None:
    (product,) = products("Sao | Chủ thể | Sản phẩm", "3 | HTX Tà Xùa | Chè Tà Xùa")
    assert told(product) == ("Chè Tà Xùa", 3, "HTX Tà Xùa", ["tỉnh Sơn La"])


def test_a_price_list_is_no_table_of_rated_products() -> None:
    rows = products("Sản phẩm | Đơn vị tính | Giá", "Gạo nếp | kg | 32.000", "Cà phê | kg | 98.000")
    assert not [p for p in rows if p.mention.rule == "product.table"]


def test_a_row_of_another_width_is_not_guessed_at() -> None:
    rows = products("Sản phẩm | Sao", "Chè Tà Xùa | 4", "xem tiếp trang sau")
    assert [p.mention.name for p in rows] == ["Chè Tà Xùa"]


@pytest.mark.parametrize("between", [" | ", "|", "\t", "   ", "\n", "\n\n"], ids=repr)
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "not numbered"])
def test_cells_are_parted_in_many_ways(between: str, numbered: bool) -> None:
    table = [between.join(row[not numbered :]) for row in (HEAD, *ROWS)]
    assert [told(p) for p in copied(*table).products] == READ


def test_a_row_that_lacks_a_cell_is_read_by_what_its_cells_are() -> None:
    header = ("STT", "Sản phẩm", "Chủ thể", "Địa phương", "Hạng sao", "Ghi chú")
    full = ("1", "Mứt hồng", "HTX Cầu Đất", "Đà Lạt", "4", "Đánh giá lại")
    no_note = ("2", "Rượu cần", "Hộ Ka Đơi", "Di Linh", "3")
    no_maker = ("3", "Trà mát", "Bảo Lộc", "3", "Mới")
    found = copied(*header, *full, *no_note, *no_maker, "Tổng cộng: 03 sản phẩm").products
    assert [(p.mention.name, p.stars, p.places[0].name) for p in found] == [
        ("Mứt hồng", 4, "thành phố Đà Lạt"),
        ("Rượu cần", 3, "huyện Di Linh"),
        ("Trà mát", 3, "thành phố Bảo Lộc"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        ("| | Sản phẩm | Chủ thể | Hạng |", "| 1 | Mứt hồng Cầu Đất | HTX Cầu Đất | 3 sao |"),
        ("Sản phẩm | Chủ thể | Hạng |", "Mứt hồng Cầu Đất | HTX Cầu Đất | 3 sao | đợt 2"),
    ],
)
def test_a_column_may_be_without_a_name(table: tuple[str, str]) -> None:
    (product,) = copied(*table).products
    assert told(product)[:3] == ("Mứt hồng Cầu Đất", 3, "HTX Cầu Đất")


def test_a_line_with_a_gap_below_a_table_is_no_row() -> None:
    table = ("   ".join(row) for row in (HEAD, *ROWS))
    found = copied(*table, "Hội đồng họp lại  vào quý sau", "Nơi nhận:   Các chủ thể")
    assert [told(p) for p in found.products] == READ


def test_rows_without_a_header_are_read_by_what_stands_in_them() -> None:
    table = (" | ".join(row[:3] + row[4:]) for row in ROWS)
    assert [told(p)[:3] for p in copied(*table).products] == [row[:3] for row in READ]


def test_rows_that_lost_all_their_marks_are_parted_by_what_makers_and_places_begin_with() -> None:
    found = copied(
        "STT Tên sản phẩm Chủ thể Địa chỉ Điểm Xếp hạng",
        "1 Hồng treo gió Cầu Đất HTX Hồng Cầu Đất xã Xuân Trường, TP Đà Lạt 74,5 4 sao",
        "2 Rượu cần Dà Nung Hộ Ka Đơi xã Gung Ré, huyện Di Linh 61,2 Không đạt",
        "Hội đồng họp lại vào quý sau.",
    )
    assert [told(p) for p in found.products] == [
        (*READ[0][:3], ["xã Xuân Trường", *READ[0][3]]),
        ("Rượu cần Dà Nung", None, "Hộ Ka Đơi", ["xã Gung Ré", *READ[1][3]]),
    ]
    assert {p.mention.rule for p in found.products} == {"product.table"}


def test_makers_and_places_are_enough_in_an_article_about_ocop() -> None:
    header = "Sản phẩm | Đơn vị sản xuất | Địa chỉ | Giá bán"
    row = "Mứt hồng Cầu Đất | HTX Hồng Cầu Đất | xã Xuân Trường | 90.000"
    assert [told(p)[:3] for p in copied(header, row).products] == [
        ("Mứt hồng Cầu Đất", None, "HTX Hồng Cầu Đất")
    ]


@pytest.mark.parametrize("gap", [" – ", "; ", "\n"], ids=repr)
def test_lines_may_name_their_own_columns(gap: str) -> None:
    lines = [
        gap.join(
            (f"{n}. Sản phẩm: {name}", f"Chủ thể: {maker}", f"Địa chỉ: {place}", f"Hạng: {stars}")
        )
        for n, name, maker, place, stars in ROWS
    ]
    assert [told(p) for p in copied(*lines).products] == READ


def test_a_name_above_its_fields_and_one_without_a_label() -> None:
    found = copied(
        "Hạng 3 sao:",
        "1. MỨT HỒNG CẦU ĐẤT",
        "Chủ thể: HTX Hồng Cầu Đất; địa chỉ: xã Xuân Trường; điểm: 63,5",
        "2. BƠ SÁP DI LINH",
        "Chủ thể: HTX Bơ Di Linh; địa chỉ: xã Gung Ré; điểm: 58",
    )
    assert [told(p)[:3] for p in found.products] == [
        ("MỨT HỒNG CẦU ĐẤT", 3, "HTX Hồng Cầu Đất"),
        ("BƠ SÁP DI LINH", 3, "HTX Bơ Di Linh"),
    ]
    found = copied(
        "- Mứt hồng Cầu Đất, chủ thể: HTX Hồng Cầu Đất;", "- Hồng dẻo Cầu Đất, chủ thể: nt."
    )
    assert [told(p)[2] for p in found.products] == ["HTX Hồng Cầu Đất"] * 2


@pytest.mark.parametrize("between", [" | ", "\t", "\n"], ids=repr)
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "not numbered"])
def test_counts_of_districts_stand_in_tables_of_every_form(between: str, numbered: bool) -> None:
    table = (
        ("TT", "Huyện, thành phố", "Tổng số", "4 sao", "3 sao"),
        ("1", "Đà Lạt", "27", "11", "16"),
        ("2", "Di Linh", "10", "2", "8"),
    )
    found = copied(*(between.join(row[not numbered :]) for row in table))
    assert [(c.place and c.place.name, c.stars, c.count) for c in found.star_counts] == [
        ("thành phố Đà Lạt", None, 27),
        ("thành phố Đà Lạt", 4, 11),
        ("thành phố Đà Lạt", 3, 16),
        ("huyện Di Linh", None, 10),
        ("huyện Di Linh", 4, 2),
        ("huyện Di Linh", 3, 8),
    ]
    assert not found.products


def test_an_empty_cell_of_a_page_keeps_its_place() -> None:
    table = "<table><tr><td>Sản phẩm<td>Chủ thể<td>Sao<tr><td>Mứt hồng<td><td>3 sao</table>"
    (found,) = parse_html(table.encode()).iter("table")
    assert rows(found) == ["Sản phẩm | Chủ thể | Sao", "Mứt hồng |  | 3 sao"]


def test_a_long_note_makes_no_layout_of_a_table_of_rated_products() -> None:
    note = "Hội đồng đề nghị chủ thể bổ sung phiếu kiểm nghiệm. " * 8
    row = f"<tr><td>Mứt hồng<td>3 sao<td>{note}"
    (found,) = parse_html(
        f"<table><tr><td>Sản phẩm<td>Hạng sao<td>Ghi chú{row}</table>".encode()
    ).iter("table")
    assert rows(found)[1].startswith("Mứt hồng | 3 sao | Hội đồng")
    (found,) = parse_html(f"<table><tr><td>Tin<td>Ảnh<td>Khác{row}</table>".encode()).iter("table")
    assert rows(found) == []
