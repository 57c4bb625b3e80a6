"""What a person reads during and after a replay: a bar with an estimate, and one line."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.replay import ReplayReport
from pipeline.replaying.handle_many import Done
from pipeline.report import counts


def progress(pages: Iterator[Done], total: int) -> Iterator[Done]:
    """The pages; with a bar, their number and the time left if stderr is a terminal.

    The estimate goes by bytes of input, since long pages take longer.
    """
    if not sys.stderr.isatty():
        yield from pages
        return
    yield from _with_a_bar(pages, total)


def _with_a_bar(pages: Iterator[Done], total: int) -> Iterator[Done]:
    from rich import progress as bars  # noqa: PLC0415 - nobody looks at a bar of a cron job
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.TextColumn("{task.fields[pages]} pages"),
        bars.BarColumn(),
        bars.TaskProgressColumn(),
        bars.TimeElapsedColumn(),
        bars.TextColumn("left:"),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replay", total=total or None, pages=0)
        for number, done in enumerate(pages, 1):
            yield done
            bar.update(task, advance=done.item.size, pages=number)


def print_replay(report: ReplayReport) -> None:
    """One line for the run."""
    parts = [counts(report.outcomes) or "no pages"]
    if report.done_before:
        parts.insert(0, f"{report.done_before} done before")
    if report.unreadable:
        parts.append(f"{len(report.unreadable)} unreadable")
    if report.interrupted:
        parts.append("interrupted; the same command goes on")
    print("replay: " + ", ".join(parts))
