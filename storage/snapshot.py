"""A copy of the documented views as tables of one SQLite file: small, indexed, safe to hand out.

It holds no article's text, and works the same from SQLite and from PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.vi.text import fold
from storage.database import Database
from storage.errors import StoreError
from storage.export import read
from storage.views import View, ViewColumn, views

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER REFERENCES yes_no (value)"}
_INDEXED = ("province_now", "province_then", "stars", "status", "published_on", "last_seen",
            "first_seen", "source", "product_id", "producer_id", "claim_id", "place", "event",
            "kind", "rated_on", "valid_until", "level")  # fmt: skip
"""Columns that people filter, facet and join by."""
LINKS = {
    "product_id": ("ocop_products", "product_id"),
    "producer_id": ("ocop_producers", "producer_id"),
    "article_id": ("ocop_articles", "article_id"),
    "claim_id": ("ocop_star_counts", "claim_id"),
    "product_mention_id": ("ocop_product_mentions", "product_mention_id"),
    "star_count_id": ("ocop_star_count_mentions", "star_count_id"),
    "part_of_id": ("ocop_star_count_mentions", "star_count_id"),
}
"""Columns that lead to a row of a table, found by that table's column."""
NAMES_OF_BOOLEANS = "yes_no"
"""A table that says what 0 and 1 of a boolean column are, for facets."""
_WITHOUT_KEY = ("ocop_ratings",)
SEARCHED = {"ocop_products": ("name", "producer"), "ocop_articles": ("title",),
            "ocop_producers": ("name",)}  # fmt: skip
"""Tables with an index of words beside them, `ocop_products_search`, and of which columns."""


def write_snapshot(database: Database, path: Path) -> None:
    """Copy all views of one moment into a new file at `path`. Raises StoreError."""
    copy = sqlite3.connect(path)
    try:
        copy.execute("PRAGMA synchronous=OFF")  # thrown away if it breaks
        copy.execute(f"CREATE TABLE {NAMES_OF_BOOLEANS} (value INTEGER PRIMARY KEY, name TEXT)")
        copy.execute(f"INSERT INTO {NAMES_OF_BOOLEANS} VALUES (0, 'false'), (1, 'true')")
        with database.snapshot() as connection:
            for view in views():
                _copy(copy, view, read(connection, view))
        copy.commit()
        copy.execute("ANALYZE")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error
    finally:
        copy.close()


def _copy(copy: sqlite3.Connection, view: View, parts: Any) -> None:
    columns = [f'"{c.name}" {_type(view, c)}' for c in view.columns]
    copy.execute(f"CREATE TABLE {view.name} ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    for part in parts:
        rows = [_plain(row) for row in part]
        copy.executemany(f"INSERT INTO {view.name} VALUES ({marks})", rows)
    for column in view.columns[1:]:
        if column.name in _INDEXED:
            index = f"{view.name}_{column.name}"
            copy.execute(f'CREATE INDEX {index} ON {view.name} ("{column.name}")')
    if view.name in SEARCHED:
        _index_words(copy, view)


def _type(view: View, column: ViewColumn) -> str:
    """With the links by which a browser goes from a mention to its product."""
    kind = _TYPES.get(column.type, "TEXT")
    if column is view.columns[0] and view.name not in _WITHOUT_KEY:
        return f"{kind} PRIMARY KEY"
    if column.name not in LINKS:
        return kind
    table, key = LINKS[column.name]
    return f"{kind} REFERENCES {table} ({key})"


def _index_words(copy: sqlite3.Connection, view: View) -> None:
    """For the search box: every word as it is and without marks, as its reader folds no đ."""
    key, columns = view.columns[0].name, SEARCHED[view.name]
    copy.execute(f"CREATE VIRTUAL TABLE {view.name}_search USING fts5 (words, content='')")
    rows = copy.execute(f"SELECT {key}, {', '.join(columns)} FROM {view.name}").fetchall()
    documents = ((number, _searchable(parts)) for number, *parts in rows)
    copy.executemany(f"INSERT INTO {view.name}_search (rowid, words) VALUES (?, ?)", documents)


def _searchable(parts: Sequence[str | None]) -> str:
    words = " ".join(part for part in parts if part)
    return f"{words} {fold(words)}"


def _plain(row: Sequence[Any]) -> list[Any]:
    return [v.isoformat() if isinstance(v, date | datetime) else v for v in row]
