"""Where each product is from, by the form in which the text tells it."""

from collections.abc import Mapping

import pytest

from tests.linked import END, homes_of, linked

TITLE = (
    "Tỉnh Sơn La có thêm sản phẩm OCOP\n\n"
    "HTX Gió Mới và Cơ sở Nắng Hồng vừa dự hội chợ xuân cùng bạn hàng gần xa.\n\n"
)
"""No portrait and no district's news: what the text does not place is from the province."""
NOWHERE = ["tỉnh Sơn La"]


def first_homes(body: str, title: str = TITLE) -> list[str]:
    """The most specific place of each product."""
    return [places[0] if places else "" for places in homes_of(title + body).values()]


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("Đó là «bún khô» (xã Tô Múa), «dầu mè» (xã Chiềng Yên).", ["xã Tô Múa", "xã Chiềng Yên"]),
        ("Đó là «bún khô» của xã Tô Múa và «dầu mè» ở xã Chiềng Yên.",
         ["xã Tô Múa", "xã Chiềng Yên"]),
        ("Đó là «bún khô» – bản Suối Lìn, xã Tô Múa; «dầu mè» – bản Bướt, xã Chiềng Yên.",
         ["xã Tô Múa", "xã Chiềng Yên"]),
        ("Có «bún khô», «dầu mè» và «mật ong» (đều ở huyện Vân Hồ).", ["huyện Vân Hồ"] * 3),
        ("Có «bún khô», «dầu mè» (xã Tô Múa), «mật ong» (xã Chiềng Yên).",
         ["tỉnh Sơn La", "xã Tô Múa", "xã Chiềng Yên"]),
        ("Có «bún khô» và «dầu mè» (xã Tô Múa), «mật ong» (xã Chiềng Yên).",
         ["xã Tô Múa", "xã Tô Múa", "xã Chiềng Yên"]),
        ("Có «bún khô», «dầu mè» (xã Tô Múa); «mật ong» (xã Chiềng Yên).",
         ["xã Tô Múa", "xã Tô Múa", "xã Chiềng Yên"]),
        ("Chợ bày «dưa lưới xã Tô Múa» và «mật ong».", ["xã Tô Múa", "tỉnh Sơn La"]),
        ("Khách mua «bún khô» rồi ghé thăm bà con xã Tô Múa.", ["tỉnh Sơn La"]),
    ],
)  # fmt: skip
def test_a_place_behind_a_product_or_in_its_name(text: str, homes: list[str]) -> None:
    assert first_homes(text) == homes


def test_a_chain_of_places_rises() -> None:
    text = TITLE + "Đó là «bún khô» (xã Tô Múa, huyện Vân Hồ, tỉnh Sơn La)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]}


def test_places_side_by_side_are_no_chain() -> None:
    text = TITLE + "Đó là «bún khô» (xã Tô Múa, xã Chiềng Yên)."
    assert homes_of(text)["bún khô"][0] == "xã Tô Múa"
    assert "xã Chiềng Yên" not in homes_of(text)["bún khô"]


def test_a_place_that_is_only_near_is_no_part_of_the_chain() -> None:
    text = TITLE + "Đó là «bún khô» (xã Tô Múa, giáp huyện Mộc Châu)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa", "tỉnh Sơn La"]}


def test_a_commune_of_no_list_is_let_pass() -> None:
    text = TITLE + "Đó là «bún khô» (xã Phú Lìn)."
    assert homes_of(text) == {"bún khô": ["xã Phú Lìn", "tỉnh Sơn La"]}


def test_a_province_that_cannot_hold_the_commune_closes_no_chain() -> None:
    text = "Tỉnh Bến Tre có thêm sản phẩm OCOP\n\nĐó là «bún khô» (xã Tô Múa)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa"]}


def test_what_a_list_says_of_an_item_is_of_that_item() -> None:
    text = (
        "Gồm: «bún khô» đựng trong túi giấy, người làm ở xã Tô Múa; «dầu mè»; "
        "«mật ong» đựng chai thủy tinh, người làm ở xã Chiềng Yên."
    )
    assert first_homes(text) == ["xã Tô Múa", "tỉnh Sơn La", "xã Chiềng Yên"]
    lines = "- «Bún khô» làm từ gạo mới của bà con xã Tô Múa\n\n- «Dầu mè»"
    assert first_homes(lines) == ["xã Tô Múa", "tỉnh Sơn La"]


