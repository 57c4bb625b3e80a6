"""One article and its facts into their rows, all or nothing; the same article twice is one."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from extractors import __version__
from extractors.labels import to_json
from extractors.models import VIETNAM, Facts, Outcome, Status
from extractors.reading import Reading
from extractors.topic import speaks_of_ocop
from storage.fact_rows import delete_facts, insert_facts
from storage.searching.index import forget_article, index_article
from storage.tables import article_versions, articles

Values = dict[str, Any]

_TEXT = ("title", "lead", "text_sha256")
"""Differs here: the paper changed the article. Differs elsewhere: we read it differently."""
_COMPARED = (*_TEXT, "facts_sha256", "published_at", "published_on")

# Made once: to put a statement together takes as long as to run it.
_KNOWN = select(*(articles.c[n] for n in ("id", "fetched_at", *_COMPARED))).where(
    articles.c.url == bindparam("url")
)
_NEW = insert(articles).returning(articles.c.id)


def save_article(
    connection: Connection,
    reading: Reading,
    facts: Facts,
    fetched_at: datetime,
    run_id: int | None = None,
) -> Outcome:
    """Store an article under its URL with everything read out of it.

    Returns STORED for a new URL, UNCHANGED where text and facts are as stored (nothing is then
    written), UPDATED otherwise. An update replaces the facts; the text it replaces goes to
    `article_versions`, as does the text of a page older than the stored one (of an archive, in
    whatever order), if the paper said something else before and after.
    """
    row = _article_row(reading, facts, fetched_at)
    known = connection.execute(_KNOWN, {"url": row["url"]}).one_or_none()
    if known is None:
        _insert(connection, {**row, "run_id": run_id}, reading, facts)
        return Outcome.STORED
    changed = not _says_the_same(known, row)
    if changed and row["fetched_at"] < known.fetched_at:
        return _keep_older(connection, known.id, row)
    if not changed:
        row["fetched_at"] = min(known.fetched_at, row["fetched_at"])
    if all(getattr(known, name) == row[name] for name in _COMPARED):
        return _seen_first(connection, known, row["fetched_at"])
    if changed and row["fetched_at"] > known.fetched_at:
        _keep_version(connection, known.id)
    _replace(connection, known.id, {**row, "run_id": run_id}, reading, facts)
    return Outcome.UPDATED


def _insert(connection: Connection, row: Values, reading: Reading, facts: Facts) -> None:
    article_id = int(connection.execute(_NEW, row).scalar_one())
    index_article(connection, article_id, row["title"], row["lead"], row["text"])
    insert_facts(connection, article_id, row["published_on"], reading, facts)


def _replace(
    connection: Connection, article_id: int, row: Values, reading: Reading, facts: Facts
) -> None:
    forget_article(connection, article_id)
    delete_facts(connection, article_id)
    connection.execute(update(articles).where(articles.c.id == article_id).values(row))
    index_article(connection, article_id, row["title"], row["lead"], row["text"])
    insert_facts(connection, article_id, row["published_on"], reading, facts)


def _seen_first(connection: Connection, known: Row[Any], at: datetime) -> Outcome:
    """The article as it is stored, but maybe on an earlier page."""
    if at == known.fetched_at:
        return Outcome.UNCHANGED
    connection.execute(update(articles).where(articles.c.id == known.id).values(fetched_at=at))
    return Outcome.UPDATED


_VERSION = ("fetched_at", "title", "lead", "text_sha256", "text")


def _keep_version(connection: Connection, article_id: int) -> None:
    """The stored text becomes an earlier version."""
    columns = [articles.c.id, *(articles.c[name] for name in _VERSION)]
    stored = select(*columns).where(articles.c.id == article_id)
    connection.execute(insert(article_versions).from_select(("article_id", *_VERSION), stored))


def _keep_older(connection: Connection, article_id: int, row: Values) -> Outcome:
    """A page fetched before the stored one: what the article said then.

    A version begins where its text was first seen: a page that says the same as the one before it
    adds nothing, and one that says the same as the next puts its beginning back.
    """
    c = article_versions.c
    of_article = select(c.id, *(c[name] for name in _VERSION)).where(c.article_id == article_id)
    at = row["fetched_at"]
    before = _first(connection, of_article.where(c.fetched_at <= at).order_by(c.fetched_at.desc()))
    after = _first(connection, of_article.where(c.fetched_at > at).order_by(c.fetched_at))
    version = {name: row[name] for name in _VERSION}
    if before is not None and _says_the_same(before, row):
        return Outcome.UNCHANGED
    if before is not None and before.fetched_at == at:  # this page, as it was read another time
        connection.execute(update(article_versions).where(c.id == before.id).values(version))
    elif after is not None and _says_the_same(after, row):
        connection.execute(update(article_versions).where(c.id == after.id).values(version))
    else:
        connection.execute(insert(article_versions).values(article_id=article_id, **version))
    return Outcome.UPDATED


def _first(connection: Connection, query: Select[Any]) -> Row[Any] | None:
    return connection.execute(query.limit(1)).one_or_none()


def _says_the_same(stored: Row[Any], row: Values) -> bool:
    return all(getattr(stored, name) == row[name] for name in _TEXT)


def _article_row(reading: Reading, facts: Facts, fetched_at: datetime) -> Values:
    article = reading.article
    published = article.published
    document = {**to_json("", reading, facts), "text": ""}
    speaks = speaks_of_ocop(article.text) or speaks_of_ocop(article.title)
    return {
        "url": article.url,
        "source": article.source,
        "title": article.title,
        "lead": article.lead,
        "published_at": published.replace(microsecond=0)
        if published and article.published_has_time
        else None,
        "published_on": published.astimezone(VIETNAM).date() if published else None,
        "modified_at": article.modified,
        "authors": "; ".join(article.authors),
        "tags": "; ".join(article.tags),
        "text": article.text,
        "text_sha256": _sha256(article.text),
        "facts_sha256": _sha256(json.dumps(document, ensure_ascii=False, sort_keys=True)),
        "fetched_at": fetched_at.replace(microsecond=0),
        "extractor_version": __version__,
        "speaks_of_ocop": speaks,
        "no_fact_reason": _no_fact_reason(reading, facts) if speaks else None,
    }


def _no_fact_reason(reading: Reading, facts: Facts) -> str | None:
    """Why an article that speaks of OCOP gave neither product nor count; None where it did."""
    if facts.star_counts or any(p.status is not Status.MENTIONED for p in facts.products):
        return None
    text = reading.article.text
    if not speaks_of_ocop(text):
        return "OCOP stands in the title only"
    if facts.products:
        return f"names {len(facts.products)} products, none of them as OCOP"
    sentences = sum(speaks_of_ocop(text[s.start : s.end]) for s in reading.sentences)
    if sentences == 0:
        return "OCOP stands outside the sentences only"
    return f"OCOP in {sentences} of {len(reading.sentences)} sentences, no product and no number"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
