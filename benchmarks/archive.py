"""What the archive costs a collecting run: time, and bytes on the disk.

    python -m benchmarks.archive [PAGES]     # else 300

Real pages (`../shared/pages`, or the fixtures), each under addresses of its own, compressed as a
server sends them, are collected from loopback without a pace: once without an archive, once with
it, in turns. The cost is the CPU time spent in keeping, opening and closing, as a share of the CPU
time of the whole run with the archive; beside it stands the time on the clock of both.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.pages import Sample, fixture_articles, packed, real_articles, sources
from extractors.sources import Source
from pipeline.collect import collect
from pipeline.collecting.archiving import archiving
from pipeline.config import ArchiveSettings, CollectSettings
from pipeline.fetch import Fetcher
from pipeline.log import configure
from storage.database import Database
from storage.warc.exchange import Exchange

ROUNDS = 3


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


def run(found: list[Source], with_archive: bool) -> Cost:
    cost = Cost()
    settings = CollectSettings(attempts=1)
    with tempfile.TemporaryDirectory(prefix="ocop-archive-") as name:
        folder = Path(name)
        database = Database.open(f"sqlite:///{folder}/ocop.db")
        archive = ArchiveSettings(folder=str(folder / "archive") if with_archive else "")
        started, cpu = time.perf_counter(), time.process_time()
        outer = time.thread_time()
        with archiving(archive, database) as writer:
            cost.keeping += time.thread_time() - outer
            with Fetcher(settings, keep=timed(writer.keep, cost) if writer else None) as fetcher:
                collect(found, database, fetcher, settings, threading.Event())
            outer = time.thread_time()
        cost.keeping += time.thread_time() - outer
        cost.clock, cost.cpu = time.perf_counter() - started, time.process_time() - cpu
        cost.bytes = sum(f.stat().st_size for f in folder.glob("archive/*"))
        database.close()
    return cost


def timed(keep: Callable[[Exchange], None], cost: Cost) -> Callable[[Exchange], None]:
    def kept(exchange: Exchange) -> None:
        start = time.thread_time()
        keep(exchange)
        cost.keeping += time.thread_time() - start

    return kept


def main(pages: int) -> None:
    configure(quiet=True)
    samples = real_articles() or fixture_articles()
    with served(answers(samples, pages)) as base:
        found = papers(samples, base)
        run(found, with_archive=True)  # caches and imports
        rounds = [
            (run(found, with_archive=False), run(found, with_archive=True)) for _ in range(ROUNDS)
        ]
    bare = min((without for without, _ in rounds), key=lambda cost: cost.cpu)
    kept = min((with_ for _, with_ in rounds), key=lambda cost: cost.cpu)
    print(f"{pages} pages, the best of {ROUNDS} runs each")
    print(f"  without archive  {bare.clock:6.1f} s on the clock  {bare.cpu:6.1f} s CPU")
    print(f"  with archive     {kept.clock:6.1f} s on the clock  {kept.cpu:6.1f} s CPU")
    print(f"  keeping          {kept.keeping:6.2f} s CPU = {100 * kept.keeping / kept.cpu:.1f} %")
    print(f"  {kept.bytes / pages / 1000:.1f} KB a page on the disk")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
