"""Plain-text copies of articles: what is read, and what only stands around it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.models import Article
from extractors.plaintext import parse_text
from extractors.vi.text import key, repair

SEED = Path(__file__).parents[2] / "shared" / "seed"
ARTICLES = Path(__file__).parents[1] / "knowledge" / "articles"
LEAD = "Từ 12 hộ trồng thử năm 2019, xã Chiềng Khoa nay có 90 ha chè, ba sản phẩm đạt OCOP 4 sao."
BODY = (
    "Hợp tác xã Chè Chiềng Khoa thu mua toàn bộ búp tươi với giá cố định từ đầu vụ, nhờ vậy người"
    " trồng yên tâm chăm vườn, không phải chạy theo thương lái như mấy năm trước."
)
MORE = (
    "Chị Hoàng Thị Niên, giám đốc hợp tác xã, nói năm tới sẽ dựng thêm một xưởng sao chè bằng điện"
    " để chất lượng các mẻ đều nhau và bớt khói bếp cho cả bản."
)


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(b.kind.value, article.text[b.start : b.end]) for b in article.blocks]


def test_a_copy_with_everything_around_it() -> None:
    article = parse_text(
        "| Hotline: 0901.234.567\n\nChè Chiềng Khoa bén rễ đất dốc\n\n"
        f"Thứ Ba 12/03/2024 , 09:15 (GMT+7)\n\n(STO) - {LEAD}\n\n"
        "Đồi chè cuối xuân. Ảnh: Minh An.\n\nĐồi chè cuối xuân. Ảnh: Minh An.\n\n"
        f"{BODY}\n\nCùng giữ giá\n\n{MORE}\n\n"
        "- Chè xanh Chiềng Khoa\n- Chè ô long Chiềng Khoa\n\nTin, ảnh: Minh An\n\nChia sẻ\n\n"
        "Xem thêm\nLạng Sơn được mùa na\n\nNa ra quả sớm hơn mọi năm nửa tháng.\n\nBình luận (0)"
    )
    assert article.title == "Chè Chiềng Khoa bén rễ đất dốc"
    assert article.lead == LEAD
    assert article.published_at == "2024-03-12T09:15:00+07:00"
    assert kinds(article) == [
        ("title", "Chè Chiềng Khoa bén rễ đất dốc"),
        ("lead", LEAD),
        ("caption", "Đồi chè cuối xuân. Ảnh: Minh An."),
        ("paragraph", BODY),
        ("heading", "Cùng giữ giá"),
        ("paragraph", MORE),
        ("list_item", "- Chè xanh Chiềng Khoa"),
        ("list_item", "- Chè ô long Chiềng Khoa"),
    ]


def test_teasers_in_the_middle_end_nothing() -> None:
    article = parse_text(
        f"Chè Chiềng Khoa bén rễ đất dốc\n{LEAD}\n{BODY}\n>> Xem thêm: Mận hậu rớt giá\n"
        f"Tin liên quan\n{MORE}\n{BODY.replace('Khoa', 'Ve')}\n{MORE.replace('Niên', 'Lan')}"
    )
    assert "rớt giá" not in "".join(text for _, text in kinds(article))
    assert kinds(article)[-1][1].startswith("Chị Hoàng Thị Lan")


def test_a_wrapped_sentence_is_one_block() -> None:
    wrapped = (
        "Bình Thuận khởi động năm\n2019, chậm hơn vài tỉnh, nhưng nay\nđã có nhiều sản phẩm\n"
        "được công nhận, nhất là thanh\nlong và nước mắm Phan Thiết.\nHết."
    )
    assert kinds(parse_text(wrapped))[0] == ("paragraph", wrapped.removesuffix("\nHết."))


def test_a_kicker_above_is_part_of_the_title() -> None:
    article = parse_text(f"Long Hồ:\n44 sản phẩm đạt chuẩn OCOP\n\n08:18, 27/05/2025\n\n{BODY}")
    assert article.title == "Long Hồ: 44 sản phẩm đạt chuẩn OCOP"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("08:00, 14/11/2014\n\n", "2014-11-14T08:00:00+07:00"),
        ("Kinh tế » Thị trường\nThứ hai, 27/10/2025 09:14 GMT+7 | Thu Trang\n", None),
        ("Cập nhật: 11/01/2023\n", "2023-01-11"),
        (" date 2025-12-29 ", "2025-12-29"),
        (" date 2025-12 ", "no date"),
        ("", "no date"),
        ("Chủ nhật 22/03/2026 05:10\nHotline: 024.355.63.010\n", "no date"),  # the page's clock
        (
            "Thứ Sáu, 01/11/2024 18:23 (GMT +7)\nThứ 4, 03/05/2023 | 17:02:11 [GMT +7]\n",
            "2023-05-03T17:02:11+07:00",
        ),
    ],
)
def test_only_a_date_line_dates_an_article(head: str, expected: str | None) -> None:
    text = f"{head}{BODY} Hội nghị ngày 05/12/2021 đã bàn việc này.\n{MORE}"
    published = parse_text(text).published_at
    assert published == (
        {None: "2025-10-27T09:14:00+07:00", "no date": None}.get(expected, expected)
    )


def test_a_given_date_counts_more() -> None:
    given_date = parse_text("x 2024-05-06\n", published=None).published
    article = parse_text(f"08:00, 14/11/2014\n\n{BODY}", published=given_date)
    assert article.published_at == "2014-11-14T08:00:00+07:00"


def test_lines_with_bars_are_rows_of_a_table() -> None:
    article = parse_text(
        f"Giá heo hơi hôm nay nhích nhẹ\n{BODY}\nĐịa phương | Giá | Tăng/giảm |\n"
        "Bắc Giang | 49.000 | -1.000 |\nYên Bái | 49.000 | - |"
    )
    assert kinds(article)[-1] == ("table_row", "Yên Bái | 49.000 | -")


@pytest.mark.parametrize(
    "table",
    [
        "TT\tTên sản phẩm\tChủ thể\tHạng\n1\tChè Ve\tHTX Ve\t4 sao",
        "TT  Tên sản phẩm   Chủ thể  Hạng\n1   Chè Ve         HTX Ve   4 sao",
        "TT\nTên sản phẩm\nChủ thể\nHạng\n1\nChè Ve\nHTX Ve\n4 sao",
    ],
)
def test_cells_of_a_table_without_bars_stand_apart(table: str) -> None:
    article = parse_text(f"Chè Chiềng Khoa bén rễ đất dốc\n{LEAD}\n{BODY}\n{table}\n{MORE}")
    cells = [text for kind, text in kinds(article) if kind == "table_row"]
    assert cells == ["TT", "Tên sản phẩm", "Chủ thể", "Hạng", "1", "Chè Ve", "HTX Ve", "4 sao"]
    assert kinds(article)[-1] == ("paragraph", MORE)


TABLE_LIKE = st.text(st.sampled_from("TT\t \n1|–:Sản phẩm sao Hạng Chủ thể\u0300\r"), max_size=200)


@example("C:\n|")
@given(TABLE_LIKE | st.text(max_size=300))
def test_text_is_kept_and_blocks_lie_in_order(text: str) -> None:
    article = parse_text(text)
    assert article.text == repair(text)
    end = 0
    for block in article.blocks:
        stretch = article.text[block.start : block.end]
        assert end <= block.start
        assert stretch
        assert stretch == stretch.strip()
        end = block.end


@pytest.mark.skipif(not SEED.exists(), reason="the article that the project started from")
def test_the_first_article_is_read_whole_without_its_footer() -> None:
    [path] = SEED.glob("*.txt")
    labels = json.loads(path.with_suffix(".json").read_text("utf-8"))
    article = parse_text(path.read_text("utf-8"))
    assert article.title == labels["title"]
    assert article.published_at == labels["published_at"]
    read = "\n".join(text for _, text in kinds(article))
    assert not [p["name"] for p in labels["products"] if p["name"] not in read]
    assert "Phú Thọ" not in read
    assert "Hotline" not in read


@pytest.fixture(scope="module")
def labelled() -> list[tuple[str, Article, dict[str, Any]]]:
    """The labelled articles: name, what is read, what people wrote down."""
    return [
        (
            path.stem,
            parse_text(path.read_text("utf-8")),
            json.loads(path.with_suffix(".json").read_text("utf-8")),
        )
        for path in sorted(ARTICLES.rglob("*.txt"))
    ]


WRITTEN = {path.stem for path in (ARTICLES / "written").glob("*.txt")}
Labelled = list[tuple[str, Article, dict[str, Any]]]


class TestLabelledArticles:
    """A wrong cut would lose facts."""

    def test_nothing_labelled_lies_outside_the_blocks(self, labelled: Labelled) -> None:
        lost = []
        for name, article, labels in labelled:
            read = key(" ".join(text for _, text in kinds(article)))
            for product in labels["products"]:
                wanted = key(product["name"])
                if wanted in key(article.text) and wanted not in read:
                    lost.append((name, product["name"]))
        assert lost == []

    @pytest.mark.parametrize(("written", "most"), [(False, 2), (True, 13)])
    def test_dates_are_those_of_the_labels(
        self, labelled: Labelled, *, written: bool, most: int
    ) -> None:
        """Of those written for their forms 13 have a date not read: "PHÚ THỌ (12/12/2025)"."""
        wrong = [
            name
            for name, article, labels in labelled
            if (name in WRITTEN) == written
            and (article.published_at or "")[:10] != (labels["published"] or "")
        ]
        assert len(wrong) <= most, wrong

    def test_titles_are_those_of_the_labels(self, labelled: Labelled) -> None:
        right = [
            name
            for name, article, labels in labelled
            if key(article.title) == key(repair(labels["title"] or ""))
        ]
        assert len(right) >= 256
