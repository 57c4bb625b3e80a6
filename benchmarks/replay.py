"""What a replay costs: time, memory and what a second process brings, for growing archives.

    python -m benchmarks.replay [--rounds N] [PAGES…]     # else 1000 10000; four minutes

Fills an archive with real pages (`../shared/pages`, or the fixtures), each under addresses of its
own, and runs `ocop replay` on it as a user would, with one process and with two in turns; of the
rounds the one with the median speed-up is told. Memory is the largest resident set of any of its
processes and CPU time that of all of them, as the kernel counted them (on Linux); `others` is how
many cores other programs kept busy meanwhile.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from benchmarks.machine import Others
from benchmarks.pages import ROOT, Sample, fixture_articles, real_articles
from storage.archive import Archive
from storage.database import Database
from storage.warc.exchange import Exchange
from storage.warc.writer import ArchiveWriter

START = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Run:
    pages: int
    jobs: int
    seconds: float
    cpu: float
    megabytes: float
    others: float
    said: str


def exchanges(samples: list[Sample], pages: int) -> Iterator[Exchange]:
    """Each page again and again, its own address in it changed with it."""
    for number, sample in enumerate(islice(cycle(samples), pages)):
        page = sample.saved.page
        url = f"{page.final_url}?so={number}"
        yield Exchange(
            url=url,
            status=200,
            reason="OK",
            payload=page.body.replace(page.final_url.encode(), url.encode()),
            response_headers=(("Content-Type", "text/html; charset=utf-8"),),
            started_at=START + timedelta(seconds=number),
        )


def fill(folder: Path, samples: list[Sample], pages: int) -> None:
    database = Database.open(f"sqlite:///{folder}/ocop.db")
    archive = Archive(folder / "archive", database)
    with ArchiveWriter(archive, max_file_bytes=10**9, software="benchmark") as writer:
        for exchange in exchanges(samples, pages):
            writer.keep(exchange)
    database.close()


def replay(folder: Path, pages: int, jobs: int) -> Run:
    command = [sys.executable, "-m", "pipeline", "replay", "--anew", "--jobs", str(jobs)]
    command += ["--config", str(ROOT / "config.toml"), "--database", f"sqlite:///ocop.{jobs}.db"]
    copy = sqlite_copy(folder / "ocop.db", folder / f"ocop.{jobs}.db")
    others, started = Others(), time.perf_counter()
    output = folder / "stdout"
    with output.open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=stdout,
            stderr=stderr,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit((folder / "stderr").read_text("utf-8"))
    copy.unlink()
    used = [usage, *left_behind()]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    return Run(
        pages,
        jobs,
        seconds,
        cpu,
        max(each.ru_maxrss for each in used) / 1024,
        others.cores(cpu),
        output.read_text("utf-8").strip(),
    )


_PR_SET_CHILD_SUBREAPER = 36


def adopt() -> None:
    """From now on processes whose parent ended are ours: readers are not children of the one that
    writes, and end a moment later."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def left_behind() -> Iterator[resource.struct_rusage]:
    """What each process that was adopted has used, its own children included."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def sqlite_copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


def rounds(folder: Path, pages: int, times: int) -> tuple[Run, Run]:
    """One process and two, of the round with the median speed-up."""
    found = [(replay(folder, pages, 1), replay(folder, pages, 2)) for _ in range(times)]
    return sorted(found, key=speed_up)[times // 2]


def speed_up(runs: tuple[Run, Run]) -> float:
    return runs[0].seconds / runs[1].seconds


def main(sizes: list[int], times: int) -> None:
    adopt()
    samples = real_articles() or fixture_articles()
    print(f"{len(samples)} different pages, {sum(len(s.saved.page.body) for s in samples)} bytes")
    print("pages   jobs  seconds  CPU ms/page  MB at most  others  speed-up")
    for pages in sizes:
        with tempfile.TemporaryDirectory(prefix="ocop-replay-") as name:
            fill(Path(name), samples, pages)
            runs = rounds(Path(name), pages, times)
        for run in runs:
            print(
                f"{run.pages:6}  {run.jobs:4}  {run.seconds:7.1f}  "
                f"{1000 * run.cpu / run.pages:11.1f}  {run.megabytes:10.0f}  {run.others:6.2f}  "
                f"{runs[0].seconds / run.seconds:8.2f}  {run.said}"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", metavar="PAGES", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    main(chosen.sizes, chosen.rounds)
