"""robots.txt per host, as RFC 9309 reads it: 4xx allows all, 5xx and silence disallow all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.client import TOO_MANY_REQUESTS

from protego import Protego

from pipeline.collecting.failures import FetchError, HostError
from pipeline.fetch import Fetcher, Request, origin
from storage.hosts import Host

_MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB must be read; what follows is ignored."""
_GOOD_FOR = timedelta(hours=24)
"""RFC 9309, 2.4; an older copy is used only while no newer one can be had."""


class Robots:
    """The rules of each host, asked for once a day; safe to use from several threads.

    `known` is what earlier runs learned, `learned()` what is to be remembered.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        agent: str,
        known: Mapping[str, Host] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._fetcher = fetcher
        self._agent = agent
        self._known = dict(known or {})
        self._now = now
        self._rules: dict[str, Protego | FetchError] = {}
        self._learned: list[Host] = []
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def allows(self, url: str, *, allow_private: bool = False) -> bool:
        """Whether the host lets our agent fetch this address.

        Raises FetchError, named after what went wrong, where its robots.txt cannot be had: then
        nothing on the host may be fetched now.
        """
        return bool(self._of(url, allow_private).can_fetch(url, self._agent))

    def crawl_delay(self, url: str, *, allow_private: bool = False) -> float:
        """Seconds between two requests that the host asks for, 0 where it names none."""
        return float(self._of(url, allow_private).crawl_delay(self._agent) or 0.0)

    def learned(self) -> list[Host]:
        """Hosts whose rules are new since the last call."""
        with self._guard:
            learned, self._learned = self._learned, []
        return learned

    def _of(self, url: str, allow_private: bool) -> Protego:
        host = origin(url)
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if host not in self._rules:
                self._rules[host] = self._look_up(host, allow_private)
            found = self._rules[host]
        if isinstance(found, FetchError):
            raise found
        return found

    def _look_up(self, host: str, allow_private: bool) -> Protego | FetchError:
        known = self._known.get(host, Host(host))
        fresh = known.robots_at is not None and self._now() - known.robots_at < _GOOD_FOR
        if known.robots is not None and fresh:
            return Protego.parse(known.robots)
        try:
            text = self._fetch(host, allow_private)
        except FetchError as error:
            if known.robots is not None:
                return Protego.parse(known.robots)
            return HostError(error.outcome, f"robots.txt: {error.reason}", status=error.status)
        with self._guard:
            self._learned.append(Host(host, robots=text, robots_at=self._now()))
        return Protego.parse(text)

    def _fetch(self, host: str, allow_private: bool) -> str:
        request = Request(f"{host}/robots.txt", allow_private=allow_private)
        try:
            page = self._fetcher.get(request, attempts=2)
        except FetchError as error:
            if error.status is None or error.status >= 500 or error.status == TOO_MANY_REQUESTS:
                raise
            return ""
        return page.body[:_MAX_BYTES].decode("utf-8-sig", "replace")
