"""Traps of real pages: what a page becomes, or why it becomes nothing."""

from __future__ import annotations

import pytest

from extractors.article import parse
from extractors.models import Article, BlockKind, Outcome, Skip
from extractors.sources import UNKNOWN_SOURCE, Page, Selectors, Source
from tests.family_pages import DATE, FIRST, LEAD, SECOND, THIRD, TITLE

URL = "https://bao.example/man-hau-vao-vu-1.html"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
DATED = f'<meta property="article:published_time" content="{DATE}">'
SOURCE = Source(
    name="bao",
    title="Báo",
    hosts=("bao.example",),
    selectors=Selectors(title=("h1.moi", "h1.cu"), body=(".than-bai",), lead=(".sapo",)),
)


def read(
    body: str, head: str = DATED, source: Source = UNKNOWN_SOURCE, url: str = URL, status: int = 200
) -> Article:
    html = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return parse(Page(url=url, body=html.encode(), status=status), source)


def article(inside: str = BODY, **arguments: str) -> Article:
    return read(
        f"<article><h1>{TITLE}</h1><div class=than-bai>{inside}</div></article>", **arguments
    )


def of_kind(found: Article, kind: BlockKind) -> list[str]:
    return [found.text[b.start : b.end] for b in found.blocks if b.kind is kind]


