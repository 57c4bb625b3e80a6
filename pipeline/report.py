"""What a person or a cron mail reads at the end of a run."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from extractors.models import Outcome
from extractors.sources import Source

if TYPE_CHECKING:  # a replay prints its line without what fetches pages
    from pipeline.check import Finding
    from pipeline.collecting.tally import Report, SourceReport
    from pipeline.status import Status

_GOOD = (Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED)


def print_collect(report: Report, *, every_source: bool) -> None:
    """One line for the run, and one for each failure and alarm; before them, if asked, a line per
    source."""
    if every_source:
        _print_sources(report.sources)
    parts = [
        f"{sum(not s.failed for s in report.sources)} of {len(report.sources)} sources fine",
        counts(report.outcomes) or "nothing new",
        *([f"{len(report.alarms)} alarms"] if report.alarms else []),
        f"{report.seconds:.0f} s",
        *(["interrupted"] if report.interrupted else []),
    ]
    print(f"collect: {', '.join(parts)}")
    for source in report.sources:
        for failure in source.failures:
            print(f"failed: {source.name}: {failure}")
    for alarm in report.alarms:
        print(f"alarm: {alarm}")


def _print_sources(sources: Sequence[SourceReport]) -> None:
    table = plain_table("source", "new links", "stored", "updated", "other", "state")
    for source in sources:
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


def print_sources(sources: Sequence[Source]) -> None:
    """What config.toml names, a line each."""
    table = plain_table("source", "title", "host", "feeds", "sitemaps", "sections", "pace", "")
    for source in sources:
        marks = [] if source.enabled else ["off"]
        marks += [] if source.confirmed else ["unconfirmed"]
        table.add_row(
            source.name,
            source.title,
            next(iter(source.hosts), "–"),
            *(str(len(urls) or "–") for urls in (source.feeds, source.sitemaps, source.sections)),
            f"{source.pace_seconds:g} s",
            ", ".join(marks),
        )
    console().print(table)


def print_check(findings: Iterable[Finding]) -> bool:
    """A line for each finding as it comes; whether all of them are good."""
    is_good = True
    for finding in findings:
        is_good &= finding.is_good
        mark = " " if finding.is_good else "!"
        origin = f"  [{finding.origin}]" if finding.origin else ""
        print(f"{mark} {finding.what:<12} {_cut(finding.found)}{origin}", flush=True)
    return is_good


def print_status(found: Status, now: datetime) -> None:
    """One screen: the last run, and a line for each source."""
    if run := found.last_run:
        ended = f"ended {run.exit_code}" if run.finished_at else "not finished"
        print(f"last run {run.id}, {ago(run.started_at, now)} ago, {ended}")
    table = plain_table("source", "state", "success", "new 7 d", "left", "failing", "look at")
    for line in found.sources:
        table.add_row(
            line.source,
            line.state if line.confirmed else f"{line.state}?",
            ago(line.last_success, now),
            str(line.new_articles),
            str(line.pending + line.given_up),
            ago(line.failing_since, now),
            _cut(line.note),
        )
    console().print(table)


def _cut(text: str, longest: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


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
    if not source.asked:
        return "not due"
    if source.failed:
        return "FAILED: " + (source.failures[0] if source.failures else "no article to be had")
    return source.failures[0] if source.failures else "ok"


def ago(when: datetime | None, now: datetime) -> str:
    """`ago(…)` → `12 min`, `5 h`, `3 d`; `–` for never."""
    if when is None:
        return "–"
    minutes = max(0, int((now - when).total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
