"""A synthetic base: articles made of the demo paper's paragraphs, three facts each.

Names of products, producers and places follow the demo's lengths; which of them an article names
is drawn with a long tail, as in papers: some products are in hundreds of articles, most in one.
The same seed gives the same base.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from extractors import __version__
from extractors.vi.text import repair
from pipeline import demo
from storage.database import Database
from storage.entities import places
from storage.facts import place_mentions, product_mentions, star_counts
from storage.many_rows import copy_rows
from storage.searching.index import add
from storage.tables import articles, sources
from tests.stories import FETCHED

PAPERS = 30
FIRST, DAYS = date(2018, 1, 1), 8 * 365
_AT_ONCE = 2000
_PARAGRAPH, _TAG = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL), re.compile(r"<[^>]+>")
_HEADS = ("gạo nếp", "chè Shan tuyết", "mật ong", "cà phê", "nước mắm", "miến dong", "trà sen",
          "bưởi da xanh", "tinh dầu sả", "thịt trâu gác bếp", "bánh pía", "gốm",
          "điểm du lịch cộng đồng")  # fmt: skip
_TAILS = ("hữu cơ", "truyền thống", "sấy dẻo", "thượng hạng", "cổ thụ", "hộp 500 g", "vườn nhà")
_OWNERS = ("HTX Nông nghiệp", "HTX", "Công ty TNHH", "hộ kinh doanh", "Cơ sở")

Row = dict[str, Any]


def paragraphs() -> list[str]:
    """Of the demo paper's articles."""
    pages = sorted((Path(demo.__path__[0]) / "site" / "www").rglob("*.html"))
    found: dict[str, None] = {}
    for page in pages:
        for inside in _PARAGRAPH.findall(page.read_text("utf-8")):
            text = repair(unescape(_TAG.sub("", inside))).strip()
            if len(text) > 80:
                found[text] = None
    return list(found)


class Base:
    """Builds rows; every part continues where the one before ended."""

    def __init__(self, connection: Connection, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._paragraphs = paragraphs()
        query = select(places.c.id, places.c.name, places.c.level, places.c.province_id)
        rows = connection.execute(query.where(places.c.level != "country").order_by(places.c.id))
        self._places = [tuple(row) for row in rows]
        self._provinces = [place for place in self._places if place[2] == "province"]

    def fill(self, connection: Connection, start: int, count: int) -> None:
        """Articles `start … start + count` with their facts and words."""
        for first in range(start, start + count, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, start + count))
            tables = (articles, product_mentions, star_counts, place_mentions)
            rows: dict[Table, list[Row]] = {table: [] for table in tables}
            for number in numbers:
                self._article(number, rows)
            for table, values in rows.items():
                _insert(connection, table, values)
            add(connection, "article_search", [(r["id"], r["text"]) for r in rows[articles]])

    def _article(self, number: int, rows: dict[Table, list[Row]]) -> None:
        draw = self._random
        day = FIRST + timedelta(draw.randrange(DAYS))
        text = "\n".join(draw.choices(self._paragraphs, k=6))
        rows[articles].append(_article_row(number, day, text, speaks=draw.random() < 0.9))
        paper = rows[articles][-1]["source"]
        fact = {"article_id": number, "published_on": day, "source": paper, **_SPAN}
        place = self._place()
        rows[product_mentions].append({**fact, **self._product(number)})
        if draw.random() < 0.5:
            rows[star_counts].append({**fact, **self._count()})
        for n in range(draw.choice((1, 2))):
            where = place if n == 0 else self._place()
            rows[place_mentions].append({**fact, **_place_row(n * 40, where)})

    def _place(self) -> Sequence[Any]:
        """A province in three of ten mentions, else any unit."""
        choice = self._provinces if self._random.random() < 0.3 else self._places
        return self._random.choice(choice)

    def _product(self, number: int) -> Row:
        common = self._random.random() ** (2.5 if number % 2 else 1)
        which = int(common * 400_000)
        draw = random.Random(which)  # the same product is the same everywhere
        place = draw.choice(self._places)
        name = f"{draw.choice(_HEADS)} {place[1].split(' ', 1)[1]} {draw.choice(_TAILS)}"
        stars = draw.choice((3, 3, 3, 4, 4, 5, None))
        maker = f"{draw.choice(_OWNERS)} {place[1].split(' ', 1)[1]} {which % 17}"
        return {
            "name": name,
            "full_name": None,
            "stars": stars,
            "status": "achieved" if stars else "ocop",
            "producer": maker if number % 3 else None,
            "place": place[1],
            "province": None,
            "product_group": draw.choice(("thực phẩm", "đồ uống", None)),
            "place_id": place[0],
            "province_id": place[3],
            "rating_start": None,
            "rating_end": None,
            "producer_start": None,
            "producer_end": None,
        }  # fmt: skip

    def _count(self) -> Row:
        draw = self._random
        place = self._place()
        number, stars = draw.randrange(5, 600), draw.choice((None, 3, 4, 5))
        scope = draw.choice(("stock", "stock", "flow", None))
        key = f"{place[0]}|{stars or 'all'}||achieved|{scope or ''}|={number}"
        return {
            "place": place[1],
            "place_level": place[2],
            "stars": stars,
            "at_least": False,
            "count": number,
            "status": "achieved",
            "qualifier": None,
            "scope": scope,
            "as_of": None,
            "place_id": place[0],
            "province_id": place[3],
            "claim_key": key,
        }


