"""Where each product is from, told behind it, behind its maker or in its name."""

import pytest

from tests.linked import NOWHERE, SON_LA, first_homes, homes_of


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
    text = SON_LA + "Đó là «bún khô» (xã Tô Múa, huyện Vân Hồ, tỉnh Sơn La)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]}


def test_places_side_by_side_are_no_chain() -> None:
    text = SON_LA + "Đó là «bún khô» (xã Tô Múa, xã Chiềng Yên)."
    assert homes_of(text)["bún khô"][0] == "xã Tô Múa"
    assert "xã Chiềng Yên" not in homes_of(text)["bún khô"]


def test_a_place_that_is_only_near_is_no_part_of_the_chain() -> None:
    text = SON_LA + "Đó là «bún khô» (xã Tô Múa, giáp huyện Mộc Châu)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa", "tỉnh Sơn La"]}


def test_a_commune_of_no_list_is_let_pass() -> None:
    text = SON_LA + "Đó là «bún khô» (xã Phú Lìn)."
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


def test_of_all_places_told_of_a_product_the_most_specific_holds() -> None:
    text = (
        "Chợ bày «bún khô» của huyện Vân Hồ, «dầu mè» của huyện Mộc Châu.\n\n"
        "«Bún khô» của xã Tô Múa đắt khách."
    )
    assert first_homes(text) == ["xã Tô Múa", "huyện Mộc Châu"]


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


def test_a_cooperative_of_another_district_is_not_the_maker_of_like_name() -> None:
    text = (
        "Gồm «bún khô» (HTX Tân Thành, huyện Vân Hồ); "
        "«dầu mè» (HTX Nông nghiệp Tân Sơn, xã Tô Múa, huyện Mai Sơn)."
    )
    assert first_homes(text) == ["huyện Vân Hồ", "xã Tô Múa"]
