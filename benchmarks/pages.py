"""The pages that benchmarks read: real ones where they are at hand, else the tests' fixtures.

`../shared/pages` holds saved pages of papers, which are not ours to keep in this repository; the
first column of the table in its INDEX.md names a file, the second its address.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from extractors.sources import Source
from pipeline.config import load, shipped_config
from pipeline.handle import handle_saved
from pipeline.saved import Saved, find_pages, read_saved

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "pages"
FIXTURES = ROOT / "tests" / "fixtures"


@dataclass(frozen=True, slots=True)
class Sample:
    """An article page, its paper and what it is called in tables."""

    name: str
    saved: Saved


def sources() -> dict[str, Source]:
    return dict(load(shipped_config()).sources)


def real_articles() -> list[Sample]:
    """The article pages of `../shared/pages`; none where that is absent."""
    if not (REAL / "INDEX.md").is_file():
        return []
    rows = re.findall(
        r"^\| (\w+_article\w*) \| (\S+) \|", (REAL / "INDEX.md").read_text("utf-8"), re.M
    )
    papers = sources()
    return [Sample(name, read_saved(REAL / f"{name}.html.gz", papers, url)) for name, url in rows]


def fixture_articles() -> list[Sample]:
    """The fixtures that give an article."""
    papers = sources()
    found = [
        Sample(path.parent.relative_to(FIXTURES).as_posix(), read_saved(path, papers))
        for path in find_pages([FIXTURES])
    ]
    return [sample for sample in found if handle_saved(sample.saved).reading is not None]


def packed(sample: Sample) -> bytes:
    """The body as a server would send it."""
    return gzip.compress(sample.saved.page.body, 6, mtime=0)