_SPAN = {"span_start": 0, "span_end": 10, "surface": "mười chữ ở", "sentence_start": 0,
         "sentence_end": 120, "rule": "synthetic", "confidence": None}  # fmt: skip


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """In the manner in which each database takes most rows a second."""
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    copy_rows(connection, table.name, list(rows[0]), [row.values() for row in rows])


def _place_row(start: int, place: Sequence[Any]) -> Row:
    return {
        "span_start": start,
        "span_end": start + 10,
        "name": place[1],
        "level": place[2],
        "place_id": place[0],
        "province_id": place[3],
        "candidates": None,
        "reason": "inside the province",
    }


def _article_row(number: int, day: date, text: str, *, speaks: bool) -> Row:
    return {
        "id": number,
        "url": f"https://bao{number % PAPERS}.vn/kinh-te/bai-viet-ve-san-pham-ocop-{number}.html",
        "source": f"bao-{number % PAPERS}",
        "published_on": day,
        "fetched_at": FETCHED,
        "extractor_version": __version__,
        "speaks_of_ocop": speaks,
        "no_fact_reason": "OCOP in 1 of 9 sentences" if speaks and number % 20 == 0 else None,
        "title": text[:70],
        "lead": "",
        "authors": "",
        "tags": "",
        "text_sha256": hashlib.sha256(f"{number}{text}".encode()).hexdigest(),
        "facts_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
    }


def add_papers(connection: Connection) -> None:
    """The papers that the articles are of."""
    rows = [{"name": f"bao-{n}", "title": f"Báo {n}", "province": None, "enabled": True}
            for n in range(PAPERS)]  # fmt: skip
    connection.execute(insert(sources), rows)


def parts(start: int, end: int, size: int = 20_000) -> Iterator[tuple[int, int]]:
    """`(first, count)` of transactions from article `start` to `end`."""
    for first in range(start, end, size):
        yield first, min(size, end - first)


def fill(database: Database, base: Base, start: int, end: int) -> None:
    """Grow the base from `start` to `end` articles."""
    for first, count in parts(start, end):
        with database.writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA cache_size=-1000000")
            base.fill(connection, first + 1, count)
            if connection.dialect.name == "postgresql":  # it does not see ids given by hand
                connection.exec_driver_sql(
                    "SELECT setval('articles_id_seq', (SELECT MAX(id) FROM articles))"
                )
