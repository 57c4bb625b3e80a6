"""Bytes of a page → words and pieces: charsets, broken markup, boxes, tables."""

import gzip
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.html.body import check_selector, pieces
from extractors.html.page import check_selector as check_page_selector
from extractors.html.page import decode, parse_html, select, words
from extractors.models import BlockKind, Outcome, Skip
from extractors.vi.text import TONES

SENTENCE = "Hợp tác xã ở Đắk Lắk trồng ca cao dưới tán điều, mỗi năm được hai vụ quả."


def rows_of(html: str) -> list[tuple[str, str]]:
    root = parse_html(f"<body><main>{html}</main></body>".encode())
    return [(p.kind.value, p.text) for p in pieces(select(root, "main"))]


def windows_1258(text: str) -> bytes:
    """As Windows spelled Vietnamese: vowel marks in the letter, the tone as a mark after it."""
    spelled = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        vowel = "".join(c for c in marks if c not in TONES)
        spelled.append(unicodedata.normalize("NFC", vowel) + "".join(set(marks) & set(TONES)))
    return "".join(spelled).encode("cp1258")


class TestCharset:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (SENTENCE.encode(), ""),
            (SENTENCE.encode(), "text/html; charset=iso-8859-1"),  # the header is wrong
            (b"\xef\xbb\xbf" + SENTENCE.encode(), ""),
            (SENTENCE.encode("utf-16"), "text/html"),
            (unicodedata.normalize("NFD", SENTENCE).encode(), ""),
            (windows_1258(SENTENCE), "text/html; charset=windows-1258"),
            (b'<meta charset="windows-1258">' + windows_1258(SENTENCE), ""),
            (windows_1258(SENTENCE), "text/html"),
            (windows_1258(SENTENCE), "text/html; charset=iso-8859-1"),
            (gzip.compress(SENTENCE.encode(), mtime=0), "text/html"),
        ],
    )
    def test_vietnamese_arrives_whole(self, body: bytes, content_type: str) -> None:
        assert words(parse_html(body, content_type)) == SENTENCE

    def test_utf8_read_as_latin1_is_undone(self) -> None:
        scrambled = (SENTENCE * 3).encode().decode("latin-1").encode()
        assert words(parse_html(scrambled)) == SENTENCE * 3

    def test_torn_end_loses_only_the_last_letter(self) -> None:
        body = b'<meta charset="utf-8"><p>' + (SENTENCE * 5).encode()[:-1] + "ế".encode()[:2]
        assert decode(body).startswith('<meta charset="utf-8"><p>' + SENTENCE)


class TestBrokenMarkup:
    def test_root_closed_at_the_top(self) -> None:
        root = parse_html(f"<html></html><!DOCTYPE html><body><p>{SENTENCE}</p></body>".encode())
        assert words(root) == SENTENCE

    def test_a_thousand_open_boxes(self) -> None:
        root = parse_html(("<div>" * 1000 + f"<p>{SENTENCE}</p>").encode())
        assert words(root) == SENTENCE
        assert [p.text for p in pieces(select(root, "body"))] == [SENTENCE]

    def test_zero_bytes_do_not_end_the_page(self) -> None:
        assert words(parse_html(b"<p>m\x00ot</p><p>hai</p>")) == "mot hai"

    @pytest.mark.parametrize("body", [b"", b"  \n", b"<!-- -->"])
    def test_nothing_is_named(self, body: bytes) -> None:
        with pytest.raises(Skip) as skip:
            parse_html(body)
        assert skip.value.outcome is Outcome.EMPTY

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b"%PDF-1.7 ...", "text/html"),
            (b"\x89PNG\r\n", ""),
            (b'{"a": 1}', ""),
            (b"<p>a</p>", "image/jpeg"),
            (b"<p>a</p>", "application/pdf"),
        ],
    )
    def test_other_media_are_named(self, body: bytes, content_type: str) -> None:
        with pytest.raises(Skip) as skip:
            parse_html(body, content_type)
        assert skip.value.outcome is Outcome.BAD_CONTENT

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_skipped(self, body: bytes) -> None:
        try:
            root = parse_html(body)
        except Skip:
            return
        assert words(root) == " ".join(words(root).split())
        assert all(piece.text for piece in pieces([root]))