def test_an_item_with_two_places_is_of_neither() -> None:
    assert first_homes("- «Bún khô» bán khắp xã Tô Múa rồi sang tận xã Chiềng Yên") == NOWHERE


# --- behind makers --------------------------------------------------------------------------------


def test_a_place_behind_a_maker_is_that_of_its_products() -> None:
    text = (
        "Đó là «bún khô», «dầu mè» của HTX Sen Hồng, xã Tô Múa; «mật ong» do Cơ sở Ba Én "
        "(xã Chiềng Yên) làm; «tương nếp»."
    )
    assert first_homes(text) == ["xã Tô Múa", "xã Tô Múa", "xã Chiềng Yên", "tỉnh Sơn La"]


def test_where_a_maker_is_may_be_told_elsewhere() -> None:
    text = (
        "Đó là «bún khô» của HTX Sen Hồng và «dầu mè» của Cơ sở Ba Én.\n\n"
        "HTX Sen Hồng (xã Tô Múa) có 12 người. Cơ sở Ba Én ở xã Chiềng Yên mới mở."
    )
    assert first_homes(text) == ["xã Tô Múa", "xã Chiềng Yên"]


def test_where_a_maker_sells_is_not_where_it_is() -> None:
    text = "Đó là «bún khô» của HTX Sen Hồng.\n\nHTX Sen Hồng từng chở hàng sang xã Chiềng Yên bán."
    assert first_homes(text) == NOWHERE


def test_where_another_maker_is_tells_nothing() -> None:
    text = "Đó là «bún khô» của HTX Sen Hồng.\n\nCơ sở Ba Én (xã Chiềng Yên) mới mở."
    assert first_homes(text) == NOWHERE


def test_of_a_makers_places_the_most_specific_holds() -> None:
    text = (
        "Đó là «bún khô» của HTX Sen Hồng (huyện Vân Hồ) và «dầu mè» của Cơ sở Ba Én.\n\n"
        "HTX Sen Hồng (xã Tô Múa) có 12 người."
    )
    assert first_homes(text)[0] == "xã Tô Múa"


def test_of_all_places_told_of_a_product_the_most_specific_holds() -> None:
    text = (
        "Chợ bày «bún khô» của huyện Vân Hồ, «dầu mè» của huyện Mộc Châu.\n\n"
        "«Bún khô» của xã Tô Múa đắt khách."
    )
    assert first_homes(text) == ["xã Tô Múa", "huyện Mộc Châu"]


# --- before products ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("Huyện Vân Hồ có 2 sản phẩm: «bún khô», «dầu mè»; huyện Mộc Châu có «mật ong».",
         ["huyện Vân Hồ", "huyện Vân Hồ", "huyện Mộc Châu"]),
        ("Chợ phiên đông khách hơn, huyện Vân Hồ có «bún khô» và «mật ong».", ["huyện Vân Hồ"] * 2),
        ("Ở huyện Vân Hồ, bà con quen làm «bún khô».", ["huyện Vân Hồ"]),
        ("Tỉnh Sơn La bày hàng của các huyện Vân Hồ («bún khô») và Mộc Châu («mật ong»).",
         ["huyện Vân Hồ", "huyện Mộc Châu"]),
        ("Chợ hôm nay bày hàng của huyện Mộc Châu («bún khô») cùng «dầu mè».",
         ["huyện Mộc Châu", "tỉnh Sơn La"]),
        ("Huyện Vân Hồ có các sản phẩm sau:\n\n- «Bún khô»;\n\n- «Dầu mè».", ["huyện Vân Hồ"] * 2),
        ("Huyện Vân Hồ có 2 sản phẩm. Trong đó có «bún khô».\n\nĐường đẹp.\n\nCó «mật ong».",
         ["huyện Vân Hồ", "tỉnh Sơn La"]),
        ("Hàng mới từ các huyện Vân Hồ («bún khô», «dầu mè») và Mộc Châu («mật ong»).",
         ["huyện Vân Hồ", "huyện Vân Hồ", "huyện Mộc Châu"]),
    ],
)  # fmt: skip
def test_a_place_before_its_part_of_the_text(text: str, homes: list[str]) -> None:
    assert first_homes(text) == homes


