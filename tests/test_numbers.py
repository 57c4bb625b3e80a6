"""Numbers in Vietnamese text: what counts, what it is, and what only looks like a number."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.vi.numbers import find, read

UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def below_100(n: int) -> str:
    tens, unit = divmod(n, 10)
    if tens == 0:
        return UNITS[unit]
    last = {1: "mốt", 5: "lăm"}.get(unit, UNITS[unit]) if tens > 1 else UNITS[unit]
    last = "lăm" if unit == 5 else last
    head = "mười" if tens == 1 else f"{UNITS[tens]} mươi"
    return f"{head} {last}" if unit else head


def spelled(n: int) -> str:
    """How a Vietnamese paper writes 1 … 999,999."""
    thousands, rest = divmod(n, 1000)
    hundreds, small = divmod(rest, 100)
    words = [f"{spelled(thousands)} nghìn"] if thousands else []
    if hundreds:
        words.append(f"{UNITS[hundreds]} trăm")
        if 0 < small < 10:
            words.append("linh")
    if small:
        words.append(below_100(small))
    return " ".join(words)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("02", 2),
        ("1.234", 1234),
        ("16.855", 16855),
        ("2,5", 2.5),
        ("84,6", 84.6),
        ("1,5 triệu", 1_500_000),
        ("2 triệu", 2_000_000),
        ("bốn", 4),
        ("mười hai", 12),
        ("hai mươi tư", 24),
        ("hai chục", 20),
        ("một trăm linh hai", 102),
        ("ba trăm năm mươi", 350),
        ("một nghìn hai trăm ba mươi tư", 1234),
        ("hai triệu rưỡi", 2_500_000),
        ("một trăm rưỡi", 150),
        ("quả nhãn", None),
    ],
)
def test_a_number_is_read_as_a_vietnamese_reader_would(surface: str, value: float | None) -> None:
    assert read(surface) == value


@given(st.integers(1, 999_999))
def test_every_spelled_out_number_is_read_back(n: int) -> None:
    assert read(spelled(n)) == n


@given(st.integers(11, 99).filter(lambda n: n % 10))
def test_a_spelled_out_number_is_found_whole_in_a_sentence(n: int) -> None:
    text = f"Huyện có {spelled(n)} sản phẩm OCOP."
    assert [(m.surface, m.value) for m in find(text)] == [(spelled(n), n)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("năm 2025 có năm sản phẩm", [("năm", 5)]),
        ("sau ba năm triển khai", []),
        ("năm năm liền", []),
        ("hai mươi năm qua", [("hai mươi", 20)]),
        ("Bốn sản phẩm của bốn chủ thể", [("Bốn", 4), ("bốn", 4)]),
        ("huyện Ba Vì có ba sản phẩm", [("ba", 3)]),
        ("hộ ông Tám Em ở Năm Căn", []),
        ("từ 2019 - 2021, giai đoạn 2021-2025 là 70 sản phẩm", [("70", 70)]),
        ("Thứ Năm 22/09/2022, 14:53", []),
        ("hôm 30/8, tháng 6/2025, ngày 17-9, quý 2", []),
        ("Quyết định số 3610/QĐ-UBND", []),
        ("Hotline: 0983.970.780", []),
        ("đứng thứ 10 cả nước", []),
        ("tổng số 106 sản phẩm, trong số 28 sản phẩm", [("106", 106), ("28", 28)]),
        ("1,234 sản phẩm đạt 84,625 điểm", [("1,234", 1234), ("84,625", 84.625)]),
        ("9" * 400 + " sản phẩm", []),
    ],
)
def test_years_dates_names_and_registers_are_no_numbers(
    text: str, found: list[tuple[str, float]]
) -> None:
    assert [(m.surface, m.value) for m in find(text)] == found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("từ 80 đến 130 sản phẩm", 80, 130),
        ("1-2 sản phẩm", 1, 2),
        ("hạng 3 – 4 sao", 3, 4),
        ("ba đến bốn sao", 3, 4),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: int, high: int) -> None:
    (number,) = find(text)
    assert (number.value, number.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("29/31 sản phẩm", [(29, 31)]),
        ("62/54 sản phẩm mới", [(62, 54)]),
        ("8/11 huyện, thành phố", [(8, 11)]),
        ("chiều 8/4 họp", []),
    ],
)
def test_a_share_is_no_date(text: str, shares: list[tuple[int, int]]) -> None:
    assert [(m.value, m.whole) for m in find(text) if m.whole] == shares


@pytest.mark.parametrize(
    ("text", "qualifier", "value"),
    [
        ("hơn 1.000 sản phẩm", "hơn", 1000),
        ("Gần 210 sản phẩm", "Gần", 210),
        ("ít nhất 35 sản phẩm", "ít nhất", 35),
        ("không dưới hai mươi sản phẩm", "không dưới", 20),
        ("vài sản phẩm", "vài", None),
        ("hàng chục sản phẩm", "hàng chục", None),
        ("nửa triệu đồng", "nửa triệu", None),
        ("83 sản phẩm", None, 83),
    ],
)
def test_how_exact_a_number_claims_to_be(
    text: str, qualifier: str | None, value: int | None
) -> None:
    (number,) = find(text)
    assert (number.qualifier, number.value) == (qualifier, value)


@given(st.text(alphabet="0123456789.,/-– năm mươi ba hơn triệu sản phẩm\n", max_size=60))
def test_a_number_points_at_its_own_characters(text: str) -> None:
    numbers = find(text)
    assert all(text[n.start : n.end] == n.surface for n in numbers)
    assert all(a.end <= b.start for a, b in pairwise(numbers))
    assert numbers == find(text)


def test_a_part_of_a_text_is_read_with_the_offsets_of_the_whole() -> None:
    text = "Năm 2024 có 12 sản phẩm; năm 2025 có 20 sản phẩm."
    half = text.index(";")
    assert [text[n.start : n.end] for n in find(text, half)] == ["20"]
    assert [text[n.start : n.end] for n in find(text, 0, half)] == ["12"]
