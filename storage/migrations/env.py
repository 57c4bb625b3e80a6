"""Run by alembic: migrate over the connection that `storage.database` hands in."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.schema import is_in_metadata, metadata
from storage.types import AwareDateTime


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Name our own type in generated migrations, with its import."""
    if kind == "type" and isinstance(item, AwareDateTime):
        autogen.imports.add("from storage.types import AwareDateTime")
        return "AwareDateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
    include_name=is_in_metadata,
)
with context.begin_transaction():
    context.run_migrations()