def test_what_opens_the_sentence_is_above_what_stands_behind() -> None:
    text = TITLE + "Huyện Vân Hồ có «bún khô» (xã Tô Múa)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]}


def test_a_title_of_places_heads_no_list() -> None:
    text = TITLE.split("\n\n", 1)[1] + "Hội đồng chấm «bún khô» của tỉnh Sơn La."
    assert first_homes(text, "Huyện Vân Hồ, huyện Mộc Châu\n\n") == NOWHERE


def test_a_place_in_the_middle_of_a_sentence_opens_nothing() -> None:
    text = "Bà con vừa bán hết nông sản sang huyện Vân Hồ và huyện Mộc Châu nhờ «bún khô»."
    assert first_homes(text) == NOWHERE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("HUYỆN VÂN HỒ", "HUYỆN MỘC CHÂU"),
        ("* Huyện Vân Hồ:", "* Huyện Mộc Châu:"),
        ("1. Huyện Vân Hồ", "2. Huyện Mộc Châu"),
        ("Tại huyện Vân Hồ:", "Tại huyện Mộc Châu:"),
    ],
)
def test_lines_under_a_place_are_from_there(first: str, second: str) -> None:
    text = (
        f"Danh sách các sản phẩm đạt 4 sao\n\n{first}\n\n- «Bún khô»\n\n- «Dầu mè»\n\n"
        f"{second}\n\n- «Mật ong»\n\nBà con mừng vì hàng bán chạy.\n\n- «Tương nếp»"
    )
    homes = ["huyện Vân Hồ", "huyện Vân Hồ", "huyện Mộc Châu", "tỉnh Sơn La"]
    assert first_homes(text) == homes


def test_a_line_with_more_than_a_place_heads_nothing() -> None:
    text = (
        "Các sản phẩm đạt 4 sao gồm:\n\nĐường lên huyện Vân Hồ và huyện Mộc Châu đã rải nhựa\n\n"
        "- «Bún khô»"
    )
    assert first_homes(text) == NOWHERE


def test_a_line_opens_with_the_bare_name_of_its_district() -> None:
    text = "Các sản phẩm gồm:\n\n• Tuy Phong: «bún khô», «dầu mè».\n\n• Bắc Bình: «mật ong»."
    title = "Tỉnh Bình Thuận có thêm sản phẩm OCOP\n\n"
    homes = ["huyện Tuy Phong", "huyện Tuy Phong", "huyện Bắc Bình"]
    assert first_homes(text, title) == homes


# --- what the article is about --------------------------------------------------------------------


def test_the_commune_of_the_title_is_the_home() -> None:
    body = "Khách về từ khắp tỉnh Sơn La nếm «bún khô».\n\nHTX Gió Mới và Cơ sở Nắng Hồng cùng dự."
    title = "Xã Tô Múa lần đầu chấm điểm sản phẩm OCOP\n\n"
    assert first_homes(body, title) == ["xã Tô Múa"]
    bracket = "Sản phẩm của HTX Sen Hồng (xã Tô Múa) vào vòng chấm OCOP\n\n"
    assert first_homes(body, bracket) == NOWHERE


@pytest.mark.parametrize(
    "title",
    [
        "Xã Tô Múa và xã Chiềng Yên cùng chấm điểm sản phẩm OCOP",
        "Huyện Vân Hồ về xã Tô Múa chấm điểm sản phẩm OCOP",
    ],
)
def test_a_title_with_two_communes_or_a_district_before_is_not_about_one(title: str) -> None:
    body = (
        "\n\nHội đồng chấm «bún khô», «dầu mè», «mật ong», «tương nếp», «kẹo lạc»."
        "\n\nTrước đó, họ đã về huyện Mộc Châu."
    )
    assert not {*first_homes(body, title)} & {"xã Tô Múa", "xã Chiềng Yên"}


def test_the_one_district_of_the_opening_is_the_home() -> None:
    body = (
        "Hội đồng chấm «bún khô».\n\nTrước đó, họ đã về huyện Mộc Châu, huyện Yên Châu.\n\n"
        "HTX Gió Mới và Cơ sở Nắng Hồng cùng dự."
    )
    assert first_homes(body, "Huyện Vân Hồ chấm điểm sản phẩm OCOP\n\n") == ["huyện Vân Hồ"]


