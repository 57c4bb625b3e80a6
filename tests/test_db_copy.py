"""`ocop db copy`: a database moves to another, whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.copying import copy_database
from storage.database import Database
from storage.errors import StoreError
from storage.identities.settle import settle
from storage.identity import merge
from storage.schema import metadata
from storage.search import search_articles
from tests.in_process import ocop_here
from tests.stories import Counts, Says, save, story

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def stocked(tmp_path: Path) -> Iterator[Database]:
    """Two papers' articles, settled, and a decision of an analyst."""
    database = Database.open(f"sqlite:///{tmp_path}/first.db")
    for n, name in enumerate(("Chè Shan tuyết Tà Xùa", "Mật ong bạc hà")):
        said = [Says(name, 4, "HTX Tà Xùa", "14"), Counts(80 + n, 3, "14")]
        save(database, story(f"https://bao{n}.vn/a", date(2024, 5, 1 + n), said))
    settle(database)
    with database.writing() as connection:
        merge(connection, "product", [1, 2], reason="cùng một hộp", at=NOW)
    yield database
    database.close()


def rows(database: Database) -> dict[str, list[Any]]:
    with database.reading() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)))
            for table in metadata.sorted_tables
        }


def test_the_copy_holds_the_same_and_goes_on(stocked: Database, database: Database) -> None:
    copy_database(stocked, database, lambda _table, _rows: None)
    assert rows(database) == rows(stocked)
    with database.reading() as connection:
        assert [a.url for a in search_articles(connection, '"mat ong"', 5)] == ["https://bao1.vn/a"]
    save(database, story("https://bao2.vn/a", date(2024, 6, 1), [Says("Gạo nếp tan", 3)]))
    settle(database)
    assert len(rows(database)["articles"]) == 3


def test_a_database_with_something_in_it_is_left_alone(
    stocked: Database, database: Database
) -> None:
    save(database, story("https://bao9.vn/a"))
    before = rows(database)
    with pytest.raises(StoreError, match="not empty, it has articles already"):
        copy_database(stocked, database, lambda _table, _rows: None)
    assert rows(database) == before


def test_the_command_says_what_it_copied(stocked: Database, tmp_path: Path) -> None:
    to = f"sqlite:///{tmp_path}/second.db"
    ended = ocop_here("db", "copy", "--database", stocked.name, "--to", to, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert re.search(r"^articles: 2 rows$", ended.stdout, re.MULTILINE)
    assert ended.stdout.endswith(f"copied to {to}\n")
