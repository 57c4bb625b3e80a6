"""Commands for saying which spellings are one product or one producer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import ConfigOption, DatabaseOption, asked_database, fail

if TYPE_CHECKING:
    from storage.database import Connection

app = typer.Typer()
spellings_app = typer.Typer(no_args_is_help=True)
for _kind in ("product", "producer"):
    app.add_typer(spellings_app, name=_kind, help=f"Say which spellings are one {_kind}.")

NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="Of a product or producer.")]


def _given(reason: str) -> str:
    if not reason.strip():
        raise typer.BadParameter("say why: whoever comes later will ask")
    return reason.strip()


ReasonOption = Annotated[
    str, typer.Option("--reason", callback=_given, help="Why you know; kept with it.")
]


@spellings_app.command()
def show(
    context: typer.Context,
    number: NumberArgument,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """List its spellings with why they are one, and the decisions about it."""
    from pipeline.answers import print_spellings
    from storage.identity import aliases_of, decisions_about

    kind = _kind_of(context)
    with asked_database(config, database) as store, store.reading() as connection:
        spellings = aliases_of(connection, kind, number)
        made = decisions_about(connection, kind, number)
    if not spellings:
        fail(f"no {kind} {number}", 2)
    print_spellings(spellings, made)


@spellings_app.command()
def merge(
    context: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER NUMBER…")],
    reason: ReasonOption,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Decide that they are one; holds after every re-reading until it is undone."""
    from storage.identity import merge as decide

    if len(set(numbers)) < 2:
        raise typer.BadParameter("name two or more", param_hint="NUMBER")
    with _changing(config, database) as connection:
        made = decide(connection, _kind_of(context), numbers, reason=reason, at=datetime.now(UTC))
    print("merged: decision " + ", ".join(map(str, made)))


@spellings_app.command()
def split(
    context: typer.Context,
    number: NumberArgument,
    spellings: Annotated[list[int], typer.Argument(metavar="SPELLING…", help="See `show`.")],
    reason: ReasonOption,
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Decide that these spellings are another one."""
    from storage.identity import split as decide

    with _changing(config, database) as connection:
        made = decide(
            connection, _kind_of(context), number, spellings, reason=reason, at=datetime.now(UTC)
        )
    print("split: decision " + ", ".join(map(str, made)))


@spellings_app.command()
def undo(
    decision: Annotated[int, typer.Argument(metavar="DECISION", help="See `show`.")],
    config: ConfigOption = None,
    database: DatabaseOption = None,
) -> None:
    """Take a decision back; the rules decide again."""
    from storage.identity import take_back

    with _changing(config, database) as connection:
        take_back(connection, decision, datetime.now(UTC))
    print(f"decision {decision} is undone")


@contextmanager
def _changing(config: Path | None, database: str | None) -> Iterator[Connection]:
    with (
        asked_database(config, database, readonly=False) as store,
        store.writing() as connection,
    ):
        yield connection


def _kind_of(context: typer.Context) -> str:
    """The word before the command: `ocop producer show 7`."""
    assert context.parent is not None
    return str(context.parent.info_name)