def test_in_a_portrait_the_commune_told_anywhere_is_the_home() -> None:
    body = (
        "HTX Sen Hồng có 12 người.\n\nHọ làm «bún khô».\n\n"
        "Ruộng lúa bên nhà văn hóa xã Tô Múa đã chín vàng."
    )
    title = "Tỉnh Sơn La có thêm sản phẩm OCOP\n\nBà con mừng vì hàng bán chạy.\n\n"
    assert first_homes(body, title) == ["xã Tô Múa"]
    further = body.replace("xã Tô Múa", "huyện Vân Hồ")
    assert first_homes(further, title) == ["huyện Vân Hồ"]
    two = title + body + "\n\nCơ sở Ba Én cũng mới mở."
    assert first_homes(two, "") == NOWHERE


def test_without_a_maker_what_is_first_told_behind_all_products_is_no_home() -> None:
    title = "Tỉnh Sơn La có thêm sản phẩm OCOP\n\nBà con mừng vì hàng bán chạy.\n\n"
    village = "Khu vườn hoa ở xã Tô Múa thì vừa đón khách."
    assert first_homes(f"Chợ bày «bún khô».\n\n{village}", title) == NOWHERE
    assert first_homes(f"{village}\n\nChợ bày «bún khô».", title) == ["xã Tô Múa"]


def test_the_province_with_most_of_the_places_named_is_the_articles() -> None:
    body = (
        "HTX Gió Mới và Cơ sở Nắng Hồng đón khách từ thành phố Hà Nội.\n\nHọ mua «bún khô».\n\n"
        "Đường qua huyện Vân Hồ, huyện Mộc Châu, huyện Yên Châu thuộc tỉnh Sơn La."
    )
    assert first_homes(body, "Thêm tin về Chương trình OCOP\n\n") == NOWHERE


def test_the_province_of_the_title_weighs_more_than_one_named_later() -> None:
    body = "Hội đồng chấm «bún khô».\n\nNgười thành phố Hà Nội mua nhiều, Hà Nội lại gần."
    assert first_homes(body) == NOWHERE


# --- homes that are only supposed -----------------------------------------------------------------


WEAK = (
    "Tỉnh Sơn La có thêm sản phẩm OCOP\n\nHuyện Vân Hồ có «bún khô».\n\n"
    "Đường vào xã Tô Múa mới rải nhựa.\n\nKhách từ huyện Mộc Châu đến đông.\n\n" + END
)


