"""A thousand articles of forty papers, and a collector that is killed again and again."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLES = 1000
KILLS = 4


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[Path]:
    """A folder with the settings for forty papers that are being served."""
    command = [sys.executable, "-m", "benchmarks.site", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None
        assert serving.stdout.readline() == "ready\n"
        yield tmp_path
        serving.communicate()


@contextmanager
def collecting(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Its output goes to a file: a full pipe would stop it. Gone in the end, come what may."""
    with (
        (folder / "output").open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "pipeline", "collect"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as running,
    ):
        try:
            yield running
        finally:
            running.kill()


def stored(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(folder / "ocop.db")) as database:
            return int(database.execute("SELECT COUNT(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def hits(folder: Path) -> Counter[str]:
    """How often each article was asked for."""
    settings = (folder / "config.toml").read_text("utf-8")
    base = settings.split('feeds = ["', 1)[1].split("/rss", 1)[0]
    with urllib.request.urlopen(f"{base}/hits") as answer:
        return Counter({p: n for p, n in json.loads(answer.read()).items() if "/tin/" in p})


def test_killed_at_random_points_it_loses_nothing_and_stores_nothing_twice(papers: Path) -> None:
    chance = random.Random(20260307)
    for _ in range(KILLS):
        goal = stored(papers) + chance.randint(1, ARTICLES // KILLS // 2)
        with collecting(papers) as running:
            while running.poll() is None and stored(papers) < goal:
                time.sleep(0.01)
    killed_at = stored(papers)
    assert 0 < killed_at < ARTICLES
    with collecting(papers) as running:
        running.wait(timeout=120)
    assert running.returncode == 0, (papers / "output").read_text("utf-8")
    assert stored(papers) == ARTICLES
    with closing(sqlite3.connect(papers / "ocop.db")) as database:
        counts = database.execute(
            "SELECT COUNT(DISTINCT url), COUNT(DISTINCT title) FROM articles"
        ).fetchone()
        orphans = database.execute("PRAGMA foreign_key_check").fetchall()
        left = database.execute("SELECT COUNT(*) FROM links WHERE outcome IS NULL").fetchone()
        sound = database.execute("PRAGMA integrity_check").fetchone()
    assert counts == (ARTICLES, ARTICLES)
    assert (orphans, left, sound) == ([], (0,), ("ok",))
    asked = hits(papers)
    assert len(asked) == ARTICLES
    # fetched and not yet stored when the kill came: one for each host, four that wait to be read,
    # twenty that wait to be stored
    assert asked.total() <= ARTICLES + KILLS * (40 + 4 + 20 + 1)
