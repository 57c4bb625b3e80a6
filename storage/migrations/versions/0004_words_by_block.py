"""PostgreSQL finds words and pairs of neighbouring words block by block, latest first.

With tsvector an answer took up to two seconds at a million articles where nearly all of them held
the words: GIN gives them all before the first can be looked at. SQLite's FTS5 stays as it is. What
goes into the columns: `storage.searching.blocks`. `ocop db upgrade` fills them anew.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

_INDEXES = (("article_search", "articles"), ("product_search", "product_aliases"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for index, table in _INDEXES:
        op.execute(f"DROP TABLE {index}")
        # toast_tuple_target: rows without their words, so that many of them are on a page
        op.execute(
            f"CREATE TABLE {index} ("
            f"id INTEGER PRIMARY KEY REFERENCES {table} (id) ON DELETE CASCADE,"
            " keys INTEGER[] NOT NULL, marked TEXT NOT NULL, folded TEXT NOT NULL"
            ") WITH (toast_tuple_target = 128)"
        )
        op.execute(f"ALTER TABLE {index} ALTER COLUMN keys SET STORAGE EXTERNAL")
        # gin_pending_list_limit: what waits to be sorted in is read by every search
        op.execute(
            f"CREATE INDEX ix_{index}_keys ON {index} USING gin (keys)"
            " WITH (gin_pending_list_limit = 512)"
        )
    op.execute("DELETE FROM reference_data WHERE name = 'search'")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for index, table in _INDEXES:
        op.execute(f"DROP TABLE {index}")
        op.execute(
            f"CREATE TABLE {index} ("
            f"id INTEGER PRIMARY KEY REFERENCES {table} (id) ON DELETE CASCADE,"
            " marked TSVECTOR NOT NULL, folded TSVECTOR NOT NULL)"
        )
        for column in ("marked", "folded"):
            op.execute(f"CREATE INDEX ix_{index}_{column} ON {index} USING gin ({column})")
    op.execute("DELETE FROM reference_data WHERE name = 'search'")
