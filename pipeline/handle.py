"""The one way a page is read; `collect` and `replay` both go it."""

from __future__ import annotations

from datetime import datetime

from extractors.sources import Page, Source
from pipeline.crashes import logged
from pipeline.handled import Handled
from pipeline.reading import read_page, read_saved_page
from pipeline.saved import Saved

__all__ = ["Handled", "handle", "handle_saved"]


def handle(page: Page, source: Source, *, any_topic: bool = True) -> Handled:
    """Read a page, and log it with its trace if it crashed; see `read_page`."""
    return logged(read_page(page, source, any_topic=any_topic), page.url)


def handle_saved(saved: Saved, published: datetime | None = None, has_time: bool = True) -> Handled:
    """The same for a saved page; see `read_saved_page`."""
    return logged(read_saved_page(saved, published, has_time), saved.page.url)
