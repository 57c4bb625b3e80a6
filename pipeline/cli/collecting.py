"""Commands of the cron job."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    VerboseOption,
    configure_log,
    interruptible,
    locked_database,
    settings_of,
)

app = typer.Typer()


@app.command()
def collect(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]…", help="Only these sources.")
    ] = None,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Fetch what is new from every source, read it and store it. Made for cron."""
    from pipeline.archiving import archiving
    from pipeline.collect import collect as run
    from pipeline.fetch import Fetcher
    from pipeline.report import print_collect

    settings = settings_of(config, verbose)
    sources = settings.chosen(tuple(names or ()))
    if not sources:
        raise typer.BadParameter(f"{settings.path} names no enabled source")
    with (
        locked_database(settings, database, "collect") as store,
        interruptible() as stopped,
        archiving(settings.archive, store) as keep,
        Fetcher(settings.collect, keep=keep) as fetcher,
    ):
        report = run(sources, store, fetcher, settings.collect, stopped)
    print_collect(report)
    raise typer.Exit(report.exit_code)


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
