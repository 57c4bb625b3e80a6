"""ocop query, explain and the commands of identity, as a person at a terminal sees them."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from extractors.models import Facts
from pipeline.answers import print_answer
from storage.database import Database
from storage.errors import StoreError
from storage.evidence import explain
from storage.identities.settle import settle
from storage.query import ask
from tests.stories import Counts, Says, save, story
from tests.test_cli import ocop

CHE = Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", "03868")


@pytest.fixture
def told(database: Database) -> Iterator[Database]:
    """Two papers with one product and one number."""
    for n in (1, 2):
        says = [CHE, Counts(83, place="14")]
        save(database, story(f"https://bao{n}.vn/1", date(2024, 5, n), says, source=f"bao{n}"))
    settle(database)
    yield database


def answer(database: Database, sql: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    with ask(database, sql) as found:
        return found.columns, [tuple(row) for row in found.rows]


def test_a_query_gives_columns_and_rows(told: Database) -> None:
    columns, rows = answer(told, "SELECT name, stars FROM ocop_products")
    assert columns == ("name", "stars")
    assert rows == [(CHE.name, 4)]


def test_no_rows_still_have_columns(told: Database) -> None:
    assert answer(told, "SELECT name FROM ocop_products WHERE stars = 9") == (("name",), [])


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_yes_and_no_and_times_read_alike_on_both_databases(
    told: Database, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with ask(told, "SELECT contested FROM ocop_products WHERE NOT contested") as found:
        print_answer(found, form)
    with ask(told, "SELECT fetched_at, published_on FROM ocop_articles LIMIT 1") as found:
        print_answer(found, form)
    shown = capsys.readouterr().out
    assert "false" in shown and "False" not in shown
    assert "2026-01-01T00:00:00+00:00" in shown and "2024-05-01" in shown


def test_a_column_of_days_may_be_mixed_with_words(sqlite_url: str) -> None:
    sql = "SELECT day FROM (SELECT rated_on AS day FROM products UNION SELECT 'mọi ngày') AS d"
    assert answer(Database(sqlite_url), sql)[1] == [("mọi ngày",)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "UPDATE articles SET title = 'x'",
        "DROP TABLE articles",
        "INSERT INTO sources VALUES ('x', 'x', NULL, true)",
        "CREATE TABLE mine (x INTEGER)",
        "WITH gone AS (SELECT 1) DELETE FROM articles",
        "SELECT 1; DELETE FROM articles",
        "SELECT 1; COMMIT; DELETE FROM articles",
        "COMMIT",
        "nonsense",
        "SELECT * FROM no_such_table",
        "",
    ],
)
def test_what_would_write_or_is_no_query_is_refused_in_one_line(told: Database, sql: str) -> None:
    before = articles(told)
    with pytest.raises(StoreError) as caught:
        answer(told, sql)
    assert "\n" not in str(caught.value)
    assert articles(told) == before


def articles(database: Database) -> list[object]:
    with database.reading() as connection:
        return [tuple(r) for r in connection.execute(text("SELECT url, title FROM articles"))]


def test_sqlite_attaches_no_file(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        answer(Database(sqlite_url), f"ATTACH '{tmp_path}/new.db' AS n")
    assert not (tmp_path / "new.db").exists()


def test_a_base_in_a_folder_that_cannot_be_written_to_can_be_asked(
    sqlite_url: str, tmp_path: Path
) -> None:
    sqlite3.connect(tmp_path / "test.db").execute("PRAGMA journal_mode=DELETE")
    tmp_path.chmod(0o500)
    try:
        _, rows = answer(Database(sqlite_url), "SELECT COUNT(*) FROM ocop_products")
        assert rows == [(0,)]
    finally:
        tmp_path.chmod(0o700)


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def url(sqlite_url: str) -> str:
    database = Database.open(sqlite_url)
    for n in (1, 2):
        says = [CHE, Counts(83, place="14")]
        save(database, story(f"https://bao{n}.vn/1", date(2024, 5, n), says, source=f"bao{n}"))
    settle(database)
    database.close()
    return sqlite_url


def test_the_command_prints_a_table_csv_or_json(url: str) -> None:
    sql = "SELECT name, stars, valid_until FROM ocop_products"
    shown = ocop("query", sql, "--database", url)
    assert CHE.name in shown.stdout and "1 row" in shown.stdout
    rows = list(
        csv.reader(io.StringIO(ocop("query", sql, "--database", url, "--format", "csv").stdout))
    )
    assert rows == [["name", "stars", "valid_until"], [CHE.name, "4", "2027-05-01"]]
    line = ocop("query", sql, "--database", url, "--format", "json").stdout
    assert json.loads(line) == {"name": CHE.name, "stars": 4, "valid_until": "2027-05-01"}


def test_a_row_too_wide_for_the_terminal_is_shown_as_a_list(url: str) -> None:
    shown = ocop("query", "SELECT * FROM ocop_products", "--database", url).stdout
    assert re.search(rf"^name +{CHE.name} *$", shown, re.MULTILINE)
    assert re.search(r"^province_now_code +14 *$", shown, re.MULTILINE)
    assert "row 1" in shown and "…" not in shown


def test_writing_is_exit_5_and_a_wrong_format_exit_2(url: str) -> None:
    done = ocop("query", "DELETE FROM articles", "--database", url)
    assert (done.returncode, done.stdout) == (5, "")
    assert len(done.stderr.splitlines()) == 1
    assert ocop("query", "SELECT 1", "--database", url, "--format", "xml").returncode == 2


def test_a_base_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = ocop("query", "SELECT 1", "--database", f"sqlite:///{tmp_path}/none.db")
    assert done.returncode == 5
    assert not (tmp_path / "none.db").exists()


def test_a_product_is_explained_with_every_citation(told: Database) -> None:
    with told.reading() as connection:
        explanation = explain(connection, "product:1")
    assert explanation is not None
    assert explanation.heading == CHE.name
    assert explanation.history == (
        "rated 4 sao: 2024-05-01 (article), valid until 2027-05-01 (computed), told by 2 articles",
    )
    assert [e.source for e in explanation.evidence] == ["bao1", "bao2"]
    for evidence in explanation.evidence:
        assert evidence.sentence[evidence.start : evidence.end] == CHE.name


def test_a_mention_is_explained_before_those_who_say_the_same(told: Database) -> None:
    with told.reading() as connection:
        for kind in ("mention", "count"):
            explanation = explain(connection, f"{kind}:2")
            assert explanation is not None
            assert [e.fact for e in explanation.evidence] == [f"{kind}:2", f"{kind}:1"]
        assert explain(connection, "claim:1") is not None
        assert explain(connection, "place:1") is not None
        assert explain(connection, "claim:99") is None
        with pytest.raises(ValueError, match="claim:NUMBER"):
            explain(connection, "star:1")


def test_stars_that_stand_in_another_sentence_are_shown(database: Database) -> None:
    reading, facts = story("https://bao.vn/1", says=[CHE], extra="Năm nay chè đạt 5 sao OCOP.")
    at = reading.article.text.index("đạt 5 sao")
    product = facts.products[0]
    stars = replace(product.rating, start=at, end=at + 9, surface="đạt 5 sao", stars=5)
    save(database, (reading, Facts(products=(replace(product, rating=stars, stars=5),))))
    with database.reading() as connection:
        explanation = explain(connection, "mention:1")
    assert explanation is not None
    (evidence,) = explanation.evidence
    assert evidence.stars_words is not None
    assert evidence.stars_words.endswith("Năm nay chè [đạt 5 sao] OCOP.")


def test_explain_shows_the_sentence_with_the_span_marked(url: str) -> None:
    shown = ocop("explain", "mention:1", "--database", url).stdout
    assert f"[{CHE.name}] của HTX Chè Tà Xùa" in shown
    assert "rule test" in shown and "https://bao1.vn/1" in shown and "https://bao2.vn/1" in shown
    document = json.loads(ocop("explain", "count:1", "--json", "--database", url).stdout)
    assert len(document["evidence"]) == 2
    assert ocop("explain", "mention:99", "--database", url).returncode == 2
    assert ocop("explain", "chè", "--database", url).returncode == 2


def test_search_from_the_terminal(url: str) -> None:
    shown = ocop("search", "che", "shan", "tuyet", "--database", url).stdout
    assert CHE.name in shown and "1 product, 2 articles" in shown
    found = json.loads(ocop("search", "chè shan", "--json", "--database", url).stdout)
    assert [p["name"] for p in found["products"]] == [CHE.name]
    mixed = ocop("search", "chè shan tuyet", "--database", url)
    assert "0 products, 0 articles" in mixed.stdout
    assert "without marks more may be found: ocop search 'che shan tuyet'" in mixed.stdout
    assert "without marks" not in ocop("search", "zzz", "--database", url).stdout
    nothing = ocop("search", '"…"', "--database", url)
    assert nothing.returncode == 2 and "no word in it" in nothing.stderr


def test_products_are_split_merged_and_put_back_from_the_terminal(url: str) -> None:
    other = "Trà cổ thụ trăm năm"
    database = Database.open(url)
    save(database, story("https://bao.vn/9", says=[Says(other, 4, "HTX Khác", "14")]))
    settle(database)
    database.close()
    assert "first of its kind" in ocop("product", "show", 1, "--database", url).stdout
    merged = ocop("product", "merge", 1, 2, "--reason", "cùng loại", "--database", url)
    assert merged.stdout.strip() == "merged: decision 1"
    shown = ocop("product", "show", 1, "--database", url).stdout
    assert f"“{CHE.name}” and “{other}” are one (cùng loại)" in shown
    assert "tỉnh Sơn La" in shown
    counted = ocop(
        "query", "SELECT COUNT(*) FROM ocop_products", "--database", url, "--format", "csv"
    )
    assert counted.stdout.split() == ["COUNT(*)", "1"]
    assert "undone" in ocop("product", "undo", 1, "--database", url).stdout
    assert ocop("product", "undo", 1, "--database", url).returncode == 2
    assert ocop("producer", "show", 1, "--database", url).returncode == 0
    assert ocop("producer", "merge", 1, "--reason", "x", "--database", url).returncode == 2
    unknown = ocop("product", "merge", 1, 99, "--reason", "x", "--database", url)
    assert (unknown.returncode, unknown.stderr) == (2, "ocop: no product 99\n")
    silent = ocop("product", "merge", 1, 2, "--reason", " ", "--database", url)
    assert silent.returncode == 2 and "say why" in silent.stderr
