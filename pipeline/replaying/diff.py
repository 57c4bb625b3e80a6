"""What a change of code does to facts: pages read now, against how they were read before.

"Before" is the database, or what `ocop extract` printed then. Nothing is written.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.article import own_address
from extractors.labels import to_json
from pipeline.errors import UnreadableError
from pipeline.replay import Watch, unwatched
from pipeline.replaying.facts_diff import Change, Document, compare, facts_of
from pipeline.replaying.handle_many import Done, handle_all
from pipeline.replaying.supply import Supply
from storage.database import Database
from storage.stored_facts import stored_document


@dataclass(frozen=True, slots=True)
class Before:
    """How pages were read earlier."""

    reading: Callable[[Done], Document | None]
    """The earlier reading of a page; None: no article."""
    is_stored: bool
    """Whether it is the database: it has articles on our subject only, each in its latest text."""


@dataclass(slots=True)
class DiffReport:
    """All changes, in order of the pages."""

    changes: list[Change] = field(default_factory=list)
    pages: int = 0
    passed_over: int = 0
    """Pages with another text than the stored one, fetched before it, or with the same again."""
    before: int = 0
    """Facts that there were."""
    after: int = 0
    """Facts that there are."""
    unreadable: list[str] = field(default_factory=list)
    interrupted: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many facts were `added`, `removed`, `changed`."""
        return Counter(change.what for change in self.changes)

    @property
    def loss(self) -> float:
        """Facts removed or changed, in percent of those there were."""
        lost = self.counts["removed"] + self.counts["changed"]
        return 100.0 * lost / self.before if self.before else 0.0

    def exit_code(self, max_loss: float | None) -> int:
        """4 where more than `max_loss` percent were lost · 1 unreadable pages · 130 interrupted."""
        if self.interrupted:
            return 130
        if max_loss is not None and self.loss > max_loss:
            return 4
        return int(bool(self.unreadable))


def diff(
    supply: Supply,
    before: Before,
    stopped: threading.Event,
    *,
    jobs: int = 1,
    watch: Watch = unwatched,
) -> DiffReport:
    """Read all pages and compare. Raises StoreError where the database fails."""
    report = DiffReport()
    compared: set[str] = set()
    pages = handle_all(supply.items(), jobs, stopped, any_topic=not before.is_stored)
    for done in watch(pages, supply.total):
        if done.saved is None:
            report.unreadable.append(done.problem)
            continue
        earlier, now = before.reading(done), document_of(done)
        url = str((now or earlier or {}).get("url") or "")
        if before.is_stored and (url in compared or _is_older(done, earlier)):
            report.passed_over += 1
            continue
        compared |= {url} - {""}
        report.pages += 1
        report.before += len(facts_of(earlier))
        report.after += len(facts_of(now))
        report.changes += compare(earlier, now, done.item.name, done.saved.source.name, url)
    report.interrupted = stopped.is_set()
    return report


def _is_older(done: Done, earlier: Document | None) -> bool:
    """Whether the article has changed since: what differs then is no doing of our code."""
    return bool(earlier and done.saved and done.saved.page.fetched_at < earlier["fetched_at"])


def document_of(done: Done) -> dict[str, Any] | None:
    """What `ocop extract` would print; None for a page that is no article."""
    if done.handled is None or done.handled.reading is None or done.handled.facts is None:
        return None
    return to_json(done.item.name, done.handled.reading, done.handled.facts)


def from_file(path: Path) -> Before:
    """The earlier reading is a file that `ocop extract … >FILE` made; a page is found by its name
    or, where that was another then, by its address.

    Raises UnreadableError.
    """
    try:
        documents = {d["source"]: d for d in _documents(path)}
        addressed = {d.get("url"): d for d in documents.values()}
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(f"{path}: not what 'ocop extract' prints: {error}") from None

    def reading(done: Done) -> Document | None:
        return documents.get(done.item.name) or addressed.get(_address(done))

    return Before(reading, is_stored=False)


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def from_database(database: Database) -> Before:
    """The earlier reading is what the database holds of the article."""

    def reading(done: Done) -> Document | None:
        with database.reading() as connection:
            return stored_document(connection, _address(done))

    return Before(reading, is_stored=True)


def _address(done: Done) -> str:
    """Under which an article of this page is stored, also if none is seen in it any more."""
    if done.handled is not None and done.handled.reading is not None:
        return done.handled.reading.article.url
    saved = done.item.load()  # other processes send no body back
    return own_address(saved.page, saved.source)
