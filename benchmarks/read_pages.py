"""How long one page takes from bytes to Article, beside trafilatura if that is installed.

    python benchmarks/read_pages.py FOLDER…      # of saved .html and .html.gz pages

Prints the best of several runs per page in milliseconds: by the paper's selectors where
config.toml knows the page's host, and by looks alone.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractors.article import parse
from extractors.models import UNKNOWN_SOURCE, Article, Page, Skip, Source
from pipeline.config import load

RUNS = 10


def best(run: Callable[[], object]) -> float:
    """Milliseconds of the fastest of RUNS runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def source_of(article: Article, sources: list[Source]) -> Source:
    return next(
        (s for s in sources if any(f"//{h}/" in article.url for h in s.hosts)), UNKNOWN_SOURCE
    )


def main(folders: list[str]) -> None:
    try:
        from trafilatura import extract  # noqa: PLC0415 - only for comparison, no dependency
    except ImportError:
        extract = None
    sources = list(load(Path(__file__).parents[1] / "config.toml").sources.values())
    print(f"{'page':40} {'selectors':>10} {'looks':>10} {'trafilatura':>12}")
    for path in sorted(p for folder in folders for p in Path(folder).rglob("*.html*")):
        body = path.read_bytes()
        page = Page(url="", body=gzip.decompress(body) if path.suffix == ".gz" else body)
        try:
            source = source_of(parse(page, UNKNOWN_SOURCE), sources)
        except Skip:
            continue
        known = best(lambda page=page, source=source: parse(page, source))  # type: ignore[misc]
        looks = best(lambda page=page: parse(page, UNKNOWN_SOURCE))  # type: ignore[misc]
        other = best(lambda page=page: extract(page.body)) if extract else float("nan")  # type: ignore[misc]
        print(f"{path.name:40} {known:10.1f} {looks:10.1f} {other:12.1f}")


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).parents[2] / "shared" / "pages")])
