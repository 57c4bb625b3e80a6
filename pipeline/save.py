"""What was read out of a page, into the database; `collect` and `replay` both go this way."""

from __future__ import annotations

from extractors.models import Outcome
from extractors.sources import Page
from pipeline.handled import Handled
from storage.articles import save_article
from storage.database import Connection


def save(
    connection: Connection, handled: Handled, page: Page, run_id: int | None = None
) -> Outcome:
    """Store it as part of a transaction and of a run; returns what became of it. What is off topic
    was told by whoever read it (see `read_page`)."""
    if handled.reading is None or handled.facts is None:
        return handled.outcome
    return save_article(connection, handled.reading, handled.facts, page.fetched_at, run_id)
