"""Stored articles per second next to Scrapy's fetched pages per second, and a run without news.

`python -m benchmarks.collect [--scrapy PYTHON]`: forty papers of twenty-five articles on loopback,
no pace, all on this machine in turns, each in a process of its own whose start does not count. One
row is of a run that neither reads nor stores what it fetched, as Scrapy's empty callback does not.
Scrapy (https://scrapy.org) is not a dependency: PYTHON is an interpreter that has it, for instance
that of a venv made for the purpose; without it only our side is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from unittest.mock import patch

from benchmarks.site import articles as site_articles
from extractors.models import Outcome
from extractors.sources import UNKNOWN_SOURCE, Page
from pipeline.collect import collect
from pipeline.config import load
from pipeline.fetch import Fetcher
from pipeline.handle import Handled, handle
from pipeline.log import configure
from storage.database import Database

ROUNDS = 3

_SPIDER = """
import json, sys, time
import scrapy
from scrapy.crawler import CrawlerProcess

urls = json.load(sys.stdin)

class Spider(scrapy.Spider):
    name = "empty"
    pages = 0
    async def start(self):
        self.begun = time.monotonic()
        for url in urls:
            yield scrapy.Request(url)
    def parse(self, response):
        self.pages += 1
    def closed(self, reason):
        print(json.dumps({"pages": self.pages, "seconds": time.monotonic() - self.begun}))

process = CrawlerProcess({
    "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False,
    "CONCURRENT_REQUESTS": 40,
})
process.crawl(Spider)
process.start()
"""


@contextmanager
def site(hosts: int, articles: int) -> Iterator[Path]:
    """A folder with the settings of papers that are being served."""
    with tempfile.TemporaryDirectory(prefix="ocop-bench-") as folder:
        command = [sys.executable, "-m", "benchmarks.site", folder]
        command += ["--hosts", str(hosts), "--articles", str(articles)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as serving:
            assert serving.stdout is not None
            serving.stdout.readline()
            yield Path(folder)
            serving.communicate()


def ours(folder: Path, *options: str) -> float:
    """Articles stored per second, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.collect", "--inside", str(folder)]
    done = subprocess.run([*command, *options], stdout=subprocess.PIPE, check=True)
    return float(done.stdout)


@contextmanager
def empty() -> Iterator[None]:
    """Pages are fetched, and what became of their addresses is written down; no more."""
    with (
        patch("pipeline.collecting.readers._read_here", lambda *_: Handled(Outcome.STORED)),
        patch("pipeline.collecting.articles.save", lambda *_: Outcome.STORED),
    ):
        yield


def inside(folder: Path, processes: int) -> float:
    """The measured part. The language tools are loaded before the clock starts, as Scrapy is."""
    configure(quiet=True)
    config = load(folder / "config.toml")
    settings = config.collect.model_copy(update={"processes": processes})
    handle(Page("http://127.0.0.1/", _any_page()), UNKNOWN_SOURCE)
    database = Database.open(f"sqlite:///{folder}/{time.monotonic_ns()}.db")
    with Fetcher(settings) as fetcher:
        started = time.monotonic()
        report = collect(
            list(config.sources.values()), database, fetcher, settings, threading.Event()
        )
        seconds = time.monotonic() - started
    database.close()
    assert set(report.outcomes) == {Outcome.STORED}
    return report.outcomes.total() / seconds


def _any_page() -> bytes:
    return next(page for pages in site_articles().values() for _, page in pages).encode()


def scrapy(folder: Path, python: str, articles: int) -> float:
    """Pages fetched per second, in a process of its own."""
    bases = re.findall(r'feeds = \["(.+)/rss"\]', (folder / "config.toml").read_text("utf-8"))
    urls = [
        f"{base}/tin/{number:02}{n:03}.html"
        for n in range(articles)
        for number, base in enumerate(bases)
    ]
    done = subprocess.run(
        [python, "-c", _SPIDER], input=json.dumps(urls).encode(), stdout=subprocess.PIPE, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["pages"] == len(urls)
    return float(found["pages"] / found["seconds"])


def nothing_new(folder: Path, sources: int) -> float:
    """Seconds of CPU of the whole command for a run that asks these sources and finds nothing."""
    names = list(load(folder / "config.toml").sources)[:sources]
    command = [sys.executable, "-m", "pipeline", "collect", *names]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, env=_ENVIRONMENT)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True, env=_ENVIRONMENT
    )
    assert "nothing new" in done.stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}


def main(hosts: int, articles: int, python: str | None) -> None:
    """Rounds in turns, so that what else the machine does falls on all alike; the median counts."""
    cores = os.cpu_count() or 1
    rates: dict[str, list[float]] = {}
    with site(hosts, articles) as folder:
        for _ in range(ROUNDS):
            rates.setdefault("ocop, 1 process", []).append(ours(folder))
            rates.setdefault(f"ocop, {cores} processes", []).append(
                ours(folder, "--processes", str(cores))
            )
            rates.setdefault("ocop, nothing read or stored", []).append(ours(folder, "--empty"))
            if python:
                rates.setdefault("scrapy, empty callback", []).append(
                    scrapy(folder, python, articles)
                )
        cpu = nothing_new(folder, 30)
    print(f"{hosts} hosts × {articles} articles, {cores} cores, median of {ROUNDS}:")
    for name, found in rates.items():
        print(f"  {name:<28} {median(found):6.0f} a second")
    print(f"  a run over 30 sources that finds nothing new: {cpu:.2f} s of CPU")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--articles", type=int, default=25)
    parser.add_argument("--scrapy", metavar="PYTHON")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--empty", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--processes", type=int, default=1, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        with empty() if chosen.empty else nullcontext():
            print(inside(chosen.inside, chosen.processes))
    else:
        main(chosen.hosts, chosen.articles, chosen.scrapy)
