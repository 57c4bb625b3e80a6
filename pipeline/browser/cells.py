"""Cells as analysts read them: `true` for 1, and from an answer a link to its row."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from storage.snapshot import LINKS
from storage.views import views

_BOOLEANS = {c.name for view in views() for c in view.columns if c.type == "boolean"}


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, table: str | None, database: str) -> str | None:
    """What stands in a cell of a table or, where `table` is None, of a question's answer.

    None leaves it to Datasette. A row's page lists the sentences that it rests on.
    """
    if column in _BOOLEANS:
        number = value["value"] if isinstance(value, dict) else value  # a dict: with its label
        return {0: "false", 1: "true"}.get(number)
    if table is None and column in LINKS and isinstance(value, int):
        return Markup('<a href="/{}/{}/{}">{}</a>').format(database, LINKS[column][0], value, value)
    return None
