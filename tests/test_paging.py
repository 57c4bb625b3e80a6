"""From page to page of a section."""

from __future__ import annotations

import pytest

from extractors.page.paging import next_page
from extractors.sources import Page, Source

SECTION = "https://bao.vn/nong-san.htm"
SOURCE = Source("bao", "", hosts=("bao.vn",))


def page(markup: str, url: str = SECTION) -> Page:
    return Page(url, f"<html><body><p>Mục nông sản</p>{markup}</body></html>".encode())


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<a rel="next" href="/nong-san/trang-2.htm">…</a>', "https://bao.vn/nong-san/trang-2.htm"),
        ('<a href="?page=1">1</a><a href="?page=2">2</a>', SECTION + "?page=2"),
        ('<a href="/nong-san-p2"> Trang sau </a>', "https://bao.vn/nong-san-p2"),
        ('<a href="//www.bao.vn/x">2</a>', "https://www.bao.vn/x"),
        ('<a href="https://other.vn/2">2</a>', None),
        ('<a href="javascript:more()">2</a>', None),
        (f'<a href="{SECTION}">2</a>', None),
        ("", None),
    ],
)
def test_the_page_tells_its_successor(markup: str, wanted: str | None) -> None:
    assert next_page(page(markup), SOURCE, SECTION, 2) == wanted


@pytest.mark.parametrize(
    ("section", "paging", "wanted"),
    [
        (SECTION, "{stem}/trang-{n}{ending}", "https://bao.vn/nong-san/trang-3.htm"),
        ("https://bao.vn/nong-san", "{stem}-p{n}{ending}", "https://bao.vn/nong-san-p3"),
        ("https://bao.vn/kinh-te/", "{stem}/page/{n}{ending}", "https://bao.vn/kinh-te/page/3/"),
        (
            SECTION,
            "https://bao.vn/timeline/11/trang-{n}.htm",
            "https://bao.vn/timeline/11/trang-3.htm",
        ),
    ],
)
def test_a_source_tells_it(section: str, paging: str, wanted: str) -> None:
    source = Source("bao", "", paging=paging)
    assert next_page(page("", section), source, section, 3) == wanted
