"""Fixtures: a saved page, its circumstances, and what a person has read in it and signed.

`tests/fixtures/<source>/<case>/` holds `page.html` (or `.html.gz`), `page.json` and
`expected.json`. The signature is a hash of page and expectation: whoever changes either must
read and sign again, so that no wrong output is frozen by accident.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.labels import article_fields
from extractors.models import Facts, Status
from extractors.sources import Source
from pipeline.errors import UnreadableError
from pipeline.handle import handle
from pipeline.saved import read_saved

Json = dict[str, Any]

_READ = ("outcome", "article", "facts")
"""The parts of `expected.json` that are compared; beside them stand `signed` and `not_yet`."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """One case: its folder and its `expected.json`."""

    folder: Path
    expected: Json

    @property
    def page_file(self) -> Path:
        """`page.html`, or `page.html.gz`."""
        plain = self.folder / "page.html"
        return plain if plain.is_file() else self.folder / "page.html.gz"

    @property
    def digest(self) -> str:
        """SHA-256 over the page, its circumstances and the expectation."""
        expected = {k: v for k, v in self.expected.items() if k in _READ}
        parts = (
            self.page_file.read_bytes(),
            (self.folder / "page.json").read_bytes(),
            json.dumps(expected, ensure_ascii=False, sort_keys=True).encode(),
        )
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    @property
    def not_yet(self) -> frozenset[str]:
        """Fields that the code is known not to read right yet: `products`."""
        return frozenset(self.expected.get("not_yet", ()))

    @property
    def is_signed(self) -> bool:
        """Whether a person has signed exactly this page with exactly this expectation."""
        return bool(self.expected.get("signed") == self.digest)


def find_fixtures(root: Path) -> Iterator[Fixture]:
    """All cases below a folder, in order of their names. Raises UnreadableError."""
    for file in sorted(root.rglob("expected.json")):
        yield load_fixture(file.parent)


def load_fixture(folder: Path) -> Fixture:
    """One case. Raises UnreadableError where a file is missing or is no JSON."""
    file = folder / "expected.json"
    with disk_trouble(file):
        text = file.read_bytes()
    try:
        expected = json.loads(text)
    except ValueError as error:
        raise UnreadableError(f"{file}: {error}") from None
    if not isinstance(expected, dict):
        raise UnreadableError(f"{file}: not a JSON object")
    fixture = Fixture(folder, expected)
    for needed in (fixture.page_file, folder / "page.json"):
        if not needed.is_file():
            raise UnreadableError(f"{needed}: missing")
    return fixture


@contextmanager
def disk_trouble(path: Path) -> Iterator[None]:
    """What the disk refuses leaves as an UnreadableError of one line."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(f"{error.filename or path}: {error.strerror or error}") from None


def sign(fixture: Fixture) -> None:
    """Write the signature into `expected.json`. Raises UnreadableError."""
    write_expected(fixture.folder, {**fixture.expected, "signed": fixture.digest})


def write_expected(folder: Path, expected: Json) -> Fixture:
    """Write an expectation as given; without a `signed` that fits, nobody has signed it.

    Raises UnreadableError.
    """
    text = in_words({"signed": None, **expected}) + "\n"
    with disk_trouble(folder):
        (folder / "expected.json").write_text(text, "utf-8")
    return Fixture(folder, expected)


def in_words(value: Any, depth: int = 0) -> str:
    """JSON that people read and edit: a line for each field, block, product, count."""
    pad = "\n" + " " * (depth + 1)
    end = "\n" + " " * depth
    if isinstance(value, dict) and depth < 2:
        lines = (f"{json.dumps(k)}: {in_words(v, depth + 1)}" for k, v in value.items())
        return "{" + pad + f",{pad}".join(lines) + end + "}"
    if isinstance(value, list) and value and isinstance(value[0], list | dict):
        lines = (json.dumps(v, ensure_ascii=False) for v in value)
        return "[" + pad + f",{pad}".join(lines) + end + "]"
    return json.dumps(value, ensure_ascii=False)


def difference(fixture: Fixture, sources: Mapping[str, Source]) -> str:
    """What is expected (-) against what the code reads now (+); empty where they agree."""
    expected = {k: v for k, v in fixture.expected.items() if k in _READ}
    now = observed(fixture, sources)
    if expected == now:
        return ""
    lines = (in_words(expected).splitlines(), in_words(now).splitlines())
    shown = difflib.unified_diff(*lines, "expected", "read now", lineterm="", n=1)
    return "\n".join(shown)


def observed(fixture: Fixture, sources: Mapping[str, Source]) -> Json:
    """What the code reads in the page now, in the form of `expected.json` without signature."""
    saved = read_saved(fixture.page_file, sources)
    handled = handle(saved.page, saved.source)
    if handled.reading is None or handled.facts is None:
        return {"outcome": handled.outcome.value}
    return {
        "outcome": handled.outcome.value,
        "article": article_fields(handled.reading.article),
        "facts": _facts(handled.facts),
    }


def _facts(facts: Facts) -> Json:
    return {
        "products": [
            {
                "name": product.mention.name,
                "stars": product.stars,
                "status": product.status.value,
                "producer": product.producer.name if product.producer else None,
                "places": [place.name for place in product.places],
            }
            for product in facts.products
            if product.status is not Status.MENTIONED
        ],
        "star_counts": [
            {
                "place": count.place.name if count.place else None,
                "stars": count.stars,
                "at_least": count.at_least,
                "count": count.count,
                "status": count.status.value,
                "qualifier": count.qualifier,
            }
            for count in facts.star_counts
        ],
        "locations": [place.name for place in facts.locations],
    }
