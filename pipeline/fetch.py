"""The only door to httpx: one URL in, one `Page` out, or a failure with a name.

Every URL has a total deadline, every body a cap, and only temporary errors are tried again. Each
step of a redirect is a request of its own: it waits for its host's turn and is kept by itself.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from extractors.models import Outcome
from extractors.sources import Page
from pipeline.collecting.bodies import unpack
from pipeline.collecting.connection import Budget, Clock, ConnectionPools, ForbiddenAddressError
from pipeline.collecting.failures import FetchError, TemporaryError
from pipeline.config import CollectSettings
from pipeline.log import logger
from storage.warc.exchange import Exchange

__all__ = ["LONGEST_WAIT", "Exchange", "FetchError", "Fetcher", "Request", "origin"]

log = logger(__name__)
# Its own words for a second try name no address, and would be in the mail of every cron job.
stamina.instrumentation.set_on_retry_hooks([])

_TEMPORARY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_GOOD_STATUS = frozenset({200, 202, 203, 304})
"""nongsanviet.nongnghiep.vn answers 202 with real pages."""
LONGEST_WAIT = 30.0
"""Longest wait, in seconds, that a server may ask of a run; beyond it a later run comes back."""
_LONGEST_RETRY_AFTER = 7 * 86400.0
"""Seconds; a server that asks for more has its clock or its units wrong."""

Turn = Callable[[str], AbstractContextManager[object]]
"""Entered before each request to an address, left when its answer is read. May raise FetchError."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for. Validators of an earlier answer make it a conditional GET."""

    url: str
    source: str = ""
    etag: str | None = None
    last_modified: str | None = None
    allow_private: bool = False
    """Whether it may lead into a private or loopback network."""

    @property
    def headers(self) -> dict[str, str]:
        headers = {}
        if self.etag:
            headers["If-None-Match"] = self.etag
        if self.last_modified:
            headers["If-Modified-Since"] = self.last_modified
        return headers


def origin(url: str) -> str:
    """The server of an address: `https://nld.com.vn` of `https://nld.com.vn/a.htm`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Fetcher:
    """Fetches over pools of connections; used from several threads at once.

    `keep` gets every answer that arrived whole, also redirects, errors and robots.txt; it is
    called from the fetching threads, one call at a time. `transport` is for tests; `now` gives
    the aware time that a page was fetched at.
    """

    def __init__(
        self,
        settings: CollectSettings,
        *,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        keep: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._keep = keep
        self._keeping = threading.Lock()
        self._clock = Clock()
        tls = httpx.create_ssl_context()
        self._clients = {
            allowed: self._client(transport or _Transport(self._clock, tls, allow_private=allowed))
            for allowed in (False, True)
        }

    def _client(self, transport: httpx.BaseTransport) -> httpx.Client:
        return httpx.Client(
            transport=transport,
            timeout=self._settings.timeout_seconds,
            follow_redirects=False,
            headers={
                "User-Agent": self._settings.agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "vi,en;q=0.3",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()

    def get(
        self, request: Request, *, attempts: int | None = None, turn: Turn | None = None
    ) -> Page:
        """The page at an address, 304 included. Raises FetchError for anything else."""
        budget = Budget(self._settings.deadline_seconds)
        retries = stamina.retry_context(
            on=_delay_before_retry,
            attempts=attempts or self._settings.attempts,
            timeout=self._settings.deadline_seconds,
            wait_initial=0.5,
            wait_max=10.0,
        )
        for attempt in retries:
            if attempt.num > 1:
                log.info("tried again", stage="fetch", url=request.url, attempt=attempt.num)
            with attempt:
                return self._follow(request, budget, turn or nullcontext)
        raise AssertionError("stamina ends with a result or an error")

    def _follow(self, request: Request, budget: Budget, turn: Turn) -> Page:
        url = request.url
        for _ in range(self._settings.max_redirects + 1):
            if not url.lower().startswith(("http://", "https://")):
                raise FetchError(Outcome.REFUSED, f"{url[:80]!r} is no http(s) address")
            with turn(url), self._clock.spending(budget):
                answer = self._ask(request, url)
            if isinstance(answer, Page):
                return answer
            url = answer
        raise FetchError(Outcome.UNREACHABLE, f"more than {self._settings.max_redirects} redirects")

    def _ask(self, request: Request, url: str) -> Page | str:
        """One request: its page, or the address that it redirects to."""
        try:
            started_at = self._now()
            client = self._clients[request.allow_private]
            with client.stream("GET", url, headers=request.headers) as response:
                return self._answer(request, response, started_at)
        except ForbiddenAddressError as error:
            raise FetchError(Outcome.REFUSED, str(error)) from None
        except httpx.TimeoutException as error:
            raise TemporaryError(Outcome.TIMEOUT, _words(error)) from None
        except httpx.TransportError as error:
            raise TemporaryError(Outcome.UNREACHABLE, _words(error)) from None
        except (httpx.InvalidURL, httpx.HTTPError, UnicodeError, ValueError) as error:
            raise FetchError(Outcome.UNREACHABLE, _words(error)) from None

    def _answer(
        self, request: Request, response: httpx.Response, started_at: datetime
    ) -> Page | str:
        ip, url = _server_address(response), str(response.url)
        try:
            payload = _payload(response, self._settings.max_bytes)
        except (httpx.TransportError, FetchError):
            _check_status(response, started_at)  # its name says more than a torn error page
            raise
        if self._keep is not None:
            with self._keeping:
                self._keep(_exchange(response, url, payload, started_at, ip))
        if response.has_redirect_location:
            return urljoin(url, response.headers["location"])
        _check_status(response, started_at)
        encoding = response.headers.get("content-encoding", "")
        return Page(
            url=request.url,
            body=unpack(payload, encoding, self._settings.max_bytes),
            status=response.status_code,
            headers=tuple((k.lower(), v) for k, v in response.headers.multi_items()),
            final_url=url,
            fetched_at=started_at,  # as the archive has it, so that a replay gives the same row
            source=request.source,
        )


class _Transport(httpx.HTTPTransport):
    """httpx's own, over connections that are checked. No proxy of the environment is used: the
    address would then be the proxy's, and the check worth nothing."""

    def __init__(self, clock: Clock, tls: ssl.SSLContext, *, allow_private: bool) -> None:
        super().__init__(verify=tls)
        self._pool = ConnectionPools(  # type: ignore[assignment]
            clock,
            allow_private=allow_private,
            ssl_context=tls,
            max_connections=None,
            keepalive_expiry=30.0,
        )


