"""What comes out of a page: known to those who read it and to those who only store it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.models import Facts, Outcome
from extractors.reading import Reading


@dataclass(frozen=True, slots=True)
class Handled:
    """What was read out of a page: an article with its facts, or an outcome and its reason."""

    outcome: Outcome
    reason: str | None = None
    reading: Reading | None = None
    facts: Facts | None = None
    trace: str = ""
    """Of a page that crashed: where in the code."""
