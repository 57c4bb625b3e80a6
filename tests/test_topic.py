"""What is kept of a general paper's news, and what the others are told."""

from __future__ import annotations

import pytest

from extractors.models import Article
from extractors.topic import speaks_of_ocop, why_off_topic


def article(text: str) -> Article:
    return Article("https://bao.vn/a", "bao", "", "", text, ())


@pytest.mark.parametrize(
    "text",
    [
        "Xã có thêm hai sản phẩm OCOP 3 sao.",
        "Chương trình mỗi xã một sản phẩm bước sang năm thứ sáu.",
        "Nông dân gieo sạ sớm để tránh mặn, giống lúa ngắn ngày được chọn nhiều.",
        "Giá heo hơi tăng. Heo ở miền Bắc đắt hơn heo ở miền Nam, người nuôi heo mừng.",
    ],
)
def test_articles_of_ocop_or_farming_are_kept(text: str) -> None:
    assert why_off_topic(article(text)) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hai đội hòa nhau sau chín mươi phút.", "no word of OCOP or farming"),
        (
            "Đội nhà vào vụ gặt bàn thắng nhờ bát gạo quê.",
            "no word of OCOP; of farming only gạo 1×",
        ),
        ("Trường Đại học Trà Vinh khai giảng, Trà Vinh rộn ràng.", "no word of OCOP or farming"),
        ("ConocoPhillips báo lãi quý này.", "no word of OCOP or farming"),
        (
            "Vườn hoa trung tâm mở cửa. "
            + "Thành phố sửa vỉa hè và đèn đường. " * 90
            + "Vườn đẹp.",
            "no word of OCOP; of farming only vườn 2×",
        ),
    ],
)
def test_what_is_dropped_and_why(text: str, why: str) -> None:
    assert why_off_topic(article(text)) == why


@pytest.mark.parametrize("word", ["OCOP", "O.COP", "0COP", "ocop", "OCOP,"])
def test_spellings_of_the_programme(word: str) -> None:
    assert speaks_of_ocop(f"sản phẩm {word} của xã")
