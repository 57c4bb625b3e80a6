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
    unpacked = bytearray()
    while is_gzip(data):
        member = zlib.decompressobj(wbits=31)
        try:
            unpacked += member.decompress(data, limit + 1 - len(unpacked))
        except zlib.error as error:
            raise Skip(Outcome.BAD_CONTENT, f"broken gzip: {error}") from None
        if len(unpacked) > limit:
            raise Skip(Outcome.TOO_LARGE, f"more than {limit} bytes when unpacked")
        if not member.eof:
            raise Skip(Outcome.BAD_CONTENT, "gzip file ends too early")
        data = member.unused_data
    return bytes(unpacked)
