"""Which stars an analyst sees beside the products of a list: those of its heading or of the batch
that the article reports."""

import pytest

from extractors.models import Status
from tests.linked import linked, news, stars_of


def test_lines_under_a_heading_have_its_stars() -> None:
    text = (
        "Các sản phẩm đạt 4 sao:\n\n1. «Bún khô»\n\n2. «Dầu mè» của HTX Sen Hồng\n\n"
        "Các sản phẩm đạt 3 sao:\n\n3. «Mật ong»\n\n4. «Tương nếp»"
    )
    assert stars_of(text) == {"Bún khô": 4, "Dầu mè": 4, "Mật ong": 3, "Tương nếp": 3}


def test_districts_part_a_list_but_not_its_stars() -> None:
    text = (
        "Các sản phẩm OCOP đạt 3 sao gồm:\n\nHUYỆN LONG ĐIỀN\n\n- «Bún khô»\n\n- «Dầu mè»\n\n"
        "HUYỆN ĐẤT ĐỎ\n\n- «Mật ong»\n\n- «Tương nếp»"
    )
    assert set(stars_of(text).values()) == {3}


def test_a_caption_does_not_part_the_lines_under_a_heading() -> None:
    text = "Các sản phẩm đạt 4 sao:\n\n1. «Bún khô»\n\n«Mật ong» ở chợ. Ảnh: Hoa Sen\n\n2. «Dầu mè»"
    assert stars_of(text) == {"Bún khô": 4, "Mật ong": None, "Dầu mè": 4}


def test_a_rated_product_is_no_heading() -> None:
    text = "Ngon nhất là «bún khô», đạt 4 sao.\n\n- «Dầu mè»\n\n- «Mật ong»"
    assert stars_of(text) == {"bún khô": 4, "Dầu mè": None, "Mật ong": None}


def test_running_text_ends_what_a_heading_rates() -> None:
    text = (
        "Các sản phẩm đạt 4 sao:\n\n1. «Bún khô»\n\nBà con mừng vì hàng bán chạy.\n\n"
        "Chợ Tân Lộc còn bày «dầu mè» cho khách."
    )
    assert stars_of(text) == {"Bún khô": 4, "dầu mè": None}


def test_a_sentence_that_is_no_item_has_no_stars_of_the_heading() -> None:
    text = "Các sản phẩm đạt 4 sao:\n\nBà con bản Lìn vẫn quen dùng «dầu mè» nấu ăn"
    assert stars_of(text) == {"dầu mè": None}


def test_lines_under_a_product_rate_it() -> None:
    text = (
        "1. «Bún khô»\n\nSợi dai, nấu không nát. Của HTX Sen Hồng, có OCOP 4 sao.\n\n"
        "2. «Dầu mè»\n\nLoại chai nhỏ. Cũng 3 sao."
    )
    found = {p.mention.name: p for p in linked(news(text))}
    assert {name: p.stars for name, p in found.items()} == {"Bún khô": 4, "Dầu mè": 3}
    maker = found["Bún khô"].producer
    assert maker is not None
    assert maker.name == "HTX Sen Hồng"


def test_the_new_result_of_a_line_holds() -> None:
    text = (
        "- «Bún khô», xã Tân Lộc. Kết quả cũ: 3 sao. Kết quả mới: 4 sao\n\n- «Dầu mè», xã Tân Bình"
    )
    assert stars_of(text) == {"Bún khô": 4, "Dầu mè": None}


def test_an_aim_under_a_heading_is_no_rating() -> None:
    text = "Các sản phẩm phấn đấu đạt 4 sao:\n\n1. «Bún khô»\n\n2. «Dầu mè»"
    assert stars_of(text) == {"Bún khô": None, "Dầu mè": None}


BATCH = "Tỉnh vừa trao chứng nhận cho {} sản phẩm đạt 4 sao.\n\nBà con mừng vì bán chạy hơn.\n\n"


@pytest.mark.parametrize("number", ["3", "03", "ba"])
def test_the_batch_reported_is_the_one_listed_later(number: str) -> None:
    text = BATCH.format(number) + "Đó là: «bún khô»; «dầu mè»; «mật ong»."
    assert set(stars_of(text).values()) == {4}


@pytest.mark.parametrize(
    "list_of_three",
    [
        "1. «Bún khô»\n\n2. «Dầu mè»\n\n3. «Mật ong»",
        "Xã Tân Lộc: «bún khô»; «dầu mè»; «mật ong».",
        "Cụ thể có «bún khô», «dầu mè», «mật ong».",
    ],
)
def test_lists_that_tell_of_a_batch(list_of_three: str) -> None:
    assert list(stars_of(BATCH.format(3) + list_of_three).values()) == [4, 4, 4]


def test_a_product_of_the_batch_keeps_the_stars_of_its_own() -> None:
    text = BATCH.format(3) + "Đó là: «bún khô» (5 sao); «dầu mè»; «mật ong»."
    assert stars_of(text) == {"bún khô": 5, "dầu mè": 4, "mật ong": 4}


