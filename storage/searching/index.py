"""The two word indexes: articles, and the names of products. FTS5 on SQLite, tsvector and GIN on
PostgreSQL; the words in them are those of `storage.searching.terms`.

On SQLite an index keeps no text (`content=''`): to take a row out, its words are given again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, repeat

from sqlalchemy import Connection, Select, func, literal, select, text

from storage.entities import producer_aliases, product_aliases
from storage.reference import loaded, mark_loaded
from storage.searching.terms import forms
from storage.tables import articles

_INSERT = {
    "sqlite": "INSERT INTO {index} (rowid, marked, folded) VALUES (:id, :marked, :folded)",
    "postgresql": "INSERT INTO {index} (id, marked, folded)"
    " VALUES (:id, CAST(:marked AS tsvector), CAST(:folded AS tsvector))",
}
_DELETE = {
    "sqlite": "INSERT INTO {index} ({index}, rowid, marked, folded)"
    " VALUES ('delete', :id, :marked, :folded)",
    "postgresql": "DELETE FROM {index} WHERE id = :id",
}
_POSITIONS = [str(position) for position in range(1, 16384)]
"""Of the words of a tsvector; what comes later all stands at the last."""
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
    columns = (articles.c.id, articles.c.title, articles.c.lead, articles.c.text)
    for part in connection.execute(select(*columns)).partitions(500):
        add(connection, "article_search", [(row.id, _document(*row[1:])) for row in part])
    for names in connection.execute(alias_documents()).partitions(500):
        add(connection, "product_search", [(row.id, row.words) for row in names])
    mark_loaded(connection, "search", SEARCH_VERSION)


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
    form = _as_tsvector if dialect == "postgresql" else " ".join
    rows = []
    for key, document in documents:
        marked, folded = forms(document)
        rows.append({"id": key, "marked": form(marked), "folded": form(folded)})
    connection.execute(text(statements[dialect].format(index=index)), rows)


def _document(title: str, lead: str, body: str) -> str:
    """Title and lead are part of most texts already."""
    return "\n".join([part for part in (title, lead) if part not in body] + [body])


def _as_tsvector(words: Iterable[str]) -> str:
    """`'mat':1 'ong':2`: the text form of a tsvector."""
    positions: dict[str, list[str]] = defaultdict(list)
    for word, position in zip(words, chain(_POSITIONS, repeat(_POSITIONS[-1])), strict=False):
        positions[word].append(position)
    return " ".join([f"'{word}':{','.join(found)}" for word, found in positions.items()])
