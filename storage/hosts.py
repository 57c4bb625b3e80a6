"""What each server asked of us: its robots.txt, and how long to stay away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.tables import hosts


@dataclass(frozen=True, slots=True)
class Host:
    """A server by scheme, name and port: `https://nld.com.vn`."""

    host: str
    robots: str | None = None
    """robots.txt as served; empty: it has none. None: never got an answer."""
    robots_at: datetime | None = None
    not_before: datetime | None = None
    """No request until then: it answered with Retry-After."""


def known_hosts(connection: Connection) -> dict[str, Host]:
    """All servers ever asked, by name."""
    columns = (hosts.c.host, hosts.c.robots, hosts.c.robots_at, hosts.c.not_before)
    return {row.host: Host(*row) for row in connection.execute(select(*columns))}


def save_hosts(connection: Connection, learned: Iterable[Host]) -> None:
    """Remember what servers asked of us; what a host says nothing of stays as it was."""
    for host in learned:
        row = {name: value for name, value in asdict(host).items() if value is not None}
        known = update(hosts).where(hosts.c.host == host.host).values(row)
        if not connection.execute(known).rowcount:
            connection.execute(insert(hosts).values(row))
