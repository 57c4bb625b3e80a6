"""Where products are from by a place before them: it opens their sentence or heads their list."""

import pytest

from tests.linked import NOWHERE, SON_LA, first_homes, homes_of


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
    text = SON_LA + "Huyện Vân Hồ có «bún khô» (xã Tô Múa)."
    assert homes_of(text) == {"bún khô": ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]}


def test_a_title_of_places_heads_no_list() -> None:
    text = SON_LA.split("\n\n", 1)[1] + "Hội đồng chấm «bún khô» của tỉnh Sơn La."
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


def test_the_unit_with_most_products_opens_their_list() -> None:
    text = "Trong 9 sản phẩm mới, huyện Vân Hồ nhiều nhất với 2 món: «bún khô», «dầu mè»."
    assert first_homes(text) == ["huyện Vân Hồ"] * 2


def test_what_several_units_have_together_is_from_what_is_above_them() -> None:
    text = "Xã Tô Múa và xã Chiềng Yên có «bún khô», «dầu mè».\n\nXã Lóng Phiêng: «mật ong»."
    assert first_homes(text) == [*NOWHERE * 2, "xã Lóng Phiêng"]


def test_units_told_with_the_one_above_them_are_from_that_one() -> None:
    text = "Xã Tô Múa và xã Chiềng Yên, huyện Vân Hồ có các món: «bún khô», «dầu mè»."
    assert first_homes(text) == ["huyện Vân Hồ"] * 2
