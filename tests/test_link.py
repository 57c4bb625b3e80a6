"""One product under several names, and several under one; what a product is made of."""

import pytest

from extractors.models import Status
from tests.linked import linked, news


def names_of(text: str) -> list[str]:
    return [p.mention.name for p in linked(news(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("«Shan Mây Hồng Trà» đạt 4 sao.\n\n«Hồng trà» bán chạy.", ["Shan Mây Hồng Trà"]),
        ("«Bún khô Ba Én» đạt 4 sao.\n\n«Bún Ba Én» bán chạy.", ["Bún khô Ba Én"]),
        ("«Bún khô» bán chạy.\n\n«Bún khô Ba Én» đạt 4 sao.", ["Bún khô Ba Én"]),
        ("«Thủy sâm Hoà An» ngon.\n\n«thuỷ  sâm Hòa An» bán chạy.", ["Thủy sâm Hoà An"]),
        ("«Chè Shan - Tô Múa» ngon.\n\n«Chè shan – tô múa» bán chạy.", ["Chè Shan - Tô Múa"]),
    ],
)
def test_a_shorter_name_alone_is_the_product_named_in_full(text: str, names: list[str]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Có «bún khô», «bún khô ngũ sắc», «dầu mè» đạt 4 sao.",  # a list names each once
        "«Bún khô» và «bún khô ngũ sắc» đạt 4 sao.",  # side by side they are two
        "«Bún khô đỏ» và «bún khô trắng» ngon.\n\n«Bún khô» đạt 4 sao.",  # which of them?
        "«Bún khô» ngon.\n\n«Khô bún» đạt 4 sao.",  # other order
        "«Bún khô» ngon.\n\n«Bún tươi» đạt 4 sao.",
        "«Bún khô Ba Én» ngon.\n\n«Bún tươi» đạt 4 sao.",
        "«Miến dong bún» ngon.\n\n«Dong» đạt 4 sao.",  # begins and ends otherwise
    ],
)
def test_other_names_are_other_products(text: str) -> None:
    assert len(names_of(text)) == text.count("«")


def test_of_two_names_the_listed_one_is_the_products() -> None:
    text = "Có «bún», «dầu mè», «mật ong».\n\n«Bún khô» đạt 4 sao."
    first, *_ = linked(news(text))
    assert (first.mention.name, first.stars) == ("bún", 4)


def test_a_name_of_two_makers_is_two_products() -> None:
    text = "«Tôm khô» của hộ Ngọc Giàu (4 sao); «tôm khô» của HTX Cái Bát (3 sao)."
    found = [(p.stars, p.producer.name) for p in linked(news(text)) if p.producer]
    assert found == [(4, "hộ Ngọc Giàu"), (3, "HTX Cái Bát")]


def test_a_name_of_two_makers_said_again_without_one_is_no_third_product() -> None:
    text = "Có «tôm khô» của hộ Ngọc Giàu; «tôm khô» của HTX Cái Bát.\n\n«Tôm khô» bán chạy."
    assert names_of(text) == ["tôm khô", "tôm khô"]


@pytest.mark.parametrize(
    "text",
    [
        "«Tôm khô» của HTX Cái Bát thơm.\n\n«Tôm khô» đạt 4 sao, làm ở xã Tô Múa.",
        "«Tôm khô» đạt 4 sao, làm ở xã Tô Múa.\n\n«Tôm khô» của HTX Cái Bát thơm.",
        "«Tôm khô» đạt 4 sao.\n\n«Tôm khô» (xã Tô Múa).\n\n«Tôm khô» của HTX Cái Bát.",
    ],
)
def test_what_several_mentions_tell_is_one_products(text: str) -> None:
    (product,) = linked(news(text))
    assert product.producer is not None
    assert product.producer.name == "HTX Cái Bát"
    assert product.stars == 4
    assert [place.name for place in product.places] == ["xã Tô Múa"]


def test_products_stand_in_the_order_of_their_first_mention() -> None:
    text = "«Mật ong» ngon.\n\n«Bún khô» (4 sao), «dầu mè» (3 sao).\n\n«Mật ong» đạt 5 sao."
    found = linked(news(text))
    assert [(p.mention.name, p.stars) for p in found] == [
        ("Mật ong", 5), ("Bún khô", 4), ("dầu mè", 3),
    ]  # fmt: skip
    assert [p.mention.start for p in found] == sorted(p.mention.start for p in found)


def test_a_product_of_which_nothing_is_told() -> None:
    (product,) = linked(news("Chợ có «kỳ hoa dị thảo Ba Én»."))
    assert (product.stars, product.rating, product.producer) == (None, None, None)
    assert (product.places, product.group, product.status) == ((), None, Status.OCOP)


def test_the_rating_a_product_shows_is_the_phrase_that_gives_its_stars() -> None:
    (product,) = linked(news("«Bún khô» được xếp hạng 4 sao. «Bún khô» phấn đấu đạt 5 sao."))
    assert product.rating is not None
    assert (product.rating.surface, product.rating.stars) == ("được xếp hạng 4 sao", 4)


def test_the_group_is_that_of_the_name() -> None:
    groups = {p.mention.name: p.group for p in linked(news("Có «bún khô» và «chiếu cói»."))}
    assert groups == {"bún khô": "thực phẩm", "chiếu cói": "thủ công mỹ nghệ"}


def test_a_text_without_products_has_none() -> None:
    assert linked(news("Xã Tô Múa có HTX Sen Hồng đạt 4 sao.")) == ()


def test_a_maker_whose_name_holds_a_place_or_product_is_one_thing() -> None:
    text = "Đó là «bún khô» của HTX bún khô Tô Múa (xã Chiềng Yên)."
    (product,) = linked(news(text))
    assert product.producer is not None
    assert [place.name for place in product.places] == ["xã Chiềng Yên"]
