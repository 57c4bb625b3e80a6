"""Names a list cuts short: each is a product, and its full name is told."""

import pytest

from extractors.facts import extract
from extractors.naming.dropped_heads import further_measures, left_out
from extractors.plaintext import parse_text
from extractors.reading import Token, read

END = "Bạn đọc theo dõi thêm ở số báo sau, khi tòa soạn nhận được tin mới của bạn viết."


def tokens_of(sentence: str) -> tuple[Token, ...]:
    reading = read(parse_text(f"{sentence}\n\n{END}"))
    return reading.tokens[0]


def spans_of(tokens: tuple[Token, ...], *names: str) -> list[tuple[int, int]]:
    """Where these names stand among the tokens of a sentence."""
    words = [token.surface for token in tokens]
    found = []
    for name in names:
        parts = name.split()
        at = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
        found.append((at, at + len(parts)))
    return found


@pytest.mark.parametrize(
    ("sentence", "name", "further"),
    [
        ("Có nước mắm Sa Châu 35 độ đạm, 40 độ đạm và 45 độ đạm.", "nước mắm Sa Châu 35 độ đạm",
         ["40 độ đạm", "45 độ đạm"]),
        ("Có mật ong Tâm 500 ml, 250 ml.", "mật ong Tâm 500 ml", ["250 ml"]),
        ("Có mật ong Tâm 500 ml, 250 hộ nuôi.", "mật ong Tâm 500 ml", []),
        ("Có gạo ST 25, 30 hộ trồng.", "gạo ST 25", []),
        ("Có mật ong Tâm, 250 ml.", "mật ong Tâm", []),
    ],
)  # fmt: skip
def test_a_measure_behind_a_name_that_ends_in_one_is_a_product(
    sentence: str, name: str, further: list[str]
) -> None:
    tokens = tokens_of(sentence)
    (span,) = spans_of(tokens, name)
    found = [" ".join(t.surface for t in tokens[a:b]) for a, b in further_measures(tokens, span)]
    assert found == further


@pytest.mark.parametrize(
    ("sentence", "names", "missing"),
    [
        ("Có tôm khô Vinh Kim loại 1, loại đặc biệt.",
         ["tôm khô Vinh Kim loại 1", "loại đặc biệt"], "tôm khô Vinh Kim"),
        ("Có rượu mơ 500 ml và 750 ml.", ["rượu mơ 500 ml", "750 ml"], "rượu mơ"),
        ("Có rượu mơ 500 ml và chè dây.", ["rượu mơ 500 ml", "chè dây"], None),
        ("Có rượu mơ 500 ml; khách mua 750 ml.", ["rượu mơ 500 ml", "750 ml"], None),
    ],
)  # fmt: skip
def test_the_head_that_a_short_name_leaves_out(
    sentence: str, names: list[str], missing: str | None
) -> None:
    tokens = tokens_of(sentence)
    spans = spans_of(tokens, *names)
    head = left_out(tokens, spans).get(spans[1])
    assert (head and " ".join(t.surface for t in tokens[head[0] : head[1]])) == missing


def test_a_list_of_strengths_is_read_whole() -> None:
    text = "Sản phẩm OCOP 4 sao gồm nước mắm Mạch Long 400 đạm, 500 đạm."
    facts = extract(read(parse_text(f"{text}\n\n{END}")))
    assert [(p.mention.name, p.mention.full_name, p.stars, p.group) for p in facts.products] == [
        ("nước mắm Mạch Long 400 đạm", None, 4, "thực phẩm"),
        ("500 đạm", "nước mắm Mạch Long 500 đạm", 4, "thực phẩm"),
    ]
