"""Which stars an analyst sees beside each product, where sentences give them."""

import pytest

from extractors.models import Status
from tests.linked import linked, news, stars_of

Stars = dict[str, int | None]


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("«Bún khô», «dầu mè» và «mật ong» đạt 4 sao.", {"Bún khô": 4, "dầu mè": 4, "mật ong": 4}),
        ("Có «bún khô» (4 sao), «dầu mè» (3 sao).", {"bún khô": 4, "dầu mè": 3}),
        ("Có «bún khô» (4 sao), «dầu mè» và «mật ong» (đều 3 sao).",
         {"bún khô": 4, "dầu mè": 3, "mật ong": 3}),
        ("Có «bún khô» của HTX Sen Hồng, «dầu mè» của hộ Lò Thị Đôi cùng đạt 4 sao.",
         {"bún khô": 4, "dầu mè": 4}),
        ("Có «bún khô» còn «dầu mè» đạt 3 sao.", {"bún khô": None, "dầu mè": 3}),
        ("Riêng «bún khô» đạt 4 sao, còn «dầu mè» đạt 3 sao.", {"bún khô": 4, "dầu mè": 3}),
        ("Chợ bán «bún khô». «Dầu mè» đạt 4 sao.", {"bún khô": None, "Dầu mè": 4}),
        ("«Bún khô» đạt 4 sao, ngoài ra chợ có «dầu mè».", {"Bún khô": 4, "dầu mè": None}),
        ("«Bún khô» (một trong 2 sản phẩm 4 sao của xã) ngon.", {"Bún khô": 4}),
        ("Xã có 2 sản phẩm nhưng chỉ «bún khô» đạt 4 sao.", {"bún khô": 4}),
    ],
)  # fmt: skip
def test_stars_behind_products(text: str, stars: Stars) -> None:
    assert stars_of(text) == stars


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("Huyện có 2 sản phẩm 4 sao gồm: «bún khô»; «dầu mè».", {"bún khô": 4, "dầu mè": 4}),
        ("Xã có 2 sản phẩm 4 sao («bún khô», «dầu mè») và 1 sản phẩm 3 sao («mật ong»).",
         {"bún khô": 4, "dầu mè": 4, "mật ong": 3}),
        ("Có 2 sản phẩm 4 sao là «bún khô», «dầu mè» và 1 sản phẩm 3 sao là «tương nếp».",
         {"bún khô": 4, "dầu mè": 4, "tương nếp": 3}),
        ("4 sao có «bún khô» và «dầu mè»; 3 sao có «mật ong».",
         {"bún khô": 4, "dầu mè": 4, "mật ong": 3}),
        ("Chợ có hàng OCOP 4 sao «bún khô» và hàng OCOP 3 sao «dầu mè».",
         {"bún khô": 4, "dầu mè": 3}),
        ("Hàng OCOP 4 sao như «bún khô», «dầu mè» bán chạy.", {"bún khô": 4, "dầu mè": 4}),
        ("Ngoài «mật ong», xã có 2 sản phẩm 4 sao gồm «bún khô», «dầu mè».",
         {"mật ong": None, "bún khô": 4, "dầu mè": 4}),
        ("Món rượu đạt OCOP 4 sao; chợ còn có «bún khô».", {"bún khô": None}),
    ],
)  # fmt: skip
def test_stars_before_products(text: str, stars: Stars) -> None:
    assert stars_of(text) == stars


def test_a_number_of_rated_products_does_not_rate_those_named_beside_it() -> None:
    text = "Nơi làm «bún khô» có 12 sản phẩm đạt 4 sao nhờ «dầu mè»."
    assert stars_of(text) == {"bún khô": None, "dầu mè": None}


def test_one_rating_closes_a_list_parted_by_semicolons() -> None:
    text = "Gồm: «bún khô» (xã Tân Lộc); «dầu mè» (xã Tân Bình); «mật ong» (xã Tân Lập) đạt 3 sao."
    assert stars_of(text) == {"bún khô": 3, "dầu mè": 3, "mật ong": 3}


