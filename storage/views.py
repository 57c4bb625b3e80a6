"""The views that analysts query, read out of views.sql with the comments that document them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Date,
    Float,
    Integer,
    Text,
    column,
    inspect,
)
from sqlalchemy.types import TypeEngine

from storage.reference import mark_loaded, version_of
from storage.types import AwareDateTime

_FILE = Path(__file__).with_name("views.sql")
_VIEW = re.compile(
    r"^-- (?P<text>[^\n]+)\nCREATE VIEW (?P<name>\w+) AS\n(?P<body>.+?);\n",
    re.MULTILINE | re.DOTALL,
)
_COLUMN = re.compile(r"(?P<name>\w+),?  -- (?P<type>\w+): (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column: `type` is one of string, integer, number, boolean, date, datetime."""

    name: str
    type: str
    english: str
    vietnamese: str


@dataclass(frozen=True, slots=True)
class View:
    """A documented view."""

    name: str
    english: str
    vietnamese: str
    columns: tuple[ViewColumn, ...]
    sql: str
    """The statement that makes it."""

    def sql_columns(self) -> list[ColumnElement[Any]]:
        """Its columns with their types, to be read alike on every database."""
        return [column(c.name, _TYPES[c.type]) for c in self.columns]


_TYPES: dict[str, TypeEngine[Any]] = {
    "string": Text(),
    "integer": Integer(),
    "number": Float(),
    "boolean": Boolean(),
    "date": Date(),
    "datetime": AwareDateTime(),
}


@cache
def views() -> tuple[View, ...]:
    """All of them, in the order of the file."""
    script = _FILE.read_text("utf-8")
    return tuple(
        View(
            match["name"],
            *_languages(match["text"]),
            tuple(
                ViewColumn(c["name"], c["type"], *_languages(c["text"]))
                for c in _COLUMN.finditer(match["body"])
            ),
            f"CREATE VIEW {match['name']} AS\n{match['body']}",
        )
        for match in _VIEW.finditer(script)
    )


def drop_views(connection: Connection) -> None:
    """Views are code, not data: each upgrade drops them and makes them anew."""
    for name in inspect(connection).get_view_names():
        connection.exec_driver_sql(f'DROP VIEW "{name}"')


def create_views(connection: Connection) -> None:
    """Make all views of views.sql."""
    for view in views():
        connection.exec_driver_sql(view.sql)
    mark_loaded(connection, "views", views_version())


def views_version() -> str:
    """The state of views.sql that came with the program."""
    return version_of(_FILE.read_bytes())


def _languages(text: str) -> tuple[str, str]:
    english, _, vietnamese = text.partition(" | ")
    return english, vietnamese
