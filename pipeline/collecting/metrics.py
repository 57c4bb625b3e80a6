"""A run as Prometheus metrics, for the textfile collector of its node exporter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipeline.collecting.tally import Report


def write_metrics(path: Path, report: Report, now: datetime) -> None:
    """Replace the file in one step: the collector may read at any time. Raises OSError."""
    draft = path.with_name(path.name + ".part")
    draft.write_text("\n".join(metrics(report, now)) + "\n", "utf-8")
    draft.replace(path)


def metrics(report: Report, now: datetime) -> Iterator[str]:
    """Lines in the text format 0.0.4."""
    yield from _gauge("ocop_run_finished_seconds", "When the last run ended, Unix time")
    yield f"ocop_run_finished_seconds {now.timestamp():.0f}"
    yield from _gauge("ocop_run_duration_seconds", "How long it took")
    yield f"ocop_run_duration_seconds {report.seconds:.1f}"
    yield from _gauge("ocop_run_exit_code", "How it ended: see the README")
    yield f"ocop_run_exit_code {report.exit_code}"
    yield from _gauge("ocop_source_failed", "1 where nothing of the source could be had")
    for source in report.sources:
        yield f"ocop_source_failed{_labels(source=source.name)} {int(source.failed)}"
    yield from _gauge("ocop_source_new_links", "Articles found that were not known before")
    for source in report.sources:
        yield f"ocop_source_new_links{_labels(source=source.name)} {source.links}"
    yield from _gauge("ocop_source_articles", "What became of the articles of the run")
    for source in report.sources:
        for outcome, number in sorted(source.outcomes.items()):
            labels = _labels(source=source.name, outcome=outcome.value)
            yield f"ocop_source_articles{labels} {number}"
    yield from _gauge("ocop_source_alarms", "Drift alarms")
    for source in report.sources:
        alarms = sum(alarm.source == source.name for alarm in report.alarms)
        yield f"ocop_source_alarms{_labels(source=source.name)} {alarms}"


def _gauge(name: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}."
    yield f"# TYPE {name} gauge"


def _labels(**labels: str) -> str:
    pairs = (f'{name}="{_escape(value)}"' for name, value in labels.items())
    return "{" + ",".join(pairs) + "}"


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
