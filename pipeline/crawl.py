"""Many requests at once, politely: one at a time per host with a pace, hosts side by side."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

from extractors.models import Outcome, Page
from pipeline.fetch import Fetcher, FetchError, Request
from pipeline.robots import Robots
from storage.errors import StoreError

Answer = tuple[Request, Page | FetchError]
_Answers = queue.Queue[Answer | StoreError | None]
"""None: a host is done."""


class Crawl:
    """Answers requests as they arrive; once `stopped` is set no further one is started."""

    def __init__(
        self,
        fetcher: Fetcher,
        robots: Robots,
        *,
        hosts_at_once: int,
        pace_seconds: Mapping[str, float],
        stopped: threading.Event,
    ) -> None:
        """`pace_seconds`: the least time between two requests to a host, per source name."""
        self._fetcher = fetcher
        self._robots = robots
        self._hosts_at_once = hosts_at_once
        self._pace = pace_seconds
        self._next_at: dict[str, float] = {}
        self._stopped = stopped

    def fetch(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """Each request with its page or its failure, as they arrive.

        Answers wait in a short queue, so a slow reader slows the crawl and not the memory. After
        a stop the requests not yet started have no answer: they stay pending. Raises StoreError
        where the archive cannot keep an answer.
        """
        by_host: dict[str, deque[Request]] = {}
        for request in requests:
            by_host.setdefault(urlsplit(request.url).netloc, deque()).append(request)
        if not by_host:
            return
        answers: _Answers = queue.Queue(maxsize=self._hosts_at_once * 2)
        pool = ThreadPoolExecutor(self._hosts_at_once, thread_name_prefix="fetch")
        try:
            for host, waiting in by_host.items():
                pool.submit(self._visit_host, host, waiting, answers)
            open_hosts = len(by_host)
            while open_hosts:
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
            while waiting and not self._stopped.is_set():
                request = waiting.popleft()
                answer = self._answer(host, request)
                if answer is not None:
                    answers.put((request, answer))
        except StoreError as error:
            answers.put(error)
        finally:
            answers.put(None)

    def _answer(self, host: str, request: Request) -> Page | FetchError | None:
        """None: stopped before it was this request's turn."""
        try:
            if not self._robots.allows(request):
                return FetchError(Outcome.ROBOTS, "robots.txt disallows it")
            return self._fetcher.get(request) if self._wait_for_turn(host, request) else None
        except FetchError as error:
            return error
        except StoreError:
            raise
        except Exception as error:
            return FetchError(Outcome.CRASHED, f"{type(error).__name__}: {error}")

    def _wait_for_turn(self, host: str, request: Request) -> bool:
        pace = max(self._pace.get(request.source, 0.0), self._robots.crawl_delay(request))
        wait = self._next_at.get(host, 0.0) - time.monotonic()
        if wait > 0 and self._stopped.wait(wait):
            return False
        self._next_at[host] = time.monotonic() + pace
        return True
