"""What those who query get to see: tables for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from rich.text import Text

from extractors.vi.text import fold
from pipeline.report import console, plain_table
from storage.evidence import Evidence, Explanation
from storage.exporting.csv import cell
from storage.identity import AliasRow, DecisionRow
from storage.query import Answer
from storage.search import FoundArticle, FoundProduct

FORMATS = ("table", "csv", "tsv", "json")
_ROWS_SHOWN = 200
"""Of a table for people; the other formats give all rows."""
_NARROWEST = 9
"""Characters that a column needs to be read: more of them than fit are shown as lists."""
_NO_TITLE = "(no headline)"


def print_answer(answer: Answer, form: str) -> None:
    """The rows of a query."""
    if form == "json":
        for row in answer.rows:
            named = dict(zip(answer.columns, row, strict=True))
            print(json.dumps(named, ensure_ascii=False, default=_plain))
    elif form == "table":
        _print_table(answer)
    else:
        out = csv.writer(sys.stdout, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
        for row in chain([answer.columns], answer.rows):
            out.writerow([cell(value) for value in row])


def print_search(
    products: Sequence[FoundProduct],
    articles: Sequence[FoundArticle],
    looked_for: str,
    *,
    as_json: bool,
) -> None:
    """What a search found; where words with marks found nothing, how to find more."""
    if as_json:
        found = {"products": [p._asdict() for p in products],
                 "articles": [a._asdict() for a in articles]}  # fmt: skip
        print(json.dumps(found, ensure_ascii=False))
        return
    if products:
        table = plain_table("product", "stars", "name", "producer", "province", "last seen")
        for p in products:
            stars = "★" * (p.stars or 0) or "–"
            table.add_row(
                *map(_text, (p.product_id, stars, p.name, p.producer, p.province, p.last_seen))
            )
        console().print(table)
    for article in articles:
        _print_found(article)
    print(f"{_many(len(products), 'product')}, {_many(len(articles), 'article')}")
    bare = fold(looked_for)
    if not products and not articles and bare != looked_for.casefold():
        print(f"without marks more may be found: ocop search {shlex.quote(bare)}")


def print_explanation(explanation: Explanation, *, as_json: bool) -> None:
    """A fact and what it rests on."""
    if as_json:
        print(json.dumps(asdict(explanation), ensure_ascii=False))
        return
    out = console()
    out.print(Text(explanation.heading, style="bold"))
    for line in explanation.history:
        out.print(Text(f"  {line}"))
    for evidence in explanation.evidence:
        out.print()
        _print_evidence(evidence)


def print_spellings(spellings: Iterable[AliasRow], made: Iterable[DecisionRow]) -> None:
    """The spellings of a product or producer, and what people decided."""
    table = plain_table("spelling", "name", "producer", "province", "mentions", "why")
    for alias in spellings:
        table.add_row(*map(_text, alias))
    console().print(table)
    for decision in made:
        names = " and ".join(f"“{name}”" for name in decision.spellings)
        decided = "are one" if decision.action == "merge" else "stands apart"
        print(f"decision {decision.id}: {names} {decided} ({decision.reason})")


def _print_table(answer: Answer) -> None:
    """Rows below each other; of `SELECT *`, too wide for that, each row as a list."""
    rows = list(islice(answer.rows, _ROWS_SHOWN))
    if len(answer.columns) * _NARROWEST > console().width:
        for number, row in enumerate(rows, 1):
            _print_table_of([f"row {number}", ""], zip(answer.columns, row, strict=True))
    else:
        _print_table_of(answer.columns, rows)
    shown = len(rows)
    more = next(iter(answer.rows), None) is not None
    print(_many(shown, "row") + (", and more: --format csv gives all" if more else ""))


def _print_table_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    table = plain_table(*columns)
    for row in rows:
        table.add_row(*map(_text, row))
    console().print(table)


def _print_found(article: FoundArticle) -> None:
    out = console()
    told = f" – {article.source}, {article.published_on or 'day not known'}"
    out.print(Text(article.title or _NO_TITLE, style="bold") + Text(told, style="not bold"))
    snippet = Text(f"  … {article.snippet} …")
    snippet.stylize("bold reverse", 4 + article.start, 4 + article.end)
    out.print(snippet)
    out.print(Text(f"  {article.url}"), style="dim", soft_wrap=True)


def _print_evidence(evidence: Evidence) -> None:
    out = console()
    before, at = evidence.sentence[: evidence.start], evidence.sentence[: evidence.end]
    marked = f"{before}[{at[evidence.start :]}]{evidence.sentence[evidence.end :]}"
    sentence = Text(f"  “{marked.replace(chr(10), ' ')}”")
    sentence.stylize("bold reverse", 3 + evidence.start, 5 + evidence.end)
    out.print(Text(f"{evidence.fact}: {evidence.says}"))
    out.print(sentence)
    if evidence.stars_words:
        out.print(Text(f"  its stars: “{evidence.stars_words}”"))
    out.print(
        Text(f"  rule {evidence.rule}, {_sure(evidence.confidence)},"
             f" version {evidence.extractor_version},"
             f" character {evidence.span_start} of article {evidence.article_id}"),
        style="dim",
    )  # fmt: skip
    links = "; ".join(f"{name} by {way}, {_sure(sure)}" for name, way, sure in evidence.links)
    if links:
        out.print(Text(f"  {links}"), style="dim")
    day = evidence.published_on or "day not known"
    title = evidence.title or _NO_TITLE
    out.print(Text(f"  {title} – {evidence.source}, {day}"), style="dim")
    out.print(Text(f"  {evidence.url}"), style="dim", soft_wrap=True)
    if evidence.run:
        out.print(Text(f"  stored by {evidence.run}"), style="dim")


def _sure(confidence: float | None) -> str:
    return "confidence not measured" if confidence is None else f"confidence {confidence:.2f}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _text(value: Any) -> str:
    """As in CSV, but for nothing, which shows."""
    return "–" if value is None else str(_as_in_csv(value))


def _as_in_csv(value: Any) -> Any:
    return value if isinstance(value, str) else cell(value)


def _plain(value: Any) -> Any:
    """What JSON has no form for: dates and decimals."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
