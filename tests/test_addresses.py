"""What an address tells: which article it is, and when it was published."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.page.addresses import days_of, identity
from extractors.sources import Source

NLD = Source("nld", "", hosts=("nld.com.vn",), article_url=r"-196\d{15,}\.htm$")
MOVED = Source(
    "nnmt", "", hosts=("nongnghiepmoitruong.vn", "nongnghiep.vn"), article_url=r"-d\d{6}\.html$"
)
PLAIN = Source("bao", "", hosts=("bao.vn",), article_url=r"/tin/")


@pytest.mark.parametrize(
    "other",
    [
        "http://nld.com.vn/che-len-sao-196240118093000456.htm",
        "https://m.nld.com.vn/che-len-sao-196240118093000456.htm",
        "https://www.nld.com.vn/amp/che-len-sao-196240118093000456.htm",
        "https://nld.com.vn/che-ta-xua-len-bon-sao-196240118093000456.htm",
        "https://nld.com.vn/che-len-sao-196240118093000456.htm?amp=1",
    ],
)
def test_spellings_of_one_article(other: str) -> None:
    assert identity(other, NLD) == "nld.com.vn#196240118093000456"


def test_a_paper_that_moved_keeps_its_articles() -> None:
    old = identity("https://nongnghiep.vn/sam-day-d331204.html", MOVED)
    assert old == identity("https://nongnghiepmoitruong.vn/sam-day-d331204.html", MOVED)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://bao.vn/tin/gia-heo-05032026.htm", "https://bao.vn/tin/gia-che-05032026.htm"),
        ("https://bao.vn/tin/1.htm", "https://bao.vn/tin/2.htm"),
        ("https://bao.vn/tin/?id=12345", "https://bao.vn/tin/?id=12346"),
        ("https://bao.vn/tin/202503/mot-bai/", "https://bao.vn/tin/202503/hai-bai/"),
        ("https://bao.vn:8001/tin/a", "https://bao.vn:8002/tin/a"),
    ],
)
def test_different_articles_stay_different(one: str, other: str) -> None:
    daily = Source("bao", "", hosts=("bao.vn",), article_url=r"/tin/.*-\d+\.htm$")
    assert identity(one, PLAIN) != identity(other, PLAIN)
    assert identity(one, daily) != identity(other, daily)


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://tuoitre.vn/che-20240118100233185.htm", ("2024-01-18", "2024-01-18")),
        ("https://nld.com.vn/che-196240118093000456.htm", ("2024-01-18", "2024-01-18")),
        ("https://baodaklak.vn/kinh-te/202502/ca-phe-4sao/", ("2025-02-01", "2025-02-28")),
        ("https://bao.vn/2025/02/07/ca-phe/", ("2025-02-07", "2025-02-07")),
        ("https://bao.vn/sitemap-post-2024-12.xml", ("2024-12-01", "2024-12-31")),
        ("https://bao.vn/sitemaps/news-2024-2.xml", ("2024-02-01", "2024-02-29")),
        ("https://bao.vn/che-402117.html", None),
        ("https://bao.vn/che-20241399999999999.htm", None),
        ("https://bao.vn/1000-san-pham-2025.html", None),
    ],
)
def test_days_in_an_address(url: str, days: tuple[str, str] | None) -> None:
    wanted = (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None
    assert days_of(url) == wanted
