"""Places read out of sentences: what an analyst finds in the table of places, and what not."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import places
from extractors.models import VIETNAM, Article, Block, BlockKind, Level, Mention
from extractors.reading import Reading, read
from extractors.vi.text import repair

BEFORE = datetime(2023, 5, 1, tzinfo=VIETNAM)
AFTER = datetime(2026, 6, 1, tzinfo=VIETNAM)


def reading(text: str, published: datetime | None = BEFORE) -> Reading:
    text = repair(text)
    blocks = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            blocks.append(Block(BlockKind.PARAGRAPH, start, at + len(line.rstrip())))
        at += len(line) + 1
    return read(Article("", "", "", "", text, tuple(blocks), published=published))


def names(text: str, published: datetime | None = BEFORE) -> list[str]:
    return [m.name for m in places.find(reading(text, published))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ở xã Ngọc Chiến, huyện Mường La", ["xã Ngọc Chiến", "huyện Mường La"]),
        ("TP.HCM và TP. Cần Thơ", ["thành phố Hồ Chí Minh", "thành phố Cần Thơ"]),
        ("khách từ TPHCM, TP HCM", ["thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh"]),
        ("nhà ở P.Thọ Quang, Q.Sơn Trà", ["phường Thọ Quang", "quận Sơn Trà"]),
        ("TT.Đăk Tô, H.Đăk Tô", ["thị trấn Đăk Tô", "huyện Đăk Tô"]),
        ("TX. Gò Công có 3 sản phẩm", ["thị xã Gò Công"]),
        ("bưởi của xãBình Tường", ["xã Bình Tường"]),
        ("phường 12, quận 3", ["phường 12", "quận 3"]),
        ("xã Quế Xuân 2 có 6 sản phẩm", ["xã Quế Xuân 2"]),
        ("huyện vùng cao Si Ma Cai", ["huyện Si Ma Cai"]),
        ("HUYỆN MỘC CHÂU CÓ THÊM 5 SẢN PHẨM", ["huyện Mộc Châu"]),
        ("tỉnh Cao Băng", ["tỉnh Cao Bằng"]),
        ("tỉnh Bà Rịa–Vũng Tàu", ["tỉnh Bà Rịa–Vũng Tàu"]),
    ],
)
def test_a_typed_name_is_found_and_written_out(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "bán tại các huyện Mộc Châu, Thuận Châu, Quỳnh Nhai và thành phố Sơn La",
            ["huyện Mộc Châu", "huyện Thuận Châu", "huyện Quỳnh Nhai", "thành phố Sơn La"],
        ),
        (
            "đến từ 5 huyện: Đông Anh, Thanh Trì và Gia Lâm",
            ["huyện Đông Anh", "huyện Thanh Trì", "huyện Gia Lâm"],
        ),
        (
            "2 xã đạt chuẩn gồm A Nông và Lăng",
            ["xã A Nông", "xã Lăng"],
        ),
        (
            "Các huyện Bảo Lộc, Di Linh ở tỉnh Lâm Đồng",
            ["thành phố Bảo Lộc", "huyện Di Linh", "tỉnh Lâm Đồng"],
        ),
        (
            "của chị Hoa (xã Trà Linh, Nam Trà My)",
            ["xã Trà Linh", "huyện Nam Trà My"],
        ),
    ],
)
def test_lists_and_chains_give_each_unit_its_own_type(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sơn La có 83 sản phẩm OCOP", ["tỉnh Sơn La"]),
        (
            "như Hà Nội, Hải Phòng, Huế",
            ["thành phố Hà Nội", "thành phố Hải Phòng", "thành phố Huế"],
        ),
        ("Người Hà Nội chuộng hàng OCOP Sơn La", ["thành phố Hà Nội", "tỉnh Sơn La"]),
        (
            "Tỉnh Thanh Hóa có chè lam của cơ sở Lâm Thu (Vĩnh Lộc)",
            ["tỉnh Thanh Hóa", "huyện Vĩnh Lộc"],
        ),
        (
            "Ở tỉnh Lào Cai, thị xã Sa Pa dẫn đầu, Bắc Hà có 31 sản phẩm",
            ["tỉnh Lào Cai", "thị xã Sa Pa", "huyện Bắc Hà"],
        ),
        (
            "Tỉnh Sơn La dựng gian hàng trái cây Mường La tại hội chợ.",
            ["tỉnh Sơn La", "huyện Mường La"],
        ),
        (
            "Nhiều vùng khá lên: Tiền Phong, Vầy Nưa (Đà Bắc)",
            ["xã Tiền Phong", "xã Vầy Nưa", "huyện Đà Bắc"],
        ),
        (
            "Xứ dừa Bến Tre có kẹo, quê lúa Thái Bình có bánh cáy.",
            ["tỉnh Bến Tre", "tỉnh Thái Bình"],
        ),
        ("Hàng đi từ thủ phủ cà phê Đắk Lắk.", ["tỉnh Đắk Lắk"]),
    ],
)
def test_bare_names_count_where_they_must_be_places(text: str, expected: list[str]) -> None:
    found = names("Hòa Bình, Thanh Hóa và Sơn La.\n" + text)
    assert found[3:] == expected


@pytest.mark.parametrize(
    "text",
    [
        "HTX Ngọc Chiến và hợp tác xã Mường La trồng rau",
        "gạo nếp tan Ngọc Chiến, chè Thái Nguyên, mật ong Hà Giang",
        "Công ty TNHH Thực phẩm Điện Biên",
        "Tập đoàn Hoàng Anh Gia Lai",
        "hàu Thái Bình Dương",
        "Chủ tịch Hồ Chí Minh",
        "đường Điện Biên Phủ, phố Sơn La",
        "PV Báo Quảng Ninh",
        "ở thôn Phú Thọ, bản Hòa Bình",
        "trưởng thôn An Lạc, Hòa Bình",
        "Chủ tịch UBND tỉnh Trần Văn Bình",
        "Chủ tịch UBND xã Nguyễn Thị Mai",
        "người dân thành phố đổ về xã hội chợ",
        "vùng Tây Nam bộ",
        "P.V (tổng hợp)",
    ],
)
def test_other_names_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_place_inside_a_known_product_or_producer_is_none() -> None:
    text = "chả hấp của HTX rau an toàn xã Long Thuận, huyện Gò Công Tây"
    start = text.index("HTX")
    surface = text[start : text.index(",")]
    producer = Mention(start=start, end=start + len(surface), surface=surface, rule="test")
    found = places.find(reading(text), [producer])
    assert [m.name for m in found] == ["huyện Gò Công Tây"]


def test_names_of_units_are_shown_wherever_they_stand() -> None:
    text = "chè Tân Cương của HTX Hảo Đạt ở Thái Nguyên"
    assert [text[a:b] for a, b in places.names(reading(text))] == ["Tân Cương", "Thái Nguyên"]


def test_the_day_decides_what_a_bare_name_is() -> None:
    text = "Tỉnh Đồng Nai nay khác. Đồng Nai có 300 sản phẩm."
    assert names(text, BEFORE)[-1] == "tỉnh Đồng Nai"
    assert names("Đồng Nai có 300 sản phẩm.", AFTER) == ["thành phố Đồng Nai"]


def test_a_city_that_is_a_province_is_told_from_one_in_a_province() -> None:
    found = places.find(reading("thành phố Hải Phòng và thành phố Hạ Long"))
    assert [m.level for m in found] == [Level.PROVINCE, Level.DISTRICT]


WORDS = (
    "huyện xã tỉnh các TP . , ( ) và - Sơn La Mường Ngọc Chiến Hà Nội HTX gạo 12 HCM ở Đắk M'Drắk"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=30).map(" ".join))
def test_every_mention_is_where_it_says_and_none_overlap(text: str) -> None:
    article = reading(text)
    found = places.find(article)
    assert found == places.find(article)
    at = 0
    for m in found:
        assert article.article.text[m.start : m.end] == m.surface
        assert m.start >= at
        at = m.end
