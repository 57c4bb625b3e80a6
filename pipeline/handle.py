"""The one way a page becomes an article with facts; `collect` and `replay` both go it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors.article import parse
from extractors.facts import extract
from extractors.models import Article, Facts, Outcome, Page, Skip, Source
from extractors.reading import Reading, read
from extractors.topic import is_on_topic, why_off_topic
from pipeline.log import logger
from storage.articles import save_article
from storage.database import Connection, Database

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """What was read out of a page: an article with its facts, or an outcome and its reason."""

    outcome: Outcome
    reason: str | None = None
    reading: Reading | None = None
    facts: Facts | None = None


def handle(page: Page, source: Source, *, any_topic: bool = True) -> Handled:
    """Read a page. Never raises: a bug in an extractor is the outcome CRASHED, logged with its
    trace, and the next page is not disturbed. STORED here means: worth storing.

    Without `any_topic` neither sentences nor facts are looked for where the article will be
    dropped: of a general paper's news most are.
    """
    province = source.province
    return handle_article(page.url, lambda: parse(page, source), province, any_topic=any_topic)


def handle_article(
    url: str,
    article: Callable[[], Article],
    province: str | None = None,
    *,
    any_topic: bool = True,
) -> Handled:
    """The same for an article that comes another way (a .txt file).

    `url` is for the log, `province` the paper's own.
    """
    try:
        found = article()
        if not any_topic and (why := why_off_topic(found)):
            return Handled(Outcome.OFF_TOPIC, why, reading=Reading(found, (), ()))
        reading = read(found)
        return Handled(Outcome.STORED, reading=reading, facts=extract(reading, province))
    except Skip as skip:
        return Handled(skip.outcome, skip.reason)
    except Exception as error:
        log.exception("crashed", url=url)
        return Handled(Outcome.CRASHED, f"{type(error).__name__}: {error}")


def store(database: Database, handled: Handled, page: Page) -> Outcome:
    """Save what was handled; returns what became of it. Raises StoreError."""
    if handled.reading is None:
        return handled.outcome
    with database.writing() as connection:
        return save(connection, handled, page)


def save(
    connection: Connection, handled: Handled, page: Page, run_id: int | None = None
) -> Outcome:
    """The same as part of a transaction, and of a run."""
    if handled.reading is None or handled.facts is None:
        return handled.outcome
    if not is_on_topic(handled.reading.article):
        return Outcome.OFF_TOPIC
    return save_article(connection, handled.reading, handled.facts, page.fetched_at, run_id)
