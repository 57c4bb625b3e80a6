"""Names of products: lists that mend what the model of names leaves uneven, and what it reads."""

from collections.abc import Sequence

import pytest

from extractors import products
from extractors.facts import extract, roles
from extractors.models import Mention, Status
from extractors.plaintext import parse_text
from extractors.products import find, marks_of, spans
from extractors.reading import read, tokenize
from extractors.vi.text import key
from tests.linked import END

TITLE = "Thêm tin về Chương trình OCOP hôm nay"


class Model:
    """A model that knows these names only, and thinks of other words with a chance of `doubt`."""

    def __init__(self, names: Sequence[str], doubt: float) -> None:
        self._names = [[key(w) for w in tokenize(name)] for name in names]
        self._doubt = doubt

    def _tags(self, features: Sequence[Sequence[str]]) -> list[str]:
        words = [row[0].removeprefix("w=") for row in features]
        labels = ["O"] * len(words)
        for name in self._names:
            for i in range(len(words)):
                if words[i : i + len(name)] == name:
                    labels[i : i + len(name)] = ["B", *["I"] * (len(name) - 1)]
        return labels

    def marginals(self, features: Sequence[Sequence[str]]) -> list[list[float]]:
        of = {"B": [0.9, 0.1, 0.0], "I": [0.0, 0.9, 0.1], "O": [self._doubt, 0.0, 1 - self._doubt]}
        return [of[label] for label in self._tags(features)]

    def labels(self) -> list[str]:
        return ["B", "I", "O"]


def mended(text: str, *known: str, doubt: float = 0.3) -> list[str]:
    """The names found where the model knows only some of them."""
    reading = read(parse_text(f"{TITLE}\n\n{text}\n\n{END}"))
    makers, places, stars = roles(reading)
    found = find(reading, [*makers, *places, *stars], Model(known, doubt))
    return [mention.name for mention in found]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Gồm: bún khô; dầu mè; mật ong.", ["bún khô", "dầu mè"]),
        ("Gồm bún khô, dầu mè và mật ong của bà con.", ["bún khô", "mật ong"]),
        ("Có 3 món (bún khô; dầu mè; mật ong) bán chạy.", ["dầu mè", "mật ong"]),
    ],
)
def test_where_most_items_are_products_the_others_are_too(text: str, known: list[str]) -> None:
    assert mended(text, *known) == ["bún khô", "dầu mè", "mật ong"]
    assert mended(text, *known, doubt=0.01) == known  # the model is sure they are none


@pytest.mark.parametrize(
    "text",
    [
        "Gồm: bún khô; dầu mè; niềm vui lớn; lời chúc.",  # no head noun, no capital
        "Gồm: bún khô; dầu mè; xã Tô Múa; huyện Vân Hồ.",  # places
        "Gồm: bún khô; dầu mè; HTX Sen Hồng.",  # a maker
        "Gồm: bún khô; dầu mè; Vui.",  # a capital alone
        "Gồm: bún khô; dầu mè; 12 nón.",
        "Gồm: bún khô; dầu mè; nón lá đội đầu che nắng che mưa suốt mùa gặt hái.",  # too long
    ],
)
def test_what_can_be_no_name_stays_none(text: str) -> None:
    assert mended(text, "bún khô", "dầu mè") == ["bún khô", "dầu mè"]


def test_one_product_makes_no_list_of_many_other_things_one_of_products() -> None:
    text = "Gồm: bún khô; nón lá; chiếu cói; gạo nếp; mật ong."
    assert mended(text, "bún khô", doubt=0.2) == ["bún khô"]  # 36 % on the whole
    assert len(mended(text, "bún khô", doubt=0.3)) == 5  # 44 %


def test_a_list_of_capitals_is_one_of_products_from_three_on() -> None:
    text = "Gồm: Bún khô; Dầu mè; Mật ong; Sao Biển; Nắng Mai; Mây Hồng; Gió Mới."
    assert len(mended(text, "Bún khô", "Dầu mè", "Mật ong", doubt=0.1)) == 7
    assert len(mended(text, "Bún khô", "Dầu mè", doubt=0.1)) == 2


