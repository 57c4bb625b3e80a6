"""Small papers for tests of the cron job: articles, feeds, sources, and a run over them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from extractors.sources import Selectors, Source
from pipeline.collect import Plan, Report, collect
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher
from storage.database import Database

SETTINGS = CollectSettings(attempts=1, timeout_seconds=2, deadline_seconds=5)
HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "text/xml; charset=utf-8"}


def article(n: int, sentence: str, head: str = "") -> bytes:
    return f"""<!DOCTYPE html><html lang="vi"><head><title>Bài {n}</title>{head}
    <meta property="article:published_time" content="2025-03-0{n % 10}T08:00:00+07:00"></head>
    <body><h1 class="t">Huyện Mộc Châu có thêm sản phẩm OCOP, bài {n}</h1>
    <p class="sapo">Ngành nông nghiệp địa phương vừa công bố kết quả.</p>
    <div class="b"><p>{sentence}</p>
    <p>Nông dân trồng chè, trồng rau và chăn nuôi theo hướng sạch.</p></div>
    </body></html>""".encode()


def feed(base: str, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>{p}</title><link>{base}{p}</link>"
        "<pubDate>Fri, 07 Mar 2025 08:00:00 +0700</pubDate></item>"
        for p in paths
    )
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def source(name: str, **fields: object) -> Source:
    selectors = Selectors(title=("h1.t",), lead=("p.sapo",), body=("div.b",))
    values = {
        "title": name,
        "selectors": selectors,
        "article_url": r"^/tin/.*\.html$",
        "pace_seconds": 0,
        "allow_private": True,
        **fields,
    }
    return Source(name=name, **values)  # type: ignore[arg-type]


def three_kinds(base: str) -> list[Source]:
    return [
        source("bao-rss", feeds=(f"{base}/rss",)),
        source("bao-sitemap", sitemaps=(f"{base}/sitemap.xml",)),
        source("bao-muc", sections=(f"{base}/muc",)),
    ]


def run(
    database: Database,
    sources: list[Source],
    stopped: threading.Event | None = None,
    *,
    hours: float = 0,
    plan: Plan | None = None,
    settings: CollectSettings = SETTINGS,
) -> Report:
    """A run that believes it is so many hours later than now."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours)

    ending = stopped or threading.Event()
    with Fetcher(settings) as fetcher:
        return collect(sources, database, fetcher, settings, ending, plan=plan, now=now)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def sitemap(base: str, *paths: str, lastmod: str = "", tag: str = "url") -> bytes:
    """A sitemap, or with `tag="sitemap"` an index of them."""
    when = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<{tag}><loc>{base}{path}</loc>{when}</{tag}>" for path in paths)
    root = "urlset" if tag == "url" else "sitemapindex"
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<{root} xmlns="{space}">{entries}</{root}>'.encode()
