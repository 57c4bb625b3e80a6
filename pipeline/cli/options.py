"""What several commands share: options, settings, the locked database, a clean interrupt."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from storage.errors import StoreError

if TYPE_CHECKING:
    from pipeline.config import Config
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
PathsArgument = Annotated[
    list[Path], typer.Argument(help="Files (.html .html.gz .txt) or folders of them.")
]


def settings_of(path: Path | None, verbose: bool) -> Config:
    """The settings, checked, with the log configured. Raises ConfigError."""
    from pipeline.config import find_config, load

    configure_log(verbose)
    return load(find_config(path))


def configure_log(verbose: bool, *, quiet: bool = False) -> None:
    """Log to stderr; `quiet` leaves out what is not a warning."""
    from pipeline.log import configure

    configure(verbose=verbose, quiet=quiet and not verbose)


@contextmanager
def locked_database(config: Config, url: str | None, command: str) -> Iterator[Database]:
    """The database of the settings or of `url`, for the only run that may write to it now.

    Raises LockedError and StoreError.
    """
    from pipeline.lock import only_run
    from storage.database import Database

    chosen = url or config.store.database
    file = Database(chosen).file
    if file and not file.parent.is_dir():
        raise StoreError(f"database {chosen}: no folder {file.parent}")
    lock = file.with_name(file.name + ".lock") if file else Path("ocop.lock")
    with only_run(lock, command):
        store = Database.open(chosen)
        try:
            yield store
        finally:
            store.close()


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


def fail(message: str, code: int) -> NoReturn:
    """Say on stderr what went wrong, a line each, and end."""
    for line in message.splitlines():
        print(f"ocop: {line}", file=sys.stderr)
    sys.exit(code)