def test_places_and_makers_are_no_items_that_speak_against_a_list() -> None:
    text = "Gồm: bún khô, dầu mè, ở xã Tô Múa, xã Tân Lộc, HTX Sen Hồng, HTX Lúa Vàng."
    assert mended(text, "bún khô", doubt=0.1) == ["bún khô", "dầu mè"]


def test_what_leads_to_a_product_is_no_part_of_its_item_nor_an_item() -> None:
    text = "Xứ dừa Bến Tre có kẹo dừa, mứt dừa, thạch dừa, dầu dừa."
    names = ["kẹo dừa", "mứt dừa", "thạch dừa", "dầu dừa"]
    assert mended(text, "kẹo dừa", "mứt dừa", "dầu dừa") == names


def test_what_begins_like_a_product_of_its_list_is_one() -> None:
    text = "HTX làm cà phê Honey, cà phê Natural rồi nghỉ ngơi, vui chơi, ca hát."
    names = ["cà phê Honey", "cà phê Natural"]
    assert mended(text, "cà phê Honey", doubt=0.0) == names


def test_in_a_sure_list_a_name_needs_no_head_noun() -> None:
    text = "Gồm: bún khô, dầu mè, mật ong, gạo nếp, kẹo lạc, que giòn, xã Tô Múa."
    known = ["bún khô", "dầu mè", "mật ong", "gạo nếp", "kẹo lạc"]
    assert mended(text, *known, doubt=0.1) == [*known, "que giòn"]
    assert mended(text.replace("que giòn", "thôn Đoài"), *known, doubt=0.1) == known
    assert mended(text, *known[:4], doubt=0.1) == known


@pytest.mark.parametrize(("doubt", "names"), [(0.03, True), (0.01, False)])
def test_the_surer_a_list_the_less_one_item_needs(doubt: float, names: bool) -> None:
    text = "Gồm: bún khô, dầu mè, mật ong."
    assert (len(mended(text, "bún khô", "dầu mè", doubt=doubt)) == 3) is names


@pytest.mark.parametrize(
    ("text", "known", "names"),
    [
        # an item's name goes on to its end
        ("Gồm: bún khô sợi nhỏ; dầu mè.", ["bún khô", "dầu mè"], ["bún khô sợi nhỏ", "dầu mè"]),
        # capitals that touch a name belong to it, the programme's and a maker's do not
        ("Họ bán bún khô Ba Én.", ["bún khô"], ["bún khô Ba Én"]),
        ("Họ bán VICUMAX NANO bột.", ["NANO bột"], ["VICUMAX NANO bột"]),
        ("Hàng OCOP Bún khô.", ["Bún khô"], ["Bún khô"]),
        ("Họ bán bún khô HTX Sen Hồng.", ["bún khô"], ["bún khô"]),
        # what must be over is cut off
        ("Họ bán bún khô được mùa.", ["bún khô được"], ["bún khô"]),
        ("Họ bán bún khô (hũ to.", ["bún khô (hũ"], ["bún khô"]),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_list_and_capitals_say(
    text: str, known: list[str], names: list[str]
) -> None:
    assert mended(text, *known) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Gồm: ống hút, cốc, dao, thìa tre Gia Phát; dầu mè.",
            "ống hút, cốc, dao, thìa tre Gia Phát",
        ),
        ("Gồm: giỏ, túi cói Ba Én; dầu mè.", None),
        ("Gồm: ống hút, cốc, dao, thìa tre ở xã; dầu mè.", None),
    ],
)
def test_bare_utensils_before_one_brand_are_one_product(text: str, name: str | None) -> None:
    found = mended(text, "ống hút", "cốc", "dao", "thìa tre Gia Phát", "giỏ", "túi cói Ba Én",
                   "thìa tre", "dầu mè")  # fmt: skip
    assert [n for n in found if "," in n] == ([name] if name else [])


def test_a_mention_says_how_it_was_found_and_how_sure_the_model_is() -> None:
    reading = read(parse_text(f"{TITLE}\n\nGồm: bún khô; dầu mè; mật ong.\n\n{END}"))
    first, second, third = find(reading, [], Model(["bún khô", "dầu mè"], 0.3))
    assert [m.rule for m in (first, second, third)] == [
        "product.model", "product.model", "product.list",
    ]  # fmt: skip
    assert (first.confidence, third.confidence) == (0.9, 0.0)


