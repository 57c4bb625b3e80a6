"""Whose turn it is: one request at a time per host, with a pace, and none it does not want."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from extractors.models import Outcome
from pipeline.collecting.failures import FetchError
from pipeline.fetch import LONGEST_WAIT, Request, origin
from pipeline.robots import Robots
from storage.hosts import Host


class Ending:
    """When a run is to end: once `asked` is set, or after `seconds`."""

    def __init__(self, asked: threading.Event, seconds: float = float("inf")) -> None:
        self.asked = asked
        self._at = time.monotonic() + seconds

    def is_near(self) -> bool:
        """Whether nothing new is to be started."""
        return self.asked.is_set() or time.monotonic() >= self._at

    def sleep(self, seconds: float) -> bool:
        """Wait so long; False, at once, when the run is to end."""
        left = self._at - time.monotonic()
        self.asked.wait(max(0.0, min(seconds, left)))
        return not self.is_near()


class Turns:
    """Hosts and what they ask of us; shared by all fetching threads.

    A host is a name with its port, whether asked by http or https. `pace` is the least time in
    seconds between the end of one request and the start of the next, by source; a host's
    Crawl-delay counts where it is longer.
    """

    def __init__(
        self,
        robots: Robots,
        pace: Mapping[str, float],
        ending: Ending,
        known: Mapping[str, Host] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._robots = robots
        self._pace = pace
        self._ending = ending
        self._known = dict(known or {})
        self._now = now
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._next_at: dict[str, float] = {}
        self._learned: list[Host] = []
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, request: Request, url: str) -> Iterator[None]:
        """Wait for the host of `url`, a step on the way of `request`, and hold it.

        Raises FetchError: ROBOTS, POSTPONED where the host or the end of the run does not let us,
        or what kept robots.txt from being read.
        """
        host = origin(url)
        with self._lock(host):
            wait = self._asked_wait(host)
            if not self._robots.allows(url, allow_private=request.allow_private):
                raise FetchError(Outcome.ROBOTS, "robots.txt disallows it")
            self._sleep(max(wait, self._next_at.get(host, 0.0) - time.monotonic()))
            try:
                yield
            except FetchError as error:
                if error.retry_after:
                    self._stay_away(host, error.retry_after)
                raise
            finally:
                delay = self._robots.crawl_delay(url, allow_private=request.allow_private)
                pace = max(self._pace.get(request.source, 0.0), delay)
                self._next_at[host] = time.monotonic() + pace

    def learned(self) -> list[Host]:
        """Hosts with something to remember since the last call."""
        with self._guard:
            learned, self._learned = self._learned, []
        return self._robots.learned() + learned

    def _lock(self, host: str) -> threading.Lock:
        with self._guard:
            return self._locks[host.partition("://")[2]]

    def _asked_wait(self, host: str) -> float:
        """Seconds for which the host wants no request. Raises FetchError where they are many."""
        until = self._known.get(host, Host(host)).not_before
        wait = (until - self._now()).total_seconds() if until else 0.0
        if wait > LONGEST_WAIT:
            reason = f"{host} asked us to wait until {until:%F %H:%M} UTC"
            raise FetchError(Outcome.POSTPONED, reason)
        return wait

    def _sleep(self, seconds: float) -> None:
        if seconds > 0 and not self._ending.sleep(seconds):
            raise FetchError(Outcome.POSTPONED, "the run ended before its turn came")

    def _stay_away(self, host: str, seconds: float) -> None:
        until = self._now() + timedelta(seconds=seconds)
        with self._guard:
            self._known[host] = Host(host, not_before=until)
            self._learned.append(self._known[host])
