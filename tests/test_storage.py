"""The database as its users meet it: saved articles, errors in one line, migrations."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from extractors.models import (
    VIETNAM,
    Article,
    Block,
    BlockKind,
    Facts,
    Level,
    Outcome,
    PlaceMention,
    ProducerMention,
    Product,
    ProductMention,
    StarCount,
    StarMention,
    Status,
)
from extractors.reading import Reading, read
from storage.articles import save_article
from storage.database import Database
from storage.errors import StoreError
from storage.schema import is_in_metadata, metadata

NOW = datetime(2025, 3, 7, 1, 0, tzinfo=UTC)
TEXT = "Huyện Mộc Châu có 2 sản phẩm OCOP. Chè Tà Xùa của HTX Tà Xùa đạt 4 sao."


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/test.db")
    yield database
    database.close()


def reading_of(content: str, url: str = "https://bao.vn/a-1.html") -> Reading:
    block = Block(BlockKind.PARAGRAPH, 0, len(content))
    return read(
        Article(
            url=url,
            source="bao",
            title="Chè Mộc Châu",
            lead="",
            text=content,
            blocks=(block,),
            published=datetime(2025, 3, 7, 5, 30, tzinfo=VIETNAM),
        )
    )


def span(part: str, rule: str = "test") -> dict[str, object]:
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part), "surface": part, "rule": rule}


def facts() -> Facts:
    place = PlaceMention(**span("Huyện Mộc Châu"), name="huyện Mộc Châu", level=Level.DISTRICT)
    product = Product(
        mention=ProductMention(**span("Chè Tà Xùa"), name="Chè Tà Xùa"),
        stars=4,
        rating=StarMention(**span("đạt 4 sao"), stars=4),
        status=Status.ACHIEVED,
        producer=ProducerMention(**span("HTX Tà Xùa"), name="HTX Tà Xùa"),
        places=(place,),
    )
    count = StarCount(**span("2 sản phẩm OCOP"), count=2, place=place)
    return Facts(
        products=(product,), star_counts=(count,), locations=(place,), place_mentions=(place,)
    )


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_fact_is_traceable_to_its_sentence(database: Database) -> None:
    with database.writing() as connection:
        assert save_article(connection, reading_of(TEXT), facts(), NOW) is Outcome.STORED
    assert rows(
        database, "SELECT name, stars, producer, place, sentence FROM ocop_product_mentions"
    ) == [("Chè Tà Xùa", 4, "HTX Tà Xùa", "huyện Mộc Châu", "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao.")]
    assert rows(
        database,
        "SELECT substr(a.text, p.span_start + 1, p.span_end - p.span_start) = p.surface"
        " FROM product_mentions p JOIN articles a ON a.id = p.article_id",
    ) == [(1,)]
    assert rows(database, "SELECT place, count, stars FROM ocop_star_count_mentions") == [
        ("huyện Mộc Châu", 2, None)
    ]


def test_an_early_morning_article_keeps_its_vietnamese_day(database: Database) -> None:
    with database.writing() as connection:
        save_article(connection, reading_of(TEXT), facts(), NOW)
    assert rows(database, "SELECT published_at, published_on FROM articles") == [
        ("2025-03-06T22:30:00+00:00", "2025-03-07")
    ]


def test_saving_twice_changes_nothing_and_a_new_text_replaces_the_facts(
    database: Database,
) -> None:
    with database.writing() as connection:
        save_article(connection, reading_of(TEXT), facts(), NOW)
    with database.writing() as connection:
        assert save_article(connection, reading_of(TEXT), facts(), NOW) is Outcome.UNCHANGED
    changed = reading_of(TEXT + " Hết.")
    with database.writing() as connection:
        assert save_article(connection, changed, Facts(), NOW) is Outcome.UPDATED
    assert rows(database, "SELECT COUNT(*) FROM articles") == [(1,)]
    for table in ("product_mentions", "product_places", "star_counts", "place_mentions"):
        assert rows(database, f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_a_failure_halfway_stores_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        save_article(connection, reading_of(TEXT), facts(), NOW)
        raise RuntimeError
    assert rows(database, "SELECT COUNT(*) FROM articles") == [(0,)]


def test_a_naive_time_is_an_error(database: Database) -> None:
    with pytest.raises(StoreError, match="naive datetime"), database.writing() as connection:
        save_article(connection, reading_of(TEXT), facts(), datetime(2025, 1, 1))  # noqa: DTZ001


def test_concurrent_writers_lose_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def add() -> None:
        for _ in range(50):
            with database.writing() as connection:
                n = connection.execute(text("SELECT n FROM counter")).scalar_one()
                connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(database, "SELECT n FROM counter") == [(200,)]


def test_migrations_and_tables_say_the_same(database: Database) -> None:
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_in_metadata})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("CREATE TABLE other (x INTEGER)", "holds other tables"),
        (
            "CREATE TABLE alembic_version (version_num VARCHAR(32));"
            "INSERT INTO alembic_version VALUES ('0000')",
            "run 'ocop db upgrade'",
        ),
    ],
)
def test_a_schema_that_is_not_ours_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "old.db"
    connection = sqlite3.connect(file)
    connection.executescript(content)
    connection.close()
    with pytest.raises(StoreError, match=message):
        Database.open(f"sqlite:///{file}")


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("đây không phải cơ sở dữ liệu" * 100)
    with pytest.raises(StoreError) as caught:
        Database.open(f"sqlite:///{file}")
    assert "not a database" in str(caught.value)
    assert "\n" not in str(caught.value)
