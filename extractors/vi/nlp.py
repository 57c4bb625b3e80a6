"""The only door to underthesea. Everything behind it is loaded on first use, in the main thread."""

from __future__ import annotations

from typing import cast


def split_sentences(line: str) -> list[str]:
    """Sentences of one line (underthesea ignores line breaks), each a stretch of it, in order."""
    from underthesea.pipeline.sent_tokenize import sent_tokenize  # noqa: PLC0415

    return cast("list[str]", sent_tokenize(line))
