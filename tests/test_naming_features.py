"""Heads of product names, the OCOP group they tell, and what the model of names sees."""

from collections import defaultdict
from importlib.resources import files
from itertools import pairwise

import pytest

from extractors.naming.features import about, features, shape
from extractors.naming.heads import NO_PRODUCT, group_of, head_at, heads
from extractors.reading import Token, tokenize
from extractors.vi.text import key

NAMES = {
    "thực phẩm": [
        "gạo nếp tan Mường Và", "Miến dong Nà Chì", "mật ong bạc hà", "nước mắm Ba Làng",
        "bánh đa cua", "giò me Nam Nghĩa", "cá thính Lập Thạch", "tôm nõn khô Ba Én",
        "bưởi da xanh", "cà tím nướng", "muối ớt Tây Ninh", "giấm táo mèo", "hạt điều rang muối",
        "yến sào Ba Én", "chè lam Thạch Xá", "mật hoa dừa nước", "trứng gà Ba Én",
    ],
    "đồ uống": [
        "rượu sim Quý Chuẩn", "Rượu Kim Long", "rượu sâm Ngọc Linh", "vang nho Ba Én",
        "nước khoáng Ba Én", "nước mía lau", "bia Ba Én", "nước ép ổi", "si rô dâu",
        "sữa đậu nành Ba Én",
    ],
    "dược liệu": [
        "tinh dầu sả Ba Én", "tinh dầu trầm Ba Én", "cao cà gai leo", "đông trùng hạ thảo",
        "Nấm linh chi đỏ", "viên tinh nghệ mật ong", "viên nang xạ đen", "dầu gội bồ kết",
        "xà phòng quế", "sâm Ngọc Linh", "nước rửa tay sả", "kem dưỡng da", "muối ngâm chân",
        "nano curcumin", "cúc chi Ba Én",
    ],
    "thủ công mỹ nghệ": [
        "gốm Bát Tràng", "nón lá làng Chuông", "chiếu cói Kim Sơn", "tranh thêu tay",
        "khăn thổ cẩm", "lụa Vạn Phúc", "giỏ lục bình", "bộ ấm trà Ba Én", "nhang trầm",
        "đèn lồng Hội An", "vải tơ tằm", "trầm hương Ba Én", "hoa giấy Thanh Tiên",
    ],
    "sinh vật cảnh": [
        "hoa lan hồ điệp", "mai vàng Nhơn An", "đào phai Ba Én", "quất cảnh Tứ Liên",
        "bonsai Ba Én", "cá koi", "bưởi cảnh Ba Én", "sen đá", "hoa dạ yến thảo", "địa lan Sa Pa",
    ],
    "du lịch": [
        "điểm du lịch cộng đồng Sin Suối Hồ", "homestay A Páo", "khu du lịch sinh thái Tràng An",
        "làng văn hóa du lịch Ba Én", "du lịch tâm linh Ba Én", "tour du lịch một ngày",
        "nhà cổ Ba Én", "chợ nổi Cái Răng", "farmstay Ba Én", "dịch vụ du lịch cộng đồng",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "group"), [(name, group) for group, names in NAMES.items() for name in names]
)
def test_the_name_tells_the_group(name: str, group: str) -> None:
    assert group_of(name) == group


def test_there_are_six_groups() -> None:
    assert {*heads().values()} == {*NAMES, NO_PRODUCT}


@pytest.mark.parametrize("name", ["", "VICUMAX NANO", "Ba Én", "tiêu biểu", "phê túi lọc", "linh"])
def test_a_name_may_tell_no_group(name: str) -> None:
    assert group_of(name) is None


@pytest.mark.parametrize(
    ("name", "other"),
    [("GẠO NẾP", "gạo nếp"), ("thuỷ sâm", "thủy sâm"), ("Rượu  sim", "rượu sim")],
)
def test_case_spaces_and_places_of_tones_do_not_count(name: str, other: str) -> None:
    assert group_of(name) == group_of(other)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("nước mắm Ba Làng", 2),
        ("điểm du lịch cộng đồng Ngọc Chiến", 5),
        ("điểm du lịch Ngọc Chiến", 3),
        ("gạo Séng Cù", 1),
        ("hương trầm", 2),
    ],
)
def test_the_longest_head_wins(words: str, length: int) -> None:
    found = head_at([key(w) for w in words.split()], 0)
    assert found is not None
    assert found[0] == length


