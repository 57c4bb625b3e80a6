"""When to come back: to listings by how often they bring news, to failures later and later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from extractors.models import Outcome
from storage.frontier import Listing, Validators

RETRY_STEP = timedelta(hours=1)
"""A failed article waits one hour longer after each failure: 1, 2, 3, … hours."""
ROBOTS_AGAIN = timedelta(days=7)
"""After this time an address that robots.txt forbids is looked at again: rules change."""
WHOLE_AFTER = timedelta(hours=24)
"""Some servers say 304 for ever; after this time a listing is asked for whole."""
_EARLY = 0.9
"""Share of a wait after which a listing is due: cron never comes to the second."""


@dataclass(frozen=True, slots=True)
class Polling:
    """Bounds of the wait between two visits of a listing."""

    shortest: timedelta
    longest: timedelta

    def after_answer(self, wait: timedelta, *, news: bool) -> timedelta:
        """Halved by news, half as long again without: a page with news every day settles at a
        few hours, one that is silent for weeks at the longest."""
        return min(max(wait / 2 if news else wait * 1.5, self.shortest), self.longest)

    def after_failure(self, failures: int) -> timedelta:
        """Linear in the failures in a row, so that a paper that is back is noticed."""
        return min(failures * self.shortest, self.longest)


def first_visit(url: str, source: str, kind: str, polling: Polling, now: datetime) -> Listing:
    """A listing before its first visit: due."""
    return Listing(
        url=url,
        source=source,
        kind=kind,
        checked_at=now,
        outcome=Outcome.POSTPONED,
        wait=polling.shortest,
        due_at=now,
    )


def after_answer(
    before: Listing,
    outcome: Outcome,
    validators: Validators | None,
    *,
    news: bool,
    polling: Polling,
    now: datetime,
) -> Listing:
    """A listing that answered as it should; `validators` is None where it said 304."""
    wait = polling.after_answer(before.wait, news=news)
    return replace(
        before,
        validators=validators or before.validators,
        whole_at=now if validators else before.whole_at,
        checked_at=now,
        outcome=outcome,
        reason=None,
        succeeded_at=now,
        failing_since=None,
        failures=0,
        wait=wait,
        due_at=now + wait * _EARLY,
    )


def after_failure(
    before: Listing, outcome: Outcome, reason: str, *, polling: Polling, now: datetime
) -> Listing:
    """A listing that failed; what is known of its last good visit stays."""
    failures = before.failures + 1
    return replace(
        before,
        checked_at=now,
        outcome=outcome,
        reason=reason,
        failing_since=before.failing_since or now,
        failures=failures,
        due_at=now + polling.after_failure(failures) * _EARLY,
    )


def retry_at(tries: int, most: int, now: datetime) -> datetime | None:
    """When a failed article is tried again; None once it has had `most` tries."""
    return now + tries * RETRY_STEP if tries < most else None


def recheck_at(born: datetime, ages: Sequence[timedelta], now: datetime) -> datetime | None:
    """When a stored article is looked at again for changes: at the next of these ages, if any."""
    return next((born + age for age in sorted(ages) if born + age > now), None)
