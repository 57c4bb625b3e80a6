"""The connections below httpx: where they may lead, and how long all of them may take.

The only door to httpcore. An address is checked after the connection stands and before a byte is
sent, so that no name server can talk us into a private network; and a deadline bounds every read
and write, since httpx only bounds the silence between two bytes.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpcore

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenAddressError(Exception):
    """The host lives where no paper lives: on this machine, or in a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet.

    `is_public("103.9.77.1")` → True; `127.0.0.1`, `10.1.2.3`, `169.254.169.254`, `::1` and
    `::ffff:192.168.1.1` → False. What is no address is not public.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded(found) if isinstance(found, ipaddress.IPv6Address) else None
    return (inner or found).is_global and not (inner or found).is_multicast


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


@dataclass(slots=True)
class Budget:
    """Seconds of network time that one URL has left, over all its redirects and retries."""

    seconds: float


class Clock(threading.local):
    """The deadline of what the current thread does; each thread has its own."""

    def __init__(self) -> None:
        self._ends = float("inf")

    @contextmanager
    def spending(self, budget: Budget) -> Iterator[None]:
        """Inside, reads and writes end in a timeout once the budget is spent."""
        started = time.monotonic()
        self._ends = started + budget.seconds
        try:
            yield
        finally:
            budget.seconds -= time.monotonic() - started
            self._ends = float("inf")

    def shorten(self, timeout: float | None) -> float | None:
        """The time that a single read or write may take. Raises httpcore.ReadTimeout at 0."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline passed")
        return left if timeout is None else min(timeout, left)


class ConnectionPools:
    """A pool for each server, in the place of the one that httpx has for all; `options` are those
    of httpcore.ConnectionPool.

    That one asks for every request each of its connections about each other: with forty hosts a
    third of the time of fetching.
    """

    def __init__(self, clock: Clock, *, allow_private: bool, **options: Any) -> None:
        network = _Network(clock, allow_private=allow_private)
        self._new = partial(httpcore.ConnectionPool, network_backend=network, **options)
        self._pools: dict[tuple[bytes, bytes, int | None], httpcore.ConnectionPool] = {}
        self._guard = threading.Lock()

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """As that of httpcore.ConnectionPool; used from several threads at once."""
        server = (request.url.scheme, request.url.host, request.url.port)
        with self._guard:
            pool = self._pools.get(server) or self._pools.setdefault(server, self._new())
        return pool.handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()


class _Network(httpcore.NetworkBackend):
    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._connect(host, port, timeout, local_address, socket_options)
        address = str(stream.get_extra_info("server_addr")[0])
        if not (self._allow_private or is_public(address)):
            stream.close()
            raise ForbiddenAddressError(f"{host} is {address}, no address of the open internet")
        return _Stream(stream, self._clock)

    def _connect(
        self, host: str, port: int, timeout: float | None, *options: Any
    ) -> httpcore.NetworkStream:
        """To the first address of the host that answers; all of them have one deadline."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses(host, port, self._clock.shorten(timeout)):
            try:
                left = self._clock.shorten(timeout)
                return self._sockets.connect_tcp(address, port, left, *options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


def addresses(host: str, port: int, timeout: float | None) -> list[str]:
    """The IP addresses of a host, in the order of the system. Raises httpcore.ConnectTimeout and
    ConnectError.

    The system's resolver knows no timeout and can take minutes: it is asked by a thread that is
    left to itself when the time is up.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(address[0]) for *_, address in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from None
    if isinstance(answer, OSError):
        raise httpcore.ConnectError(str(answer)) from None
    return answer


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.shorten(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.shorten(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.shorten(timeout))
        return _Stream(secured, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
