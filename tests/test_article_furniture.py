"""Words around an article against sentences that only sound like them."""

import pytest

from extractors.page.furniture import (
    PHOTO_CREDIT,
    agency_prefix,
    date_line,
    is_byline,
    is_credit,
    is_furniture,
    is_teaser,
    opens_other_articles,
)

SENTENCES = [
    "Chia sẻ với phóng viên, chị Hà nói vụ này được mùa.",
    "Theo dõi sát thị trường, hợp tác xã giảm sản lượng bánh.",
    "Bình luận viên chợ quê là cách gọi vui của bà con.",
    "Video của anh có hai triệu lượt xem, nhờ đó mật ong bán chạy.",
    "Từ khóa của vùng chè này là sạch.",
    "Tin vui đến với người trồng cam Cao Phong.",
    "Ảnh hưởng của bão số 3 làm hồng rụng nhiều.",
    "Hà Giang: Khai trương điểm trưng bày sản phẩm OCOP",
    "Gạo ST25",
    "1. Nước mắm Phú Quốc 40 độ đạm",
    "Xem thêm nhiều mẫu gốm ở làng Bát Tràng là thú vui của khách.",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_of_the_article_stay(line: str) -> None:
    assert not is_furniture(line)
    assert not is_teaser(line)
    assert not opens_other_articles(line)
    assert not is_credit(line)
    assert date_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Chia sẻ",
        "• 1.129 lượt xem",
        "| Hotline: 0901.234.567",
        "Lượt xem: 318",
        "Từ khóa: mận hậu, Mộc Châu",
        "A A",
        "![]() |",
        "anh-1.jpg",
        "{keywords}",
        "---",
        "Chia sẻ bài viết  |  In bài này  |  Gửi bình luận",
        "Theo dõi Báo Ví Dụ trên Google News",
        "Hà Nội: 19°C Hà Nội",
        "https://bao.example/bai-1.html",
    ],
)
def test_buttons_counters_and_addresses_are_no_text(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["Tin liên quan", "BÌNH LUẬN (12)", "Xem thêm:", "Đọc thêm »"])
def test_a_heading_over_other_articles_ends_the_text(line: str) -> None:
    assert opens_other_articles(line)


@pytest.mark.parametrize(
    "line", [">> Xem thêm: Mùa na Chi Lăng", "Tin liên quan: Na rớt giá", "|| Xem nhiều: Giá vàng"]
)
def test_lines_that_lead_to_other_articles_are_no_text(line: str) -> None:
    assert is_teaser(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tin, ảnh: Thu Hà", True),
        ("Bài và ảnh: THU HÀ - MINH AN", True),
        ("HUYỀN TRANG", True),
        ("Thu Hà (tổng hợp)", True),
        ("(Theo Báo Ví Dụ)", True),
        ("PV", True),
        ("ông Hai kể chuyện", False),
        ("Bà con phấn khởi vì được giá", False),
    ],
)
def test_who_wrote_it_is_told_from_what_they_wrote(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("(Dân trí) - Sáng nay", "(Dân trí) - "),
        ("(NLĐO)- Sáng nay", "(NLĐO)- "),
        ("VOV.VN - Sáng nay", "VOV.VN - "),
        ("(THTG) Sáng nay", "(THTG) "),
        ("GNO- Sáng nay", "GNO- "),
        ("BẮC GIANG - Sáng nay", ""),
        ("HUẾ - Sáng nay", ""),
        ("OCOP là chương trình", ""),
        ("(trái) Ông Hai", ""),
    ],
)
def test_the_mark_of_a_paper_is_no_part_of_the_lead(text: str, mark: str) -> None:
    assert text[: agency_prefix(text)] == mark


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Vườn hồng Đà Lạt. Ảnh: Hải Anh", True),
        ("Vườn hồng Đà Lạt. ẢNH - HẢI ANH", True),
        ("Vườn hồng (Ảnh minh họa)", True),
        ("Vườn hồng, ảnh tư liệu", True),
        ("Chú thích ảnh vườn hồng", True),
        ("Vườn hồng - Ảnh 12", True),
        ("Vườn hồng - Ảnh 12 của loạt", False),
        ("Hình ảnh: vườn hồng", False),
        ("Bà con chụp ảnh vườn hồng", False),
        ("Lời bình và chú thích ảnh", False),
        ("Cảnh: vườn hồng", False),
    ],
)
def test_captions_that_give_themselves_away(line: str, expected: bool) -> None:
    assert bool(PHOTO_CREDIT.search(line)) is expected
