"""Whether facts are right as often as their confidence says.

`python -m knowledge.calibration [FOLDER]` tells of labelled articles that no model learns from
(`knowledge/exam`).

`knowledge.cross_validate` tells the same of held-back articles, writes it down with `--pin`, and
fails where a share of `extractors.confidence` strays from it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extractors.confidence import STEPS, group, share, way_of
from extractors.facts import extract
from extractors.labels import Json, to_json
from extractors.models import Facts, Product
from knowledge.labelled import Labelled, load
from pipeline.scoring import ALIKE, counts_of, overlap, plain, plain_place

EXAM = Path(__file__).parent / "exam"
PIN = Path(__file__).parent / "confidence.json"
NAME = "name up to "
"""Names of products have their confidence from the certainty of the name model."""
EDGES = {share: edge for edge, share in STEPS}
SLACK = 0.015
"""What a share is rounded by, and a little more."""

Measured = dict[str, tuple[int, int]]
"""Facts found in one way: those that are right, and all."""


def measure(read: Iterable[tuple[Labelled, Facts]]) -> Measured:
    """What was read in labelled articles, by the ways that `extractors.confidence` tells apart."""
    found: dict[str, list[bool]] = defaultdict(list)
    for article, facts in read:
        for way, is_right in [*_products(article, facts), *_others(article, facts)]:
            found[way].append(is_right)
    return {way: (sum(found[way]), len(found[way])) for way in sorted(found)}


def _products(article: Labelled, facts: Facts) -> Iterator[tuple[str, bool]]:
    """Names of OCOP products, which alone are sure, and where they are right what is linked."""
    for product in facts.products:
        label = article.labelled(product.mention.name, _maker(product)) or {}
        sure = product.mention.confidence
        if sure is None or label.get("optional"):
            continue
        forms = [*filter(None, [label.get("name")]), *(label.get("alt") or [])]
        is_right = plain(product.mention.name) in map(plain, forms)
        yield f"{NAME}{EDGES[sure]}", is_right
        if is_right:
            yield from _links(product, label)


def _links(product: Product, label: Json) -> Iterator[tuple[str, bool]]:
    if product.rating_tie and product.stars is not None:
        yield product.rating_tie.rule, product.stars == label.get("stars")
    if product.producer_tie:
        said = plain(label.get("producer") or "")
        yield product.producer_tie.rule, overlap(said, plain(_maker(product))) >= ALIKE
    if product.place_tie:
        home = plain_place((label.get("places") or [""])[0])
        yield product.place_tie.rule, home == plain_place(product.places[0].name)


def _maker(product: Product) -> str:
    return product.producer.name if product.producer else ""


def _others(article: Labelled, facts: Facts) -> Iterator[tuple[str, bool]]:
    """Star counts and locations."""
    labels = counts_of(article.gold)
    printed = to_json("", article.reading, facts)["star_counts"]
    for count, form in zip(facts.star_counts, printed, strict=True):
        yield way_of(count), counts_of({"star_counts": [form]}) <= labels
    named = {plain_place(place) for place in article.gold.get("locations", ())}
    for place in facts.locations:
        yield place.rule, plain_place(place.name) in named


def grouped(measured: Mapping[str, Sequence[int]]) -> Measured:
    """The same with rare ways together, as shares are said of them."""
    found: dict[str, tuple[int, int]] = {}
    for way, (right, number) in measured.items():
        name = way if way.startswith(NAME) else group(way)
        before = found.get(name, (0, 0))
        found[name] = (before[0] + right, before[1] + number)
    return found


def said(way: str) -> float:
    """The confidence that facts found in this way carry."""
    if not way.startswith(NAME):
        return share(way)
    return next(share for edge, share in STEPS if f"{NAME}{edge}" == way)


def strayed(measured: Mapping[str, Sequence[int]]) -> list[str]:
    """The ways whose share is another than was measured; one fact more may be wrong."""
    lines = []
    for way, (right, number) in grouped(measured).items():
        found = (right + 1) / (number + 2)
        if abs(said(way) - found) > SLACK + 1 / (number + 2):
            lines.append(f"{way}: {said(way):.2f} is said, {found:.3f} of {number} are right")
    return lines


def table(measured: Mapping[str, Sequence[int]]) -> str:
    """For people: way, how many, the share right, the confidence said; rare ways by themselves,
    and each kind as a whole."""
    lines = [f"{'way':22}{'number':>8}{'right':>8}{'said':>8}"]
    for kind in dict.fromkeys(map(_kind, measured)):
        ways = {way: share for way, share in measured.items() if _kind(way) == kind}
        for way, (right, number) in ways.items():
            lines.append(f"{way:22}{number:8}{right / number:8.3f}{said(way):8.2f}")
        right, number = (sum(share[i] for share in ways.values()) for i in (0, 1))
        mean = sum(said(way) * share[1] for way, share in ways.items()) / number
        lines.append(f"{'all of ' + kind:22}{number:8}{right / number:8.3f}{mean:8.2f}")
    return "\n".join(lines)


def _kind(way: str) -> str:
    return way.split(".", maxsplit=1)[0].split(" ", maxsplit=1)[0]


def pin(measured: Measured, corpus: str) -> None:
    """Write down what was measured, on which articles (the hash of their texts and labels)."""
    ways = {way: list(share) for way, share in measured.items()}
    PIN.write_text(json.dumps({"corpus": corpus, "ways": ways}, indent=0) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Print the table for the labelled articles below a folder."""
    articles = load(Path(arguments[0]) if arguments else EXAM)
    print(table(measure((a, extract(a.reading)) for a in articles)))


if __name__ == "__main__":
    main(sys.argv[1:])
