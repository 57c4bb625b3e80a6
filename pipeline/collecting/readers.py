"""Pages as they are fetched → what was read in each: here, or in other processes meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Generic, TypeVar

from extractors.sources import Page, Source
from pipeline.crashes import logged
from pipeline.handled import Handled
from pipeline.replaying.handle_many import page_workers
from pipeline.saved import Saved

T = TypeVar("T")
_MANY = 200
"""Articles from which other processes are worth their start."""
_AHEAD = 16
"""Pages per process that wait for it: work for as long as it takes to store twenty articles. With
more a stopped run would take long to end."""


def processes_for(articles: int, wanted: int) -> int:
    """How many are to read so many articles. A process takes half a second to start; few pages are
    read sooner without."""
    return wanted if articles >= _MANY else 1


class Readers(Generic[T]):
    """Reads pages in `processes` processes, in the order they come; one is this one itself."""

    def __init__(self, processes: int) -> None:
        self._workers = page_workers(processes, any_topic=False) if processes > 1 else None
        self._most = processes * _AHEAD
        self._begun: deque[tuple[T, Saved, Future[Handled]]] = deque()

    def __enter__(self) -> Readers[T]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()

    def begin(self, key: T, page: Page, source: Source) -> None:
        """Have a page read; `key` comes back with it."""
        saved = Saved("", page, source)
        if self._workers is not None:
            self._begun.append((key, saved, self._workers(saved)))
            return
        future: Future[Handled] = Future()
        future.set_result(_read_here(page, source))
        self._begun.append((key, saved, future))

    def finished(self, *, wait: bool = False) -> Iterator[tuple[T, Page, Handled]]:
        """Pages that are read, in their order; with `wait` all that were begun."""
        while self._begun and (wait or len(self._begun) > self._most or self._begun[0][2].done()):
            key, saved, future = self._begun.popleft()
            if self._workers is None:
                yield key, saved.page, future.result()
            else:
                handled = logged(self._workers.result(future, saved), saved.page.url)
                yield key, saved.page, handled


def _read_here(page: Page, source: Source) -> Handled:
    """Most runs find nothing new, and do not load what reads."""
    import pipeline.replaying.warm  # noqa: F401, PLC0415
    from pipeline.handle import handle  # noqa: PLC0415

    return handle(page, source, any_topic=False)
