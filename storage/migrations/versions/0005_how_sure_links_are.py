"""A product's stars, producer and place each know by which way they were linked, and how sure.

What was read before says nothing of it until `ocop replay` reads it again.
"""

from alembic import op
from sqlalchemy import Column, Float, Text

revision = "0005"
down_revision = "0004"

_LINKS = ("rating", "producer", "place")


def upgrade() -> None:
    for link in _LINKS:
        rule = Column(f"{link}_rule", Text, comment=f"by which way the {link} was linked")
        op.add_column("product_mentions", rule)
        sure = "share of such links that are right where the product is"
        op.add_column("product_mentions", Column(f"{link}_confidence", Float, comment=sure))


def downgrade() -> None:
    for link in _LINKS:
        op.drop_column("product_mentions", f"{link}_confidence")
        op.drop_column("product_mentions", f"{link}_rule")