def test_a_name_over_a_line_break_is_one_line() -> None:
    reading = read(parse_text(f"{TITLE}\n\nHọ bán bún\nkhô ở chợ.\n\n{END}"))
    (mention,) = find(reading, [], Model(["bún khô"], 0.0))
    assert (mention.surface, mention.name) == ("bún\nkhô", "bún khô")


@pytest.mark.parametrize(
    ("end", "count"), [("", 0), ("\n", 0), (".", 1), (" bán chạy", 1), (" nên", 1)]
)
def test_a_name_that_touches_the_end_of_the_text_was_cut_off(end: str, count: int) -> None:
    reading = read(parse_text(f"{TITLE}\n\n{END}\n\nHọ bán bún khô{end}"))
    assert len(find(reading, [], Model(["bún khô"], 0.0))) == count


def test_a_long_article_must_name_the_programme() -> None:
    body = "Họ bán bún khô.\n\n" + END + "\n\n"
    rest = "Trời nắng, bà con phơi lúa kín sân đình, trẻ con thả diều trên bờ đê lộng gió. " * 20
    for text, count in [(body, 1), (body + rest, 0), (body + rest + "Hàng OCOP.", 1)]:
        reading = read(parse_text(f"Phiên chợ quê đầu xuân đông khách\n\n{text}"))
        assert len(find(reading, [], Model(["bún khô"], 0.0))) == count


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ("OBIOB", [(1, 3), (4, 5)]),
        ("BB", [(0, 1), (1, 2)]),
        ("OII", [(1, 3)]),
        ("IO", [(0, 1)]),
        ("", []),
    ],
)
def test_labels_make_spans(labels: str, names: list[tuple[int, int]]) -> None:
    assert spans(list(labels)) == names


def test_tokens_know_what_they_lie_in() -> None:
    reading = read(parse_text("Xã Tô Múa có HTX Sen Hồng đạt 4 sao OCOP."))
    text = reading.article.text
    found = [
        Mention(start=text.index(s), end=text.index(s) + len(s), surface=s, rule=f"{kind}.test")
        for s, kind in [("Xã Tô Múa", "place"), ("HTX Sen Hồng", "producer"), ("Hồng", "place")]
    ]
    assert marks_of(reading, found) == [["place"] * 3 + [""] + ["producer"] * 3 + [""] * 5]


# --- with the shipped model -----------------------------------------------------------------------


def names_of(body: str) -> list[str]:
    """The products presented as OCOP in clear news."""
    text = f"Huyện Vân Hồ có thêm sản phẩm OCOP\n\n{body}\n\n{END}"
    found = extract(read(parse_text(text))).products
    return [p.mention.name for p in found if p.status is not Status.MENTIONED]


CHE, MAT, RUOU = "chè Shan tuyết Tô Múa", "mật ong hoa rừng Chiềng Yên", "rượu mận Vân Hồ"


