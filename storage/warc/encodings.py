"""Content-Encoding undone as browsers do it: by what collects and by what reads the archive."""

from __future__ import annotations

import zlib

from extractors.page.gunzip import has_header, inflated

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
    is_packed = has_header(payload)
    if not is_packed and kind != "deflate":
        return payload
    try:
        return inflated(payload, limit)
    except zlib.error as error:
        if not is_packed:
            return payload
        raise TornError(f"broken {kind}: {error}") from None
    except EOFError:
        raise TornError(f"{kind} ends too early") from None
