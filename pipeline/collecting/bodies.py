"""Bodies of answers, unpacked under a lid: a 284 KB gzip bomb took 288 MB without one."""

from __future__ import annotations

import zlib

from extractors.models import Outcome
from pipeline.collecting.failures import FetchError, TemporaryError
from storage.warc.encodings import inflated

_PLAIN: tuple[list[str], ...] = ([], ["identity"])
_PACKED = (["gzip"], ["x-gzip"], ["deflate"])


def unpack(payload: bytes, encoding: str, cap: int) -> bytes:
    """A payload without its Content-Encoding (`gzip`, `deflate` or none), at most `cap` bytes.

    Raises FetchError: TOO_LARGE beyond the cap, BAD_CONTENT for an encoding nobody asked for;
    temporary where the stream is torn or broken.
    """
    kinds = [word.strip().lower() for word in encoding.split(",") if word.strip()]
    if not payload or kinds in _PLAIN:
        return payload
    if kinds not in _PACKED:
        raise FetchError(Outcome.BAD_CONTENT, f"Content-Encoding {encoding!r} not asked for")
    try:
        body = inflated(payload, cap)
    except zlib.error as error:
        raise TemporaryError(Outcome.UNREACHABLE, f"compressed body: {error}") from None
    except EOFError:
        raise TemporaryError(Outcome.UNREACHABLE, "compressed body ends too early") from None
    if len(body) > cap:
        raise FetchError(Outcome.TOO_LARGE, f"more than {cap} bytes when unpacked")
    return body
