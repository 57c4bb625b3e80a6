"""The word indexes: FTS5 without a copy of the text, or tsvector columns with GIN.

Made by hand, as each database has its own; what goes into them: `storage.searching.index`.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_INDEXES = (("article_search", "articles"), ("product_search", "product_aliases"))


def upgrade() -> None:
    for index, table in _INDEXES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {index} USING fts5"
                " (marked, folded, content='', columnsize=0, tokenize='ascii')"
            )
            continue
        op.execute(
            f"CREATE TABLE {index} ("
            f"id INTEGER PRIMARY KEY REFERENCES {table} (id) ON DELETE CASCADE,"
            " marked TSVECTOR NOT NULL, folded TSVECTOR NOT NULL)"
        )
        for column in ("marked", "folded"):
            op.execute(f"CREATE INDEX ix_{index}_{column} ON {index} USING gin ({column})")


def downgrade() -> None:
    for index, _ in _INDEXES:
        op.execute(f"DROP TABLE {index}")
    op.execute("DELETE FROM reference_data WHERE name = 'search'")
