"""Fetching over real HTTP: what comes back is a page, or a failure with a name."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest
import respx

from extractors.models import Outcome
from pipeline.config import CollectSettings
from pipeline.fetch import Fetcher, FetchError, Request
from pipeline.robots import Robots
from storage.warc.exchange import Exchange
from tests.conftest import Answer, Server

HTML = {"Content-Type": "text/html; charset=utf-8"}
BODY = "<p>Chè Tà Xùa đạt 4 sao</p>".encode()


def fetcher(**settings: object) -> Fetcher:
    quick = {"attempts": 1, "timeout_seconds": 2, "deadline_seconds": 4, **settings}
    return Fetcher(CollectSettings(**quick))  # type: ignore[arg-type]


def local(address: str) -> Request:
    """A request that may lead to this machine."""
    return Request(address, allow_private=True)


def failure(address: str, **settings: object) -> FetchError:
    with fetcher(**settings) as get, pytest.raises(FetchError) as caught:
        get.get(local(address))
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("", lambda b: b),
        ("gzip", gzip.compress),
        ("gzip", lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:])),
        ("deflate", zlib.compress),
        ("deflate", lambda b: zlib.compress(b)[2:-4]),  # without its header, as some servers do
    ],
)
def test_a_page_arrives_decompressed_with_its_headers(
    server: Server, encoding: str, pack: object
) -> None:
    headers = {**HTML, "ETag": '"v1"', **({"Content-Encoding": encoding} if encoding else {})}
    server.pages["/a"] = (200, headers, pack(BODY))  # type: ignore[operator]
    with fetcher() as get:
        page = get.get(Request(f"{server.base}/a", "bao", allow_private=True))
    assert (page.body, page.status, page.source) == (BODY, 200, "bao")
    assert page.header("Etag") == '"v1"'
    assert page.fetched_at.tzinfo is not None


def test_the_user_agent_names_a_contact(server: Server) -> None:
    server.pages["/a"] = (200, HTML, BODY)
    with fetcher(contact="mailto:data@example.org") as get:
        get.get(local(f"{server.base}/a"))
    agent = server.headers_seen["/a"]["User-Agent"]
    assert agent == "ocop-news/0.1 (+mailto:data@example.org)"


def test_validators_make_a_conditional_request(server: Server) -> None:
    server.pages["/feed"] = (304, {}, b"")
    with fetcher() as get:
        page = get.get(Request(f"{server.base}/feed", "", '"v1"', "yesterday", allow_private=True))
    assert page.status == 304
    assert server.headers_seen["/feed"]["If-None-Match"] == '"v1"'
    assert server.headers_seen["/feed"]["If-Modified-Since"] == "yesterday"


def test_a_redirect_is_followed_and_the_last_address_kept(server: Server) -> None:
    server.pages["/old"] = (301, {"Location": "/new"}, b"")
    server.pages["/new"] = (200, HTML, BODY)
    with fetcher() as get:
        page = get.get(local(f"{server.base}/old"))
    assert (page.url, page.final_url) == (f"{server.base}/old", f"{server.base}/new")


def test_a_redirect_loop_ends(server: Server) -> None:
    server.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    assert "redirects" in failure(f"{server.base}/loop").reason
    assert server.hits["/loop"] == 6


def test_a_redirect_to_another_scheme_is_refused(server: Server) -> None:
    server.pages["/x"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert failure(f"{server.base}/x").outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (403, Outcome.HTTP_ERROR),
        (500, Outcome.HTTP_ERROR),
    ],
)
def test_statuses_have_names(server: Server, status: int, outcome: Outcome) -> None:
    server.pages["/a"] = (status, {}, b"")
    error = failure(f"{server.base}/a")
    assert (error.outcome, error.reason) == (outcome, f"HTTP {status}")


def test_a_temporary_error_is_tried_again_and_no_warning(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    def second_time_lucky(_: BaseHTTPRequestHandler) -> Answer:
        return (200, HTML, BODY) if server.hits["/a"] > 1 else (503, {"Retry-After": "0"}, b"")

    server.pages["/a"] = second_time_lucky
    with fetcher(attempts=3) as get:
        assert get.get(local(f"{server.base}/a")).body == BODY
    assert server.hits["/a"] == 2
    assert "warning" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("status", [403, 404])
def test_a_permanent_error_is_not_tried_again(server: Server, status: int) -> None:
    server.pages["/a"] = (status, {}, b"")
    failure(f"{server.base}/a", attempts=3)
    assert server.hits["/a"] == 1


def test_a_long_retry_after_is_left_to_the_next_run(server: Server) -> None:
    server.pages["/a"] = (429, {"Retry-After": "3600"}, b"")
    error = failure(f"{server.base}/a", attempts=3)
    assert error.retry_after == 3600
    assert server.hits["/a"] == 1


@pytest.mark.parametrize("zeros", [50_000_000])
def test_a_gzip_bomb_is_cut_at_the_cap(server: Server, zeros: int) -> None:
    bomb = gzip.compress(bytes(zeros))
    server.pages["/bomb"] = (200, {**HTML, "Content-Encoding": "gzip"}, bomb)
    error = failure(f"{server.base}/bomb", max_bytes=100_000)
    assert error.outcome is Outcome.TOO_LARGE


def test_a_truncated_body_is_a_failure_and_no_short_page(server: Server) -> None:
    server.pages["/a"] = (200, {**HTML, "Content-Length": "1000", "Connection": "close"}, BODY)

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")

    server.pages["/a"] = cut
    assert failure(f"{server.base}/a").outcome is Outcome.UNREACHABLE


def test_a_truncated_gzip_body_is_a_failure(server: Server) -> None:
    packed = gzip.compress(BODY * 100)[:-20]
    server.pages["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, packed)
    assert failure(f"{server.base}/a").outcome is Outcome.UNREACHABLE


def test_a_slow_drip_meets_the_deadline(server: Server) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(40):
            handler.wfile.write(b".")
            time.sleep(0.05)

    server.pages["/slow"] = drip
    error = failure(f"{server.base}/slow", deadline_seconds=0.4)
    assert error.outcome is Outcome.TIMEOUT


def resolve(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], list[str]]) -> None:
    """Have the system resolve bao.test so."""
    system = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *rest: Any, **options: Any) -> list[Any]:
        if host != "bao.test":
            return system(host, port, *rest, **options)
        return [(2, 1, 6, "", (address, port)) for address in answer()]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_name_that_is_not_resolved_meets_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    end = threading.Event()
    resolve(monkeypatch, lambda: ["127.0.0.1"] * end.wait(30))
    started = time.monotonic()
    error = failure("http://bao.test/tin/1.html", deadline_seconds=0.4)
    end.set()
    assert error.outcome is Outcome.TIMEOUT
    assert "bao.test" in error.reason
    assert time.monotonic() - started < 10


def test_a_name_that_nobody_knows_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    resolve(monkeypatch, unknown)
    error = failure("http://bao.test/tin/1.html")
    assert error.outcome is Outcome.UNREACHABLE
    assert "not known" in error.reason


def test_the_next_address_of_a_host_is_tried(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/a"] = (200, HTML, BODY)
    resolve(monkeypatch, lambda: ["::1", "127.0.0.1"])
    port = server.base.rpartition(":")[2]
    with fetcher() as get:
        assert get.get(local(f"http://bao.test:{port}/a")).body == BODY


def test_no_server_is_unreachable(server: Server) -> None:
    address = server.base
    server.server_close()
    assert failure(f"{address}/a").outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize("address", ["http://", "http://[::1"])
def test_an_address_that_is_none_is_a_named_failure(address: str) -> None:
    assert failure(address).outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize("address", ["ftp://bao.vn/a", "javascript:x", "file:///etc/passwd"])
def test_only_http_and_https_are_asked(address: str) -> None:
    assert failure(address).outcome is Outcome.REFUSED


@respx.mock
def test_an_encoding_nobody_asked_for_is_a_named_failure() -> None:
    headers = {"Content-Encoding": "br"}
    respx.get("https://bao.vn/a").mock(
        return_value=httpx.Response(200, headers=headers, content=b"x")
    )
    assert failure("https://bao.vn/a").outcome is Outcome.BAD_CONTENT


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /noi-bo/\n"), True),
        ((200, {}, b"User-agent: ocop-news\nDisallow: /\n"), False),
        ((404, {}, b""), True),
        ((403, {}, b""), True),
        ((200, {}, "\ufeffUser-agent: *\nDisallow: /tin/\n".encode()), False),
    ],
)
def test_robots(server: Server, answer: Answer, allowed: bool) -> None:
    server.pages["/robots.txt"] = answer
    with fetcher() as get:
        robots = Robots(get, "ocop-news/0.1")
        assert robots.allows(f"{server.base}/tin/a.html", allow_private=True) is allowed
        robots.allows(f"{server.base}/tin/b.html", allow_private=True)
    assert server.hits["/robots.txt"] == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_whose_robots_cannot_be_had_is_not_asked(server: Server, status: int) -> None:
    server.pages["/robots.txt"] = (status, {"Retry-After": "0"}, b"")
    with fetcher() as get, pytest.raises(FetchError) as caught:
        Robots(get, "ocop-news").allows(f"{server.base}/a", allow_private=True)
    assert caught.value.reason == f"robots.txt: HTTP {status}"


def test_robots_of_an_unreachable_host_disallow_all(server: Server) -> None:
    server.server_close()
    with fetcher() as get, pytest.raises(FetchError) as caught:
        Robots(get, "ocop-news").allows(f"{server.base}/a", allow_private=True)
    assert caught.value.outcome is Outcome.UNREACHABLE


# --- what an archive is told --------------------------------------------------------------------


def kept_by(settings: CollectSettings, *addresses: str) -> list[Exchange]:
    kept: list[Exchange] = []
    with Fetcher(settings, keep=kept.append) as get:
        for address in addresses:
            with suppress(FetchError):
                get.get(local(address))
    return kept


def test_every_whole_answer_is_kept_as_it_came(server: Server) -> None:
    packed = gzip.compress(BODY)
    server.pages["/old"] = (302, {"Location": "/new", "X-One": "1"}, b"moved")
    server.pages["/new"] = (200, {**HTML, "Content-Encoding": "gzip"}, packed)
    server.pages["/feed"] = (304, {"ETag": '"v1"'}, b"")
    server.pages["/gone"] = (404, {}, b"no such page")
    paths = [f"{server.base}/{p}" for p in ("old", "feed", "gone")]
    kept = kept_by(CollectSettings(attempts=1), *paths)
    assert [(e.url.removeprefix(server.base), e.status, e.payload) for e in kept] == [
        ("/old", 302, b"moved"),
        ("/new", 200, packed),
        ("/feed", 304, b""),
        ("/gone", 404, b"no such page"),
    ]
    first = kept[0]
    assert (first.method, first.reason, first.http_version) == ("GET", "Found", "HTTP/1.1")
    assert ("X-One", "1") in first.response_headers
    assert ("User-Agent", "ocop-news/0.1") in first.request_headers
    assert first.ip == "127.0.0.1"
    assert first.started_at.tzinfo is not None


def test_a_torn_answer_is_not_kept(server: Server) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")

    server.pages["/a"] = cut
    assert kept_by(CollectSettings(attempts=1), f"{server.base}/a") == []
