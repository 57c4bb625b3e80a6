"""A merge remembers the numbers of what it made one, to give them back when it is undone.

Those decided before know none: what they made one gets a new number, as it did.
"""

from alembic import op
from sqlalchemy import Column, Integer

revision = "0006"
down_revision = "0005"

_NUMBERS = {
    "alias_number": "merge: of the product or producer that it was",
    "other_number": "merge: the same of the other; undone, they get both",
}


def upgrade() -> None:
    for name, comment in _NUMBERS.items():
        op.add_column("identity_decisions", Column(name, Integer, comment=comment))


def downgrade() -> None:
    for name in _NUMBERS:
        op.drop_column("identity_decisions", name)
