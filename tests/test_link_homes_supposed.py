"""Where products are from that no words tie to a place: what the article is about, or the choice
that was learnt among the units it names."""

from collections.abc import Mapping

import pytest

from tests.linked import END, NOWHERE, SON_LA, first_homes, homes_of, linked


def test_the_commune_of_the_title_is_the_home() -> None:
    body = "Khách về từ khắp tỉnh Sơn La nếm «bún khô».\n\nHTX Gió Mới và Cơ sở Nắng Hồng cùng dự."
    title = "Xã Tô Múa lần đầu chấm điểm sản phẩm OCOP\n\n"
    assert first_homes(body, title) == ["xã Tô Múa"]
    bracket = "Sản phẩm của HTX Sen Hồng (xã Tô Múa) vào vòng chấm OCOP\n\n"
    assert first_homes(body, bracket) == NOWHERE


@pytest.mark.parametrize(
    "title",
    [
        "Xã Tô Múa và xã Chiềng Yên cùng chấm điểm sản phẩm OCOP",
        "Huyện Vân Hồ về xã Tô Múa chấm điểm sản phẩm OCOP",
    ],
)
def test_a_title_with_two_communes_or_a_district_before_is_not_about_one(title: str) -> None:
    body = (
        "\n\nHội đồng chấm «bún khô», «dầu mè», «mật ong», «tương nếp», «kẹo lạc»."
        "\n\nTrước đó, họ đã về huyện Mộc Châu."
    )
    assert not {*first_homes(body, title)} & {"xã Tô Múa", "xã Chiềng Yên"}


def test_the_one_district_of_the_opening_is_the_home() -> None:
    body = (
        "Hội đồng chấm «bún khô».\n\nTrước đó, họ đã về huyện Mộc Châu, huyện Yên Châu.\n\n"
        "HTX Gió Mới và Cơ sở Nắng Hồng cùng dự."
    )
    assert first_homes(body, "Huyện Vân Hồ chấm điểm sản phẩm OCOP\n\n") == ["huyện Vân Hồ"]


def test_in_a_portrait_the_commune_told_anywhere_is_the_home() -> None:
    body = (
        "HTX Sen Hồng có 12 người.\n\nHọ làm «bún khô».\n\n"
        "Ruộng lúa bên nhà văn hóa xã Tô Múa đã chín vàng."
    )
    title = "Tỉnh Sơn La có thêm sản phẩm OCOP\n\nBà con mừng vì hàng bán chạy.\n\n"
    assert first_homes(body, title) == ["xã Tô Múa"]
    further = body.replace("xã Tô Múa", "huyện Vân Hồ")
    assert first_homes(further, title) == ["huyện Vân Hồ"]
    two = title + body + "\n\nCơ sở Ba Én cũng mới mở."
    assert first_homes(two, "") == NOWHERE


def test_without_a_maker_what_is_first_told_behind_all_products_is_no_home() -> None:
    title = "Tỉnh Sơn La có thêm sản phẩm OCOP\n\nBà con mừng vì hàng bán chạy.\n\n"
    village = "Khu vườn hoa ở xã Tô Múa thì vừa đón khách."
    assert first_homes(f"Chợ bày «bún khô».\n\n{village}", title) == NOWHERE
    assert first_homes(f"{village}\n\nChợ bày «bún khô».", title) == ["xã Tô Múa"]


def test_the_province_with_most_of_the_places_named_is_the_articles() -> None:
    body = (
        "HTX Gió Mới và Cơ sở Nắng Hồng đón khách từ thành phố Hà Nội.\n\nHọ mua «bún khô».\n\n"
        "Đường qua huyện Vân Hồ, huyện Mộc Châu, huyện Yên Châu thuộc tỉnh Sơn La."
    )
    assert first_homes(body, "Thêm tin về Chương trình OCOP\n\n") == NOWHERE


def test_the_province_of_the_title_weighs_more_than_one_named_later() -> None:
    body = "Hội đồng chấm «bún khô».\n\nNgười thành phố Hà Nội mua nhiều, Hà Nội lại gần."
    assert first_homes(body) == NOWHERE


def test_an_article_is_about_none_of_the_communes_of_a_roll() -> None:
    text = (
        "Huyện Vân Hồ có thêm 2 sản phẩm OCOP\n\n"
        "Huyện Vân Hồ mời HTX Gió Mới. Ba xã (Tô Múa, Chiềng Yên và Song Khủa) cùng dự thi.\n\n"
        "Đó là «bún khô» và «dầu mè»."
    )
    assert homes_of(text)["bún khô"][0] == "huyện Vân Hồ"


def test_a_story_that_names_three_districts_alike_is_about_none_of_them() -> None:
    text = (
        "Chuyện làng nghề bên dòng sông quê\n\nNghề này đã có từ lâu.\n\nỞ tỉnh Sơn La, HTX Gió "
        "Mới bán «mật ong».\n\nKhách từ huyện Vân Hồ tới. Bạn hàng huyện Mai Sơn thích. "
        "Người huyện Mộc Châu khen."
    )
    assert homes_of(text)["mật ong"][0] == "tỉnh Sơn La"


# --- the learnt choice ----------------------------------------------------------------------------

WEAK = (
    "Tỉnh Sơn La có thêm sản phẩm OCOP\n\nHuyện Vân Hồ có «bún khô».\n\n"
    "Đường vào xã Tô Múa mới rải nhựa.\n\nKhách từ huyện Mộc Châu đến đông.\n\n" + END
)


