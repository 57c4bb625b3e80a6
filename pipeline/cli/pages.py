"""Commands over saved and archived pages: print what is in them, replay them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    PathsArgument,
    SinceOption,
    UntilOption,
    VerboseOption,
    date_of,
    days,
    settings_of,
)

app = typer.Typer()


@app.command()
def extract(
    paths: PathsArgument,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="ISO date or time of publication, for all of them."),
    ] = None,
    url: Annotated[str, typer.Option(help="Address the page was saved from.")] = "",
    config: ConfigOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Print the facts of saved pages or texts: one JSON object a line, in order of input."""
    from pipeline.extract import extract_lines

    settings = settings_of(config, verbose)
    when, has_time = date_of(published, "--published")
    failed = False
    for path, line, error in extract_lines(paths, settings.sources, url, when, has_time):
        if line is not None:
            print(line, flush=True)
        else:
            failed = True
            print(f"ocop: {path}: {error}", file=sys.stderr)
    raise typer.Exit(int(failed))


@app.command()
def replay(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Pages, texts, WARC files, folders of them; none: the archive."),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(help="Only this paper; several may be given; 'unknown': all other hosts."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    run: Annotated[int | None, typer.Option(help="Fetched by this run: runs.id.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read.")] = 1,
    anew: Annotated[bool, typer.Option(help="Do not go on where an earlier one stopped.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Store nothing: show what changes.")] = False,
    against: Annotated[
        Path | None,
        typer.Option(help="With --diff: what 'ocop extract' printed; else the database."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --diff: print JSON.")] = False,
    max_loss: Annotated[
        float | None,
        typer.Option(help="With --diff: exit 4 over this percentage lost or changed.", min=0),
    ] = None,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Read saved or archived pages into the database, as `collect` would have."""
    for option, given in (("--against", against), ("--json", as_json), ("--max-loss", max_loss)):
        if given not in (None, False) and not diff:  # or a slip would write into the database
            raise typer.BadParameter("only with --diff", param_hint=option)
    if anew and diff:
        raise typer.BadParameter("a diff stores nothing to go on from", param_hint="--anew")
    first, end = days(since, until)
    from pipeline.workers import get_ready

    if jobs > 1:
        get_ready()
    from pipeline.cli.replaying import Question, compare_with, store_all

    settings = settings_of(config, verbose, quiet=diff or sys.stderr.isatty())  # there is a bar
    asked = Question(
        settings=settings,
        paths=paths or [],
        sources=tuple(source or ()),
        since=first,
        until=end,
        run=run,
        jobs=jobs,
        database=database,
    )
    code = compare_with(asked, against, as_json, max_loss) if diff else store_all(asked, anew)
    raise typer.Exit(code)
