"""What a process does that reads pages for another, and what it sends back.

That is what can be stored: no body, no tokens (half of what is read, and nobody stores them), and
no text without facts. Who asks knows these functions as well, but needs nothing of what they
read with: so that is loaded by the first call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import UnreadableError
from pipeline.handled import Handled
from pipeline.replaying.loads import Load
from pipeline.saved import Saved


@dataclass(frozen=True, slots=True)
class Read:
    """A page with what was read in it, or why it could not be read."""

    saved: Saved | None
    handled: Handled | None
    problem: str = ""


def read_load(load: Load, any_topic: bool) -> Read:
    """A page that has yet to be loaded. Never raises."""
    from pipeline.reading import read_saved_page  # noqa: PLC0415 - see above

    try:
        saved = load()
    except UnreadableError as error:
        return Read(None, None, str(error))
    return Read(saved, read_saved_page(saved, any_topic=any_topic))


def read_loads(loads: Sequence[Load], any_topic: bool) -> list[Read]:
    """Several of them, to be sent back."""
    return [_sendable(read_load(load, any_topic)) for load in loads]


def read_saved(saved: Saved, any_topic: bool) -> Handled:
    """A page that is at hand, to be sent back."""
    from pipeline.reading import read_saved_page  # noqa: PLC0415 - see above

    return _light(read_saved_page(saved, any_topic=any_topic))


def _sendable(read: Read) -> Read:
    saved = read.saved and replace(read.saved, page=replace(read.saved.page, body=b""))
    return Read(saved, read.handled and _light(read.handled), read.problem)


def _light(handled: Handled) -> Handled:
    if handled.reading is None:
        return handled
    article = handled.reading.article
    if handled.facts is None:
        article = replace(article, text="", blocks=())
    return replace(handled, reading=replace(handled.reading, article=article, tokens=()))
