"""Stars told of a product under a short form of its name, or by its place in a list."""

import pytest

from tests.linked import linked, news, stars_of

Stars = dict[str, int | None]


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("Cơ sở làm «túi cỏ bàng», «nón lá buông». Năm nay túi được 4 sao, nón 3 sao.",
         {"túi cỏ bàng": 4, "nón lá buông": 3}),
        ("Xưởng có «trà túi lọc dây thìa canh» và «trà hoa vàng». Trà thìa canh đạt 4 sao.",
         {"trà túi lọc dây thìa canh": 4, "trà hoa vàng": None}),
        ("HTX có «trà tâm sen», «mứt hạt sen». Tỉnh công nhận tâm sen đạt 4 sao, mứt đạt 3 sao.",
         {"trà tâm sen": 4, "mứt hạt sen": 3}),
        ("Xưởng nấu «thạch đen đóng hộp», «bột thạch đen». Loại đóng hộp 4 sao, loại bột 3 sao.",
         {"thạch đen đóng hộp": 4, "bột thạch đen": 3}),
        ("Bà dệt «khăn choàng thổ cẩm». UBND tỉnh trao chứng nhận 4 sao OCOP cho chiếc khăn.",
         {"khăn choàng thổ cẩm": 4}),
    ],
)  # fmt: skip
def test_a_part_of_a_name_is_that_product(text: str, stars: Stars) -> None:
    assert stars_of(text) == stars


def test_a_part_of_two_names_is_neither() -> None:
    text = "Xưởng có «trà hoa vàng», «trà gừng». Trà đạt 4 sao."
    assert stars_of(text) == {"trà hoa vàng": None, "trà gừng": None}


def test_the_beginning_of_a_longer_name_is_another_thing() -> None:
    text = "Xưởng có «trà hoa vàng», «mứt gừng». Riêng trà xanh đạt 4 sao."
    assert stars_of(text) == {"trà hoa vàng": None, "mứt gừng": None}


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("Cô bán «tép rang», «mắm cá», «tôm khô». Hai món đầu được chứng nhận 3 sao.",
         {"tép rang": 3, "mắm cá": 3, "tôm khô": None}),
        ("Vườn có «bún khô», «dầu mè», «mật ong», «tương nếp»; hai loại đầu 4 sao, "
         "hai loại sau 3 sao.", {"bún khô": 4, "dầu mè": 4, "mật ong": 3, "tương nếp": 3}),
        ("Chị làm «bún khô», rồi «dầu mè».\n\nCả hai đạt 4 sao.", {"bún khô": 4, "dầu mè": 4}),
        ("Chị có «bún khô» và «dầu mè». Sản phẩm đầu đạt 4 sao, sản phẩm sau đạt 3 sao.",
         {"bún khô": 4, "dầu mè": 3}),
        ("Chị có «bún khô», «dầu mè», «mật ong». Món thứ hai đạt 4 sao.",
         {"bún khô": None, "dầu mè": 4, "mật ong": None}),
        ("Có «bún khô», «dầu mè», «mật ong». Hai sản phẩm này đạt 4 sao.",
         {"bún khô": None, "dầu mè": None, "mật ong": None}),
    ],
)  # fmt: skip
def test_places_in_the_list_just_told(text: str, stars: Stars) -> None:
    assert stars_of(text) == stars


def test_one_of_the_first_products_of_a_district_counts_no_list() -> None:
    text = "«Bún khô» và «dầu mè» là những sản phẩm đầu tiên của huyện có OCOP 3 sao."
    assert stars_of(text) == {"Bún khô": 3, "dầu mè": 3}


def test_a_short_form_is_no_product_of_its_own_and_the_name_stands_where_it_was_first() -> None:
    found = linked(news("Cơ sở làm «túi cỏ bàng». Năm nay túi được 4 sao."))
    assert [(p.mention.name, p.mention.rule) for p in found] == [("túi cỏ bàng", "test")]
