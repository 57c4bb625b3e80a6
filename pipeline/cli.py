"""The command `ocop`. Results go to stdout, the log to stderr; exit codes say how it ended.

Imports of the work itself stand inside the commands: `ocop --help` must answer at once.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.config import Config
    from storage.database import Database

EXIT_CODES = {
    0: "fine, also when there is nothing new",
    1: "some sources or pages failed, the data is usable",
    2: "wrong usage or configuration",
    3: "every source failed",
    4: "drift alarm: a source brings less than it used to",
    5: "the database cannot be used",
    75: "another run holds the lock",
    130: "interrupted",
}

app = typer.Typer(
    name="ocop",
    help="Reads Vietnamese agricultural news into tables of OCOP products, stars and places.",
    epilog="Exit codes: " + " · ".join(f"{code} {text}" for code, text in EXIT_CODES.items()),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
db_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(db_app, name="db")
fixture_app = typer.Typer(help="Look after the saved pages of the tests.", no_args_is_help=True)
app.add_typer(fixture_app, name="fixture")

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Settings; else $OCOP_CONFIG, else ./config.toml."),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option("--database", help="SQLAlchemy URL; overrides store.database of the settings."),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Log every detail.")]
PathsArgument = Annotated[
    list[Path], typer.Argument(help="Files (.html .html.gz .txt) or folders of them.")
]


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
    from pipeline.collect import collect as run
    from pipeline.fetch import Fetcher
    from pipeline.report import print_collect

    settings = _settings(config, verbose)
    sources = settings.chosen(tuple(names or ()))
    if not sources:
        raise typer.BadParameter(f"{settings.path} names no enabled source")
    with (
        _locked_database(settings, database, "collect") as store,
        _interruptible() as stopped,
        Fetcher(settings.collect) as fetcher,
    ):
        report = run(sources, store, fetcher, settings.collect, stopped)
    print_collect(report)
    raise typer.Exit(report.exit_code)


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

    settings = _settings(config, verbose)
    failed = False
    for path, line, error in extract_lines(paths, settings.sources, url, _date(published)):
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

    settings = _settings(config, verbose)
    with _locked_database(settings, database, "replay") as store, _interruptible() as stopped:
        found = list(find_pages(paths))
        report = run(progress(found, "replay"), settings.sources, store, stopped)
    print_replay(report)
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

    _logging(verbose, quiet=True)
    with _interruptible() as stopped:
        raise typer.Exit(run_demo(stopped, database))


@db_app.command("upgrade")
def db_upgrade(
    config: ConfigOption = None, database: DatabaseOption = None, verbose: VerboseOption = False
) -> None:
    """Bring an older database to the schema of this program; its data stays."""
    from storage.database import Database

    settings = _settings(config, verbose)
    store = Database(database or settings.store.database)
    before = store.revision()
    store.upgrade()
    after = store.revision()
    what = f"is at {after} already" if before == after else f"upgraded from {before} to {after}"
    print(f"{store.name} {what}")


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
            _fail(str(error), 2)
        print(f"signed {case}")


def main() -> None:
    """Entry point: runs the command and turns every expected error into a line and its code."""
    from pipeline.config import ConfigError
    from pipeline.lock import LockedError
    from storage.errors import StoreError

    for stream in (sys.stdout, sys.stderr):  # a C locale must not break Vietnamese
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app(prog_name="ocop")
    except ConfigError as error:
        _fail(str(error), 2)
    except StoreError as error:
        _fail(str(error), 5)
    except LockedError as error:
        _fail(str(error), 75)
    except KeyboardInterrupt:
        _fail("interrupted", 130)
    except BrokenPipeError:  # `ocop extract … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _fail(message: str, code: int) -> None:
    for line in message.splitlines():
        print(f"ocop: {line}", file=sys.stderr)
    sys.exit(code)


def _settings(path: Path | None, verbose: bool) -> Config:
    from pipeline.config import find_config, load

    _logging(verbose)
    return load(find_config(path))


def _logging(verbose: bool, *, quiet: bool = False) -> None:
    from pipeline.log import configure

    configure(verbose=verbose, quiet=quiet and not verbose)


def _date(text: str | None) -> datetime | None:
    """A date or time as given on the command line; without a zone it is Vietnam's."""
    from extractors.models import VIETNAM

    if text is None:
        return None
    try:
        if len(text) == len("2022-09-22"):
            return datetime.combine(date.fromisoformat(text), time(), VIETNAM)
        when = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no ISO date such as 2022-09-22 or 2022-09-22T14:53+07:00",
            param_hint="--published",
        ) from None
    return when if when.tzinfo else when.replace(tzinfo=VIETNAM)


@contextmanager
def _locked_database(config: Config, url: str | None, command: str) -> Iterator[Database]:
    from pipeline.lock import only_run
    from storage.database import Database

    chosen = url or config.store.database
    file = Database(chosen).file
    lock = file.with_name(file.name + ".lock") if file else Path("ocop.lock")
    with only_run(lock, command):
        store = Database.open(chosen)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """SIGINT and SIGTERM set the event: the record in hand is finished. A second one ends hard."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
