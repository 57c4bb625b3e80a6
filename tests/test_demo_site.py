"""The demo paper: whole pages over a real socket, every article reachable, labels that hold."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from extractors.models import Outcome
from pipeline.demo.paper import SITE, article_fields
from pipeline.demo.server import serve

ARTICLES = article_fields()
EXPECTED = {f.stem: json.loads(f.read_text("utf-8")) for f in (SITE / "expected").glob("*.json")}
SOURCES = tomllib.loads(SITE.with_name("sources.toml").read_text("utf-8"))["sources"]
MISSING = "/ocop/lang-hoa-khong-con-hoa-20250901080000000.htm"  # in the feed, withdrawn since


@pytest.fixture(scope="module")
def paper() -> Iterator[httpx.Client]:
    with serve() as base, httpx.Client(base_url=base) as client:
        yield client


def label(path: str) -> dict[str, Any]:
    return EXPECTED[Path(path).stem]


# --- the server -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/khuyen-nong/", "text/html; charset=utf-8"),
        ("/ocop.rss", "application/rss+xml; charset=utf-8"),
        ("/rss/mien-tay.atom", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        (next(iter(ARTICLES)), "text/html; charset=utf-8"),
    ],
)
def test_pages_come_with_their_type(paper: httpx.Client, path: str, content_type: str) -> None:
    answer = paper.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type


def test_the_query_does_not_change_the_page(paper: httpx.Client) -> None:
    path = next(iter(ARTICLES))
    assert paper.get(f"{path}?utm_source=rss").content == paper.get(path).content


def test_what_is_not_there_is_404(paper: httpx.Client) -> None:
    assert paper.get(MISSING).status_code == 404


def test_a_page_unchanged_is_not_sent_again(paper: httpx.Client) -> None:
    first = paper.get("/ocop.rss")
    known = {"If-None-Match": first.headers["etag"]}
    again = paper.get("/ocop.rss", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert paper.get("/kinh-te.rss", headers=known).status_code == 200
    assert first.headers["last-modified"] == "Fri, 20 Mar 2026 23:00:00 GMT"


def test_compressed_only_where_asked(paper: httpx.Client) -> None:
    plain = paper.get("/ocop.rss", headers={"Accept-Encoding": "identity"})
    packed = paper.get("/ocop.rss", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.content == plain.content


def test_head_says_the_same_without_a_body(paper: httpx.Client) -> None:
    get, head = paper.get("/ocop.htm"), paper.head("/ocop.htm")
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]


def test_the_port_closes_at_the_end() -> None:
    with serve() as base:
        assert httpx.get(f"{base}/robots.txt").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base}/robots.txt")


# --- the paper ------------------------------------------------------------------------------------


def listed(paper: httpx.Client, source: dict) -> list[str]:
    """Paths of articles in a source's listings, read in the simplest way there is."""
    found = []
    listings = source.get("feeds", []) + source.get("sitemaps", []) + source.get("sections", [])
    for listing in (url.removeprefix("{{base}}") for url in listings):
        page = paper.get(listing).text
        page = re.sub(r"<description>.*?</description>", "", page, flags=re.DOTALL)
        links = re.findall(r"<(?:loc|link)>([^<]+)</|<(?:a|link)\b[^>]*href=\"([^\"]+)\"", page)
        for link in ("".join(pair) for pair in links):
            path = urlsplit(urljoin(listing, html.unescape(link))).path
            if re.search(source["article_url"], path):
                found.append(path)
    return found


def test_every_article_is_reachable_and_some_in_two_ways(paper: httpx.Client) -> None:
    ways = Counter(path for s in SOURCES.values() for path in set(listed(paper, s)))
    printed = {path for path in ways if path.startswith("/in/")}
    assert set(ways) - printed - {MISSING} == {
        path for path in paper_paths() if Path(path).stem in EXPECTED
    }
    assert len(printed) == 1  # robots.txt forbids it
    assert sum(n > 1 for n in ways.values()) >= 1
    assert all(len(listed(paper, s)) >= 2 for s in SOURCES.values())
    within = Counter(path for s in SOURCES.values() for path in listed(paper, s))
    assert sum(n > 1 for n in within.values()) >= 4


def paper_paths() -> list[str]:
    return ["/" + f.relative_to(SITE / "www").as_posix() for f in (SITE / "www").rglob("*.htm*")]


def test_each_source_reads_its_own_family() -> None:
    for path, fields in ARTICLES.items():
        readers = {s["family"] for s in SOURCES.values() if re.search(s["article_url"], path)}
        assert readers == {fields["family"]}, path


@pytest.mark.parametrize("listing", ["/ocop.rss", "/kinh-te.rss", "/news-sitemap.xml"])
def test_listings_give_the_titles_of_their_articles(paper: httpx.Client, listing: str) -> None:
    page = html.unescape(html.unescape(paper.get(listing).text))
    for path, fields in ARTICLES.items():
        if path in page:
            assert fields["title"] in page, path


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_is_a_whole_page(paper: httpx.Client, path: str) -> None:
    page, fields = paper.get(path).text, ARTICLES[path]
    assert "{{" not in page
    assert f'<link rel="canonical" href="{paper.base_url.join(path)}"' in page
    for block in re.findall(r"<script type=\"application/ld\+json\">(.*?)</script>", page, re.S):
        data = json.loads(block)
        if data.get("@type") == "NewsArticle":
            assert html.unescape(data["headline"]) == fields["title"]
            assert data["datePublished"].startswith(fields["published"].date().isoformat())


def test_labels_name_only_what_stands_in_the_text() -> None:
    for path, fields in ARTICLES.items():
        text = f"{fields['title']} {fields['lead']} " + (SITE / "www" / path[1:]).read_text("utf-8")
        facts = label(path)["facts"]
        for product in (facts or {"products": []})["products"]:
            assert product["name"] in text, path
            assert (product["producer"] or "") in text, path
            assert product["places"], path


def test_labels_use_the_closed_list_of_outcomes() -> None:
    assert {Outcome(expected["outcome"]) for expected in EXPECTED.values()} == {
        Outcome.STORED,
        Outcome.OFF_TOPIC,
        Outcome.NOT_ARTICLE,
    }
