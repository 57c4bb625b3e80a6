"""One request and the answer to it, whole, as an archive keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was asked and what came back: pages, feeds, robots.txt; also 304, redirects, errors."""

    url: str
    """Address of exactly this answer: each step of a redirect is an exchange of its own."""
    status: int
    payload: bytes
    """As on the wire after transfer-decoding, before content-decoding: still gzip if it was."""
    started_at: datetime
    """When the request was sent; aware."""
    method: str = "GET"
    request_headers: Headers = ()
    """As sent, in order; the bytes as Latin-1, like those of the answer."""
    reason: str = ""
    """`Not Found` of `HTTP/1.1 404 Not Found`."""
    http_version: str = "HTTP/1.1"
    response_headers: Headers = ()
    """As received, in order, doubles included."""
    ip: str = ""
    """Address of the server, empty where not known (a proxy, a test)."""


def media_type(headers: Headers) -> str:
    """What the server says it sent: `text/html`; empty where it says nothing."""
    value = next((v for k, v in headers if k.casefold() == "content-type"), "")
    return value.split(";")[0].strip().casefold()