@pytest.mark.parametrize(
    ("weights", "home"),
    [
        ({"relation=same.district": 1.0}, ["huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"relation=inside it.commune": 1.0}, ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"relation=beside it.district": 1.0}, ["huyện Mộc Châu", "tỉnh Sơn La"]),
        ({"relation=above it.province": 1.0}, ["tỉnh Sơn La"]),
        ({"relation=same.opening.district": 1.0}, ["huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"title=True.province": 2.0, "relation=same.district": 1.0}, ["tỉnh Sơn La"]),
        ({"head=False.commune": 1.0}, ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"rivals=1.commune": 1.0}, ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"relation=same.district": 1.0, "relation=beside it.district": 2.0},
         ["huyện Mộc Châu", "tỉnh Sơn La"]),
    ],
)  # fmt: skip
def test_a_supposed_home_is_weighed_against_all_others(
    weights: Mapping[str, float], home: list[str]
) -> None:
    (product,) = linked(WEAK, weights)
    assert [place.name for place in product.places] == home


@pytest.mark.parametrize("told", ["«bún khô» (huyện Vân Hồ)", "«bún khô huyện Vân Hồ»"])
def test_a_home_that_the_text_tells_is_not_weighed(told: str) -> None:
    (product,) = linked(f"{TITLE}Có {told}.\n\nXã Tô Múa xa.", {"relation=inside it.commune": 9.0})
    assert product.places[0].name == "huyện Vân Hồ"


def test_a_home_told_of_one_mention_is_not_weighed_at_another() -> None:
    text = f"{TITLE}Chợ có «bún khô».\n\nBán «bún khô» (huyện Vân Hồ).\n\nXã Tô Múa xa."
    (product,) = linked(text, {"relation=inside it.commune": 9.0})
    assert product.places[0].name == "huyện Vân Hồ"


def test_a_home_told_as_well_as_supposed_is_not_weighed() -> None:
    text = f"{TITLE}Huyện Vân Hồ có «bún khô».\n\nBán «bún khô» (huyện Vân Hồ).\n\nXã Tô Múa xa."
    (product,) = linked(text, {"relation=inside it.commune": 9.0})
    assert product.places[0].name == "huyện Vân Hồ"


def test_a_home_taken_from_the_subject_is_weighed_as_such() -> None:
    text = f"{TITLE}Chợ có «bún khô».\n\nXã Tô Múa xa."
    (product,) = linked(text, {"relation=inside it.subject.commune": 1.0})
    assert product.places[0].name == "xã Tô Múa"


def test_a_chosen_home_brings_the_units_above_it() -> None:
    title = TITLE.replace("Sơn La", "Bến Tre")
    text = f"{title}Họ bày «bún khô».\n\nXã Tô Múa thuộc tỉnh Sơn La."
    (product,) = linked(text, {"relation=inside another.commune": 1.0, "head=False.commune": 1.0})
    assert [place.name for place in product.places] == ["xã Tô Múa", "tỉnh Sơn La"]


def test_the_country_is_nobodys_home() -> None:
    text = "Cả nước có thêm nhiều sản phẩm OCOP\n\nTỉnh Sơn La có «bún khô»."
    (product,) = linked(text, {})
    assert [place.name for place in product.places] == ["tỉnh Sơn La"]


def test_the_chosen_unit_is_shown_where_it_stands_last_before_the_product() -> None:
    text = (
        f"{TITLE}Xã Tô Múa xa. Xã Tô Múa đẹp.\n\n«Bún khô» và «dầu mè» ngon.\n\nXã Tô Múa đông vui."
    )
    (first, second) = linked(text, {"relation=inside it.commune": 9.0, "rivals=1.commune": 9.0})
    assert first.places[0].start == text.index("Xã Tô Múa đẹp")
    assert second.places[0] == first.places[0]


def test_the_shipped_weights_are_used_when_none_are_given() -> None:
    text = f"{TITLE}Huyện Vân Hồ có «bún khô» và «dầu mè» đạt 4 sao."
    assert {p.places[0].name for p in linked(text, None)} == {"huyện Vân Hồ"}
    assert {p.places[0].name for p in linked(text, {})} == {"tỉnh Sơn La"}


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("Huyện Vân Hồ có «bún khô», huyện Mai Sơn có «dầu mè».",
         ["huyện Vân Hồ", "huyện Mai Sơn"]),
        ("Danh sách cho thấy huyện Vân Hồ đứng đầu với 2 sản phẩm gồm: «bún khô»; «dầu mè».",
         ["huyện Vân Hồ"] * 2),
        ("Sản phẩm OCOP của huyện Vân Hồ gồm: «bún khô», «dầu mè».", ["huyện Vân Hồ"] * 2),
        ("Đợt 1 năm 2024 huyện Vân Hồ có 2 sản phẩm dự chấm. Đó là «bún khô» và «dầu mè».",
         ["huyện Vân Hồ"] * 2),
        ("Gồm «bưởi da xanh» - xã Tô Múa; «nhung hươu»; «rượu mơ».",
         ["xã Tô Múa", "tỉnh Sơn La", "tỉnh Sơn La"]),
        ("Các sản phẩm gồm:\n\nHuyện Vân Hồ\n\n- «Bún khô»\n\nHuyện Mai Sơn\n\n- «Dầu mè»",
         ["huyện Vân Hồ", "huyện Mai Sơn"]),
        ("Đã chấm.\n\nI. Huyện Vân Hồ\n\n- «Bún khô»\n\nII. Huyện Mai Sơn\n\n- «Dầu mè»",
         ["huyện Vân Hồ", "huyện Mai Sơn"]),
    ],
)  # fmt: skip
def test_a_unit_that_has_a_list_is_its_home_and_one_behind_a_product_is_not(
    text: str, homes: list[str]
) -> None:
    assert first_homes(text) == homes


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("HTX Gió Mới (xã Tô Múa) có các sản phẩm như «bún khô», «dầu mè» (huyện Mai Sơn).",
         ["xã Tô Múa", "huyện Mai Sơn"]),
        ("Gồm «bún khô», «dầu mè» và «mật ong», lần lượt ở xã Tô Múa, xã Chiềng Yên, xã Tô Múa.",
         ["xã Tô Múa", "xã Chiềng Yên", "xã Tô Múa"]),
        ("Gồm «bún khô» của huyện Mai Sơn và hai món ở xã Tô Múa (Vân Hồ) là «dầu mè», «tỏi đen».",
         ["huyện Mai Sơn", "xã Tô Múa", "xã Tô Múa"]),
        ("Gồm «bún khô» của HTX Gió Mới, «dầu mè» của Cơ sở Nắng Hồng (cùng ở xã Tô Múa); «tỏi».",
         ["xã Tô Múa", "xã Tô Múa", "tỉnh Sơn La"]),
        ("Gồm «bún khô», Cơ sở Nắng Hồng; «dầu mè», HTX Gió Mới, cùng ở xã Tô Múa; «tỏi đen».",
         ["xã Tô Múa", "xã Tô Múa", "tỉnh Sơn La"]),
        ("Gồm «bún khô» của Cơ sở Nắng Hồng, «dầu mè» (xã Tô Múa); «tỏi đen» (xã Chiềng Yên).",
         ["xã Tô Múa", "xã Tô Múa", "xã Chiềng Yên"]),
        ("Nhờ vậy «bún khô» và «dầu mè» của đơn vị, nay đóng tại xã Tô Múa, còn bán được.",
         ["xã Tô Múa", "xã Tô Múa"]),
        ("Có bà Lò Thị Ban Mai (xã Tô Múa) với «bún khô»; ông Hà Văn Sơ (xã Tân Lập) với «tỏi».",
         ["xã Tô Múa", "xã Tân Lập"]),
        ("Có «bún khô», «dầu mè» của huyện Vân Hồ và hai món ở xã Tô Múa là «tỏi», «rượu mơ».",
         ["huyện Vân Hồ", "huyện Vân Hồ", "xã Tô Múa", "xã Tô Múa"]),
        ("Gồm «bún khô» (do UBND huyện Vân Hồ công nhận); «dầu mè».", NOWHERE * 2),
        ("Có (thêm «tỏi»; «bún khô», «dầu mè») và một món («mật ong» của HTX Gió Mới, xã Tô Múa).",
         ["tỉnh Sơn La", "tỉnh Sơn La", "tỉnh Sơn La", "xã Tô Múa"]),
        ("Huyện Vân Hồ: «bún khô» của Cơ sở Nắng Hồng, phường 2. Huyện Mai Sơn: «dầu mè».",
         ["phường 2", "huyện Mai Sơn"]),
        ("HÀ NỘI - Tại hội chợ có «bún khô» và «dầu mè».", NOWHERE * 2),
    ],
)  # fmt: skip
def test_a_unit_is_the_home_of_those_it_is_told_of(text: str, homes: list[str]) -> None:
    assert first_homes(text) == homes


