"""Content-Encoding undone as browsers do it: by what collects and by what reads the archive."""

from __future__ import annotations

import zlib

_GZIP = b"\x1f\x8b"


def inflated(packed: bytes, limit: int) -> bytes:
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


def has_header(packed: bytes) -> bool:
    """Whether it begins as gzip or zlib (RFC 1950, 2.2) does."""
    if packed.startswith(_GZIP):
        return True
    return len(packed) > 1 and packed[0] & 15 == 8 and int.from_bytes(packed[:2]) % 31 == 0


def _window(packed: bytes) -> int:
    """32: gzip or zlib, as found; negative: neither."""
    return 32 + zlib.MAX_WBITS if has_header(packed) else -zlib.MAX_WBITS
