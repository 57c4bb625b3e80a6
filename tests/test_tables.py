"""Tables of rated products: what the header calls a column is what its cells are."""

from __future__ import annotations

import pytest

from extractors.facts import extract
from extractors.html.page import parse_html
from extractors.html.tables import rows
from extractors.models import Article, Block, BlockKind, Facts, Product, Status
from extractors.plaintext import parse_text
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


INTRODUCTION = (
    "UBND tỉnh Lâm Đồng vừa công nhận các sản phẩm OCOP năm 2023\n\n"
    "Các chủ thể trong danh sách dưới đây được in biểu trưng của chương trình lên nhãn, bao bì.\n\n"
)
END = "\n\nGiấy chứng nhận được trao tại hội nghị tổng kết của ngành nông nghiệp tỉnh vào cuối năm."


def copied(*lines: str) -> Facts:
    """What is read out of a plain-text copy that has these lines between two paragraphs."""
    return extract(read(parse_text(INTRODUCTION + "\n".join(lines) + END)))


HEAD = ("TT", "Tên sản phẩm", "Chủ thể", "Huyện, thành phố", "Hạng sao")
ROWS = (
    ("1", "Hồng treo gió Cầu Đất", "HTX Hồng Cầu Đất", "Đà Lạt", "4 sao"),
    ("2", "Rượu cần Dà Nung", "Hộ Ka Đơi", "Di Linh", "3 sao"),
    ("3", "Mắc ca sấy nứt vỏ", "Công ty TNHH Mắc ca Tân Hà", "Lâm Hà", "3 sao"),
)
READ = [
    ("Hồng treo gió Cầu Đất", 4, "HTX Hồng Cầu Đất", ["thành phố Đà Lạt", "tỉnh Lâm Đồng"]),
    ("Rượu cần Dà Nung", 3, "Hộ Ka Đơi", ["huyện Di Linh", "tỉnh Lâm Đồng"]),
    ("Mắc ca sấy nứt vỏ", 3, "Công ty TNHH Mắc ca Tân Hà", ["huyện Lâm Hà", "tỉnh Lâm Đồng"]),
]


@pytest.mark.parametrize("between", [" | ", "|", "\t", "   ", "\n", "\n\n"], ids=repr)
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "not numbered"])
def test_cells_are_parted_in_many_ways(between: str, numbered: bool) -> None:
    table = [between.join(row[not numbered :]) for row in (HEAD, *ROWS)]
    assert [told(p) for p in copied(*table).products] == READ


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


def test_an_address_behind_the_maker_is_its_place() -> None:
    (product,) = copied(
        "Sản phẩm | Chủ thể, địa chỉ | Sao", "Rượu cần | Hộ Ka Đơi (xã Gung Ré, huyện Di Linh) | 3"
    ).products
    places = ["xã Gung Ré", "huyện Di Linh", "tỉnh Lâm Đồng"]
    assert told(product) == ("Rượu cần", 3, "Hộ Ka Đơi", places)


def test_rows_without_a_header_are_read_by_what_stands_in_them() -> None:
    table = (" | ".join(row[:3] + row[4:]) for row in ROWS)
    assert [told(p)[:3] for p in copied(*table).products] == [row[:3] for row in READ]


def test_a_list_of_makers_and_places_without_stars_has_those_of_the_sentence_above() -> None:
    table = ("\t".join((name, maker, f"xã {place}")) for _, name, maker, place, _ in ROWS)
    found = copied("Ba sản phẩm OCOP 4 sao gồm:", *table).products
    assert [told(p)[:3] for p in found] == [(name, 4, maker) for name, _, maker, _ in READ]
    people = ("Lê Thị Hồng\tHTX Cầu Đất\txã Xuân Trường", "Ka Brèm\tHộ Ka Đơi\txã Gung Ré")
    assert not copied("Giải thưởng của hội nông dân:", *people).products


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


def test_makers_and_places_are_enough_in_an_article_about_ocop() -> None:
    header = "Sản phẩm | Đơn vị sản xuất | Địa chỉ | Giá bán"
    row = "Mứt hồng Cầu Đất | HTX Hồng Cầu Đất | xã Xuân Trường | 90.000"
    assert [told(p)[:3] for p in copied(header, row).products] == [
        ("Mứt hồng Cầu Đất", None, "HTX Hồng Cầu Đất")
    ]


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


def test_products_of_tables_carry_a_confidence() -> None:
    (product,) = copied("Sản phẩm | Sao", "Mứt hồng Cầu Đất | 3 sao").products
    assert product.mention.confidence is not None
    assert 0.9 < product.mention.confidence < 1


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
