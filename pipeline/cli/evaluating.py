"""The command that says how well facts are read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import fail

app = typer.Typer()


@app.command("eval")
def evaluate(
    labelled: Annotated[
        Path, typer.Argument(help="Folder of NAME.txt with the labels NAME.json beside it.")
    ],
    against: Annotated[
        Path | None, typer.Option(help="Pinned result: gains, losses and floors.")
    ] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Write --against anew.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Let --pin lower a floor.")] = False,
) -> None:
    """Score the facts read in labelled texts: precision, recall and F1 of each table.

    Exit 1 where a score fell below its floor in the pinned result.
    """
    from pipeline import evaluation

    if pin and against is None:
        fail("--pin needs --against FILE, the file to write", 2)
    try:
        result = evaluation.evaluate(labelled, evaluation.read_below(labelled))
    except FileNotFoundError as error:
        fail(str(error), 2)
    print(evaluation.table(result))
    fallen: tuple[str, ...] = ()
    if against and against.exists():
        compared = evaluation.compare(result, against.read_text("utf-8"))
        print("\n".join(evaluation.changes(compared)))
        fallen = compared.fallen
    for line in fallen:
        print(f"ocop: below its floor: {line}", file=sys.stderr)
    if against and pin and (lower or not fallen):
        against.write_text(evaluation.pinned(result), "utf-8")
        fallen = ()
    raise typer.Exit(int(bool(fallen)))
