"""docs/data-dictionary.md, made from the schema: `python -m storage.dictionary >docs/…`.

What is said of a column stands once: of a view's column in views.sql, of a table's column in its
definition.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sqlalchemy import Column

from storage.schema import metadata
from storage.views import views

_HEAD = """# Data dictionary

Made from the schema by `python -m storage.dictionary`; a test fails where the two differ.
The views come first: they are what to query, and they stay as they are. The tables below them are
how the program keeps things, and may change with `ocop db upgrade`.

- Days are calendar days in Vietnam; times are in UTC. Codes are text, with their leading zeros.
- `…_then` is the map of an article's day, `…_now` the one since 1 July 2025.
- Booleans are `true` or `false` in every output; ask for them by `WHERE contested` or `WHERE NOT
  contested`, on both databases. What SQLite computes itself (`stars > 3 AS high`) is 1 or 0.
- A fact whose place is not certain has no code; its province is given where that is certain.
- Nothing is added up or repaired; `NULL` means that no article says it.
"""


def data_dictionary() -> str:
    """The document as Markdown."""
    return "\n".join([_HEAD, "## Views", "", *_views(), "## Tables", "", *_tables()])


def _views() -> Iterator[str]:
    for view in views():
        yield from (f"### {view.name}", "", view.english, f"*{view.vietnamese}*", "")
        yield from ("| column | type | meaning | nghĩa |", "|---|---|---|---|")
        for column in view.columns:
            yield f"| `{column.name}` | {column.type} | {column.english} | {column.vietnamese} |"
        yield ""


def _tables() -> Iterator[str]:
    for table in sorted(metadata.tables.values(), key=lambda t: t.name):
        yield from (f"### {table.name}", "", str(table.comment), "")
        yield from ("| column | type | meaning |", "|---|---|---|")
        for column in table.columns:
            yield f"| `{column.name}` | {_type(column)} | {_meaning(column)} |"
        yield ""


def _type(column: Column[object]) -> str:
    kind = {"awaredatetime": "datetime", "text": "string", "float": "number"}
    name = type(column.type).__name__.lower()
    return kind.get(name, name).replace("biginteger", "integer")


def _meaning(column: Column[object]) -> str:
    parts = [column.comment or ""]
    parts += [f"→ `{key.target_fullname}`" for key in sorted(column.foreign_keys, key=str)]
    if column.primary_key:
        parts.append("key")
    return "; ".join(part for part in parts if part)


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
