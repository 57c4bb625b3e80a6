"""All tables in one metadata, for those who need the whole of it: migrations and documents."""

from __future__ import annotations

from typing import Any

from storage import entities, facts, tables
from storage.types import metadata

__all__ = ["entities", "facts", "is_in_metadata", "metadata", "tables"]


def is_in_metadata(name: str | None, kind: str, _parents: Any) -> bool:
    """False for the word indexes: they are each database's own, made by hand in 0002 and 0004."""
    return kind != "table" or not (name or "").startswith(("article_search", "product_search"))
