"""Commands that keep pages as tests."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
fixture_app = typer.Typer(help="Look after the saved pages of the tests.", no_args_is_help=True)
app.add_typer(fixture_app, name="fixture")

RootOption = Annotated[Path, typer.Option(help="Folder of the fixtures.")]
ROOT = Path("tests/fixtures")


@fixture_app.command("sign")
def fixture_sign(
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="Such as nld/table.")],
    root: RootOption = ROOT,
) -> None:
    """Sign expectations that you have read and found right."""
    from pipeline.fixtures import load_fixture, sign

    for case in cases:
        sign(load_fixture(root / case))
        print(f"signed {case}")
