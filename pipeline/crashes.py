"""A page that our own mistake kept from being read is logged by whoever asked for it."""

from __future__ import annotations

from pipeline.handled import Handled
from pipeline.log import logger

log = logger(__name__)


def logged(handled: Handled, url: str) -> Handled:
    """The same, having logged the trace of a crash."""
    if handled.trace:
        log.error("crashed", url=url, exception=handled.trace)
    return handled
