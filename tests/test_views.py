"""The documented views: what the dictionary says is what the databases have; the ten questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from extractors.sources import Source
from pipeline.explore import questions
from storage.database import Database
from storage.dictionary import data_dictionary
from storage.identities.settle import settle
from storage.schema import metadata
from storage.sources import save_sources
from storage.views import View, views
from tests.stories import Counts, Says, save, story

DOCS = Path(__file__).parents[1] / "docs"
VIEWS = pytest.mark.parametrize("view", views(), ids=[view.name for view in views()])


@pytest.fixture
def told(database: Database) -> Iterator[Database]:
    """A database with a row in every view."""
    save(
        database,
        story(
            "https://bao.vn/1",
            date(2024, 5, 1),
            [
                Says("Kẹo dừa Bến Tre", 4, "HTX Dừa Xanh", "83"),
                Says("Chè Shan tuyết Tà Xùa", 5, "HTX Chè Tà Xùa", "03868"),
                Says("Chè Mộc Châu", 3, "HTX Chè Tà Xùa", "03868"),
                Counts(30, place="14"),
                Counts(20, 3, "14"),
                Counts(9, 4, "14"),
                Counts(5, 4, "14", scope="flow"),
            ],
        ),
        story("https://bao.vn/2", date(2024, 6, 1), extra="Hội chợ OCOP mở cửa."),
    )
    settle(database)
    with database.writing() as connection:
        save_sources(connection, [Source("bao", "Báo Thử", province="tỉnh Sơn La")])
    yield database


def test_views_have_the_columns_that_their_comments_describe(told: Database) -> None:
    with told.reading() as connection:
        for view in views():
            result = connection.execute(text(f"SELECT * FROM {view.name}"))
            assert list(result.keys()) == [column.name for column in view.columns]
            assert result.first() is not None, f"the fixture shows nothing of {view.name}"
        assert set(inspect(connection).get_view_names()) == {view.name for view in views()}


@VIEWS
def test_everything_is_described_in_both_languages(view: View) -> None:
    assert view.english and view.vietnamese
    for column in view.columns:
        assert column.type in ("string", "integer", "number", "boolean", "date", "datetime")
        assert column.english and column.vietnamese, column.name


def test_tables_and_their_columns_are_described() -> None:
    for table in metadata.tables.values():
        assert table.comment, table.name


def test_the_data_dictionary_is_that_of_this_schema() -> None:
    written = (DOCS / "data-dictionary.md").read_text("utf-8")
    assert written == data_dictionary(), (
        "run: python -m storage.dictionary >docs/data-dictionary.md"
    )


def test_the_ten_questions_are_answered(told: Database) -> None:
    empty = set()
    with told.reading() as connection:
        for question in questions():
            values = question.get("example", {})
            if not connection.execute(text(str(question["sql"])), values).all():
                empty.add(question["name"])
    assert empty <= {"running-out", "changes"}, (
        "those depend on the day, or on more than one article"
    )


def test_there_are_ten_questions_and_the_document_has_them_all() -> None:
    document = (DOCS / "querying.md").read_text("utf-8")
    assert len(questions()) == 10
    for question in questions():
        assert str(question["vi"]) in document
        assert " ".join(str(question["sql"]).split()) in " ".join(document.split())


def test_the_queries_of_the_readme_run(told: Database) -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    queries = re.findall(r'ocop query "(SELECT [^"]+)"', readme)
    assert queries
    with told.reading() as connection:
        for query in queries:
            connection.execute(text(query))
