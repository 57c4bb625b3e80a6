"""The schema's revisions: which one this program needs, and the way there.

Alembic takes a tenth of a second to load and is loaded where a migration is due.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"


def newest_revision() -> str:
    """The revision that this program needs: files are named by theirs, `0004_words_by_block.py`."""
    return max(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; empty where it is not told, None for one without our tables."""
    if not inspect(connection).has_table(_TABLE):
        return None
    return str(connection.scalar(text(f"SELECT version_num FROM {_TABLE}")) or "")


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest revision. Raises StoreError for a database of a revision
    that this program does not know."""
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise StoreError(str(error)) from error


def alembic_config(connection: Connection) -> Config:
    """What alembic's commands work with."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
