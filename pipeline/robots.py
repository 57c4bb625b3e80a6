"""robots.txt per host, as RFC 9309 reads it: 4xx allows all, 5xx and silence disallow all."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

from protego import Protego

from extractors.models import Outcome
from pipeline.fetch import Fetcher, FetchError, Request

_ALLOW_ALL = Protego.parse("")
_DISALLOW_ALL = Protego.parse("User-agent: *\nDisallow: /\n")
_MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB must be read; what follows is ignored."""


class Robots:
    """The rules of each host, fetched once per run; safe to use from several threads."""

    def __init__(self, fetcher: Fetcher, agent: str) -> None:
        self._fetcher = fetcher
        self._agent = agent
        self._rules: dict[str, Protego] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def allows(self, request: Request) -> bool:
        """Whether the host lets our agent fetch this address."""
        return bool(self._of(request).can_fetch(request.url, self._agent))

    def crawl_delay(self, request: Request) -> float:
        """Seconds between two requests that the host asks for, 0 where it names none."""
        return float(self._of(request).crawl_delay(self._agent) or 0.0)

    def _of(self, request: Request) -> Protego:
        parts = urlsplit(request.url)
        host = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if host not in self._rules:
                self._rules[host] = self._fetch(host, request.allow_private)
            return self._rules[host]

    def _fetch(self, host: str, allow_private: bool) -> Protego:
        try:
            page = self._fetcher.get(
                Request(f"{host}/robots.txt", allow_private=allow_private), attempts=2
            )
        except FetchError as error:
            is_4xx = error.outcome is Outcome.GONE or error.reason.startswith("HTTP 4")
            return _ALLOW_ALL if is_4xx else _DISALLOW_ALL
        return Protego.parse(page.body[:_MAX_BYTES].decode("utf-8-sig", "replace"))