def _payload(response: httpx.Response, cap: int) -> bytes:
    """The body as it came, still compressed. Raises FetchError beyond `cap` bytes."""
    payload = bytearray()
    for chunk in response.iter_raw():
        payload += chunk
        if len(payload) > cap:
            raise FetchError(Outcome.TOO_LARGE, f"more than {cap} bytes")
    return bytes(payload)


def _server_address(response: httpx.Response) -> str:
    """Of the open connection; unknown once it is closed."""
    stream = response.extensions.get("network_stream")
    return str(stream.get_extra_info("server_addr")[0]) if stream else ""


def _exchange(
    response: httpx.Response, url: str, payload: bytes, started_at: datetime, ip: str
) -> Exchange:
    return Exchange(
        method=response.request.method,
        url=url,
        request_headers=_headers(response.request.headers),
        status=response.status_code,
        reason=response.reason_phrase,
        http_version=response.http_version,
        response_headers=_headers(response.headers),
        payload=payload,
        started_at=started_at,
        ip=ip,
    )


def _headers(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


def _check_status(response: httpx.Response, now: datetime) -> None:
    status = response.status_code
    if status in _GOOD_STATUS:
        return
    reason = f"HTTP {status}"
    if status in (404, 410):
        raise FetchError(Outcome.GONE, reason, status=status)
    if status not in _TEMPORARY_STATUS:
        raise FetchError(Outcome.HTTP_ERROR, reason, status=status)
    retry_after = _retry_after(response.headers, now)
    kind = FetchError if (retry_after or 0) > LONGEST_WAIT else TemporaryError
    raise kind(Outcome.HTTP_ERROR, reason, retry_after=retry_after, status=status)


def _delay_before_retry(error: Exception) -> bool | float:
    """stamina's hook: False ends the tries, a number of seconds replaces the usual wait."""
    if not isinstance(error, TemporaryError):
        return False
    return error.retry_after if error.retry_after is not None else True


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), _LONGEST_RETRY_AFTER)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    seconds = (when - now).total_seconds() if when.tzinfo else 0.0
    return min(max(0.0, seconds), _LONGEST_RETRY_AFTER)


def _words(error: BaseException) -> str:
    return str(error).strip() or type(error).__name__
