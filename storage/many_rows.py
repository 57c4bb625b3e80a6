"""Reading and changing many rows at once, as each database likes it best.

SQLite has the statement beside the data: a value in a list, or a row in a loop, costs microseconds.
PostgreSQL is asked over a wire, and plans a statement anew for every number of rows and for every
mixture of their types: rows go there as one JSON text, under a statement that it knows by then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    CursorResult,
    Insert,
    Table,
    any_,
    bindparam,
    insert,
    update,
)

from storage.types import in_utc

Values = Mapping[str, Any]
Rows = Mapping[Table, Sequence[Values]]
"""Of one table or of several, which go to PostgreSQL together."""

_Names = tuple[tuple[Table, tuple[str, ...]], ...]


def chunks(items: Collection[Any], size: int = 500) -> Iterator[list[Any]]:
    """The items in sorted parts that fit into one statement."""
    ordered = sorted(items)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def among(
    connection: Connection, wanted: ColumnElement[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """Whether a column has one of these values: a condition for this connection."""
    if connection.dialect.name == "postgresql":
        array = bindparam(None, list(values), type_=ARRAY(wanted.type))
        return wanted == any_(array)
    return wanted.in_(values)


def insert_rows(connection: Connection, new: Rows) -> None:
    """Add rows; those of a table all have the same names."""
    new = {table: rows for table, rows in new.items() if rows}
    if new and connection.dialect.name == "postgresql":
        _run_json(connection, _insert_json(_names(new)), new)
        return
    for table, rows in new.items():
        connection.execute(_insert(table), rows)


def insert_numbered(connection: Connection, new: Rows) -> dict[Table, Sequence[int]]:
    """Add rows as `insert_rows` does; returns the ids that they get, in the same order."""
    some = {table: rows for table, rows in new.items() if rows}
    ids: dict[Table, Sequence[int]] = dict.fromkeys(new, ())
    if some and connection.dialect.name == "postgresql":
        found = _run_json(connection, _insert_numbered_json(_names(some)), some).one()
        return {**ids, **dict(zip(some, found, strict=True))}
    for table, rows in some.items():
        ids[table] = connection.scalars(_insert_numbered(table), rows).all()
    return ids


def update_rows(
    connection: Connection, table: Table, rows: Sequence[Values], key: str = "id"
) -> None:
    """Set columns of many rows. Each of `rows` has the same names, one of them the `key`: the
    column whose value says which rows of the table are meant."""
    if not rows:
        return
    names = [name for name in rows[0] if name != key]
    if connection.dialect.name == "postgresql":
        values = ", ".join(f'"{name}" = new."{name}"' for name in names)
        statement = f"UPDATE {table.name} SET {values} {_new_rows(table)}"
        where = f'WHERE {table.name}."{key}" = new."{key}"'
        _run_json(connection, f"{statement} {where}", {table: rows})
        return
    changed = update(table).where(table.c[key] == bindparam("_key"))
    statement_of = changed.values({name: bindparam(f"_{name}") for name in names})
    connection.execute(
        statement_of,
        [{"_key" if name == key else f"_{name}": row[name] for name in row} for row in rows],
    )


def copy_rows(
    connection: Connection, table: str, names: Sequence[str], rows: Iterable[Iterable[Any]]
) -> None:
    """Add very many rows on PostgreSQL, by COPY; a value may be text that its column reads."""
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(tuple(row))


# Made once: SQLAlchemy takes as long to put a statement together as the database to run it.
@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _insert_numbered(table: Table) -> Any:
    return insert(table).returning(table.c.id, sort_by_parameter_order=True)


@cache
def _insert_json(names: _Names) -> str:
    *first, last = [f"{_into(*one)} {_new_rows(one[0])}" for one in names]
    return " ".join([_before(first), last])


@cache
def _insert_numbered_json(names: _Names) -> str:
    """One row, of each table an array. Ids are given after sorting, so that they rise with the
    rows."""
    made = [f"{_into(*one)} {_new_rows(one[0])} ORDER BY ordinality RETURNING id" for one in names]
    ids = ", ".join(f"ARRAY(SELECT id FROM new_{n} ORDER BY id)" for n in range(len(made)))
    return f"{_before(made)} SELECT {ids}"


def _before(statements: Sequence[str]) -> str:
    """`WITH new_0 AS (INSERT …), new_1 AS (INSERT …)`: all of them are run."""
    named = ", ".join(f"new_{n} AS ({statement})" for n, statement in enumerate(statements))
    return f"WITH {named}" if named else ""


def _into(table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table.name} ({columns}) SELECT {columns}"


def _new_rows(table: Table) -> str:
    """FROM the JSON text, whose values the server reads as the table's columns have them."""
    return f"FROM json_populate_recordset(NULL::{table.name}, %s) WITH ORDINALITY AS new"


def _names(new: Rows) -> _Names:
    return tuple((table, tuple(rows[0])) for table, rows in new.items())


def _run_json(connection: Connection, statement: str, new: Rows) -> CursorResult[Any]:
    return connection.exec_driver_sql(statement, tuple(map(_as_json, new.values())))


def _as_json(rows: Sequence[Values]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return in_utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no column takes {value!r}")
