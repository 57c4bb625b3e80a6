"""All facts of an article beside what underthesea's named entities alone cost.

    python -m benchmarks.facts [SENTENCES]     # for ner, else 250

Same text (`knowledge/articles`), one process, CPU time, after warm-up (every fifth article, so that
tables and models are loaded and common words known): reading and extracting every article, and
`underthesea.ner` on a sample of their sentences, both per 1,000 characters.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from extractors.facts import extract
from extractors.plaintext import parse_text
from extractors.reading import Reading, read

ARTICLES = Path(__file__).parents[1] / "knowledge" / "articles"


def per_thousand(work: Callable[[], object], characters: int) -> float:
    """Milliseconds of CPU time per 1,000 characters."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1e6 / characters


def main(sample: int) -> None:
    articles = [parse_text(f.read_text("utf-8")) for f in sorted(ARTICLES.rglob("*.txt"))]
    readings = [read(article) for article in articles]
    size = sum(len(article.text) for article in articles)
    run(extract(reading) for reading in readings[::5])
    gc.collect()
    gc.freeze()  # no program holds all these articles at once, to be looked through again
    reading = per_thousand(lambda: run(read(a) for a in articles), size)
    facts = per_thousand(lambda: run(extract(r) for r in readings), size)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sentences = _sample(readings, sample)
    from underthesea import ner  # noqa: PLC0415  # its import is no part of our memory

    ner(sentences[0])
    entities = per_thousand(lambda: run(ner(s) for s in sentences), sum(map(len, sentences)))
    print(f"sentences and tokens  {reading:7.2f} ms per 1,000 characters")
    print(f"all facts             {facts:7.2f}")
    print(f"underthesea.ner       {entities:7.2f}   {entities / facts:.1f} times all facts")
    print(f"memory                {memory:7.0f} MB")


def run(steps: Iterable[object]) -> None:
    for _ in steps:
        pass


def _sample(readings: Iterable[Reading], size: int) -> list[str]:
    sentences = [r.article.text[s.start : s.end] for r in readings for s in r.sentences]
    return random.Random(1).sample(sentences, size)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
