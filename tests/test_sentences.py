import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.vi.sentences import sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có 3 sản phẩm. Đó là chè.", ["Có 3 sản phẩm.", "Đó là chè."]),
        ("Tại TX. Phước Long có điều rang.", ["Tại TX. Phước Long có điều rang."]),
        ("Cty CP. Thực phẩm Sa Huỳnh bán muối.", ["Cty CP. Thực phẩm Sa Huỳnh bán muối."]),
        ("1. Chè dây Tân Tiến", ["1. Chè dây Tân Tiến"]),
        ("Có gạo, miến… Huyện còn làm mật ong.", ["Có gạo, miến…", "Huyện còn làm mật ong."]),
        ("Có gạo, miến… và mật ong.", ["Có gạo, miến… và mật ong."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(st.text(alphabet=st.sampled_from("aBĐế 1.…?!\n,;“”()TXP"), max_size=80))
def test_sentences_cover_everything_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))
    assert "".join("".join(split(text)).split()) == "".join(text.split())
