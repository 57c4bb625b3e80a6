"""When a rating was decided, by the sentence that tells it."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.linking.decision_dates import Decided, decided

PUBLISHED = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("sentence", "on", "has_day"),
    [
        ("Năm 2023, trà Tân Cương được công nhận 4 sao.", date(2023, 12, 31), False),
        ("Gạo nếp đạt 3 sao từ năm 2021.", date(2021, 12, 31), False),
        ("Mật ong được xếp hạng 4 sao đợt 1 năm 2022.", date(2022, 12, 31), False),
        ("Miến đạt 4 sao theo Quyết định 12/QĐ-UBND ngày 15/12/2023.", date(2023, 12, 15), True),
        ("Quyết định 9 ngày 5 tháng 3 năm 2022 công nhận chè 4 sao.", date(2022, 3, 5), True),
        ("Năm 2024, nước mắm được nâng hạng 5 sao.", PUBLISHED, False),
    ],
)  # fmt: skip
def test_a_date_is_read(sentence: str, on: date, has_day: bool) -> None:
    assert decided(sentence, PUBLISHED) == Decided(on, has_day)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trà Tân Cương đạt 4 sao.",
        "Phấn đấu đến năm 2023 chè đạt 5 sao.",
        "Chè đạt 4 sao, tăng 2 sản phẩm so với năm 2019.",
        "Năm 2021 gạo đạt 3 sao, năm 2023 miến đạt 4 sao.",
        "Năm 2025, trà được công nhận 4 sao.",  # after the article's own day
        "Quyết định 9/QĐ-UBND ngày 31/2/2022 công nhận chè 4 sao.",
        "Thành lập năm 2019, hợp tác xã có 30 thành viên.",
    ],
)
def test_no_date_is_made_up(sentence: str) -> None:
    assert decided(sentence, PUBLISHED) is None
