"""Feeds, sitemaps and section pages as papers serve them, and as they break."""

import gzip
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.links import (
    canonical_url,
    feed_links,
    is_article_url,
    section_links,
    sitemap_children,
    sitemap_links,
)
from extractors.models import VIETNAM, Outcome, Skip
from extractors.sources import Page, Source

SOURCE = Source(name="bao", title="Báo", hosts=("bao.example",), article_url=r"-post\d+\.html$")


def page(body: str | bytes, url: str = "https://bao.example/rss/home.rss") -> Page:
    return Page(url=url, body=body.encode() if isinstance(body, str) else body)


def rss(items: str, prolog: str = "") -> Page:
    return page(
        f'<?xml version="1.0" encoding="utf-8"?>{prolog}<rss version="2.0"><channel>'
        f"<title>Báo</title>{items}</channel></rss>"
    )


class TestFeeds:
    def test_rss_with_date_and_title(self) -> None:
        [link] = feed_links(
            rss(
                "<item><title>Chè Tà Xùa lên 5 sao</title>"
                "<link> https://bao.example/che-post1.html?utm_source=rss </link>"
                "<pubDate>Mon, 06 May 2024 07:30:00 +0700</pubDate></item>"
            )
        )
        assert link.url == "https://bao.example/che-post1.html"
        assert link.title == "Chè Tà Xùa lên 5 sao"
        assert link.published == datetime(2024, 5, 6, 7, 30, tzinfo=VIETNAM)

    @pytest.mark.parametrize(
        ("written", "hour"),
        [
            ("Mon, 06 May 2024 00:30:00 GMT", 7),
            ("2024-05-06T07:30:00+07:00", 7),
            ("2024-05-06 07:30:00", 7),
            ("06/05/2024 07:30", 7),
            ("5/6/2024 không rõ", 0),
        ],
    )
    def test_dates_of_every_form_are_vietnams(self, written: str, hour: int) -> None:
        [link] = feed_links(
            rss(
                "<item><title>Tin</title><link>https://bao.example/a</link>"
                f"<pubDate>{written}</pubDate></item>"
            )
        )
        assert link.published is not None
        assert (link.published.hour, link.published.utcoffset()) == (hour, VIETNAM.utcoffset(None))

    def test_title_escaped_twice_with_tags_in_it(self) -> None:
        [link] = feed_links(
            rss(
                "<item><title>&lt;b&gt;M&amp;#7853;n&lt;/b&gt; h&amp;#7853;u</title>"
                "<link>https://bao.example/a</link></item>"
            )
        )
        assert link.title == "Mận hậu"

    def test_atom_and_relative_links(self) -> None:
        feed = page(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>'
            '<link href="/a-post1.html"/><updated>2024-05-06T07:30:00Z</updated></entry></feed>'
        )
        assert [link.url for link in feed_links(feed)] == ["https://bao.example/a-post1.html"]

    def test_an_address_comes_once(self) -> None:
        item = "<item><title>A</title><link>https://bao.example/a{}</link></item>"
        links = feed_links(rss(item.format("") + item.format("#x") + item.format("?fbclid=1")))
        assert len(links) == 1

    def test_undefined_entity_loses_no_item(self) -> None:
        links = feed_links(
            rss("<item><title>Mận&nbsp;hậu</title><link>https://bao.example/a</link></item>")
        )
        assert links[0].title == "Mận hậu"

    def test_billion_laughs_stay_small(self) -> None:
        bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
            f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
        )
        feed = rss(
            "<item><title>&j;</title><link>https://bao.example/a</link></item>", prolog=bomb + "]>"
        )
        [link] = feed_links(feed)
        assert len(link.title) < 10

    @pytest.mark.parametrize(
        "body",
        [
            "<!DOCTYPE html><html><body>Trang chủ</body></html>",
            "\n<html lang='vi'></html>",
            "",
            "   ",
            "<rss version='2.0'><channel><title>Báo</title></channel></rss>",
            "không phải XML",
            '<rss version="2.0"><channel><item><title>Mận',
        ],
    )
    def test_what_is_no_feed_is_named(self, body: str) -> None:
        with pytest.raises(Skip) as skip:
            feed_links(page(body))
        assert skip.value.outcome is Outcome.BAD_CONTENT


