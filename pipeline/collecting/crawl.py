"""Many requests at once, politely: one at a time per host, hosts side by side."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from extractors.models import Outcome
from extractors.sources import Page
from pipeline.collecting.failures import FetchError, HostError
from pipeline.collecting.turns import Ending, Turns
from pipeline.fetch import Fetcher, Request
from storage.errors import StoreError

Answer = tuple[Request, Page | FetchError]
_Answers = queue.Queue[Answer | StoreError | None]
"""None: a host is done."""

_AHEAD = 4
"""Answers that wait to be read; a killed run has fetched them for nothing."""
_TROUBLE = frozenset({Outcome.UNREACHABLE, Outcome.TIMEOUT})
_ENOUGH_TROUBLE = 3
"""Failures in a row after which a host is left alone for the rest of the run."""


class Crawl:
    """Answers requests as they arrive; once the run is to end no further one is started."""

    def __init__(self, fetcher: Fetcher, turns: Turns, ending: Ending, hosts_at_once: int) -> None:
        self._fetcher = fetcher
        self._turns = turns
        self._ending = ending
        self._hosts_at_once = hosts_at_once
        self._trouble: dict[str, int] = {}

    def fetch(
        self, requests: Iterable[Request], *, idle: Callable[[], None] = lambda: None
    ) -> Iterator[Answer]:
        """Each request with its page or its failure, as they arrive; `idle` is called when none
        is there at the moment.

        Answers wait in a short queue, so a slow reader slows the crawl and not the memory. When
        the run ends, requests not yet started have no answer. Raises StoreError where the archive
        cannot keep an answer.
        """
        by_host: dict[str, deque[Request]] = {}
        for request in requests:
            by_host.setdefault(urlsplit(request.url).netloc, deque()).append(request)
        if not by_host:
            return
        answers: _Answers = queue.Queue(maxsize=_AHEAD)
        pool = ThreadPoolExecutor(self._hosts_at_once, thread_name_prefix="fetch")
        try:
            for host, waiting in by_host.items():
                pool.submit(self._visit_host, host, waiting, answers)
            open_hosts = len(by_host)
            while open_hosts:
                if answers.empty():
                    idle()
                answer = answers.get()
                if isinstance(answer, StoreError):
                    raise answer
                if answer is None:
                    open_hosts -= 1
                else:
                    yield answer
        finally:
            self._abandon(pool, answers)

    def _abandon(self, pool: ThreadPoolExecutor, answers: _Answers) -> None:
        """End the threads, also when the reader went away and the queue is full."""
        unfinished = threading.Thread(target=pool.shutdown, kwargs={"cancel_futures": True})
        unfinished.start()
        while unfinished.is_alive():
            self._drain(answers)
            unfinished.join(0.05)

    @staticmethod
    def _drain(answers: _Answers) -> None:
        with suppress(queue.Empty):
            while True:
                answers.get_nowait()

    def _visit_host(self, host: str, waiting: deque[Request], answers: _Answers) -> None:
        try:
            while waiting and not self._ending.is_near():
                request = waiting.popleft()
                answers.put((request, self._answer(host, request)))
        except StoreError as error:
            answers.put(error)
        finally:
            answers.put(None)

    def _answer(self, host: str, request: Request) -> Page | FetchError:
        if self._trouble.get(host, 0) >= _ENOUGH_TROUBLE:
            return FetchError(Outcome.POSTPONED, f"{host} failed {_ENOUGH_TROUBLE} times in a row")
        try:
            page = self._fetcher.get(request, turn=partial(self._turns.turn, request))
        except FetchError as error:
            is_trouble = error.outcome in _TROUBLE or isinstance(error, HostError)
            self._trouble[host] = self._trouble.get(host, 0) + 1 if is_trouble else 0
            return error
        except StoreError:
            raise
        except Exception as error:
            return FetchError(Outcome.CRASHED, f"{type(error).__name__}: {error}")
        self._trouble[host] = 0
        return page
