"""What a developer reads of a diff: gains and losses by paper and rule, then each with its
sentence."""

from __future__ import annotations

import json

from pipeline.replaying.diff import DiffReport
from pipeline.replaying.facts_diff import Change, by_rule
from pipeline.saved import SUFFIXES

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def print_diff(report: DiffReport) -> None:
    """Groups, sentences, and one line in all."""
    for (source, rule), counts in by_rule(report.changes).items():
        signs = " ".join(f"{sign}{counts[what]}" for what, sign in _SIGNS.items() if counts[what])
        print(f"{source}: {rule}: {signs}")
        for change in report.changes:
            if (change.source, f"{change.fact.kind} {change.fact.rule}") == (source, rule):
                _print_change(change)
    for problem in report.unreadable:
        print(f"unreadable: {problem}")
    print(_summary(report))


def print_diff_json(report: DiffReport) -> None:
    """One object: the numbers, in all and by paper and rule, then every change with both sides."""
    document = {
        "pages": report.pages,
        "passed_over": report.passed_over,
        "facts_before": report.before,
        "facts_after": report.after,
        **{what: report.counts[what] for what in _SIGNS},
        "loss_percent": round(report.loss, 3),
        "unreadable": report.unreadable,
        "groups": [
            {"source": source, "rule": rule, **{what: counts[what] for what in _SIGNS}}
            for (source, rule), counts in by_rule(report.changes).items()
        ],
        "changes": [change.to_json() for change in report.changes],
    }
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _print_change(change: Change) -> None:
    fact = change.fact
    said = ", ".join(f"{k} {v}" for k, v in fact.values if v not in ("–", "False"))
    if change.differences:
        said = ", ".join(f"{k} {old} → {new}" for k, old, new in change.differences)
    print(f"  {_SIGNS[change.what]} {fact.name} ({said or 'nothing more said'})")
    if fact.sentence and fact.sentence != fact.name:
        print(f"      {' '.join(fact.sentence.split())}")
    address = "" if change.page.endswith(SUFFIXES) else f"  {change.url}"  # not of a file
    print(f"      {change.page}{address}")


def _summary(report: DiffReport) -> str:
    counts = report.counts
    ending = f"; {report.passed_over} more of the same articles" if report.passed_over else ""
    ending += ", interrupted" if report.interrupted else ""
    return (
        f"diff: {report.pages} pages, {report.before} facts before, {report.after} now: "
        f"{counts['added']} added, {counts['removed']} removed, {counts['changed']} changed, "
        f"{report.loss:.1f} % lost or changed{ending}"
    )
