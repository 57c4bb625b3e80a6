"""Whether the article presents a product as OCOP, or names it only in passing."""

from collections.abc import Mapping

import pytest

from extractors import producers
from extractors.confidence import STEPS, calibrated
from extractors.models import Product, ProductMention, StarMention, Status
from extractors.plaintext import parse_text
from extractors.reading import Reading, read
from extractors.standing import judge
from extractors.standing_traits import naming_ocop, traits
from tests.linked import END

TITLE = "Phiên chợ quê đầu xuân đông khách"


def noticed(
    body: str, *names: str, title: str = TITLE, certainty: float = 0.99
) -> tuple[Reading, list[Product]]:
    """The article, and the products named in it, of which nothing more is known."""
    reading = read(parse_text(f"{title}\n\n{body}\n\n{END}"))
    found = []
    for name in names:
        start = reading.article.text.index(name)
        end = start + len(name)
        mention = ProductMention(start=start, end=end, surface=name, name=name, rule="test",
                                 confidence=certainty)  # fmt: skip
        found.append(Product(mention=mention))
    return reading, found


def statuses(body: str, *names: str, weights: Mapping[str, float]) -> list[Status]:
    return [p.status for p in judge(*noticed(body, *names), weights)]


PASSING: Mapping[str, float] = {"bias": -5.0}
"""Weights by which nothing is presented that the text does not call OCOP."""


@pytest.mark.parametrize(
    "text",
    [
        "Bún khô, sản phẩm OCOP của tỉnh Sơn La, bán chạy.",
        "Bún khô là sản phẩm OCOP.",
        "Bún khô của HTX Sen Hồng đạt chuẩn OCOP.",
        "Bún khô (hũ 1 kg) được công nhận OCOP.",
        "Bún khô hiện là một trong 12 sản phẩm OCOP của huyện.",
        "Bún khô” – sản phẩm OCOP của xã.",
        "Chợ có sản phẩm OCOP Bún khô.",
        "Chợ có mặt hàng OCOP tiêu biểu là Bún khô.",
        "Xã trao chứng nhận OCOP cho sản phẩm “Bún khô.",
        "Hàng 0COP như Bún khô bán chạy.",
    ],
)
def test_what_the_text_calls_ocop_on_the_spot_is_presented(text: str) -> None:
    assert statuses(text, "Bún khô", weights=PASSING) == [Status.OCOP]


@pytest.mark.parametrize(
    "text",
    [
        "Bún khô bán chạy bên gian hàng OCOP.",
        "Bún khô bán chạy. Sản phẩm OCOP cũng nhiều.",
        "Gian hàng OCOP đông, khách còn ăn Bún khô.",
        "Bún khô bán chạy.",
    ],
)
def test_ocop_said_elsewhere_calls_no_product_so(text: str) -> None:
    assert statuses(text, "Bún khô", weights=PASSING) == [Status.MENTIONED]


def test_a_product_with_a_rating_is_presented() -> None:
    reading, (product,) = noticed("Bún khô đạt 4 sao.", "Bún khô")
    stars = StarMention(start=0, end=3, surface="sao", rule="test", stars=4)
    rated = Product(mention=product.mention, stars=4, rating=stars, status=Status.ACHIEVED)
    aimed = Product(mention=product.mention, rating=stars, status=Status.TARGET)
    found = judge(reading, [rated, aimed], PASSING)
    assert [p.status for p in found] == [Status.ACHIEVED, Status.TARGET]


@pytest.mark.parametrize(("bias", "status"), [(1.0, Status.OCOP), (-1.0, Status.MENTIONED)])
def test_else_its_traits_decide(bias: float, status: Status) -> None:
    assert statuses("Chợ bán bún khô.", "bún khô", weights={"bias": bias}) == [status]


def test_the_products_of_one_sentence_stand_or_fall_together() -> None:
    weights = {"name.proper=True": 3.0, "name.proper=False": -1.0}
    one = statuses("Chợ bán bún khô. Xã có dầu Ba Én.", "bún khô", "dầu Ba Én", weights=weights)
    assert one == [Status.MENTIONED, Status.OCOP]
    both = statuses("Chợ bán bún khô, dầu Ba Én.", "bún khô", "dầu Ba Én", weights=weights)
    assert both == [Status.OCOP, Status.OCOP]


def test_an_article_without_products_has_none_to_judge() -> None:
    reading, _ = noticed("Chợ bán bún khô.", "bún khô")
    assert judge(reading, []) == ()


def test_only_presented_products_have_a_confidence() -> None:
    reading, products = noticed("Chợ bán bún khô.", "bún khô", certainty=0.97)
    (presented,) = judge(reading, products, {"bias": 9.0})
    (passing,) = judge(reading, products, {"bias": -9.0})
    assert presented.mention.confidence == calibrated(0.97)
    assert passing.mention.confidence is None