def test_an_apposition_is_of_the_last_product_alone() -> None:
    text = "Chợ có «bún khô», «dầu mè» và «mật ong» – sản phẩm hạng 5 sao."
    assert stars_of(text) == {"bún khô": None, "dầu mè": None, "mật ong": 5}


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("«Bún khô» và «dầu mè» lần lượt đạt 4 sao và 3 sao.", [4, 3]),
        ("«Bún khô» và «dầu mè», lần lượt 4 sao và 3 sao.", [4, 3]),
        ("«Bún khô», «dầu mè», «mật ong» lần lượt đạt 5, 4 và 3 sao.", [5, 4, 3]),
        ("«Bún khô», «dầu mè», «mật ong» lần lượt đạt 4 và 3 sao.", [None] * 3),
        ("«Bún khô», «dầu mè» đạt 3 và 4 sao.", [None, None]),
    ],
)
def test_levels_in_the_order_of_their_products(text: str, stars: list[int | None]) -> None:
    assert list(stars_of(text).values()) == stars


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("Có «bún khô» 4 sao, «dầu mè» 3 sao.", {"bún khô": 4, "dầu mè": 3}),
        ("«Bún khô» đạt 4 sao, «dầu mè» còn chờ.", {"Bún khô": 4, "dầu mè": None}),
        ("«Bún khô» đạt 4 sao; cốm tươi 3 sao.", {"Bún khô": 4}),
        ("«Bún khô» đạt 3 sao năm 2021, được tỉnh (cũ) nâng lên 4 sao.", {"Bún khô": 4}),
        ("«Bún khô» (4 sao - do tỉnh công nhận, nâng hạng từ 3 sao).", {"Bún khô": 4}),
        ("Xã có 2 sản phẩm 4 sao: «bún khô» và «dầu mè» (tái công nhận đạt 3 sao).",
         {"bún khô": 4, "dầu mè": 3}),
        ("Xã có 19 sản phẩm OCOP, trong đó «bún khô» là sản phẩm 5 sao.", {"bún khô": 5}),
        ("«Bún khô» không đạt; «dầu mè» và «mật ong» đạt 3 sao.",
         {"Bún khô": None, "dầu mè": 3, "mật ong": 3}),
        ("Kỳ này «bún khô» bị loại, «dầu mè» đạt 3 sao.", {"bún khô": None, "dầu mè": 3}),
        ("Năm ngoái «bún khô» chưa đạt, năm nay đạt 3 sao.", {"bún khô": 3}),
    ],
)  # fmt: skip
def test_a_rating_stays_with_its_own_product(text: str, stars: Stars) -> None:
    assert stars_of(text) == stars


def test_a_maker_is_in_the_list_of_a_rating_with_its_product() -> None:
    text = "HTX Sen Hồng có tên trong danh sách 3 sao OCOP của tỉnh với «bún khô»."
    assert stars_of(text) == {"bún khô": 3}


@pytest.mark.parametrize(
    "text",
    [
        "HTX Sen Hồng có tên trong nhóm 4 sao nhờ «bún khô».",
        "Bảng vàng 4 sao năm nay gọi tên «bún khô».",
        "Chứng nhận 4 sao được trao cho «bún khô».",
        "Giấy chứng nhận OCOP 4 sao về tay «bún khô» hồi tháng 5.",
    ],
)
def test_a_rating_is_told_before_whom_it_goes_to(text: str) -> None:
    assert stars_of(text) == {"bún khô": 4}


# --- in a later sentence --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("«Bún khô» làm từ gạo mới. Sản phẩm này được công nhận OCOP 4 sao.", {"Bún khô": 4}),
        ("«Bún khô» làm từ gạo mới. Bà con mừng. Năm 2024 được xếp hạng 4 sao.", {"Bún khô": 4}),
        ("Xã có «bún khô» và «dầu mè». Chấm xong, cả hai sản phẩm đều đạt OCOP 3 sao.",
         {"bún khô": 3, "dầu mè": 3}),
        ("Xã có «bún khô» và «dầu mè». Sản phẩm này được công nhận OCOP 4 sao.",
         {"bún khô": None, "dầu mè": None}),
        ("«Bún khô» ra đời đã lâu. Năm 2019 đạt OCOP 3 sao, đầu năm 2024 được nâng hạng lên 4 sao.",
         {"Bún khô": 4}),
        ("Năm 2023 «bún khô» được công nhận OCOP 3 sao. Vừa qua sản phẩm được nâng lên 4 sao;"
         " cùng kỳ, «dầu mè» đạt 3 sao.", {"bún khô": 4, "dầu mè": 3}),
        ("«Bún khô» ngon. Huyện có 12 sản phẩm đạt 4 sao.", {"Bún khô": None}),
        ("«Bún khô» ngon. Hàng OCOP 4 sao bày đầy chợ.", {"Bún khô": None}),
        ("«Bún khô» ngon. Năm nay được công nhận OCOP 4 sao: kẹo và nón.", {"Bún khô": None}),
        ("«Bún khô» ngon. Năm nay được công nhận OCOP 4 sao: «dầu mè».",
         {"Bún khô": None, "dầu mè": 4}),
    ],
)  # fmt: skip
def test_a_rating_of_what_was_just_named(text: str, stars: Stars) -> None:
    assert stars_of(text) == stars


FAR = " Gạo cũng ngon. Nắng đẹp. Bà con mừng. Khách đông."