@pytest.mark.parametrize("words", ["hương vị", "mặt hàng", "bộ tiêu chí", "đường phố", "ngon lành"])
def test_words_that_only_begin_like_a_head_are_none(words: str) -> None:
    assert head_at([key(w) for w in words.split()], 0) is None


def test_no_head_of_the_table_is_torn_or_stands_in_two_groups() -> None:
    """A line that goes on in the middle of a name would make two heads of it, both wrong."""
    text = files("extractors").joinpath("data/product_heads.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    groups = defaultdict(set)
    group = ""
    for line, following in pairwise([*lines, ""]):
        if line.startswith("["):
            group = line
            continue
        assert not (line and following) or line.rstrip().endswith(","), line
        for head in filter(None, map(str.strip, line.split(","))):
            groups[key(head)].add(group)
    assert [head for head, found in groups.items() if len(found) > 1] == []


# --- what the model of names sees -----------------------------------------------------------------


def features_of(sentence: str, marks: dict[str, str] | None = None) -> dict[str, list[str]]:
    words = tokenize(sentence)
    tokens = [Token(n, n + 1, word) for n, word in enumerate(words)]
    marked = [(marks or {}).get(w, "") for w in words]
    found = features(tokens, marked, about(sentence, "-")).rows
    return dict(zip(words, found, strict=True)) if found else {}


@pytest.mark.parametrize(
    ("sentence", "is_seen"),
    [
        ("Bà con rất mừng vì trời nắng.", False),
        ("Bà con nấu rượu.", True),  # a head noun
        ("Hàng OCOP Ba Én rất ngon.", True),  # the programme
        ("Nhiều nơi mừng, tiêu biểu là Ba Én.", False),  # no head after all
    ],
)
def test_only_a_sentence_that_may_name_a_product_is_looked_at(sentence: str, is_seen: bool) -> None:
    assert bool(features_of(sentence)) is is_seen


def test_a_rating_makes_a_sentence_worth_looking_at() -> None:
    assert features_of("Ba Én đạt 4 sao", {"sao": "star"})


def test_every_token_has_features_of_one_size() -> None:
    found = features_of("Xã có bún khô Ba Én (4 sao); dầu mè; chiếu cói và 2 món khác.")
    head = {len(row) for row in found.values() if "i=-" in row}
    item = {len(row) for row in found.values() if "i=-" not in row}
    assert len(head) == len(item) == 1


def test_a_head_noun_and_the_words_inside_it_are_told_apart() -> None:
    found = features_of("Họ bán nước mắm ngon")
    assert "h=B2thực" in found["nước"]
    assert "h=I" in found["mắm"]
    assert "h=-" in found["ngon"]


def test_the_role_of_a_neighbour_is_seen() -> None:
    found = features_of("rượu của Ba Én", {"Ba": "producer", "Én": "producer"})
    assert "m=producer" in found["Ba"]
    assert "m=" in found["rượu"]


def test_a_colon_before_and_stars_inside_hold_for_the_whole_sentence() -> None:
    assert about("Rượu OCOP 4 sao", ":") == ["ocop=True", "sao=True", "lead=:"]
    assert about("Rượu (***)", "-") == ["ocop=False", "sao=True", "lead=-"]
    assert about("Trăng và sao trên trời", "-") == ["ocop=False", "sao=False", "lead=-"]


@pytest.mark.parametrize(
    ("word", "form"),
    [("Gạo", "Aa"), ("OCOP", "AA"), ("gạo", "aa"), ("farm", "aa"), ("homestay", "asc"),
     ("12", "9"), ("2,5", "9"), ("B12", "a9"), (";", ";"), ("Ý", "Aa")],
)  # fmt: skip
def test_the_shape_of_a_word(word: str, form: str) -> None:
    assert shape(word) == form
