"""When the cron job comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from extractors.models import Outcome
from pipeline.collecting.schedule import (
    Polling,
    after_answer,
    after_failure,
    first_visit,
    recheck_at,
    retry_at,
)
from storage.frontier import Validators

NOW = datetime(2026, 3, 7, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLLING = Polling(shortest=HOUR / 2, longest=24 * HOUR)
NEW = first_visit("https://bao.vn/rss", "bao", "feed", POLLING, NOW)


def test_a_listing_never_visited_is_due() -> None:
    assert NEW.due_at == NOW


def test_ever_failing_it_is_asked_once_a_day_and_never_less() -> None:
    listing = NEW
    waits = []
    for _ in range(400):
        listing = after_failure(listing, Outcome.TIMEOUT, "silent", polling=POLLING, now=NOW)
        waits.append(listing.due_at - NOW)
    assert [round(wait / HOUR, 2) for wait in waits[:4]] == [0.45, 0.9, 1.35, 1.8]
    assert max(waits) <= 24 * HOUR
    assert listing.failing_since == NOW


def test_an_answer_ends_a_failure_and_a_304_keeps_the_validators() -> None:
    held = Validators('"1"', None, "abc")
    good = after_answer(NEW, Outcome.STORED, held, news=True, polling=POLLING, now=NOW)
    bad = after_failure(good, Outcome.GONE, "HTTP 404", polling=POLLING, now=NOW + HOUR)
    assert (bad.validators, bad.failures, bad.succeeded_at) == (held, 1, NOW)
    again = after_answer(
        bad, Outcome.NOT_MODIFIED, None, news=False, polling=POLLING, now=NOW + 2 * HOUR
    )
    assert (again.validators, again.failures, again.failing_since) == (held, 0, None)
    assert again.whole_at == NOW


@given(st.lists(st.booleans(), max_size=60))
def test_whatever_happens_the_wait_stays_within_its_bounds(news: list[bool]) -> None:
    listing = NEW
    for brought in news:
        listing = after_answer(
            listing, Outcome.STORED, None, news=brought, polling=POLLING, now=NOW
        )
        assert POLLING.shortest <= listing.wait <= POLLING.longest


def test_a_failed_article_waits_an_hour_longer_each_time() -> None:
    waits = [retry_at(tries, 4, NOW) for tries in range(1, 5)]
    assert waits == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR, None]


def test_a_stored_article_is_looked_at_again_at_its_ages() -> None:
    ages = [timedelta(days=7), timedelta(days=1)]
    assert recheck_at(NOW, ages, NOW) == NOW + timedelta(days=1)
    assert recheck_at(NOW, ages, NOW + timedelta(days=2)) == NOW + timedelta(days=7)
    assert recheck_at(NOW, ages, NOW + timedelta(days=8)) is None
