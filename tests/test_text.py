import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.vi.text import fold, key, repair


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\u00d0ồng\u00a0Tháp", "Đồng Tháp"),
        (unicodedata.normalize("NFD", "Đắk Lắk: chè Ô Long"), "Đắk Lắk: chè Ô Long"),
        ("Tie\u0301\u0302n", "Tiến"),  # tone typed before the circumflex
        ("soft\u00adhyphen \u200bOCOP", "softhyphen OCOP"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("mật ong \ud83d rừng 🌾", "mật ong  rừng 🌾"),  # half of an emoji
    ],
)
def test_text_is_repaired_to_what_a_reader_sees(raw: str, clean: str) -> None:
    assert repair(raw) == clean


@given(st.text())
def test_repair_is_idempotent_and_nfc(text: str) -> None:
    once = repair(text)
    assert repair(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_key_ignores_tone_placement_and_case_but_not_letters() -> None:
    assert key("Thủy  Hoà") == key("thuỷ hòa")
    assert key("Bà Rịa – Vũng Tàu") == key("bà rịa-vũng tàu")
    assert key("Đắk") != key("Dak")


def test_folded_text_has_no_marks() -> None:
    assert fold("Đắk Lắk") == "dak lak"
