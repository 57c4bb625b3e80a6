"""Train the product model from the labelled articles: `python -m knowledge.train`.

The same articles and code give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from extractors import products
from knowledge.labelled import Labelled, load

MODEL = Path(products.__file__).parent / products.MODEL
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": False}


def train(articles: Iterable[Labelled], model: Path) -> None:
    """Write the model that tags product names in sentences."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for article in articles:
        rows = products.sentence_rows(article.reading, article.roles)
        for row, tags in zip(rows, article.tags, strict=True):
            if row:
                trainer.append(row, tags)
    trainer.train(str(model))


if __name__ == "__main__":
    train(load(), MODEL)
