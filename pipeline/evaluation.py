"""The quality gate: scores over labelled articles, what was gained and lost, and floors that rise.

A pinned result is a JSON file beside the labels: a hash of texts and labels, the F1 of each table
(the floor), and every error, so that the next run can name what got better or worse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.facts import extract
from extractors.labels import to_json
from extractors.plaintext import parse_text
from extractors.reading import read
from pipeline.scoring import TABLES, Tally, score

SLACK = 0.0005
"""A floor is kept to three decimals; a score that rounds to it has not fallen."""

Error = tuple[str, str, str, str]
"""Article, table, `missed` or `wrong`, entry."""


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of a set of articles, and all their errors."""

    corpus: str
    """Hash of texts and labels."""
    articles: int
    missing: tuple[str, ...]
    """Labelled articles without a prediction."""
    tallies: Mapping[str, Tally]
    errors: frozenset[Error]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A result against the pinned one."""

    gains: tuple[Error, ...]
    """Errors of the pinned result that are gone."""
    losses: tuple[Error, ...]
    fallen: tuple[str, ...]
    """Tables below their floor: `product (exact): 0.871 < 0.882`."""
    corpus_changed: bool


def evaluate(gold: Path, predictions: Iterable[Mapping[str, Any]]) -> Result:
    """Score predictions against the labels below a folder (`NAME.json` beside `NAME.txt`).

    A prediction is an article as `ocop extract` prints it; its `source` ends in `NAME` and any
    extension. Raises FileNotFoundError where the folder has no labels.
    """
    facts = {Path(str(p.get("source", ""))).stem: p for p in predictions}
    files = labels_below(gold)
    if not files:
        raise FileNotFoundError(f"no labels (*.json) below {gold}")
    tallies = {table: Tally() for table in TABLES}
    errors: set[Error] = set()
    for file in files:
        found = score(json.loads(file.read_text("utf-8")), facts.get(file.stem, {}))
        for table in TABLES:
            tallies[table] += found.tallies[table]
        errors |= {(file.stem, *error) for error in found.errors}
    missing = tuple(f.stem for f in files if f.stem not in facts)
    return Result(digest(gold), len(files), missing, tallies, frozenset(errors))


def read_below(gold: Path) -> Iterator[dict[str, Any]]:
    """What is read now in each labelled text of a folder, as `ocop extract` prints it."""
    for file in labels_below(gold):
        text = file.with_suffix(".txt")
        reading = read(parse_text(text.read_text("utf-8-sig")))
        yield to_json(text.name, reading, extract(reading))


def labels_below(gold: Path) -> list[Path]:
    """The label files of a folder and its subfolders, by name."""
    return sorted(
        (f for f in gold.rglob("*.json") if f.with_suffix(".txt").exists()), key=lambda f: f.stem
    )


def digest(gold: Path) -> str:
    """Hash of all texts and labels: a score says nothing without the articles it is of."""
    hashed = hashlib.sha256()
    for file in labels_below(gold):
        for part in (file.stem.encode(), file.read_bytes(), file.with_suffix(".txt").read_bytes()):
            hashed.update(hashlib.sha256(part).digest())
    return hashed.hexdigest()[:16]


def pinned(result: Result) -> str:
    """A result as the text of the file that pins it."""
    content = {
        "corpus": result.corpus,
        "articles": result.articles,
        "floors": {table: round(result.tallies[table].f1, 3) for table in TABLES},
        "errors": [list(error) for error in sorted(result.errors)],
    }
    return json.dumps(content, ensure_ascii=False, indent=0) + "\n"


def compare(result: Result, pin: str) -> Comparison:
    """A result against the text of the file that pins an earlier one."""
    before = json.loads(pin)
    errors = {(e[0], e[1], e[2], e[3]) for e in before["errors"]}
    fallen = tuple(
        f"{table}: {result.tallies[table].f1:.3f} < {floor:.3f}"
        for table, floor in before["floors"].items()
        if result.tallies[table].f1 < floor - SLACK
    )
    return Comparison(
        gains=tuple(sorted(errors - result.errors)),
        losses=tuple(sorted(result.errors - errors)),
        fallen=fallen,
        corpus_changed=before["corpus"] != result.corpus,
    )


def changes(comparison: Comparison) -> list[str]:
    """Gains, losses and a changed corpus as lines for people; what fell is for stderr."""
    gains, losses = comparison.gains, comparison.losses
    lines = [f"{len(gains)} gains, {len(losses)} losses since the pinned result"]
    if comparison.corpus_changed:
        lines.append("the texts or labels are not those of the pinned result")
    lines += ["\t".join(("+", *error)) for error in gains]
    return lines + ["\t".join(("-", *error)) for error in losses]


def table(result: Result) -> str:
    """The scores as a table for people."""
    lines = [f"{result.articles} articles", f"{'':22}{'P':>7}{'R':>7}{'F1':>7}{'labelled':>10}"]
    for name in TABLES:
        t = result.tallies[name]
        lines.append(f"{name:22}{t.precision:7.3f}{t.recall:7.3f}{t.f1:7.3f}{t.labelled:10}")
    return "\n".join(lines)
