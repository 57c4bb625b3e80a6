"""How long the counts of OCOP products of an article take, and its rating phrases alone.

    python -m benchmarks.counts [FOLDER…]     # of .txt articles; else those in knowledge/articles

Prints milliseconds per 3,000 characters, the best of several runs, apart for articles that hold
counts and for those that hold none; the places are found beforehand.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractors import counts, places, stars
from extractors.models import PlaceMention
from extractors.plaintext import parse_text
from extractors.reading import Reading, read

RUNS = 10
ARTICLES = Path(__file__).parents[1] / "knowledge" / "articles"
Document = tuple[Reading, tuple[PlaceMention, ...]]


def best(run: Callable[[Document], object], documents: list[Document]) -> float:
    """Milliseconds per 3,000 characters: the fastest of RUNS runs of each document."""
    total = 0.0
    for document in documents:
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            run(document)
            times.append(time.perf_counter() - start)
        total += min(times)
    return total * 1000 / sum(len(reading.article.text) for reading, _ in documents) * 3000


def main(folders: list[str]) -> None:
    paths = sorted(p for f in folders or [str(ARTICLES)] for p in Path(f).rglob("*.txt"))
    readings = [read(parse_text(path.read_text("utf-8"))) for path in paths]
    documents = [(reading, tuple(places.find(reading))) for reading in readings]
    with_counts = [d for d in documents if counts.find(*d)]
    without = [d for d in documents if d not in with_counts]
    for label, group in (("with counts", with_counts), ("without", without)):
        if group:
            stars_ms = best(lambda d: stars.find(d[0]), group)
            counts_ms = best(lambda d: counts.find(*d), group)
            print(f"{label:12} {len(group):4} articles  stars {stars_ms:.2f}  all {counts_ms:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
