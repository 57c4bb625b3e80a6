"""Names of makers: where they begin and end."""

import pytest

from extractors import producers
from extractors.plaintext import parse_text
from extractors.reading import read


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Rượu sim của HTX kinh doanh Lê Minh đạt 4 sao.", "HTX kinh doanh Lê Minh"),
        ("Chè của Công ty TNHH Nông, lâm, thủy sản Sỹ Thắng rất ngon.",
         "Công ty TNHH Nông, lâm, thủy sản Sỹ Thắng"),
        ("Miến của cơ sở sản xuất miến Hà Tâm ở xã Tân Lộc.", "cơ sở sản xuất miến Hà Tâm"),
        ("Gạo do HTX Nông nghiệp công nghệ cao Lùng Phình làm.",
         "HTX Nông nghiệp công nghệ cao Lùng Phình"),
        ("Cam của hộ kinh doanh nông trại 3 Tình, chanh của bà Ba.",
         "hộ kinh doanh nông trại 3 Tình"),
    ],
)  # fmt: skip
def test_a_maker_is_named_in_full(sentence: str, name: str) -> None:
    found = producers.find(read(parse_text(f"Tin OCOP\n\n{sentence}")))
    assert [m.name for m in found] == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "Các hợp tác xã, doanh nghiệp và hộ sản xuất cùng dự hội chợ.",
        "Lạp xưởng Mỹ Yến bán chạy trong dịp Tết.",
        "Có 12 chủ thể là doanh nghiệp, HTX, hộ gia đình.",
    ],
)
def test_a_kind_without_a_name_is_nobody(sentence: str) -> None:
    assert producers.find(read(parse_text(f"Tin OCOP\n\n{sentence}"))) == ()
