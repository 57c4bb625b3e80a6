"""Many saved pages → what was read in each, in order: here, or in several processes.

The processes load and read pages; whoever takes the results is the only one that writes. The
order is that of the input, so that several processes give what one gives.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeAlias

from extractors.models import Outcome
from pipeline.crashes import logged
from pipeline.handled import Handled
from pipeline.replaying.elsewhere import Read, read_load, read_loads, read_saved
from pipeline.replaying.loads import Load
from pipeline.replaying.supply import Item
from pipeline.saved import Saved
from pipeline.workers import Workers

_TOGETHER = 4
"""Pages that go to a process as one task: what a task costs by itself is a tenth of a page."""
_AHEAD = 3
"""Tasks per process that are asked for before their turn: work for as long as it takes to store
what was read."""
_DIED = Handled(Outcome.CRASHED, "the process that read it died")
_NEVER_READ = Read(None, _DIED, _DIED.reason or "")

_Loads: TypeAlias = tuple[Load, ...]
_Readers: TypeAlias = Workers[_Loads, list[Read] | None]


@dataclass(frozen=True, slots=True)
class Done:
    """An item with what became of it; one that could not be read has a `problem`, and an outcome
    only if it crashed its process."""

    item: Item
    saved: Saved | None = None
    """Without its body, where another process read it."""
    handled: Handled | None = None
    problem: str = ""


def handle_all(
    items: Iterable[Item], jobs: int, stopped: threading.Event, *, any_topic: bool = True
) -> Iterator[Done]:
    """Every page in turn. Once `stopped` is set no further one is begun.

    `any_topic`: see `read_page`.
    """
    if jobs > 1:
        readers = Workers(jobs, partial(read_loads, any_topic=any_topic), None)
        yield from _in_processes(items, readers, stopped)
        return
    import pipeline.replaying.warm  # noqa: F401, PLC0415 - not where others read

    for item in items:
        if stopped.is_set():
            return
        yield _done(item, read_load(item.load, any_topic))


def _done(item: Item, read: Read) -> Done:
    if read.handled is not None:
        logged(read.handled, read.saved.page.url if read.saved else item.name)
    return Done(item, read.saved, read.handled, read.problem)


def _in_processes(
    items: Iterable[Item], readers: _Readers, stopped: threading.Event
) -> Iterator[Done]:
    begun: deque[tuple[list[Item], Future[list[Read] | None]]] = deque()
    left = iter(items)
    try:
        while not stopped.is_set() and (some := list(islice(left, _TOGETHER))):
            begun.append((some, readers(_loads(some))))
            if len(begun) > readers.jobs * _AHEAD:
                yield from _finished(*begun.popleft(), readers)
        while begun:
            yield from _finished(*begun.popleft(), readers)
    finally:
        readers.close()


def _finished(
    items: list[Item], future: Future[list[Read] | None], readers: _Readers
) -> Iterator[Done]:
    """What was read; where one of the pages killed its process, each is read by itself."""
    read = readers.result(future, _loads(items))
    if read is None:
        read = [one for item in items for one in _alone(item, readers)]
    for item, one in zip(items, read, strict=True):
        yield _done(item, one)


def _alone(item: Item, readers: _Readers) -> list[Read]:
    task = (item.load,)
    return readers.result(readers(task), task) or [_NEVER_READ]


def _loads(items: Iterable[Item]) -> _Loads:
    return tuple(item.load for item in items)


def page_workers(jobs: int, *, any_topic: bool = True) -> Workers[Saved, Handled]:
    """Processes that read pages which are at hand; `any_topic`: see `read_page`."""
    return Workers(jobs, partial(read_saved, any_topic=any_topic), _DIED)