def test_a_cooperative_of_another_district_is_not_the_maker_of_like_name() -> None:
    text = (
        "Gồm «bún khô» (HTX Tân Thành, huyện Vân Hồ); "
        "«dầu mè» (HTX Nông nghiệp Tân Sơn, xã Tô Múa, huyện Mai Sơn)."
    )
    assert first_homes(text) == ["huyện Vân Hồ", "xã Tô Múa"]


def test_an_article_is_about_none_of_the_communes_of_a_roll() -> None:
    text = (
        "Huyện Vân Hồ có thêm 2 sản phẩm OCOP\n\n"
        "Huyện Vân Hồ mời HTX Gió Mới. Ba xã (Tô Múa, Chiềng Yên và Song Khủa) cùng dự thi.\n\n"
        "Đó là «bún khô» và «dầu mè»."
    )
    assert homes_of(text)["bún khô"][0] == "huyện Vân Hồ"


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        ("named.district", "Chợ bày «bún khô Vân Hồ».\n\nHuyện Mai Sơn, huyện Vân Hồ đều xa."),
        ("office.district", "Chợ bày «bún khô».\n\nHuyện Mai Sơn xa, UBND huyện Vân Hồ nói."),
        ("homes=some.district",
         "Có «mật ong» (huyện Vân Hồ), «tỏi đen» (xã Phiêng Khoài).\n\nChợ bày «bún khô».\n\n"
         "Huyện Mai Sơn xa."),
        ("beside=after.1.none.supposed=False.district",
         "Huyện Mai Sơn xa.\n\nChợ bày «dầu mè» và «bún khô». Ở đây là huyện Vân Hồ."),
        ("crowd=1.makers=0.district", "Chợ bày «bún khô».\n\nHuyện Vân Hồ xa."),
        ("supposed=False.crowd=1.district", "Chợ bày «bún khô».\n\nHuyện Vân Hồ xa."),
    ],
)  # fmt: skip
def test_what_speaks_for_a_unit_makes_it_the_home(trait: str, text: str) -> None:
    weights = {"relation=above it.province": 0.1, "relation=same.province": 0.1, trait: 9.0}
    product = next(p for p in linked(TITLE + text, weights) if p.mention.name.startswith("bún khô"))
    assert product.places[0].name == "huyện Vân Hồ"


