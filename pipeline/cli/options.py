"""What several commands share: options, settings, the locked database, a clean interrupt."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from storage.errors import StoreError

if TYPE_CHECKING:
    from pipeline.config import Config
    from storage.archive import Archive
    from storage.database import Database

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Settings; else $OCOP_CONFIG, else ./config.toml."),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option("--database", help="SQLAlchemy URL; overrides store.database of the settings."),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Log every detail.")]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]
PathsArgument = Annotated[
    list[Path], typer.Argument(help="Files (.html .html.gz .txt) or folders of them.")
]

SinceOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Fetched on this day or later.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Fetched on this day or earlier.")
]


def settings_of(
    path: Path | None, verbose: bool, *, quiet: bool = False, as_json: bool = False
) -> Config:
    """The settings, checked, with the log configured. Raises ConfigError."""
    from pipeline.config import find_config, load

    configure_log(verbose, quiet=quiet, as_json=as_json)
    return load(find_config(path))


def configure_log(verbose: bool, *, quiet: bool = False, as_json: bool = False) -> None:
    """Log to stderr; `quiet` leaves out what is not a warning, but not where JSON is asked for."""
    from pipeline.log import configure

    configure(verbose=verbose, quiet=quiet and not (verbose or as_json), as_json=as_json)


@contextmanager
def locked_database(config: Config, url: str | None, command: str) -> Iterator[Database]:
    """The database of the settings or of `url`, for the only run that may write to it now.

    Several runs share a PostgreSQL, paper by paper (`storage.sharing`). Raises LockedError and
    StoreError.
    """
    from pipeline.lock import only_run
    from storage.database import Database

    chosen = url or config.store.database
    file = Database(chosen).file
    if file and not file.parent.is_dir():
        raise StoreError(f"database {chosen}: no folder {file.parent}")
    with only_run(file.with_name(file.name + ".lock"), command) if file else nullcontext():
        store = Database.open(chosen)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def opened_database(
    config: Config, url: str | None, *, readonly: bool = True
) -> Iterator[Database]:
    """The database of the settings or of `url`, which must be there. Raises StoreError."""
    with _existing(url or config.store.database, readonly) as store:
        yield store


@contextmanager
def asked_database(
    config: Path | None, url: str | None, *, readonly: bool = True
) -> Iterator[Database]:
    """The same for commands that need the settings for nothing else: with `url`, none are read."""
    chosen = url or settings_of(config, verbose=False, quiet=True).store.database
    with _existing(chosen, readonly) as store:
        yield store


@contextmanager
def _existing(url: str, readonly: bool) -> Iterator[Database]:
    from storage.database import Database

    store = Database.existing(url, readonly=readonly)
    try:
        yield store
    finally:
        store.close()


def archive_of(config: Config, database: Database) -> Archive:
    """The archive, its folder there and readable. Raises ConfigError where the settings name none,
    StoreError."""
    import os

    from pipeline.errors import ConfigError
    from storage.archive import Archive, disk_errors

    if not config.archive.folder:
        raise ConfigError(f"{config.path}: archive.folder: empty, nothing is archived")
    folder = Path(config.archive.folder)
    with disk_errors(folder):
        os.scandir(f"{folder}/.").close()  # "." asks whether it may be entered as well
    return Archive(folder, database)


@contextmanager
def interruptible() -> Iterator[threading.Event]:
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


def day(text: str | None, option: str) -> datetime | None:
    """The beginning of a day, or a time."""
    return date_of(text, option)[0]


def day_after(text: str | None, option: str) -> datetime | None:
    """The end of a day: it counts as a whole; a time is taken as it is."""
    when, has_time = date_of(text, option)
    return when if when is None or has_time else when + timedelta(days=1)


def days(since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    """The beginning of the first day and the end of the last."""
    first, end = day(since, "--since"), day_after(until, "--until")
    if first and end and first >= end:
        raise reversed_days(since, until)
    return first, end


def reversed_days(since: str | None, until: str | None) -> typer.BadParameter:
    """What to raise where `--until` is before `--since`."""
    return typer.BadParameter(f"{until} is before --since {since}", param_hint="--until")


def calendar_day(text: str | None, option: str) -> date | None:
    """A day of the calendar; None where none is given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        hint = f"{text!r} is no day such as 2022-09-22"
        raise typer.BadParameter(hint, param_hint=option) from None


def date_of(text: str | None, option: str) -> tuple[datetime | None, bool]:
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
            param_hint=option,
        ) from None
    return (when if when.tzinfo else when.replace(tzinfo=VIETNAM)), True


def print_json(value: object) -> None:
    """As JSON that people can read as well; times in ISO 8601."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, default=_as_text))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def fail(message: str, code: int) -> NoReturn:
    """Say on stderr what went wrong, a line each, and end."""
    for line in message.splitlines():
        print(f"ocop: {line}", file=sys.stderr)
    sys.exit(code)