class TestSitemaps:
    URLSET = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<url><loc>https://bao.example/a-post1.html</loc><lastmod>2025-01-01</lastmod>"
        "<news:news><news:title>Hồng giòn vào mùa</news:title>"
        "<news:publication_date>2024-10-01T06:00:00+07:00</news:publication_date></news:news>"
        "<image:image><image:loc>https://img.example/1.jpg</image:loc></image:image></url>"
        "<url><loc>https://bao.example/b-post2.html</loc><lastmod>2025-01-01</lastmod></url>"
        "</urlset>"
    )

    def test_news_sitemap(self) -> None:
        first, second = sitemap_links(page(self.URLSET))
        assert first.url == "https://bao.example/a-post1.html"
        assert first.title == "Hồng giòn vào mùa"
        assert first.published == datetime(2024, 10, 1, 6, tzinfo=VIETNAM)
        assert second.published is None  # lastmod is no date of publication

    def test_a_gzipped_sitemap_is_read(self) -> None:
        assert len(sitemap_links(page(gzip.compress(self.URLSET.encode())))) == 2

    def test_an_index_names_further_sitemaps(self) -> None:
        index = page(
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            "<sitemap><loc>https://bao.example/sitemap-2024-05.xml</loc></sitemap>"
            "<sitemap><loc>/sitemap-2024-04.xml</loc></sitemap></sitemapindex>"
        )
        assert [child.url for child in sitemap_children(index)] == [
            "https://bao.example/sitemap-2024-05.xml",
            "https://bao.example/sitemap-2024-04.xml",
        ]
        assert sitemap_children(page(self.URLSET)) == []

    def test_gzip_bomb_is_refused(self) -> None:
        with pytest.raises(Skip) as skip:
            sitemap_links(page(gzip.compress(b"<urlset>" + b" " * 60_000_000)))
        assert skip.value.outcome is Outcome.TOO_LARGE

    @pytest.mark.parametrize(
        "body",
        [
            b"<html><body>404</body></html>",
            b"<urlset></urlset>",
            b"<urlset><url><loc>https://bao.example/a</loc>",
            gzip.compress(b"<urlset><url><loc>https://bao.vn/a</loc></url></urlset>", mtime=0)[
                :-12
            ],
        ],
    )
    def test_what_is_no_sitemap_is_named(self, body: bytes) -> None:
        with pytest.raises(Skip) as skip:
            sitemap_links(page(body))
        assert skip.value.outcome is Outcome.BAD_CONTENT

    def test_entities_are_not_expanded(self) -> None:
        laughing = (
            "<!DOCTYPE u [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
            "<urlset><url><loc>https://bao.example/&b;</loc></url></urlset>"
        )
        assert len(sitemap_links(page(laughing))[0].url) < 40


class TestSections:
    HTML = """<html><head><base href="/kinh-te/"></head><body><nav><a href="/">Trang chủ</a></nav>
<a href="mo-hinh-post11.html"><img src="1.jpg"></a>
<h3><a href="/kinh-te/mo-hinh-post11.html" title="x">Mô hình nuôi ong ở Vân Hồ</a></h3>
<a href="https://www.bao.example/cha-muc-post12.html?utm_campaign=a#c">Chả mực Hạ Long</a>
<a href="https://khac.example/bai-post13.html">Báo khác</a>
<a href="javascript:void(0)">Chia sẻ</a><a href="mailto:a@bao.example">Thư</a><a>Không</a>
<a href="/video/post14.html">Video</a></body></html>"""

    def test_own_articles_in_page_order(self) -> None:
        links = section_links(page(self.HTML, "https://bao.example/kinh-te"), SOURCE)
        assert [(link.url, link.title) for link in links] == [
            ("https://bao.example/kinh-te/mo-hinh-post11.html", "Mô hình nuôi ong ở Vân Hồ"),
            ("https://www.bao.example/cha-muc-post12.html", "Chả mực Hạ Long"),
        ]

    def test_a_source_without_pattern_takes_slugs(self) -> None:
        source = Source(name="bao", title="Báo", hosts=("bao.example",))
        assert is_article_url("https://m.bao.example/gao-nep-tan-ngoc-chien-1.html", source)
        assert not is_article_url("https://bao.example/kinh-te", source)
        assert not is_article_url("https://khac.example/gao-nep-tan-ngoc-chien-1.html", source)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        (
            "https://NLD.com.vn:443/a.htm?utm_source=zalo&utm_medium=x#top",
            "https://nld.com.vn/a.htm",
        ),
        ("http://nld.com.vn:80/a.htm", "http://nld.com.vn/a.htm"),
        ("http://nld.com.vn:8080", "http://nld.com.vn:8080/"),
        ("https://a.vn/?b=2&a=1&fbclid=1&gclid=2&gidzl=3&zarsrc=4", "https://a.vn/?a=1&b=2"),
        ("https://a.vn/x?id=", "https://a.vn/x?id="),
        ("không phải địa chỉ", "không phải địa chỉ"),
        ("http://[::1", "http://[::1"),
        ("http://[::1]:80/a", "http://[::1]/a"),
    ],
)
def test_one_spelling_for_an_address(given_url: str, expected: str) -> None:
    assert canonical_url(given_url) == expected


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=6), st.text(max_size=6), max_size=3))
def test_canonical_url_is_idempotent_and_total(path: str, query: dict[str, str]) -> None:
    url = f"https://bao.example/{path}?" + "&".join(f"{k}={v}" for k, v in query.items())
    once = canonical_url(url)
    assert canonical_url(once) == once
