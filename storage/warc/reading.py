"""WARC files → captures, with every digest verified; ours and those of others (CC-NEWS, wget).

A torn record reads as a short page without any error, so a capture counts only if its record is
whole and its digests are right.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from storage.warc.exchange import Headers, media_type
from storage.warc.writing import Original

SUFFIXES = (".warc.gz", ".warc", ".warc.gz.open")
_LIMIT = 50_000_000
"""Largest payload that is read, in bytes, packed and unpacked: pages are far smaller."""


class DamagedError(Exception):
    """A record that cannot be trusted; the message names file and offset and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a record says before its payload."""

    url: str
    kind: str
    """`response` or `revisit`."""
    status: int
    headers: Headers
    fetched_at: datetime
    digest: str
    """Of the payload, as the record gives it; empty where it gives none."""
    original: Original | None = None
    """What a revisit refers to."""

    @property
    def media_type(self) -> str:
        """`text/html`; empty where the server named none."""
        return media_type(self.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One whole response or revisit record and where it stands."""

    head: Head
    payload: bytes
    """As in the record: content-encoding not undone, empty in a revisit."""
    offset: int
    length: int


def _everything(_head: Head) -> bool:
    return True


def captures(
    path: Path, wanted: Callable[[Head], bool] = _everything
) -> Iterator[Capture | DamagedError]:
    """The wanted responses and revisits of a file in their order, and what is damaged.

    After a damaged record the file is read on if its format allows it.
    """
    try:
        with path.open("rb") as file:
            yield from _captures(ArchiveIterator(file, check_digests=True), path, wanted)
    except Exception as error:  # warcio meets damage with whatever its own code then stumbles over
        yield DamagedError(f"{path}: {_words(error)}")


def check(path: Path) -> Iterator[str | DamagedError]:
    """The type of every whole record of a file (`response`, `request`, …), and what is damaged."""
    end = 0
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests=True)
            for record in records:
                try:
                    _checked(record, records, f"{path}: {_id(record)}")
                    yield str(record.rec_type)
                except DamagedError as error:
                    yield error
                end = records.get_record_offset() + records.get_record_length()
    except Exception as error:
        yield DamagedError(f"{path}: from byte {end} on: {_words(error)}")


def capture_at(path: Path, offset: int) -> Capture:
    """The record at an offset. Raises DamagedError, also where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            records = ArchiveIterator(file, check_digests=True)
            record = next(records)
            return _whole(record, _head(record), records, f"{path}:{offset}")
    except DamagedError:
        raise
    except StopIteration:
        raise DamagedError(f"{path}:{offset}: no record") from None
    except Exception as error:
        raise DamagedError(f"{path}:{offset}: {_words(error)}") from None


def body_of(payload: bytes, headers: Headers, where: str) -> bytes:
    """A payload with its content-encoding undone. Raises DamagedError, naming `where`.

    Recorders in a browser keep `Content-Encoding: gzip` over a body already unpacked: that stays.
    """
    encoding = next((v for k, v in headers if k.casefold() == "content-encoding"), "").casefold()
    if encoding in ("br", "zstd"):
        raise DamagedError(f"{where}: Content-Encoding {encoding} is not supported")
    if encoding in ("", "identity") or not payload.startswith((b"\x1f\x8b", b"\x78")):
        return payload
    unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)  # gzip or zlib, as found
    try:
        body = unpacker.decompress(payload, _LIMIT)
    except zlib.error as error:
        raise DamagedError(f"{where}: broken {encoding}: {error}") from None
    if not unpacker.eof:
        raise DamagedError(f"{where}: {encoding} ends too early or exceeds {_LIMIT} bytes")
    return body


def _captures(
    records: Any, path: Path, wanted: Callable[[Head], bool]
) -> Iterator[Capture | DamagedError]:
    for record in records:
        if record.rec_type not in ("response", "revisit") or not _is_web(record):
            continue
        where = f"{path}: {_id(record)}"
        try:
            head = _head(record)
            if wanted(head):
                yield _whole(record, head, records, where)
        except DamagedError as error:
            yield error
        except ValueError as error:
            yield DamagedError(f"{where}: {error}")


def _id(record: Any) -> str:
    return record.rec_headers.get_header("WARC-Record-ID") or "a record without identity"


def _is_web(record: Any) -> bool:
    """Not a DNS answer, nor another thing that a crawler noted down."""
    uri = record.rec_headers.get_header("WARC-Target-URI") or ""
    return uri.startswith(("http://", "https://"))


def _head(record: Any) -> Head:
    """Raises ValueError for a date or status that is none."""
    http, warc = record.http_headers, record.rec_headers
    return Head(
        url=warc.get_header("WARC-Target-URI") or "",
        kind=record.rec_type,
        status=int(http.get_statuscode()) if http else 0,
        headers=tuple(http.headers) if http else (),
        fetched_at=_time(warc.get_header("WARC-Date")),
        digest=warc.get_header("WARC-Payload-Digest") or "",
        original=_original(warc),
    )


def _original(warc: Any) -> Original | None:
    url = warc.get_header("WARC-Refers-To-Target-URI")
    at = warc.get_header("WARC-Refers-To-Date")
    if not url or not at:
        return None
    return Original(url, _time(at), warc.get_header("WARC-Payload-Digest") or "")


def _time(text: str | None) -> datetime:
    when = datetime.fromisoformat(text or "")
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _whole(record: Any, head: Head, records: Any, where: str) -> Capture:
    payload = _checked(record, records, where)
    return Capture(
        head=head,
        payload=_dechunked(payload, head),
        offset=records.get_record_offset(),
        length=records.get_record_length(),
    )


def _checked(record: Any, records: Any, where: str) -> bytes:
    """The payload of a record that is whole and what its digests say. Raises DamagedError."""
    if record.payload_length > _LIMIT:
        raise DamagedError(f"{where}: payload of {record.payload_length} bytes, limit {_LIMIT}")
    payload = record.raw_stream.read()
    records.read_to_end()
    member = records.reader.decompressor  # None in a file that is not gzip
    if record.length is None or record.raw_stream.limit > 0 or (member and not member.eof):
        raise DamagedError(f"{where}: the record ends too early")
    if record.digest_checker.passed is False:
        raise DamagedError(f"{where}: {'; '.join(record.digest_checker.problems)}")
    return bytes(payload)


def _dechunked(payload: bytes, head: Head) -> bytes:
    """Some recorders keep the chunks of `Transfer-Encoding: chunked`."""
    names = (v for k, v in head.headers if k.casefold() == "transfer-encoding")
    if "chunked" not in next(names, "").casefold():
        return payload
    return bytes(ChunkedDataReader(BytesIO(payload)).read())


def _words(error: BaseException) -> str:
    """Why a file could not be read; what warcio says of damage is full of its bytes."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"no WARC record can be read here ({type(error).__name__})"
