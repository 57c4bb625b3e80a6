"""Folds for cross-validation that keep retellings of the same facts together."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from extractors.vi.text import key
from knowledge.labelled import Labelled

FOLDS = 5
SEED = 7
SHARED_NAMES, SHARED_SHARE = 2, 0.3
"""Two articles tell of the same facts if they share so many product names and this share of the
shorter list (list-001 and reform-001 may be one decision told twice)."""


def folds(articles: Sequence[Labelled]) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """`(held back, rest)` for each fold; the same ones every time."""
    number = fold_numbers(articles)
    for fold in range(FOLDS):
        held_back = [a for a, n in zip(articles, number, strict=True) if n == fold]
        rest = [a for a, n in zip(articles, number, strict=True) if n != fold]
        yield held_back, rest


def fold_numbers(articles: Sequence[Labelled]) -> list[int]:
    """The fold of each article; articles that tell of the same facts share one."""
    group = list(range(len(articles)))
    names = [{key(p["name"]) for p in a.gold["products"]} for a in articles]
    for i, mine in enumerate(names):
        for j in range(i):
            shared = len(mine & names[j])
            if shared >= SHARED_NAMES and shared >= SHARED_SHARE * min(len(mine), len(names[j])):
                group = [group[j] if g == group[i] else g for g in group]
    groups = sorted(set(group))
    random.Random(SEED).shuffle(groups)
    fold = {g: n % FOLDS for n, g in enumerate(groups)}
    return [fold[g] for g in group]
