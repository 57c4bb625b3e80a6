"""Train the product model from the labelled articles: `python -m knowledge.train`.

The same articles and code give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from extractors import products, standing
from extractors.link import link
from extractors.models import PlaceMention, ProducerMention, Product, StarMention
from extractors.standing import traits
from extractors.vi.nlp import Tagger, load_tagger
from knowledge.folds import folds
from knowledge.labelled import Labelled, load
from knowledge.variants import variants

FOLDER = Path(products.__file__).parent
KINDS = (ProducerMention, StarMention, PlaceMention)
STANDING = {"c1": 0.0, "c2": 10.0, "max_iterations": 200}
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": False}


def train_names(articles: Sequence[Labelled], model: Path) -> None:
    """Write the model that tags product names in sentences."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for article in articles:
        features = products.sentence_rows(article.reading, article.marks)
        for row, tags in zip(features, article.tags, strict=True):
            if row:
                trainer.append(row, tags)
    for row, tags in variants(articles):
        trainer.append(row, tags)
    trainer.train(str(model))


def candidates(articles: Sequence[Labelled]) -> Iterator[tuple[Labelled, tuple[Product, ...]]]:
    """Each article's products as found by a model that has not seen it (or its retellings)."""
    for held_back, rest in folds(articles):
        with TemporaryDirectory() as folder:
            model = Path(folder) / "fold.crfsuite"
            train_names(rest, model)
            tagger = load_tagger(model)
            for article in held_back:
                yield article, found(article, tagger)


def found(article: Labelled, tagger: Tagger) -> tuple[Product, ...]:
    """The products that this tagger's names lead to, all standings together."""
    named = products.find(article.reading, article.roles, tagger)
    by_kind = [[m for m in article.roles if isinstance(m, kind)] for kind in KINDS]
    return link(article.reading, named, *by_kind)


def train_standing(
    seen: Iterable[tuple[Labelled, tuple[Product, ...]]],
) -> dict[str, float]:
    """Weights that tell products presented as OCOP from those named in passing."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=STANDING, verbose=False)
    for article, listed in seen:
        for product, row in zip(listed, traits(article.reading, listed), strict=True):
            if product.rating is None:
                trainer.append([row], [str(article.presents(product.mention.name))])
    with TemporaryDirectory() as folder:
        model = Path(folder) / "standing.crfsuite"
        trainer.train(str(model))
        return _weights(model)


def _weights(model: Path) -> dict[str, float]:
    """What a one-step model gives for True and takes for False, trait by trait."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    total: dict[str, float] = {}
    for (trait, label), weight in tagger.info().state_features.items():
        total[trait] = total.get(trait, 0.0) + (weight if label == "True" else -weight)
    return {trait: round(total[trait], 4) for trait in sorted(total)}


def main() -> None:
    articles = load()
    train_names(articles, FOLDER / products.MODEL)
    weights = train_standing(candidates(articles))
    text = json.dumps(weights, ensure_ascii=False, indent=0)
    (FOLDER / standing.WEIGHTS).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
