"""Whose product it is: the maker an analyst finds beside each product, and beside which none."""

import pytest

from extractors import places, producers, stars
from extractors.linking import makers
from extractors.linking.identity import identify
from extractors.linking.rows import Draft, rows
from extractors.models import ProductMention
from extractors.plaintext import parse_text
from extractors.reading import read


def makers_of(text: str, *names: str) -> list[str | None]:
    """The maker of each product named, in the order of `names`."""
    reading = read(parse_text(f"Tin OCOP\n\n{text}\n\nBạn đọc theo dõi thêm ở số báo sau."))
    whole = reading.article.text
    drafts = []
    for name in names:
        start = whole.index(name)
        end = start + len(name)
        mention = ProductMention(start=start, end=end, surface=name, name=name, rule="test")
        drafts.append(Draft(mention))
    named = producers.find(reading)
    found = rows(reading, drafts, [*named, *places.find(reading, named), *stars.find(reading)])
    identify(found)
    makers.link(found)
    return [d.producer.name if d.producer else None for d in drafts]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Có bún khô (HTX Sen Hồng, xã Tân Lộc); dầu mè (cùng chủ thể).", "HTX Sen Hồng"),
        ("Có bún khô của HTX Sen Hồng; dầu mè cũng của HTX này, đều 3 sao.", "HTX Sen Hồng"),
        ("Có bún khô của Công ty TNHH Ba Én; dầu mè (nt).", "Công ty TNHH Ba Én"),
    ],
)
def test_a_maker_named_before_is_pointed_back_to(text: str, second: str) -> None:
    assert makers_of(text, "bún khô", "dầu mè")[1] == second


def test_a_bare_kind_means_the_last_maker_of_that_kind() -> None:
    text = (
        "Huyện có gạo thơm của HTX Sen Hồng và bánh tráng của Công ty TNHH Ba Én.\n\n"
        "Năm nay dầu mè của HTX được 4 sao."
    )
    assert makers_of(text, "gạo thơm", "bánh tráng", "dầu mè")[2] == "HTX Sen Hồng"


def test_a_bare_kind_that_is_told_more_of_is_nobody_named_before() -> None:
    text = (
        "Huyện có gạo thơm của HTX Sen Hồng và bánh tráng của Công ty TNHH Ba Én.\n\n"
        "Chợ còn bán dầu mè của HTX trong huyện."
    )
    assert makers_of(text, "gạo thơm", "bánh tráng", "dầu mè")[2] is None


@pytest.mark.parametrize(
    "text",
    [
        "Bún khô và dầu mè lần lượt của HTX Sen Hồng và Công ty TNHH Ba Én được 3 sao.",
        "Bún khô và dầu mè (HTX Sen Hồng; Công ty TNHH Ba Én) được 3 sao.",
    ],
)
def test_makers_in_the_order_of_their_products(text: str) -> None:
    assert makers_of(text, "Bún khô", "dầu mè") == ["HTX Sen Hồng", "Công ty TNHH Ba Én"]


def test_a_rating_may_stand_between_a_product_and_its_maker() -> None:
    text = "Đó là bún khô (4 sao; Cơ sở Ba Én, xã Tân Lộc) và dầu mè, 3 sao, hộ Lò Thị Đôi."
    assert makers_of(text, "bún khô", "dầu mè") == ["Cơ sở Ba Én", "hộ Lò Thị Đôi"]


def test_a_maker_has_the_line_below_its_product() -> None:
    text = "1. Bún khô\nChủ thể: HTX Sen Hồng\n\n2. Dầu mè\nChủ thể: Cơ sở Ba Én"
    assert makers_of(text, "Bún khô", "Dầu mè") == ["HTX Sen Hồng", "Cơ sở Ba Én"]


def test_a_bracket_with_a_place_closes_a_product_off() -> None:
    text = "Còn lại là bún khô (xã Tân Lộc) và dầu mè (HTX Sen Hồng)."
    assert makers_of(text, "bún khô", "dầu mè")[1] == "HTX Sen Hồng"


def test_a_name_of_a_place_alone_makes_no_brand() -> None:
    text = (
        "HTX chăn nuôi gà Lạc Thủy và Cơ sở Ba Én mới thành lập.\n\n"
        "Huyện giới thiệu dê núi Lạc Thủy, gà đồi Lạc Thủy."
    )
    found = makers_of(text, "dê núi Lạc Thủy", "gà đồi Lạc Thủy")
    assert found == [None, "HTX chăn nuôi gà Lạc Thủy"]


@pytest.mark.parametrize(
    ("text", "makers"),
    [
        ("HTX Sen Hồng có bún khô; dầu mè của HTX Hoa Ban.", ["HTX Sen Hồng", "HTX Hoa Ban"]),
        ("HTX Sen Hồng (xã Tân Lộc) có bún khô; dầu mè (HTX Hoa Ban, xã Tân Bình).",
         ["HTX Sen Hồng", "HTX Hoa Ban"]),
        ("Gồm bún khô, trà gừng đóng gói, dầu mè (HTX Sen Hồng); cốm (HTX Hoa Ban).",
         ["HTX Sen Hồng", "HTX Sen Hồng"]),
        ("Gồm bún khô (xã Tân Lộc), dầu mè (HTX Sen Hồng); cốm (HTX Hoa Ban).",
         [None, "HTX Sen Hồng"]),
        ("Xã Tân Lộc có 1 sản phẩm của HTX Sen Hồng là bún khô; xã Tân Bình có dầu mè.",
         ["HTX Sen Hồng", None]),
    ],
)  # fmt: skip
def test_whose_each_item_of_a_list_is(text: str, makers: list[str | None]) -> None:
    assert makers_of(text, "bún khô", "dầu mè") == makers


