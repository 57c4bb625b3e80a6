"""WARC files → captures, with every digest verified; ours and those of others (CC-NEWS, wget).

A torn record reads as a short page without any error, so a capture counts only if its record is
whole and its digests are right.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from storage.warc.encodings import TornError, UnsupportedError, unpacked
from storage.warc.exchange import Headers, media_type
from storage.warc.writing import Original

T = TypeVar("T")

SUFFIXES = (".warc.gz", ".warc", ".warc.gz.open")
_MEMBER = b"\x1f\x8b\x08"
"""How a gzip member begins."""
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

    After a damaged record the file is read on from the next that can be read.
    """
    yield from _each(path, partial(_capture, path=path, wanted=wanted))


def check(path: Path) -> Iterator[str | DamagedError]:
    """The type of every whole record of a file (`response`, `request`, …), and what is damaged."""

    def checked(record: Any, records: Any) -> str:
        _checked(record, records, f"{path}: {_id(record)}")
        return str(record.rec_type)

    return _each(path, checked)


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
    """A payload with its content-encoding undone. Raises DamagedError, naming `where`."""
    encodings = (value for name, value in headers if name.casefold() == "content-encoding")
    try:
        body = unpacked(payload, ",".join(encodings), _LIMIT)
    except (UnsupportedError, TornError) as error:
        raise DamagedError(f"{where}: {error}") from None
    if len(body) > _LIMIT:
        raise DamagedError(f"{where}: more than {_LIMIT} bytes when unpacked")
    return body


def _capture(
    record: Any, records: Any, path: Path, wanted: Callable[[Head], bool]
) -> Capture | None:
    if record.rec_type not in ("response", "revisit") or not _is_web(record):
        return None
    where = f"{path}: {_id(record)}"
    try:
        head = _head(record)
        return _whole(record, head, records, where) if wanted(head) else None
    except ValueError as error:
        raise DamagedError(f"{where}: {error}") from None


def _each(path: Path, take: Callable[[Any, Any], T | None]) -> Iterator[T | DamagedError]:
    """What `take` makes of each record of a file, and the damage between them."""
    try:
        with path.open("rb") as file:
            yield from _read_on(file, path, take)
    except OSError as error:
        yield DamagedError(f"{path}: {_words(error)}")


def _read_on(
    file: BinaryIO, path: Path, take: Callable[[Any, Any], T | None]
) -> Iterator[T | DamagedError]:
    """Behind damage from the next member that can be read; damage is told once for each stretch."""
    start: int | None = 0
    holds_some = is_lost = False
    while start is not None:
        end = yield from _from(file, start, take)
        holds_some = holds_some or end.records > 0
        if end.why and (end.records or not is_lost):
            yield DamagedError(f"{path}: from byte {end.at} on: {end.why}")
        is_lost = bool(end.why)
        start = _next_member(file, end.at + 1) if is_lost else None
    if not holds_some and not is_lost:
        yield DamagedError(f"{path}: no WARC record in it")


class _End(NamedTuple):
    """Behind which byte reading came to an end, after how many records, and why: "" at the end of
    the file."""

    at: int
    records: int
    why: str = ""


def _from(
    file: BinaryIO, start: int, take: Callable[[Any, Any], T | None]
) -> Generator[T | DamagedError, None, _End]:
    """The records from a byte on, in their order."""
    end, count = start, 0
    file.seek(start)
    try:
        records = ArchiveIterator(file, check_digests=True)
        for record in records:
            if record.format != "warc":  # warcio takes any line of text for a record of an ARC file
                return _End(end, count, "not in the WARC format")
            try:
                taken: T | DamagedError | None = take(record, records)
            except DamagedError as error:
                taken = error
            count += 1
            if taken is not None:
                yield taken
            end = max(end, records.get_record_offset() + records.get_record_length())
    except Exception as error:  # warcio meets damage with whatever its own code then stumbles over
        return _End(end, count, _words(error))
    return _End(end, count)


def _next_member(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member may begin; None where there is none, as in a file without gzip."""
    file.seek(start)
    before = b""
    while chunk := file.read(1 << 16):
        if (found := (before + chunk).find(_MEMBER)) >= 0:
            return start - len(before) + found
        start += len(chunk)
        before = chunk[-len(_MEMBER) + 1 :]
    return None


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
    if "non-chunked gzip" in str(error):
        return "all records are one gzip member: unpack the file to read it"
    return f"no WARC record can be read here ({type(error).__name__})"