@pytest.mark.parametrize(
    "text",
    [
        "UBND tỉnh Sơn La công nhận 3 sản phẩm OCOP đạt 4 sao: {} (HTX chè Tô Múa), {} (hộ Hà Văn "
        "Thoa), {}.",
        "Các sản phẩm OCOP đạt 4 sao gồm: {}; {}; {}.",
        "Các sản phẩm OCOP đạt 4 sao gồm: {}, {} và {}.",
        "Các sản phẩm OCOP đạt 4 sao:\n\n1. {}\n\n2. {}\n\n3. {}",
        "Các sản phẩm OCOP đạt 4 sao:\n\n- {} (HTX chè Tô Múa)\n\n- {} – 4 sao\n\n- {};",
        "Các sản phẩm “{}”, “{}” và “{}” đạt OCOP 4 sao.",
        "Sản phẩm OCOP 4 sao {} của HTX chè Tô Múa, {} của hộ Hà Văn Thoa và {} bán chạy.",
        "Được công nhận OCOP có {} (4 sao), {} (3 sao), {} (3 sao).",
    ],
)
def test_lists_of_many_shapes_are_read(text: str) -> None:
    assert names_of(text.format(CHE, MAT, RUOU)) == [CHE, MAT, RUOU]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Các sản phẩm OCOP 3 sao gồm: miến dong Nà Chì; nước mắm Ba Làng, loại thượng hạng; "
         "gạo nếp tan Mường Và; chiếu cói Kim Sơn.",
         ["miến dong Nà Chì", "nước mắm Ba Làng", "gạo nếp tan Mường Và", "chiếu cói Kim Sơn"]),
        ("Các sản phẩm OCOP 4 sao gồm: trà sen, trà nhài Ba Én của HTX Ba Én; bún khô, phở khô "
         "Sen Hồng.", ["trà sen", "trà nhài Ba Én", "bún khô", "phở khô Sen Hồng"]),
        ("Có sản phẩm du lịch OCOP 4 sao: điểm du lịch cộng đồng Ngọc Chiến và homestay A Páo.",
         ["điểm du lịch cộng đồng Ngọc Chiến", "homestay A Páo"]),
        ("Sản phẩm OCOP 4 sao “Gạo Séng Cù” của HTX Tiên Phong và “Tương ớt Mường Khương” "
         "bán chạy.",
         ["Gạo Séng Cù", "Tương ớt Mường Khương"]),
        ("- Gốm Hương Canh (Xưởng gốm Quang, xã Bình Nguyên) – 4 sao\n\n"
         "- Nón lá Ba Én (HTX Nón Ba Én, xã Tân Lộc) – 3 sao", ["Gốm Hương Canh", "Nón lá Ba Én"]),
        ("Sản phẩm OCOP 4 sao gồm: Viên nang xạ đen Ba Én; Tinh dầu sả Sen Hồng; Cao cà gai leo "
         "Tô Múa.", ["Viên nang xạ đen Ba Én", "Tinh dầu sả Sen Hồng", "Cao cà gai leo Tô Múa"]),
        ("Các sản phẩm OCOP 3 sao: Bún khô Ba Én (sợi nhỏ), Miến dong Sen Hồng (mới), "
         "Bánh đa nem Tô Múa.", ["Bún khô Ba Én", "Miến dong Sen Hồng", "Bánh đa nem Tô Múa"]),
        ("HTX Ba Én có 3 sản phẩm OCOP đạt 3 sao là cà phê rang xay Ba Én, cà phê hòa tan Ba Én "
         "và cà phê phin giấy Ba Én.",
         ["cà phê rang xay Ba Én", "cà phê hòa tan Ba Én", "cà phê phin giấy Ba Én"]),
    ],
)  # fmt: skip
def test_names_of_many_kinds_are_read_whole(text: str, names: list[str]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Huyện giúp bà con phát triển nông sản, trái cây và đặc sản theo Chương trình OCOP.",
        "Các sản phẩm OCOP được bán trên sàn thương mại điện tử và tại hội chợ.",
        "Huyện có 12 sản phẩm OCOP 4 sao, thuộc các nhóm thực phẩm, đồ uống và thủ công mỹ nghệ.",
        "HTX Sen Hồng và Công ty TNHH Ba Én có sản phẩm OCOP đạt 4 sao.",
    ],
)
def test_generic_words_groups_and_makers_are_no_products(text: str) -> None:
    assert names_of(text) == []


def test_the_shipped_model_has_the_labels_its_readers_ask_for() -> None:
    assert {"B", "I", "O"} == set(products.tagger().labels())


LINES = "Các sản phẩm gồm:\n\n1. Bún khô\n\n2. Dầu mè\n\n3. {third}\n\n4. Mật ong"


@pytest.mark.parametrize(
    ("third", "names"),
    [
        ("Sâu chít ngâm rượu", ["Bún khô", "Dầu mè", "Sâu chít ngâm rượu", "Mật ong"]),
        ("Tiêu sọ - 3 sao", ["Bún khô", "Dầu mè", "Tiêu sọ", "Mật ong"]),
        ("“Khau nhục Cô Hạnh” của HTX Hải Lạng",
         ["Bún khô", "Dầu mè", "Khau nhục Cô Hạnh", "Mật ong"]),
        ("HTX Nông nghiệp Hải Lạng", ["Bún khô", "Dầu mè", "Mật ong"]),
        ("Xã Tô Múa", ["Bún khô", "Dầu mè", "Mật ong"]),
    ],
)  # fmt: skip
def test_where_most_lines_open_with_products_the_others_do_too(
    third: str, names: list[str]
) -> None:
    assert mended(LINES.format(third=third), "Bún khô", "Dầu mè", "Mật ong") == names


