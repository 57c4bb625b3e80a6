"""What a person reads before signing a fixture: the article and each fact with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.labels import article_fields, to_json
from extractors.sources import Source
from pipeline.fixtures import Fixture, difference
from pipeline.handle import Handled, handle
from pipeline.replaying.facts_diff import ARTICLE, facts_of
from pipeline.saved import read_saved


def print_fixture(fixture: Fixture, sources: Mapping[str, Source]) -> None:
    """Outcome, fields, blocks, facts; then what is expected and not read, if anything."""
    saved = read_saved(fixture.page_file, sources)
    handled = handle(saved.page, saved.source)
    state = "signed" if fixture.is_signed else "NOT SIGNED"
    print(f"{fixture.folder}: {handled.outcome.value}, {state}")
    print(f"  {saved.page.url}")
    if handled.reading is None or handled.facts is None:
        print(f"  {handled.reason}")
    else:
        _print_article(article_fields(handled.reading.article))
        _print_facts(handled)
    if shown := difference(fixture, sources):
        print(shown)


def _print_article(fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name != "blocks":
            print(f"  {name}: {value if value not in (None, [], '') else '–'}")
    for kind, text in fields["blocks"]:
        print(f"  [{kind}] {text}")


def _print_facts(handled: Handled) -> None:
    assert handled.reading is not None
    assert handled.facts is not None
    for fact in facts_of(to_json("", handled.reading, handled.facts)):
        if fact.kind != ARTICLE:
            said = ", ".join(f"{k} {v}" for k, v in fact.values if v not in ("–", "False"))
            print(f"  {fact.kind}: {fact.name} ({said}) by {fact.rule}")
            print(f"      {' '.join(fact.sentence.split())}")
