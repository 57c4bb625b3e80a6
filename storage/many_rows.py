"""Reading and changing many rows at once, as each database likes it best.

SQLite has the statement beside the data: a value in a list, or a row in a loop, costs microseconds.
PostgreSQL is asked over a wire: an array goes there in one piece, under a statement that it knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Table,
    any_,
    bindparam,
    column,
    func,
    insert,
    select,
    update,
)

Values = Mapping[str, Any]


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


def insert_rows(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Add rows that all have the same names."""
    if rows and connection.dialect.name == "postgresql":
        new = _as_table(table, rows)
        connection.execute(insert(table).from_select(list(rows[0]), select(new)))
    elif rows:
        connection.execute(insert(table), rows)


def update_rows(
    connection: Connection, table: Table, rows: Sequence[Values], key: str = "id"
) -> None:
    """Set columns of many rows. Each of `rows` has the same names, one of them the `key`: the
    column whose value says which rows of the table are meant."""
    if not rows:
        return
    names = [name for name in rows[0] if name != key]
    if connection.dialect.name == "postgresql":
        new = _as_table(table, rows)
        values = {name: new.c[name] for name in names}
        connection.execute(update(table).where(table.c[key] == new.c[key]).values(values))
        return
    changed = update(table).where(table.c[key] == bindparam("_key"))
    statement = changed.values({name: bindparam(f"_{name}") for name in names})
    connection.execute(
        statement,
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


def _as_table(table: Table, rows: Sequence[Values]) -> Any:
    """`unnest($1, $2) AS new(id, name)`."""
    types = {name: table.c[name].type for name in rows[0]}
    arrays = [
        bindparam(None, [row[name] for row in rows], type_=ARRAY(kind))
        for name, kind in types.items()
    ]
    columns = [column(name, kind) for name, kind in types.items()]
    return func.unnest(*arrays).table_valued(*columns, name="new").render_derived()