GOODS = ("bún khô", "dầu mè", "mật ong", "tương nếp", "trà gừng")


def test_a_story_of_one_maker_may_name_many_products() -> None:
    text = (
        "Chị Lò Thị Đôi lập HTX Sen Hồng năm 2018. Ông bà bảo chị dại, chị cười.\n\n"
        "Chị làm bún khô, dầu mè, mật ong, tương nếp, trà gừng. “Tôi thử mãi mới được”, chị kể."
    )
    assert makers_of(text, *GOODS) == ["HTX Sen Hồng"] * len(GOODS)


def test_a_district_with_many_products_is_no_story_of_the_one_maker_it_names() -> None:
    text = (
        "Huyện có bún khô, dầu mè, mật ong, tương nếp, trà gừng.\n\n"
        "Năm sau HTX Sen Hồng dự thi. Hội đồng sẽ chấm vào tháng 9."
    )
    assert makers_of(text, *GOODS) == [None] * len(GOODS)


def test_a_maker_told_of_one_product_alone_has_not_the_others() -> None:
    text = "Chợ bán bún khô của HTX Sen Hồng.\n\nKhách còn hỏi mua dầu mè."
    assert makers_of(text, "bún khô", "dầu mè") == ["HTX Sen Hồng", None]


def test_makers_told_in_order_after_a_list() -> None:
    text = (
        "Nhóm mới: bún khô, dầu mè.\n\nNhóm đánh giá lại: mật ong.\n\n"
        "Các chủ thể tương ứng: HTX Sen Hồng (xã Tân Lộc); HTX Hoa Ban; cơ sở Ba Én."
    )
    named = makers_of(text, "bún khô", "dầu mè", "mật ong")
    assert named == ["HTX Sen Hồng", "HTX Hoa Ban", "cơ sở Ba Én"]


def test_fewer_makers_than_products_are_told_of_none() -> None:
    text = "Nhóm mới: bún khô, dầu mè, mật ong.\n\nTương ứng: HTX Sen Hồng; HTX Hoa Ban."
    assert makers_of(text, "bún khô", "dầu mè", "mật ong") == [None, None, None]


def test_how_a_product_is_packed_may_stand_before_its_maker() -> None:
    text = "Hạng 4 sao: bún khô (gói 500 g), dầu mè (chai 250 ml) - HTX Sen Hồng, xã Tân Lộc."
    assert makers_of(text, "bún khô", "dầu mè") == ["HTX Sen Hồng"] * 2


def test_a_maker_in_brackets_on_the_next_line_is_that_of_the_line_above() -> None:
    text = "- Bún khô, dầu mè\n  (HTX Sen Hồng, xã Tân Lộc);\n\n- Mật ong (HTX Hoa Ban)."
    assert makers_of(text, "Bún khô", "dầu mè", "Mật ong") == [
        "HTX Sen Hồng", "HTX Sen Hồng", "HTX Hoa Ban",
    ]  # fmt: skip


def test_a_maker_told_with_its_products_has_not_those_before_it() -> None:
    text = (
        "Dự thi có cơ sở Ba Én với sản phẩm bún khô, dầu mè, HTX Hoa Ban với sản phẩm mật ong và "
        "HTX Sen Hồng với 2 sản phẩm trà gừng, tương nếp."
    )
    named = makers_of(text, "bún khô", "dầu mè", "mật ong", "trà gừng", "tương nếp")
    assert named == ["cơ sở Ba Én"] * 2 + ["HTX Hoa Ban"] + ["HTX Sen Hồng"] * 2


def test_a_workshop_called_by_a_person_is_known_by_its_brand() -> None:
    text = "Tương nếp bà Én bán chạy, dầu mè thì không.\n\nNay Cơ sở bà Én và HTX Sen Hồng mừng."
    assert makers_of(text, "Tương nếp bà Én", "dầu mè") == ["Cơ sở bà Én", None]


@pytest.mark.parametrize(
    "text",
    [
        "HTX Sen Hồng, xã Tân Lộc với bún khô, Cơ sở Ba Én, xã Tân Phú với mật ong.",
        "HTX Sen Hồng giữ bún khô, Cơ sở Ba Én lần đầu có mật ong.",
        "HTX Sen Hồng dự thi bằng bún khô, Cơ sở Ba Én dự thi bằng mật ong.",
        "Có bún khô (chủ thể là HTX Sen Hồng), mật ong (đơn vị sản xuất: Cơ sở Ba Én).",
    ],
)
def test_each_maker_has_what_is_told_with_it(text: str) -> None:
    assert makers_of(text, "bún khô", "mật ong") == ["HTX Sen Hồng", "Cơ sở Ba Én"]


def test_a_maker_behind_its_product_may_be_told_where_it_is() -> None:
    text = "HTX Sen Hồng có bún khô, còn có mật ong, Cơ sở Ba Én (xã Tân Lộc, làm từ lâu)."
    assert makers_of(text, "bún khô", "mật ong") == ["HTX Sen Hồng", "Cơ sở Ba Én"]