def test_confidence_grows_with_the_models_certainty() -> None:
    shares = [calibrated(certainty / 100) for certainty in range(101)]
    assert calibrated(None) is None
    assert {*shares} == {share for _, share in STEPS}
    assert shares == sorted(shares, key=lambda share: share or 0.0)


# --- the traits -----------------------------------------------------------------------------------


def traits_of(body: str, name: str, title: str = TITLE) -> set[str]:
    return set(traits(*noticed(body, name, title=title))[0])


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("Chợ bán bún khô OCOP.", "sentence.ocop=True"),
        ("Chợ bán bún khô.", "sentence.ocop=False"),
        ("Hàng OCOP nhiều. Chợ bán bún khô.", "before.ocop=True"),
        ("Chợ bán bún khô. Trời nắng. Hàng OCOP nhiều.", "block.ocop=True"),
        ("Chợ bán bún khô.\n\nTrời nắng.\n\nHàng OCOP nhiều.", "block.ocop=False"),
        ("Chợ bán bún khô. Hàng OCOP nhiều.", "near.ocop=True"),
        ("Chợ bán bún khô. Trời nắng. Hàng OCOP nhiều.", "near.ocop=False"),
        ("Có 12 sản phẩm gồm: bún khô.", "led=counted.list=False"),
        ("Có 12 sản phẩm gồm: bún khô.", "led=colon.list=False"),
        ("Đó là bún khô.", "led=consists.list=False"),
        ("Hàng như bún khô.", "led=examples.list=False"),
        ("Gian hàng bán bún khô.", "led=goods.list=False"),
        ("Vùng trồng bún khô.", "led=farming.list=False"),
        ("Chợ bán bún khô.", "name.bare=True"),
        ("Chợ bán bún khô Ba Én.", "name.proper=False"),
        ("- bún khô ngon", "block=list_item"),
        ("Chợ bán bún khô. Bún khô ngon, ai cũng mua bún khô.", "name.times=3"),
        ("Chợ bán bún khô.", "article.ocop.title=False"),
        ("Chợ bán bún khô.", "article.ocop.count=0"),
    ],
)
def test_where_a_product_stands_is_told_by_traits(text: str, trait: str) -> None:
    assert trait in traits_of(text, "bún khô")


def test_the_title_tells_of_the_programme_and_the_product() -> None:
    found = traits_of(
        "Chợ bán bún khô.", "bún khô", title="Chợ OCOP đầu xuân đông người mua Bún khô"
    )
    assert {"article.ocop.title=True", "sentence.ocop=False.title=True", "name.title=True"} <= found
    other = traits_of("Chợ bán bún khô.", "bún khô")
    assert {"name.title=False", "name.title.share=0"} <= other


def test_a_product_named_like_its_maker_is_a_brand() -> None:
    text = "HTX Ba Én bán bún khô Ba Én."
    reading, (product,) = noticed(text, "bún khô Ba Én")
    (maker,) = producers.find(reading)
    branded = Product(mention=product.mention, producer=maker)
    assert "brand=True" in traits(reading, [branded])[0]
    assert "brand=False" in traits(reading, [product])[0]


def test_which_sentences_name_the_programme() -> None:
    reading, _ = noticed("Chợ đông. Hàng OCOP nhiều.")
    assert naming_ocop(reading) == [False, False, True, False]
    silent, _ = noticed("Chợ đông.")
    assert naming_ocop(silent) == [False, False, False]


# --- with the shipped weights ---------------------------------------------------------------------


def test_the_shipped_weights_tell_a_report_of_ocop_from_a_day_at_the_market() -> None:
    report = (
        "UBND huyện công nhận 3 sản phẩm OCOP đợt này.\n\n"
        "Các sản phẩm gồm: bún khô Ba Én; dầu mè Sen Hồng; mật ong Tô Múa."
    )
    names = ("bún khô Ba Én", "dầu mè Sen Hồng", "mật ong Tô Múa")
    found = judge(*noticed(report, *names, title="Huyện có thêm 3 sản phẩm OCOP mới"))
    assert {p.status for p in found} == {Status.OCOP}
    market = (
        "Sáng sớm, bà con gánh hàng ra chợ, người bán bánh cuốn, người bán rau.\n\n"
        + "Trẻ con chạy chơi quanh gốc đa, cụ già ngồi uống nước, chuyện trò rôm rả. " * 25
    )
    assert [p.status for p in judge(*noticed(market, "bánh cuốn"))] == [Status.MENTIONED]
