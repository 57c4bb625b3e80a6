"""Train the product model from the labelled articles: `python -m knowledge.train`.

The same articles and code give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pycrfsuite

from extractors import products, standing, tables
from extractors.facts import joined
from extractors.link import drafted, link
from extractors.linking import choice
from extractors.linking.rows import Draft
from extractors.models import PlaceMention, ProducerMention, Product, StarMention
from extractors.naming.features import Row
from extractors.standing_traits import traits
from extractors.vi.nlp import Tagger, load_tagger
from extractors.vi.text import key
from knowledge.folds import folds
from knowledge.labelled import Labelled, load
from knowledge.variants import variants

FOLDER = Path(products.__file__).parent
STANDING = {"c1": 0.0, "c2": 60.0, "max_iterations": 200}
HOMES = {"c1": 0.0, "c2": 5.0, "max_iterations": 200}
SETTINGS = {"c1": 0.1, "c2": 0.2, "max_iterations": 120, "feature.possible_transitions": False}


def train_names(articles: Sequence[Labelled], model: Path) -> None:
    """Write the model that tags product names in sentences.

    Real articles decide: what is peculiar to the written ones is learnt in traits of their own,
    which no article shows when it is read (Daumé, "Frustratingly Easy Domain Adaptation", 2007).
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    real = [article for article in articles if not article.is_invented]
    invented = [article for article in articles if article.is_invented]
    for row, tags in _sentences(real):
        trainer.append(row, tags)
    for row, tags in _sentences(invented):
        trainer.append([[*token, *(f"invented:{trait}" for trait in token)] for token in row], tags)
    trainer.train(str(model))


def _sentences(articles: Sequence[Labelled]) -> Iterator[tuple[list[Row], list[str]]]:
    """What the name model learns from: each sentence that may name products, and its variants."""
    for article in articles:
        sentences = products.sentence_features(article.reading, article.marks)
        for seen, tags in zip(sentences, article.tags, strict=True):
            if seen.rows:
                yield seen.rows, tags
    yield from variants(articles)


def candidates(articles: Sequence[Labelled]) -> Iterator[tuple[Labelled, tuple[Product, ...]]]:
    """Each article's products as found by models that have not seen it (or its retellings)."""
    for held_back, rest in folds(articles):
        homes = train_homes(rest)
        with TemporaryDirectory() as folder:
            model = Path(folder) / "fold.crfsuite"
            train_names(rest, model)
            tagger = load_tagger(model)
            for article in held_back:
                yield article, found(article, tagger, homes)


def found(article: Labelled, tagger: Tagger, homes: Mapping[str, float]) -> tuple[Product, ...]:
    """The products that these models lead to, all standings together."""
    reading = article.reading
    makers, stars, places = _by_kind(article)
    listed = tables.find(reading, places)
    named = joined(reading, products.find(reading, article.roles, tagger), listed)
    return link(reading, named, makers, stars, places, listed=listed, learnt=homes)


def _by_kind(
    article: Labelled,
) -> tuple[list[ProducerMention], list[StarMention], list[PlaceMention]]:
    roles = article.roles
    return (
        [m for m in roles if isinstance(m, ProducerMention)],
        [m for m in roles if isinstance(m, StarMention)],
        [m for m in roles if isinstance(m, PlaceMention)],
    )


def train_homes(articles: Iterable[Labelled]) -> dict[str, float]:
    """Weights that tell a product's home among the units its article names.

    Learnt with the labelled names, where the rules only suppose a home.
    """
    rows = []
    for article in articles:
        makers, stars, places = _by_kind(article)
        listed = tables.find(article.reading, places)
        named = joined(article.reading, article.named, listed)
        sentences, same = drafted(article.reading, named, makers, stars, places, listed=listed)
        for drafts, units in choice.traits(article.reading, sentences, same, places):
            home = _home(article, drafts[0])
            rows += [(row, key(unit) == home) for unit, row in units.items() if home]
    return _logistic(rows, HOMES)


def _home(article: Labelled, draft: Draft) -> str:
    """Key of the labelled home of a draft's product, "" where it has none."""
    maker = draft.producer.name if draft.producer else ""
    product = article.labelled(draft.mention.name, maker)
    return key(product["places"][0]) if product and product.get("places") else ""


def train_standing(
    seen: Iterable[tuple[Labelled, tuple[Product, ...]]],
) -> dict[str, float]:
    """Weights that tell products presented as OCOP from those named in passing.

    Where the labels call a product optional readers differ: it counts half.
    """
    rows: list[tuple[list[str], bool]] = []
    for article, listed in seen:
        for product, row in zip(listed, traits(article.reading, listed), strict=True):
            if product.rating is None:
                label = article.labelled(product.mention.name)
                presented = label is not None and not label.get("optional")
                rows += [(row, presented)] * (1 if label and label.get("optional") else 2)
    return _logistic(rows, STANDING)


def _logistic(
    rows: Iterable[tuple[list[str], bool]], settings: Mapping[str, Any]
) -> dict[str, float]:
    """What a one-step model gives for True and takes for False, trait by trait."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=settings, verbose=False)
    for row, label in rows:
        trainer.append([row], [str(label)])
    with TemporaryDirectory() as folder:
        model = Path(folder) / "logistic.crfsuite"
        trainer.train(str(model))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(model))
        weights = tagger.info().state_features
    total: dict[str, float] = {}
    for (trait, label), weight in weights.items():
        total[trait] = total.get(trait, 0.0) + (weight if label == "True" else -weight)
    return {trait: round(total[trait], 4) for trait in sorted(total)}


def main() -> None:
    """Learn names, homes and standing from all labelled articles and write the models."""
    articles = load()
    train_names(articles, FOLDER / products.MODEL)
    _write(choice.WEIGHTS, train_homes(articles))
    _write(standing.WEIGHTS, train_standing(candidates(articles)))


def _write(name: str, weights: Mapping[str, float]) -> None:
    text = json.dumps(weights, ensure_ascii=False, indent=0)
    (FOLDER / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