class TestWords:
    def test_glued_place_and_sentence_come_apart(self) -> None:
        root = parse_html("<p><span>Lâm Đồng</span>Trang trại hoa mở cửa</p>".encode())
        assert words(root) == "Lâm Đồng Trang trại hoa mở cửa"

    def test_letters_of_one_word_stay_together(self) -> None:
        root = parse_html("<p><b>M</b>ận <i>h</i>ậu <b>TP</b>HCM</p>".encode())
        assert words(root) == "Mận hậu TPHCM"

    @pytest.mark.parametrize(
        "behind", ["Nhà vườn vào vụ", "\n Nhà vườn vào vụ", " - Nhà vườn vào vụ"]
    )
    def test_a_place_that_only_style_sets_apart(self, behind: str) -> None:
        page = f"<p class=description><span class='location-stamp'>Sơn La</span>{behind}</p>"
        assert words(parse_html(page.encode())) == "Sơn La - Nhà vườn vào vụ"

    def test_scripts_and_spaces(self) -> None:
        root = parse_html(
            "<h1>Chè<br>Tà&nbsp;&nbsp;Xùa<script>x()</script> lên\n sao</h1>".encode()
        )
        assert words(root) == "Chè Tà Xùa lên sao"


class TestPieces:
    def test_paragraphs_however_they_are_marked(self) -> None:
        assert rows_of("<p>Một</p><div>Hai</div>Ba<br><br>Bốn<div><div>Năm</div></div>Sáu") == [
            ("paragraph", t) for t in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu")
        ]

    def test_headings_items_captions_and_quotes_keep_their_kind(self) -> None:
        assert rows_of(
            "<h2>Đầu đề</h2><ul><li>Gạo nếp</li><li>Mật <b>ong</b></li></ul>"
            "<figure><img src=1><figcaption>Ảnh ruộng</figcaption></figure>"
            "<blockquote>Lời</blockquote>"
        ) == [
            ("heading", "Đầu đề"),
            ("list_item", "Gạo nếp"),
            ("list_item", "Mật ong"),
            ("caption", "Ảnh ruộng"),
            ("paragraph", "Lời"),
        ]

    def test_boxes_of_other_articles_go(self) -> None:
        long = f"<p>{SENTENCE}</p>" * 3
        assert (
            rows_of(
                f"{long}<div class='box-tinlienquan'><p>Bài kia</p></div>"
                "<div type='RelatedOneNews'><p>Bài nọ</p></div>"
                "<ul><li><a href=1>Giá cà phê hôm nay tăng mạnh ở Tây Nguyên</a></li>"
                "<li><a href=2>Xuất khẩu gạo sang Philippines lập đỉnh mới</a></li></ul>"
                "<div class=x><h4>Đọc thêm</h4><p>Một tóm tắt của bài khác</p></div>"
            )
            == [("paragraph", SENTENCE)] * 3
        )

    def test_the_article_stays_whatever_its_class(self) -> None:
        [only] = rows_of(f"<div class='share related-content'><p>{SENTENCE}</p></div>")
        assert only == ("paragraph", SENTENCE)

    @pytest.mark.parametrize("contains", ["contains", "-soup-contains"])
    def test_drop_and_captions_of_a_source(self, contains: str) -> None:
        root = parse_html(
            f"<main><p>{SENTENCE}</p><div class=c-box><b>Bài đọc tiếp</b> Giá lợn</div>"
            "<div class=c-box><b>Thông tin</b> Giá chè</div><p class=ghi-chu>Nương chè</p>"
            "<span class=qc2>Mua</span> đuôi</main>".encode()
        )
        found = pieces(
            select(root, "main"),
            [f"div.c-box:has(b:{contains}('Bài đọc tiếp'))", ".qc2"],
            ["p.ghi-chu"],
        )
        assert [(p.kind, p.text) for p in found] == [
            (BlockKind.PARAGRAPH, SENTENCE),
            (BlockKind.PARAGRAPH, "Thông tin Giá chè"),
            (BlockKind.CAPTION, "Nương chè"),
            (BlockKind.PARAGRAPH, "đuôi"),
        ]

    @pytest.mark.parametrize("check", [check_selector, check_page_selector])
    def test_a_bad_selector_is_told(self, check) -> None:  # type: ignore[no-untyped-def]
        check("div.a > p:not(.b)")
        check("div.a:has(> p:contains('Bài đọc tiếp'))")
        with pytest.raises(ValueError, match="no CSS selector"):
            check("div[")


