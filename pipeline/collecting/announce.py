"""Telling others how a run ended: a metrics file, and an address that is asked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline.collecting.failures import FetchError
from pipeline.collecting.metrics import write_metrics
from pipeline.collecting.tally import Report
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher, Request
from pipeline.log import logger

log = logger(__name__)


def announce(report: Report, settings: CollectSettings, now: datetime) -> None:
    """Write the metrics and ask the ping address. What fails here is logged and changes nothing:
    the run is over and its data stored."""
    if settings.metrics_file:
        try:
            write_metrics(Path(settings.metrics_file), report, now)
        except OSError as error:
            log.warning("no metrics", stage="announce", reason=str(error))
    if settings.ping_url and ("{exit_code}" in settings.ping_url or report.exit_code in (0, 1)):
        _ping(settings.ping_url.replace("{exit_code}", str(report.exit_code)), settings)


def _ping(url: str, settings: CollectSettings) -> None:
    """Not by the run's own fetcher: a secret address does not belong into the archive."""
    try:
        with Fetcher(settings) as fetcher:
            fetcher.get(Request(url, allow_private=True))
    except FetchError as error:
        log.warning("no ping", stage="announce", reason=str(error))
