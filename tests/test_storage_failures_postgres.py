"""PostgreSQL's bad days: a full disk, a writer that does not end, a connection that is cut.

The base stays whole, `ocop` says so in one line and exits with 5.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.archive import Archive
from storage.articles import save_article
from storage.database import Database
from storage.errors import StoreError
from storage.identities.settle import settle
from storage.warc.writer import ArchiveWriter
from tests.archives import exchange
from tests.conftest import postgres_database
from tests.papers import article
from tests.stories import FETCHED, Says, save, story

CHE = Says("Chè Tà Xùa", 4, "HTX Tà Xùa", "03868")
URL = "https://bao.vn/a-1.html"
IMPATIENT = "?options=-c%20lock_timeout%3D300ms"


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one())


def replaying(url: str, folder: Path) -> subprocess.Popen[str]:
    """`ocop replay` of one page."""
    folder.mkdir()
    (folder / "1.html").write_bytes(article(1, "Chè Tà Xùa đạt 4 sao OCOP. " * 9))
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "replay", str(folder), "--database", url],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "OCOP_CONFIG": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def error_of(process: subprocess.Popen[str]) -> str:
    """The one line that a process said before it ended with 5."""
    _, said = process.communicate(timeout=60)
    lines = [line for line in said.splitlines() if line.startswith("ocop:")]
    assert process.returncode == 5, said
    assert "Traceback" not in said
    assert len(lines) == 1, said
    return lines[0]


# --- a writer that does not end ------------------------------------------------------------------


def test_a_writer_that_is_waited_for_too_long_is_named(postgres_url: str, tmp_path: Path) -> None:
    slow, hasty = Database(postgres_url), Database(postgres_url + IMPATIENT)
    with slow.writing():
        with pytest.raises(StoreError, match="locked: another process has been writing") as caught:
            save(hasty, story(URL, says=[CHE]))
        assert "\n" not in str(caught.value)
        told = error_of(replaying(postgres_url + IMPATIENT, tmp_path / "pages"))
        assert "locked: another process has been writing for too long" in told
    save(hasty, story(URL, says=[CHE]))
    assert count(hasty, "articles") == 1


def test_a_short_wait_is_no_error(postgres_url: str) -> None:
    database, holds = Database(postgres_url), threading.Event()

    def write() -> None:
        with database.writing():
            holds.set()
            time.sleep(0.5)

    other = threading.Thread(target=write)
    other.start()
    holds.wait()
    save(database, story(URL, says=[CHE]))
    other.join()
    assert count(database, "articles") == 1


# --- a connection that is cut --------------------------------------------------------------------


def cut(database: Database, condition: str) -> bool:
    """Ends the other connections to this database of which the condition holds."""
    query = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = current_database() AND pid <> pg_backend_pid() AND {condition}"
    )
    with database.reading() as connection:
        return bool(connection.execute(text(query)).all())


def test_a_connection_cut_in_the_middle_of_a_save_leaves_nothing_half(postgres_url: str) -> None:
    database, admin = Database(postgres_url), Database(postgres_url)
    save(database, story("https://bao.vn/before", says=[CHE]))
    settle(database)
    cuts = pytest.raises(StoreError, match="terminating connection")
    with cuts as caught, database.writing() as connection:
        save_article(connection, *story(URL, says=[CHE]), FETCHED)
        assert cut(admin, "state = 'idle in transaction'")
        save_article(connection, *story("https://bao.vn/2", says=[CHE]), FETCHED)
    assert "\n" not in str(caught.value)
    assert (count(database, "articles"), count(database, "product_mentions")) == (1, 1)
    save(database, story(URL, says=[CHE]))  # over a new connection
    settle(database)
    assert (count(database, "articles"), count(database, "products")) == (2, 1)


def test_a_process_whose_connection_is_cut_ends_with_5(postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    with database.writing():
        process = replaying(postgres_url, tmp_path / "pages")
        for _ in range(200):  # until it waits for its turn to write
            if cut(Database(postgres_url), "wait_event = 'advisory'"):
                break
            time.sleep(0.1)
        assert "terminating connection" in error_of(process)
    assert count(database, "articles") == 0
    assert replaying(postgres_url, tmp_path / "again").wait(60) == 0
    assert count(database, "articles") == 1


def test_an_archive_whose_index_is_cut_off_says_one_thing_and_keeps_what_it_had(
    postgres_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database, admin = Database(postgres_url), Database(postgres_url)
    archive = Archive(tmp_path, database)
    cuts = pytest.raises(StoreError, match="terminating connection")
    with cuts as caught, ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        writer.keep(exchange("/tin/1.html", b"mot"))
        assert cut(admin, "state = 'idle'")
        writer.keep(exchange("/tin/2.html", b"hai"))
    assert "\n" not in str(caught.value)
    assert caplog.records == []  # the connection that is gone is not put in order
    assert count(database, "archive_records") == 1


# --- a full disk ---------------------------------------------------------------------------------


@pytest.fixture
def small_disk(blank_postgres: str) -> Iterator[tuple[str, Path]]:
    """An empty database on a disk of its own of 40 MB, and a file that takes 12 of them."""
    folder = Path(f"/tmp/ocop-small-disk-{os.getpid()}")  # where the server can see it
    server = os.environ["OCOP_TEST_POSTGRES"]
    if os.geteuid() != 0 or make_url(server).host not in ("127.0.0.1", "localhost"):
        pytest.skip("only root can mount a small disk, and only for a server on this machine")
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no file system can be mounted here")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"ocop_small_disk_{os.getpid()}"
    try:
        (folder / "ballast").write_bytes(bytes(12_000_000))
        shutil.chown(folder, "postgres")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
        template = f"{make_url(blank_postgres).database} TABLESPACE {name}"
        with postgres_database(server, name, template) as url:
            yield url, folder / "ballast"
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP TABLESPACE IF EXISTS {name}")
        admin.dispose()
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_full_disk_is_one_line_and_what_was_stored_stays(
    small_disk: tuple[str, Path], tmp_path: Path
) -> None:
    url, ballast = small_disk
    database = Database.open(url)
    stored = 0
    with pytest.raises(StoreError, match="the server's disk is full") as caught:
        for stored in range(2000):
            save(database, story(f"https://bao.vn/{stored}", says=[CHE], extra=words(stored)))
    assert "\n" not in str(caught.value)
    for table in ("articles", "article_search", "product_mentions"):
        assert count(database, table) == stored
    assert error_of(replaying(url, tmp_path / "pages"))  # the server takes no new connection
    ballast.unlink()  # somebody clears up
    save(database, story("https://bao.vn/after", says=[CHE]))
    settle(database)
    assert (count(database, "articles"), count(database, "products")) == (stored + 1, 1)
    database.close()


def words(n: int) -> str:
    """A long text of words that no other has, so that nothing is saved by compression."""
    return " ".join(f"{n * 3571 + i:x}" for i in range(3000))
