"""The two word indexes: articles, and the names of products. FTS5 on SQLite, on PostgreSQL the keys
of `storage.searching.blocks`; the words in them are those of `storage.searching.terms`.

On SQLite an index keeps no text (`content=''`): to take a row out, its words are given again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from storage.entities import producer_aliases, product_aliases
from storage.many_rows import copy_rows
from storage.reference import loaded, mark_loaded
from storage.searching import blocks
from storage.searching.blocks import document_row
from storage.searching.terms import forms
from storage.tables import articles

# As the drivers take them: SQLAlchemy's own form takes as long to be read as the server to run it.
_INSERT = {
    "sqlite": "INSERT INTO {index} (rowid, marked, folded) VALUES (:id, :marked, :folded)",
    "postgresql": "INSERT INTO {index} (id, keys, marked, folded)"
    " VALUES (%(id)s, CAST(%(keys)s AS INTEGER[]), %(marked)s, %(folded)s)",
}
_DELETE = {
    "sqlite": "INSERT INTO {index} ({index}, rowid, marked, folded)"
    " VALUES ('delete', :id, :marked, :folded)",
    "postgresql": "DELETE FROM {index} WHERE id = %(id)s",
}
_PART = 2000
SEARCH_VERSION = "1"
"""To be raised with every change of `search_terms`: indexes of another version are made anew."""


def index_article(
    connection: Connection, article_id: int, title: str, lead: str, body: str
) -> None:
    """Make an article findable."""
    add(connection, "article_search", [(article_id, _document(title, lead, body))])


def forget_article(connection: Connection, article_id: int) -> None:
    """Take an article out of the index; to be called while its row is still as it was indexed."""
    columns = (articles.c.title, articles.c.lead, articles.c.text)
    row = connection.execute(select(*columns).where(articles.c.id == article_id)).one()
    remove(connection, "article_search", [(article_id, _document(*row))])


def add(connection: Connection, index: str, documents: Sequence[tuple[int, str]]) -> None:
    """Add documents `(id, text)` to an index."""
    _run(connection, _INSERT, index, documents)


def remove(connection: Connection, index: str, documents: Sequence[tuple[int, str]]) -> None:
    """Take documents out; each with the text it was added with."""
    _run(connection, _DELETE, index, documents)


def refresh_index(connection: Connection) -> None:
    """Make both indexes anew if they were made by another version of the words."""
    if loaded(connection).get("search") == SEARCH_VERSION:
        return
    for index in ("article_search", "product_search"):
        connection.exec_driver_sql(
            f"INSERT INTO {index} ({index}) VALUES ('delete-all')"
            if connection.dialect.name == "sqlite"
            else f"DELETE FROM {index}"
        )
    index_all(connection)
    mark_loaded(connection, "search", SEARCH_VERSION)


def index_all(connection: Connection) -> None:
    """Make all articles and products findable; none of them is yet."""
    c = articles.c
    stored = select(c.id, c.title, c.lead, c.text).order_by(c.id)
    with _keys_sorted_last(connection, "article_search"):
        rows = connection.execute(stored.execution_options(yield_per=_PART))
        for part in rows.partitions():
            documents = [(row.id, _document(*row[1:])) for row in part]
            _add_many(connection, "article_search", documents)
    with _keys_sorted_last(connection, "product_search"):
        names = connection.execute(alias_documents().execution_options(yield_per=_PART))
        for named in names.partitions():
            _add_many(connection, "product_search", [(row.id, row.words) for row in named])


@contextmanager
def _keys_sorted_last(connection: Connection, index: str) -> Iterator[None]:
    """PostgreSQL sorts all keys at once in a tenth of the time that it takes one by one."""
    many_keys = connection.dialect.name == "postgresql"
    if many_keys:
        connection.exec_driver_sql(f"DROP INDEX ix_{index}_keys")
    yield
    if many_keys:
        connection.exec_driver_sql(blocks.KEYS_INDEX.format(index=index))


def _add_many(connection: Connection, index: str, documents: Sequence[tuple[int, str]]) -> None:
    if connection.dialect.name == "sqlite":
        add(connection, index, documents)
        return
    rows = [document_row(key, *forms(document)).values() for key, document in documents]
    copy_rows(connection, index, blocks.COLUMNS, rows)


def alias_documents() -> Select[tuple[int, str]]:
    """`id` and `words` of product aliases: the product's name, and the producer's."""
    c = product_aliases.c
    words = c.name + literal("\n") + func.coalesce(producer_aliases.c.name, "")
    return select(c.id, words.label("words")).outerjoin(
        producer_aliases, producer_aliases.c.id == c.producer_alias_id
    )


def _run(
    connection: Connection,
    statements: dict[str, str],
    index: str,
    documents: Sequence[tuple[int, str]],
) -> None:
    if not documents:
        return
    dialect = connection.dialect.name
    row_of = document_row if dialect == "postgresql" else _row
    rows = [row_of(key, *forms(document)) for key, document in documents]
    connection.exec_driver_sql(statements[dialect].format(index=index), rows)


def _row(key: int, marked: Sequence[str], folded: Sequence[str]) -> dict[str, Any]:
    return {"id": key, "marked": " ".join(marked), "folded": " ".join(folded)}


def _document(title: str, lead: str, body: str) -> str:
    """Title and lead are part of most texts already."""
    return "\n".join([part for part in (title, lead) if part not in body] + [body])
