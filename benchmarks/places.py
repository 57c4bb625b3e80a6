"""What places cost: loading the table of units, finding and resolving places in articles.

    python -m benchmarks.places [FOLDER]     # of .txt articles; else knowledge/articles/train

CPU time on one core. Loading is measured in fresh processes, the rest is per 3,000 characters of
article text, without the reading of sentences and tokens that every finder shares.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractors import places
from extractors.placing.codes import resolve
from extractors.plaintext import parse_text
from extractors.reading import Reading, read
from extractors.vi.units import units

ARTICLES = Path(__file__).parents[1] / "knowledge/articles/train"
LOAD = """
import time
from extractors.vi import units
start = time.process_time()
units.units()
print(time.process_time() - start)
"""
RUNS = 5
LENGTH = 3_000


def load_seconds() -> float:
    runs = [
        float(subprocess.run([sys.executable, "-c", LOAD], capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    ]
    return min(runs)


def milliseconds(readings: list[Reading], run: Callable[[Reading], object]) -> list[float]:
    """Per article, the fastest of several runs, scaled to LENGTH characters."""
    costs = []
    for reading in readings:
        fastest = min(_once(reading, run) for _ in range(RUNS))
        costs.append(fastest * 1000 * LENGTH / len(reading.article.text))
    return costs


def _once(reading: Reading, run: Callable[[Reading], object]) -> float:
    start = time.process_time()
    run(reading)
    return time.process_time() - start


def main(folder: Path) -> None:
    print(f"loading the table      {load_seconds():.3f} s, {len(units().rows)} units")
    readings = [read(parse_text(p.read_text("utf-8"))) for p in sorted(folder.glob("*.txt"))]
    for title, run in (
        ("finding", places.find),
        ("finding and resolving", lambda r: resolve(r, places.find(r))),
        ("names alone", places.names),
    ):
        costs = milliseconds(readings, run)
        slow = statistics.quantiles(costs, n=20)[-1]
        print(
            f"{title:22} {statistics.mean(costs):.2f} ms per {LENGTH} characters, 95 %: {slow:.2f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
