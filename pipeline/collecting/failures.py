"""Why there is no page."""

from __future__ import annotations

from extractors.models import Outcome


class FetchError(Exception):
    """No page. `outcome` says why; `retry_after` is what the server asked for, in seconds; `status`
    is that of HTTP, where there was an answer."""

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        *,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after
        self.status = status


class HostError(FetchError):
    """Nothing of the host can be fetched now: its robots.txt cannot be had."""


class TemporaryError(FetchError):
    """Worth another try now."""
