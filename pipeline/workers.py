"""Processes that do one kind of work, each result in the order asked for."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# One clean process, without threads and files of ours, loads what reading a page needs, a second's
# work; the others are copies of it, ready at once.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["pipeline.sweeping", "pipeline.replaying.warm"])


def get_ready() -> None:
    """Begin to load what processes need, while this one has other things to do."""
    resource_tracker.ensure_running()  # started together, it would lift the block of the signal
    with _undisturbed():
        forkserver.ensure_running()


class Workers(Generic[T, R]):
    """`jobs` processes that `work`. A task that kills its process does not end the run: its
    result is `died`.

    Tasks and results travel as pickles; `work`, a function of a module or a `partial` of one,
    only once.
    """

    def __init__(self, jobs: int, work: Callable[[T], R], died: R) -> None:
        self.jobs = jobs
        self._work = work
        self._died = died
        get_ready()
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.jobs,
            mp_context=_CONTEXT,
            initializer=_prepare,
            initargs=(self._work,),
        )

    def __call__(self, task: T) -> Future[R]:
        """Begin a task."""
        with _undisturbed():
            try:
                return self._pool.submit(_run, task)
            except BrokenProcessPool:
                self._pool = self._start()
                return self._pool.submit(_run, task)

    def result(self, future: Future[R], task: T) -> R:
        """Wait for a task. A process that died takes all tasks in hand along: each is tried again
        by itself, and the one that does it again is at fault."""
        try:
            return future.result()
        except BrokenProcessPool:
            pass
        try:
            return self(task).result()
        except BrokenProcessPool:
            return self._died

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


_works: list[Callable[[Any], Any]] = []
"""What this process is for; empty in the one that asks."""


def _prepare(work: Callable[[Any], Any]) -> None:
    threading.Thread(target=_end_with_asker, daemon=True).start()
    _works.append(work)


def _end_with_asker() -> None:
    """Who is killed hard cannot end its processes: they would wait for tasks for ever."""
    asker = multiprocessing.parent_process()
    if asker is not None:
        asker.join()
        os._exit(1)


def _run(task: Any) -> Any:
    return _works[-1](task)
