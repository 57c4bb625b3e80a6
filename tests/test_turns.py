"""Politeness towards hosts, and where a connection may lead."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from extractors.models import Outcome
from pipeline.collecting.connection import is_public
from pipeline.collecting.failures import FetchError
from pipeline.collecting.turns import Ending, Turns
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher, Request
from pipeline.robots import Robots
from storage.hosts import Host
from tests.conftest import Answer, Server, serving

HTML = {"Content-Type": "text/html"}
SETTINGS = CollectSettings(attempts=1, timeout_seconds=2, deadline_seconds=4)


class Asking:
    """A fetcher with its turns."""

    def __init__(self, fetcher: Fetcher, **turns: object) -> None:
        self.fetcher = fetcher
        robots = Robots(fetcher, "ocop-news")
        ending = Ending(threading.Event())
        self.turns = Turns(robots, {"bao": 0.0}, **{"ending": ending, **turns})  # type: ignore[arg-type]

    def get(self, url: str, *, allow_private: bool = True) -> int:
        request = Request(url, "bao", allow_private=allow_private)
        return self.fetcher.get(request, turn=partial(self.turns.turn, request)).status

    def failure(self, url: str, **options: bool) -> FetchError:
        with pytest.raises(FetchError) as caught:
            self.get(url, **options)
        return caught.value


@contextmanager
def asking(settings: CollectSettings = SETTINGS, **turns: object) -> Iterator[Asking]:
    with Fetcher(settings) as fetcher:
        yield Asking(fetcher, **turns)


@pytest.fixture
def other() -> Iterator[Server]:
    with serving() as running:
        yield running


# --- pace -----------------------------------------------------------------------------------------


def test_a_crawl_delay_is_kept_to(server: Server) -> None:
    times: list[float] = []

    def page(_: BaseHTTPRequestHandler) -> Answer:
        times.append(time.monotonic())
        return 200, HTML, b"x"

    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.4\n")
    server.pages["/a"] = page
    with asking() as ask:
        for _ in range(3):
            ask.get(f"{server.base}/a")
    assert all(b - a >= 0.39 for a, b in pairwise(times))


def test_a_redirect_to_another_host_waits_for_that_host(server: Server, other: Server) -> None:
    """Thirty threads, all sent on to one host: it still sees one request at a time."""
    busy, overlaps = threading.Lock(), []

    def alone(_: BaseHTTPRequestHandler) -> Answer:
        if not busy.acquire(blocking=False):
            overlaps.append(1)
        else:
            time.sleep(0.02)
            busy.release()
        return 200, HTML, b"x"

    other.pages["/to"] = alone
    server.pages["/from"] = (302, {"Location": f"{other.base}/to"}, b"")
    with asking() as ask:
        threads = [
            threading.Thread(target=ask.get, args=(f"{server.base}/from",)) for _ in range(9)
        ]
        threads += [threading.Thread(target=ask.get, args=(f"{other.base}/to",)) for _ in range(9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (other.hits["/to"], overlaps) == (18, [])


def test_robots_of_a_redirects_target_are_obeyed(server: Server, other: Server) -> None:
    other.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /\n")
    server.pages["/from"] = (302, {"Location": f"{other.base}/to"}, b"")
    with asking() as ask:
        assert ask.failure(f"{server.base}/from").outcome is Outcome.ROBOTS
    assert other.hits["/to"] == 0


def test_a_host_that_asked_for_time_gets_it(server: Server) -> None:
    server.pages["/a"] = (200, HTML, b"x")
    later = Host(server.base, not_before=datetime.now(UTC) + timedelta(hours=1))
    with asking(known={server.base: later}) as ask:
        error = ask.failure(f"{server.base}/a")
    assert error.outcome is Outcome.POSTPONED
    assert "asked us to wait until" in error.reason
    assert not server.hits


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_retry_after_is_learned(server: Server, form: str) -> None:
    when = datetime.now(UTC) + timedelta(hours=2)
    value = "7200" if form == "seconds" else f"{when:%a, %d %b %Y %H:%M:%S} GMT"
    server.pages["/a"] = (503, {"Retry-After": value}, b"")
    with asking() as ask:
        ask.failure(f"{server.base}/a")
        [host] = [host for host in ask.turns.learned() if host.not_before]
        assert ask.failure(f"{server.base}/b").outcome is Outcome.POSTPONED
    assert abs(host.not_before - when) < timedelta(minutes=1)


@pytest.mark.parametrize("value", ["99999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_of_years_is_a_week(server: Server, value: str) -> None:
    server.pages["/a"] = (503, {"Retry-After": value}, b"")
    with asking() as ask:
        ask.failure(f"{server.base}/a")
        [host] = [host for host in ask.turns.learned() if host.not_before]
    assert host.not_before < datetime.now(UTC) + timedelta(days=7, minutes=1)


def test_a_short_retry_after_is_waited_for(server: Server) -> None:
    def second_time_lucky(_: BaseHTTPRequestHandler) -> Answer:
        return (200, HTML, b"x") if server.hits["/a"] > 1 else (503, {"Retry-After": "1"}, b"")

    server.pages["/a"] = second_time_lucky
    started = time.monotonic()
    with asking(SETTINGS.model_copy(update={"attempts": 2})) as ask:
        assert ask.get(f"{server.base}/a") == 200
    assert time.monotonic() - started >= 1


def test_the_end_of_a_run_cuts_waits_short(server: Server) -> None:
    server.pages["/a"] = (200, HTML, b"x")
    stopped = threading.Event()
    ending = Ending(stopped, seconds=0.3)
    started = time.monotonic()
    assert not ending.sleep(30)
    assert time.monotonic() - started < 5
    assert ending.is_near()


# --- where a connection may lead ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("103.9.77.1", True),
        ("2400:cb00::1", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:103.9.77.1", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("localhost", False),
    ],
)
def test_the_open_internet_and_the_rest(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]"])
def test_this_machine_is_not_asked_under_any_name(server: Server, name: str) -> None:
    with asking() as ask:
        error = ask.failure(f"http://{name}:{server.server_port}/a", allow_private=False)
    assert error.outcome in (Outcome.REFUSED, Outcome.UNREACHABLE)
    assert not server.hits


def test_an_open_connection_of_a_trusted_source_serves_no_other(server: Server) -> None:
    server.pages["/a"] = (200, HTML, b"x")
    with asking() as ask:
        assert ask.get(f"{server.base}/a") == 200
        assert ask.failure(f"{server.base}/a", allow_private=False).outcome is Outcome.REFUSED
    assert server.hits["/a"] == 1


def test_the_environments_proxy_is_not_used(
    server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", other.base)
    server.pages["/a"] = (200, HTML, b"x")
    with asking() as ask:
        assert ask.get(f"{server.base}/a") == 200
    assert not other.hits
