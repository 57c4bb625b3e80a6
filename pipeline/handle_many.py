"""Many saved pages → what was read in each, in order: here, or in several processes.

The processes read pages; whoever takes the results is the only one that writes. The order is that
of the input, so that several processes give what one gives.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.article import parse
from extractors.models import Article, Outcome
from extractors.plaintext import parse_text
from pipeline.errors import UnreadableError
from pipeline.handle import Handled, handle_article
from pipeline.log import configure
from pipeline.saved import Saved
from pipeline.supply import Item

_AHEAD = 4
"""Pages per process that are read from the disk before their turn."""


@dataclass(frozen=True, slots=True)
class Done:
    """An item with what became of it; one that could not be read has a `problem` instead."""

    item: Item
    saved: Saved | None = None
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
    if jobs > 1:
        yield from _handle_in_processes(items, Workers(jobs, any_topic=any_topic), stopped)
        return
    for item in items:
        if stopped.is_set():
            return
        saved = _load(item)
        if isinstance(saved, str):
            yield Done(item, problem=saved)
        else:
            yield Done(item, saved, handle_saved(saved, any_topic=any_topic))


def _load(item: Item) -> Saved | str:
    try:
        return item.load()
    except UnreadableError as error:
        return str(error)


@dataclass(frozen=True, slots=True)
class _Begun:
    item: Item
    saved: Saved | str
    future: Future[Handled] | None


def _handle_in_processes(
    items: Iterable[Item], workers: Workers, stopped: threading.Event
) -> Iterator[Done]:
    begun: deque[_Begun] = deque()
    try:
        for item in items:
            if stopped.is_set():
                break
            saved = _load(item)
            begun.append(_Begun(item, saved, None if isinstance(saved, str) else workers(saved)))
            if len(begun) > workers.jobs * _AHEAD:
                yield _finished(begun.popleft(), workers)
        while begun:
            yield _finished(begun.popleft(), workers)
    finally:
        workers.close()


def _finished(begun: _Begun, workers: Workers) -> Done:
    if isinstance(begun.saved, str) or begun.future is None:
        return Done(begun.item, problem=str(begun.saved))
    return Done(begun.item, begun.saved, workers.result(begun.future, begun.saved))


class Workers:
    """Processes that read pages. A page that kills its process does not end the run.

    `any_topic`: see `handle`.
    """

    def __init__(self, jobs: int, *, any_topic: bool = True) -> None:
        self.jobs = jobs
        self._any_topic = any_topic
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare_worker,
            initargs=(logging.getLogger().getEffectiveLevel(),),
        )

    def __call__(self, saved: Saved) -> Future[Handled]:
        """Begin to read a page."""
        with _undisturbed():
            try:
                return self._pool.submit(_work, saved, self._any_topic)
            except BrokenProcessPool:
                self._pool = self._start()
                return self._pool.submit(_work, saved, self._any_topic)

    def result(self, future: Future[Handled], saved: Saved) -> Handled:
        """A process that died takes all pages in hand along: each is tried again by itself, and
        the one that does it again is at fault."""
        try:
            return future.result()
        except BrokenProcessPool:
            pass
        try:
            return self(saved).result()
        except BrokenProcessPool:
            return Handled(Outcome.CRASHED, "the process that read it died")

    def close(self) -> None:
        """End the processes; what they have not begun is left."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes started here never see a Ctrl-C, which goes to the whole group: it is for the one
    that writes to act on it, and it will, since for it the signal only waits."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker(level: int) -> None:
    configure(verbose=level <= logging.DEBUG, quiet=level >= logging.WARNING)


def _work(saved: Saved, any_topic: bool) -> Handled:
    """Tokens stay behind: they are half of what would go back, and nobody stores them."""
    handled = handle_saved(saved, any_topic=any_topic)
    if handled.reading is None:
        return handled
    return replace(handled, reading=replace(handled.reading, tokens=()))
