"""The demo paper as the extractors read it, page by page, against its labels."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.labels import to_json
from extractors.models import Article, Outcome
from extractors.sources import Page, Source
from extractors.topic import why_off_topic
from pipeline.config import build, read_toml, shipped_config
from pipeline.demo.paper import SITE, article_fields, resources
from pipeline.handle import Handled, handle

BASE = "http://127.0.0.1:8000"
ARTICLES = article_fields()
LABELS = {f.stem: json.loads(f.read_text("utf-8")) for f in (SITE / "expected").glob("*.json")}
PAGES = {path: page for path, page in resources(BASE).items() if Path(path).stem in LABELS}
IN_BODY_BOX = re.compile(r'<div [^>]*type="RelatedOneNews">.*?</div>', re.DOTALL)
FLOORS = {  # F1 over all pages; they only rise
    "product": 0.92,
    "stars": 0.90,
    "producer": 0.92,
    "place": 0.80,
    "star count": 0.88,
    "location": 0.98,
}


@cache
def sources() -> dict[str, Source]:
    families = read_toml(shipped_config())["families"]
    text = SITE.with_name("sources.toml").read_text("utf-8")
    tables = tomllib.loads(text.replace("{{base}}", BASE))
    return dict(build(Path("sources.toml"), {"families": families, **tables}).sources)


@cache
def read(path: str) -> Handled:
    source = next(s for s in sources().values() if re.search(s.article_url, path))
    page = Page(
        url=f"{BASE}{path}",
        body=PAGES[path].body,
        headers=(("content-type", PAGES[path].content_type),),
        fetched_at=datetime(2026, 3, 21, tzinfo=UTC),
        source=source.name,
    )
    return handle(page, source)


def article(path: str) -> Article:
    reading = read(path).reading
    assert reading is not None
    return reading.article


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_demo_ends_as_labelled(path: str) -> None:
    outcome = read(path).outcome
    if outcome is Outcome.STORED and why_off_topic(article(path)):
        outcome = Outcome.OFF_TOPIC
    assert outcome == LABELS[Path(path).stem]["outcome"]


@pytest.mark.parametrize("path", ARTICLES)
def test_title_date_people_and_tags_are_read(path: str) -> None:
    fields, found = ARTICLES[path], article(path)
    assert found.title == fields["title"]
    assert found.lead == re.sub(r"^\([^)]*\) - ", "", fields["lead"])
    assert found.published == fields["published"]
    assert found.modified == fields.get("modified")
    assert list(found.authors) == fields["authors"]
    assert list(found.tags) == fields["tags"]


@pytest.mark.parametrize("path", ARTICLES)
def test_nothing_is_read_from_the_boxes_around_an_article(path: str) -> None:
    fields, found = ARTICLES[path], article(path)
    markup = IN_BODY_BOX.sub("", (SITE / "www" / path[1:]).read_text("utf-8"))
    own = f"{fields['title']} {fields['lead']} {re.sub('<[^>]+>', ' ', markup)}"
    own = " ".join(own.split())
    for block in found.blocks:
        for cell in found.text[block.start : block.end].split(" | "):
            assert cell in own


def test_facts_are_those_of_a_careful_reader() -> None:
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for path in ARTICLES:
        handled, labels = read(path), LABELS[Path(path).stem]["facts"]
        if labels is None:
            continue
        assert handled.reading is not None
        assert handled.facts is not None
        optional = {p["name"] for p in labels["products"] if p["status"] == "mentioned"}
        gold = tables(labels, optional)
        mine = tables(to_json(path, handled.reading, handled.facts), optional)
        for name in FLOORS:
            right[name] += len(gold[name] & mine[name])
            found[name] += len(mine[name])
            wanted[name] += len(gold[name])
    f1 = {name: 2 * right[name] / (found[name] + wanted[name]) for name in FLOORS}
    assert {name: score for name, score in f1.items() if score < FLOORS[name]} == {}


def tables(facts: dict[str, Any], optional: set[str]) -> dict[str, set[Any]]:
    """Rows to compare, per table. A product that is only mentioned is neither missed nor wrong."""
    products = [
        (p["name"].casefold(), p)
        for p in facts["products"]
        if p["status"] != "mentioned" and p["name"] not in optional
    ]
    return {
        "product": {name for name, _ in products},
        "stars": {(name, p["stars"]) for name, p in products if p["stars"]},
        "producer": {(name, p["producer"]) for name, p in products if p["producer"]},
        "place": {(name, named(p["places"][0])) for name, p in products if p["places"]},
        "star count": {
            (named(c["place"]), c["stars"], c["at_least"], c["count"], c["status"])
            for c in facts["star_counts"]
        },
        "location": {named(place) for place in facts["locations"]},
    }


def named(place: Any) -> str | None:
    return place["name"] if isinstance(place, dict) else place
