"""What the archive costs a collecting run: time, and bytes on the disk.

    python -m benchmarks.archive [PAGES]     # else 300

Real pages (`../shared/pages`, or the fixtures), each under addresses of its own, compressed as a
server sends them, are collected from loopback without a pace: once without an archive, once with
it, in turns. The archive holds a thousand earlier runs of a hundred answers each, among which
every page is looked for. The cost is the CPU time spent in keeping (from the answer to the file,
the database included), opening and closing, as a share of the CPU time of the whole run with the
archive; beside it stands the time on the clock of both.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pipeline.fetch
from benchmarks.pages import Sample, fixture_articles, packed, real_articles, sources
from extractors.sources import Source
from pipeline.collect import collect
from pipeline.collecting.archiving import archiving
from pipeline.config import ArchiveSettings, CollectSettings
from pipeline.fetch import Fetcher
from pipeline.log import configure
from storage.database import Database
from storage.warc.index import add_file
from storage.warc.pages import Entry
from storage.warc.writing import digest_of

ROUNDS = 3
EARLIER_RUNS = 1000
ANSWERS = 100


@dataclass(slots=True)
class Cost:
    clock: float = 0.0
    cpu: float = 0.0
    keeping: float = 0.0
    bytes: int = 0


def answers(samples: list[Sample], pages: int) -> dict[str, tuple[str, bytes]]:
    """Path → media type and body; `/SOURCE.rss` is each paper's feed."""
    found: dict[str, tuple[str, bytes]] = {}
    links: dict[str, list[str]] = {}
    for number, sample in enumerate(islice(cycle(samples), pages)):
        path = f"/{sample.saved.source.name}/{number}.html"
        page = sample.saved.page
        body = page.body.replace(page.final_url.encode(), path.encode())
        changed = replace(sample, saved=replace(sample.saved, page=replace(page, body=body)))
        found[path] = ("text/html; charset=utf-8", packed(changed))
        links.setdefault(sample.saved.source.name, []).append(path)
    for name, paths in links.items():
        items = "".join(f"<item><title>x</title><link>{{base}}{p}</link></item>" for p in paths)
        feed = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        found[f"/{name}.rss"] = ("text/xml", feed.encode())
    return found


def serve(found: dict[str, tuple[str, bytes]], ready: Connection) -> None:
    """Until the process is ended. Pages come compressed, feeds do not."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            media_type, body = found.get(self.path, ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", media_type)
            if media_type.startswith("text/html"):
                self.send_header("Content-Encoding", "gzip")
            if media_type == "text/xml":
                body = body.replace(b"{base}", base.encode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    ready.send(base)
    server.serve_forever()


@contextmanager
def served(found: dict[str, tuple[str, bytes]]) -> Iterator[str]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(found, theirs), daemon=True)
    process.start()
    yield ours.recv()
    process.terminate()


def papers(samples: list[Sample], base: str) -> list[Source]:
    known = sources()
    return [
        replace(
            known[name],
            hosts=(),
            feeds=(f"{base}/{name}.rss",),
            sitemaps=(),
            sections=(),
            article_url=r"\.html$",
            pace_seconds=0,
            allow_private=True,
        )
        for name in dict.fromkeys(s.saved.source.name for s in samples)
    ]


def earlier(folder: Path) -> None:
    """A database and an archive of many runs; no body of theirs comes again, so none is there."""
    (folder / "archive").mkdir()
    database = Database.open(f"sqlite:///{folder}/ocop.db")
    with database.writing() as connection:
        for number in range(EARLIER_RUNS):
            at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=number)
            name = f"ocop-{at:%Y%m%dT%H%M%SZ}-00000-host-1.warc.gz"
            (folder / "archive" / name).touch()
            add_file(connection, [answer(name, at, place) for place in range(ANSWERS)])
        connection.exec_driver_sql("ANALYZE")  # as a run does that doubled what is known
    database.close()


def answer(file: str, at: datetime, place: int) -> Entry:
    url = f"http://127.0.0.1/{at:%Y%m%d%H}/{place}.html"
    digest = digest_of(url.encode())
    return Entry(file, 70_000 * place, 70_000, url, at, "response", 200, "text/html", digest)


def run(found: list[Source], with_archive: bool, before: Path) -> Cost:
    """A run as `ocop collect` makes it, in a copy of the folder `before`."""
    cost = Cost()
    settings = CollectSettings(attempts=1)
    with tempfile.TemporaryDirectory(prefix="ocop-archive-") as name:
        folder = Path(name)
        shutil.copytree(before, folder, dirs_exist_ok=True)
        database = Database.open(f"sqlite:///{folder}/ocop.db")
        archive = ArchiveSettings(folder=str(folder / "archive") if with_archive else "")
        started, cpu = time.perf_counter(), time.process_time()
        outer = time.thread_time()
        with archiving(archive, database) as writer:
            cost.keeping += time.thread_time() - outer
            with (
                timed_exchanges(cost),
                Fetcher(settings, keep=timed(writer.keep, cost) if writer else None) as fetcher,
            ):
                report = collect(found, database, fetcher, settings, threading.Event())
            outer = time.thread_time()
            if writer:
                writer.run_id = report.run_id
        cost.keeping += time.thread_time() - outer
        cost.clock, cost.cpu = time.perf_counter() - started, time.process_time() - cpu
        cost.bytes = sum(f.stat().st_size for f in folder.glob("archive/*"))
        database.close()
    return cost


def timed(work: Callable[..., Any], cost: Cost) -> Callable[..., Any]:
    def timed_work(*args: Any) -> Any:
        start = time.thread_time()
        done = work(*args)
        cost.keeping += time.thread_time() - start
        return done

    return timed_work


@contextmanager
def timed_exchanges(cost: Cost) -> Iterator[None]:
    """What is kept is made for the archive alone."""
    make = pipeline.fetch._exchange
    with patch("pipeline.fetch._exchange", timed(make, cost)):
        yield


def main(pages: int) -> None:
    configure(quiet=True)
    samples = real_articles() or fixture_articles()
    with (
        tempfile.TemporaryDirectory(prefix="ocop-earlier-") as name,
        served(answers(samples, pages)) as base,
    ):
        before = Path(name)
        earlier(before)
        found = papers(samples, base)
        run(found, True, before)  # caches and imports
        rounds = [(run(found, False, before), run(found, True, before)) for _ in range(ROUNDS)]
    bare = min((without for without, _ in rounds), key=lambda cost: cost.cpu)
    kept = min((with_ for _, with_ in rounds), key=lambda cost: cost.cpu)
    share, each = 100 * kept.keeping / kept.cpu, 1000 * kept.keeping / pages
    print(f"{pages} pages, the best of {ROUNDS} runs each")
    print(f"  without archive  {bare.clock:6.2f} s on the clock  {bare.cpu:6.2f} s CPU")
    print(f"  with archive     {kept.clock:6.2f} s on the clock  {kept.cpu:6.2f} s CPU")
    print(f"  keeping          {kept.keeping:6.2f} s CPU = {share:.1f} %, {each:.2f} ms a page")
    print(f"  {kept.bytes / pages / 1000:.1f} KB a page on the disk")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
