"""gzip with a lid: a few hundred bytes can unpack to gigabytes."""

from __future__ import annotations

import zlib

from extractors.models import Outcome, Skip

LIMIT = 50_000_000
"""Bytes; the largest sitemap allowed by sitemaps.org is 50 MB unpacked."""


def is_gzip(data: bytes) -> bool:
    """Whether the bytes start like a gzip file."""
    return data.startswith(b"\x1f\x8b")


def gunzip(data: bytes, limit: int = LIMIT) -> bytes:
    """All members of a gzip file. Raises Skip(TOO_LARGE) beyond `limit` bytes, Skip(BAD_CONTENT)
    for a torn or broken file."""
    try:
        unpacked = inflated(data, limit)
    except zlib.error as error:
        raise Skip(Outcome.BAD_CONTENT, f"broken gzip: {error}") from None
    except EOFError:
        raise Skip(Outcome.BAD_CONTENT, "gzip file ends too early") from None
    if len(unpacked) > limit:
        raise Skip(Outcome.TOO_LARGE, f"more than {limit} bytes when unpacked")
    return unpacked


def inflated(packed: bytes, limit: int) -> bytes:
    """What gzip or zlib packed, or deflate without a header; one byte more than `limit` where it is
    longer.

    gzip may come in several members (RFC 1952, 2.2), of which one alone is a torn page. Bytes
    behind them do not count. Raises zlib.error where it is broken, EOFError where it ends early.
    """
    body = bytearray()
    while True:
        window = 32 + zlib.MAX_WBITS if has_header(packed) else -zlib.MAX_WBITS  # 32: as found
        unpacker = zlib.decompressobj(window)
        body += unpacker.decompress(packed, limit + 1 - len(body))
        if len(body) > limit:
            break
        if not unpacker.eof:
            raise EOFError
        packed = unpacker.unused_data
        if not is_gzip(packed):
            break
    return bytes(body)


def has_header(packed: bytes) -> bool:
    """Whether it begins as gzip or zlib (RFC 1950, 2.2) does."""
    if is_gzip(packed):
        return True
    return len(packed) > 1 and packed[0] & 15 == 8 and int.from_bytes(packed[:2]) % 31 == 0
