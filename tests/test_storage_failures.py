"""Writers at the same time, a full disk, a killed process, a locked file: nothing is lost and the
error is one line."""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.database import Database
from storage.errors import StoreError
from storage.identities.settle import settle
from tests.stories import Says, save, story

CHE = Says("Chè Tà Xùa", 4, "HTX Tà Xùa", "03868")
URL = "https://bao.vn/a-1.html"


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _count_up(url: str, times: int) -> None:
    database = Database(url)
    for _ in range(times):
        with database.writing() as connection:
            n = connection.execute(text("SELECT n FROM counter")).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})


def _url(database: Database) -> str:
    return database._engine.url.render_as_string(hide_password=False)


def test_six_processes_lose_none_of_600_updates(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_count_up, args=(_url(database), 100)) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert rows(database, "SELECT n FROM counter") == [(600,)]


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    save(database, story(URL, says=[CHE]))
    with database.writing() as connection:
        connection.execute(text("DELETE FROM product_places"))
        assert rows(database, "SELECT COUNT(*) FROM articles") == [(1,)]
        assert rows(database, "SELECT COUNT(*) FROM product_places") == [(1,)]


_KILLED = """
import sys, time
from sqlalchemy import text
from storage.database import Database
from storage.search import search_articles
from storage.identities.settle import settle
from tests.stories import Says, save, story
database = Database(sys.argv[1])
for n in range(10_000):
    save(database, story(f"https://bao.vn/{n}", says=[Says(f"Chè số {n} Tà Xùa", 4, "HTX Tà Xùa")]))
    settle(database)
    print(n, flush=True)
"""


def test_a_killed_process_leaves_a_consistent_base(database: Database) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, _url(database)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    settle(database)
    (articles,), (mentions,), (products,) = (
        rows(database, f"SELECT COUNT(*) FROM {table}")[0]
        for table in ("articles", "product_mentions", "products")
    )
    assert articles == mentions == products
    assert int(str(articles)) >= 20
    assert rows(database, "SELECT COUNT(*) FROM product_mentions WHERE alias_id IS NULL") == [(0,)]
    database.upgrade()


def test_a_full_disk_is_one_line_and_what_was_stored_stays(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    save(database, story(URL, says=[CHE]))
    file = database.file
    assert file is not None
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 100_000, limits[1]))
    try:
        with pytest.raises(StoreError, match=r"disk (full|I/O)|is full") as caught:
            for n in range(1000):
                save(database, story(f"https://bao.vn/{n}", says=[], extra=f"{n} chữ " * 5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "\n" not in str(caught.value)
    database.close()
    again = Database.open(sqlite_url)
    assert rows(again, "PRAGMA integrity_check") == [("ok",)]
    save(again, story("https://bao.vn/after", says=[CHE]))
    assert (1,) in rows(again, "SELECT COUNT(*) FROM articles WHERE url = 'https://bao.vn/after'")


def test_a_full_disk_is_named_whatever_sqlite_says(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(sqlite_url)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    with (
        pytest.raises(StoreError, match=r"no space left on the disk \(disk I/O error\)"),
        database.writing(),
    ):
        raise OperationalError("", {}, error)


def test_a_locked_file_is_waited_for_and_then_named(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, other.rollback)
    release.start()
    started = time.monotonic()
    save(database, story(URL, says=[CHE]))  # waits
    assert time.monotonic() - started > 0.3
    release.join()
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"), database.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
        connection.exec_driver_sql("DELETE FROM articles")
    other.rollback()


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("đây không phải cơ sở dữ liệu" * 100)
    with pytest.raises(StoreError) as caught:
        Database.open(f"sqlite:///{file}")
    assert "not a database" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(StoreError) as caught:
        Database.open("postgresql+psycopg://ocop:geheim@127.0.0.1:1/ocop")
    assert "127.0.0.1" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)
