"""The only door to underthesea. Everything behind it is loaded on first use, in the main thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast


class Tagger(Protocol):
    """A linear-chain CRF: a label for each row of features."""

    def tag(self, features: Sequence[Sequence[str]]) -> list[str]:
        """The best labels of the whole sequence."""

    def marginals(self, features: Sequence[Sequence[str]]) -> list[list[float]]:
        """Per row the probability of each label, in the order of `labels()`."""

    def labels(self) -> list[str]:
        """The labels the model knows."""


def load_tagger(path: Path) -> Tagger:
    """The model that python-crfsuite wrote to `path`; tags are the same as there."""
    from underthesea_core import CRFTagger  # noqa: PLC0415

    tagger = CRFTagger()
    tagger.load(str(path))
    return cast("Tagger", tagger)


def split_sentences(line: str) -> list[str]:
    """Sentences of one line (underthesea ignores line breaks), each a stretch of it, in order."""
    from underthesea.pipeline.sent_tokenize import sent_tokenize  # noqa: PLC0415

    return cast("list[str]", sent_tokenize(line))