def test_this_product_far_behind_is_the_one_the_text_is_about() -> None:
    text = f"«Bún khô Ba Én» bán chạy, «dầu mè» cũng vậy. «Bún khô Ba Én» thơm.{FAR} "
    assert stars_of(text + "Sản phẩm này đạt OCOP 4 sao.") == {"Bún khô Ba Én": 4, "dầu mè": None}
    without = stars_of(text + "Nhiều món đạt OCOP 4 sao.")
    assert without == {"Bún khô Ba Én": None, "dầu mè": None}


def test_a_bare_word_is_not_what_the_text_is_about() -> None:
    text = f"«Gạo» tốt cho «bún khô Ba Én». «Gạo» trồng trên nương, «gạo» thơm.{FAR} "
    stars = stars_of(text + "Sản phẩm này đạt OCOP 4 sao.")
    assert stars == {"Gạo": None, "bún khô Ba Én": 4}


def test_the_only_product_is_meant_from_afar() -> None:
    text = f"«Bún khô Ba Én» bán chạy.{FAR} Năm 2024 được công nhận OCOP 4 sao."
    assert stars_of(text) == {"Bún khô Ba Én": 4}


def test_a_caption_between_is_looked_over() -> None:
    text = (
        "«Bún khô» làm từ gạo mới.\n\n«Dầu mè» ở chợ. Ảnh: Hoa Sen\n\nSản phẩm này đạt OCOP 4 sao."
    )
    assert stars_of(text) == {"Bún khô": 4, "Dầu mè": None}


@pytest.mark.parametrize("rated", ["đều đạt 3 sao", "3 sao"])
def test_the_rest_of_those_listed(rated: str) -> None:
    text = (
        "Xã có «bún khô», «dầu mè», «mật ong», «tương nếp».\n\n"
        f"Trong đó «bún khô» đạt 4 sao, các sản phẩm còn lại {rated}."
    )
    assert stars_of(text) == {"bún khô": 4, "dầu mè": 3, "mật ong": 3, "tương nếp": 3}


def test_the_rest_are_those_without_stars() -> None:
    text = "Xã có «bún khô» (5 sao), «dầu mè», «mật ong».\n\nCác sản phẩm còn lại đều đạt 3 sao."
    assert stars_of(text) == {"bún khô": 5, "dầu mè": 3, "mật ong": 3}


def test_the_rest_beside_a_number_are_nobody_known() -> None:
    text = (
        "Xã có «bún khô», «dầu mè», «mật ong».\n\n"
        "Trong đó 2 sản phẩm đạt 4 sao, các sản phẩm còn lại được 3 sao."
    )
    assert set(stars_of(text).values()) == {None}


def test_all_of_what_was_listed_before() -> None:
    text = (
        "Gian hàng có «bún khô», «mật ong».\n\nToàn là hàng có chứng nhận OCOP 4 sao, như «dầu mè»."
    )
    assert stars_of(text) == {"bún khô": 4, "mật ong": 4, "dầu mè": 4}


# --- what holds, and what does not ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stars", "status"),
    [
        ("«Bún khô» đạt 4 sao.", 4, Status.ACHIEVED),
        ("«Bún khô» phấn đấu đạt 5 sao.", None, Status.TARGET),
        ("«Bún khô» là sản phẩm tiềm năng 5 sao.", None, Status.TARGET),
        ("«Bún khô» được đề nghị công nhận 4 sao.", None, Status.TARGET),
        ("«Bún khô» không đạt 4 sao.", None, Status.FAILED),
        ("«Bún khô» được nâng từ 3 sao lên 4 sao.", 4, Status.UPGRADED),
        ("«Bún khô» bị hạ từ 4 sao xuống 3 sao.", 3, Status.DOWNGRADED),
        ("«Bún khô» bị thu hồi chứng nhận 3 sao.", 3, Status.REVOKED),
        ("«Bún khô» có chứng nhận 3 sao đã hết hạn.", 3, Status.EXPIRED),
        ("«Bún khô» dự nâng hạng từ 4 sao lên 5 sao.", 4, Status.TARGET),
        ("«Bún khô» đạt từ 3 sao trở lên.", None, Status.ACHIEVED),
    ],
)
def test_only_what_was_given_is_a_rating(text: str, stars: int | None, status: Status) -> None:
    (product,) = linked(news(text))
    assert (product.stars, product.status) == (stars, status)


@pytest.mark.parametrize(
    ("text", "stars", "status"),
    [
        ("«Bún khô» đạt 3 sao. Năm nay «bún khô» được nâng hạng lên 4 sao.", 4, Status.UPGRADED),
        ("«Bún khô» đạt 3 sao. Năm nay «bún khô» phấn đấu đạt 4 sao.", 3, Status.ACHIEVED),
        ("«Bún khô» đạt 3 sao. Chấm lại, «bún khô» không đạt 4 sao.", 3, Status.ACHIEVED),
    ],
)
def test_the_later_rating_that_was_given_holds(text: str, stars: int, status: Status) -> None:
    (product,) = linked(news(text))
    assert (product.stars, product.status) == (stars, status)
