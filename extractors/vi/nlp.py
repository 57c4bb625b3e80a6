"""The only door to underthesea. Everything behind it is loaded on first use, in the main thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

_STOP = re.compile("[.?!]")


class Tagger(Protocol):
    """A linear-chain CRF: a label for each row of features."""

    def marginals(self, features: Sequence[Sequence[str]]) -> list[list[float]]:
        """Per row the probability of each label, in the order of `labels()`."""

    def labels(self) -> list[str]:
        """The labels the model knows."""


def load_tagger(path: Path) -> Tagger:
    """The model that python-crfsuite wrote to `path`; chances are the same as there."""
    from underthesea_core import CRFTagger  # noqa: PLC0415

    tagger = CRFTagger()
    tagger.load(str(path))
    return cast("Tagger", tagger)


def split_sentences(line: str) -> list[str]:
    """Sentences of one line (underthesea ignores line breaks), each a stretch of it, in order.

    It looks at every character; a line with no stop before its last one is one sentence.
    """
    line = line.strip()
    if not _STOP.search(line, 0, len(line) - 1):
        return [line] if line else []
    return cast("list[str]", _splitter().sent_tokenize(line))


@cache
def _splitter() -> ModuleType:
    """underthesea's module of sentences alone: what the package imports beside it, classifiers and
    numpy, takes a third of a second at every start, and nothing here needs it."""
    found = find_spec("underthesea")
    assert found is not None, "underthesea is not installed"
    assert found.origin is not None
    path = Path(found.origin).parent / "pipeline" / "sent_tokenize" / "__init__.py"
    spec = spec_from_file_location("underthesea_sentences", path)
    assert spec is not None, path
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
