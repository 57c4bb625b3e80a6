"""Bodies of answers, unpacked under a lid: a 284 KB gzip bomb took 288 MB without one."""

from __future__ import annotations

from extractors.models import Outcome
from pipeline.collecting.failures import FetchError, TemporaryError
from storage.warc.encodings import TornError, UnsupportedError, unpacked


def unpack(payload: bytes, encoding: str, cap: int) -> bytes:
    """A payload without its Content-Encoding, at most `cap` bytes.

    Raises FetchError: TOO_LARGE beyond the cap, BAD_CONTENT for an encoding nobody asked for;
    temporary where the stream is torn or broken.
    """
    try:
        body = unpacked(payload, encoding, cap)
    except UnsupportedError as error:
        raise FetchError(Outcome.BAD_CONTENT, str(error)) from None
    except TornError as error:
        raise TemporaryError(Outcome.UNREACHABLE, f"compressed body: {error}") from None
    if len(body) > cap:
        raise FetchError(Outcome.TOO_LARGE, f"more than {cap} bytes when unpacked")
    return body
