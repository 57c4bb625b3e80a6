"""The command that answers which unit a name means, then and now."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from pipeline.cli.options import fail

app = typer.Typer()


@app.command()
def place(
    question: Annotated[
        str, typer.Argument(help="A place as written: 'xã Ngọc Chiến, huyện Mường La'.")
    ],
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="ISO day it was written; without it both maps count."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say which administrative unit a name means: its code then, and the unit of today.

    Exit 1 where a name has no single meaning: unknown, misspelt or ambiguous.
    """
    from pipeline import place as work

    reply = work.answer(question, _day(on))
    if as_json:
        print(json.dumps(work.as_json(reply), ensure_ascii=False, indent=1))
    else:
        print(work.as_text(reply), end="")
    raise typer.Exit(int(not reply.certain))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        fail(f"--on: {text!r} is no ISO date such as 2022-09-22", 2)
