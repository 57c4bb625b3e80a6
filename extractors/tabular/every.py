"""Every table of rated products of an article, whatever its form."""

from __future__ import annotations

from extractors.models import Article
from extractors.tabular.grid import Table, tables
from extractors.tabular.labelled import labelled


def tables_of(article: Article) -> tuple[Table, ...]:
    """Tables with a header and lists with labels, in order of the text."""
    found = (*tables(article), *labelled(article))
    return tuple(sorted(found, key=_start))


def _start(table: Table) -> int:
    return next((cell.start for row in table.rows for cell in row if cell), 0)