class TestTables:
    def test_rows_with_cells_that_span(self) -> None:
        assert rows_of(
            "<table><thead><tr><th>STT<th>Sản phẩm<th>Chủ thể</thead>"
            "<tr><td>1<td>Chè <b>xanh</b><td rowspan=2>HTX Tà Xùa"
            "<tr><td>2<td>Chè<br>đen<tr><td colspan=3>Tổng: 2 sản phẩm</table>"
        ) == [
            ("table_row", "STT | Sản phẩm | Chủ thể"),
            ("table_row", "1 | Chè xanh | HTX Tà Xùa"),
            ("table_row", "2 | Chè đen | HTX Tà Xùa"),
            ("table_row", "Tổng: 2 sản phẩm"),
        ]

    def test_a_header_printed_twice_is_read_once(self) -> None:
        head = "<tr><th>Xã<th>Số sản phẩm</tr>"
        table = f"<table>{head}<tr><td>Mường Và<td>3</tr>{head}<tr><td>Nậm Lạnh<td>2</tr></table>"
        assert [text for _, text in rows_of(table)] == [
            "Xã | Số sản phẩm",
            "Mường Và | 3",
            "Nậm Lạnh | 2",
        ]

    def test_a_table_that_lays_out_the_page(self) -> None:
        assert rows_of(f"<table><tr><td><p>{SENTENCE}</p><p>Hết.</p></td></tr></table>") == [
            ("paragraph", SENTENCE),
            ("paragraph", "Hết."),
        ]

    def test_a_photo_in_a_table(self) -> None:
        assert rows_of(
            "<table><tr><td><img src=1></td></tr><tr><td>Nương chè</td></tr></table>"
        ) == [("caption", "Nương chè")]

    def test_absurd_spans_cost_nothing(self) -> None:
        table = "<table><tr><td rowspan=999999999 colspan=999999999>a<td>b<tr><td>c<td>d</table>"
        assert len(rows_of(table)) == 2


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        (".tin", ["div", "p"]),
        (".tin.chinh", ["div"]),
        (".chinh .tin", ["p"]),
        (".anh, #chan", ["i", "b"]),
        ("[data-muc=tin]", ["p"]),
        ("[data-muc=tin]:not(.tin)", []),
        ("#chan, .anh:not(.tin)", ["i", "b"]),
        ("[class*=tin]", ["div", "p", "i"]),
        (":is(.chinh, .anh)", ["div", "i"]),
        ("[data-muc|=tin]", ["p", "b"]),
    ],
)
def test_selectors_find_elements_by_whole_words_in_page_order(
    selector: str, found: list[str]
) -> None:
    root = parse_html(
        b'<div class="tin chinh"><p class=tin data-muc=tin>a</p><i class="anh tin-phu">b</i></div>'
        b'<b id="chan" data-muc="tin-sau">c</b>'
    )
    assert [element.tag for element in select(root, selector)] == found
