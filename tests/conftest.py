"""What several tests share: a web server on loopback whose answers a test scripts."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import InternalError

from storage.archive import Archive
from storage.database import Database

Answer = tuple[int, dict[str, str], bytes]
Script = Answer | Callable[[BaseHTTPRequestHandler], Answer | None]


class Server(ThreadingHTTPServer):
    """`server.pages["/a.html"] = (200, {"Content-Type": "text/html"}, b"…")`; a callable gets the
    request's handler and may write to the socket itself, answering None."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Script] = {}
        self.hits: Counter[str] = Counter()
        self.headers_seen: dict[str, dict[str, str]] = {}
        self.base = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """A client that hung up is no news here."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.hits[self.path] += 1
        self.server.headers_seen[self.path] = dict(self.headers.items())
        script = self.server.pages.get(self.path, (404, {}, b""))
        answer = script(self) if callable(script) else script
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    """A fresh server on a free loopback port."""
    with serving() as running:
        yield running


@contextmanager
def serving() -> Iterator[Server]:
    """For tests that need a second one."""
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


# --- databases: each test gets a copy of one with the schema and nothing in it -------------------


@pytest.fixture(scope="session")
def blank_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def blank_postgres() -> Iterator[str]:
    """URL of a database to copy, on the server that OCOP_TEST_POSTGRES names."""
    server = os.environ.get("OCOP_TEST_POSTGRES")
    if not server:
        pytest.skip("OCOP_TEST_POSTGRES names no PostgreSQL server")
    with postgres_database(server, f"ocop_blank_{os.getpid()}") as url:
        Database.open(url).close()
        yield url


@contextmanager
def postgres_database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """A database of its own on this server; gone afterwards."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    _administer(admin, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _administer(admin, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(admin, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.dispose()


def _administer(admin: Engine, statement: str) -> None:
    """Run it, again after a while where the server can make no checkpoint: the test of a full disk
    fills one of its disks for some seconds."""
    for seconds in (1, 2, 4, 8, 16, 0):
        try:
            with admin.connect() as connection:
                connection.exec_driver_sql(statement)
        except InternalError as error:
            if "checkpoint" not in str(error) or not seconds:
                raise
            time.sleep(seconds)
        else:
            return


@pytest.fixture
def sqlite_url(blank_sqlite: Path, tmp_path: Path) -> str:
    """An SQLite database with nothing in it."""
    shutil.copy(blank_sqlite, tmp_path / "test.db")
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
def postgres_url(blank_postgres: str) -> Iterator[str]:
    """A PostgreSQL database with nothing in it."""
    template = make_url(blank_postgres).database or ""
    server = os.environ["OCOP_TEST_POSTGRES"]
    with postgres_database(server, f"ocop_test_{os.getpid()}", template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Both kinds in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    opened = Database.open(request.getfixturevalue(name))
    yield opened
    opened.close()


@pytest.fixture
def archive(tmp_path: Path, database: Database) -> Archive:
    """An empty archive with its index."""
    return Archive(tmp_path / "archive", database)
