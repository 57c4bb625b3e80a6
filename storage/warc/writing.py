"""Exchanges → WARC/1.1 records, each one gzip member, ready to be appended to a file.

The format is ISO 28500:2017. Bytes are kept as they came: the payload still content-encoded, the
headers in order. Only `Transfer-Encoding` is renamed, because the payload no longer has one.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from random import getrandbits
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.warc.exchange import Exchange, Headers
from storage.warc.members import Piece, packed, stored

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED = _PROFILES + "server-not-modified"
IDENTICAL = _PROFILES + "identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier record that holds the payload which a revisit record leaves out."""

    url: str
    fetched_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """An exchange as two gzip members, with what an index says of the first."""

    members: bytes
    """The answer and, behind it, the request."""
    length: int
    """Of the first."""
    kind: str
    """`response` or `revisit`."""
    digest: str
    """Of the payload: `sha1:` and Base32, as WARC tools write it; empty where there is none."""


def warcinfo(filename: str, at: datetime, fields: Mapping[str, str]) -> bytes:
    """The record that opens a file, as a gzip member; `fields` such as `software`."""
    body = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    record = _WARC.create_warc_record(
        "",
        "warcinfo",
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict={"WARC-Filename": filename, "WARC-Date": warc_date(at)},
    )
    return b"".join(stored(_WARC.parts(record)))


def written(exchange: Exchange, digest: str, original: Original | None) -> Written:
    """The answer, whose payload has this digest, and, behind it, the request.

    The answer is a response record; a revisit record for a 304 and for a payload that `original`
    has. A 304 whose original is not known is a revisit that refers to nothing.
    """
    circumstances, answer_id = _circumstances(exchange), _new_id()
    kind, headers = "revisit", {"WARC-Record-ID": answer_id, **circumstances}
    if exchange.status == 304:
        headers |= {"WARC-Profile": NOT_MODIFIED, **_refers_to(original)}
        digest = original.digest if original else ""
    elif original is not None and original.digest == digest:
        headers |= {"WARC-Profile": IDENTICAL, **_refers_to(original)}
    else:
        kind = "response"
        headers |= {"WARC-Payload-Digest": digest}
    answer = _answer(exchange, kind, headers)
    request = _request(exchange, {"WARC-Concurrent-To": answer_id, **circumstances})
    return Written(b"".join(answer + request), sum(map(len, answer)), kind, digest)


def digest_of(*parts: bytes) -> str:
    """`sha1:` and Base32: what other WARC tools compare."""
    sha1 = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        sha1.update(part)
    return "sha1:" + base64.b32encode(sha1.digest()).decode()


def _new_id() -> str:
    """Random; from the system it would be a call into it, in which other threads take over."""
    return f"<urn:uuid:{UUID(int=getrandbits(128), version=4)}>"


def warc_date(at: datetime) -> str:
    """Whole seconds in UTC, as the tables keep them: `2025-11-25T01:23:45Z`."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


class _RawHeaders(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """HTTP headers, byte for byte: an Exchange has them in Latin-1. warcio would percent-encode a
    `Location: https://…/chè.html`, colon and slashes included, and it would lead nowhere."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        return bytes(self.to_bytes(filter_func, "latin-1"))


def _answer(exchange: Exchange, kind: str, headers: dict[str, str]) -> list[Piece]:
    payload = exchange.payload if kind == "response" else b""
    status = _RawHeaders(
        f"{exchange.status} {exchange.reason}",
        _without_transfer_encoding(exchange.response_headers),
        protocol=_version(exchange),
    )
    parts = _WARC.parts(_record(exchange.url, kind, headers, status, payload))
    is_packed = any(name.casefold() == "content-encoding" for name, _ in exchange.response_headers)
    return stored(parts) if is_packed else packed(parts)


def _request(exchange: Exchange, headers: dict[str, str]) -> list[Piece]:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = _RawHeaders(
        f"{exchange.method} {target} {_version(exchange)}",
        list(exchange.request_headers),
        is_http_request=True,
    )
    headers |= {"WARC-Record-ID": _new_id(), "WARC-Payload-Digest": _OF_NOTHING}
    return stored(_WARC.parts(_record(exchange.url, "request", headers, line)))


def _record(
    url: str, kind: str, headers: dict[str, str], http: _RawHeaders, payload: bytes = b""
) -> Any:
    """warcio's record, with digests: warcio itself takes twice as long to make them."""
    http.compute_headers_buffer()
    return _WARC.create_warc_record(
        url,
        kind,
        payload=_Payload(payload),
        length=len(payload),
        warc_headers_dict={**headers, "WARC-Block-Digest": digest_of(http.headers_buff, payload)},
        http_headers=http,
    )


def _refers_to(original: Original | None) -> dict[str, str]:
    if original is None:
        return {}
    return {
        "WARC-Payload-Digest": original.digest,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
    }


def _circumstances(exchange: Exchange) -> dict[str, str]:
    headers = {"WARC-Date": warc_date(exchange.started_at)}
    if exchange.ip:
        headers["WARC-IP-Address"] = exchange.ip
    return headers


def _without_transfer_encoding(headers: Headers) -> list[tuple[str, str]]:
    renamed = "X-Archive-Orig-Transfer-Encoding"
    return [(renamed if k.casefold() == "transfer-encoding" else k, v) for k, v in headers]


def _version(exchange: Exchange) -> str:
    """WARC readers know the two text forms of HTTP only; HTTP/2 is written down as HTTP/1.1."""
    return "HTTP/1.0" if exchange.http_version == "HTTP/1.0" else "HTTP/1.1"


class _Payload(BytesIO):
    """Read in one piece and without a copy, where warcio asks for 16 KB at a time."""

    def read(self, _size: int | None = -1) -> bytes:
        return super().read()


class _Parts(list[bytes]):
    """A file for warcio to write to."""

    write = list.append

    def flush(self) -> None:
        pass


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """One for all records: making one takes half as long as writing a record with it."""

    def parts(self, record: Any) -> list[bytes]:
        """A record as it is to be written."""
        parts = _Parts()
        self._write_warc_record(parts, record)
        return parts


_WARC = _Writer(None, gzip=False, warc_version="1.1")
_OF_NOTHING = digest_of(b"")
