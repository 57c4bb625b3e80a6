"""Rating phrases: how many stars a reader is told, and where the rating stands."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import stars
from extractors.models import StarMention, Status
from extractors.plaintext import parse_text
from extractors.reading import read

ARTICLES = sorted((Path(__file__).parents[1] / "knowledge/articles").rglob("*.txt"))


def found(text: str) -> tuple[StarMention, ...]:
    return stars.find(read(parse_text(text)))


@pytest.mark.parametrize(
    ("text", "surface", "level"),
    [
        ("Sản phẩm OCOP này đạt 4 sao.", "đạt 4 sao", 4),
        ("Sản phẩm OCOP được công nhận hạng 3 sao.", "được công nhận hạng 3 sao", 3),
        ("Chè Tà Xùa (4 sao) là hàng OCOP.", "4 sao", 4),
        ("Hạng 4 sao OCOP (****) có giá trị ba năm.", "Hạng 4 sao", 4),
        ("Hàng OCOP 5★ của tỉnh.", "OCOP 5★", 5),
        ("Món này được bốn sao OCOP.", "bốn sao", 4),
        ("Có 03 sao theo Chương trình OCOP.", "03 sao", 3),
        ("Được 84,6 điểm, tương đương 4 sao OCOP.", "tương đương 4 sao", 4),
        ("A 4-star OCOP product.", "4-star", 4),
    ],
)
def test_a_rating_is_found_with_its_verb(text: str, surface: str, level: int) -> None:
    mention = found(text)[0]
    assert (mention.surface, mention.stars) == (surface, level)


def test_a_row_of_asterisks_is_a_rating() -> None:
    mentions = found("Quyết định dành cho hàng OCOP đạt 4 sao (****) của tỉnh.")
    assert [(m.surface, m.stars) for m in mentions] == [("đạt 4 sao", 4), ("****", 4)]


@pytest.mark.parametrize(
    "text",
    [
        "110 sản phẩm OCOP hạng từ 3 – 4 sao",
        "24 sản phẩm OCOP 3 sao, 4 sao cấp tỉnh",
        "42 sản phẩm OCOP đạt chuẩn 3 sao và 4 sao",
        "công nhận 21 sản phẩm OCOP đạt 3, 4 sao",
        "269 sản phẩm OCOP từ 3 sao đến 5 sao",
        "895 sản phẩm OCOP từ ba đến năm sao",
    ],
)
def test_a_range_or_choice_gives_no_single_rating(text: str) -> None:
    (mention,) = found(text)
    assert mention.stars is None
    assert not mention.at_least


@pytest.mark.parametrize(
    "text", ["OCOP từ 3 sao trở lên", "đạt 3 sao OCOP trở lên", "đạt chuẩn OCOP từ 3 sao"]
)
def test_a_lower_bound_is_told_from_a_rating(text: str) -> None:
    (mention,) = found(text)
    assert (mention.stars, mention.at_least) == (3, True)


def test_two_ratings_with_a_count_between_are_two() -> None:
    text = "Có 260 sản phẩm OCOP 3 sao, 4 sao có 98 sản phẩm."
    assert [m.stars for m in found(text)] == [3, 4]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chè OCOP đạt 4 sao.", Status.ACHIEVED),
        ("Chè này là sản phẩm OCOP tiềm năng 5 sao.", Status.TARGET),
        ("Quận chấm 6 sản phẩm OCOP, đánh giá sơ bộ đạt chuẩn 4 sao.", Status.TARGET),
        ("Ở mức OCOP 4 sao, 6 sản phẩm đủ điều kiện đề xuất công nhận.", Status.TARGET),
        ("Hợp tác xã phấn đấu đạt OCOP 5 sao.", Status.TARGET),
        ("Huyện đề nghị tỉnh công nhận OCOP 4 sao cho chè.", Status.TARGET),
        ("Sản phẩm OCOP dự nâng hạng từ 4 sao lên 5 sao.", Status.TARGET),
        ("Chè OCOP được nâng từ 3 sao lên 4 sao.", Status.UPGRADED),
        ("Chè OCOP được nâng lại lên 4 sao.", Status.UPGRADED),
        ("Năm 2024 mật ong OCOP được nâng hạng lên 4 sao.", Status.UPGRADED),
        ("Hàng OCOP bị hạ từ 4 sao xuống 3 sao.", Status.DOWNGRADED),
        ("Chấm lại, hàng OCOP chỉ còn 3 sao.", Status.DOWNGRADED),
        ("Sản phẩm OCOP 3 sao đã hết hạn.", Status.EXPIRED),
        ("Tỉnh thu hồi giấy chứng nhận OCOP hạng 3 sao.", Status.REVOKED),
        ("Chuối OCOP không đạt 4 sao ở lần chấm lại.", Status.FAILED),
        ("Sản phẩm OCOP chấm lại để giữ hạng 4 sao.", Status.TARGET),
        ("Chè OCOP có khả năng lên 5 sao.", Status.TARGET),
        ("Gạo OCOP hút chân không của họ đạt 4 sao.", Status.ACHIEVED),
        ("Chị đem mật ong đi dự thi OCOP được 3 sao.", Status.ACHIEVED),
        ("Cà phê OCOP lần đầu dự thi đạt 3 sao.", Status.ACHIEVED),
        ("Trà OCOP tham gia đánh giá, phân hạng đạt 3 sao.", Status.ACHIEVED),
        ("Trà OCOP tham gia đánh giá, phân hạng 3 sao.", Status.TARGET),
        ("Hội đồng quận đánh giá sơ bộ hàng OCOP đạt chuẩn 4 sao.", Status.TARGET),
        ("Ở mức OCOP 4 sao, 6 sản phẩm đủ điều kiện đề xuất tỉnh công nhận.", Status.TARGET),
    ],
)
def test_where_a_rating_stands(text: str, status: Status) -> None:
    assert found(text)[-1].status is status


def test_after_an_upgrade_the_new_rating_holds() -> None:
    (mention,) = found("13 sản phẩm OCOP được nâng từ 3 sao lên 4 sao")
    assert (mention.stars, mention.status) == (4, Status.UPGRADED)


def test_a_potential_rating_does_not_colour_its_neighbours() -> None:
    text = "Có 1 sản phẩm OCOP tiềm năng 5 sao, 9 sản phẩm 4 sao, 9 sản phẩm 3 sao."
    assert [m.status for m in found(text)] == [Status.TARGET, Status.ACHIEVED, Status.ACHIEVED]


@pytest.mark.parametrize(
    "text",
    [
        "Khách sạn 5 sao bày hàng OCOP.",
        "Khu nghỉ dưỡng 4 sao bên cạnh chợ OCOP.",
        "Gian hàng OCOP được chấm 4,9/5 sao trên Shopee.",
        "Vì sao OCOP? Bản sao chứng nhận, lá cờ sao vàng, ngôi sao OCOP.",
        "Chè OCOP sao suốt năm sáu tiếng.",
        "Sản phẩm OCOP được 84,6 điểm.",
        "Nước mắm được 5 sao.",
        "Rượu OCOP bán chạy, 5 sao đánh giá trên Shopee.",
        "Đầu bếp có một sao Michelin nấu hàng OCOP.",
        "Xã có khách sạn được tỉnh xếp hạng 4 sao.",
        "Cơ sở lưu trú của huyện được tỉnh công nhận 3 sao.",
    ],
)
def test_what_is_no_ocop_rating(text: str) -> None:
    assert found(text) == ()


def test_a_hotel_in_the_sentence_does_not_hide_a_product_rating() -> None:
    text = "Khách sạn 5 sao dùng mật ong OCOP 4 sao."
    assert [m.stars for m in found(text)] == [4]


@pytest.mark.parametrize("name", ["OCOP", "0COP", "CCOP", "O.COP", "Ocop", "mỗi xã một sản phẩm"])
def test_every_spelling_of_the_programme_counts(name: str) -> None:
    assert found(f"Chương trình {name}: chè đạt 4 sao.")


@pytest.mark.parametrize(
    "text",
    [
        "Nước mắm được UBND tỉnh Bình Định xếp hạng 4 sao.",
        "Hội đồng xã xét, cho mắm tép 3 sao.",
        "Miến dong lên 4 sao cấp tỉnh.",
    ],
)
def test_an_authority_that_rates_stands_for_the_programme(text: str) -> None:
    assert len(found(text)) == 1


def test_what_it_was_raised_from_is_no_rating() -> None:
    assert [m.stars for m in found("Bún OCOP đạt 4 sao, nâng hạng từ 3 sao.")] == [4, None]


def test_a_phrase_broken_over_two_lines_is_one() -> None:
    (mention,) = found("Hết năm nay tỉnh có thêm mười bảy sản phẩm OCOP\nđạt 4\nsao như đã định")
    assert mention.stars == 4


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_phrases_point_at_their_own_characters_and_do_not_overlap(path: Path) -> None:
    reading = read(parse_text(path.read_text("utf-8")))
    text, mentions = reading.article.text, stars.find(reading)
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@given(st.text(alphabet="OCOP 12345,-–*★() sao từ lên đến bốn hạng\n\u00a0\u200b", max_size=80))
def test_any_text_is_read_without_failing_and_twice_alike(text: str) -> None:
    text = "Hàng OCOP. " + text
    reading = read(parse_text(text))
    mentions = stars.find(reading)
    assert all(reading.article.text[m.start : m.end] == m.surface for m in mentions)
    assert mentions == stars.find(reading)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Tương nếp bị hạ từ 4 sao xuống 3 sao do phiếu kiểm nghiệm quá hạn.", "downgraded"),
        ("Trà sen Tây Hồ đăng ký dự thi 4 sao.", "target"),
        ("Bánh phồng sắp được chấm lại để lên 4 sao.", "target"),
        ("Chả mực Hạ Long lên một bậc, đạt 4 sao.", "upgraded"),
        ("Nước mắm Nam Ô lên hạng 5 sao.", "upgraded"),
        ("Tinh dầu quế Văn Yên từ 3 sao vươn lên 4 sao.", "upgraded"),
        ("Chè Shan được nâng từ 3 lên 4 sao.", "upgraded"),
        ("Giấy chứng nhận 4 sao của rượu men lá đã hết hạn.", "expired"),
    ],
)
def test_words_around_a_rating_say_where_it_stands(text: str, status: str) -> None:
    mentions = stars.find(read(parse_text(f"Tin OCOP\n\n{text}")))
    assert [m.status.value for m in mentions] == [status]


@pytest.mark.parametrize("step", ["hạ một sao của", "thêm được 1 sao cho", "giảm một sao với"])
def test_a_step_up_or_down_is_no_rating(step: str) -> None:
    assert not stars.find(read(parse_text(f"Tin OCOP\n\nHội đồng {step} sản phẩm chè.")))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Muối, ba khía và giấc mơ năm sao OCOP", Status.TARGET),
        ("Rượu mơ đạt 4 sao OCOP", Status.ACHIEVED),  # mơ is a fruit as well
    ],
)
def test_a_dream_is_no_rating(text: str, status: Status) -> None:
    assert [m.status for m in found(text)] == [status]


_WHOLE = """
    được công nhận 4 sao | đã đạt 4 sao | cùng đạt 4 sao | đều đạt 4 sao | đạt 4 sao
    đủ điều kiện mức 4 sao | xếp hạng 4 sao | công nhận 4 sao | nhận 4 sao | cấp 4 sao | gắn 4 sao
    giữ 4 sao | mang 4 sao | là 4 sao | lên 4 sao | nâng lên 4 sao | xuống 4 sao | còn 4 sao
    chứng nhận 4 sao | tiềm năng 4 sao | tương đương 4 sao | không đạt 4 sao | chưa đạt 4 sao
    chấm 4 sao | đánh giá 4 sao | lấy 4 sao | giành 4 sao | thành 4 sao | trở thành 4 sao | ở 4 sao
    điểm chuẩn 4 sao | điều kiện chuẩn 4 sao | tiêu chuẩn 4 sao | chuẩn 4 sao | mức 4 sao
    danh hiệu 4 sao | chất lượng 4 sao | OCOP 4 sao | CCOP 4 sao | hạng 4 sao | loại 4 sao
    từ 4 sao trở lên | một sao | Hai sao | ba sao | bốn sao | năm sao | 04 sao | Đạt 4 sao | ****
"""


@pytest.mark.parametrize(
    "phrase", [part.strip() for line in _WHOLE.strip().splitlines() for part in line.split(" | ")]
)
def test_a_rating_is_found_from_its_first_word(phrase: str) -> None:
    assert phrase in [m.surface for m in found(f"Hàng OCOP, chè tím: {phrase}, thế thôi.")]
