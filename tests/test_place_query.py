"""`ocop place`: what someone who asks for a place at the terminal reads."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.place import answer, as_json, as_text


def lines(question: str, on: date | None = None) -> list[str]:
    return as_text(answer(question, on)).splitlines()


def test_a_chain_is_answered_then_and_now() -> None:
    reply = answer("xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La", date(2022, 9, 22))
    assert reply.certain
    assert as_text(reply).splitlines()[:2] == [
        "xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La  03820  until 2025-06-30"
        "  (inside huyện Mường La)",
        "    now xã Ngọc Chiến (03820), tỉnh Sơn La",
    ]


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("Ngọc Chiến, Mường La, Sơn La", ["03820", "120", "14"]),
        ("P. Bến Nghé - Q.1 - TPHCM", ["26740", "760", "79"]),
        ("phường 12, quận 3, TP.HCM", ["27130", "770", "79"]),
        ("HUYỆN LÝ SƠN (QUẢNG NGÃI)", ["536", "51"]),
        ("tp đà lạt", ["672"]),
        ("huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu", ["755", "77"]),
    ],
)
def test_names_are_taken_as_people_write_them(question: str, codes: list[str]) -> None:
    reply = as_json(answer(question))
    assert reply["certain"]
    assert [p[0]["unit"]["code"] for p in reply["places"]] == codes


def test_a_district_is_answered_with_all_it_became() -> None:
    assert lines("huyện Mường La")[1].count("xã ") == 5


def test_without_a_day_both_maps_are_shown() -> None:
    assert lines("xã Ngọc Chiến") == [
        "xã Ngọc Chiến: several of this name",
        "    xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La  03820  until 2025-06-30",
        "    xã Ngọc Chiến, tỉnh Sơn La  03820  since 2025-07-01",
    ]


def test_a_name_without_type_is_answered_for_every_type_that_bears_it() -> None:
    reply = answer("Sơn La", date(2024, 1, 1))
    assert not reply.certain
    assert [p.name for p in reply.places[0]] == ["thành phố Sơn La", "tỉnh Sơn La"]


@pytest.mark.parametrize("question", ["huyện Mường Laa", "Mường Laa"])
def test_a_misspelt_name_gets_the_nearest_and_no_code(question: str) -> None:
    reply = answer(question)
    assert not reply.certain
    assert lines(question)[0] == f"{question}: unknown name"
    assert any("huyện Mường La, tỉnh Sơn La  120" in line for line in lines(question))
    assert all(p.unit is None for readings in reply.places for p in readings)


def test_nothing_asked_is_said_so() -> None:
    assert lines(" , ") == ["no name in the question"]
    assert as_json(answer("")) == {"question": "", "on": None, "certain": False, "places": []}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="xã huyện tỉnh TP.,-() SơnLaMườngĐắk123'’", max_size=40))
def test_any_question_gets_an_answer(question: str) -> None:
    reply = answer(question)
    assert as_text(reply).endswith("\n")
    for readings in reply.places:
        assert readings
        for place in readings:
            assert place.surface in question
