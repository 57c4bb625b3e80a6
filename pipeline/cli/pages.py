"""Commands over saved pages: read them, replay them, keep them as fixtures."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    ConfigOption,
    DatabaseOption,
    PathsArgument,
    VerboseOption,
    fail,
    interruptible,
    locked_database,
    settings_of,
)

app = typer.Typer()
fixture_app = typer.Typer(help="Look after the saved pages of the tests.", no_args_is_help=True)
app.add_typer(fixture_app, name="fixture")


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
    when, has_time = _date(published)
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
    paths: PathsArgument,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Read saved pages into the database, as `collect` would have."""
    from pipeline.replay import replay as run
    from pipeline.report import print_replay, progress
    from pipeline.saved import find_pages

    settings = settings_of(config, verbose)
    with locked_database(settings, database, "replay") as store, interruptible() as stopped:
        found = list(find_pages(paths))
        report = run(progress(found, "replay"), settings.sources, store, stopped)
    print_replay(report)
    raise typer.Exit(report.exit_code)


@fixture_app.command("sign")
def fixture_sign(
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="Such as nld/table.")],
    root: Annotated[Path, typer.Option(help="Folder of the fixtures.")] = Path("tests/fixtures"),
) -> None:
    """Sign expectations that you have read and found right."""
    from pipeline.fixtures import load_fixture, sign
    from pipeline.saved import UnreadableError

    for case in cases:
        try:
            sign(load_fixture(root / case))
        except UnreadableError as error:
            fail(str(error), 2)
        print(f"signed {case}")


def _date(text: str | None) -> tuple[datetime | None, bool]:
    """A day or a time as given on the command line, and whether it has a time of day.

    Without a zone it is Vietnam's.
    """
    from extractors.models import VIETNAM

    if text is None:
        return None, True
    try:
        if len(text) == len("2022-09-22"):
            return datetime.combine(date.fromisoformat(text), time(), VIETNAM), False
        when = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no ISO date such as 2022-09-22 or 2022-09-22T14:53+07:00",
            param_hint="--published",
        ) from None
    return (when if when.tzinfo else when.replace(tzinfo=VIETNAM)), True
