"""The database as its users meet it, SQLite and PostgreSQL alike: saved articles, versions,
migrations, writers at the same time, and errors in one line."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from extractors.models import Facts, Outcome
from storage.articles import save_article
from storage.database import Database
from storage.errors import StoreError
from storage.identities.settle import settle
from storage.migrating import alembic_config, newest_revision, revision_of
from storage.schema import is_in_metadata, metadata
from storage.search import search_articles
from storage.views import drop_views
from tests.stories import FETCHED, Counts, Says, save, story

CHE = Says("Chè Tà Xùa", 4, "HTX Tà Xùa", "03868")
URL = "https://bao.vn/a-1.html"
FACT_TABLES = ("product_mentions", "product_places", "star_counts", "place_mentions")


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _url(database: Database) -> str:
    return database._engine.url.render_as_string(hide_password=False)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: rows(database, f"SELECT * FROM {table.name} ORDER BY 1, 2")
        for table in metadata.sorted_tables
        if table.name not in ("places", "place_successors")
    }


def by_text(row: tuple[object, ...]) -> list[str]:
    """Columns that come back stand at the end."""
    return sorted(map(str, row))


# --- saving --------------------------------------------------------------------------------------


def test_a_fact_is_traceable_to_its_sentence(database: Database) -> None:
    save(database, story(URL, says=[CHE, Counts(2, place="121")]))
    query = "SELECT name, stars, producer, place, sentence FROM ocop_product_mentions"
    assert rows(database, query) == [
        (
            "Chè Tà Xùa",
            4,
            "HTX Tà Xùa",
            "xã Tà Xùa",
            "Chè Tà Xùa của HTX Tà Xùa (xã Tà Xùa) đạt 4 sao.",
        )
    ]
    same = (
        "SELECT COUNT(*) FROM {0} f JOIN articles a ON a.id = f.article_id"
        " WHERE SUBSTR(a.text, f.span_start + 1, f.span_end - f.span_start) <> f.surface"
    )
    for table in ("product_mentions", "star_counts", "place_mentions"):
        assert rows(database, same.format(table)) == [(0,)]


def test_an_early_morning_article_keeps_its_vietnamese_day(database: Database) -> None:
    save(database, story(URL, date(2025, 3, 7), [CHE]))
    assert str(rows(database, "SELECT published_on FROM articles")[0][0]) == "2025-03-07"
    at = rows(database, "SELECT published_at FROM articles")[0][0]
    assert str(at).replace(" ", "T").startswith("2025-03-07T01:00:00")


def test_saving_twice_changes_nothing(database: Database) -> None:
    told = story(URL, says=[CHE, Counts(2, place="121")])
    save(database, told)
    settle(database)
    before = everything(database)
    assert save(database, told) == [Outcome.UNCHANGED]
    settle(database)
    assert everything(database) == before


def test_facts_read_anew_from_the_same_text_are_no_new_version(database: Database) -> None:
    reading, _ = story(URL, says=[CHE])
    save(database, (reading, Facts()))
    assert save(database, story(URL, says=[CHE])) == [Outcome.UPDATED]
    assert rows(database, "SELECT COUNT(*) FROM product_mentions") == [(1,)]
    assert rows(database, "SELECT COUNT(*) FROM article_versions") == [(0,)]


def test_a_changed_article_keeps_what_it_said_before(database: Database) -> None:
    later = FETCHED + timedelta(days=1)
    save(database, story(URL, says=[CHE]))
    assert save(database, story(URL, says=[], extra="Bài đã sửa."), at=later) == [Outcome.UPDATED]
    assert rows(database, "SELECT text FROM articles") == [("Bài đã sửa.",)]
    assert "Chè Tà Xùa" in str(rows(database, "SELECT text FROM article_versions"))
    for table in FACT_TABLES:
        assert rows(database, f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_an_older_page_read_later_is_a_version_and_undoes_nothing(database: Database) -> None:
    old, new = story(URL, says=[], extra="Bản đầu."), story(URL, says=[], extra="Bản sau.")
    save(database, new)
    before = FETCHED - timedelta(days=1)
    assert save(database, old, at=before) == [Outcome.UPDATED]
    assert save(database, old, at=before) == [Outcome.UNCHANGED]
    assert rows(database, "SELECT text FROM articles") == [("Bản sau.",)]
    assert rows(database, "SELECT text FROM article_versions") == [("Bản đầu.",)]


def test_articles_without_facts_say_why(database: Database) -> None:
    save(
        database,
        story("https://bao.vn/1", says=[], extra="Hội chợ OCOP mở cửa. Khách rất đông."),
        story("https://bao.vn/2", says=[], extra="Giá lúa tăng."),
        story("https://bao.vn/3", says=[CHE], extra="OCOP."),
    )
    assert rows(database, "SELECT url, reason FROM ocop_no_facts") == [
        ("https://bao.vn/1", "OCOP in 1 of 2 sentences, no product and no number")
    ]


def test_a_failure_halfway_stores_nothing(database: Database) -> None:
    reading, facts = story(URL, says=[CHE])
    with pytest.raises(RuntimeError), database.writing() as connection:
        save_article(connection, reading, facts, FETCHED)
        raise RuntimeError
    assert rows(database, "SELECT COUNT(*) FROM articles") == [(0,)]


def test_a_naive_time_is_an_error(database: Database) -> None:
    with pytest.raises(StoreError, match="naive datetime"):
        save(database, story(URL, says=[CHE]), at=datetime(2025, 1, 1))  # noqa: DTZ001


# --- places --------------------------------------------------------------------------------------


def test_old_ben_tre_inside_new_vinh_long_is_one_query_on_either_map(database: Database) -> None:
    save(
        database,
        story("https://bao.vn/1", date(2024, 5, 1), [Says("Kẹo dừa Bến Tre", 4, place="83")]),
        story("https://bao.vn/2", date(2024, 5, 1), [Says("Bưởi Bình Minh xanh", 4, place="86")]),
        story("https://bao.vn/3", date(2025, 9, 1), [Says("Cam sành Tam Bình", 3, place="86")]),
    )
    settle(database)
    query = "SELECT name FROM ocop_products WHERE province_now = 'tỉnh Vĩnh Long'"
    assert len(rows(database, query)) == 3
    assert rows(database, f"{query} AND province_then = 'tỉnh Bến Tre'") == [("Kẹo dừa Bến Tre",)]


def test_both_maps_are_whole(database: Database) -> None:
    query = "SELECT COUNT(*) FROM places WHERE level = '{}' AND {}"
    today, before = "valid_to IS NULL", "valid_to = '2025-06-30'"
    assert rows(database, query.format("province", today)) == [(34,)]
    assert rows(database, query.format("province", before)) == [(63,)]
    assert rows(database, query.format("commune", today)) == [(3321,)]


# --- migrations ----------------------------------------------------------------------------------


def test_migrations_and_tables_say_the_same(database: Database) -> None:
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_in_metadata})
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_told_as_alembic_finds_it(database: Database) -> None:
    with database.reading() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
        assert newest_revision() == script.get_current_head() == revision_of(connection)


def test_migrations_go_down_and_up_with_data_in_them(database: Database) -> None:
    save(database, story(URL, says=[CHE, Counts(2, place="121")]))
    settle(database)
    before = everything(database)
    with database.writing() as connection:
        drop_views(connection)
        command.downgrade(alembic_config(connection), "0001")
    database.upgrade()
    after = everything(database)
    assert after.pop("reference_data")
    assert before.pop("reference_data")
    for name, found in before.items():
        assert sorted(map(by_text, after[name])) == sorted(map(by_text, found)), name
    with database.reading() as connection:  # the words are indexed anew
        assert [a.url for a in search_articles(connection, "che ta xua", 5)] == [URL]
    with database.writing() as connection:
        drop_views(connection)
        command.downgrade(alembic_config(connection), "base")
    database.upgrade()
    assert rows(database, "SELECT COUNT(*) FROM articles") == [(0,)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("CREATE TABLE other (x INTEGER)", "holds other tables"),
        (
            "CREATE TABLE alembic_version (version_num VARCHAR(32));"
            "INSERT INTO alembic_version VALUES ('0000')",
            "run 'ocop db upgrade'",
        ),
        (
            "CREATE TABLE alembic_version (version_num VARCHAR(32));"
            "INSERT INTO alembic_version VALUES ('9999')",
            "schema 9999 is of a newer program",
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


def test_views_of_another_version_are_made_anew_by_db_upgrade(database: Database) -> None:
    with database.writing() as connection:
        drop_views(connection)
        connection.execute(text("UPDATE reference_data SET version = '0' WHERE name = 'views'"))
    with pytest.raises(StoreError, match="views of another version: run 'ocop db upgrade'"):
        Database.open(_url(database))
    database.upgrade()
    assert rows(database, "SELECT COUNT(*) FROM ocop_products") == [(0,)]


def test_the_planner_knows_how_the_tables_are_filled(database: Database) -> None:
    save(database, *(story(f"https://bao.vn/{n}", says=[CHE]) for n in range(9)))
    settle(database)
    known = {
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_product_mentions_product_id'",
        "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'product_mentions'",
    }
    with database.reading() as connection:
        query = known[connection.dialect.name]
    assert str(rows(database, query)[0][0]).startswith("9")
