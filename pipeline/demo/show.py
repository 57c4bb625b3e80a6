"""`ocop demo`: the whole way once, on this machine: serve, collect, and ask the tables."""

from __future__ import annotations

import tempfile
import threading
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from rich.text import Text

from pipeline.collect import Report, collect
from pipeline.config import Config, build, read_toml, shipped_config
from pipeline.demo.server import serve
from pipeline.fetch import Fetcher
from pipeline.report import console, counts, plain_table
from storage.database import Database
from storage.queries import (
    CountRow,
    EvidenceRow,
    PlaceRow,
    ProductRow,
    most_named_places,
    one_fact,
    province_counts,
    rated_products,
    totals,
)

_SOURCES = Path(__file__).with_name("sources.toml")
_PRODUCTS_SHOWN = 24
_PLACES_SHOWN = 15


def run_demo(stopped: threading.Event, url: str | None) -> int:
    """Print what an analyst gets from the demo paper; returns the exit code of its collect.

    `url`: a database to keep; without it the tables are gone afterwards.
    """
    with serve() as base, _database(url) as database:
        config = _config(base)
        sources = list(config.sources.values())
        with Fetcher(config.collect) as fetcher:
            first = collect(sources, database, fetcher, config.collect, stopped)
            second = collect(sources, database, fetcher, config.collect, stopped)
        _print_runs(base, first, second)
        if not stopped.is_set():
            _print_tables(database)
    return max(first.exit_code, second.exit_code)


@contextmanager
def _database(url: str | None) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="ocop-demo-") as folder:
        database = Database.open(url or f"sqlite:///{folder}/demo.db")
        try:
            yield database
        finally:
            database.close()


def _config(base: str) -> Config:
    """The demo's sources, with the CMS families of the configuration the program ships."""
    sources = tomllib.loads(_SOURCES.read_text("utf-8").replace("{{base}}", base))
    families = read_toml(shipped_config())["families"]
    return build(_SOURCES, {"families": families, **sources})


def _print_runs(base: str, first: Report, second: Report) -> None:
    out = console()
    out.print(Text("Nhịp Đồng", style="bold"), f"– a small paper of our own, served at {base}")
    kinds = ", ".join(f"{s.name} ({s.links})" for s in first.sources)
    out.print(f"Links found in {len(first.sources)} listings: {kinds}")
    out.print(f"Pages fetched and read: {counts(first.outcomes)}")
    out.print(f"A second run right after: {counts(second.outcomes) or 'nothing new'}")


def _print_tables(database: Database) -> None:
    with database.reading() as connection:
        articles, products, count_rows, places = totals(connection)
        console().print(
            f"In the tables: {articles} articles, {products} products, "
            f"{count_rows} star counts, {places} places"
        )
        _print_products(rated_products(connection, 10_000))
        _print_counts(province_counts(connection))
        _print_places(most_named_places(connection, _PLACES_SHOWN))
        if fact := one_fact(connection):
            _print_fact(fact)


def _print_products(rows: Sequence[ProductRow]) -> None:
    shown = rows[:_PRODUCTS_SHOWN]
    table = plain_table("stars", "product", "producer", "place", "published")
    for row in shown:
        table.add_row(
            "★" * row.stars,
            row.name,
            row.producer or "–",
            _place(row.place, row.province),
            str(row.published_on),
        )
    _titled(f"OCOP products with stars (the first {len(shown)} of {len(rows)})", table)


def _print_counts(rows: Sequence[CountRow]) -> None:
    table = plain_table("province", "in all", "5 ★", "4 ★", "3 ★", "≥ 3 ★", "aim", "article of")
    for province, group in groupby(rows, key=attrgetter("province", "published_on")):
        cells = {_column(row): _number(row) for row in sorted(group, key=attrgetter("number"))}
        columns = ("in all", "5 ★", "4 ★", "3 ★", "≥ 3 ★", "aim")
        table.add_row(province[0], *(cells.get(c, "–") for c in columns), str(province[1]))
    _titled("Star counts per province, as its newest article prints them", table)


def _column(row: CountRow) -> str:
    if row.status != "achieved":
        return "aim"
    if row.stars is None:
        return "in all"
    return f"≥ {row.stars} ★" if row.at_least else f"{row.stars} ★"


def _number(row: CountRow) -> str:
    aim = f" × {row.stars} ★" if row.status != "achieved" and row.stars else ""
    return f"{row.qualifier or ''} {row.number}{aim}".strip().lower()


def _print_places(rows: Sequence[PlaceRow]) -> None:
    table = plain_table("place", "level", "articles", "mentions")
    for row in rows:
        table.add_row(row.name, row.level, str(row.articles), str(row.mentions))
    _titled("Places named most", table)


def _print_fact(fact: EvidenceRow) -> None:
    out = console()
    out.print()
    out.print(Text("One fact, with its sentence", style="bold"))
    sentence = Text(f"  “{' '.join(fact.sentence.split())}”")
    sentence.highlight_words([fact.name], "bold reverse")
    out.print(f"  {fact.name}: {fact.stars} sao, {fact.producer or 'producer not named'}")
    out.print(sentence)
    out.print(f"  {fact.article_title} – {fact.source}, {fact.published_on}", style="dim")
    out.print(f"  {fact.url}  (rule {fact.rule})", style="dim", soft_wrap=True)


def _titled(title: str, table: object) -> None:
    out = console()
    out.print()
    out.print(Text(title, style="bold"))
    out.print(table)


def _place(place: str | None, province: str | None) -> str:
    return ", ".join(dict.fromkeys(name for name in (place, province) if name)) or "–"
