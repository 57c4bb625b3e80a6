"""All of one database into another, as when a team moves from SQLite to PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table, func, insert, select, text

from storage.database import Database
from storage.entities import place_successors, places, reference_data
from storage.errors import StoreError
from storage.many_rows import copy_rows
from storage.schema import metadata
from storage.searching.index import index_all

_PART = 1000
_OURS = {places, place_successors, reference_data}
"""Come with the program, into every database that it makes."""

Progress = Callable[[str, int], None]


def copy_database(source: Database, target: Database, progress: Progress) -> None:
    """Copy everything, numbers of facts and decisions included, in one transaction.

    `progress` hears each table with its rows. Raises StoreError if `target` holds anything already.
    """
    with source.snapshot() as reading, target.writing() as writing:
        for table in metadata.sorted_tables:
            if table in _OURS:
                continue
            if writing.execute(select(table).limit(1)).first() is not None:
                raise StoreError(f"database {target.name}: not empty, it has {table.name} already")
            progress(table.name, _copy(reading, writing, table))
        index_all(writing)
    target.analyze()


def _copy(reading: Connection, writing: Connection, table: Table) -> int:
    query = select(table).order_by(*table.primary_key)
    rows = reading.execute(query.execution_options(yield_per=_PART))
    if writing.dialect.name == "postgresql":
        copy_rows(writing, table.name, table.columns.keys(), rows)
        _continue_numbers(writing, table)
    else:
        for part in rows.partitions():
            writing.execute(insert(table), [dict(row._mapping) for row in part])
    return int(writing.execute(select(func.count()).select_from(table)).scalar_one())


def _continue_numbers(writing: Connection, table: Table) -> None:
    """PostgreSQL does not see numbers that it has not given itself."""
    if "id" in table.columns and table.c.id.autoincrement and table.c.id.type.python_type is int:
        last = f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table.name})"
        writing.execute(text(f"SELECT setval('{table.name}_id_seq', {last}, false)"))
