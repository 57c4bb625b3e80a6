"""What an analyst gets out of an article: products with stars, makers, places and standing."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.confidence import STEPS
from extractors.facts import extract
from extractors.models import Facts, Mention, Product, Status
from extractors.plaintext import parse_text
from extractors.reading import read

LIST = """Huyện Vân Hồ có thêm 4 sản phẩm OCOP

UBND tỉnh Sơn La vừa công nhận 4 sản phẩm OCOP đạt 3 sao của huyện Vân Hồ.

Đó là: chè Shan tuyết Tô Múa của HTX chè Tô Múa (xã Tô Múa); mật ong hoa rừng Chiềng Yên, \
rượu mận Chiềng Yên của hộ kinh doanh Hà Văn Thoa (xã Chiềng Yên); măng khô Xuân Nha của \
Công ty TNHH Nông sản Pha Luông (xã Xuân Nha).
"""


def facts_of(text: str) -> Facts:
    return extract(read(parse_text(text)))


def products_of(text: str) -> dict[str, Product]:
    found = facts_of(text).products
    return {p.mention.name: p for p in found if p.status is not Status.MENTIONED}


def test_a_list_gives_each_product_its_stars_maker_and_commune() -> None:
    found = products_of(LIST)
    assert list(found) == [
        "chè Shan tuyết Tô Múa",
        "mật ong hoa rừng Chiềng Yên",
        "rượu mận Chiềng Yên",
        "măng khô Xuân Nha",
    ]
    assert {p.stars for p in found.values()} == {3}
    rum = found["rượu mận Chiềng Yên"]
    assert rum.producer is not None
    assert rum.producer.name == "hộ kinh doanh Hà Văn Thoa"
    assert rum.places[0].name == "xã Chiềng Yên"
    assert rum.group == "đồ uống"


def test_a_bracket_gives_its_product_its_stars() -> None:
    text = (
        "Hội chợ bày các sản phẩm OCOP của tỉnh Hà Giang: chè Shan tuyết Cao Bồ (5 sao), "
        "mật ong bạc hà Đồng Văn (4 sao), miến dong Nà Chì (3 sao)."
    )
    stars = {name: p.stars for name, p in products_of(text).items()}
    assert stars == {
        "chè Shan tuyết Cao Bồ": 5,
        "mật ong bạc hà Đồng Văn": 4,
        "miến dong Nà Chì": 3,
    }


def test_an_aim_is_no_rating() -> None:
    text = (
        "Năm nay huyện phấn đấu đưa sản phẩm OCOP chè Shan tuyết Cao Bồ lên 5 sao. "
        "Chè Shan tuyết Cao Bồ là sản phẩm OCOP của tỉnh Hà Giang."
    )
    assert [p.stars for p in products_of(text).values()] == [None]


def test_utensils_of_one_brand_are_one_product() -> None:
    text = (
        "Các sản phẩm OCOP tiêu biểu của tỉnh Sơn La gồm: chè Trọng Nguyên; mận sấy gừng; "
        "ống hút, cốc, dao, thìa tre Gia Phát; trà Xanh mây."
    )
    assert "ống hút, cốc, dao, thìa tre Gia Phát" in products_of(text)


def test_a_long_article_that_never_names_the_programme_has_no_products() -> None:
    text = "Chợ quê\n\n" + "Bà con bán bánh cuốn, bún riêu, chè đỗ đen và rượu nếp quê. " * 40
    assert facts_of(text).products == ()


def test_a_name_cut_off_by_the_end_of_the_text_is_left_out() -> None:
    text = "Sản phẩm OCOP 4 sao gồm: chè Shan tuyết Cao Bồ, mật ong bạc hà Đồng Văn, rượu ng"
    names = [p.mention.name for p in facts_of(text).products]
    assert names == ["chè Shan tuyết Cao Bồ", "mật ong bạc hà Đồng Văn"]


def mentions(facts: Facts) -> list[Mention]:
    found: list[Mention] = [*facts.star_counts, *facts.place_mentions]
    for product in facts.products:
        parts = (product.mention, product.rating, product.producer, *product.places)
        found += [part for part in parts if part is not None]
    return found


ODDITIES = st.sampled_from(
    ["\u00a0", "\u200b", "\r\n", "Ðồng Tháp", "ﬁ", "–", "“", ";", "(", ")", " "]
)
PIECES = st.lists(st.one_of(ODDITIES, st.sampled_from(LIST.split(" "))), max_size=60)


@settings(max_examples=60, deadline=None)
@given(PIECES, st.sampled_from(["NFC", "NFD"]))
def test_every_fact_points_into_the_text(pieces: list[str], form: str) -> None:
    text = unicodedata.normalize(form, LIST + " ".join(pieces))
    article = parse_text(text)
    for mention in mentions(extract(read(article))):
        assert article.text[mention.start : mention.end] == mention.surface


def test_the_same_text_gives_the_same_facts_whatever_was_read_between() -> None:
    first = facts_of(LIST)
    facts_of(LIST.replace("Vân Hồ", "Mộc Châu").replace("3 sao", "4 sao"))
    assert facts_of(LIST) == first


def test_confidence_is_a_measured_share_and_only_said_of_ocop_products() -> None:
    products = facts_of(LIST).products
    assert len(products) == 4
    assert all(p.mention.confidence in {share for _, share in STEPS} for p in products)
    text = "Chợ phiên\n\nChợ bày bánh cuốn, cơm lam.\n\n" + "Khách mua rượu nếp. " * 30 + "OCOP."
    passing = [p for p in facts_of(text).products if p.status is Status.MENTIONED]
    assert passing
    assert all(p.mention.confidence is None for p in passing)
