"""What a person or a cron mail reads at the end of a run."""

from __future__ import annotations

import sys
from collections import Counter

from rich.console import Console
from rich.table import Table

from extractors.models import Outcome
from pipeline.tally import Report, SourceReport

_GOOD = (Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED)


def print_collect(report: Report) -> None:
    """A line per source and one for the run."""
    table = plain_table("source", "new links", "stored", "updated", "other", "state")
    for source in report.sources:
        others = Counter({o: n for o, n in source.outcomes.items() if o not in _GOOD})
        table.add_row(
            source.name,
            str(source.links),
            str(source.outcomes[Outcome.STORED]),
            str(source.outcomes[Outcome.UPDATED]),
            counts(others) or "–",
            _state(source),
        )
    console().print(table)
    fine = sum(not s.failed for s in report.sources)
    ending = ", interrupted" if report.interrupted else ""
    print(
        f"collect: {fine} of {len(report.sources)} sources fine, "
        f"{counts(report.outcomes) or 'nothing new'}{ending}"
    )


def counts(outcomes: Counter[Outcome]) -> str:
    """`28 stored, 1 off_topic`: in the order of the closed list."""
    return ", ".join(f"{outcomes[o]} {o.value}" for o in Outcome if outcomes[o])


def console() -> Console:
    """Stdout; wide enough where it is no terminal, so that no cell is cut in a log."""
    return Console() if sys.stdout.isatty() else Console(width=120)


def plain_table(*columns: str, title: str | None = None) -> Table:
    """A table without frame, in the manner of Unix tools."""
    table = Table(*columns, box=None, title=title, title_justify="left", pad_edge=False)
    table.header_style = "bold"
    return table


def _state(source: SourceReport) -> str:
    if source.failed:
        return "FAILED: " + (source.failures[0] if source.failures else "no article to be had")
    return source.failures[0] if source.failures else "ok"
