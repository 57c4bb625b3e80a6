"""A page → an article with facts, or an outcome and why; by what extractors know, and nothing else.

Processes that only read pages load this, neither database nor log: it is ready in half the time.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from extractors.article import parse
from extractors.facts import extract
from extractors.models import Article, Outcome, Skip
from extractors.plaintext import parse_text
from extractors.reading import Reading, read
from extractors.sources import Page, Source
from extractors.topic import why_off_topic
from pipeline.handled import Handled
from pipeline.saved import Saved


def read_page(page: Page, source: Source, *, any_topic: bool = True) -> Handled:
    """Read a page. Never raises: a bug in an extractor is the outcome CRASHED, and the next page
    is not disturbed. STORED here means: worth storing.

    Without `any_topic` neither sentences nor facts are looked for where the article will be
    dropped: of a general paper's news most are.
    """
    return read_article(lambda: parse(page, source), source.province, any_topic=any_topic)


def read_saved_page(
    saved: Saved,
    published: datetime | None = None,
    has_time: bool = True,
    *,
    any_topic: bool = True,
) -> Handled:
    """The same for a saved page, HTML or plain text.

    `published` overrides its date; `has_time` is False where that is a day only.
    """
    return read_article(
        lambda: _article(saved, published, has_time), saved.source.province, any_topic=any_topic
    )


def read_article(
    article: Callable[[], Article], province: str | None = None, *, any_topic: bool = True
) -> Handled:
    """The same for an article that comes another way; `province` is the paper's own."""
    try:
        found = article()
        if not any_topic and (why := why_off_topic(found)):
            return Handled(Outcome.OFF_TOPIC, why, reading=Reading(found, (), ()))
        reading = read(found)
        return Handled(Outcome.STORED, reading=reading, facts=extract(reading, province))
    except Skip as skip:
        return Handled(skip.outcome, skip.reason)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return Handled(Outcome.CRASHED, reason, trace=traceback.format_exc().rstrip())


def _article(saved: Saved, published: datetime | None, has_time: bool) -> Article:
    if saved.is_text:
        text = saved.page.body.decode("utf-8-sig", "replace")
        article = parse_text(text, url=saved.page.url, source=saved.source)
    else:
        article = parse(saved.page, saved.source)
    if published is None:
        return article
    return replace(article, published=published, published_has_time=has_time)
