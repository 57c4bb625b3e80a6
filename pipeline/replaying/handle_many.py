"""Many saved pages → what was read in each, in order: here, or in several processes.

The processes load and read pages; whoever takes the results is the only one that writes. The
order is that of the input, so that several processes give what one gives.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from extractors.article import parse
from extractors.models import Article, Outcome
from extractors.plaintext import parse_text
from pipeline.errors import UnreadableError
from pipeline.handle import Handled, handle_article
from pipeline.replaying.supply import Item, Load
from pipeline.saved import Saved
from pipeline.sweeping import loaded
from pipeline.workers import Workers

_AHEAD = 4
"""Pages per process that are asked for before their turn."""
_DIED = Handled(Outcome.CRASHED, "the process that read it died")


@dataclass(frozen=True, slots=True)
class Done:
    """An item with what became of it; one that could not be read has a `problem`, and an outcome
    only if it crashed its process."""

    item: Item
    saved: Saved | None = None
    """Without its body, where another process read it."""
    handled: Handled | None = None
    problem: str = ""


def handle_saved(
    saved: Saved,
    published: datetime | None = None,
    has_time: bool = True,
    *,
    any_topic: bool = True,
) -> Handled:
    """Read a saved page, HTML or plain text. Never raises.

    `published` overrides its date; `has_time` is False where that is a day only; `any_topic`: see
    `handle`.
    """
    return handle_article(
        saved.page.url,
        lambda: _article(saved, published, has_time),
        saved.source.province,
        any_topic=any_topic,
    )


def _article(saved: Saved, published: datetime | None, has_time: bool) -> Article:
    if saved.is_text:
        text = saved.page.body.decode("utf-8-sig", "replace")
        article = parse_text(text, url=saved.page.url, source=saved.source)
    else:
        article = parse(saved.page, saved.source)
    if published is None:
        return article
    return replace(article, published=published, published_has_time=has_time)


def handle_all(
    items: Iterable[Item], jobs: int, stopped: threading.Event, *, any_topic: bool = True
) -> Iterator[Done]:
    """Every page in turn. Once `stopped` is set no further one is begun.

    `any_topic`: see `handle`.
    """
    read = partial(_read, any_topic=any_topic)
    if jobs > 1:
        workers = Workers(jobs, partial(_for_another_process, read), _NEVER_READ)
        yield from _in_processes(items, workers, stopped)
        return
    loaded()
    for item in items:
        if stopped.is_set():
            return
        yield _done(item, read(item.load))


@dataclass(frozen=True, slots=True)
class _Read:
    saved: Saved | None
    handled: Handled | None
    problem: str = ""


_NEVER_READ = _Read(None, _DIED, _DIED.reason or "")


def _done(item: Item, read: _Read) -> Done:
    return Done(item, read.saved, read.handled, read.problem)


def _read(load: Load, any_topic: bool) -> _Read:
    try:
        saved = load()
    except UnreadableError as error:
        return _Read(None, None, str(error))
    return _Read(saved, handle_saved(saved, any_topic=any_topic))


def _in_processes(
    items: Iterable[Item], workers: Workers[Load, _Read], stopped: threading.Event
) -> Iterator[Done]:
    begun: deque[tuple[Item, Future[_Read]]] = deque()
    try:
        for item in items:
            if stopped.is_set():
                break
            begun.append((item, workers(item.load)))
            if len(begun) > workers.jobs * _AHEAD:
                yield _next(begun, workers)
        while begun:
            yield _next(begun, workers)
    finally:
        workers.close()


def _next(begun: deque[tuple[Item, Future[_Read]]], workers: Workers[Load, _Read]) -> Done:
    item, future = begun.popleft()
    return _done(item, workers.result(future, item.load))


def page_workers(jobs: int, *, any_topic: bool = True) -> Workers[Saved, Handled]:
    """Processes that read pages which are at hand; `any_topic`: see `handle`."""
    return Workers(jobs, partial(_handle_for_another_process, any_topic=any_topic), _DIED)


def _handle_for_another_process(saved: Saved, any_topic: bool) -> Handled:
    return _light(handle_saved(saved, any_topic=any_topic))


def _for_another_process(read: partial[_Read], load: Load) -> _Read:
    """What travels back is what can be stored: no body, and no article without facts."""
    done = read(load)
    saved = done.saved and replace(done.saved, page=replace(done.saved.page, body=b""))
    handled = done.handled and _light(done.handled)
    if handled and handled.facts is None:
        handled = replace(handled, reading=None)
    return _Read(saved, handled, done.problem)


def _light(handled: Handled) -> Handled:
    """Without the tokens: they are half of what was read, and nobody stores them."""
    if handled.reading is None:
        return handled
    return replace(handled, reading=replace(handled.reading, tokens=()))