def test_the_one_unit_told_under_a_numbered_product_is_its_home() -> None:
    text = (
        "Quà mang về từ Sơn La gồm có những món sau đây\n\n"
        "1. «Bún khô»\nSợi dai. Các cô ở xã Tô Múa làm, bán quanh năm.\n\n"
        "2. «Dầu mè»\nThơm. Mua ở huyện Mai Sơn hay huyện Mộc Châu đều được.\n\n"
        "3. «Tỏi đen»\nCay. Huyện Vân Hồ có nhiều."
    )
    homes = homes_of(text)
    assert homes["Bún khô"][0] == "xã Tô Múa"
    assert "huyện Mai Sơn" not in homes["Dầu mè"]
    assert "huyện Vân Hồ" not in homes["Tỏi đen"]


def test_a_story_that_names_three_districts_alike_is_about_none_of_them() -> None:
    text = (
        "Chuyện làng nghề bên dòng sông quê\n\nNghề này đã có từ lâu.\n\nỞ tỉnh Sơn La, HTX Gió "
        "Mới bán «mật ong».\n\nKhách từ huyện Vân Hồ tới. Bạn hàng huyện Mai Sơn thích. "
        "Người huyện Mộc Châu khen."
    )
    assert homes_of(text)["mật ong"][0] == "tỉnh Sơn La"


def test_what_several_units_have_together_is_from_what_is_above_them() -> None:
    text = "Xã Tô Múa và xã Chiềng Yên có «bún khô», «dầu mè».\n\nXã Lóng Phiêng: «mật ong»."
    assert first_homes(text) == [*NOWHERE * 2, "xã Lóng Phiêng"]


def test_units_told_with_the_one_above_them_are_from_that_one() -> None:
    text = "Xã Tô Múa và xã Chiềng Yên, huyện Vân Hồ có các món: «bún khô», «dầu mè»."
    assert first_homes(text) == ["huyện Vân Hồ"] * 2


def test_the_unit_with_most_products_opens_their_list() -> None:
    text = "Trong 9 sản phẩm mới, huyện Vân Hồ nhiều nhất với 2 món: «bún khô», «dầu mè»."
    assert first_homes(text) == ["huyện Vân Hồ"] * 2


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("Huyện Vân Hồ 2 sản phẩm («bún khô», «dầu mè»), huyện Mai Sơn 1 sản phẩm («mật ong»).",
         ["huyện Vân Hồ", "huyện Vân Hồ", "huyện Mai Sơn"]),
        ("Huyện Vân Hồ nổi bật với «bún khô», «dầu mè», còn huyện Mai Sơn nổi tiếng với «mật ong».",
         ["huyện Vân Hồ", "huyện Vân Hồ", "huyện Mai Sơn"]),
        ("Hai sản phẩm của huyện Vân Hồ là «bún khô», «dầu mè» và một sản phẩm của huyện Mai Sơn "
         "là «mật ong».", ["huyện Vân Hồ", "huyện Vân Hồ", "huyện Mai Sơn"]),
        ("«Bún khô» được làm tại huyện Vân Hồ, «mật ong» được nuôi ở huyện Mai Sơn.",
         ["huyện Vân Hồ", "huyện Mai Sơn"]),
        ("«Bún khô» (4 sao, huyện Vân Hồ), «mật ong» (3 sao, huyện Mai Sơn).",
         ["huyện Vân Hồ", "huyện Mai Sơn"]),
        ("«Bún khô» (gói 500 g), «dầu mè» (chai 250 ml) - huyện Vân Hồ.", ["huyện Vân Hồ"] * 2),
    ],
)  # fmt: skip
def test_units_are_told_in_the_words_of_many_papers(text: str, homes: list[str]) -> None:
    assert first_homes(text) == homes
