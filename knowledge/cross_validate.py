"""Scores on articles the models have not seen: `python -m knowledge.cross_validate [--pin]`.

Each fold is read by models trained on the others; retellings of the same facts stay in one fold.
`--predictions FILE` writes what was read, one JSON object a line. The result is compared with
`knowledge/scores.json`: exit 1 if a score fell below its floor, or if facts are less or more often
right than the confidence they carry (`knowledge.calibration`). `--pin` writes both results anew
(`scores.json`, `confidence.json`) and refuses to lower a floor unless `--lower` is given too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractors import counts, facts, standing
from extractors.labels import to_json
from extractors.models import Facts, PlaceMention, Product
from extractors.vi.nlp import load_tagger
from knowledge import calibration
from knowledge.folds import fold_numbers
from knowledge.labelled import ARTICLES, Labelled, load
from knowledge.train import found, train_homes, train_names, train_standing
from pipeline.evaluation import changes, compare, evaluate, pinned, table
from pipeline.scoring import Tally, score

PIN = Path(__file__).parent / "scores.json"
FORMS = {
    "lists": ("north", "central", "south", "list", "reform"),
    "prose": ("prose", "mixed"),
    "long": ("long-food", "long-news", "long-portrait", "long-report"),
}


def held_back(articles: Sequence[Labelled]) -> Iterator[tuple[Labelled, Facts]]:
    """Every article's facts, read with models that were trained without its fold."""
    number = fold_numbers(articles)
    products = dict(_products(articles, number))
    for fold in sorted(set(number)):
        rest = [(a, products[a.name]) for a, n in zip(articles, number, strict=True) if n != fold]
        weights = train_standing(rest)
        for article, n in zip(articles, number, strict=True):
            if n == fold:
                judged = standing.judge(article.reading, products[article.name], weights)
                yield article, _facts(article, judged)


def _products(
    articles: Sequence[Labelled], number: Sequence[int]
) -> Iterator[tuple[str, tuple[Product, ...]]]:
    for fold in sorted(set(number)):
        with TemporaryDirectory() as folder:
            model = Path(folder) / "fold.crfsuite"
            rest = [a for a, n in zip(articles, number, strict=True) if n != fold]
            train_names(rest, model)
            tagger, homes = load_tagger(model), train_homes(rest)
            for article, n in zip(articles, number, strict=True):
                if n == fold:
                    yield article.name, found(article, tagger, homes)


def _facts(article: Labelled, products: tuple[Product, ...]) -> Facts:
    places = tuple(m for m in article.roles if isinstance(m, PlaceMention))
    return Facts(
        products=products,
        star_counts=counts.find(article.reading, places),
        locations=facts.first_of_each(places),
    )


def by_form(articles: Sequence[Labelled], predictions: Iterable[dict[str, Any]]) -> str:
    """The product scores per kind of text, and wrong products per article that has none."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    wrong: dict[str, list[int]] = defaultdict(list)
    for article, prediction in zip(articles, predictions, strict=True):
        kind = next(k for k, forms in FORMS.items() if article.form in forms)
        scored = score(article.gold, prediction)
        for name, tally in scored.tallies.items():
            for key in (article.form, kind, _part(article), f"{_part(article)}, {kind}", "all"):
                tallies[key, name] += tally
        if not any(not p.get("optional") for p in article.gold["products"]):
            wrong[kind].append(scored.tallies["product (exact)"].predicted)
            wrong["all"].append(wrong[kind][-1])
    names = ("product (exact)", "product (overlap)", "product+stars", "product+producer",
             "product+place")  # fmt: skip
    lines = [f"{'F1 by kind':18}" + "".join(f"{n.removeprefix('product'):>12}" for n in names)]
    kinds = ["all", *FORMS, *sorted({kind for kind, _ in tallies})]
    for kind in dict.fromkeys(kinds):
        lines.append(f"{kind:18}" + "".join(f"{tallies[kind, n].f1:12.3f}" for n in names))
    lines += [f"wrong products per article without any, {kind}: {sum(w) / len(w):.3f} ({len(w)})"
              for kind, w in wrong.items()]  # fmt: skip
    return "\n".join(lines)


def _part(article: Labelled) -> str:
    """Articles on real facts, and those written to learn more forms."""
    return "written" if article.is_invented else "dev + train"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--predictions", type=Path, help="write what was read to this file")
    parser.add_argument("--pin", action="store_true", help=f"write {PIN.name} anew")
    parser.add_argument("--lower", action="store_true", help="let --pin lower a floor")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, print, compare with what is pinned; 1 if anything fell or strays (see above)."""
    options = _options(arguments)
    articles = load()
    read = list(held_back(articles))
    printed = {a.name: to_json(f"{a.name}.txt", a.reading, f) for a, f in read}
    predictions = [printed[a.name] for a in articles]
    if options.predictions:
        lines = (json.dumps(p, ensure_ascii=False) for p in predictions)
        options.predictions.write_text("\n".join(lines) + "\n", "utf-8")
    result = evaluate(ARTICLES, predictions)
    print(table(result))
    print(by_form(articles, predictions))
    against = compare(result, PIN.read_text("utf-8")) if PIN.exists() else None
    if against:
        print("\n".join(changes(against)))
    shares = calibration.measure(read)
    print(calibration.table(shares))
    fallen = against.fallen if against else ()
    for line in fallen:
        print("below its floor:", line, file=sys.stderr)
    strayed = calibration.strayed(shares)
    for line in strayed:
        print("not as sure as it says:", line, file=sys.stderr)
    if options.pin and (not fallen or options.lower):
        PIN.write_text(pinned(result), "utf-8")
        calibration.pin(shares, result.corpus)
        return 0
    return 1 if fallen or strayed else 0


if __name__ == "__main__":
    sys.exit(main())
