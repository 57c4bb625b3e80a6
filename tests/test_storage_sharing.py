"""Two machines, one PostgreSQL: each paper is worked on by one of them at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from sqlalchemy import text

from storage.database import Database
from storage.sharing import shares
from tests.conftest import Server
from tests.papers import HTML, XML, article, feed
from tests.stories import Says, save, story

SOURCES = [f"bao-{n}" for n in range(20)]


def test_sqlite_has_one_process_that_gets_all(sqlite_url: str) -> None:
    assert list(shares(Database(sqlite_url), SOURCES, 8)) == [SOURCES]


def test_alone_a_process_gets_every_paper_once(postgres_url: str) -> None:
    parts = list(shares(Database(postgres_url), SOURCES, 8))
    assert [len(part) for part in parts] == [8, 8, 4]
    assert sorted(name for part in parts for name in part) == sorted(SOURCES)


def _work(url: str, who: str) -> None:
    """An article a paper, and a note of when it was worked on."""
    database = Database(url)
    for names in shares(database, SOURCES, 3):
        for name in names:
            began = time.time()
            save(
                database,
                story(f"https://{name}.vn/{who}", date(2024, 5, 1), [Says("Chè Tà Xùa", 4)]),
            )
            time.sleep(0.03)
            with database.writing() as connection:
                connection.execute(
                    text("INSERT INTO worked VALUES (:name, :who, :began, :ended)"),
                    {"name": name, "who": who, "began": began, "ended": time.time()},
                )


def test_two_processes_share_the_papers(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.writing() as connection:
        connection.execute(
            text("CREATE TABLE worked (name TEXT, who TEXT, began FLOAT, ended FLOAT)")
        )
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_work, args=(postgres_url, who)) for who in ("one", "two")]
    for process in both:
        process.start()
    for process in both:
        process.join()
    with database.reading() as connection:
        rows = connection.execute(text("SELECT name, who, began, ended FROM worked")).all()
        overlaps = connection.execute(
            text(
                "SELECT COUNT(*) FROM worked a JOIN worked b ON a.name = b.name AND a.who < b.who"
                " AND a.began < b.ended AND b.began < a.ended"
            )
        ).scalar_one()
    database.close()
    assert {row.name for row in rows} == set(SOURCES)
    assert overlaps == 0
    assert {row.who for row in rows} == {"one", "two"}


_HOLDS = """
import sys, time
from storage.database import Database
from storage.sharing import shares
for names in shares(Database(sys.argv[1]), ["bao-0"], 1):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_process_leaves_its_papers_to_others(postgres_url: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, postgres_url],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    database = Database(postgres_url)
    assert list(shares(database, ["bao-0", "bao-1"], 8)) == [["bao-1"]]
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    for _ in range(50):  # until the server notices
        if list(shares(database, ["bao-0"], 8)) == [["bao-0"]]:
            break
        time.sleep(0.1)
    else:
        raise AssertionError("still locked after five seconds")
    database.close()


def test_two_runs_of_the_cron_job_share_the_papers_of_one_postgresql(
    server: Server, postgres_url: str, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[collect]\nhosts_at_once = 3\nhorizon_days = 10000\n", "utf-8")
    for name in (f"to{n}" for n in range(12)):
        paths = [f"/tin/{name}-{n}.html" for n in range(3)]
        server.pages[f"/{name}.rss"] = (200, XML, feed(server.base, *paths))
        for n, path in enumerate(paths):
            server.pages[path] = (200, HTML, article(n, f"Chè {name} được bàn ở hợp tác xã."))
        with config.open("a", encoding="utf-8") as file:
            file.write(
                f'[sources.{name}]\ntitle = "{name}"\nallow_private = true\npace_seconds = 0\n'
                f'feeds = ["{server.base}/{name}.rss"]\narticle_url = "^/tin/{name}-"\n'
                'selectors.title = ["h1.t"]\nselectors.body = ["div.b"]\n'
            )
    command = [sys.executable, "-m", "pipeline", "collect", "--config", str(config)]
    both = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        both.append(
            subprocess.Popen(
                [*command, "--database", postgres_url],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    database = Database(postgres_url)
    with database.reading() as connection:
        articles = connection.execute(text("SELECT COUNT(*) FROM articles")).scalar_one()
        runs = connection.execute(text("SELECT COUNT(*) FROM runs")).scalar_one()
    database.close()
    assert articles == 36
    assert runs >= 4  # shares of three papers
    assert {n for path, n in server.hits.items() if path.startswith("/tin/")} == {1}
