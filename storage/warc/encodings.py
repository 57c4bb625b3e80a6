"""Content-Encoding undone as browsers do it: by what collects and by what reads the archive."""

from __future__ import annotations

import zlib

_GZIP = b"\x1f\x8b"
_UNDONE = ("gzip", "x-gzip", "deflate")
_NOT_UNDONE = ("br", "zstd", "compress", "x-compress")


class UnsupportedError(Exception):
    """An encoding that nobody asked for; the message names it."""


class TornError(Exception):
    """A packed body that is broken or ends too early; the message says which."""


def unpacked(payload: bytes, encoding: str, limit: int) -> bytes:
    """A payload without its Content-Encoding; more than `limit` bytes where it is longer.

    Several, as in `gzip, gzip`, are undone from the last to the first. Other words (`identity`,
    `utf-8`) are no encoding, and a body that is not packed stays as it is, whatever its label:
    servers forget to pack error pages, and recorders in a browser keep the label over a body
    already unpacked. Raises UnsupportedError, TornError.
    """
    for word in reversed(encoding.casefold().split(",")):
        kind = word.strip()
        if kind in _NOT_UNDONE:
            raise UnsupportedError(f"Content-Encoding {kind} is not supported")
        if kind in _UNDONE and 0 < len(payload) <= limit:
            payload = _once_unpacked(payload, kind, limit)
    return payload


def _once_unpacked(payload: bytes, kind: str, limit: int) -> bytes:
    is_packed = _has_header(payload)
    if not is_packed and kind != "deflate":
        return payload
    try:
        return _inflated(payload, limit)
    except zlib.error as error:
        if not is_packed:
            return payload
        raise TornError(f"broken {kind}: {error}") from None
    except EOFError:
        raise TornError(f"{kind} ends too early") from None


def _inflated(packed: bytes, limit: int) -> bytes:
    """What `gzip` or `deflate` packed; one byte more than `limit` where it is longer.

    gzip may come in several members (RFC 1952, 2.2), of which one alone is a torn page; "deflate"
    with a header (RFC 9110, 8.4.1.2) or, as some servers have it, without. Bytes behind it do not
    count. Raises zlib.error where it is broken, EOFError where it ends too early.
    """
    body = bytearray()
    while True:
        unpacker = zlib.decompressobj(_window(packed))
        body += unpacker.decompress(packed, limit + 1 - len(body))
        if len(body) > limit:
            break
        if not unpacker.eof:
            raise EOFError
        packed = unpacker.unused_data
        if not packed.startswith(_GZIP):
            break
    return bytes(body)


def _has_header(packed: bytes) -> bool:
    """Whether it begins as gzip or zlib (RFC 1950, 2.2) does."""
    if packed.startswith(_GZIP):
        return True
    return len(packed) > 1 and packed[0] & 15 == 8 and int.from_bytes(packed[:2]) % 31 == 0


def _window(packed: bytes) -> int:
    """32: gzip or zlib, as found; negative: neither."""
    return 32 + zlib.MAX_WBITS if _has_header(packed) else -zlib.MAX_WBITS
