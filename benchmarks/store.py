"""How the store behaves as it grows: `python -m benchmarks.store [--database URL] [SIZE …]`.

Builds a synthetic base (benchmarks/store_base.py) step by step to each size, and at each step
measures every documented view filtered by province and by year, search, and saving an article.
Times are medians of several runs, warm; the base is thrown away at the end. CPU is this process's:
on SQLite all that a query costs, whatever else the machine does; of PostgreSQL the client's part.

    python -m benchmarks.store                                   # SQLite, 10,000 to 1,000,000
    python -m benchmarks.store --database postgresql+psycopg://… # into an empty database, and kept

A million articles settle faster on SQLite: build them there, copy, and measure what is there:

    python -m benchmarks.store --database sqlite:///base.db 1000000
    ocop db copy --database sqlite:///base.db --to postgresql+psycopg://…
    python -m benchmarks.store --database postgresql+psycopg://… --measure
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, TextClause, text

from benchmarks.store_base import Base, add_papers, fill
from extractors.models import Facts
from extractors.reading import Reading
from storage.database import Database
from storage.identities.settle import settle
from storage.search import search_articles, search_products
from storage.views import View, views
from tests.stories import Counts, Says, save, story

SIZES = (10_000, 100_000, 1_000_000)
_SAVED = 200
_PROVINCE = "tỉnh Vĩnh Long"
_YEAR = (date(2024, 1, 1), date(2024, 12, 31))
_DATED = ("published_on", "rated_on", "first_seen", "last_seen", "noticed_on", "last_published")
_SEARCHES = ("mật ong bạc hà", "mat ong bac ha", '"chè Shan tuyết"', "hợp tác xã", "OCOP 5 sao",
             "sản phẩm", '"sản phẩm OCOP đạt"', "bưởi không hạt", "kỳ lân")  # fmt: skip


def main() -> None:
    """Grow, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    options.add_argument("--database", help="URL of an empty database; else an SQLite file")
    options.add_argument("--measure", action="store_true", help="the database as it is")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ocop-bench-") as folder:
        url = given.database or f"sqlite:///{folder}/bench.db"
        if given.measure:
            _as_it_is(url)
        else:
            _grow(url, sorted(given.sizes))


def _grow(url: str, sizes: Sequence[int]) -> None:
    database = Database.open(url)
    with database.writing() as connection:
        add_papers(connection)
        base = Base(connection)
    before = 0
    for size in sizes:
        _step(database, base, before, size)
        before = size + _SAVED
    database.close()


def _as_it_is(url: str) -> None:
    database = Database.open(url)
    with database.reading() as connection:
        size = connection.execute(text("SELECT COUNT(*) FROM articles")).scalar_one()
    _measure_all(database, size)
    database.close()


def _step(database: Database, base: Base, before: int, size: int) -> None:
    filled = _seconds(lambda: fill(database, base, before, size))
    database.close()  # and with it the large cache that filling has on SQLite
    settled = _seconds(lambda: settle(database))
    print(f"\nfilled in {filled:.0f} s, settled in {settled:.0f} s"
          f" ({settled / (size - before) * 1000:.2f} ms an article)")  # fmt: skip
    _measure_all(database, size)


def _measure_all(database: Database, size: int) -> None:
    if database.file is None:  # what its autovacuum does by and by
        with database.session() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    print(f"\n## {size:,} articles ({database.name.split(':')[0]})")
    with database.reading() as connection:
        _sizes(database, connection, size)
        for view in views():
            _measure_view(connection, view)
        for words in _SEARCHES:
            _measure(f"search {words}", partial(_found, connection, words))
        _measure("search products", lambda: len(search_products(connection, "mật ong", 20)))
    _measure_saving(database)


def _sizes(database: Database, connection: Connection, size: int) -> None:
    tables = (
        "product_mentions",
        "star_counts",
        "place_mentions",
        "products",
        "producers",
        "claims",
    )
    for table in tables:
        count = connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
        print(f"{table}: {count:,}")
    if database.file is not None:
        used = sum(
            p.stat().st_size for p in Path(database.file.parent).glob(database.file.name + "*")
        )
    else:
        used = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    print(f"{used / 1e9:.2f} GB, {used / size:,.0f} bytes an article")


def _measure_view(connection: Connection, view: View) -> None:
    names = [column.name for column in view.columns]
    filters: dict[str, tuple[str, dict[str, object]]] = {}
    if "province_now" in names:
        filters["province"] = ("province_now = :province", {"province": _PROVINCE})
    if dated := next((name for name in _DATED if name in names), None):
        filters["year"] = (f"{dated} BETWEEN :first AND :last", _year(connection))
    for what, (where, values) in filters.items():
        for kind, columns, limit in (("100 rows", "*", " LIMIT 100"), ("count", "COUNT(*)", "")):
            statement = text(f"SELECT {columns} FROM {view.name} WHERE {where}{limit}")
            run = partial(_rows, connection, statement, values)
            _measure(f"{view.name} by {what}, {kind}", run)


def _found(connection: Connection, words: str) -> int:
    return len(search_articles(connection, words, 20))


def _year(connection: Connection) -> dict[str, object]:
    if connection.dialect.name == "sqlite":
        return {"first": _YEAR[0].isoformat(), "last": _YEAR[1].isoformat()}
    return {"first": _YEAR[0], "last": _YEAR[1]}


def _rows(connection: Connection, statement: TextClause, values: dict[str, object]) -> int:
    """The number of rows, or the number that a count gives."""
    rows = connection.execute(statement, values).all()
    return int(rows[0][0]) if len(rows) == 1 and len(rows[0]) == 1 else len(rows)


def _measure_saving(database: Database) -> None:
    """New articles of three facts, one transaction each, as the cron job saves them."""
    run = datetime.now(UTC).isoformat()
    stories = [_news(f"https://bao.vn/{run}-{n}", n) for n in range(_SAVED)]
    times, cpu = [], time.process_time()
    for one in stories:
        started = time.perf_counter()
        save(database, one)
        times.append(time.perf_counter() - started)
    cpu = (time.process_time() - cpu) / _SAVED * 1000
    settled = _seconds(lambda: settle(database)) / _SAVED * 1000
    print(f"saving an article: median {statistics.median(times) * 1000:.2f} ms, CPU {cpu:.2f} ms")
    print(f"settling it: {settled:.2f} ms")


def _news(url: str, n: int) -> tuple[Reading, Facts]:
    che = Says(f"Chè Shan tuyết số {n % 50} Tà Xùa", 4, "HTX Tà Xùa", "03868")
    extra = "Hội chợ mở cửa đến hết tuần. " * 30
    return story(url, date(2026, 1, 1 + n % 28), [che, Counts(n, 3, "14")], extra=extra)


def _measure(name: str, run: Callable[[], int], times: int = 5) -> None:
    rows, cpu = run(), time.process_time()
    taken = statistics.median(_seconds(run) for _ in range(times)) * 1000
    cpu = (time.process_time() - cpu) / times * 1000
    print(f"{name}: {taken:.1f} ms, CPU {cpu:.1f} ms ({rows:,})", flush=True)


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
