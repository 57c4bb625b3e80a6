"""What reading a page costs, beside two readers that many use.

    pip install '.[benchmark]' && python -m benchmarks.parse    # with a pip of 2024 or later

CPU milliseconds per page on one core, the fastest of several runs of each page, summed over the
pages and divided by their number; the ratios are to `trafilatura.extract`, which gives a text
only, where ours gives title, lead, date, people, typed blocks and, in the second row, all facts.
Real pages are those of `../shared/pages`; the fixtures are small pages, so they show fixed costs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import newspaper
import trafilatura

from benchmarks.pages import Sample, fixture_articles, real_articles
from extractors.article import parse
from pipeline.handle import handle

RUNS = 7


@dataclass(frozen=True, slots=True)
class Reader:
    name: str
    read: Callable[[Sample], object]


def _newspaper(sample: Sample) -> object:
    article = newspaper.Article(sample.saved.page.url, language="vi", fetch_images=False)
    article.download(input_html=sample.saved.page.body.decode("utf-8", "replace"))
    article.parse()
    return article.text


READERS = (
    Reader("ours: the article", lambda s: parse(s.saved.page, s.saved.source)),
    Reader("ours: article and all facts", lambda s: handle(s.saved.page, s.saved.source)),
    Reader("trafilatura.extract: text", lambda s: trafilatura.extract(s.saved.page.body)),
    Reader("newspaper4k: article", _newspaper),
)


def milliseconds(reader: Reader, samples: list[Sample]) -> float:
    """Per page, on average."""
    fastest = [min(_once(reader, sample) for _ in range(RUNS)) for sample in samples]
    return 1000 * sum(fastest) / len(samples)


def _once(reader: Reader, sample: Sample) -> float:
    start = time.process_time()
    reader.read(sample)
    return time.process_time() - start


def table(title: str, samples: list[Sample]) -> None:
    size = sum(len(s.saved.page.body) for s in samples) // len(samples) // 1000
    print(f"{title}: {len(samples)} pages of {size} KB on average")
    costs = {reader.name: milliseconds(reader, samples) for reader in READERS}
    base = costs["trafilatura.extract: text"]
    for name, cost in costs.items():
        print(f"  {name:<30} {cost:7.1f} ms  {cost / base:5.2f} ×")


def each(samples: list[Sample]) -> None:
    """The real pages one by one: ours with all facts, and trafilatura's text."""
    for sample in samples:
        ours, theirs = (milliseconds(reader, [sample]) for reader in READERS[1:3])
        print(f"  {sample.name:<30} {ours:7.1f} ms  {ours / theirs:5.2f} ×")


def main() -> None:
    logging.disable(logging.CRITICAL)
    if real := real_articles():
        table("real pages", real)
        print("each of them: ours with all facts, to trafilatura's text")
        each(real)
    table("fixtures", fixture_articles())


if __name__ == "__main__":
    main()
