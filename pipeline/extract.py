"""Saved pages and texts → lines of JSON, in order of input."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from extractors.labels import to_json
from extractors.sources import Source
from pipeline.errors import UnreadableError
from pipeline.handle import handle_saved
from pipeline.saved import find_pages, read_saved


def extract_lines(
    paths: Sequence[Path],
    sources: Mapping[str, Source],
    url: str = "",
    published: datetime | None = None,
    has_time: bool = True,
) -> Iterator[tuple[Path, str | None, str]]:
    """For each file `(path, line, "")`, or `(path, None, reason)` where it gives no article.

    `published` overrides the date of every page (`has_time` False: a day only); `url` the
    address they were saved from.
    """
    for path in find_pages(paths):
        try:
            saved = read_saved(path, sources, url)
        except UnreadableError as error:
            yield path, None, str(error)
            continue
        handled = handle_saved(saved, published, has_time)
        if handled.reading is None or handled.facts is None:
            yield path, None, f"{handled.outcome}: {handled.reason}"
        else:
            document = to_json(str(path), handled.reading, handled.facts)
            yield path, json.dumps(document, ensure_ascii=False), ""
