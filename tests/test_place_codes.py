"""Which unit a place means: an analyst finds the right code on either map, or all that may be."""

from datetime import datetime

import pytest

from extractors import places
from extractors.models import PlaceMention
from extractors.placing.codes import resolve
from tests.test_places import AFTER, BEFORE, reading


def resolved(
    text: str, published: datetime | None = BEFORE, province: str | None = None
) -> dict[str, PlaceMention]:
    article = reading(text, published)
    return {m.surface: m for m in resolve(article, places.find(article), province)}


def code(mention: PlaceMention) -> tuple[str, str] | None:
    """Code and map: ("03820", "old")."""
    if mention.unit is None:
        return None
    since = mention.unit.valid_from
    return mention.unit.code, "new" if since and since.year >= 2025 and since.month >= 7 else "old"


def test_a_commune_of_2023_has_its_old_code_and_its_present_one() -> None:
    found = resolved("chị Lò Thị Mai, xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La")
    commune = found["xã Ngọc Chiến"]
    assert code(commune) == ("03820", "old")
    assert [(u.code, u.name) for u in commune.communes] == [("03820", "xã Ngọc Chiến")]
    assert commune.province is not None and commune.province.name == "tỉnh Sơn La"
    assert code(found["huyện Mường La"]) == ("120", "old")
    assert found["huyện Mường La"].communes == ()


def test_the_day_picks_the_map_where_a_code_was_reused() -> None:
    assert code(resolved("Phường Bến Nghé có chợ.")["Phường Bến Nghé"]) == ("26740", "old")
    assert code(resolved("Phường Sài Gòn có chợ.", AFTER)["Phường Sài Gòn"]) == ("26740", "new")
    assert code(resolved("Tỉnh An Giang có 89 sản phẩm.")["Tỉnh An Giang"]) == ("89", "old")
    assert code(resolved("Tỉnh An Giang có 89 sản phẩm.", AFTER)["Tỉnh An Giang"]) == ("91", "new")


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("Ở tỉnh An Giang (cũ) có 9 sản phẩm.", "tỉnh An Giang", ("89", "old")),
        ("Tỉnh Bến Tre trước đây có dừa.", "Tỉnh Bến Tre", ("83", "old")),
        ("Xã mới lập từ sáp nhập các xã Phú Đô và Cổ Lũng.", "Cổ Lũng", ("05650", "old")),
        ("Ở xã Ngọc Chiến, huyện Mường La (cũ).", "xã Ngọc Chiến", ("03820", "old")),
        ("Ở xã Ngọc Chiến, tỉnh Sơn La.", "xã Ngọc Chiến", ("03820", "new")),
        ("Phường Bến Nghé, nay là phường Sài Gòn.", "phường Sài Gòn", ("26740", "new")),
    ],
)
def test_words_and_nesting_override_the_day(
    text: str, surface: str, expected: tuple[str, str]
) -> None:
    place = "Tỉnh Thái Nguyên họp.\n" if "Cổ Lũng" in text else ""
    assert code(resolved(place + text, AFTER)[surface]) == expected


def test_ten_chau_thanh_are_told_apart_by_nesting_article_or_paper() -> None:
    assert code(resolved("huyện Châu Thành, tỉnh Bến Tre")["huyện Châu Thành"]) == ("831", "old")
    far = "Bến Tre có 401 sản phẩm. Dẫn đầu là huyện Châu Thành."
    assert code(resolved(far)["huyện Châu Thành"]) == ("831", "old")
    alone = "Huyện Châu Thành có 12 sản phẩm."
    assert code(resolved(alone, province="tỉnh Đồng Tháp")["Huyện Châu Thành"]) == ("877", "old")


def test_several_that_may_be_meant_all_stay() -> None:
    found = resolved("Huyện Châu Thành có 12 sản phẩm.")["Huyện Châu Thành"]
    assert found.unit is None
    assert len(found.candidates) == 10
    assert found.reason == "several of this name"
    assert found.province is None


def test_without_a_day_and_without_a_hint_both_maps_stay() -> None:
    found = resolved("Tỉnh Sơn La có rừng.", None)["Tỉnh Sơn La"]
    assert found.unit is None
    assert [c.code for c in found.candidates] == ["14", "14"]
    assert found.province is not None and found.province.code == "14"


def test_hue_was_a_city_of_its_province_before_it_was_a_province() -> None:
    assert code(resolved("Khách từ Huế và Đà Nẵng.")["Huế"]) == ("474", "old")
    assert code(resolved("Khách từ Huế và Đà Nẵng.", AFTER)["Huế"]) == ("46", "new")


def test_another_type_than_the_text_says_is_named_in_the_reason() -> None:
    found = resolved("huyện Bảo Lộc, tỉnh Lâm Đồng")["huyện Bảo Lộc"]
    assert found.unit is not None and found.unit.name == "thành phố Bảo Lộc"
    assert found.reason == "one of this name, of another type"


def test_a_split_commune_lists_its_parts() -> None:
    found = resolved("phường Nguyễn Du, quận Hai Bà Trưng, Hà Nội")["phường Nguyễn Du"]
    assert found.unit is not None and len(found.communes) == 3


@pytest.mark.parametrize(
    ("text", "surface", "nearest"),
    [
        ("Xã Ngọc Chiếng, huyện Mường La", "Xã Ngọc Chiếng", "xã Ngọc Chiến"),
        ("tỉnh Cao Băng", "tỉnh Cao Băng", "tỉnh Cao Bằng"),
    ],
)
def test_a_misspelt_unit_gets_the_nearest_names_and_no_code(
    text: str, surface: str, nearest: str
) -> None:
    found = resolved(text)[surface]
    assert found.unit is None
    assert found.candidates[0].name == nearest
    assert found.reason == "unknown name"


def test_another_commune_of_the_name_elsewhere_is_not_taken() -> None:
    found = resolved("xã Tiến Lộc (huyện Can Lộc)")["xã Tiến Lộc"]
    assert found.unit is None  # xã Tiến Lộc of Thanh Hóa is another; this one was merged in 2020
    assert [c.name for c in found.candidates] == ["thị trấn Nghèn"]
    assert found.province is not None and found.province.name == "tỉnh Hà Tĩnh"


def test_a_list_stands_in_one_district() -> None:
    text = "Ở Hà Nội có 5 xã (Đan Phượng, Song Phượng, Liên Hà, Tân Hội) đạt chuẩn huyện giao."
    found = resolved(text)
    assert code(found["Liên Hà"]) == ("09802", "old")


def test_the_country_and_foreign_names_have_no_unit() -> None:
    assert resolved("Cả nước có 16.000 sản phẩm, bán sang Trung Quốc.") == {}
