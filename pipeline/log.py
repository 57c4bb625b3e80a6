"""The log: structlog through the standard library, on stderr; stdout belongs to results."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import Processor


def configure(*, verbose: bool = False, quiet: bool = False, as_json: bool = False) -> None:
    """Send events of level INFO (DEBUG when verbose, WARNING when quiet) to stderr, a line each:
    for people, or one JSON object with `run_id`, `stage`, `source`, `url` where they are known."""
    level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, as_json))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for chatty in ("httpx", "httpcore", "stamina", "alembic", "filelock"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _formatter(shared: list[Processor], as_json: bool) -> logging.Formatter:
    """Lines of other libraries look like ours."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _renderer(as_json),
        ],
    )


def _renderer(as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(colors=True, pad_event_to=0)
    return structlog.processors.LogfmtRenderer(
        key_order=["timestamp", "level", "event"], bool_as_flag=False
    )


@contextmanager
def bind(**values: object) -> Iterator[None]:
    """Every event of this thread carries these values meanwhile."""
    with structlog.contextvars.bound_contextvars(**values):
        yield


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for `logger(__name__).info("stored", url=…)`."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
