"""The only door to httpx: one URL in, one `Page` out, or a failure with a name.

Bodies are decompressed under a cap (a 284 KB gzip bomb took 288 MB otherwise), every URL has a
total deadline (httpx has none), and only temporary errors are tried again.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import stamina

from extractors.models import Outcome, Page
from pipeline.config import CollectSettings

_TEMPORARY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_MAX_RETRY_AFTER = 30.0
"""Longest wait, in seconds, that a server may ask of a run; beyond it the next run comes back."""


class FetchError(Exception):
    """No page. `outcome` says why; `retry_after` is what the server asked for, in seconds."""

    def __init__(self, outcome: Outcome, reason: str, retry_after: float | None = None) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after


class _TemporaryError(FetchError):
    """Worth another try now."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for. Validators of an earlier answer make it a conditional GET."""

    url: str
    source: str = ""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        headers = {}
        if self.etag:
            headers["If-None-Match"] = self.etag
        if self.last_modified:
            headers["If-Modified-Since"] = self.last_modified
        return headers


class Fetcher:
    """Fetches over one connection pool; used from several threads at once.

    `transport` is for tests; `now` gives the aware time that a page was fetched at.
    """

    def __init__(
        self,
        settings: CollectSettings,
        *,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._now = now
        self._client = httpx.Client(
            transport=transport,
            timeout=settings.timeout_seconds,
            follow_redirects=False,
            headers={
                "User-Agent": settings.agent,
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
        self._client.close()

    def get(self, request: Request, *, attempts: int | None = None) -> Page:
        """The page at an address: status 200 or 304. Raises FetchError for anything else."""
        deadline = time.monotonic() + self._settings.deadline_seconds
        retries = stamina.retry_context(
            on=_delay_before_retry,
            attempts=attempts or self._settings.attempts,
            timeout=self._settings.deadline_seconds,
            wait_initial=0.5,
            wait_max=10.0,
        )
        for attempt in retries:
            with attempt:
                return self._once(request, deadline)
        raise AssertionError("stamina ends with a result or an error")

    def _once(self, request: Request, deadline: float) -> Page:
        try:
            return self._follow(request, deadline)
        except httpx.TimeoutException as error:
            raise _TemporaryError(Outcome.TIMEOUT, _words(error)) from None
        except httpx.TransportError as error:
            raise _TemporaryError(Outcome.UNREACHABLE, _words(error)) from None
        except (httpx.InvalidURL, httpx.HTTPError, zlib.error, UnicodeError) as error:
            raise FetchError(Outcome.UNREACHABLE, _words(error)) from None

    def _follow(self, request: Request, deadline: float) -> Page:
        url = request.url
        for _ in range(self._settings.max_redirects + 1):
            if not url.startswith(("http://", "https://")):
                raise FetchError(Outcome.UNREACHABLE, f"{url[:80]!r} is no http(s) address")
            with self._client.stream("GET", url, headers=request.headers) as response:
                if response.next_request is None:
                    return self._page(request, response, deadline)
                url = str(response.next_request.url)
        raise FetchError(Outcome.UNREACHABLE, f"more than {self._settings.max_redirects} redirects")

    def _page(self, request: Request, response: httpx.Response, deadline: float) -> Page:
        _check_status(response, self._now())
        body = b"".join(_read(response, self._settings.max_bytes, deadline))
        return Page(
            url=request.url,
            body=body,
            status=response.status_code,
            headers=tuple((k.lower(), v) for k, v in response.headers.multi_items()),
            final_url=str(response.url),
            fetched_at=self._now(),
            source=request.source,
        )


def _check_status(response: httpx.Response, now: datetime) -> None:
    status = response.status_code
    if status in (200, 304):
        return
    reason = f"HTTP {status}"
    if status in (404, 410):
        raise FetchError(Outcome.GONE, reason)
    if status not in _TEMPORARY_STATUS:
        raise FetchError(Outcome.HTTP_ERROR, reason)
    retry_after = _retry_after(response.headers, now)
    kind = FetchError if (retry_after or 0) > _MAX_RETRY_AFTER else _TemporaryError
    raise kind(Outcome.HTTP_ERROR, reason, retry_after)


def _delay_before_retry(error: Exception) -> bool | float:
    """stamina's hook: False ends the tries, a number of seconds replaces the usual wait."""
    if not isinstance(error, _TemporaryError):
        return False
    return error.retry_after if error.retry_after is not None else True


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, (when - now).total_seconds()) if when.tzinfo else None


def _read(response: httpx.Response, cap: int, deadline: float) -> Iterator[bytes]:
    """The body, decompressed, in pieces; ends in an error past the cap or the deadline."""
    decoder = _Decoder(response.headers.get("content-encoding", ""))
    total = 0
    for chunk in response.iter_raw():
        for piece in decoder.feed(chunk):
            total += len(piece)
            if total > cap:
                raise FetchError(Outcome.TOO_LARGE, f"more than {cap} bytes")
            yield piece
        if time.monotonic() > deadline:
            raise FetchError(Outcome.TIMEOUT, "deadline passed while reading the body")
    if total and not decoder.is_complete:
        raise _TemporaryError(Outcome.UNREACHABLE, "compressed body ends too early")


class _Decoder:
    """Undoes a Content-Encoding in pieces of at most 64 KiB, so that a bomb meets the cap."""

    _PIECE = 1 << 16

    def __init__(self, encoding: str) -> None:
        kinds = [word.strip().lower() for word in encoding.split(",") if word.strip()]
        if kinds not in ([], ["identity"], ["gzip"], ["x-gzip"], ["deflate"]):
            raise FetchError(Outcome.BAD_CONTENT, f"Content-Encoding {encoding!r} not asked for")
        plain = kinds in ([], ["identity"])
        # 32: gzip or zlib header, as found (some servers send zlib for "deflate")
        self._zlib = None if plain else zlib.decompressobj(32 + zlib.MAX_WBITS)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if self._zlib is None:
            yield chunk
            return
        while chunk and not self._zlib.eof:
            yield self._zlib.decompress(chunk, self._PIECE)
            chunk = self._zlib.unconsumed_tail

    @property
    def is_complete(self) -> bool:
        """Whether the compressed stream came to its own end."""
        return self._zlib is None or self._zlib.eof


def _words(error: BaseException) -> str:
    return str(error).strip() or type(error).__name__
