"""Names of makers: where they begin and end."""

from pathlib import Path

import pytest

from extractors import producers
from extractors.plaintext import parse_text
from extractors.producer_names import FIRST_OF_KIND, KIND
from extractors.reading import read, tokenize

ARTICLES = Path(__file__).parents[1] / "knowledge" / "articles"


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
        ("Trà sen túi lọc (Công ty TNHH 688, xã Tân Lộc) đạt 4 sao.", "Công ty TNHH 688"),
        ("Năm 2022 cơ sở Bà Hậu lên 4 sao.", "cơ sở Bà Hậu"),
        ("Tinh dầu của Công ty CP Nghiên cứu, bảo tồn và phát triển dược liệu Bàu Sen đạt 3 sao.",
         "Công ty CP Nghiên cứu, bảo tồn và phát triển dược liệu Bàu Sen"),
        ("Đậu phụ của hộ Ma Thị Pến được 3 sao.", "hộ Ma Thị Pến"),
        ("Hoa lan của nhà vườn Tuấn Lộc đạt 3 sao.", "nhà vườn Tuấn Lộc"),
        ("Cốm khô (Lò cốm Bảy Thạnh, xã Tân Lộc) đạt 3 sao.", "Lò cốm Bảy Thạnh"),
        ("Tham quan đầm sen – Chủ thể: Ban Quản lý khu du lịch Bàu Sấu – Nơi làm: xã Bàu Sấu.",
         "Ban Quản lý khu du lịch Bàu Sấu"),
        ("Chủ thể: Cơ sở Hai Tỵ – Nơi sản xuất: phường Trà Nóc.", "Cơ sở Hai Tỵ"),
        ("Trà của Cơ sở Trà khổ qua Út Mến ở xã Tân Lộc.", "Cơ sở Trà khổ qua Út Mến"),
        ("Nấm của HTX Thanh niên có 3 sao.", "HTX Thanh niên"),
        ("Giỏ lục bình (Tổ hợp tác đan lát, xã Tân Lộc) được 3 sao.", "Tổ hợp tác đan lát"),
        ("1 Gạo nếp HTX Sen Vàng Xã Tân Lộc 66,5 3 sao", "HTX Sen Vàng"),
        ("Hạt điều của Công ty TNHH “Ba Miền Nắng” ở xã Tân Lộc.", "Công ty TNHH Ba Miền Nắng"),
        ("Có mai vàng (chủ thể: ông Trần Văn Út, xã Tân Lộc).", "ông Trần Văn Út"),
        ("Bơ sáp của hộ K'Brai, xã Tân Lộc được 3 sao.", "hộ K'Brai"),
        ("Chiếu cói là hàng của Cơ sở bà Én ở xã Tân Lộc.", "Cơ sở bà Én"),
        ("Cuối cùng Cơ sở Tương bà Én làm cả hai loại.", "Cơ sở Tương bà Én"),
        ("Ghé công ty chị Én thấy hàng của HTX Hoa Ban.", "HTX Hoa Ban"),
        ("Nhờ HTX Hoa Ban bà Trần Thị Én có vốn.", "HTX Hoa Ban"),
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
        "Xã lập trên cơ sở thị trấn Tân Lộc và xã Phú Mỹ.",
        "Cả 8 cơ sở Hội đều góp hàng.",
        "Công ty 20 công nhân thì nhỏ.",
        "Xã có 12 hộ Mông, 5 hộ Dao trồng chè.",
        "Chị Lò Thị Hặc bán rau cùng anh Lò Văn Pánh.",
        "Ngày trước hợp tác xã xuất sang Liên Xô cả vạn tấm.",
    ],
)
def test_a_kind_without_a_name_is_nobody(sentence: str) -> None:
    assert producers.find(read(parse_text(f"Tin OCOP\n\n{sentence}"))) == ()


def test_every_kind_begins_with_a_word_at_which_it_is_looked_for() -> None:
    texts = [file.read_text("utf-8") for file in ARTICLES.rglob("*.txt")]
    kinds = {kind.group().lower() for text in texts for kind in KIND.finditer(text)}
    assert {k for k in kinds if tokenize(k)[0] not in FIRST_OF_KIND} == set()
    assert len(kinds) > 40