@pytest.mark.parametrize(
    ("weights", "home"),
    [
        ({"relation=same.district": 1.0}, ["huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"relation=inside it.commune": 1.0}, ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"relation=beside it.district": 1.0}, ["huyện Mộc Châu", "tỉnh Sơn La"]),
        ({"relation=above it.province": 1.0}, ["tỉnh Sơn La"]),
        ({"relation=same.opening.district": 1.0}, ["huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"title=True.province": 2.0, "relation=same.district": 1.0}, ["tỉnh Sơn La"]),
        ({"head=False.commune": 1.0}, ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"rivals=1.commune": 1.0}, ["xã Tô Múa", "huyện Vân Hồ", "tỉnh Sơn La"]),
        ({"relation=same.district": 1.0, "relation=beside it.district": 2.0},
         ["huyện Mộc Châu", "tỉnh Sơn La"]),
    ],
)  # fmt: skip
def test_a_supposed_home_is_weighed_against_all_others(
    weights: Mapping[str, float], home: list[str]
) -> None:
    (product,) = linked(WEAK, weights)
    assert [place.name for place in product.places] == home


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        ("named.district", "Chợ bày «bún khô Vân Hồ».\n\nHuyện Mai Sơn, huyện Vân Hồ đều xa."),
        ("office.district", "Chợ bày «bún khô».\n\nHuyện Mai Sơn xa, UBND huyện Vân Hồ nói."),
        ("homes=some.district",
         "Có «mật ong» (huyện Vân Hồ), «tỏi đen» (xã Phiêng Khoài).\n\nChợ bày «bún khô».\n\n"
         "Huyện Mai Sơn xa."),
        ("beside=after.1.none.supposed=False.district",
         "Huyện Mai Sơn xa.\n\nChợ bày «dầu mè» và «bún khô». Ở đây là huyện Vân Hồ."),
        ("crowd=1.makers=0.district", "Chợ bày «bún khô».\n\nHuyện Vân Hồ xa."),
        ("supposed=False.crowd=1.district", "Chợ bày «bún khô».\n\nHuyện Vân Hồ xa."),
    ],
)  # fmt: skip
def test_what_speaks_for_a_unit_makes_it_the_home(trait: str, text: str) -> None:
    weights = {"relation=above it.province": 0.1, "relation=same.province": 0.1, trait: 9.0}
    product = next(
        p for p in linked(SON_LA + text, weights) if p.mention.name.startswith("bún khô")
    )
    assert product.places[0].name == "huyện Vân Hồ"


@pytest.mark.parametrize("told", ["«bún khô» (huyện Vân Hồ)", "«bún khô huyện Vân Hồ»"])
def test_a_home_that_the_text_tells_is_not_weighed(told: str) -> None:
    (product,) = linked(f"{SON_LA}Có {told}.\n\nXã Tô Múa xa.", {"relation=inside it.commune": 9.0})
    assert product.places[0].name == "huyện Vân Hồ"


def test_a_home_told_of_one_mention_is_not_weighed_at_another() -> None:
    text = f"{SON_LA}Chợ có «bún khô».\n\nBán «bún khô» (huyện Vân Hồ).\n\nXã Tô Múa xa."
    (product,) = linked(text, {"relation=inside it.commune": 9.0})
    assert product.places[0].name == "huyện Vân Hồ"


def test_a_home_told_as_well_as_supposed_is_not_weighed() -> None:
    text = f"{SON_LA}Huyện Vân Hồ có «bún khô».\n\nBán «bún khô» (huyện Vân Hồ).\n\nXã Tô Múa xa."
    (product,) = linked(text, {"relation=inside it.commune": 9.0})
    assert product.places[0].name == "huyện Vân Hồ"


def test_a_home_taken_from_the_subject_is_weighed_as_such() -> None:
    text = f"{SON_LA}Chợ có «bún khô».\n\nXã Tô Múa xa."
    (product,) = linked(text, {"relation=inside it.subject.commune": 1.0})
    assert product.places[0].name == "xã Tô Múa"


def test_a_chosen_home_brings_the_units_above_it() -> None:
    title = SON_LA.replace("Sơn La", "Bến Tre")
    text = f"{title}Họ bày «bún khô».\n\nXã Tô Múa thuộc tỉnh Sơn La."
    (product,) = linked(text, {"relation=inside another.commune": 1.0, "head=False.commune": 1.0})
    assert [place.name for place in product.places] == ["xã Tô Múa", "tỉnh Sơn La"]


def test_the_country_is_nobodys_home() -> None:
    text = "Cả nước có thêm nhiều sản phẩm OCOP\n\nTỉnh Sơn La có «bún khô»."
    (product,) = linked(text, {})
    assert [place.name for place in product.places] == ["tỉnh Sơn La"]


def test_the_chosen_unit_is_shown_where_it_stands_last_before_the_product() -> None:
    text = (
        f"{SON_LA}Xã Tô Múa xa. Xã Tô Múa đẹp.\n\n«Bún khô» và «dầu mè» ngon.\n\n"
        "Xã Tô Múa đông vui."
    )
    (first, second) = linked(text, {"relation=inside it.commune": 9.0, "rivals=1.commune": 9.0})
    assert first.places[0].start == text.index("Xã Tô Múa đẹp")
    assert second.places[0] == first.places[0]


def test_the_shipped_weights_are_used_when_none_are_given() -> None:
    text = f"{SON_LA}Huyện Vân Hồ có «bún khô» và «dầu mè» đạt 4 sao."
    assert {p.places[0].name for p in linked(text, None)} == {"huyện Vân Hồ"}
    assert {p.places[0].name for p in linked(text, {})} == {"tỉnh Sơn La"}
