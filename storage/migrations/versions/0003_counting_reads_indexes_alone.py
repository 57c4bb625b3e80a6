"""Facts know their paper and product, producers their products; indexes hold what views join.

In this way a count over a view, of a province or of a year, reads an index and nothing else.
"""

from alembic import op
from sqlalchemy import Column, Date, Integer, Text, text

revision = "0003"
down_revision = "0002"

_FACTS = ("product_mentions", "star_counts", "place_mentions")
_NEW = {"product_mentions": "alias_id IS NULL AND status <> 'mentioned'",
        "star_counts": "claim_id IS NULL"}  # fmt: skip
_BEFORE = {
    "product_mentions": [["province_id", "published_on"], ["published_on"]],
    "star_counts": [["published_on"]],
    "products": [["rated_on"]],
    "ratings": [["rated_on"]],
    "claims": [["province_id", "first_seen"], ["first_seen"]],
}
_AFTER = {
    "product_mentions": [["product_id"], ["province_id", "published_on", "place_id"],
                         ["published_on", "place_id", "province_id"]],
    "star_counts": [["published_on", "province_id"]],
    "products": [["rated_on", "producer_id", "place_id", "province_id"]],
    "ratings": [["rated_on", "product_id"]],
    "claims": [["province_id", "first_seen", "place_id"],
               ["first_seen", "place_id", "province_id"]],
    "producers": [["province_id"], ["last_seen", "province_id"]],
}  # fmt: skip


def upgrade() -> None:
    _drop(_BEFORE)
    _index_new(product_mentions="name", star_counts="claim_key")
    for table in _FACTS:
        op.add_column(
            table,
            Column(
                "source",
                Text,
                nullable=False,
                server_default="",
                comment="paper of its article, for the same reason",
            ),
        )
        article = f"SELECT a.source FROM articles a WHERE a.id = {table}.article_id"
        op.execute(f"UPDATE {table} SET source = ({article})")
    op.execute(
        "ALTER TABLE product_mentions ADD COLUMN product_id INTEGER"
        " CONSTRAINT fk_product_mentions_product_id_products REFERENCES products (id)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("COMMENT ON COLUMN product_mentions.product_id IS 'that the alias is'")
    op.execute(
        "UPDATE product_mentions SET product_id = (SELECT a.product_id FROM product_aliases a"
        " WHERE a.id = product_mentions.alias_id) WHERE alias_id IS NOT NULL"
    )
    for column in (
        Column(
            "products", Integer, nullable=False, server_default="0", comment="OCOP products of it"
        ),
        Column("most_stars", Integer, comment="of its highest product"),
        Column("last_seen", Date, comment="last day an article names one of them"),
    ):
        op.add_column("producers", column)
    for name, value in (("products", "COUNT(*)"), ("most_stars", "MAX(p.stars)"),
                        ("last_seen", "MAX(p.last_seen)")):  # fmt: skip
        made = f"SELECT {value} FROM products p WHERE p.producer_id = producers.id"
        op.execute(f"UPDATE producers SET {name} = ({made})")
    _create(_AFTER)
    op.create_index("ix_places_above", "places", ["id", "province_then_id", "commune_id"])


def downgrade() -> None:
    op.drop_index("ix_places_above", "places")
    _drop(_AFTER)
    for name in ("products", "most_stars", "last_seen"):
        op.drop_column("producers", name)
    op.drop_column("product_mentions", "product_id")
    for table in _FACTS:
        op.drop_column(table, "source")
    _index_new(product_mentions="id", star_counts="id")
    _create(_BEFORE)


def _index_new(**columns: str) -> None:
    """The indexes of what `settle` has yet to look at, over another column."""
    for table, column in columns.items():
        op.drop_index(f"ix_{table}_new", table)
        new = text(_NEW[table])
        op.create_index(f"ix_{table}_new", table, [column], sqlite_where=new, postgresql_where=new)


def _create(indexes: dict[str, list[list[str]]]) -> None:
    for table, all_columns in indexes.items():
        for columns in all_columns:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _drop(indexes: dict[str, list[list[str]]]) -> None:
    for table, all_columns in indexes.items():
        for columns in all_columns:
            op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