@pytest.mark.parametrize(
    "text",
    [
        BATCH.format(2) + "Đó là: «bún khô»; «dầu mè»; «mật ong»; «tương nếp».",
        BATCH.format("hai") + "Đó là: «bún khô»; «dầu mè»; «mật ong»; «tương nếp».",
        "Có 6 sản phẩm đạt 4 sao; số còn lại được 3 sao.\n\nBà con mừng.\n\n"
        "Đó là: «bún khô»; «dầu mè»; «mật ong».",
        "Có 8 sản phẩm đạt 3 sao. Có thêm 9 sản phẩm đạt 4 sao.\n\nBà con mừng.\n\n"
        "Đó là: «bún khô»; «dầu mè»; «mật ong».",
        "Chợ đông. Trời nắng. Hàng nhiều. Khách vui. Bà con mừng. Trẻ em hát.\n\n"
        + BATCH.format(12)
        + "Đó là: «bún khô»; «dầu mè»; «mật ong».",
        BATCH.format(512) + "Đó là: «bún khô»; «dầu mè»; «mật ong».",
        BATCH.format(3) + "Trong đó có các sản phẩm như «bún khô», «dầu mè», «mật ong».",
        BATCH.format("3 sản phẩm đạt 3 sao và 3") + "Đó là: «bún khô»; «dầu mè»; «mật ong».",
        BATCH.format(3).replace("vừa trao chứng nhận cho", "phấn đấu có")
        + "Đó là: «bún khô»; «dầu mè»; «mật ong».",
    ],
    ids=[
        "fewer than are listed",
        "fewer in words",
        "a rest with other stars",
        "two batches that can hold them",
        "a batch told late",
        "as many as a province has in all",
        "examples only",
        "as many with other stars",
        "a plan",
    ],
)
def test_what_is_not_the_batch_has_not_its_stars(text: str) -> None:
    assert set(stars_of(text).values()) == {None}


def test_of_two_batches_the_one_of_just_so_many_is_listed() -> None:
    text = (
        "Đợt này có 8 sản phẩm đạt 3 sao. Trước đó có 3 sản phẩm đạt 4 sao.\n\nBà con mừng.\n\n"
        "Đó là: «bún khô»; «dầu mè»; «mật ong»."
    )
    assert set(stars_of(text).values()) == {4}


@pytest.mark.parametrize(
    "beside",
    [
        "Năm sau tỉnh phấn đấu có 3 sản phẩm đạt 5 sao.",
        "Mỗi xã đã có 3 sản phẩm đạt 3 sao trở lên.",
        "Mỗi xã đã có 3 sản phẩm đạt 3 – 4 sao.",
    ],
)
def test_an_aim_or_a_range_of_as_many_is_no_batch(beside: str) -> None:
    text = f"Tỉnh trao chứng nhận cho 3 sản phẩm đạt 4 sao. {beside}\n\nBà con mừng.\n\n"
    found = stars_of(text + "Đó là: «bún khô»; «dầu mè»; «mật ong».")
    assert list(found.values()) == [4, 4, 4]


def test_what_is_asked_for_a_list_is_no_rating_of_another_batch() -> None:
    text = (
        "3 sản phẩm tỉnh đề nghị Trung ương xét 5 sao:\n\n1. «Bún khô»\n\n2. «Dầu mè»\n\n"
        "2 sản phẩm được công nhận 4 sao:\n\n1. «Mật ong»\n\n2. «Tương nếp»"
    )
    found = {p.mention.name: (p.stars, p.status) for p in linked(news(text))}
    assert found["Bún khô"] == found["Dầu mè"] == (None, Status.TARGET)
    assert found["Mật ong"] == found["Tương nếp"] == (4, Status.ACHIEVED)


def test_all_but_the_refused() -> None:
    text = (
        "HTX Sen Hồng có «bún khô», «dầu mè»; HTX Hoa Ban có «mật ong» và «tương nếp».\n\n"
        "Chấm xong, 3/4 sản phẩm đạt trên 50 điểm, xếp hạng 3 sao. "
        "«Tương nếp» chưa đạt, HTX bổ sung hồ sơ."
    )
    assert stars_of(text) == {"bún khô": 3, "dầu mè": 3, "mật ong": 3, "tương nếp": None}


def test_a_withdrawn_batch_keeps_what_it_had() -> None:
    text = (
        "Tỉnh thu hồi giấy chứng nhận đối với 3 sản phẩm OCOP 3 sao đã hết hạn.\n\n"
        "Huyện Ba Vì: «bún khô».\n\nHuyện Quốc Oai: «dầu mè», «mật ong»."
    )
    assert stars_of(text) == {"bún khô": 3, "dầu mè": 3, "mật ong": 3}


def test_one_of_many_may_have_another_form() -> None:
    text = (
        "Dự chấm có «bún khô», «dầu mè», «mật ong», «tương nếp» và cốm tươi.\n\n"
        "Kết quả, 5 sản phẩm đạt trên 50 điểm, xếp hạng 3 sao."
    )
    assert set(stars_of(text).values()) == {3}


def test_what_remains_is_not_as_many_as_are_told_before() -> None:
    text = (
        "Dự chấm có «bún khô», «dầu mè», «mật ong».\n\n"
        "Theo dự thảo, 3 sản phẩm có khả năng đạt 4 sao, còn lại 3 sao."
    )
    assert set(stars_of(text).values()) == {None}
