"""Commands of the cron job."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    JsonOption,
    VerboseOption,
    calendar_day,
    configure_log,
    interruptible,
    locked_database,
    opened_database,
    print_json,
    reversed_days,
    settings_of,
)

if TYPE_CHECKING:
    from extractors.sources import Source
    from pipeline.collecting.run import Plan
    from pipeline.collecting.tally import Report
    from pipeline.config import Config

app = typer.Typer()


@app.command()
def collect(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]…", help="Only these, due or not.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Go back to what was published on this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Nothing published after this day.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most articles of each source.")] = None,
    log_json: Annotated[bool, typer.Option(help="Log every step as JSON, a line each.")] = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Fetch what is new from every source, read it and store it. Made for cron."""
    from pipeline.report import print_collect

    settings = settings_of(config, verbose, quiet=True, as_json=log_json)
    sources = settings.chosen(tuple(names or ()))
    if not sources:
        raise typer.BadParameter(f"{settings.path} names no enabled source")
    _ask_for_contact(settings, sources)
    plan = _plan(settings, since, until, limit, only_due=not names)
    report = _collect(settings, sources, database, plan)
    print_collect(report, every_source=verbose or sys.stdout.isatty())
    raise typer.Exit(report.exit_code)


def _ask_for_contact(settings: Config, sources: list[Source]) -> None:
    if not settings.collect.contact and not all(source.allow_private for source in sources):
        line = f"ocop: {settings.path}: collect.contact is empty; papers cannot write to you"
        print(line, file=sys.stderr)


def _collect(settings: Config, sources: list[Source], database: str | None, plan: Plan) -> Report:
    from pipeline.collect import collect as run
    from pipeline.collecting.announce import announce
    from pipeline.collecting.archiving import archiving
    from pipeline.fetch import Fetcher

    with (
        locked_database(settings, database, "collect") as store,
        interruptible() as stopped,
        archiving(settings.archive, store) as archive,
        Fetcher(settings.collect, keep=archive.keep if archive else None) as fetcher,
    ):
        report = run(sources, store, fetcher, settings.collect, stopped, plan=plan)
        if archive is not None:
            archive.run_id = report.run_id
    announce(report, settings.collect, datetime.now(UTC))
    return report


def _plan(
    settings: Config, since: str | None, until: str | None, limit: int | None, *, only_due: bool
) -> Plan:
    from pipeline.collecting.run import Plan

    if since is None and until is not None:
        raise typer.BadParameter("it needs --since", param_hint="--until")
    first, last = calendar_day(since, "--since"), calendar_day(until, "--until")
    if first and last and first > last:
        raise reversed_days(since, until)
    if first is not None:
        return Plan.backfill(first, last, limit)
    return Plan.usual(settings.collect, datetime.now(UTC), limit, only_due=only_due)


@app.command()
def sources(
    as_json: JsonOption = False, config: ConfigOption = None, verbose: VerboseOption = False
) -> None:
    """List the papers of the settings; `unconfirmed`: known from others' code only."""
    from pipeline.report import print_sources

    settings = settings_of(config, verbose)
    if as_json:
        print_json([asdict(source) for source in settings.sources.values()])
    else:
        print_sources(list(settings.sources.values()))


@app.command()
def check(
    name: Annotated[str, typer.Argument(metavar="SOURCE")],
    url: Annotated[str | None, typer.Option(help="Look at this page of it only.")] = None,
    config: ConfigOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Fetch one feed and one page of a source and print what was understood, field by field."""
    from pipeline.check import check as findings
    from pipeline.fetch import Fetcher
    from pipeline.report import print_check

    settings = settings_of(config, verbose, quiet=True)
    [source] = settings.chosen((name,))
    with Fetcher(settings.collect) as fetcher:
        is_good = print_check(findings(source, fetcher, settings.collect, url))
    raise typer.Exit(int(not is_good))


@app.command()
def status(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]…")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Show how every source fares: last success, new articles, failures, alarms."""
    from pipeline.report import print_status
    from pipeline.status import status as look

    settings = settings_of(config, verbose)
    sources = settings.chosen(tuple(names)) if names else list(settings.sources.values())
    now = datetime.now(UTC)
    with opened_database(settings, database) as store:
        found = look(sources, store, now, timedelta(days=settings.collect.horizon_days))
    if as_json:
        print_json(found.as_json())
    else:
        print_status(found, now)
    raise typer.Exit(found.exit_code)


@app.command()
def demo(
    database: Annotated[
        str | None, typer.Option("--database", help="SQLAlchemy URL of a database to keep.")
    ] = None,
    verbose: VerboseOption = False,
) -> None:
    """Serve a small paper on this machine, collect it for real, and show the tables."""
    from pipeline.demo.show import run_demo

    configure_log(verbose, quiet=True)
    with interruptible() as stopped:
        raise typer.Exit(run_demo(stopped, database))