def test_lines_of_a_list_with_few_products_are_left_alone() -> None:
    text = "Kế hoạch:\n\n1. Bún khô\n\n2. Tập huấn Chủ thể\n\n3. In tem Nhãn"
    assert mended(text, "Bún khô") == ["Bún khô"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Đó là “bún khô”, “dầu mè” của HTX; “Lá nhíp sấy” và “Đọt mây ngâm chua” của tổ khác.",
         ["bún khô", "dầu mè", "Lá nhíp sấy", "Đọt mây ngâm chua"]),
        ("Đó là “bún khô” và lời khen “Ngon Quá” của khách.", ["bún khô"]),
    ],
)  # fmt: skip
def test_among_products_in_quotation_marks_the_others_are_too(text: str, names: list[str]) -> None:
    assert mended(text, "bún khô", "dầu mè") == names


def test_words_for_kinds_of_goods_are_no_names() -> None:
    text = "Gồm nông sản, bánh kẹo, gia vị, bánh kẹo Hải Hà."
    assert mended(text, "nông sản", "bánh kẹo", "gia vị", "bánh kẹo Hải Hà") == ["bánh kẹo Hải Hà"]


@pytest.mark.parametrize(
    ("text", "doubt", "names"),
    [
        ("Giỏ mây quai da của Công ty TNHH Tre Nâu đạt 4 sao.", 0.2, ["Giỏ mây quai da"]),
        ("Giỏ mây quai da của Công ty TNHH Tre Nâu đạt 4 sao.", 0.05, []),
        ("Giỏ mây quai da (Công ty TNHH Tre Nâu).", 0.05, ["Giỏ mây quai da"]),
        ("2 Giỏ mây quai da - Công ty TNHH Tre Nâu.", 0.05, ["Giỏ mây quai da"]),
        ("Giỏ mây quai da, Công ty TNHH Tre Nâu.", 0.05, ["Giỏ mây quai da"]),
        ("Giỏ mây quai da (Chủ thể: Công ty TNHH Tre Nâu).", 0.05, ["Giỏ mây quai da"]),
        ("4. Mật sim Tre Nâu - 3 sao", 0.05, ["Mật sim Tre Nâu"]),
        ("4. Mật sim Tre Nâu - 3 sao", 0.01, []),
        ("Lời khen, mật sim, Công ty TNHH Tre Nâu.", 0.05, []),
        ("Lời khen của Công ty TNHH Tre Nâu làm ai cũng vui.", 0.4, []),
        ("Măng vầu là sản phẩm 3 sao của Công ty TNHH Tre Nâu.", 0.4, []),
        ("Có mật sim của Công ty TNHH Tre Nâu.", 0.4, []),
    ],
)
def test_what_is_told_by_its_maker_or_stars_counts_where_the_model_is_in_doubt(
    text: str, doubt: float, names: list[str]
) -> None:
    assert mended(text, doubt=doubt) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Họ bán bún khô đóng gói 500 g.", "bún khô"),
        ("Họ bán bún khô (túi giấy 500 g).", "bún khô"),
        ("Họ bán bún khô loại 1 kg.", "bún khô"),
        ("Họ bán hộp bún 2 kg.", "hộp bún 2 kg"),  # the box is the good
        ("Họ bán bún khô 29 độ.", "bún khô 29 độ"),
    ],
)
def test_a_name_ends_before_its_packing(text: str, name: str) -> None:
    known = text.removeprefix("Họ bán ").rstrip(".")
    assert mended(text, known) == [name]


def test_sizes_that_tell_products_apart_stay() -> None:
    text = "Họ bán bún khô gói 500 g, 200 g."
    assert mended(text, "bún khô gói 500 g") == ["bún khô gói 500 g", "200 g"]