def json_ld(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


class TestFields:
    def test_older_layouts_come_after_newer_ones(self) -> None:
        found = read(f"<h1 class=cu>{TITLE}</h1><div class=than-bai>{BODY}</div>", source=SOURCE)
        assert found.title == TITLE
        assert dict(found.origins)["title"] == "selector h1.cu"
        assert dict(found.origins)["published"] == "article:published_time"

    def test_headline_escaped_twice(self) -> None:
        head = json_ld('"headline": "M&amp;#7853;n h&amp;#7853;u v&#224;o v&#7909; s&#7899;m"')
        assert read(f"<div>{BODY}</div>", head=head + DATED).title == "Mận hậu vào vụ sớm"

    @pytest.mark.parametrize("title", ["Gạo ST25 - niềm tự hào của Sóc Trăng", TITLE])
    def test_only_the_papers_name_is_cut_off_a_title(self, title: str) -> None:
        head = f"<title>{title} | Báo điện tử Ví Dụ</title>"
        assert read(f"<div>{BODY}</div>", head=head + DATED).title == title

    def test_broken_json_ld_costs_nothing(self) -> None:
        head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
        assert article(head=head + DATED).published_at == DATE

    def test_control_characters_beside_a_box_cost_nothing(self) -> None:
        box = '<div class="tin-lien-quan"><a href="/x.htm">Tin khác</a></div>'
        found = read(f"<h1>{TITLE}</h1><div>{box}\x02\x0bchữ sau{BODY}</div>", head=DATED)
        assert "chữ sau" in found.text
        assert not set(found.text) & {"\x02", "\x0b"}

    @pytest.mark.parametrize("date", ["2024-05-06T07:30:00+97:00", "0001-01-01T00:00:00+14:00"])
    def test_a_date_that_cannot_be_is_none(self, date: str) -> None:
        head = f'<meta property="article:published_time" content="{date}">'
        assert article(head=head).published_at is None

    def test_half_an_emoji_at_a_cut_costs_nothing(self) -> None:
        head = json_ld(r'"headline": "Mận hậu \ud83c\udf3e vào vụ sớm \ud83c"')
        found = read(f"<div>{BODY}</div>", head=head + DATED)
        assert found.title == "Mận hậu 🌾 vào vụ sớm"

    def test_json_ld_with_line_breaks_and_a_comma_too_many(self) -> None:
        head = json_ld(
            '"description": "Dòng một\ndòng hai",\n"datePublished": "2024-05-06T07:30:00",'
        )
        assert article(head=head).published_at == DATE

    def test_a_seconds_precision_and_a_missing_time_are_mended(self) -> None:
        printed = f"<h1>{TITLE}</h1><p>06/05/2024 07:30</p><div>{BODY}</div>"
        page = f"<article>{printed}</article>"
        assert read(page, head=json_ld('"datePublished": "2024-05-06"')).published_at == DATE
        exact = json_ld('"datePublished": "2024-05-06T07:30:42+07:00"')
        assert read(page, head=exact).published_at == "2024-05-06T07:30:42+07:00"

    def test_a_date_without_time_is_a_date(self) -> None:
        assert article(head=json_ld('"datePublished": "2024-05-06"')).published_at == "2024-05-06"

    @pytest.mark.parametrize(
        "clock",
        [
            "<div class=top>Thứ Hai, 01/01/2029 08:00</div>",
            "<header><p>Hôm nay: 01/01/2029 08:00</p></header>",
            "<div class=top><span>9 giờ trước</span></div>",
        ],
    )
    def test_no_clock_and_no_guess(self, clock: str) -> None:
        more = (
            f"<p>{SECOND.replace('Tân Lập', 'Phiêng Luông')}</p><p>{FIRST.replace('62', '26')}</p>"
        )
        found = read(
            f"{clock}<article><h1>{TITLE}</h1><div>{BODY}{more}</div></article>"
            "<footer>Cập nhật 02/02/2029 09:00</footer>",
            head="",
        )
        assert found.published is None

    def test_modified_after_publication(self) -> None:
        head = DATED + '<meta property="article:modified_time" content="2024-05-07T09:00:00+07:00">'
        modified = article(head=head).modified
        assert modified is not None
        assert modified.isoformat() == "2024-05-07T09:00:00+07:00"
        assert article(head=DATED).modified is None

    @pytest.mark.parametrize(
        ("author", "expected"),
        [
            ('{"@type": "Person", "name": "Thu Hà"}', ("Thu Hà",)),
            ('[{"@type": "Person", "name": "Thu Hà"}, {"name": "Minh An"}]', ("Thu Hà", "Minh An")),
            ('{"@type": "Person", "name": "Thu Hà - Minh An"}', ("Thu Hà", "Minh An")),
            ('{"@type": "Organization", "name": "Báo Ví Dụ"}', ()),
            ('{"@type": "Person", "name": ""}', ()),
            ('{"@type": "Person", "name": "https://bao.example/"}', ()),
        ],
    )
    def test_authors_are_people(self, author: str, expected: tuple[str, ...]) -> None:
        assert article(head=DATED + json_ld(f'"author": {author}')).authors == expected

    def test_author_in_the_last_line(self) -> None:
        found = article(BODY + '<p style="text-align:right"><b>Bài, ảnh: Thu Hà</b></p>')
        assert found.authors == ("Thu Hà",)
        assert found.text.endswith(THIRD)

    def test_each_keyword_of_the_head_is_a_tag_once(self) -> None:
        head = DATED + '<meta name="keywords" content="mận hậu, Mộc Châu, mận hậu, ,OCOP">'
        assert article(head=head).tags == ("mận hậu", "Mộc Châu", "OCOP")


class TestLead:
    @pytest.mark.parametrize(
        "mark", ["(Dân trí) - ", "(NLĐO)- ", "TTO - ", "(Chinhphu.vn) – ", "VOV.VN - ", "(CTO) "]
    )
    def test_agency_marks_go(self, mark: str) -> None:
        html = (
            f"<h1 class=moi>{TITLE}</h1><h2 class=sapo>{mark}{LEAD}</h2><div class=than-bai>{BODY}"
        )
        assert read(html, source=SOURCE).lead == LEAD

    def test_a_place_at_the_start_is_news(self) -> None:
        html = (
            f"<h1 class=moi>{TITLE}</h1><h2 class=sapo>BẮC GIANG - {LEAD}</h2><div class=than-bai>"
        )
        assert read(html + BODY, source=SOURCE).lead == f"BẮC GIANG - {LEAD}"

    def test_a_lead_repeated_in_the_body_is_read_once(self) -> None:
        html = f"<h1 class=moi>{TITLE}</h1><h2 class=sapo>{LEAD}</h2><div class=than-bai>"
        found = read(f"{html}<p><b>{LEAD}</b></p>{BODY}</div>", source=SOURCE)
        assert found.text.count(LEAD) == 1
        assert of_kind(found, BlockKind.LEAD) == [LEAD]

    def test_the_description_cut_off_points_to_the_sapo(self) -> None:
        head = DATED + f'<meta property="og:description" content="{LEAD[:60]}...">'
        page = f"<article><h1>{TITLE}</h1><div>{LEAD}</div><div>{BODY}</div></article>"
        assert read(page, head=head).lead == LEAD

    def test_a_slogan_is_no_lead(self) -> None:
        slogan = "Báo Ví Dụ cập nhật liên tục thông tin thể thao, giải trí, công nghệ mới nhất 24h"
        head = DATED + f'<meta name="description" content="{slogan}">'
        assert article(head=head).lead == ""


class TestBlocks:
    def test_blocks_cover_the_text_line_by_line(self) -> None:
        found = article()
        lines = [found.text[b.start : b.end] for b in found.blocks]
        assert found.text == "\n".join(lines)
        assert lines == [TITLE, FIRST, SECOND, THIRD]

    def test_a_table_of_results(self) -> None:
        table = (
            "<table><tr><th>Sản phẩm</th><th>Chủ thể</th><th>Hạng</th></tr>"
            "<tr><td>Mận sấy dẻo</td><td rowspan=2>HTX Nà Ka</td><td>4 sao</td></tr>"
            "<tr><td>Siro mận</td><td>3 sao</td></tr></table>"
        )
        assert of_kind(article(BODY + table + f"<p>{SECOND[:90]}</p>"), BlockKind.TABLE_ROW) == [
            "Sản phẩm | Chủ thể | Hạng",
            "Mận sấy dẻo | HTX Nà Ka | 4 sao",
            "Siro mận | HTX Nà Ka | 3 sao",
        ]

    def test_lists_by_mark_and_by_markup(self) -> None:
        inside = f"{BODY}<p>- Mận sấy<br>- Siro mận<br>- Rượu mận</p><ul><li>Mứt mận</li></ul>"
        found = article(f"{inside}<p>{THIRD[:80]}</p>")
        assert of_kind(found, BlockKind.LIST_ITEM) == [
            "- Mận sấy",
            "- Siro mận",
            "- Rượu mận",
            "Mứt mận",
        ]

    def test_teasers_between_paragraphs(self) -> None:
        found = article(
            f"<p>{FIRST}</p><p>>> Xem thêm: Mùa hồng giòn ở Vân Hồ</p>"
            "<p><a href=/x>Người trồng chè Suối Giàng giữ rừng cổ thụ</a></p>"
            f"<p>{SECOND}</p><p>{THIRD}</p><p>Bình luận (3)</p><p>Bài viết rất hay.</p>"
        )
        assert of_kind(found, BlockKind.PARAGRAPH) == [FIRST, SECOND, THIRD]

    def test_bold_emphasis_is_no_heading(self) -> None:
        found = article(f"{BODY}<p><b>Giá thu mua: 25.000 đồng/kg.</b></p><p>{SECOND[:80]}</p>")
        assert of_kind(found, BlockKind.HEADING) == []

    def test_odd_spaces_and_marks_are_gone_before_offsets_are_taken(self) -> None:
        found = article(f"<p>Ðồng\u00a0Tháp có sen\u200b hồng.</p>{BODY}")
        assert "Đồng Tháp có sen hồng." in found.text

    def test_text_in_json_ld_where_the_page_shows_none(self) -> None:
        head = DATED + json_ld(f'"articleBody": "{FIRST}"')
        found = read(f"<h1>{TITLE}</h1><div id=app></div>", head=head)
        assert of_kind(found, BlockKind.PARAGRAPH) == [FIRST]


class TestAddress:
    @pytest.mark.parametrize(
        ("canonical", "expected"),
        [
            ("https://bao.example/moi-1.html?utm_source=a", "https://bao.example/moi-1.html"),
            ("https://www.bao.example/moi-1.html", "https://www.bao.example/moi-1.html"),
            ("https://khac.example/moi-1.html", URL),
            ("https://bao.example/", URL),
            ("/moi-1.html", URL),
            ("http://[", URL),
        ],
    )
    def test_canonical_address_on_an_own_host(self, canonical: str, expected: str) -> None:
        head = f'{DATED}<link rel="canonical" href="{canonical}">'
        assert article(head=head, source=SOURCE).url == expected  # type: ignore[arg-type]

    def test_a_saved_file_without_address_takes_the_pages_own(self) -> None:
        head = DATED + f'<link rel="canonical" href="{URL}">'
        assert article(head=head, url="").url == URL


class TestNoArticle:
    def outcome(self, body: bytes, source: Source = UNKNOWN_SOURCE, **page: object) -> Outcome:
        with pytest.raises(Skip) as skip:
            parse(Page(url=URL, body=body, **page), source)  # type: ignore[arg-type]
        assert skip.value.reason
        return skip.value.outcome

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            (404, Outcome.GONE),
            (410, Outcome.GONE),
            (503, Outcome.HTTP_ERROR),
            (301, Outcome.HTTP_ERROR),
        ],
    )
    def test_error_status(self, status: int, outcome: Outcome) -> None:
        assert self.outcome(b"<h1>a</h1>", status=status) is outcome

    @pytest.mark.parametrize(
        "html",
        [
            "<title>Just a moment...</title><p>Checking your browser</p>",
            "<h1>Thông báo từ chối truy cập</h1>",
            "<p>Hệ thống đang gặp vấn đề khi xử lý yêu cầu của bạn. Mã: 1234</p>",
            "<html><body><script>document.cookie='D1N=abc; path=/';window.location.reload();"
            "</script></body></html>",
        ],
    )
    def test_firewalls_and_cookie_walls_are_blocked(self, html: str) -> None:
        assert self.outcome(html.encode()) is Outcome.BLOCKED

    @pytest.mark.parametrize(
        "html",
        [
            "<title>404 Not Found</title><h1>404</h1>",
            "<title>Báo</title><h1>Trang bạn tìm không tồn tại</h1><a href=/>Trang chủ</a>",
            "<title>Báo</title><p>Không tìm thấy bài viết.</p>",
        ],
    )
    def test_an_error_told_with_status_200_is_no_article(self, html: str) -> None:
        assert self.outcome(html.encode()) is Outcome.NOT_ARTICLE

    def test_a_headline_about_something_not_found_is_an_article(self) -> None:
        title = "Không tìm thấy người bán, cả chợ Mộc Châu vắng mận đầu mùa"
        assert read(f"<article><h1>{title}</h1><div>{BODY}</div></article>").title == title

    def test_section_page(self) -> None:
        teasers = "".join(
            f"<div><h3><a href=/a-{i}.html>{TITLE} {i}</a></h3><p>{LEAD}</p></div>"
            for i in range(3)
        )
        page = f"<title>Kinh tế | Báo</title><h1>Kinh tế</h1><div>{teasers}</div>".encode()
        assert self.outcome(page) is Outcome.NOT_ARTICLE
        assert self.outcome(page, SOURCE) is Outcome.NOT_ARTICLE

    def test_a_video_page_is_no_article(self) -> None:
        page = (
            f'<meta property="og:type" content="video.other">{DATED}<h1>{TITLE}</h1><video></video>'
        )
        assert self.outcome(page.encode()) is Outcome.NOT_ARTICLE

    def test_a_page_without_text_is_empty(self) -> None:
        assert self.outcome(f"{DATED}<h1>{TITLE}</h1><div></div>".encode()) is Outcome.EMPTY
        assert self.outcome(b"") is Outcome.EMPTY

    def test_an_encrypted_body_is_empty(self) -> None:
        page = f"{DATED}<h1 class=moi>{TITLE}</h1><div class=than-bai>{'QUJD' * 300}</div>"
        assert self.outcome(page.encode(), SOURCE) is Outcome.EMPTY

    def test_a_pdf_is_no_page(self) -> None:
        assert self.outcome(b"%PDF-1.4") is Outcome.BAD_CONTENT

    def test_same_bytes_same_article(self) -> None:
        assert article() == article()
