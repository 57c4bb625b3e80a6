"""The command `ocop`. Results go to stdout, the log to stderr; exit codes say how it ended.

Each module here holds the commands of one kind of user. Imports of the work itself stand inside
the commands: `ocop --help` must answer at once.
"""

from __future__ import annotations

import os
import sys

import typer

from pipeline.cli import (
    analysts,
    archive,
    collecting,
    evaluating,
    fixtures,
    identity,
    pages,
    places,
    tables,
)
from pipeline.cli.options import fail
from pipeline.errors import ConfigError, LockedError, UnreadableError
from pipeline.sweeping import ending  # also: what commands load is not looked through while loading
from storage.errors import NotThereError, StoreError

EXIT_CODES = {
    0: "fine, also when there is nothing new",
    1: "some sources or pages failed, the data is usable",
    2: "wrong usage or configuration",
    3: "every source failed",
    4: "drift alarm: a source brings less than it used to; or a diff over its threshold",
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
for commands in (
    collecting,
    pages,
    archive,
    fixtures,
    evaluating,
    places,
    analysts,
    identity,
    tables,
):
    app.add_typer(commands.app)


def main() -> None:
    """Entry point: runs the command and turns every expected error into a line and its code."""
    for stream in (sys.stdout, sys.stderr):  # a C locale must not break Vietnamese
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app(prog_name="ocop")
    except (ConfigError, NotThereError, UnreadableError) as error:
        fail(str(error), 2)
    except StoreError as error:
        fail(str(error), 5)
    except LockedError as error:
        fail(str(error), 75)
    except KeyboardInterrupt:
        fail("interrupted", 130)
    except SystemExit as end:  # typer's 1 for `ocop archive list | head` is "some pages failed"
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        sys.exit(0)
    finally:
        _let_go_of_output()
        ending()


def _let_go_of_output() -> None:
    """What still waits to be written where nobody reads any longer is dropped, or Python ends with
    code 120 and a warning."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
