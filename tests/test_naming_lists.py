"""Where the items of a list begin and end, by the list's own marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.naming.lists import enumerations, trimmed
from extractors.reading import Token, tokenize


def tokens_of(text: str) -> list[Token]:
    return [Token(n, n + 1, word) for n, word in enumerate(tokenize(text))]


def lists_of(text: str) -> list[list[str]]:
    """The lists of a sentence; "<HTX_Sen>" is a producer, "[Tô_Múa]" a place, "{4_sao}" stars."""
    tokens: list[Token] = []
    marks: list[str] = []
    for word in text.split():
        kind = {"<": "producer", "[": "place", "{": "star"}.get(word[0], "")
        for part in word.strip("<>[]{}").split("_") if kind else tokenize(word):
            tokens.append(Token(len(tokens), len(tokens) + 1, part))
            marks.append(kind)
    return [
        [" ".join(t.surface for t in tokens[item.first : item.last]) for item in items]
        for items in enumerations(tokens, marks)
    ]


THREE = ["bún khô", "dầu mè", "mật ong"]


@pytest.mark.parametrize(
    "text",
    [
        "bún khô, dầu mè, mật ong",
        "bún khô; dầu mè; mật ong.",
        "bún khô, dầu mè và mật ong",
        "Gồm: bún khô; dầu mè; và mật ong đã bán hết.",
        "Nơi đây có các sản phẩm OCOP như bún khô, dầu mè, mật ong",
        "Đó là các sản phẩm như bún khô, món dầu mè, cùng với mật ong.",
        "Có 3 sản phẩm ( bún khô; dầu mè; mật ong ) bán chạy",
        "“bún khô”, “dầu mè”, “mật ong”",
        "bún khô (hũ 1 kg), dầu mè (chai), mật ong",
        "bún khô của chị Hoa, dầu mè do anh Ba ép, mật ong ở bản Lìn",
        "bún khô <HTX_Sen_Hồng> , dầu mè <HTX_Ba_Én> , mật ong",
        "bún khô - [xã_Tô_Múa] , dầu mè - [xã_Tân_Lộc] , mật ong",
        "bún khô {4_sao} ; dầu mè {3_sao} ; mật ong",
        "{4_sao} bún khô ; {3_sao} dầu mè ; mật ong",
        "bún khô đạt chuẩn, dầu mè được ưa chuộng, mật ong rất ngon",
    ],
)
def test_items_stand_between_marks_and_end_before_what_is_told_of_them(text: str) -> None:
    assert lists_of(text) == [THREE]


def test_the_numbers_of_a_heading_are_no_part_of_an_item() -> None:
    assert lists_of("2 món bún khô, 3 loại dầu mè") == [["bún khô", "dầu mè"]]


def test_a_bracket_holds_a_list_of_its_own() -> None:
    text = "3 sản phẩm (bún khô; dầu mè; mật ong) và 2 món (kẹo lạc, mứt dừa)"
    assert lists_of(text) == [THREE, ["kẹo lạc", "mứt dừa"]]


@pytest.mark.parametrize("text", ["bún khô", "bún khô. Dầu mè", "bún khô: ngon", "", ",;.()"])
def test_one_thing_alone_is_no_list(text: str) -> None:
    assert lists_of(text) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("bún không hạt, trà từ sen", ["bún không hạt", "trà từ sen"]),
        ("khổ qua sấy, nước có gas", ["khổ qua sấy", "nước có gas"]),
        ("bún không ngon, trà từ xa", ["bún", "trà"]),
        ("cá để bàn, rau trên cạn", ["cá để bàn", "rau trên cạn"]),
        ("bánh mì - sữa, trà - gừng", ["bánh mì - sữa", "trà - gừng"]),
        ("nhãn lồng, nhãn hiệu Sen", ["nhãn lồng", "Sen"]),
        ("mặt nạ dừa, mặt hàng gạo", ["mặt nạ dừa", "gạo"]),
        ("ví da, ví dụ gạo", ["ví da", "gạo"]),
        ("bún ngon như ý, gạo", ["bún ngon", "gạo"]),
    ],
)
def test_words_that_end_a_name_may_belong_to_it(text: str, items: list[str]) -> None:
    assert lists_of(text) == [items]


# --- a name that reaches too far ------------------------------------------------------------------


def cut(text: str) -> str | None:
    tokens = tokens_of(text)
    item = trimmed(tokens, 0, len(tokens))
    return " ".join(t.surface for t in tokens[item.first : item.last]) if item else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bún khô Ba Én", "bún khô Ba Én"),
        ("Mắm tép Vị Thanh (TX Nghi Sơn", "Mắm tép Vị Thanh"),
        ("bún khô (sợi nhỏ)", "bún khô ( sợi nhỏ )"),
        ("bún khô) và", "bún khô"),
        ("homestay Nà Muông giữ được nếp", "homestay Nà Muông"),
        ("bún khô – sản phẩm quê", "bún khô"),
        ("bún khô – Ba Én", "bún khô – Ba Én"),
        ("được bún khô", "bún khô"),
        (") bún khô ”,", "bún khô"),
        ("bún khô -", "bún khô"),
        ("được của", None),
        ("( bún", None),
    ],
)
def test_a_name_is_cut_where_it_must_be_over(text: str, name: str | None) -> None:
    assert cut(text) == name


PIECES = st.lists(
    st.sampled_from(["bún", "Ba", "của", "và", ",", ";", "(", ")", ":", ".", "“", "–", "4", "sản"]),
    max_size=25,
)


@given(PIECES)
def test_items_lie_side_by_side_inside_the_sentence(words: list[str]) -> None:
    tokens = [Token(n, n + 1, word) for n, word in enumerate(words)]
    for items in enumerations(tokens, [""] * len(tokens)):
        assert len(items) > 1
        assert all(0 <= item.first < item.last <= len(tokens) for item in items)
        assert all(a.last <= b.first for a, b in pairwise(items))


@given(PIECES)
def test_a_cut_name_lies_inside_what_was_taken_for_one(words: list[str]) -> None:
    tokens = [Token(n, n + 1, word) for n, word in enumerate(words)]
    item = trimmed(tokens, 0, len(tokens))
    if item is not None:
        assert 0 <= item.first < item.last <= len(tokens)
        assert words[item.first] != ")"
        assert words[item.last - 1] not in {"“", "–", ",", ";"}
